"""`kb export`: the whole base as SQLite for Datasette, or as CSV, JSON lines, Parquet."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.ground.saying import say


@click.command(cls=Command, help="help.export")
@click.argument("path", type=a_path)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["sqlite", "csv", "jsonl", "parquet"]),
    default="sqlite",
    show_default=True,
    help="help.export_format",
)
@as_json
@pass_options
def export(options: Options, path: Path, format_: str, json_: bool) -> None:
    """Export the whole base as tables: SQLite for SQL and Datasette, CSV, lines of JSON, Parquet."""
    from kb.tables import database, files

    library = options.library()
    if format_ == "sqlite":
        counts = database.write(library, path)
    else:
        counts = files.write(library, path, format_)  # type: ignore[arg-type]
    if json_:
        print_json({"path": str(path), "format": format_, "tables": counts})
        return
    for name, count in counts.items():
        echo(f"{name}: {count}")
    echo(say("tables.written", path=path, tables=len(counts), rows=sum(counts.values())))
    if format_ == "sqlite":
        echo(say("tables.look", path=path, metadata=path.with_name(f"{path.stem}.metadata.json")))
