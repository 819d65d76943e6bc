"""Prepositions and cases: a word in a case that its preposition does not take, or none at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kb.morphology import NOMINAL
from kb.technique.fault import Fault
from kb.technique.sentence import (
    GOVERNS,
    LOCATIVE,
    Sentence,
    agreed_cases,
    governing,
    indeclinable,
    span,
    text_of,
)

_CASE_NAMES: Final = {
    "nom": "именительном",
    "gen": "родительном",
    "dat": "дательном",
    "acc": "винительном",
    "ins": "творительном",
    "loc": "предложном",
}


def _named(cases: frozenset[str]) -> str:
    return " или ".join(n for c, n in _CASE_NAMES.items() if c in cases)


def after_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«в соответствии с законом» against «в соответствии с закону»: a preposition and, right
    behind it, a word that stands in none of its cases."""
    for preposition, word in pairwise(sentence):
        cases = GOVERNS.get(preposition.lower)
        if cases is None or not word.only(*NOMINAL) or indeclinable(word):
            continue
        if preposition.lower in ("в", "во") and any(
            {"anim", "plur"} <= r.tags and r.case == "nom" for r in word.of("NOUN")
        ):
            continue  # «выдвигать в депутаты»
        if cases.isdisjoint(word.cases()):
            yield Fault(
                "speech-preposition",
                *span([preposition, word]),
                f"после предлога «{preposition.text}» слово «{word.text}» должно стоять "
                f"в {_named(cases)} падеже",
            )


def phrase_after_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«в местных органов»: a preposition, adjectives and their noun, which agree with each other
    in no case that the preposition takes."""
    for nth, preposition in enumerate(sentence):
        cases = GOVERNS.get(preposition.lower)
        last = nth + 1
        while last < len(sentence) and sentence[last].only("ADJF"):
            last += 1
        if cases is None or last == nth + 1 or last == len(sentence):
            continue
        adjectives, noun = sentence[nth + 1 : last], sentence[last]
        if not noun.only("NOUN") or any(indeclinable(w) for w in (*adjectives, noun)):
            continue
        agreed = agreed_cases(adjectives, noun)
        if agreed and agreed.isdisjoint(cases) and not governing(adjectives[-1], noun):
            phrase = sentence[nth : last + 1]
            yield Fault(
                "speech-preposition",
                *span(phrase),
                f"слова «{text_of(phrase[1:])}» после предлога «{preposition.text}» должны стоять "
                f"в {_named(cases)} падеже",
            )


def without_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«не состоящих политических партиях»: a prepositional case and no preposition before it.

    Silent where the sentence has any preposition of that case before the word, and in a line of
    a list, whose preposition may stand in the words that lead it in.
    """
    if not sentence or not sentence[0].text[0].isupper():
        return
    for nth, word in enumerate(sentence):
        if word.lower in LOCATIVE:
            return
        if nth and word.only("NOUN") and word.cases() == {"loc"} and not indeclinable(word):
            first = nth
            while first and "loc" in sentence[first - 1].cases("ADJF"):
                first -= 1
            phrase = sentence[first : nth + 1]
            yield Fault(
                "speech-preposition",
                *span(phrase),
                f"слова «{text_of(phrase)}» стоят в предложном падеже, а предлога перед ними нет",
            )
            return
