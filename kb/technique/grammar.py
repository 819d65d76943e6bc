"""Forms that break a Russian sentence, found where no reading of a word fits its neighbours.

Each function takes the words of one sentence and yields faults. A form that could be right under
any reading is left alone; so is a sentence that a list continues, where the rest is not at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kb.language import fold, parses
from kb.morphology import NOMINAL, Reading, Word, readings
from kb.technique.fault import Fault
from kb.technique.lexicon import lexicon

Sentence = Sequence[Word]


def _span(words: Sequence[Word]) -> tuple[int, int]:
    return words[0].start, words[-1].end


def _text(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)


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
    while nth < len(sentence) and _genitive(sentence[nth]):
        nth += 1
    return head, nth


def _genitive(word: Word) -> bool:
    return bool(word.of("NOUN", "ADJF")) and "gen" in word.cases("NOUN", "ADJF")


def infinitive(sentence: Sentence) -> Iterator[Fault]:
    """«Сессия маслихата проводиться»: an infinitive where the subject asks for a finite verb.

    Only a sentence that opens with its subject and has the infinitive right behind the subject's
    phrase is judged, and none with a word of will or another finite verb before it.
    """
    found = subject(sentence)
    if found is None or any(w.lower in lexicon().modal for w in sentence):
        return
    head, nth = found
    while nth < len(sentence) and (sentence[nth].lower == "не" or sentence[nth].only("ADVB")):
        nth += 1
    if nth == len(sentence) or not sentence[nth].only("INFN"):
        return
    verb = sentence[nth]
    nominatives = [r for r in head.of("NOUN") if r.case == "nom"]
    if not verb.lower.endswith("ся") or {r.lemma for r in nominatives} & lexicon().takes_infinitive:
        return
    number = "plur" if all(r.number == "plur" for r in nominatives) else "sing"
    finite = _finite(verb, number)
    if finite:
        yield Fault(
            "speech-infinitive",
            *_span([head, verb]) if nth == 1 else (verb.start, verb.end),
            f"после подлежащего «{head.text}» стоит неопределенная форма «{verb.text}», "
            f"нужно «{finite}»",
        )


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
                yield Fault(
                    "speech-infinitive",
                    *_span([modal, verb]),
                    f"после «{modal.text}» нужна неопределенная форма «{third[0].lemma}», "
                    f"а не «{verb.text}»",
                )


def predicate(sentence: Sentence) -> Iterator[Fault]:
    """«Сессия маслихата проводятся»: subject and verb side by side that differ in number, or a
    past form that differs in gender.

    Only the subject that opens the sentence and the verb right behind its phrase are judged.
    """
    found = subject(sentence)
    if found is None:
        return
    head, nth = found
    if nth == len(sentence) or not sentence[nth].only("VERB", "PRTS"):
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
        yield Fault(
            "speech-predicate",
            *_span(sentence[: nth + 1]),
            f"сказуемое «{verb.text}» не согласовано с подлежащим «{head.text}»",
        )


def _predicates(noun: Reading, verb: Reading) -> bool:
    if noun.number != verb.number:
        return False
    if "anim" in noun.tags and noun.gender == "masc" and verb.gender == "femn":
        return True  # «депутат отметила»: a woman
    return not verb.gender or not noun.gender or verb.gender == noun.gender


# --- Prepositions -------------------------------------------------------------------------------

_GOVERNS: Final[dict[str, frozenset[str]]] = {
    word: frozenset(cases.split())
    for words, cases in (
        ("без до для из из-за из-под от у вместо кроме ради среди вне против около", "gen"),
        ("к ко", "dat"),
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
_LOCATIVE: Final = frozenset(w for w, cases in _GOVERNS.items() if "loc" in cases)
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
        cases = _GOVERNS.get(preposition.lower)
        if cases is None or not word.only(*NOMINAL) or _indeclinable(word):
            continue
        if preposition.lower in ("в", "во") and any(
            {"anim", "plur"} <= r.tags and r.case == "nom" for r in word.of("NOUN")
        ):
            continue  # «выдвигать в депутаты»
        if cases.isdisjoint(word.cases()):
            yield Fault(
                "speech-preposition",
                *_span([preposition, word]),
                f"после предлога «{preposition.text}» слово «{word.text}» должно стоять "
                f"в {_named(cases)} падеже",
            )


def phrase_after_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«в местных органов»: a preposition, adjectives and their noun, which agree with each other
    in no case that the preposition takes."""
    for nth, preposition in enumerate(sentence):
        cases = _GOVERNS.get(preposition.lower)
        last = nth + 1
        while last < len(sentence) and sentence[last].only("ADJF"):
            last += 1
        if cases is None or last == nth + 1 or last == len(sentence):
            continue
        adjectives, noun = sentence[nth + 1 : last], sentence[last]
        if not noun.only("NOUN") or any(_indeclinable(w) for w in (*adjectives, noun)):
            continue
        agreed = _cases(adjectives, noun)
        if agreed and agreed.isdisjoint(cases) and not _governing(adjectives[-1], noun):
            phrase = sentence[nth : last + 1]
            yield Fault(
                "speech-preposition",
                *_span(phrase),
                f"слова «{_text(phrase[1:])}» после предлога «{preposition.text}» должны стоять "
                f"в {_named(cases)} падеже",
            )


def _indeclinable(word: Word) -> bool:
    return any(r.tags & {"Fixd", "Abbr"} for r in word.readings)


def without_preposition(sentence: Sentence) -> Iterator[Fault]:
    """«не состоящих политических партиях»: a prepositional case and no preposition before it.

    Silent where the sentence has any preposition of that case before the word, and in a line of
    a list, whose preposition may stand in the words that lead it in.
    """
    if not sentence or not sentence[0].text[0].isupper():
        return
    for nth, word in enumerate(sentence):
        if word.lower in _LOCATIVE:
            return
        if nth and word.only("NOUN") and word.cases() == {"loc"} and not _indeclinable(word):
            first = nth
            while first and "loc" in sentence[first - 1].cases("ADJF"):
                first -= 1
            phrase = sentence[first : nth + 1]
            yield Fault(
                "speech-preposition",
                *_span(phrase),
                f"слова «{_text(phrase)}» стоят в предложном падеже, а предлога перед ними нет",
            )
            return


# --- Agreement ----------------------------------------------------------------------------------

_LINKS: Final = frozenset({"и", "или", "либо", ",", "(", "ни", "а", "да", "/"})


def _agree(adjective: Reading, noun: Reading) -> bool:
    if adjective.case != noun.case or adjective.number != noun.number:
        return False
    if adjective.case == "acc" and {"anim", "inan"} <= adjective.tags ^ noun.tags:
        return False  # «местного» is an accusative of living beings only
    if adjective.number == "plur" or not adjective.gender or not noun.gender:
        return True
    return adjective.gender == noun.gender or "ms-f" in noun.tags or "Fixd" in noun.tags


def agreement(sentence: Sentence) -> Iterator[Fault]:
    """«местного бюджетом»: an adjective right before a noun that shares no case, number, gender.

    Left alone: participles and adjectives that govern («подотчетный маслихату») or may belong to
    a noun before them, counted things («три новых депутата»), and an adjective that shares its
    noun with another («русский и казахский языки»).
    """
    for nth in range(len(sentence) - 1):
        adjective, noun = sentence[nth], sentence[nth + 1]
        if not adjective.only("ADJF") or not noun.only("NOUN") or _indeclinable(adjective):
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
        if any(r.tags & {"Anum", "Subx"} for r in adjective.readings) or _governing(
            adjective, noun
        ):
            continue
        if before and _belongs(adjective, before):
            continue
        pairs = ((a, n) for a in adjective.of("ADJF") for n in noun.of("NOUN"))
        if not any(_agree(a, n) for a, n in pairs):
            yield Fault(
                "speech-agreement",
                *_span([adjective, noun]),
                f"«{adjective.text}» не согласовано со словом «{noun.text}»",
            )


def adjectives(sentence: Sentence) -> Iterator[Fault]:
    """«местного государственным управления»: two adjectives side by side that share no case."""
    for nth, (one, two) in enumerate(pairwise(sentence)):
        if not (one.only("ADJF") and two.only("ADJF")) or _indeclinable(one) or _indeclinable(two):
            continue
        before = sentence[nth - 1] if nth else None
        numbered = any(r.tags & {"Anum", "Subx"} for r in (*one.readings, *two.readings))
        counted = _counting(sentence[max(0, nth - 3) : nth])
        if numbered or counted or _governing(one, two) or (before and _belongs(one, before)):
            continue
        apart = one.cases().isdisjoint(two.cases())
        if apart and not _predicative(one, before) and not _predicative(two, None):
            yield Fault(
                "speech-agreement",
                *_span([one, two]),
                f"«{one.text}» и «{two.text}» стоят рядом в разных падежах",
            )


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
    governed = before is not None and "ins" in _GOVERNS.get(before.lower, ())
    return people or ("ins" in adjective.cases() and not governed)


def _counting(words: Sequence[Word]) -> bool:
    return any(w.of("NUMR") or w.lower in lexicon().counts or w.text[-1].isdigit() for w in words)


def _plural(word: Word) -> bool:
    return all(r.number == "plur" for r in word.readings)


def _governing(adjective: Word, noun: Word) -> bool:
    lemmas = {fold(r.lemma) for r in adjective.readings}
    return bool(lemmas & lexicon().governing) and bool(noun.cases() & {"dat", "ins"})


def _belongs(adjective: Word, noun: Word) -> bool:
    pairs = ((a, n) for a in adjective.of("ADJF") for n in noun.of("NOUN", "NPRO"))
    return any(_agree(a, n) for a, n in pairs)


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
        located = any(w.lower in _LOCATIVE for w in sentence[:nth])
        mine = [r for r in word.of("PRTF") if r.case != "loc" or located]
        others = [r for w in (*sentence[:nth], *sentence[nth + 1 :]) for r in w.of("NOUN", "NPRO")]
        others += [r for w in sentence[:nth] for r in w.of("ADJF", "NUMR")]
        if not any(_agree(m, o) for m in mine for o in others):
            yield Fault(
                "speech-participle",
                *_span(sentence[back : nth + 1]),
                f"причастие «{word.text}» не согласовано ни с «{noun.text}», ни с другим словом",
            )


# --- Lists --------------------------------------------------------------------------------------


def series(sentence: Sentence) -> Iterator[Fault]:
    """«вопросы здравоохранения, образования, охрана природы и местного бюджета»: a member of a
    list in the nominative between members in the genitive.

    Judged are runs of plain members (adjectives, a noun, what depends on it), with two in the
    genitive before and one behind; only forms that can be nothing else count.
    """
    run: list[_Member] = []
    for member in _members(sentence):
        found = _member(member)
        if found is None:
            run = []
            continue
        run.append(found)
        wrong = _between_genitives(run)
        if wrong:
            said = ", ".join(f"«{_text(m)}»" for m in wrong)
            yield Fault(
                "speech-series",
                wrong[0][0].start,
                wrong[-1][-1].end,
                f"{said} – в именительном падеже, а остальные члены перечня – в родительном",
            )
            run = []


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of a list: the cases of its head, its words, and those that depend on the head."""

    cases: frozenset[str]
    words: Sequence[Word]
    below: Sequence[Word]


def _between_genitives(run: list[_Member]) -> list[Sequence[Word]]:
    """The members in the nominative between two or more genitives and a last one; none else."""
    *rest, last = run
    if last.cases != {"gen"} or not rest or rest[-1].below:
        return []  # «полномочия секретаря и председателя»: the last one hangs on its neighbour
    wrong: list[Sequence[Word]] = []
    while rest and rest[-1].cases <= {"nom", "acc"}:
        wrong.insert(0, rest.pop().words)
    genitives = [m.cases for m in rest]
    enough = len(genitives) > 1 and all("gen" in c for c in genitives) and {"gen"} in genitives
    return wrong if enough else []


def _members(sentence: Sentence) -> Iterator[list[Word]]:
    """The parts between commas and «и», «или»; an empty one where the run breaks."""
    member: list[Word] = []
    for word in sentence:
        if word.lower in (",", "и", "или"):
            if member:
                yield member
            member = []
        else:
            member.append(word)
    if member:
        yield member


def _member(member: Sequence[Word]) -> _Member | None:
    """The words between two marks as a member of a list; None for what is no plain member. The first member of a list has its sentence before it: «рассматриваются вопросы …»."""
    start = max((n + 1 for n, w in enumerate(member) if w.only("VERB", "PRTS")), default=0)
    member = member[start:]
    for nth, word in enumerate(member):
        if not word.only("NOUN", "ADJF"):
            return None
        if word.only("NOUN"):
            if start and nth + 1 < len(member):
                return _member(member[nth + 1 :])
            cases = _cases(member[:nth], word)
            return _Member(cases, member, member[nth + 1 :]) if cases else None
    return None


def _cases(adjectives: Sequence[Word], noun: Word) -> frozenset[str]:
    """The cases in which a noun and all its adjectives agree."""
    fitting = (
        n.case
        for n in noun.of("NOUN")
        if all(any(_agree(a, n) for a in each.of("ADJF")) for each in adjectives)
    )
    return frozenset(fitting)


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
        yield Fault(
            "speech-no-subject",
            *_span([sentence[0], verbs[0]]),
            f"у сказуемого «{verbs[0].text}» нет подлежащего: ни одно слово не стоит "
            "в именительном падеже",
        )


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
    return Fault(
        "speech-lost-governor",
        *_span(sentence[:3]),
        f"«{_text(sentence[:3])}» – родительный падеж, а слова, от которого он зависел "
        "в действующей редакции, больше нет",
    )


_MOSTLY: Final = 0.85


# --- Units --------------------------------------------------------------------------------------

_SMALLER: Final = {"подпункт": 1, "абзац": 1, "часть": 2, "пункт": 3, "статья": 4}


def unit_chain(sentence: Sentence) -> Iterator[Fault]:
    """«пункт 6 статья 11»: a unit, its number, and right behind it the larger unit that holds it,
    not in the genitive."""
    for smaller, number, larger, its in zip(
        sentence, sentence[1:], sentence[2:], sentence[3:], strict=False
    ):
        ranks = [_rank(w) for w in (smaller, larger)]
        if not (number.text[0].isdigit() and its.text[0].isdigit() and all(ranks)):
            continue
        if ranks[0] < ranks[1] and "gen" not in larger.cases():
            genitive = next(
                (str(f.word) for p in parses(fold(larger.text)) if (f := p.inflect({"gent"}))), ""
            )
            yield Fault(
                "speech-units",
                *_span([smaller, its]),
                f"после «{smaller.text} {number.text}» нужен родительный падеж: "
                f"«{genitive} {its.text}», а не «{larger.text} {its.text}»",
            )


def _rank(word: Word) -> int:
    return max((_SMALLER.get(r.lemma, 0) for r in readings(word.text)), default=0)


IN_SENTENCE: Final = (
    infinitive,
    finite_after_modal,
    predicate,
    after_preposition,
    phrase_after_preposition,
    without_preposition,
    agreement,
    adjectives,
    participle,
    series,
    no_subject,
    unit_chain,
)
