"""Two editions of an act on the page Нормы: the articles that changed, each with its counts and, on a
click, its rows; the whole to take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import streamlit as st

from kb.ground.html import NONE, Html, html, together
from kb.ground.safe import file_name
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Steps, parse
from kb.norm.difference import Change, Difference, Row, compare
from kb.pages.frame import Frame, show
from kb.pages.papers import WORD
from kb.write import docx, markdown
from kb.write.compared import rows_html
from kb.write.editions import paper
from kb.write.paper import Paper


@dataclass(frozen=True, slots=True)
class Piece:
    """The changed rows of one article, or of what stands outside the articles (no steps)."""

    steps: Steps
    rows: tuple[Row, ...]

    @property
    def status(self) -> Change:
        """Added or removed as a whole, else changed."""
        kinds = {r.status for r in self.rows}
        return kinds.pop() if len(kinds) == 1 else Change.CHANGED


@lru_cache(maxsize=32)
def difference(library: Library, left: str, right: str) -> Difference:
    """Two editions compared, once for them."""
    one, two = (library.edition(p.act, p.edition, p.language) for p in map(parse, (left, right)))
    return compare(one, two)


def changed_articles(changes: Difference) -> dict[Steps, Change]:
    """What happened to each article that is not as it was."""
    return {p.steps: p.status for p in pieces(changes) if p.steps}


def pieces(changes: Difference) -> list[Piece]:
    """The changed rows by article, in their order."""
    rows: dict[Steps, list[Row]] = {}
    for row in changes.rows:
        unit = row.right or row.left
        if row.status == Change.UNCHANGED or unit is None:
            continue
        article = unit.steps[:1] if unit.steps and unit.steps[0].unit == "art" else ()
        rows.setdefault(article, []).append(row)
    return [Piece(steps, tuple(own)) for steps, own in rows.items()]


def compared(frame: Frame, older: Edition, edition: Edition, article: Steps) -> None:
    """Draws the comparison of two editions, or of one article of them."""
    left, right = (older, edition) if older.date < edition.date else (edition, older)
    if article and left.find(article) and right.find(article):
        changes = compare(left, right, article, article)
        show(_heads(frame, left, right, changes) + _rows(frame, left, right, changes.rows))
        return
    with frame.heavy():
        changes = difference(frame.library, left.name, right.name)
    parts = pieces(changes)
    show(_heads(frame, left, right, changes))
    _downloads(frame, left, right, changes)
    show(
        together(_piece(frame, left, right, piece) for piece in parts)
        or html("<p>{}</p>", frame.say("editions_same"))
    )


def _heads(frame: Frame, left: Edition, right: Edition, changes: Difference) -> Html:
    """How many units changed and how, and what only one side has in the library."""
    counts = together(
        (
            html("<span class='chip {}'>{}: {}</span>", s.value, frame.label(s), changes.count(s))
            for s in Change
            if changes.count(s)
        ),
        " ",
    )
    outside = NONE
    for side in ("left", "right"):
        units = [o.address for o in changes.not_held if o.held_by == side]
        if units:
            named = ", ".join(frame.unit_words(parse(u).steps, capital=False) for u in units)
            outside += html(
                "<p class='note'>{}: {} ({})</p>",
                frame.say(f"not_held_{side}"),
                named,
                frame.say("not_held_why"),
            )
    return html(
        "<p><b>{} → {}</b> {}</p>{}", frame.day(left.date), frame.day(right.date), counts, outside
    )


def _piece(frame: Frame, left: Edition, right: Edition, piece: Piece) -> Html:
    """An article: its name and counts, its rows on a click."""
    side = left if piece.status == Change.DELETED else right
    clause = side.find(piece.steps) if piece.steps else None
    name = frame.say("editions_outside")
    if piece.steps:
        name = (clause.heading_text if clause else "") or frame.unit_words(piece.steps)
    counts = together(
        (
            html("<span class='chip {}'>{}: {}</span>", s.value, frame.label(s), n)
            for s in Change
            if (n := sum(r.status == s for r in piece.rows))
        ),
        " ",
    )
    return html(
        "<details class='piece {}'><summary><b lang='{}'>{}</b> {}</summary>{}</details>",
        piece.status.value,
        side.language,
        name,
        counts,
        _rows(frame, left, right, piece.rows),
    )


def _rows(frame: Frame, left: Edition, right: Edition, rows: tuple[Row, ...]) -> Html:
    face = replace(
        frame.face("left", "right"),
        heads=(frame.say("status"), frame.norm_words(left.name), frame.norm_words(right.name)),
        link=frame.norm_link,
    )
    return rows_html(rows, left.marks | right.marks, face)


def _downloads(frame: Frame, left: Edition, right: Edition, changes: Difference) -> None:
    name = file_name(f"{left.act}-{left.date}-{right.date}")
    act = frame.library.acts.get(left.act)
    titles = (
        frame.said(act.name) if act else left.act,
        frame.day(left.date),
        frame.day(right.date),
    )
    made = partial(paper, left, right, changes, titles, frame.language)
    with st.popover(frame.say("download")):
        kinds: tuple[tuple[str, str, str, Callable[[Paper], bytes | str]], ...] = (
            ("download_docx", "docx", WORD, docx.write),
            ("download_md", "md", "text/markdown", markdown.write),
        )
        for label, ending, mime, write in kinds:
            st.download_button(
                frame.say(label),
                partial(_written, write, made),
                f"{name}.{ending}",
                mime,
                on_click="ignore",
                type="tertiary",
            )


def _written(write: Callable[[Paper], bytes | str], made: Callable[[], Paper]) -> bytes | str:
    """The paper, made when it is asked for."""
    return write(made())
