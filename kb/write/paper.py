"""A paper before any format: the blocks that Markdown, HTML and Word all print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from kb.compare.table import CellLine
from kb.norm import table
from kb.norm.difference import Change
from kb.norm.marks import Segments
from kb.norm.table import Marked
from kb.write.columns import Column


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's lines; `aside`: no words of a norm or of the author but what the program says;
    `norm`: words of a law, where rows with bars are a table."""

    lines: tuple[CellLine, ...]
    aside: bool = False
    norm: bool = True

    @property
    def pieces(self) -> Iterable[CellLine | Grid]:
        """The lines, and each table among them as one."""
        return with_grids(self.lines) if self.norm else self.lines


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each column; a string is a row across all of them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a part (level 1) or of what stands in it (2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the head or the foot of an act: its mark, its form, its title, who signs."""

    text: str
    place: Literal["right", "centre", "title", "left"]


@dataclass(frozen=True, slots=True)
class Plain:
    """A paragraph; `aside` is printed in italics."""

    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The lines of an amending act: a paragraph each."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Items of a list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the law itself: rows of cells, each of marked words."""

    rows: tuple[Marked, ...]

    @property
    def width(self) -> int:
        return max(map(len, self.rows))


Block = Table | Grid | Heading | FormLine | Plain | Wording | Bullets


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together on pages of one direction."""

    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in `language` (ru, kk): its title, the line below it, its parts.

    `titled`: the title stands above the parts; a draft has its own in its place, and there the
    title only names the file.
    """

    language: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    titled: bool = True

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for part in self.parts for block in part.blocks)


def said(*lines: str, aside: bool = False) -> Cell:
    """A cell of words without marks, a line each; empty lines are left out."""
    return Cell(tuple(_lines(lines)), aside, norm=False)


def _lines(texts: Iterable[str]) -> Iterable[CellLine]:
    for text in texts:
        for line in text.split("\n"):
            if line.strip():
                yield CellLine("", (("=", line),), Change.UNCHANGED, "")


_QUOTED_ROW = re.compile(r"(«?)(\| .* \|)(»?[.;,]?)")  # a table quoted by an amending act


def grid(segments: Segments) -> Grid | None:
    """The table that marked words are; None where they are none."""
    if not table.is_table("".join(text for _, text in segments)):
        return None
    return Grid(table.marked(segments))


def _row_of(line: CellLine) -> tuple[str, bool]:
    return line.address, table.is_table(line.text)


def with_grids(lines: Iterable[CellLine]) -> Iterator[CellLine | Grid]:
    """The lines of a cell; those that are rows of one table as that table."""
    for (_, row), group in groupby(lines, _row_of):
        if not row:
            yield from group
            continue
        marked: list[tuple[str, str]] = []
        for line in group:
            marked += [*([("=", "\n")] if marked else []), *line.segments]
        yield Grid(table.marked(marked))


def _grid(rows: list[str]) -> Grid:
    return Grid(table.marked([("=", "\n".join(rows))]))


def wording(lines: Iterable[str]) -> Iterator[str | Grid]:
    """The lines of a text; rows of a table, the quotation marks around it aside, as the table."""
    rows: list[str] = []
    for line in lines:
        quoted = _QUOTED_ROW.fullmatch(line)
        before, row, after = quoted.groups() if quoted else (line, "", "")
        if rows and before:
            yield _grid(rows)
            rows.clear()
        if before:
            yield before
        if row:
            rows.append(row)
        if after:
            yield _grid(rows)
            rows.clear()
            yield after
    if rows:
        yield _grid(rows)
