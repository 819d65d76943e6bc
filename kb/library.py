"""The library: corpus and packages in one SQLite file, built from sources and searched.

The library is derived from its sources and never edited by hand: `Library.open` compares the
fingerprint of every source and rebuilds what changed, in one transaction, so that an answer never
comes from a stale text. Plain sqlite3 serves here: importing sqlite-utils costs a second per command
where pandas is installed (Streamlit brings it), and every command opens the library.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb import __version__, corpus, dates, search, shelf, yaml_file
from kb.act import Act, Clause, Doubt, Edition
from kb.address import Address, full, parse, parse_steps, steps_text
from kb.amendment import package as packages
from kb.amendment.package import Package
from kb.errors import KbError, NotFound, NotHeld
from kb.places import builtin, user_folder
from kb.search import Found, Hit, Index, Indexed, Scope
from kb.stored import act_data, act_from, dump, layout, numbered, tree
from kb.study import Study
from kb.study import from_data as study_from_data

SCHEMA = 3
APPLICATION_ID = 0x53414C59  # «SALY»
WAIT_S = 20.0
PARALLEL_FROM = 64  # fewer sources are read sooner by one process than others start
NAMED = 50  # acts named with their reason among those not searched on a day
SETTLED_NS = 2_000_000_000  # a file changed within this time may change again unnoticed
__all__ = ["BuildReport", "Found", "Hit", "Library", "LibraryError", "Places", "places"]

_TABLES = """
create table sources (name text primary key, fingerprint text not null, stat text not null);
create table acts (id text primary key, position integer not null, data text not null);
create table editions (
    id integer primary key, name text unique not null, act text not null, date text not null,
    language text not null, entry text not null, rank integer not null,
    first integer not null, last integer not null, data text not null
);
create index editions_by_act on editions(act, language, date);
create table clauses (
    id integer primary key, edition integer not null references editions(id) on delete cascade,
    position integer not null, parent integer, steps text not null, kind text not null,
    number text not null, mark text not null, heading text not null, own_text text not null,
    status text not null, notes text not null, layout text not null
);
create index clauses_by_edition on clauses(edition, position);
create table days (
    act text not null, language text not null, since text not null, edition integer,
    primary key (act, language, since)
) without rowid;
create table packages (id text primary key, position integer not null, data text not null);
create table documents (name text primary key, kind text not null, data text not null);
"""


class LibraryError(KbError):
    """The library file cannot be used; the message says which file and what to do."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the sources and the library file are; the defaults are the built-in and the user's."""

    corpora: tuple[Path, ...]
    amendments: tuple[Path, ...]
    db: Path


def places(
    corpus_dir: Path | None = None, amendments_dir: Path | None = None, db: Path | None = None
) -> Places:
    """The sources for a command: given folders stand in the place of the built-in ones."""
    user = user_folder()
    for folder in (corpus_dir, amendments_dir):
        if folder is not None and not folder.is_dir():
            raise LibraryError(f"{folder}: нет такой папки")
    corpora = (corpus_dir,) if corpus_dir else (builtin("corpus"), user / "corpus")
    amendments = (
        (amendments_dir,) if amendments_dir else (builtin("amendments"), user / "amendments")
    )
    if db is None:
        # Other folders get another library file, so that two corpora never fight over one.
        key = "|".join(str(p.resolve()) for p in (*corpora, *amendments))
        tag = "" if not (corpus_dir or amendments_dir) else "-" + _sha(key.encode())[:8]
        db = user / f"library-{SCHEMA}{tag}.sqlite"
    return Places(corpora, amendments, db)


@dataclass(frozen=True, slots=True)
class BuildReport:
    built: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An edition as rows: what a reading process hands over."""

    name: str
    act: str
    date: str
    language: str
    data: str
    clauses: list[tuple[Any, ...]]
    indexed: list[Indexed]


Progress = Callable[[str, int, int], None]


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LibraryError(f"{path}: файл не читается ({error.strerror})") from error


class Library:
    """An open library. Lookups raise NotFound, NotHeld or Ambiguous with the nearest names."""

    def __init__(self, connection: sqlite3.Connection, where: Places) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.places = where
        self._index = Index(connection)
        self._edition = lru_cache(maxsize=64)(self._load_edition)
        self._on_day = lru_cache(maxsize=8)(self._editions_on)

    # -- opening and building ------------------------------------------------------------------

    @classmethod
    def open(cls, where: Places, progress: Progress | None = None) -> Library:
        """The library of these sources, brought up to date first."""
        return cls.build(where, progress)[0]

    @classmethod
    def build(cls, where: Places, progress: Progress | None = None) -> tuple[Library, BuildReport]:
        """Builds what is missing or changed, in one transaction; safe to repeat and to interrupt.

        Raises LibraryError (file locked, read-only, of another version, not a library) or the
        readers' errors naming the source file and line; the library then stays as it was.
        """
        for folder in where.corpora:
            shelf.settle(folder)
        connection = _connect(where.db)
        library = cls(connection, where)
        try:
            with _clear(where.db):
                known, stats = library._known()
                wanted, seen = _wanted(where, known, stats)
                if known == wanted:
                    library._remember(stats, seen)
                    return library, BuildReport((), (), len(wanted))
                connection.execute("begin immediate")
                try:
                    report = library._rebuild(wanted, seen, progress)
                    connection.execute("commit")
                except BaseException:
                    if connection.in_transaction:  # a full disk has rolled it back already
                        connection.execute("rollback")
                    raise
            return library, report
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def _known(self) -> tuple[dict[str, str], dict[str, str]]:
        """The fingerprints of the sources built, and the files' marks under which they hold."""
        version = self._connection.execute("pragma user_version").fetchone()[0]
        application = self._connection.execute("pragma application_id").fetchone()[0]
        empty = not self._connection.execute("select 1 from sqlite_master limit 1").fetchone()
        if empty:
            return {}, {}
        if application != APPLICATION_ID:
            raise LibraryError(
                f"{self.places.db}: это не библиотека Salystyrma; укажите другой файл (--db)"
            )
        if version != SCHEMA:
            raise LibraryError(
                f"{self.places.db}: библиотека другой версии ({version}, нужна {SCHEMA}); "
                "укажите другой файл (--db) или удалите этот: он строится заново из корпуса"
            )
        rows = self._connection.execute("select name, fingerprint, stat from sources").fetchall()
        return {r[0]: r[1] for r in rows}, {r[0]: r[2] for r in rows}

    def _rebuild(
        self, wanted: dict[str, str], stats: dict[str, str], progress: Progress | None
    ) -> BuildReport:
        known, old_stats = self._known()
        if not known:
            self._create()
        removed = [name for name in known if name not in wanted]
        changed = [name for name, mark in wanted.items() if known.get(name) != mark]
        acts = corpus.load_acts(self.places.corpora)
        readings = corpus.load_readings(self.places.corpora)
        sources = {f"edition {s.name}": s for s in corpus.sources(self.places.corpora)}
        entries: dict[str, str] = {}
        undated: set[str] = set()
        if "acts" in changed:
            undated = self._store_acts(acts)
            entries = {n: _entry(s, acts, readings) for n, s in sources.items()}
            held = dict(self._connection.execute("select 'edition ' || name, entry from editions"))
            touched = set(changed)
            changed += [n for n, e in entries.items() if n not in touched and held.get(n) != e]
        for name in removed:
            self._remove(name)
        to_read = []
        for nth, name in enumerate(changed, start=1):
            if name in sources:
                to_read.append(sources[name])
                continue
            if progress:
                progress(name, nth, len(changed))
            self._remove(name)
            self._store_document(name)
        done = len(changed) - len(to_read)
        # In the order of the index: rows that come in their order need no merging of segments.
        to_read.sort(key=lambda s: _rank(s, acts))
        for source, prepared in _read_all(to_read, acts, readings):
            done += 1
            if progress:
                progress(f"edition {source.name}", done, len(changed))
            self._remove(f"edition {source.name}")
            self._store(prepared, _entry(source, acts, readings), _rank(source, acts))
        undated |= {s.act for s in to_read}
        undated |= {name.partition(" ")[2].partition("@")[0] for name in removed}
        self._rerank(acts)
        self._date({name: acts[name] for name in undated if name in acts})
        self._index.finish()
        self._edition.cache_clear()
        self._on_day.cache_clear()
        self._check_held(acts)
        self._store_packages()
        self._connection.executemany(
            "delete from sources where name = ?", [(name,) for name in removed]
        )
        self._connection.executemany(
            "insert or replace into sources values (?, ?, ?)",
            [
                (name, mark, stats[name])
                for name, mark in wanted.items()
                if known.get(name) != mark or old_stats.get(name) != stats[name]
            ],
        )
        return BuildReport(tuple(changed), tuple(removed), len(wanted) - len(changed))

    def _remember(self, old: dict[str, str], seen: dict[str, str]) -> None:
        """Notes that files were touched and not changed, so that they are not read at every open.

        Few are read sooner than written down; a library that cannot be written serves as it is.
        """
        touched = [(mark, name) for name, mark in seen.items() if mark and old.get(name) != mark]
        if len(touched) < PARALLEL_FROM:
            return
        with suppress(sqlite3.Error):
            self._connection.execute("begin immediate")
            try:
                self._connection.executemany("update sources set stat = ? where name = ?", touched)
                self._connection.execute("commit")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    def _create(self) -> None:
        for statement in _TABLES.split(";"):
            if statement.strip():
                self._connection.execute(statement)
        self._index.create()
        self._connection.execute(f"pragma user_version = {SCHEMA}")
        self._connection.execute(f"pragma application_id = {APPLICATION_ID}")

    def _store_acts(self, acts: dict[str, Act]) -> set[str]:
        """Writes the acts; gives the ids of those that changed."""
        before = {
            name: (position, data)
            for name, position, data in self._connection.execute("select * from acts")
        }
        after = {a.id: (n, dump(act_data(a))) for n, a in enumerate(acts.values())}
        gone = [name for name in before if name not in after]
        self._connection.executemany("delete from acts where id = ?", ((name,) for name in gone))
        self._connection.executemany("delete from days where act = ?", ((name,) for name in gone))
        self._connection.executemany(
            "insert or replace into acts values (?, ?, ?)",
            ((name, *row) for name, row in after.items() if before.get(name) != row),
        )
        return {n for n, row in after.items() if n not in before or before[n][1] != row[1]}

    def _date(self, acts: dict[str, Act]) -> None:
        """Which edition of an act is in force from which day; none where that text is not held.

        The answer of kb.dates changes only on the days that the act, its editions and notes name.
        """
        for act in acts.values():
            self._connection.execute("delete from days where act = ?", (act.id,))
            held = {(r[1], r[2]): r[0] for r in self._editions_of(act.id)}
            evidence = self._evidence(act.id)
            marked = {"0001-01-01", act.in_force_from or act.adopted, act.ceased}
            marked |= {e.date for e in act.editions} | {c.earliest for c in evidence}
            for language in {language for _, language in held}:
                for day in sorted(marked - {""}):
                    try:
                        date, _ = dates.edition_on(act, day, language, evidence)
                    except NotHeld:
                        edition = None
                    else:
                        edition = held.get((date, language))
                    self._connection.execute(
                        "insert into days values (?, ?, ?, ?)", (act.id, language, day, edition)
                    )

    def _editions_of(self, act: str) -> list[Any]:
        return self._rows("select id, date, language, data from editions where act = ?", act)

    def _evidence(self, act: str) -> list[dates.Change]:
        """As dates.all_changes gives it for the held editions of an act, without their texts."""
        found = {}
        for row in self._editions_of(act):
            for data in json.loads(row[3])["changes"]:
                change = dates.Change(**data)
                found[(change.date, change.number, change.effective)] = change
        return sorted(found.values(), key=lambda c: (c.earliest, c.date, c.number))

    def _remove(self, name: str) -> None:
        kind, _, rest = name.partition(" ")
        if kind != "edition":
            self._connection.execute(
                "delete from documents where kind = ? and name = ?", (kind, rest)
            )
            return
        row = self._connection.execute(
            "select id, rank, first, last from editions where name = ?", (rest,)
        ).fetchone()
        if row:
            key, rank, first, last = row
            self._index.remove(search.rows_of(rank, first, last))
            self._connection.execute("delete from clauses where id between ? and ?", (first, last))
            self._connection.execute("delete from editions where id = ?", (key,))

    def _store(self, edition: _Prepared, entry: str, rank: int) -> None:
        first = self._connection.execute("select max(id) from clauses").fetchone()[0] or 0
        first += 1
        last = first + len(edition.clauses) - 1
        key = self._connection.execute(
            "insert into editions (name, act, date, language, entry, rank, first, last, data) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(edition.name, edition.act, edition.date, edition.language),
                *(entry, rank, first, last, edition.data),
            ),
        ).lastrowid
        self._connection.executemany(
            "insert into clauses (id, edition, position, parent, steps, kind, number, mark, "
            "heading, own_text, status, notes, layout) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            ((first + row[0], key, *row) for row in edition.clauses),
        )
        self._index.add(edition.language, rank, first, edition.indexed)

    def _rerank(self, acts: dict[str, Act]) -> None:
        """Puts an edition that a newer one supersedes, or whose act changed its force, in place."""
        rows = self._connection.execute(
            "select id, name, act, date, language, rank, first, last from editions"
        ).fetchall()
        for key, _, act, date, language, rank, first, last in rows:
            wanted = _rank_of(acts[act], date, language)
            if wanted != rank:
                self._index.move(
                    search.rows_of(rank, first, last), search.rows_of(wanted, first, last)
                )
                self._connection.execute("update editions set rank = ? where id = ?", (wanted, key))

    def _check_held(self, acts: dict[str, Act]) -> None:
        """Raises NotFound for an edition that acts.yaml calls held and no file has."""
        there = {name for (name,) in self._connection.execute("select name from editions")}
        for act in acts.values():
            for known in act.editions:
                for language, _ in known.held:
                    name = full(act.id, known.date, language, ())
                    if name not in there:
                        raise _no_text(name)

    def _store_document(self, name: str) -> None:
        for kind, path in _documents(self.places.corpora):
            if _document_name(kind, path) == name:
                data, _ = yaml_file.load(path, f"{kind}.json")
                self._connection.execute(
                    "insert or replace into documents values (?, ?, ?)",
                    (path.stem, kind, dump(data)),
                )

    def _store_packages(self) -> None:
        acts = self.acts if any(f.is_dir() for f in self.places.amendments) else {}
        editions: dict[str, list[Edition]] = {}
        self._connection.execute("delete from packages")
        seen: dict[str, Path] = {}
        for folder in self.places.amendments:
            for path in sorted(folder.glob("*.yaml")):
                found, lines = packages.load(path)
                if found.id in seen:
                    raise packages.BadPackage(
                        f"{path}: пакет «{found.id}» уже есть в {seen[found.id]}"
                    )
                seen[found.id] = path
                for act in found.acts:
                    if act in acts and act not in editions:
                        dates_held = acts[act].held_dates("ru")
                        editions[act] = [self.edition(act, date, "ru") for date in dates_held]
                packages.check_targets(found, path, lines, editions)
                data, _ = yaml_file.load(path)
                self._connection.execute(
                    "insert into packages values (?, ?, ?)", (found.id, len(seen), dump(data))
                )

    # -- looking up ----------------------------------------------------------------------------

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._lock, _clear(self.places.db):
            return self._connection.execute(query, values).fetchall()

    @property
    def acts(self) -> dict[str, Act]:
        rows = self._rows("select data from acts order by position")
        return {act.id: act for act in (act_from(json.loads(r[0])) for r in rows)}

    def act(self, act: str) -> Act:
        """The act with this id; NotFound with the nearest ids."""
        row = self._rows("select data from acts where id = ?", act)
        if row:
            return act_from(json.loads(row[0][0]))
        there = [name for (name,) in self._rows("select id from acts order by position")]
        raise NotFound(f"акт «{act}» неизвестен; есть: {', '.join(_near(act, there))}")

    def edition(self, act: str, date: str | None = None, language: str | None = None) -> Edition:
        """An edition held; without a date the newest one. NotFound or NotHeld name what there is."""
        known = self.act(act)
        tongue = language or "ru"
        held = known.held_dates(tongue)
        if not held:
            there = sorted({k for e in known.editions for k, _ in e.held})
            raise NotHeld(
                f"{act}: на языке «{tongue}» ничего не удерживается; есть: {', '.join(there)}"
            )
        if date is None:
            date = held[-1]
        if date not in held:
            only_known = known.edition(date) is not None
            nearest = ", ".join(sorted(held, key=lambda d: abs(_days(d) - _days(date)))[:3])
            if only_known:
                raise NotHeld(
                    f"{act}@{date}: редакция известна, но не удерживается ({tongue}); "
                    f"ближайшие удерживаемые: {nearest}"
                )
            raise NotFound(
                f"{act}@{date}: такой редакции нет ({tongue}); ближайшие удерживаемые: {nearest}"
            )
        return self._edition(full(act, date, tongue, ()))

    def on(
        self, act: str, day: str, language: str | None = None
    ) -> tuple[Edition, tuple[str, ...]]:
        """The edition in force on a day with remarks; NotHeld when that text is not here."""
        known, day = self.act(act), dates.day(day)
        held = [self.edition(act, e.date, tongue) for e in known.editions for tongue, _ in e.held]
        date, remarks = dates.edition_on(known, day, language or "ru", dates.all_changes(held))
        return self.edition(act, date, language), remarks

    def editions(self, act: str, language: str = "ru") -> list[Edition]:
        """The editions of an act that are held, oldest first."""
        return [self.edition(act, d, language) for d in self.act(act).held_dates(language)]

    def _load_edition(self, name: str) -> Edition:
        row = self._rows("select id, act, date, language, data from editions where name = ?", name)
        if not row:
            raise _no_text(name)
        key, act, date, language, text = row[0]
        data = json.loads(text)
        rows = self._rows(
            "select position, parent, steps, kind, number, mark, heading, own_text, status, notes, "
            "layout from clauses where edition = ? order by position",
            key,
        )
        return Edition(
            act=act,
            date=date,
            language=language,
            title=data["title"],
            root=tree(rows),
            front=data["front"],
            doubts=tuple(Doubt(**d) for d in data["doubts"]),
            held=tuple(parse_steps(u)[0] for u in data["held"]),
            divisions=tuple((parse_steps(s)[0], low, high) for s, low, high in data["divisions"]),
        )

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
        rows = self._rows("select data from packages order by position")
        found = [packages.from_data(json.loads(r[0])) for r in rows]
        return sorted(found, key=lambda p: p.kind != "text")

    def package(self, name: str) -> Package:
        """The package with this id; NotFound with the ids there are."""
        found = {p.id: p for p in self.packages()}
        if name in found:
            return found[name]
        there = ", ".join(_near(name, found)) or "пакетов нет"
        raise NotFound(f"пакет «{name}» не найден; есть: {there}")

    def table(self, name: str) -> Any:
        """A table of a study, or the quotations, as data; NotFound when the corpus has none."""
        rows = self._rows("select data from documents where name = ?", name)
        if not rows:
            raise NotFound(f"таблицы «{name}» в корпусе нет")
        return json.loads(rows[0][0])

    def studies(self) -> list[Study]:
        """The studies with their claims, by id."""
        rows = self._rows("select data from documents where kind = 'study' order by name")
        return [study_from_data(json.loads(r[0])) for r in rows]

    def quotations(self, address: str) -> list[dict[str, str]]:
        """Other wordings of a unit (`act/steps`) as studies quote it, with author and place."""
        try:
            found = self.table("quotations")["quotations"]
        except NotFound:
            return []
        return [q for q in found if q["address"] == address]

    # -- searching -----------------------------------------------------------------------------

    def search(
        self, query: str, *, act: str | None = None, language: str | None = None, limit: int = 50
    ) -> list[Hit]:
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
    ) -> Found:
        """As `search`, with what is to be said of it; `on`: in the editions in force on a day.

        Acts whose text of that day is not held are not searched and stand in `skipped`.
        """
        day = dates.day(on) if on else None
        tongues = (language,) if language else search.LANGUAGES
        scopes: dict[str, Scope] = {}
        skipped: list[tuple[str, str]] = []
        unnamed = 0
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
            remarks += (f"и еще у {unnamed} актов текст на {day} не удерживается: не искали",)
        return Found(tuple(hits), tuple(skipped), remarks)

    def _scope(self, act: str | None, language: str, editions: frozenset[int] | None) -> Scope:
        if act is None and editions is None:
            return Scope((search.everywhere(language),))
        if act is None:
            return Scope(
                (search.everywhere(language), search.everywhere(language, superseded=True)),
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
            tuple(search.rows_of(*r[1:]) for r in rows if editions is None or r[0] in editions)
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
                dates.edition_on(self.act(act), day, language, self._evidence(act))
            except NotHeld as error:
                missing.append((act, str(error)))
            else:
                missing.append((act, f"{act}: текст на {day} не удерживается"))
        chosen = frozenset(edition for _, edition, _ in rows if edition is not None)
        return chosen, tuple(missing), len(outside) - len(missing)


# --- Reading sources ----------------------------------------------------------------------------


def prepare(edition: Edition) -> _Prepared:
    """An edition as the rows that the library keeps of it."""
    positioned = list(numbered(edition.root))
    data = {
        "title": edition.title,
        "front": edition.front,
        "doubts": [asdict(d) for d in edition.doubts],
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
    return _Prepared(
        *(edition.name, edition.act, edition.date, edition.language, dump(data), rows),
        search.indexed(edition, enumerate(clause for clause, _ in positioned)),
    )


def _read(
    source: corpus.Source, acts: dict[str, Act], readings: dict[str, dict[str, str]]
) -> _Prepared:
    return prepare(corpus.read_edition(source, acts, readings))


def _read_all(
    sources: list[corpus.Source], acts: dict[str, Act], readings: dict[str, dict[str, str]]
) -> Iterator[tuple[corpus.Source, _Prepared]]:
    """The sources as rows, in their order; many are read by several processes, a few at a time.

    Only the main thread starts processes: the pages read in their own.
    """
    workers = min(os.cpu_count() or 1, 8) - 1
    main = threading.current_thread() is threading.main_thread()
    child = multiprocessing.parent_process() is not None
    if len(sources) < PARALLEL_FROM or workers < 2 or child or not main:
        for source in sources:
            yield source, _read(source, acts, readings)
        return
    waiting: deque[tuple[corpus.Source, Future[_Prepared] | None]] = deque()
    with ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_die_with_parent
    ) as pool:

        def hand(source: corpus.Source) -> Future[_Prepared] | None:
            mine = {source.act: acts[source.act]} if source.act in acts else {}
            words = {n: readings[n] for n in (source.name,) if n in readings}
            try:
                return pool.submit(_read, source, mine, words)
            except BrokenProcessPool:
                return None

        def taken(source: corpus.Source, future: Future[_Prepared] | None) -> _Prepared:
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

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _entry(source: corpus.Source, acts: dict[str, Act], readings: dict[str, dict[str, str]]) -> str:
    """The mark of what acts.yaml and readings.yaml say of an edition: changed, it is read anew."""
    act = acts.get(source.act)
    known = act.edition(source.date) if act else None
    if act is None or known is None:
        return ""
    held = [[language, [str(u) for u in units]] for language, units in known.held]
    divisions = [[str(s), low, high] for s, low, high in act.divisions]
    return _sha(dump([act.title, divisions, held, readings.get(source.name, {})]).encode())


def _rank(source: corpus.Source, acts: dict[str, Act]) -> int:
    """Where the index keeps a source; one that acts.yaml does not name is about to be refused."""
    act = acts.get(source.act)
    return _rank_of(act, source.date, source.language) if act else 0


def _rank_of(act: Act, date: str, language: str) -> int:
    held = act.held_dates(language)
    return search.rank(act.force, language, superseded=bool(held) and date != held[-1])


def _no_text(name: str) -> NotFound:
    return NotFound(f"{name}: описана в acts.yaml, но файла с текстом нет")


# --- Rows and values ----------------------------------------------------------------------------


def _documents(folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """The other YAML files of the corpus by kind, which is the name of their schema."""
    for folder in folders:
        if (folder / "quotations.yaml").exists():
            yield "quotations", folder / "quotations.yaml"
        for path in sorted((folder / "studies").glob("*.yaml")):
            yield ("table" if "-table-" in path.stem else "study"), path


def _document_name(kind: str, path: Path) -> str:
    return f"{kind} {path.stem}"


def _wanted(
    where: Places, known: dict[str, str] | None = None, stats: dict[str, str] | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """Every source by name: the fingerprint under which it counts as unchanged, and the file's
    mark under which the fingerprint need not be taken again."""
    version = f"{__version__} {SCHEMA} ".encode()
    wanted: dict[str, str] = {}
    seen: dict[str, str] = {}
    now = time.time_ns()

    def take(name: str, path: Path, common: bytes = b"") -> None:
        seen[name] = _stat(path, now)
        if known and stats and seen[name] and stats.get(name) == seen[name]:
            wanted[name] = known[name]
        else:
            wanted[name] = _sha(common + _read_bytes(path))

    common = version
    for folder in where.corpora:
        for file in ("acts.yaml", "readings.yaml"):
            if (folder / file).exists():
                common += _read_bytes(folder / file)
    wanted["acts"], seen["acts"] = _sha(common), ""
    for source in corpus.sources(where.corpora):
        take(f"edition {source.name}", source.path, version)
    for kind, path in _documents(where.corpora):
        take(_document_name(kind, path), path)
    for folder in where.amendments:
        for path in sorted(folder.glob("*.yaml")):
            take(f"package {path}", path)
    return wanted, seen


def _stat(path: Path, now: int) -> str:
    """What changes when a file does; "" for one changed so lately that it may change unnoticed."""
    try:
        s = path.stat()
    except OSError:
        return ""
    if now - max(s.st_mtime_ns, s.st_ctime_ns) < SETTLED_NS:
        return ""
    return f"{path}|{version_key()}|{s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}"


def version_key() -> str:
    """The program's version and the library's: with another one every source is read anew."""
    return f"{__version__}-{SCHEMA}"


def fingerprint(where: Places) -> str:
    """One mark for all sources: another mark means that something has changed."""
    return _sha(dump(_wanted(where)[0]).encode())


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{path.parent}: папка библиотеки не создается ({error.strerror}); укажите --db"
        ) from error
    with _clear(path):
        connection = sqlite3.connect(
            path, timeout=WAIT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cache_size = -65536")
    return connection


@contextmanager
def _clear(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into one clear line."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            reason = "библиотека занята другой программой; повторите позже"
        elif "readonly" in said or "read-only" in said:
            reason = "файл только для чтения, а источники изменились; укажите другой --db"
        elif "not a database" in said or "malformed" in said:
            reason = "это не файл библиотеки или он поврежден; удалите его или укажите другой --db"
        elif "full" in said:
            reason = "на диске нет места; библиотека осталась прежней"
        elif "unable to open" in said:
            reason = "файл не открывается; проверьте путь и права или укажите другой --db"
        else:
            reason = f"SQLite: {said}"
        raise LibraryError(f"{path}: {reason}") from error


def _near(name: str, names: Iterable[str]) -> list[str]:
    from rapidfuzz import process

    return [found for found, _, _ in process.extract(name, list(names), limit=5)]


def _days(date: str) -> int:
    year, month, day = map(int, date.split("-"))
    return year * 372 + month * 31 + day
