"""Two languages of one act side by side, unit by unit, paired by address.

Both texts are authentic and numbered alike, so the address is the evidence here, not the words. What
stands in one language only is listed; what an excerpt does not hold is listed apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps, steps_text


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit in both languages; None where a language does not have it.

    A unit with several parts stands with the words of its first one: `own_text` has them.
    """

    steps: Steps
    left: Clause | None
    right: Clause | None


@dataclass(frozen=True, slots=True)
class Parallel:
    """The pairs in the order of the text, and the addresses that only one side holds."""

    pairs: tuple[Pair, ...]
    not_held: tuple[str, ...] = ()
    remark: str = ""

    @property
    def only_left(self) -> tuple[str, ...]:
        return tuple(steps_text(p.steps) for p in self.pairs if p.right is None)

    @property
    def only_right(self) -> tuple[str, ...]:
        return tuple(steps_text(p.steps) for p in self.pairs if p.left is None)


def parallel(left: Edition, right: Edition, steps: Steps = ()) -> Parallel:
    """Two editions of one act in two languages, or one unit of each.

    Raises KbError for editions of different acts, and as Edition.resolve does.
    """
    if left.act != right.act:
        raise KbError(say("norm.parallel_other_acts", left=left.name, right=right.name))
    mine, theirs = _units(left, steps), _units(right, steps)
    outside = [left.address(c.steps) for c in mine.values() if not right.holds(c.steps)]
    outside += [right.address(c.steps) for c in theirs.values() if not left.holds(c.steps)]
    order = _merged(list(mine), list(theirs))
    pairs = tuple(
        Pair(key, mine.get(key), theirs.get(key))
        for key in order
        if (key in mine or left.holds(key)) and (key in theirs or right.holds(key))
    )
    remark = (
        ""
        if left.date == right.date
        else say("norm.parallel_other_dates", left=left.date, right=right.date)
    )
    return Parallel(pairs, tuple(outside), remark)


def _units(edition: Edition, steps: Steps) -> dict[Steps, Clause]:
    """Units with words of their own by address, without `part_1`: it has no number in the text."""
    return {
        tuple(s for s in clause.steps if str(s) != "part_1"): clause
        for clause in _lifted(edition.resolve(steps)).walk()
        if clause.own_text or clause.heading or clause.mark
    }


def _lifted(clause: Clause) -> Clause:
    """The clause and those below it with the words of a first part in the unit that has the part.

    One language may have a second part where the other has none: only there the words stand lower.
    """
    children = tuple(map(_lifted, clause.children))
    if clause.own_text or not children or str(children[0].steps[-1]) != "part_1":
        return replace(clause, children=children)
    first, *others = children
    return replace(
        clause,
        own_text=first.own_text,
        text_line=first.text_line,
        notes=(*clause.notes, *first.notes),
        children=(*first.children, *others),
    )


def _merged(left: list[Steps], right: list[Steps]) -> list[Steps]:
    """Both orders in one: what only the right has stands after what stands before it there."""
    known = set(left)
    after: dict[Steps | None, list[Steps]] = {}
    anchor: Steps | None = None
    for key in right:
        if key in known:
            anchor = key
        else:
            after.setdefault(anchor, []).append(key)
    order = list(after.get(None, []))
    for key in left:
        order += [key, *after.get(key, [])]
    return order
