"""The tables as files, one for each: CSV, JSON lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

from kb.disk.files import CannotWrite
from kb.ground.errors import KbError
from kb.ground.safe import table_cell
from kb.ground.saying import say
from kb.ground.system import system_reason
from kb.library import Library
from kb.tables.database import NoLibrary, tables
from kb.tables.table import Row, Table

Format = Literal["csv", "jsonl", "parquet"]
# A spreadsheet takes a cell that begins so for a formula.


class NotEmpty(KbError):
    """The folder holds what no export made."""


def write(library: Library, folder: Path, format_: Format) -> dict[str, int]:
    """Writes a file for each table into a folder, whole or not at all, in the place of an earlier
    export; gives the number of rows of each. Raises NoLibrary without pyarrow for Parquet, NotEmpty for
    a folder with other files, CannotWrite."""
    writer = _WRITERS[format_]
    if format_ == "parquet":
        _pyarrow()
    names = {f"{table.name}.{ending}" for table in tables() for ending in _WRITERS}
    try:
        others = {p.name for p in folder.iterdir()} - names if folder.exists() else set()
        if others:
            raise NotEmpty(say("tables.not_empty", folder=str(folder), file=min(others)))
        counts = {}
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name[:40]}.") as made:
            ready = Path(made) / "tables"
            ready.mkdir()
            for table in tables():
                rows = list(table.rows(library))
                (ready / f"{table.name}.{format_}").write_bytes(writer(table, rows))
                counts[table.name] = len(rows)
            if folder.exists():
                shutil.move(folder, Path(made) / "before")
            shutil.move(ready, folder)
    except OSError as error:
        said = say("disk.file_unwritten", path=str(folder), why=system_reason(error))
        raise CannotWrite(said) from error
    return counts


def _csv(table: Table, rows: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(row.get(c)) for c in table.columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: object) -> object:
    return table_cell(value) if isinstance(value, str) else value


def _ordered(table: Table, rows: list[Row]) -> Iterator[Row]:
    return ({c: row.get(c) for c in table.columns} for row in rows)


def _jsonl(table: Table, rows: list[Row]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in _ordered(table, rows)).encode()


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise NoLibrary(say("tables.no_parquet")) from None
    return pyarrow, parquet


def _parquet(table: Table, rows: list[Row]) -> bytes:
    pyarrow, parquet = _pyarrow()
    kinds = {str: pyarrow.string(), int: pyarrow.int64()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in table.columns.items()])
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(list(_ordered(table, rows)), schema), out)
    return out.getvalue()


_WRITERS: Final[dict[str, Callable[[Table, list[Row]], bytes]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "parquet": _parquet,
}
