"""The commands of amendments: `kb amend parse·apply·draft` and `kb replay`.

Registered by kb.cli; like it, this module holds no rule and imports heavy modules inside commands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import Options, as_json, pass_options, print_json
from kb.ground.errors import KbError
from kb.ground.saying import say

if TYPE_CHECKING:
    from kb.amendment.instruction import Instruction
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
@as_json
@pass_options
def parse_command(options: Options, file: Path, json_: bool) -> None:
    """Прочитать инструкцию в операции; непрочитанное показать отдельно."""
    from kb.amendment.instruction import parse
    from kb.write import rows

    found = parse(_instruction(file), acts=_acts(options).values())
    if json_:
        print_json(rows.instruction(found))
    else:
        _show_instruction(found)
    sys.exit(1 if found.unread or not found.operations else 0)


def _show_instruction(found: Instruction) -> None:
    for named in found.acts:
        click.echo(f"акт: {named.words} → {named.act if named.known else 'не в корпусе'}")
    for nth, operation in enumerate(found.operations):
        day = found.day(nth)
        late = f" (вводится в действие с {day})" if day else ""
        click.echo(f"{operation.kind}  {operation.target}{late}")
        for name in ("after", "old", "new"):
            words = getattr(operation, name)
            if words is not None:
                click.echo(f"    {name}: {' '.join(words.split())[:100]}")
    for each in found.unread:
        click.echo(f"не прочитано ({each.start}–{each.end}): {each.reason}: {each.text[:100]}")
    click.echo(f"\nопераций {len(found.operations)}, не прочитано {len(found.unread)}")


@amend.command("apply")
@click.argument("target")
@click.argument("file", type=existing)
@click.option("--out", type=existing, help="Куда записать новый текст.")
@as_json
@pass_options
def apply_command(options: Options, target: str, file: Path, out: Path | None, json_: bool) -> None:
    """Применить инструкцию к акту (адрес или файл): новый текст, отказы и замечания."""
    from kb.amendment.apply import apply
    from kb.amendment.instruction import parse
    from kb.amendment.meant import meant
    from kb.disk.files import write_file
    from kb.write import rows

    text = _instruction(file)
    edition, steps, _ = _side(options, target)
    acts = _acts(options)
    to = meant(parse(text, acts=acts.values(), act=edition.act), edition, acts.values())
    found = to.instruction
    result = apply(edition, found.operations, to.others)
    after = result.edition.resolve(steps) if steps else result.edition.root
    if out is not None:
        write_file(out, after.text + "\n")
    refused = [r for r in result.refused if not r.outside]
    if json_:
        print_json(rows.applied(found, result, after.text))
    else:
        for done in result.applied:
            click.echo(f"применено: {done.operation.kind} {done.operation.target}")
            for remark in done.remarks:
                click.echo(f"    {remark}")
        for each in result.refused:
            what = "вне текста" if each.outside else "отказано"
            click.echo(f"{what}: {each.operation.kind} {each.operation.target}: {each.reason}")
        for unread in found.unread:
            click.echo(f"не прочитано: {unread.reason}: {unread.text[:100]}")
        if out is None:
            click.echo(f"\n{after.text}")
    sys.exit(1 if refused or found.unread or not found.operations else 0)


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
    from kb.norm.address import steps_text

    old, old_steps, act = _side(options, before)
    new, new_steps, _ = _side(options, after)
    found = draft(
        only(old, old_steps or new_steps),
        only(new, new_steps or old_steps),
        restate=restate,
        act=act,
        language=lang,
    )
    if json_:
        print_json(
            {
                "wording": found.wording,
                "operations": [o.data() for o in found.operations],
                "proved": found.proved,
                "unequal": [steps_text(s) for s in found.unequal],
                "not_held": [steps_text(s) for s in found.outside],
            }
        )
    else:
        click.echo(found.wording or "Изменений нет.")
        click.echo("\nдоказано: применение дает второй текст" if found.proved else "\nНЕ доказано")
        for steps in found.unequal:
            click.echo(f"расходится: {steps_text(steps)}")
        for steps in found.outside:
            click.echo(f"не удерживается одной из сторон: {steps_text(steps)}")
    sys.exit(0 if found.proved else 1)


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
