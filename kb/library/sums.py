"""Checksums of what no row's own checksum holds: the search index, the days, which rows there are.

A clause, an edition, an act, a package carries its checksum and is checked when it is read. A byte
changed in the index or among the names would be no false text but a false «nothing found»: that is
looked for before the answer is given. A library larger than `MOST` is checked when it is built only.
"""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import Any, Final

from kb.ground.saying import say
from kb.library.file import Damaged
from kb.library.stored import edition_from, unsealed

MOST: Final = (
    100_000_000  # bytes of a file that is checked whenever it is opened: 0.5 s at the most
)

_FTS: Final = (
    "select id, hex(block) from {}_data order by id",
    "select segid, hex(term), pgno from {}_idx order by segid, term",
    "select id, hex(sz) from {}_docsize order by id",
)
_STORED: Final = "select id, c0 from {}_content order by id"
# What is summed, table and SQL index alike, for SQLite itself does not hold them against one another.
PARTS: Final = {
    "names": (
        "select type, name, tbl_name, sql from sqlite_master order by rowid",
        *(f"select * from {t}_config order by k" for t in ("words", "heads", "trigrams")),
        "select position, id from acts order by rowid",
        "select id from acts order by id",
        "select id, name, rank, entry from editions order by id",
        "select name from editions order by name",
        "select act, language, date, id from editions indexed by editions_by_act "
        "order by act, language, date, id",
        "select position, id from packages order by rowid",
        "select id from packages order by id",
        "select kind, name from documents order by rowid",
        "select name from documents order by name",
        "select * from days order by act, language, since",
    ),
    "index": (
        *(q.format(table) for table in ("words", "heads") for q in (*_FTS, _STORED)),
        *(q.format("trigrams") for q in _FTS),
        "select id, form, plain from forms order by id",
        "select plain, id from forms indexed by forms_by_plain order by plain, id",
    ),
}


def write(connection: sqlite3.Connection) -> None:
    """Notes the checksums of the library as it stands in the open transaction."""
    connection.executemany(
        "insert or replace into sums values (?, ?)",
        [(part, _sum(connection, part)) for part in PARTS],
    )


def check(connection: sqlite3.Connection, part: str) -> None:
    """Raises Damaged where a part is not as the build wrote it."""
    written = connection.execute("select digest from sums where name = ?", (part,)).fetchone()
    if written is None or written[0] != _sum(connection, part):
        raise Damaged(say("library.changed_index"))


def check_all(connection: sqlite3.Connection) -> None:
    """Raises Damaged, or sqlite3.DatabaseError, where anything of the library is not as the build
    wrote it: every table, every row."""
    if connection.execute("pragma quick_check").fetchone()[0] != "ok":
        raise Damaged(say("library.changed_index"))
    for part in PARTS:
        check(connection, part)

    def rows(query: str, *values: object) -> list[Any]:
        return connection.execute(query, values).fetchall()

    for (name,) in rows("select name from editions"):
        edition_from(rows, name)
    for table, name in (("acts", "id"), ("packages", "id"), ("documents", "name")):
        for row in rows(f"select {name}, data from {table}"):
            unsealed(*row)


def small(connection: sqlite3.Connection) -> bool:
    """Whether the file is small enough to be checked at every opening."""
    pages, size = (
        connection.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return bool(pages * size <= MOST)


def _sum(connection: sqlite3.Connection, part: str) -> bytes:
    """The checksum of a part."""
    total = blake2b(part.encode(), digest_size=16)
    for query in PARTS[part]:
        for row in connection.execute(query):
            total.update("\0".join(map(str, row)).encode() + b"\n")
    return total.digest()
