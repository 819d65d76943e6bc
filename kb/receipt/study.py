"""The study's own example, Almaty: its budget, its figures as printed, its errors beside the right ones.

The figures stand in almaty.yaml word for word; what is right is computed here, never written there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from kb.ground import yaml_file
from kb.ground.saying import Saying
from kb.receipt.bill import Charge, receipt
from kb.receipt.budget import Budget, Scale, budget

FILE: Final = Path(__file__).with_name("almaty.yaml")
# The example's own programmes that the errors speak of.
_EDUCATION, _PRESCHOOL = "1", "1.1"


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the study's table, each cell as printed ("" where it prints none): shares of the city,
    of the programme, of all costs, a resident's year and month. `place`: lines of the study's text."""

    number: str
    place: tuple[int, int]
    of_city: str
    of_programme: str
    of_total: str
    year: str
    month: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class StudyError:
    """Words of the study that err: what is printed, the figure that is right ("" where the error is no
    figure's), and why."""

    id: str
    words: str
    place: tuple[int, int]
    printed: str
    right: Decimal | None
    share: bool
    says: Saying


@dataclass(frozen=True, slots=True)
class Example:
    """The budget of the study with what the study prints of it."""

    study: str
    source: Saying
    budget: Budget
    printed: Mapping[str, Printed]
    errors: tuple[StudyError, ...]


@cache
def example(path: Path = FILE) -> Example:
    """The example. Raises BadYaml or BadBudget with file and line."""
    data, lines = yaml_file.load(path, "receipt.json")
    rows = [
        (1, ("город", data["place"])),
        (2, ("год", data["year"])),
        (3, ("жители", str(data["payers"]))),
        (4, ("всего", data["total"])),
        (5, ("№", "наименование", "сумма")),
    ]
    entries = sorted(enumerate(data["lines"]), key=lambda e: lines["lines", e[0]])
    rows += [
        (lines["lines", nth], (entry["number"], entry["name"], entry["cost"]))
        for nth, entry in entries
    ]
    made = budget(rows, str(path), unit=Scale(data["unit"]))
    printed = (_printed(e) for e in data["lines"])
    right = _right(made)
    errors = (
        StudyError(
            e["id"],
            e["words"],
            _place(e["place"]),
            e["printed"],
            right.get(e["figure"]),
            e["figure"] == "listed",
            Saying(**e["says"]),
        )
        for e in data["errors"]
    )
    return Example(
        data["study"], Saying(**data["source"]), made, {p.number: p for p in printed}, tuple(errors)
    )


def _printed(entry: Mapping[str, Any]) -> Printed:
    of_city, of_programme, of_total, year, month = entry["printed"]
    return Printed(
        number=entry["number"],
        place=_place(entry["place"]),
        of_city=of_city,
        of_programme=of_programme,
        of_total=of_total,
        year=year,
        month=month,
        remark=entry.get("remark", ""),
    )


def _place(lines: list[int]) -> tuple[int, int]:
    return lines[0], lines[-1]


def _right(of: Budget) -> dict[str, Decimal]:
    """The figures that the errors speak of, in tenge; `listed` a share from 0 to 1."""
    bill = receipt(of)
    charges: dict[str, Charge] = {c.line.number: c for c in bill.charges}
    charges |= {p.line.number: p for c in bill.charges for p in c.parts}
    return {
        "total_year": bill.period,
        "total_month": bill.month,
        "education_year": charges[_EDUCATION].period,
        "education_month": charges[_EDUCATION].month,
        "preschool_year": charges[_PRESCHOOL].period,
        "preschool_month": charges[_PRESCHOOL].month,
        "listed": of.listed / of.total,
    }
