"""Lists within a sentence whose members stand in different cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.morphology import Word
from kb.technique.fault import Fault
from kb.technique.finding import say
from kb.technique.sentence import Sentence, agreed_cases, text_of
from kb.technique.template import listed


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
            members = listed((f"«{text_of(m)}»" for m in wrong), mark=", ")
            said = say("speech-series", members=members)
            yield Fault(said, wrong[0][0].start, wrong[-1][-1].end)
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
            cases = agreed_cases(member[:nth], word)
            return _Member(cases, member, member[nth + 1 :]) if cases else None
    return None
