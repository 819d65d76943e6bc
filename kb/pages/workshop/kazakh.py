"""The Kazakh half of an item: its text beside the Kazakh edition of the same day, and whether the two
halves say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from kb.amendment.kazakh import amending_text
from kb.amendment.package import Item, Package
from kb.compare.table import Entry
from kb.ground.errors import KbError
from kb.ground.html import NONE, Html, html, lines, together
from kb.norm.act import Edition
from kb.norm.address import Steps
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.workshop.answers import draw_findings
from kb.pages.workshop.desk import Desk, act
from kb.pages.workshop.fields import said_of, start_over, take, typed, words
from kb.papers.bill import commands
from kb.papers.filing import comparison, kazakh, kazakh_edition
from kb.technique.checking import check
from kb.technique.checks import halves, speech
from kb.technique.draft import read
from kb.workshop.kazakh import (
    Half,
    half_of,
    items_of,
    unit_in,
    with_kazakh,
    with_kazakh_grounds,
    with_kazakh_quotation,
)
from kb.write.compared import rows_html
from kb.write.html import cell


def half(
    frame: Frame,
    desk: Desk,
    russian: Edition,
    steps: Steps,
    item: Item | None,
    remember: Callable[..., None],
) -> None:
    """Draws the Kazakh half of the item that is open, or of those that write the open unit.

    `russian`: the edition that the item changes; `remember` puts what is open into the URL.
    """
    there = kazakh_edition(frame.library, russian.act, russian.date)
    items = (item,) if item else items_of(desk.sheet.package, russian.act, steps)
    if not items:
        remember()
        _no_item(frame, there, steps)
        return
    chosen = items[0] if len(items) == 1 else _chosen(frame, items)
    remember(item=chosen.id)
    shown = half_of(chosen, there)
    left, right = st.columns([2, 3])
    with left:
        text = _text(frame, desk, shown)
    tried: Package | None = None
    try:
        with frame.heavy():
            tried = _tried(desk.sheet.package, shown, russian, text)
    except KbError as error:
        with right:
            show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    with left:
        _buttons(frame, desk, shown, tried)
        _fields(frame, desk, shown)
    if tried is not None:
        _answers(frame, desk, shown, russian, tried, right)


def _chosen(frame: Frame, items: tuple[Item, ...]) -> Item:
    """One of several items, by the reader's choice or as the URL names it."""
    known = {i.id: i for i in items}
    names = list(known)
    picked = st.selectbox(
        frame.say("amendment"),
        names,
        index=index_of(names, asked("item")),
        format_func=lambda name: f"{name}. {frame.item_words(known[name])}",
        key=frame.key("ws-half-item", *names),
    )
    return known[picked]


def _no_item(frame: Frame, there: Edition | None, steps: Steps) -> None:
    """The Kazakh wording of a unit that no item writes yet, and how it comes to be edited."""
    parts = [html("<p class='note'>{}</p>", frame.say("ws_kk_first"))]
    unit = unit_in(there, steps)
    if there and unit:
        body = lines(unit.text)
        address = there.address(unit.steps)
        parts.append(
            html("<blockquote lang='kk'>{}</blockquote><p>{}</p>", body, frame.copy_html(address))
        )
    elif steps:
        parts.append(html("<p class='soft'>{}</p>", frame.say("ws_kk_no_law")))
    show(together(parts))


# --- The fields -----------------------------------------------------------------------------------


def _place(half: Half) -> str:
    """Under which name the typed text is kept. An item's id alone may be given out again."""
    return f"kk:{half.item.id}:{half.item.target}"


def _text(frame: Frame, desk: Desk, half: Half) -> str:
    """The Kazakh text as it stands in its field; "" for an exclusion, which has none."""
    if half.item.operation == "repeal":
        show(html("<p class='soft'>{}</p>", frame.say("ws_kk_repeal")))
        return ""
    hint = None if half.text else frame.say("ws_kk_hint")
    about = frame.say("ws_text_help")
    return typed(
        frame, desk, _place(half), half.text, frame.say("ws_kk_text"), hint=hint, about=about
    )


def _fields(frame: Frame, desk: Desk, half: Half) -> None:
    """What else the half says: the wording in force where no edition gives it, the grounds."""
    item = half.item
    if half.unit is None and item.operation != "insert":
        words(
            desk,
            f"kk-quoted-{item.id}",
            frame.say("ws_kk_quoted"),
            said_of(item.id, lambda i: (i.kazakh.quoted if i.kazakh else None) or ""),
            lambda package, said: with_kazakh_quotation(package, item.id, said),
            long=True,
        )
    words(
        desk,
        f"kk-grounds-{item.id}",
        frame.say("ws_kk_grounds"),
        said_of(item.id, lambda i: i.kazakh.grounds if i.kazakh else ""),
        lambda package, said: with_kazakh_grounds(package, item.id, said),
        long=True,
    )


def _tried(package: Package, half: Half, russian: Edition, text: str) -> Package:
    """The package with the text; an exclusion needs none."""
    if half.item.operation == "repeal":
        return package
    return with_kazakh(package, half, russian, text)


def _buttons(frame: Frame, desk: Desk, half: Half, tried: Package | None) -> None:
    if half.item.operation == "repeal":
        return
    fresh = tried is not None and tried != desk.sheet.package
    place = _place(half)
    with st.container(horizontal=True):
        # Not a callback: those run before the text that came with the click is read.
        put = st.button(frame.say("ws_put"), type="primary", disabled=not fresh, key="ws-put-kk")
        if put and tried is not None:
            act(take, desk, place, tried)
            st.rerun()
        if half.law:
            st.button(
                frame.say("ws_law_text"),
                on_click=act,
                args=(start_over, desk, place, half.text, half.law),
                key="ws-law-kk",
            )
    show(html("<div class='soft' role='status'>{}</div>", _state(frame, desk, half, tried)))


def _state(frame: Frame, desk: Desk, half: Half, tried: Package | None) -> str:
    """Whether the package has the Kazakh text and where what is typed is kept, in one line."""
    said = frame.say("ws_kk_is_put" if half.given else "ws_kk_none")
    if tried is not None and tried != desk.sheet.package:
        given = half_of(next(i for i in tried.items if i.id == half.item.id), None).given
        said = frame.say("ws_kk_will_put" if given else "ws_kk_will_drop")
    kept = desk.sheet.typed(_place(half)) is not None
    return f"{said} {frame.say('ws_kept')}" if kept else said


# --- Beside it and below --------------------------------------------------------------------------


def _answers(
    frame: Frame,
    desk: Desk,
    half: Half,
    russian: Edition,
    tried: Package,
    beside: st.delta_generator.DeltaGenerator,
) -> None:
    """The comparison with the Kazakh edition, the Russian text, the Kazakh wording, the findings."""
    alone = replace(tried, items=tuple(i for i in tried.items if i.id == half.item.id))
    with frame.heavy():
        table = comparison(frame.library, alone, {russian.act: russian})
        both = kazakh(frame.library, table)
        wording = commands(both)
        lines = amending_text(wording, frame.library.acts) if wording else []
        checks = (*halves.CHECKS, speech.kazakh)
        said = check(read(alone, {russian.act: russian}, frame.library), checks)
    with beside:
        show(_compared(frame, half, both.entries[0]) + _russian(frame, table.entries[0]))
    if lines:
        title = frame.say("ws_answer_wording")
        body = together(html("<p>{}</p>", line) for line in lines)
        show(html("<h3 class='item'>{}</h3><blockquote lang='kk'>{}</blockquote>", title, body))
    if lines and half.item.operation != "repeal":
        show(html("<h3 class='item'>{}</h3>", frame.say("ws_answer_findings")))
        draw_findings(frame, desk, tried, [f for f in said if f.item == half.item.id])


def _compared(frame: Frame, half: Half, entry: Entry) -> Html:
    """The Kazakh edition beside itself with the text; without one, the author's words alone."""
    parts = []
    if half.edition is None:
        said = [frame.say("ws_kk_no_law")]
        if half.item.operation != "repeal":
            said.append(frame.say("ws_kk_free"))
        parts.append(html("<p class='note'>{}</p>", " ".join(said)))
    if entry.no_text:
        parts.append(html("<p class='soft'>{}</p>", frame.say("ws_kk_none")))
        return together(parts)
    remarks = map(frame.said, (*entry.remarks, *filter(None, (entry.refused,))))
    parts += [html("<p class='note'>{}</p>", r[:1].upper() + r[1:]) for r in remarks]
    if entry.rows:
        parts.append(rows_html(entry.rows, entry.marks, frame.face("left", "right")))
        parts.append(html("<p>{}</p>", frame.copy_html(entry.edition)))
    elif entry.left or entry.right:
        heads = [frame.say(key) for key in ("left", "right")]
        head = together(html("<th scope='col'>{}</th>", h) for h in heads)
        cells = together(
            html("<td data-head='{}' lang='kk'>{}</td>", h, cell(lines) or "—")
            for h, lines in zip(heads, (entry.left, entry.right), strict=True)
        )
        parts.append(
            html(
                "<table class='study both'><thead><tr>{}</tr></thead>"
                "<tbody><tr>{}</tr></tbody></table>",
                head,
                cells,
            )
        )
    return together(parts)


def _russian(frame: Frame, entry: Entry) -> Html:
    """The Russian text of the item with its marks, for whoever writes the Kazakh one."""
    if not entry.right:
        return NONE
    title = frame.say("ws_kk_russian")
    body = cell(entry.right)
    return html(
        "<details open><summary>{}</summary><blockquote lang='ru'>{}</blockquote></details>",
        title,
        body,
    )
