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
from kb.ground.html import Html, escaped, html, together
from kb.ground.safe import file_name
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
    show(html("<p>{}</p>", frame.say("charter_guide")))
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
        show(html("<p class='bad' role='alert'>{}: " "{}</p>", frame.say('charter_unknown'), said))  # fmt: skip
    _chosen(frame, [packages[name] for name in names])
    return day or None, names


def _chosen(frame: Frame, packages: list[Package]) -> None:
    rows = together(
        html(
            "<li lang='ru'><a href='{}'>{}</a> <span class='soft'>{}</span></li>",
            frame.link("", package=p.id),
            p.title,
            p.author,
        )
        for p in packages
    )
    if rows:
        show(html("<p><b>{}</b></p><ul>{}</ul>", frame.say("charter_applied"), rows))


def _verdicts(view: View) -> None:
    frame, found = view.frame, view.found.after
    sections = [s for s in SECTIONS if s != "changes" or view.found.packages]
    ways = together(
        html("<li><a href='#c-{}'>{}</a></li>", s, view.say(f"section_{s}")) for s in sections
    )
    editions = together((frame.norm_html(e) for e in found.editions), ", ")
    parts = [
        html(
            "<p class='note'>{} <a href='#c-member'>{}</a></p>",
            view.said(view.by.positions.statement),
            view.say("section_member"),
        ),
        html("<nav><ul class='ways'>{}</ul></nav>", ways),
        html("<p><b>{}:</b> {}</p>", view.say("charter_texts"), editions),
    ]
    parts += [
        html("<p class='bad'>{}: {}</p>", view.say("charter_no_text"), view.said(reason))
        for reason in found.missing.values()
    ]
    if found.remarks:
        rows = together(html("<li>{}</li>", view.said(r)) for r in found.remarks)
        parts.append(
            html(
                "<details><summary>{}</summary><ul class='soft'>{}</ul></details>",
                view.say("charter_remarks"),
                rows,
            )
        )
    if frame.language != "ru":
        parts.append(html("<p class='soft'>{}</p>", view.say("charter_in_russian")))
    show(together(parts))
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
    show(together(parts))


def _head(view: View, section: str) -> Html:
    intro = view.say(f"intro_{section}")
    return html(
        "<h2 class='div' id='c-{}'>{}</h2><p class='soft'>{}</p>",
        section,
        view.say(f"section_{section}"),
        intro,
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
        parts.append(paper.changes_text(found.changes, found.after))
        parts += [
            f"- не применено: {', '.join(filter(None, (r.package, r.target)))}: {r.reason}\n"
            for r in found.refused
        ]
    return "".join([*parts, paper.standings_text(found.standings, by.positions)])


def _counter(view: View) -> Html:
    """The numbers of article 12 as bars, each also in words."""
    now, law = view.found.after.threshold, view.found.before.threshold
    every = (now.full, now.partly, now.fails, now.undetermined)
    core = (now.core_full, now.core_partly, now.core_fails, now.core_undetermined)
    best, core_best = now.full + now.undetermined, now.core_full + now.core_undetermined
    parts = [
        html("<p class='met {}'><b>{}</b></p>", now.met, _met(view, now)),
        _bar(view, "count_every", every, ACCEPTED),
        _bar(view, "count_core", core, CORE_ACCEPTED),
        html("<p>{}</p>", view.say("count_best", every=best, core=core_best)),
    ]
    if view.found.packages:
        counts = view.say("count_law", every=law.full, core=law.core_full)
        parts.append(html("<p>{} {}</p>", counts, _met(view, law)))
    return together(parts)


def _met(view: View, found: Threshold) -> str:
    return view.say("threshold_met", answer=view.frame.say(f"met_{found.met}"))


def _bar(view: View, key: str, counts: tuple[int, ...], need: int) -> Html:
    of = sum(counts)
    head = view.say(key, of=of, need=need)
    numbers = dict(zip(VERDICTS, counts, strict=True))
    words = " · ".join(f"{view.say(f'charter.verdict_{v}')}: {n}" for v, n in numbers.items())
    segments = together(
        html(
            "<span class='seg {}' style='width:{:.2f}%'>{} {}</span>",
            v,
            100 * n / of,
            verdicts.SIGNS[v],
            n,
        )
        for v, n in numbers.items()
        if n
    )
    return html(
        "<p class='count'><b>{}</b></p><div class='bar' role='img' "
        "aria-label='{}. {}'>{}<span class='need' "
        "style='left:{:.2f}%'></span></div><p class='soft'>{}</p>",
        head,
        head,
        words,
        segments,
        100 * need / of,
        words,
    )


def _table(frame: Frame, table: Table, view: View | None = None) -> Html:
    """The study's table; with a view, the computed verdicts beside its rows."""
    link = frame.norm_link(TREATY)
    heads = tuple(
        frame.say(f"table_{k}") for k in ("criterion", "charter", "kazakhstan", "computed")
    )
    head = together(html("<th scope='col'>{}</th>", h) for h in heads)
    body = together(_row(frame, row, nth, heads, view) for nth, row in enumerate(table.rows, 1))
    return html(
        "<h2 class='div' id='{}'>{}</h2>"
        "<p lang='ru'><b>{}</b> "
        "<span class='chip'>{}</span></p>"
        "<p>{}</p>"
        "<p class='note'>{} "
        "<a href='{}'>{}</a></p>"
        "<table class='study'><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        "<p class='soft' lang='ru'>{}<br>{}<br>"
        "{}</p>",
        TABLE_ANCHOR,
        frame.say("section_table"),
        table.title,
        table.label,
        frame.say("charter_intro"),
        frame.say("charter_label"),
        link,
        frame.say("charter_read"),
        head,
        body,
        table.citation,
        table.place,
        table.after,
    )


def _row(frame: Frame, row: TableRow, nth: int, heads: tuple[str, ...], view: View | None) -> Html:
    remarks = together(html("<p class='note'>{}</p>", frame.said(r)) for r in row.remarks)
    cells = (
        html("<b lang='ru'>{}</b>{}", row.criterion, remarks),
        _cell(frame, row.charter),
        _cell(frame, row.kazakhstan),
        _computed(view, nth) if view else "",
    )
    shown = together(
        html("<td data-head='{}'>{}</td>", h, c) for h, c in zip(heads, cells, strict=True)
    )
    return html("<tr>{}</tr>", shown)


def _computed(view: View, row: int) -> str:
    found = [s for s in view.found.standings if s.position.row == row]
    return together(_beside(view, s) for s in found) or view.say("table_not_computed")


def _beside(view: View, standing: Standing) -> Html:
    paragraph = standing.position.paragraph
    url = view.here(verdicts.anchor(paragraph))
    return html(
        "<div class='beside'><a href='{}'><b>{}</b></a>{}</div>",
        url,
        paragraph,
        verdicts.standing_line(view, standing),
    )


def _cell(frame: Frame, cell: Cell) -> Html:
    words = together(
        html("<a href='{}'>{}</a>", frame.norm_link(norm.address), text) if norm else escaped(text)
        for text, norm in linked(cell.text, cell.norms)
    )
    links = together(
        html(
            "<li>{} <span class='soft'>({})</span></li>",
            frame.norm_html(n.address),
            frame.say("table_named" if n.named else "table_ours"),
        )
        for n in cell.norms
    )
    later = together(
        html(
            "<p class='note'>{}: {}. {}</p>",
            frame.say("table_later"),
            frame.norm_html(x.address),
            frame.said(x.says),
        )
        for x in cell.later
    )
    return html("<div lang='ru'>{}</div><ul class='norms'>{}</ul>{}", words, links, later)


def _membership(view: View) -> Html:
    """What the studies say of Kazakhstan's part in the Charter; they contradict each other."""
    rows = []
    for said in view.by.positions.membership:
        study, _, claim = said.claim.partition("#")
        url = view.frame.link("studies", study=study, claim=claim)
        rows.append(
            html(
                "<li><a href='{}' lang='ru'>{}</a> "
                "<span class='soft'>{}</span>"
                "<blockquote lang='ru'>{}</blockquote>"
                "<p class='note'>{}</p></li>",
                url,
                said.author,
                view.said(said.place),
                said.words,
                view.said(said.remark),
            )
        )
    statement = view.said(view.by.positions.statement)
    return html(
        "{}<p><b>{}</b></p><ul class='evidence'>{}</ul>",
        _head(view, "member"),
        statement,
        together(rows),
    )
