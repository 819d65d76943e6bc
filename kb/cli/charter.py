"""`kb charter`: verdicts on the Charter, the Protocol and the Constitution."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from kb.cli import Options, a_path, as_json, echo, pass_options
from kb.cli.helping import Command
from kb.cli.language import spoken


@click.command(cls=Command, help="help.charter")
@click.option("--on", "day", metavar="DATE", help="help.charter_on")
@click.option("--against", "other", metavar="DATE", help="help.charter_against")
@click.option("--package", "packages", multiple=True, metavar="ID", help="help.charter_package")
@click.option(
    "--rules",
    "files",
    multiple=True,
    type=a_path,
    help="help.charter_rules",
)
@as_json
@pass_options
def charter(
    options: Options,
    day: str | None,
    other: str | None,
    packages: tuple[str, ...],
    files: tuple[Path, ...],
    json_: bool,
) -> None:
    """Whether the law complies with the Charter: verdicts with their grounds, the threshold of article 12, what amendments change."""
    from kb import answers
    from kb.charter import report as compliance
    from kb.charter.rules import FILES
    from kb.write import charter as paper

    library = options.library()
    by = compliance.measure(library, files or FILES)
    if other is not None:
        differ = answers.between(library, by, day, other)
        if json_:
            _print(answers.differing(day, other, differ))
        else:
            echo(paper.between_text(differ, spoken()), nl=False)
        return
    report = compliance.report(library, by, day, packages)
    if json_:
        _print(answers.compliant(by, report))
    else:
        echo(paper.text(report.after, by.paragraphs, by.rules, by.positions, spoken()), nl=False)
        if packages:
            echo(paper.changes_text(report.changes, report.after, spoken()), nl=False)
            echo(paper.refused_text(report.refused, spoken()), nl=False)
        else:
            echo(paper.standings_text(report.standings, by.positions, spoken()), nl=False)
    if report.refused:
        sys.exit(1)


def _print(data: dict[str, Any]) -> None:
    echo(json.dumps(data, ensure_ascii=False, indent=1))
