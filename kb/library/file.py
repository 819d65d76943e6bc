"""The library file: its tables, how it is opened, by what it is known, SQLite's errors in one line.

Plain sqlite3 serves here: importing sqlite-utils costs a second per command where pandas is installed
(Streamlit brings it), and every command opens the library.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final

from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.ground.system import system_reason
from kb.library import kept

SCHEMA: Final = 8
APPLICATION_ID: Final = 0x53414C59  # «SALY»
WAIT_S = 20.0

_TABLES: Final = """
create table sources (name text primary key, fingerprint text not null, stat text not null);
create table acts (id text primary key, position integer not null, data text not null);
create table editions (
    id integer primary key, name text unique not null, act text not null, date text not null,
    language text not null, entry text not null, rank integer not null,
    first integer not null, last integer not null, data text not null, digest blob not null
);
create index editions_by_act on editions(act, language, date);
create table clauses (
    id integer primary key, edition integer not null references editions(id) on delete cascade,
    position integer not null, parent integer, steps text not null, kind text not null,
    number text not null, mark text not null, heading text not null, own_text text not null,
    status text not null, notes text not null, layout text not null, digest blob not null
);
create index clauses_by_edition on clauses(edition, position);
create table days (
    act text not null, language text not null, since text not null, edition integer,
    primary key (act, language, since)
) without rowid;
create table packages (id text primary key, position integer not null, data text not null);
create table documents (name text primary key, kind text not null, data text not null);
create table sums (name text primary key, digest blob not null) without rowid;
"""
_MAGIC: Final = b"SQLite format 3\0"


class LibraryError(KbError):
    """The library file cannot be used; the message says which file and what to do."""


class Busy(LibraryError):
    """Another program writes the file, and did not end while this one waited."""


class Damaged(LibraryError):
    """What is read is not what the build wrote: bytes of the file were changed on the disk."""


def digest(values: Iterable[object]) -> bytes:
    """The checksum of a row as the build writes it. It finds accidents, not forgers: who can write
    the file can write its checksums."""
    return blake2b("\0".join(map(str, values)).encode(), digest_size=16).digest()


def connect(path: Path) -> sqlite3.Connection:
    """The file opened, made when there is none; LibraryError when its folder or it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            say("library.folder_not_made", folder=path.parent, why=system_reason(error))
        ) from error
    with clear(path):
        connection = sqlite3.connect(
            path, timeout=WAIT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cache_size = -65536")
    return connection


# What SQLite's result codes mean for the user (sqlite.org/rescode.html): a sentence.
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "library.busy",
    sqlite3.SQLITE_LOCKED: "library.busy",
    sqlite3.SQLITE_READONLY: "library.read_only",
    sqlite3.SQLITE_NOTADB: "library.damaged",
    sqlite3.SQLITE_CORRUPT: "library.damaged",
    sqlite3.SQLITE_FULL: "library.disk_full",
    sqlite3.SQLITE_CANTOPEN: "library.cannot_open",
}


@contextmanager
def clear(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into one clear line."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite's own message quotes what stands in the file
        raise Damaged(say("library.changed_on_disk", path=path)) from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise Damaged(say("library.changed_on_disk", path=path)) from error
        code = _code(error)
        name = _REASONS.get(code)
        reason = say(name) if name else say("library.sqlite", said=str(error))
        kind = Busy if name == "library.busy" else LibraryError
        raise kind(joined(": ", (str(path), reason))) from error


def is_damage(error: Exception, *, opening: bool = False) -> bool:
    """Whether what is read is not what was written. `opening`: of the tables themselves SQLite says in
    words of its own that they are not as they were."""
    if isinstance(error, Damaged | UnicodeDecodeError):
        return True
    if not isinstance(error, sqlite3.Error):
        return False
    codes = (sqlite3.SQLITE_CORRUPT, *((sqlite3.SQLITE_ERROR,) if opening else ()))
    # A text cut or overwritten has no code: SQLite does not look, Python does.
    return _code(error) in codes or "decode to UTF-8" in str(error)


def _code(error: sqlite3.Error) -> int:
    """SQLite's result code, the primary one of an extended code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def made_anew(path: Path) -> sqlite3.Connection:
    """An empty file in the place of a library that is so damaged that nothing can be taken out of it.

    Raises LibraryError for a file that does not say it is a library.
    """
    head = path.read_bytes()[:100]
    if not (head.startswith(_MAGIC) and head[68:72] == APPLICATION_ID.to_bytes(4)):
        raise LibraryError(joined(": ", (str(path), say("library.damaged"))))
    for each in (path, path.with_name(f"{path.name}-journal")):
        each.unlink(missing_ok=True)
    return connect(path)


def create(connection: sqlite3.Connection) -> None:
    """The tables of an empty file, and the marks by which `is_built` knows it again."""
    for statement in (_TABLES + kept.TABLE).split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"pragma user_version = {SCHEMA}")
    connection.execute(f"pragma application_id = {APPLICATION_ID}")


def empty(connection: sqlite3.Connection) -> None:
    """Takes all tables out of the file, in the open transaction: `is_built` is False then."""
    tables = connection.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' "
        # A virtual table takes its own tables along; clauses go before the editions they belong to.
        "order by sql not like 'create virtual%', name"
    )
    for (name,) in tables.fetchall():
        connection.execute(f'drop table if exists "{name}"')


def is_built(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file holds a library; False for an empty one.

    Raises LibraryError for another program's file and for a library of another version.
    """
    version = connection.execute("pragma user_version").fetchone()[0]
    application = connection.execute("pragma application_id").fetchone()[0]
    if not connection.execute("select 1 from sqlite_master limit 1").fetchone():
        return False
    if application != APPLICATION_ID:
        raise LibraryError(say("library.not_a_library", path=path))
    if version != SCHEMA:
        raise LibraryError(say("library.other_version", path=path, version=version, schema=SCHEMA))
    return True
