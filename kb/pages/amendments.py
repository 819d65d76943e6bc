"""Поправки: a package against a chosen edition. The comparison stands first; at its left the amendments,
at its right the findings of the checks, below it the source and the baseline.

The URL holds the view: `package`, `against` (newest or author), `item` (none: all of them), `look`
(inline; none: side by side).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from kb.amendment.carried import carried_out
from kb.amendment.package import Package
from kb.compare.amended import altered
from kb.compare.table import Comparison, Entry
from kb.ground.html import NONE, Html, html, together
from kb.ground.safe import file_name
from kb.norm.act import Edition
from kb.norm.address import parse, steps_text
from kb.pages import findings, papers
from kb.pages.entry import below, changed_words, comparison, since, title, what_it_does
from kb.pages.exhibits import of_amendment
from kb.pages.frame import Frame, asked, index_of, seen, show
from kb.papers.bill import bills
from kb.papers.filing import comparison as compared
from kb.technique.finding import Finding, Severity, none_left
from kb.write.compared import rows_html

AGAINST = ("newest", "author")
INLINE = "inline"


def page(frame: Frame) -> None:
    """Draws the page."""
    packages = {p.id: p for p in frame.library.packages()}
    if not packages:
        st.title(frame.say("page_amendments"))
        show(html("{}", frame.say("no_packages")))
        return
    with st.container(key="am-head", horizontal=True, vertical_alignment="bottom"):
        st.title(frame.say("page_amendments"), width="content")
        package = _package(frame, packages)
        against = _against(frame)
        taken = st.container(width="content")
    editions = frame.library.editions_for(package, against)
    with frame.heavy():
        table = compared(frame.library, package, editions)
    frame.unknown("package", asked("package"), packages)
    wanted, items = asked("item") or "", {e.item.id for e in table.entries}
    here = asked("package") in (None, package.id)
    frame.unknown("amendment", wanted if here else None, items)
    chosen = wanted if wanted in items else ""
    look = INLINE if asked("look") == INLINE else ""
    frame.remember(package=package.id, against=against, item=chosen or None, look=look or None)
    view = {"package": package.id, "against": against, "look": look}
    with taken:
        papers.downloads(frame, table, editions, chosen)
    with st.container(key="am"):
        left, centre, right = st.columns([2, 7, 3], gap="medium")
    picks = left.empty()
    with picks:
        show(_picks(frame, table, view, chosen, {}))
    shown = [e for e in table.entries if chosen in ("", e.item.id)]
    if chosen:
        seen(f"{shown[0].edition}/{steps_text(shown[0].item.target.steps)}")
    with centre:
        words = [_entry(frame, entry, view, single=bool(chosen)) for entry in shown]
    with frame.heavy():
        used = tuple(e.name for e in editions.values())
        listed = findings.findings_of(frame.library, package, used)
    listed, aside = findings.set_aside(listed, package.id)
    with picks:
        show(_picks(frame, table, view, chosen, findings.worst(listed)))
    with right:
        none = none_left(len(table.entries), len(aside))
        listed = tuple(_right(frame, table, shown, listed, none))
        if aside:
            findings.dismissals(frame, package.id, aside)
    for entry, place in zip(shown, words, strict=True):
        mine = findings.of_item(listed, entry.item.id)
        with place:
            show(findings.at_words(frame, mine, entry.item.proposed or ""))
    with centre:
        _whole(frame, table, editions)


def _package(frame: Frame, packages: Mapping[str, Package]) -> Package:
    names = list(packages)
    chosen = st.selectbox(
        frame.say("package"),
        names,
        index=index_of(names, asked("package")),
        format_func=lambda name: (
            f"{packages[name].author.rstrip('.')}. {packages[name].title_in(frame.language)}"
        ),
        key=frame.key("package"),
        label_visibility="collapsed",
    )
    return packages[chosen]


def _against(frame: Frame) -> str:
    return st.radio(
        frame.say("against"),
        AGAINST,
        index=index_of(AGAINST, asked("against")),
        format_func=lambda c: frame.say(f"against_{c}"),
        horizontal=True,
        key=frame.key("against"),
        label_visibility="collapsed",
        width="content",
    )


# --- The amendments at the left -------------------------------------------------------------------


def _picks(
    frame: Frame,
    table: Comparison,
    view: Mapping[str, str],
    chosen: str,
    worst: Mapping[str, Severity],
) -> Html:
    """The amendments as links, each with its words and the mark of its worst finding."""

    def pick(item: str, words: Html) -> Html:
        here = html(" aria-current='true'") if item == chosen else NONE
        url = _link(frame, view, item=item)
        return html("<li><a href='{}'{}>{}</a></li>", url, here, words)

    rows = []
    for entry in table.entries:
        sign = findings.sign(frame, worst.get(entry.item.id))
        about = " · ".join(filter(None, (frame.said(entry.act.name), changed_words(entry))))
        rows.append(
            pick(
                entry.item.id,
                html(
                    "{}<b>{}. {}</b><span class='soft'>{}</span>",
                    sign,
                    entry.item.id,
                    title(frame, entry),
                    about,
                ),
            )
        )
    every = frame.say("all_amendments_n", n=len(table.entries))
    return html(
        "<nav class='picks' aria-label='{}'><ol>{}{}</ol></nav>",
        frame.say("amendment"),
        together(rows),
        pick("", html("{}", every)),
    )


def _link(frame: Frame, view: Mapping[str, str], **other: str) -> str:
    """The URL of this page with a part of the view changed."""
    return frame.link("amendments", **{k: v for k, v in {**view, **other}.items() if v})


# --- One amendment --------------------------------------------------------------------------------


def _entry(
    frame: Frame, entry: Entry, view: Mapping[str, str], *, single: bool
) -> st.delta_generator.DeltaGenerator:
    """Draws an amendment; gives the place below the comparison where its findings stand at their
    words."""
    named = f"{entry.item.id}. {title(frame, entry)} · {frame.said(entry.act.name)}"
    st.header(named, anchor=f"item-{file_name(entry.item.id)}")
    inline = view["look"] == INLINE
    here = {**view, "item": entry.item.id if single else ""}
    other = _link(frame, here, look="" if inline else INLINE)
    steps = html(
        "<span class='steps'><button type='button' data-step='-1' title='{0}' aria-label='{0}'>↑</button>"
        "<button type='button' data-step='1' title='{1}' aria-label='{1}'>↓</button>"
        "<a href='{2}'>{3}</a></span>",
        frame.say("change_before"),
        frame.say("change_next"),
        other,
        frame.say("look_sides" if inline else "look_inline"),
    )
    show(
        what_it_does(frame, entry)
        + comparison(frame, entry, inline=inline, steps=steps)
        + since(frame, entry)
    )
    place = st.container()
    show(of_amendment(frame, view["package"], entry.item.id) + below(frame, entry))
    return place


# --- The findings at the right --------------------------------------------------------------------


def _right(
    frame: Frame,
    table: Comparison,
    shown: Sequence[Entry],
    listed: Sequence[Finding],
    none: str,
) -> Sequence[Finding]:
    """The findings of the amendments that are shown, then those of the package as a whole; gives
    those of the severities that the reader chooses."""
    package = table.package.id
    chosen = findings.severities(frame, listed, none, f"severity-{package}")
    listed = [f for f in listed if f.severity in chosen]
    beside = findings.dismisser(frame, package) if frame.may_write else None
    for entry in shown:
        mine = findings.of_item(listed, entry.item.id)
        if len(shown) > 1 and mine:
            show(html("<h3 class='item'>{}. {}</h3>", entry.item.id, title(frame, entry)))
        findings.draw(frame, mine, beside=beside)
    whole = findings.of_item(listed, "")
    if whole or table.remarks:
        show(html("<h3 class='item'>{}</h3>", frame.say("findings_of_package")))
        show(together(html("<p class='risk'>{}</p>", frame.said(r)) for r in table.remarks))
        findings.draw(frame, whole, beside=beside)
    return listed


# --- The package as a whole -----------------------------------------------------------------------


def _whole(frame: Frame, table: Comparison, editions: Mapping[str, Edition]) -> None:
    """The amending text of the package and the law with all of it."""
    package = table.package
    places = [parse(e) for e in table.editions]
    dated = [frame.library.edition(p.act, p.edition, p.language) for p in places]
    named = together((frame.norm_html(e) for e in table.editions), ", ")
    show(
        html(
            "<p class='soft'><b>{}:</b> {}<br><b>{}:</b> {} ({})</p>",
            frame.say("sources"),
            package.citation,
            frame.say("editions_used"),
            named,
            frame.date_words(*dated),
        )
    )
    # The drafts, as they leave: title and operative part of each.
    if drafts := [b for b in bills(table, frame.library.acts) if b.lines]:
        with st.expander(frame.say("amending_text")):
            for each in drafts:
                body = together(html("<p>{}</p>", line) for line in each.lines)
                show(html("<div lang='ru'><p><b>{}</b></p>{}</div>", each.title, body))
    # A toggle, not an expander: nothing is applied or sent until it is asked for.
    amends = any(i.operations() for i in package.items)
    if amends and st.toggle(frame.say("law_as_amended"), key=f"amended-{package.id}"):
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
    for unit in altered(edition, result.edition):
        parts.append(html("<p><b>{}</b></p>", frame.unit_words(unit.steps)))
        parts.append(rows_html(unit.rows, marks, frame.face("left", "amended")))
    show(together(parts))
