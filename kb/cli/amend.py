"""The commands of amendments: `kb amend parse·apply·draft` and `kb replay`.

Registered by kb.cli; like it, this module holds no rule and imports heavy modules inside commands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kb.cli import Options, as_json, pass_options, print_json
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.address import steps_text

if TYPE_CHECKING:
    from kb.amendment.chain import Chain, Link
    from kb.amendment.instruction import Instruction
    from kb.amendment.verify import Verified
    from kb.norm.act import Act, Edition
    from kb.norm.address import Steps

existing = click.Path(path_type=Path)


def _acts(options: Options) -> dict[str, Act]:
    from kb.library import places
    from kb.library.corpus import load

    return load(places(options.corpus, options.amendments, options.db).corpora).acts


def _instruction(path: Path) -> str:
    from kb.read.running import running_text

    text = running_text(path)
    if not text.strip():
        raise KbError(say("cli.instruction_empty", path=path))
    return text


def _side(options: Options, text: str) -> tuple[Edition, Steps, Act | None]:
    """A text to work on: a file, or an address; with its act where the corpus knows it."""
    from kb.cli.texts import side

    edition, steps = side(options.library, text)
    return edition, steps, _acts(options).get(edition.act)


@click.group()
def amend() -> None:
    """Инструкции об изменении акта: прочитать, применить, составить."""


@amend.command("parse")
@click.argument("file", type=existing)
@click.option(
    "--beside", type=existing, metavar="FILE", help="Тот же закон на казахском: рядом с русским."
)
@as_json
@pass_options
def parse_command(options: Options, file: Path, beside: Path | None, json_: bool) -> None:
    """Прочитать инструкцию в операции; непрочитанное показать отдельно."""
    from kb.amendment.instruction import parse
    from kb.write import rows

    read = parse(_instruction(file), acts=_acts(options).values())
    if beside is not None:
        _beside(read, parse(_instruction(beside), acts=_acts(options).values()), json_=json_)
    if json_:
        print_json(rows.instruction(read))
    else:
        _show_instruction(read)
    sys.exit(1 if read.unread or not read.operations else 0)


def _beside(ru: Instruction, kk: Instruction, *, json_: bool) -> NoReturn:
    """Both languages of one law, unit by unit, and what one of them orders alone."""
    from kb.amendment.beside import beside
    from kb.write import rows

    units = beside(ru, kk)
    if json_:
        print_json(rows.beside(units, ru, kk))
    else:
        for each in units:
            sides = (", ".join(o.kind for o in side) or "–" for side in (each.ru, each.kk))
            unit = steps_text(each.steps) or say("amendment.act")
            click.echo(f"{'=' if each.alike else '≠'} {unit}: {' | '.join(sides)}")
        for side in (ru, kk):
            for unread in side.unread:
                click.echo(f"не прочитано: {unread.reason}: {unread.text[:100]}")
        differ = sum(not each.alike for each in units)
        click.echo(f"\nединиц {len(units)}, расходятся {differ}")
    same = all(each.alike for each in units) and not (ru.unread or kk.unread)
    sys.exit(0 if units and same else 1)


def _show_instruction(read: Instruction) -> None:
    for named in read.acts:
        click.echo(f"акт: {named.words} → {named.act if named.known else 'не в корпусе'}")
    for nth, operation in enumerate(read.operations):
        day = read.day(nth)
        late = f" (вводится в действие с {day})" if day else ""
        click.echo(f"{operation.kind}  {operation.target}{late}")
        for name in ("after", "old", "new"):
            words = getattr(operation, name)
            if words is not None:
                click.echo(f"    {name}: {' '.join(words.split())[:100]}")
    for each in read.unread:
        click.echo(f"не прочитано ({each.start}–{each.end}): {each.reason}: {each.text[:100]}")
    click.echo(f"\nопераций {len(read.operations)}, не прочитано {len(read.unread)}")


@amend.command("apply")
@click.argument("target")
@click.argument("files", type=existing, nargs=-1, required=True)
@click.option(
    "--out",
    type=existing,
    help="Куда записать новый текст: .md, .docx, .html, .xml, .json – по окончанию имени.",
)
@click.option(
    "--tracked", is_flag=True, help="В .docx – с отслеженными правками: принять или отклонить."
)
@as_json
@pass_options
def apply_command(
    options: Options,
    target: str,
    files: tuple[Path, ...],
    out: Path | None,
    tracked: bool,
    json_: bool,
) -> None:
    """Применить инструкции к акту (адрес или файл) по порядку дат: новый текст, отказы и замечания."""
    if tracked and (out is None or out.suffix.lower() != ".docx"):
        raise click.UsageError("--tracked – только для --out ИМЯ.docx")
    from kb.amendment.chain import Law, chain
    from kb.disk.files import write_file
    from kb.write import rows

    laws = [Law.of(str(f), _instruction(f)) for f in files]
    edition, steps, _ = _side(options, target)
    done = chain(edition, laws, _acts(options).values())
    after = done.edition.resolve(steps) if steps else done.edition.root
    results = [link.result for link in done.links if link.result]
    made = [a for r in results for a in r.applied if a.operation.kind != "none"]
    if out is not None and (made or not any(r.refused for r in results)):
        write_file(out, _written(done, edition, steps, out, tracked=tracked))
    refused = [x for r in results for x in r.refused if not x.outside]
    outside = [x for r in results for x in r.refused if x.outside]
    unread = [u for link in done.links for u in link.read.unread]
    left_out = [link for link in done.links if link.left_out]
    if json_:
        print_json(rows.chain(done, after.text))
    else:
        for link in done.links:
            _show_link(link, named=len(files) > 1)
        if out is None:
            click.echo(f"\n{after.text}")
    asked = any(link.read.operations for link in done.links)
    nothing = bool(outside) and not made  # all of it is for another act
    sys.exit(1 if refused or unread or left_out or nothing or not asked else 0)


def _written(
    done: Chain, before: Edition, steps: Steps, out: Path, *, tracked: bool
) -> str | bytes:
    """The file that the name's ending asks for."""
    from datetime import UTC, datetime

    from kb.amendment.draft import only
    from kb.amendment.notes import notes
    from kb.write import edition as papers

    if tracked:
        author = "; ".join(link.law.number or Path(link.law.name).name for link in done.links)
        return papers.tracked_changes(
            only(before, steps), only(done.edition, steps), author, datetime.now(UTC)
        )
    noted = papers.noted(done.edition, notes(done))
    return papers.written(noted, noted.resolve(steps) if steps else noted.root, out, done)


def _show_link(link: Link, *, named: bool) -> None:
    if named or link.left_out:
        click.echo(f"{link.law.name}: {link.left_out or link.law.date or 'без даты'}")
    for remark in link.remarks:
        click.echo(f"замечание: {remark}")
    for done in link.result.applied if link.result else ():
        click.echo(f"применено: {done.operation.kind} {done.operation.target}")
        for remark in done.remarks:
            click.echo(f"    {remark}")
    for each in link.result.refused if link.result else ():
        what = "вне текста" if each.outside else "отказано"
        click.echo(f"{what}: {each.operation.kind} {each.operation.target}: {each.reason}")
    for unread in link.read.unread:
        click.echo(f"не прочитано: {unread.reason}: {unread.text[:100]}")


@click.command()
@click.argument("act")
@click.argument("before")
@click.argument("after")
@click.argument("files", type=existing, nargs=-1, required=True)
@as_json
@pass_options
def verify(
    options: Options, act: str, before: str, after: str, files: tuple[Path, ...], json_: bool
) -> None:
    """Сверить редакцию банка с законами: что они меняли, что сделано без них, что не сделано.

    BEFORE и AFTER – файл, дата редакции или «дата:язык».
    """
    from kb.amendment.chain import Law
    from kb.amendment.verify import verify as run
    from kb.write import rows

    def edition(text: str) -> Edition:
        dated = text[:4].isdigit() and not Path(text).is_file()
        return _side(options, f"{act}@{text}" if dated else text)[0]

    old, new = edition(before), edition(after)
    laws = [Law.of(str(f), _instruction(f)) for f in files]
    verified = run(old, new, laws, _acts(options).values())
    if json_:
        print_json(rows.verified(verified, new))
    else:
        _show_verified(verified)
    sys.exit(
        1 if verified.not_ordered or verified.not_done or verified.undecided or verified.open else 0
    )


def _show_verified(verified: Verified) -> None:

    click.echo(f"сделано по законам: {len(verified.by_law)}")
    for title, listed in (
        ("не по данным законам", verified.not_ordered),
        ("предписано и не сделано", verified.not_done),
        ("не решено", verified.undecided),
    ):
        click.echo(f"\n{title}: {len(listed)}")
        for each in listed:
            click.echo(f"  {steps_text(each.steps)}: {each.reason}".rstrip(" :"))
            for name, words in (("закон", each.ordered), ("банк ", each.bank)):
                click.echo(f"    {name}: {words[:300] or '–'}")
            if each.others:
                click.echo(f"    сноска называет: {'; '.join(each.others)}")
    click.echo(f"\nкоманды, о которых не судим: {len(verified.open)}")
    for command in verified.open:
        click.echo(f"  {command.reason}: {command.words[:120]}")
    for address in verified.not_held:
        click.echo(f"не удерживается одной из сторон: {address}")


@amend.command("draft")
@click.argument("before")
@click.argument("after")
@click.option("--restate", is_flag=True, help="Измененные элементы целиком, а не словами.")
@click.option("--lang", type=click.Choice(["ru", "kk"]), help="Язык формул.")
@as_json
@pass_options
def draft_command(
    options: Options, before: str, after: str, restate: bool, lang: str | None, json_: bool
) -> None:
    """Составить официальный текст изменений между двумя текстами и доказать его."""
    from kb.amendment.draft import draft, only

    old, old_steps, act = _side(options, before)
    new, new_steps, _ = _side(options, after)
    drafted = draft(
        only(old, old_steps or new_steps),
        only(new, new_steps or old_steps),
        restate=restate,
        act=act,
        language=lang,
    )
    if json_:
        print_json(
            {
                "wording": drafted.wording,
                "operations": [o.data() for o in drafted.operations],
                "proved": drafted.proved,
                "unequal": [steps_text(s) for s in drafted.unequal],
                "not_held": [steps_text(s) for s in drafted.outside],
            }
        )
    else:
        click.echo(drafted.wording or "Изменений нет.")
        click.echo(
            "\nдоказано: применение дает второй текст" if drafted.proved else "\nНЕ доказано"
        )
        for steps in drafted.unequal:
            click.echo(f"расходится: {steps_text(steps)}")
        for steps in drafted.outside:
            click.echo(f"не удерживается одной из сторон: {steps_text(steps)}")
    sys.exit(0 if drafted.proved else 1)


@click.command()
@click.argument("cases", type=existing)
@as_json
def replay(cases: Path, json_: bool) -> None:
    """Повторить настоящие поправки (JSONL): инструкция, текст до, текст после."""
    from kb.amendment.replay import counts, load
    from kb.amendment.replay import replay as run

    results = [run(case) for case in load(cases)]
    totals = counts(results)
    if json_:
        rows = [{"id": r.id, "status": r.status, "reason": r.reason} for r in results]
        print_json({"cases": len(results), **totals, "results": rows})
    else:
        for each in results:
            click.echo(f"{each.id}: {each.status}{': ' + each.reason if each.reason else ''}")
        said = ", ".join(f"{name} {n}" for name, n in totals.items())
        click.echo(f"\nслучаев {len(results)}: {said}")
    sys.exit(0 if totals["exact"] == len(results) else 1)
