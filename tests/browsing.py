"""Driving the app in headless Chromium: a server of its own, a visit that keeps what it asked for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Download,
    Error,
    Locator,
    LocatorAssertions,
    Page,
    expect,
    sync_playwright,
)

from kb.disk.places import builtin
from kb.server import serving

# The shell draws the same pages without a browser's own windows: half the processor's time.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)  # fmt: skip
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A wait ends with what it waits for, or when the page has been at rest so long that it will not come.
REST_MS = 10_000
# Only what hangs meets this limit: a machine with much else to do is slow, and no test knows how slow.
PATIENCE_MS = 120_000
# A paper of the largest package is made in two seconds.
DOWNLOAD_MS = 60_000

# Notes when the page last sent something to the server and when it last had an answer.
HEARD = """(() => {
  if (window.heard) return;
  const heard = window.heard = {sent: 0, answered: 0}, known = new WeakSet(), send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener('message', () => { heard.answered = performance.now(); });
    }
    heard.sent = performance.now();
    return send.call(this, data);
  };
})()"""
# True when what was sent is answered (a server at work needs its time to begin), the script of a
# Streamlit page has ended and for a quarter of a second nothing was drawn or scrolled; another page
# (the identity provider's) is drawn once it is loaded.
DRAWN = """() => {
  if (document.readyState !== 'complete') return false;
  if (!document.getElementById('root')) return true;
  const still = window.still ??= new class {
    last = performance.now();
    constructor() {
      const moved = () => { this.last = performance.now(); };
      const what = {subtree: true, childList: true, characterData: true};
      new MutationObserver(moved).observe(document.body, what);
      addEventListener('scroll', moved, true);
    }
  };
  const state = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState;
  const asked = heard.sent > heard.answered && performance.now() - heard.sent < 10000;
  if (!state || state === 'initial' || state === 'running' || asked) still.last = performance.now();
  return performance.now() - still.last > 250;
}"""
# What moves by itself is drawn sixty times a second as long as a test waits: a second of work for each page.
STILL = """document.addEventListener('DOMContentLoaded', () => {
  const style = document.createElement('style');
  style.textContent = '*, *::before, *::after {animation: none !important; transition: none !important}';
  document.head.append(style);
})"""
# What a person does with a page only once it is drawn: a click that meets a redraw is lost.
ACTS = ("click", "fill", "press", "set_input_files", "focus", "hover")
READS = ("all", "count", "get_attribute", "inner_text", "input_value", "is_visible")


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
    own = builtin("app.py")
    script.write_text(
        own.read_text("utf-8") + "from kb.pages import importing\n"
        "from kb.intake.sources import Banks\n"
        f"importing.banks = Banks({bank!r}, {bank!r})\n",
        "utf-8",
    )
    port = free_port()
    return _started(
        home, port, [str(script) if c == str(own) else c for c in serving.command(port)]
    )


def _started(home: Path, port: int, command: list[str]) -> Server:
    if built is not None and not list(home.glob("library-*")):
        shutil.copy(built, home)
    log = (home / "serve.log").open("wb")
    process = subprocess.Popen(
        command,
        env={**os.environ, "SALYSTYRMA_HOME": str(home)},
        cwd=home,  # nothing may depend on the folder it is started from
        stdout=log,
        stderr=log,
    )
    until = time.monotonic() + PATIENCE_MS / 1000
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return Server(f"http://127.0.0.1:{port}", home, process)
        time.sleep(0.1)
    process.kill()
    raise AssertionError((home / "serve.log").read_text("utf-8", "replace"))


@contextmanager
def stopping(server: Server) -> Iterator[Server]:
    """A server that is stopped in the end."""
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait(PATIENCE_MS / 1000)


def settled(page: Page) -> None:
    """Waits until the page is drawn."""
    page.wait_for_function(DRAWN, polling=50, timeout=PATIENCE_MS)


def _act(do: Callable[..., Any]) -> Callable[..., Any]:
    def on_a_drawn_page(locator: Locator, *args: Any, **options: Any) -> Any:
        settled(locator.page)
        expect(locator.first).to_be_attached()  # what a page at rest lacks is not waited for
        # A list that was opened by a click closes when the page scrolls under it.
        locator.first.evaluate("e => e.scrollIntoViewIfNeeded()", timeout=PATIENCE_MS)
        settled(locator.page)
        return do(locator, *args, **options)

    return on_a_drawn_page


def _open(do: Callable[..., Any]) -> Callable[..., Any]:
    def until_drawn(page: Page, *args: Any, **options: Any) -> Any:
        answer = do(page, *args, **options)
        settled(page)
        return answer

    return until_drawn


def _moved(page: Page) -> object:
    """When the page last moved, by its own clock; None while it is at work or being loaded."""
    try:
        return page.evaluate(f"({DRAWN})() ? window.still?.last ?? 0 : null")
    except Error:  # it is leaving for another address
        return None


def _looking(do: Callable[..., Any]) -> Callable[..., Any]:
    """`expect` that lets what it makes know the page."""

    def expected(self: object, actual: Any, *args: Any) -> Any:
        found = do(self, actual, *args)
        if isinstance(actual, Locator):
            found.page = actual.page
        return found

    return expected


def _check(do: Callable[..., Any]) -> Callable[..., Any]:
    """Tries as long as the page is at work: what is not there on a page at rest will not come.

    While a page is redrawn it holds the old part and the new one, and a name fits both.
    """

    def until_at_rest(self: LocatorAssertions, *args: Any, **options: Any) -> Any:
        page: Page = self.page  # type: ignore[attr-defined]
        until = time.monotonic() + PATIENCE_MS / 1000
        while True:
            before = _moved(page)
            try:
                return do(self, *args, timeout=REST_MS, **options)
            except AssertionError:
                if (before is not None and before == _moved(page)) or time.monotonic() > until:
                    raise

    return until_at_rest


def _read(do: Callable[..., Any]) -> Callable[..., Any]:
    def on_a_drawn_page(locator: Locator, *args: Any, **options: Any) -> Any:
        settled(locator.page)
        return do(locator, *args, **options)

    return on_a_drawn_page


def _patient_context(do: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    def context(*args: Any, **options: Any) -> BrowserContext:
        made = do(*args, **options)
        made.set_default_timeout(PATIENCE_MS)
        made.add_init_script(HEARD)
        made.add_init_script(STILL)
        return made

    return context


#: The library file that every server begins with, from the fixture `built`; built anew without it.
built: Path | None = None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium in which every act and every reading of an element waits for a drawn page."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing; .ci/run installs it")
        pytest.skip("chromium is not installed")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patient: Callable[..., Any]
        for kind, names, patient in (
            (type(expect), ("__call__",), _looking), (Locator, ACTS, _act), (Locator, READS, _read), (Page, ("goto", "reload"), _open),
            (LocatorAssertions, [n for n in vars(LocatorAssertions) if "to_" in n], _check),
        ):  # fmt: skip
            for name in names:
                patch.setattr(kind, name, patient(getattr(kind, name)))
        patch.setattr(Browser, "new_context", _patient_context(Browser.new_context))
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found.new_context()  # of the pages that need none of their own: it keeps Streamlit's scripts
        yield found
        spare.clear()
        found.close()


#: Contexts that were used and left: a new one would fetch and compile Streamlit's scripts again.
spare: list[BrowserContext] = []


def stranger(browser: Browser) -> Page:
    """A page of a browser in which nobody is logged in, to be left by `leave`."""
    context = spare.pop() if spare else browser.new_context()
    return context.new_page()


def leave(page: Page) -> None:
    """Closes the page and forgets whose it was."""
    page.evaluate("localStorage.clear()")
    page.context.clear_cookies()
    page.close()
    spare.append(page.context)


def second_try(request: pytest.FixtureRequest) -> bool:
    """Whether the test failed once: it begins from nothing then, the first may have left something."""
    return getattr(request.node, "execution_count", 1) > 1


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that tests share which keep nothing."""
    with stopping(start(tmp_path_factory.mktemp("home"))) as found:
        yield found


@pytest.fixture
def server(
    common: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The common server; a second try has its own."""
    if not second_try(request):
        yield common
        return
    with stopping(start(tmp_path_factory.mktemp("home"))) as found:
        yield found


@dataclass
class Visit:
    """A page with what it asked of the network and what it ran."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    dialogs: list[str] = field(default_factory=list)


def visit_page(browser: Browser, server: Server, path: str, width: int = 1400) -> Visit:
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": width, "height": 1000})
    visit = Visit(page)
    page.on("request", lambda r: visit.hosts.add(urlparse(r.url).netloc))
    page.on("websocket", lambda w: visit.hosts.add(urlparse(w.url).netloc))

    def dialog(d: object) -> None:
        visit.dialogs.append(str(d))

    page.on("dialog", dialog)
    page.goto(server.url + path)
    expect(page.locator(".kb p, .kb .clause").first).to_be_visible()
    return visit


def take(page: Page, name: str) -> Download:
    """What the page gives under «Скачать» by the button of this name."""
    button = page.get_by_role("button", name=name)
    if not button.count():
        page.get_by_role("button", name="Скачать", exact=True).click()
    with page.expect_download(timeout=DOWNLOAD_MS) as download:
        button.click()
    return download.value


def local(hosts: set[str]) -> bool:
    return {h.split(":")[0] for h in hosts if h} == {"127.0.0.1"}


def in_every_language(page: Page) -> Iterator[str]:
    """The page on a wide screen in Russian, Kazakh, English, by its menu: no link loads the app anew."""
    for code, name in (("ru", "Русский"), ("kk", "Қазақша"), ("en", "English")):
        page.set_viewport_size({"width": 1400, "height": 1000})
        page.get_by_test_id("stSidebar").get_by_text(name, exact=True).click()
        settled(page)
        yield code


def cut_off(page: Page, what: str = ".kb *") -> list[str]:
    """The elements of this selector that run past the right edge of the screen, as HTML; not what stands
    in a box that scrolls by itself and fits."""
    found: list[str] = page.evaluate(
        """what => [...document.querySelectorAll(what)].filter(e => e.getClientRects().length
        && !e.closest('svg') && !e.parentElement.closest('.scroll, .wide') && e.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(e => e.outerHTML.slice(0, 120))""",
        what,
    )
    return found
