"""What the grammar checks share: the words of a sentence, which forms agree, what governs what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kb.technique.language.lexicon import lexicon
from kb.words.morphology import Reading, Word
from kb.words.text import fold

Sentence = Sequence[Word]

# The cases that a preposition takes; LOCATIVE are those of the prepositional case.
GOVERNS: Final[dict[str, frozenset[str]]] = {
    word: frozenset(cases.split())
    for words, cases in (
        ("без до для из из-за из-под от у вместо кроме ради среди вне против около", "gen"),
        ("к ко согласно вопреки", "dat"),
        ("через про", "acc"),
        ("в во на", "acc loc"),
        ("о об обо", "acc loc"),
        ("при", "loc"),
        ("по", "dat acc loc"),
        ("с со", "gen acc ins"),
        ("за под", "acc ins"),
        ("над надо", "ins"),
        ("перед передо", "ins"),
        ("между", "gen ins"),
    )
    for word in words.split()
}
LOCATIVE: Final = frozenset(w for w, cases in GOVERNS.items() if "loc" in cases)


def span(words: Sequence[Word]) -> tuple[int, int]:
    """Where words stand, in characters."""
    return words[0].start, words[-1].end


def text_of(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)


def indeclinable(word: Word) -> bool:
    return any(r.tags & {"Fixd", "Abbr"} for r in word.readings)


def genitive(word: Word) -> bool:
    return bool(word.of("NOUN", "ADJF")) and "gen" in word.cases("NOUN", "ADJF")


def agree(adjective: Reading, noun: Reading) -> bool:
    if adjective.case != noun.case or adjective.number != noun.number:
        return False
    if adjective.case == "acc" and {"anim", "inan"} <= adjective.tags ^ noun.tags:
        return False  # «местного» is an accusative of living beings only
    if adjective.number == "plur" or not adjective.gender or not noun.gender:
        return True
    return adjective.gender == noun.gender or "ms-f" in noun.tags or "Fixd" in noun.tags


def agreed_cases(adjectives: Sequence[Word], noun: Word) -> frozenset[str]:
    """The cases in which a noun and all its adjectives agree."""
    fitting = (
        n.case
        for n in noun.of("NOUN")
        if all(any(agree(a, n) for a in each.of("ADJF")) for each in adjectives)
    )
    return frozenset(fitting)


def governing(adjective: Word, noun: Word) -> bool:
    lemmas = {fold(r.lemma) for r in adjective.readings}
    return bool(lemmas & lexicon().governing) and bool(noun.cases() & {"dat", "ins"})
