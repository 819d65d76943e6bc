"""Forms that break a Russian sentence, found where no reading of a word fits its neighbours.

Each function takes the words of one sentence and yields faults. A form that could be right under
any reading is left alone; so is a sentence that a list continues, where the rest is not at hand.
Here are the predicate and the opening; IN_SENTENCE names all such checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from kb.ground.saying import say
from kb.technique.language import agreement, prepositions
from kb.technique.language.fault import Fault
from kb.technique.language.lexicon import lexicon
from kb.technique.language.sentence import Sentence, genitive, span, text_of
from kb.technique.language.series import series
from kb.words.morphology import Reading, Word, readings
from kb.words.text import fold, parses
from kb.words.units import RANK, UNIT_RU, is_larger

# --- The predicate ------------------------------------------------------------------------------


def subject(sentence: Sentence) -> tuple[Word, int] | None:
    """The noun with which the sentence opens, in the nominative, and where its phrase ends.

    The phrase is adjectives, the noun and what depends on it in the genitive: «Очередная сессия
    маслихата области». None when it opens otherwise, or when a list or a clause stands
    within.
    """
    nth = 0
    if not sentence or not sentence[0].text[0].isupper():
        return None  # a line of a list, or one that a narrow page has broken
    while nth < len(sentence) and sentence[nth].of("ADJF") and not sentence[nth].of("NOUN"):
        nth += 1
    if nth == len(sentence) or "nom" not in sentence[nth].cases("NOUN"):
        return None
    head = sentence[nth]
    if any("nom" not in a.cases() for a in sentence[:nth]):
        return None
    nth += 1
    while nth < len(sentence) and genitive(sentence[nth]):
        nth += 1
    return head, nth


def infinitive(sentence: Sentence) -> Iterator[Fault]:
    """«Сессия маслихата проводиться»: an infinitive where the subject asks for a finite verb.

    Only a sentence that opens with its subject and has the infinitive right behind the subject's
    phrase is judged, and none with a word of will or another finite verb before it.
    """
    head_and_place = subject(sentence)
    if head_and_place is None or any(w.lower in lexicon().modal for w in sentence):
        return
    head, nth = head_and_place
    while nth < len(sentence) and (sentence[nth].lower == "не" or sentence[nth].only("ADVB")):
        nth += 1
    if nth == len(sentence) or not sentence[nth].only("INFN"):
        return
    verb = sentence[nth]
    nominatives = [r for r in head.of("NOUN") if r.case == "nom"]
    takes_one = {r.lemma for r in nominatives} & lexicon().takes_infinitive
    if takes_one and not _ends_without_verb(sentence):
        return  # «Решение прекратить полномочия принимается маслихатом»
    number = "plur" if all(r.number == "plur" for r in nominatives) else "sing"
    finite = _finite(verb, number)
    if finite:
        said = say("speech-infinitive.subject", subject=head.text, verb=verb.text, finite=finite)
        yield Fault(said, *span([head, verb]) if nth == 1 else (verb.start, verb.end))


def _ends_without_verb(sentence: Sentence) -> bool:
    """Whether a sentence that has ended, as a heading has not, lacks any word for a predicate."""
    predicates = ("VERB", "PRTS", "ADJS", "PRED")
    return sentence[-1].text == "." and not any(w.of(*predicates) for w in sentence)


def _finite(verb: Word, number: str) -> str:
    """The third person of an infinitive, present or future; empty if the dictionary has none."""
    for parse in parses(fold(verb.text)):
        if parse.tag.POS == "INFN":
            for tense in ("pres", "futr"):
                form = parse.inflect({"3per", number, tense})
                if form:
                    return str(form.word)
    return ""


def finite_after_modal(sentence: Sentence) -> Iterator[Fault]:
    """«может избирается»: a finite verb right behind a word that asks for an infinitive."""
    asking = lexicon().modal - {"следует", "надлежит", "чтобы"}  # «следует» also means «идет за»
    for modal, verb in pairwise(sentence):
        if modal.lower in asking and verb.only("VERB") and verb.lower.endswith("ся"):
            third = [r for r in verb.readings if "3per" in r.tags]
            if third and third[0].lemma != "быть":
                said = say(
                    "speech-infinitive.modal",
                    modal=modal.text,
                    infinitive=third[0].lemma,
                    verb=verb.text,
                )
                yield Fault(said, *span([modal, verb]))


def predicate(sentence: Sentence) -> Iterator[Fault]:
    """«Сессия маслихата проводятся»: subject and verb side by side that differ in number, or a
    past form that differs in gender.

    Only the subject that opens the sentence and the verb right behind its phrase are judged.
    """
    head_and_place = subject(sentence)
    if head_and_place is None:
        return
    head, nth = head_and_place
    if nth == len(sentence) or not sentence[nth].only("VERB", "PRTS", "ADJS"):
        return
    verb = sentence[nth]
    nominatives = [r for r in head.of("NOUN") if r.case == "nom"]
    if {r.lemma for r in head.readings} & lexicon().gathering or any(
        "Abbr" in r.tags for r in nominatives
    ):
        return
    if any(r.tags & {"impr", "1per", "2per"} for r in verb.readings):
        return
    active = verb.of("VERB") and not verb.lower.endswith(("ся", "сь"))
    if active and "acc" in head.cases("NOUN"):
        return  # «Сбор подписей организуют выборщики»
    if not any(_predicates(n, v) for n in nominatives for v in verb.readings):
        said = say("speech-predicate", verb=verb.text, subject=head.text)
        yield Fault(said, *span(sentence[: nth + 1]))


def _predicates(noun: Reading, verb: Reading) -> bool:
    if noun.number != verb.number:
        return False
    if "anim" in noun.tags and noun.gender == "masc" and verb.gender == "femn":
        return True  # «депутат отметила»: a woman
    return not verb.gender or not noun.gender or verb.gender == noun.gender


# --- The opening --------------------------------------------------------------------------------


def no_subject(sentence: Sentence) -> Iterator[Fault]:
    """«Порядка выборов определяются законом»: a plural reflexive verb, and no nominative at all.

    Silent on negated verbs, on a sentence with a number, and where a list follows.
    """
    if not sentence or not sentence[0].text[0].isupper() or sentence[-1].text == ":":
        return
    verbs = [
        w
        for w in sentence
        if w.only("VERB") and w.lower.endswith("ся") and all(r.number == "plur" for r in w.readings)
    ]
    if not verbs or any(w.text[0].isdigit() or w.of("NUMR") or w.of("INFN") for w in sentence):
        return
    if any("nom" in w.cases() or (not w.mark and not w.readings) for w in sentence):
        return
    if any(w.lower in ("не", "нет", "ни") for w in sentence):
        return
    if sentence[0].only("NOUN", "ADJF") and sentence[0].cases():
        said = say("speech-no-subject", verb=verbs[0].text)
        yield Fault(said, *span([sentence[0], verbs[0]]))


def dative_subject(sentence: Sentence) -> Iterator[Fault]:
    """«Гражданам имеют право»: the sentence opens with a dative where «имеет право» asks who.

    Only the opening noun and what depends on it in the genitive, right before the verb.
    """
    if len(sentence) < 3 or not sentence[0].text[0].isupper():
        return
    nth = 0
    while nth < len(sentence) and sentence[nth].only("ADJF") and "dat" in sentence[nth].cases():
        nth += 1
    if nth == len(sentence) or not sentence[nth].only("NOUN") or sentence[nth].cases() != {"dat"}:
        return
    nth += 1
    while nth < len(sentence) and genitive(sentence[nth]):
        nth += 1
    follows = [w.lower for w in sentence[nth : nth + 2]]
    if follows in (["имеет", "право"], ["имеют", "право"]):
        said = say("speech-no-subject", verb=follows[0])
        yield Fault(said, *span([sentence[0], sentence[nth]]))


def lost_governor(sentence: Sentence, before: Sequence[str]) -> Fault | None:
    """«Образования и избрания органов … определяются»: the sentence opens with a genitive that the
    wording in force (`before`, its words in lower case) has inside a sentence.

    Judged is a noun in -ния that the dictionary almost always has in the genitive singular, and
    that stands with the same next two words in the old wording, behind other words. An old
    sentence that opens so too makes it silent.
    """
    opening = [w.lower for w in sentence[:3]]
    if len(opening) < 3 or not sentence[0].text[0].isupper() or not opening[0].endswith("ния"):
        return None
    genitive = sum(p.score for p in parses(fold(opening[0])) if p.tag.case == "gent")
    verb = next((w for w in sentence if w.only("VERB", "PRTS")), None)
    if genitive < _MOSTLY or verb is None:
        return None
    places = [n for n in range(len(before)) if list(before[n : n + 3]) == opening]
    if not places or any(n == 0 or before[n - 1] in ".!?:;" for n in places):
        return None
    said = say("speech-lost-governor", words=text_of(sentence[:3]))
    return Fault(said, *span(sentence[:3]))


_MOSTLY: Final = 0.85


# --- Units --------------------------------------------------------------------------------------

_UNITS: Final = {UNIT_RU[u].singular[0]: u for u in ("spt", "abz", "part", "pt", "art")}


def unit_chain(sentence: Sentence) -> Iterator[Fault]:
    """«пункт 6 статья 11»: a unit, its number, and right behind it the larger unit that holds it,
    not in the genitive."""
    for smaller, number, larger, its in zip(
        sentence, sentence[1:], sentence[2:], sentence[3:], strict=False
    ):
        if not (number.text[0].isdigit() and its.text[0].isdigit()):
            continue
        owner, unit = _unit(larger), _unit(smaller)
        # A subpoint is not asked for a genitive: «абзац 2 подпункт 3» may be two places.
        if owner != "spt" and is_larger(owner, unit) and "gen" not in larger.cases():
            genitive = next(
                (str(f.word) for p in parses(fold(larger.text)) if (f := p.inflect({"gent"}))), ""
            )
            said = say(
                "speech-units",
                smaller=f"{smaller.text} {number.text}",
                right=f"{genitive} {its.text}",
                wrong=f"{larger.text} {its.text}",
            )
            yield Fault(said, *span([smaller, its]))


def _unit(word: Word) -> str:
    """The unit that a word names; the largest where it may be several, "" where it names none."""
    named = [_UNITS[r.lemma] for r in readings(word.text) if r.lemma in _UNITS]
    return min(named, key=RANK.__getitem__, default="")


IN_SENTENCE: Final = (
    infinitive,
    finite_after_modal,
    predicate,
    no_subject,
    dative_subject,
    unit_chain,
    series,
    prepositions.after_preposition,
    prepositions.phrase_after_preposition,
    prepositions.without_preposition,
    agreement.agreement,
    agreement.adjectives,
    agreement.participle,
)
