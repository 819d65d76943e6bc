"""The texts that verdicts are read from: one edition of each act, and what is not here and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kb.charter.words import denies
from kb.ground.errors import NotHeld
from kb.ground.saying import joined, say
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps

_UNTIL = re.compile(r"действует до (\d{2})\.(\d{2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Texts:
    """Editions by act. `missing`: why an act's text of the day is not held; `idle`: not in force.

    `original`: the law's own wording of the acts that a proposal has changed.
    """

    day: str | None
    editions: Mapping[str, Edition]
    missing: Mapping[str, str]
    idle: frozenset[str]
    remarks: tuple[str, ...] = ()
    original: Mapping[str, Edition] = field(default_factory=dict)

    def proposing(self, edition: Edition) -> Texts:
        """The same texts with one act as a proposal would have it."""
        return replace(
            self,
            editions={**self.editions, edition.act: edition},
            original={edition.act: self.editions[edition.act], **self.original},
        )

    def proposed(self, clause: Clause, act: str) -> bool:
        """Whether a clause's words are a proposal's and not the law's."""
        law = self.original.get(act)
        known = law.index.get(clause.steps) if law else clause
        return known is None or known.own_text != clause.own_text


def gather(
    acts: Mapping[str, Act],
    wanted: Iterable[str],
    read: Callable[[str], tuple[Edition, tuple[str, ...]]],
    day: str | None = None,
) -> Texts:
    """The texts of the wanted acts on a day; without one, the newest held of each act not ceased.

    `read` gives an act's edition with remarks and raises NotHeld when the text of the day is not
    here. An act is idle when another of the wanted ones stands in its place on the day, as the
    Constitutions do; where nothing known does, its text is missing.
    """
    replaced = {act.successor: act.id for act in acts.values() if act.successor}
    wanted = tuple(wanted)
    editions: dict[str, Edition] = {}
    missing: dict[str, str] = {}
    idle: set[str] = set()
    remarks: dict[str, None] = {}
    for name in wanted:
        act = acts[name]
        begins = act.in_force_from or act.adopted
        ended = bool(act.ceased) and (day is None or day >= act.ceased)
        early = day is not None and day < begins
        if (ended and act.successor in wanted) or (early and replaced.get(name) in wanted):
            idle.add(name)
            continue
        try:
            editions[name], said = read(name)
        except NotHeld as error:
            missing[name] = error.said
        else:
            remarks |= dict.fromkeys(joined(": ", (name, remark)) for remark in said)
    return Texts(day, editions, missing, frozenset(idle), tuple(remarks))


@dataclass(frozen=True, slots=True)
class LawUnit:
    """A clause whose words count as law, as a test reads it.

    `path`: its own steps and those of all units around it; `limit`: the note that limits it or a
    unit around it; `denied`: whether the line that introduces it denies what it lists.
    """

    clause: Clause
    path: frozenset[Steps]
    limit: str = ""
    denied: bool = False


def units(edition: Edition, day: str | None) -> Iterator[LawUnit]:
    """The clauses of an edition that bind on the day: not excluded, future or expired."""
    return _units(edition.root, LawUnit(edition.root, frozenset()), day or edition.date)


def _units(clause: Clause, around: LawUnit, day: str) -> Iterator[LawUnit]:
    if not clause.live or (clause.steps and clause.steps[-1].unit == "future"):
        return
    limit = around.limit
    if clause.status == "limited":
        limit = " ".join(n.text for n in clause.notes) or say("charter.in_force_limited")
        until = _UNTIL.search(limit)
        if until and day >= f"{until[3]}-{until[2]}-{until[1]}":
            return
    introduced = clause.own_text.rstrip().endswith(":")
    here = LawUnit(clause, around.path | {clause.steps}, limit, around.denied)
    yield here
    denied = here.denied != (introduced and denies(clause.own_text))
    below = LawUnit(clause, here.path, limit, denied)
    for child in clause.children:
        yield from _units(child, below, day)
