"""The proposed text line by line: which unit says a line, and where its words stand."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from kb.norm.act import Clause
from kb.technique.draft import Proposal
from kb.words.text import squeeze

_MARK = re.compile(r"\s*(?:(?:Статья|Глава|Раздел|Параграф)\s+[\w-]+\.?|[\w-]+[.)])\s+", re.I)
_STUB = re.compile(r"\(?\s*исключен[аоы]?\b", re.I)
_DEEPEST_MARKS = 3  # «3. 1) а) …»: a line opens at most so many units


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A line of the proposed text: its place in characters, white space at its ends left out."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit of the new wording with the place of its own words in the item's proposed text."""

    clause: Clause
    start: int
    end: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of characters of the unit's own words; all of them where spaces differ."""
        same = self.end - self.start == len(self.clause.own_text)
        return (self.start + start, self.start + end) if same else (self.start, self.end)


def lines(text: str) -> tuple[ProposedLine, ...]:
    """The lines of a text that carry words."""
    matches = re.finditer(r"[^\n]*\S[^\n]*", text)
    return tuple(
        ProposedLine(
            m.start() + len(m[0]) - len(m[0].lstrip()), m.start() + len(m[0].rstrip()), m[0].strip()
        )
        for m in matches
    )


def said(proposal: Proposal) -> tuple[PlacedUnit, ...]:
    """The units with words of their own that the item writes, in order.

    What the new wording takes from elsewhere than the proposed text (a heading kept, the sentences
    around a new one) is left out, and so are stubs of excluded units.
    """
    places: dict[str, deque[ProposedLine]] = defaultdict(deque)
    for line in lines(proposal.item.proposed or ""):
        for tail in _tails(line):
            places[squeeze(tail.text)].append(tail)
    units = []
    for unit in proposal.new:
        for clause in unit.walk():
            here = places.get(squeeze(clause.own_text)) if clause.own_text else None
            if here and clause.live and not _STUB.match(clause.own_text):
                line = here.popleft()
                units.append(PlacedUnit(clause, line.start, line.end))
    return tuple(units)


def _tails(line: ProposedLine) -> Iterator[ProposedLine]:
    """The line, and what follows each of the number marks that it begins with."""
    yield line
    at = 0
    for _ in range(_DEEPEST_MARKS):
        mark = _MARK.match(line.text, at)
        if not mark:
            return
        at = mark.end()
        yield ProposedLine(line.start + at, line.end, line.text[at:])
