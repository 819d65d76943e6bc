"""Two editions of an act as a paper: the units that are not as they were, side by side."""

from __future__ import annotations

from collections.abc import Mapping

from kb.compare.table import CellLine
from kb.ground.saying import in_language, say
from kb.norm.act import Edition
from kb.norm.address import unit_words
from kb.norm.difference import Change, Difference, Row, Unit
from kb.norm.marks import Side, seen
from kb.norm.moved import moved_rows
from kb.write.columns import Column
from kb.write.paper import Cell, Paper, Part, Table, said


def paper(
    left: Edition,
    right: Edition,
    compared: Difference,
    titles: tuple[str, str, str],
    language: str,
) -> Paper:
    """The table of what changed; `titles`: the act's name and the days of the two editions, in
    words."""
    name, *days = titles
    head = say("write.editions_unit").in_language(language)
    columns = tuple(
        Column(field, {language: title}, width)
        for field, title, width in (
            ("unit", head, 4.7),
            ("left", days[0], 10.5),
            ("right", days[1], 10.5),
        )
    )
    marks = left.marks | right.marks
    rows = tuple(
        _row(r, marks, language) for r in moved_rows(compared.rows) if r.status != Change.UNCHANGED
    )
    return Paper(
        language, name, f"{days[0]} → {days[1]}", (Part((Table(columns, rows),), landscape=True),)
    )


def _row(row: Row, marks: Mapping[str, str], language: str) -> tuple[Cell, ...]:
    units = [u for u in (row.left, row.right) if u is not None]
    names = dict.fromkeys(in_language(unit_words(u.steps), language) for u in units)
    return (
        said(" → ".join(names)),
        _cell(row, row.left, "left", marks),
        _cell(row, row.right, "right", marks),
    )


def _cell(row: Row, unit: Unit | None, side: Side, marks: Mapping[str, str]) -> Cell:
    if unit is None:
        return said("—")
    words = seen(row.segments, side)
    return Cell((CellLine(marks.get(unit.address, ""), words, row.status, unit.address),))
