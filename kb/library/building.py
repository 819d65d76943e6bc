"""Building the library: what changed among its sources, read anew and stored in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.disk import shelf
from kb.disk.places import builtin
from kb.ground import yaml_file
from kb.ground.errors import KbError, NotHeld
from kb.ground.saying import say
from kb.library import corpus, file, index, sums
from kb.library.reading import Prepared, entry, rank, rank_of, read_all
from kb.library.sources import (
    ACTS,
    NONE,
    Marks,
    Places,
    document_name,
    documents,
    edition_name,
    marks,
)
from kb.library.stored import (
    CLAUSE,
    EDITION,
    act_data,
    aside_data,
    edition_from,
    evidence_from,
    no_text,
    sealed,
)
from kb.norm import dates
from kb.norm.act import Act, Edition
from kb.norm.address import full
from kb.studies import exhibits

ASIDE = "aside"  # the kind of document that says what is set aside, and why
PASSES = 3  # in which a build follows imports beside it
NOTED_FROM = 64  # fewer touched files are read sooner than it is written down that they were

# The name of a source, which one it is and of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The names of the sources built and removed, and the number of those left as they were;
    whether the library was damaged before, and all of it built anew."""

    built: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    damaged: bool = False


def bring_up_to_date(
    connection: sqlite3.Connection,
    where: Places,
    progress: Progress | None,
    *,
    anew: bool = False,
) -> BuildReport:
    """Builds what is missing or changed, or all of it `anew`; whatever is raised, the file stays as it was.

    Raises LibraryError for another program's file, sqlite3.Error, or the readers' errors.
    """
    stood = shelf.stamps(where.own)
    known = NONE if anew else _known(connection, where)
    wanted = marks(where, known)
    if known.fingerprints == wanted.fingerprints:
        _remember(connection, known, wanted)
        return BuildReport((), (), len(wanted.fingerprints))
    connection.execute("begin immediate")
    try:
        if anew:
            file.empty(connection)
        report = _rebuild(connection, where, wanted, progress)
        report = _caught_up(connection, where, stood, report, progress)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("rollback")
        raise
    return report


def opened(
    where: Places, progress: Progress | None, *, thorough: bool
) -> tuple[sqlite3.Connection, BuildReport]:
    """The library file, as `bring_up_to_date` leaves it; one that is not as it was built is built anew.

    `thorough`: all of it is looked at, else its tables, and which acts, editions and packages there are.
    """
    try:
        connection = file.connect(where.db)
    except file.Damaged:
        connection = file.made_anew(where.db)
    try:
        try:
            report = bring_up_to_date(connection, where, progress)
            if thorough:
                sums.check_all(connection)
            elif sums.small(connection):
                sums.check(connection, "names")
        except (file.Damaged, UnicodeDecodeError, sqlite3.Error) as error:
            if not file.is_damage(error, opening=True):
                raise
            connection, report = build_anew(connection, where, progress)
            report = replace(report, damaged=True)
    except BaseException:
        connection.close()
        raise
    return connection, report


def build_anew(
    connection: sqlite3.Connection, where: Places, progress: Progress | None = None
) -> tuple[sqlite3.Connection, BuildReport]:
    """Builds a damaged library from its sources, in a new file where the old one cannot be emptied."""
    try:
        return connection, bring_up_to_date(connection, where, progress, anew=True)
    except (UnicodeDecodeError, sqlite3.Error) as error:
        if not file.is_damage(error, opening=True):
            raise
    connection.close()
    connection = file.made_anew(where.db)
    return connection, bring_up_to_date(connection, where, progress)


def _caught_up(
    connection: sqlite3.Connection,
    where: Places,
    stood: tuple[str, ...],
    report: BuildReport,
    progress: Progress | None,
) -> BuildReport:
    """Builds what an import beside has changed since the users' folders `stood` so, for half of a
    change may have been read; the last time while no import can go on."""
    for left in reversed(range(PASSES)):
        if shelf.stamps(where.own) == stood:
            break
        with nullcontext() if left else shelf.still(where.own):
            if left:
                settle(where)
            stood = shelf.stamps(where.own)
            more = _rebuild(connection, where, marks(where, _known(connection, where)), progress)
        report = BuildReport(
            tuple(dict.fromkeys((*report.built, *more.built))),
            tuple(dict.fromkeys((*report.removed, *more.removed))),
            more.unchanged,
        )
    return report


def settle(where: Places) -> tuple[corpus.Aside, ...]:
    """Finishes what was interrupted in the users' folders; what cannot be finished."""
    aside = []
    for folder in where.own:
        try:
            shelf.settle(folder)
        except KbError as error:
            aside.append(corpus.Aside(folder / shelf.JOURNAL, "", error.said))
    return tuple(aside)


def _known(connection: sqlite3.Connection, where: Places) -> Marks:
    """The marks under which the sources were built."""
    if not file.is_built(connection, where.db):
        return NONE
    rows = connection.execute("select name, fingerprint, stat from sources").fetchall()
    return Marks({r[0]: r[1] for r in rows}, {r[0]: r[2] for r in rows})


def _remember(connection: sqlite3.Connection, old: Marks, seen: Marks) -> None:
    """Notes that files were touched and not changed, so that they are not read at every open.

    A library that cannot be written serves as it is.
    """
    touched = [(m, name) for name, m in seen.stats.items() if m and old.stats.get(name) != m]
    if len(touched) < NOTED_FROM:
        return
    with suppress(sqlite3.Error):
        connection.execute("begin immediate")
        try:
            connection.executemany("update sources set stat = ? where name = ?", touched)
            connection.execute("commit")
        finally:
            if connection.in_transaction:
                connection.execute("rollback")


def _rebuild(
    connection: sqlite3.Connection, where: Places, now: Marks, progress: Progress | None
) -> BuildReport:
    known, wanted = _known(connection, where), now.fingerprints  # another may have built meanwhile
    writer = Writer(connection)
    if not known.fingerprints:
        writer.create()
    removed = [name for name in known.fingerprints if name not in wanted]
    changed = [name for name, mark in wanted.items() if known.fingerprints.get(name) != mark]
    loaded = corpus.load(where.corpora)
    sources = {edition_name(s): s for s in loaded.sources}
    for name in (*removed, *(n for n in writer.held() if n not in sources)):
        writer.remove(name)
    held = writer.held()
    if ACTS in changed:
        entries = {n: entry(s, loaded.acts, loaded.readings) for n, s in sources.items()}
        touched = set(changed)
        changed += [n for n, e in entries.items() if n not in touched and held.get(n) != e]
    touched = set(changed)
    # What was set aside before is tried again, its entry in acts.yaml may do now; and what has come
    # since the marks were taken is here already.
    changed += [n for n in sources if n not in held and n not in touched]
    to_read = [sources[name] for name in changed if name in sources]
    others = [name for name in changed if name not in sources]
    for nth, name in enumerate(others if progress else (), start=1):
        assert progress
        progress(name, nth, len(changed))
    aside = list(loaded.aside)
    aside += writer.store_documents(where, changed)
    done = len(others)
    # In the order of the index: rows that come in their order need no merging of segments.
    to_read.sort(key=lambda s: rank(s, loaded.acts))
    unread: set[str] = set()
    for source, prepared in read_all(to_read, loaded.acts, loaded.readings):
        done += 1
        if progress:
            progress(edition_name(source), done, len(changed))
        writer.remove(edition_name(source))
        if isinstance(prepared, KbError):
            unread.add(source.name)
            aside.append(corpus.Aside(source.path, source.act, prepared.said))
            continue
        writer.store(
            prepared, entry(source, loaded.acts, loaded.readings), rank(source, loaded.acts)
        )
    acts = loaded.without(unread)
    undated = writer.store_acts(acts)
    undated |= {s.act for s in to_read}
    undated |= {name.partition(" ")[2].partition("@")[0] for name in removed}
    writer.rerank(acts)
    writer.date({name: acts[name] for name in undated if name in acts})
    writer.index.finish()
    writer.check_held(acts)
    aside += writer.store_packages(where, acts)
    writer.store_aside(aside)
    writer.store_marks(removed, known, now)
    sums.write(connection)
    read = tuple(n for n in changed if n not in sources or sources[n].name not in unread)
    return BuildReport(read, tuple(removed), len(wanted) - len(changed))


class Writer:
    """Writes the rows of a library inside an open transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.index = index.Index(connection)

    def _rows(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    def create(self) -> None:
        """The tables of an empty file."""
        file.create(self._connection)
        self.index.create()

    def store_acts(self, acts: dict[str, Act]) -> set[str]:
        """Writes the acts; gives the ids of those that changed."""
        before = {
            name: (position, data) for name, position, data in self._rows("select * from acts")
        }
        after = {a.id: (n, sealed(a.id, act_data(a))) for n, a in enumerate(acts.values())}
        gone = [name for name in before if name not in after]
        self._connection.executemany("delete from acts where id = ?", ((name,) for name in gone))
        self._connection.executemany("delete from days where act = ?", ((name,) for name in gone))
        self._connection.executemany(
            "insert or replace into acts values (?, ?, ?)",
            ((name, *row) for name, row in after.items() if before.get(name) != row),
        )
        return {n for n, row in after.items() if n not in before or before[n][1] != row[1]}

    def date(self, acts: dict[str, Act]) -> None:
        """Which edition of an act is in force from which day; none where that text is not held.

        The answer of kb.norm.dates changes only on the days that the act, its editions and notes name.
        """
        for act in acts.values():
            self._connection.execute("delete from days where act = ?", (act.id,))
            editions = self._rows("select id, date, language from editions where act = ?", act.id)
            held = {(date, language): key for key, date, language in editions}
            evidence = evidence_from(self._rows, act.id)
            marked = {"0001-01-01", act.in_force_from or act.adopted, act.ceased}
            marked |= {d for e in act.editions for d in (e.date, e.begins)}
            marked |= {c.earliest for c in evidence}
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

    def remove(self, name: str) -> None:
        """Removes what was stored of a source."""
        kind, _, rest = name.partition(" ")
        if kind != "edition":
            self._connection.execute(
                "delete from documents where kind = ? and name = ?", (kind, rest)
            )
            return
        for row in self._rows("select id, rank, first, last from editions where name = ?", rest):
            key, rank, first, last = row
            self.index.remove(index.rows_of(rank, first, last))
            self._connection.execute("delete from clauses where id between ? and ?", (first, last))
            self._connection.execute("delete from editions where id = ?", (key,))

    def store(self, edition: Prepared, entry: str, rank: int) -> None:
        """Adds an edition; `entry`: the mark of what acts.yaml says of it, `rank`: its place."""
        first = 1 + (self._rows("select max(id) from clauses")[0][0] or 0)
        last = first + len(edition.clauses) - 1
        row = (
            *(edition.name, edition.act, edition.date, edition.language),
            *(first, last, edition.data),
        )
        key = self._connection.execute(
            f"insert into editions ({EDITION}, digest, entry, rank) values (?,?,?,?,?,?,?,?,?,?)",
            (*row, file.digest(row), entry, rank),
        ).lastrowid
        self._connection.executemany(
            f"insert into clauses (digest, edition, id, {CLAUSE}) "
            "values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (file.digest((first + row[0], *row)), key, first + row[0], *row)
                for row in edition.clauses
            ),
        )
        self.index.add(edition.language, rank, first, edition.indexed)

    def rerank(self, acts: dict[str, Act]) -> None:
        """Puts an edition that a newer one supersedes, or whose act changed its force, in place."""
        rows = self._rows("select id, act, date, language, rank, first, last from editions")
        for key, act, date, language, old, first, last in rows:
            wanted = rank_of(acts[act], date, language)
            if wanted != old:
                self.index.move(index.rows_of(old, first, last), index.rows_of(wanted, first, last))
                self._connection.execute("update editions set rank = ? where id = ?", (wanted, key))

    def check_held(self, acts: dict[str, Act]) -> None:
        """Raises NotFound for an edition that acts.yaml calls held and no file has."""
        there = {name for (name,) in self._rows("select name from editions")}
        for act in acts.values():
            for known in act.editions:
                for language, _ in known.held:
                    name = full(act.id, known.date, language, ())
                    if name not in there:
                        raise no_text(name)

    def held(self) -> dict[str, str]:
        """The editions stored, by their names among the sources: the mark of their entries."""
        return dict(self._rows("select 'edition ' || name, entry from editions"))

    def store_documents(self, where: Places, changed: list[str]) -> list[corpus.Aside]:
        """Writes the studies, tables and quotations that changed, or were set aside before; gives
        the users' that are set aside now."""
        there = {f"{k} {n}" for k, n in self._rows("select kind, name from documents")}
        aside = []
        for nth, folder in enumerate(where.corpora):
            for kind, path in documents((folder,)):
                name = document_name(kind, path)
                if name in there and name not in changed:
                    continue
                self.remove(name)
                try:
                    data, lines = yaml_file.load(path, f"{kind}.json")
                    if kind == "exhibits":
                        exhibits.verify(data, lines, str(path))
                except KbError as error:
                    if not nth:
                        raise
                    aside.append(corpus.Aside(path, "", error.said))
                    continue
                self._connection.execute(
                    "insert or replace into documents values (?, ?, ?)",
                    (path.stem, kind, sealed(path.stem, data)),
                )
        return aside

    def store_aside(self, aside: list[corpus.Aside]) -> None:
        """Notes what is set aside, in the place of what was before."""
        self._connection.execute("delete from documents where kind = ?", (ASIDE,))
        # No study has a name with a slash, and the names keep the order.
        named = [(f"/{n:06}", each) for n, each in enumerate(aside)]
        self._connection.executemany(
            "insert into documents values (?, ?, ?)",
            [(n, ASIDE, sealed(n, aside_data(each))) for n, each in named],
        )

    def store_packages(self, where: Places, acts: dict[str, Act]) -> list[corpus.Aside]:
        """Writes all packages anew; gives those set aside: a user's that cannot be, or whose id is
        taken. BadPackage for a built-in one, unless the places forgive it."""
        editions: dict[str, list[Edition]] = {}
        self._connection.execute("delete from packages")
        aside = []
        seen: dict[str, Path] = {}
        for nth, folder in enumerate(where.amendments):
            for path in sorted(folder.glob("*.yaml")):
                try:
                    self._store_package(path, acts, editions, seen)
                except KbError as error:
                    if not nth and not where.forgiving:
                        raise
                    aside.append(corpus.Aside(path, path.stem, error.said, own=nth > 0))
        return aside

    def _store_package(
        self,
        path: Path,
        acts: dict[str, Act],
        editions: dict[str, list[Edition]],
        seen: dict[str, Path],
    ) -> None:
        """Writes one package; `editions` by act and `seen` by id fill up from package to package."""

        from kb.amendment import package as packages

        package, lines = packages.load(path)
        if package.id in seen:
            raise packages.BadPackage(
                say("library.package_again", path=path, name=package.id, other=seen[package.id])
            )
        for act in package.acts:
            if act in acts and act not in editions:
                names = (full(act, d, "ru", ()) for d in acts[act].held_dates("ru"))
                editions[act] = [edition_from(self._rows, name) for name in names]
        packages.check_acts(package, path, lines, editions)
        if path.parent == builtin("amendments"):
            packages.check_targets(package, path, lines, editions)
        data, _ = yaml_file.load(path)
        seen[package.id] = path
        self._connection.execute(
            "insert into packages values (?, ?, ?)",
            (package.id, len(seen), sealed(package.id, data)),
        )

    def store_marks(self, removed: list[str], old: Marks, now: Marks) -> None:
        """Notes under which marks the sources stand now."""
        self._connection.executemany(
            "delete from sources where name = ?", [(name,) for name in removed]
        )
        self._connection.executemany(
            "insert or replace into sources values (?, ?, ?)",
            [
                (name, mark, now.stats[name])
                for name, mark in now.fingerprints.items()
                if old.fingerprints.get(name) != mark or old.stats.get(name) != now.stats[name]
            ],
        )
