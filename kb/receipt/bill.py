"""The receipt: each programme's share of the budget, and what one payer gives for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from kb.receipt.budget import Budget, BudgetLine, Scale


class Period(StrEnum):
    """What the receipt is for: a year's or a quarter's payments."""

    YEAR = "year"
    QUARTER = "quarter"

    @property
    def months(self) -> int:
        return {Period.YEAR: 12, Period.QUARTER: 3}[self]


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the receipt.

    `of_total` and `of_programme` are shares from 0 to 1 (the latter of sub-programmes only); `period`
    and `month` are what one payer gives, in tenge.
    """

    line: BudgetLine
    of_total: Decimal
    of_programme: Decimal | None
    period: Decimal
    month: Decimal
    parts: tuple[Charge, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payer's receipt: `period` and `month` are his share of the whole budget, in tenge."""

    budget: Budget
    of: Period
    period: Decimal
    month: Decimal
    charges: tuple[Charge, ...]


def receipt(budget: Budget, of: Period = Period.YEAR) -> Receipt:
    """The budget divided by its payers. Shares are of exact sums: nothing is rounded on the way."""

    def each(cost: Decimal, months: int) -> Decimal:
        return cost * budget.unit.tenge / budget.payers * months / 12

    def charge(
        line: BudgetLine, above: BudgetLine | None, parts: tuple[Charge, ...] = ()
    ) -> Charge:
        return Charge(
            line,
            line.cost / budget.total,
            line.cost / above.cost if above and above.cost else None,
            each(line.cost, of.months),
            each(line.cost, 1),
            parts,
        )

    charges = tuple(
        charge(p.line, None, tuple(charge(part, p.line) for part in p.parts))
        for p in budget.programmes
    )
    return Receipt(budget, of, each(budget.total, of.months), each(budget.total, 1), charges)


def of_payers(budget: Budget, payers: int | None, unit: Scale | None) -> Budget:
    """The same budget divided by another number of payers, or with its sums read in another unit."""
    return replace(budget, payers=payers or budget.payers, unit=unit or budget.unit)
