"""Ordinals in words: «части второй», «екінші бөлігі»; parts, paragraphs and sentences are so numbered."""

from __future__ import annotations

from functools import cache
from typing import Final

from kb.ground.saying import CASES

_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "m": ("ый", "ого", "ому", "ый", "ым", "ом"),
    "f": ("ая", "ой", "ой", "ую", "ой", "ой"),
    "n": ("ое", "ого", "ому", "ое", "ым", "ом"),
    "p": ("ые", "ых", "ым", "ые", "ыми", "ых"),
}
_THIRD: Final[dict[str, tuple[str, ...]]] = {
    "m": ("ий", "ьего", "ьему", "ий", "ьим", "ьем"),
    "f": ("ья", "ьей", "ьей", "ью", "ьей", "ьей"),
    "n": ("ье", "ьего", "ьему", "ье", "ьим", "ьем"),
    "p": ("ьи", "ьих", "ьим", "ьи", "ьими", "ьих"),
}
_STEMS: Final[dict[int, str]] = dict(
    enumerate(
        [
            "перв",
            "втор",
            "трет",
            "четверт",
            "пят",
            "шест",
            "седьм",
            "восьм",
            "девят",
            "десят",
            "одиннадцат",
            "двенадцат",
            "тринадцат",
            "четырнадцат",
            "пятнадцат",
            "шестнадцат",
            "семнадцат",
            "восемнадцат",
            "девятнадцат",
            "двадцат",
        ],
        start=1,
    )
) | {
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
    100: "сот",
}
_TENS: Final[dict[int, str]] = {
    20: "двадцать",
    30: "тридцать",
    40: "сорок",
    50: "пятьдесят",
    60: "шестьдесят",
    70: "семьдесят",
    80: "восемьдесят",
    90: "девяносто",
}
HIGHEST: Final = 199  # articles are named in words so high, parts never
_OY: Final = {2, 6, 7, 8, 40}  # второй, шестой …: the stressed masculine ending


def ordinal(number: int, gender: str = "m", case: str = "nom") -> str:
    """«второй», «двадцать первую»: a Russian ordinal from 1 to 199 (gender m, f, n or p=plural).

    Raises ValueError outside that range: the texts number nothing so high in words.
    """
    if not 1 <= number <= HIGHEST:
        raise ValueError(f"no ordinal for {number}")
    if number > 100:
        return f"сто {ordinal(number - 100, gender, case)}"
    if number not in _STEMS:
        tens, unit = number // 10 * 10, number % 10
        return f"{_TENS[tens]} {ordinal(unit, gender, case)}"
    stem = _STEMS[number]
    if number == 3:
        return stem + _THIRD[gender][CASES.index(case)]
    ending = _ENDINGS[gender][CASES.index(case)]
    if ending == "ый" and number in _OY:
        ending = "ой"
    return stem + ending


@cache
def ordinals_ru() -> dict[str, int]:
    """Every form of every ordinal from 1 to 199, lower case, to its number."""
    return {form: number for form, (number, _) in ordinal_cases().items()}


@cache
def ordinal_cases(genders: str = "mfnp") -> dict[str, tuple[int, frozenset[str]]]:
    """Every form of the ordinals in some genders, lower case, to its number and the cases it may be."""
    readings: dict[str, tuple[int, set[str]]] = {}
    for number in range(1, HIGHEST + 1):
        for gender in genders:
            for case in CASES:
                form = ordinal(number, gender, case)
                readings.setdefault(form, (number, set()))[1].add(case)
    return {form: (number, frozenset(cases)) for form, (number, cases) in readings.items()}


# An ordinal in a text, lower case: by stems, since all the forms would take long to compile.
# ordinals_ru() has the last word on what it finds.
PATTERN_RU: Final = (
    rf"(?:сто\s+)?(?:(?:{'|'.join(_TENS.values())})\s+)?"
    rf"(?:{'|'.join(_STEMS.values())})(?:[аоыи][а-я]{{1,2}}|ь[а-я]{{1,3}}|ий|ую)(?!\w)"
)

_LAST: Final[dict[str, tuple[str, ...]]] = {
    "m": ("ий", "его", "ему", "ий", "им", "ем"),
    "f": ("яя", "ей", "ей", "юю", "ей", "ей"),
    "n": ("ее", "его", "ему", "ее", "им", "ем"),
}


def last_ru(gender: str, case: str = "nom") -> str:
    """«последнее», «последнюю»: the Russian adjective in gender m, f or n and a case."""
    return "последн" + _LAST[gender][CASES.index(case)]


_KK_UNITS: Final = [
    "бірінші",
    "екінші",
    "үшінші",
    "төртінші",
    "бесінші",
    "алтыншы",
    "жетінші",
    "сегізінші",
    "тоғызыншы",
]
_KK_TENS_ORDINAL: Final = dict(
    zip(
        range(10, 100, 10),
        [
            "оныншы",
            "жиырмасыншы",
            "отызыншы",
            "қырқыншы",
            "елуінші",
            "алпысыншы",
            "жетпісінші",
            "сексенінші",
            "тоқсаныншы",
        ],
        strict=True,
    )
)
_KK_TENS: Final = dict(
    zip(
        range(10, 100, 10),
        ["он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"],
        strict=True,
    )
)


def ordinal_kk(number: int) -> str:
    """«екінші», «он бірінші»: a Kazakh ordinal from 1 to 99; ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(f"no ordinal for {number}")
    tens, unit = number // 10 * 10, number % 10
    if not unit:
        return _KK_TENS_ORDINAL[tens]
    return (f"{_KK_TENS[tens]} " if tens else "") + _KK_UNITS[unit - 1]


@cache
def ordinals_kk() -> dict[str, int]:
    """Every Kazakh ordinal from 1 to 99 to its number."""
    return {ordinal_kk(n): n for n in range(1, 100)}


PATTERN_KK: Final = (
    rf"(?:(?:(?:{'|'.join(_KK_TENS.values())})\s)?(?:{'|'.join(_KK_UNITS)})"
    rf"|{'|'.join(_KK_TENS_ORDINAL.values())})"
)
