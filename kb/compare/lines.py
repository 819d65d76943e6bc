"""Two printed texts line by line, as a document with tracked changes shows them.

Unlike `kb.norm.difference.align`, which follows a unit wherever it went, this keeps the order of both
sides, and every line counts: stubs of excluded units too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.norm.likeness import paired
from kb.norm.marks import Segments, runs, word_segments


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
        pairs.extend(LinePair(*pair) for pair in paired(gone, new))
        gone.clear()
        new.clear()

    for op, run in runs(lefts, rights) or [("-", lefts), ("+", rights)]:
        if op == "=":
            flush()
            pairs.extend(LinePair(line, line) for line in run)
        else:
            (gone if op == "-" else new).extend(run)
    flush()
    return tuple(pairs)
