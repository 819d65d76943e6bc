"""`kb import`: acts from outside into the user's corpus, their list, their removal."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kb.cli import Options, as_json, echo, pass_options, print_json, warn
from kb.cli.going import Going
from kb.cli.helping import Command
from kb.cli.language import words_in
from kb.ground.errors import KbError
from kb.ground.safe import visible
from kb.ground.saying import joined, say

if TYPE_CHECKING:
    from kb.intake.fetch import Fetcher
    from kb.intake.take import Imported

EACH_TOLD: Final = 40  # more editions are told as their sum


@click.command("import", cls=Command, help="help.import")
@click.argument("source", required=False)
@click.option("--as", "as_", metavar="ID", default="", help="help.import_as")
@click.option("--date", default="", help="help.import_date")
@click.option("--list", "list_", is_flag=True, help="help.import_list")
@click.option("--remove", metavar="ID", help="help.import_remove")
@click.option("--offline", is_flag=True, help="help.import_offline")
@click.option(
    "--ca-bundle",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="help.import_ca_bundle",
)
@as_json
@pass_options
def command(
    options: Options,
    source: str | None,
    as_: str,
    date: str,
    list_: bool,
    remove: str | None,
    offline: bool,
    ca_bundle: Path | None,
    json_: bool,
) -> None:
    """Import an act: a file, a folder, an address, adilet:ID, zan:ID[@DATE], git:PATH."""
    from kb.disk.places import builtin, user_folder

    chosen = [bool(source), list_, remove is not None]
    if sum(chosen) != 1:
        raise click.UsageError(say("cli.one_of_import"))
    folder = user_folder() / "corpus"
    before = (options.corpus or builtin("corpus"),)
    if list_:
        _list(folder, before, json_)
    elif remove is not None:
        _remove(remove, folder, before, json_)
    elif source:
        fetched = user_folder() / "cache" / "fetch"
        _import(source, folder, before, as_, date, (fetched, ca_bundle, offline), json_)


def _import(
    source: str,
    folder: Path,
    before: tuple[Path, ...],
    as_: str,
    date: str,
    network: tuple[Path, Path | None, bool],
    json_: bool,
) -> None:
    from kb.intake.sources import gives
    from kb.intake.take import take

    opened: list[Fetcher] = []

    def fetcher() -> Fetcher:
        from kb.intake.fetch import Fetcher

        fetched, ca_bundle, offline = network
        progress = _quiet if json_ else _progress
        opened.append(Fetcher(fetched, ca_bundle, offline, progress=progress))
        return opened[-1]

    try:
        editions = gives(source, fetcher)
        done = take(editions, folder, before, as_=as_, date=date, progress=Going())
    finally:
        for one in opened:
            one.close()
    refused = [d for d in done if d.state == "refused"]
    taken = [d for d in done if d.state not in ("refused", "absent")]
    if not taken and len(done) == 1:
        raise KbError(done[0].reason)
    if json_:
        print_json({"imported": [_row(d) for d in taken], "refused": _reasons(done)})
    else:
        _tell(done)
    if not taken:
        sys.exit(2)
    sys.exit(1 if refused else 0)


def _tell(done: list[Imported]) -> None:
    """A line for each edition; of a whole bank for those that were not taken, and the sum of all."""
    bank = len(done) > EACH_TOLD
    for each in done:
        if each.reason or not bank:
            _say(each)
    if bank:
        states = Counter(each.state for each in done)
        echo(
            say(
                "cli.import_summary",
                acts=len({each.act for each in done if not each.reason}),
                editions=len(done),
                added=states["added"],
                updated=states["updated"],
                unchanged=states["unchanged"],
                refused=states["refused"],
                absent=states["absent"],
            )
        )


def _say(done: Imported) -> None:
    state = say(f"cli.import_{done.state}")
    if done.reason:
        why = " ".join(words_in(joined(": ", ("kb", state, done.reason))).split())
        echo(visible(why), err=True)
        return
    doubts = say("cli.import_doubts", count=done.doubts) if done.doubts else ""
    echo(joined("", (f"{done.act}@{done.edition}:{done.language} ", state, doubts)))
    for remark in done.remarks:
        echo(say("cli.import_remark", remark=remark))


def _row(done: Imported) -> dict[str, Any]:
    return {
        "act": done.act,
        "edition": done.edition,
        "language": done.language,
        "address": f"{done.act}@{done.edition}:{done.language}",
        "state": done.state,
        "doubts": done.doubts,
        "remarks": list(done.remarks),
    }


def _reasons(done: list[Imported]) -> list[dict[str, str]]:
    return [{"state": d.state, "reason": d.reason} for d in done if d.reason]


def _list(folder: Path, before: tuple[Path, ...], json_: bool) -> None:
    from kb.intake.take import listed
    from kb.library.corpus import load

    acts = listed(folder)
    warn(load((*before, folder)).aside)
    if json_:
        for act in acts:
            for edition in act["editions"]:
                edition["act"] = act["act"]
                edition["address"] = f"{act['act']}@{edition['edition']}:{edition['language']}"
        print_json(acts)
        return
    for act in acts:
        echo(f"{act['act']}  {act['title']}")
        for edition in act["editions"]:
            echo(f"    {edition['edition']}:{edition['language']}  {edition['source']}")
    if not acts:
        echo(say("cli.import_none"))


def _remove(act: str, folder: Path, before: tuple[Path, ...], json_: bool) -> None:
    from kb.intake.take import remove

    count = remove(act, folder, before)
    if json_:
        print_json({"removed": act, "editions": count})
    else:
        echo(say("cli.import_removed", act=act, count=count))


def _quiet(_address: str, _done: int, _of: int) -> None:
    return None


def _progress(address: str, done: int, of: int) -> None:
    """One line that is written over while a document comes; only where someone watches."""
    if sys.stderr.isatty():
        share = f"{done * 100 // of}%" if of else say("cli.kilobytes", count=done // 1024)
        echo(joined("", (f"\r{address[:70]} ", share)), nl=bool(of and done >= of), err=True)
