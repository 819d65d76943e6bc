"""The search index inside the library file: what of a clause is indexed, and under which row number.

Russian is indexed by dictionary forms, other languages by folded words. The row number of an indexed
clause begins with its rank (superseded or not, language, legal force), so SQLite gives the strongest
acts first and a query for a common word stops early instead of weighing a million rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.norm.terms import defined
from kb.words.text import lemmas, plain_kk

TABLES: Final = """
create virtual table words using fts5(lemmas, tokenize="unicode61 remove_diacritics 0");
create virtual table heads using fts5(lemmas, tokenize="unicode61 remove_diacritics 0");
create table forms (id integer primary key, form text unique not null, plain text not null);
create index forms_by_plain on forms(plain);
create virtual table trigrams using fts5(form, content='forms', content_rowid='id', tokenize='trigram');
"""
# SQLite's own list of the words of an index; it stands beside the library, which may be read only.
VOCABULARY: Final = (
    "create virtual table if not exists temp.vocabulary using fts5vocab(main, words, row)"
)
LANGUAGES: Final = ("ru", "kk")
# In the order in which they are read; a bylaw comes after every law (art. 10 of the Law № 480).
ORDER: Final = ("constitution", "constitutional_law", "code", "treaty", "law", "bylaw")
BYLAW: Final = ORDER.index("bylaw")
_BITS: Final = 40
_MASK: Final = (1 << _BITS) - 1


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is indexed of a clause: all its words, and the heading or defined term alone."""

    position: int
    words: str
    head: str


def indexed(edition: Edition, numbered: Iterable[tuple[int, Clause]]) -> list[Indexed]:
    """The clauses of an edition as the index keeps them: only what is law and has words."""
    terms: dict[Steps, list[str]] = {}
    for term in defined(edition):
        unit = edition.index.get(term.steps)
        owner = next((c for c in unit.walk() if c.own_text), None) if unit else None
        if owner:
            terms.setdefault(owner.steps, []).extend(dict.fromkeys((term.name, *term.names)))
    rows = []
    for position, clause in numbered:
        text = f"{clause.heading} {clause.own_text}".strip()
        if clause.live and text:
            head = " ".join((clause.heading, *terms.get(clause.steps, ()))).strip()
            rows.append(
                Indexed(
                    position,
                    " ".join(lemmas(text, edition.language)),
                    " ".join(lemmas(head, edition.language)),
                )
            )
    return rows


def rank(force: str, language: str, *, superseded: bool) -> int:
    """Where an edition stands: superseded ones last, then by language, then by legal force."""
    tongue = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return superseded << 5 | tongue << 3 | ORDER.index(force)


def rows_of(rank: int, first: int, last: int) -> tuple[int, int]:
    """The row numbers of the clauses with ids from first to last of an edition of this rank."""
    return rank << _BITS | first, rank << _BITS | last


def everywhere(language: str, *, superseded: bool = False) -> tuple[int, int]:
    """The row numbers of a language among the newest, or the superseded, editions."""
    low = rank(ORDER[0], language, superseded=superseded) << _BITS
    return low, low + (1 << _BITS + 3) - 1


def clause_id(row: int) -> int:
    """The id of the clause that stands in a row of the index."""
    return row & _MASK


def force_of(row: int) -> int:
    """The legal force of the act to which a row belongs, as its place in ORDER."""
    return (row >> _BITS) & 7


class Index:
    """The tables of the index in an open library; a writer calls `finish` before it commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._seen: set[str] = set()
        self._added = 0

    def create(self) -> None:
        for statement in TABLES.split(";"):
            if statement.strip():
                self._connection.execute(statement)
        for table in ("words", "heads"):
            # Fewer and larger first segments: a build of a million clauses merges less.
            self._connection.execute(
                f"insert into {table}({table}, rank) values ('hashsize', {16 << 20})"
            )

    def add(self, language: str, rank: int, first: int, clauses: list[Indexed]) -> None:
        base = rank << _BITS | first
        for table, rows in (
            ("words", [(base + c.position, c.words) for c in clauses]),
            ("heads", [(base + c.position, c.head) for c in clauses if c.head]),
        ):
            self._connection.executemany(f"insert into {table} (rowid, lemmas) values (?, ?)", rows)
        self._added += len(clauses)
        if language != "ru":
            new = {w for c in clauses for w in c.words.split()} - self._seen
            self._connection.executemany(
                "insert or ignore into forms (form, plain) values (?, ?)",
                [(w, plain_kk(w)) for w in sorted(new)],
            )
            if len(self._seen) > 500_000:
                self._seen.clear()
            self._seen |= new

    def remove(self, rows: tuple[int, int]) -> None:
        for table in ("words", "heads"):
            self._connection.execute(f"delete from {table} where rowid between ? and ?", rows)

    def move(self, old: tuple[int, int], new: tuple[int, int]) -> None:
        """The same clauses under another rank."""
        for table in ("words", "heads"):
            kept = self._connection.execute(
                f"select rowid + ?, lemmas from {table} where rowid between ? and ?",
                (new[0] - old[0], *old),
            ).fetchall()
            self._connection.execute(f"delete from {table} where rowid between ? and ?", old)
            self._connection.executemany(f"insert into {table} (rowid, lemmas) values (?, ?)", kept)

    def finish(self) -> None:
        """Trigrams of the new word forms; one segment where most of the index is new."""
        last = self._connection.execute("select max(id) from trigrams_docsize").fetchone()[0] or 0
        self._connection.execute(
            "insert into trigrams (rowid, form) select id, form from forms where id > ?", (last,)
        )
        total = self._connection.execute("select count(*) from words_docsize").fetchone()[0]
        if self._added > 1000 and self._added * 2 > total:
            for table in ("words", "heads", "trigrams"):
                self._connection.execute(f"insert into {table}({table}) values ('optimize')")
        self._seen.clear()
        self._added = 0
