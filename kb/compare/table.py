"""The comparative table of a package (сравнительная таблица): one value for every format.

Its columns are those that the Law on legal acts asks of a bill's papers (art. 29 p. 2): №, the
structural element, the wording in force, the proposed wording, the grounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.amendment.carried import CarriedItem, carried_out
from kb.amendment.kazakh import several
from kb.amendment.package import Baseline, Item, Package, baselines
from kb.ground.saying import say
from kb.norm.act import Act, Edition, mixes_forces
from kb.norm.address import Steps, words_ru
from kb.norm.difference import Change, Row, Segments, align, compare, units
from kb.words.ordinals import ordinal
from kb.words.units import UNIT_RU


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell: the unit's number mark, its words with their marks, what happened."""

    mark: str
    segments: Segments
    status: Change
    address: str

    @property
    def text(self) -> str:
        words = "".join(text for _, text in self.segments)
        return f"{self.mark} {words}".strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """One amendment of the table.

    `left` and `right` are the cells (an empty `left`: the element does not exist yet); `rows` is
    the whole article around it, unit by unit; `refused` says why the amendment cannot be applied.
    """

    number: int
    item: Item
    act: Act
    edition: str
    element: str
    left: tuple[CellLine, ...]
    right: tuple[CellLine, ...]
    rows: tuple[Row, ...]
    marks: Mapping[str, str]
    new_text: str
    steps: Steps
    added: tuple[Steps, ...]
    remarks: tuple[str, ...]
    baselines: tuple[Baseline, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A package against chosen editions."""

    package: Package
    entries: tuple[Entry, ...]
    editions: tuple[str, ...]
    remarks: tuple[str, ...]


def compare_package(
    package: Package,
    chosen: Mapping[str, Edition],
    acts: Mapping[str, Act],
    held: Mapping[str, Iterable[Edition]],
) -> Comparison:
    """The table of a package.

    `chosen`: the edition to compare with, by act; `held`: all held editions of each act, in which
    the authors' quotations are looked for.
    """
    entries = []
    for number, item in enumerate(package.items, start=1):
        act = acts[item.target.act]
        carried = carried_out(package, chosen[act.id]).of(item.id)
        known = [f"{act.id}@{e.date}:ru" for e in act.editions if "ru" not in dict(e.held)]
        found = baselines(item, held[act.id], known)
        entries.append(compare_item(number, act, carried, found))
    remarks = (say("compare.mixed_forces"),) if mixes_forces(package.acts, acts) else ()
    editions = tuple(chosen[a].name for a in package.acts)
    return Comparison(package, tuple(entries), editions, remarks)


def compare_item(number: int, act: Act, carried: CarriedItem, found: tuple[Baseline, ...]) -> Entry:
    """The row of one item carried out on an edition of its act, in the edition's language."""
    item, edition, after = carried.item, carried.before, carried.after
    name = several if edition.language == "kk" else element_words
    if not carried.done:
        return Entry(
            number, item, act, edition.name, name((item.target.steps,)), old_text(edition, item),
            (), (), {}, "", item.target.steps, (), item.remarks, found,
            carried.refused or say("compare.concept"),
        )  # fmt: skip
    rows = _rows(carried)
    marks = edition.marks | after.marks
    touched = _touched(rows, carried)
    left = tuple(
        CellLine(_mark(marks, r.left.address), _side(r.segments, "+"), r.status, r.left.address)
        for r in touched
        if r.left
    )
    right = tuple(
        CellLine(_mark(marks, r.right.address), _side(r.segments, "-"), r.status, r.right.address)
        for r in touched
        if r.right
    )
    new = [after.resolve(steps) for steps in carried.added or (carried.steps,)]
    return Entry(
        number=number,
        item=item,
        act=act,
        edition=edition.name,
        element=name(carried.added or (carried.steps,)),
        left=left,
        right=right,
        rows=rows,
        marks=marks,
        new_text="\n".join(c.text for c in new),
        steps=carried.steps,
        added=carried.added,
        remarks=(*item.remarks, *carried.remarks),
        baselines=found,
    )


def old_text(edition: Edition, item: Item) -> tuple[CellLine, ...]:
    """The target's words as they stand, unmarked; none where it does not stand."""
    clause = edition.index.get(item.target.steps)
    if clause is None or not clause.live:
        return ()
    address = edition.address(clause.steps)
    return tuple(CellLine("", (("=", line),), Change.UNCHANGED, address) for line in clause.lines())


def _rows(carried: CarriedItem) -> tuple[Row, ...]:
    """The article of an item, unit by unit; of one that the item adds, all is new."""
    before, after = carried.before, carried.after
    article = carried.steps[:1]
    if article in before.index:
        return compare(before, after, article, article).rows
    new = [unit for steps in carried.added for unit in units(after, after.index[steps])]
    return align([], new)


def _touched(rows: Iterable[Row], carried: CarriedItem) -> list[Row]:
    """The rows of the element itself: what is added, or the target and what stands or stood below."""

    def below(row: Row, steps: Steps) -> bool:
        return any(u is not None and u.steps[: len(steps)] == steps for u in (row.left, row.right))

    if carried.added:
        return [
            r
            for r in rows
            if r.status == Change.INSERTED and any(below(r, s) for s in carried.added)
        ]
    return [r for r in rows if below(r, carried.steps)]


def _side(segments: Segments, other: str) -> Segments:
    return tuple(s for s in segments if s[0] != other)


def _mark(marks: Mapping[str, str], address: str) -> str:
    return marks.get(address, "")


def element_words(steps: tuple[Steps, ...], case: str = "nom") -> str:
    """«части вторая – пятая пункта 3 статьи 5»: one or several neighbouring units in words."""
    if len(steps) == 1:
        return words_ru(steps[0], case)
    unit = steps[0][-1].unit
    noun = UNIT_RU[unit].form(case, plural=True)
    numbers = [s[-1].number for s in steps]
    if unit in ("part", "abz", "sent"):
        spelled = [ordinal(int(n), UNIT_RU[unit].gender, case) for n in numbers]
    else:
        spelled = [f"{n})" if unit == "spt" else n for n in numbers]
    joined = (
        f"{spelled[0]} и {spelled[1]}" if len(spelled) == 2 else f"{spelled[0]} – {spelled[-1]}"
    )
    owner = words_ru(steps[0][:-1], "gen")
    return f"{noun} {joined} {owner}".strip()
