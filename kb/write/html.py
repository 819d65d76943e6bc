"""HTML of texts and comparisons: fragments for the pages, and a package as a document of its own.

Every text is escaped where it enters a template (kb/ground/html.py); marks of change differ by line and weight, not by colour only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb.compare.table import CellLine
from kb.ground.html import NONE, Html, escaped, html, together
from kb.norm.marks import Segments, Side, seen
from kb.write.paper import (
    Block,
    Bullets,
    Cell,
    FormLine,
    Grid,
    Heading,
    Paper,
    Plain,
    Table,
    Wording,
    grid,
    with_grids,
    wording,
)


def _seen(marked: Segments, side: Side | None) -> Segments:
    return seen(marked, side) if side else marked


def segments(marked: Segments, side: Side | None = None) -> Html:
    """Marked words; `side` left leaves insertions out, right leaves deletions out."""
    shown = _seen(marked, side)
    table = grid(shown)
    if table is not None:
        return _grid(table)
    return together(_marked(op, escaped(text)) for op, text in shown)


def _marked(op: str, text: Html) -> Html:
    match op:
        case "-":
            return html("<del>{}</del>", text)
        case "+":
            return html("<ins>{}</ins>", text)
        case "<":
            return html("<del class='moved'>{}</del>", text)
        case ">":
            return html("<ins class='moved'>{}</ins>", text)
        case _:
            return text


def _grid(table: Grid) -> Html:
    rows = together(
        html("<tr>{}</tr>", together(html("<td>{}</td>", segments(cell)) for cell in row))
        for row in table.rows
    )
    return html(
        "<div class='scroll' tabindex='0'><table class='law'><tbody>{}</tbody></table></div>", rows
    )


def paragraph(inner: Html) -> Html:
    """A line of a cell; HTML has no table in a paragraph."""
    return html("<div>{}</div>", inner) if "<table" in inner else html("<p>{}</p>", inner)


def cell(lines: tuple[CellLine, ...], side: Side | None = None) -> Html:
    """A cell of the comparative table."""
    return _pieces(with_grids(replace(x, segments=_seen(x.segments, side)) for x in lines))


def _pieces(pieces: Iterable[CellLine | Grid]) -> Html:
    out = []
    for piece in pieces:
        if isinstance(piece, Grid):
            out.append(_grid(piece))
            continue
        mark = html("<b class='mark'>{}</b> ", piece.mark) if piece.mark else NONE
        shown = html("<bdi>{}{}</bdi>", mark, segments(piece.segments))
        out.append(paragraph(shown))
    return together(out)


# No quotation marks: the style goes through the escaping of every text.
_STYLE = (
    "body{font:12pt Times New Roman,serif;margin:2cm}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;overflow-wrap:anywhere}"
    "td,th{border:1px solid #555;padding:.3em .5em;vertical-align:top}td p{margin:0 0 .4em}"
    "ins{font-weight:bold;text-decoration:underline}del{text-decoration:line-through}"
    ".moved{font-weight:normal;text-decoration-style:double}"
    ".right{text-align:right}.centre,.title{text-align:center;font-weight:bold}.left{font-weight:bold}"
    ".aside{font-style:italic}table.law{width:auto;table-layout:auto;margin:.3em 0}"
    "@page{size:A4 landscape;margin:2cm}thead{display:table-header-group}"
)


def _table(table: Table, language: str) -> Html:
    total = sum(c.width_cm for c in table.columns)
    widths = together(html("<col style='width:{:.1%}'>", c.width_cm / total) for c in table.columns)
    heads = together(html("<th scope='col'>{}</th>", c.title[language]) for c in table.columns)
    body = together(html("<tr>{}</tr>", _row(row, len(table.columns))) for row in table.rows)
    return html(
        "<table><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        widths,
        heads,
        body,
    )


def _row(row: tuple[Cell, ...] | str, columns: int) -> Html:
    if isinstance(row, str):
        return html("<th colspan='{}' scope='rowgroup'>{}</th>", columns, row)
    return together(html("<td>{}</td>", _cell(cell)) for cell in row)


def _cell(filling: Cell) -> Html:
    if filling.aside:
        return html("<div class='aside'>{}</div>", _pieces(filling.pieces))
    return _pieces(filling.pieces)


def _block(block: Block, language: str) -> Html:
    match block:
        case Table():
            return _table(block, language)
        case Heading(text, level):
            return html("<h{}>{}</h{}>", level + 1, text, level + 1)
        case FormLine(text, place):
            if place == "title":
                return html("<h1 class='title'>{}</h1>", text)
            return html("<p class='{}'>{}</p>", place, text)
        case Wording(lines):
            return together(
                _grid(piece) if isinstance(piece, Grid) else html("<p>{}</p>", piece)
                for piece in wording(lines)
            )
        case Grid():
            return _grid(block)
        case Bullets(items):
            return html("<ul>{}</ul>", together(html("<li>{}</li>", item) for item in items))
        case Plain(text, aside):
            return html("<p><i>{}</i></p>", text) if aside else html("<p>{}</p>", text)


def write(paper: Paper) -> Html:
    """The paper as an HTML document that needs nothing from elsewhere."""
    parts = [html("<h1>{}</h1><p>{}</p>", paper.title, paper.subtitle)] if paper.titled else []
    parts += [_block(block, paper.language) for block in paper.blocks]
    return html(
        "<!doctype html><html lang='{}'><head><meta charset='utf-8'>"
        "<title>{}</title><style>{}</style></head>"
        "<body>{}</body></html>\n",
        paper.language,
        paper.title,
        _STYLE,
        together(parts),
    )
