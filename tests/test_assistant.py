"""`kb mcp`: every tool and every refusal, asked by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("mcp")

import httpx2
import uvicorn
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from kb.assistant import server, tools
from kb.library import Library
from tests.conftest import ROOT, Sandbox
from tests.running import Kb, awaited, check_error

UNIT = "law-148-2001@2026-07-14:ru/art_11.pt_6"
LAW = (
    "Внести в Закон Республики Казахстан «О местном государственном управлении и самоуправлении в "
    "Республике Казахстан» следующие изменения:\n"
    "1) в пункте 6 статьи 11 слово «председателя» заменить словом «главы»;\n"
    "2) пункт 99 статьи 11 исключить.\n"
)


def talk(library: Library, asks: Callable[[Any], Awaitable[None]]) -> None:
    async def main() -> None:
        async with Client(server.server(library)) as client:
            await asks(client)

    awaited(main())


def test_every_tool_says_what_it_is_and_that_it_only_reads(library: Library) -> None:
    async def asks(client: Any) -> None:
        listed = (await client.list_tools()).tools
        assert {t.name for t in listed} == {
            "search", "show", "at_date", "history", "diff", "cite", "amend_apply", "check",
            "charter", "impact",
        }  # fmt: skip
        assert all(t.annotations.read_only_hint and t.description for t in listed)
        assert all(not t.input_schema["additionalProperties"] for t in listed)

    talk(library, asks)


@pytest.mark.slow
def test_a_tool_answers_as_the_command_does(library: Library, kb: Kb, tmp_path: Any) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Согласно статье 11 Закона о местном самоуправлении", "utf-8")
    law = tmp_path / "law.txt"
    law.write_text(LAW, "utf-8")
    asked: list[tuple[str, dict[str, Any], tuple[Any, ...]]] = [
        ("search", {"query": "открытые сессии"}, ("search", "открытые сессии")),
        ("show", {"address": UNIT}, ("show", UNIT)),
        (
            "at_date",
            {"address": "law-148-2001/art_11.pt_6", "date": "2022-03-02"},
            ("show", "law-148-2001/art_11.pt_6", "--on", "2022-03-02"),
        ),
        ("history", {"address": UNIT}, ("history", UNIT)),
        (
            "diff",
            {"left": "law-148-2001@2022-03-02/art_11", "right": "law-148-2001/art_11"},
            ("diff", "law-148-2001@2022-03-02/art_11", "law-148-2001/art_11"),
        ),
        ("cite", {"text": text.read_text("utf-8")}, ("cite", text)),
        ("charter", {"date": "2022-03-02"}, ("charter", "--on", "2022-03-02")),
    ]
    said: dict[str, Any] = {}

    async def asks(client: Any) -> None:
        for name, arguments, _ in asked:
            result = await client.call_tool(name, arguments)
            assert not result.is_error, (name, result.content)
            assert json.loads(result.content[0].text) == result.structured_content
            said[name] = result.structured_content["result"]
        done = await client.call_tool("amend_apply", {"target": "law-148-2001", "laws": [LAW]})
        said["amend_apply"] = done.structured_content["result"]

    talk(library, asks)
    for name, _, command in asked:
        assert said[name] == kb(*command, "--json").json, name
    printed = kb("amend", "apply", "law-148-2001", law, "--json")
    applied = json.loads(printed.out)
    applied["laws"][0]["file"] = "1"
    assert said["amend_apply"] == applied
    assert len(applied["applied"]) == len(applied["refused"]) == 1


def test_check_and_impact_answer_as_their_commands_do(small: Sandbox, kb: Kb) -> None:
    """On a small corpus: on the whole one they cost seconds."""
    (small.amendments / "p.yaml").write_text(
        "id: p\ntitle: Проба\nauthor: А. А.\nkind: text\nsource: {citation: нет}\n"
        "baseline: {small: 2020-01-01}\nitems:\n"
        "  - {id: '1', target: small/art_1.pt_1, operation: replace, quoted: Первый пункт.,\n"
        "     proposed: Новый пункт., grounds: надо, place: с. 1}\n",
        "utf-8",
    )
    said: dict[str, Any] = {}

    async def asks(client: Any) -> None:
        for name, arguments in (
            ("check", {"package": "p"}),
            ("impact", {"address": "small/art_1.pt_1"}),
            ("impact", {"address": "small/art_2"}),
        ):
            result = await client.call_tool(name, arguments)
            assert not result.is_error, result.content
            said[f"{name} {arguments}"] = result.structured_content

    talk(small.open(), asks)
    check, reached, nothing = said.values()
    options = ("--corpus", small.corpus, "--amendments", small.amendments)
    printed = json.loads(kb(*options, "package", "check", "p", "--json").out)
    assert check["result"] == printed
    assert printed["findings"]
    assert reached["result"] == kb(*options, "impact", "small/art_1.pt_1", "--json").json
    assert next(row["kind"] for row in reached["result"]) == "amendment"
    assert nothing["result"] == []
    assert nothing["said"]  # an empty list never stands alone


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("show", {"address": "law-148-2001/art_999"}, "нет такого структурного элемента"),
        ("show", {"address": "../../etc/passwd"}, "etc/passwd"),
        ("show", {"address": "law-148-2001@2023-05-01/art_1"}, "2023-05-01"),
        ("at_date", {"address": "law-148-2001/art_1", "date": "2024-01-01"}, "не удерживается"),
        ("at_date", {"address": "law-148-2001/art_1", "date": "вчера"}, "вчера"),
        ("at_date", {"address": "law-148-2001/art_1"}, "date"),
        ("show", {"address": "law-148-2001", "file": "/etc/passwd"}, "file"),
        ("show", {"address": 7}, "address"),
        ("history", {"address": "no-such/art_1"}, "no-such"),
        ("diff", {"left": "/etc/passwd", "right": "law-148-2001"}, "/etc/passwd"),
        ("cite", {"text": "статья 1", "act": "no-such"}, "no-such"),
        ("cite", {"text": "а" * 5_000_001}, "10 МБ"),
        ("amend_apply", {"target": "law-148-2001", "laws": []}, "laws"),
        ("check", {"package": "no-such"}, "no-such"),
        ("charter", {"against_date": "2022-03-02"}, "--on"),
        ("impact", {"address": "law-148-2001/art_999"}, "нет такого структурного элемента"),
        ("search", {"query": "слово", "act": "no-such"}, "no-such"),
        ("search", {"query": "слово", "sections": ["все"]}, "sections/0"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_line_that_says_why(
    library: Library, name: str, arguments: dict[str, Any], reason: str
) -> None:
    async def asks(client: Any) -> None:
        result = await client.call_tool(name, arguments)
        assert result.is_error
        (content,) = result.content
        assert reason in content.text
        assert "\n" not in content.text
        assert "Traceback" not in content.text

    talk(library, asks)


def test_unknown_tools_and_resources_are_refused_and_the_others_read(library: Library) -> None:
    async def asks(client: Any) -> None:
        with pytest.raises(MCPError, match="нет инструмента «delete»"):
            await client.call_tool("delete", {})
        listed = (await client.list_resources()).resources
        assert "kb:law-148-2001@2022-03-02:ru" in {r.uri for r in listed}
        whole = (await client.read_resource(listed[0].uri)).contents[0].text
        assert len(whole) > 1000
        unit = (await client.read_resource(f"kb:{UNIT}")).contents[0].text
        assert unit.split("\n")[1] == UNIT
        assert "открытый характер" in unit
        for uri in ("kb:../../etc/passwd", "file:///etc/passwd", "kb:law-148-2001/art_999"):
            with pytest.raises(MCPError):
                await client.read_resource(uri)

    talk(library, asks)


def test_a_thousand_questions_at_once_are_not_all_answered(library: Library) -> None:
    async def asks(client: Any) -> None:
        results = await asyncio.gather(
            *(client.call_tool("show", {"address": UNIT}) for _ in range(1000))
        )
        answered = [r for r in results if not r.is_error]
        refused = {r.content[0].text for r in results if r.is_error}
        assert tools.BURST <= len(answered) < 900
        (line,) = refused
        assert line.startswith("слишком часто")
        await asyncio.sleep(1.5 / tools.RATE)
        assert not (await client.call_tool("show", {"address": UNIT})).is_error

    talk(library, asks)


@pytest.mark.slow
def test_over_standard_input(home: Any) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kb", "mcp"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "SALYSTYRMA_HOME": str(home)},
    )

    async def main() -> None:
        async with Client(stdio_client(parameters)) as client:
            result = await client.call_tool("show", {"address": UNIT})
            assert result.structured_content["result"]["address"] == UNIT

    awaited(main())


@pytest.fixture
def served(library: Library) -> Iterator[tuple[str, str]]:
    """The address of a server over HTTP, and its token."""
    token = server.new_token()
    with socket.socket() as free:
        free.bind((server.HOST, 0))
        port = free.getsockname()[1]
    running = uvicorn.Server(
        uvicorn.Config(
            server.http_app(library, token), host=server.HOST, port=port, log_level="error"
        )
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not running.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://{server.HOST}:{port}/mcp", token
    running.should_exit = True
    thread.join(30)


def test_over_http_with_the_token_and_from_this_machine_only(served: tuple[str, str]) -> None:
    url, token = served
    bearer = {"Authorization": f"Bearer {token}"}

    async def main() -> None:
        async with (
            httpx2.AsyncClient(headers=bearer, trust_env=False) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            result = await client.call_tool("show", {"address": UNIT})
            assert result.structured_content["result"]["address"] == UNIT
        async with httpx2.AsyncClient(trust_env=False) as http:
            assert (await http.post(url, json={})).status_code == 401
            wrong = {"Authorization": f"Bearer {token[:-1]}"}
            assert (await http.post(url, json={}, headers=wrong)).status_code == 401
            elsewhere = bearer | {"Origin": "https://evil.example"}
            assert (await http.post(url, json={}, headers=elsewhere)).status_code == 403
            large = b"[" + b" " * tools.MAX_BYTES + b"]"
            kind = bearer | {
                "Content-Type": "application/json",
                "Accept": "application/json, text/event-stream",
            }
            assert (await http.post(url, content=large, headers=kind)).status_code == 413

    awaited(main())


def test_the_command_says_what_is_missing(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    check_error(kb("mcp", "--http", "8765", "--token", "short"), "16")
    monkeypatch.setitem(sys.modules, "mcp", None)
    check_error(kb("mcp"), "salystyrma[mcp]")
