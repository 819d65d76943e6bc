"""Connections to the house's database, and everything that is asked of its tables.

A connection is used for one question or one change and then rests; one that the database has closed
meanwhile (it was restarted) is seen before it is used, and another is made.
"""

from __future__ import annotations

import selectors
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from kb.ground.errors import KbError
from kb.ground.safe import visible
from kb.ground.saying import say
from kb.house.steps import Connection, reason

CONNECT_S: Final = 5
PATIENCE_S: Final = 8.0  # for a database that restarts, before a change is begun
REST_S: Final = 2.0  # in which readers do not ask a database again that did not answer
MOST_IDLE: Final = 8
_MOST_WORDS: Final = 300
# A node that has gone without a word lets go of its rows: the database asks it, and waits no longer.
_OPTIONS: Final = (
    "-c lock_timeout=20s -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)


class Unreachable(KbError):
    """The database does not answer, or cannot."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a user: whose it is (the name of his folder) and which of his rooms."""

    owner: str
    room: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file as the database holds it: the hash of its bytes and when it was written (ns since 1970)."""

    sha: str
    written: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a save does: files written, with their bytes, and the paths of those removed."""

    written: Mapping[str, tuple[Leaf, bytes]]
    removed: frozenset[str]


class Store:
    """The database by its address, as libpq understands it. Nothing is asked before it is needed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: list[Connection] = []
        self._guard = Lock()
        self._rests_until = 0.0
        self._silent_since: float | None = None

    @contextmanager
    def using(self, patience: float = 0.0) -> Iterator[Connection]:
        """A connection that commits by itself, for the block alone. Raises Unreachable; what psycopg raises
        in the block passes, and the connection is used no more.

        `patience`: how long after its first silence the database is tried again; without it one that has
        just not answered is not asked at all, so that no page waits for it twice.
        """
        connection = self._taken(patience)
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _taken(self, patience: float) -> Connection:
        with self._guard:
            while self._idle:
                connection = self._idle.pop()
                if _is_alive(connection):
                    return connection
                connection.close()
        if not patience and time.monotonic() < self._rests_until:
            raise Unreachable(say("house.why_silent"))
        while True:
            try:
                connection = connected(self._url)
                self._silent_since = None
                return connection
            except psycopg.Error as error:
                now = time.monotonic()
                since = self._silent_since = self._silent_since or now
                if now >= since + patience:
                    self._rests_until = now + REST_S
                    raise Unreachable(reason(error)) from error
            time.sleep(0.2)

    def _give_back(self, connection: Connection) -> None:
        if not connection.closed:
            with suppress(psycopg.Error):
                connection.rollback()
        resting = connection.info.transaction_status == TransactionStatus.IDLE
        with self._guard:
            if resting and len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()


def connected(url: str) -> Connection:
    """A new connection that commits by itself. Raises psycopg.Error."""
    given = conninfo_to_dict(url)
    options = f"{given.pop('options', '')} {_OPTIONS}".strip()
    settings: dict[str, Any] = {
        "connect_timeout": CONNECT_S,
        "application_name": "salystyrma",
        "tcp_user_timeout": 10_000,
        **given,
        "options": options,
    }
    return psycopg.connect(make_conninfo(**settings), autocommit=True)


def _is_alive(connection: Connection) -> bool:
    """Whether an idle connection still stands: one that the database has closed has something to read."""
    if connection.closed:
        return False
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return not selector.select(0)


def own_words(error: BaseException | None) -> str:
    """What PostgreSQL or its library says itself, on one line, for whoever sets it up: it can be searched for."""
    return visible(" ".join(str(error or "").split()))[:_MOST_WORDS]


# --- Questions ------------------------------------------------------------------------------------


def sources(connection: Connection) -> str:
    """The name of the library that all nodes build; "" before the first node has joined."""
    row = connection.execute("select sources from salystyrma.house").fetchone()
    return str(row[0]) if row else ""


def first_sources(connection: Connection, name: str, program: str) -> str:
    """Says which library all nodes build where none has said it yet; the name that counts."""
    connection.execute(
        "insert into salystyrma.house (sources, program) values (%s, %s) on conflict do nothing",
        (name, program),
    )
    return sources(connection)


def set_sources(connection: Connection, name: str, program: str) -> None:
    """Says which library all nodes build from now on."""
    connection.execute(
        "insert into salystyrma.house (sources, program) values (%s, %s) on conflict (one) "
        "do update set sources = excluded.sources, program = excluded.program, since = now()",
        (name, program),
    )


def marks(connection: Connection, owner: str) -> tuple[str, dict[str, str]]:
    """The name of the library of all nodes, and the mark of each of a user's folders."""
    rows = connection.execute(
        "select h.sources, f.room, f.mark from salystyrma.house h "
        "left join salystyrma.folder f on f.owner = %s",
        (owner,),
    ).fetchall()
    return (str(rows[0][0]) if rows else ""), {str(r[1]): str(r[2]) for r in rows if r[1]}


def taken(connection: Connection, place: Place) -> str:
    """Takes a folder for the transaction at hand, made where it is missing; its mark, "" for one never saved."""
    values = (place.owner, place.room)
    connection.execute(
        "insert into salystyrma.folder (owner, room) values (%s, %s) on conflict do nothing", values
    )
    row = connection.execute(
        "select mark from salystyrma.folder where owner = %s and room = %s for update", values
    ).fetchone()
    return str(row[0]) if row else ""


def mark(connection: Connection, place: Place) -> str:
    """The mark of a folder, "" where there is none; one that is being saved is waited for."""
    with connection.transaction(force_rollback=True):
        return taken(connection, place)


def leaves(connection: Connection, place: Place) -> dict[str, Leaf]:
    """The files of a folder by path, without their bytes."""
    rows = connection.execute(
        "select path, sha, written from salystyrma.file where owner = %s and room = %s",
        (place.owner, place.room),
    ).fetchall()
    return {str(path): Leaf(str(sha), _ns(written)) for path, sha, written in rows}


def data(connection: Connection, place: Place, paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of files, one after another."""
    for path in paths:
        row = connection.execute(
            "select data from salystyrma.file where owner = %s and room = %s and path = %s",
            (place.owner, place.room, path),
        ).fetchone()
        if row and isinstance(row[0], bytes):
            yield path, row[0]


def save(connection: Connection, place: Place, change: Change, new: str) -> None:
    """Writes a change and the folder's new mark, in the transaction at hand, which holds the folder."""
    values = (place.owner, place.room)
    row = connection.execute(
        "update salystyrma.folder set revision = revision + 1, mark = %s, saved = now() "
        "where owner = %s and room = %s returning revision",
        (new, *values),
    ).fetchone()
    revision = row[0] if row else 0
    for path, (leaf, content) in change.written.items():
        connection.execute(
            "insert into salystyrma.file (owner, room, path, revision, sha, written, data) "
            "values (%s, %s, %s, %s, %s, %s, %s) on conflict (owner, room, path) do update set "
            "revision = excluded.revision, sha = excluded.sha, written = excluded.written, data = excluded.data",
            (*values, path, revision, leaf.sha, _moment(leaf.written), content),
        )
    connection.execute(
        "delete from salystyrma.file where owner = %s and room = %s and path = any(%s)",
        (*values, list(change.removed)),
    )


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the house holds: users, files, bytes, and when something was last saved ("" for never)."""

    users: int
    files: int
    size: int
    saved: str


def holdings(connection: Connection) -> Holdings:
    """What the house holds in all."""
    row = connection.execute(
        "select (select count(distinct owner) from salystyrma.file), count(*), "
        "coalesce(sum(length(data)), 0), "
        "(select coalesce(to_char(max(saved) at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), '') "
        "from salystyrma.folder where revision > 0) from salystyrma.file"
    ).fetchone()
    assert row is not None
    return Holdings(int(str(row[0])), int(str(row[1])), int(str(row[2])), str(row[3]))


def _ns(moment: object) -> int:
    assert isinstance(moment, datetime)
    return round(moment.timestamp() * 1_000_000) * 1000


def _moment(ns: int) -> datetime:
    return datetime.fromtimestamp(ns // 1000 / 1_000_000, UTC)
