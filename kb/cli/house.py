"""`kb house`: the database of several machines that serve one team – what it holds, and whose sources count."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.core import ParameterSource

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library.sources import Places, places


@click.command(cls=Command, help="help.house")
@click.option("--database", envvar="SALYSTYRMA_DATABASE", help="help.house_database")
@click.option(
    "--secrets",
    type=a_path,
    envvar="SALYSTYRMA_SECRETS",
    help="help.house_secrets",
)
@click.option("--adopt", is_flag=True, help="help.house_adopt")
@as_json
@pass_options
def house(
    options: Options, database: str | None, secrets: Path | None, adopt: bool, json_: bool
) -> None:
    """Prepare the database of several nodes and show what is in it; status 1: this node has other sources."""
    from kb.server.team import database as named_in

    url = address(named_in(secrets) if secrets else "", database)
    if not url:
        raise KbError(say("house.unnamed"))
    from kb.house import joining, store

    joined = joining.look(url, common(options), adopt=adopt)
    with store.Store(url).using() as connection:
        held = store.holdings(connection)
    same = joined.here == joined.there
    if json_:
        print_json(
            {
                "postgres": joined.postgres,
                "sources": joined.there,
                "here": joined.here,
                "same": same,
                "users": held.users,
                "files": held.files,
                "bytes": held.size,
                "saved": held.saved,
            }
        )
    else:
        here, there = joining.short(joined.here), joining.short(joined.there)
        echo(say("cli.house_stands", postgres=joined.postgres, there=there, here=here))
        size = f"{held.size / 1e6:.1f}"
        saved = held.saved or "–"
        echo(say("cli.house_holds", users=held.users, files=held.files, size=size, saved=saved))
    sys.exit(0 if same else 1)


def address(secret: str, named: str | None) -> str:
    """The database's address: the named one, else that of the file of secrets. Raises NoDriver, BadAddress."""
    from kb.house.joining import check_address

    url = named or secret
    if url:
        how = click.get_current_context().get_parameter_source("database")
        check_address(url, seen=bool(named) and how == ParameterSource.COMMANDLINE)
    return url


def common(options: Options) -> Places:
    """The sources that all users of this node share."""
    from kb.disk.places import home

    return places(options.corpus, options.amendments, options.db, user=home())
