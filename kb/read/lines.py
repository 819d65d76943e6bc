"""Lines of an act: what a line is by the mark that it begins with.

A division («Статья 5.», «5-бап», «Глава 2»), a point («1.»), a subpoint («1)», «а)»), a note of the
bank («Сноска.», «Ескерту.»). The readers of all formats and the tree ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.norm.act import Line
from kb.words.units import UnitName


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that carries words: its number, its words, the marks around them, how it was set."""

    number: int
    text: str
    before: str = ""
    after: str = ""
    heading: int = 0  # depth of a heading mark, 0 for none
    quoted: bool = False
    emphasised: bool = False
    escaped: bool = False  # a backslash stands before the sign of the number: «35\\)»
    cited: bool = False  # inside a wording that the act cites in quotation marks
    rows: tuple[Line, ...] = ()  # of a table: its source lines; `text` has its cells
    doubt: str = ""

    @property
    def layout(self) -> Line:
        return Line(self.number, self.before, self.after, self.escaped)


NUMBER: Final = r"\d+(?:-\d+)*"
# The second part of a number as others print it: «36.1», «3¹», «3(1)».
_PRINTED: Final = r"\d+(?:[-.]\d+|[⁰¹²³⁴-⁹]+|\(\d+\))*"
_RAISED: Final = r"\d+(?:-\d+|[⁰¹²³⁴-⁹]+)*"
# Sources print the letters of a Roman number in either alphabet.
_ROMAN: Final = "(?-i:[IVXLCІХС]+|[ivxlc]+)"
_LOWERED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_HEAD: Final = 40  # a mark of a unit ends before this place
_TO_LATIN: Final = str.maketrans("ІХС", "IXC")
_PATTERNS: Final[tuple[tuple[UnitName, str], ...]] = (
    ("art", rf"(?P<mark>(?:статья|article)\s+(?P<n>{_PRINTED})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
    (
        "art",
        rf"(?P<mark>(?P<n>{_PRINTED})(?:-бап\s*\.?|\sбап\s*\.))(?=\s|$)\s*(?P<rest>.*)$",
    ),
    (
        "ch",
        rf"(?P<mark>(?:глава|chapter)\s+(?P<n>{_PRINTED}|{_ROMAN})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$",
    ),
    ("ch", rf"(?P<mark>(?P<n>{_PRINTED}|{_ROMAN})[-\s]тарау\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
    (
        "sec",
        rf"(?P<mark>(?:раздел|часть|section|part)\s+(?P<n>{_PRINTED}|{_ROMAN})\s*\.?)"
        r"(?=\s|$)\s*(?P<rest>.*)$",
    ),
    ("sec", rf"(?P<mark>(?P<n>{_PRINTED}|{_ROMAN})[-\s]бөлім\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
    ("par", rf"(?P<mark>параграф\s+(?P<n>{_PRINTED})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
    (
        "app",
        rf"(?P<mark>приложение(?:\s+(?:№\s*)?(?P<n>{NUMBER}))?\s*\.?)(?=\s|$)\s*(?P<rest>.*)$",
    ),
    # What an act approves stands below it under a stamp: «Утверждены приказом …».
    (
        "app",
        r"(?P<mark>утвержд[её]н[аоы]?)(?P<n>)(?:$|(?=\s+(?:постановлени|приказ|решени|указ"
        r"|распоряжени)\w+\s))\s*(?P<rest>.*)$",
    ),
    ("preamble", r"(?P<mark>)(?P<n>)(?P<rest>преамбула|preamble|кіріспе)$"),
)
_DIVISIONS: Final = tuple((unit, re.compile(p, re.IGNORECASE)) for unit, p in _PATTERNS)
# What every pattern above begins with: most lines are told apart by one look.
_DIVIDES = re.compile(
    rf"стать|article|глав|chapter|раздел|част|section|part|параграф|прилож|утвержд|преамб|preamble"
    rf"|кіріспе|(?:{_PRINTED}|{_ROMAN})[-\s](?:бап|тарау|бөлім)",
    re.IGNORECASE,
)
_APPENDIX_KK = re.compile(
    rf"(?P<mark>.{{0,300}}?(?<!\w)(?:(?:(?P<n>{NUMBER})-)?қосымша"
    r"|(?:қаулы|бұйры|шеш|жарлы|өк)\w+\s+бекітілген))(?P<rest>)",
    re.IGNORECASE,
)
POINT = re.compile(
    rf"(?P<mark>(?P<n>{_RAISED})\s?\.(?:(?P<sub>\d+)\.)?)(?:\s+|$)(?P<rest>.*)$", re.DOTALL
)
SUBPOINT = re.compile(
    rf"(?P<mark>\(?(?P<n>{_RAISED}|[ivx]{{1,5}}|[a-zа-яёәіңғүұқөһ](?:-\d+)?)\s?\))(?:\s+|$)(?P<rest>.*)$",
    re.DOTALL,
)
# «…процесса;20) создает …»: the number of a subpoint that begins inside a paragraph.
_INSIDE = re.compile(r"(?<=[;:.])(?P<gap>\s*)(?=(?P<n>\d+(?:-\d+)*)\)\s+[а-яёәіңғүұқөһ])")
_NOTE = re.compile(
    r"""
      (?:сноска|ескерту)\s*\.
    | примечание\s+(?:изпи|рцпи)
    | примечание\s*\.\s*(?:см\.|в\s+соответствии|[^\n]{0,300}?предусмотрен[оа])
    | ескертпе\s*\.\s*(?:қараңыз|[^\n]{0,200}?(?:редакциясы|сәйкес|көзделген|қараңыз))
    | (?:рқао|зқаи)-ның\s+ескертпес[іi]
      # What the Constitutional Court or Council ruled on the norm above, printed among the norms.
    | (?:в\s+соответствии\s+с\s+)?нормативн\w+\s+постановлени\w+\s+конституционного\s+
      (?:суда|совета)\s+(?:рк|республики\s+казахстан)\s+от\s+\d
    | (?:қр|қазақстан\s+республикасы(?:ның)?)\s+конституциялық\s+(?:сот|кеңес)\w*\s+\d[\d.]+
    """,
    re.IGNORECASE | re.VERBOSE,
)


def division(text: str) -> tuple[UnitName, re.Match[str]] | None:
    """The unit that a line of heading names, and the match with its mark, number and rest."""
    if _DIVIDES.match(text):
        for unit, pattern in _DIVISIONS:
            match = pattern.match(text)
            if match:
                return unit, match
    # In Kazakh the act comes first: «… Заңына 1-қосымша», «… бұйрығымен бекітілген».
    if text.endswith(("осымша", "бекітілген")) and (match := _APPENDIX_KK.fullmatch(text)):
        return "app", match
    return None


def unit_number(match: re.Match[str]) -> str:
    """The number of a unit that a pattern above found: «36.1», «3¹», «3(1)» are 36-1 and 3-1, a Roman
    one of a division stands in Latin letters."""
    number: str = match["n"] or ""
    if not number[:1].isdigit():
        return number.upper().translate(_TO_LATIN) if re.fullmatch(_ROMAN, number) else number
    parted = re.sub(r"[⁰¹²³⁴-⁹]+", lambda raised: "-" + raised[0].translate(_LOWERED), number)
    return re.sub(r"[.(]", "-", parted).replace(")", "")


def starts_unit(text: str) -> bool:
    """Whether a line begins an article, a chapter, a point or a subpoint."""
    return (
        division(text) is not None
        or POINT.match(text) is not None
        or SUBPOINT.match(text) is not None
    )


def uncovered(text: str) -> str:
    """A line without the signs that no eye sees (a soft hyphen, a zero-width space, a byte order mark)
    where they hide the mark of a unit or a note; any other line unchanged."""
    if _UNSEEN.search(text[:_HEAD]) is None:
        return text
    bare = _UNSEEN.sub("", text[:_HEAD]).lstrip() + text[_HEAD:]
    named = division(bare)
    match = named[1] if named else POINT.match(bare) or SUBPOINT.match(bare)
    if match is None:
        return _UNSEEN.sub("", text[:_HEAD]) + text[_HEAD:] if starts_note(bare) else text
    left, at = len(match["mark"]), 0  # signs of the mark that are still to pass
    while left and at < len(text):
        left -= not _UNSEEN.match(text[at])
        at += 1
    return _UNSEEN.sub("", text[:at]).lstrip() + text[at:]


def inside(text: str) -> Iterator[re.Match[str]]:
    """Where subpoints may begin inside a paragraph: `gap` before the number `n`."""
    return _INSIDE.finditer(text)


def starts_note(text: str) -> bool:
    """Whether a line opens a note: «Сноска.», «Ескерту.», the bank's notices."""
    return bool(_NOTE.match(text))


def capital(text: str) -> bool:
    """Whether the line begins a finished norm: its first letter is a capital (digits count).

    A row of a table never does.
    """
    if text.startswith("|"):
        return False
    first = re.search(r"[^\W_]", text)
    return first is not None and not first.group().islower()
