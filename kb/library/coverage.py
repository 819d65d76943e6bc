"""Which articles a file of the corpus says that it has, and which stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.norm.act import Clause, Edition
from kb.norm.address import Step, number_key


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles that a file says it has: those named, and the first and last of each range."""

    named: frozenset[str]
    ranges: tuple[tuple[str, str], ...] = ()

    def covers(self, number: str) -> bool:
        key = number_key(number)
        return number in self.named or any(
            number_key(low) <= key <= number_key(high) for low, high in self.ranges
        )


_LISTED = re.compile(
    r"\s*(?:,|\(|\)|with|and|to|и|с|по|–|(?P<n>\d+(?:-\d+)*)(?![\w-]))", re.IGNORECASE
)


def covered(said: object) -> Coverage | None:
    """The field `coverage` of a file: a list of articles, or words («Articles 101 to 104, 109-1»);
    None where it names no article."""
    if isinstance(said, list):
        names = [str(each) for each in said]
        return Coverage(frozenset(n for n in names if re.fullmatch(r"\d+(?:-\d+)*", n)))
    if not isinstance(said, str):
        return None
    named: list[str] = []
    ranges: list[tuple[str, str]] = []
    for begun in re.finditer(r"\barticles?\b|(?<!\w)стать[яи]", said, re.IGNORECASE):
        at, ranging = begun.end(), False
        while match := _LISTED.match(said, at):
            at = match.end()
            word = match[0].strip().lower()
            if match["n"]:
                if ranging and named:
                    ranges.append((named[-1], match["n"]))
                named.append(match["n"])
            ranging = word in ("to", "по", "–")
    return Coverage(frozenset(named), tuple(ranges)) if named else None


def present(edition: Edition, unit: Step) -> bool:
    """Whether a unit stands in a text, at any depth."""
    return any(steps and steps[-1] == unit for steps in edition.index)


def names_held(edition: Edition, article: Clause) -> bool:
    """Whether an article stands among the units held, or in a division held whole."""
    if not edition.held or article.steps[-1] in edition.held:
        return True
    return any(
        article in division.walk()
        for division in edition.root.walk()
        if division.steps and division.steps[-1] in edition.held
    )
