"""The command line: `kb`, with --json for programs. It holds no rule of its own.

Heavy modules are imported inside commands, so that `kb --help` answers at once.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb import __version__
from kb.errors import KbError

if TYPE_CHECKING:
    from kb.act import Edition
    from kb.address import Steps
    from kb.library import Library


@dataclass(slots=True)
class Options:
    """What stands before the command: other data in the place of the built-in."""

    corpus: Path | None = None
    amendments: Path | None = None
    db: Path | None = None

    def folders(self) -> dict[str, str]:
        """The same choice as environment variables, for the app's own process."""
        chosen = {
            "SALYSTYRMA_CORPUS": self.corpus,
            "SALYSTYRMA_AMENDMENTS": self.amendments,
            "SALYSTYRMA_DB": self.db,
        }
        return {name: str(path.resolve()) for name, path in chosen.items() if path}

    def library(self, progress: Callable[[str, int, int], None] | None = None) -> Library:
        from kb.library import Library, places

        return Library.open(places(self.corpus, self.amendments, self.db), progress)


pass_options = click.make_pass_decorator(Options, ensure=True)
as_json = click.option("--json", "json_", is_flag=True, help="JSON для программ.")


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


# Commands in files of their own: the module and the name there, imported when asked for.
LATER = {
    "amend": ("kb.cli_amend", "amend"),
    "charter": ("kb.cli_charter", "charter"),
    "import": ("kb.cli_import", "command"),
    "package": ("kb.cli_package", "package"),
    "replay": ("kb.cli_amend", "replay"),
}


class Commands(click.Group):
    """The commands of this module and of LATER."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        module, name = LATER[cmd_name]
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Не является официальным источником: сверяйте с Эталонным контрольным банком.",
)
@click.version_option(__version__, prog_name="kb")
@click.option("--corpus", type=click.Path(path_type=Path), help="Папка корпуса вместо встроенной.")
@click.option(
    "--amendments", type=click.Path(path_type=Path), help="Папка пакетов вместо встроенной."
)
@click.option("--db", type=click.Path(path_type=Path), help="Файл библиотеки.")
@click.pass_context
def cli(
    context: click.Context, corpus: Path | None, amendments: Path | None, db: Path | None
) -> None:
    """База норм о местном самоуправлении и сравнение поправок.

    Адрес нормы: АКТ[@РЕДАКЦИЯ[:ЯЗЫК]]/ЕДИНИЦА, например law-148-2001@2026-07-14/art_11.pt_6.
    """
    context.obj = Options(corpus, amendments, db)


@cli.command()
@as_json
@pass_options
def build(options: Options, json_: bool) -> None:
    """Собрать библиотеку из корпуса и пакетов (повтор безопасен)."""
    from kb.library import Library, places

    def progress(name: str, nth: int, of: int) -> None:
        if not json_:
            click.echo(f"[{nth}/{of}] {name}", err=True)

    where = places(options.corpus, options.amendments, options.db)
    _, report = Library.build(where, progress)
    if json_:
        print_json(
            {
                "db": str(where.db),
                "built": list(report.built),
                "removed": list(report.removed),
                "unchanged": report.unchanged,
            }
        )
    else:
        click.echo(
            f"{where.db}: собрано {len(report.built)}, убрано {len(report.removed)}, "
            f"без изменений {report.unchanged}"
        )


@cli.command()
@click.argument("address")
@click.option("--on", "day", metavar="DATE", help="Текст, действовавший в этот день (ГГГГ-ММ-ДД).")
@as_json
@pass_options
def show(options: Options, address: str, day: str | None, json_: bool) -> None:
    """Показать акт, редакцию или норму по адресу."""
    from kb.address import parse, words_ru
    from kb.write import rows

    library = options.library()
    asked = parse(address)
    remarks: tuple[str, ...] = ()
    if day:
        if asked.edition:
            raise KbError("укажите либо редакцию в адресе, либо --on, но не то и другое")
        edition, remarks = library.on(asked.act, day, asked.language)
        found = edition.resolve(asked.steps)
    else:
        edition, found = library.clause(asked)
    act = library.act(asked.act)
    quotations = library.quotations(f"{edition.act}/{_steps(found.steps)}")
    if json_:
        data = rows.clause(edition, found)
        data |= {"label": act.label or None, "remarks": list(remarks), "quotations": quotations}
        print_json(data)
        return
    click.echo(f"{act.form} «{edition.title}»")
    click.echo(f"{edition.address(found.steps)} · редакция {edition.date}, {edition.language}")
    if act.label:
        click.echo(f"({act.label})")
    if found.steps:
        click.echo(f"{words_ru(found.steps)} · {STATUS_RU[found.status.value]}")
    for remark in remarks:
        click.echo(f"Внимание: {remark}.")
    click.echo()
    click.echo(found.text)
    for note in found.notes:
        click.echo(f"\n  [{note.text}]")
    for each in quotations:
        click.echo(f"\n  В исследовании ({each['author']}, {each['place']}): «{each['words']}»")
        if each.get("remark"):
            click.echo(f"  {each['remark']}")


STATUS_RU = {
    "in_force": "действует",
    "excluded": "исключено",
    "future": "еще не введено в действие",
    "limited": "действует с ограничением (см. сноску)",
}


def _steps(steps: Steps) -> str:
    from kb.address import steps_text

    return steps_text(steps)


def _read_file(path: Path) -> Edition:
    from kb.read import formats

    return formats.read(formats.load(path), str(path)).edition


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["md", "adilet", "zan", "docx", "akn"]),
    help="Вид файла; без него узнается по содержанию.",
)
@as_json
def parse(file: Path, format_: str | None, json_: bool) -> None:
    """Прочитать файл акта в структурные единицы и показать сомнения."""
    from kb.read import formats
    from kb.write import rows

    parsed = formats.read(formats.load(file), str(file), format_ or "")
    edition = parsed.edition
    if json_:
        print_json(
            {
                "act": edition.act,
                "edition": edition.date,
                "language": edition.language,
                "clauses": [rows.clause(edition, c, nested=True) for c in edition.root.children],
                "notes": [{"text": n.text} for n in edition.root.notes],
                "unplaced_characters": parsed.unplaced_characters,
                "doubts": [
                    {"line": d.line, "address": d.address, "reason": d.reason}
                    for d in edition.doubts
                ],
            }
        )
    else:
        for clause in edition.walk():
            depth = "  " * (len(clause.steps) - 1)
            words = clause.heading or clause.own_text
            click.echo(f"{depth}{_steps(clause.steps)}  {words[:70]}")
        click.echo(f"\nне размещено знаков: {parsed.unplaced_characters}")
        for doubt in edition.doubts:
            click.echo(f"сомнение: {file}:{doubt.line}: {doubt.address}: {doubt.reason}")
    if parsed.unplaced_characters:
        sys.exit(1)


@cli.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--act", help="Только в этом акте.")
@click.option("--language", help="Только на этом языке (ru, kk).")
@click.option("--on", "day", metavar="DATE", help="В редакциях, действовавших в этот день.")
@as_json
@pass_options
def search(
    options: Options,
    query: tuple[str, ...],
    act: str | None,
    language: str | None,
    day: str | None,
    json_: bool,
) -> None:
    """Найти нормы по словам в любой форме (в новейших удерживаемых редакциях).

    Ссылка («п. 2 ст. 89 Конституции», «статья 9 Закона о МСУ») ведет прямо к своей норме.
    С --on ищет слова в текстах дня и называет акты, чьего текста этого дня нет.
    """
    from kb.citation.lookup import Answer
    from kb.citation.lookup import search as look_up
    from kb.write import rows

    library = options.library()
    if act:
        library.act(act)
    words = " ".join(query)
    if day:
        found = library.look(words, act=act, language=language, on=day)
        answers = [Answer(h) for h in found.hits]
        for said in (*(why for _, why in found.skipped), *found.remarks):
            click.echo(said, err=True)
    else:
        answers = look_up(library, words, act=act, language=language)
    if json_:
        print_json([rows.hit(a.hit, a.counterpart) for a in answers])
        return
    for answer in answers:
        click.echo(f"{answer.hit.address}\n    {answer.hit.snippet}")
        if answer.counterpart:
            click.echo(f"    соответствует: {answer.counterpart}")
    if not answers:
        click.echo("Ничего не найдено в удерживаемых текстах.")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--act", help="Чей это текст: акт для «настоящего Закона» и статей без акта.")
@click.option("--date", "day", metavar="DATE", help="На какой день искать нормы (ГГГГ-ММ-ДД).")
@as_json
@pass_options
def cite(options: Options, file: Path, act: str | None, day: str | None, json_: bool) -> None:
    """Найти в тексте ссылки на нормы и показать, куда они ведут."""
    from kb import citation, yaml_file
    from kb.dates import day as read_day
    from kb.write import rows

    text = yaml_file.read_text(file, citation.MAX_BYTES)
    if "\0" in text:
        raise KbError(f"{file}: двоичный файл, а не текст")
    date = read_day(day) if day else None
    found = citation.cite(text, options.library(), act=act, date=date)
    if json_:
        print_json([rows.citation(c) for c in found])
        return
    for each in found:
        line = text.count("\n", 0, each.start) + 1
        where = each.address or each.act_name or "акт не назван"
        click.echo(f"{file}:{line}: {' '.join(each.text.split())} → {where} · {each.status.value}")
        if each.reason:
            click.echo(f"    {each.reason}")
    counts = ", ".join(f"{s.value} {n}" for s, n in citation.shares(found).items())
    click.echo(f"\nссылок {len(found)}" + (f": {counts}" if found else ""))


def _side(library: Callable[[], Library], text: str) -> tuple[Edition, Steps]:
    """A side of a comparison: a file, or an address."""
    from kb.address import parse as parse_address

    path = Path(text)
    if path.is_file():
        return _read_file(path), ()
    address = parse_address(text)
    edition = library().edition(address.act, address.edition, address.language)
    return edition, edition.resolve(address.steps).steps


@cli.command()
@click.argument("left")
@click.argument("right")
@as_json
@pass_options
def diff(options: Options, left: str, right: str, json_: bool) -> None:
    """Сравнить две редакции, две нормы или два файла (сторона — адрес или файл)."""
    from functools import cache

    from kb.difference import Change, compare
    from kb.write import rows
    from kb.write.html import STATUS_RU as CHANGES_RU

    library = cache(options.library)
    (left_edition, left_steps), (right_edition, right_steps) = (
        _side(library, left),
        _side(library, right),
    )
    # A file that holds the unit asked for on the other side is compared in that unit.
    if left_steps and not right_steps and right_edition.find(left_steps):
        right_steps = left_steps
    elif right_steps and not left_steps and left_edition.find(right_steps):
        left_steps = right_steps
    found = compare(left_edition, right_edition, left_steps, right_steps)
    if json_:
        print_json(rows.difference(found))
        return
    click.echo(f"− {left_edition.address(left_steps)}\n+ {right_edition.address(right_steps)}\n")
    for row in found.rows:
        if row.status == Change.UNCHANGED:
            continue
        unit = row.right or row.left
        assert unit is not None
        click.echo(f"{unit.address.split('/')[-1]}: {CHANGES_RU[row.status]}")
        if row.status == Change.MOVED and row.left:
            click.echo(f"    прежде {row.left.address.split('/')[-1]}")
        shown = "".join(
            text if op == "=" else f"[-{text}-]" if op == "-" else f"{{+{text}+}}"
            for op, text in row.segments
        )
        click.echo(f"    {shown}")
    counts = ", ".join(f"{CHANGES_RU[s]} {found.count(s)}" for s in Change if found.count(s))
    click.echo(f"\n{counts or 'единиц нет'}")
    for outside in found.not_held:
        other = "правой" if outside.held_by == "left" else "левой"
        click.echo(f"не удерживается в {other}: {outside.address}")


@cli.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "graphml", "dot"]),
    default="json",
    help="Вид выгрузки.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Файл; без него на экран.")
@pass_options
def graph(options: Options, format_: str, out: Path | None) -> None:
    """Граф: кто на что ссылается, что изменяет, о чем говорит."""
    from kb import graph as graphs
    from kb.write.files import write_file

    found = graphs.build(options.library())
    if format_ == "json":
        text = json.dumps(graphs.data(found), ensure_ascii=False, indent=1) + "\n"
    else:
        text = graphs.graphml(found) if format_ == "graphml" else graphs.dot(found)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_file(out, text)


@cli.command()
@click.argument("address")
@as_json
@pass_options
def impact(options: Options, address: str, json_: bool) -> None:
    """Что затрагивает норму: ссылки, поправки, тезисы, термины; ближние первыми."""
    from kb import graph as graphs
    from kb.address import parse

    library = options.library()
    asked = parse(address)
    _, clause = library.clause(asked)
    node = graphs.clause_node(library, asked.within(clause.steps))
    found = graphs.build(library)
    reached = graphs.impact(found, node or address)
    if json_:
        print_json([graphs.reached_row(r) for r in reached])
        return
    for each in reached:
        through = " ← ".join(graphs.EDGES[kind] for kind, _ in each.path)
        name = found.nodes[each.node]["name"]
        click.echo(
            f"{each.distance} {graphs.KINDS[each.kind]}: {name}\n    {each.node} · {through}"
        )
    if not reached:
        click.echo("Ничто в библиотеке не затрагивает эту норму.")


@cli.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-browser", is_flag=True, help="Не открывать браузер.")
@pass_options
def serve(options: Options, port: int, no_browser: bool) -> None:
    """Открыть приложение на 127.0.0.1."""
    from kb.serving import serve as run

    run(port, open_browser=not no_browser, folders=options.folders())


def main() -> None:
    """Runs the program: errors are one line on standard error and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows code page has no Kazakh letters
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(sys.argv[1:] or ["--help"], standalone_mode=False)
    except KbError as error:
        _fail(str(error))
    except click.UsageError as error:
        hint = f" (см. {error.ctx.command_path} --help)" if error.ctx else ""
        _fail(f"{error.format_message()}{hint}")
    except click.ClickException as error:
        _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _fail("прервано")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("SALYSTYRMA_DEBUG"):
            raise
        _fail(
            f"внутренняя ошибка: {type(error).__name__}: {error}; "
            "подробности с переменной SALYSTYRMA_DEBUG=1"
        )
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"kb: {' '.join(message.split())}", err=True)
    sys.exit(2)
