"""The tools over the Model Context Protocol, by its own SDK: on standard input, or HTTP on loopback.

Two questions run at a time, in threads; the library is the one opened at the start. Over HTTP every
request bears the token, and the SDK refuses hosts and origins other than this machine.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from kb import __version__
from kb.assistant.tools import MAX_BYTES, Gate, Refused, UnknownTool, answer, tools
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library import Library
from kb.norm.address import parse, steps_text

SCHEME: Final = "kb:"  # kb:law-148-2001@2026-07-14:ru/art_11
HOST: Final = "127.0.0.1"
INSTRUCTIONS: Final = (
    "Norms on local self-government in Kazakhstan. Quote exactly, with the address and the edition date "
    "of every answer; what is not held is not known. Not an official source."
)
Asgi = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]


def server(library: Library) -> Any:
    """The SDK's server over a library. Raises ImportError without the SDK."""
    import anyio
    import mcp_types as types
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    gate, turns = Gate(), anyio.CapacityLimiter(2)

    async def run(work: Callable[..., Any], *given: Any) -> Any:
        return await anyio.to_thread.run_sync(work, *given, limiter=turns)

    async def list_tools(_context: Any, _params: Any) -> Any:
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=each.name,
                    description=each.description,
                    input_schema=each.schema,
                    annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
                )
                for each in tools().values()
            ]
        )

    async def call_tool(_context: Any, params: Any) -> Any:
        try:
            gate.enter()
            data = await run(answer, library, params.name, params.arguments or {})
        except UnknownTool as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        except KbError as error:
            text = types.TextContent(type="text", text=str(error))
            return types.CallToolResult(content=[text], is_error=True)
        text = types.TextContent(type="text", text=json.dumps(data, ensure_ascii=False))
        return types.CallToolResult(content=[text], structured_content=data)

    async def list_resources(_context: Any, _params: Any) -> Any:
        listed = [
            types.Resource(uri=SCHEME + name, name=title, mime_type="text/plain")
            for name, title in _editions(library)
        ]
        return types.ListResourcesResult(resources=listed)

    async def read_resource(_context: Any, params: Any) -> Any:
        try:
            gate.enter()
            text = await run(resource, library, params.uri)
        except KbError as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        content = types.TextResourceContents(uri=params.uri, mime_type="text/plain", text=text)
        return types.ReadResourceResult(contents=[content])

    return Server(
        "salystyrma",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def _editions(library: Library) -> list[tuple[str, str]]:
    """The address and the title of every text held."""
    return [
        (f"{act.id}@{known.date}:{language}", f"{act.name} · {known.date} · {language}")
        for act in library.acts.values()
        for known in act.editions
        for language, _ in known.held
    ]


def resource(library: Library, uri: str) -> str:
    """The text behind a resource's URI, under a line with its address. Raises Refused for another
    scheme, BadAddress for what is no address, NotFound, NotHeld."""
    if not uri.startswith(SCHEME):
        raise Refused(say("assistant.no_resource", uri=uri[:80]))
    edition, clause = library.clause(parse(uri.removeprefix(SCHEME)))
    address = edition.address(clause.steps) if clause.steps else edition.name
    unit = f" · {steps_text(clause.steps)}" if clause.steps else ""
    return f"{edition.title}{unit}\n{address}\n\n{clause.text}\n"


def guarded(app: Asgi, token: str) -> Asgi:
    """An ASGI app that answers only requests with this bearer token, all others with 401."""
    wanted = f"Bearer {token}".encode()

    async def guard(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, wanted):
                headers = [(b"www-authenticate", b"Bearer"), (b"content-length", b"0")]
                await send({"type": "http.response.start", "status": 401, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return
        await app(scope, receive, send)

    return guard


def http_app(library: Library, token: str) -> Asgi:
    """The server as an ASGI app at /mcp: stateless, with the token, bodies of at most MAX_BYTES."""
    app: Asgi = server(library).streamable_http_app(
        host=HOST, stateless_http=True, json_response=True, max_request_body_size=MAX_BYTES
    )
    return guarded(app, token)


def new_token() -> str:
    """A token for one run."""
    return secrets.token_urlsafe(32)


def serve_http(library: Library, port: int, token: str) -> None:
    """Serves on loopback until interrupted."""
    import uvicorn

    uvicorn.run(http_app(library, token), host=HOST, port=port, log_level="warning")


def serve_stdio(library: Library) -> None:
    """Serves one client on standard input and output until it goes."""
    import anyio
    from mcp.server.stdio import stdio_server

    made = server(library)

    async def main() -> None:
        async with stdio_server() as (read, write):
            await made.run(read, write, made.create_initialization_options())

    anyio.run(main)
