"""A plain text as other programs end its lines, and as a page of paper breaks its sentences."""

from __future__ import annotations

import re
from typing import Final

# A line that can only begin something, whatever the line above it ends in.
_BEGINS = re.compile(
    r"""
    \s*
    (?: \d+(?:-\d+)*[.)]\s | \d+(?:-\d+)*-(?:бап|тарау) | [а-яё]\)\s | [IVX]+\.\s
      | [«"“] | \#
      | (?:Статья|Глава|Раздел|Параграф|Приложение|Сноска|Ескерту|СТАТЬЯ|ГЛАВА|РАЗДЕЛ)\s
    )
    """,
    re.VERBOSE,
)
_ENDS = re.compile(r"[.;:!?…»\"”]\s*$")
_PAGE = re.compile(r"[^\S\n]*(?:(?:стр\.?\s*)?\d{1,4}|-\s*\d{1,4}\s*-)[^\S\n]*$", re.IGNORECASE)
_MIN_WIDTH: Final = 50  # letters in a line of paper
_MAX_WIDTH: Final = 140
# A narrow column is known by what only a page has: a word broken at the line's end, the page's own end.
_NARROW: Final = 28
_BROKEN = re.compile(r"[^\W\d_]-[^\S\n]*\n\s*[а-яёәіңғүұқөһa-z]")


# Line ends of other programs: a vertical tab, a form feed, NEL, the separators of Unicode.
_ENDS_OF_LINE = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def one_ending(text: str) -> str:
    """The text with its lines ended by «\\n», whatever ended them; a form feed ends one too."""
    return _ENDS_OF_LINE.sub("\n", text)


def unwrapped(text: str) -> str:
    """A text copied from a paper page with its sentences on one line; any other unchanged.

    Told by its lines: most fill a page's width and end in the middle of a sentence.
    """
    lines = [line for page in text.split("\f") for line in page.split("\n")]
    width = _width(text, [line.rstrip() for line in lines if line.strip()])
    if not width:
        return text
    result: list[str] = []
    for line in lines:
        if not line.strip() or _PAGE.match(line):
            continue
        above = result[-1] if result else ""
        if not above or _ENDS.search(above) or _BEGINS.match(line) or len(above) < width // 2:
            result.append(line.strip())
        elif re.search(r"[^\W\d_]-$", above) and line.strip()[:1].islower():
            result[-1] = above[:-1] + line.strip()
        else:
            result[-1] = f"{above} {line.strip()}"
    return "\n".join(result)


def _width(text: str, lines: list[str]) -> int:
    """How wide the page is at the least that the lines were copied from; 0 where they are of none."""
    longest = max(map(len, lines), default=0)
    if len(lines) < 4 or longest > _MAX_WIDTH:
        return 0
    width = _MIN_WIDTH
    if longest < _MIN_WIDTH * 1.3 and (_BROKEN.search(text) or "\f" in text):
        width = max(_NARROW, longest * 3 // 4)
    open_ = sum(len(line.strip()) >= width and not _ENDS.search(line) for line in lines)
    return width if open_ * 3 > len(lines) else 0
