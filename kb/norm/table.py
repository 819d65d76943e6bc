r"""A table as the text of one unit: a row on each line, `| a | b |`, a bar inside a cell as `\|`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Cells = tuple[tuple[str, ...], ...]
Marked = tuple[tuple[tuple[str, str], ...], ...]  # a row: cells of (mark, words)
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
    row = [""]
    for piece in _PIECE.findall(line.strip().removeprefix("|")):
        if piece == "|":
            row.append("")
        else:
            row[-1] += piece[1:] if len(piece) == 2 and piece[0] == "\\" else piece
    if len(row) > 1 and not row[-1]:
        row.pop()  # after the closing bar
    return tuple(cell.strip() for cell in row)


def _plain(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell, flags=re.DOTALL)


def is_table(words: str) -> bool:
    """Whether a text is a table as `text` writes it, with words in a cell."""
    return bool(words.strip(" |\n")) and all(map(is_row, words.split("\n")))


def split(line: str) -> list[str]:
    """A row cut at its bars, the bars kept; joined, it is the row."""
    pieces: list[str] = []
    for piece in _PIECE.findall(line):
        if piece == "|" or not pieces or pieces[-1] == "|":
            pieces.append(piece)
        else:
            pieces[-1] += piece
    return pieces


def marked(segments: Iterable[tuple[str, str]]) -> tuple[Marked, ...]:
    """The cells of a table's text whose words bear marks, row by row.

    The marks are those of `kb.norm.difference.word_segments`, of one side or of both: a cell is
    marked whole, so a bar parts cells whatever its own mark.
    """
    rows: list[list[list[tuple[str, str]]]] = []
    begins, last = True, ""
    for op, text in segments:
        for piece in filter(None, re.split(r"(\n)", text)):
            if piece == "\n":
                begins = True
                continue
            for part in split(piece):
                # A bar after a bar of the other side: two first rows, with no line break between.
                if part == "|" and (begins or {last, op} == {"-", "+"}):
                    rows.append([[]])
                elif part == "|":
                    rows[-1].append([])
                elif rows and part.strip():
                    rows[-1][-1].append((op, _plain(part.strip())))
                begins, last = False, op if part == "|" else ""
    return tuple(tuple(tuple(cell) for cell in row[:-1]) for row in rows)
