"""`kb mcp`: assistants ask the library by the Model Context Protocol."""

from __future__ import annotations

import click

from kb.cli import Options, echo, pass_options
from kb.cli.helping import Command
from kb.ground.errors import KbError
from kb.ground.saying import say


@click.command(cls=Command, help="help.mcp")
@click.option(
    "--http",
    "port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="help.mcp_port",
)
@click.option(
    "--token",
    envvar="SALYSTYRMA_MCP_TOKEN",
    metavar="TOKEN",
    help="help.mcp_token",
)
@pass_options
def mcp(options: Options, port: int | None, token: str | None) -> None:
    """Open the base to assistants by the MCP protocol, for reading only."""
    try:
        import mcp as _sdk  # noqa: F401
    except ImportError:
        raise KbError(say("tables.no_library", library="mcp", extra="mcp")) from None
    from kb.assistant import server

    if token is not None and len(token) < 16:
        raise KbError(say("assistant.short_token"))
    library = options.library()
    if port is None:
        server.serve_stdio(library)
        return
    echo(say("assistant.serves", url=f"http://{server.HOST}:{port}/mcp"), err=True)
    if token is None:
        token = server.new_token()
        echo(say("assistant.token", token=token), err=True)
    server.serve_http(library, port, token)
