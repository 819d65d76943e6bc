"""The grammar of targets: «в пункте 2 статьи 1, пункте 3 статьи 2 и статье 6» → addresses.

Cases decide what belongs to what: a unit in the genitive owns the one before it, a unit in the case
of the first one stands beside it. Where a form allows both, nothing is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import Final

from kb.amendment.group import Group, act_words, group, joint_at, low_at
from kb.amendment.operation import Scope
from kb.amendment.quotation import Token
from kb.amendment.unreadable import Unreadable
from kb.ground.saying import say
from kb.norm.address import DIVISIONS, Step, Steps
from kb.words.pointing import OWN, SAME
from kb.words.units import RANK, may_hold

MAX_TARGETS: Final = 2_000  # more units under one command or lead-in are no law's

_BARE: Final = frozenset({"title", "preamble", "form"})


SCOPES: Final[Mapping[str, Scope]] = {"title": "heading", "text": "text"}


@dataclass(frozen=True, slots=True)
class Target:
    """A unit named by an instruction: steps from the largest; () is the act itself.

    `scope`: text, heading, both or act; `named`: whether the instruction says it in words.
    """

    steps: Steps
    scope: Scope = "text"
    named: bool = False

    @property
    def rank(self) -> int:
        """The rank of its largest unit; 0 for the act."""
        return RANK.get(self.steps[0].unit, 0) if self.steps else 0

    @property
    def pointed(self) -> bool:
        """Whether a word points at a unit of it in the place of a number: «той же статьи»."""
        return any(step.number in (OWN, SAME) for step in self.steps)

    @property
    def last_rank(self) -> int:
        return RANK.get(self.steps[-1].unit, 0) if self.steps else -1


@dataclass(frozen=True, slots=True)
class _Chain:
    """A head with the genitives that own it, the nearest first."""

    head: Group
    owners: tuple[Group, ...] = ()


def _chain(tokens: Sequence[Token], at: int, cases: frozenset[str]) -> tuple[_Chain, int] | None:
    named = group(tokens, at, cases)
    if named is None or not named[0].cases & cases:
        return None
    head, at = named
    owners: list[Group] = []
    while True:
        if low_at(tokens, at) == "к" and (owner := group(tokens, at + 1)):
            if "dat" not in owner[0].cases:
                break
            owners.append(owner[0])
            at = owner[1]
            continue
        owner = group(tokens, at)
        if owner is None or "gen" not in owner[0].cases or not _may_own(owner[0], owners, head):
            break
        owners.append(owner[0])
        at = owner[1]
    return _Chain(head, tuple(owners)), act_words(tokens, at)


def _may_own(owner: Group, owners: Sequence[Group], head: Group) -> bool:
    below = owners[-1] if owners else head
    if owner.unit in ("title", "text", "form"):
        return False
    if below.unit in ("title", "text"):
        return owner.unit in RANK or owner.unit == "preamble"
    if owner.unit == "preamble":
        return True
    return may_hold(owner.unit, below.unit)


def targets(
    tokens: Sequence[Token], at: int, cases: frozenset[str]
) -> tuple[tuple[Target, ...], int] | None:
    """The targets named from a place on, and the place behind; None where none can be read.

    `cases`: those the first noun may be in — the locative after «в», else the accusative.
    """
    chains: list[_Chain] = []
    while True:
        chain = _chain(tokens, at, cases)
        if chain is None:
            return None if not chains else (_resolved(chains), at)
        chains.append(chain[0])
        at = chain[1]
        joint = joint_at(tokens, at)
        if joint is None or joint[0] == "–":
            return _resolved(chains), at
        ahead = joint[1]
        if low_at(tokens, ahead) == "в" and "loc" in cases:
            ahead += 1
        more = _chain(tokens, ahead, cases)
        if more is None:
            return _resolved(chains), at
        last = chains[-1].owners[-1] if chains[-1].owners else None
        beside = more[0].head
        if last and last.unit == beside.unit and "gen" in beside.cases:
            return None  # «абзаца части первой и части второй»: of both, or one more target?
        at = ahead


def _resolved(chains: Sequence[_Chain]) -> tuple[Target, ...]:
    """Addresses of chains: an owner named once at the end owns all that lack one."""
    complete: list[_Chain] = []
    shared: tuple[Group, ...] = ()
    for each in reversed(chains):
        top = each.owners[-1] if each.owners else each.head
        if top.unit == "title":
            missing = [g for g in shared if g.unit in ("art", "sec", "ch", "par")]
        elif top.unit in ("text", "preamble"):
            missing = list(shared) if top.unit == "text" else []
        else:
            missing = [g for g in shared if RANK.get(g.unit, 0) < RANK.get(top.unit, 0)]
        each = replace(each, owners=(*each.owners, *missing)) if top.unit != "art" else each
        complete.append(each)
        shared = each.owners
    addressed = [target for each in reversed(complete) for target in _addresses(each)]
    if len(addressed) > MAX_TARGETS:
        raise Unreadable(say("amendment.too_many_targets", count=str(MAX_TARGETS)))
    return tuple(joined_scopes(addressed))


def _addresses(chain: _Chain) -> list[Target]:
    head = chain.head
    scope = SCOPES.get(head.unit)
    named = [*reversed(chain.owners), *([head] if scope is None else [])]
    return [Target(steps, scope or "text", scope is not None) for steps in expanded(named)]


def expanded(groups: Sequence[Group]) -> list[Steps]:
    """Every address that groups of numbers name together, the largest unit first.

    Raises Unreadable for more than MAX_TARGETS: the product is counted before it is made.
    """
    levels = [_steps(each) for each in groups]
    if prod(map(len, levels)) > MAX_TARGETS:
        raise Unreadable(say("amendment.too_many_targets", count=str(MAX_TARGETS)))
    return [absolute(tuple(steps)) for steps in product(*levels)]


def _steps(group: Group) -> list[Step]:
    if group.unit in _BARE:
        return [Step(group.unit)]
    return [Step(group.unit, number) for number in group.numbers] or [Step(group.unit)]


def absolute(steps: Steps) -> Steps:
    """Without the divisions that no article's address needs."""
    if any(s.unit == "art" for s in steps):
        return tuple(s for s in steps if s.unit not in DIVISIONS)
    return steps


def joined_scopes(several: Sequence[Target]) -> list[Target]:
    """«заголовок и текст» of one unit is one target with both scopes."""
    result: list[Target] = []
    named: dict[Steps, int] = {}
    for each in several:
        twin = named.get(each.steps) if each.named else None
        if twin is not None and {result[twin].scope, each.scope} == {"heading", "text"}:
            result[twin] = replace(each, scope="both")
            continue
        if each.named:
            named[each.steps] = len(result)
        result.append(each)
    return result


def within(context: Target, inner: Target) -> Target:
    """A target of a lead-in's unit: «в статье 3:» with «в пункте 1» is point 1 of article 3."""
    if inner.steps and inner.steps[0].unit in ("art", "sec", "title", "preamble", "form", "app"):
        return inner
    if not inner.steps and not inner.named:
        return context
    return replace(inner, steps=absolute((*context.steps, *inner.steps)))
