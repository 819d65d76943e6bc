"""Two printed texts line by line, as a document with tracked changes shows them.

Unlike `kb.norm.difference.align`, which follows a unit wherever it went, this keeps the order of both
sides, and every line counts: stubs of excluded units too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kb.norm.difference import Segments, runs, word_segments
from kb.words.text import words

_ALIKE = 30.0  # likeness, 0–100, from which a line is the other one reworded
_BLOCK = 40_000  # pairs of lines of one rewritten stretch that are measured by likeness


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line before and after; None where it is new or gone."""

    left: str | None
    right: str | None

    @property
    def segments(self) -> Segments:
        """The words of the line with their marks."""
        if self.left is None or self.right is None:
            op, text = ("+", self.right) if self.left is None else ("-", self.left)
            return ((op, text),) if text else ()
        return word_segments(self.left, self.right)


def line_pairs(lefts: Sequence[str], rights: Sequence[str]) -> tuple[LinePair, ...]:
    """Two printed texts line by line, in the order of both: no line is moved past another."""
    pairs: list[LinePair] = []
    gone: list[str] = []
    new: list[str] = []

    def flush() -> None:
        pairs.extend(_rewritten(gone, new))
        gone.clear()
        new.clear()

    for op, found in runs(lefts, rights) or [("-", lefts), ("+", rights)]:
        if op == "=":
            flush()
            pairs.extend(LinePair(line, line) for line in found)
        else:
            (gone if op == "-" else new).extend(found)
    flush()
    return tuple(pairs)


def _rewritten(gone: Sequence[str], new: Sequence[str]) -> list[LinePair]:
    """The lines of a rewritten stretch, paired so that the likeness of all pairs is greatest."""
    if not gone or not new or len(gone) * len(new) > _BLOCK:
        return [LinePair(x, None) for x in gone] + [LinePair(None, x) for x in new]
    bags = [words(x) for x in new]
    alike = [[fuzz.ratio(words(x), bag) for bag in bags] for x in gone]
    best = [[0.0] * (len(new) + 1) for _ in range(len(gone) + 1)]
    for i in range(len(gone) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs: list[LinePair] = []
    i = j = 0
    while i < len(gone) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            pairs.append(LinePair(gone[i], None))
            i += 1
        elif best[i][j] == best[i][j + 1]:
            pairs.append(LinePair(None, new[j]))
            j += 1
        else:
            pairs.append(LinePair(gone[i], new[j]))
            i, j = i + 1, j + 1
    pairs += [LinePair(x, None) for x in gone[i:]]
    return pairs + [LinePair(None, x) for x in new[j:]]
