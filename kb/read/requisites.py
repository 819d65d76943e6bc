"""What an act says of itself in one line: «Закон Республики Казахстан от 23 января 2001 года № 148».

Dates of the banks («14.07.2026») and of running text, in Russian and Kazakh, as YYYY-MM-DD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kb.norm.act import Force
from kb.words.text import MONTHS_KK, squeeze

_MONTHS_RU: Final = [
    "янв",
    "фев",
    "мар",
    "апр",
    "ма",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
]
_LONG_RU = re.compile(r"(?<!\d)(\d{1,2})\s+([а-я]{3,8})\s+(\d{4})\s+г")
_LONG_KK = re.compile(r"(\d{4})\s+жылғы\s+(\d{1,2})\s+([а-яәіңғүұқөһi]+)", re.IGNORECASE)
_SHORT = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_NUMBER = re.compile(r"[№N]\s*([0-9][0-9A-Za-zА-Яа-яІі-]*(?:\s+(?:ЗРК|ҚРЗ|VI{1,3}|V|IV))?)")
# The force of an act by the words of its form, strongest first; a treaty names itself.
_FORCES: Final[tuple[tuple[Force, str], ...]] = (
    ("treaty", r"хартия|конвенц|договор|соглашени|протокол"),
    ("constitutional_law", r"конституционн\w+\s+закон|конституциялық\s+заң"),
    ("constitution", r"конституци"),
    ("code", r"кодекс"),
    ("law", r"закон|заң"),
)
_FORM = re.compile(r"^(.{3,120}?)\s+(?:от\s+\d|принят|№)")


@dataclass(frozen=True, slots=True)
class Requisites:
    """Form, legal force, date of adoption and number; "" where the line does not say."""

    form: str = ""
    force: Force = "bylaw"
    adopted: str = ""
    number: str = ""


def parse(line: str, title: str = "") -> Requisites:
    """The requisites in a line such as a bank prints under the title."""
    text = squeeze(line)
    form = None if _LONG_KK.search(text) else _FORM.match(text)  # a form is said in Russian
    number = _NUMBER.search(text)
    said = f"{form[1] if form else text} {title}".lower()
    force: Force = next((name for name, words in _FORCES if re.search(words, said)), "bylaw")
    if re.match(r"(?:приказ|постановление|решение|указ|распоряжение)", said):
        force = "bylaw"
    return Requisites(
        form=form[1] if form else "",
        force=force,
        adopted=first_date(text),
        number=number[1] if number else "",
    )


def first_date(text: str) -> str:
    """The first date in a text as YYYY-MM-DD, or "" when it names none."""
    if found := _LONG_RU.search(text.lower()):
        month = next((n for n, m in enumerate(_MONTHS_RU, 1) if found[2].startswith(m)), 0)
        return _iso(found[3], month, found[1])
    if found := _LONG_KK.search(text):
        spelled = found[3].lower().replace("i", "і")
        month = next((n for n, m in enumerate(MONTHS_KK, 1) if spelled.startswith(m)), 0)
        return _iso(found[1], month, found[2])
    found = _SHORT.search(text)
    return _iso(found[3], found[2], found[1]) if found else ""


def bank_date(text: str) -> str:
    """«14.07.2026», «2026.07.14» or «2026-07-14» as YYYY-MM-DD; "" for anything else."""
    if found := _SHORT.fullmatch(text.strip()):
        return _iso(found[3], found[2], found[1])
    found = re.match(r"(\d{4})[-.](\d{2})[-.](\d{2})(?:$|T|\s)", text.strip())
    return _iso(found[1], found[2], found[3]) if found else ""


def _iso(year: str, month: int | str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def language_of(text: str) -> str:
    """`kk` where Kazakh letters are common, else `ru`."""
    letters = sum(text.count(c) for c in "әғқңөұүһӘҒҚҢӨҰҮҺ")
    return "kk" if letters * 50 > len(text) else "ru"
