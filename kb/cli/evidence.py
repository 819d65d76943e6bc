"""`kb evidence`: the studies' tables and figures as printed, and what in them does not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli import Options, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.ground.saying import joined, say

if TYPE_CHECKING:
    from kb.studies.arithmetic import Outcome
    from kb.studies.exhibits import Exhibit, Exhibits


@click.command(cls=Command, help="help.evidence")
@click.argument("study", required=False)
@as_json
@pass_options
def evidence(options: Options, study: str | None, json_: bool) -> None:
    """Tables and figures of studies as printed, and what does not add up in them (the program computes)."""
    from kb.ground.errors import NotFound
    from kb.studies.arithmetic import across, outcomes
    from kb.write import rows

    listed = options.library().exhibits()
    if study is not None and all(e.study != study for e in listed):
        there = ", ".join(e.study for e in listed)
        raise NotFound(say("studies.none", study=study[:60], there=there))
    chosen = [e for e in listed if study in (None, e.study)]
    if json_:
        print_json([rows.exhibits(each) for each in chosen])
        return
    for each in chosen:
        echo(each.study)
        for exhibit in each.exhibits:
            _print(each, exhibit, outcomes(each, exhibit))
        for outcome in across(each):
            _tell(outcome)


def _print(of: Exhibits, exhibit: Exhibit, told: tuple[Outcome, ...]) -> None:
    """An exhibit: its name, its rows, then what came of its rules."""
    echo(joined("", ("\n", exhibit.words)))
    if exhibit.rows:
        echo("  " + " | ".join(exhibit.head))
    for group in exhibit.groups:
        if group:
            echo(f"  {group}")
        for row in exhibit.in_group(group):
            echo("  " + " | ".join(row.cells))
    if exhibit.same:
        echo(joined("", ("  = ", of.exhibit(exhibit.same).words)))
    for quote in exhibit.quotes:
        echo(f"  «{quote.words}»")
    for outcome in told:
        _tell(outcome)
    for remark in exhibit.remarks:
        echo(joined("", ("  * ", remark)))


def _tell(outcome: Outcome) -> None:
    echo(joined("", ("  ", outcome.words)))
    for said in (*outcome.faults, *outcome.notes):
        echo(joined("", ("    ", said)))
