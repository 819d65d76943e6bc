"""Words that move: a run that goes in one place of a text and comes in another is shown as moved.

To the marks `=` `-` `+` of `kb.norm.marks` this adds `<`, words that leave for another place, and
`>`, the same words where they now stand. Each `>` has its `<` with exactly the same text: a letter
that changes its case on the way is marked by itself. Programs get the marks without moves (JSON).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from kb.norm import table
from kb.norm.common import common_runs, words_in
from kb.norm.difference import Row
from kb.norm.marks import Segments, recased, uncased
from kb.words.text import tokens

# Words from which a run is a move and no chance: where it is all that goes and all that comes, inside
# one line, and from one line to another, where the formulas of law («в порядке, установленном
# законодательством …») repeat.
_WHOLE = 2
_WITHIN = 4
_ACROSS = 8
_SEED = 3  # tokens: two words and the space between them
_LEAVING = {"=": "<", "-": "-"}
_COMING = {"=": ">", "+": "+"}


_Alone = Literal["-", "+"]  # the mark of words that stand on one side only


@dataclass(slots=True)
class _Piece:
    """A segment of one side alone: its line, its place there, its words, which of them moved and as
    what words they stand on the other side."""

    line: int
    at: int
    op: _Alone
    words: list[str]
    moved: list[tuple[int, list[str]]] = field(default_factory=list)

    def free(self, start: int, length: int) -> bool:
        return all(start + length <= a or a + len(b) <= start for a, b in self.moved)

    def marked(self) -> Iterator[tuple[str, str]]:
        """The segment cut where words moved."""
        for op, parts in groupby(self._parts(), lambda part: part[0]):
            if text := "".join(part for _, part in parts):
                yield op, text

    def _parts(self) -> Iterator[tuple[str, str]]:
        done = 0
        for start, other in sorted(self.moved):
            mine = self.words[start : start + len(other)]
            yield self.op, "".join(self.words[done:start])
            left, right, names = (
                (mine, other, _LEAVING) if self.op == "-" else (other, mine, _COMING)
            )
            yield from ((names[op], text) for op, text in recased(left, right) if op in names)
            done = start + len(other)
        yield self.op, "".join(self.words[done:])


def with_moves(lines: Sequence[Segments]) -> tuple[Segments, ...]:
    """The marks of lines that stand together, with what moved inside a line or between two."""
    gone, came = _pieces(lines, "-"), _pieces(lines, "+")
    lefts, left_places = _joined(gone)
    rights, right_places = _joined(came)
    for run in common_runs(lefts, rights, _SEED):
        (left, i), (right, j) = left_places[run.left], right_places[run.right]
        mine, other = left.words[i : i + run.length], right.words[j : j + run.length]
        least = _ACROSS
        if left.line == right.line:
            whole = all(words_in(mine) == words_in(piece.words) for piece in (left, right))
            least = _WHOLE if whole else _WITHIN
        if words_in(mine) >= least and left.free(i, run.length) and right.free(j, run.length):
            left.moved.append((i, other))
            right.moved.append((j, mine))
    cut = {(p.line, p.at): tuple(p.marked()) for p in (*gone, *came) if p.moved}
    return tuple(
        tuple(s for at, each in enumerate(line) for s in cut.get((nth, at), (each,)))
        for nth, line in enumerate(lines)
    )


def moved_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows of one comparison, with what moved inside them and between them."""
    listed = tuple(rows)
    marked = with_moves([row.segments for row in listed])
    return tuple(replace(r, segments=s) for r, s in zip(listed, marked, strict=True))


def _pieces(lines: Sequence[Segments], op: _Alone) -> list[_Piece]:
    """The segments of one side alone; a table is compared by its cells, and left out."""
    return [
        _Piece(nth, at, op, tokens(text))
        for nth, line in enumerate(lines)
        if not any(table.is_row(part) for _, text in line for part in text.split("\n"))
        for at, (mark, text) in enumerate(line)
        if mark == op
    ]


def _joined(pieces: Iterable[_Piece]) -> tuple[list[str], list[tuple[_Piece, int]]]:
    """The words of all pieces without their case, and where each stands; no two pieces run together."""
    flat: list[str] = []
    places: list[tuple[_Piece, int]] = []
    for nth, piece in enumerate(pieces):
        flat += [*map(uncased, piece.words), f"\0{piece.op}{nth}"]
        places += [(piece, at) for at in range(len(piece.words) + 1)]
    return flat, places
