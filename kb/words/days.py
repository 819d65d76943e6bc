"""The one grammar of days: «23 января 2001 года», «2001 жылғы 23 қаңтар», «23.01.2001», `2001-01-23`.

Pieces of expressions for texts in lower case, what they find as YYYY-MM-DD, and a day in the words of
each language. Whatever names a day in a citation, an amendment, a note or a requisite is read here.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

MONTHS_RU: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_KK: Final = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
_OF_MONTHS_KK: Final = (
    "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы",
    "шілдедегі", "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
)  # fmt: skip
# How months begin in every case and shortening; «мар» goes before «ма».
_STEMS_RU: Final = tuple("ма" if m == "мая" else m[:3] for m in MONTHS_RU)

MONTH: Final = "|".join(MONTHS_RU)
SPELLED: Final = rf"\d{{1,2}}\s+(?:{MONTH})\s+\d{{4}}"  # «23 января 2001»
DOTTED: Final = r"\d{2}\.\d{2}\.\d{4}"  # «23.01.2001»
DOTTED_KK: Final = r"\d{4}\.\d{2}\.\d{2}"  # «2001.01.23»
DAY: Final = rf"(?:{SPELLED}|{DOTTED})"
YEAR: Final = r"(?:\s*(?:года|г\.?)(?!\w))?"  # what may stand after a day

_LONG_RU: Final = re.compile(r"(?<!\d)(\d{1,2})\s+([а-я]{3,8})\s+(\d{4})\s+г")
LONG_KK: Final = re.compile(r"(\d{4})\s+жылғы\s+(\d{1,2})\s+([а-яәіңғүұқөһi]+)", re.IGNORECASE)
_SHORT: Final = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_ISO: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d")


# --- Read -----------------------------------------------------------------------------------------


def iso(words: str) -> str:
    """What DAY or DOTTED_KK has found, as YYYY-MM-DD; whether the calendar has that day is not asked."""
    if "." in words:
        number, month, year = words.split(".")
        if len(number) == 4:  # «2015.10.31», as Kazakh notes write
            number, year = year, number
        return f"{year}-{month:0>2}-{number:0>2}"
    number, name, year = words.split()
    return f"{year}-{MONTHS_RU.index(name) + 1:02d}-{int(number):02d}"


def first_date(text: str) -> str:
    """The first date in a text of either language as YYYY-MM-DD, or "" when it names none."""
    if match := _LONG_RU.search(text.lower()):
        month = next((n for n, m in enumerate(_STEMS_RU, 1) if match[2].startswith(m)), 0)
        return _of_calendar(match[3], month, match[1])
    if match := LONG_KK.search(text):
        spelled = match[3].lower().replace("i", "і")
        month = next((n for n, m in enumerate(MONTHS_KK, 1) if spelled.startswith(m)), 0)
        return _of_calendar(match[1], month, match[2])
    match = _SHORT.search(text)
    return _of_calendar(match[3], match[2], match[1]) if match else ""


def bank_date(text: str) -> str:
    """«14.07.2026», «2026.07.14» or «2026-07-14» as YYYY-MM-DD; "" for anything else."""
    if match := _SHORT.fullmatch(text.strip()):
        return _of_calendar(match[3], match[2], match[1])
    match = re.match(r"(\d{4})[-.](\d{2})[-.](\d{2})(?:$|T|\s)", text.strip())
    return _of_calendar(match[1], match[2], match[3]) if match else ""


def _of_calendar(year: str, month: int | str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


# --- Written --------------------------------------------------------------------------------------


def long_ru(iso: str) -> str:
    """`2001-01-23` as «23 января 2001 года»."""
    year, month, day = iso.split("-")
    return f"{int(day)} {MONTHS_RU[int(month) - 1]} {year} года"


def long_kk(iso: str) -> str:
    """`2001-01-23` as «2001 жылғы 23 қаңтардағы»."""
    year, month, day = iso.split("-")
    return f"{year} жылғы {int(day)} {_OF_MONTHS_KK[int(month) - 1]}"


def day_words(iso: str, language: str) -> str:
    """`2026-07-14` as a text writes it: 14.07.2026, 14 шілде 2026, 14 July 2026; other words as they
    are."""
    if not _ISO.fullmatch(iso):
        return iso
    year, month, day = iso.split("-")
    if language == "ru":
        return f"{day}.{month}.{year}"
    months = MONTHS_KK if language == "kk" else MONTHS_EN
    return f"{int(day)} {months[int(month) - 1]} {year}"
