"""Мастерская: an act edited as text, collected into a package, kept at every change.

The URL holds the view: `draft` is the sheet in hand, `view` what of it is shown, `address` or `item`
what is open in the editor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kb.amendment.package import Package
from kb.compare.amended import altered
from kb.ground.errors import KbError
from kb.ground.html import html
from kb.norm.address import Address, parse
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.law_beside import other_language
from kb.pages.law_form import DEFAULT_ACT, fitting
from kb.pages.replay import EXAMPLE, Replayed, answer, choose, downloads, replayed
from kb.pages.workshop.desk import Desk, act, clashes, desk, messages
from kb.pages.workshop.edit import ITEM, SIDE, edit
from kb.pages.workshop.package import VIEW, package
from kb.workshop.sheet import Sheet, blank, changed, redone, undone, with_typed
from kb.workshop.trial import BadText, Trial, taken_in
from kb.write.compared import rows_html
from kb.write.three import beside, side, three_html

VIEWS: Final = ("edit", "instruction", "package", "three")
GUESTS: Final = ("edit", "instruction", "three")  # a guest has nothing to keep a package in
INSTRUCTION: Final = "instruction"
TURN: Final = "workshop-turn"  # the reader's coming to which the choices below belong
NEXT: Final = "workshop-next"  # the view to be shown in the next run


def page(frame: Frame) -> None:
    """Draws the page."""
    with st.container(key="ws-head", horizontal=True, vertical_alignment="center"):
        st.title(frame.say("page_workshop"), width="content")
        head = st.container(horizontal=True, vertical_alignment="center")
    here = desk()
    messages(frame, here)
    if clashes(frame, here):
        return
    with head:
        view = _views(frame, here)
    if view != "instruction" or not frame.may_write:
        _sheet(frame, here)

    def remember(**more: str) -> None:
        draft = here.id if here.revision else None
        frame.remember(draft=draft, view=view if view != "edit" else None, **more)

    if view == "edit":
        edit(frame, here, remember)
    elif view == "instruction":
        remember(**_instruction(frame, here))
    elif view == "package":
        package(frame, here)
        remember()
    else:
        remember(**_three(frame, here))


def _views(frame: Frame, here: Desk) -> str:
    """What is shown, and one step back and forward, which stand on every view."""
    views = VIEWS if frame.may_write else GUESTS
    if st.session_state.get(TURN) != frame.turn:  # another view was asked for by its link
        st.session_state[TURN] = frame.turn
        for key in (VIEW, ITEM, SIDE):
            st.session_state.pop(key, None)
    if NEXT in st.session_state:  # a widget's own key cannot be set once it is drawn
        st.session_state[VIEW] = st.session_state.pop(NEXT)
    if VIEW not in st.session_state:
        st.session_state[VIEW] = views[index_of(views, asked("view"))]
    count = len(here.sheet.package.items)
    chosen = st.segmented_control(
        frame.say("ws_view"),
        views,
        format_func=lambda v: frame.say(f"ws_view_{v}") + (f" ({count})" if v == "package" else ""),
        key=VIEW,
        label_visibility="collapsed",
    )
    if not frame.may_write:
        return chosen or "edit"
    with st.container(horizontal=True, width="content"):
        for key, step, there in (
            ("ws_undo", undone, here.sheet.past),
            ("ws_redo", redone, here.sheet.future),
        ):
            st.button(
                frame.say(key), on_click=act, args=(_step, here, step), disabled=not there, key=key
            )
    return chosen or "edit"


def _sheet(frame: Frame, here: Desk) -> None:
    """What is in hand, in one line; to a newcomer, what can be done here."""
    if not frame.may_write:
        show(html("<p class='note'>{}</p>", frame.say("ws_guest")))
        return
    package = here.sheet.package
    if package == blank():
        show(html("<p class='soft'>{}</p>", frame.say("ws_intro")))
        return
    title = package.title_in(frame.language) or frame.say("ws_untitled")
    count = frame.count("ws_item", len(package.items))
    show(html("<p><b>{}</b> <span class='soft'>{}</span></p>", title, count))


def _step(here: Desk, step: Callable[[Sheet], Sheet]) -> None:
    here.turn += 1
    here.put(step)


# --- An instruction -------------------------------------------------------------------------------


def _instruction(frame: Frame, here: Desk) -> dict[str, str]:
    """Another way to the same package: a text of amendments, the law as it amends it."""
    show(html("<p>{}</p>", frame.say("ws_instruction_intro")))
    name, view = choose(frame)
    with st.container(key="ws-text"):
        text = st.text_area(
            frame.say("instruction"),
            value=here.sheet.typed(INSTRUCTION) or "",
            height=220,
            key=f"ws-instruction-{here.id}-{here.turn}",
        )
    with st.container(horizontal=True):
        take = st.empty()
        st.button(frame.say("replay_example"), on_click=act, args=(_example, here, frame))
    try:
        fitting(text)
        here.put(lambda sheet: with_typed(sheet, INSTRUCTION, text or None))
        if here.clash is not None:
            st.rerun()
        if text.strip():
            with frame.heavy():
                replay = replayed(frame.library, name, text)
            if frame.may_write:
                _offer(frame, here, replay, take)
            if replay.changes:
                downloads(frame, replay)
            answer(frame, replay, text)
            other_language(frame, replay.read)
    except KbError as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    return view


def _offer(frame: Frame, here: Desk, replay: Replayed, place: DeltaGenerator) -> None:
    """The button that takes the result into the package."""
    tried: Trial | None = None
    try:
        tried = taken_in(here.sheet.package, replay.edition, replay.result)
    except BadText as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    fresh = tried is not None and tried.package != here.sheet.package
    put = place.button(frame.say("ws_put"), type="primary", disabled=not fresh, key="ws-take")
    if put and tried is not None:
        _take(here, tried.package)
        st.rerun()


def _example(here: Desk, frame: Frame) -> None:
    here.turn += 1
    st.session_state[frame.key("replay-act")] = DEFAULT_ACT
    here.put(lambda sheet: with_typed(sheet, INSTRUCTION, EXAMPLE))


def _take(here: Desk, package: Package) -> None:
    here.put(lambda sheet: with_typed(changed(sheet, package), INSTRUCTION, None))
    here.turn += 1
    st.session_state[NEXT] = "package"


# --- Two packages ---------------------------------------------------------------------------------


def _three(frame: Frame, here: Desk) -> dict[str, str]:
    """The law and two packages on one unit, side by side."""
    packages = {p.id: p for p in frame.library.packages() if any(i.operations() for i in p.items)}
    names = list(packages)
    mine = f"*{here.id}"
    if here.sheet.package.items:
        packages = {mine: here.sheet.package} | packages
        names = [mine, *names]
    if not names:
        show(html("<p class='soft'>{}</p>", frame.say("no_packages")))
        return {}

    def said(name: str) -> str:
        title = packages[name].title_in(frame.language) or frame.say("ws_untitled")
        return f"{title} ({frame.say('ws_in_hand')})" if name == mine else f"{title} ({name})"

    left, right = st.columns(2)
    first = left.selectbox(
        f"{frame.say('package')} A", names, format_func=said, key=frame.key("ws-a"),
        index=index_of(names, asked("a")),
    )  # fmt: skip
    second = right.selectbox(
        f"{frame.say('package')} B", names, format_func=said, key=frame.key("ws-b"),
        index=index_of(names, asked("b"), min(1, len(names) - 1)),
    )  # fmt: skip
    one, two = packages[first], packages[second]
    units = _units(one, two)
    chosen = st.selectbox(
        frame.say("ws_article"), list(units), index=index_of(list(units), asked("unit")),
        format_func=lambda u: _unit_words(frame, u, both=units[u]), key=frame.key("ws-three", first, second),
    )  # fmt: skip
    if chosen is not None:
        _beside(frame, (said(first), one), (said(second), two), chosen)
    return {"a": first, "b": second, "unit": chosen or ""}


def _units(first: Package, second: Package) -> dict[str, bool]:
    """The articles that the packages change, those that both do first; whether both do."""
    one, two = (
        {
            f"{i.target.act}/{i.target.steps[0]}"
            for i in p.items
            if i.target.steps and i.operations()
        }
        for p in (first, second)
    )
    order = sorted(one | two, key=lambda u: (u not in one & two, parse(u).act, parse(u).steps))
    return {unit: unit in one & two for unit in order}


def _unit_words(frame: Frame, unit: str, *, both: bool) -> str:
    place = parse(unit)
    act = frame.library.acts.get(place.act)
    words = f"{frame.unit_words(place.steps)} · {frame.said(act.name) if act else place.act}"
    return f"{words} · {frame.say('ws_both')}" if both else words


def _beside(
    frame: Frame, first: tuple[str, Package], second: tuple[str, Package], unit: str
) -> None:
    place = parse(unit)
    dates = frame.library.act(place.act).held_dates("ru")[::-1]
    date = st.selectbox(
        frame.say("edition"),
        dates,
        format_func=frame.day,
        key=frame.key("ws-three-date", unit),
    )
    law = frame.library.edition(place.act, date, "ru")
    with frame.heavy():
        sides = [side(p, law) for _, p in (first, second)]
    for (name, _), each in zip((first, second), sides, strict=True):
        for reason in each.refused:
            show(html("<p class='bad'>{}</p>", f"{name}: {frame.said(reason)}"))
    marks = law.marks | sides[0].edition.marks | sides[1].edition.marks
    rows = beside(law, sides[0].edition, sides[1].edition, place.steps)
    heads = (f"{frame.say('left')} · {frame.day(date)}", first[0], second[0])
    folded = partial(frame.count, "folded")
    show(three_html(rows, heads, marks, frame.say("ws_absent"), folded))
    for name, one in (first, second):
        _own_base(frame, name, one, place, date)


def _own_base(frame: Frame, name: str, package: Package, place: Address, date: str) -> None:
    """What a package itself changes, beside the edition that its author had: of another one, the law's
    own changes since would be taken for the package's."""
    base = package.edition_of(place.act)
    if base is None or base == date or base not in frame.library.act(place.act).held_dates("ru"):
        return
    law = frame.library.edition(place.act, base, "ru")
    with frame.heavy():
        after = side(package, law).edition
    changed = [a for a in altered(law, after) if a.steps == place.steps[: len(a.steps)]]
    said = frame.say("ws_own_base", package=name, base=frame.day(base))
    show(html("<h3 class='item'>{}</h3>", said))
    for each in changed:
        show(rows_html(each.rows, law.marks | after.marks, frame.face("left", "right")))
