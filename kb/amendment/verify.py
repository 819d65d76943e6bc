"""Сверка: where does the bank's later edition depart from what the laws order?

The laws are applied to the earlier edition, and the result is laid beside the bank's. A difference is
either ordered and not done, or done and not ordered by any law given; what a refused or unread command
may explain is undecided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.amendment.already import laws_of
from kb.amendment.chain import Chain, Law, Link, chain
from kb.amendment.identity import number_key, same_number
from kb.amendment.operation import Operation
from kb.amendment.words import occurrences
from kb.ground.saying import say
from kb.norm.act import Act, Edition, Status
from kb.norm.address import Step, Steps
from kb.norm.difference import Change, Row, compare
from kb.words.days import day_words
from kb.words.text import lookalike_key


@dataclass(frozen=True, slots=True)
class Made:
    """A change that a law orders and the bank shows."""

    law: Law
    operation: Operation
    steps: Steps


@dataclass(frozen=True, slots=True)
class Departure:
    """A unit where the bank and the laws differ: words before, as ordered and as the bank has them.

    `reason`: what can be said of it; `others`: laws not given that the bank's later notes of the unit
    name and its earlier ones do not, «30.06.2021 № 60-VII».
    """

    row: Row
    before: str
    ordered: str
    bank: str
    reason: str = ""
    others: tuple[str, ...] = ()

    @property
    def steps(self) -> Steps:
        unit = self.row.right or self.row.left
        assert unit is not None
        return unit.steps


@dataclass(frozen=True, slots=True)
class Open:
    """A command that was not carried out, so that what it orders is not judged."""

    law: Law
    words: str
    reason: str
    operation: Operation | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """The bank's edition held against the laws. `not_held`: units that one side does not hold."""

    chain: Chain
    by_law: tuple[Made, ...]
    not_ordered: tuple[Departure, ...]
    not_done: tuple[Departure, ...]
    undecided: tuple[Departure, ...]
    open: tuple[Open, ...]
    not_held: tuple[str, ...]


def verify(
    before: Edition, after: Edition, laws: Sequence[Law], acts: Iterable[Act] = ()
) -> Verified:
    """Holds the bank's later edition `after` against the laws applied to `before`."""
    applied = chain(before, laws, acts)
    waiting = tuple(each for link in applied.links for each in _open(link))
    unsure = {w.operation.target.steps[:1] for w in waiting if w.operation}
    difference = compare(applied.edition, after)
    old = _words(before)
    not_ordered: list[Departure] = []
    not_done: list[Departure] = []
    undecided: list[Departure] = []
    departing: set[Steps] = set()
    departures: list[Departure] = []
    for row in difference.rows:
        if row.status == Change.UNCHANGED or _both_gone(row):
            continue
        departure = _departure(row, old)
        departure = replace(departure, others=_others(departure.steps, before, after, laws))
        departing.add(departure.steps)
        departures.append(departure)
        if departure.steps[:1] in unsure:
            undecided.append(departure)
        elif departure.bank == departure.before and departure.ordered != departure.before:
            not_done.append(departure)
        else:
            not_ordered.append(departure)
    made = tuple(
        Made(link.law, done.operation, done.steps)
        for link in applied.links
        if link.result
        for done in link.result.applied
        if done.operation.kind != "none"
        and (
            _shown(done.operation, departures)
            if not done.steps
            else not _within(done.steps, departing)
        )
    )
    held = tuple(o.address for o in difference.not_held)
    return Verified(
        applied, made, tuple(not_ordered), tuple(not_done), tuple(undecided), waiting, held
    )


def _open(link: Link) -> Iterable[Open]:
    if link.left_out:
        yield Open(link.law, link.law.name, link.left_out)
    for unread in link.read.unread:
        yield Open(link.law, " ".join(unread.text.split())[:300], unread.reason)
    for refused in link.result.refused if link.result else ():
        span = refused.operation.span
        words = link.law.text[span[0] : span[1]] if span else ""
        own = None if refused.outside and refused.operation.target.act else refused.operation
        yield Open(link.law, " ".join(words.split())[:300], refused.reason, own)


def _words(edition: Edition) -> dict[Steps, str]:
    """The own words of each unit, its heading under the step `heading`."""
    words: dict[Steps, str] = {}
    for clause in edition.walk():
        words.setdefault(clause.steps, clause.own_text)
        if clause.heading:
            words.setdefault((*clause.steps, Step("heading")), clause.heading)
    return words


def _departure(row: Row, old: dict[Steps, str]) -> Departure:
    ordered = row.left.text if row.left else ""
    bank = row.right.text if row.right else ""
    unit = row.left or row.right
    assert unit is not None
    before = old.get(unit.steps, "")
    reason = ""
    if ordered and _letters(ordered) == _letters(bank):
        reason = say("amendment.verify_layout")
    elif row.left and row.right and before not in (ordered, bank):
        reason = say("amendment.verify_both")
    return Departure(row, before, ordered, bank, reason)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", lookalike_key(text))


def _others(steps: Steps, before: Edition, after: Edition, laws: Sequence[Law]) -> tuple[str, ...]:
    known = laws_of(before, steps)
    given = [(law.date, number_key(law.number)) for law in laws]
    return tuple(
        f"{day_words(day, 'ru')} № {number}"
        for day, number in laws_of(after, steps)
        if not any(day == d and same_number(number, n) for d, n in (*known, *given))
    )


def _both_gone(row: Row) -> bool:
    """Stubs of excluded units are worded variously, or not printed at all."""
    sides = [u for u in (row.left, row.right) if u is not None]
    return all(u.status == Status.EXCLUDED for u in sides)


def _shown(wide: Operation, departures: Iterable[Departure]) -> bool:
    """Whether the bank shows a change of the whole act's words: nowhere do they stand as before where
    the law's result has them changed."""
    adds = wide.kind == "insert_words"
    words = (wide.new if adds else wide.old) or ""

    def standing(text: str) -> bool:
        return bool(occurrences(text, words)) != adds

    return not any(
        standing(d.before) and standing(d.bank) and not standing(d.ordered) for d in departures
    )


def _within(steps: Steps, departing: set[Steps]) -> bool:
    return any(d[: len(steps)] == steps for d in departing)
