"""A unit with its numbers as an instruction says it: «пунктов 1 и 2», «второе предложение».

Where a form allows a number and a range both, nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kb.amendment.quotation import Token
from kb.ground.saying import CASES
from kb.norm.address import LAST, SPELLED
from kb.words.numbers import between, hyphened
from kb.words.ordinals import last_ru, ordinal_cases
from kb.words.pointing import pointed_ru
from kb.words.units import UNIT_RU, UnitName, forms_ru

_TEXT_FORMS: Final = {
    "текст": ("nom", "acc"),
    "текста": ("gen",),
    "тексту": ("dat",),
    "тексте": ("loc",),
}
_DASHES: Final = frozenset("-–—")
MOST: Final = 500  # numbers of one range: a longer one is no law's
_ACT_WORDS: Final = frozenset(
    [
        *(
            "акта",
            "закона",
            "указа",
            "кодекса",
            "конституции",
            "приказа",
            "решения",
            "постановления",
        ),
        *("акту", "закону", "указу", "кодексу", "приказу", "решению", "постановлению"),
    ]
)
_OF_IT: Final = frozenset(
    ("настоящего", "указанного", "данного", "настоящему", "указанному", "данному")
)


@dataclass(frozen=True, slots=True)
class Group:
    """«пунктов 1 и 2», «второе предложение»: a unit with its numbers and possible cases.

    A bare unit (заголовок, текст) has no numbers.
    """

    unit: UnitName
    numbers: tuple[str, ...]
    cases: frozenset[str]


_IN_WORDS_TOO: Final = frozenset({"sec", "ch", "par", "art", "pt", "spt"})
_ARTICLES: Final = frozenset(form for form, _, _ in forms_ru("art"))
_Readings = list[tuple[UnitName, frozenset[str], bool]]  # unit, cases, plural


@cache
def _nouns() -> dict[str, _Readings]:
    """Form of a unit's noun → its readings (unit, cases, plural)."""
    nouns: dict[str, dict[tuple[UnitName, bool], set[str]]] = {}
    for unit in UNIT_RU:
        if unit == "future":
            continue
        for form, case, plural in forms_ru(unit):
            nouns.setdefault(form, {}).setdefault((unit, plural), set()).add(case)
    for word in ("название", "наименование"):
        for case, ending in zip(CASES, ("е", "я", "ю", "е", "ем", "и"), strict=True):
            nouns.setdefault(word[:-1] + ending, {}).setdefault(("title", False), set()).add(case)
    for form, cases in _TEXT_FORMS.items():
        nouns[form] = {("text", False): set(cases)}
    return {
        form: [(unit, frozenset(cases), plural) for (unit, plural), cases in readings.items()]
        for form, readings in nouns.items()
    }


@cache
def _ordinals(genders: str = "mfnp") -> dict[str, tuple[str, frozenset[str]]]:
    """Form of an ordinal, or of «последний», in some genders → (number, cases it may be in)."""
    last: dict[str, set[str]] = {}
    for gender in filter("mfn".__contains__, genders):
        for case in CASES:
            last.setdefault(last_ru(gender, case), set()).add(case)
    numbered = {form: (str(n), cases) for form, (n, cases) in ordinal_cases(genders).items()}
    return numbered | {form: (LAST, frozenset(cases)) for form, cases in last.items()}


def low_at(tokens: Sequence[Token], at: int) -> str:
    """The token at a place in lower case; "" behind the last one."""
    return tokens[at].low if at < len(tokens) else ""


def joint_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """What joins two numbers or two units at a place («,», «и», «, а также», «–»), and the place behind it."""
    if low_at(tokens, at) in _DASHES:
        return "–", at + 1
    begin = at
    at += low_at(tokens, at) == ","
    if low_at(tokens, at) == "и":
        at += 1
    elif (low_at(tokens, at), low_at(tokens, at + 1)) == ("а", "также"):
        at += 2
    return (",", at) if at > begin else None


def _ordinal(
    tokens: Sequence[Token], at: int, genders: str = "mfnp"
) -> tuple[str, frozenset[str], int] | None:
    """The ordinal at a place, of up to three words («сто двадцать первой»), and the place behind it."""
    for end in (at + 3, at + 2, at + 1):
        words = tokens[at:end]
        if len(words) == end - at and all(t.kind == "word" for t in words):
            reading = _ordinals(genders).get(" ".join(t.low for t in words))
            if reading:
                return (*reading, end)
    return None


def _spelled_numbers(
    tokens: Sequence[Token], at: int, genders: str = "mfnp"
) -> tuple[list[str], frozenset[str], int] | None:
    """«второй», «шестом и седьмом», «вторую – четвертую»."""
    first = _ordinal(tokens, at, genders)
    if first is None:
        return None
    numbers, cases, at = [first[0]], first[1], first[2]
    while joint := joint_at(tokens, at):
        more = _ordinal(tokens, joint[1], genders)
        if more is None or not cases & more[1]:
            break
        if joint[0] == "–":
            ranged = between(numbers[-1], more[0], MOST)
            if ranged is None:
                return None
            numbers += ranged[1:]
        else:
            numbers.append(more[0])
        cases, at = cases & more[1], more[2]
    return numbers, cases, at


def _worded(
    unit: UnitName, readings: _Readings, tokens: Sequence[Token], at: int
) -> tuple[Group, int] | None:
    """«статьи двадцать первой»: a unit that texts number in figures, named by an ordinal behind it.

    The ordinal agrees in gender and case. «статьи второй главы» may be of the second chapter, «статье
    пятой, второй абзац» speaks of a paragraph: neither is read.
    """
    spelled = _spelled_numbers(tokens, at, UNIT_RU[unit].gender)
    if spelled is None or LAST in spelled[0]:
        return None
    numbers, cases, at = spelled
    behind = _nouns().get(low_at(tokens, at), ())
    gender = UNIT_RU[unit].gender
    same = any(cases & r[1] and r[0] in UNIT_RU and UNIT_RU[r[0]].gender == gender for r in behind)
    if same or (behind and not any("gen" in r[1] for r in behind)):
        return None
    common = cases & frozenset().union(*(r[1] for r in readings))
    return (Group(unit, tuple(numbers), common), at) if common else None


def _digit_numbers(tokens: Sequence[Token], at: int) -> tuple[list[str], bool, int] | None:
    """«1 и 2», «10) – 16)», «2-1»: the numbers, and whether brackets follow them."""

    def number(place: int) -> str | None:
        if place >= len(tokens):
            return None
        token = tokens[place]
        roman = token.kind == "word" and token.text and set(token.text) <= set("IVXLC")
        return token.text if token.kind == "number" or roman else None

    since = low_at(tokens, at) in ("с", "со")  # «с 5 по 7»
    at += since
    first = number(at)
    if first is None:
        return None
    numbers, bracket, at = [first], tokens[at].bracket, at + 1
    if since and low_at(tokens, at) != "по":
        return None
    while joint := ("–", at + 1) if since and len(numbers) == 1 else joint_at(tokens, at):
        at_more = joint[1]
        more = number(at_more)
        # «в пункте 2, 3)»: brackets that come and go are no list.
        if more is None or tokens[at_more].bracket != bracket:
            break
        if joint[0] == "–":
            ranged = between(numbers[-1], more, MOST)
            if ranged is None:
                return None
            numbers += ranged[1:]
        else:
            numbers.append(more)
        at = at_more + 1
    return numbers, bracket, at


def _after_ordinals(
    before: tuple[list[str], frozenset[str], int], tokens: Sequence[Token]
) -> tuple[Group, int] | None:
    """«второе предложение», «первое и второе предложения», «второй пункт статьи 5»: a point alone is
    numbered in figures."""
    numbers, cases, at = before
    for unit, noun_cases, _ in _nouns().get(low_at(tokens, at), ()):
        point = unit == "pt" and low_at(tokens, at + 1) in _ARTICLES
        if (unit in SPELLED or point) and (common := cases & noun_cases):
            return Group(unit, tuple(numbers), common), at + 1
    return None


def _pointed(tokens: Sequence[Token], at: int) -> tuple[Group, int] | None:
    """«этой статьи», «того же пункта»: a unit named by a word that points at it."""
    noun = at + 1 + (low_at(tokens, at + 1) == "же")
    pointed = pointed_ru(low_at(tokens, at), low_at(tokens, noun))
    if pointed is None or _digit_numbers(tokens, noun + 1):
        return None
    return Group(pointed.unit, (pointed.number,), pointed.cases), noun + 1


def _in_figures(
    unit: UnitName,
    readings: _Readings,
    tokens: Sequence[Token],
    at: int,
    wanted: frozenset[str],
) -> tuple[Group, int] | None:
    """A unit whose noun is read, with the figures behind it, or without any."""
    cases = frozenset().union(*(r[1] for r in readings))
    digits = _digit_numbers(tokens, at)
    if digits is None:
        return Group(unit, (), cases), at
    numbers, bracket, at = digits
    if unit == "pt" and bracket:
        unit = "spt"  # codes call «1)» a point
    several = frozenset().union(*(r[1] for r in readings if r[2])) & wanted
    one = frozenset().union(*(r[1] for r in readings if not r[2])) & wanted
    if len(numbers) == 1 and several and not one:
        ranged = hyphened(numbers[0], plural=True)
        return (Group(unit, tuple(ranged), several), at) if len(ranged) > 1 else None
    fitting = [r for r in readings if r[2] == (len(numbers) > 1)]
    if len(numbers) == 1 and not fitting:
        return None  # «пункты 1-3»: a number or a range, nobody says
    cases = frozenset().union(*(r[1] for r in fitting or readings))
    return Group(unit, tuple(numbers), cases), at


def group(
    tokens: Sequence[Token], at: int, wanted: frozenset[str] = frozenset()
) -> tuple[Group, int] | None:
    """A unit with its numbers at a place, and the place behind it.

    `wanted`: cases in which «статьи 3-9» is a range, the noun being plural only there.
    """
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    if pointed := _pointed(tokens, at):
        return pointed
    if before := _spelled_numbers(tokens, at):
        return _after_ordinals(before, tokens)
    readings = _nouns().get(tokens[at].low)
    if not readings:
        return None
    unit = readings[0][0]
    at += 1
    if unit in ("title", "preamble", "form", "text"):
        cases = frozenset().union(*(r[1] for r in readings))
        return Group(unit, (), cases), act_words(tokens, at)
    if unit in SPELLED and (spelled := _spelled_numbers(tokens, at)):
        for _, noun_cases, _ in readings:
            if common := noun_cases & spelled[1]:
                return Group(unit, tuple(spelled[0]), common), spelled[2]
        return None
    if unit in _IN_WORDS_TOO and (worded := _worded(unit, readings, tokens, at)):
        return worded
    return _in_figures(unit, readings, tokens, at, wanted)


def act_words(tokens: Sequence[Token], at: int) -> int:
    """Passes «настоящего Закона», «к указанному Указу»."""
    place = at + 1 if low_at(tokens, at) == "к" else at
    if low_at(tokens, place) in _OF_IT:
        place += 1
    return place + 1 if low_at(tokens, place) in _ACT_WORDS else at
