"""An act as amended: which of its articles changed, and which operation stands behind each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from kb.amendment.apply import Applied, Refused, apply
from kb.norm.act import Clause, Edition
from kb.norm.address import DIVISIONS, Steps
from kb.norm.difference import Change, Row, align, units


@dataclass(frozen=True, slots=True)
class Altered:
    """An article (a title, a preamble, a division's heading) that differs: its rows, the text before and after
    (empty where it does not stand)."""

    steps: Steps
    rows: tuple[Row, ...]
    was: str
    text: str


def altered(before: Edition, after: Edition) -> tuple[Altered, ...]:
    """What differs between an edition and the same one amended, in the order of the text."""
    old = {c.steps: c for c in holders(before.root)}
    new = {c.steps: c for c in holders(after.root)}
    pieces = []
    for steps in dict.fromkeys((*new, *old)):
        left, right = old.get(steps), new.get(steps)
        if left is right or left == right:
            continue
        rows = align(
            units(before, left) if left else [], units(after, right) if right else [], steps, steps
        )
        pieces.append(Altered(steps, rows, left.text if left else "", right.text if right else ""))
    return tuple(pieces)


def beside(before: Edition, after: Edition) -> Iterator[tuple[Clause | None, Clause | None]]:
    """Every article and what stands beside them, as before and as after, in the order of both."""
    old, new = (list(holders(e.root)) for e in (before, after))
    was, now = ([c.steps for c in side] for side in (old, new))
    for op, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if op == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from ((each, None) for each in old[a:b])
            yield from ((None, each) for each in new[c:d])


def holders(clause: Clause) -> Iterator[Clause]:
    """The articles and what stands beside them; a division counts with its own heading only."""
    for child in clause.children:
        if child.steps[-1].unit in DIVISIONS:
            yield replace(child, children=())
            yield from holders(child)
        else:
            yield child


@dataclass(slots=True)
class Causes:
    """The numbers (from 1) of the operations behind the rows of a comparison.

    Every operation of an instruction speaks of the text before it, so what it changes alone tells
    which rows it stands behind; where that says nothing, the place of the operation does.
    """

    left: dict[Steps, set[int]] = field(default_factory=lambda: defaultdict(set))
    added: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    places: list[tuple[int, Steps]] = field(default_factory=list)

    def of(self, row: Row) -> tuple[int, ...]:
        """The operations that made a changed row."""
        if row.status == Change.UNCHANGED:
            return ()
        numbers: set[int] = set()
        if row.left:
            numbers |= self.left.get(row.left.steps, set())
        elif row.right:
            numbers |= self.added.get(row.right.text, set())
        if not numbers:
            here = [u.steps for u in (row.left, row.right) if u]
            numbers = {n for n, s in self.places if any(s == h[: len(s)] for h in here)}
        return tuple(sorted(numbers))


def causes(edition: Edition, result: Applied) -> Causes:
    """Which operations, numbered in their order, stand behind the changes of a result."""
    gathered = Causes()
    for number, become in enumerate(result.results, start=1):
        if isinstance(become, Refused) or become.operation.kind == "none":
            continue
        gathered.places.append((number, become.steps))
        alone = apply(edition, [become.operation])
        for each in altered(edition, alone.edition):
            for row in each.rows:
                if row.status == Change.UNCHANGED:
                    continue
                if row.left:
                    gathered.left[row.left.steps].add(number)
                elif row.right:
                    gathered.added[row.right.text].add(number)
    return gathered
