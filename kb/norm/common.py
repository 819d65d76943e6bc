"""Runs of words that two texts share: what a comparison by the shortest edit takes for gone and new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SEED = 5  # tokens: three words and the spaces between them
_OFTEN = 8  # places of one seed that are tried: what repeats more often says little


@dataclass(frozen=True, slots=True)
class Run:
    """`length` tokens that stand from `left` in the one list and from `right` in the other."""

    left: int
    right: int
    length: int


def common_runs(lefts: Sequence[str], rights: Sequence[str], seed: int = SEED) -> list[Run]:
    """The runs of at least `seed` tokens that cannot be made longer, the longest first.

    They begin with a word and end in no space; they may overlap.
    """
    seeds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(rights) - seed + 1):
        seeds[tuple(rights[j : j + seed])].append(j)
    ends: dict[int, int] = {}  # by i - j: how far left a run is known already
    shared: list[Run] = []
    for i in range(len(lefts) - seed + 1):
        for j in seeds.get(tuple(lefts[i : i + seed]), ())[:_OFTEN]:
            if i < ends.get(i - j, 0):
                continue
            length = seed
            while i + length < len(lefts) and j + length < len(rights):
                if lefts[i + length] != rights[j + length]:
                    break
                length += 1
            ends[i - j] = i + length
            shared += _trimmed(lefts, Run(i, j, length), seed)
    return sorted(shared, key=lambda run: (-run.length, run.left, run.right))


def words_in(tokens: Sequence[str]) -> int:
    """How many of the tokens are words or numbers."""
    return sum(token[:1].isalnum() for token in tokens)


def _trimmed(lefts: Sequence[str], run: Run, seed: int) -> Iterator[Run]:
    start, end = run.left, run.left + run.length
    while start < end and not lefts[start][:1].isalnum():
        start += 1
    while start < end and lefts[end - 1].isspace():
        end -= 1
    if end - start >= seed:
        yield Run(start, run.right + start - run.left, end - start)
