"""`kb site`: an act as a folder of pages that need neither network nor program."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.ground.errors import KbError
from kb.ground.saying import say

MARK = ".salystyrma-site"


@click.command(cls=Command, help="help.site")
@click.argument("act")
@click.option("--out", required=True, type=a_path, help="help.site_out")
@as_json
@pass_options
def site(options: Options, act: str, out: Path, json_: bool) -> None:
    """The site of an act: editions, comparisons, the history of articles; without network or scripts, for print."""
    from kb.disk.files import write_folder
    from kb.ground.saying import LANGUAGES
    from kb.norm.address import parse
    from kb.write.site import site as made

    library = options.library()
    asked = parse(act)
    if asked.edition or asked.language or asked.steps:
        raise KbError(say("cli.site_whole"))
    known = library.act(asked.act)
    held = {language: library.editions(known.id, language) for language in LANGUAGES}
    files = made(known, {language: each for language, each in held.items() if each})
    write_folder(out, files, MARK)
    pages = [name for name in files if name.endswith(".html")]
    if json_:
        print_json({"act": known.id, "out": str(out), "pages": pages})
    else:
        echo(say("cli.site_written", path=out, pages=len(pages), index=out / "index.html"))
