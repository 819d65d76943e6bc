"""Addresses of norms: `ACT@EDITION:LANG/STEPS`, and the same in words of three languages.

Steps name units as DESIGN does: `art_39-3.pt_10.part_3.spt_1`, with `.heading` for a unit's own
heading. Numbers stay strings as the law prints them («39-3», «4-1», «б», «VIII»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache, total_ordering
from typing import Final, TypeGuard, get_args

from kb.ground.errors import KbError
from kb.ground.saying import Saying, say
from kb.words.ordinals import last_ru, ordinal, ordinal_kk, ordinals_kk, ordinals_ru
from kb.words.units import (
    GENITIVE_KK,
    LOCATIVE_KK,
    UNIT_EN,
    UNIT_KK,
    UNIT_RU,
    UNIT_RU_HEADING,
    UnitName,
)

UNITS: Final = get_args(UnitName)[2:]  # but for the act and the text: these an address can name
BARE: Final = frozenset({"title", "preamble", "form", "heading"})
DIVISIONS: Final = frozenset({"sec", "ch", "par"})
SPELLED: Final = frozenset({"part", "abz", "sent"})  # numbered by ordinals in words
LAST: Final = "last"  # the number of «последнее предложение», or of a unit added after all others

_COPY = r"(?:~[1-9][0-9]?)?"  # which of the units that the source prints under one number
_NUMBER = rf"(?:[0-9]+(?:-[0-9]+)*|[IVXLC]+|[a-zа-яёәіңғүұқөһ]{{1,5}}(?:-[0-9]+)*){_COPY}"
_STEP = re.compile(rf"(?:({'|'.join(BARE)})|([a-z]+)_({_NUMBER}))$")
_ADDRESS = re.compile(
    r"""
    (?P<act> [A-Za-z0-9][A-Za-z0-9_-]* )
    (?: @(?P<edition> \d{4}-\d{2}-\d{2} ) (?: :(?P<language> [a-z]{2} ) )? )?
    (?: /(?P<steps> \S* ) )? $
    """,
    re.VERBOSE,
)


class BadAddress(KbError):
    """The string is not an address."""


def _shown(text: str) -> str:
    """A string as an error message shows it: short, on one line."""
    return " ".join(text.split())[:80]


def roman(number: str) -> int:
    """The value of a Roman number: `VIII` → 8."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    digits = [values[c] for c in number]
    return sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))


_LONGEST = 18  # digits of a number; what is longer is compared as letters are


@lru_cache(maxsize=16_384)
def number_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts numbers in the order of the law: 2, 2-1, 2-2, 3 … 10; letters after them."""
    key: list[tuple[int, int, str]] = []
    number, _, copy = number.partition("~")
    for piece in number.split("-"):
        if piece.isdecimal() and len(piece) <= _LONGEST:
            key.append((0, int(piece), ""))
        elif re.fullmatch("[IVXLC]+", piece):
            key.append((0, roman(piece), piece))
        elif re.fullmatch("[ivx]+", piece):
            key.append((1, roman(piece.upper()), piece))
        else:
            key.append((2, 0, piece))
    if copy.isdecimal():
        key.append((3, int(copy), ""))
    return tuple(key)


@total_ordering
@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address: the unit and its number (empty for `title`, `heading` …)."""

    unit: UnitName
    number: str = ""

    def __str__(self) -> str:
        return f"{self.unit}_{self.number}" if self.number else self.unit

    def __lt__(self, other: Step) -> bool:
        return self._key < other._key

    @property
    def printed(self) -> Step:
        """The step with the number that the source prints: a repeated unit has a `~2` besides."""
        return Step(self.unit, self.number.partition("~")[0]) if "~" in self.number else self

    @property
    def _key(self) -> tuple[int, tuple[tuple[int, int, str], ...]]:
        return (UNITS.index(self.unit), number_key(self.number) if self.number else ())


Steps = tuple[Step, ...]


def steps_text(steps: Steps) -> str:
    """`art_9.part_1`: steps as an address writes them."""
    return ".".join(map(str, steps))


def is_unit(name: str) -> TypeGuard[UnitName]:
    """Whether a word is the name of a unit in addresses."""
    return name in UNITS


def parse_steps(text: str) -> Steps:
    """Steps from `art_9.part_1`; raises BadAddress with the step that cannot be read."""
    steps: list[Step] = []
    for piece in text.split("."):
        match = _STEP.match(piece)
        unit = (match.group(1) or match.group(2)) if match else ""
        if not match or not is_unit(unit) or (match.group(2) and unit in BARE):
            raise BadAddress(
                say("norm.address_step_unread", step=_shown(piece), address=_shown(text))
            )
        steps.append(Step(unit, match.group(3) or ""))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Address:
    """A unit of an act; without `edition` the newest one held is meant, `language` as given."""

    act: str
    edition: str | None = None
    language: str | None = None
    steps: Steps = ()

    def __str__(self) -> str:
        text = self.act
        if self.edition:
            text += f"@{self.edition}" + (f":{self.language}" if self.language else "")
        return text + (f"/{steps_text(self.steps)}" if self.steps else "")

    @property
    def unit(self) -> str:
        return self.steps[-1].unit if self.steps else "act"

    def within(self, steps: Steps) -> Address:
        """The address of another unit of the same edition."""
        return replace(self, steps=steps)


def parse(text: str) -> Address:
    """An Address from its string; raises BadAddress with what is wrong."""
    match = _ADDRESS.match(text.strip())
    if not match:
        raise BadAddress(say("norm.address_unread", address=_shown(text)))
    steps = parse_steps(match["steps"]) if match["steps"] else ()
    return Address(match["act"], match["edition"], match["language"], steps)


def full(act: str, edition: str, language: str, steps: Steps) -> str:
    """The address in full, as every JSON row carries it."""
    return str(Address(act, edition, language, steps)) if steps else f"{act}@{edition}:{language}"


# --- In words ---------------------------------------------------------------------------------


def _spelled(step: Step) -> bool:
    """Whether the number is said by an ordinal: no text counts parts further than 99."""
    return step.unit in SPELLED and step.number.isdecimal() and int(step.number) in range(1, 100)


def _named(steps: Steps) -> list[Step]:
    """The steps that words name: an article needs no division around it."""
    article = any(s.unit == "art" for s in steps)
    return [s for s in steps if s.unit not in DIVISIONS or not article]


def _step_ru(step: Step, case: str) -> str:
    if step.unit == "heading":
        return UNIT_RU_HEADING.form(case)
    noun = UNIT_RU[step.unit]
    if not step.number:
        return noun.form(case)
    if step.unit == "future":
        return f"{noun.form(case)}, напечатанная заранее"
    if step.unit in SPELLED and step.number == LAST:
        return f"{last_ru(noun.gender, case)} {noun.form(case)}"
    if _spelled(step):
        return f"{noun.form(case)} {ordinal(int(step.number), noun.gender, case)}"
    mark = ")" if step.unit == "spt" else ""
    number, _, copy = step.number.partition("~")
    nth = f" (напечатан {copy}-м)" if copy else ""
    return f"{noun.form(case)} {number}{mark}{nth}"


def words_ru(steps: Steps, case: str = "nom") -> str:
    """«подпункт 4-1) пункта 2 статьи 39-3»: the smallest unit first, in the case asked for."""
    if not steps:
        return ""
    named = _named(steps)[::-1]
    return " ".join([_step_ru(named[0], case), *(_step_ru(s, "gen") for s in named[1:])])


def _step_kk(step: Step, *, last: bool, owned: bool, case: str) -> str:
    """One step; `owned`: a larger unit stands before it; `last`: nothing smaller follows."""
    unit = "title" if step.unit == "heading" else step.unit
    bare, possessive, possessive_genitive = UNIT_KK[unit]
    if last and case == "loc":
        noun = LOCATIVE_KK[unit][owned]
    elif last:
        noun = possessive if owned else bare
    else:
        noun = possessive_genitive if owned else GENITIVE_KK.get(unit, possessive_genitive)
    if not step.number or step.unit == "future":
        return noun
    if step.unit in SPELLED and step.number == LAST:
        return f"соңғы {noun}"
    if _spelled(step):
        return f"{ordinal_kk(int(step.number))} {noun}"
    number, _, copy = step.number.partition("~")
    nth = f" ({copy}-басылуы)" if copy else ""
    return (f"{number}) {noun}" if step.unit == "spt" else f"{number}-{noun}") + nth


def words_kk(steps: Steps, case: str = "nom") -> str:
    """«39-3-баптың 2-тармағының 4-1) тармақшасы»: the largest unit first; case nom or loc."""
    if not steps:
        return ""
    named = _named(steps)
    end = len(named) - 1
    return " ".join(_step_kk(s, last=i == end, owned=i > 0, case=case) for i, s in enumerate(named))


def _step_en(step: Step) -> str:
    noun = UNIT_EN[step.unit]
    if not step.number or step.unit == "future":
        return f"the {noun}"
    if step.number == LAST:
        return f"the last {noun}"
    plain, _, copy = step.number.partition("~")
    number = plain if plain.isascii() else f"«{plain}»"
    nth = f" (printed as no. {copy})" if copy else ""
    return f"{noun} {number}{')' if step.unit == 'spt' else ''}{nth}"


def words_en(steps: Steps) -> str:
    """«subpoint 4-1) of point 2 of article 39-3»: the smallest unit first."""
    return " of ".join(_step_en(s) for s in _named(steps)[::-1])


def _forms_ru() -> dict[str, UnitName]:
    return {
        form: unit
        for unit, noun in UNIT_RU.items()
        for form in (*noun.singular, *noun.plural)
        if unit != "future"
    }


def parse_words_ru(text: str) -> Steps:
    """Steps from «подпункт 4-1) пункта 2 статьи 39-3»; raises BadAddress if any word is foreign.

    This is the exact inverse of `words_ru`; citations in running text are kb.citation's matter.
    """
    forms, ordinals = _forms_ru(), ordinals_ru()
    rest = re.sub(r"(\S+?)\)? \(напечатан (\d+)-м\)", r"\1~\2", text).split()
    steps: list[Step] = []
    while rest:
        unit = forms.get(rest.pop(0).lower())
        if unit is None:
            raise BadAddress(say("norm.address_words_unread", text=_shown(text)))
        if unit in BARE:
            steps.append(Step("heading" if unit == "title" and rest else unit))
            continue
        number = rest.pop(0) if rest else ""
        if unit in SPELLED:
            two = f"{number} {rest[0]}".lower() if rest else ""
            if two in ordinals:
                rest.pop(0)
                number = two
            number = str(ordinals.get(number.lower(), number))
        steps.append(Step(unit, number.removesuffix(")")))
    for step in steps:
        parse_steps(str(step))
    return tuple(reversed(steps))


def parse_words_kk(text: str) -> Steps:
    """Steps from «39-3-баптың 2-тармағының 4-1) тармақшасы»; raises BadAddress."""
    nouns = {
        form: unit
        for unit, names in UNIT_KK.items()
        for form in (*names, GENITIVE_KK.get(unit, names[2]), *LOCATIVE_KK.get(unit, ()))
        if unit != "future"
    }
    ordinals: dict[str, int | str] = {**ordinals_kk(), "соңғы": LAST}
    text = re.sub(r"(\S+)-([^-\s]+) \((\d+)-басылуы\)", r"\1~\3-\2", text)
    rest = re.sub(r"(\S+)\) (\S+) \((\d+)-басылуы\)", r"\1~\3) \2", text).split()
    steps: list[Step] = []
    while rest:
        word = rest.pop(0)
        unit = nouns.get(word.lower())
        if unit:
            steps.append(Step("heading" if unit == "title" and steps else unit))
            continue
        hyphened = re.fullmatch(r"(.+)-([^-]+)", word)
        if hyphened and hyphened[2].lower() in nouns:
            steps.append(Step(nouns[hyphened[2].lower()], hyphened[1]))
            continue
        if rest and f"{word} {rest[0]}".lower() in ordinals:
            word = f"{word} {rest.pop(0)}"
        noun = nouns.get(rest.pop(0).lower()) if rest else None
        if noun is None:
            raise BadAddress(say("norm.address_words_unread", text=_shown(text)))
        steps.append(Step(noun, str(ordinals.get(word.lower(), word.removesuffix(")")))))
    for step in steps:
        parse_steps(str(step))
    return tuple(steps)


def unit_words(steps: Steps) -> Saying:
    """A unit in the words of each language."""
    return Saying(words_ru(steps), words_kk(steps), words_en(steps))


def place(address: str) -> dict[str, str | None]:
    """The fields of a JSON row that name a text: act, edition, language, address; empty for no
    address. Raises BadAddress."""
    if not address:
        return {"act": None, "edition": None, "language": None, "address": ""}
    parsed = parse(address)
    return {
        "act": parsed.act,
        "edition": parsed.edition,
        "language": parsed.language,
        "address": address,
    }
