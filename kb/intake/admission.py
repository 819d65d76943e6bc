"""Whether an edition may enter the corpus: checked by the code that the library itself reads with, and made
ready to be written, or refused with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml

from kb.disk import inside
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.intake import claims, naming
from kb.intake.entries import Ready, coverage_of, entered
from kb.library import corpus
from kb.library.corpus import Source
from kb.library.coverage import present
from kb.norm import dates
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import parse_steps
from kb.read import markdown, requisites
from kb.read.markdown import Parsed
from kb.words.days import bank_date

IDS: Final = ("act_id", "zan_id")
# Fields that the file's place or the entry in acts.yaml is made of.
_WORDS: Final = (*IDS, "edition", "language", "title", "number", "adopted", "requisites", "cause")
_AMENDED = re.compile(r"(\d\d\.\d\d\.\d{4}|\d{4}\.\d\d\.\d\d)\s*(?:г\.\s*)?(?:№|N)\s*\d")
_KEPT: Final = (
    *("act_id", "zan_id", "title", "number", "adopted", "edition", "edition_from", "language"),
    *("requisites", "status", "cause", "source_url", "source_path", "source_commit", "coverage"),
    *("notes", "imported_from", "contents", "signature", "page_headers", "cover"),
)


class Refused(KbError):
    """An edition that may not enter the corpus; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An edition that a source gave; `name` is what messages call it, `origin` where it came from,
    `own_word`: only its own head says which act it is of."""

    parsed: Parsed
    name: str
    origin: str
    own_word: bool = False


def admitted(
    incoming: Incoming, ids: dict[str, str], as_: str, date: str, before: corpus.Corpus
) -> Ready:
    """Raises Refused, or what the library would raise for it, for what the corpus could not hold or
    the library could not show truly."""
    name, edition = incoming.name, incoming.parsed.edition
    if incoming.parsed.unplaced_characters:
        raise Refused(say("intake.unplaced", name=name, count=incoming.parsed.unplaced_characters))
    check_units(edition, name)
    front = {**edition.front, "imported_from": incoming.origin}
    front = {k: v for k, v in front.items() if v is not None and v not in ("", [])}
    _plain_fields(front, name)
    front = naming.filled(front, edition)
    if as_:  # the user has named the act: an id of the source that is no name is not kept
        front = {k: v for k, v in front.items() if k not in IDS or inside.is_name(str(v))}
    said = requisites.parse(str(front.get("requisites") or ""), str(front.get("title") or ""))
    front.setdefault("language", edition.language)
    for key, value in (("adopted", said.adopted), ("number", said.number)):
        if value:
            front.setdefault(key, value)
    act = as_ or _act_id(front, ids, name, before.acts)
    language = inside.language(front["language"], name)
    remarks: tuple[str, ...] = ()
    day, whence = _edition_date(edition.root, front, date)
    if not day:
        raise Refused(say("intake.edition_undated", name=name))
    front["edition"] = day
    if whence:
        front["edition_from"] = str(whence)
        remarks = (say("intake.edition_date_from", day=day, whence=whence),)
    title = str(
        front.get("title") or next((c.own_text for c in edition.walk() if c.kind == "title"), "")
    )
    front["title"] = title or said.form or act
    if not as_ and act in before.acts:
        claims.check(edition, front, before.acts[act], day, own_word=incoming.own_word)
    source = Source(Path(name), act, day, language)
    if any(source.name == each.name for each in before.sources):
        raise Refused(say("intake.built_in", name=source.name))
    text = _text(replace(incoming.parsed, edition=edition), front)
    ready = Ready(source, text, front, 0, remarks)
    _coverage_stands(ready, edition, name)
    again = _as_the_library(ready, before.acts)
    if _shape(again.root) != _shape(edition.root):
        raise Refused(say("intake.reads_otherwise", name=name))
    return replace(ready, doubts=len(again.doubts))


def _as_the_library(ready: Ready, known: Mapping[str, Act]) -> Edition:
    """The edition as the library will read it from the file and the entry that are to be written;
    raises what it would raise."""
    source = ready.source
    (entry,) = entered([], known, [ready])
    act = corpus.checked_entry(entry, {}, str(source.path))
    old = known.get(act.id)
    acts = {act.id: corpus.with_editions(old, act, str(source.path))}
    return corpus.edition_of(ready.text, source, acts, {})


def _plain_fields(front: Mapping[str, object], name: str) -> None:
    """Raises Refused for a field that is not words or a number, or a date that is none."""
    for field in _WORDS:
        value = front.get(field, "")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Refused(
                say("intake.import_field_odd", where=name, field=field, value=inside.shown(value))
            )
    for field in ("edition", "adopted"):
        value = front.get(field, "")
        if value != "" and not bank_date(str(value)):
            said = say("intake.import_date_odd", where=name, field=field, value=inside.shown(value))
            raise Refused(said)


def check_units(edition: Edition, name: str) -> None:
    """Raises Refused for a text that is no act's: a law consists of articles, any other act of
    points (Law on legal acts, art. 23, point 1, parts 4 and 5)."""
    if not any(c.kind in ("article", "point") for c in edition.walk()):
        raise Refused(say("intake.no_units", name=name))


def _act_id(
    front: dict[str, object], ids: dict[str, str], name: str, known: Mapping[str, Act]
) -> str:
    """The act that is known by the bank's ids, else the bank's own id, else what the act calls itself."""
    own, bank = str(front.get("act_id") or ""), str(front.get("zan_id") or "")
    if own:
        corpus.act_name(own, name)
    if bank:
        inside.checked(bank, say("intake.name_of_act_in_bank"), name, say("intake.name_do_as"))
    act = ids.get(own) or ids.get(bank) or own or (f"zan-{bank}" if bank else "")
    act = act or naming.name_of(front, known)
    if not act:
        raise Refused(say("intake.act_unnamed", name=name))
    return corpus.act_name(act, name)


def _edition_date(root: Clause, front: dict[str, object], date: str) -> tuple[str, str]:
    """The edition's date, and whence it is if the source did not say it."""
    if day := bank_date(str(front.get("edition") or "")):
        return day, ""
    if date:
        return date, say("intake.date_given")
    laws = [
        bank_date(m[1])
        for clause in root.walk()
        for note in clause.notes
        if not dates.foreseen(note.text)
        for m in _AMENDED.finditer(note.text)
    ]
    if newest := max(filter(None, laws), default=""):
        return newest, say("intake.date_of_note")
    adopted = str(front.get("adopted") or "")
    return (adopted, say("intake.date_adopted")) if adopted else ("", "")


def _shape(root: Clause) -> list[tuple[object, ...]]:
    return [
        (
            c.steps,
            c.mark,
            c.heading,
            " ".join(c.own_text.split()),
            c.status,
            [n.text for n in c.notes],
        )
        for c in root.walk()
    ]


def _text(parsed: Parsed, front: dict[str, object]) -> str:
    """The corpus file: front matter and the body."""
    ordered = {k: front[k] for k in _KEPT if k in front}
    matter = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=100_000)
    return f"---\n{matter}---\n\n{markdown.write(parsed)}"


def _coverage_stands(ready: Ready, edition: Edition, name: str) -> None:
    """Raises Refused for a coverage that is no list of units, or names one that the text lacks."""
    coverage = ready.front.get("coverage", [])
    said = say("intake.import_coverage_odd", where=name, value=inside.shown(coverage))
    if not isinstance(coverage, list):
        raise Refused(said)
    for unit in coverage_of(ready):
        try:
            steps = parse_steps(unit)
        except KbError as error:
            raise Refused(said) from error
        if len(steps) != 1 or str(steps[0]) != unit:
            raise Refused(said)
        if not present(edition, steps[0]):
            raise Refused(say("intake.import_coverage_absent", where=name, unit=unit))
