"""The tables as one SQLite file, by sqlite-utils: keys, full-text search as Datasette finds it, views."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from kb import __version__
from kb.disk.files import CannotWrite, write_file
from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import Saying, say
from kb.ground.system import system_reason
from kb.library import Library
from kb.tables.table import Table

VIEWS: Final = Path(__file__).with_name("views.yaml")
_FACETS: Final = {
    "clauses": ["act", "kind", "status"],
    "citations": ["status", "act"],
    "edges": ["kind", "origin", "certainty"],
    "verdicts": ["part", "verdict"],
    "evidence": ["weighs"],
}
_LABELS: Final = {"acts": "name", "clauses": "unit", "nodes": "name", "verdicts": "duty"}


class NoLibrary(KbError):
    """What a format of the export needs is not installed."""


def tables() -> tuple[Table, ...]:
    """All tables, those that others refer to first."""
    from kb.tables import law, works

    return (*law.TABLES, *works.TABLES)


def views() -> dict[str, tuple[Saying, str]]:
    """The views by name: what each shows, and its `select`."""
    data, _ = yaml_file.load(VIEWS, "views.json")
    return {name: (Saying(**each["title"]), each["sql"]) for name, each in data.items()}


def write(library: Library, path: Path) -> dict[str, int]:
    """Writes the file, whole or not at all, and `NAME.metadata.json` for Datasette beside it; gives
    the number of rows of each table. Raises NoLibrary without sqlite-utils, CannotWrite."""
    try:
        import sqlite_utils
    except ImportError:
        raise NoLibrary(say("tables.no_library", library="sqlite-utils", extra="export")) from None
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name[:40]}.") as folder:
            made = Path(folder) / "export.db"
            with closing(sqlite3.connect(made)) as connection:
                database: Any = sqlite_utils.Database(connection)
                counts = _fill(database, library)
            made.replace(path)
    except OSError as error:
        said = say("disk.file_unwritten", path=str(path), why=system_reason(error))
        raise CannotWrite(said) from error
    text = json.dumps(metadata(path.stem), ensure_ascii=False, indent=1) + "\n"
    write_file(path.with_name(f"{path.stem}.metadata.json"), text)
    return counts


def _fill(database: Any, library: Library) -> dict[str, int]:
    counts = {}
    keys = {table.name: table.key for table in tables()}
    for table in tables():
        made = database[table.name]
        made.create(
            dict(table.columns),
            pk=table.key,
            foreign_keys=[(column, other, keys[other]) for column, other in table.refers.items()],
        )
        made.insert_all(table.rows(library), pk=table.key, batch_size=500)
        for column in table.refers:
            made.create_index([column])
        if table.searched:
            made.enable_fts(table.searched, tokenize="unicode61 remove_diacritics 0")
        counts[table.name] = made.count
    for name, (_, select) in views().items():
        database.create_view(name, select)
    database.conn.commit()
    database.vacuum()
    return counts


def metadata(name: str) -> dict[str, Any]:
    """What Datasette says of the file and its tables."""
    described: dict[str, dict[str, Any]] = {
        table.name: {"description": str(say(f"tables.about_{table.name}"))} for table in tables()
    }
    for view, (title, _) in views().items():
        described[view] = {"description": str(title)}
    for table, facets in _FACETS.items():
        described.setdefault(table, {})["facets"] = facets
    for table, label in _LABELS.items():
        described.setdefault(table, {})["label_column"] = label
    return {
        "title": str(say("tables.title")),
        "description": str(say("tables.description", version=__version__)),
        "databases": {name: {"tables": described}},
    }
