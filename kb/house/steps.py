"""The tables of the house's database, as numbered steps; each is made in one transaction, or not at all.

A step that has been released is never changed: what comes later is another step behind it. All of it stands
in a schema of its own, so that PostgreSQL's own tools save and restore it by one name.
"""

from __future__ import annotations

from typing import Final, LiteralString, TypeAlias

import psycopg

from kb.ground.errors import KbError
from kb.ground.saying import Saying, say

Connection: TypeAlias = psycopg.Connection[tuple[object, ...]]

LEAST: Final = 14  # the oldest PostgreSQL that its makers still mend
_LOCK: Final = 0x5A1957  # of whoever changes the tables
_BEGIN: Final = """
create schema if not exists salystyrma;
create table if not exists salystyrma.step (
    number integer primary key,
    name text not null,
    done timestamptz not null default now()
)
"""
STEPS: Final[tuple[tuple[str, LiteralString], ...]] = (
    (
        "users' files",
        """
        create table salystyrma.folder (
            owner text not null check (owner ~ '^[0-9a-f]{32}$'), -- the name of the user's folder
            room text not null, -- corpus, amendments, drafts, dismissals
            revision bigint not null default 0, -- how often it was saved
            mark text not null default '', -- another after every save
            saved timestamptz not null default now(),
            primary key (owner, room)
        );
        create table salystyrma.file (
            owner text not null,
            room text not null,
            path text not null,
            revision bigint not null, -- of the folder, when the file was last written
            sha text not null,
            written timestamptz not null,
            data bytea not null,
            primary key (owner, room, path),
            foreign key (owner, room) references salystyrma.folder on delete cascade
        )
        """,
    ),
    (
        "the sources of all nodes",
        """
        create table salystyrma.house (
            one boolean primary key default true check (one), -- the table has one row
            sources text not null, -- the name of the library that every node builds
            program text not null,
            since timestamptz not null default now()
        )
        """,
    ),
)
# What the program asks for: tables of another make are found before anything is written.
_ASKED: Final[tuple[LiteralString, ...]] = (
    "select owner, room, revision, mark, saved from salystyrma.folder limit 0",
    "select owner, room, path, revision, sha, written, data from salystyrma.file limit 0",
    "select one, sources, program, since from salystyrma.house limit 0",
)


class BadDatabase(KbError):
    """A database that the house cannot stand on; the message says why and what to do."""


def bring_up_to_date(connection: Connection) -> None:
    """Makes the steps that are missing. `connection` commits by itself.

    Raises BadDatabase for a PostgreSQL too old, tables of a newer program or of another make, and a step that
    cannot be made; what that step had done is undone. psycopg.Error where the database goes away.
    """
    if (version := connection.info.server_version) < LEAST * 10_000:
        raise BadDatabase(say("house.postgres_old", there=str(version // 10_000), least=str(LEAST)))
    connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
    try:
        _make(connection, 0, "", _BEGIN)
        done = connection.execute("select number, name from salystyrma.step order by 1").fetchall()
        _check_order(done)
        for nth, (name, step) in enumerate(STEPS[len(done) :], len(done) + 1):
            _make(connection, nth, name, step)
        for question in _ASKED:
            _check_table(connection, question)
    finally:
        if not connection.closed:
            connection.execute("select pg_advisory_unlock(%s)", (_LOCK,))


def _check_order(done: list[tuple[object, ...]]) -> None:
    """Raises BadDatabase where the steps made are not the first of STEPS."""
    if len(done) > len(STEPS):
        raise BadDatabase(say("house.newer", there=len(done), here=len(STEPS)))
    for nth, row in enumerate(done):
        if row != (nth + 1, STEPS[nth][0]):
            raise BadDatabase(say("house.step_odd", number=nth + 1))


def _make(connection: Connection, number: int, name: str, step: LiteralString) -> None:
    """Makes a step and notes it, in one transaction."""
    try:
        with connection.transaction():
            connection.execute(step)
            if number:
                connection.execute("insert into salystyrma.step values (%s, %s)", (number, name))
    except psycopg.OperationalError:
        raise
    except psycopg.Error as error:
        raise BadDatabase(say("house.step_refused", number=number, why=reason(error))) from error


def _check_table(connection: Connection, question: LiteralString) -> None:
    try:
        connection.execute(question)
    except psycopg.OperationalError:
        raise
    except psycopg.Error as error:
        raise BadDatabase(say("house.tables_odd", why=reason(error))) from error


# The reasons that an administrator meets, by PostgreSQL's code (or the first two letters of it).
_NAMED: Final = {
    "42P07": "exists",
    "42P06": "exists",
    "42P01": "absent",
    "42703": "absent",
    "3F000": "absent",
    "42501": "no_right",
    "25006": "read_only",
    "53": "no_room",
    "55P03": "busy",
    "57": "stopping",
    "08": "silent",
}


def reason(error: psycopg.Error) -> Saying:
    """Why PostgreSQL refused, in the language of the reader; with its own code where the reason is rare.

    Its own words are not shown: they may hold names, addresses and what a user wrote.
    """
    code = error.sqlstate or ""
    named = _NAMED.get(code) or _NAMED.get(code[:2])
    if not named and not code and isinstance(error, psycopg.OperationalError):
        named = "silent"
    return say(f"house.why_{named}") if named else say("house.why_code", code=code or "?")
