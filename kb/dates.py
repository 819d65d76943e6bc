"""Time: the amending laws that notes name, with their effect, and the edition in force on a day.

An edition's date is the bank's. What a note says of a law's entry into force is read here, so that
an edition is never shown for a day on which, by the notes of a later one, another text was in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.act import Act, Edition
from kb.errors import KbError, NotHeld
from kb.language import MONTHS_RU

_LAW = re.compile(
    r"(?P<date>\d{2}\.\d{2}\.\d{4}|\d{1,2}\s+(?:"
    + "|".join(MONTHS_RU)
    + r")\s+\d{4})\s*(?:г(?:ода|\.)?\s*)?(?:[N№]\s*(?P<number>\d+(?:-[IVXІ]+)?))?"
    r"(?:\s*ЗРК)?\s*(?:\((?P<effect>[^()]{0,400}(?:\([^()]*\)[^()]{0,200})*)\))?"
)
# «См. нормативное постановление Конституционного Суда …» speaks of the clause and changes nothing.
_RULINGS = re.compile(r"см\.\s+(?:нормативн\w+\s+)?постановлени.*?(?=\.\s+Стать|$)", re.I | re.S)
_FIXED = re.compile(r"ввод[ия]тся\s+в\s+действие\s+со?\s+(\d{2})\.(\d{2})\.(\d{4})")


def day(text: str) -> str:
    """A day as the user gives it, as `2026-07-14`; raises KbError for anything else."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise KbError(f"дата «{text[:40]}» не читается; образец: 2026-07-14") from None


@dataclass(frozen=True, slots=True)
class Change:
    """An amending law that a note names: its date and number, and how it takes effect.

    `effective` is the day the text gives, None where it gives none («по истечении десяти
    календарных дней после … опубликования»): the day of publication is not in the text.
    """

    date: str
    number: str
    effect: str
    effective: str | None

    @property
    def earliest(self) -> str:
        """The first day on which the change may already be in force."""
        return self.effective or self.date


def iso(words: str) -> str:
    """`11.05.2004` or `11 мая 2004` as 2004-05-11."""
    if "." in words:
        number, month, year = words.split(".")
        return f"{year}-{month}-{number}"
    number, name, year = words.split()
    return f"{year}-{MONTHS_RU.index(name) + 1:02d}-{int(number):02d}"


def changes(text: str) -> tuple[Change, ...]:
    """The amending laws that a note (or a stub) names, in its order."""
    found = []
    for match in _LAW.finditer(_RULINGS.sub("", text)):
        if not match["number"] and not match["effect"]:
            continue
        effect = (match["effect"] or "").strip()
        if effect and not effect.startswith(("вводится", "вводятся", "порядок", "действует")):
            effect = ""
        fixed = _FIXED.search(effect)
        effective = f"{fixed[3]}-{fixed[2]}-{fixed[1]}" if fixed else None
        number = (match["number"] or "").replace("І", "I")
        found.append(Change(iso(match["date"]), number, effect, effective))
    return tuple(found)


def all_changes(editions: Iterable[Edition]) -> tuple[Change, ...]:
    """Every amending law that the notes and stubs of these editions name, oldest first."""
    found: dict[tuple[str, str, str | None], Change] = {}
    for edition in editions:
        for clause in edition.root.walk():
            texts = [n.text for n in clause.notes]
            if not clause.live and clause.own_text:
                texts.append(clause.own_text)
                ahead = _FIXED.search(clause.own_text)
                if ahead and clause.status == "future":
                    begins = f"{ahead[3]}-{ahead[2]}-{ahead[1]}"
                    found[(begins, "", begins)] = Change(begins, "", clause.own_text, begins)
            for text in texts:
                for change in changes(text):
                    found[(change.date, change.number, change.effective)] = change
    return tuple(sorted(found.values(), key=lambda c: (c.earliest, c.date, c.number)))


def edition_on(
    act: Act, day: str, language: str, evidence: Iterable[Change]
) -> tuple[str, tuple[str, ...]]:
    """The edition of an act in force on a day, with the remarks that honesty asks for.

    `evidence`: the changes that the notes of the held editions name. Raises NotHeld, naming the
    editions held, when the edition of that day is only known, when a note shows a change between
    the edition and the day, when the act was not yet or is no longer in force.
    """
    held = act.held_dates(language)
    nearest = f"удерживаются редакции ({language}): {', '.join(held) or 'нет'}"
    begins = act.in_force_from or act.adopted
    if day < begins:
        raise NotHeld(f"{act.id}: на {day} акт еще не действовал (с {begins}); {nearest}")
    if act.ceased and day >= act.ceased:
        follows = f", см. {act.successor}" if act.successor else ""
        raise NotHeld(f"{act.id}: на {day} акт не действует (утратил силу {act.ceased}){follows}")
    known = [e for e in act.editions if e.date <= day]
    if not known:
        raise NotHeld(f"{act.id}: какая редакция действовала на {day}, неизвестно; {nearest}")
    current = known[-1]
    if current.date not in held:
        raise NotHeld(
            f"{act.id}: на {day} действовала редакция {current.date}, она не удерживается; {nearest}"
        )
    between = [c for c in evidence if current.date < c.earliest <= day]
    if between:
        law = between[0]
        named = f"закон от {law.date}" + (f" № {law.number}" if law.number else "")
        raise NotHeld(
            f"{act.id}: после редакции {current.date} и до {day} введен в действие {named} "
            f"({law.effect or 'срок в сноске не назван'}); такая редакция не удерживается; {nearest}"
        )
    remarks = []
    if current.takes_effect:
        remarks.append(
            f"дата редакции {current.date} — дата банка; последнее изменение вводится в действие "
            f"{current.takes_effect}: день в тексте не назван"
        )
    if not act.complete and (current is not act.editions[-1] or day > current.date):
        remarks.append("перечень известных редакций акта может быть неполным")
    return current.date, tuple(remarks)
