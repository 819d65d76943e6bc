"""Начало: what can be done here, for whom, and on which texts — one screen for the first visit."""

from __future__ import annotations

import streamlit as st

from kb.ground.safe import html_text
from kb.pages.frame import Frame, show

# Each door: a page, and a view of it on real data that shows what it is for.
DOORS: tuple[tuple[str, dict[str, str]], ...] = (
    ("amendments", {"package": "bektibaev-2022", "item": "3", "against": "newest"}),
    ("workshop", {"address": "law-148-2001@2026-07-14:ru/art_11.pt_6"}),
    ("replay", {}),
    ("norms", {"address": "law-148-2001/art_11.pt_6"}),
    ("charter", {}),
    ("studies", {}),
    ("graph", {"node": "package:bektibaev-2022#4"}),
    ("importing", {}),
)


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("start_title"))
    show(f"<p>{html_text(frame.say('start_what'))}</p>")
    doors = "".join(_door(frame, name, view) for name, view in DOORS)
    show(f"<ul class='doors'>{doors}</ul>")
    show(f"<p>{_shelf(frame)}</p><p class='note'>{html_text(frame.say('start_limits'))}</p>")


def _door(frame: Frame, name: str, view: dict[str, str]) -> str:
    title, about = frame.say(f"page_{name}"), frame.say(f"start_{name}")
    example = ""
    if view:
        url = html_text(frame.link(name, **view))
        example = f"<p><a href='{url}'>{html_text(frame.say(f'start_{name}_example'))}</a></p>"
    return (
        f"<li><h2><a href='{html_text(frame.link(name))}'>{html_text(title)}</a></h2>"
        f"<p>{html_text(about)}</p>{example}</li>"
    )


def _shelf(frame: Frame) -> str:
    """The acts held, each with the dates of its editions."""
    acts = []
    for act in frame.library.acts.values():
        dates = sorted({d for lang in ("ru", "kk") for d in act.held_dates(lang)})
        if dates:
            url = html_text(frame.link("norms", address=act.id))
            acts.append(
                f"<a href='{url}'>{html_text(frame.said(act.name))}</a> ({', '.join(dates)})"
            )
    return f"<b>{html_text(frame.say('start_shelf'))}:</b> {'; '.join(acts)}."
