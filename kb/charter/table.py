"""A study's table beside the norms: cells word for word, links on the words that they hang on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.ground.saying import Saying


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm that a cell speaks of: `named` when the cell itself cites it."""

    address: str
    words: str | None
    named: bool


@dataclass(frozen=True, slots=True)
class Later:
    """What the corpus says otherwise than the cell, and where."""

    address: str
    says: Saying


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    norms: tuple[Norm, ...]
    later: tuple[Later, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    criterion: str
    charter: Cell
    kazakhstan: Cell
    remarks: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its author printed it."""

    title: str
    label: str
    citation: str
    after: str
    place: str
    rows: tuple[TableRow, ...]


def from_data(data: dict[str, Any]) -> Table:
    """A table from validated data (kb/schemas/table.json)."""

    def cell(entry: dict[str, Any]) -> Cell:
        return Cell(
            entry["text"],
            tuple(Norm(n["address"], n["words"], n["named"]) for n in entry["norms"]),
            tuple(Later(x["address"], Saying(**x["says"])) for x in entry.get("later", ())),
        )

    return Table(
        data["title"],
        data["label"],
        data["citation"],
        data.get("after", ""),
        data["place"],
        tuple(
            TableRow(
                row["criterion"],
                cell(row["charter"]),
                cell(row["kazakhstan"]),
                tuple(Saying(**remark) for remark in row.get("remarks", ())),
            )
            for row in data["rows"]
        ),
    )


def linked(text: str, norms: Iterable[Norm]) -> list[tuple[str, Norm | None]]:
    """The text in runs, with the norm that hangs on each; of overlapping words the first wins."""
    spans: list[tuple[int, int, Norm]] = []
    for norm in norms:
        at = text.find(norm.words) if norm.words else -1
        if norm.words and at >= 0:
            end = at + len(norm.words)
            if all(end <= start or at >= stop for start, stop, _ in spans):
                spans.append((at, end, norm))
    runs: list[tuple[str, Norm | None]] = []
    done = 0
    for start, end, norm in sorted(spans, key=lambda s: s[0]):
        if text[done:start]:
            runs.append((text[done:start], None))
        runs.append((text[start:end], norm))
        done = end
    if text[done:]:
        runs.append((text[done:], None))
    return runs
