"""The text as the finder reads it, and the way back to the characters of the file.

Words broken at a line's end are joined and invisible marks dropped; everything else stays, so
that a position in the clean text differs from the file's only by what was dropped before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_LETTER = "а-яёәіңғүұқөһ"
_SPACE = "[ \\t\\xa0]{0,40}"
# «Конститу-⏎ции» (up to two empty lines between, as at the end of a page), the soft hyphen and
# zero-width marks.
_DROPPED = re.compile(
    rf"(?<=[{_LETTER}])[-‐]{_SPACE}\r?\n(?:{_SPACE}\r?\n){{0,2}}{_SPACE}(?=[{_LETTER}])"
    "|\xad(?:\r?\n)?|[\u200b-\u200d\u2060\ufeff]",
    re.I,
)


# «Конституции-1995» is «Конституции 1995»: one sign for one sign.
_OF_YEAR = re.compile(r"(?<=[а-я]{4})[-–](?=(?:19|20)\d{2}(?!\w|[-–./]\d))")


@dataclass(frozen=True, slots=True)
class Clean:
    """`text` with words whole, `low` the same in lower case with ё as е; both of one length."""

    text: str
    low: str
    cuts: tuple[int, ...]
    dropped: tuple[int, ...]

    def start(self, position: int) -> int:
        """The file's offset, in characters, of a clean position that begins something."""
        return position + self._before(bisect_right(self.cuts, position))

    def end(self, position: int) -> int:
        """The file's offset, in characters, of a clean position that ends something."""
        return position + self._before(bisect_left(self.cuts, position))

    def _before(self, cut: int) -> int:
        return self.dropped[cut - 1] if cut else 0


def clean(text: str) -> Clean:
    """The clean text of a file's text, in time linear in its length."""
    pieces: list[str] = []
    cuts: list[int] = []
    dropped: list[int] = []
    at = length = total = 0
    for match in _DROPPED.finditer(text):
        piece = text[at : match.start()]
        pieces.append(piece)
        length += len(piece)
        total += match.end() - match.start()
        cuts.append(length)
        dropped.append(total)
        at = match.end()
    whole = "".join((*pieces, text[at:]))
    low = whole.lower()
    if len(low) != len(whole):  # a few foreign letters grow when lowered
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in whole)
    low = _OF_YEAR.sub(" ", low.replace("ё", "е"))
    return Clean(whole, low, tuple(cuts), tuple(dropped))


def has_kazakh(clean: Clean) -> bool:
    """Whether a text may have Kazakh citations at all: a Russian one need not compile their grammar."""
    return "бап" in clean.low or "баб" in clean.low or "тарма" in clean.low
