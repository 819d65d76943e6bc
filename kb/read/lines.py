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
# Sources print the letters of a Roman number in either alphabet.
_ROMAN: Final = "(?-i:[IVXLCІХС]+|[ivxlc]+)"
_TO_LATIN: Final = str.maketrans("ІХС", "IXC")
_DIVISIONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (unit, re.compile(pattern, re.IGNORECASE))
    for unit, pattern in (
        ("art", rf"(?P<mark>(?:статья|article)\s+(?P<n>{NUMBER})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        (
            "art",
            rf"(?P<mark>(?P<n>{NUMBER})(?:-бап\s*\.?|\sбап\s*\.))(?=\s|$)\s*(?P<rest>.*)$",
        ),
        (
            "ch",
            rf"(?P<mark>(?:глава|chapter)\s+(?P<n>{NUMBER}|{_ROMAN})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$",
        ),
        ("ch", rf"(?P<mark>(?P<n>{NUMBER}|{_ROMAN})[-\s]тарау\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        (
            "sec",
            rf"(?P<mark>(?:раздел|часть|section|part)\s+(?P<n>{NUMBER}|{_ROMAN})\s*\.?)"
            r"(?=\s|$)\s*(?P<rest>.*)$",
        ),
        ("sec", rf"(?P<mark>(?P<n>{NUMBER}|{_ROMAN})[-\s]бөлім\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
        ("par", rf"(?P<mark>параграф\s+(?P<n>{NUMBER})\s*\.?)(?=\s|$)\s*(?P<rest>.*)$"),
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
)
# What every pattern above begins with: most lines are told apart by one look.
_DIVIDES = re.compile(
    rf"стать|article|глав|chapter|раздел|част|section|part|параграф|прилож|утвержд|преамб|preamble"
    rf"|кіріспе|(?:{NUMBER}|{_ROMAN})[-\s](?:бап|тарау|бөлім)",
    re.IGNORECASE,
)
_APPENDIX_KK = re.compile(
    rf"(?P<mark>.{{0,300}}?(?<!\w)(?:(?:(?P<n>{NUMBER})-)?қосымша"
    r"|(?:қаулы|бұйры|шеш|жарлы|өк)\w+\s+бекітілген))(?P<rest>)",
    re.IGNORECASE,
)
POINT = re.compile(
    rf"(?P<mark>(?P<n>{NUMBER})\s?\.(?:(?P<sub>\d+)\.)?)(?:\s+|$)(?P<rest>.*)$", re.DOTALL
)
SUBPOINT = re.compile(
    rf"(?P<mark>\(?(?P<n>{NUMBER}|[ivx]{{1,5}}|[a-zа-яёәіңғүұқөһ](?:-\d+)?)\s?\))(?:\s+|$)(?P<rest>.*)$",
    re.DOTALL,
)
# «…процесса;20) создает …»: the number of a subpoint that begins inside a paragraph.
_INSIDE = re.compile(r"(?<=[;:.])(?P<gap>\s*)(?=(?P<n>\d+(?:-\d+)*)\)\s+[а-яёәіңғүұқөһ])")
_NOTE = re.compile(
    r"(?:сноска|ескерту)\s*\.|примечание\s+(?:изпи|рцпи)|примечание\s*\.\s*"
    r"(?:см\.|в\s+соответствии|[^\n]{0,300}?предусмотрен[оа])"
    r"|ескертпе\s*\.\s*(?:қараңыз|[^\n]{0,200}?(?:редакциясы|сәйкес|көзделген|қараңыз))"
    r"|(?:рқао|зқаи)-ның\s+ескертпес[іi]"
    # What the Constitutional Court or Council ruled on the norm above, printed among the norms.
    r"|(?:в\s+соответствии\s+с\s+)?нормативн\w+\s+постановлени\w+\s+конституционного\s+"
    r"(?:суда|совета)\s+(?:рк|республики\s+казахстан)\s+от\s+\d"
    r"|(?:қр|қазақстан\s+республикасы(?:ның)?)\s+конституциялық\s+(?:сот|кеңес)\w*\s+\d[\d.]+",
    re.IGNORECASE,
)


def division(text: str) -> tuple[str, re.Match[str]] | None:
    """The unit that a line of heading names, and the match with its mark, number and rest."""
    if _DIVIDES.match(text):
        for unit, pattern in _DIVISIONS:
            found = pattern.match(text)
            if found:
                return unit, found
    # In Kazakh the act comes first: «… Заңына 1-қосымша», «… бұйрығымен бекітілген».
    if text.endswith(("осымша", "бекітілген")) and (found := _APPENDIX_KK.fullmatch(text)):
        return "app", found
    return None


def unit_number(found: re.Match[str]) -> str:
    """The number of a division that `division` found, a Roman one in Latin letters."""
    number: str = found["n"] or ""
    return number.upper().translate(_TO_LATIN) if re.fullmatch(_ROMAN, number) else number


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
