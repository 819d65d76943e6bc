"""Wordings that an act cites in quotation marks: their lines are no units of the act itself.

«3. Приостановить … действие пунктов 3 и 4, установив, что … действуют в следующей редакции:
«3. Полномочия … 4. Решение ….».»: between the marks stand points of another wording (or act).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kb.read.lines import SourceLine, starts_note

_AHEAD: Final = 400  # lines among which the closing mark is looked for
_OPENS: Final = ("«", '"', "“", "„")


def marked(lines: list[SourceLine]) -> list[SourceLine]:
    """The lines, those of a citation of several lines marked `cited`.

    A citation begins at a line that opens with a quotation mark left open there, and ends at the
    line that closes it; where none does before the next heading, nothing is marked.
    """
    result = list(lines)
    at = 0
    while at < len(result):
        ends = _end(result, at)
        if ends is None:
            at += 1
            continue
        for nth in range(at, ends + 1):
            result[nth] = replace(result[nth], cited=True)
        at = ends + 1
    return result


def _end(lines: list[SourceLine], at: int) -> int | None:
    """The line that closes what the line `at` opens with and leaves open."""
    first = lines[at]
    if not first.text.startswith(_OPENS) or first.heading or starts_note(first.text):
        return None
    straight = first.text.startswith('"')
    depth = _depth(first.text, straight)
    if (depth % 2 == 0) if straight else depth <= 0:
        return None
    for nth in range(at + 1, min(len(lines), at + _AHEAD)):
        line = lines[nth]
        if line.heading:
            return None
        if starts_note(line.text):
            continue
        depth += _depth(line.text, straight)
        if (depth % 2 == 0) if straight else depth <= 0:
            return nth
    return None


def _depth(text: str, straight: bool) -> int:
    """How many quotation marks of one kind a line opens more than it closes (all straight ones)."""
    if straight:
        return text.count('"')
    return sum(map(text.count, "«“„")) - sum(map(text.count, "»”"))
