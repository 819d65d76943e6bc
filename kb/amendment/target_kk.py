"""The grammar of targets in Kazakh: «15-бабы 2-тармағының 4) тармақшасындағы» → addresses.

The largest unit stands first; a unit in the genitive, or in the possessive before a smaller one, owns
what follows. Cases decide what is done with the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kb.amendment.group import MOST, Group
from kb.amendment.quotation import Token
from kb.amendment.target import SCOPES, Target, expanded, joined_scopes
from kb.norm.address import LAST, SPELLED
from kb.words.cases_kk import unit_forms_kk
from kb.words.numbers import between, hyphened
from kb.words.ordinals import ordinals_kk
from kb.words.pointing import pointed_kk
from kb.words.text import LOOKALIKES
from kb.words.units import RANK, UnitName, may_hold

JOINTS: Final = frozenset(["және", "мен", "пен", "бен"])
WHOLE: Final = frozenset({"nom", "acc"})
INSIDE: Final = frozenset({"loc", "att"})
_DASHES: Final = frozenset("-–—")
# «Заңның тақырыбы», «Кодекстің мәтіні»: the act itself.
_ACTS_OWN: Final = frozenset(
    [
        "заңның",
        "кодекстің",
        "конституцияның",
        "жарлықтың",
        "бұйрықтың",
        "осы",
        "көрсетілген",
        "аталған",
    ]
)
_TRANSLATED = {ord(k): v for k, v in ((chr(a), chr(b)) for a, b in LOOKALIKES.items())}


@dataclass(frozen=True, slots=True)
class GroupKk:
    """A unit with its numbers; `owned`: in the possessive, something larger is its owner."""

    unit: UnitName
    numbers: tuple[str, ...]
    cases: frozenset[str]
    owned: bool

    @property
    def plain(self) -> Group:
        return Group(self.unit, self.numbers, self.cases)


def low_kk(tokens: Sequence[Token], at: int) -> str:
    """The token at a place in lower case, Latin look-alikes as Cyrillic letters."""
    return tokens[at].low.translate(_TRANSLATED) if 0 <= at < len(tokens) else ""


@cache
def _ordinals() -> dict[str, str]:
    return {**{word: str(n) for word, n in ordinals_kk().items()}, "соңғы": LAST}


def _number(tokens: Sequence[Token], at: int) -> tuple[str, bool, int] | None:
    """A number at a place: its digits or ordinal, whether a bracket follows, and the place behind."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number":
        return token.text, token.bracket, at + 1
    if token.kind != "word":
        return None
    two = f"{low_kk(tokens, at)} {low_kk(tokens, at + 1)}"
    if two in _ordinals():
        return _ordinals()[two], False, at + 2
    if low_kk(tokens, at) in _ordinals():
        return _ordinals()[low_kk(tokens, at)], False, at + 1
    roman = token.text.translate(str.maketrans("ІХСV", "IXCV"))
    if roman and set(roman) <= set("IVXLC"):
        return roman, False, at + 1
    return None


def _listed(tokens: Sequence[Token], at: int) -> tuple[list[str], int] | None:
    """«1, 2 және 3-», «2) – 5)», none at all: the numbers before a noun, and the place behind them; None
    for what is no range."""
    numbers: list[str] = []
    place = at
    numbered = _number(tokens, place)
    while numbered is not None:
        number, bracket, place = numbered
        numbers.append(number)
        if low_kk(tokens, place) == "-" and place + 1 < len(tokens):
            if tokens[place + 1].kind == "word" and low_kk(tokens, place + 1) in unit_forms_kk():
                place += 1
                break
            if low_kk(tokens, place + 1) == ",":  # «1-, 2-тармақтар»
                place += 1
        ahead = place
        joint = low_kk(tokens, ahead)
        if joint == ",":
            ahead += 1
            ahead += low_kk(tokens, ahead) in JOINTS
        elif joint in JOINTS or joint in _DASHES:
            ahead += 1
        else:
            break
        more = _number(tokens, ahead)
        if more is None or more[1] != bracket:
            break
        if joint in _DASHES:
            ranged = between(number, more[0], MOST)
            if ranged is None:
                return None
            numbers += ranged[1:-1]
        numbered = more
    return numbers, place


def group_kk(tokens: Sequence[Token], at: int) -> tuple[GroupKk, int] | None:
    """A unit with its numbers at a place, and the place behind it."""
    if pointed := pointed_kk(low_kk(tokens, at), low_kk(tokens, at + 1)):
        return GroupKk(pointed.unit, (pointed.number,), pointed.cases, owned=False), at + 2
    listed = _listed(tokens, at)
    if listed is None:
        return None
    numbers, place = listed
    readings = unit_forms_kk().get(low_kk(tokens, place))
    if not readings or place >= len(tokens) or tokens[place].kind != "word":
        return None
    unit = readings[0][0]
    if unit in ("title", "preamble", "form", "text") and numbers:
        return None
    if unit in SPELLED and any(not n.isdigit() and n != LAST for n in numbers):
        return None
    if len(numbers) == 1 and "-" in numbers[0] and all(r[2] for r in readings):
        numbers = hyphened(numbers[0], plural=True)  # «5-7-баптар»
    several = len(numbers) > 1
    fitting = [r for r in readings if r[2] == several] if numbers else list(readings)
    if not fitting:  # «1 және 2-тармағы»: the singular is met behind a list
        fitting = list(readings)
    cases = frozenset(r[1] for r in fitting)
    owned = all(r[3] for r in fitting)
    return GroupKk(unit, tuple(numbers), cases, owned), place + 1


@dataclass(frozen=True, slots=True)
class _Chain:
    groups: tuple[GroupKk, ...]  # the largest first

    @property
    def last(self) -> GroupKk:
        return self.groups[-1]


def _chain(tokens: Sequence[Token], at: int) -> tuple[_Chain, int] | None:
    while low_kk(tokens, at) in _ACTS_OWN and group_kk(tokens, at) is None:
        at += 1
    named = group_kk(tokens, at)
    if named is None:
        return None
    groups, at = [named[0]], named[1]
    while True:
        above = groups[-1]
        owns = "gen" in above.cases or (
            "nom" in above.cases and above.unit not in ("title", "text")
        )
        more = group_kk(tokens, at) if owns else None
        if more is None or not _may_own(above, more[0]):
            return _Chain(tuple(groups)), at
        groups.append(more[0])
        at = more[1]


def _may_own(above: GroupKk, below: GroupKk) -> bool:
    if "gen" not in above.cases and not below.owned:
        return False
    if below.unit in ("title", "text"):
        return above.unit in RANK or above.unit == "preamble"
    if above.unit == "preamble":
        return below.unit in RANK
    return may_hold(above.unit, below.unit)


def targets_kk(
    tokens: Sequence[Token], at: int
) -> tuple[tuple[Target, ...], frozenset[str], int] | None:
    """The targets named from a place on, the case of the last, and the place behind; None for none.

    A unit without an owner stands in that of the one before: «1-тармағы және 2-тармағының 3) …».
    """
    chains: list[_Chain] = []
    behind = at
    cases: frozenset[str] = frozenset()
    while True:
        link = _chain(tokens, at)
        if link is None:
            break
        role = link[0].last.cases
        if chains and not (_role(role) & _role(cases)):
            break
        cases = role
        chains.append(link[0])
        at = behind = link[1]
        if low_kk(tokens, at) == ",":
            at += 1
            at += low_kk(tokens, at) in JOINTS
        elif low_kk(tokens, at) in JOINTS or low_kk(tokens, at) in ("сондай", "сондай-ақ"):
            at += 1
        else:
            break
    if not chains:
        return None
    result: list[Target] = []
    above: tuple[GroupKk, ...] = ()
    for chain in chains:
        groups = _owned(chain.groups, above)
        result += _addresses(groups)
        above = groups
    return tuple(joined_scopes(result)), cases, behind


def _role(cases: frozenset[str]) -> frozenset[str]:
    """Cases that do the same work stand beside each other: «тармағында … тармағындағы»."""
    roles = set(cases)
    if roles & WHOLE:
        roles |= WHOLE
    if roles & INSIDE:
        roles |= INSIDE
    return frozenset(roles)


def _owned(groups: tuple[GroupKk, ...], above: tuple[GroupKk, ...]) -> tuple[GroupKk, ...]:
    top = groups[0]
    if not above or top.unit in ("art", "preamble", "sec", "ch", "app"):
        return groups
    if top.unit in ("title", "text"):
        return (*(g for g in above if g.unit in ("art", "sec", "ch", "par")), *groups)
    return (*(g for g in above if RANK.get(g.unit, 99) < RANK.get(top.unit, 0)), *groups)


def _addresses(groups: Sequence[GroupKk]) -> list[Target]:
    scope = SCOPES.get(groups[-1].unit)
    named = groups[:-1] if scope else groups
    return [
        Target(steps, scope or "text", scope is not None)
        for steps in expanded([g.plain for g in named])
    ]
