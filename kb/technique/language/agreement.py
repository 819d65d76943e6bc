"""Adjectives and participles that agree with no word they could belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kb.ground.saying import say
from kb.technique.language.fault import Fault
from kb.technique.language.lexicon import lexicon
from kb.technique.language.sentence import (
    GOVERNS,
    LOCATIVE,
    Sentence,
    agree,
    governing,
    indeclinable,
    span,
)
from kb.words.morphology import Word

_LINKS: Final = frozenset({"и", "или", "либо", ",", "(", "ни", "а", "да", "/"})


def agreement(sentence: Sentence) -> Iterator[Fault]:
    """«местного бюджетом»: an adjective right before a noun that shares no case, number, gender.

    Left alone: participles and adjectives that govern («подотчетный маслихату») or may belong to
    a noun before them, counted things («три новых депутата»), and an adjective that shares its
    noun with another («русский и казахский языки»).
    """
    for nth in range(len(sentence) - 1):
        adjective, noun = sentence[nth], sentence[nth + 1]
        if not adjective.only("ADJF") or not noun.only("NOUN") or indeclinable(adjective):
            continue
        before = sentence[nth - 1] if nth else None
        after = sentence[nth + 2] if nth + 2 < len(sentence) else None
        if before and before.lower == "в" and adjective.lower in lexicon().adverbial:
            continue
        if _shares(sentence[max(0, nth - 6) : nth], adjective, noun) or _predicative(
            adjective, before
        ):
            continue
        if before and (before.lower in _LINKS or _counting(sentence[max(0, nth - 3) : nth])):
            continue
        if after and after.lower in _LINKS and _plural(adjective):
            continue
        if any(r.tags & {"Anum", "Subx"} for r in adjective.readings) or governing(adjective, noun):
            continue
        if before and _belongs(adjective, before):
            continue
        pairs = ((a, n) for a in adjective.of("ADJF") for n in noun.of("NOUN"))
        if not any(agree(a, n) for a, n in pairs):
            said = say("speech-agreement.noun", word=adjective.text, noun=noun.text)
            yield Fault(said, *span([adjective, noun]))


def adjectives(sentence: Sentence) -> Iterator[Fault]:
    """«местного государственным управления»: two adjectives side by side that share no case."""
    for nth, (one, two) in enumerate(pairwise(sentence)):
        if not (one.only("ADJF") and two.only("ADJF")) or indeclinable(one) or indeclinable(two):
            continue
        before = sentence[nth - 1] if nth else None
        numbered = any(r.tags & {"Anum", "Subx"} for r in (*one.readings, *two.readings))
        counted = _counting(sentence[max(0, nth - 3) : nth])
        if numbered or counted or governing(one, two) or (before and _belongs(one, before)):
            continue
        apart = one.cases().isdisjoint(two.cases())
        if apart and not _predicative(one, before) and not _predicative(two, None):
            said = say("speech-agreement.adjectives", one=one.text, two=two.text)
            yield Fault(said, *span([one, two]))


def _shares(before: Sequence[Word], adjective: Word, noun: Word) -> bool:
    """«как на центральном, так и на местном уровнях»: one noun for several adjectives."""
    return (
        any(w.lower in _LINKS for w in before)
        and all(r.number == "plur" for r in noun.readings)
        and all(r.number == "sing" for r in adjective.readings)
    )


def _predicative(adjective: Word, before: Word | None) -> bool:
    """«считать обязательным участие», «тем самым»: an instrumental that no preposition asks for.

    Adjectives that name people are nouns here: «военнообязанных Министерства обороны».
    """
    people = any(r.lemma.endswith(("обязанный", "служащий")) for r in adjective.readings)
    governed = before is not None and "ins" in GOVERNS.get(before.lower, ())
    return people or ("ins" in adjective.cases() and not governed)


def _counting(words: Sequence[Word]) -> bool:
    return any(w.of("NUMR") or w.lower in lexicon().counts or w.text[-1].isdigit() for w in words)


def _plural(word: Word) -> bool:
    return all(r.number == "plur" for r in word.readings)


def _belongs(adjective: Word, noun: Word) -> bool:
    pairs = ((a, n) for a in adjective.of("ADJF") for n in noun.of("NOUN", "NPRO"))
    return any(agree(a, n) for a, n in pairs)


def participle(sentence: Sentence) -> Iterator[Fault]:
    """«Граждане не состоящих …»: a participle behind a noun, which agrees with no noun there is.

    A participle in the prepositional case counts only behind a preposition of that case.
    """
    for nth in range(1, len(sentence) - 1):
        word = sentence[nth]
        if not word.only("PRTF"):
            continue
        back = nth - 1
        while back and (sentence[back].lower in ("не", ",") or sentence[back].only("ADVB")):
            back -= 1
        noun = sentence[back]
        if not noun.only("NOUN") or back + 1 == nth:
            continue  # right behind a noun it may stand for a noun itself: «число голосующих»
        located = any(w.lower in LOCATIVE for w in sentence[:nth])
        mine = [r for r in word.of("PRTF") if r.case != "loc" or located]
        others = [r for w in (*sentence[:nth], *sentence[nth + 1 :]) for r in w.of("NOUN", "NPRO")]
        others += [r for w in sentence[:nth] for r in w.of("ADJF", "NUMR")]
        if not any(agree(m, o) for m in mine for o in others):
            said = say("speech-participle", word=word.text, noun=noun.text)
            yield Fault(said, *span(sentence[back : nth + 1]))
