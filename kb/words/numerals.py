"""Russian cardinal numbers in running text: «двадцати пяти», «одного», «1 500».

`PATTERN` finds one inside a larger pattern (text in lower case, ё as е), `value` reads it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import Final

_LISTED: Final[dict[int, str]] = {
    0: "ноль нуля нулю нулем",
    1: "один одного одному одним одном одна одной одну одно одни одних одними",
    2: "два две двух двум двумя",
    3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя",
    8: "восемь восьми восемью восьмью",
    40: "сорок сорока",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
}
_SOFT: Final[dict[int, str]] = {
    5: "пять", 6: "шесть", 7: "семь", 9: "девять", 10: "десять", 11: "одиннадцать",
    12: "двенадцать", 13: "тринадцать", 14: "четырнадцать", 15: "пятнадцать", 16: "шестнадцать",
    17: "семнадцать", 18: "восемнадцать", 19: "девятнадцать", 20: "двадцать", 30: "тридцать",
}  # fmt: skip
_STEMS: Final[dict[int, tuple[str, str, str]]] = {
    5: ("пять", "пяти", "пятью"),
    6: ("шесть", "шести", "шестью"),
    7: ("семь", "семи", "семью"),
    8: ("восемь", "восьми", "восемью"),
    9: ("девять", "девяти", "девятью"),
}
_TIMES: Final[dict[int, str]] = {
    1_000: "тысяча тысячи тысяче тысячу тысячей тысячью тысяч тысячам тысячами тысячах",
    1_000_000: "миллион миллиона миллиону миллионом миллионе миллионы миллионов миллионам "
    "миллионами миллионах",
}


@cache
def _forms() -> dict[str, int]:
    """Every case form of the simple numbers, to its number."""
    by_form = {form: n for n, forms in _LISTED.items() for form in forms.split()}
    for n, word in _SOFT.items():
        by_form |= {word: n, f"{word[:-1]}и": n, f"{word}ю": n}
    for n, (nominative, genitive, instrumental) in _STEMS.items():
        hundreds = (f"{nominative}сот", f"{genitive}сот", f"{genitive}стам", f"{genitive}стах")
        by_form |= dict.fromkeys((*hundreds, f"{instrumental}стами"), n * 100)
        if n < 9:
            tens = (f"{nominative}десят", f"{genitive}десяти", f"{instrumental}десятью")
            by_form |= dict.fromkeys(tens, n * 10)
    return by_form


_MULTIPLES: Final = {form: n for n, forms in _TIMES.items() for form in forms.split()}
_ALL: Final = sorted(chain(_forms(), _MULTIPLES), key=len, reverse=True)
_WORD: Final = rf"(?:{'|'.join(_ALL)})(?!\w)"
LONGEST: Final = 18  # digits of a number
WORDS: Final = rf"(?<![\w-]){_WORD}(?:\s+{_WORD}){{0,9}}"
DIGITS: Final = r"(?<![\w.,/-])\d{1,3}(?:[ \xa0]\d{3}){1,2}(?![\w/])|(?<![\w.,/-])\d{1,9}(?![\w/])"
PATTERN: Final = rf"(?:{DIGITS}|{WORDS})"


def value(text: str) -> int | None:
    """The number that words or digits name; None where they name none («пяти шести»), or one that
    no law counts by."""
    compact = re.sub(r"[ \xa0]", "", text)
    if compact.isdecimal():
        return int(compact) if len(compact) <= LONGEST else None
    total = group = 0
    room = 1000  # the next word of a group must be smaller: «сто двадцать пять»
    for word in text.lower().replace("ё", "е").split():
        if word in _MULTIPLES:
            total, group, room = total + max(group, 1) * _MULTIPLES[word], 0, 1000
            continue
        number = _forms().get(word)
        if number is None or number >= room:
            return None
        group += number
        room = 1 if number < 20 else 10 if number < 100 else 100
    return total + group
