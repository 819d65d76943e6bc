"""The two languages of one amending law side by side: what each orders, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from kb.amendment.beside import Beside, beside, kinds
from kb.amendment.instruction import Instruction, parse
from kb.amendment.operation import Operation
from kb.ground.html import Html, html, together
from kb.pages.frame import Frame, show
from kb.pages.law_form import fitting
from kb.words.text import short


def other_language(frame: Frame, read: Instruction) -> None:
    """Takes the same law in the other language, and shows where the two order different things."""
    with st.expander(frame.say("beside_title")):
        words = st.text_area(frame.say("beside_text"), height=160, key="replay-beside")
        if not fitting(words).strip():
            return
        with frame.heavy():
            other = parse(words, acts=frame.library.acts.values(), act=_act(read))
        swapped = any(o.language == "kk" for o in read.operations)
        ru, kk = (other, read) if swapped else (read, other)
        show(_table(frame, beside(ru, kk), ru, kk))


def _act(read: Instruction) -> str:
    """The act of an instruction that names none."""
    return read.operations[0].target.act if read.operations else "act"


def _table(frame: Frame, units: tuple[Beside, ...], ru: Instruction, kk: Instruction) -> Html:
    differ = sum(not each.alike for each in units)
    unit, russian, kazakh = (frame.say(f"write.parallel_{key}") for key in ("unit", "ru", "kk"))
    rows = together(
        html(
            "<tr><td>{} <span class='chip {}'>{}</span></td>"
            "<td data-head='{}'>{}</td><td data-head='{}'>{}</td></tr>",
            frame.unit_words(each.steps) if each.steps else frame.say("whole_act"),
            "exact" if each.alike else "none",
            frame.say("beside_alike" if each.alike else "beside_differ"),
            russian,
            _kinds(frame, each.ru),
            kazakh,
            _kinds(frame, each.kk),
        )
        for each in units
    )
    head = html(
        "<tr><th scope='col'>{}</th><th scope='col'>{}</th><th scope='col'>{}</th></tr>",
        unit,
        russian,
        kazakh,
    )
    counted = html("<p class='note'>{}</p>", frame.say("beside_count", n=len(units), differ=differ))
    table = html(
        "<table class='study beside'><thead>{}</thead><tbody>{}</tbody></table>", head, rows
    )
    return counted + table + _unread(frame, ru, kk)


def _kinds(frame: Frame, operations: Iterable[Operation]) -> str:
    return ", ".join(frame.say(f"operation_{kind}") for kind in kinds(operations)) or "—"


def _unread(frame: Frame, *texts: Instruction) -> Html:
    """What gives no operation in either text, so that nothing is said of it."""
    rows = together(
        html("<li class='unread'>{}: «{}»</li>", frame.said(u.reason), short(u.text, 200))
        for read in texts
        for u in read.unread
    )
    return html("<ul>{}</ul>", rows)
