"""The library: corpus and packages in one SQLite file, built from sources and searched.

The library is derived from its sources and never edited by hand: `Library.open` compares the
fingerprint of every source and rebuilds what changed, in one transaction, so that an answer never
comes from a stale text. Here is its face; behind it:

sources   what it is built from, and the marks by which a change is seen
reading   sources into rows, many at once by several processes
building  what changed, read anew and stored
stored    acts, editions and clauses as rows and JSON, and back
index     what of a clause is indexed; search finds in it
file      the SQLite file, its tables and errors
sums      checksums of what no row's own holds: the index, the days, which rows there are
kept      what follows from the library alone, and is computed anew when that changes
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from kb.disk.files import write_file
from kb.ground.errors import NotFound, NotHeld
from kb.ground.saying import say
from kb.library import index, kept, search, sums
from kb.library.building import (
    ASIDE,
    BuildReport,
    Progress,
    build_anew,
    opened,
    settle,
)
from kb.library.corpus import Aside
from kb.library.file import Busy, Damaged, LibraryError, clear
from kb.library.remembered import Remembered
from kb.library.search import ClauseHit, ClauseHits, Scope
from kb.library.sources import Places, fingerprint, places
from kb.library.stored import act_from, aside_from, edition_from, evidence_from, unsealed
from kb.norm import dates
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Address, full, parse

if TYPE_CHECKING:
    from kb.amendment.package import Package
    from kb.library.study import Study
    from kb.studies.exhibits import Exhibits

T = TypeVar("T")

NAMED = 50  # acts named with their reason among those not searched on a day
__all__ = [
    "BuildReport",
    "Busy",
    "ClauseHit",
    "ClauseHits",
    "Library",
    "LibraryError",
    "Places",
    "fingerprint",
    "places",
]


class Library:
    """An open library. Lookups raise NotFound, NotHeld or Ambiguous with the nearest names."""

    def __init__(
        self, connection: sqlite3.Connection, where: Places, unsettled: tuple[Aside, ...] = ()
    ) -> None:
        self._unsettled = unsettled
        self._connection = connection
        self._lock = threading.RLock()
        self.places = where
        self._edition = lru_cache(maxsize=64)(partial(edition_from, self._rows))
        self._acts = lru_cache(maxsize=1)(self._read_acts)
        self.remembered = Remembered(256)
        self._index_is_sound = False
        self._on_day = lru_cache(maxsize=8)(self._editions_on)
        # As it stands when it is opened, for the acts and editions once read stay as they were.
        self._mark = kept.mark(connection, where.corpora)

    # -- opening and building ------------------------------------------------------------------

    @classmethod
    def open(cls, where: Places, progress: Progress | None = None) -> Library:
        """The library of these sources, brought up to date first."""
        return cls.build(where, progress)[0]

    @classmethod
    def build(
        cls, where: Places, progress: Progress | None = None, *, thorough: bool = False
    ) -> tuple[Library, BuildReport]:
        """Builds what is missing or changed, in one transaction; safe to repeat and to interrupt.
        `thorough`: every row is held against its checksum first, and a damaged library built anew.

        Raises LibraryError (file locked, read-only, of another version, not a library) or the
        readers' errors naming the source file and line; the library then stays as it was.
        """
        unsettled = settle(where)
        with clear(where.db):
            connection, report = opened(where, progress, thorough=thorough)
        try:
            with clear(where.db):
                library = cls(connection, where, unsettled)
            refused = [a.reason for a in library.aside if not a.own]
            if refused and not where.forgiving:  # the app has built it, and went on without it
                from kb.amendment.package import BadPackage

                raise BadPackage(refused[0])
        except BaseException:
            connection.close()
            raise
        return library, report

    def copy_to(self, path: Path) -> None:
        """Writes a copy of the library file, whole or not at all. Raises LibraryError, CannotWrite."""
        with self._lock, clear(path):
            data = self._connection.serialize()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)

    def close(self) -> None:
        self._connection.close()

    def kept(self, name: str, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once for as long as the library's sources and the program
        stay as they are; it must follow from these alone.

        Its parts are dataclasses, sayings, enumerations of the program, and plain values.
        """
        with self._lock:
            stored = kept.read(self._connection, name, self._mark)
        if stored:
            value: T = stored[0]
            return value
        value = compute()
        with self._lock:
            now = kept.mark(self._connection, self.places.corpora)
            if now == self._mark and not self._connection.in_transaction:
                kept.write(self._connection, name, now, value)
        return value

    # -- looking up ----------------------------------------------------------------------------

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock, clear(self.places.db):
            return self._connection.execute(query, values).fetchall()

    def _data(self, query: str, *values: object) -> list[Any]:
        """What is stored as sealed JSON under the names that a query for (name, data) gives."""
        with self._mending():
            return [unsealed(*row) for row in self._rows(query, *values)]

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Several queries that see one state of the library, whatever another program builds
        meanwhile: an act is never looked up before a change and its text after it."""
        with self._lock, clear(self.places.db):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("begin")
            with self._mending():
                try:
                    yield
                finally:
                    if self._connection.in_transaction:
                        self._connection.execute("rollback")

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """Nothing is shown of a file whose bytes were changed: the library is built anew from its
        sources, and the error that found the damage says so."""
        try:
            yield
        except Damaged:
            with self._lock, clear(self.places.db):
                if not self._connection.in_transaction:
                    self._connection, _ = build_anew(self._connection, self.places)
                    self._index_is_sound = False
                    self._on_day.cache_clear()  # editions have other numbers now
            raise

    def _check_index(self) -> None:
        """Raises Damaged where the search index is not as the build wrote it; looked at once."""
        with self._lock, clear(self.places.db):
            if not self._index_is_sound and sums.small(self._connection):
                sums.check(self._connection, "index")
            self._index_is_sound = True

    @property
    def acts(self) -> Mapping[str, Act]:
        """All acts by id, as they were when first asked for: a page asks hundreds of times, and
        when the sources change the library is opened anew."""
        return self._acts()

    def _read_acts(self) -> Mapping[str, Act]:
        acts = map(act_from, self._data("select id, data from acts order by position"))
        return MappingProxyType({act.id: act for act in acts})

    def act(self, act: str) -> Act:
        """The act with this id; NotFound with the nearest ids."""
        stored = self._data("select id, data from acts where id = ?", act)
        if stored:
            return act_from(stored[0])
        there = [name for (name,) in self._rows("select id from acts order by position")]
        raise NotFound(say("library.act_unknown", act=act, there=", ".join(_near(act, there))))

    def edition(self, act: str, date: str | None = None, language: str | None = None) -> Edition:
        """An edition held; without a date the newest one. NotFound or NotHeld name what there is."""
        with self._whole():
            return self._edition_held(act, date, language)

    def _edition_held(self, act: str, date: str | None, language: str | None) -> Edition:
        known = self.act(act)
        tongue = language or "ru"
        held = known.held_dates(tongue)
        if not held:
            there = sorted({k for e in known.editions for k, _ in e.held})
            raise NotHeld(
                say("library.act_no_language", act=act, language=tongue, there=", ".join(there))
            )
        if date is None:
            date = held[-1]
        if date not in held:
            only_known = known.edition(date) is not None
            nearest = ", ".join(sorted(held, key=lambda d: abs(_days(d) - _days(date)))[:3])
            if only_known:
                raise NotHeld(
                    say(
                        "library.edition_known_only",
                        act=act,
                        date=date,
                        language=tongue,
                        held=nearest,
                    )
                )
            raise NotFound(
                say("library.edition_no_such", act=act, date=date, language=tongue, held=nearest)
            )
        return self._edition(full(act, date, tongue, ()))

    def on(
        self, act: str, day: str, language: str | None = None
    ) -> tuple[Edition, tuple[str, ...]]:
        """The edition in force on a day with remarks; NotHeld when that text is not here."""
        with self._whole():
            known, day = self.act(act), dates.day(day)
            held = [self.edition(act, e.date, t) for e in known.editions for t, _ in e.held]
            date, remarks = dates.edition_on(known, day, language or "ru", dates.all_changes(held))
            return self.edition(act, date, language), remarks

    def editions(self, act: str, language: str = "ru") -> list[Edition]:
        """The editions of an act that are held, oldest first."""
        with self._whole():
            return [self.edition(act, d, language) for d in self.act(act).held_dates(language)]

    def clause(self, address: Address) -> tuple[Edition, Clause]:
        """The edition and the clause that an address names."""
        edition = self.edition(address.act, address.edition, address.language)
        return edition, edition.resolve(address.steps)

    def find(self, text: str) -> tuple[Edition, Clause]:
        """As `clause`, from the address as a string."""
        return self.clause(parse(text))

    def editions_for(self, package: Package, against: str) -> dict[str, Edition]:
        """The edition to compare a package with, by act.

        `against`: `author` (the edition its author had), `newest`, or a date on which the edition
        in force is taken. Raises NotHeld when that text is not here.
        """
        chosen: dict[str, Edition] = {}
        for act in package.acts:
            if against == "author":
                chosen[act] = self.edition(act, package.edition_of(act))
            elif against == "newest":
                chosen[act] = self.edition(act)
            else:
                chosen[act], _ = self.on(act, against)
        return chosen

    # -- packages and tables -------------------------------------------------------------------

    def packages(self) -> list[Package]:
        """All packages, those with ready texts before the concepts."""
        from kb.amendment.package import from_data

        rows = self._data("select id, data from packages order by position")
        packages = [from_data(data) for data in rows]
        return sorted(packages, key=lambda p: p.kind != "text")

    def package(self, name: str) -> Package:
        """The package with this id; BadPackage where its file is left out, else NotFound with the
        ids there are."""
        from kb.amendment.package import BadPackage

        packages = {p.id: p for p in self.packages()}
        if name in packages:
            return packages[name]
        for left in self.aside:
            if left.about == name and left.path.parent in self.places.amendments:
                raise BadPackage(say("library.package_skipped", name=name, why=left.reason))
        there = ", ".join(_near(name, packages)) or say("library.package_none")
        raise NotFound(say("library.package_unknown", name=name, there=there))

    @property
    def aside(self) -> tuple[Aside, ...]:
        """What is left out until it is mended or removed: acts, editions, packages of users, and where
        the places are forgiving built-in packages."""
        rows = self._data("select name, data from documents where kind = ? order by name", ASIDE)
        return (*self._unsettled, *map(aside_from, rows))

    def table(self, name: str) -> Any:
        """A table of a study, or the quotations, as data; NotFound when the corpus has none."""
        rows = self._data("select name, data from documents where name = ?", name)
        if not rows:
            raise NotFound(say("library.table_unknown", name=name))
        return rows[0]

    def studies(self) -> tuple[Study, ...]:
        """The studies with their claims, by id."""
        from kb.library.study import from_data

        def read() -> tuple[Study, ...]:
            rows = self._data("select name, data from documents where kind = 'study' order by name")
            return tuple(from_data(data) for data in rows)

        return self.remembered("studies", read)

    def exhibits(self) -> list[Exhibits]:
        """The tables, figures and comparisons of the studies, by study."""
        from kb.studies.exhibits import from_data

        rows = self._data("select name, data from documents where kind = 'exhibits' order by name")
        return [from_data(data) for data in rows]

    def vocabulary(self) -> set[str]:
        """The words of the search index: dictionary forms in Russian, forms as they stand in others."""
        self._rows(index.VOCABULARY)
        return {term for (term,) in self._rows("select term from temp.vocabulary")}

    def frequency(self, word: str) -> int:
        """In how many indexed clauses a word of the vocabulary stands."""
        self._rows(index.VOCABULARY)
        rows = self._rows("select doc from temp.vocabulary where term = ?", word)
        return int(rows[0][0]) if rows else 0

    def quotations(self, address: str) -> list[dict[str, str]]:
        """Other wordings of a unit (`act/steps`) as studies quote it, with author and place."""
        try:
            rows = self.table("quotations")["quotations"]
        except NotFound:
            return []
        return [q for q in rows if q["address"] == address]

    # -- searching -----------------------------------------------------------------------------

    def search(
        self, query: str, *, act: str | None = None, language: str | None = None, limit: int = 50
    ) -> list[ClauseHit]:
        """Clauses that hold all words of the query in any form, best first.

        Only the newest held edition of each act and language is searched, and only what is law:
        excluded and future wordings are not. Raises NotFound for a query without words.
        """
        return list(self.look(query, act=act, language=language, limit=limit).hits)

    def look(
        self,
        query: str,
        *,
        act: str | None = None,
        language: str | None = None,
        on: str | None = None,
        limit: int = 50,
    ) -> ClauseHits:
        """As `search`, with what is to be said of it; `on`: in the editions in force on a day.

        Acts whose text of that day is not held are not searched and stand in `skipped`. Raises
        NotFound for a language in which no text is held.
        """
        day = dates.day(on) if on else None
        if language is not None and language not in index.LANGUAGES:
            held = [t for (t,) in self._rows("select distinct language from editions order by 1")]
            if language not in held:
                said = say("library.language_none", language=language[:20], there=", ".join(held))
                raise NotFound(said)
        tongues = (language,) if language else index.LANGUAGES
        scopes: dict[str, Scope] = {}
        skipped: list[tuple[str, str]] = []
        unnamed = 0
        with self._mending():
            self._check_index()
            for tongue in tongues:
                if day is None:
                    scopes[tongue] = self._scope(act, tongue, None)
                    continue
                chosen, missing, others = self._on_day(day, tongue, act)
                unnamed += others
                scopes[tongue] = self._scope(act, tongue, chosen)
                skipped += [m for m in missing if m not in skipped]
            hits, remarks = search.find(self._rows, query, scopes, limit)
        if unnamed:
            remarks += (say("library.more_not_searched", n=unnamed, day=day or ""),)
        return ClauseHits(tuple(hits), tuple(skipped), remarks)

    def _scope(self, act: str | None, language: str, editions: frozenset[int] | None) -> Scope:
        if act is None and editions is None:
            return Scope((index.everywhere(language),))
        if act is None:
            return Scope(
                (index.everywhere(language), index.everywhere(language, superseded=True)),
                editions,
            )
        rows = self._rows(
            "select id, rank, first, last from editions where act = ? and language = ? "
            "order by date desc",
            act,
            language,
        )
        if editions is None:
            rows = rows[:1]
        return Scope(
            tuple(index.rows_of(*r[1:]) for r in rows if editions is None or r[0] in editions)
        )

    def _editions_on(
        self, day: str, language: str, only: str | None
    ) -> tuple[frozenset[int], tuple[tuple[str, str], ...], int]:
        """The editions in force on a day, the first acts of which that text is not held, with the
        reason, and the number of the others."""
        rows = self._rows(
            "select d.act, d.edition, max(d.since) from days d left join acts a on a.id = d.act "
            "where d.language = ? and d.since <= ? and (? is null or d.act = ?) "
            "group by d.act order by a.position",
            *(language, day, only, only),
        )
        missing = []
        outside = [act for act, edition, _ in rows if edition is None]
        for act in outside[:NAMED]:
            try:
                dates.edition_on(self.act(act), day, language, evidence_from(self._rows, act))
            except NotHeld as error:
                missing.append((act, error.said))
            else:
                missing.append((act, say("library.text_of_day_not_held", act=act, day=day)))
        chosen = frozenset(edition for _, edition, _ in rows if edition is not None)
        return chosen, tuple(missing), len(outside) - len(missing)


def _near(name: str, names: Iterable[str]) -> list[str]:
    from rapidfuzz import process

    return [near for near, _, _ in process.extract(name, list(names), limit=5)]


def _days(date: str) -> int:
    year, month, day = map(int, date.split("-"))
    return year * 372 + month * 31 + day
