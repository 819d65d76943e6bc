"""What every request passes before the app: headers against foreign frames, and who may upload.

Streamlit takes the middleware of an app (`st.App`); this one reads no body of a request and keeps no file.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kb.ground.saying import say
from kb.server.address import Message, Send, Telling, asks_page, whole

Receive: TypeAlias = Callable[[], Awaitable[Message]]
Asgi: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

# Of an answer: no other site puts the app into a frame, where clicks meant for the site would fall
# into it; a file is what its type says; the address that a reader came from stays here.
HEADERS: Final = (
    (b"content-security-policy", b"frame-ancestors 'self'"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
)
METRICS: Final = "/_stcore/metrics"  # memory and sessions of the server, of no use to a reader
MOST: Final = 120_000_000  # bytes that one session uploads; the page takes 100 MB at a time
_WITHOUT_LENGTH: Final = 21_000_000  # counted for an upload that does not say its length
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)")


@dataclass(slots=True)
class _Member:
    """A session of a user who is logged in: until when, and what it has uploaded."""

    until: float
    files: dict[str, int] = field(default_factory=dict)


class Members:
    """The sessions that may upload: those of users who are logged in, as the pages tell."""

    def __init__(self) -> None:
        self._members: dict[str, _Member] = {}

    def admit(self, session: str, until: float) -> None:
        """Says that the user of a session is logged in until a time (seconds since 1970)."""
        now = time.time()
        for old in [s for s, m in list(self._members.items()) if m.until < now]:
            self._members.pop(old, None)
        member = self._members.setdefault(session, _Member(until))
        member.until = until

    def forget(self, session: str) -> None:
        """Says that nobody is logged in there any more."""
        self._members.pop(session, None)

    def refusal(self, session: str, file: str, size: int) -> tuple[int, str] | None:
        """Why an upload of so many bytes is refused: status and sentence key; None where it is not.

        What is not refused counts as uploaded.
        """
        member = self._members.get(session)
        if member is None or member.until < time.time():
            return 403, "server.upload_of_guest"
        others = sum(n for name, n in member.files.items() if name != file)
        if others + size > MOST:
            return 413, "server.upload_too_much"
        member.files[file] = size
        return None

    def taken_back(self, session: str, file: str) -> None:
        """Says that a file was removed."""
        if member := self._members.get(session):
            member.files.pop(file, None)


members = Members()


class Door:
    """The ASGI middleware: headers on every answer, the server's address in the page; with `for_team`,
    uploads of members only."""

    def __init__(self, app: Asgi, *, for_team: bool = False) -> None:
        self._app, self._for_team = app, for_team

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request, or hands it to the app."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await _answer(*refused, with_headers)
        elif asks_page(scope):
            await self._app(whole(scope), receive, Telling(with_headers))
        else:
            await self._app(scope, receive, with_headers)

    def _refusal(self, scope: Message) -> tuple[int, str] | None:
        """The status and the sentence of a request that the app is not asked."""
        if scope["path"].rstrip("/").endswith(METRICS):
            return 404, ""
        upload = _UPLOAD.search(scope["path"]) if self._for_team else None
        if upload and scope["method"] == "DELETE":
            members.taken_back(upload["session"], upload["file"])
        if not upload or scope["method"] in ("DELETE", "OPTIONS"):
            return None
        refused = members.refusal(upload["session"], upload["file"], _length(scope))
        return refused and (refused[0], str(say(refused[1])))


def _length(scope: Message) -> int:
    """How long the body says it is."""
    said = next((v for k, v in scope["headers"] if k.lower() == b"content-length"), b"")
    return int(said) if said.isdigit() and len(said) < 16 else _WITHOUT_LENGTH


async def _answer(status: int, words: str, send: Send) -> None:
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
