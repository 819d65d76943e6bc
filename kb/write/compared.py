"""HTML of a comparison, side by side or inline: what changed, to which unit, in words and marks.

Unchanged rows fold; a run of added or of removed rows is one block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kb.ground.html import NONE, Html, html, together
from kb.norm.difference import Change, Row, Unit
from kb.norm.marks import Side
from kb.norm.moved import moved_rows
from kb.write.html import paragraph, segments

Block = tuple[Row, ...]  # what stands in one row of the table


@dataclass(frozen=True, slots=True)
class Face:
    """How a page says what a comparison shows: the column heads, and words for its parts.

    `label` names a change, `name` a unit by its address, `folded` a run of n unchanged rows; `link`
    gives the URL of a unit, where units have one; `cause` gives what stands behind a change; `steps`
    what leads from one change to the next, which stays in sight. `inline`: one text with its marks
    in the place of two texts.
    """

    heads: tuple[str, str, str]
    label: Callable[[Change], str]
    name: Callable[[str], str]
    folded: Callable[[int], str]
    link: Callable[[str], str] | None = None
    cause: Callable[[Row], Html] | None = None
    steps: Html = NONE
    inline: bool = False


_ALONE: Final = (Change.INSERTED, Change.DELETED)  # rows of one side: a run of them is one block
_NAMED: Final = 3  # units of a block that are all named; of more, the first and the last


def _words(unit: Unit, row: Row, side: Side | None, marks: Mapping[str, str], face: Face) -> Html:
    """A unit with its number mark, its words marked."""
    mark = marks.get(unit.address, "")
    shown = html("<b class='mark'>{}</b>", mark) if mark else NONE
    if face.link and mark:
        shown = html("<a href='{}'>{}</a>", face.link(unit.address), shown)
    space = " " if mark else ""
    return html("<bdi>{}{}{}</bdi>", shown, space, segments(row.segments, side))


def _side(block: Block, side: Side, marks: Mapping[str, str], face: Face) -> Html:
    """A cell: what stands on one side, each unit of a block on a line of its own."""
    head = face.heads[1 if side == "left" else 2]
    units = [(row.left if side == "left" else row.right, row) for row in block]
    shown = [_words(unit, row, side, marks, face) for unit, row in units if unit]
    if not shown:
        return html('<td class="none" data-head="{}">—</td>', head)
    if len(shown) > 1:
        shown = [paragraph(each) for each in shown]
    return html('<td data-head="{}">{}</td>', head, together(shown))


def _both(block: Block, marks: Mapping[str, str], face: Face) -> Html:
    """The one cell of an inline comparison."""
    shown = [
        paragraph(_words(unit, row, None, marks, face))
        for row in block
        for unit in [row.right or row.left]
        if unit
    ]
    return html("<td>{}</td>", together(shown))


def _status(block: Block, face: Face) -> Html:
    """What happened, in words, and to which unit; a moved one is named in both places."""
    row, count = block[0], len(block)
    label = face.label(row.status) + (f": {count}" if count > 1 else "")
    chip = html('<span class="chip {}">{}</span>', row.status.value, label)
    names = list(
        dict.fromkeys(
            face.name(u.address) for r in block for u in (r.left, r.right) if u is not None
        )
    )
    if row.status == Change.MOVED:
        where = " → ".join(names)
    else:
        where = ", ".join(names) if len(names) <= _NAMED else f"{names[0]} … {names[-1]}"
    cause = NONE
    if face.cause and row.status != Change.UNCHANGED:
        cause = together(face.cause(each) for each in block)
    return html('<td class="status">{}{}<br><span class="soft">{}</span></td>', chip, cause, where)


def _blocks(rows: Iterable[Row]) -> list[Block]:
    """Rows one by one, but runs of added and of removed ones together."""
    blocks: list[Block] = []
    for row in rows:
        if blocks and row.status in _ALONE and blocks[-1][0].status == row.status:
            blocks[-1] = (*blocks[-1], row)
        else:
            blocks.append((row,))
    return blocks


def _block(block: Block, marks: Mapping[str, str], face: Face) -> Html:
    cells = (
        _both(block, marks, face)
        if face.inline
        else _side(block, "left", marks, face) + _side(block, "right", marks, face)
    )
    return html('<tr class="{}">{}{}</tr>', block[0].status.value, _status(block, face), cells)


def rows_html(rows: Iterable[Row], marks: Mapping[str, str], face: Face) -> Html:
    """Rows side by side or inline; runs of unchanged ones fold into one line that opens on a click."""
    groups: list[tuple[bool, list[Block]]] = []
    for block in _blocks(moved_rows(rows)):
        same = block[0].status == Change.UNCHANGED
        if groups and groups[-1][0] == same:
            groups[-1][1].append(block)
        else:
            groups.append((same, [block]))
    heads = (face.heads[0], face.heads[2]) if face.inline else face.heads
    head = together(html("<th scope='col'>{}</th>", h) for h in heads[:-1])
    head += html("<th scope='col'>{}{}</th>", heads[-1], face.steps)
    columns = html("<colgroup><col class='c0'><col><col></colgroup>")
    if face.inline:
        columns = html("<colgroup><col class='c0'><col></colgroup>")
    table = html("<table class='head'>{}<thead><tr>{}</tr></thead></table>", columns, head)
    out = [html("<div class='diff'>{}", table)]
    for same, group in groups:
        body = together(_block(block, marks, face) for block in group)
        table = html("<table>{}<tbody>{}</tbody></table>", columns, body)
        if same:
            folded = face.folded(len(group))
            out.append(html("<details><summary>{}</summary>{}</details>", folded, table))
        else:
            out.append(table)
    return together(out) + html("</div>")
