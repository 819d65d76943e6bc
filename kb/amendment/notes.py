"""The notes of an edition as amended, worded as the bank words its own: «Сноска. Статья 8 с изменениями,
внесенными Законом РК от 30.06.2021 № 60-VII.»"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from kb.amendment.apply import Done
from kb.amendment.chain import Chain, Law, Link
from kb.amendment.identity import of_edition
from kb.amendment.operation import Operation
from kb.ground.saying import Saying, joined, say
from kb.norm.address import Steps, unit_words, words_kk, words_ru
from kb.words.cases_kk import declined
from kb.words.days import day_words
from kb.words.units import UNIT_RU

Fate = Literal["restated", "added", "excluded", "changed"]
_ACTS: Final = ("law", "code", "constitution", "constitutional_law", "decree", "order", "resolution", "decision", "rules")  # fmt: skip


def notes(done: Chain) -> dict[Steps, Saying]:
    """A note for each article (or other largest unit) that the laws changed; for the act as a whole,
    under (), what they did to all of its text."""
    fates: dict[Steps, dict[Fate, list[tuple[Link, str]]]] = {}
    throughout: list[Saying] = []
    for link in done.links:
        for made, day in _made(link):
            unit = made.steps[:1]
            if not unit:
                if said := _throughout(made.operation, link.law):
                    throughout.append(said)
                continue
            of_unit = fates.setdefault(unit, {}).setdefault(_fate(made), [])
            if not any(earlier is link for earlier, _ in of_unit):
                of_unit.append((link, day))
    act = of_edition(done.edition).kind or "law"
    told = {unit: _note(unit, ways, act) for unit, ways in fates.items()}
    if any(fates.values()) or throughout:
        whole = [*dict.fromkeys(throughout), say("amendment.note_unofficial")]
        told[()] = joined("\n", whole)
    return told


def _made(link: Link) -> Iterator[tuple[Done, str]]:
    """What a law did, and the day from which it works where the law gives it one of its own."""
    if link.result is None:
        return
    for nth, result in enumerate(link.result.results):
        if isinstance(result, Done) and result.operation.kind != "none":
            yield result, link.read.day(nth)


def _fate(made: Done) -> Fate:
    if len(made.steps) > 1:
        return "changed"
    kinds: dict[str, Fate] = {"replace": "restated", "insert": "added", "repeal": "excluded"}
    return kinds.get(made.operation.kind, "changed")


def _note(unit: Steps, ways: dict[Fate, list[tuple[Link, str]]], act: str) -> Saying:
    clauses = [
        _clause(unit, fate, laws, act, nth == 0) for nth, (fate, laws) in enumerate(ways.items())
    ]
    return say("amendment.note", said=joined("; ", clauses))


def _clause(unit: Steps, fate: Fate, laws: list[tuple[Link, str]], act: str, first: bool) -> Saying:
    """«Статья 8 с изменениями, внесенными …»; behind another clause the unit is not named again."""
    by = _by([(link.law, day) for link, day in laws], "of" if fate == "restated" else "by")
    if not first and fate != "added":
        return say(f"amendment.note_{fate}_too", by=by)
    key = f"amendment.note_{fate}"
    if fate == "excluded":
        key += f"_{UNIT_RU[unit[-1].unit].gender}"
    *before, noun = words_kk(unit).split("-")
    case_ru, case_kk = {"changed": ("nom", "dat"), "added": ("ins", "ins")}.get(
        fate, ("nom", "nom")
    )
    kk = "-".join((*before, declined(noun)[case_kk]))
    named = Saying(words_ru(unit, case_ru), kk, unit_words(unit).en)
    if fate == "added":
        known = say(f"amendment.note_act_{act if act in _ACTS else 'law'}")
        return say(key, unit=named, by=by, act=known)
    return say(key, unit=_capital(named), by=by)


def _by(laws: list[tuple[Law, str]], form: Literal["by", "of"] = "by") -> Saying:
    """«законами РК от 30.06.2021 № 60-VII; от 05.11.2022 № 157-VII», acts of one form together."""
    groups: dict[str, list[Saying]] = {}
    for law, day in laws:
        groups.setdefault(law.kind if law.date else "file", []).append(_law(law, day))
    return joined(
        "; ",
        (
            say(
                f"amendment.note_{form}_{kind}",
                laws=joined("; ", _from(kind, listed)),
                n=len(listed),
            )
            for kind, listed in groups.items()
        ),
    )


def _from(kind: str, listed: Iterable[Saying]) -> Iterator[Saying]:
    for each in listed:
        yield each if kind == "file" else say("amendment.note_dated", law=each)


def _law(law: Law, day: str) -> Saying:
    """«30.06.2021 № 60-VII (вводится в действие с 01.01.2022)»."""
    if not law.date:
        name = f"«{Path(law.name).name}»"
        return Saying(name, name, name)
    number = f" № {re.sub(r' (?:ЗРК|ҚРЗ)$', '', law.number)}" if law.number else ""
    words = f"{day_words(law.date, 'ru')}{number}"  # the bank writes the day so in Kazakh too
    said = Saying(words, words, words)
    if not day:
        return said
    return joined(" ", (said, say("amendment.note_in_force", day=day_words(day, "ru"))))


def _throughout(operation: Operation, law: Law) -> Saying | None:
    if operation.kind not in ("substitute", "insert_words", "delete_words"):
        return None
    words = {k: getattr(operation, k) or "" for k in ("old", "new", "after")}
    return say(f"amendment.note_throughout_{operation.kind}", by=_by([(law, "")]), **words)


def _capital(said: Saying) -> Saying:
    return Saying(*(s[:1].upper() + s[1:] for s in (str(said), said.kk, said.en)))
