"""The library file in accidents: a kill at any moment, a full disk, two writers at once.

Whatever happens, the last finished library opens and answers, and the next build completes it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.library import Library, LibraryError, Places, file

from .conftest import ROOT, Sandbox
from .running import PATIENCE_S

OLD, NEW = "Маслихат не обладает правами", "Маслихат никогда не обладает правами"


@pytest.fixture
def where(sandbox: Sandbox) -> Places:
    """A library of two acts, already built."""
    return replace(sandbox.places, amendments=())


def change_everything(where: Places, times: int = 1) -> None:
    """Every edition gets another front title, and one law another word."""
    for path in where.corpora[0].glob("*/*.md"):
        text = re.sub(r"^title: ?(.*)$", r"title: \1 ", path.read_text("utf-8"), flags=re.M)
        path.write_text(text.rstrip("\n") + "\n" * (times + 1), "utf-8")
    path = where.corpora[0] / "law-148-2001" / "2026-07-14.md"
    path.write_text(path.read_text("utf-8").replace(OLD, NEW), "utf-8")


def words_of(where: Places) -> str:
    """The point that `change_everything` changes, read past Library: no build is started."""
    connection = sqlite3.connect(where.db)
    rows = connection.execute(
        "select own_text from clauses c join editions e on e.id = c.edition "
        "where e.name = 'law-148-2001@2026-07-14:ru' and steps = 'art_5.pt_8'"
    ).fetchall()
    connection.close()
    return str(rows[0][0])


def sound(where: Places) -> None:
    """The file is whole: SQLite's own check, and the index has a row for each clause it should."""
    connection = sqlite3.connect(where.db)
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    for table in ("words", "heads", "trigrams"):
        connection.execute(f"insert into {table}({table}) values ('integrity-check')")
    orphans = (
        "select count(*) from words where (rowid & 1099511627775) not in (select id from clauses)"
    )
    assert connection.execute(orphans).fetchone() == (0,)
    searched = (
        "select count(*) from clauses where status in ('in_force', 'limited') "
        "and trim(heading || own_text) <> ''"
    )
    indexed = connection.execute("select count(*) from words").fetchone()
    assert connection.execute(searched).fetchone() == indexed
    connection.close()


# --- Killed -------------------------------------------------------------------------------------

BUILD = """
import sys
from pathlib import Path
from kb.library import Library, Places, reading
if __name__ == "__main__":
    reading.PARALLEL_FROM = int(sys.argv[3])
    reading.processes.cores = lambda: 4
    def progress(name, nth, of):
        print(nth, flush=True)
    where = Places((Path(sys.argv[1]),), (), Path(sys.argv[2]))
    print("start", flush=True)
    Library.build(where, progress)
    print("done", flush=True)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "build.py"
    path.write_text(BUILD, "utf-8")
    return path


def started(script: Path, where: Places, parallel_from: int = 64) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(script), str(where.corpora[0]), str(where.db)]
    return subprocess.Popen(
        [*command, str(parallel_from)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.slow
@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_build_killed_after_some_sources(where: Places, script: Path, after: int) -> None:
    change_everything(where)
    process = started(script, where)
    assert process.stdout
    for _ in range(after + 1):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert words_of(where).startswith(OLD)
    sound(where)
    opened, report = Library.build(where)
    assert len(report.built) == len(list(where.corpora[0].glob("*/*.md")))
    assert words_of(where).startswith(NEW)
    assert opened.search("никогда не обладает", act="law-148-2001", language="ru")
    sound(where)


@pytest.mark.slow
def test_a_build_killed_at_any_moment(where: Places, script: Path) -> None:
    """At moments spread over a build, its last write and its commit among them."""
    start = time.perf_counter()
    change_everything(where)
    started(script, where).communicate()
    whole = time.perf_counter() - start
    for nth in range(1, 7):
        change_everything(where, nth + 1)
        process = started(script, where)
        assert process.stdout
        process.stdout.readline()
        time.sleep(whole * nth / 7)
        process.kill()
        process.communicate()
        sound(where)
        assert words_of(where).startswith(NEW)
    assert len(Library.open(where).edition("law-148-2001").index) > 400


@pytest.mark.slow
def test_a_first_build_killed_leaves_nothing_half(where: Places, script: Path) -> None:
    where.db.unlink()
    process = started(script, where)
    assert process.stdout
    for _ in range(5):
        process.stdout.readline()
    process.kill()
    process.communicate()
    Library.open(where).close()
    sound(where)


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(p) for p in found.split()]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_reading_processes_end_with_the_killed_one(where: Places, script: Path) -> None:
    change_everything(where)
    process = started(script, where, parallel_from=2)
    assert process.stdout
    for _ in range(2):
        process.stdout.readline()
    readers = children(process.pid)
    assert len(readers) >= 2
    process.kill()
    process.communicate()
    ends = time.monotonic() + 10
    while any(Path(f"/proc/{p}").exists() for p in readers) and time.monotonic() < ends:
        time.sleep(0.05)
    left = [p for p in readers if Path(f"/proc/{p}/cmdline").exists()]
    left = [p for p in left if Path(f"/proc/{p}/cmdline").read_bytes()]  # a zombie has none
    assert left == []
    assert words_of(where).startswith(OLD)
    sound(where)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_reading_process_loses_nothing(where: Places, script: Path) -> None:
    change_everything(where)
    process = started(script, where, parallel_from=2)
    assert process.stdout
    for _ in range(2):
        process.stdout.readline()
    for reader in children(process.pid):
        os.kill(reader, signal.SIGKILL)
    assert process.communicate(timeout=PATIENCE_S)[0].split()[-1] == b"done"
    assert words_of(where).startswith(NEW)
    sound(where)
    assert Library.build(where)[1].built == ()


# --- A full disk ----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 100 MiB, where the system lets one be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0
    command = ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(folder)]
    if not mounted or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_library(where: Places, small_disk: Path) -> None:
    there = Places(where.corpora, (), small_disk / "library.sqlite")
    Library.open(there).close()
    change_everything(where)
    before = words_of(there)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(b"x" * (free - 100_000))
    with pytest.raises(LibraryError, match="нет места; библиотека осталась прежней"):
        Library.open(there)
    assert words_of(there) == before
    sound_reading(there)
    (small_disk / "filler").unlink()
    Library.open(there).close()
    assert words_of(there).startswith(NEW)
    sound(there)


def sound_reading(where: Places) -> None:
    """SQLite's check alone: on a full disk nothing can be written, not even a question."""
    connection = sqlite3.connect(where.db)
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.slow
def test_a_disk_that_is_full_from_the_first(where: Places, small_disk: Path) -> None:
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(b"x" * (free - 50_000))
    there = Places(where.corpora, (), small_disk / "library.sqlite")
    with pytest.raises(LibraryError, match="нет места"):
        Library.open(there)
    (small_disk / "filler").unlink()
    Library.open(there).close()
    sound(there)


@pytest.mark.slow
@pytest.mark.parametrize("spare", [0, 5, 100, 400])
def test_a_library_that_cannot_grow(
    where: Places, spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where no disk can be mounted: SQLite itself refuses more pages."""
    change_everything(where)
    connect = file.connect

    def limited(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages + spare}")
        return connection

    monkeypatch.setattr(file, "connect", limited)
    try:
        Library.open(where).close()
    except LibraryError as error:
        assert "нет места; библиотека осталась прежней" in str(error)
        assert words_of(where).startswith(OLD)
    else:
        assert words_of(where).startswith(NEW)
    sound(where)
    monkeypatch.undo()
    Library.open(where).close()
    assert words_of(where).startswith(NEW)
    sound(where)


# --- Two at once ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_writers_make_one_library(where: Places, script: Path) -> None:
    change_everything(where)
    both = [started(script, where) for _ in range(2)]
    said = [p.communicate(timeout=PATIENCE_S)[0].split()[-1] for p in both]
    assert said == [b"done", b"done"]
    assert words_of(where).startswith(NEW)
    sound(where)
    assert Library.build(where)[1].built == ()


@pytest.mark.slow
def test_a_reader_during_a_build_sees_the_old_or_the_new(where: Places, script: Path) -> None:
    change_everything(where)
    process = started(script, where)
    seen = set()
    while process.poll() is None:
        seen.add(words_of(where)[: len("Маслихат не")])
    process.communicate()
    seen.add(words_of(where)[: len("Маслихат не")])
    assert seen <= {OLD[: len("Маслихат не")], NEW[: len("Маслихат не")]}
    sound(where)


@pytest.mark.slow
def test_threads_may_search_one_library(where: Places) -> None:
    opened = Library.open(where)
    wanted = [h.address for h in opened.search("маслихат бюджет")]
    results: list[list[str]] = []

    def work() -> None:
        for _ in range(5):
            results.append([h.address for h in opened.search("маслихат бюджет")])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [wanted] * 20
