"""Driving the app in headless Chromium: a server of its own, a visit that keeps what it asked for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kb import serving
from kb.places import builtin

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 30_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running app and the folder of its user."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]


def start(home: Path, *options: str, flags: tuple[str, ...] = (), port: int = 0) -> Server:
    """The app as `kb OPTIONS serve FLAGS` starts it; its log is home/serve.log."""
    port = port or free_port()
    serve = ["serve", "--no-browser", "--port", str(port), *flags]
    return _started(home, port, [sys.executable, "-m", "kb", *options, *serve])


def start_with_bank(home: Path, bank: str) -> Server:
    """The app for which the official banks answer at another address."""
    script = home / "app.py"
    script.write_text(
        "from kb.pages import importing, run\nfrom kb.sources import Banks\n"
        f"importing.banks = Banks({bank!r}, {bank!r})\nrun()\n",
        "utf-8",
    )
    port = free_port()
    own = str(builtin("app.py"))
    return _started(home, port, [str(script) if c == own else c for c in serving.command(port)])


def _started(home: Path, port: int, command: list[str]) -> Server:
    log = (home / "serve.log").open("wb")
    process = subprocess.Popen(
        command,
        env={**os.environ, "SALYSTYRMA_HOME": str(home)},
        cwd=home,  # nothing may depend on the folder it is started from
        stdout=log,
        stderr=log,
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return Server(f"http://127.0.0.1:{port}", home, process)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError((home / "serve.log").read_text("utf-8", "replace"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; .ci/run installs it")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = start(tmp_path_factory.mktemp("home"))
    yield found
    found.process.terminate()
    found.process.wait(20)


@dataclass
class Visit:
    """A page with what it asked of the network and what it ran."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    dialogs: list[str] = field(default_factory=list)


def visit_page(browser: Browser, server: Server, path: str, width: int = 1400) -> Visit:
    page = browser.new_page(viewport={"width": width, "height": 1000})
    visit = Visit(page)
    page.on("request", lambda r: visit.hosts.add(urlparse(r.url).netloc))
    page.on("websocket", lambda w: visit.hosts.add(urlparse(w.url).netloc))

    def dialog(d: object) -> None:
        visit.dialogs.append(str(d))

    page.on("dialog", dialog)
    page.goto(server.url + path)
    expect(page.locator(".kb p, .kb .clause").first).to_be_visible(timeout=PATIENCE_MS)
    return visit


def local(hosts: set[str]) -> bool:
    return {h.split(":")[0] for h in hosts if h} == {"127.0.0.1"}


def cut_off(page: Page) -> list[str]:
    """Our own elements that run past the right edge of the screen, as HTML."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.kb *')].filter(e => e.getClientRects().length
        && !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
    )
    return found
