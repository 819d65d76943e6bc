"""What is searched beside the norms: amendments, claims, duties, terms, amending laws; by their words.

They are few (hundreds, not millions), so their words in dictionary form are kept with the library and
looked through; norms have an index of their own (kb.library.search).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from kb.graph.place import shown
from kb.ground.saying import joined, say
from kb.library import Library
from kb.library.query import Phrase, Wanted
from kb.library.search import closeness, snippet
from kb.norm.address import unit_words
from kb.studies.exhibits import Exhibit
from kb.words.text import lemmas, squeeze

Words = tuple[str, ...]
Kind = Literal["package", "amendment", "study", "claim", "exhibit", "model", "duty", "term", "law"]
_WORD: Final = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found: its kind and name, the texts that are searched with their words in
    dictionary form, the norm that it is about. `status`: an amendment's operation, what a claim does."""

    kind: Kind
    id: str
    name: str
    texts: tuple[str, ...]
    words: tuple[Words, ...]
    status: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found: how near the words stand, the text around them and the marks in it."""

    entry: Entry
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...]


def entries(library: Library) -> tuple[Entry, ...]:
    """All entries of a library, kept with it once they are made."""
    return library.kept("search entries", lambda: tuple(_entries(library)))


def find(listed: Iterable[Entry], sought: tuple[Wanted, ...]) -> list[Match]:
    """The entries that answer a query, those whose words stand nearest first."""
    read = [_Read.of(w) for w in sought]
    matches = [match for entry in listed if (match := _match(entry, read))]
    return sorted(matches, key=lambda m: (-m.score, m.entry.kind, m.entry.id))


@dataclass(frozen=True, slots=True)
class _Read:
    """An alternative by its words in dictionary form."""

    all: tuple[Words, ...]
    none: tuple[Words, ...]
    groups: dict[str, int]

    @classmethod
    def of(cls, wanted: Wanted) -> _Read:
        every = tuple(map(_lemmas, wanted.needed))
        words = dict.fromkeys(word for phrase in every for word in phrase)
        groups = {word: nth for nth, word in enumerate(words)}
        return cls(every, tuple(map(_lemmas, wanted.none)), groups)

    def fits(self, entry: Entry) -> bool:
        return all(_stands(p, entry.words) for p in self.all) and not any(
            _stands(p, entry.words) for p in self.none
        )


def _lemmas(phrase: Phrase) -> Words:
    return tuple(lemmas(" ".join(phrase)))


def _stands(phrase: Words, texts: tuple[Words, ...]) -> bool:
    size = len(phrase)
    if size == 1:
        return any(phrase[0] in words for words in texts)
    return any(
        words[at : at + size] == phrase for words in texts for at in range(len(words) - size + 1)
    )


def _match(entry: Entry, read: list[_Read]) -> Match | None:
    fitting = [r for r in read if r.fits(entry)]
    if not fitting:
        return None
    weighed = []
    for nth, words in enumerate(entry.words):
        for each in fitting:
            near, share = closeness(list(words), each.groups)
            weighed.append((0.6 * near + 0.4 * share, -nth))
    score, nth = max(weighed)
    groups = [r.groups for r in fitting]
    shown_text, marks = snippet(entry.texts[-nth], list(entry.words[-nth]), groups)
    return Match(entry, round(score, 4), shown_text, marks)


# --- Making them ------------------------------------------------------------------------------


def _entry(
    kind: Kind, name: str, title: str, texts: Iterable[str], status: str = "", address: str = ""
) -> Entry:
    kept = tuple(squeeze(t) for t in texts if t and t.strip())
    return Entry(kind, name, title, kept, tuple(tuple(lemmas(t)) for t in kept), status, address)


def _entries(library: Library) -> Iterator[Entry]:
    yield from _packages(library)
    yield from _studies(library)
    yield from _duties(library)
    yield from _norms(library)


def _packages(library: Library) -> Iterator[Entry]:
    for package in library.packages():
        said = (package.title, package.author, package.citation)
        yield _entry("package", package.id, package.title, said, package.kind)
        for item in package.items:
            act = library.acts.get(item.target.act)
            about = " · ".join(
                filter(None, (unit_words(item.target.steps), act.name if act else ""))
            )
            own = item.kazakh
            texts = [item.proposed or "", item.grounds, item.lead, item.quoted or ""]
            texts += [own.proposed or "", own.grounds] if own else []
            name = f"{package.author.rstrip('.')}. № {item.id}: {about}"
            status = "concept" if item.operation == "none" else item.operation
            yield _entry(
                "amendment", f"{package.id}#{item.id}", name, texts, status, str(item.target)
            )


def _studies(library: Library) -> Iterator[Entry]:
    for study in library.studies():
        said = (study.title, study.name, study.citation)
        yield _entry("study", study.id, study.name, said)
        for claim in study.claims:
            about = str(claim.norms[0].address) if claim.norms else ""
            name = joined(": ", (study.name, claim.gist))
            texts = (claim.words, claim.gist, claim.gist.kk, claim.gist.en, claim.author)
            yield _entry("claim", f"{study.id}#{claim.id}", name, texts, claim.says, about)
    yield from _exhibits({s.id: s.name for s in library.studies()}, library)


def _exhibits(names: Mapping[str, str], library: Library) -> Iterator[Entry]:
    """The studies' tables and figures by their names, rows, questions and quotations; what they tell of
    other countries."""
    for of in library.exhibits():
        by = names.get(of.study, of.study)
        for exhibit in of.exhibits:
            texts = [exhibit.words, exhibit.name.kk if exhibit.name else "", *_said(exhibit)]
            about = str(exhibit.norms[0].address) if exhibit.norms else ""
            name = f"{by}: {exhibit.words}"
            yield _entry("exhibit", f"{of.study}#{exhibit.id}", name, texts, exhibit.kind, about)
        for model in of.models:
            kind = say(f"studies.model_{model.model}")
            texts = [model.words, f"{model.countries} · {kind}", kind.kk]
            name = f"{by}: {kind} – {say(f'studies.aspect_{model.aspect}')}"
            yield _entry("model", f"{of.study}#{model.id}", name, texts, model.model)


def _said(exhibit: Exhibit) -> Iterator[str]:
    for group in exhibit.groups:
        yield "; ".join(filter(None, (group, *(r.name for r in exhibit.in_group(group)))))
    yield "; ".join(exhibit.head)
    yield from (q.words for q in exhibit.quotes)
    yield from (q.words for q in exhibit.questions)


def _duties(library: Library) -> Iterator[Entry]:
    """The duties in plain words, with the arguments of their rules where these can be read."""
    from kb.charter import paragraphs
    from kb.charter.report import measure
    from kb.charter.rules import BadRules, Rule

    arguments: dict[str, Rule] = {}
    with suppress(BadRules):  # a corpus without the acts that the rules read
        arguments = {rule.decides: rule for rule in measure(library).rules.rules}
    for duty in paragraphs.load():
        rule = arguments.get(duty.id)
        texts = [duty.duty, duty.duty.kk, rule.argument if rule else ""]
        about = duty.clauses[0] if duty.clauses else ""
        yield _entry("duty", duty.id, f"{duty.id}. {duty.duty}", texts, duty.part, about)


def _norms(library: Library) -> Iterator[Entry]:
    from kb.graph.norms import law_id, law_name
    from kb.norm.dates import changes
    from kb.norm.terms import defined

    laws: dict[str, Entry] = {}
    for name in library.acts:
        edition = shown(library, name)
        if edition is None:
            continue
        for term in defined(edition):
            texts = (term.name, *term.names)
            yield _entry(
                "term", f"{edition.act}/{term.name}", term.name, texts, address=term.address
            )
        for clause in edition.walk():
            for change in (c for note in clause.notes for c in changes(note.text)):
                said = law_name(change)
                bare = change.number.partition("-")[0]
                texts = (said, f"{bare} {change.number}")
                about = edition.address(clause.steps)
                key = law_id(change).removeprefix("law:")
                laws.setdefault(key, _entry("law", key, said, texts, address=about))
    yield from laws.values()
