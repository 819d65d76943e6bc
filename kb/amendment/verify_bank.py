"""Сверка of a whole clone: each two neighbouring editions of each act against the laws between them.

The laws are those that the clone's own cause of an edition and the new notes of its text name. Their texts
are looked for among the laws given and among the acts of the clone; one that is found nowhere is named, and
a pair without any is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from kb.amendment.chain import Law
from kb.amendment.identity import number_key, same_number
from kb.amendment.verify import Verified, verify
from kb.ground import processes
from kb.ground.errors import KbError
from kb.norm import dates
from kb.norm.act import Act, Edition
from kb.read import git, requisites
from kb.words.days import day_words

PARALLEL_FROM: Final = 8  # fewer pairs are verified sooner by one process than others start

# Laws by language and day, each with its number and where its text is.
Laws = Mapping[tuple[str, str], Sequence[tuple[str, Law | git.Stored]]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring editions of an act in one language, as they lie in the clone."""

    old: git.Stored
    new: git.Stored


@dataclass(frozen=True, slots=True)
class Held:
    """A pair held against its laws. `laws`: those whose text was there, `missing`: those that were named only;
    `answer` is None where none was there; `reason`: why the pair or its act cannot be read."""

    act: str
    language: str
    before: str
    after: str
    laws: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    answer: Verified | None = None
    reason: str = ""

    @property
    def clean(self) -> bool:
        """Whether all that the bank changed is what the laws order, and nothing is left open."""
        a = self.answer
        return a is not None and not (a.not_ordered or a.not_done or a.undecided or a.open)


def verify_bank(
    path: Path, given: Sequence[Law], acts: Iterable[Act]
) -> tuple[int, Iterator[Held]]:
    """How many pairs a clone has, and each of them, held against the laws; acts that cannot be read first.
    Raises BadSource for what is no clone of acts."""
    listed = list(git.editions(path))
    broken = [
        Held(b.folder, "", "", "", reason=b.reason) for b in listed if isinstance(b, git.Broken)
    ]
    stored = [s for s in listed if isinstance(s, git.Stored)]
    pairs = list(_pairs(stored))
    work = partial(_held, laws=_laws(stored, given), acts=tuple(acts))
    workers = processes.cores() if len(pairs) >= PARALLEL_FROM else 1

    def each() -> Iterator[Held]:
        yield from broken
        for _, held in processes.each(work, pairs, workers):
            yield held

    return len(broken) + len(pairs), each()


def _pairs(stored: Iterable[git.Stored]) -> Iterator[Pair]:
    for _, group in groupby(stored, key=lambda s: s.folder):
        of_act = sorted(group, key=lambda s: (s.language, s.date))
        for old, new in pairwise(of_act):
            if old.language == new.language:
                yield Pair(old, new)


def _laws(stored: Iterable[git.Stored], given: Iterable[Law]) -> Laws:
    """Every text that may be a law: those given before those of the clone, of an act its oldest edition."""
    laws: dict[tuple[str, str], list[tuple[str, Law | git.Stored]]] = {}
    for law in given:
        key = (requisites.language_of(law.text), law.date)
        laws.setdefault(key, []).append((law.number, law))
    seen = set()
    for each in stored:
        if (each.folder, each.language) not in seen:
            seen.add((each.folder, each.language))
            said = requisites.parse(str(each.front.get("requisites") or ""))
            day = str(each.front.get("adopted") or said.adopted)
            laws.setdefault((each.language, day), []).append((said.number, each))
    return laws


def _held(pair: Pair, *, laws: Laws, acts: tuple[Act, ...]) -> Held:
    old, new = pair.old, pair.new
    blank = Held(new.folder, new.language, old.date, new.date)
    try:
        before, after = git.parsed(old).edition, git.parsed(new).edition
        texts, missing = _between(before, after, new, laws)
        names = tuple(law.name for law in texts)
        answer = verify(before, after, texts, acts) if texts else None
    except KbError as error:
        return Held(*(blank.act, blank.language, blank.before, blank.after), reason=error.said)
    return Held(*(blank.act, blank.language, blank.before, blank.after), names, missing, answer)


def _between(
    before: Edition, after: Edition, new: git.Stored, laws: Laws
) -> tuple[list[Law], tuple[str, ...]]:
    """The laws between two editions whose texts are there, and those that are named only."""
    cause = requisites.parse(str(new.front.get("cause") or ""))
    named = {(cause.adopted, number_key(cause.number))} if cause.number else set()
    held = set(_noted(before))
    named |= {law for law in _noted(after) if law not in held and law[0] <= after.date}
    texts, missing = [], []
    for day, number in sorted(named):
        law = _text(laws.get((new.language, day), ()), number)
        if law is not None:
            texts.append(law)
        else:
            missing.append(f"{day_words(day, 'ru')} № {number}".strip())
    return texts, tuple(missing)


def _noted(edition: Edition) -> Iterator[tuple[str, str]]:
    """The laws that the notes of an edition name: day and number."""
    for clause in edition.walk():
        for note in clause.notes:
            for law in dates.changes(note.text):
                yield law.date, number_key(law.number)


def _text(there: Iterable[tuple[str, Law | git.Stored]], number: str) -> Law | None:
    for own, law in there:
        if own and same_number(number_key(own), number):
            if isinstance(law, Law):
                return law
            text = git.parsed(law).edition.root.text
            day = str(law.front.get("adopted") or "")
            return Law(f"{law.folder} (№ {own})", text, day, own, "law")
    return None
