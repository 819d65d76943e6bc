"""Time: the amending laws that notes name, with their effect, and the edition in force on a day.

An edition's date is the bank's. What a note says of a law's entry into force is read here, so that
an edition is never shown for a day on which, by the notes of a later one, another text was in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kb.ground.errors import KbError, NotHeld
from kb.ground.saying import Saying, joined, say
from kb.norm.act import Act, Clause, Edition
from kb.words.days import DOTTED, DOTTED_KK, SPELLED, iso

# Within it a law signed before a day may still have been unpublished on that day.
_PUBLISHED: Final = timedelta(days=90)
_LAW = re.compile(
    rf"""
    (?P<date> {DOTTED} | {DOTTED_KK} | {SPELLED} )
    \.?\s* (?:г(?:ода|\.)?\s*)? (?:[N№]\s*(?P<number>\d+(?:-[IVXІ]+)?))? (?:\s*ЗРК)?\s*
    (?: \((?P<effect>[^()]{{0,400}}(?:\([^()]*\)[^()]{{0,200}})*)\)
        # A bracket that is not closed reaches to the end of what is said of this law, and one that
        # is not opened is there all the same.
      | \((?P<unclosed>[^();]{{0,400}})(?=;|$)
      | (?P<unopened>(?:вводится|порядок)\s[^();]{{0,400}})\) )?
    """,
    re.VERBOSE,
)
# «См. нормативное постановление Конституционного Суда …» speaks of the clause and changes nothing.
_RULINGS = re.compile(r"см\.\s+(?:нормативн\w+\s+)?постановлени.*?(?=\.\s+Стать|$)", re.I | re.S)
# «В соответствии с нормативным постановлением Конституционного Суда …»: a remark, not a change.
_RULING = re.compile(r"(?:в\s+соответствии\s+с\s+)?нормативн\w+\s+постановлени", re.IGNORECASE)
_FORESEEN = re.compile(r"\b(?:предусмотрен|көзделген)", re.IGNORECASE)
_FIXED = re.compile(
    rf"ввод[ия]тся\s+в\s+действие\s+со?\s+(?P<ru>{DOTTED})"
    rf"|(?P<kk>{DOTTED}|{DOTTED_KK})\s+бастап\s+қолданысқа"
)
_EFFECT = re.compile(r"вводится|вводятся|порядок|действует|[^()]*қолданысқа\s")


def _fixed(text: str) -> str | None:
    """The day that a text gives for the entry into force; None where it gives none."""
    match = _FIXED.search(text)
    return iso(match["ru"] or match["kk"]) if match else None


def day(text: str) -> str:
    """A day as the user gives it, as `2026-07-14`; raises KbError for anything else."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise KbError(say("norm.date_unread", date=text[:40])) from None


@dataclass(frozen=True, slots=True)
class AmendingLaw:
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


def foreseen(text: str) -> bool:
    """Whether a note tells of a change to come («предусмотрено изменение Законом РК от …»), which
    the text that it stands by does not have yet."""
    return bool(_FORESEEN.search(text))


def changes(text: str) -> tuple[AmendingLaw, ...]:
    """The laws that have changed the text, as a note (or a stub) names them, in its order."""
    return () if foreseen(text) else _named(text)


def _named(text: str) -> tuple[AmendingLaw, ...]:
    """The amending laws that a note names, those to come with them."""
    if _RULING.match(text):
        return ()
    laws = []
    for match in _LAW.finditer(_RULINGS.sub("", text)):
        effect = (match["effect"] or match["unclosed"] or match["unopened"] or "").strip()
        if not match["number"] and not effect:
            continue
        if effect and not _EFFECT.match(effect):
            effect = ""
        effective = _fixed(effect)
        number = (match["number"] or "").replace("І", "I")
        laws.append(AmendingLaw(iso(match["date"]), number, effect, effective))
    return tuple(laws)


def stub(clause: Clause) -> AmendingLaw | None:
    """The law that a stub names: the one that excluded the unit («исключен Законом РК от … № …»), or
    the one whose text is still to come; None where the stub names none, and for a norm."""
    if clause.live:
        return None
    named = _named(clause.own_text) or tuple(c for n in clause.notes for c in _named(n.text))
    numbered = [law for law in named if law.number] or list(named)
    if not numbered:
        return None
    ahead = _fixed(clause.own_text) if clause.status == "future" else None
    law = numbered[-1]
    return replace(law, effective=law.effective or ahead)


def excluded_by(clause: Clause) -> Saying | None:
    """By which law, and from which day, a unit is excluded; None where it is not excluded."""
    if clause.status != "excluded":
        return None
    law = stub(clause)
    if law is None:
        return say("norm.excluded_unnamed")
    named = _numbered(law)
    if law.effective:
        return say("norm.excluded_since", law=named, since=law.effective)
    if law.effect:
        return say("norm.excluded_effect", law=named, effect=law.effect)
    return say("norm.excluded_by", law=named)


def _in_order(law: AmendingLaw) -> tuple[str, ...]:
    return law.earliest, law.date, law.number, law.effective or "", law.effect


def _plainest(law: AmendingLaw) -> tuple[bool, str]:
    """Of what several notes say of one law the Russian words go first, whatever order they are in."""
    return law.effect.startswith(("ввод", "порядок", "действует")), law.effect


def all_changes(editions: Iterable[Edition]) -> tuple[AmendingLaw, ...]:
    """Every amending law that the notes and stubs of these editions name, oldest first."""
    by_key: dict[tuple[str, str, str | None], AmendingLaw] = {}
    for edition in editions:
        for clause in edition.root.walk():
            texts = [n.text for n in clause.notes]
            if not clause.live and clause.own_text:
                texts.append(clause.own_text)
                begins = _fixed(clause.own_text)
                if begins and clause.status == "future":
                    stub_law = AmendingLaw(begins, "", clause.own_text, begins)
                    known = by_key.get((begins, "", begins), stub_law)
                    by_key[(begins, "", begins)] = max(stub_law, known, key=_plainest)
            for text in texts:
                for change in _named(text):
                    key = (change.date, change.number, change.effective)
                    by_key[key] = max(change, by_key.get(key, change), key=_plainest)
    return tuple(sorted(by_key.values(), key=_in_order))


def _unproven(evidence: Iterable[AmendingLaw], day: str) -> list[Saying]:
    """The remark that a law signed shortly before a day takes effect on one that no text names."""
    since = (date.fromisoformat(day) - _PUBLISHED).isoformat()
    unsure = [c for c in evidence if since <= c.date <= day and not c.effective and c.effect]
    if not unsure:
        return []
    law = unsure[-1]
    return [
        say("norm.edition_text_unproven", law=_numbered(law), effect=law.effect, day=day),
    ]


def _numbered(law: AmendingLaw) -> str:
    return law.date + (f" № {law.number}" if law.number else "")


def edition_on(
    act: Act, day: str, language: str, evidence: Iterable[AmendingLaw]
) -> tuple[str, tuple[str, ...]]:
    """The edition of an act in force on a day, with the remarks that honesty asks for.

    `evidence`: the changes that the notes of the held editions name. Raises NotHeld, naming the
    editions held, when the edition of that day is only known, when a note shows a change between
    the edition and the day, when the act was not yet or is no longer in force.
    """
    held = act.held_dates(language)
    dates = ", ".join(held) or say("norm.editions_none")
    nearest = say("norm.editions_held", language=language, dates=dates)
    begins = act.in_force_from or act.adopted
    if day < begins:
        raise NotHeld(say("norm.edition_not_yet", act=act.id, day=day, begins=begins, held=nearest))
    if act.ceased and day >= act.ceased:
        ended = say("norm.edition_no_longer", act=act.id, day=day, ceased=act.ceased)
        follows = [say("norm.edition_successor", act=act.successor)] if act.successor else []
        raise NotHeld(joined(", ", [ended, *follows]))
    known = [e for e in act.editions if e.begins <= day]
    if not known:
        raise NotHeld(say("norm.edition_unknown", act=act.id, day=day, held=nearest))
    current = known[-1]
    if current.date not in held:
        raise NotHeld(
            say("norm.edition_only_known", act=act.id, day=day, date=current.date, held=nearest)
        )
    between = [c for c in evidence if current.date < c.earliest <= day]
    if between:
        law = between[0]
        raise NotHeld(
            say(
                "norm.edition_changed_since",
                act=act.id,
                date=current.date,
                day=day,
                law=_numbered(law),
                effect=say("norm.edition_effect", words=law.effect)
                if law.effect
                else say("norm.edition_effect_unnamed"),
                held=nearest,
            )
        )
    remarks = []
    if day < current.date:
        said = say("norm.edition_text_since", date=current.date, since=current.text_since)
        remarks += [said, *_unproven(evidence, day)]
    if current.takes_effect:
        remarks.append(
            say("norm.edition_bank_date", date=current.date, effect=current.takes_effect)
        )
    if not act.complete and (current is not act.editions[-1] or day > current.date):
        remarks.append(say("norm.edition_list_incomplete"))
    return current.date, tuple(remarks)
