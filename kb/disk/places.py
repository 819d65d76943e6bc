"""Where things lie: the built-in corpus and packages, and the folder of whoever is working.

In a checkout the built-in data stand beside `kb/`; in an installed wheel they travel inside it.
Nothing depends on the folder that the program is started from.

On one's own computer the user's folder is the home. On a team's server (`kb serve --team`) the home
is what all share, each user has a folder below it, and guests one that is never made.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from kb.disk.keeper import keeper
from kb.ground.errors import KbError
from kb.ground.saying import say

PACKAGE = Path(__file__).resolve().parent.parent
HOME = "SALYSTYRMA_HOME"
TEAM = "SALYSTYRMA_TEAM"  # "1" in the process that serves a team
DATABASE = "SALYSTYRMA_DATABASE"  # of several machines that serve one team


class ReadOnly(KbError):
    """A guest wants something kept."""


def builtin(name: str) -> Path:
    """`corpus`, `amendments` or `app.py` as shipped."""
    inside = PACKAGE / "builtin" / name
    return inside if inside.exists() else PACKAGE.parent / name


def home() -> Path:
    """The program's data folder: `SALYSTYRMA_HOME`, else the platform's own place for app data."""
    override = os.environ.get(HOME)
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("salystyrma", appauthor=False)


def team() -> bool:
    """Whether this process serves a team."""
    return os.environ.get(TEAM) == "1"


def user_folder() -> Path:
    """The data folder of whoever is working: the home, or on a team's server the session's own.

    Where several machines share it, it is first brought to what they keep. Raises ReadOnly on a server
    outside of any session: nobody's work is ever taken for another's.
    """
    if not team():
        return home()
    folder = _carried.get() or _session_folder()
    keeper().refresh(folder)
    return folder


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Work for the user of this folder where no session is at hand, as in a thread beside the page."""
    before = _carried.set(folder)
    try:
        yield
    finally:
        _carried.reset(before)


def folder_of(issuer: str, subject: str) -> Path:
    """The folder of a user of the server, whom an identity provider and its name for him tell.

    Both are hashed: no name or e-mail stands in a path, and no name can lead out of the folder.
    """
    who = json.dumps([issuer, subject]).encode()
    return users() / hashlib.sha256(who).hexdigest()[:32]


def users() -> Path:
    """Where the folders of a server's users lie."""
    return home() / "users"


def guests() -> Path:
    """The folder of those who are not logged in: it is read as an empty one and never made."""
    return home() / "guests"


def check_may_write(path: Path) -> None:
    """Raises ReadOnly for a path of the guests."""
    if team() and path.is_relative_to(guests()):
        raise ReadOnly(say("disk.guest_reads"))


def _no_session() -> Path:
    raise ReadOnly(say("disk.user_folder_unknown"))


_session_folder: Callable[[], Path] = _no_session
_carried: ContextVar[Path | None] = ContextVar("user_folder", default=None)


def ask_session(folder: Callable[[], Path]) -> None:
    """Says how the folder of the session at hand is found on a team's server.

    A function and not a value, because Streamlit runs the callbacks of buttons before the first line
    of the page: a value set by the page would come too late for them.
    """
    global _session_folder  # noqa: PLW0603
    _session_folder = folder


def edition_file(name: str) -> str:
    """Where the text of an edition, `act@date:language`, stands in a corpus."""
    act, _, rest = name.partition("@")
    day, _, language = rest.partition(":")
    ending = "" if language in ("", "ru") else f".{language}"
    return f"{act}/{day}{ending}.md"
