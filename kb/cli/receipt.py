"""`kb receipt`: a city's budget divided by those who pay it («Мой ГОРОД»)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kb.cli import as_json, print_json


@click.command()
@click.argument("budget", required=False, type=click.Path(path_type=Path))
@click.option("--taxpayers", type=int, help="На скольких делить (вместо строки «жители»).")
@click.option(
    "--unit",
    type=click.Choice(["tenge", "thousand", "million"]),
    help="В чем суммы; названная здесь единица не проверяется.",
)
@click.option(
    "--period",
    type=click.Choice(["year", "quarter"]),
    default="year",
    show_default=True,
    help="За год или за квартал.",
)
@click.option("--programme", default="", metavar="№", help="Только эта программа с подпрограммами.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["md", "docx", "csv"]),
    default="md",
    show_default=True,
    help="Вид квитанции.",
)
@click.option("--lang", type=click.Choice(["ru", "kk"]), default="ru", help="Язык квитанции.")
@click.option("--out", type=click.Path(path_type=Path), help="Файл; без него md и csv на экран.")
@click.option("--template", is_flag=True, help="Образец таблицы бюджета (CSV).")
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
    """Квитанция жителя: на что идет бюджет города (CSV или Excel; без файла – пример исследования).

    Код выхода 1: части бюджета больше целого.
    """
    from kb.disk.files import write_file
    from kb.ground.errors import NotFound
    from kb.ground.safe import file_name
    from kb.ground.saying import say
    from kb.receipt import bill, table
    from kb.receipt.budget import BadBudget, Scale, faulty
    from kb.receipt.study import example
    from kb.write import receipt as writing

    if template:
        text = table.TEMPLATE.read_text("utf-8")
        if out:
            write_file(out, "\ufeff" + text)
        else:
            click.echo(text, nl=False)
        return
    if taxpayers is not None and taxpayers < 1:
        raise BadBudget(say("receipt.taxpayers_few"))
    chosen = Scale(unit) if unit else None
    shown = None
    if budget:
        read = table.read(budget, chosen, taxpayers or 0)
    else:
        shown = example() if not (taxpayers or unit) else None
        read = bill.of_payers(example().budget, taxpayers, chosen)
    made = bill.receipt(read, bill.Period(period))
    numbers = [c.line.number for c in made.charges]
    if programme and programme not in numbers:
        raise NotFound(say("receipt.no_programme", number=programme, there=", ".join(numbers)))
    if json_:
        print_json(writing.as_json(made, programme, shown))
    elif format_ == "csv":
        _put(out, writing.as_csv(made, lang, programme))
    elif format_ == "docx":
        from kb.write import docx

        name = file_name(f"moi-gorod-{read.year or 'byudzhet'}")
        target = out or Path(f"{name}.docx")
        write_file(target, docx.write(writing.paper(made, lang, programme, shown)))
        click.echo(str(target))
    else:
        from kb.write import markdown

        _put(out, markdown.write(writing.paper(made, lang, programme, shown)))
    if faulty(read):
        sys.exit(1)


def _put(out: Path | None, text: str) -> None:
    from kb.disk.files import write_file

    if out:
        write_file(out, text)
    else:
        click.echo(text.removeprefix("\ufeff"), nl=False)
