"""The fields of the workshop: a text that is kept while it is typed, words taken over at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from kb.amendment.package import Item, Package
from kb.ground.errors import KbError
from kb.ground.html import html
from kb.pages.frame import Frame, show
from kb.pages.workshop.desk import Desk, Field, act
from kb.workshop.sheet import changed, with_typed
from kb.workshop.trial import MAX_TEXT


def typed(
    frame: Frame,
    desk: Desk,
    place: str,
    start: str,
    label: str,
    *,
    hint: str | None = None,
    about: str = "",
) -> str:
    """A text as it stands in its field, `start` where nothing has been typed; whatever is typed is
    kept in the draft at once, under `place`, until it is put into the package."""
    kept = desk.sheet.typed(place)
    lines = sum(1 + len(line) // 46 for line in start.split("\n")) + 2
    text = st.text_area(
        label,
        value=start if kept is None else kept,
        height=min(max(lines * 24, 180), 620),
        key=f"ws-text-{desk.id}-{place}-{desk.turn}",
        placeholder=hint,
        help=about or None,
    )
    if len(text) <= MAX_TEXT:
        other = text if text != start else None
        try:
            desk.put(lambda sheet: with_typed(sheet, place, other))
        except KbError as error:
            show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    if desk.clash is not None:
        st.rerun()
    return text


def take(desk: Desk, place: str, package: Package) -> None:
    """Puts the package that a typed text makes into hand; the text is typed no longer."""
    desk.turn += 1
    desk.put(lambda sheet: with_typed(changed(sheet, package), place, None))


def start_over(desk: Desk, place: str, start: str, text: str) -> None:
    """Puts another text into the field that began with `start`."""
    kept = None if text == start else text
    desk.turn += 1
    desk.put(lambda sheet: with_typed(sheet, place, kept))


def words(
    desk: Desk,
    name: str,
    label: str,
    read: Callable[[Package], str],
    fill: Callable[[Package, str], Package],
    *,
    long: bool = False,
    hint: str | None = None,
) -> None:
    """A field of the package or of an item, taken over as soon as it is left: before any button
    that was pressed with it. `read` gives what the package says there, `fill` the package that says
    other words.

    Where something else (undo, a save) has changed what stands in it, another field with these words
    takes its place: the page may still send what stood in the old one, and that must not come back.
    """
    value = read(desk.sheet.package)
    with desk.lock:
        field = desk.fields.get(name, Field(0, value, value))
        if field.now != value or _key(desk, name, field) not in st.session_state:
            field = Field(field.turn + 1, value, value)
            desk.fields[name] = field
    key = _key(desk, name, field)
    asked = (_fill, desk, name, field, read, fill)
    if long:
        st.text_area(label, field.began, height=90, key=key, on_change=act, args=asked)
    else:
        st.text_input(label, field.began, key=key, on_change=act, args=asked, placeholder=hint)


def _key(desk: Desk, name: str, field: Field) -> str:
    return f"ws-{name}-{desk.id}-{field.turn}"


def _fill(
    desk: Desk,
    name: str,
    field: Field,
    read: Callable[[Package], str],
    fill: Callable[[Package, str], Package],
) -> None:
    said = str(st.session_state[_key(desk, name, field)])
    if said == field.now:  # sent by a page that does not know yet that another field stands there
        return
    with desk.lock:
        if desk.fields[name].turn == field.turn:
            desk.fields[name] = replace(field, now=read(fill(desk.sheet.package, said)))
        desk.put(lambda sheet: changed(sheet, fill(sheet.package, said)))


def said_of(item: str, read: Callable[[Item], str]) -> Callable[[Package], str]:
    """What a package says in one item; "" for an item that is no longer there."""
    return lambda package: next((read(i) for i in package.items if i.id == item), "")
