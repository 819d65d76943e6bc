"""The signature under an act («Президент Республики Казахстан», a name): kept, and no norm."""

from __future__ import annotations

import re
from typing import Final

from kb.norm import table
from kb.read.lines import SourceLine, division, starts_note

_SIGNER = re.compile(
    r"""
    (?:исполняющий\s+обязанности\s+)?
    (?:президент|премьер-министр|вице-министр|министр|аким|председатель|секретарь) (?:\s|$)
  | қазақстан\s+республикасының (?:\s+президент[іi])? $
  | мәслихат\s+төрағасы
  | әк[іi]м (?:\s|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LINES: Final = 5
_CHARACTERS: Final = 80


def split(lines: list[SourceLine]) -> tuple[list[SourceLine], list[SourceLine]]:
    """(the lines of the text, those of the signature, which stand last, before any appendix).

    Notes under the signature stay with the text.
    """
    ends = _ends(lines)
    for at in range(max(0, ends - _LINES), ends):
        run = lines[at:ends]
        if _SIGNER.match(words(run[0])) and all(map(_may_sign, run)):
            return [*lines[:at], *lines[ends:]], run
    return lines, []


def known(lines: list[SourceLine], signed: list[str]) -> tuple[list[SourceLine], list[SourceLine]]:
    """As `split` where it is known who signed: the last lines that say nothing else."""
    ends = _ends(lines)
    at = ends
    while at and ends - at < len(signed) and words(lines[at - 1]) in signed:
        at -= 1
    return [*lines[:at], *lines[ends:]], lines[at:ends]


def _ends(lines: list[SourceLine]) -> int:
    """Where the text ends above its appendices and the notes under the signature."""
    ends = next((n for n, line in enumerate(lines) if _appendix(line)), len(lines))
    while ends and starts_note(lines[ends - 1].text):
        ends -= 1
    return ends


def words(line: SourceLine) -> str:
    """A line of the signature; of a table, which many papers set it in, the cells that have words."""
    if not line.rows:
        return line.text
    return " | ".join(cell for row in table.cells(line.text) for cell in row if cell)


def _appendix(line: SourceLine) -> bool:
    named = division(line.text) if line.heading else None
    return named is not None and named[0] == "app"


def _may_sign(line: SourceLine) -> bool:
    return (
        not line.heading
        and not line.quoted
        and len(line.text) <= _CHARACTERS
        and not line.text.endswith((".", ";", ":", ","))
        and not re.match(r"\d", line.text)
    )
