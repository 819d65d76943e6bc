"""Tables in Markdown: rows with bars, and HTML with a tag on each line, as the bank's copies have them.

A table becomes one line for the tree, whose text is its cells (kb.norm.table).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm import table
from kb.norm.act import Line
from kb.read.lines import SourceLine
from kb.words.text import squeeze

_RULE = re.compile(r":?-{3,}:?")
MAX_LINES: Final = 20_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,6})", re.IGNORECASE)
MAX_SPAN: Final = 200
_LAYOUT: Final = frozenset({"thead", "tbody", "tfoot", "colgroup", "col"})
_INLINE: Final = frozenset({"b", "i", "em", "strong", "u", "sup", "sub", "span", "p", "br", "font"})


class BadTable(KbError):
    """A table that cannot be read cell by cell; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a source has it: its words, how many columns and rows it takes."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Grid:
    """Rows of one table as they come, a cell that takes several places spread over them.

    The words stand in the first place, the others are empty: so a row has all its columns.
    """

    down: dict[int, int] = field(default_factory=dict)  # column → rows that are taken from above
    merged: bool = False

    def row(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        places: list[str] = []
        for cell in cells:
            self._taken(places)
            self.merged |= cell.columns > 1 or cell.rows > 1
            for nth in range(cell.columns):
                if cell.rows > 1:
                    self.down[len(places)] = cell.rows - 1
                places.append("" if nth else cell.text)
        self._taken(places)
        return tuple(places)

    def _taken(self, places: list[str]) -> None:
        while self.down.get(len(places), 0) > 0:
            self.down[len(places)] -= 1
            places.append("")


def opens(raw: str) -> bool:
    """Whether a line begins an HTML table."""
    return re.match(r"\s*<table[\s>]", raw, re.IGNORECASE) is not None


def closes(raw: str) -> bool:
    """Whether a line ends an HTML table."""
    return "</table>" in raw.lower()


def of_rows(lines: list[tuple[int, str]]) -> SourceLine:
    """The table in consecutive lines with bars; the line of Markdown below its head is layout."""
    rows = [row for raw in _without_rule([raw for _, raw in lines]) for row in table.cells(raw)]
    return _line(lines, [row for row in rows if any(row)])


def _without_rule(lines: list[str]) -> list[str]:
    """The rows of a table in Markdown; a second one of dashes only parts the head from the rest."""
    rows = [raw.strip() for raw in lines]
    if len(rows) > 1 and all(map(_RULE.fullmatch, table.cells(rows[1])[0])):
        del rows[1]
    return rows


def has_bars(raw: str) -> bool:
    """Whether a line is a row of a table in Markdown: a bar on either side."""
    line = raw.strip()
    return len(line) > 2 and line[0] == line[-1] == "|"


def gathered(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Lines of a wording; those with bars that follow one another as one table."""
    for row, group in groupby(lines, lambda line: has_bars(line.text)):
        lines = list(group)
        whole = of_rows([(line.number, line.text) for line in lines]) if row else None
        yield from [whole] if whole and whole.text else lines


def of_html(lines: list[tuple[int, str]], name: str) -> SourceLine:
    """The table in the lines from `<table>` to `</table>`.

    Raises BadTable for an unclosed or a nested cell, for one that takes more places than a table
    has, and for words outside the cells.
    """

    def bad(number: int, why: str, **words: str | int) -> BadTable:
        return BadTable(say(f"read.table_{why}", name=name, line=number, **words))

    if not closes(lines[-1][1]):
        raise bad(lines[0][0], "open")
    rows: list[list[Cell]] = []
    cell: str | None = None
    spans = (1, 1)
    for number, raw in lines:
        at = 0
        for mark in _TAG.finditer(raw):
            between, at = raw[at : mark.start()], mark.end()
            tag, closing = mark[2].lower(), bool(mark[1])
            if cell is not None:
                cell += between
            elif between.strip():
                raise bad(number, "words_outside", words=squeeze(between)[:40])
            if tag in ("td", "th") and not closing:
                if cell is not None:
                    raise bad(number, "cell_open")
                if not rows:
                    raise bad(number, "cell_no_row")
                said = {way.lower(): int(count) for way, count in _SPAN.findall(mark[3])}
                spans = (said.get("col", 1), said.get("row", 1))
                if not all(1 <= span <= MAX_SPAN for span in spans):
                    raise bad(number, "span", count=max(spans), limit=MAX_SPAN)
                cell = ""
            elif tag in ("td", "th"):
                if cell is None:
                    raise bad(number, "cell_not_open")
                rows[-1].append(Cell(squeeze(html.unescape(cell)), *spans))
                cell = None
            elif tag in ("tr", "table"):
                if cell is not None:
                    raise bad(number, "nested" if tag == "table" and not closing else "cell_open")
                if tag == "tr" and not closing:
                    rows.append([])
            elif tag in _INLINE and cell is not None:
                cell += " " if tag in ("br", "p") else ""
            elif tag not in _LAYOUT:
                raise bad(number, "tag", tag=tag)
        rest = raw[at:]
        if cell is not None:
            cell += rest + " "
        elif rest.strip():
            raise bad(number, "words_outside", words=squeeze(rest)[:40])
    grid = Grid()
    spread = [grid.row(row) for row in rows]
    doubt = say("read.table_merged") if grid.merged else ""
    return _line(lines, [row for row in spread if any(row)], doubt)


def _line(lines: list[tuple[int, str]], rows: list[tuple[str, ...]], doubt: str = "") -> SourceLine:
    source = tuple(Line(number, raw.strip()) for number, raw in lines)
    return SourceLine(lines[0][0], table.text(rows), rows=source, doubt=doubt)


def lost(line: SourceLine) -> int:
    """How many characters of a table's source, white space and marks aside, its cells do not have."""
    rows = [raw.before for raw in line.rows]
    words = _TAG.sub("", " ".join(rows)) if opens(rows[0]) else " ".join(_without_rule(rows))
    missing = Counter(html.unescape(words)) - Counter(line.text)
    return sum(count for sign, count in missing.items() if not sign.isspace() and sign not in "|\\")
