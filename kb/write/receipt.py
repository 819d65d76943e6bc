"""The receipt «Мой ГОРОД» as a paper (Word, Markdown), as CSV and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from kb.ground.saying import LANGUAGES, Saying, said, say
from kb.receipt.bill import Charge, Receipt
from kb.receipt.budget import Budget, decimal, faulty, grouped, remarks
from kb.receipt.study import Example, StudyError
from kb.write import sheet
from kb.write.columns import Column
from kb.write.paper import Block, Bullets, Heading, Paper, Part, Plain, Table
from kb.write.paper import said as cell

COLUMNS: Final = ("number", "name", "cost", "of_total", "of_programme", "period", "month")
_WIDTHS_CM: Final = (1.2, 9.0, 3.6, 2.8, 2.8, 3.2, 3.1)


def head(column: str, of: Receipt) -> Saying:
    """The head of a column."""
    unit, period = unit_words(of.budget), say(f"receipt.of_{of.of}")
    match column:
        case "cost":
            return say("receipt.col_cost", unit=unit)
        case "period":
            return say("receipt.col_period", of=period)
        case _:
            return say(f"receipt.col_{column}")


def unit_words(budget: Budget) -> Saying:
    """«тыс. тенге»."""
    return say(f"receipt.unit_{budget.unit}")


def title(of: Receipt) -> Saying:
    return say("receipt.title", place=of.budget.place or "…", year=of.budget.year or "…")


def shared(of: Receipt) -> Saying:
    """The whole budget divided, in one sentence."""
    budget = of.budget
    return say(
        "receipt.shared",
        total=grouped(budget.total),
        unit=unit_words(budget),
        payers=grouped(budget.payers),
        period=grouped(of.period, 0),
        of=say(f"receipt.of_{of.of}"),
        month=grouped(of.month, 0),
    )


def tenge(sum_: Decimal) -> str:
    """Whole tenge, below ten with two digits after the comma."""
    return grouped(sum_, 0 if sum_ >= 10 else 2)


def percent(share: Decimal | None) -> str:
    """«22,78»; small shares keep their first two digits that are not zero: «0,00064»."""
    if share is None:
        return ""
    value = share * 100
    places = 2 if value == 0 or value >= Decimal("0.1") else 1 - value.adjusted()
    return decimal(value, min(places, 8))


def cells(charge: Charge) -> tuple[str, ...]:
    """The cells of a line, in the order of COLUMNS."""
    return (
        charge.line.number,
        charge.line.name,
        grouped(charge.line.cost),
        percent(charge.of_total),
        percent(charge.of_programme),
        tenge(charge.period),
        tenge(charge.month),
    )


def lines(of: Receipt, programme: str = "") -> Iterator[Charge]:
    """The programmes and below each its sub-programmes; with `programme`, that one alone."""
    for charge in of.charges:
        if programme in ("", charge.line.number):
            yield charge
            yield from charge.parts


# --- Word and Markdown ----------------------------------------------------------------------------


def paper(of: Receipt, language: str, programme: str = "", example: Example | None = None) -> Paper:
    """The receipt as a paper in `language` (ru, kk); with the study's example, where that errs too."""
    columns = tuple(
        Column(
            name if name != "name" else "element",
            {each: head(name, of).in_language(each) for each in LANGUAGES},
            width,
        )
        for name, width in zip(COLUMNS, _WIDTHS_CM, strict=True)
    )
    rows = tuple(tuple(cell(text) for text in cells(charge)) for charge in lines(of, programme))
    below = remarks(of.budget)
    source = example.source if example else of.budget.source
    blocks: list[Block] = [
        Plain(said(shared(of), language)),
        Table(columns, rows),
        Bullets(tuple(said(r, language) for r in below)),
        Plain(said(say("receipt.idea"), language), aside=True),
    ]
    if source:
        blocks.append(Plain(said(say("receipt.source", source=source), language), aside=True))
    if example:
        blocks.append(Heading(said(say("receipt.errors_head"), language), 2))
        blocks.append(Bullets(tuple(said(error_words(e), language) for e in example.errors)))
    blocks = [b for b in blocks if not (isinstance(b, Bullets) and not b.items)]
    return Paper(language, said(title(of), language), "", (Part(tuple(blocks), landscape=True),))


def error_words(error: StudyError) -> Saying:
    """«строка 864: «…». Верно …»."""
    return say("receipt.error", line=error.place[0], words=error.words, says=error.says)


# --- CSV and JSON ---------------------------------------------------------------------------------


def as_csv(of: Receipt, language: str, programme: str = "") -> str:
    """The receipt as CSV with semicolons, as Excel opens it where a comma marks decimals.

    A name that a spreadsheet would take for a formula has an apostrophe before it.
    """
    rows = (
        [number, name, *(figure.replace("\u00a0", "") for figure in figures)]
        for number, name, *figures in map(cells, lines(of, programme))
    )
    return sheet.write([head(name, of).in_language(language) for name in COLUMNS], rows)


def as_json(of: Receipt, programme: str = "", example: Example | None = None) -> dict[str, Any]:
    """The receipt's values: sums in the budget's unit and in tenge as strings, shares from 0 to 1."""
    budget = of.budget
    return {
        "place": budget.place,
        "year": budget.year,
        "unit": budget.unit.value,
        "payers": budget.payers,
        "total": str(budget.total),
        "period": of.of.value,
        "per_period": _exact(of.period),
        "per_month": _exact(of.month),
        "listed_share": _exact(budget.listed / budget.total, 6),
        "programmes": [_charge(c) for c in of.charges if programme in ("", c.line.number)],
        "remarks": [str(r) for r in remarks(budget)],
        "adds_up": not faulty(budget),
        "source": str(example.source) if example else budget.source,
        "study": _study(example) if example else None,
    }


def _charge(charge: Charge) -> dict[str, Any]:
    own: dict[str, Any] = {
        "number": charge.line.number,
        "name": charge.line.name,
        "cost": str(charge.line.cost),
        "of_total": _exact(charge.of_total, 8),
        "of_programme": None if charge.of_programme is None else _exact(charge.of_programme, 8),
        "per_period": _exact(charge.period),
        "per_month": _exact(charge.month),
    }
    return own | ({"parts": [_charge(p) for p in charge.parts]} if charge.parts else {})


def _study(example: Example) -> dict[str, Any]:
    return {
        "id": example.study,
        "printed": [
            {
                "number": p.number,
                "lines": list(p.place),
                "of_city": p.of_city,
                "of_programme": p.of_programme,
                "of_total": p.of_total,
                "year": p.year,
                "month": p.month,
                "remark": p.remark,
            }
            for p in example.printed.values()
        ],
        "errors": [
            {
                "id": e.id,
                "words": e.words,
                "lines": list(e.place),
                "printed": e.printed,
                "right": None if e.right is None else _exact(e.right, 6 if e.share else 2),
                "says": str(e.says),
            }
            for e in example.errors
        ],
    }


def _exact(number: Decimal, places: int = 2) -> str:
    return f"{number:.{places}f}"
