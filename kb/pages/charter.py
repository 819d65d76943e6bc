"""Хартия: the study's table of the Charter against the law of Kazakhstan, each cell on its norms."""

from __future__ import annotations

import streamlit as st

from kb.charter.table import Cell, TableRow, from_data, linked
from kb.pages.frame import Frame, show
from kb.write.safe import html_text

TABLE = "akanova-2024-table-1"


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_charter"))
    table = from_data(frame.library.table(TABLE))
    link = html_text(frame.norm_link("charter-1985"))
    show(
        f"<p><b>{html_text(table.title)}</b> <span class='chip'>{html_text(table.label)}</span></p>"
        f"<p>{html_text(frame.say('charter_intro'))}</p>"
        f"<p class='note'>{html_text(frame.say('charter_label'))} "
        f"<a href='{link}'>{html_text(frame.say('charter_read'))}</a></p>"
    )
    heads = tuple(frame.say(f"table_{k}") for k in ("criterion", "charter", "kazakhstan"))
    head = "".join(f"<th scope='col'>{html_text(h)}</th>" for h in heads)
    body = "".join(_row(frame, row, heads) for row in table.rows)
    show(
        f"<table class='study'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p class='soft'>{html_text(table.citation)}<br>{html_text(table.place)}<br>"
        f"{html_text(table.after)}</p>"
    )


def _row(frame: Frame, row: TableRow, heads: tuple[str, ...]) -> str:
    remarks = "".join(f"<p class='note'>{html_text(r)}</p>" for r in row.remarks)
    cells = (
        f"<b>{html_text(row.criterion)}</b>{remarks}",
        _cell(frame, row.charter),
        _cell(frame, row.kazakhstan),
    )
    shown = "".join(
        f"<td data-head='{html_text(h)}'>{c}</td>" for h, c in zip(heads, cells, strict=True)
    )
    return f"<tr>{shown}</tr>"


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
        f"{frame.norm_html(x.address)}. {html_text(x.says)}</p>"
        for x in cell.later
    )
    return f"{words}<ul class='norms'>{links}</ul>{later}"
