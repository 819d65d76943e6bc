"""HTML of texts and comparisons: fragments for the pages, and a package as a document of its own.

Every text passes through `html_text`; marks of change differ by line and weight, not by colour only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kb.difference import Change, Row, Segments, Unit
from kb.safe import html_text
from kb.write.comparison import CellLine, Entry
from kb.write.package_paper import COLUMNS, DISCLAIMER, Paper, absent_left, without_wording

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


def cell(lines: tuple[CellLine, ...], side: str) -> str:
    """A cell of the comparative table."""
    out = []
    for line in lines:
        mark = f"<b class='mark'>{html_text(line.mark)}</b> " if line.mark else ""
        out.append(f"<p><bdi>{mark}{segments(line.segments, side)}</bdi></p>")
    return "".join(out)


def _entry(entry: Entry) -> str:
    element = html_text(f"{entry.element} — {entry.act.form} «{entry.act.title}»")
    left = "<i>отсутствует</i>" if absent_left(entry) else cell(entry.left, "left")
    right = cell(entry.right, "right") or f"<i>{html_text(without_wording(entry))}</i>"
    grounds = html_text(entry.item.grounds).replace("\n", "<br>")
    cells = (str(entry.number), element, left, right, grounds)
    return f"<tr>{''.join(f'<td>{c}</td>' for c in cells)}</tr>"


_STYLE = (
    "body{font:12pt 'Times New Roman',serif;margin:2cm}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #555;padding:.3em .5em;vertical-align:top}td p{margin:0 0 .4em}"
    "ins{font-weight:bold;text-decoration:underline}del{text-decoration:line-through}"
    "@page{size:A4 landscape;margin:2cm}thead{display:table-header-group}"
)


def write(paper: Paper) -> str:
    """The package as an HTML document that needs nothing from elsewhere."""
    head = "".join(f"<th scope='col'>{c}</th>" for c in COLUMNS)
    parts = [f"<h1>{html_text(paper.title)}</h1><p>{html_text(paper.subtitle)}</p>"]
    if paper.amending:
        parts.append("<h2>Текст поправок</h2>")
        parts.extend(f"<p>{html_text(line)}</p>" for line in paper.amending)
    parts.append("<h2>Сравнительная таблица</h2>")
    parts.append(f"<p>Действующая редакция: {html_text('; '.join(paper.editions))}</p>")
    body = "".join(_entry(e) for e in paper.entries)
    parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    if paper.remarks:
        parts.append("<h2>Замечания</h2>")
        for title, lines in paper.remarks:
            items = "".join(f"<li>{html_text(line)}</li>" for line in lines)
            parts.append(f"<h3>{html_text(title)}</h3><ul>{items}</ul>")
    items = "".join(f"<li>{html_text(line)}</li>" for line in paper.sources)
    parts.append(f"<h2>Источники</h2><ul>{items}</ul><p><i>{html_text(DISCLAIMER)}</i></p>")
    return (
        "<!doctype html><html lang='ru'><head><meta charset='utf-8'>"
        f"<title>{html_text(paper.title)}</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )
