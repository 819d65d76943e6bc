"""Words that point at a unit in the place of its number: «этой статьи», «осы баптың», «сол тармақта».

What they point at is told by what stands around them: each reader asks its own text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kb.words.cases_kk import unit_forms_kk
from kb.words.units import UNIT_RU, UnitName, forms_ru

OWN: Final = "="  # the number of «настоящей статьи», «осы баптың»: the unit that holds the words
SAME: Final = "~"  # the number of «этой же статьи», «сол баптың»: the unit named before
POINTED: Final[tuple[UnitName, ...]] = ("art", "pt", "part", "spt", "abz")

OWN_RU: Final = ("настоящ",)
SAME_RU: Final = ("эт", "данн", "указанн", "названн", "вышеуказанн", "т")
OWN_KK: Final = ("осы",)
SAME_KK: Final = ("сол", "аталған", "көрсетілген")
# An ending of these adjectives → the gender and the cases it tells. The nominative points at nothing that
# a text speaks of: «настоящая статья не применяется» begins a rule.
_ENDINGS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    **dict.fromkeys(("ой", "ей"), ("f", frozenset(("gen", "dat", "ins", "loc")))),
    **dict.fromkeys(("ого", "его"), ("m", frozenset(("gen",)))),
    **dict.fromkeys(("ому", "ему"), ("m", frozenset(("dat",)))),
    **dict.fromkeys(("ым", "им"), ("m", frozenset(("ins",)))),
    "ем": ("m", frozenset(("loc", "ins"))),  # «настоящем», «тем»
    "ом": ("m", frozenset(("loc",))),
}


@dataclass(frozen=True, slots=True)
class Pointed:
    """A unit that is pointed at: `number` is OWN or SAME; the cases its words may be in."""

    unit: UnitName
    number: str
    cases: frozenset[str]


@cache
def _nouns() -> Mapping[str, tuple[tuple[UnitName, str], ...]]:
    """A singular form of a unit that is pointed at → the unit and the case, for each that it may be."""
    nouns: dict[str, list[tuple[UnitName, str]]] = {}
    for unit in POINTED:
        for form, case, plural in forms_ru(unit):
            if not plural and case not in ("nom", "acc"):
                nouns.setdefault(form, []).append((unit, case))
    return {form: tuple(readings) for form, readings in nouns.items()}


@cache
def _pronouns() -> Mapping[str, tuple[str, str, frozenset[str]]]:
    """«настоящей», «этого» → OWN or SAME, the gender, the cases."""
    return {
        f"{stem}{ending}": (number, *told)
        for number, stems in ((OWN, OWN_RU), (SAME, SAME_RU))
        for stem in stems
        for ending, told in _ENDINGS.items()
    }


def pointed_ru(pronoun: str, noun: str) -> Pointed | None:
    """What «этой» «статьи» point at, both in lower case; None where they are no such words together."""
    told = _pronouns().get(pronoun)
    if told is None:
        return None
    number, gender, cases = told
    for unit, _ in _nouns().get(noun, ()):
        common = cases & {case for each, case in _nouns()[noun] if each == unit}
        if common and UNIT_RU[unit].gender == gender:
            return Pointed(unit, number, common)
    return None


def pattern_pronoun_ru() -> str:
    """A piece of an expression: any of these pronouns, in lower case."""
    return rf"(?:{'|'.join((*OWN_RU, *SAME_RU))})(?:{'|'.join(_ENDINGS)})"


def pattern_pointed_ru() -> str:
    """A piece of an expression: the noun of a unit that is pointed at, in a case but the nominative."""
    return rf"(?:{'|'.join(sorted(_nouns(), key=len, reverse=True))})(?!\w)"


@cache
def _nouns_kk() -> Mapping[str, tuple[UnitName, frozenset[str]]]:
    """A bare singular form of a unit that is pointed at → the unit, the cases. A possessive («осы бабының»)
    has an owner before it and is no such thing."""
    nouns: dict[str, tuple[UnitName, frozenset[str]]] = {}
    for form, readings in unit_forms_kk().items():
        bare = [r for r in readings if r[0] in POINTED and not r[2] and not r[3]]
        if bare:
            nouns[form] = bare[0][0], frozenset(r[1] for r in bare)
    return nouns


def pointed_kk(pronoun: str, noun: str) -> Pointed | None:
    """What «сол» «баптың» point at, both in lower case; None where they are no such words together."""
    number = OWN if pronoun in OWN_KK else SAME if pronoun in SAME_KK else ""
    if not number or noun not in _nouns_kk():
        return None
    return Pointed(_nouns_kk()[noun][0], number, _nouns_kk()[noun][1])


def pattern_pointed_kk() -> str:
    """A piece of an expression: the bare noun of a unit that is pointed at, in any case."""
    return rf"(?:{'|'.join(sorted(_nouns_kk(), key=len, reverse=True))})(?!\w)"
