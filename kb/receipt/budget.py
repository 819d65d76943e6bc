"""A city's yearly budget: its programmes and sub-programmes, read from the rows of a table.

The table is the template's (`template.csv`): rows of requisites («город», «год», «единица», «жители»,
«всего»), then a row of heads (№, наименование, сумма), then a row for each programme («1») and each
sub-programme («1.1»). Every fault names its row; nothing is mended silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from kb.ground.errors import KbError
from kb.ground.saying import Saying, say

MAX_ROWS: Final = 5_000
MAX_NAME: Final = 500  # characters
_MAX_DIGITS: Final = 18
# What a resident's share of a year's budget may plausibly be, in tenge: the smallest village and the
# richest city of the country lie well within. Outside of it thousands and units are mixed.
PLAUSIBLE: Final = (Decimal(10_000), Decimal(50_000_000))
_NUMBER: Final = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?\.?")


class BadBudget(KbError):
    """A budget that cannot be divided; the message names file and row."""


class Scale(StrEnum):
    """In what the sums are given."""

    TENGE = "tenge"
    THOUSAND = "thousand"
    MILLION = "million"

    @property
    def tenge(self) -> int:
        return {Scale.TENGE: 1, Scale.THOUSAND: 1_000, Scale.MILLION: 1_000_000}[self]


_UNITS: Final = {
    "тенге": Scale.TENGE,
    "теңге": Scale.TENGE,
    "тыс. тенге": Scale.THOUSAND,
    "тысяч тенге": Scale.THOUSAND,
    "мың теңге": Scale.THOUSAND,
    "млн тенге": Scale.MILLION,
    "млн. тенге": Scale.MILLION,
    "млн теңге": Scale.MILLION,
}
_REQUISITES: Final = {
    "город": "place",
    "қала": "place",
    "год": "year",
    "жыл": "year",
    "единица": "unit",
    "өлшем бірлігі": "unit",
    "жители": "payers",
    "плательщики": "payers",
    "тұрғындар": "payers",
    "всего": "total",
    "барлығы": "total",
    "источник": "source",
    "дереккөз": "source",
}


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A programme or sub-programme; `cost` in the budget's unit, `row` where it stands."""

    number: str
    name: str
    cost: Decimal
    row: int


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with its sub-programmes, which need not be all."""

    line: BudgetLine
    parts: tuple[BudgetLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """A year's spending of a city; `total` and the lines in `unit`, `payers` those who divide it."""

    place: str
    year: str
    unit: Scale
    payers: int
    total: Decimal
    programmes: tuple[Programme, ...]
    source: str = ""

    @property
    def listed(self) -> Decimal:
        """What the programmes come to."""
        return sum((p.line.cost for p in self.programmes), Decimal(0))


Row = tuple[int, Sequence[str]]


def budget(rows: Iterable[Row], file: str, unit: Scale | None = None, payers: int = 0) -> Budget:
    """The budget in the numbered rows of a table.

    `unit` and `payers`, where given, stand above what the table says. Raises BadBudget with file and
    row: no heads, a sum that is no number or negative, a number used twice or without its programme,
    nobody to divide by, sums that look like thousands taken for units or the other way round.
    """
    requisites: dict[str, tuple[int, str]] = {}
    lines: list[BudgetLine] = []
    heads = False
    for row, cells in rows:
        filled = [" ".join(c.split()) for c in cells]
        if not any(filled):
            continue
        if row > MAX_ROWS:
            raise BadBudget(say("receipt.rows", file=file, limit=MAX_ROWS))
        first = filled[0].casefold().rstrip(":")
        if not heads and first in _REQUISITES:
            _once(requisites, _REQUISITES[first], (row, " ".join(filled[1:]).strip()), file)
        elif not heads and first in ("№", "номер", "нөмір"):
            heads = True
        elif not heads:
            raise BadBudget(say("receipt.requisite", file=file, row=row, words=filled[0][:60]))
        else:
            lines.append(_line(row, filled, file))
    if not lines:
        raise BadBudget(say("receipt.empty", file=file))
    stated = {name: value for name, (_, value) in requisites.items()}
    made = Budget(
        place=stated.get("place", "")[:MAX_NAME],
        year=stated.get("year", "")[:MAX_NAME],
        unit=unit or _unit(requisites, file),
        payers=payers or _payers(requisites, file),
        total=_total(requisites, lines, file),
        programmes=_programmes(lines, file),
        source=stated.get("source", "")[:MAX_NAME],
    )
    if unit is None:
        _check_unit(made, file)
    return made


def _once(
    requisites: dict[str, tuple[int, str]], name: str, value: tuple[int, str], file: str
) -> None:
    if name in requisites:
        raise BadBudget(
            say("receipt.requisite_again", file=file, row=value[0], first=requisites[name][0])
        )
    requisites[name] = value


def _line(row: int, cells: Sequence[str], file: str) -> BudgetLine:
    number, name, cost, *more = [*cells, "", "", ""][: max(3, len(cells))]
    if not _NUMBER.fullmatch(number):
        raise BadBudget(say("receipt.number", file=file, row=row, words=number[:60]))
    if not name:
        raise BadBudget(say("receipt.nameless", file=file, row=row))
    if len(name) > MAX_NAME:
        raise BadBudget(say("receipt.long_name", file=file, row=row, limit=MAX_NAME))
    if any(more):
        raise BadBudget(say("receipt.more_cells", file=file, row=row, words=" ".join(more)[:60]))
    return BudgetLine(number.rstrip("."), name, amount(cost, file, row), row)


def amount(words: str, file: str, row: int) -> Decimal:
    """A sum as a table writes it: «940 641 554,4». Raises BadBudget."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", words).replace(",", ".").replace("−", "-")
    try:
        cost = Decimal(plain)
    except InvalidOperation:
        raise BadBudget(say("receipt.sum", file=file, row=row, words=words[:60])) from None
    if not cost.is_finite() or len(cost.as_tuple().digits) > _MAX_DIGITS or cost.adjusted() > 17:
        raise BadBudget(say("receipt.sum", file=file, row=row, words=words[:60]))
    if cost < 0:
        raise BadBudget(say("receipt.negative", file=file, row=row, words=words[:60]))
    return cost


def _unit(requisites: dict[str, tuple[int, str]], file: str) -> Scale:
    if "unit" not in requisites:
        raise BadBudget(say("receipt.no_unit", file=file))
    row, words = requisites["unit"]
    if words.casefold() not in _UNITS:
        raise BadBudget(say("receipt.unit", file=file, row=row, words=words[:60]))
    return _UNITS[words.casefold()]


def _payers(requisites: dict[str, tuple[int, str]], file: str) -> int:
    if "payers" not in requisites:
        raise BadBudget(say("receipt.no_payers", file=file))
    row, words = requisites["payers"]
    count = amount(words, file, row)
    if count < 1 or count != count.to_integral_value():
        raise BadBudget(say("receipt.payers", file=file, row=row, words=words[:60]))
    return int(count)


def _total(
    requisites: dict[str, tuple[int, str]], lines: Sequence[BudgetLine], file: str
) -> Decimal:
    """The stated total; where none is stated, the sum of the programmes."""
    if "total" in requisites:
        row, words = requisites["total"]
        total = amount(words, file, row)
    else:
        total = sum((line.cost for line in lines if "." not in line.number), Decimal(0))
    if total == 0:
        raise BadBudget(say("receipt.nothing", file=file))
    return total


def _programmes(lines: Sequence[BudgetLine], file: str) -> tuple[Programme, ...]:
    programmes: dict[str, list[BudgetLine]] = {}
    seen: dict[str, int] = {}
    for line in lines:
        if line.number in seen:
            raise BadBudget(
                say(
                    "receipt.again",
                    file=file,
                    row=line.row,
                    number=line.number,
                    first=seen[line.number],
                )
            )
        seen[line.number] = line.row
        above, _, part = line.number.partition(".")
        if not part:
            programmes[above] = [line]
        elif above in programmes:
            programmes[above].append(line)
        else:
            raise BadBudget(
                say("receipt.orphan", file=file, row=line.row, number=line.number, above=above)
            )
    return tuple(Programme(head, tuple(parts)) for head, *parts in programmes.values())


def _check_unit(made: Budget, file: str) -> None:
    """Asks where thousands and units look mixed: a share that nobody pays, or a line that is hundreds
    of times what holds it."""
    share = made.total * made.unit.tenge / made.payers
    if not PLAUSIBLE[0] <= share <= PLAUSIBLE[1]:
        key = "receipt.share_small" if share < PLAUSIBLE[0] else "receipt.share_large"
        raise BadBudget(say(key, file=file, share=grouped(share)))
    for programme in made.programmes:
        if programme.line.cost > made.total * 100:
            raise BadBudget(
                say("receipt.mixed", file=file, row=programme.line.row, name=programme.line.name)
            )
        for part in programme.parts:
            if part.cost > programme.line.cost * 100:
                raise BadBudget(say("receipt.mixed", file=file, row=part.row, name=part.name))


# --- What does not add up -------------------------------------------------------------------------


def remarks(of: Budget) -> tuple[Saying, ...]:
    """What the table's own sums say against each other, row by row; a part of the budget that no
    programme names is no fault, but is said."""
    told = []
    for programme in of.programmes:
        inside = sum((p.cost for p in programme.parts), Decimal(0))
        if inside > programme.line.cost:
            told.append(
                say(
                    "receipt.parts_above",
                    row=programme.line.row,
                    name=programme.line.name,
                    parts=grouped(inside),
                    whole=grouped(programme.line.cost),
                )
            )
    if of.listed > of.total:
        told.append(
            say("receipt.programmes_above", sum=grouped(of.listed), total=grouped(of.total))
        )
    elif of.listed < of.total:
        told.append(
            say(
                "receipt.listed",
                share=decimal(of.listed / of.total * 100, 1),
                rest=grouped(of.total - of.listed),
            )
        )
    return tuple(told)


def faulty(of: Budget) -> bool:
    """Whether the parts of the budget are above the whole."""
    return of.listed > of.total or any(
        sum((p.cost for p in programme.parts), Decimal(0)) > programme.line.cost
        for programme in of.programmes
    )


def grouped(number: Decimal | int, places: int | None = None) -> str:
    """«940 641 554,4»: a number with its thousands apart (by a no-break space) and a comma; rounded to
    `places` digits after it, or with the digits that it has, at most two."""
    value = Decimal(number)
    if places is None:
        places = min(2, max(0, -int(value.normalize().as_tuple().exponent)))
    return f"{value:,.{places}f}".replace(",", "\u00a0").replace(".", ",")


def decimal(number: Decimal, places: int) -> str:
    """A number with a comma."""
    return f"{number:.{places}f}".replace(".", ",")
