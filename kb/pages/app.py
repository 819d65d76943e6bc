"""The frame of the app: language, library, navigation, and errors shown as one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from kb.ground.errors import KbError
from kb.ground.html import NONE, html
from kb.ground.saying import in_language
from kb.library import Library, LibraryError
from kb.library.query import MAX_CHARACTERS
from kb.pages import (
    amendments,
    charter,
    graph,
    importing,
    libraries,
    norms,
    receipt,
    replay,
    start,
    studies,
    workshop,
)
from kb.pages.account import corner
from kb.pages.fragment import put, put_script, put_style
from kb.pages.frame import Frame, arrived, show
from kb.pages.words import LANGUAGES, text

_LANGUAGE: Final = "language"  # the session's, as the URL last said it
PAGES: tuple[tuple[str, str, Callable[[Frame], None]], ...] = (
    ("page_start", "start", start.page),
    ("page_amendments", "amendments", amendments.page),
    ("page_workshop", "workshop", workshop.page),
    ("page_replay", "replay", replay.page),
    ("page_norms", "norms", norms.page),
    ("page_charter", "charter", charter.page),
    ("page_studies", "studies", studies.page),
    ("page_receipt", "receipt", receipt.page),
    ("page_graph", "graph", graph.page),
    ("page_importing", "importing", importing.page),
)


# Goes once to the place that the URL names: a page is drawn after the browser has looked for it, and
# piece by piece, so it goes again until the place has stood still for a second or the reader acts.
ARRIVAL: Final = """(() => {
  const here = () => location.pathname + location.hash;
  const page = here();
  if (window.arrived === page) return;
  window.arrived = page;
  let acted = false, still = 0, last = null, tries = 0;
  for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(act, () => { acted = true; }, {once: true, passive: true});
  const go = () => {
    if (acted || here() !== page) return;
    const hash = decodeURIComponent(location.hash.slice(1));
    const named = hash && document.getElementById(hash);
    const place = named || document.querySelector('.kb .clause.here, .kb .hit.here');
    if (place) {
      for (let d = place.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
      const {top, bottom} = place.getBoundingClientRect();
      if (named || top < 0 || bottom > innerHeight) place.scrollIntoView();
    }
    const top = place ? place.getBoundingClientRect().top : null;
    still = top === last ? still + 1 : 0;
    last = top;
    if (still < 10 && ++tries < 300) setTimeout(go, 100);
  };
  go();
})()"""

# A page puts its first view into the URL by itself. That is no step of the reader's: the arrow back
# would lead to the same page without a view, which puts it again, and never further.
STEPS: Final = """(() => {
  if (window.steps) return;
  window.steps = true;
  let acted = false;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, url) => {
    const same = new URL(url, location.href).pathname === location.pathname;
    if (same && !acted) return history.replaceState(state, title, url);
    acted = same;
    push(state, title, url);
  };
  for (const act of ['pointerdown', 'keydown'])
    addEventListener(act, () => { acted = true; }, {capture: true, passive: true});
  addEventListener('popstate', () => { acted = false; }, true);
})()"""


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


def _guarded(draw: Callable[[Frame], None], path: str, language: str) -> None:
    library = None
    try:
        turn = arrived(path)
        library = libraries.of_session(language)
        _aside(library, language)
        draw(Frame(library, language, turn))
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


def run() -> None:
    """Draws the app."""
    st.set_page_config(page_title="Салыстырма", layout="wide")
    style = Path(__file__).with_name("look.css").read_text("utf-8")
    put_style(style)
    language = _language()
    corner(language)
    _search_box(language)
    st.sidebar.caption(text("app_about", language))
    pages = [
        st.Page(
            partial(_guarded, draw, path, language),
            title=text(title, language),
            url_path=path,
            default=nth == 0,
        )
        for nth, (title, path, draw) in enumerate(PAGES)
    ]
    st.navigation(pages).run()
    put_script(STEPS, ARRIVAL)
