"""Acts, editions, clauses and what is read in them, as rows."""

from __future__ import annotations

from collections.abc import Iterator

from kb.citation import load_names
from kb.citation.within import within
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import steps_text, words_ru
from kb.norm.dates import changes, excluded_by
from kb.norm.terms import defined
from kb.tables.table import Row, Table, held
from kb.words.text import lemmas


def editions(library: Library) -> Iterator[Edition]:
    """Every text held, by act, then by date, then by language."""
    for act in library.acts.values():
        for known in act.editions:
            for language, _ in known.held:
                yield library.edition(act.id, known.date, language)


def _acts(library: Library) -> Iterator[Row]:
    for act in library.acts.values():
        yield {
            "id": act.id,
            "name": str(act.name),
            "title": act.title,
            "title_kk": act.title_kk or None,
            "form": act.form,
            "force": act.force,
            "number": act.number or None,
            "adopted": act.adopted,
            "in_force_from": act.in_force_from or None,
            "ceased": act.ceased or None,
            "successor": act.successor if act.successor in library.acts else None,
            "label": act.label or None,
            "all_editions_known": int(act.complete),
        }


def _editions(library: Library) -> Iterator[Row]:
    for act in library.acts.values():
        for known in act.editions:
            row = {
                "act": act.id,
                "date": known.date,
                "cause": known.cause or None,
                "takes_effect": known.takes_effect or None,
                "in_force": int(act.in_force(known.date)),
            }
            for language, units in known.held:
                yield row | {
                    "id": f"{act.id}@{known.date}:{language}",
                    "language": language,
                    "held": "excerpts" if units else "whole",
                    "units": ", ".join(map(str, units)) or None,
                }
            if not known.held:
                yield (
                    row
                    | {"id": f"{act.id}@{known.date}", "language": None, "held": "no"}
                    | {"units": None}
                )


def _clauses(library: Library) -> Iterator[Row]:
    for edition in editions(library):
        for nth, clause in enumerate(edition.root.walk()):
            words = f"{clause.heading} {clause.own_text}"
            excluded = excluded_by(clause) if clause.status == "excluded" else None
            yield {
                "address": edition.address(clause.steps),
                "edition": edition.name,
                "act": edition.act,
                "parent": edition.address(clause.steps[:-1]) if clause.steps else None,
                "position": nth,
                "steps": steps_text(clause.steps),
                "unit": words_ru(clause.steps) if clause.steps else edition.title,
                "kind": clause.kind,
                "number": clause.number or None,
                "heading": clause.heading or None,
                "text": clause.own_text or None,
                "article_text": clause.text if clause.kind == "article" else None,
                "status": clause.status.value,
                "excluded_by": str(excluded) if excluded else None,
                "forms": " ".join(lemmas(words, edition.language)) if clause.live else "",
            }


def _notes(library: Library) -> Iterator[Row]:
    for edition in editions(library):
        for clause in edition.root.walk():
            for nth, note in enumerate(clause.notes, start=1):
                address = edition.address(clause.steps)
                yield {
                    "id": f"{address}#{nth}",
                    "clause": address,
                    "about": note.about,
                    "text": note.text,
                }


def _changes(library: Library) -> Iterator[Row]:
    for note in _notes(library):
        for nth, law in enumerate(changes(note["text"]), start=1):
            yield {
                "id": f"{note['id']}.{nth}",
                "note": note["id"],
                "clause": note["clause"],
                "law_date": law.date,
                "law_number": law.number,
                "effect": law.effect,
                "effective": law.effective,
            }


def _citations(library: Library) -> Iterator[Row]:
    names = load_names(library)
    for edition in editions(library):
        for steps, cited in within(library, edition, names).items():
            for nth, each in enumerate(cited, start=1):
                address = edition.address(steps)
                yield {
                    "id": f"{address}#{nth}",
                    "clause": address,
                    "start": each.start,
                    "end": each.end,
                    "text": each.text,
                    "act": each.act if each.act in library.acts else None,
                    "act_name": each.act_name or None,
                    "address": each.address,
                    "target": held(library, each.address),
                    "status": each.status.value,
                    "reason": str(each.reason) or None,
                }


def _terms(library: Library) -> Iterator[Row]:
    for edition in editions(library):
        seen: set[str] = set()
        for term in defined(edition):
            if term.address not in seen:
                seen.add(term.address)
                names = ", ".join(n for n in term.names if n != term.name)
                yield {
                    "id": f"{term.address}#{term.name}",
                    "name": term.name,
                    "other_names": names or None,
                    "clause": term.address,
                    "edition": edition.name,
                }


TABLES = (
    Table(
        "acts",
        dict.fromkeys(
            ["id", "name", "title", "title_kk", "form", "force", "number", "adopted",
             "in_force_from", "ceased", "successor", "label"], str
        ) | {"all_editions_known": int},
        "id", _acts, {"successor": "acts"}, ("name", "title", "title_kk"),
    ),
    Table(
        "editions",
        dict.fromkeys(["id", "act", "date", "language", "held", "units", "cause", "takes_effect"], str)
        | {"in_force": int},
        "id", _editions, {"act": "acts"},
    ),
    Table(
        "clauses",
        {"address": str, "edition": str, "act": str, "parent": str, "position": int}
        | dict.fromkeys(["steps", "unit", "kind", "number", "heading", "text", "article_text",
                         "status", "excluded_by", "forms"], str),
        "address", _clauses, {"edition": "editions", "act": "acts", "parent": "clauses"},
        ("heading", "text", "forms"),
    ),
    Table(
        "notes", dict.fromkeys(["id", "clause", "about", "text"], str),
        "id", _notes, {"clause": "clauses"}, ("text",),
    ),
    Table(
        "changes",
        dict.fromkeys(["id", "note", "clause", "law_date", "law_number", "effect", "effective"], str),
        "id", _changes, {"note": "notes", "clause": "clauses"},
    ),
    Table(
        "citations",
        {"id": str, "clause": str, "start": int, "end": int}
        | dict.fromkeys(["text", "act", "act_name", "address", "target", "status", "reason"], str),
        "id", _citations, {"clause": "clauses", "act": "acts", "target": "clauses"},
    ),
    Table(
        "terms", dict.fromkeys(["id", "name", "other_names", "clause", "edition"], str),
        "id", _terms, {"clause": "clauses", "edition": "editions"}, ("name", "other_names"),
    ),
)  # fmt: skip
