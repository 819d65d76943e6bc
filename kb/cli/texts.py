"""The commands that print texts: `kb show`, `kb parse`, `kb diff`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.read.kinds import FORMATS

if TYPE_CHECKING:
    from kb.library import Library
    from kb.norm.act import Edition
    from kb.norm.address import Steps
    from kb.norm.dates import AmendingLaw


@click.command(cls=Command, help="help.show")
@click.argument("address")
@click.option("--on", "day", metavar="DATE", help="help.show_on")
@click.option("--akn", is_flag=True, help="help.show_akn")
@as_json
@pass_options
def show(options: Options, address: str, day: str | None, akn: bool, json_: bool) -> None:
    """Show an act, an edition or a norm by its address."""
    from kb import answers
    from kb.norm.address import steps_text, unit_words
    from kb.norm.dates import excluded_by

    library = options.library()
    if json_ and not akn:
        print_json(answers.show(library, address, day).data)
        return
    edition, clause, remarks = answers.asked(library, address, day)
    if akn:
        from kb.write import akoma_ntoso

        if clause.steps:
            raise KbError(say("cli.akn_whole"))
        click.echo(akoma_ntoso.write(edition, library.act(edition.act)), nl=False)
        return
    act = library.act(edition.act)
    quotations = library.quotations(f"{edition.act}/{steps_text(clause.steps)}")
    echo(f"{act.form} «{edition.title}»")
    address, language = edition.address(clause.steps), edition.language
    echo(say("cli.edition_shown", address=address, date=edition.date, language=language))
    if act.label:
        echo(f"({act.label})")
    if clause.steps:
        status = excluded_by(clause) or say(f"cli.status_{clause.status.value}")
        echo(joined(" · ", (unit_words(clause.steps), status)))
    for remark in remarks:
        echo(joined("", (say("cli.attention", remark=remark), ".")))
    echo()
    echo(clause.text)
    for line in () if clause.steps else edition.signature:
        echo(f"\n{line}")
    for note in clause.notes:
        echo(f"\n  [{note.text}]")
    for each in quotations:
        author, place, words = each["author"], each["place"], each["words"]
        echo(say("cli.in_a_study", author=author, place=place, words=words))
        if each.get("remark"):
            echo(f"  {each['remark']}")


def _read_file(path: Path) -> Edition:
    from dataclasses import replace

    from kb.read import formats

    return replace(formats.read(formats.load(path), str(path)).edition, file=str(path))


@click.command(cls=Command, help="help.parse")
@click.argument("file", type=a_path)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    help="help.parse_format",
)
@as_json
def parse(file: Path, format_: str | None, json_: bool) -> None:
    """Read the file of an act into its units and show the doubts."""
    from kb.norm.address import steps_text
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
            echo(f"{depth}{steps_text(clause.steps)}  {words[:70]}")
        echo(say("cli.unplaced", count=parsed.unplaced_characters))
        for doubt in edition.doubts:
            at = f"{file}:{doubt.line}: {doubt.address}"
            echo(say("cli.doubt", at=at, reason=doubt.reason))
    if parsed.unplaced_characters:
        sys.exit(1)


def side(library: Callable[[], Library], text: str) -> tuple[Edition, Steps]:
    """A side of a comparison: a file, or an address."""
    from kb.norm.address import parse as parse_address

    path = Path(text)
    if path.exists() and not path.is_dir():
        return _read_file(path), ()
    address = parse_address(text)
    edition = library().edition(address.act, address.edition, address.language)
    return edition, edition.resolve(address.steps).steps


@click.command(cls=Command, help="help.diff")
@click.argument("left")
@click.argument("right")
@as_json
@pass_options
def diff(options: Options, left: str, right: str, json_: bool) -> None:
    """Compare two editions, two norms or two files (a side is an address or a file)."""
    from functools import cache

    from kb.answers import same_unit
    from kb.norm.difference import Change, compare
    from kb.write import rows

    library = cache(options.library)
    (left_edition, left_steps), (right_edition, right_steps) = (
        side(library, left),
        side(library, right),
    )
    left_steps, right_steps = same_unit(left_edition, right_edition, left_steps, right_steps)
    difference = compare(left_edition, right_edition, left_steps, right_steps)
    if json_:
        print_json(rows.difference(difference))
        return
    echo(f"− {left_edition.address(left_steps)}\n+ {right_edition.address(right_steps)}\n")
    for row in difference.rows:
        if row.status == Change.UNCHANGED:
            continue
        unit = row.right or row.left
        assert unit is not None
        change = say(f"write.change_{row.status}")
        echo(joined(": ", (unit.address.split("/")[-1], change)))
        if row.status == Change.MOVED and row.left:
            echo(say("cli.stood_before", unit=row.left.address.split("/")[-1]))
        shown = "".join(
            text if op == "=" else f"[-{text}-]" if op == "-" else f"{{+{text}+}}"
            for op, text in row.segments
        )
        echo(f"    {shown}")
    counts = [
        joined(" ", (say(f"write.change_{s}"), str(difference.count(s))))
        for s in Change
        if difference.count(s)
    ]
    echo(joined("", ("\n", joined(", ", counts) or say("cli.no_units"))))
    for outside in difference.not_held:
        key = "cli.not_held_right" if outside.held_by == "left" else "cli.not_held_left"
        echo(say(key, unit=outside.address))


@click.command(cls=Command, help="help.history")
@click.argument("address")
@as_json
@pass_options
def history(options: Options, address: str, json_: bool) -> None:
    """How a norm changed: its texts in the editions held, and the laws that changed them."""
    from kb import answers

    library = options.library()
    if json_:
        print_json(answers.history(library, address).data)
        return
    for each in answers.wordings(library, address):
        laws = dict.fromkeys(filter(None, (each.cause, *map(_law, each.laws))))
        event = joined(": ", (each.edition, say(f"pages.event_{each.event}")))
        echo(joined(" · ", filter(None, (event, "; ".join(laws)))))
        for date in each.between:
            echo(joined("", ("    ", date, ": ", say("pages.event_not_held"))))
        if each.text and each.event not in ("unchanged", "not_held"):
            echo(f"    {each.text}")


def _law(law: AmendingLaw) -> str:
    return f"{law.date} № {law.number}"
