"""Начало: what can be done here, for whom, and on which texts — one screen for the first visit."""

from __future__ import annotations

import streamlit as st

from kb.ground.html import Html, html, together
from kb.pages.frame import Frame, show

# Each door: a page, and a view of it on real data that shows what it is for.
DOORS: tuple[tuple[str, dict[str, str]], ...] = (
    ("amendments", {"package": "bektibaev-2022", "item": "3", "against": "newest"}),
    ("workshop", {"address": "law-148-2001@2026-07-14:ru/art_11.pt_6"}),
    ("replay", {}),
    ("norms", {"address": "law-148-2001/art_11.pt_6"}),
    ("charter", {}),
    ("studies", {}),
    ("receipt", {}),
    ("graph", {"node": "package:bektibaev-2022#4"}),
    ("importing", {}),
)


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("start_title"))
    show(html("<p>{}</p>", frame.say("start_what")))
    doors = together(_door(frame, name, view) for name, view in DOORS)
    show(html("<ul class='doors'>{}</ul>", doors))
    show(html("<p>{}</p><p class='note'>{}</p>", _shelf(frame), frame.say("start_limits")))


def _door(frame: Frame, name: str, view: dict[str, str]) -> Html:
    title, about = frame.say(f"page_{name}"), frame.say(f"start_{name}")
    example = ""
    if view:
        url = frame.link(name, **view)
        example = html("<p><a href='{}'>{}</a></p>", url, frame.say(f"start_{name}_example"))
    return html(
        "<li><h2><a href='{}'>{}</a></h2><p>{}</p>{}</li>", frame.link(name), title, about, example
    )


def _shelf(frame: Frame) -> Html:
    """The acts held, each with the dates of its editions."""
    acts = []
    for act in frame.library.acts.values():
        dates = sorted({d for lang in ("ru", "kk") for d in act.held_dates(lang)})
        if dates:
            url = frame.link("norms", address=act.id)
            acts.append(
                html("<a href='{}'>{}</a> ({})", url, frame.said(act.name), ", ".join(dates))
            )
    return html("<b>{}:</b> {}.", frame.say("start_shelf"), together(acts, "; "))
