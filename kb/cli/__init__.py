"""The command line: `kb`, with --json for programs. It holds no rule of its own.

Heavy modules are imported inside commands, so that `kb --help` answers at once.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb import __version__
from kb.cli.errors import said, speak
from kb.cli.helping import Group
from kb.cli.language import LANGUAGE, spoken, words_in
from kb.ground.errors import KbError
from kb.ground.safe import visible
from kb.ground.saying import LANGUAGES, joined, say
from kb.ground.system import system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.library import Library
    from kb.library.corpus import Aside


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

    def library(self) -> Library:
        """The library; what of the user's does not do is left out of it with a warning, so that it stops
        no command that is not about it. So is a package of a folder given: `kb build` refuses that."""
        from kb.library import Library, places

        where = replace(places(self.corpus, self.amendments, self.db), forgiving=True)
        library = Library.open(where)
        warn(library.aside)
        return library


def warn(aside: Iterable[Aside]) -> None:
    """Names on standard error what is set aside, a line for each."""
    for each in aside:
        told = say("cli.attention", remark=say("library.set_aside", why=each.reason))
        echo(visible(" ".join(words_in(told).split())), err=True)


class _Place(click.Path):
    """A path on a command line. An empty one, as a script's unset variable leaves it, would be the
    current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value):
            self.fail(say("cli.path_empty"), param, ctx)
        return super().convert(value, param, ctx)


a_path = _Place(path_type=Path)
pass_options = click.make_pass_decorator(Options, ensure=True)
as_json = click.option("--json", "json_", is_flag=True, help="help.json")


# What moves a terminal's cursor, colours or direction: a text of a law has no need of it.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def echo(text: str = "", *, nl: bool = True, err: bool = False) -> None:
    """Prints a line for people."""
    click.echo(words_in(text), nl=nl, err=err)


def print_json(data: Any) -> None:
    """The data as JSON, in pieces: an act of fifty megabytes is never one string."""
    pieces = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(data)
    while text := "".join(islice(pieces, 10_000)):
        click.echo(_STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text), nl=False)
    click.echo()


class _Shown(io.TextIOWrapper):
    """Standard output on which signs that steer a terminal are written out, as ⟨U+001B⟩."""

    reader_is_gone = False

    def write(self, text: str) -> int:
        super().write(_STEERING.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", text))
        return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except BrokenPipeError:
            self.reader_is_gone = True
            raise


# Commands in files of their own: the module and the name there, imported when asked for.
LATER = {
    "amend": ("kb.cli.amend", "amend"),
    "charter": ("kb.cli.charter", "charter"),
    "cite": ("kb.cli.find", "cite"),
    "diff": ("kb.cli.texts", "diff"),
    "evidence": ("kb.cli.evidence", "evidence"),
    "export": ("kb.cli.tables", "export"),
    "graph": ("kb.cli.find", "graph"),
    "history": ("kb.cli.texts", "history"),
    "house": ("kb.cli.house", "house"),
    "impact": ("kb.cli.find", "impact"),
    "import": ("kb.cli.intake", "command"),
    "mcp": ("kb.cli.assistant", "mcp"),
    "package": ("kb.cli.package", "package"),
    "parallel": ("kb.cli.parallel", "parallel"),
    "parse": ("kb.cli.texts", "parse"),
    "receipt": ("kb.cli.receipt", "receipt"),
    "replay": ("kb.cli.amend", "replay"),
    "search": ("kb.cli.find", "search"),
    "show": ("kb.cli.texts", "show"),
    "site": ("kb.cli.site", "site"),
    "verify": ("kb.cli.amend", "verify"),
}


class Commands(Group):
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
    epilog="help.epilog",
    help="help.kb",
)
@click.version_option(__version__, prog_name="kb", help="help.click_version")
@click.option("--corpus", type=a_path, help="help.corpus")
@click.option("--amendments", type=a_path, help="help.amendments")
@click.option("--db", type=a_path, help="help.db")
@click.pass_context
def cli(
    context: click.Context, corpus: Path | None, amendments: Path | None, db: Path | None
) -> None:
    """A base of norms on local self-government and a comparison of amendments."""
    context.obj = Options(corpus, amendments, db)


@cli.command(help="help.build")
@as_json
@pass_options
def build(options: Options, json_: bool) -> None:
    """Build the library from the corpus and the packages (safe to repeat)."""
    from kb.library import Library, places

    def progress(name: str, nth: int, of: int) -> None:
        if not json_:
            echo(f"[{nth}/{of}] {name}", err=True)

    where = places(options.corpus, options.amendments, options.db)
    library, report = Library.build(where, progress, thorough=True)
    warn(library.aside)
    if report.damaged:
        echo(say("cli.was_damaged", db=str(where.db)), err=True)
    _keep(library)
    if json_:
        print_json(
            {
                "db": str(where.db),
                "built": list(report.built),
                "removed": list(report.removed),
                "unchanged": report.unchanged,
                "aside": [{"path": str(a.path), "reason": a.reason} for a in library.aside],
            }
        )
    else:
        built, removed = len(report.built), len(report.removed)
        same = report.unchanged
        echo(say("cli.built", db=str(where.db), built=built, removed=removed, unchanged=same))


def _keep(library: Library) -> None:
    """Computes now what is kept with the library: no later command waits for it."""
    from kb import graph
    from kb.charter import report as compliance
    from kb.charter.rules import BadRules
    from kb.disk import places
    from kb.search.entries import entries
    from kb.technique.checking import of_package

    with suppress(BadRules):  # a corpus without the acts that the rules read
        compliance.of_day(library, compliance.measure(library))
    graph.build(library)
    entries(library)
    folder = library.places.amendments[0]
    if folder == places.builtin("amendments"):
        for path in sorted(folder.glob("*.yaml")):
            with suppress(KbError):  # said by the command that asks for them
                of_package(library, path.stem, "newest")


@cli.command(help="help.serve")
@click.option(
    "--port",
    default=8501,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="help.serve_port",
)
@click.option("--no-browser", is_flag=True, help="help.serve_no_browser")
@click.option("--team", is_flag=True, help="help.serve_team")
@click.option(
    "--secrets",
    type=a_path,
    envvar="SALYSTYRMA_SECRETS",
    help="help.serve_secrets",
)
@click.option(
    "--database",
    envvar="SALYSTYRMA_DATABASE",
    help="help.serve_database",
)
@click.option("--listen", default="", help="help.serve_listen")
@pass_options
def serve(
    options: Options,
    port: int,
    no_browser: bool,
    team: bool,
    secrets: Path | None,
    database: str | None,
    listen: str,
) -> None:
    """Open the app on 127.0.0.1; with --team, for a team behind a proxy (docs/server.md)."""
    from kb.server.serving import HOST
    from kb.server.serving import serve as run
    from kb.server.team import login

    if listen and not team:
        raise KbError(say("cli.listen_alone"))
    secrets_read = login(secrets) if team else None
    run(
        port,
        open_browser=not (no_browser or team),
        folders=options.folders(),
        build=_building(options),
        login=secrets_read,
        database=_joined(options, secrets_read.database, database) if secrets_read else "",
        listen=listen or HOST,
    )


def _joined(options: Options, secret: str, named: str | None) -> str:
    """The database that this node has joined; "" for a server that stands alone."""
    if not (named or secret):
        return ""
    from kb.cli.house import address, common
    from kb.house.joining import check, short

    url = address(secret, named)
    joined = check(url, common(options))
    echo(say("cli.house_joined", postgres=joined.postgres, name=short(joined.here)), err=True)
    return url


def _building(options: Options) -> list[str]:
    """The command that builds the library; none where there is one."""
    from kb.disk.places import home
    from kb.library.sources import places

    if places(options.corpus, options.amendments, options.db, user=home()).db.exists():
        return []
    given = (
        ("--corpus", options.corpus),
        ("--amendments", options.amendments),
        ("--db", options.db),
    )
    flags = [word for flag, path in given if path for word in (flag, str(path.resolve()))]
    return [sys.executable, "-m", "kb", *flags, "build"]


def _streams() -> _Shown | None:
    """Makes the standard streams UTF-8; the one of output shows signs that steer a terminal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows code page has no Kazakh letters
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if sys.stdout is not sys.__stdout__ or not isinstance(sys.stdout, io.TextIOWrapper):
        return None
    at_lines = sys.stdout.line_buffering
    out = sys.stdout.detach()
    sys.stdout = shown = _Shown(out, "utf-8", "backslashreplace", line_buffering=at_lines)
    return shown


def main() -> None:
    """Runs the program: errors are one line on standard error and exit status 2."""
    shown = _streams()
    speak()
    if (asked := os.environ.get(LANGUAGE, "")) and asked != spoken():
        _fail(say("cli.language_unknown", value=asked, names=", ".join(LANGUAGES)))
    try:
        code = cli.main(sys.argv[1:] or ["--help"], standalone_mode=False)
    except KbError as error:
        _fail(error.said)
    except click.UsageError as error:
        hint = say("cli.see_help", command=error.ctx.command_path) if error.ctx else ""
        _fail(joined("", (said(error), hint)))
    except click.ClickException as error:
        _fail(said(error))
    except (click.Abort, KeyboardInterrupt):
        _fail(say("cli.interrupted"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except SystemExit:
        if shown is not None and shown.reader_is_gone:  # click calls it a fault, `head` means none
            sys.exit(0)
        raise
    except OSError as error:
        if os.environ.get("SALYSTYRMA_DEBUG"):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        why = joined(": ", filter(None, (system_reason(error), error.filename)))
        _fail(say("cli.system_refused", why=why))
    except Exception as error:
        if os.environ.get("SALYSTYRMA_DEBUG"):
            raise
        _fail(say("cli.internal_error", kind=type(error).__name__, message=str(error)))
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    echo(f"kb: {visible(' '.join(words_in(message).split()))}", err=True)
    sys.exit(2)
