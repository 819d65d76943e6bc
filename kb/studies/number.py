"""Numbers as a study prints them: «40,80%», «28,3», «10, 26%», «868549», «6 167 104,80 тыс. тенге»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

_SPACE: Final = "   "
_NUMBER: Final = re.compile(rf"\d+(?:[{_SPACE}]\d{{3}})*(?:[.,]\s?\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number. `decimals`: digits after the comma that are no zeros a spreadsheet adds, so
    that «75,00» is no more exact than «75»; `percent`: whether the sign stands beside it."""

    words: str
    value: Decimal
    decimals: int
    percent: bool = False

    @property
    def half(self) -> Decimal:
        """How far the exact value may lie from the printed one."""
        return Decimal(5).scaleb(-self.decimals - 1)

    def rounds(self, exact: Fraction) -> bool:
        """Whether the exact value rounds to the printed one."""
        return self._to(exact, ROUND_HALF_UP) == self.value

    def cuts(self, exact: Fraction) -> bool:
        """Whether the printed value is the exact one cut off instead of rounded."""
        return self._to(exact, ROUND_DOWN) == self.value

    def _to(self, exact: Fraction, how: str) -> Decimal:
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return value.quantize(Decimal(1).scaleb(-self.decimals), rounding=how)


def numbers(text: str) -> list[Number]:
    """All numbers of a text, in order."""
    return [_number(text, match) for match in _NUMBER.finditer(text)]


def number(text: str) -> Number | None:
    """The only number of a cell; None where there is none."""
    match = numbers(text)
    return match[0] if len(match) == 1 else None


def _number(text: str, match: re.Match[str]) -> Number:
    plain = re.sub(r"\s", "", match.group()).replace(",", ".")
    whole, _, rest = plain.partition(".")
    digits = rest.rstrip("0")
    value = Decimal(f"{whole}.{digits}" if digits else whole)
    percent = text[match.end() :].lstrip().startswith("%")
    return Number(match.group(), value, len(digits), percent)


def mean(values: Iterable[Decimal]) -> Fraction:
    """The mean of some values, exactly."""
    listed = [Fraction(v) for v in values]
    return sum(listed, Fraction()) / len(listed)


def shown(value: Decimal | Fraction, decimals: int = 2) -> str:
    """«32,65»: a computed value as the studies write numbers, without zeros at its end."""
    exact = Fraction(value)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
