"""Which unit a clause speaks of where it does not name it whole: what the words before it named."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kb.amendment.target import Target
from kb.amendment.unreadable import Unreadable
from kb.ground.saying import say
from kb.words.units import RANK


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
