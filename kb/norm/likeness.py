"""Lines of a rewritten stretch, paired by their words in the order of both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from kb.words.text import words

_ALIKE = 30.0  # likeness, 0–100, from which a line is the other one reworded
_BLOCK = 40_000  # pairs of lines of one rewritten stretch that are measured by likeness

Pair = tuple[str | None, str | None]


_MARK = re.compile(r"\d+(?:-\d+)*[.)](?=\s)")  # «6.», «3-1)»: the number of a unit


def _alike(gone: str, new: str, bag: list[str]) -> float:
    """How alike two lines are; under one number they are one unit, however it is reworded."""
    ratio = fuzz.ratio(words(gone), bag)
    mine, other = _MARK.match(gone), _MARK.match(new)
    return max(ratio, _ALIKE) if mine and other and mine[0] == other[0] else ratio


def paired(gone: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    """The lines paired so that the likeness of all pairs is greatest; None: a line of one side."""
    if not gone or not new or len(gone) * len(new) > _BLOCK:
        yield from ((line, None) for line in gone)
        yield from ((None, line) for line in new)
        return
    bags = [words(x) for x in new]
    alike = [[_alike(x, y, bag) for y, bag in zip(new, bags, strict=True)] for x in gone]
    best = [[0.0] * (len(new) + 1) for _ in range(len(gone) + 1)]
    for i in range(len(gone) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    i = j = 0
    while i < len(gone) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            yield gone[i], None
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield None, new[j]
            j += 1
        else:
            yield gone[i], new[j]
            i, j = i + 1, j + 1
    yield from ((line, None) for line in gone[i:])
    yield from ((None, line) for line in new[j:])
