"""A package as Markdown: title, amending text, comparative table, remarks, sources."""

from __future__ import annotations

from kb.safe import markdown_cell, markdown_line, markdown_text
from kb.write.comparison import CellLine, Entry
from kb.write.package_paper import COLUMNS, DISCLAIMER, Paper, absent_left, without_wording


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


def _cell(lines: tuple[CellLine, ...]) -> str:
    return "<br>".join(_marked(line) for line in lines)


def _row(entry: Entry) -> str:
    element = f"{entry.element} — {entry.act.form} «{entry.act.title}»"
    left = "*отсутствует*" if absent_left(entry) else _cell(entry.left)
    right = _cell(entry.right) or f"*{markdown_cell(without_wording(entry))}*"
    grounds = markdown_cell(entry.item.grounds)
    cells = (str(entry.number), markdown_cell(element), left, right, grounds)
    return f"| {' | '.join(cells)} |"


def write(paper: Paper) -> str:
    """The package as one Markdown document (CommonMark with tables)."""
    out = [f"# {markdown_line(paper.title)}", markdown_text(paper.subtitle)]
    if paper.amending:
        out.append("## Текст поправок")
        # One paragraph with broken lines: apart, «2) …» would become an item of a list.
        out.append(markdown_text("\n".join(paper.amending)))
    out.append("## Сравнительная таблица")
    out.append(f"Действующая редакция: {markdown_text('; '.join(paper.editions))}")
    table = [f"| {' | '.join(COLUMNS)} |", "| ---: | --- | --- | --- | --- |"]
    table.extend(_row(entry) for entry in paper.entries)
    out.append("\n".join(table))
    out.append("Исключаемые слова зачеркнуты, новые выделены полужирным с подчеркиванием.")
    if paper.remarks:
        out.append("## Замечания")
        for heading, lines in paper.remarks:
            out.append(f"### {markdown_line(heading)}")
            out.append("\n".join(f"- {markdown_line(line)}" for line in lines))
    out.append("## Источники")
    out.append("\n".join(f"- {markdown_line(line)}" for line in paper.sources))
    out.append(f"*{markdown_text(DISCLAIMER)}*")
    return "\n\n".join(out) + "\n"
