"""What a rule tells of one place that it was tried in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kb.ground.saying import Saying
from kb.studies.number import Number


@dataclass(frozen=True, slots=True)
class Told:
    """`says`: what is told, None where the numbers agree; `wrong`: whether it is a fault; `tried`: in
    how many places."""

    says: Saying | None = None
    wrong: bool = True
    tried: int = 1


AGREES: Final = Told()


def near(printed: Number, exact: Fraction, slack: Decimal | Fraction = Decimal(0)) -> bool:
    """Whether rounding explains the difference: of the printed number, and `slack` of its operands."""
    return abs(Fraction(printed.value) - exact) <= Fraction(printed.half) + Fraction(slack)


def place(group: str, name: str) -> str:
    """«Участие в решении вопросов, плохо»: where in a table."""
    return ", ".join(filter(None, (group.rstrip(":"), name)))
