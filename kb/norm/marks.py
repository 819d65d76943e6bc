"""Two texts word by word: what goes, what comes, and what stays between.

Marks always rebuild both texts exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

import fast_diff_match_patch

from kb.norm import table, table_marks
from kb.norm.common import common_runs
from kb.words.text import tokens

Segments = tuple[tuple[str, str], ...]
Side = Literal["left", "right"]

_TIME_LIMIT_S = 2.0  # a pathological pair gets a coarser diff, which is still exact


@lru_cache(maxsize=4096)
def word_segments(left: str, right: str) -> Segments:
    """(`=` | `-` | `+`, text) runs: `=` with `-` gives left, `=` with `+` gives right."""
    if left == right:
        return (("=", left),) if left else ()
    if table.is_table(left) and table.is_table(right):
        rows = runs(left.split("\n"), right.split("\n"))
        return table_marks.segments(rows) if rows else (("-", left), ("+", right))
    lefts, rights = tokens(left), tokens(right)
    pieces = runs([*map(uncased, lefts)], [*map(uncased, rights)])
    if pieces is None:
        return tuple((op, text) for op, text in (("-", left), ("+", right)) if text)
    return tuple(_tidy(list(_printed(_anchored(pieces), lefts, rights))))


def uncased(token: str) -> str:
    """A word without its case: «Образования» at the head of a sentence is still «образования»."""
    low = token.lower()
    return low if len(low) == len(token) else token


def _printed(
    pieces: Iterable[tuple[str, Sequence[str]]], lefts: Sequence[str], rights: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The runs in the words as printed; of a word that only changes its case, the letters alone."""
    i = j = 0
    for op, run in pieces:
        if op != "+":
            i += len(run)
        if op != "-":
            j += len(run)
        if op != "=":
            yield op, "".join(lefts[i - len(run) : i] if op == "-" else rights[j - len(run) : j])
            continue
        yield from recased(lefts[i - len(run) : i], rights[j - len(run) : j])


def recased(lefts: Sequence[str], rights: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The marks between words that are the same but for their case: of letters alone."""
    kept = ""
    for was, now in zip("".join(lefts), "".join(rights), strict=True):
        if was == now:
            kept += was
            continue
        if kept:
            yield "=", kept
        kept = ""
        yield "-", was
        yield "+", now
    if kept:
        yield "=", kept


def _anchored(pieces: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, Sequence[str]]]:
    """The runs with what a rewritten stretch keeps in its place: of a long deletion that leaves a
    few words standing, the shortest edit that reads well takes them for gone and new."""
    gone: Sequence[str] = ()
    for op, tokens_ in pieces:
        if op == "-":
            gone = tokens_
            continue
        yield from _kept(gone, tokens_ if op == "+" else ())
        gone = ()
        if op == "=":
            yield op, tokens_
    yield from _kept(gone, ())


def _kept(gone: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """A rewritten stretch, cut at the longest run of words that both sides have, and so on."""
    best = next(iter(common_runs(gone, new)), None)
    if best is None:
        yield from ((op, part) for op, part in (("-", gone), ("+", new)) if part)
        return
    left, right = best.left + best.length, best.right + best.length
    yield from _kept(gone[: best.left], new[: best.right])
    yield "=", gone[best.left : left]
    yield from _kept(gone[left:], new[right:])


def runs(lefts: Sequence[str], rights: Sequence[str]) -> list[tuple[str, Sequence[str]]] | None:
    """(`=` | `-` | `+`, tokens) runs between two lists of tokens; None for too many kinds of them."""
    codes: dict[str, int] = {}

    def encode(texts: Sequence[str]) -> str:
        # Each distinct token becomes one character; the surrogate range is no character.
        numbers = [codes.setdefault(t, len(codes) + 1) for t in texts]
        return "".join(chr(n if n < 0xD800 else n + 0x800) for n in numbers)

    left_code, right_code = encode(lefts), encode(rights)
    if len(codes) > 0x10F000:
        return None
    ops = fast_diff_match_patch.diff(
        left_code, right_code, timelimit=_TIME_LIMIT_S, checklines=False, cleanup="Semantic"
    )
    pieces: list[tuple[str, Sequence[str]]] = []
    i = j = 0
    for op, length in ops:
        if op == "+":
            pieces.append(("+", rights[j : j + length]))
            j += length
            continue
        pieces.append((op, lefts[i : i + length]))
        i += length
        j += length if op == "=" else 0
    return pieces


def _tidy(segments: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Joins marks that only a space parts, and puts deletions before insertions."""
    result: list[tuple[str, str]] = []
    removed = added = ""

    def flush() -> None:
        nonlocal removed, added
        if removed:
            result.append(("-", removed))
        if added:
            result.append(("+", added))
        removed = added = ""

    for at, (op, text) in enumerate(segments):
        if op == "-":
            removed += text
        elif op == "+":
            added += text
        elif text.isspace() and removed and added and at + 1 < len(segments):
            removed, added = removed + text, added + text
        else:
            flush()
            result.append((op, text))
    flush()
    return result


_SEEN: Final[dict[Side, str]] = {"left": "=-<", "right": "=+>"}


def seen(segments: Segments, side: Side) -> Segments:
    """What stands on one side, `left` or `right`, with its marks; those of `kb.norm.moved` too."""
    return tuple(s for s in segments if s[0] in _SEEN[side])


def sides(segments: Segments) -> tuple[str, str]:
    """The two texts that segments rebuild."""
    left, right = ("".join(text for _, text in seen(segments, side)) for side in _SEEN)
    return left, right
