r"""A table as the text of one unit: a row on each line, `| a | b |`, a bar inside a cell as `\|`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Cells = tuple[tuple[str, ...], ...]
_PIECE = re.compile(r"\\.|\\|\||[^\\|]+", re.DOTALL)


def row(cells: Iterable[str]) -> str:
    """A row of a table as a line."""
    return f"| {' | '.join(map(_escaped, cells))} |"


def _escaped(cell: str) -> str:
    return re.sub(r"[\\|]", lambda sign: "\\" + sign[0], cell)


def text(cells: Iterable[Sequence[str]]) -> str:
    """A whole table as lines."""
    return "\n".join(map(row, cells))


def is_row(line: str) -> bool:
    """Whether a line is a row as `row` writes it."""
    return line.startswith("| ") and line.endswith(" |")


def cells(words: str) -> Cells:
    """The cells of a table's text, row by row."""
    return tuple(map(_cells, words.split("\n")))


def _cells(line: str) -> tuple[str, ...]:
    found = [""]
    for piece in _PIECE.findall(line.strip().removeprefix("|")):
        if piece == "|":
            found.append("")
        else:
            found[-1] += piece[1:] if len(piece) == 2 and piece[0] == "\\" else piece
    if len(found) > 1 and not found[-1]:
        found.pop()  # after the closing bar
    return tuple(cell.strip() for cell in found)


def is_table(words: str) -> bool:
    """Whether a text is a table as `text` writes it."""
    return bool(words) and all(map(is_row, words.split("\n")))


def pieces(words: str) -> list[str]:
    """The text cut between cells, so that a comparison marks whole cells; joined, it is the text."""
    found: list[str] = []
    for line in words.splitlines(keepends=True):
        start = 0
        for bar in re.finditer(r"(?:\\.|[^\\|])+(?=\|)", line, re.DOTALL):
            found.append(line[start : bar.end()])
            start = bar.end()
        found.append(line[start:])
    return [piece for piece in found if piece]
