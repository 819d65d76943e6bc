"""Prepositions and cases: a word in a case that its preposition does not take, or none at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Final

from kb.ground.saying import Saying, say
from kb.technique.language.fault import Fault
from kb.technique.language.sentence import (
    GOVERNS,
    LOCATIVE,
    Sentence,
    agreed_cases,
    governing,
    indeclinable,
    span,
    text_of,
)
from kb.words.morphology import NOMINAL, Word

_CASES: Final = ("nom", "gen", "dat", "acc", "ins", "loc")  # in the order of naming them


def _named(cases: frozenset[str]) -> Saying:
    """«родительном или винительном»."""
    names = [_case(case) for case in _CASES if case in cases]
    return reduce(lambda one, two: say("speech-preposition.or", one=one, two=two), names)


def _case(case: str) -> Saying:
    return {
        "nom": say("speech-preposition.nom"),
        "gen": say("speech-preposition.gen"),
        "dat": say("speech-preposition.dat"),
        "acc": say("speech-preposition.acc"),
        "ins": say("speech-preposition.ins"),
        "loc": say("speech-preposition.loc"),
    }[case]


# «По окончании», that is after it; no «по» of purpose stands before these («работы по завершению»).
_UPON: Final = frozenset({"окончанию", "истечению", "прибытию"})
_COMPOUND: Final = frozenset(
    {"соответствии", "связи", "наряду", "вместе", "совместно", "сравнению"}
)


def _cases(before: Word | None, preposition: Word) -> frozenset[str] | None:
    """The cases that a preposition takes; «в соответствии с» takes fewer than «с» alone."""
    if before and before.lower in _COMPOUND and preposition.lower in ("с", "со"):
        return frozenset({"ins"})
    return GOVERNS.get(preposition.lower)


def after_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«в соответствии с законом» against «в соответствии с закону»: a preposition and, right
    behind it, a word that stands in none of its cases."""
    for before, preposition, word in zip((None, *sentence), sentence, sentence[1:], strict=False):
        upon = preposition.lower == "по" and word.lower in _UPON
        cases = frozenset({"loc"}) if upon else _cases(before, preposition)
        if cases is None or not word.only(*NOMINAL) or indeclinable(word):
            continue
        if preposition.lower in ("в", "во") and any(
            {"anim", "plur"} <= r.tags and r.case == "nom" for r in word.of("NOUN")
        ):
            continue  # «выдвигать в депутаты»
        if cases.isdisjoint(word.cases()):
            said = say(
                "speech-preposition.word",
                preposition=preposition.text,
                word=word.text,
                cases=_named(cases),
            )
            yield Fault(said, *span([preposition, word]))


def phrase_after_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«в местных органов»: a preposition, adjectives and their noun, which agree with each other
    in no case that the preposition takes."""
    for nth, preposition in enumerate(sentence):
        cases = _cases(sentence[nth - 1] if nth else None, preposition)
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
            said = say(
                "speech-preposition.phrase",
                words=text_of(phrase[1:]),
                preposition=preposition.text,
                cases=_named(cases),
            )
            yield Fault(said, *span(phrase))


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
            said = say("speech-preposition.missing", words=text_of(phrase))
            yield Fault(said, *span(phrase))
            return
