"""Хартия: the sentence, the bar, thirty tiles; a paragraph opens beside them. Further tabs: the study's
table, two days, the Protocol, the Constitution, Kazakhstan's part in the Charter.

The URL holds the view: `on` is the day of the texts (none: the newest held), `packages` the packages
applied, by commas; `tab` what is shown, `p` the paragraph that is open, `with` the other day; `verdict`,
`core`, `changed`, `disputed` what is left of the tiles.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Final, get_args
from urllib.parse import quote

import streamlit as st

from kb.charter import report as compliance
from kb.charter.between import Between
from kb.charter.report import Measure, Report
from kb.charter.threshold import ACCEPTED, CORE_ACCEPTED
from kb.ground.errors import KbError
from kb.ground.html import NONE, Html, html, together
from kb.ground.safe import file_name
from kb.library import Library
from kb.norm import dates
from kb.pages import charter_duty
from kb.pages import charter_matrix as verdicts
from kb.pages import charter_study as study
from kb.pages.charter_matrix import VERDICTS, Tab, View
from kb.pages.frame import Frame, asked, index_of, show
from kb.pages.papers import WORD
from kb.write import charter as paper
from kb.write import charter_sheets as sheets

DAYS = ("2022-03-02", "2026-07-14")
TABS: Final[tuple[Tab, ...]] = get_args(Tab)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@lru_cache(maxsize=2)
def measured(library: Library) -> Measure:
    """What the verdicts are computed by, read once for a library."""
    return compliance.measure(library)


@lru_cache(maxsize=16)
def _report(library: Library, day: str | None, packages: tuple[str, ...]) -> Report:
    return compliance.report(library, measured(library), day, packages)


@lru_cache(maxsize=8)
def _between(library: Library, day: str, other: str | None) -> tuple[Between, ...]:
    return compliance.on_two_days(library, measured(library), day, other)


def page(frame: Frame) -> None:
    """Draws the page."""
    with st.container(key="ch-head", horizontal=True, vertical_alignment="center"):
        st.title(frame.say("page_charter"), width="content")
        day, packages = _choices(frame)
        taken = st.container(width="content")
    with st.spinner(frame.say("charter_computing")):
        report = _report(frame.library, day, packages)
    tab = TABS[index_of(TABS, asked("tab"))]
    kept = {key: asked(key) or "" for key in ("verdict", "core", "changed", "disputed")}
    chosen = asked("p") or ""
    if chosen and not any(v.id == chosen for v in report.after.verdicts):
        frame.unknown("charter_paragraph", chosen, ())
        chosen = ""
    view = View(frame, measured(frame.library), report, day, tab, chosen, kept)
    frame.remember(
        on=day,
        packages=",".join(packages) or None,
        tab=tab if tab != TABS[0] else None,
        p=chosen or None,
        **({"with": asked("with")} if tab == "days" else {}),
        **kept,
    )
    with taken:
        _downloads(view)
    _top(view)
    if tab == "points":
        _points(view)
    elif tab in ("protocol", "constitution"):
        _part(view, tab)
    elif tab == "days":
        _days(view)
    elif tab == "table":
        show(study.table(view))
    else:
        show(study.membership(view))


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
    day = st.selectbox(
        frame.say("charter_on"),
        days,
        index=index_of(days, on),
        format_func=lambda d: frame.day(d) if d else frame.say("charter_newest_texts"),
        key=frame.key("charter-on"),
        label_visibility="collapsed",
        width=210,
    )
    chosen = st.multiselect(
        frame.say("charter_packages"),
        list(packages),
        default=[name for name in packages if name in wanted],
        format_func=lambda name: (
            f"{packages[name].author.rstrip('.')} · {packages[name].title_in(frame.language)}"
        ),
        placeholder=frame.say("charter_what_if"),
        key=frame.key("charter-packages"),
        label_visibility="collapsed",
    )
    if unknown:
        said = "; ".join(unknown)
        show(html("<p class='bad' role='alert'>{}: {}</p>", frame.say("charter_unknown"), said))
    return day or None, tuple(name for name in packages if name in chosen)


# --- The first screen -----------------------------------------------------------------------------


def _top(view: View) -> None:
    """The sentence, the bars and the tabs."""
    after = view.report.after
    missing = together(
        html("<p class='bad'>{}: {}</p>", view.say("charter_no_text"), view.said(reason))
        for reason in after.missing.values()
    )
    tabs = together(
        html(
            "<li><a href='{}'{}>{}</a></li>",
            view.link(tab=tab if tab != TABS[0] else "", p="", **{"with": ""}),
            html(" aria-current='true'") if tab == view.tab else NONE,
            view.say(f"charter_tab_{tab}"),
        )
        for tab in TABS
    )
    show(
        html(
            "<p class='met {}'><b>{}</b></p>{}{}<nav class='tabs'><ul>{}</ul></nav>",
            after.threshold.met,
            sentence(view),
            html("<div class='bars'>{}</div>", _bars(view)),
            missing,
            tabs,
        )
    )


def view_of(frame: Frame) -> View:
    """The verdicts on the newest texts, as the first page shows them."""
    return View(frame, measured(frame.library), _report(frame.library, None, ()), None)


def sentence(view: View) -> str:
    """How many paragraphs the law meets, how many are needed, and what that means for article 12."""
    now, law = view.report.after.threshold, view.report.before.threshold
    said = view.say(
        f"charter_sentence_{now.met}",
        full=now.full,
        core=now.core_full,
        best=now.full + now.undetermined,
        core_best=now.core_full + now.core_undetermined,
    )
    if view.report.packages:
        said += " " + view.say("charter_sentence_law", full=law.full, core=law.core_full)
    return said


def _bars(view: View) -> Html:
    """The numbers of article 12 as bars, each also in words."""
    now = view.report.after.threshold
    every = (now.full, now.partly, now.fails, now.undetermined)
    core = (now.core_full, now.core_partly, now.core_fails, now.core_undetermined)
    return _bar(view, "count_every", every, ACCEPTED) + _bar(
        view, "count_core", core, CORE_ACCEPTED
    )


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
        "<div><p class='count'><b>{0}</b></p><div class='bar' role='img' aria-label='{0}. {1}'>{2}"
        "<span class='need' style='left:{3:.2f}%'></span></div></div>",
        head,
        words,
        segments,
        100 * need / of,
    )


# --- Tabs -----------------------------------------------------------------------------------------


def _points(view: View) -> None:
    """Tiles and lines at the left, the paragraph that is open at the right."""
    shown = [v for v in view.report.after.part("charter") if verdicts.matches(view, v)]
    with st.container(key="ch"):
        left, right = st.columns([7, 6], gap="medium")
    with left:
        show(verdicts.filters(view) + verdicts.matrix(view, shown))
        if view.report.packages:
            show(
                html(
                    "<h2 class='art'>{}</h2>{}",
                    view.say("section_changes"),
                    verdicts.changes(view),
                )
            )
        show(verdicts.lines(view, shown))
    with right:
        _open(view)


def _part(view: View, part: str) -> None:
    with st.container(key="ch"):
        left, right = st.columns([7, 6], gap="medium")
    with left:
        show(
            html("<p class='soft'>{}</p>", view.say(f"intro_{part}"))
            + verdicts.lines(view, view.report.after.part(part))
        )
    with right:
        _open(view)


def _open(view: View) -> None:
    """The paragraph that is open; without one, what the tiles mean."""
    if view.open:
        show(charter_duty.duty(view))
        return
    editions = together((view.frame.norm_html(e) for e in view.report.after.editions), ", ")
    remarks = together(html("<li>{}</li>", view.said(r)) for r in view.report.after.remarks)
    show(
        html(
            "<div class='aside'><p>{}</p>{}<p class='soft'>{}: {}</p>{}<p class='soft'>{}</p></div>",
            view.say("charter_guide"),
            verdicts.legend(view),
            view.say("charter_texts"),
            editions,
            html(
                "<details><summary>{}</summary><ul class='soft'>{}</ul></details>",
                view.say("charter_remarks"),
                remarks,
            )
            if remarks
            else NONE,
            view.said(view.by.positions.statement),
        )
    )


def _days(view: View) -> None:
    """Which verdicts are other ones on another day, and why."""
    frame = view.frame
    days = [d for d in DAYS if d != (view.on or "")]
    other = asked("with") or days[0]
    try:
        other = dates.day(other)
        with st.spinner(frame.say("charter_computing")):
            differ = _between(frame.library, other, view.on)
    except KbError as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
        return
    choice = together(
        html(
            "<li><a href='{}'{}>{}</a></li>",
            view.link(**{"with": day}),
            html(" aria-current='true'") if day == other else NONE,
            frame.day(day),
        )
        for day in dict.fromkeys((*days, other))
    )
    rows = together(_two(view, each) for each in differ)
    heads = (frame.day(other), frame.day(view.on) if view.on else view.say("charter_newest_texts"))
    show(
        html(
            "<nav class='tabs small'><ul><li>{}</li>{}</ul></nav><p class='soft'>{} → {}</p>{}",
            view.say("charter_other_day"),
            choice,
            *heads,
            html("<ul class='changes'>{}</ul>", rows)
            if rows
            else html("<p>{}</p>", view.say("charter_days_same")),
        )
    )


def _two(view: View, each: Between) -> Html:
    """A verdict that differs: before and after, by which law, by which words."""
    now, known = view.report.before.of(each.id), {p.id: p for p in view.by.paragraphs}
    by_law = html("<br>{}: {}", view.say("charter_days_law"), each.law) if each.law else NONE
    return html(
        "<li><a href='{}'><b>{}</b></a> {} → {} {}{}<br><span class='soft'>{}</span></li>",
        view.link(tab=view.tab_of(now), p=now.id, **{"with": ""}),
        now.id,
        verdicts.chip(view.frame, each.before),
        verdicts.chip(view.frame, each.after),
        view.said(known[now.id].duty),
        by_law,
        verdicts.linked(view.frame, each.words),
    )


# --- To take away ---------------------------------------------------------------------------------


def _downloads(view: View) -> None:
    name = file_name("-".join(["charter", view.on or "newest", *view.report.packages]))
    language = view.frame.language
    place = st.popover(view.frame.say("download"))
    report, by = view.report, view.by
    for label, ending, mime, made in (
        ("download_docx", "docx", WORD, partial(sheets.docx, report, by, language)),
        ("download_xlsx", "xlsx", EXCEL, partial(sheets.xlsx, report, by, language)),
        ("download_md", "md", "text/markdown", partial(_markdown, view)),
        ("download_svg", "svg", "image/svg+xml", partial(sheets.svg, report, language)),
    ):
        place.download_button(
            view.frame.say(label),
            made,
            f"{name}.{ending}",
            mime,
            on_click="ignore",
            type="tertiary",
        )
    with place:
        # Percent-encoded: Streamlit takes an attribute away that has «</title>» in it.
        picture = quote(sheets.svg(report, language))
        show(
            html(
                "<button type='button' class='png' data-png='{}' data-svg='{}'>{}</button>",
                f"{name}.png",
                picture,
                view.frame.say("download_png"),
            )
        )


def _markdown(view: View) -> str:
    """Everything the page says, to take away."""
    report, by = view.report, view.by
    language = view.frame.language
    parts = [paper.text(report.after, by.paragraphs, by.rules, by.positions, language)]
    if report.packages:
        parts.append(paper.changes_text(report.changes, report.after, language))
        parts.append(paper.refused_text(report.refused, language))
    return "".join([*parts, paper.standings_text(report.standings, by.positions, language)])
