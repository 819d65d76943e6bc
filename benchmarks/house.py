"""Two nodes, PostgreSQL and twenty users: a node and then the database are killed while they work.

Each user logs in through the proxy of docs/server.md and, by turns, types into a draft (which is kept at every
change) and opens a view; a moment passes between the two. A third of the way one node is killed and, a while
later, started again; at two thirds the database is killed as if the power had gone, and started again.
A save counts as acknowledged when the page has answered it without an error: it must then be in the
database, at once where that can be asked, and at the end in any case. Needs PostgreSQL and nginx.

    python benchmarks/house.py [--users 20] [--minutes 1]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import httpx
import psycopg
from joserfc import jwt
from joserfc.jwk import OctKey
from lxml import html
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.load import row
from kb.disk.places import folder_of
from tests import identity
from tests.browsing import Server, free_port, start, stopping
from tests.postgres import Cluster, a_cluster
from tests.test_app_house import configuration, kill
from tests.test_app_team import COOKIE_SECRET, secrets

PATIENCE_S = 60.0
DOWN_S = 10.0  # how long what was killed stays away
THINK_S = (3.0, 12.0)  # between two things that a user does
POINT = "law-148-2001@2022-03-02:ru/art_11.pt_6"
VIEWS = {
    "a clause with its history": ("norms", {"address": "law-148-2001/art_11.pt_6"}),
    "a package compared": ("amendments", {"package": "bektibaev-2022", "against": "newest"}),
    "the Charter": ("charter", {}),
}
SAVE = "a draft typed into and kept"
TRUSTING = ssl.create_default_context()
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE  # the proxy signs for itself


class Refused(Exception):
    """What a page says instead of answering."""


@dataclass
class Told:
    """What all users met; `guard` is held to write it."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    seen_late: int = 0  # answers with the line that the user's things are as last seen
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    guard: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class User:
    """One user with a browser's memory: cookies, the page's address, the text field."""

    name: str
    url: str
    told: Told
    client: httpx.Client
    socket: ClientConnection | None = None
    stack: ExitStack = field(default_factory=ExitStack)
    view: dict[str, str] = field(default_factory=lambda: {"address": POINT})
    area: str = ""
    words: str = ""  # of the law, as the field began
    last: tuple[str, float] | None = None  # what was acknowledged last
    typed: list[str] = field(default_factory=list)

    def log_in(self) -> None:
        """Goes the way of a login, as a browser follows it."""
        wish = {"provider": "default", "exp": int(time.time()) + 60}
        asked = jwt.encode({"alg": "HS256"}, wish, OctKey.import_key(COOKIE_SECRET))
        page = self.client.get(f"{self.url}/auth/login", params={"provider": asked})
        (link,) = html.fromstring(page.text).xpath(f"//a[.='{self.name}']/@href")
        self.client.get(str(page.url.join(link)))

    # -- what the user does ------------------------------------------------------------------------

    def look(self, name: str) -> None:
        page, query = VIEWS[name]
        self.timed(name, page, query)

    def type(self, nth: int) -> None:
        """Types into the draft, and holds the page to its word."""
        token = f"{self.name}-{nth}."
        self.ensure_area()
        if not self.area:  # the page did not open: there is nothing to type into
            return
        self.typed.append(token)
        if self.timed(SAVE, "workshop", self.view, f"{self.words} {token}"):
            with self.told.guard:
                self.told.acknowledged += 1
            self.last = token, time.time()

    def ensure_area(self) -> None:
        """Opens the workshop where the page has no text field in hand."""
        if not self.area:
            self.timed("the workshop opened", "workshop", self.view)

    def timed(self, name: str, page: str, query: dict[str, str], words: str = "") -> bool:
        """Whether a page answered as it should. What did not counts as an error that the user saw."""
        begins = time.perf_counter()
        with self.told.guard:
            self.told.asked += 1
        why = ""
        try:
            self.ask(page, query, words)
            self.answered(page)
        except Refused as said:
            why = str(said)
        except (OSError, WebSocketException, httpx.HTTPError, TimeoutError) as error:
            why = f"the connection broke ({type(error).__name__})"
            self.leave()
        with self.told.guard:
            if why:
                self.told.errors[why] += 1
            else:
                self.told.times[name].append(time.perf_counter() - begins)
        return not why

    # -- the page ----------------------------------------------------------------------------------

    def leave(self) -> None:
        with suppress(OSError, WebSocketException):
            self.stack.close()
        self.socket, self.area = None, ""

    def opened(self) -> ClientConnection:
        """The page's connection; made anew, as a browser does, where it broke."""
        if self.socket:
            return self.socket
        self.client.get(f"{self.url}/_stcore/health").raise_for_status()
        port = int(self.url.rpartition(":")[2])
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.client.cookies.jar)
        # Who the cookies name counts only with the token against forged requests beside them.
        token = self.client.cookies.get("_streamlit_xsrf") or ""
        self.socket = self.stack.enter_context(
            connect(
                f"wss://127.0.0.1:{port}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit"), Subprotocol(token)],
                additional_headers={"Cookie": cookies, "Origin": self.url},
                ssl=TRUSTING,
                max_size=None,
                proxy=None,
            )
        )
        return self.socket

    def ask(self, page: str, query: dict[str, str], words: str) -> None:
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = urlencode(query)
        connection = self.opened()
        if words and self.area:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.area, words
        connection.send(message.SerializeToString())

    def answered(self, page: str) -> None:
        """Reads until the run of the page has ended. Raises Refused for what is said in red."""
        assert self.socket
        bad, shown = "", False
        if page != "workshop":
            self.area = ""
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=PATIENCE_S))
            kind = message.WhichOneof("type")
            if kind == "delta":
                bad = self.drawn(message.delta.new_element) or bad
            elif kind == "page_info_changed" and page == "workshop":
                said = parse_qs(message.page_info_changed.query_string)
                self.view = {k: v[0] for k, v in said.items()} or self.view
            elif kind == "navigation":
                there = message.navigation
                names = {p.page_script_hash: p.url_pathname for p in there.app_pages}
                shown = names.get(there.page_script_hash, "") == page
            elif (
                kind == "script_finished"
                and shown
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                break
        if bad:
            raise Refused(bad)

    def drawn(self, element: object) -> str:
        """Takes from an element what the user works with; what it says in red, "" for nothing."""
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        if kind == "text_area":
            area = element.text_area  # type: ignore[attr-defined]
            if area.id != self.area and "ws-text" in area.id:
                self.area, self.words = area.id, self.words or area.default
        if kind == "exception":
            return str(element.exception.message)  # type: ignore[attr-defined]
        body = element.html.body if kind == "html" else ""  # type: ignore[attr-defined]
        if "role='alert'" not in body:
            return ""
        said = " ".join(html.fromstring(body).text_content().split())
        if "показаны такими" in said or "с запуска еще не читал" in said:
            with self.told.guard:
                self.told.seen_late += 1
            return ""
        return said[:110]


# --- The house ------------------------------------------------------------------------------------


@dataclass
class House:
    """The nodes, how each is started again, and their database."""

    url: str
    nodes: dict[str, Server]
    starts: dict[str, tuple[Path, tuple[str, ...], int]]
    cluster: Cluster
    database: str
    issuer: str

    def files_of(self, user: str) -> str:
        """The drafts of a user as the database has them."""
        owner = folder_of(self.issuer, user).name
        with psycopg.connect(self.database, connect_timeout=5) as connection:
            rows = connection.execute(
                "select data from salystyrma.file where owner = %s and room = 'drafts'", (owner,)
            ).fetchall()
        return "".join(bytes(data).decode() for (data,) in rows)


@contextmanager
def a_house(folder: Path, users: list[str]) -> Iterator[House]:
    """Two nodes behind the printed proxy, with a limit of requests that one address of twenty users needs."""
    port, apps = free_port(), {"one": free_port(), "two": free_port()}
    printed = configuration(folder, port, apps)
    for there, here in (
        ("rate=20r/s", "rate=2000r/s"),
        ("salystyrma_open 30;", "salystyrma_open 900;"),
    ):
        assert there in printed
        printed = printed.replace(there, here)
    config = folder / "nginx.conf"
    config.write_text(printed, "utf-8")
    identity.USERS.update({user: user for user in users})
    place = Path(tempfile.mkdtemp(prefix="kb-pg-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        cluster = stack.enter_context(a_cluster(place))
        who = stack.enter_context(identity.provider())
        database = cluster.new()
        nodes, starts = {}, {}
        for name, app in apps.items():
            (folder / name).mkdir()
            path = secrets(folder / name, who, f"https://127.0.0.1:{port}")
            path.write_text(f'{path.read_text()}[database]\nurl = "{database}"\n', "utf-8")
            flags = ("--team", "--secrets", str(path), "--listen", "127.0.0.1")
            starts[name] = folder / name, flags, app
            nodes[name] = stack.enter_context(stopping(started(*starts[name])))
        binary = shutil.which("nginx") or "/usr/sbin/nginx"
        proxy = subprocess.Popen([binary, "-p", str(folder), "-c", str(config)])
        stack.callback(proxy.wait, 20)
        stack.callback(proxy.terminate)
        yield House(f"https://127.0.0.1:{port}", nodes, starts, cluster, database, who.url)


def started(folder: Path, flags: tuple[str, ...], port: int) -> Server:
    """A node; one whose port the killed one still holds for a moment is tried again."""
    for _ in range(20):
        with suppress(AssertionError):
            return start(folder, flags=flags, port=port)
        time.sleep(0.5)
    raise SystemExit("a node does not start")


def work(user: User, until: float, house: House) -> None:
    """What one user does until the end: types, looks, thinks."""
    chance, nth = random.Random(user.name), 0
    while time.monotonic() < until:
        nth += 1
        user.type(nth)
        check(user, house)
        time.sleep(chance.uniform(*THINK_S))
        user.look(chance.choice(list(VIEWS)))
        time.sleep(chance.uniform(*THINK_S))


def check(user: User, house: House) -> None:
    """What was acknowledged last stands in the database, or what the same user typed after it."""
    if user.last is None:
        return
    with suppress(psycopg.Error):
        token, there = user.last[0], house.files_of(user.name)
        later = user.typed[user.typed.index(token) :]
        if not any(each in there for each in later):
            with user.told.guard:
                user.told.lost.append(token)


def trouble(house: House, begins: float, seconds: float) -> None:
    """Kills a node at a third of the time and the database at two thirds; each comes back."""

    def wait(until: float) -> None:
        time.sleep(max(0.0, until - time.monotonic()))

    wait(begins + seconds / 3)
    kill(house.nodes["one"])
    print(f"  {time.monotonic() - begins:5.0f} s  node one is killed", flush=True)
    time.sleep(DOWN_S)
    house.nodes["one"].process = started(*house.starts["one"]).process
    print(f"  {time.monotonic() - begins:5.0f} s  node one answers again", flush=True)
    wait(begins + 2 * seconds / 3)
    house.cluster.stop("immediate")
    print(f"  {time.monotonic() - begins:5.0f} s  the database is killed", flush=True)
    time.sleep(DOWN_S)
    house.cluster.start()
    print(f"  {time.monotonic() - begins:5.0f} s  the database answers again", flush=True)


def report(told: Told, users: int, seconds: float) -> None:
    answered = sum(map(len, told.times.values()))
    print(
        f"{users} users, {seconds / 60:.1f} minutes{'':<18} {'p50':>9}     {'p95':>9}     {'most':>9}     {'runs':>5}"
    )
    for name, times in told.times.items():
        row(name, times)
    print(
        f"  requests {told.asked}, answered {answered}, errors seen by users {sum(told.errors.values())}"
    )
    for why, count in told.errors.most_common():
        print(f"    {count:5d}  {why}")
    print(f"  answers that said the user's things are as last seen: {told.seen_late}")
    print(f"  saves acknowledged {told.acknowledged}, lost {len(told.lost)} {told.lost[:5] or ''}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--users", type=int, default=20)
    arguments.add_argument("--minutes", type=float, default=1.0)
    wanted = arguments.parse_args()
    names = [f"user{n}" for n in range(min(wanted.users, 50))]
    seconds = 60 * min(wanted.minutes, 30)
    with tempfile.TemporaryDirectory() as folder, a_house(Path(folder), names) as house:
        os.environ["SALYSTYRMA_HOME"] = folder
        told = Told()
        users = [
            User(n, house.url, told, httpx.Client(verify=False, follow_redirects=True, timeout=30))
            for n in names
        ]
        for user in users:
            user.log_in()
            user.ensure_area()
            assert user.area, "no text field on the page"
        told.times.clear()
        told.asked = 0
        begins = time.monotonic()
        threads = [
            threading.Thread(target=work, args=(user, begins + seconds, house)) for user in users
        ]
        for thread in threads:
            thread.start()
        trouble(house, begins, seconds)
        for thread in threads:
            thread.join()
        for user in users:
            check(user, house)
            user.leave()
        report(told, len(users), seconds)
        if told.lost or not told.acknowledged:
            raise SystemExit("a save was lost" if told.lost else "nothing was saved")


if __name__ == "__main__":
    main()
