"""The frame of the app: language, library, navigation, and errors shown as one line."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Lock

import streamlit as st

from kb.errors import KbError
from kb.library import Library, fingerprint, places
from kb.pages import amendments, charter, graph, importing, norms, replay, start, studies, workshop
from kb.pages.frame import Frame, show
from kb.pages.words import LANGUAGES, text
from kb.safe import html_text

PAGES: tuple[tuple[str, str, Callable[[Frame], None]], ...] = (
    ("page_start", "start", start.page),
    ("page_amendments", "amendments", amendments.page),
    ("page_workshop", "workshop", workshop.page),
    ("page_replay", "replay", replay.page),
    ("page_norms", "norms", norms.page),
    ("page_charter", "charter", charter.page),
    ("page_studies", "studies", studies.page),
    ("page_graph", "graph", graph.page),
    ("page_importing", "importing", importing.page),
)


def _folder(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


# The open library by the fingerprint of its sources: one for all sessions, opened anew when a
# source changes. Streamlit's own cache cannot hold it, because opening draws its progress.
_open_libraries: dict[str, Library] = {}
_opening = Lock()


def _open(language: str) -> Library:
    where = places(
        _folder("SALYSTYRMA_CORPUS"), _folder("SALYSTYRMA_AMENDMENTS"), _folder("SALYSTYRMA_DB")
    )
    mark = fingerprint(where)
    with _opening:
        if mark not in _open_libraries:
            place = st.empty()

            def progress(name: str, nth: int, of: int) -> None:
                place.progress(nth / of, f"{text('building', language)}: {name}")

            library = Library.open(where, progress)
            _open_libraries.clear()
            _open_libraries[mark] = library
            place.empty()
        return _open_libraries[mark]


def _language() -> str:
    """The language of the interface: from the URL, changed in the sidebar."""
    asked = st.query_params.get("lang", "ru")
    current = asked if asked in LANGUAGES else "ru"
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


def _guarded(draw: Callable[[Frame], None], language: str) -> None:
    try:
        draw(Frame(_open(language), language))
    except KbError as error:
        title = html_text(text("error", language))
        show(f"<p class='bad' role='alert'><b>{title}.</b> {html_text(str(error))}</p>")


def run() -> None:
    """Draws the app."""
    st.set_page_config(page_title="Салыстырма", layout="wide")
    style = Path(__file__).with_name("look.css").read_text("utf-8")
    st.html(f"<style>{style}</style>")
    language = _language()
    st.sidebar.caption(text("app_about", language))
    pages = [
        st.Page(
            partial(_guarded, draw, language),
            title=text(title, language),
            url_path=path,
            default=nth == 0,
        )
        for nth, (title, path, draw) in enumerate(PAGES)
    ]
    st.navigation(pages).run()
