"""Fetching from a local server that plays the official one, with its slow, broken, redirected, huge
and captcha answers."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from kb.ground.errors import KbError
from kb.intake.fetch import USER_AGENT, CannotFetch, Fetcher, Missing
from kb.read import adilet

from . import shapes
from .bank import Answer, Bank, serving


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    opened = Fetcher(tmp_path / "cache", pause=0.0, timeout=0.5, deadline=3.0)
    yield opened
    opened.close()


def page(title: str = "О малом") -> str:
    return shapes.adilet(shapes.printed(f"# {title}\n\n### Статья 1. Предмет\n\n1. Первый пункт."))


def test_a_page_is_kept_and_asked_for_again_only_if_it_changed(
    bank: Bank, fetcher: Fetcher
) -> None:
    bank.say("/d", "один", ETag='"1"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT")
    first = fetcher.get(f"{bank.address}/d")
    assert (first.data.decode(), first.fresh) == ("один", True)
    bank.answers["/d"] = lambda h: (
        (304, {}, b"") if h.headers["If-None-Match"] == '"1"' else (500, {}, b"")
    )
    second = fetcher.get(f"{bank.address}/d")
    assert (second.data.decode(), second.fresh) == ("один", False)
    bank.say("/d", "два", ETag='"2"')
    assert fetcher.get(f"{bank.address}/d").data.decode() == "два"


def test_offline_takes_only_what_is_kept(bank: Bank, fetcher: Fetcher, tmp_path: Path) -> None:
    bank.say("/d", "текст")
    fetcher.get(f"{bank.address}/d")
    asked = len(bank.asked)
    offline = Fetcher(tmp_path / "cache", offline=True)
    assert offline.get(f"{bank.address}/d").data.decode() == "текст"
    with pytest.raises(CannotFetch, match="в кэше нет"):
        offline.get(f"{bank.address}/other")
    assert len(bank.asked) == asked


def test_it_says_who_it_is_and_obeys_robots(bank: Bank, fetcher: Fetcher) -> None:
    bank.say("/robots.txt", "User-agent: *\nDisallow: /private/\n")
    bank.say("/private/d", "тайна")
    bank.say("/d", "текст")
    fetcher.get(f"{bank.address}/d")
    with pytest.raises(CannotFetch, match=r"robots\.txt"):
        fetcher.get(f"{bank.address}/private/d")
    assert bank.paths() == ["/d"]
    assert {headers["user-agent"] for _, headers in bank.asked} == {USER_AGENT}
    assert "salystyrma" in USER_AGENT


def test_without_robots_everything_is_allowed_but_a_broken_server_is_left_alone(
    bank: Bank, fetcher: Fetcher
) -> None:
    bank.say("/d", "текст")
    bank.say("/robots.txt", "беда", 503)
    with pytest.raises(CannotFetch, match=r"robots\.txt"):
        fetcher.get(f"{bank.address}/d")
    assert bank.paths() == []


def test_pauses_between_requests_and_asks_one_at_a_time(bank: Bank, tmp_path: Path) -> None:
    slept: list[float] = []
    polite = Fetcher(tmp_path / "cache", pause=2.0, sleep=slept.append)
    bank.say("/robots.txt", "User-agent: *\nCrawl-delay: 5\n")
    for name in ("/a", "/b"):
        bank.say(name, name)
        polite.get(f"{bank.address}{name}")
    polite.close()
    assert [round(s) for s in slept] == [5, 5]
    assert bank.most_at_once == 1


def test_a_busy_server_is_asked_again_when_it_says(bank: Bank, tmp_path: Path) -> None:
    slept: list[float] = []
    patient = Fetcher(tmp_path / "cache", pause=0.0, sleep=slept.append)
    turns = iter([(503, {"Retry-After": "7"}, b""), (200, {}, b"ok")])
    bank.answers["/d"] = lambda _: next(turns)
    assert patient.get(f"{bank.address}/d").data == b"ok"
    assert 7.0 in slept
    patient.close()


def test_a_captcha_never_replaces_a_good_copy(bank: Bank, fetcher: Fetcher) -> None:
    def accept(answer: object) -> None:
        adilet.read(answer.data)  # type: ignore[attr-defined]

    bank.say("/d", page())
    fetcher.get(f"{bank.address}/d", accept)
    bank.say("/d", shapes.CAPTCHA)
    with pytest.raises(KbError, match="не робот"):
        fetcher.get(f"{bank.address}/d", accept)
    fetcher.offline = True
    assert "Статья 1" in fetcher.get(f"{bank.address}/d").data.decode()


def test_no_such_document(bank: Bank, fetcher: Fetcher) -> None:
    with pytest.raises(Missing, match="такого документа нет"):
        fetcher.get(f"{bank.address}/none")


@pytest.mark.parametrize("status", [400, 403, 451])
def test_other_refusals_are_told(bank: Bank, fetcher: Fetcher, status: int) -> None:
    bank.say("/d", "нет", status)
    with pytest.raises(CannotFetch, match=f"ответ сервера {status}"):
        fetcher.get(f"{bank.address}/d")


def test_redirects_only_within_the_host(bank: Bank, fetcher: Fetcher) -> None:
    bank.say("/old", "", 302, Location="/new")
    bank.say("/new", "текст")
    assert fetcher.get(f"{bank.address}/old").data.decode() == "текст"
    bank.say("/away", "", 302, Location="http://localhost:1/x")
    with pytest.raises(CannotFetch, match="на другой адрес"):
        fetcher.get(f"{bank.address}/away")
    bank.say("/round", "", 302, Location="/round")
    with pytest.raises(CannotFetch, match="перенаправлений больше"):
        fetcher.get(f"{bank.address}/round")


def test_a_huge_answer_is_not_taken(bank: Bank, fetcher: Fetcher) -> None:
    fetcher.limit = 1000
    bank.say("/declared", b"x" * 2000)
    with pytest.raises(CannotFetch, match="2000 байт, больше 1000"):
        fetcher.get(f"{bank.address}/declared")

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"64\r\n" + b"x" * 100 + b"\r\n")

    bank.answers["/endless"] = endless
    with pytest.raises(CannotFetch, match="больше 1000 байт"):
        fetcher.get(f"{bank.address}/endless")


def test_a_silent_server_is_not_waited_for_without_end(bank: Bank, fetcher: Fetcher) -> None:
    def silent(_: BaseHTTPRequestHandler) -> Answer:
        time.sleep(0.8)
        return 200, {}, b"late"

    fetcher.timeout = 0.1
    bank.say("/robots.txt", "")
    bank.answers["/d"] = silent
    with pytest.raises(CannotFetch, match="не отвечает вовремя"):
        fetcher.get(f"{bank.address}/d")


def test_a_server_that_drips_is_cut_off(bank: Bank, fetcher: Fetcher) -> None:
    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(60):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.01)

    fetcher.deadline = 0.1
    bank.answers["/d"] = dripping
    with pytest.raises(CannotFetch, match=r"вовремя|оборван"):
        fetcher.get(f"{bank.address}/d")


def test_an_interrupted_download_goes_on(bank: Bank, fetcher: Fetcher) -> None:
    whole = page().encode()
    ranges: list[str | None] = []

    def breaking(handler: BaseHTTPRequestHandler) -> Answer | None:
        ranges.append(handler.headers["Range"])
        base = {"ETag": '"v1"', "Accept-Ranges": "bytes"}
        if handler.headers["Range"]:
            start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
            assert handler.headers["If-Range"] == '"v1"'
            return (
                206,
                {**base, "Content-Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"},
                whole[start:],
            )
        handler.send_response(200)
        for name, value in {**base, "Content-Length": str(len(whole))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(whole[:500])
        return None

    bank.answers["/d"] = breaking
    assert fetcher.get(f"{bank.address}/d").data == whole
    assert ranges == [None, "bytes=500-"]


def test_a_document_that_changed_meanwhile_begins_anew(bank: Bank, fetcher: Fetcher) -> None:
    turn = iter([True, False])

    def changing(handler: BaseHTTPRequestHandler) -> Answer | None:
        if next(turn):
            handler.send_response(200)
            for name, value in {
                "ETag": '"v1"',
                "Accept-Ranges": "bytes",
                "Content-Length": "900",
            }.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(b"x" * 500)
            return None
        return 200, {"ETag": '"v2"'}, b"new"

    bank.answers["/d"] = changing
    assert fetcher.get(f"{bank.address}/d").data == b"new"


def test_always_broken_answers_end_in_one_line(bank: Bank, fetcher: Fetcher) -> None:
    bank.say("/robots.txt", "")
    bank.answers["/d"] = lambda _: None
    with pytest.raises(CannotFetch, match="оборван"):
        fetcher.get(f"{bank.address}/d")
    assert len(bank.paths()) == 3


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://u:p@host/x", "https://", "ftp://h/x"]
)
def test_only_plain_addresses(address: str, fetcher: Fetcher) -> None:
    with pytest.raises(CannotFetch, match="нужен адрес"):
        fetcher.get(address)


def test_a_bad_bundle_of_certificates_is_named(bank: Bank, tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("не сертификат", "utf-8")
    with pytest.raises(CannotFetch, match="PEM"):
        Fetcher(tmp_path, ca_bundle=bundle).get(f"{bank.address}/d")


def test_an_unknown_authority_is_refused_until_its_certificate_is_given(tmp_path: Path) -> None:
    """As the reference bank's own: verification stays on, --ca-bundle adds to what is trusted."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl нет")
    key, certificate = tmp_path / "key.pem", tmp_path / "ca.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    made = ["openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", *subject]
    subprocess.run(
        [*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as bank:
        bank.say("/d", "текст")
        with pytest.raises(CannotFetch, match="--ca-bundle"):
            Fetcher(tmp_path / "cache", pause=0.0).get(f"{bank.address}/d")
        trusting = Fetcher(tmp_path / "cache", ca_bundle=certificate, pause=0.0)
        assert trusting.get(f"{bank.address}/d").data.decode() == "текст"
        trusting.close()


def test_progress_is_told(bank: Bank, fetcher: Fetcher) -> None:
    seen: list[tuple[int, int]] = []
    fetcher.progress = lambda _, done, of: seen.append((done, of))
    bank.say("/d", "x" * 1000)
    fetcher.get(f"{bank.address}/d")
    assert seen[-1] == (1000, 1000)
