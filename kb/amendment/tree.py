"""Small changes of a clause tree: a unit replaced, moved to another address, renumbered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import is_

from kb.norm.act import Clause, Edition
from kb.norm.address import Step, Steps
from kb.words.units import UnitName


def rebased(clause: Clause, steps: Steps) -> Clause:
    """The same clause at another address, with everything below it."""
    cut = len(clause.steps)

    def move(each: Clause) -> Clause:
        return replace(
            each,
            steps=(*steps, *each.steps[cut:]),
            children=tuple(move(c) for c in each.children),
        )

    return move(clause)


def put(edition: Edition, steps: Steps, new: Clause) -> Edition:
    """The edition with the clause at `steps` replaced; only the way to it is built anew, and so is its
    index: a law of hundreds of commands puts as many clauses."""
    way: list[Clause] = []
    owners = {id(edition.index.get(steps[:end])) for end in range(1, len(steps) + 1)}

    def visit(clause: Clause, on_the_way: Callable[[Clause], bool]) -> Clause:
        if clause.steps == steps:
            return new
        for nth, child in enumerate(clause.children):
            if on_the_way(child) or _above(child, steps):
                below = visit(child, on_the_way)
                if below is not child:
                    children = (*clause.children[:nth], below, *clause.children[nth + 1 :])
                    way.append(replace(clause, children=children))
                    return way[-1]
        return clause

    root = new if not steps else visit(edition.root, lambda c: id(c) in owners)
    if root is edition.root:  # an owner's address stands twice, and the index has the other one
        root = visit(edition.root, lambda c: c.steps == steps[: len(c.steps)])
    result = replace(edition, root=root)
    old = edition.index.get(steps)
    if old is not None and root is not edition.root:
        index = _reindexed(edition.index, old, new, way)
        if index is not None:
            result.__dict__["index"] = index
    return result


def _reindexed(
    index: dict[Steps, Clause], old: Clause, new: Clause, way: Sequence[Clause]
) -> dict[Steps, Clause] | None:
    """The index after a clause was replaced; None where an address stands twice, so that which of the
    two the index gives is told by the order of the text."""
    places = dict(index)
    first, last = _kept(old.children, new.children)
    for each in _changed(old, first, last):
        if places.pop(each.steps, None) is not each:
            return None
    for each in _changed(new, first, last):
        if places.setdefault(each.steps, each) is not each:
            return None
    for each in way:
        places[each.steps] = each
    return places


def _kept(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[int, int]:
    """How many children at the beginning and at the end are the very same in both."""
    shorter = min(len(old), len(new))
    first = _same(old, new)
    return first, min(_same(reversed(old), reversed(new)), shorter - first)


def _same(one: Iterable[Clause], other: Iterable[Clause]) -> int:
    """How many of two rows are the very same, from the first on; compared without a step of Python each,
    for an article of hundreds of points is put again by every command."""
    alike = list(map(is_, one, other))
    return alike.index(False) if False in alike else len(alike)


def _changed(clause: Clause, first: int, last: int) -> Iterator[Clause]:
    """A clause and what is below it, but for so many children at its ends that stay as they were."""
    yield clause
    for child in clause.children[first : len(clause.children) - last]:
        yield from child.walk()


def _above(clause: Clause, steps: Steps) -> bool:
    """Whether a division may hold the unit: articles' addresses do not name their divisions."""
    return clause.steps[-1].unit in ("sec", "ch", "par") and any(
        c.steps == steps[: len(c.steps)] or _above(c, steps) for c in clause.children
    )


def isolated(edition: Edition, steps: Steps) -> Edition:
    """The edition with nothing beside the unit at `steps` that its number tells apart from it; parts and
    paragraphs are counted by order, so they keep their neighbours."""

    def visit(clause: Clause) -> Clause:
        at = len(clause.steps)
        if at >= len(steps):
            return clause
        chosen = [c for c in clause.children if c.steps == steps[: at + 1]]
        if len(chosen) == 1 and chosen[0].steps[-1].unit in ("art", "pt", "spt"):
            return replace(clause, children=(visit(chosen[0]),))
        return replace(
            clause, children=tuple(visit(c) if c in chosen else c for c in clause.children)
        )

    return replace(edition, root=visit(edition.root))


def renumbered(clauses: Sequence[Clause], owner: Steps, unit: UnitName, first: int) -> list[Clause]:
    """Siblings of one unit numbered in their order from `first`."""
    result: list[Clause] = []
    for number, clause in enumerate(clauses, start=first):
        text = str(number)
        result.append(replace(rebased(clause, (*owner, Step(unit, text))), number=text))
    return result


def unfolded(clause: Clause) -> Clause:
    """The tree with parts inside a part, and paragraphs inside a paragraph, as its neighbours.

    A new wording of several parts stands under the number of the old one while the commands of its
    instruction still count by it.
    """
    children: list[Clause] = []
    changed = False
    for child in clause.children:
        new = unfolded(child)
        unit = new.steps[-1].unit
        inner = [c for c in new.children if c.steps[-1].unit == unit]
        if unit in ("part", "abz") and inner:
            changed = True
            own = tuple(c for c in new.children if c.steps[-1].unit != unit)
            if new.own_text or own:
                children.append(replace(new, children=own))
            children += inner
        else:
            changed = changed or new is not child
            children.append(new)
    if not changed:
        return clause
    for unit in ("part", "abz"):
        same = [c for c in children if c.steps[-1].unit == unit]
        first = 1 if unit == "part" or not clause.own_text else 2
        numbered = iter(renumbered(same, clause.steps, unit, first))
        children = [next(numbered) if c.steps[-1].unit == unit else c for c in children]
    return replace(clause, children=tuple(children))


def standing(clause: Clause) -> list[str]:
    """The unit's lines without what is excluded: a stub equals any other stub and nothing at all."""

    def live(each: Clause) -> Clause:
        return replace(each, children=tuple(live(c) for c in each.children if c.live))

    return live(clause).lines() if clause.live else []
