"""A paper as Markdown."""

from __future__ import annotations

from kb.compare.table import CellLine
from kb.ground.safe import markdown_cell, markdown_line, markdown_text
from kb.write.paper import Block, Bullets, Cell, Heading, Line, Paper, Plain, Table, Wording


def _marked(line: CellLine) -> str:
    """A cell's line: removed words struck, new ones bold and underlined."""
    parts = [markdown_cell(line.mark)] if line.mark else []
    words = ""
    for op, text in line.segments:
        core = text.strip()
        if op == "=" or not core:
            words += markdown_cell(text)
            continue
        before = text[: len(text) - len(text.lstrip())]
        after = text[len(text.rstrip()) :]
        shown = markdown_cell(core)
        shown = f"<del>{shown}</del>" if op == "-" else f"<ins>**{shown}**</ins>"
        words += f"{before}{shown}{after}"
    return " ".join([*parts, words])


def _cell(cell: Cell) -> str:
    if cell.aside:
        return f"*{'<br>'.join(markdown_cell(line.text) for line in cell.lines)}*" * bool(
            cell.lines
        )
    return "<br>".join(_marked(line) for line in cell.lines)


def _row(row: tuple[Cell, ...] | str, table: Table) -> list[str]:
    """The cells of a row; Markdown has no row across all columns, so it takes the widest one."""
    if not isinstance(row, str):
        return [_cell(cell) for cell in row]
    widest = max(table.columns, key=lambda c: c.width_cm)
    return [f"**{markdown_cell(row)}**" if c is widest else "" for c in table.columns]


def _table(table: Table, language: str) -> str:
    heads = [markdown_cell(c.title[language]) for c in table.columns]
    rules = ["---:" if c.field == "number" else "---" for c in table.columns]
    rows = [heads, rules, *(_row(row, table) for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _block(block: Block, language: str) -> str:
    match block:
        case Table():
            return _table(block, language)
        case Heading():
            return f"{'#' * (block.level + 1)} {markdown_line(block.text)}"
        case Line(text, place):
            shown = markdown_line(text)
            return {"title": f"# {shown}", "centre": f"**{shown}**", "right": f"*{shown}*"}.get(
                place, shown
            )
        case Wording():
            # One paragraph with broken lines: apart, «2) …» would become an item of a list.
            return markdown_text("\n".join(block.lines))
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
