"""The app's page is told where its server is, before it asks.

The address of a page (`/norms`) is the app's too, with `norms` for the browser to read. Streamlit's page
does not know this: it looks for its server under `/norms/` first, and every address that is opened
directly begins with two errors 404 in the console. `window.__streamlit` is where it reads the server's
address. Pages stand one step deep, so the folder of the address is the app's, also behind a proxy that
serves the app below a path of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

SCRIPT: Final = (
    b"<script>window.__streamlit = {BACKEND_BASE_URL: new URL('.', location.href).href}</script>"
)
_HEAD: Final = b"<head>"
# What would have the page answered in part, packed, or as one that the browser holds without the script.
_ASKED: Final = (b"accept-encoding", b"if-modified-since", b"if-none-match", b"range")
_ANSWERED: Final = (b"accept-ranges", b"content-length", b"etag", b"last-modified")


def asks_page(scope: Message) -> bool:
    """Whether a browser goes to an address."""
    return scope["method"] == "GET" and any(
        name.lower() == b"accept" and b"text/html" in value for name, value in scope["headers"]
    )


def whole(scope: Message) -> Message:
    """The same request for the whole page as it is."""
    headers = [(n, v) for n, v in scope["headers"] if n.lower() not in _ASKED]
    return {**scope, "headers": headers}


class Telling:
    """Sends an answer on: a page with the script at its head, anything else as it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._begin: Message | None = None  # of a page, kept until its body is whole
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Sends a message of the answer, or keeps it for the whole page."""
        if message["type"] == "http.response.start" and _is_page(message):
            self._begin = message
        elif self._begin is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._told(self._begin)

    async def _told(self, begin: Message) -> None:
        body = self._body.replace(_HEAD, _HEAD + SCRIPT, 1)
        headers = [(n, v) for n, v in begin["headers"] if n.lower() not in _ANSWERED]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**begin, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _is_page(begin: Message) -> bool:
    headers = {n.lower(): v for n, v in begin.get("headers", ())}
    kind = headers.get(b"content-type", b"").startswith(b"text/html")
    return begin["status"] == 200 and kind and b"content-encoding" not in headers
