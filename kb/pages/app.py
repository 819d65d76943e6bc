"""The frame of the app: language, library, navigation, and errors shown as one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from kb.disk.keeper import keeper
from kb.disk.places import team, user_folder
from kb.ground.errors import KbError
from kb.ground.html import NONE, html
from kb.ground.saying import in_language
from kb.library import Library, LibraryError
from kb.library.query import MAX_CHARACTERS
from kb.pages import libraries, spoken, start
from kb.pages.account import corner
from kb.pages.fragment import put, put_script, put_style
from kb.pages.frame import Frame, arrived, show
from kb.pages.words import LANGUAGES, text

HERE: Final = Path(__file__).parent
SIDEBAR: Final = 212  # pixels
_LANGUAGE: Final = "language"  # the session's, as the URL last said it
# Title, path and module of each page. A module is imported when its page is drawn: all of them together
# take longer than the first page does.
PAGES: Final = tuple(
    (f"page_{name}", name, f"kb.pages.{name}")
    for name in (
        *("start", "amendments", "workshop", "verify", "norms", "charter", "studies", "receipt"),
        *("graph", "importing"),
    )
)
# What a page draws before there is a library.
OPENING: Final[dict[str, Callable[[str], None]]] = {"start": start.opening}
# Pages that were: their links lead to another, with this added to the view.
FORMER_PAGES: Final = {"replay": ("workshop", {"view": "instruction"})}
# The first page was once the amendments: what its links say.
FORMER_VIEW: Final = ("package", "item", "against")
# How the menu groups them, by path; what is named nowhere stands in the last group.
MENU: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("start",)),
    ("menu_work", ("amendments", "workshop", "verify", "charter")),
    ("menu_texts", ("norms", "studies", "receipt", "importing")),
    ("menu_help", ()),
)


def _language() -> str:
    """The language of the interface: from the URL, changed in the sidebar. The menu's own links say
    none: then it is that of the visit."""
    asked = st.query_params.get("lang") or st.session_state.get(_LANGUAGE)
    current = asked if asked in LANGUAGES else "ru"
    st.session_state[_LANGUAGE] = current
    if current != "ru":
        st.query_params["lang"] = current
    names = list(LANGUAGES)
    chosen = st.sidebar.radio(
        text("language", current),
        names,
        index=names.index(current),
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
    )
    if chosen != current:
        st.query_params["lang"] = chosen
        st.rerun()
    return current


def _guarded(module: str, path: str, language: str) -> None:
    library = None
    try:
        turn = arrived(path)
        if opening := OPENING.get(path):
            opening(language)
        library = libraries.of_session(language)
        _aside(library, language)
        _as_last_seen(language)
        import_module(module).page(Frame(library, language, turn))
    except KbError as error:
        if library is not None and isinstance(error, LibraryError):
            libraries.forget(library)
        said = in_language(error.said, language)
        show(html("<p class='bad' role='alert'><b>{}.</b> {}</p>", text("error", language), said))


def _search_box(language: str) -> None:
    """The search for everything, on every page: a form of the browser's own, whose answer has a link."""
    kept = html("<input type='hidden' name='lang' value='{}'>", language)
    box = html(
        "<form class='kb find' role='search' action='/norms' method='get'><label>{}"
        "<input type='search' name='q' maxlength='{}' placeholder='{}'></label>{}</form>",
        text("search_everywhere", language),
        MAX_CHARACTERS,
        text("search_hint", language),
        kept if language != "ru" else NONE,
    )
    put(box, st.sidebar)


def _aside(library: Library, language: str) -> None:
    """Says on every page what is set aside."""
    title = text("set_aside", language)
    for each in library.aside:
        said = in_language(each.reason, language)
        show(html("<p class='bad' role='alert'><b>{}.</b> {}</p>", title, said))


def _as_last_seen(language: str) -> None:
    """Says on every page that the user's things may be older than what the team's database holds."""
    if team() and (remark := keeper().remark(user_folder())):
        show(html("<p class='bad' role='alert'>{}.</p>", in_language(remark, language)))


def _menu(language: str) -> dict[str, list[StreamlitPage]]:
    """The pages by group."""
    pages = {
        path: st.Page(
            partial(_guarded, module, path, language),
            title=text(title, language),
            url_path=path,
            default=path == "start",
        )
        for title, path, module in PAGES
    }
    named = [path for _, paths in MENU for path in paths]
    menu = {
        text(title, language) if title else "": [pages[path] for path in paths]
        for title, paths in MENU
    }
    menu[text(MENU[-1][0], language)] += [p for path, p in pages.items() if path not in named]
    return menu


def _lead(menu: dict[str, list[StreamlitPage]]) -> None:
    """Draws the page that the URL names, or where an old link leads today."""
    pages = {page.url_path: page for group in menu.values() for page in group}
    old = [st.Page(_nothing, url_path=path, visibility="hidden") for path in FORMER_PAGES]
    page = st.navigation({**menu, "": [*menu[""], *old]})
    view = st.query_params.to_dict()
    if page.url_path in FORMER_PAGES:
        path, more = FORMER_PAGES[page.url_path]
        st.switch_page(pages[path], query_params=view | more)
    if page.url_path == "" and any(name in view for name in FORMER_VIEW):
        st.switch_page(pages["amendments"], query_params=view)
    page.run()


def _nothing() -> None:
    """A page that is left before it is drawn."""


def run() -> None:
    """Draws the app."""
    st.set_page_config(page_title="Салыстырма", layout="wide", initial_sidebar_state=SIDEBAR)
    put_style((HERE / "look.css").read_text("utf-8"))
    language = _language()
    corner(language)
    _search_box(language)
    st.sidebar.caption(text("app_about", language))
    _lead(_menu(language))
    put_script((HERE / "browser.js").read_text("utf-8"))
    put_script(spoken.script(language))
