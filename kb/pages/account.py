"""Who is at the page on a team's server: login and logout, and the folder of the session.

Streamlit has checked the provider's token (signature, issuer, audience, days) and signed the cookie
that `st.user` is read from; here a login too old counts no more.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kb.disk.places import ReadOnly, ask_session, folder_of, guests, team
from kb.ground.html import html
from kb.ground.saying import say
from kb.pages.fragment import put
from kb.pages.words import text
from kb.server.door import members
from kb.server.team import LOGIN_S

_WHOSE: Final = "account-folder"
_NAME: Final = 80  # characters of a name that are shown


@dataclass(frozen=True, slots=True)
class User:
    """A user who is logged in, as the provider names him."""

    name: str
    folder: Path
    until: float  # when the login counts no more, in seconds since 1970


def user_from(claims: dict[str, Any], now: float) -> User | None:
    """The user whom the claims of a token tell; None for a guest and for a login that is too old.

    `now` in seconds since 1970, as the token's `iat`.
    """
    issuer, subject, issued = (claims.get(key) for key in ("iss", "sub", "iat"))
    if claims.get("is_logged_in") is not True:
        return None
    if not (isinstance(issuer, str) and issuer and isinstance(subject, str) and subject):
        return None
    if not isinstance(issued, int | float) or now - issued > LOGIN_S:
        return None
    named = (claims.get(key) for key in ("name", "preferred_username", "email"))
    name = next((n for n in named if isinstance(n, str) and n.strip()), subject)
    return User(" ".join(name.split())[:_NAME], folder_of(issuer, subject), issued + LOGIN_S)


def current() -> User | None:
    """The user of the session at hand; None for a guest."""
    return user_from(dict(st.user.to_dict()), time.time())


def _folder() -> Path:
    if get_script_run_ctx(suppress_warning=True) is None:
        raise ReadOnly(say("disk.user_folder_unknown"))
    user = current()
    return user.folder if user else guests()


ask_session(_folder)


def may_write() -> bool:
    """Whether the session may keep anything: always on one's own computer, on a server not a guest."""
    return not team() or current() is not None


def corner(language: str) -> None:
    """Draws login or logout into the sidebar; nothing on one's own computer."""
    if not team():
        return
    user = current()
    _forget_another(user)
    _tell_door(user)
    if user:
        said = text("account_user", language, name=user.name)
        put(html("<p class='soft'><bdi>{}</bdi></p>", said), st.sidebar)
        st.sidebar.button(text("account_logout", language), on_click=st.logout, width="stretch")
        return
    put(html("<p class='soft'>{}</p>", text("account_guest", language)), st.sidebar)
    st.sidebar.button(
        text("account_login", language), on_click=st.login, width="stretch", type="primary"
    )


def _tell_door(user: User | None) -> None:
    """A file comes beside the page, by a request of its own: the door lets in those of users only."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return
    if user:
        members.admit(context.session_id, user.until)
    else:
        members.forget(context.session_id)


def _forget_another(user: User | None) -> None:
    """A session whose user is no longer the same (the login grew old) keeps nothing of him."""
    whose = str(user.folder) if user else ""
    if st.session_state.setdefault(_WHOSE, whose) != whose:
        st.session_state.clear()
        st.session_state[_WHOSE] = whose
