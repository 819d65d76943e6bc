"""Поправки: a package against a chosen edition, item by item, and its papers."""

from __future__ import annotations

import streamlit as st

from kb.amendment.carried import carried_out
from kb.amendment.package import Baseline, Package
from kb.compare.amended import altered
from kb.compare.table import Comparison, Entry
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.safe import file_name
from kb.norm.act import Edition
from kb.norm.address import parse
from kb.norm.difference import Change
from kb.pages import findings, papers
from kb.pages.frame import Frame, asked, index_of, show
from kb.papers.bill import bills
from kb.papers.filing import comparison as compared
from kb.write.html import cell, rows_html, segments


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_amendments"))
    packages = {p.id: p for p in frame.library.packages()}
    if not packages:
        show(escaped(frame.say("no_packages")))
        return
    names = list(packages)
    frame.unknown("package", asked("package"), names)
    left, right = st.columns([3, 2])
    chosen = left.selectbox(
        frame.say("package"),
        names,
        index=index_of(names, asked("package")),
        format_func=lambda name: f"{packages[name].author.rstrip('.')}. {packages[name].title}",
        key=frame.key("package"),
    )
    package = packages[chosen]
    choices = ["newest", "author"]
    against = right.radio(
        frame.say("against"),
        choices,
        index=index_of(choices, asked("against")),
        format_func=lambda c: frame.say(f"against_{c}"),
        horizontal=True,
        key=frame.key("against"),
    )
    editions = frame.library.editions_for(package, against)
    with frame.heavy():
        comparison = compared(frame.library, package, editions)
    items = ["", *(e.item.id for e in comparison.entries)]
    item = asked("item") or ""
    selected = st.segmented_control(
        frame.say("amendment"),
        items,
        default=item if item in items else "",
        format_func=lambda i: i or frame.say("all_amendments"),
        key=frame.key("item", chosen),
    )
    frame.remember(package=chosen, against=against, item=selected or None)
    _head(frame, comparison)
    papers.downloads(frame, comparison, editions, selected or "")
    _wording(frame, comparison)
    with frame.heavy():
        used = tuple(e.name for e in editions.values())
        found = findings.findings_of(frame.library, package, used)
    if selected:
        found = tuple(f for f in found if f.item == selected)
    found, aside = findings.choose(frame, found, chosen, f"severity-{chosen}")
    beside = findings.dismisser(frame, chosen) if frame.may_write else None
    if whole := [f for f in found if not f.item]:
        with st.expander(f"{frame.say('findings_of_package')}: {len(whole)}"):
            findings.draw(frame, whole, beside=beside)
    if aside:
        findings.dismissals(frame, chosen, aside)
    for entry in comparison.entries:
        if not selected or entry.item.id == selected:
            _entry(frame, entry)
            if here := [f for f in found if f.item == entry.item.id]:
                with st.expander(f"{frame.say('findings')}: {len(here)}", expanded=True):
                    findings.draw(frame, here, entry.item.proposed or "", beside)
    # A toggle, not an expander: nothing is applied or sent until it is asked for.
    words, amends = frame.say("law_as_amended"), any(i.operations() for i in package.items)
    if amends and st.toggle(words, key=f"amended-{chosen}"):
        for edition in editions.values():
            _amended(frame, package, edition)


def _amended(frame: Frame, package: Package, edition: Edition) -> None:
    """An act with the whole package applied to it: the articles that changed."""
    with frame.heavy():
        result = carried_out(package, edition)
    done, refused = [each for each in result.items if each.done], result.refused
    if not done and not refused:
        return
    counts = f"{frame.say('applied')}: {len(done)}, {frame.say('refused_short')}: {len(refused)}"
    parts = [html("<p><b>{}</b> · {}</p>", frame.norm_html(edition.name), counts)]
    for each in refused:
        said = f"{frame.say('amendment')} {each.item.id}: {frame.said(each.refused)}"
        parts.append(html("<p class='bad'>{}</p>", said))
    marks = edition.marks | result.edition.marks
    for found in altered(edition, result.edition):
        parts.append(html("<p><b>{}</b></p>", frame.unit_words(found.steps)))
        parts.append(rows_html(found.rows, marks, frame.face("left", "amended")))
    show(together(parts))


def _head(frame: Frame, comparison: Comparison) -> None:
    package = comparison.package
    editions = together((frame.norm_html(e) for e in comparison.editions), ", ")
    places = [parse(e) for e in comparison.editions]
    dated = [frame.library.edition(p.act, p.edition, p.language) for p in places]
    parts = [
        html("<p><b>{}:</b> {}</p>", frame.say("sources"), package.citation),
        html(
            "<p><b>{}:</b> {} <span class='soft'>({})</span></p>",
            frame.say("editions_used"),
            editions,
            frame.date_words(*dated),
        ),
    ]
    parts += [html("<p class='note'>{}</p>", frame.said(r)) for r in comparison.remarks]
    show(together(parts))


def _wording(frame: Frame, comparison: Comparison) -> None:
    """The drafts, as they leave: title and operative part of each."""
    found = [b for b in bills(comparison, frame.library.acts) if b.lines]
    if found:
        with st.expander(frame.say("amending_text")):
            for each in found:
                body = together(html("<p>{}</p>", line) for line in each.lines)
                show(html("<div lang='ru'><p><b>{}</b></p>{}</div>", each.title, body))


def _entry(frame: Frame, entry: Entry) -> None:
    element = entry.element[:1].upper() + entry.element[1:]
    if len(entry.added) < 2:  # several units together are named in Russian only
        element = frame.unit_words(entry.steps)
    title = f"{entry.number}. {element} · {frame.said(entry.act.name)}"
    st.header(title, anchor=f"item-{file_name(entry.item.id)}")
    counts = {s: sum(r.status == s for r in entry.rows) for s in Change}
    chips = together(
        (
            html("<span class='chip {}'>{}: {}</span>", s.value, frame.label(s), n)
            for s, n in counts.items()
            if n and s != Change.UNCHANGED
        ),
        " ",
    )
    parts = [html("<p>{} <span class='address'>{}</span></p>", chips, entry.edition)]
    concept = entry.item.operation == "none"
    if concept:
        parts.append(html("<p class='note'>{}</p>", frame.say("concept")))
    elif entry.refused:
        refused = f"{frame.say('refused')}: {frame.said(entry.refused)}"
        parts.append(html("<p class='bad'>{}</p>", refused))
    if entry.rows:
        parts.append(rows_html(entry.rows, entry.marks, frame.face("left", "right")))
    elif entry.left:
        parts.append(cell(entry.left, "left"))
    if concept and entry.item.proposed:
        parts.append(html("<blockquote>{}</blockquote>", entry.item.proposed))
    said = (frame.said(r) for r in entry.remarks)
    parts += [html("<p class='note'>{}</p>", r[:1].upper() + r[1:]) for r in said]
    if not concept:
        parts.append(_baselines(frame, entry))
    parts.append(_details(frame, entry))
    show(together(parts))


def _baselines(frame: Frame, entry: Entry) -> Html:
    title = html("<p><b>{}</b></p>", frame.say("baseline"))
    if not entry.baselines:
        return title + html("<p class='soft'>{}</p>", frame.say("no_quotation"))
    held = [b for b in entry.baselines if b.match != "not_held"]
    rows = together(_baseline(frame, b) for b in held)
    absent = [b.edition.split("@")[1].split(":")[0] for b in entry.baselines if b not in held]
    if absent:
        said = f"{frame.say('match_not_held')}: {', '.join(absent)}"
        rows += html("<li class='soft'>{}</li>", said)
    return html("{}<ul>{}</ul>", title, rows)


def _baseline(frame: Frame, found: Baseline) -> Html:
    match = frame.say(f"match_{found.match}")
    norm = frame.norm_html(found.address or found.edition)
    row = html("<li>{} <span class='chip {}'>{}</span>", norm, found.match, match)
    if found.match == "near":
        row += html("<blockquote><bdi>{}</bdi></blockquote>", segments(found.segments))
    for part in found.partial:
        said = f"{frame.say('not_quoted')}: {frame.said(part)}"
        row += html("<p class='note'>{}</p>", said)
    return row + html("</li>")


def _details(frame: Frame, entry: Entry) -> Html:
    item = entry.item
    parts = []
    if item.grounds:
        parts.append(
            html("<p><b>{}</b></p><blockquote>{}</blockquote>", frame.say("grounds"), item.grounds)
        )
    if item.place:
        parts.append(html("<p class='soft'>{}: {}</p>", frame.say("place"), item.place))
    if item.misprints:
        rows = together(
            html("<li>«{}» — {} «{}»</li>", m.words, frame.say("should_be"), m.should_be)
            for m in item.misprints
        )
        parts.append(html("<p><b>{}</b></p><ul>{}</ul>", frame.say("misprints"), rows))
    if item.annex and item.annex.differences:
        rows = together(
            html("<li>«{}» → «{}»</li>", body, annex) for body, annex in item.annex.differences
        )
        parts.append(html("<p><b>{}</b></p><ul>{}</ul>", item.annex.place, rows))
    summary = ", ".join(
        [frame.say("grounds")]
        + ([frame.say("misprints").lower()] if item.misprints else [])
        + ([frame.say("place").lower()] if item.place else [])
    )
    return (
        html("<details><summary>{}</summary>{}</details>", summary, together(parts))
        if parts
        else NONE
    )
