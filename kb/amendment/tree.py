"""Small changes of a clause tree: a unit replaced, moved to another address, renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.norm.act import Clause, Edition
from kb.norm.address import Step, Steps


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
    """The edition with the clause at `steps` replaced; only the way to it is built anew."""

    def visit(clause: Clause) -> Clause:
        if clause.steps == steps:
            return new
        for nth, child in enumerate(clause.children):
            if child.steps == steps[: len(child.steps)] or _above(child, steps):
                below = visit(child)
                if below is not child:
                    children = (*clause.children[:nth], below, *clause.children[nth + 1 :])
                    return replace(clause, children=children)
        return clause

    return replace(edition, root=new if not steps else visit(edition.root))


def _above(clause: Clause, steps: Steps) -> bool:
    """Whether a division may hold the unit: articles' addresses do not name their divisions."""
    return clause.steps[-1].unit in ("sec", "ch", "par") and any(
        c.steps == steps[: len(c.steps)] or _above(c, steps) for c in clause.children
    )


def renumbered(clauses: Sequence[Clause], owner: Steps, unit: str, first: int) -> list[Clause]:
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
