"""Full-text search of PostgreSQL beside the library's SQLite file: the same clauses, the same queries, one run.

The clauses are those of scale.py. PostgreSQL has them in a table with a stored tsvector («russian» for Russian,
«simple» for Kazakh, which it has no stemmer for) under a GIN index; a query is answered by the fifty best with
their headlines, as the library does, and once without ranking, to show what that costs. Needs PostgreSQL.

    python benchmarks/scale_postgres.py [--clauses 1000000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import LiteralString

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.scale import QUERIES, build, opened, percentiles, timed
from tests.postgres import a_cluster

SETTINGS = (
    "-c shared_buffers=1GB -c work_mem=64MB -c maintenance_work_mem=512MB -c max_wal_size=8GB"
)
CONFIG = "case language when 'ru' then 'russian'::regconfig else 'simple'::regconfig end"
RANKED: LiteralString = """
with asked as (select plainto_tsquery(%(config)s::regconfig, %(query)s) as q),
best as (
    select id, body, ts_rank_cd(words, q) as rank from clause, asked
    where words @@ q and language = %(language)s order by rank desc, id limit 50
)
select id, ts_headline(%(config)s::regconfig, body, q) from best, asked order by rank desc, id
"""
ANY: LiteralString = """
select id from clause where words @@ plainto_tsquery(%(config)s::regconfig, %(query)s)
and language = %(language)s limit 50
"""


def load(connection: psycopg.Connection, plain: Path) -> tuple[float, float]:
    """The rows of the plain table into PostgreSQL: seconds of the copy and of the index."""
    begins = time.perf_counter()
    connection.execute(
        "create table clause (id bigint generated always as identity, language text, body text, "
        f"words tsvector generated always as (to_tsvector({CONFIG}, body)) stored)"  # type: ignore[arg-type]
    )
    rows = sqlite3.connect(plain)
    with (
        connection.cursor() as cursor,
        cursor.copy("copy clause (body, language) from stdin") as copy,
    ):
        for row in rows.execute("select body, language from t"):
            copy.write_row(row)
    rows.close()
    copied = time.perf_counter()
    connection.execute("create index on clause using gin (words)")
    connection.execute("vacuum analyze clause")
    return copied - begins, time.perf_counter() - copied


def ask(connection: psycopg.Connection, question: LiteralString, query: str, tongue: str) -> int:
    """How many rows a question gives."""
    config = "russian" if tongue == "ru" else "simple"
    values = {"config": config, "query": query, "language": tongue}
    return len(connection.execute(question, values).fetchall())


def compare(connection: psycopg.Connection, db: Path) -> None:
    """Every query in both, warm; how many find nothing; the slowest of each."""
    library = opened(db)
    ours: dict[str, list[float]] = {}
    ranked: dict[str, list[float]] = {}
    any_: list[float] = []
    nothing = [0, 0]
    for query, tongue in QUERIES:
        nothing[0] += not library.search(query, language=tongue)
        nothing[1] += not ask(connection, RANKED, query, tongue)
        ours[query] = [
            timed(lambda q=query, t=tongue: library.search(q, language=t)) for _ in range(3)
        ]
        ranked[query] = [
            timed(lambda q=query, t=tongue: ask(connection, RANKED, q, t)) for _ in range(3)
        ]
        any_ += [timed(lambda q=query, t=tongue: ask(connection, ANY, q, t)) for _ in range(3)]
    library.close()
    print(f"  {len(QUERIES)} queries; find nothing: SQLite {nothing[0]}, PostgreSQL {nothing[1]}")
    for name, times in (("SQLite, the library's search", ours), ("PostgreSQL, ranked", ranked)):
        print(f"  {name:<34} {percentiles([t for each in times.values() for t in each])}")
    print(f"  {'PostgreSQL, any fifty':<34} {percentiles(any_)}")
    for name, times in (("SQLite", ours), ("PostgreSQL", ranked)):
        slow = sorted(((statistics.median(t), q) for q, t in times.items()), reverse=True)[:4]
        print(f"  slowest of {name}:", ", ".join(f"«{q}» {t:.0f} ms" for t, q in slow))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--clauses", type=int, default=1_000_000)
    wanted = options.parse_args().clauses
    place = Path(tempfile.mkdtemp(prefix="kb-pg-"))
    mib = 1 << 20
    try:
        with (
            tempfile.TemporaryDirectory(prefix="scale-") as folder,
            a_cluster(place, SETTINGS) as cluster,
            psycopg.connect(cluster.new(), autocommit=True) as connection,
        ):
            db, plain, text = (Path(folder) / f"clauses.{e}" for e in ("sqlite", "plain", "txt"))
            made, _, _ = build(wanted, db, plain, text)
            print(
                f"{made.clauses} clauses, {made.characters / 1e6:.0f} million characters, {os.cpu_count()} cores"
            )
            print(
                f"  SQLite       storing and indexing {made.storing:7.1f} s, {db.stat().st_size / mib:7.0f} MiB"
            )
            copied, indexed = load(connection, plain)
            row = connection.execute(
                "select pg_total_relation_size('clause'), pg_indexes_size('clause'), version()"
            ).fetchone()
            assert row is not None
            print(
                f"  PostgreSQL   copied in {copied:.1f} s, indexed in {indexed:.1f} s, "
                f"{row[0] / mib:.0f} MiB, of it the index {row[1] / mib:.0f} MiB"
            )
            print(f"  {str(row[2]).split(' on ')[0]}, {SETTINGS}")
            compare(connection, db)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
