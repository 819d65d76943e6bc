"""HTML of texts and comparisons: fragments for the pages, and a package as a document of its own.

Every text passes through `html_text`; marks of change differ by line and weight, not by colour only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kb.compare.table import CellLine
from kb.ground.safe import html_text
from kb.norm.difference import Change, Row, Segments, Unit
from kb.write.paper import Block, Bullets, Cell, Heading, Paper, Plain, Table, Wording

STATUS_RU: Mapping[Change, str] = {
    Change.UNCHANGED: "без изменений",
    Change.CHANGED: "изменено",
    Change.INSERTED: "дополнено",
    Change.DELETED: "исключено",
    Change.MOVED: "перемещено",
}


def segments(found: Segments, side: str = "both") -> str:
    """Marked words; `side` left leaves insertions out, right leaves deletions out."""
    out = []
    for op, text in found:
        shown = html_text(text)
        if op == "=":
            out.append(shown)
        elif op == "-" and side != "right":
            out.append(f"<del>{shown}</del>")
        elif op == "+" and side != "left":
            out.append(f"<ins>{shown}</ins>")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Face:
    """How a page says what a comparison shows: the column heads, and words for its parts.

    `label` names a change, `name` a unit by its address, `folded` a run of n unchanged rows; `link`
    gives the URL of a unit, where units have one; `cause` gives what stands behind a change, as HTML
    whose texts are escaped.
    """

    heads: tuple[str, str, str]
    label: Callable[[Change], str]
    name: Callable[[str], str]
    folded: Callable[[int], str]
    link: Callable[[str], str] | None = None
    cause: Callable[[Row], str] | None = None


def _unit(unit: Unit | None, row: Row, side: str, marks: Mapping[str, str], face: Face) -> str:
    head = html_text(face.heads[1 if side == "left" else 2])
    if unit is None:
        return f'<td class="none" data-head="{head}">—</td>'
    mark = marks.get(unit.address, "")
    shown = f"<b class='mark'>{html_text(mark)}</b> " if mark else ""
    if face.link and mark:
        shown = f"<a href='{html_text(face.link(unit.address))}'>{shown.strip()}</a> "
    words = segments(row.segments, side)
    return f'<td data-head="{head}"><bdi>{shown}{words}</bdi></td>'


def _status(row: Row, face: Face) -> str:
    """What happened, in words, and to which unit; a moved one is named in both places."""
    units = [u for u in (row.left, row.right) if u is not None]
    names = list(dict.fromkeys(face.name(u.address) for u in units))
    where = " → ".join(names) if len(names) > 1 else names[0]
    chip = f'<span class="chip {row.status.value}">{html_text(face.label(row.status))}</span>'
    cause = face.cause(row) if face.cause and row.status != Change.UNCHANGED else ""
    return f'<td class="status">{chip}{cause}<br><span class="soft">{html_text(where)}</span></td>'


def rows_html(rows: Iterable[Row], marks: Mapping[str, str], face: Face) -> str:
    """Rows side by side; runs of unchanged ones fold into one line that opens on a click."""
    groups: list[tuple[bool, list[Row]]] = []
    for row in rows:
        same = row.status == Change.UNCHANGED
        if groups and groups[-1][0] == same:
            groups[-1][1].append(row)
        else:
            groups.append((same, [row]))
    head = "".join(f"<th scope='col'>{html_text(h)}</th>" for h in face.heads)
    columns = "<colgroup><col class='c0'><col class='c1'><col class='c1'></colgroup>"
    out = [f"<div class='diff'><table>{columns}<thead><tr>{head}</tr></thead></table>"]
    for same, group in groups:
        body = "".join(
            f'<tr class="{row.status.value}">{_status(row, face)}'
            f"{_unit(row.left, row, 'left', marks, face)}"
            f"{_unit(row.right, row, 'right', marks, face)}</tr>"
            for row in group
        )
        table = f"<table>{columns}<tbody>{body}</tbody></table>"
        if same:
            said = html_text(face.folded(len(group)))
            out.append(f"<details><summary>{said}</summary>{table}</details>")
        else:
            out.append(table)
    return "".join(out) + "</div>"


def cell(lines: tuple[CellLine, ...], side: str = "both") -> str:
    """A cell of the comparative table."""
    out = []
    for line in lines:
        mark = f"<b class='mark'>{html_text(line.mark)}</b> " if line.mark else ""
        out.append(f"<p><bdi>{mark}{segments(line.segments, side)}</bdi></p>")
    return "".join(out)


_STYLE = (
    "body{font:12pt 'Times New Roman',serif;margin:2cm}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;overflow-wrap:anywhere}"
    "td,th{border:1px solid #555;padding:.3em .5em;vertical-align:top}td p{margin:0 0 .4em}"
    "ins{font-weight:bold;text-decoration:underline}del{text-decoration:line-through}"
    "@page{size:A4 landscape;margin:2cm}thead{display:table-header-group}"
)


def _table(table: Table, language: str) -> str:
    total = sum(c.width_cm for c in table.columns)
    widths = "".join(f"<col style='width:{c.width_cm / total:.1%}'>" for c in table.columns)
    heads = "".join(f"<th scope='col'>{html_text(c.title[language])}</th>" for c in table.columns)
    body = "".join(f"<tr>{_row(row, len(table.columns))}</tr>" for row in table.rows)
    return (
        f"<table><colgroup>{widths}</colgroup>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: tuple[Cell, ...] | str, columns: int) -> str:
    if isinstance(row, str):
        return f"<th colspan='{columns}' scope='rowgroup'>{html_text(row)}</th>"
    return "".join(f"<td>{_cell(cell)}</td>" for cell in row)


def _cell(found: Cell) -> str:
    if found.aside:
        return "".join(f"<p><i>{html_text(line.text)}</i></p>" for line in found.lines)
    return cell(found.lines)


def _block(block: Block, language: str) -> str:
    match block:
        case Table():
            return _table(block, language)
        case Heading(text, level):
            return f"<h{level + 1}>{html_text(text)}</h{level + 1}>"
        case Wording(lines):
            return "".join(f"<p>{html_text(line)}</p>" for line in lines)
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{html_text(item)}</li>' for item in items)}</ul>"
        case Plain(text, aside):
            return f"<p><i>{html_text(text)}</i></p>" if aside else f"<p>{html_text(text)}</p>"


def write(paper: Paper) -> str:
    """The paper as an HTML document that needs nothing from elsewhere."""
    parts = [f"<h1>{html_text(paper.title)}</h1><p>{html_text(paper.subtitle)}</p>"]
    parts += [_block(block, paper.language) for block in paper.blocks]
    return (
        f"<!doctype html><html lang='{paper.language}'><head><meta charset='utf-8'>"
        f"<title>{html_text(paper.title)}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )
