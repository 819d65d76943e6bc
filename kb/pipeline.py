"""Components of a spaCy pipeline: citations of norms, terms of the law, words of the Charter's rules.

    import spacy
    nlp = spacy.blank("ru")
    nlp.add_pipe("kb_citations", config={"date": "2026-08-01"})
    for span in nlp("Согласно пункту 2 статьи 89 Конституции …").spans["kb_citations"]:
        print(span.text, span._.kb_address, span._.kb_status)

Each component finds what the plain function finds (kb.cite, kb.norm.terms.occurrences,
kb.charter.words), and sets `doc.spans[name]` and `doc._.<name>`: a row for each, as the command line's
JSON has it, with `start` and `end` in characters. A span begins and ends with whole tokens, so it may be
wider than its row. `span._.kb_row` is its row; `kb_act`, `kb_address`, `kb_status` are of it. The rows
stand in `doc.user_data` and travel with the Doc. spaCy finds the components by their entry points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from kb.library import Library
    from kb.norm.terms import Term

Row = dict[str, Any]
Component = Callable[[Doc], Doc]
NAMES = ("kb_citations", "kb_terms", "kb_charter")


def _row(span: Span) -> Row:
    """The row that a span was made from; {} for a span of other makers."""
    rows: list[Row] = span.doc.user_data.get(span.label_, [])
    return rows[int(span.id_)] if span.id_.isdigit() and int(span.id_) < len(rows) else {}


def _field(name: str) -> Callable[[Span], Any]:
    return lambda span: _row(span).get(name)


Span.set_extension("kb_row", getter=_row, force=True)
for _name in ("act", "address", "status"):
    Span.set_extension(f"kb_{_name}", getter=_field(_name), force=True)


def _rows_of(name: str) -> Callable[[Doc], list[Row]]:
    return lambda doc: list(doc.user_data.get(name, ()))


for _name in NAMES:
    Doc.set_extension(_name, getter=_rows_of(_name), force=True)


def _set(doc: Doc, name: str, rows: Iterable[Row]) -> Doc:
    """The doc with these rows and their spans under a name."""
    kept = doc.user_data[name] = list(rows)
    spans = []
    for nth, row in enumerate(kept):
        tokens = doc.char_span(row["start"], row["end"], alignment_mode="expand")
        if tokens is not None:
            spans.append(Span(doc, tokens.start, tokens.end, label=name, span_id=str(nth)))
    doc.spans[name] = spans
    return doc


def _library(corpus: str | None) -> Library:
    from kb.api import open_library

    return open_library(corpus)


@Language.factory("kb_citations", default_config={"act": None, "date": None, "corpus": None})
def citations(
    nlp: Language, name: str, act: str | None, date: str | None, corpus: str | None
) -> Component:
    """Citations of norms. `act`: whose texts these are; `date` (YYYY-MM-DD): the day whose editions are
    meant; `corpus`: a folder in the place of the built-in acts. Raises NotFound for an unknown act."""
    from kb.citation import cite, load_names
    from kb.norm.dates import day
    from kb.write import rows

    library = _library(corpus)
    if act is not None:
        library.act(act)
    meant = day(date) if date is not None else None
    names = load_names(library)

    def component(doc: Doc) -> Doc:
        cited = cite(doc.text, library, act=act, date=meant, names=names)
        return _set(doc, "kb_citations", map(rows.citation, cited))

    return component


@Language.factory("kb_terms", default_config={"acts": [], "corpus": None})
def terms(nlp: Language, name: str, acts: list[str], corpus: str | None) -> Component:
    """Terms that the newest editions define, in any form of their words; the longest of those that
    overlap. `acts`: only theirs. A row has `term`, `address` (its definition), `act`, `status`."""
    from kb.norm.terms import defined, occurrences

    library = _library(corpus)
    known: dict[str, tuple[Term, str]] = {}
    for act in acts or library.acts:
        if library.act(act).held_dates("ru"):
            for term in defined(library.edition(act)):
                known.setdefault(term.address, (term, act))

    def component(doc: Doc) -> Doc:
        there = occurrences(doc.text, [term for term, _ in known.values()])
        return _set(
            doc,
            "kb_terms",
            (
                {
                    "start": start,
                    "end": end,
                    "term": term.name,
                    "address": term.address,
                    "act": known[term.address][1],
                    "status": "defined",
                }
                for start, end, term in there
            ),
        )

    return component


@Language.factory("kb_charter", default_config={"rules": [], "corpus": None})
def charter(nlp: Language, name: str, rules: list[str], corpus: str | None) -> Component:
    """Words that the rules of the Charter look for. A row has `test`, `says`, `words` (the pattern),
    `status`: affirmed or denied, for the text may deny what it says. No verdict follows from one text:
    a rule looks in the clauses that it names. `rules`: files in the place of the built-in ones."""
    from pathlib import Path

    from kb.charter.report import measure
    from kb.charter.rules import FILES
    from kb.charter.words import Index

    tests = measure(_library(corpus), tuple(map(Path, rules)) or FILES).rules.tests.values()

    def component(doc: Doc) -> Doc:
        index = Index([doc.text])
        there = [
            {
                "start": match.start,
                "end": match.end,
                "test": test.id,
                "says": str(test.says),
                "words": pattern,
                "act": None,
                "address": None,
                "status": "denied" if match.denied else "affirmed",
            }
            for test in tests
            for pattern in test.words
            for _, match in index.find(pattern)
        ]
        return _set(doc, "kb_charter", sorted(there, key=lambda row: (row["start"], row["end"])))

    return component
