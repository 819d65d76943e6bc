"""What stands around a citation and decides whether it is one, and whose.

In: the clean text in lower case and a position. Every look back is bounded, so that the whole
pass stays linear.
"""

from __future__ import annotations

import re
from typing import Final

from kb.citation.clean import Clean
from kb.words.text import squeeze

_JOURNAL: Final = re.compile(
    r"""
    (?: собрани[еияю]\s+(?:законодательства|актов) | собр\. | ведомост[ией] | бюллетен | сапп
      | сз\s+р[фк] )
    """,
    re.VERBOSE,
)
_ISSUE: Final = re.compile(r"[№n]\s*[\w/-]+(?:\s*\([^()]{0,40}\))?\s*,\s*$")
_HEADING: Final = re.compile(r"\s*(?:\n|$)|\s?\.\s*(?:\n|$|[А-ЯЁA-Z«\"(])|\s+исключен")
_MARKUP: Final = re.compile(r"[ \t\xa0>*#_«\"]*$")
# «В Закон … внести изменения»: the articles that follow without an act are of that law.
_INTO: Final = re.compile(
    r"""
    (?:^|\n)[ \t\xa0]*
    (?:статья\s+\d+\s?\.\s*)? (?:\d+(?:-\d+)?[.)]\s*)?      # the place in the amending law
    (?:внести\s+)?(?:следующие\s+)?(?:изменени[ея]\s+)?(?:и\s+)?(?:дополнени[ея]\s+)? в\s+$
    """,
    re.VERBOSE,
)
_AMENDED: Final = re.compile(
    r"""
    (?:конституционный\s+)? (?:закон|кодекс|указ|конституцию)(?!\w)
  | \w+\s+кодекс(?!\w)
    """,
    re.VERBOSE,
)
# «законами РК от 05.11.2022 № 157-VII (порядок введения в действие см. статью 3)»: an article of
# the amending law, which a note names by date and number only.
_AMENDING: Final = re.compile(
    r"""
    (?P<law> от\s+(?:\d{2}\.\d{2}\.\d{4}|\d{1,2}\s+[а-я]{3,8}\s+\d{4})(?:\s*(?:года|г\.?))?
      (?:\s*[№n]\s*[\w-]+)? )
    (?:\s*зрк)?\s*\((?:порядок\s+введ|ввод)
    # The bracket is open yet: a «)» in it is a subpoint's, before a further unit.
    (?: [^()\n] | (?:(?<=\s\d)|(?<=\s\d\d)|(?<=\d-\d)|(?<=\s[а-я]))\)(?=\s*(?:,|и\s|пункт|част|стать)) )*$
    """,
    re.VERBOSE,
)
_NOTE: Final = 400  # characters of a note about an amending law
_LINE: Final = 2000  # characters of a line in which a note's first word is looked for


def in_journal(low: str, at: int) -> bool:
    """«Собрание законодательства РФ, 1998, № 36, ст. 4466»: a place in a journal."""
    if not low.startswith("ст.", at):
        return False
    before = low[max(0, at - 160) : at]
    if _ISSUE.search(before[-60:]):
        return True
    journals = list(_JOURNAL.finditer(before))
    between = before[journals[-1].end() :].strip() if journals else "\n"
    return "\n" not in between and ")" not in between


def heads_unit(clean: Clean, at: int, end: int) -> bool:
    """Whether «Статья 9. Регламент маслихата» stands at a line's beginning as a heading."""
    text = clean.text
    if not text[at].isupper():
        return False
    since = max(0, at - 40)
    line = text.rfind("\n", since, at)
    if line < 0 and since > 0:
        return False
    return bool(_MARKUP.match(text[max(line + 1, since) : at]) and _HEADING.match(text, end))


def parted(low: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two positions."""
    between = low[start:end]
    return "\n" in between or ". " in between


def in_note(low: str, at: int) -> bool:
    """Whether the line began as a note: «Сноска. Пункт 2 исключен …»."""
    since = max(0, at - _LINE)
    return low.rfind("\n", since, at) < low.rfind("сноска", since, at)


def is_amended(low: str, at: int) -> bool:
    """Whether the act named at a position is the one that an instruction changes."""
    return bool(_AMENDED.match(low, at) and _INTO.search(low[max(0, at - 90) : at]))


def amending_law(clean: Clean, at: int) -> str:
    """The date and number of the amending law in whose bracket a position stands, else ""."""
    since = max(0, at - _NOTE)
    low = clean.low
    if low.find("(ввод", since, at) < 0 and low.find("(порядок", since, at) < 0:
        return ""
    match = _AMENDING.search(low, since, at)
    return squeeze(clean.text[slice(*match.span("law"))]) if match else ""
