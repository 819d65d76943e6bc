"""Two nodes of a team's server behind the proxy of docs/server.md as it is printed there, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.at_desk import POINT, draft_of, drafted, named, press
from tests.browsing import CHROMIUM, FLAGS, PATIENCE_MS, Server, free_port, settled, start, stopping
from tests.identity import provider
from tests.postgres import Cluster, a_cluster
from tests.running import ROOT
from tests.test_app_proxy import NAME, around, certified, nginx
from tests.test_app_team import log_in, secrets

pytestmark = [pytest.mark.browser, pytest.mark.office]

NODES = {"one": "10.0.0.11:8501", "two": "10.0.0.12:8501"}


@dataclass
class Front:
    """The proxy's port, the nodes behind it, and their database."""

    port: int
    nodes: dict[str, Server]
    cluster: Cluster
    url: str


def configuration(folder: Path, port: int, apps: dict[str, int]) -> str:
    """The printed blocks, with this machine's ports in the place of the nodes'."""
    printed = (ROOT / "docs" / "server.md").read_text("utf-8")
    one, more = re.findall(r"```nginx\n(.*?)```", printed, re.S)
    lines = re.search(r"```\n(proxy_connect_timeout.*?)```", printed, re.S)
    assert lines
    server = certified(one, folder, port)
    assert server.count("proxy_pass http://127.0.0.1:8501") == 3
    server = server.replace("proxy_pass http://127.0.0.1:8501", "proxy_pass http://$salystyrma")
    server = server.replace("    limit_conn ", f"{lines[1]}    limit_conn ", 1)
    for name, app in apps.items():
        for there, here in (
            (NODES[name], f"127.0.0.1:{app}"),
            (NODES[name].replace(".", r"\."), rf"127\.0\.0\.1:{app}"),
        ):
            assert there in more
            more = more.replace(there, here)
    return around(folder, f"{more}{server}")


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """Two nodes with one database, behind a proxy that users know as NAME."""
    port, apps = free_port(), {name: free_port() for name in NODES}
    config = tmp_path / "nginx.conf"
    config.write_text(configuration(tmp_path, port, apps), "utf-8")
    place = Path(tempfile.mkdtemp(prefix="kb-pg-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, place)
        cluster = stack.enter_context(a_cluster(place))
        identity = stack.enter_context(provider())
        url = cluster.new()
        nodes = {}
        for name, app in apps.items():
            home = tmp_path / name
            home.mkdir()
            secret = secrets(home, identity, f"https://{NAME}")
            secret.write_text(f'{secret.read_text()}[database]\nurl = "{url}"\n', "utf-8")
            flags = ("--team", "--secrets", str(secret), "--listen", "127.0.0.1")
            nodes[name] = stack.enter_context(stopping(start(home, flags=flags, port=app)))
        running = subprocess.Popen([nginx(), "-p", str(tmp_path), "-c", str(config)])
        stack.callback(running.wait, 20)
        stack.callback(running.terminate)
        yield Front(port, nodes, cluster, url)


def kill(server: Server) -> None:
    """Kills a node as the power does: `kb serve` and the app that it runs."""
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for each in (pid, *map(int, children)):
        os.kill(each, signal.SIGKILL)


def node_of(page: Page) -> str:
    """The node that answered the page last."""
    (name,) = [c["value"] for c in page.context.cookies() if c["name"] == "salystyrma_node"]
    return str(name)


def saved(front: Front) -> set[tuple[object, ...]]:
    return set(front.cluster.ask("select room, path from salystyrma.file", front.url))


def test_a_node_dies_under_a_drafter_who_goes_on_at_the_other(
    browser: Browser, front: Front
) -> None:
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1:{front.port}"
    mine = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, rules])
    page = mine.new_context(ignore_https_errors=True).new_page()
    page.goto(f"https://{NAME}{POINT}")
    log_in(page, "aigerim")
    expect(page.get_by_text("Вы вошли: Айгерим А.")).to_be_visible()
    page.goto(f"https://{NAME}{POINT}")
    drafted(page)
    draft, first = draft_of(page), node_of(page)
    assert saved(front) == {("drafts", f"{draft}.json")}

    kill(front.nodes[first])
    for state in ("PINGING_SERVER", "CONNECTED"):  # the page itself finds the other node
        page.wait_for_selector(
            f"[data-testid=stApp][data-test-connection-state={state}]", timeout=PATIENCE_MS
        )
    settled(page)
    assert node_of(page) != first
    expect(page.get_by_text("В пакете: поправка 1.")).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_text("Вы вошли: Айгерим А.")).to_be_visible()
    named(page, "Пакет двух узлов", "Айгерим", "two-nodes")
    press(page, "Сохранить пакет")
    expect(page.get_by_text("Сохранено: two-nodes.")).to_be_visible()
    assert saved(front) == {("drafts", f"{draft}.json"), ("amendments", "two-nodes.yaml")}

    # The database goes away: the law is read on, and it is said what the user's own things are.
    front.cluster.stop("immediate")
    page.goto(f"https://{NAME}/norms?address=law-148-2001/art_11.pt_6")
    expect(page.locator(".bad[role=alert]")).to_contain_text("База данных не отвечает")
    expect(page.locator("button.copy").first).to_be_visible()
    front.cluster.start()
    page.reload()
    expect(page.locator("button.copy").first).to_be_visible()
    expect(page.locator(".bad[role=alert]")).to_have_count(0)
    mine.close()
