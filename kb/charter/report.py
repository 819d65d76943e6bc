"""Compliance over the library: the texts of a day, the rules, packages applied, what the studies say.

One answer for the command line and the pages; the verdicts themselves are kb.charter's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kb.amendment.carried import carried_out
from kb.amendment.package import Package
from kb.charter import paragraphs as charter_paragraphs
from kb.charter import positions as charter_positions
from kb.charter import rules as charter_rules
from kb.charter import table
from kb.charter.assess import Assessment, assess
from kb.charter.between import Between, Day, between
from kb.charter.changed import VerdictChange, changed
from kb.charter.paragraphs import Paragraph
from kb.charter.positions import Positions, Standing, stand
from kb.charter.rules import Rules
from kb.charter.texts import Texts, gather
from kb.ground.errors import NotFound
from kb.ground.saying import say
from kb.library import Library
from kb.norm import dates
from kb.norm.act import Edition


@dataclass(frozen=True, slots=True)
class Measure:
    """What verdicts are computed by: the duties, the rules, the studies' positions, all editions.

    `heirs`: the act that took another's place. `built_in`: by the rules that the program ships, so
    that its verdicts follow from the library alone.
    """

    paragraphs: tuple[Paragraph, ...]
    rules: Rules
    positions: Positions
    held: Mapping[str, Sequence[Edition]]
    heirs: Mapping[str, str]
    built_in: bool = False


class Held(Mapping[str, Sequence[Edition]]):
    """The held editions of every act, read when they are asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getitem__(self, act: str) -> Sequence[Edition]:
        if act not in self._library.acts:
            raise KeyError(act)
        return self._library.editions(act)

    def __iter__(self) -> Iterator[str]:
        return iter(self._library.acts)

    def __len__(self) -> int:
        return len(self._library.acts)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A package's change that could not be made, and why."""

    package: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Verdicts on the texts of a day; with packages, on the proposed texts and what changes.

    `after` is `before` when no package is asked for.
    """

    before: Assessment
    after: Assessment
    changes: tuple[VerdictChange, ...]
    standings: tuple[Standing, ...]
    packages: tuple[str, ...]
    refused: tuple[Refusal, ...]


def measure(library: Library, files: Iterable[Path] = charter_rules.FILES) -> Measure:
    """The duties, rules and positions, checked against this library; errors name file and line."""
    files = tuple(files)
    built_in = files == charter_rules.FILES
    held = Held(library)
    read = partial(_read, library, held, files)
    duties, rules, positions = library.kept("charter rules", read) if built_in else read()
    heirs = {act.id: act.successor for act in library.acts.values() if act.successor}
    return Measure(duties, rules, positions, held, heirs, built_in)


def _read(
    library: Library, held: Held, files: Iterable[Path]
) -> tuple[tuple[Paragraph, ...], Rules, Positions]:
    duties = charter_paragraphs.load()
    try:
        printed = table.from_data(library.table(charter_positions.TABLE))
    except NotFound:
        printed = None
    return (
        duties,
        charter_rules.load(duties, held, files),
        charter_positions.load(printed, library.studies(), duties),
    )


def texts(library: Library, rules: Rules, day: str | None = None) -> Texts:
    """The texts that the rules read: in force on the day, or the newest held."""
    day = dates.day(day) if day else None

    def read(act: str) -> tuple[Edition, tuple[str, ...]]:
        return library.on(act, day) if day else (library.edition(act), ())

    return gather(library.acts, rules.acts, read, day)


def on_two_days(library: Library, by: Measure, day: str, other: str | None) -> tuple[Between, ...]:
    """What differs in the verdicts of two days, `day` first, None the newest texts. Raises KbError for
    what is no day."""
    first, second = (
        Day(read, assess(read, by.rules, by.paragraphs))
        for read in (texts(library, by.rules, each) for each in (day, other))
    )
    return between(first, second, library.acts)


def propose(held: Texts, packages: Iterable[Package]) -> tuple[Texts, tuple[Refusal, ...]]:
    """The texts with the packages applied in their order, and what could not be applied."""
    refused = []
    for package in packages:
        changes = [i.target.act for i in package.items if i.operations()]
        if not changes:
            refused.append(Refusal(package.id, "", say("charter.nothing_to_apply")))
        for act in dict.fromkeys(changes):
            edition = held.editions.get(act)
            if edition is None:
                refused.append(Refusal(package.id, act, _absent(act, held)))
                continue
            done = carried_out(package, edition)
            held = held.proposing(done.edition)
            refused += [
                Refusal(package.id, str(each.item.target), each.refused) for each in done.refused
            ]
    return held, tuple(refused)


def _absent(act: str, held: Texts) -> str:
    if act in held.idle:
        return say("charter.act_not_in_force")
    return held.missing.get(act, say("charter.act_not_read"))


def compare(before: Assessment, after: Assessment, by: Measure) -> tuple[VerdictChange, ...]:
    """What differs between two assessments: of a law and its draft, or of two days."""
    return changed(before, after, by.rules, by.held, by.heirs)


def of_day(library: Library, by: Measure, day: str | None = None) -> Assessment:
    """The verdicts on the law of a day, or on the newest texts held.

    Those by the built-in rules are kept with the library for the days from which an edition is held.
    """
    day = dates.day(day) if day else None

    def computed() -> Assessment:
        return assess(texts(library, by.rules, day), by.rules, by.paragraphs)

    named = {None, *(e.date for act in library.acts.values() for e in act.editions)}
    if not by.built_in or day not in named:
        return computed()
    return library.kept(f"verdicts {day or 'newest'}", computed)


def report(
    library: Library, by: Measure, day: str | None = None, packages: Sequence[str | Package] = ()
) -> Report:
    """The verdicts of a day, and with packages (of the library by id, or any other) what they
    change."""
    before = of_day(library, by, day)
    chosen = [library.package(p) if isinstance(p, str) else p for p in packages]
    after, refused = before, tuple[Refusal, ...]()
    if chosen:
        proposed, refused = propose(texts(library, by.rules, day), chosen)
        after = assess(proposed, by.rules, by.paragraphs)
    return Report(
        before,
        after,
        compare(before, after, by) if chosen else (),
        stand(by.positions.positions, before),
        tuple(p.id for p in chosen),
        refused,
    )
