"""`kb receipt`: a city's budget divided by those who pay it («Мой ГОРОД»)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import a_path, as_json, echo, print_json
from kb.cli.helping import Command
from kb.ground.errors import NotFound
from kb.ground.saying import say

if TYPE_CHECKING:
    from kb.receipt.bill import Receipt
    from kb.receipt.budget import Budget
    from kb.receipt.study import Example


@click.command(cls=Command, help="help.receipt")
@click.argument("budget", required=False, type=a_path)
@click.option("--taxpayers", type=int, help="help.receipt_taxpayers")
@click.option(
    "--unit",
    type=click.Choice(["tenge", "thousand", "million"]),
    help="help.receipt_unit",
)
@click.option(
    "--period",
    type=click.Choice(["year", "quarter"]),
    default="year",
    show_default=True,
    help="help.receipt_period",
)
@click.option("--programme", default="", metavar="№", help="help.receipt_programme")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["md", "docx", "csv"]),
    default="md",
    show_default=True,
    help="help.receipt_format",
)
@click.option("--lang", type=click.Choice(["ru", "kk"]), default="ru", help="help.receipt_lang")
@click.option("--out", type=a_path, help="help.receipt_out")
@click.option("--template", is_flag=True, help="help.receipt_template")
@as_json
def receipt(
    budget: Path | None,
    taxpayers: int | None,
    unit: str | None,
    period: str,
    programme: str,
    format_: str,
    lang: str,
    out: Path | None,
    template: bool,
    json_: bool,
) -> None:
    """A resident's receipt: what the city budget is spent on (CSV or Excel; without a file, the example of the study)."""
    from kb.receipt import bill
    from kb.receipt.budget import faulty

    if template:
        from kb.receipt.table import TEMPLATE

        _put(out, "\ufeff" + TEMPLATE.read_text("utf-8"))
        return
    read, shown = _budget(budget, taxpayers, unit)
    made = bill.receipt(read, bill.Period(period))
    numbers = [c.line.number for c in made.charges]
    if programme and programme not in numbers:
        raise NotFound(say("receipt.no_programme", number=programme, there=", ".join(numbers)))
    if json_:
        from kb.write.receipt import as_json as data

        print_json(data(made, programme, shown))
    else:
        _write(made, shown, format_, lang, programme, out)
    if faulty(read):
        sys.exit(1)


def _budget(
    file: Path | None, taxpayers: int | None, unit: str | None
) -> tuple[Budget, Example | None]:
    """The budget of a file; without one the study's, with what the study itself prints of it."""
    from kb.receipt import bill, table
    from kb.receipt.budget import BadBudget, Scale
    from kb.receipt.study import example

    if taxpayers is not None and taxpayers < 1:
        raise BadBudget(say("receipt.taxpayers_few"))
    scale = Scale(unit) if unit else None
    if file:
        return table.read(file, scale, taxpayers or 0), None
    shown = example() if not (taxpayers or unit) else None
    return bill.of_payers(example().budget, taxpayers, scale), shown


def _write(
    made: Receipt, shown: Example | None, kind: str, lang: str, programme: str, out: Path | None
) -> None:
    """The receipt as a paper: a Word file always, else to a file or the screen."""
    from kb.write import receipt as writing

    if kind == "csv":
        _put(out, writing.as_csv(made, lang, programme))
    elif kind == "docx":
        from kb.disk.files import write_file
        from kb.ground.safe import file_name
        from kb.write import docx

        name = file_name(f"moi-gorod-{made.budget.year or 'byudzhet'}")
        target = out or Path(f"{name}.docx")
        write_file(target, docx.write(writing.paper(made, lang, programme, shown)))
        echo(str(target))
    else:
        from kb.write import markdown

        _put(out, markdown.write(writing.paper(made, lang, programme, shown)))


def _put(out: Path | None, text: str) -> None:
    from kb.disk.files import write_file

    if out:
        write_file(out, text)
    else:
        echo(text.removeprefix("\ufeff"), nl=False)
