"""Days and terms: dates that the calendar lacks, terms that cannot be, an entry into force gone by.

What these checks cannot see: terms that differ by design (two acts of one procedure told in the
same words), a date that only the context makes impossible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kb.ground.saying import say
from kb.technique.draft import Draft, finding
from kb.technique.finding import Finding
from kb.technique.said import lowered, said
from kb.words.days import DAY, MONTH, MONTHS_RU, iso
from kb.words.numerals import PATTERN, value
from kb.words.ordinals import PATTERN_RU, ordinals_ru
from kb.words.text import lemmas, squeeze

# --- Dates ------------------------------------------------------------------------------------------

_DATE: Final = re.compile(
    rf"""
    (?<![\w.,/№-])                                                     # «№ 5.12» is no day
    (?: # «31 февраля 2026»; «тридцать первое февраля»; «31.02.2026»; «2026-02-31»
        (?P<day>\d{{1,2}})(?:-?(?:го|е))?\s+(?P<month>{MONTH})(?!\w) (?:\s+(?P<year>\d{{4}})(?!\d))?
      | (?=[а-я]{{4}})(?P<ordinal>{PATTERN_RU})\s+(?P<named>{MONTH})(?!\w)
      | (?P<d>\d{{2}})\.(?P<m>\d{{2}})\.(?P<y>(?:19|20)\d{{2}})(?!\.?\d)
      | (?P<iy>(?:19|20)\d{{2}})-(?P<im>\d{{2}})(?:-(?P<id>\d{{2}}))?(?![\w-]) )
    """,
    re.VERBOSE,
)
_NUMBERED: Final = re.compile(r"(?:№|n|номер\w*)\s*$")
_OF_MONTH: Final = re.compile(
    rf"(?<![\w-])(?:(?P<digits>\d{{1,3}})(?:-?(?:го|е|му|м))?|(?=[а-я]{{4}})(?P<words>{PATTERN_RU}))\s+"
    r"(?:числ[оауе]|числом)(?!\w)"
)
_LONGEST: Final = dict(
    zip(MONTHS_RU, (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)
)


def dates(draft: Draft) -> Iterator[Finding]:
    """«31 февраля», «2026-13», «тридцать второго числа»: no such day. «2012-13», which may be two
    years, and what stands after «№» are passed over."""
    for each in said(draft):
        for match in _DATE.finditer(each.low):
            if not _exists(match) and not _after_number(each.low, match.start()):
                told = say("figures-date", words=_words(each.text, match))
                yield each.finding(told, match.span())
        for match in _OF_MONTH.finditer(each.low):
            number = int(match["digits"]) if match["digits"] else _number(match["words"])
            if number is None:
                continue
            if not 1 <= number <= 31 and not _after_number(each.low, match.start()):
                told = say("figures-date.month", words=_words(each.text, match))
                yield each.finding(told, match.span())


def _number(words: str) -> int | None:
    """The number of an ordinal in words; None for what only looks like one."""
    return ordinals_ru().get(" ".join(words.split()))


def _after_number(low: str, at: int) -> bool:
    return bool(_NUMBERED.search(low[max(0, at - 12) : at]))


def _exists(match: re.Match[str]) -> bool:
    if match["month"] or match["named"]:
        month = match["month"] or match["named"]
        day = int(match["day"]) if match["day"] else _number(match["ordinal"])
        if day is None:
            return True
        if match["year"]:
            return _is_day(int(match["year"]), MONTHS_RU.index(month) + 1, day)
        return 1 <= day <= _LONGEST[month]
    if match["y"]:
        return _is_day(int(match["y"]), int(match["m"]), int(match["d"]))
    year, month = int(match["iy"]), int(match["im"])
    if match["id"]:
        return _is_day(year, month, int(match["id"]))
    return 1 <= month <= 12 or month > year % 100


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _words(text: str, match: re.Match[str]) -> str:
    return squeeze(text[slice(*match.span())])


# --- Terms ------------------------------------------------------------------------------------------

_IN: Final = re.compile(
    rf"""
    (?P<many>{PATTERN})\s+ (?:календарн\w+\s+|рабоч\w+\s+)? (?P<unit>час|дн|день|недел|месяц)\w*\s+
    (?:в|за)\s+ (?:один\s+|одну\s+|каждый\s+|каждую\s+)?
    (?P<whole> сут(?:ки|ках) | день | недел[юе] | месяц | квартал | год ) (?:е|у)? (?!\w)
    """,
    re.VERBOSE,
)
_NO_TIME: Final = re.compile(
    r"""
    (?: в\s+течение | не\s+позднее | по\s+истечении | через | сроком\s+на | в\s+срок\s+до )
    \s+ (?:чем\s+)? (?:за\s+)?
    (?:0|нол[ья]|нуля)\s+ (?:календарн\w+\s+|рабоч\w+\s+)? (?:час|дн|недел|месяц|лет|год)\w*
    """,
    re.VERBOSE,
)
_AT_HOUR: Final = re.compile(
    rf"(?<!\w)(?:в|с)\s+(?P<hour>{PATTERN})\s+час(?:ов|а)?(?=\s+(?:по\s+местному|\d|до\s))"
)
_HOURS: Final = 24
_MOST: Final[dict[tuple[str, str], int]] = {
    ("час", "сутки"): 24, ("час", "день"): 24, ("час", "неделю"): 168, ("час", "месяц"): 744,
    ("дн", "неделю"): 7, ("дн", "месяц"): 31, ("дн", "квартал"): 92, ("дн", "год"): 366,
    ("недел", "месяц"): 5, ("недел", "квартал"): 14, ("недел", "год"): 53,
    ("месяц", "квартал"): 3, ("месяц", "год"): 12,
}  # fmt: skip


def terms(draft: Draft) -> Iterator[Finding]:
    """«Тринадцать месяцев в год»: more than the whole has; «в течение 0 дней»; «в 25 часов»."""
    for each in said(draft):
        for match in _IN.finditer(each.low):
            unit = "дн" if match["unit"] == "день" else match["unit"]
            whole = {"сутках": "сутки", "неделе": "неделю"}.get(match["whole"], match["whole"])
            most, many = _MOST.get((unit, whole)), value(match["many"])
            if most is not None and many is not None and many > most:
                told = say("figures-term", words=_words(each.text, match), most=most)
                yield each.finding(told, match.span())
        for match in _NO_TIME.finditer(each.low):
            told = say("figures-term.nothing", words=_words(each.text, match))
            yield each.finding(told, match.span())
        for match in _AT_HOUR.finditer(each.low):
            hour = value(match["hour"])
            if hour is not None and hour > _HOURS:
                told = say("figures-term", words=_words(each.text, match), most=_HOURS)
                yield each.finding(told, match.span())


_WITHIN: Final = re.compile(
    rf"""
    (?: в\s+течение | в\s+срок\s+(?:до|не\s+более) | не\s+позднее ) \s+ (?:чем\s+)?
    (?P<many>{PATTERN})\s+ (?P<unit> (?:календарн\w+|рабоч\w+)\s+ )? (?:дней|дня)
    (?: \s+(?:со\s+дня|после|с\s+момента|до\s+дня)\s+ (?P<since>[^,.;:\n]{{4,120}})  # from what day
      | \s*(?=[.;]|$) )                                                             # or from none
    """,
    re.VERBOSE,
)
_BEFORE: Final = re.compile(r"[^.;:\n]{0,160}$")
_ACTION: Final = 3  # words before the term that tell what is to be done


def contradictions(draft: Draft) -> Iterator[Finding]:
    """Two terms in days for the same action, counted from the same event, in one proposal.

    The three words before the term and all words of the event must agree in every word; where no
    event is named, all words of the sentence before the term.
    """
    for each in said(draft):
        seen: dict[tuple[str, ...], tuple[int, re.Match[str]]] = {}
        for match in _WITHIN.finditer(each.low):
            before = _BEFORE.search(each.low[max(0, match.start() - 160) : match.start()])
            words, since = lemmas(before[0]) if before else [], lemmas(match["since"] or "")
            action = words[-_ACTION:] if since else words
            many = value(match["many"])
            if many is None or len(action) < _ACTION:
                continue
            key = (*action, "|", *since, "|", (match["unit"] or "")[:5])
            known = seen.setdefault(key, (many, match))
            if known[0] != many:
                first, second = _words(each.text, known[1]), _words(each.text, match)
                told = say("figures-contradiction", first=first, second=second)
                yield each.finding(told, match.span())


# --- Entry into force -----------------------------------------------------------------------------------

_STARTS: Final = re.compile(
    r"(?:ввод[а-я]+\s+в\s+действие|вступа[а-я]+\s+в\s+силу)\s+(?:с|со)\s+"
    rf"(?P<day>{DAY})"
)
_ANY_DAY: Final = re.compile(DAY)


def past(draft: Draft) -> Iterator[Finding]:
    """An entry into force before the very edition that the draft changes.

    Words that already stand in the law, the unit's old text, are not the draft's.
    """
    newest = max((p.before.date for p in draft.proposals), default="")
    bill = draft.package.bill
    for match in _ANY_DAY.finditer(lowered(bill.in_force)) if bill else ():
        day = _iso(match[0])
        if day and day < newest:
            told = say("figures-past.bill", day=day, date=newest)
            yield finding(told, words=match[0])
    for each in said(draft):
        before = each.proposal.before.date
        old = each.proposal.old
        law = squeeze(lowered(old.text)) if old else ""
        for match in _STARTS.finditer(each.low):
            day = _iso(match["day"])
            if day and day < before and squeeze(match[0]) not in law:
                told = say("figures-past", words=_words(each.text, match), date=before)
                yield each.finding(told, match.span())


def _iso(words: str) -> str:
    """The day as YYYY-MM-DD, empty for a day that the calendar lacks."""
    day = iso(squeeze(words))
    year, month, number = map(int, day.split("-"))
    return day if _is_day(year, month, number) else ""


CHECKS = (dates, terms, contradictions, past)
