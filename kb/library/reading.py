"""Reading sources into the rows that the library keeps: many at once by several processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kb.ground import processes
from kb.ground.errors import KbError
from kb.library import corpus, index
from kb.library.sources import sha
from kb.library.stored import doubt_data, dump, layout, numbered
from kb.norm import dates
from kb.norm.act import Act, Edition
from kb.norm.address import steps_text

PARALLEL_FROM = 64  # fewer sources are read sooner by one process than others start
MOST = 7  # more would wait for the one that writes


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition as rows: what a reading process hands over."""

    name: str
    act: str
    date: str
    language: str
    data: str
    clauses: list[tuple[Any, ...]]
    indexed: list[index.Indexed]


def prepare(edition: Edition) -> Prepared:
    """An edition as the rows that the library keeps of it."""
    positioned = list(numbered(edition.root))
    data = {
        "title": edition.title,
        "front": edition.front,
        "doubts": [doubt_data(d) for d in edition.doubts],
        "held": [str(u) for u in edition.held],
        "divisions": [[str(s), low, high] for s, low, high in edition.divisions],
        "changes": [asdict(c) for c in dates.all_changes([edition])],
    }
    rows = [
        (
            *(position, parent, steps_text(clause.steps), clause.kind, clause.number, clause.mark),
            *(clause.heading, clause.own_text, clause.status.value),
            dump([asdict(n) for n in clause.notes]) if clause.notes else "",
            dump(layout(clause)),
        )
        for position, (clause, parent) in enumerate(positioned)
    ]
    return Prepared(
        *(edition.name, edition.act, edition.date, edition.language, dump(data), rows),
        index.indexed(edition, enumerate(clause for clause, _ in positioned)),
    )


# What became of reading a source: its rows, or why a user's cannot be read.
Read = Prepared | KbError


@dataclass(frozen=True, slots=True)
class _Task:
    """A source with what acts.yaml and readings.yaml say of its act."""

    source: corpus.Source
    acts: dict[str, Act]
    readings: dict[str, dict[str, str]]


def _read(task: _Task) -> Read:
    try:
        return prepare(corpus.read_edition(task.source, task.acts, task.readings))
    except KbError as error:
        if task.source.own:
            return error
        raise


def read_all(
    sources: list[corpus.Source], acts: dict[str, Act], readings: dict[str, dict[str, str]]
) -> Iterator[tuple[corpus.Source, Read]]:
    """The sources as rows, in their order; many are read by several processes, a few at a time. Raises the
    readers' errors for a built-in source."""

    def task(source: corpus.Source) -> _Task:
        mine = {source.act: acts[source.act]} if source.act in acts else {}
        words = {n: readings[n] for n in (source.name,) if n in readings}
        return _Task(source, mine, words)

    # A core of many is left to the process that writes what they read; of two it takes a share.
    cores = processes.cores()
    workers = min(cores if cores < 3 else cores - 1, MOST) if len(sources) >= PARALLEL_FROM else 1
    for done, read in processes.each(_read, map(task, sources), workers):
        yield done.source, read


def entry(source: corpus.Source, acts: dict[str, Act], readings: dict[str, dict[str, str]]) -> str:
    """The mark of what acts.yaml and readings.yaml say of an edition: changed, it is read anew."""
    act = acts.get(source.act)
    known = act.edition(source.date) if act else None
    if act is None or known is None:
        return ""
    held = [[language, [str(u) for u in units]] for language, units in known.held]
    divisions = [[str(s), low, high] for s, low, high in act.divisions]
    return sha(dump([act.title, divisions, held, readings.get(source.name, {})]).encode())


def rank(source: corpus.Source, acts: dict[str, Act]) -> int:
    """Where the index keeps a source; one that acts.yaml does not name is about to be refused."""
    act = acts.get(source.act)
    return rank_of(act, source.date, source.language) if act else 0


def rank_of(act: Act, date: str, language: str) -> int:
    """Where the index keeps an edition of an act: the newest held one apart from those before."""
    held = act.held_dates(language)
    return index.rank(act.force, language, superseded=bool(held) and date != held[-1])
