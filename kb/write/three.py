"""One clause in three columns: the law, and what each of two packages makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.act import Edition
from kb.address import Steps
from kb.amendment.package import Package, as_amended
from kb.difference import Row, Unit, align, units
from kb.write.html import segments
from kb.write.safe import html_text


@dataclass(frozen=True, slots=True)
class Triple:
    """A unit of the law (None: it is added) and the row of each package; None where a package
    does not have the unit."""

    law: Unit | None
    first: Row | None
    second: Row | None


@dataclass(frozen=True, slots=True)
class Side:
    """What a package makes of the edition: the text, its marks, why items were refused."""

    edition: Edition
    refused: tuple[str, ...]


def side(package: Package, edition: Edition) -> Side:
    """A package carried out on the edition."""
    result = as_amended(package, edition)
    return Side(result.edition, tuple(r.reason for r in result.refused))


def beside(law: Edition, first: Edition, second: Edition, steps: Steps) -> tuple[Triple, ...]:
    """A unit in the law and in two amended texts, unit by unit in the order of the law.

    What a package adds stands behind the unit of the law that it stands behind there; additions of
    one wording at one place share a row. Raises NotFound where none of the texts has the unit.
    """
    found = [_rows(law, other, steps) for other in (first, second)]
    if not any(found) and law.find(steps) is None:
        law.resolve(steps)
    lefts, rights = (_by_law(rows) for rows in found)
    out: list[Triple] = []
    order: list[Unit | None] = [None]
    order += list(dict.fromkeys(r.left for rows in found for r in rows if r.left))
    if law.find(steps) is not None:
        order = [None, *units(law, law.resolve(steps))]
    for unit in order:
        mine, theirs = lefts.get(_key(unit), []), rights.get(_key(unit), [])
        if unit is not None:
            out.append(Triple(unit, mine.pop(0), theirs.pop(0)))
        for row in mine:
            twin = next((t for t in theirs if _new(t) == _new(row)), None)
            if twin:
                theirs.remove(twin)
            out.append(Triple(None, row, twin))
        out += [Triple(None, None, row) for row in theirs]
    return tuple(out)


def _rows(law: Edition, other: Edition, steps: Steps) -> tuple[Row, ...]:
    old, new = law.find(steps), other.find(steps)
    return align(
        units(law, old) if old else [],
        units(other, new) if new else [],
        old.steps if old else steps,
        new.steps if new else steps,
    )


def _key(unit: Unit | None) -> Steps:
    return unit.steps if unit else ()


def _new(row: Row) -> tuple[Steps, str]:
    return (row.right.steps, row.right.text) if row.right else ((), "")


def _by_law(rows: tuple[Row, ...]) -> dict[Steps, list[Row]]:
    """Rows by the unit of the law: its own row first, then what is added behind it."""
    found: dict[Steps, list[Row]] = {}
    last: Steps = ()
    for row in rows:
        if row.left:
            last = row.left.steps
            found.setdefault(last, []).insert(0, row)
        else:
            found.setdefault(last, []).append(row)
    return found


def three_html(
    rows: tuple[Triple, ...],
    heads: tuple[str, str, str],
    marks: Mapping[str, str],
    absent: str,
) -> str:
    """The three columns; `absent` says that a text does not have the unit."""
    head = "".join(f"<th scope='col'>{html_text(h)}</th>" for h in heads)
    body = "".join(
        "<tr>"
        + _law(row.law, heads[0], marks)
        + _cell(row.first, heads[1], marks, absent)
        + _cell(row.second, heads[2], marks, absent)
        + "</tr>"
        for row in rows
    )
    columns = "<colgroup><col><col><col></colgroup>"
    return (
        f"<div class='diff three'><table>{columns}<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _marked(unit: Unit, words: str, head: str, kind: str, marks: Mapping[str, str]) -> str:
    mark = marks.get(unit.address, "")
    shown = f"<b class='mark'>{html_text(mark)}</b> " if mark else ""
    return f"<td class='{kind}' data-head='{html_text(head)}'><bdi>{shown}{words}</bdi></td>"


def _law(unit: Unit | None, head: str, marks: Mapping[str, str]) -> str:
    if unit is None:
        return f"<td class='none' data-head='{html_text(head)}'>—</td>"
    return _marked(unit, html_text(unit.text), head, "law", marks)


def _cell(row: Row | None, head: str, marks: Mapping[str, str], absent: str) -> str:
    unit = (row.right or row.left) if row else None
    if row is None or unit is None:
        return f"<td class='none' data-head='{html_text(head)}'>{html_text(absent)}</td>"
    return _marked(unit, segments(row.segments), head, row.status.value, marks)
