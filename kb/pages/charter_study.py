"""The study's table on the page Хартия, a line for each row, and what studies say of Kazakhstan's part
in the Charter."""

from __future__ import annotations

from kb.charter.positions import TABLE, Standing
from kb.charter.table import Cell, TableRow, from_data, linked
from kb.ground.html import Html, escaped, html, together
from kb.pages.charter_duty import standing_line
from kb.pages.charter_matrix import TREATY, View, chip
from kb.pages.frame import Frame


def table(view: View) -> Html:
    """What the study's rows say and what is computed; the cells word for word on demand."""
    frame = view.frame
    study = from_data(frame.library.table(TABLE))
    rows = together(_row(view, row, nth) for nth, row in enumerate(study.rows, 1))
    return html(
        "<p lang='ru'><b>{}</b> <span class='chip'>{}</span></p><p>{}</p>"
        "<p class='soft'>{} <a href='{}'>{}</a></p>"
        "<div class='studyrows'><p class='heads soft'><span>{}</span><span>{} ↔ {}</span></p>{}</div>"
        "<p class='soft' lang='ru'>{}<br>{}<br>{}</p>",
        study.title,
        study.label,
        view.say("charter_intro"),
        view.say("charter_label"),
        frame.norm_link(TREATY),
        view.say("charter_read"),
        view.say("table_criterion"),
        view.say("standing_says"),
        view.say("standing_computed"),
        rows,
        study.citation,
        study.place,
        study.after,
    )


def _row(view: View, row: TableRow, nth: int) -> Html:
    """A row: the criterion, the study's verdict beside the computed one, the rest folded."""
    frame = view.frame
    standings = [s for s in view.report.standings if s.position.row == nth]
    short = together((_short(view, s) for s in standings), " ")
    if not standings:
        short = html("<span class='soft'>{}</span>", view.say("table_not_computed"))
    remarks = together(html("<p class='remark'>{}</p>", frame.said(r)) for r in row.remarks)
    beside = together(html("<div class='beside'>{}</div>", _beside(view, s)) for s in standings)
    return html(
        "<details class='studyrow' id='row-{}'><summary><b lang='ru'>{}</b><span>{}</span></summary>"
        "<div class='cells'><div><p class='soft'>{}</p>{}</div><div><p class='soft'>{}</p>{}</div></div>"
        "{}{}</details>",
        nth,
        row.criterion,
        short,
        view.say("table_charter"),
        _cell(frame, row.charter),
        view.say("table_kazakhstan"),
        _cell(frame, row.kazakhstan),
        remarks,
        beside,
    )


def _short(view: View, standing: Standing) -> Html:
    """«3.1 соответствует ↔ частично»."""
    said = standing.position
    return html(
        "<span class='pair'>{} {} ↔ {}</span>",
        said.paragraph,
        chip(view.frame, said.says),
        chip(view.frame, standing.verdict),
    )


def _beside(view: View, standing: Standing) -> Html:
    paragraph = standing.position.paragraph
    return html(
        "<a href='{}'><b>{}</b></a>{}",
        view.paragraph(paragraph),
        paragraph,
        standing_line(view, standing),
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
            "<p class='remark'>{}: {}. {}</p>",
            frame.say("table_later"),
            frame.norm_html(x.address),
            frame.said(x.says),
        )
        for x in cell.later
    )
    return html("<div lang='ru'>{}</div><ul class='norms'>{}</ul>{}", words, links, later)


def membership(view: View) -> Html:
    """What the studies say of Kazakhstan's part in the Charter; they contradict each other."""
    rows = []
    for said in view.by.positions.membership:
        study, _, claim = said.claim.partition("#")
        rows.append(
            html(
                "<li><a href='{}' lang='ru'>{}</a> <span class='soft'>{}</span>"
                "<blockquote lang='ru'>{}</blockquote><p class='remark'>{}</p></li>",
                view.frame.link("studies", study=study, claim=claim),
                said.author,
                view.said(said.place),
                said.words,
                view.said(said.remark),
            )
        )
    return html(
        "<p><b>{}</b></p><p class='soft'>{}</p><ul class='evidence'>{}</ul>",
        view.said(view.by.positions.statement),
        view.say("intro_member"),
        together(rows),
    )
