"""The life of a clause: its wordings through the editions held, and the law of each change.

Editions are compared two by two; a clause is followed by what is paired below it, so that a new
number or a new place does not break its line. Where an edition between two held ones is only known,
or a law is named only by a note, that is said and not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kb.ground.errors import NotFound
from kb.ground.saying import say
from kb.norm import dates
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps
from kb.norm.dates import AmendingLaw as Law
from kb.norm.difference import Difference, compare
from kb.norm.marks import Segments, word_segments


class Event(StrEnum):
    """What an edition did to a clause, seen from the edition held before it."""

    FIRST = "first"  # the oldest text held: when it came is not known from here
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"  # the same words at another address
    INSERTED = "inserted"
    EXCLUDED = "excluded"
    ABSENT = "absent"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause in one edition.

    `laws` are the amending laws that its notes date to this change. `between` are known editions
    not held since the one before: the text may have changed in any of them, so `cause`, the law of
    this edition, is given only where there are none.
    """

    edition: str
    address: str
    event: Event
    text: str = ""
    segments: Segments = ()
    cause: str = ""
    laws: tuple[Law, ...] = ()
    between: tuple[str, ...] = ()


def comparisons(editions: Sequence[Edition]) -> list[Difference]:
    """Each edition compared with the one before it, for `history` of many clauses."""
    return [compare(older, newer) for older, newer in pairwise(editions)]


def history(
    editions: Sequence[Edition],
    steps: Steps,
    act: Act,
    at: str = "",
    between: Sequence[Difference] | None = None,
) -> list[Wording]:
    """The wordings of a clause through `editions` (of one language, oldest first).

    `steps` name it in the edition `at`, by default the newest; `between` are the `comparisons` of
    these editions, where they are made already. Raises as Edition.resolve does, and NotFound when
    `at` is not among the editions.
    """
    if not editions or (at and all(e.date != at for e in editions)):
        raise NotFound(say("norm.edition_not_among", act=act.id, date=at))
    start = next((n for n, e in enumerate(editions) if e.date == at), len(editions) - 1)
    clauses: dict[int, Clause | None] = {start: editions[start].resolve(steps)}
    between = comparisons(editions) if between is None else between
    for n in range(start, 0, -1):
        clauses[n - 1] = _counterpart(clauses[n], between[n - 1], editions[n - 1], back=True)
    for n in range(start, len(editions) - 1):
        clauses[n + 1] = _counterpart(clauses[n], between[n], editions[n + 1], back=False)
    last = steps
    wordings: list[Wording] = []
    for n, edition in enumerate(editions):
        clause = clauses[n]
        last = clause.steps if clause else last
        before = clauses[n - 1] if n else None
        event = _event(edition, clause, before, last, first=n == 0)
        wordings.append(
            _wording(edition, clause, before, event, act, editions[n - 1] if n else None)
        )
    return wordings


def timeline(act: Act, language: str) -> Iterator[tuple[str, str, str, bool]]:
    """(date, cause, when it takes effect, whether the text is held) of each known edition."""
    for edition in act.editions:
        held = language in dict(edition.held)
        yield edition.date, edition.cause, edition.takes_effect, held


def _counterpart(
    clause: Clause | None, difference: Difference, there: Edition, *, back: bool
) -> Clause | None:
    """The clause of a neighbouring edition in which most of this one's words are found again."""
    if clause is None:
        return None
    depth = len(clause.steps)
    votes: Counter[Steps] = Counter()
    for row in difference.rows:
        mine, other = (row.right, row.left) if back else (row.left, row.right)
        if mine is None or other is None or mine.steps[:depth] != clause.steps:
            continue
        tail = [s for s in mine.steps[depth:] if str(s) != "part_1"]
        theirs = [s for s in other.steps if str(s) != "part_1"]
        owner = tuple(theirs[: len(theirs) - len(tail)])
        if owner and [s.unit for s in theirs[len(owner) :]] == [s.unit for s in tail]:
            votes[owner] += len(mine.text)
    for owner, _ in votes.most_common():
        if (same := there.find(owner)) is not None:
            return same
    # Nothing below it is paired: a stub has no words to pair, but keeps its number.
    return there.find(clause.steps) if not clause.live else _stub(there, clause.steps)


def _stub(edition: Edition, steps: Steps) -> Clause | None:
    clause = edition.find(steps)
    return clause if clause is not None and not clause.live else None


def _event(
    edition: Edition, clause: Clause | None, before: Clause | None, steps: Steps, *, first: bool
) -> Event:
    if clause is None:
        return Event.ABSENT if edition.holds(steps) else Event.NOT_HELD
    if not clause.live:
        return Event.EXCLUDED
    if first:
        return Event.FIRST
    if before is None or not before.live:
        return Event.INSERTED
    if clause.text != before.text and _words(clause) != _words(before):
        return Event.CHANGED
    return Event.UNCHANGED if clause.steps == before.steps else Event.MOVED


def _words(clause: Clause) -> list[str]:
    """The words of a clause without number marks."""
    return [t for c in clause.walk() if c.live for t in (c.heading, c.own_text) if t]


def _wording(
    edition: Edition,
    clause: Clause | None,
    before: Clause | None,
    event: Event,
    act: Act,
    previous: Edition | None,
) -> Wording:
    since = previous.date if previous else ""
    between = tuple(e.date for e in act.editions if since and since < e.date < edition.date)
    known = act.edition(edition.date)
    changed = event in (Event.CHANGED, Event.MOVED, Event.INSERTED, Event.EXCLUDED)
    text = clause.text if clause else ""
    return Wording(
        edition=edition.date,
        address=edition.address(clause.steps) if clause else "",
        event=event,
        text=text,
        segments=word_segments(before.text, text) if event is Event.CHANGED and before else (),
        cause=known.cause if known and changed and not between else "",
        laws=tuple(laws(edition, clause, since)) if changed and clause else (),
        between=between,
    )


def laws(edition: Edition, clause: Clause, since: str) -> Iterator[Law]:
    """Amending laws after `since` that the notes of a clause, or of what holds it, name."""
    owners = [edition.index.get(clause.steps[:n]) for n in range(1, len(clause.steps))]
    yield from dict.fromkeys(
        law
        for each in (clause, *reversed(owners))
        if each is not None
        for law in own_laws(edition, each, since, below=each is clause)
    )


def own_laws(edition: Edition, clause: Clause, since: str, *, below: bool = True) -> Iterator[Law]:
    """Those that its own notes name, and with `below` the notes of its units."""
    for each in clause.walk() if below else (clause,):
        stub = [each.own_text] if not each.live and each.own_text else []
        for text in (*(n.text for n in each.notes), *stub):
            for law in dates.changes(text):
                if since < law.date <= edition.date:
                    yield law
