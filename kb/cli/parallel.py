"""`kb parallel`: where the Russian and the Kazakh text of one edition differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kb.cli import Options, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.cli.language import spoken
from kb.ground.errors import KbError, NotHeld
from kb.ground.saying import Saying, joined, say

if TYPE_CHECKING:
    from kb.norm.act import Edition
    from kb.norm.divergence import Divergence


@click.command(cls=Command, help="help.parallel")
@click.argument("address")
@click.option("--table", is_flag=True, help="help.parallel_table")
@as_json
@pass_options
def parallel(options: Options, address: str, table: bool, json_: bool) -> None:
    """Where the Russian and the Kazakh text of one edition of an act (or of a norm) diverge."""
    from kb.norm.address import parse, unit_words
    from kb.norm.divergence import divergences

    library = options.library()
    asked = parse(address)
    if asked.language:
        raise KbError(say("norm.parallel_other_language"))
    act = library.act(asked.act)
    both = [d for d in act.held_dates("ru") if d in act.held_dates("kk")]
    date = asked.edition or (both[-1] if both else None)
    if date is None:
        raise NotHeld(say("norm.parallel_one_language", act=act.id))
    russian = library.edition(act.id, date, "ru")
    kazakh = library.edition(act.id, date, "kk")
    differences = divergences(russian, kazakh, asked.steps)
    if json_:
        print_json({"differences": [_data(each, russian, kazakh) for each in differences]})
        return
    echo(say("cli.divergences", edition=f"{act.id}@{date}", count=len(differences)))
    echo(say("cli.divergences_how"))
    if table:
        from kb.write.parallel import table as written

        echo(written(differences, spoken()), nl=False)
        return
    for each in differences:
        echo(joined("", (unit_words(each.steps), " · ", _kind(each), ": ", each.certain)))


def _data(each: Divergence, russian: Edition, kazakh: Edition) -> dict[str, Any]:
    there = kazakh if each.kk and not each.ru else russian
    return {
        "act": there.act,
        "edition": there.date,
        "language": there.language,
        "address": there.address(each.steps),
        "kind": each.kind,
        "ru": each.ru,
        "kk": each.kk,
        "certain": str(each.certain),
    }


def _kind(each: Divergence) -> Saying:
    return say(f"norm.parallel_kind_{each.kind}")
