"""A paper as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kb.compare.table import CellLine
from kb.ground.safe import markdown_cell, markdown_line, markdown_text
from kb.norm.marks import Segments
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
    wording,
)


def _marked(line: CellLine) -> str:
    """A cell's line."""
    words = _words(line.segments)
    return f"{markdown_cell(line.mark)} {words}" if line.mark else words


_MARKED = {"-": "<del>{}</del>", "+": "<ins>**{}**</ins>", "<": "<s>{}</s>", ">": "<u>{}</u>"}


def _words(segments: Segments) -> str:
    """Marked words for a cell: removed ones struck, new ones bold and underlined."""
    words = ""
    for op, text in segments:
        core = text.strip()
        if op == "=" or not core:
            words += markdown_cell(text)
            continue
        before = text[: len(text) - len(text.lstrip())]
        after = text[len(text.rstrip()) :]
        shown = markdown_cell(core)
        words += f"{before}{_MARKED[op].format(shown)}{after}"
    return words


def _cell(cell: Cell) -> str:
    """The lines of a cell; a table among them, for which Markdown has no form here, as HTML."""
    shown, before = "", None
    for piece in cell.pieces:
        if isinstance(piece, Grid):
            shown += _inner(piece)
        else:
            aside = cell.aside and bool(piece.text)
            line = f"*{markdown_cell(piece.text)}*" if aside else _marked(piece)
            shown += f"<br>{line}" if isinstance(before, CellLine) else line
        before = piece
    return shown


def _inner(grid: Grid) -> str:
    rows = (f"<tr>{''.join(f'<td>{_words(cell)}</td>' for cell in row)}</tr>" for row in grid.rows)
    return f"<table>{''.join(rows)}</table>"


def _outer(grid: Grid) -> str:
    """A table on its own: its first row stands as the head, without which Markdown has no table."""
    rows = [[_words(cell) for cell in row] + [""] * (grid.width - len(row)) for row in grid.rows]
    return _printed([rows[0], ["---"] * grid.width, *rows[1:]])


def _printed(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(row: tuple[Cell, ...] | str, table: Table) -> list[str]:
    """The cells of a row; Markdown has no row across all columns, so it takes the widest one."""
    if not isinstance(row, str):
        return [_cell(cell) for cell in row]
    widest = max(table.columns, key=lambda c: c.width_cm)
    return [f"**{markdown_cell(row)}**" if c is widest else "" for c in table.columns]


def _table(table: Table, language: str) -> str:
    heads = [markdown_cell(c.title[language]) for c in table.columns]
    rules = ["---:" if c.field == "number" else "---" for c in table.columns]
    return _printed([heads, rules, *(_row(row, table) for row in table.rows)])


def _together(pieces: Iterable[str | Grid]) -> str:
    """Lines as one paragraph, tables apart."""
    listed = list(pieces)
    grids = [_outer(piece) for piece in listed if isinstance(piece, Grid)]
    return "\n\n".join(grids) or markdown_text("\n".join(map(str, listed)))


def _block(block: Block, language: str) -> str:
    match block:
        case Table():
            return _table(block, language)
        case Heading():
            return f"{'#' * (block.level + 1)} {markdown_line(block.text)}"
        case FormLine(text, place):
            shown = markdown_line(text)
            return {"title": f"# {shown}", "centre": f"**{shown}**", "right": f"*{shown}*"}.get(
                place, shown
            )
        case Grid():
            return _outer(block)
        case Wording(lines):
            # One paragraph with broken lines: apart, «2) …» would become an item of a list.
            parts = groupby(wording(lines), lambda piece: isinstance(piece, Grid))
            return "\n\n".join(_together(pieces) for _, pieces in parts)
        case Bullets():
            return "\n".join(f"- {markdown_line(item)}" for item in block.items)
        case Plain(text, aside):
            return f"*{markdown_text(text)}*" if aside else markdown_text(text)


def write(paper: Paper) -> str:
    """The paper as one Markdown document (CommonMark with tables)."""
    out = []
    if paper.titled:
        out = [f"# {markdown_line(paper.title)}", markdown_text(paper.subtitle)]
    out += [_block(block, paper.language) for block in paper.blocks]
    return "\n\n".join(filter(None, out)) + "\n"
