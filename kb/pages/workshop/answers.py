"""What an edited text does: beside it the official wording; below the comparison, the findings, the
effects on the Charter, what cites the unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, get_args

import streamlit as st

from kb.amendment.package import Form, Package
from kb.amendment.wording import amending_text
from kb.charter import report as compliance
from kb.charter.report import Report
from kb.compare.amended import altered
from kb.compare.table import compare_package
from kb.ground.errors import KbError
from kb.ground.html import html, together
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Steps
from kb.pages import charter_matrix, findings
from kb.pages.charter import measured
from kb.pages.connections import connections
from kb.pages.frame import Frame, asked, show
from kb.pages.workshop.desk import Desk
from kb.papers.bill import commands
from kb.technique.finding import Finding
from kb.workshop.trial import Trial, form_of
from kb.write.compared import rows_html

ANSWERS: Final = ("comparison", "findings", "charter", "cites")


def wording(frame: Frame, edition: Edition, tried: Trial | None, place: str) -> None:
    """The official wording of what this text changes, as its papers have it: by words or in full."""
    st.markdown(f"**{frame.say('ws_answer_wording')}**")
    choice, said = st.empty(), st.empty()
    if tried is None:
        return
    with said:
        if not tried.items:
            show(html("<p class='soft'>{}</p>", frame.say("ws_no_change")))
            return
    if form := form_of(tried):
        choice.segmented_control(
            frame.say("ws_form"),
            get_args(Form),
            default=form,
            format_func=lambda f: frame.say(f"ws_form_{f}"),
            key=form_key(place),
            label_visibility="collapsed",
        )
    items = tuple(i for i in tried.package.items if i.id in tried.items)
    alone = replace(tried.package, items=items)
    held = {edition.act: [edition]}
    with frame.heavy():
        table = compare_package(alone, {edition.act: edition}, frame.library.acts, held)
    lines = amending_text(commands(table), frame.library.acts)
    with said:
        body = together(html("<p>{}</p>", line) for line in lines)
        show(html("<blockquote class='wording' lang='ru'>{}</blockquote>", body))


def answers(frame: Frame, desk: Desk, edition: Edition, steps: Steps, tried: Trial | None) -> str:
    """The further answers, each computed only when it is asked for; gives the one that is shown,
    "" for the first."""
    wanted = asked("answer") or ANSWERS[0]
    chosen = st.segmented_control(
        frame.say("ws_answers"),
        ANSWERS,
        default=wanted if wanted in ANSWERS else ANSWERS[0],
        format_func=lambda a: frame.say(f"ws_answer_{a}"),
        key="ws-answer",
    )
    try:
        if chosen == "cites":
            _cites(frame, edition, steps)
        elif tried is None or chosen is None:
            pass
        elif chosen == "comparison":
            _comparison(frame, edition, steps, tried)
        elif not tried.items:
            show(html("<p class='soft'>{}</p>", frame.say("ws_no_change")))
        elif chosen == "findings":
            _findings(frame, desk, edition, tried)
        else:
            _charter(frame, tried)
    except KbError as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
    return chosen if chosen and chosen != ANSWERS[0] else ""


def _comparison(frame: Frame, edition: Edition, steps: Steps, tried: Trial) -> None:
    """The law beside itself as the text amends it, article by article."""
    said = (frame.said(r) for r in tried.remarks)
    parts = [html("<p class='note'>{}</p>", r[:1].upper() + r[1:]) for r in said]
    parts += [
        html("<p class='note'>{}: {}</p>", frame.say("doubts"), frame.said(d)) for d in tried.doubts
    ]
    marks = edition.marks | tried.after.marks
    units = altered(edition, tried.after)
    if not units:
        parts.append(html("<p class='soft'>{}</p>", frame.say("ws_no_change")))
    for each in units:
        parts.append(rows_html(each.rows, marks, frame.face("left", "right")))
    parts.append(html("<p>{}</p>", frame.copy_html(edition.address(steps))))
    show(together(parts))


def form_key(place: str) -> str:
    """Under which key the form is kept that the reader chose for a text."""
    return f"ws-form-{place}"


def _findings(frame: Frame, desk: Desk, edition: Edition, tried: Trial) -> None:
    """What the checks say of this text, this act against the edition that is open; a finding of a
    package that is saved can be set aside."""
    package = tried.package
    dates = {name: package.edition_of(name) for name in package.acts} | {edition.act: edition.date}
    with st.spinner(frame.say("ws_computing")), frame.heavy():
        chosen = [frame.library.edition(name, dates[name], "ru") for name in package.acts]
        listed = findings.findings_of(frame.library, package, tuple(e.name for e in chosen))
    mine = [f for f in listed if f.item in tried.items]
    draw_findings(frame, desk, package, mine)
    if others := [f for f in listed if f.item not in tried.items]:
        with st.expander(frame.say("ws_other_findings", n=len(others))):
            findings.draw(frame, others)


def draw_findings(frame: Frame, desk: Desk, package: Package, listed: Sequence[Finding]) -> None:
    """Findings of items, at their words; of a package that is saved each can be set aside."""
    saved = package.id if desk.sheet.opened[0] == package.id else ""
    shown, aside = findings.choose(
        frame, listed, saved, len(package.items), f"ws-severity-{desk.id}"
    )
    beside = findings.dismisser(frame, saved) if saved and frame.may_write else None
    if aside:
        findings.dismissals(frame, saved, aside)
    for item in package.items:
        if here := [f for f in shown if f.item == item.id]:
            findings.draw(frame, here, item.proposed or "", beside)


@lru_cache(maxsize=16)
def _effects(library: Library, package: Package) -> Report:
    return compliance.report(library, measured(library), packages=[package])


def _charter(frame: Frame, tried: Trial) -> None:
    """What the whole package, this text with it, changes among the verdicts."""
    with st.spinner(frame.say("ws_computing")), frame.heavy():
        effects = _effects(frame.library, tried.package)
    view = charter_matrix.View(frame, measured(frame.library), effects, None)
    note = frame.say("ws_charter_note")
    rows = charter_matrix.changes(view, lambda name: frame.link("charter", p=name))
    show(html("<p class='soft'>{}</p>{}", note, rows))


def _cites(frame: Frame, edition: Edition, steps: Steps) -> None:
    clause = edition.find(steps) if steps else None
    if clause is None:
        show(html("<p class='soft'>{}</p>", frame.say("ws_cites_none")))
        return
    with st.spinner(frame.say("ws_computing")), frame.heavy():
        links = connections(frame, edition, clause)
    show(links or html("<p class='soft'>{}</p>", frame.say("ws_cites_none")))
