"""What studies say of a duty beside the computed verdict, with the reason where they part.

The authors' words come from the studies themselves (rows of the table, claims); positions.yaml says
which verdict they lead to and why the text leads to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

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
    duties = {p.id for p in paragraphs}

    def claim(name: str, *where: str | int) -> tuple[Study, Claim]:
        if name not in claims:
            raise KbError(
                say("charter.positions_no_claim", path=path, line=lines[where], name=name)
            )
        return claims[name]

    membership = []
    for nth, entry in enumerate(data["membership"]):
        study, said = claim(entry["claim"], "membership", nth, "claim")
        membership.append(
            Membership(
                entry["claim"],
                said.author or study.name,
                said.place,
                said.words,
                Saying(**entry["remark"]),
            )
        )
    positions = []
    for nth, entry in enumerate(data["positions"]):
        row, name = entry.get("row", 0), entry.get("claim", "")
        if row > len(table.rows):
            raise KbError(
                say(
                    "charter.positions_no_row",
                    path=path,
                    line=lines[("positions", nth, "row")],
                    row=row,
                )
            )
        if row:
            cell = table.rows[row - 1]
            author, words = table.label, cell.kazakhstan.text
            criterion = cell.criterion.rstrip(";")
            place: str = say("charter.table_row", row=str(row), criterion=criterion)
        else:
            study, said = claim(name, "positions", nth, "claim")
            author, place, words = said.author or study.name, said.place, said.words
        for i, duty in enumerate(entry["on"]):
            if duty not in duties:
                at = lines[("positions", nth, "on", i)]
                raise KbError(say("charter.positions_unknown", path=path, at=at, duty=duty))
            positions.append(
                Position(
                    duty,
                    entry["says"],
                    row,
                    name,
                    author,
                    place,
                    words,
                    bool(entry.get("implied", False)),
                    Saying(**entry["remark"]) if "remark" in entry else "",
                    {v: Saying(**words) for v, words in entry.get("explain", {}).items()},
                )
            )
    return Positions(statement, tuple(membership), tuple(positions))


def stand(positions: Iterable[Position], assessment: Assessment) -> tuple[Standing, ...]:
    """Every position beside the verdict on its duty."""
    standings = []
    for position in positions:
        verdict = assessment.of(position.paragraph).verdict
        agrees = None if verdict == UNDETERMINED else verdict == position.says
        why = "" if agrees else position.explain.get(verdict, "")
        standings.append(Standing(position, verdict, agrees, why))
    return tuple(standings)
