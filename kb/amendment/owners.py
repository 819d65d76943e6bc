"""Which unit a clause speaks of where it does not name it whole: what the words before it named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.amendment.asked import Asked
from kb.amendment.target import Target, absolute
from kb.amendment.unreadable import Unreadable
from kb.ground.saying import Saying, say
from kb.norm.address import Step, Steps
from kb.words.pointing import OWN, SAME
from kb.words.units import RANK, UNIT_EN, UNIT_KK, UNIT_RU


def owner_of(behind: tuple[Target, ...]) -> tuple[Target, ...]:
    """«после части второй статьи 5 дополнить частью …»: what holds the unit named holds the new one."""
    owners = {t.steps[:-1] for t in behind if len(t.steps) > 1}
    return tuple(Target(steps) for steps in owners) if len(owners) == 1 else ()


def numbered(named: Target, above: tuple[Target, ...]) -> Target:
    """«…, дополнить статью пунктом 3»: the article of which the clause before it speaks."""
    bare = next((n for n, s in enumerate(named.steps) if s.unit in _BARE and not s.number), None)
    if bare is None:
        return named
    unit = named.steps[bare].unit
    meant = {t.steps[: n + 1] for t in above for n, step in enumerate(t.steps) if step.unit == unit}
    if len(meant) != 1 or bare:
        raise Unreadable(say("amendment.unit_without_number"))
    return replace(named, steps=(*meant.pop(), *named.steps[1:]))


_BARE: Final = frozenset({"art", "pt", "spt", "part", "ch"})


def pointed_at(
    named: Sequence[Target], above: Sequence[Sequence[Target]], context: Sequence[Target]
) -> tuple[Target, ...]:
    """Targets with the units in the place of the words that point at them: «часть первую той же статьи».

    `above`: the targets named before, the nearest first; `context`: those of the lead-ins. A unit named in
    this clause is nearer than all of them. Raises Unreadable where nothing, or more than one unit, may be
    meant.
    """
    known: list[Target] = []
    for each in named:
        nearer = [[other] for other in reversed(known)]
        known.append(_told(each, [*nearer, *above], context) if each.pointed else each)
    return tuple(known)


def _told(named: Target, above: Sequence[Sequence[Target]], context: Sequence[Target]) -> Target:
    unit = named.steps[0].unit
    meant = next(filter(None, (_down_to(targets, unit) for targets in above)), set())
    around = _down_to(context, unit)
    # A unit named before and another one of the lead-in: which of them is pointed at, nobody says.
    meant = meant | around
    if len(meant) != 1 or any(s.number in (OWN, SAME) for s in named.steps[1:]):
        noun = Saying(UNIT_RU[unit].form("nom"), UNIT_KK[unit][0], UNIT_EN[unit])
        raise Unreadable(say("amendment.pointed_at_nothing", unit=noun))
    return replace(named, steps=(*meant.pop(), *named.steps[1:]))


def _down_to(targets: Sequence[Target], unit: str) -> set[Steps]:
    """The units of a kind that targets are, or stand in, from the largest unit on."""
    return {
        t.steps[: n + 1]
        for t in targets
        for n, step in enumerate(t.steps)
        if step.unit == unit and step.number and not t.pointed
    }


def spoken_of(asked: Asked, where: Sequence[Target]) -> tuple[Target, ...]:
    """The units that a clause leaves to be pointed at: those it is of, or the new ones that it adds.

    () where it names a unit by two numbers, or adds one without a number.
    """
    units = asked.units
    if units is None:
        return tuple(where)
    if asked.verb != "insert":
        return ()
    rank = RANK.get(units.unit, 0)
    above = {tuple(s for s in t.steps if RANK.get(s.unit, 0) < rank) for t in where}
    return tuple(
        Target(absolute((*owner, Step(units.unit, number))))
        for owner in above
        for number in units.numbers
    )


def continued(inherited: tuple[Target, ...], named: tuple[Target, ...]) -> tuple[Target, ...]:
    """The owners that a clause takes from the clause before it: «пункт 1 статьи 1 …, пункт 3 …».

    () where the clause names an article of its own, or nothing larger was named before.
    """
    if not inherited or any(t.steps and t.steps[0].unit in _WHOLE for t in named):
        return ()
    rank = min((t.rank for t in named if t.steps), default=None)
    if rank is None:
        return inherited if all(not t.named for t in inherited) else ()
    owners = {tuple(s for s in t.steps if RANK.get(s.unit, 0) < rank) for t in inherited}
    if len(owners) != 1:
        raise Unreadable(say("amendment.several_owners"))
    (owner,) = owners
    return (Target(owner),) if owner else ()


_WHOLE: Final = frozenset({"art", "sec", "ch", "par", "title", "preamble", "form", "app"})
