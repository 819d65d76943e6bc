"""Ten users at once, each a script that opens views and presses buttons as fast as they answer.

A user is a session of Streamlit's own protocol over a websocket, without a browser, so that the figures
are the server's. Times are from the asking to the end of the page's run; a browser adds its drawing.
    python benchmarks/load.py [--users 10] [--rounds 6]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 120.0
STORM = 5  # runs asked for without waiting for the one before
VIEWS = {
    "a package compared": ("amendments", {"package": "bektibaev-2022", "against": "newest"}),
    "the whole law compared": ("norms", {"address": "law-148-2001", "compare": "2022-03-02"}),
    "a clause with its history": ("norms", {"address": "law-148-2001/art_11.pt_6"}),
    "the graph": ("graph", {"node": "package:bektibaev-2022#4"}),
    "the Charter": ("charter", {}),
}


@dataclass
class Session:
    """One user's page."""

    socket: ClientConnection
    waited: int = 0
    bad: list[str] = field(default_factory=list)

    def ask(self, page: str, query: dict[str, str]) -> None:
        """Asks for a view and does not wait."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = urlencode(query)
        self.socket.send(message.SerializeToString())

    def answered(self, page: str) -> None:
        """Reads until a run of the page has ended: those asked for before it end first."""
        shown = ""
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=PATIENCE_S))
            kind = message.WhichOneof("type")
            if kind == "delta":
                body = message.delta.new_element.html.body
                self.waited += "role='status'>Сервер занят" in body
                if "class='bad' role='alert'" in body:
                    self.bad.append(body)
                if message.delta.new_element.WhichOneof("type") == "exception":
                    self.bad.append(message.delta.new_element.exception.message)
            elif kind == "new_session":
                shown = ""
            elif kind == "navigation":
                there = message.navigation
                names = {p.page_script_hash: p.url_pathname for p in there.app_pages}
                shown = names.get(there.page_script_hash, "")
            elif (
                kind == "script_finished"
                and shown in (page, "")  # "": broken off before the page was known
                and message.script_finished
                in (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
                )
            ):
                return

    def time(self, name: str) -> float:
        """The seconds that a view takes."""
        start = time.perf_counter()
        self.ask(*VIEWS[name])
        self.answered(VIEWS[name][0])
        return time.perf_counter() - start


@dataclass
class Server:
    """A server on an empty home."""

    url: str
    process: subprocess.Popen[bytes]
    started: float

    def memory(self) -> float:
        """Its resident memory in MB, with the processes that it started; 0 where /proc is missing."""
        pages = sum(int(read("statm").split()[1]) for read in self._files())
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def processor(self) -> float:
        """The seconds of processor that it has used; they tell more than the wall on a busy machine."""
        ticks = 0
        for read in self._files():
            ticks += sum(map(int, read("stat").rpartition(")")[2].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def _files(self) -> Iterator[Callable[[str], str]]:
        """For each of its processes what reads a file of /proc; none where /proc is missing."""
        look = [self.process.pid]
        while look:
            place = Path("/proc") / str(look.pop())
            with suppress(OSError):
                look += map(int, (place / "task" / place.name / "children").read_text().split())
                yield lambda name, place=place: (place / name).read_text()  # type: ignore[misc]


def serve(home: Path) -> Server:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    log = (home / "serve.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "kb", "serve", "--no-browser", "--port", str(port)],
        env={**os.environ, "SALYSTYRMA_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=log,
    )
    while time.perf_counter() - started < PATIENCE_S:
        with closing(socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return Server(f"http://127.0.0.1:{port}", process, started)
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise SystemExit((home / "serve.log").read_text("utf-8", "replace"))


def press(
    session: Session, rounds: int, found: dict[str, list[float]], guard: threading.Lock
) -> None:
    """What one user does: every view in turn, then presses without waiting."""
    for _ in range(rounds):
        for name in VIEWS:
            seconds = session.time(name)
            with guard:
                found[name].append(seconds)
        for _ in range(STORM - 1):
            session.ask(*VIEWS["the whole law compared"])
        seconds = session.time("a package compared")
        with guard:
            found["a package after a storm of presses"].append(seconds)


def row(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"  {name:<40} {statistics.median(ordered) * 1000:9.0f} ms  {p95 * 1000:9.0f} ms"
        f"  {ordered[-1] * 1000:9.0f} ms  {len(ordered):5d}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--users", type=int, default=10)
    arguments.add_argument("--rounds", type=int, default=6)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = serve(Path(folder))
        try:
            with ExitStack() as stack:
                measure(server, stack, min(wanted.users, 50), min(wanted.rounds, 100))
        finally:
            server.process.terminate()
            server.process.wait(20)


def opened_session(server: Server, stack: ExitStack) -> Session:
    address = f"ws{server.url.removeprefix('http')}/_stcore/stream"
    names = [Subprotocol("streamlit")]
    return Session(
        stack.enter_context(connect(address, subprotocols=names, max_size=None, proxy=None))
    )


def measure(server: Server, stack: ExitStack, users: int, rounds: int) -> None:
    up, empty = time.perf_counter() - server.started, server.memory()
    first = opened_session(server, stack)
    first.time("a package compared")
    cold = time.perf_counter() - server.started
    print(f"cold start, no library yet ({os.cpu_count()} cores)")
    print(f"  {'the server answers':<40} {up:9.2f} s")
    print(f"  {'the first comparison stands':<40} {cold:9.2f} s")
    print(f"{'one user':<42} {'p50':>9}     {'p95':>9}     {'most':>9}     {'runs':>5}")
    for name in VIEWS:
        first.time(name)
        row(name, [first.time(name) for _ in range(10)])
    one = server.memory()
    sessions = [first, *(opened_session(server, stack) for _ in range(users - 1))]
    for session in sessions[1:]:
        session.time("a package compared")
    opened = server.memory()
    found: dict[str, list[float]] = defaultdict(list)
    guard = threading.Lock()
    threads = [
        threading.Thread(target=press, args=(session, rounds, found, guard)) for session in sessions
    ]
    start, used = time.perf_counter(), server.processor()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, used = time.perf_counter() - start, server.processor() - used
    print(f"{users} users at once, {rounds} rounds, {took:.0f} s, {used:.0f} s of processor")
    for name, times in found.items():
        row(name, times)
    asked, ended = rounds * users * (len(VIEWS) + 1), sum(map(len, found.values()))
    bad = [b for s in sessions for b in s.bad]
    print(f"  views asked for and waited for: {asked}, answered: {ended}, errors: {len(bad)}")
    print(f"  times that a user was told to wait: {sum(s.waited for s in sessions)}")
    print("memory of the server")
    for name, value in (
        ("no session", empty),
        ("one user, every view", one),
        (f"{users} sessions open", opened),
        ("after the run", server.memory()),
    ):
        print(f"  {name:<40} {value:9.0f} MB")
    print(f"  {'for each further session':<40} {(opened - one) / max(users - 1, 1):9.1f} MB")
    if bad or ended != asked:
        raise SystemExit("\n".join(bad[:3]) or "not every view was answered")


if __name__ == "__main__":
    main()
