"""Хартия: verdicts computed from the law, what amendments change, and the study's table beside them.

The URL holds the view: `on` is the day of the texts (none: the newest held), `packages` the packages
applied, by commas.
"""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from kb.amendment.package import Package
from kb.charter import report as compliance
from kb.charter.positions import Standing
from kb.charter.report import Measure, Report
from kb.charter.table import Cell, Table, TableRow, from_data, linked
from kb.charter.threshold import ACCEPTED, CORE_ACCEPTED, Threshold
from kb.ground.errors import KbError
from kb.ground.safe import file_name, html_text
from kb.library import Library
from kb.norm import dates
from kb.pages import charter_matrix as verdicts
from kb.pages.charter_matrix import TABLE_ANCHOR, TREATY, VERDICTS, View
from kb.pages.frame import Frame, asked, index_of, show
from kb.write import charter as paper

TABLE = "akanova-2024-table-1"
DAYS = ("2022-03-02", "2026-07-14")
SECTIONS = ("changes", "counter", "matrix", "duties", "protocol", "constitution", "table", "member")


@lru_cache(maxsize=2)
def measured(library: Library) -> Measure:
    """What the verdicts are computed by, read once for a library."""
    return compliance.measure(library)


@lru_cache(maxsize=16)
def _report(library: Library, day: str | None, packages: tuple[str, ...]) -> Report:
    return compliance.report(library, measured(library), day, packages)


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_charter"))
    table = from_data(frame.library.table(TABLE))
    show(f"<p>{html_text(frame.say('charter_guide'))}</p>")
    above, below = st.container(), st.empty()
    if "charter_seen" not in st.session_state:  # the table need not wait for the first verdicts
        st.session_state["charter_seen"] = True
        with below:
            show(_table(frame, table))
    with above:
        day, packages = _choices(frame)
        with st.spinner(frame.say("charter_computing")):
            found = _report(frame.library, day, packages)
        view = View(frame, measured(frame.library), found, day)
        _verdicts(view)
    with below:
        show(_table(frame, table, view))
    show(_membership(view))


def _choices(frame: Frame) -> tuple[str | None, tuple[str, ...]]:
    """The day and the packages, from the URL and the switches."""
    packages = {p.id: p for p in frame.library.packages() if p.kind == "text"}
    wanted = (asked("packages") or "").split(",")
    unknown = [f"{frame.say('package')}: {name}" for name in wanted if name not in {*packages, ""}]
    days, on = ["", *DAYS], asked("on")
    if on and on not in days:
        try:
            days.append(dates.day(on))
        except KbError as error:
            unknown.append(frame.said(error.said))
    left, right = st.columns([2, 3])
    day = left.radio(
        frame.say("charter_on"),
        days,
        index=index_of(days, on),
        format_func=lambda d: d or frame.say("charter_newest"),
        horizontal=True,
        key=frame.key("charter-on"),
    )
    chosen = right.pills(
        frame.say("charter_packages"),
        list(packages),
        selection_mode="multi",
        default=[name for name in packages if name in wanted],
        format_func=lambda name: f"{packages[name].author.rstrip('.')} · {name}",
        key=frame.key("charter-packages"),
    )
    names = tuple(name for name in packages if name in chosen)
    frame.remember(on=day or None, packages=",".join(names) or None)
    right.caption(frame.say("charter_packages_hint"))
    if unknown:
        said = "; ".join(unknown)
        show(f"<p class='bad' role='alert'>{html_text(frame.say('charter_unknown'))}: "
             f"{html_text(said)}</p>")  # fmt: skip
    _chosen(frame, [packages[name] for name in names])
    return day or None, names


def _chosen(frame: Frame, packages: list[Package]) -> None:
    rows = "".join(
        f"<li lang='ru'><a href='{html_text(frame.link('', package=p.id))}'>"
        f"{html_text(p.title)}</a> <span class='soft'>{html_text(p.author)}</span></li>"
        for p in packages
    )
    if rows:
        show(f"<p><b>{html_text(frame.say('charter_applied'))}</b></p><ul>{rows}</ul>")


def _verdicts(view: View) -> None:
    frame, found = view.frame, view.found.after
    sections = [s for s in SECTIONS if s != "changes" or view.found.packages]
    ways = "".join(f"<li><a href='#c-{s}'>{view.say(f'section_{s}')}</a></li>" for s in sections)
    editions = ", ".join(frame.norm_html(e) for e in found.editions)
    parts = [
        f"<p class='note'>{view.said(view.by.positions.statement)} "
        f"<a href='#c-member'>{view.say('section_member')}</a></p>",
        f"<nav><ul class='ways'>{ways}</ul></nav>",
        f"<p><b>{view.say('charter_texts')}:</b> {editions}</p>",
    ]
    parts += [
        f"<p class='bad'>{view.say('charter_no_text')}: {view.said(reason)}</p>"
        for reason in found.missing.values()
    ]
    if found.remarks:
        rows = "".join(f"<li>{view.said(r)}</li>" for r in found.remarks)
        parts.append(
            f"<details><summary>{view.say('charter_remarks')}</summary>"
            f"<ul class='soft'>{rows}</ul></details>"
        )
    if frame.language != "ru":
        parts.append(f"<p class='soft'>{view.say('charter_in_russian')}</p>")
    show("".join(parts))
    _download(view)
    parts = []
    if view.found.packages:
        parts += [_head(view, "changes"), verdicts.changes(view)]
    parts += [_head(view, "counter"), _counter(view)]
    parts += [_head(view, "matrix"), verdicts.legend(view), verdicts.matrix(view)]
    for section, part in (
        ("duties", "charter"),
        ("protocol", "protocol"),
        ("constitution", "constitution"),
    ):
        parts += [_head(view, section), verdicts.duties(view, part)]
    show("".join(parts))


def _head(view: View, section: str) -> str:
    intro = view.say(f"intro_{section}")
    return (
        f"<h2 class='div' id='c-{section}'>{view.say(f'section_{section}')}</h2>"
        f"<p class='soft'>{intro}</p>"
    )


def _download(view: View) -> None:
    name = file_name("-".join(["charter", view.on or "newest", *view.found.packages]))
    st.download_button(
        view.frame.say("download_md"), lambda: _markdown(view), f"{name}.md", "text/markdown",
        on_click="ignore",
    )  # fmt: skip


def _markdown(view: View) -> str:
    """Everything the page says, to take away."""
    found, by = view.found, view.by
    parts = [paper.text(found.after, by.paragraphs, by.rules, by.positions)]
    if found.packages:
        parts.append(paper.changes_text(found.changes))
        parts += [
            f"- не применено: {', '.join(filter(None, (r.package, r.target)))}: {r.reason}\n"
            for r in found.refused
        ]
    return "".join([*parts, paper.standings_text(found.standings, by.positions)])


def _counter(view: View) -> str:
    """The numbers of article 12 as bars, each also in words."""
    now, law = view.found.after.threshold, view.found.before.threshold
    every = (now.full, now.partly, now.fails, now.undetermined)
    core = (now.core_full, now.core_partly, now.core_fails, now.core_undetermined)
    best, core_best = now.full + now.undetermined, now.core_full + now.core_undetermined
    parts = [
        f"<p class='met {now.met}'><b>{_met(view, now)}</b></p>",
        _bar(view, "count_every", every, ACCEPTED),
        _bar(view, "count_core", core, CORE_ACCEPTED),
        f"<p>{view.say('count_best', every=best, core=core_best)}</p>",
    ]
    if view.found.packages:
        counts = view.say("count_law", every=law.full, core=law.core_full)
        parts.append(f"<p>{counts} {_met(view, law)}</p>")
    return "".join(parts)


def _met(view: View, found: Threshold) -> str:
    return view.say("threshold_met", answer=view.frame.say(f"met_{found.met}"))


def _bar(view: View, key: str, counts: tuple[int, ...], need: int) -> str:
    of = sum(counts)
    head = view.say(key, of=of, need=need)
    numbers = dict(zip(VERDICTS, counts, strict=True))
    words = " · ".join(f"{view.say(f'charter.verdict_{v}')}: {n}" for v, n in numbers.items())
    segments = "".join(
        f"<span class='seg {v}' style='width:{100 * n / of:.2f}%'>{verdicts.SIGNS[v]} {n}</span>"
        for v, n in numbers.items()
        if n
    )
    return (
        f"<p class='count'><b>{head}</b></p><div class='bar' role='img' "
        f"aria-label='{head}. {words}'>{segments}<span class='need' "
        f"style='left:{100 * need / of:.2f}%'></span></div><p class='soft'>{words}</p>"
    )


def _table(frame: Frame, table: Table, view: View | None = None) -> str:
    """The study's table; with a view, the computed verdicts beside its rows."""
    link = html_text(frame.norm_link(TREATY))
    heads = tuple(
        frame.say(f"table_{k}") for k in ("criterion", "charter", "kazakhstan", "computed")
    )
    head = "".join(f"<th scope='col'>{html_text(h)}</th>" for h in heads)
    body = "".join(_row(frame, row, nth, heads, view) for nth, row in enumerate(table.rows, 1))
    return (
        f"<h2 class='div' id='{TABLE_ANCHOR}'>{html_text(frame.say('section_table'))}</h2>"
        f"<p lang='ru'><b>{html_text(table.title)}</b> "
        f"<span class='chip'>{html_text(table.label)}</span></p>"
        f"<p>{html_text(frame.say('charter_intro'))}</p>"
        f"<p class='note'>{html_text(frame.say('charter_label'))} "
        f"<a href='{link}'>{html_text(frame.say('charter_read'))}</a></p>"
        f"<table class='study'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p class='soft' lang='ru'>{html_text(table.citation)}<br>{html_text(table.place)}<br>"
        f"{html_text(table.after)}</p>"
    )


def _row(frame: Frame, row: TableRow, nth: int, heads: tuple[str, ...], view: View | None) -> str:
    remarks = "".join(f"<p class='note'>{html_text(frame.said(r))}</p>" for r in row.remarks)
    cells = (
        f"<b lang='ru'>{html_text(row.criterion)}</b>{remarks}",
        _cell(frame, row.charter),
        _cell(frame, row.kazakhstan),
        _computed(view, nth) if view else "",
    )
    shown = "".join(
        f"<td data-head='{html_text(h)}'>{c}</td>" for h, c in zip(heads, cells, strict=True)
    )
    return f"<tr>{shown}</tr>"


def _computed(view: View, row: int) -> str:
    found = [s for s in view.found.standings if s.position.row == row]
    return "".join(_beside(view, s) for s in found) or view.say("table_not_computed")


def _beside(view: View, standing: Standing) -> str:
    paragraph = standing.position.paragraph
    url = html_text(view.here(verdicts.anchor(paragraph)))
    return (
        f"<div class='beside'><a href='{url}'><b>{html_text(paragraph)}</b></a>"
        f"{verdicts.standing_line(view, standing)}</div>"
    )


def _cell(frame: Frame, cell: Cell) -> str:
    words = "".join(
        f"<a href='{html_text(frame.norm_link(norm.address))}'>{html_text(text)}</a>"
        if norm
        else html_text(text)
        for text, norm in linked(cell.text, cell.norms)
    )
    links = "".join(
        f"<li>{frame.norm_html(n.address)} "
        f"<span class='soft'>({html_text(frame.say('table_named' if n.named else 'table_ours'))})"
        "</span></li>"
        for n in cell.norms
    )
    later = "".join(
        f"<p class='note'>{html_text(frame.say('table_later'))}: "
        f"{frame.norm_html(x.address)}. {html_text(frame.said(x.says))}</p>"
        for x in cell.later
    )
    return f"<div lang='ru'>{words}</div><ul class='norms'>{links}</ul>{later}"


def _membership(view: View) -> str:
    """What the studies say of Kazakhstan's part in the Charter; they contradict each other."""
    rows = []
    for said in view.by.positions.membership:
        study, _, claim = said.claim.partition("#")
        url = html_text(view.frame.link("studies", study=study, claim=claim))
        rows.append(
            f"<li><a href='{url}' lang='ru'>{html_text(said.author)}</a> "
            f"<span class='soft'>{view.said(said.place)}</span>"
            f"<blockquote lang='ru'>{html_text(said.words)}</blockquote>"
            f"<p class='note'>{view.said(said.remark)}</p></li>"
        )
    statement = view.said(view.by.positions.statement)
    return (
        f"{_head(view, 'member')}<p><b>{statement}</b></p><ul class='evidence'>{''.join(rows)}</ul>"
    )
