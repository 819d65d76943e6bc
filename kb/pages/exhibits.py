"""The studies' tables and figures on the page Исследования and beside the amendments that rest on them:
the chart, the table as printed, what does not agree, where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import streamlit as st

from kb.ground.errors import NotFound
from kb.ground.html import NONE, Html, html, together
from kb.ground.saying import say
from kb.library.study import Study
from kb.pages.frame import Frame, asked, index_of, show
from kb.search import among
from kb.studies.arithmetic import Outcome, across, outcomes
from kb.studies.exhibits import Exhibit, Exhibits, Row
from kb.studies.number import numbers
from kb.studies.themes import themes

_BAR: Final = 15  # the height of a bar, in pixels
_EVERY: Final = ""


def theme_words(frame: Frame, theme: str) -> str:
    return frame.said(say(f"studies.theme_{theme}"))


def author(frame: Frame, studies: Mapping[str, Study]) -> str:
    """The study that the reader chooses, "" for all."""
    names = [_EVERY, *studies]
    return str(
        st.selectbox(
            frame.say("study"),
            names,
            index=index_of(names, asked("study")),
            format_func=lambda s: (
                f"{studies[s].name.rstrip('.')}. {studies[s].title}"
                if s
                else frame.say("all_authors")
            ),
            key=frame.key("study"),
        )
    )


# --- The view of tables -----------------------------------------------------------------------


def page(frame: Frame, studies: Mapping[str, Study]) -> None:
    """Draws the tables and figures: the list at the left, the chosen one at the right."""
    first, second, third = st.columns([3, 3, 2])
    query = first.text_input(
        frame.say("studies_words_tables"),
        value=asked("q") or "",
        key=frame.key("tables-q"),
        max_chars=400,
    ).strip()
    with second:
        study = author(frame, studies)
    theme = _theme(frame, third)
    view = {"q": query, "study": study, "theme": theme}
    try:
        listed = _listed(frame, view)
    except NotFound as error:
        show(html("<p class='bad' role='alert'>{}</p>", frame.said(error.said)))
        return
    chosen = _chosen(listed)
    here = f"{chosen[0].study}#{chosen[1].id}" if chosen else None
    frame.remember(view="tables", exhibit=here, **{k: v or None for k, v in view.items()})
    if not chosen:
        show(html("<p role='status'>{}</p>", frame.say("studies_no_tables")))
        return
    with st.container(key="am-exhibits"):
        left, right = st.columns([1, 2], gap="medium")
    with left:
        show(_picks(frame, studies, listed, chosen, view))
    with right:
        draw(frame, studies, *chosen)


def _listed(frame: Frame, view: Mapping[str, str]) -> list[tuple[Exhibits, Exhibit]]:
    """The exhibits that answer. Raises NotFound for words that cannot be read."""
    listed = [
        (e, x)
        for e in frame.library.exhibits()
        for x in e.exhibits
        if view["study"] in ("", e.study) and view["theme"] in ("", *x.themes)
    ]
    if not view["q"]:
        return listed
    by_id = {f"{e.study}#{x.id}": (e, x) for e, x in listed}
    return [by_id[w] for w in among(frame.library, view["q"], "exhibit") if w in by_id]


def _theme(frame: Frame, place: st.delta_generator.DeltaGenerator) -> str:
    there = {t for e in frame.library.exhibits() for x in e.exhibits for t in x.themes}
    names = [_EVERY, *(t for t in themes() if t in there)]
    return str(
        place.selectbox(
            frame.say("theme"),
            names,
            index=index_of(names, asked("theme")),
            format_func=lambda t: theme_words(frame, t) if t else frame.say("all_themes"),
            key=frame.key("tables-theme"),
        )
    )


def _chosen(listed: Sequence[tuple[Exhibits, Exhibit]]) -> tuple[Exhibits, Exhibit] | None:
    """The exhibit that the URL names, else the first with numbers."""
    wanted = asked("exhibit")
    named = next((f for f in listed if f"{f[0].study}#{f[1].id}" == wanted), None)
    return named or next((f for f in listed if f[1].rows), None) or next(iter(listed), None)


def _picks(
    frame: Frame,
    studies: Mapping[str, Study],
    listed: Sequence[tuple[Exhibits, Exhibit]],
    chosen: tuple[Exhibits, Exhibit],
    view: Mapping[str, str],
) -> Html:
    """The tables and figures as links, each with its author and how much does not agree in it."""

    def row(of: Exhibits, exhibit: Exhibit) -> Html:
        kept = {k: v for k, v in view.items() if v}
        url = frame.link("studies", view="tables", **kept, exhibit=f"{of.study}#{exhibit.id}")
        faults = sum(len(o.faults) for o in outcomes(of, exhibit))
        about = [name(studies, of.study)]
        if faults:
            about.append(frame.count("studies_faults", faults))
        here = html(" aria-current='true'") if exhibit is chosen[1] else NONE
        return html(
            "<li><a href='{}'{}><b>{}</b><span class='soft'>{}</span></a></li>",
            url,
            here,
            frame.said(exhibit.words),
            " · ".join(about),
        )

    return html(
        "<nav class='picks' aria-label='{}'><ol>{}</ol></nav>",
        frame.say("studies_view_tables"),
        together(row(*f) for f in listed),
    )


def name(studies: Mapping[str, Study], study: str) -> str:
    return studies[study].name.rstrip(".") if study in studies else study


# --- One exhibit ------------------------------------------------------------------------------


def draw(frame: Frame, studies: Mapping[str, Study], of: Exhibits, exhibit: Exhibit) -> None:
    """Draws an exhibit: its chart, then the table, what does not agree, and its source."""
    st.header(frame.said(exhibit.words))
    numbered = of.exhibit(exhibit.same) if exhibit.same else exhibit
    show(_status(frame, of, exhibit, numbered))
    if numbered.chart:
        _charts(frame, numbered)
    whole = together(outcome(frame, o) for o in across(of))
    show(
        table(frame, numbered)
        + _told(frame, of, numbered)
        + _told_of(frame, exhibit, numbered)
        + _source(frame, studies, of, exhibit)
        + (
            html(
                "<details class='below'><summary>{}</summary>{}</details>",
                frame.say("studies_whole"),
                whole,
            )
            if whole
            else NONE
        )
    )


def _status(frame: Frame, of: Exhibits, exhibit: Exhibit, numbered: Exhibit) -> Html:
    """What of a figure is here: the pictures themselves did not survive recognition."""
    parts = []
    if exhibit.kind == "figure":
        parts.append(html("<p class='soft'>{}</p>", frame.say("studies_picture_lost")))
    if exhibit.same:
        link = frame.link("studies", view="tables", exhibit=f"{of.study}#{numbered.id}")
        said = frame.say("studies_same")
        parts.append(html("<p>{} <a href='{}'>{}</a></p>", said, link, frame.said(numbered.words)))
    if exhibit.page:
        link = frame.link(exhibit.page)
        said = frame.say("studies_elsewhere")
        parts.append(
            html("<p>{} <a href='{}'>{}</a></p>", said, link, frame.say(f"page_{exhibit.page}"))
        )
    return together(parts)


def _charts(frame: Frame, exhibit: Exhibit) -> None:
    """The numbers of the columns as bars, in the order of the table; a chart for each group."""
    places = st.columns(2) if len(exhibit.groups) > 1 else [st.container()]
    for nth, group in enumerate(exhibit.groups):
        with places[nth % len(places)]:
            if group:
                st.markdown(f"**{group.rstrip(':')}**")
            _chart(frame, exhibit, exhibit.in_group(group))


def _chart(frame: Frame, exhibit: Exhibit, rows: Sequence[Row]) -> None:
    columns = {head: exhibit.column(head) for head in exhibit.chart}
    drawn = [r for r in rows if any(_value(r.cells[at]) is not None for at in columns.values())]
    label = exhibit.head[0] or " "
    data = {label: [r.name for r in drawn]} | {
        head: [_value(r.cells[at]) for r in drawn] for head, at in columns.items()
    }
    percent = any("%" in r.cells[at] for r in drawn for at in columns.values())
    st.bar_chart(
        data,
        x=label,
        y=list(columns),
        x_label="%" if percent else frame.say("studies_printed"),
        y_label="",
        horizontal=True,
        stack=False,
        sort=False,
        height=100 + _BAR * len(drawn) * (1 + len(columns)),
    )


def _value(cell: str) -> float | None:
    there = numbers(cell)
    return float(there[0].value) if there else None


def table(frame: Frame, exhibit: Exhibit) -> Html:
    """The rows as printed; the questions of a questionnaire; the author's words."""
    parts = []
    if exhibit.rows:
        heads = together(html("<th scope='col'>{}</th>", h) for h in exhibit.head)
        over = NONE
        if exhibit.over:
            span = len(exhibit.head) - 1
            over = html("<tr><th></th><th colspan='{}'>{}</th></tr>", span, exhibit.over)
        parts.append(
            html(
                "<div class='wide' tabindex='0' role='region' aria-label='{}' lang='ru'>"
                "<table class='numbers'><thead>{}<tr>{}</tr></thead><tbody>{}</tbody></table></div>",
                frame.said(exhibit.words),
                over,
                heads,
                together(_rows(exhibit)),
            )
        )
    if exhibit.questions:
        parts.append(html("<ol class='asked' lang='ru'>{}</ol>", together(_questions(exhibit))))
    parts += [html("<blockquote lang='ru'>«{}»</blockquote>", q.words) for q in exhibit.quotes]
    return together(parts)


def _rows(exhibit: Exhibit) -> Iterator[Html]:
    for group in exhibit.groups:
        if group:
            span = len(exhibit.head)
            yield html("<tr><th scope='rowgroup' colspan='{}'>{}</th></tr>", span, group)
        for row in exhibit.in_group(group):
            cells = together(html("<td>{}</td>", c) for c in row.cells[1:])
            yield html("<tr><td class='name'>{}</td>{}</tr>", row.name, cells)


def _questions(exhibit: Exhibit) -> Iterator[Html]:
    for question in exhibit.questions:
        offered = " · ".join(question.options)
        yield html("<li value='{}'>{}", question.number, question.words) + (
            html("<br><span class='soft'>{}</span></li>", offered) if offered else html("</li>")
        )


def _told(frame: Frame, of: Exhibits, exhibit: Exhibit) -> Html:
    return together(outcome(frame, o) for o in outcomes(of, exhibit))


def outcome(frame: Frame, result: Outcome) -> Html:
    """What came of a rule: one line, then what does not agree and what else follows."""
    faults = together(html("<li class='fault'>{}</li>", frame.said(f)) for f in result.faults)
    notes = together(html("<li>{}</li>", frame.said(n)) for n in result.notes)
    listed = html("<ul>{}{}</ul>", faults, notes) if faults or notes else NONE
    return html(
        "<div class='note{}'><b>{}</b>{}</div>",
        " risk" if result.faults else "",
        frame.said(result.words),
        listed,
    )


def _told_of(frame: Frame, *exhibits: Exhibit) -> Html:
    """The editor's remarks, the norms and the amendments of an exhibit and of the one it draws."""
    parts = []
    for remark in dict.fromkeys(r for e in exhibits for r in e.remarks):
        parts.append(html("<p class='remark'>{}</p>", frame.said(remark)))
    norms = together(
        html(
            "<li>{} <span class='soft' lang='ru'>{}</span></li>",
            frame.norm_html(str(n.address)),
            n.remark,
        )
        for n in dict.fromkeys(n for e in exhibits for n in e.norms)
    )
    if norms:
        parts.append(html("<ul class='norms'>{}</ul>", norms))
    for item in dict.fromkeys(a for e in exhibits for a in e.amendments):
        package, _, number = item.partition("#")
        url = frame.link("amendments", package=package, item=number)
        said = frame.say("studies_amendment", number=number)
        parts.append(html("<p><a href='{}'>{}</a></p>", url, said))
    return together(parts)


def _source(frame: Frame, studies: Mapping[str, Study], of: Exhibits, exhibit: Exhibit) -> Html:
    """Whose it is and under which heading; its lines, and what recognition left, folded."""
    study = studies.get(of.study)
    cited = study.citation if study else of.study
    lines = frame.say("studies_lines", first=str(exhibit.lines[0]), last=str(exhibit.lines[1]))
    noise = frame.say("studies_noise", words="; ".join(exhibit.noise)) if exhibit.noise else ""
    return html(
        "<p class='soft'><span lang='ru'>{}</span><br>{}: <a href='{}' lang='ru'>{}</a> · "
        "<span lang='ru'>{}</span></p>"
        "<details class='below'><summary>{}</summary><p class='soft'><span lang='ru'>{}</span><br>{}{}</p>"
        "</details>",
        exhibit.note,
        frame.say("source_of"),
        frame.link("studies", study=of.study),
        name(studies, of.study),
        exhibit.section,
        frame.say("studies_place"),
        cited,
        lines,
        html("<br>{}", noise) if noise else NONE,
    )


# --- Beside an amendment ----------------------------------------------------------------------


def of_amendment(frame: Frame, package: str, item: str) -> Html:
    """The study's numbers that an amendment rests on, folded: the tables, what does not agree in them."""
    wanted = f"{package}#{item}"
    grounds = [
        (e, x)
        for e in frame.library.exhibits()
        for x in e.exhibits
        if wanted in x.amendments and x.rows
    ]
    if not grounds:
        return NONE
    parts = together(
        html(
            "<p><b><a href='{}'>{}</a></b></p>{}{}{}",
            frame.link("studies", view="tables", exhibit=f"{e.study}#{x.id}"),
            frame.said(x.words),
            table(frame, x),
            _told(frame, e, x),
            together(html("<p class='remark'>{}</p>", frame.said(r)) for r in x.remarks),
        )
        for e, x in grounds
    )
    said = frame.say("studies_evidence", n=len(grounds))
    return html("<details class='below evidence'><summary>{}</summary>{}</details>", said, parts)
