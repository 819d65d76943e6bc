"""Language: forms that break a sentence and slips of writing, by the dictionary alone.

What it cannot see: a comma that is missing, a right form of a wrong word, a sentence whose sense
fails. A check that finds any reading under which the words are right stays silent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.ground.saying import Value, listed, say
from kb.library import Library
from kb.norm.act import Clause
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.finding import Evidence, Finding
from kb.technique.language import grammar, spelling
from kb.technique.language.fault import Fault
from kb.technique.language.sentence import Sentence
from kb.technique.language.series import openings
from kb.words.morphology import words
from kb.words.text import sentences

Held = Callable[[Collection[str]], Collection[str]]

_MARK: Final = re.compile(r"\s*(?:(?:\d+(?:-\d+)*[.)]|[а-яё]\))\s+)?")
MOST_OF_A_RULE: Final = 50  # in one item; a text with more faults of a kind is not helped by a list
SHOWN: Final = 5  # words with a Latin i that a finding names
MOST_UNKNOWN: Final = 300  # words looked up in the library for one item


# --- Texts --------------------------------------------------------------------------------------


def faults(text: str, held: Held = lambda _: (), before: str = "") -> Iterator[Fault]:
    """Every fault of a Russian text, whose lines may carry numbers («1) …»).

    `held` gives those of a set of folded words that the library's texts use; `before` is the
    wording in force that the text replaces.
    """
    yield from spelling.unbalanced(text)
    yield from spelling.spacing(text)
    yield from spelling.mixed_alphabets(text)
    yield from spelling.doubled(text)
    yield from spelling.unknown(text, held)
    yield from openings(list(spelling.lines(text)))
    stood = [w.lower for w in words(before)]
    for start, sentence in _sentences(text):
        for judge in grammar.IN_SENTENCE:
            yield from (_moved(f, start) for f in judge(sentence))
        lost = grammar.lost_governor(sentence, stood) if stood else None
        if lost:
            yield _moved(lost, start)


def kazakh_faults(text: str) -> Iterator[Fault]:
    """What can be said of a Kazakh text without a dictionary: marks, spaces and alphabets."""
    yield from spelling.unbalanced(text)
    yield from spelling.spacing(text)
    yield from spelling.mixed_alphabets(text, "kk")


def _moved(fault: Fault, by: int) -> Fault:
    return replace(fault, start=fault.start + by, end=fault.end + by)


def _sentences(text: str) -> Iterator[tuple[int, Sentence]]:
    """The sentences of every line, without its number, and where their characters begin."""
    for at, line in spelling.lines(text):
        mark = _MARK.match(line)
        skip = mark.end() if mark else 0
        for start, end in sentences(line[skip:]):
            said = words(line[skip + start : skip + end])
            if said:
                yield at + skip + start, said


# --- Checks -------------------------------------------------------------------------------------


def russian(draft: Draft) -> Iterator[Finding]:
    """The faults of the proposed words of each item."""
    held = _held_by(draft.library)
    for each in draft.proposals:
        text = each.item.proposed
        if text:
            old = _wording(each.old)
            for fault in _few(faults(text, held, old)):
                span = (fault.start, fault.end)
                yield finding(
                    fault.said,
                    each,
                    words=text[slice(*span)],
                    span=span,
                    evidence=_evidence(each, fault, text),
                )


def kazakh(draft: Draft) -> Iterator[Finding]:
    """The faults of the Kazakh half of each item; Latin i's are told of once."""
    for each in draft.proposals:
        text = each.item.kazakh.proposed if each.item.kazakh else None
        if not text:
            continue
        noticed = list(kazakh_faults(text))
        latin = [f for f in noticed if f.rule == "speech-latin-i"]
        for fault in _few(f for f in noticed if f.rule != "speech-latin-i"):
            words_ = text[fault.start : fault.end]
            message = say(f"{fault.rule}.kazakh", fault=fault.said)
            yield finding(message, each, words=words_)
        if latin:
            said = list(dict.fromkeys(text[f.start : f.end] for f in latin))
            message = say("speech-latin-i", count=len(latin), words=_some(said))
            yield finding(message, each, words=said[0])


def _some(words_: Sequence[str]) -> Value:
    """The first of some words, quoted."""
    shown = listed((f"«{w}»" for w in words_[:SHOWN]), mark=", ")
    return say("speech-latin-i.others", words=shown) if len(words_) > SHOWN else shown


def leads(draft: Draft) -> Iterator[Finding]:
    """How the words that lead an amendment in name its unit: «пункт 6 статья 11»."""
    for each in draft.proposals:
        for _, sentence in _sentences(each.item.lead):
            for fault in grammar.unit_chain(sentence):
                said = " ".join(w.text for w in sentence if fault.start <= w.start < fault.end)
                message = say(f"{fault.rule}.lead", fault=fault.said)
                yield finding(message, each, words=said)


def _few(noticed: Iterator[Fault]) -> Iterator[Fault]:
    """The faults in the order of the text, the first of each rule, and no two the same."""
    seen: Counter[str] = Counter()
    for fault in sorted(set(noticed), key=lambda f: (f.start, f.end, f.rule)):
        seen[fault.rule] += 1
        if seen[fault.rule] <= MOST_OF_A_RULE:
            yield fault


def _wording(clause: Clause | None) -> str:
    return clause.text if clause and clause.live else ""


def _evidence(each: Proposal, fault: Fault, text: str) -> tuple[Evidence, ...]:
    """For a governor that was lost: the sentence in force that has it, at its own clause."""
    if fault.rule != "speech-lost-governor" or each.old is None:
        return ()
    opening = text[fault.start : fault.end].lower()
    for clause in each.old.walk():
        for start, end in sentences(clause.own_text):
            sentence = clause.own_text[start:end]
            if opening in sentence.lower():
                note = say(f"{fault.rule}.governed")
                return (Evidence(each.before.address(clause.steps), sentence, note),)
    return ()


def _held_by(library: Library) -> Held:
    """Looks up which of some folded words the library's texts use."""

    def held(asked: Collection[str]) -> Collection[str]:
        some = sorted(asked)
        there = {w for w in some[:MOST_UNKNOWN] if library.search(w, language="ru", limit=1)}
        return there | set(some[MOST_UNKNOWN:])

    return held


CHECKS = (russian, kazakh, leads)
