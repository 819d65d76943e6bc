"""A paper before any format: the blocks that Markdown, HTML and Word all print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.compare.table import CellLine
from kb.norm.difference import Change
from kb.write.columns import Column


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's lines; `aside`: no words of a norm or of the author but what the program says."""

    lines: tuple[CellLine, ...]
    aside: bool = False


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
class Line:
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


Block = Table | Heading | Line | Plain | Wording | Bullets


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
    return Cell(tuple(_lines(lines)), aside)


def _lines(texts: Iterable[str]) -> Iterable[CellLine]:
    for text in texts:
        for line in text.split("\n"):
            if line.strip():
                yield CellLine("", (("=", line),), Change.UNCHANGED, "")
