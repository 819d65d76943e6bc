"""Which act an amending act changes: «В Закон … от … № … «О …» (Ведомости …):» → an act.

The words between the act's title and the colon are a bibliography of up to thousands of characters
that quotes other titles: only what stands before its bracket speaks of the act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.amendment.vocabulary import ORDERS
from kb.norm.act import Act
from kb.words.text import MONTHS_RU, same_words_key

_DATE = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS_RU)})\s+(\d{{4}})|\b(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})\b"
)
_NUMBER = re.compile(r"(?:№|\bN)\s*(\d[\w-]*)")
_ACT = re.compile(
    r"(?P<in>(?:внести\s+)?(?:(?:следующие\s+)?(?:изменени\w+|дополнени\w+)[\s\w,]{0,60}?)?\s*\bв\s+)?"
    r"(?P<form>(?:(?!настоящ|указанн|данн)[а-я-]+[иыо]й\s+){0,3}(?:закон|кодекс|конституци[юя]|указ)\b)",
    re.IGNORECASE,
)
_BIBLIOGRAPHY = re.compile(r"\((?:Ведомости|Собрани|САПП|опубликован|с изменениями)", re.IGNORECASE)
_ACTS = re.compile(
    r"внести\b.{0,80}?\bв\s+(?:следующие|некоторые)\s+(?:законодательные\s+)?акты", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ActNamed:
    """An act as an amending act names it: `words` as printed, the rest read from them.

    `act` is its id in the corpus, or a name made of its date and number (`act-1995-04-07-2184`).
    """

    words: str
    title: str = ""
    date: str = ""
    number: str = ""
    act: str = ""
    known: bool = False
    span: tuple[int, int] = (0, 0)


# «Закон дополнить статьей 5 …:» is a command, not a lead-in.
_ORDERS = re.compile(rf"\b(?:{ORDERS})\b", re.IGNORECASE)
_LEVELS = re.compile(
    r"\s*(?:статья\s+\d+(?:-\d+)*\s*\.?\s*)?(?:(?:[IVXLC]+\.|\d+(?:-\d+)*[.)])\s*)?", re.IGNORECASE
)


def is_lead_in(line: str) -> bool:
    """Whether a line, numbers and all, names an act or announces several."""
    levels = _LEVELS.match(line)
    words = line[levels.end() :] if levels else line
    if not words.rstrip().endswith(":") or _ORDERS.search(re.split('["«“„(]', words)[0]):
        return False
    return bool(_ACT.match(words) or _ACTS.match(words))


def names_acts(text: str) -> bool:
    """Whether a lead-in announces several acts, naming none: «Внести … в следующие акты …:»."""
    return _ACTS.match(text) is not None


def act_named(text: str, start: int, acts: Iterable[Act]) -> ActNamed | None:
    """The act a lead-in names (its words without the number before them), or None.

    `start`: where it stands in the instruction, in characters.
    """
    found = _ACT.match(text)
    if not found:
        return None
    head = text[found.start("form") :]
    bracket = _BIBLIOGRAPHY.search(head) or re.search(r"\(", head)
    said = " ".join((head[: bracket.start()] if bracket else head).split())
    title = _title(said)
    plain = said.split(title)[0] if title else said
    date = _date(plain)
    number = _NUMBER.search(plain)
    named = ActNamed(
        words=said.rstrip(" :"),
        title=title or ("Конституция" if "онституци" in found["form"] else ""),
        date=date,
        number=number[1] if number else "",
        span=(start, start + len(text)),
    )
    return _identified(named, acts)


def _title(said: str) -> str:
    opening = re.search(r"[\"«“„]", said)
    if not opening:
        return ""
    closing = max(said.rfind(mark) for mark in '"»”')
    end = closing if closing > opening.start() else len(said)
    return said[opening.end() : end].strip()


def _date(text: str) -> str:
    found = _DATE.search(text)
    if not found:
        return ""
    if found[1]:
        return f"{found[3]}-{MONTHS_RU.index(found[2]) + 1:02}-{int(found[1]):02}"
    return f"{found[6]}-{int(found[5]):02}-{int(found[4]):02}"


def _identified(named: ActNamed, acts: Iterable[Act]) -> ActNamed:
    fitting = [a.id for a in acts if _fits(named, a)]
    if len(fitting) == 1:
        return replace(named, act=fitting[0], known=True)
    pieces = [p for p in (named.date, re.sub(r"[^0-9A-Za-z-]", "", named.number)) if p]
    return replace(named, act="-".join(["act", *pieces]) if pieces else "act-unknown")


def _fits(named: ActNamed, act: Act) -> bool:
    """Whether the words may name this act: by its title, or by number and date together."""
    if named.date and named.date != act.adopted:
        return False
    constitution = act.force == "constitution" and named.title == "Конституция"
    by_number = bool(named.date) and bool(named.number) and named.number == act.number
    return constitution or by_number or same_words_key(named.title) == same_words_key(act.title)
