"""The comparative table of a package (сравнительная таблица): one value for every format.

Its columns are those that the Law on legal acts asks of a bill's papers (art. 29 p. 2): №, the
structural element, the wording in force, the proposed wording, the grounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.amendment.carried import CarriedItem, carried_out
from kb.amendment.kazakh import several
from kb.amendment.package import Baseline, Item, Package, baselines
from kb.amendment.wording import Command, by_force, of_operation
from kb.ground.saying import say
from kb.norm.act import Act, Edition, mixes_forces
from kb.norm.address import Steps, words_ru
from kb.norm.difference import Change, Row, align, compare, units
from kb.norm.marks import Segments, seen
from kb.norm.moved import moved_rows
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
    """One amendment of the table, numbered in it.

    `left` and `right` are the cells (an empty `left`: the element does not exist yet); `rows` is
    the whole article around it, unit by unit; `refused` says why the amendment cannot be applied;
    `commands`: how the amending text orders it; `no_text`: its author gives no text in the language
    of the table, and so it is refused.
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
    commands: tuple[Command, ...] = ()
    no_text: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A package against chosen editions, its amendments in the order of the acts' force and of the law."""

    package: Package
    entries: tuple[Entry, ...]
    editions: tuple[str, ...]
    remarks: tuple[str, ...]

    def by_bill(self) -> list[Comparison]:
        """The table of each amending act that the package asks for: a constitutional law and the
        Constitution are changed by acts of their own force."""
        apart: dict[str, list[Entry]] = {}
        for entry in self.entries:
            apart.setdefault(_bill(entry.act), []).append(entry)
        return [
            replace(
                self, entries=tuple(group), editions=tuple(dict.fromkeys(e.edition for e in group))
            )
            for group in apart.values()
        ]


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
    entries: list[Entry] = []
    numbers: Counter[str] = Counter()
    for act in by_force(acts[a] for a in package.acts):
        known = [f"{act.id}@{e.date}:ru" for e in act.editions if "ru" not in dict(e.held)]
        for carried in carried_out(package, chosen[act.id]).in_order:
            compared = baselines(carried.item, held[act.id], known)
            numbers[_bill(act)] += 1
            entries.append(compare_item(numbers[_bill(act)], act, carried, compared))
    remarks = (say("compare.mixed_forces"),) if mixes_forces(package.acts, acts) else ()
    editions = tuple(dict.fromkeys(e.edition for e in entries))
    return Comparison(package, tuple(entries), editions, remarks)


def _bill(act: Act) -> str:
    """What an act is amended with: acts of one force, codes and laws together."""
    return "law" if act.force == "code" else act.force


def compare_item(
    number: int, act: Act, carried: CarriedItem, compared: tuple[Baseline, ...]
) -> Entry:
    """The row of one item carried out on an edition of its act, in the edition's language."""
    item, edition, after = carried.item, carried.before, carried.after
    name = several if edition.language == "kk" else element_words
    if not carried.done:
        return Entry(
            number, item, act, edition.name, name((item.target.steps,)), old_text(edition, item),
            (), (), {}, "", item.target.steps, (), item.remarks, compared,
            carried.refused or say("compare.concept"),
        )  # fmt: skip
    rows = _rows(carried)
    marks = edition.marks | after.marks
    touched = _touched(moved_rows(rows), carried)
    left = tuple(
        CellLine(_mark(marks, r.left.address), seen(r.segments, "left"), r.status, r.left.address)
        for r in touched
        if r.left
    )
    right = tuple(
        CellLine(
            _mark(marks, r.right.address), seen(r.segments, "right"), r.status, r.right.address
        )
        for r in touched
        if r.right
    )
    new = [after.resolve(steps) for steps in carried.added or (carried.steps,)]
    new_text = "\n".join(c.text for c in new)
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
        new_text=new_text,
        steps=carried.steps,
        added=carried.added,
        remarks=(*item.remarks, *carried.remarks),
        baselines=compared,
        commands=_commands(carried, new_text),
    )


def _commands(carried: CarriedItem, text: str) -> tuple[Command, ...]:
    """The commands of an amending text that order an item: in full as printed, or on words."""
    if carried.orders == carried.item.operations():
        [operation] = carried.orders
        steps = operation.target.steps
        # A sentence is no unit of its own: its new wording restates the unit around it.
        inside = bool(steps) and steps[-1].unit == "sent" and operation.kind != "replace"
        if not inside:
            act = operation.target.act
            return (Command(act, operation.kind, carried.steps, text, carried.added),)
    return tuple(of_operation(o) for o in carried.orders)


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
