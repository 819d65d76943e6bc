"""One clause in three columns: the law, and what each of two packages makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.amendment.carried import carried_out
from kb.amendment.package import Package
from kb.ground.html import NONE, Html, escaped, html, together
from kb.norm.act import Edition
from kb.norm.address import Steps
from kb.norm.difference import Change, Row, Unit, align, units
from kb.write.html import segments


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
    done = carried_out(package, edition)
    return Side(done.edition, tuple(each.refused for each in done.refused))


def beside(law: Edition, first: Edition, second: Edition, steps: Steps) -> tuple[Triple, ...]:
    """A unit in the law and in two amended texts, unit by unit in the order of the law.

    What a package adds stands behind the unit of the law that it stands behind there; additions of
    one wording at one place share a row. Raises NotFound where none of the texts has the unit.
    """
    here = law.find(steps)
    if here is None and first.find(steps) is None and second.find(steps) is None:
        law.resolve(steps)
    laws = units(law, here) if here else []
    lefts, rights = (_by_law(laws, other, steps) for other in (first, second))
    out: list[Triple] = []
    for nth, unit in enumerate([None, *laws]):
        mine, theirs = lefts[nth], rights[nth]
        if unit is not None:
            out.append(Triple(unit, mine.pop(0), theirs.pop(0)))
        for row in mine:
            twin = next((t for t in theirs if _new(t) == _new(row)), None)
            if twin:
                theirs.remove(twin)
            out.append(Triple(None, row, twin))
        out += [Triple(None, None, row) for row in theirs]
    return tuple(out)


def _new(row: Row) -> tuple[Steps, str]:
    return (row.right.steps, row.right.text) if row.right else ((), "")


def _by_law(laws: Sequence[Unit], other: Edition, steps: Steps) -> list[list[Row]]:
    """Rows by the place of the law's unit, counted from 1: its own row, then what stands behind it;
    at 0 what is added before all of them."""
    new = other.find(steps)
    place = {id(unit): nth for nth, unit in enumerate(laws, start=1)}
    by_law: list[list[Row]] = [[] for _ in range(len(laws) + 1)]
    last = 0
    for row in align(laws, units(other, new) if new else [], steps, new.steps if new else steps):
        if row.left:
            last = place[id(row.left)]
            by_law[last].insert(0, row)
        else:
            by_law[last].append(row)
    return by_law


def three_html(
    rows: tuple[Triple, ...],
    heads: tuple[str, str, str],
    marks: Mapping[str, str],
    absent: str,
    folded: Callable[[int], str],
) -> Html:
    """The three columns. `absent` says that a text does not have the unit, `folded` names a run of
    so many rows that both packages leave as they are: it opens on a click."""
    columns = html("<colgroup><col><col><col></colgroup>")
    head = together(html("<th scope='col'>{}</th>", h) for h in heads)
    out = [
        html("<div class='diff three'><table>{}<thead><tr>{}</tr></thead></table>", columns, head)
    ]
    for same, group in groupby(rows, _untouched):
        quiet = tuple(group)
        body = together(
            html("<tr>")
            + _law(row.law, heads[0], marks)
            + _cell(row.first, heads[1], marks, absent)
            + _cell(row.second, heads[2], marks, absent)
            + html("</tr>")
            for row in quiet
        )
        table = html("<table>{}<tbody>{}</tbody></table>", columns, body)
        if same:
            said = folded(len(quiet))
            table = html("<details><summary>{}</summary>{}</details>", said, table)
        out.append(table)
    return together(out) + html("</div>")


def _untouched(row: Triple) -> bool:
    return all(r is not None and r.status == Change.UNCHANGED for r in (row.first, row.second))


def _marked(unit: Unit, words: str, head: str, kind: str, marks: Mapping[str, str]) -> Html:
    mark = marks.get(unit.address, "")
    shown = html("<b class='mark'>{}</b> ", mark) if mark else NONE
    return html("<td class='{}' data-head='{}'><bdi>{}{}</bdi></td>", kind, head, shown, words)


def _law(unit: Unit | None, head: str, marks: Mapping[str, str]) -> Html:
    if unit is None:
        return html("<td class='none' data-head='{}'>—</td>", head)
    return _marked(unit, escaped(unit.text), head, "law", marks)


def _cell(row: Row | None, head: str, marks: Mapping[str, str], absent: str) -> Html:
    unit = (row.right or row.left) if row else None
    if row is None or unit is None:
        return html("<td class='none' data-head='{}'>{}</td>", head, absent)
    return _marked(unit, segments(row.segments), head, row.status.value, marks)
