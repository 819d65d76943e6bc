"""What studies say of a duty beside the computed verdict, with the reason where they part.

The authors' words come from the studies themselves (rows of the table, claims); positions.yaml says
which verdict they lead to and why the text leads to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.charter.assess import Assessment
from kb.charter.paragraphs import HERE, Paragraph
from kb.charter.rules import UNDETERMINED, Answer
from kb.charter.table import Table
from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import Saying, say
from kb.library.study import Claim, Study

TABLE = "akanova-2024-table-1"


@dataclass(frozen=True, slots=True)
class Position:
    """A study's position on one duty. `row` counts the table's rows from 1, else `claim` names it.

    `implied`: the author draws no conclusion, it follows from cells set side by side.
    """

    paragraph: str
    says: Answer
    row: int
    claim: str
    author: str
    place: str
    words: str
    implied: bool
    remark: str
    explain: Mapping[str, Saying]


@dataclass(frozen=True, slots=True)
class Standing:
    """A position beside the verdict: `agrees` is None where the texts held cannot tell."""

    position: Position
    verdict: Answer
    agrees: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class Membership:
    """What a study says of Kazakhstan and the Charter, and our remark on it."""

    claim: str
    author: str
    place: str
    words: str
    remark: str


@dataclass(frozen=True, slots=True)
class Positions:
    """`statement`: what Kazakhstan is to the Charter; `membership`: what the studies say of it."""

    statement: Saying
    membership: tuple[Membership, ...]
    positions: tuple[Position, ...]


def load(
    table: Table | None,
    studies: Iterable[Study],
    paragraphs: Iterable[Paragraph],
    path: Path = HERE / "positions.yaml",
) -> Positions:
    """The positions with their authors' words; KbError (file and line) for one that names nothing.

    In a library without the studies' table (another corpus) only the statement is left.
    """
    data, lines = yaml_file.load(path, "charter_positions.json")
    statement = Saying(**data["statement"])
    if table is None:
        return Positions(statement, (), ())
    claims = {f"{s.id}#{c.id}": (s, c) for s in studies for c in s.claims}
    source = _Source(path, lines, table, claims, frozenset(p.id for p in paragraphs))
    return Positions(
        statement,
        tuple(source.membership(nth, each) for nth, each in enumerate(data["membership"])),
        tuple(
            position
            for nth, each in enumerate(data["positions"])
            for position in source.positions(nth, each)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """The file of positions, and what its entries name: claims and rows of studies, the duties."""

    path: Path
    lines: Mapping[tuple[str | int, ...], int]
    table: Table
    claims: Mapping[str, tuple[Study, Claim]]
    duties: frozenset[str]

    def claim(self, name: str, *where: str | int) -> tuple[Study, Claim]:
        """A claim and its study. Raises KbError with the line that names a claim that is none."""
        if name not in self.claims:
            at = self.lines[where]
            raise KbError(say("charter.positions_no_claim", path=self.path, line=at, name=name))
        return self.claims[name]

    def membership(self, nth: int, entry: Mapping[str, Any]) -> Membership:
        study, said = self.claim(entry["claim"], "membership", nth, "claim")
        author = said.author or study.name
        return Membership(entry["claim"], author, said.place, said.words, Saying(**entry["remark"]))

    def positions(self, nth: int, entry: Mapping[str, Any]) -> Iterator[Position]:
        """What an entry says of each duty that it is on."""
        author, place, words = self.said(nth, entry)
        for i, duty in enumerate(entry["on"]):
            if duty not in self.duties:
                at = self.lines[("positions", nth, "on", i)]
                raise KbError(say("charter.positions_unknown", path=self.path, at=at, duty=duty))
            yield Position(
                duty,
                entry["says"],
                entry.get("row", 0),
                entry.get("claim", ""),
                author,
                place,
                words,
                bool(entry.get("implied", False)),
                Saying(**entry["remark"]) if "remark" in entry else "",
                {v: Saying(**text) for v, text in entry.get("explain", {}).items()},
            )

    def said(self, nth: int, entry: Mapping[str, Any]) -> tuple[str, str, str]:
        """Who says it, where and in which words: a row of the study's table, or a claim."""
        row = entry.get("row", 0)
        if not row:
            study, claim = self.claim(entry.get("claim", ""), "positions", nth, "claim")
            return claim.author or study.name, claim.place, claim.words
        if row > len(self.table.rows):
            at = self.lines[("positions", nth, "row")]
            raise KbError(say("charter.positions_no_row", path=self.path, line=at, row=row))
        cell = self.table.rows[row - 1]
        criterion = cell.criterion.rstrip(";")
        place = say("charter.table_row", row=str(row), criterion=criterion)
        return self.table.label, place, cell.kazakhstan.text


def stand(positions: Iterable[Position], assessment: Assessment) -> tuple[Standing, ...]:
    """Every position beside the verdict on its duty."""
    standings = []
    for position in positions:
        verdict = assessment.of(position.paragraph).verdict
        agrees = None if verdict == UNDETERMINED else verdict == position.says
        why = "" if agrees else position.explain.get(verdict, "")
        standings.append(Standing(position, verdict, agrees, why))
    return tuple(standings)
