"""Reading sources into the rows that the library keeps: many at once by several processes."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kb.ground.errors import KbError
from kb.library import corpus, index
from kb.library.sources import sha
from kb.library.stored import doubt_data, dump, layout, numbered
from kb.norm import dates
from kb.norm.act import Act, Edition
from kb.norm.address import steps_text

if TYPE_CHECKING:
    from concurrent.futures import Future

PARALLEL_FROM = 64  # fewer sources are read sooner by one process than others start


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


def _read(source: corpus.Source, acts: dict[str, Act], readings: dict[str, dict[str, str]]) -> Read:
    try:
        return prepare(corpus.read_edition(source, acts, readings))
    except KbError as error:
        if source.own:
            return error
        raise


def read_all(
    sources: list[corpus.Source], acts: dict[str, Act], readings: dict[str, dict[str, str]]
) -> Iterator[tuple[corpus.Source, Read]]:
    """The sources as rows, in their order; many are read by several processes, a few at a time. Raises the
    readers' errors for a built-in source.

    Only the main thread starts processes: the pages read in their own.
    """
    import multiprocessing

    workers = min(os.cpu_count() or 1, 8) - 1
    main = threading.current_thread() is threading.main_thread()
    child = multiprocessing.parent_process() is not None
    if len(sources) < PARALLEL_FROM or workers < 2 or child or not main:
        for source in sources:
            yield source, _read(source, acts, readings)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    waiting: deque[tuple[corpus.Source, Future[Read] | None]] = deque()
    with ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_die_with_parent
    ) as pool:

        def hand(source: corpus.Source) -> Future[Read] | None:
            mine = {source.act: acts[source.act]} if source.act in acts else {}
            words = {n: readings[n] for n in (source.name,) if n in readings}
            try:
                return pool.submit(_read, source, mine, words)
            except (
                BrokenProcessPool,
                OSError,
            ):  # none of them can be started: the work is done here
                return None

        def taken(source: corpus.Source, future: Future[Read] | None) -> Read:
            with suppress(BrokenProcessPool):  # a reader was killed: its work is done here
                if future is not None:
                    return future.result()
            return _read(source, acts, readings)

        try:
            for source in sources:
                waiting.append((source, hand(source)))
                if len(waiting) > 4 * workers:
                    first, future = waiting.popleft()
                    yield first, taken(first, future)
            while waiting:
                first, future = waiting.popleft()
                yield first, taken(first, future)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _die_with_parent() -> None:
    """A reading process ends when the building one is killed: nobody else would end it."""
    import multiprocessing

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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
