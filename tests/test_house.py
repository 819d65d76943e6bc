"""Several machines serve one team: what one node has saved every node has, whatever dies in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pytest

from kb.disk import keeper, places
from kb.disk.files import CannotWrite
from kb.disk.lock import locked
from kb.house import joining, keeping, steps, store
from kb.house.joining import OtherSources
from kb.house.keeping import House, NotKept
from kb.house.mirror import Mirror
from kb.house.steps import BadDatabase
from kb.house.store import Store
from kb.intake.take import listed, remove
from kb.library import Places
from kb.library import places as library_places
from kb.technique import dismissed
from kb.technique.finding import Finding
from kb.workshop import bench
from kb.workshop.bench import Changed
from kb.workshop.sheet import Sheet, blank, with_typed

from .bringing import bring
from .conftest import SMALL_TEXT
from .postgres import Cluster, a_cluster, program, run
from .running import ROOT, Kb, check_error
from .test_technique_dismissed import ONE

pytestmark = [pytest.mark.office, pytest.mark.slow]

SAME = "the same sources"
DRAFT = "0123456789ab"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="kb-pg-"))
    try:
        with a_cluster(folder) as running:
            yield running
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """A database that a first node has joined; the cluster runs again after a test that stops it."""
    url = cluster.new()
    with store.connected(url) as connection:
        steps.bring_up_to_date(connection)
        store.first_sources(connection, SAME, "0")
    yield url
    if not cluster.running():
        cluster.start()


@dataclass
class Node:
    """A node of the house with a disk of its own; `working` makes this process be it."""

    home: Path
    url: str

    def __post_init__(self) -> None:
        self.home.mkdir(exist_ok=True)
        self.restart()

    def restart(self) -> None:
        self.house = House(Store(self.url), lambda: SAME)

    @property
    def user(self) -> Path:
        return self.home / "users" / ("a" * 32)

    @contextmanager
    def working(self) -> Iterator[Path]:
        """The folder of the user, as a page at this node is given it."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(places.HOME, str(self.home))
            patch.setenv(places.TEAM, "1")
            keeper.appoint(self.house)
            try:
                with places.working_in(self.user):
                    yield places.user_folder()
            finally:
                keeper.appoint(None)


@pytest.fixture
def nodes(tmp_path: Path, url: str) -> tuple[Node, Node]:
    return Node(tmp_path / "one", url), Node(tmp_path / "two", url)


def typed(words: str) -> Sheet:
    return with_typed(Sheet(blank()), "place", words)


def kept(node: Node, words: str, revision: str = "") -> str:
    with node.working() as home:
        return bench.keep(home, DRAFT, typed(words), revision)


def read(node: Node) -> str:
    with node.working() as home:
        return bench.read_draft(home, DRAFT)[0].pending[0][1]


# --- What one has saved all have ------------------------------------------------------------------


def test_what_is_saved_at_one_node_stands_at_the_other(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    revision = kept(one, "первое")
    assert read(two) == "первое"
    revision = kept(two, "второе", revision)
    assert read(one) == "второе"
    with pytest.raises(Changed):  # the revision is the same thing on every node
        kept(one, "вслепую", "0" * 16)
    with one.working() as home:
        bench.drop(home, DRAFT)
    with two.working() as home:
        assert bench.drafts(home) == []


def test_an_act_brought_in_and_removed_is_so_everywhere(
    nodes: tuple[Node, Node], tmp_path: Path
) -> None:
    one, two = nodes
    file = tmp_path / "act.md"
    file.write_text(SMALL_TEXT, "utf-8")
    with one.working() as home:
        bring(str(file), home, as_="own")
    with two.working() as home:
        assert [a["act"] for a in listed(home / "corpus")] == ["own"]
        there = sorted(p.name for p in (home / "corpus").rglob("*") if p.is_file())
        assert there == [".lock", "2020-01-01.md", "acts.yaml"]
        remove("own", home / "corpus", ())
    with one.working() as home:
        assert listed(home / "corpus") == []
        assert not (home / "corpus" / "own").exists()


def test_the_draft_written_last_comes_first_at_every_node(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    with one.working() as home:
        for draft in ("a" * 12, "b" * 12, "a" * 12):
            there = home / "drafts" / f"{draft}.json"
            revision = bench.read_draft(home, draft)[1] if there.exists() else ""
            bench.keep(home, draft, typed(f"{draft} {revision}"), revision)
            time.sleep(0.01)
    with two.working() as home:
        assert [d.id[0] for d in bench.drafts(home)] == ["a", "b"]


def test_one_users_things_are_no_others(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    kept(one, "мое")
    other = two.home / "users" / ("b" * 32)
    with two.working(), places.working_in(other):
        assert bench.drafts(places.user_folder()) == []


def test_what_a_user_had_before_the_house_is_taken_in(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    (one.user / "drafts").mkdir(parents=True)
    bench.keep(one.user, DRAFT, typed("до базы"), "")
    with one.working():
        pass
    assert read(two) == "до базы"
    # Where the house has others, those that were there are laid aside and not thrown away.
    third = Node(two.home.parent / "three", two.url)
    bench.keep(third.user, "f" * 12, typed("тоже до базы"), "")
    assert read(third) == "до базы"
    (aside,) = (third.user / "aside").rglob("*.json")
    assert "тоже до базы" in aside.read_text("utf-8")


# --- Many at once ---------------------------------------------------------------------------------

SAVER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from kb.disk import keeper, places
from kb.house.keeping import House
from kb.house.store import Store
from kb.technique import dismissed
from kb.technique.finding import Finding
from tests.test_house import SAME, finding
keeper.appoint(House(Store({url!r}), lambda: SAME))
with places.working_in(Path({user!r})):
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range({times}):
        dismissed.dismiss("mine", [finding(f"{name} {{n}}")], "проверено", "2026-01-01")
"""


def finding(words: str) -> Finding:
    return replace(ONE, words=words)


def process_of(node: Node, code: str) -> subprocess.Popen[str]:
    """A process that is this node, waiting for a line before it begins."""
    environment = {**os.environ, places.HOME: str(node.home), places.TEAM: "1"}
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdin=pipe, stdout=pipe, text=True
    )
    assert started.stdout
    assert started.stdout.readline() == "ready\n"
    return started


def test_nodes_that_save_at_once_lose_nothing(nodes: tuple[Node, Node]) -> None:
    """Each save reads the list, adds to it and writes it: what is read too early is lost."""
    times = 25
    names = ("первый", "второй", "третий")
    running = [
        process_of(
            node,
            SAVER.format(root=str(ROOT), url=node.url, user=str(node.user), times=times, name=name),
        )
        for node, name in zip((*nodes, nodes[0]), names, strict=True)
    ]
    for each in running:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    for each in running:
        each.communicate(timeout=120)
    assert [each.returncode for each in running] == [0, 0, 0]
    with nodes[1].working():
        words = [d.words for d in dismissed.load("mine")]
    assert sorted(words) == sorted(f"{name} {n}" for name in names for n in range(times))


def test_a_folder_that_another_node_holds_is_busy(
    nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = nodes
    monkeypatch.setattr(store, "_OPTIONS", "-c lock_timeout=200ms")
    with psycopg.connect(one.url) as other:
        store.taken(other, store.Place(two.user.name, "drafts"))
        with pytest.raises(NotKept, match="не сохранено: эту папку меняет другой узел"):
            kept(two, "мое")
        other.rollback()
    kept(two, "мое")
    assert read(one) == "мое"


# --- Whatever dies in the middle ------------------------------------------------------------------

KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from kb.disk import keeper, places
from kb.house import keeping, store
from kb.house.keeping import House
from kb.house.mirror import Mirror
from kb.house.store import Store
from kb.workshop import bench
from tests.test_house import DRAFT, SAME, typed
keeper.appoint(House(Store({url!r}), lambda: SAME))

def stands_still(*_):
    print("ready", flush=True)
    time.sleep(600)

{where} = stands_still
with places.working_in(Path({user!r})):
    home = places.user_folder()
    bench.keep(home, DRAFT, typed("второе"), bench.read_draft(home, DRAFT)[1])
"""


@pytest.mark.parametrize(("where", "stands"), [("store.save", "первое"), ("Mirror.note", "второе")])
def test_a_node_killed_in_the_middle_of_a_save(
    nodes: tuple[Node, Node], where: str, stands: str
) -> None:
    """Before the commit nothing of it stands anywhere, after it all of it."""
    one, two = nodes
    kept(one, "первое")
    code = KILLED.format(root=str(ROOT), url=one.url, user=str(one.user), where=where)
    killed = process_of(one, code)
    assert "второе" in (one.user / "drafts" / f"{DRAFT}.json").read_text("utf-8")
    killed.kill()
    killed.wait(20)
    assert read(two) == stands  # which waits for nobody
    assert kept(two, "третье", revision_at(two))
    one.restart()
    assert read(one) == "третье"


def revision_at(node: Node) -> str:
    with node.working() as home:
        return bench.read_draft(home, DRAFT)[1]


def test_what_a_killed_node_left_is_undone_without_the_database(
    nodes: tuple[Node, Node], cluster: Cluster
) -> None:
    one, _ = nodes
    kept(one, "первое")
    code = KILLED.format(root=str(ROOT), url=one.url, user=str(one.user), where="store.save")
    killed = process_of(one, code)
    cluster.stop("immediate")
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(20)
    one.restart()
    assert read(one) == "первое"
    with one.working():
        remark = keeper.keeper().remark(one.user)
    assert remark
    assert "с запуска еще не читал" in remark


def test_the_database_stopped_in_the_middle_of_a_save(
    nodes: tuple[Node, Node], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = nodes
    revision = kept(one, "первое")
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.3)
    with one.working() as home:
        with pytest.raises(NotKept, match=r"^не сохранено: "), locked(home / "drafts"):
            (home / "drafts" / f"{DRAFT}.json").write_text("{}", "utf-8")
            cluster.stop("immediate")
        # What this node has seen last is shown, and said to be no more than that.
        places.user_folder()
        assert "показаны такими" in str(keeper.keeper().remark(one.user))
    assert read(one) == "первое"
    with pytest.raises(NotKept, match="база данных не отвечает; повторите"):
        kept(one, "второе", revision)
    cluster.start()
    assert kept(one, "второе", revision)
    assert read(two) == "второе"
    with one.working():
        assert keeper.keeper().remark(one.user) is None


@pytest.mark.parametrize("committed", [True, False])
def test_a_connection_that_breaks_in_the_commit(
    nodes: tuple[Node, Node], cluster: Cluster, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    """Nobody was told what became of it: the database is asked, and what it says is what the user hears."""
    one, two = nodes
    revision = kept(one, "первое")
    break_in_commit(monkeypatch, cluster, committed=committed)
    if committed:
        kept(one, "второе", revision)
    else:
        with pytest.raises(NotKept, match=r"^не сохранено: "):
            kept(one, "второе", revision)
    monkeypatch.undo()
    assert read(one) == read(two) == ("второе" if committed else "первое")


def break_in_commit(
    monkeypatch: pytest.MonkeyPatch, cluster: Cluster, *, committed: bool, then: str = ""
) -> None:
    """The next save loses its connection where it commits: after the commit, or before it."""
    save = store.save

    def saved(connection: Any, *rest: Any) -> None:
        save(connection, *rest)
        if committed:
            connection.execute("commit")
        pid = connection.info.backend_pid
        if then:
            cluster.stop(then)
        else:
            cluster.ask(f"select pg_terminate_backend({pid}, 5000)")

    monkeypatch.setattr(store, "save", saved)


def test_where_nobody_can_tell_whether_it_was_saved_this_is_said(
    nodes: tuple[Node, Node], cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = nodes
    revision = kept(one, "первое")
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.3)
    monkeypatch.setattr(store, "REST_S", 0.0)
    break_in_commit(monkeypatch, cluster, committed=True, then="immediate")
    with pytest.raises(NotKept, match="не известно, сохранено ли"):
        kept(one, "второе", revision)
    monkeypatch.undo()
    cluster.start()
    assert read(one) == read(two) == "второе"  # it was: here it stands


def test_a_database_that_restarts_is_waited_for(nodes: tuple[Node, Node], cluster: Cluster) -> None:
    """A save that has not begun yet may begin a little later."""
    one, _ = nodes
    revision = kept(one, "первое")
    cluster.stop("fast")
    starting = Timer(1.0, cluster.start)
    starting.start()
    kept(one, "второе", revision)
    starting.join()
    assert read(one) == "второе"


def test_a_disk_that_is_full_after_the_commit_loses_nothing(
    nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = nodes
    revision = kept(one, "первое")

    def full(*_: object) -> None:
        raise CannotWrite("места нет")

    monkeypatch.setattr(Mirror, "note", full)
    kept(one, "второе", revision)
    monkeypatch.undo()
    assert read(two) == read(one) == "второе"


def test_a_database_that_only_reads_says_so(nodes: tuple[Node, Node], cluster: Cluster) -> None:
    one, _ = nodes
    revision = kept(one, "первое")
    name = one.url.split("///")[1].split("?")[0]
    cluster.ask(f"alter database {name} set default_transaction_read_only = on")
    one.restart()
    with pytest.raises(NotKept, match="только читается"):
        kept(one, "второе", revision)
    assert read(one) == "первое"


# --- The steps of the database --------------------------------------------------------------------


def look(url: str) -> None:
    with store.connected(url) as connection:
        steps.bring_up_to_date(connection)


def test_a_database_of_an_earlier_program_is_brought_up_to_date(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = cluster.new()
    monkeypatch.setattr(steps, "STEPS", steps.STEPS[:1])
    monkeypatch.setattr(steps, "_ASKED", steps._ASKED[:2])
    look(url)
    monkeypatch.undo()
    look(url)
    assert cluster.ask("select number from salystyrma.step order by 1", url) == [(1,), (2,)]


def test_a_step_that_was_killed_half_way_is_made_anew(cluster: Cluster) -> None:
    url = cluster.new()
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from kb.house import steps, store\n"
        "steps.STEPS = ((steps.STEPS[0][0], steps.STEPS[0][1] + '; select pg_sleep(600)'),)\n"
        "print('ready', flush=True)\n"
        f"steps.bring_up_to_date(store.connected({url!r}))\n"
    )
    killed = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
    until = time.monotonic() + 60
    while cluster.ask(asleep) == [(0,)] and time.monotonic() < until:
        time.sleep(0.05)
    killed.kill()
    killed.communicate()
    cluster.ask(
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'"
    )
    look(url)
    assert cluster.ask("select count(*) from salystyrma.step", url) == [(len(steps.STEPS),)]


def test_tables_of_another_make_are_refused_and_let_alone(cluster: Cluster) -> None:
    half = cluster.new()
    cluster.ask("create schema salystyrma create table folder (owner text)", half)
    with pytest.raises(BadDatabase, match=r"шаг 1 .* не сделан \(такая таблица уже есть\)"):
        look(half)
    assert cluster.ask("select count(*) from pg_tables where schemaname = 'salystyrma'", half) == [
        (2,)
    ]
    spoilt = cluster.new()
    look(spoilt)
    cluster.ask("alter table salystyrma.file drop column sha", spoilt)
    with pytest.raises(BadDatabase, match="таблицы базы данных – не те"):
        look(spoilt)
    cluster.ask("update salystyrma.step set name = 'another' where number = 2", spoilt)
    with pytest.raises(BadDatabase, match="шаг 2 в ней не тот"):
        look(spoilt)


def test_a_newer_database_and_an_older_postgres_are_refused_in_a_line(
    kb: Kb, url: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, user_home: Path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(steps, "LEAST", 99)
        check_error(kb("house", "--database", url), "слишком стар", "99 или новее")
    cluster.ask("insert into salystyrma.step values (3, 'of the future')", url)
    check_error(
        kb("house", "--database", url), "более новой программой (шагов 3, здесь известно 2)"
    )


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql:///none?host={socket}&user=kb", "does not exist"),
        ("postgresql:///kb?host=/nowhere&user=kb", "не открывается"),
        ("postgresql://kb:geheim@/kb?host={socket}", "пароль базы данных в строке запуска"),
        ("geheim", "адрес базы данных не читается"),
        ("", "база данных не названа"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_in_a_line(
    kb: Kb, cluster: Cluster, address: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SALYSTYRMA_SECRETS", raising=False)
    result = kb("house", "--database", address.format(socket=cluster.folder))
    check_error(result, says)
    assert "geheim" not in result.err


# --- The sources of the nodes ---------------------------------------------------------------------


def test_a_node_with_other_sources_is_refused_and_says_so(
    kb: Kb, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = cluster.new()
    monkeypatch.setenv(places.HOME, str(tmp_path / "one"))
    assert kb("house", "--database", url).code == 0
    monkeypatch.setenv(places.HOME, str(tmp_path / "two"))
    told = kb("house", "--database", url, "--json").json
    assert told["same"]  # the same sources, wherever they lie
    (tmp_path / "two" / "amendments").mkdir(parents=True)
    package = (ROOT / "amendments" / "bektibaev-2022.yaml").read_text("utf-8")
    more = tmp_path / "two" / "amendments" / "more.yaml"
    more.write_text(package.replace("bektibaev-2022", "more", 1), "utf-8")
    assert kb("house", "--database", url).code == 1
    with pytest.raises(OtherSources, match="не смешивают"):
        joining.check(url, places_here())
    # Moved to by the administrator, the house has the other node refused, at its very next question.
    assert kb("house", "--database", url, "--adopt").code == 0
    joining.check(url, places_here())
    monkeypatch.setenv(places.HOME, str(tmp_path / "one"))
    with pytest.raises(OtherSources):
        joining.check(url, places_here())


def places_here() -> Places:
    return library_places(user=places.home())


def test_a_node_whose_sources_change_while_it_runs_stops_keeping(nodes: tuple[Node, Node]) -> None:
    one, _ = nodes
    revision = kept(one, "первое")
    one.house._name = lambda: "others now"
    with pytest.raises(OtherSources, match="не смешивают"):
        kept(one, "второе", revision)


# --- Backup and restore ---------------------------------------------------------------------------


def test_a_backup_of_postgresql_brings_everything_back(
    nodes: tuple[Node, Node], cluster: Cluster
) -> None:
    one, _ = nodes
    revision = kept(one, "в копии")
    dump = str(cluster.folder / "house.dump")
    run(program("pg_dump"), "--format=custom", "--schema=salystyrma", f"--file={dump}", one.url)
    kept(one, "после копии", revision)
    restored = cluster.new()
    run(
        program("pg_restore"),
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={restored}",
        dump,
    )
    look(restored)
    fresh = Node(one.home.parent / "fresh", restored)
    assert read(fresh) == "в копии"
    # The disk of a node that had seen more follows the database it is given.
    again = Node(one.home, restored)
    assert read(again) == "в копии"
    kept(again, "дальше", revision)
    assert read(fresh) == "дальше"
