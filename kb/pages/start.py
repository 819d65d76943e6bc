"""Начало: one search box, three things to do, and three pictures: the amendments, the Charter, the editions.

The box and the verbs need no library: they stand while it is being built. Each picture comes when it is
computed.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from kb.ground.html import NONE, Html, html, together
from kb.pages.frame import Frame, link, show
from kb.pages.words import text

LAW: Final = "law-148-2001"  # the law that the app is about
VERBS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("amendments", {}),
    ("workshop", {"address": f"{LAW}/art_11.pt_6"}),
    ("replay", {"view": "instruction"}),
)


def opening(language: str) -> None:
    """Draws what needs no library."""
    st.title(text("start_title", language))
    show(_search(language) + _verbs(language))


def page(frame: Frame) -> None:
    """Draws the rest of the page, for which much of the program is imported."""
    from kb.pages.pictures import pictures

    pictures(frame)


def _search(language: str) -> Html:
    """A form that leads to the page Нормы with what is asked for."""
    kept = html("<input type='hidden' name='lang' value='{}'>", language)
    return html(
        "<p>{0}</p><form class='search' role='search' action='/norms'>{1}<input type='search' name='q' "
        "required aria-label='{2}' placeholder='{3}'><button type='submit'>{4}</button></form>",
        text("start_what", language),
        kept if language != "ru" else NONE,
        text("start_search", language),
        text("start_search_hint", language),
        text("start_search_do", language),
    )


def _verbs(language: str) -> Html:
    return html(
        "<ul class='verbs'>{}</ul>",
        together(
            html(
                "<li><a href='{}'><b>{}</b><span>{}</span></a></li>",
                link(language, "workshop" if page == "replay" else page, **view),
                text(f"verb_{page}", language),
                text(f"start_{page}", language),
            )
            for page, view in VERBS
        ),
    )
