"""`kb mcp`: assistants ask the library by the Model Context Protocol."""

from __future__ import annotations

import click

from kb.cli import Options, echo, pass_options
from kb.ground.errors import KbError
from kb.ground.saying import say


@click.command()
@click.option(
    "--http",
    "port",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="HTTP на 127.0.0.1; без него стандартный ввод и вывод.",
)
@click.option(
    "--token",
    envvar="SALYSTYRMA_MCP_TOKEN",
    metavar="TOKEN",
    help="Токен для HTTP; лучше переменной SALYSTYRMA_MCP_TOKEN. Без него новый на каждый запуск.",
)
@pass_options
def mcp(options: Options, port: int | None, token: str | None) -> None:
    """Открыть базу ассистентам по протоколу MCP: только чтение."""
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
