"""`kb export`: the whole base as tables that SQL, Datasette and a spreadsheet read."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kb.library import Library
from kb.tables import database, files, works
from kb.tables.table import Table
from tests.conftest import Sandbox
from tests.running import Kb, awaited, check_error, process


@pytest.fixture
def tiny(small: Sandbox, tmp_path: Path) -> Library:
    return small.open()


GRAPH = ("nodes", "edges")


def asked(path: Path, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def the_whole_base_stands_in_the_tables(whole: Path, library: Library) -> None:
    for table in database.tables():
        assert asked(whole, f"select count(*) from {table.name}")[0][0], table.name
    assert asked(whole, "pragma foreign_key_check") == []
    edition, clause = library.find("law-148-2001@2022-03-02/art_11.pt_6")
    row = asked(
        whole,
        "select text, status, edition from clauses where address = ?",
        edition.address(clause.steps),
    )
    assert row == [(clause.own_text, "in_force", "law-148-2001@2022-03-02:ru")]
    verdicts = dict(
        asked(whole, "select verdict, count(*) from verdicts where part = 'charter' group by 1")
    )
    assert verdicts == {"complies": 1, "partly": 26, "fails": 2, "undetermined": 1}
    quoted = asked(
        whole, "select e.quote, c.text from evidence e join clauses c on c.address = e.clause"
    )
    assert len(quoted) > 100
    assert all(
        " ".join(quote_.split()) in " ".join(text.split()) for quote_, text in quoted if text
    )
    at = asked(
        whole,
        'select c.text, substr(s.text, c.start + 1, c."end" - c.start) from citations c join clauses s on s.address = c.clause',
    )
    assert len(at) > 300
    assert all(said == there for said, there in at)


def every_view_answers_what_it_is_called(whole: Path) -> None:
    for view in database.views():
        assert asked(whole, f"select * from {view}"), view
    assert not asked(
        whole,
        "select 1 from law_in_force where address like 'law-148-2001@2022%' or status = 'excluded'",
    )
    laws = asked(whole, "select law_number from laws_by_changes where act = 'law-148-2001' limit 1")
    assert laws == [("90-VI",)]
    beside = asked(
        whole,
        "select in_force, proposed from amendments_beside_law where address = 'law-148-2001/art_11.pt_6'",
    )
    assert any("открытый характер" in law and "трансляцией" in proposed for law, proposed in beside)


def datasette_opens_it_and_finds_by_words(whole: Path) -> None:
    from datasette.app import Datasette

    metadata = json.loads(whole.with_name("law.metadata.json").read_text("utf-8"))

    async def get(path: str) -> Any:
        return await datasette.client.get(path)

    async def look() -> None:
        await datasette.invoke_startup()
        assert (await get("/law")).status_code == 200
        page = await get("/law/clauses?_size=1")
        assert "Структурные элементы" in page.text
        words = quote("закрытый сессия")
        found = (await get(f"/law/clauses.json?_search={words}&_shape=array&_size=5")).json()
        assert "law-148-2001@2022-03-02:ru/art_11.pt_6" in {row["address"] for row in found}
        row = await get("/law/evidence.json?_shape=array&_size=1&_labels=on&verdict=2")
        assert row.json()[0]["verdict"]["label"].startswith("Признать принцип")
        assert (await get("/law/most_cited")).status_code == 200
        endless = (
            "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
        )
        stopped = await get(f"/law.json?sql={quote(endless)}")
        assert stopped.status_code == 400
        written = await get(f"/law.json?sql={quote('delete from acts')}")
        assert written.status_code == 400

    datasette = Datasette([str(whole)], metadata=metadata, settings={"sql_time_limit_ms": 300})
    awaited(look())


@pytest.mark.slow
def test_the_base_as_sql(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The graph costs most and has tests of its own: its tables are written from the small corpus below.
    monkeypatch.setattr(works, "TABLES", tuple(t for t in works.TABLES if t.name not in GRAPH))
    whole = tmp_path / "law.db"
    database.write(library, whole)
    the_whole_base_stands_in_the_tables(whole, library)
    every_view_answers_what_it_is_called(whole)
    datasette_opens_it_and_finds_by_words(whole)


def test_the_command_says_what_it_wrote(kb: Kb, small: Sandbox, tmp_path: Path) -> None:
    options = ("--corpus", small.corpus, "--amendments", small.amendments)
    out = tmp_path / "out.db"
    said = kb(*options, "export", out)
    assert said.code == 0, said.err
    assert "clauses: 7" in said.out
    assert f"datasette {out} -m {tmp_path / 'out.metadata.json'}" in said.out
    again = kb(*options, "export", out, "--json").json
    assert again["tables"]["editions"] == 1
    assert sorted(p.name for p in tmp_path.glob("*out*")) == ["out.db", "out.metadata.json"]
    check_error(kb(*options, "export", tmp_path / "no" / "such.db"), "such.db")


def test_what_is_half_written_is_not_there(
    tiny: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.db"
    database.write(tiny, out)
    before = out.read_bytes()

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(database, "views", broken)
    with pytest.raises(RuntimeError):
        database.write(tiny, out)
    assert out.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("*out*")) == ["out.db", "out.metadata.json"]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet"])
def test_every_format_gives_the_same_rows(
    tiny: Library, tmp_path: Path, format_: files.Format
) -> None:
    folder = tmp_path / format_
    for _ in range(2):  # an earlier export is replaced
        counts = files.write(tiny, folder, format_)
    assert sorted(p.name for p in folder.iterdir()) == sorted(f"{n}.{format_}" for n in counts)
    path = folder / f"clauses.{format_}"
    if format_ == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    elif format_ == "jsonl":
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    else:
        from pyarrow import parquet

        rows = parquet.read_table(path).to_pylist()
    assert [r["address"] for r in rows][-1] == "small@2020-01-01:ru/art_2"
    assert rows[-1]["heading"] == "Срок"
    assert len(rows) == counts["clauses"]


def test_a_spreadsheet_takes_no_cell_for_a_formula(tiny: Library) -> None:
    table = Table("t", {"a": str, "n": int}, "a", lambda _: iter(()), {})
    made = files._csv(table, [{"a": '=cmd|"x"', "n": -1}, {"a": "1. Да", "n": 2}]).decode(
        "utf-8-sig"
    )
    assert made.split("\r\n")[1:3] == ['"\'=cmd|""x""",-1', "1. Да,2"]


def test_a_folder_of_others_is_left_alone(tiny: Library, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.docx").write_text("x")
    with pytest.raises(files.NotEmpty, match=r"letter\.docx"):
        files.write(tiny, tmp_path / "mine", "csv")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.docx"]


@pytest.mark.parametrize(
    ("module", "format_", "said"),
    [("sqlite_utils", "sqlite", "salystyrma[export]"), ("pyarrow", "parquet", "pyarrow")],
)
def test_a_library_that_is_not_there_is_named(
    kb: Kb, small: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    module: str, format_: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, module, None)
    options = ("--corpus", small.corpus, "--amendments", small.amendments)
    result = kb(*options, "export", tmp_path / "out", "--format", format_)
    check_error(result, said)
    assert not (tmp_path / "out").exists()


def test_other_commands_do_not_pay_for_it() -> None:
    code = (
        "import sys; from kb.cli import cli; cli(['export', '--help'], standalone_mode=False);"
        "print(sorted({'sqlite_utils', 'pyarrow', 'mcp', 'spacy', 'kb.library'} & sys.modules.keys()))"
    )
    assert process("-c", code).stdout.strip().endswith("[]")
