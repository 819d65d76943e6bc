"""The editor: a unit of an act as text, and beside it what the edited text does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import streamlit as st

from kb import compliance
from kb.act import Clause, Edition
from kb.address import DIVISIONS, Address, Steps, parse
from kb.amendment.draft import draft, only
from kb.amendment.package import Package
from kb.amendment.wording import amending_text
from kb.compliance import Report
from kb.errors import KbError
from kb.language import short
from kb.library import Library
from kb.pages import charter_matrix, findings
from kb.pages.charter import measured
from kb.pages.connections import connections
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.replay import DEFAULT_ACT
from kb.pages.workshop_desk import Desk, act
from kb.safe import html_text
from kb.workshop.sheet import based_on, changed, with_typed
from kb.workshop.trial import MAX_TEXT, Subject, Trial, of_item, repealed, subject, trial
from kb.write import html
from kb.write.amended import altered
from kb.write.comparison import compare_package
from kb.write.package_paper import commands

ANSWERS: Final = ("wording", "findings", "charter", "cites")
NEW: Final = "new"  # the choice of an article to be added
ITEM: Final = "workshop-item"  # the item opened for editing, by its id


@dataclass(frozen=True, slots=True)
class Open:
    """What the editor holds, in which edition, and under which name its typed text is kept."""

    edition: Edition
    subject: Subject
    place: str


def edit(frame: Frame, desk: Desk, remember: Callable[..., None]) -> None:
    """Draws the editor; `remember` puts what is open into the URL."""
    package = desk.sheet.package
    opened = _item(frame, desk) or _unit(frame, package)
    if opened is None:
        remember()
        return
    item = opened.subject.item
    view = {"address": opened.place} if item is None else {"item": item.id}
    _edition_note(frame, desk, opened.edition)
    left, right = st.columns([2, 3])
    with left:
        text = _editor(frame, desk, opened)
    # Before the answers, some of which take seconds: a reload must find the draft.
    remember(**view, answer=asked("answer"))
    tried: Trial | None = None
    try:
        with frame.heavy():
            tried = trial(package, opened.edition, opened.subject, text)
    except KbError as error:
        with right:
            show(f"<p class='bad' role='alert'>{html_text(str(error))}</p>")
    with left:
        _buttons(frame, desk, opened, tried)
    if tried is not None:
        with right:
            _comparison(frame, opened, tried)
    answer = _answers(frame, desk, opened, tried)
    remember(**view, answer=answer)


# --- What is opened -------------------------------------------------------------------------------


def _item(frame: Frame, desk: Desk) -> Open | None:
    """The item of the package that is asked for, in the edition that its author has."""
    wanted = st.session_state.get(ITEM) or ("" if asked("address") else asked("item"))
    package = desk.sheet.package
    item = next((i for i in package.items if i.id == wanted), None)
    if item is None:
        return None
    edition = frame.library.edition(item.target.act, package.edition_of(item.target.act), "ru")
    with st.container(horizontal=True, vertical_alignment="center"):
        show(f"<p><b>{html_text(frame.say('amendment'))} {html_text(item.id)}.</b> "
             f"{html_text(frame.item_words(item))}</p>")  # fmt: skip
        st.button(frame.say("ws_close_item"), on_click=_close_item, key="ws-close")
    return Open(edition, of_item(edition, item), f"item:{item.id}")


def _close_item() -> None:
    st.session_state.pop(ITEM, None)
    st.query_params.pop("item", None)


def _unit(frame: Frame, package: Package) -> Open | None:
    """The act, the edition, the article and the unit in it, as chosen or as the URL names them."""
    library = frame.library
    wanted = _wanted(frame, package)
    names = [a for a in library.acts if library.acts[a].held_dates("ru")]
    if not names:
        show(f"<p class='note'>{html_text(frame.say('ws_no_acts'))}</p>")
        return None
    first, second = st.columns([3, 2])
    chosen = first.selectbox(
        frame.say("act"),
        names,
        index=index_of(names, wanted.act),
        format_func=lambda a: frame.said(library.acts[a].name),
        key="ws-act",
    )
    dates = library.acts[chosen].held_dates("ru")[::-1]
    asked_date = wanted.edition if wanted.act == chosen else None
    date = second.selectbox(
        frame.say("edition"),
        dates,
        index=index_of(dates, asked_date or package.edition_of(chosen)),
        key=f"ws-edition-{chosen}",
    )
    edition = library.edition(chosen, date, "ru")
    steps = _steps(frame, edition, wanted.steps if wanted.act == chosen else ())
    place = edition.address(steps) if steps else f"{NEW}:{edition.name}"
    found = subject(package, edition, steps)
    if found.item is not None:
        said = frame.say("ws_written_by", item=found.item.id, what=frame.item_words(found.item))
        show(f"<p class='note'>{html_text(said)}</p>")
        place = f"item:{found.item.id}"
    return Open(edition, found, place)


def _wanted(frame: Frame, package: Package) -> Address:
    """The unit that the URL names, else the package's first, else the law that the app is about."""
    try:
        found = parse(asked("address") or "")
        if found.act in frame.library.acts:
            return found
    except KbError:
        pass
    return package.items[0].target if package.items else Address(DEFAULT_ACT)


def _steps(frame: Frame, edition: Edition, wanted: Steps) -> Steps:
    articles = [c for c in edition.walk() if c.steps[-1].unit in ("art", "title", "preamble")]
    options = [*(edition.address(c.steps) for c in articles), NEW]
    by_address = {edition.address(c.steps): c for c in articles}
    first, second = st.columns([3, 2])
    top = edition.address(wanted[:1]) if wanted else None
    chosen = first.selectbox(
        frame.say("ws_article"),
        options,
        index=index_of(options, top),
        format_func=lambda a: _article_words(frame, by_address.get(a)),
        key=f"ws-article-{edition.name}",
    )
    if chosen == NEW:
        return ()
    article = by_address[chosen]
    inside = [c for c in article.walk() if c.own_text or c.children or c is article]
    units = {edition.address(c.steps): c for c in inside}
    names = list(units)
    picked = second.selectbox(
        frame.say("ws_unit"),
        names,
        index=index_of(names, edition.address(wanted)),
        format_func=lambda a: _unit_words(frame, units[a], article),
        key=f"ws-unit-{chosen}",
    )
    return units[picked].steps


def _article_words(frame: Frame, clause: Clause | None) -> str:
    if clause is None:
        return frame.say("ws_new_article")
    words = clause.heading_text or frame.unit_words(clause.steps)
    return short(words, 110)


def _unit_words(frame: Frame, clause: Clause, article: Clause) -> str:
    if clause is article:
        return frame.say("ws_whole")
    names = frame.unit_words(clause.steps[len(article.steps) :])
    words = clause.text.removeprefix(clause.mark).strip()
    return f"{names}: {short(words, 60)}"


def _edition_note(frame: Frame, desk: Desk, edition: Edition) -> None:
    """Says when the package's author has another edition of the act before him."""
    based = desk.sheet.package.edition_of(edition.act)
    if based is None or based == edition.date:
        return
    said = frame.say("ws_other_edition", based=based, opened=edition.date)
    with st.container(horizontal=True, vertical_alignment="center"):
        show(f"<p class='note'>{html_text(said)}</p>")
        st.button(
            frame.say("ws_rebase"), on_click=act, args=(_rebase, desk, edition), key="ws-rebase"
        )  # fmt: skip


def _rebase(desk: Desk, edition: Edition) -> None:
    desk.put(lambda sheet: changed(sheet, based_on(sheet.package, edition)))


# --- The editor -----------------------------------------------------------------------------------


def _editor(frame: Frame, desk: Desk, opened: Open) -> str:
    """The text as it stands in the editor; whatever is typed is kept at once."""
    start = opened.subject.text
    label = frame.say("ws_text") if opened.subject.steps else frame.say("ws_text_new")
    kept = desk.sheet.typed(opened.place)
    lines = sum(1 + len(line) // 46 for line in start.split("\n")) + 2
    text = st.text_area(
        label,
        value=start if kept is None else kept,
        height=min(max(lines * 24, 180), 620),
        key=f"ws-text-{desk.id}-{opened.place}-{desk.turn}",
        placeholder=frame.say("ws_new_hint") if not opened.subject.steps else None,
        help=frame.say("ws_text_help"),
    )
    if len(text) <= MAX_TEXT:
        typed = text if text != start else None
        try:
            desk.put(lambda sheet: with_typed(sheet, opened.place, typed))
        except KbError as error:
            show(f"<p class='bad' role='alert'>{html_text(str(error))}</p>")
    if desk.clash is not None:
        st.rerun()
    return text


def _buttons(frame: Frame, desk: Desk, opened: Open, tried: Trial | None) -> None:
    package, steps = desk.sheet.package, opened.subject.steps
    fresh = tried is not None and tried.package != package
    if not frame.may_write:
        return
    with st.container(horizontal=True):
        # Not a callback: those run before the text that came with the click is read.
        put = st.button(frame.say("ws_put"), type="primary", disabled=not fresh, key="ws-put")
        if put and tried is not None:
            act(_put, desk, opened, tried.package)
            st.rerun()
        if opened.subject.item is None and steps and steps[-1].unit not in DIVISIONS:
            st.button(
                frame.say("ws_repeal"),
                on_click=act,
                args=(_repeal, desk, opened),
                key="ws-repeal",
            )
        if opened.subject.law:
            st.button(
                frame.say("ws_law_text"),
                on_click=act,
                args=(_law_text, desk, opened),
                key="ws-law",
            )
    state = _state(frame, desk, opened, tried)
    show(f"<div class='soft' role='status'>{state}</div>")


def _state(frame: Frame, desk: Desk, opened: Open, tried: Trial | None) -> str:
    """What is in the package of this text and where it is kept, in one line."""
    said = []
    if tried is not None and tried.package != desk.sheet.package:
        known = {i.id: i for i in tried.package.items}
        words = "; ".join(frame.item_words(known[i]) for i in tried.items)
        said.append(frame.say("ws_will_put", what=words) if words else frame.say("ws_will_drop"))
    elif tried is not None and tried.items:
        said.append(frame.say("ws_is_put", items=", ".join(tried.items)))
    if desk.sheet.typed(opened.place) is not None:
        said.append(frame.say("ws_kept"))
    return html_text(" ".join(said))


def _put(desk: Desk, opened: Open, package: Package) -> None:
    desk.turn += 1
    desk.put(lambda sheet: with_typed(changed(sheet, package), opened.place, None))


def _repeal(desk: Desk, opened: Open) -> None:
    package = repealed(desk.sheet.package, opened.edition, opened.subject.steps)
    _put(desk, opened, package)


def _law_text(desk: Desk, opened: Open) -> None:
    law = opened.subject.law
    text = None if law == opened.subject.text else law
    desk.turn += 1
    desk.put(lambda sheet: with_typed(sheet, opened.place, text))


# --- Beside it ------------------------------------------------------------------------------------


def _comparison(frame: Frame, opened: Open, tried: Trial) -> None:
    edition = opened.edition
    parts = [f"<p class='note'>{html_text(r[:1].upper() + r[1:])}</p>" for r in tried.remarks]
    parts += [
        f"<p class='note'>{html_text(frame.say('doubts'))}: {html_text(d)}</p>"
        for d in tried.doubts
    ]
    marks = edition.marks | tried.after.marks
    found = altered(edition, tried.after)
    if not found:
        parts.append(f"<p class='soft'>{html_text(frame.say('ws_no_change'))}</p>")
    for each in found:
        parts.append(html.rows_html(each.rows, marks, frame.face("left", "right")))
    address = html_text(edition.address(opened.subject.steps))
    parts.append(f"<p class='address'>{address}</p>")
    show("".join(parts))


def _answers(frame: Frame, desk: Desk, opened: Open, tried: Trial | None) -> str:
    """The further answers; each is computed only when it is asked for."""
    wanted = asked("answer") or "wording"
    chosen = st.segmented_control(
        frame.say("ws_answers"),
        ANSWERS,
        default=wanted if wanted in ANSWERS else "wording",
        format_func=lambda a: frame.say(f"ws_answer_{a}"),
        key="ws-answer",
    )
    try:
        if chosen == "cites":
            _cites(frame, opened)
        elif tried is None or chosen is None:
            pass
        elif not tried.items:
            show(f"<p class='soft'>{html_text(frame.say('ws_no_change'))}</p>")
        elif chosen == "wording":
            with frame.heavy():
                _wording(frame, opened.edition, tried)
        elif chosen == "findings":
            _findings(frame, desk, opened.edition, tried)
        else:
            _charter(frame, tried)
    except KbError as error:
        show(f"<p class='bad' role='alert'>{html_text(str(error))}</p>")
    return chosen if chosen and chosen != "wording" else ""


def _wording(frame: Frame, edition: Edition, tried: Trial) -> None:
    """The official wording of what this text changes, as few words as a lawyer would write."""
    named = frame.library.acts[edition.act]
    top = tried.steps[:1]
    if edition.find(top) is not None:
        found = draft(only(edition, top), only(tried.after, top), act=named)
        lines = found.wording.split("\n")
        if not found.proved:
            show(f"<p class='note'>{html_text(frame.say('ws_unproved'))}</p>")
    else:
        items = tuple(i for i in tried.package.items if i.id in tried.items)
        alone = replace(tried.package, items=items)
        held = {edition.act: [edition]}
        table = compare_package(alone, {edition.act: edition}, frame.library.acts, held)
        lines = amending_text(commands(table), frame.library.acts)
    show(f"<blockquote lang='ru'>{''.join(f'<p>{html_text(x)}</p>' for x in lines)}</blockquote>")


def _findings(frame: Frame, desk: Desk, edition: Edition, tried: Trial) -> None:
    """What the checks say of this text, this act against the edition that is open; a finding of a
    package that is saved can be set aside."""
    package = tried.package
    dates = {name: package.edition_of(name) for name in package.acts} | {edition.act: edition.date}
    with st.spinner(frame.say("ws_computing")), frame.heavy():
        chosen = [frame.library.edition(name, dates[name], "ru") for name in package.acts]
        found = findings.findings_of(frame.library, package, tuple(e.name for e in chosen))
    mine = [f for f in found if f.item in tried.items]
    saved = package.id if desk.sheet.opened[0] == package.id else ""
    shown, aside = findings.choose(frame, mine, saved, f"ws-severity-{desk.id}")
    beside = findings.dismisser(frame, saved) if saved and frame.may_write else None
    if aside:
        findings.dismissals(frame, saved, aside)
    for item in package.items:
        if here := [f for f in shown if f.item == item.id]:
            findings.draw(frame, here, item.proposed or "", beside)
    if len(found) > len(mine):
        said = frame.say("ws_other_findings", n=len(found) - len(mine))
        show(f"<p class='soft'>{html_text(said)}</p>")


@lru_cache(maxsize=16)
def _effects(library: Library, package: Package) -> Report:
    return compliance.report(library, measured(library), packages=[package])


def _charter(frame: Frame, tried: Trial) -> None:
    """What the whole package, this text with it, changes among the verdicts."""
    with st.spinner(frame.say("ws_computing")), frame.heavy():
        found = _effects(frame.library, tried.package)
    view = charter_matrix.View(frame, measured(frame.library), found, None)
    note = html_text(frame.say("ws_charter_note"))
    rows = charter_matrix.changes(view, frame.link("charter"))
    show(f"<p class='soft'>{note}</p>{rows}")


def _cites(frame: Frame, opened: Open) -> None:
    steps = opened.subject.steps
    clause = opened.edition.find(steps) if steps else None
    if clause is None:
        show(f"<p class='soft'>{html_text(frame.say('ws_cites_none'))}</p>")
        return
    with st.spinner(frame.say("ws_computing")), frame.heavy():
        found = connections(frame, opened.edition, clause)
    show(found or f"<p class='soft'>{html_text(frame.say('ws_cites_none'))}</p>")


def open_item(item: str) -> None:
    """Opens an item of the package in the editor."""
    st.session_state[ITEM] = item
