"""What every request passes before the app: headers against foreign frames, uploads of members only."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kb.server import door
from kb.server.door import HEADERS, MOST, Door, Members
from tests.browsing import start, stopping

LATER = 9e9  # seconds since 1970
UPLOAD = "/_stcore/upload_file/{}/{}"


@pytest.fixture
def members(monkeypatch: pytest.MonkeyPatch) -> Iterator[Members]:
    """The members of one test."""
    fresh = Members()
    monkeypatch.setattr(door, "members", fresh)
    yield fresh


def asked(
    path: str, method: str = "PUT", size: int | None = 5, *, team: bool = True
) -> tuple[int, str, bool]:
    """The status, the body and whether the app was asked."""
    sent: list[Any] = []
    inside: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        inside.append(scope["path"])
        await send({"type": "http.response.start", "status": 204, "headers": [(b"x-own", b"1")]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("the body of a request is never read at the door")

    headers = [] if size is None else [(b"content-length", str(size).encode())]
    scope = {"type": "http", "path": path, "method": method, "headers": headers}
    asyncio.run(Door(app, for_team=team)(scope, receive, send))
    begin, body = sent
    assert set(HEADERS) <= set(begin["headers"])
    return begin["status"], body["body"].decode(), bool(inside)


def test_a_file_of_a_guest_is_refused_before_it_is_read(members: Members) -> None:
    for path in (UPLOAD.format("s1", "f1"), "/base" + UPLOAD.format("s1", "f1")):
        status, words, inside = asked(path)
        assert (status, inside) == (403, False)
        assert "войдите" in words
    members.admit("s1", LATER)
    assert asked(UPLOAD.format("s1", "f1"))[0] == 204
    assert asked(UPLOAD.format("s2", "f1"))[0] == 403  # another session
    members.forget("s1")  # the login grew old, or the user went out
    assert asked(UPLOAD.format("s1", "f2"))[0] == 403
    members.admit("s1", 1.0)
    assert asked(UPLOAD.format("s1", "f2"))[0] == 403
    assert asked(UPLOAD.format("s1", "f2"), "DELETE")[0] == 204  # takes nothing
    assert asked(UPLOAD.format("s1", "f2"), team=False)[0] == 204  # one's own computer


def test_one_session_does_not_fill_the_memory(members: Members) -> None:
    members.admit("s1", LATER)
    part = MOST // 6
    taken = [asked(UPLOAD.format("s1", f"f{n}"), size=part)[0] for n in range(30)]
    assert taken == [204] * 6 + [413] * 24
    assert asked(UPLOAD.format("s1", "f0"), size=part)[0] == 204  # the same file once more
    assert asked(UPLOAD.format("s1", "f0"), "DELETE", size=0)[0] == 204
    assert asked(UPLOAD.format("s1", "f9"), size=part)[0] == 204
    members.admit("s2", LATER)  # lengths that are not said count as the longest
    taken = [asked(UPLOAD.format("s2", f"f{n}"), size=None)[0] for n in range(30)]
    assert 204 in taken and taken.count(413) > 20


def test_sessions_whose_login_is_over_are_forgotten(members: Members) -> None:
    for n in range(50):
        members.admit(f"s{n}", 1.0)
    members.admit("now", LATER)
    assert len(members._members) == 1


@pytest.mark.slow
def test_every_answer_of_the_app_keeps_foreign_frames_away(tmp_path: Path) -> None:
    with stopping(start(tmp_path)) as server, httpx.Client(base_url=server.url) as client:
        for path in ("/", "/norms", "/_stcore/health", "/_stcore/host-config", "/none.js"):
            answer = client.get(path)
            assert answer.status_code in (200, 404), path
            for name, value in HEADERS:
                assert value.decode() in answer.headers[name.decode()], path
        assert client.get("/_stcore/metrics").status_code == 404
        assert client.get("/_stcore/metrics/").status_code == 404


def page(*parts: bytes, kind: bytes = b"text/html; charset=utf-8", status: int = 200) -> list[Any]:
    """What is sent of an answer in these parts to a browser that goes to an address."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["headers"] == [
            (b"accept", b"text/html,*/*")
        ]  # nothing packed, in part, or «not changed»
        headers = [(b"content-type", kind), (b"content-length", b"9"), (b"etag", b'"1"')]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})

    async def send(message: Any) -> None:
        sent.append(message)

    asks = [(b"accept", b"text/html,*/*"), (b"Accept-Encoding", b"gzip"), (b"if-none-match", b"1")]
    scope = {"type": "http", "path": "/norms", "method": "GET", "headers": asks}
    asyncio.run(Door(app)(scope, None, send))  # type: ignore[arg-type]
    return sent


def test_a_page_is_told_where_its_server_is() -> None:
    begin, body = page(b"<html><he", b"ad><title>", b"</title></head>")
    headers = dict(begin["headers"])
    assert b"<head><script>window.__streamlit" in body["body"]
    assert int(headers[b"content-length"]) == len(body["body"])
    assert b"etag" not in headers  # it is of the page without the script


def test_what_is_no_page_goes_through_as_it_is() -> None:
    for kind, status in ((b"text/javascript", 200), (b"text/html", 404)):
        begin, *bodies = page(b"<head>", kind=kind, status=status)
        assert (b"etag", b'"1"') in begin["headers"]
        assert b"".join(m.get("body", b"") for m in bodies) == b"<head>"
