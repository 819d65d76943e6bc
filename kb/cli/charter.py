"""`kb charter`: verdicts on the Charter, the Protocol and the Constitution."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from kb.cli import Options, as_json, pass_options
from kb.ground.errors import KbError
from kb.ground.saying import say


@click.command()
@click.option("--on", "day", metavar="DATE", help="Тексты, действовавшие в этот день (ГГГГ-ММ-ДД).")
@click.option("--against", "other", metavar="DATE", help="Сравнить с вердиктами этого дня.")
@click.option("--package", "packages", multiple=True, metavar="ID", help="Применить пакет.")
@click.option(
    "--rules",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Файл правил вместо встроенных (можно несколько).",
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
    """Соответствие закона Хартии: вердикты с доводами, порог статьи 12, что меняют поправки."""
    from kb.charter import report as compliance
    from kb.charter.rules import FILES
    from kb.write import charter as paper

    library = options.library()
    by = compliance.measure(library, files or FILES)
    if other is not None:
        if day is None:
            raise KbError(say("charter.against_needs_on"))
        differ = compliance.on_two_days(library, by, day, other)
        if json_:
            rows = [paper.between(each) for each in differ]
            data = {"on": day, "against": other, "changed": rows}
            click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            click.echo(paper.between_text(differ), nl=False)
        return
    report = compliance.report(library, by, day, packages)
    if json_:
        data = {
            "statement": by.positions.statement,
            **paper.assessment(report.after, by.paragraphs, by.rules),
            "changed": [paper.change(c) for c in report.changes],
            "packages": list(report.packages),
            "refused": [
                {"package": r.package, "target": r.target, "reason": r.reason}
                for r in report.refused
            ],
            "studies": [paper.standing(s) for s in report.standings],
            "membership": [asdict(said) for said in by.positions.membership],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        click.echo(paper.text(report.after, by.paragraphs, by.rules, by.positions), nl=False)
        if packages:
            click.echo(paper.changes_text(report.changes, report.after), nl=False)
            click.echo(paper.refused_text(report.refused), nl=False)
        else:
            click.echo(paper.standings_text(report.standings, by.positions), nl=False)
    if report.refused:
        sys.exit(1)
