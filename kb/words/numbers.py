"""The numbers of structural units as texts print them: «39-3», «19¹», «19 прим», «21 – 21-3».

Citations, sources and amendments read a number by these patterns and no others, so that a norm cited and
the norm amended are the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MAX_RANGE: Final = 100  # of a wider range a citation gives only the two ends

HYPHEN: Final = "[-\u2010\u2011]"
# A number above the line, however it is typed: «19¹», «19<sup>1</sup>», «19^1», «19′».
RAISED: Final = r"(?:[^\S\n]?(?:[⁰¹²³⁴-⁹]{1,3}|<sup>\s?\d{1,2}\s?</sup>|\^\d{1,3})|′)"
_PRIM: Final = r"[^\S\n]?прим(?:\.?\s?\d{1,2})?(?!\w)"
_SLASHED: Final = r"/\d{1,2}(?!\d)"
# What may follow the figures beyond doubt: «19¹», «21 прим», «19/1» are 19-1 and 21-1.
SURE_SUFFIX: Final = rf"(?:{RAISED}|{_PRIM}|{_SLASHED})"
# Besides them, what a citation may take and a command not: «21а» is 21-а, or 21 and a lost space («5в
# редакции»); «19(1)» is 19-1 in a law, point 1 of article 19 in a treaty.
SUFFIX: Final = rf"(?:{SURE_SUFFIX}|[абвд](?![\w.)])|[^\S\n]?\(\d{{1,2}}\))"
# A number in running text; «89.5» is none of a list («5.12.2024»), «21абв» no number at all.
NUMBER: Final = (
    rf"\d{{1,4}}(?!\d)(?:{HYPHEN}\d{{1,4}}(?!\d)){{0,3}}(?!{HYPHEN}\d)"
    rf"(?:\.\d{{1,2}}(?![\d.]*\d))?(?!\d){SUFFIX}?"
)

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PARTS: Final = re.compile(r"\d+|[абвд]$")


def one_number(words: str) -> str:
    """«19¹», «19/1», «19 прим» as 19-1; «19(1)» as «19.1», which is a point in a treaty."""
    _, dot, rest = words.partition(".")
    if dot and rest.isdecimal():
        return words.replace("\u2010", "-").replace("\u2011", "-")
    base = re.match(rf"\d+(?:{HYPHEN}\d+)*", words)
    if base is None or base.end() == len(words):
        return re.sub(HYPHEN, "-", words)
    number, suffix = re.sub(HYPHEN, "-", base[0]), words[base.end() :].strip()
    figures = _PARTS.search(suffix.translate(_SUPERSCRIPTS))
    mark = "." if suffix.startswith("(") else "-"
    return f"{number}{mark}{figures[0] if figures else 1}"


# --- Ranges ---------------------------------------------------------------------------------------


def between(first: str, last: str, most: int) -> list[str] | None:
    """The numbers from first to last where the words tell each: «10» – «16», «2-1» – «2-3», «21» – «21-3».

    None where they tell no range, or one of more than `most`.
    """
    head, _, low = first.rpartition("-")
    other, _, high = last.rpartition("-")
    if other == first and high.isdigit() and 0 < int(high) <= most:
        return [first, *(f"{first}-{n}" for n in range(1, int(high) + 1))]
    if head != other or not (low.isdigit() and high.isdigit()):
        return None
    if not int(low) < int(high) <= int(low) + most:
        return None
    return [f"{head}-{n}" if head else str(n) for n in range(int(low), int(high) + 1)]


def span(first: str, last: str) -> list[str] | None:
    """The numbers of a range as a citation gives it, both ends included; None if the two make no range.

    Between «19» and «21» stand whole numbers only: 19-1 is not known without the act. Of letters
    and Roman numbers the two ends are given: lists skip letters, each in its way.
    """
    if first.isalpha() and last.isalpha():
        return [first, last]
    first, last = first.replace(".", "-"), last.replace(".", "-")
    if ranged := between(first, last, MAX_RANGE):
        return ranged
    if not all(each.rpartition("-")[2].isdigit() for each in (first, last)):
        return None
    start, end = int(first.partition("-")[0]), int(last.partition("-")[0])
    if start < end <= start + MAX_RANGE:
        whole = [str(n) for n in range(start + 1, end + ("-" not in last))]
        return [first, *whole, *([str(end), last] if "-" in last else [])]
    return [first, last] if start + MAX_RANGE < end else None


def hyphened(number: str, beside: Iterable[str] = (), *, plural: bool) -> list[str]:
    """«259-267» after a plural word is a range; «39-3», «1-2)» beside «1-1)» are one number each.

    So are «21-21-3», «19-1-21» and «19-1-19-3», whose ends may have a number after the hyphen.
    """
    if not plural:
        return [number]
    if number.count("-") > 1:
        steps = number.split("-")
        cut = 2 if len(steps) == 4 or int(steps[1]) < int(steps[0]) <= int(steps[2]) else 1
        ends = "-".join(steps[:cut]), "-".join(steps[cut:])
        rising = int(steps[0]) <= int(steps[cut])
        return (span(*ends) if rising else None) or [number]
    first, _, last = number.partition("-")
    compound = any("-" in each or each == first for each in beside)
    if not last.isdigit() or int(last) <= int(first) or compound:
        return [number]
    return span(first, last) or [number]
