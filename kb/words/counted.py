"""Numbers and days that a Russian and a Kazakh text name, so that the two can be compared.

What is compared needs no translation: numbers in words of either language, months of days. A word
may mean several numbers; `may_mean_ru` and `may_mean_kk` give all that a text can mean.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from kb.words.days import MONTHS_KK, MONTHS_RU
from kb.words.numerals import WORDS, value
from kb.words.ordinals import ordinals_kk, ordinals_ru
from kb.words.text import fold

MONTH_RU: Final = [re.compile(rf"\d\s+({m})\b", re.I) for m in MONTHS_RU]
# «қыркүйек» softens before a vowel: «1 қыркүйегіне дейін».
MONTH_KK: Final = [re.compile(rf"\d\s+({re.sub('к$', '[кг]', m)}\w*)", re.I) for m in MONTHS_KK]


def months(named: list[re.Pattern[str]], text: str) -> dict[int, str]:
    """The months of the days that a text names («1 сентября»), as printed."""
    matches = ((n, month.search(text)) for n, month in enumerate(named, start=1))
    return {n: month[1] for n, month in matches if month}


_FRACTIONS: Final = {2: "половин", 3: "трет", 4: "четверт", 5: "пят"}
_KK: Final[dict[str, int]] = {
    "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9,
    "он": 10, "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70,
    "сексен": 80, "тоқсан": 90, "жүз": 100, "мың": 1000,
}  # fmt: skip
# Collective numerals: «жетеуден аспауға тиіс» – not more than seven.
_TOGETHER: Final = {"екеу": 2, "үшеу": 3, "төртеу": 4, "бесеу": 5, "алтау": 6, "жетеу": 7}
_KK_ENDING = "(?:[тдн][ае]н|[тдн][ыі]ң|[бпм]ен)?"
_KK_WORD = re.compile(rf"(?:{'|'.join(_KK)}){_KK_ENDING}")
_SMALL = 10


def counted_ru(text: str) -> dict[int, str]:
    """Cardinals in words from two up, by their value."""
    lower = text.lower().replace("ё", "е")
    numbers = {}
    for match in re.finditer(WORDS, lower):
        number = value(match[0])
        if number is not None and number > 1:
            numbers[number] = match[0]
    return numbers


def may_mean_ru(text: str) -> set[int]:
    """Numbers that a Russian text may mean: cardinals, ordinals, fractions, «тридцатидневный»."""
    lower = text.lower().replace("ё", "е")
    numbers = set(counted_ru(text)) | {int(d) for d in re.findall(r"\d+", text)}
    words = re.findall(r"\w+", lower)
    numbers |= {n for w in words if (n := ordinals_ru().get(w)) is not None}
    numbers |= {n for n, stem in _FRACTIONS.items() if any(w.startswith(stem) for w in words)}
    numbers |= {n for stem, n in _prefixes().items() if any(w.startswith(stem) for w in words)}
    numbers |= {2} if any(w.startswith("двукрат") for w in words) else set()
    return numbers | {n % 10 for n in numbers} | {n // 10 * 10 for n in numbers if n < 100}


@cache
def _prefixes() -> dict[str, int]:
    """The genitives that Russian compounds begin with: «двух» in «двухмесячный»."""
    words = (
        "двух трех четырех пяти шести семи восьми девяти десяти двадцати тридцати сорока "
        "пятидесяти шестидесяти"
    )
    return {w: n for w in words.split() if (n := value(w)) is not None}


def counted_kk(text: str) -> dict[int, str]:
    """Kazakh cardinals in words from two up, by their value; «жиырма бес» is one number."""
    numbers: dict[int, str] = {}
    words = [fold(w) for w in re.findall(r"\w+", text)]
    at = 0
    while at < len(words):
        number = _kk(words[at])
        if number is None:
            at += 1
            continue
        said, at = words[at], at + 1
        while number % _SMALL == 0 and at < len(words) and number < 100:
            unit = _kk(words[at]) or (1 if words[at] == "бір" else None)
            if unit is None or unit >= _SMALL:
                break
            number, said, at = number + unit, f"{said} {words[at]}", at + 1
        follows = words[at] if at < len(words) else ""
        if (
            follows not in ("жүз", "мың")
            and number < 100
            and f"{said} {follows}" not in ordinals_kk()
        ):
            numbers[number] = said
    return numbers


def _kk(word: str) -> int | None:
    return (
        _KK.get(next((s for s in _KK if word.startswith(s)), ""))
        if _KK_WORD.fullmatch(word)
        else None
    )


def may_mean_kk(text: str) -> set[int]:
    """Numbers that a Kazakh text may mean, whatever ending stands behind them."""
    words = [fold(w) for w in re.findall(r"\w+", text)]
    numbers = set(counted_kk(text)) | {
        n for w in words for stem, n in _KK.items() if w.startswith(stem)
    }
    numbers |= {n for w in words for stem, n in _TOGETHER.items() if w.startswith(stem)}
    # «жиырма бестен», «екі жүз елу», «екі мың»: products and sums of what stands there are possible.
    for times in (100, 1000):
        if times in numbers:
            numbers |= {a * times for a in numbers if 1 < a < times}
    numbers |= {a + b for a in numbers for b in numbers if a % 10 == 0 and b < a}
    known = ordinals_kk()
    said = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return (
        numbers
        | {known[w] for w in said if w in known}
        | {int(d) for d in re.findall(r"\d+", text)}
    )
