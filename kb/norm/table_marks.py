"""What changed between two tables: rows first, then the cells of a row that was rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from kb.norm import table
from kb.norm.likeness import Pair, paired

_Marks = Iterator[tuple[str, str]]


def segments(runs: Iterable[tuple[str, Sequence[str]]]) -> tuple[tuple[str, str], ...]:
    """The marks of two tables: `=` with `-` gives the left text, `=` with `+` the right one.

    `runs`: the rows of both sides, kept, gone or new. A cell bears one mark or is gone and new;
    the bars around it are kept, so that either side and both together are tables.
    """
    merged: list[tuple[str, str]] = []
    for op, text in _marked(_pairs(runs)):
        if merged and merged[-1][0] == op:
            merged[-1] = (op, merged[-1][1] + text)
        elif text:
            merged.append((op, text))
    return tuple(merged)


def _pairs(runs: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Pair]:
    gone: list[str] = []
    new: list[str] = []
    for op, rows in runs:
        if op == "=":
            yield from paired(gone, new)
            yield from ((row, row) for row in rows)
            gone, new = [], []
        else:
            (gone if op == "-" else new).extend(rows)
    yield from paired(gone, new)


def _marked(pairs: Iterable[Pair]) -> _Marks:
    first = {"-": True, "+": True}
    for left, right in pairs:
        broken = "".join(
            op for op, row in (("-", left), ("+", right)) if row is not None and not first[op]
        )
        if broken:
            yield "=" if broken == "-+" else broken, "\n"
        for op, row in (("-", left), ("+", right)):
            first[op] &= row is None
        if left is None or right is None:
            yield ("+", right or "") if left is None else ("-", left or "")
        else:
            yield from _row(left, right)


def _row(left: str, right: str) -> _Marks:
    for old, new in zip_longest(table.split(left), table.split(right), fillvalue=""):
        if old == new:
            yield "=", old
            continue
        if old:
            yield "-", old
        if new:
            yield "+", new
