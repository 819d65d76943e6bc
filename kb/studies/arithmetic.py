"""What the program counts anew from the printed numbers: which rules they keep and which they break.

Nothing here is typed by hand: a study's YAML names the rule and its operands, the numbers are those of
the cells. A difference that rounding explains is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.ground.saying import Saying, say
from kb.studies import people, tables
from kb.studies.exhibits import Check, Exhibit, Exhibits
from kb.studies.told import Told

OWN: Final[Mapping[str, Callable[[Exhibit, Check], Iterator[Told]]]] = {
    "hundred": tables.hundred,
    "total": tables.total,
    "overall": tables.overall,
    "highest": tables.extreme,
    "lowest": tables.extreme,
    "rate": tables.rate,
    "seats": people.seats,
    "shares": people.shares,
    "counted": people.counted,
    "majority": people.majority,
    "people": people.shares_of,
    "ratings": people.ratings,
}
BESIDE: Final[Mapping[str, Callable[[Exhibits, Exhibit, Check], Iterator[Told]]]] = {
    "averages": tables.averages,
    "within": tables.within,
    "options": tables.options,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a rule: in how many places it was tried and in how many the numbers agree, what does
    not, and what else follows from them."""

    rule: str
    tried: int
    agreed: int
    faults: tuple[Saying, ...]
    notes: tuple[Saying, ...] = ()

    @property
    def words(self) -> Saying:
        """«Сумма долей – 100 %: сошлось в 17 местах из 18»."""
        name = say(f"studies.rule_{self.rule}")
        return say("studies.kept", rule=name, kept=self.agreed, tried=self.tried)


def outcomes(study: Exhibits, exhibit: Exhibit) -> tuple[Outcome, ...]:
    """What came of each rule of an exhibit."""
    return tuple(
        _outcome(
            check.rule,
            OWN[check.rule](exhibit, check)
            if check.rule in OWN
            else BESIDE[check.rule](study, exhibit, check),
        )
        for check in exhibit.checks
    )


def across(study: Exhibits) -> tuple[Outcome, ...]:
    """What came of the rules that hold across the exhibits of a study."""
    return tuple(
        _outcome(
            check.rule,
            people.sample(study, check) if check.rule == "sample" else tables.numbering(study),
        )
        for check in study.checks
    )


def _outcome(rule: str, told: Iterator[Told]) -> Outcome:
    listed = list(told)
    return Outcome(
        rule,
        sum(t.tried for t in listed),
        sum(t.tried for t in listed if not t.says),
        tuple(t.says for t in listed if t.says and t.wrong),
        tuple(t.says for t in listed if t.says and not t.wrong),
    )
