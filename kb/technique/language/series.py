"""Lists whose members stand in different forms: cases within a sentence, verbs that open subpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.ground.saying import listed, say
from kb.technique.language.fault import Fault
from kb.technique.language.sentence import Sentence, agreed_cases, text_of
from kb.words.morphology import Word, words


def series(sentence: Sentence) -> Iterator[Fault]:
    """«вопросы здравоохранения, образования, охрана природы и местного бюджета»: a member of a
    list in the nominative between members in the genitive.

    Judged are runs of plain members (adjectives, a noun, what depends on it), with two in the
    genitive before and one behind; only forms that can be nothing else count.
    """
    run = _Run()
    for member in _members(sentence):
        read = _member(member)
        if read is None:
            run = _Run()
            continue
        wrong = run.add(read)
        if wrong:
            members = listed((f"«{text_of(m)}»" for m in wrong), mark=", ")
            said = say("speech-series", members=members)
            yield Fault(said, wrong[0][0].start, wrong[-1][-1].end)
            run = _Run()


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of a list: the cases of its head, its words, and those that depend on the head."""

    cases: frozenset[str]
    words: Sequence[Word]
    below: Sequence[Word]


@dataclass(slots=True)
class _Run:
    """Members in a row. `genitives`: how many of the first may all be genitive; `sure`: the place
    of the first that can be nothing else."""

    members: list[_Member] = field(default_factory=list)
    genitives: int = 0
    sure: int | None = None

    def add(self, last: _Member) -> list[Sequence[Word]]:
        """Takes the next member; gives those in the nominative between two or more genitives and
        it, none where it ends no such row."""
        count = cut = len(self.members)
        # «полномочия секретаря и председателя»: the last one hangs on its neighbour.
        ends = last.cases == {"gen"} and count > 0 and not self.members[-1].below
        while ends and cut and self.members[cut - 1].cases <= {"nom", "acc"}:
            cut -= 1
        enough = ends and 1 < cut <= self.genitives and self.sure is not None and self.sure < cut
        wrong = [m.words for m in self.members[cut:]] if enough else []
        self.members.append(last)
        if "gen" in last.cases and self.genitives == count:
            self.genitives += 1
        if last.cases == {"gen"} and self.sure is None:
            self.sure = count
        return wrong


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


_OPENING: Final = re.compile(r"\s*\d+(?:-\d+)*\)\s+(?P<verb>[а-яё]+)(?!\w)")
_MOST: Final = 2  # members in the other form, from which the one that differs is the slip


def openings(lines: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    """«1) избирает …; 2) утверждать …; 3) решает …»: one subpoint opens with an infinitive among
    finite verbs, or the other way round.

    `lines`: a text's lines and where they begin. A run of subpoints is judged, without those that
    open with another part of speech.
    """
    run: list[tuple[int, Word]] = []
    for at, line in (*lines, (0, "")):
        match = _OPENING.match(line)
        if match:
            run += [(at + match.start("verb"), w) for w in words(match["verb"])]
        elif run:
            yield from _other_form(run)
            run = []


def _other_form(run: Sequence[tuple[int, Word]]) -> Iterator[Fault]:
    infinitives = [each for each in run if each[1].only("INFN")]
    finite = [
        (at, w) for at, w in run if w.only("VERB") and any("3per" in r.tags for r in w.readings)
    ]
    for one, others in ((infinitives, finite), (finite, infinitives)):
        if len(one) == 1 and len(others) >= _MOST:
            ((at, verb),) = one
            told = say("speech-infinitive.list", verb=verb.text, other=others[0][1].text)
            yield Fault(told, at, at + len(verb.text))
