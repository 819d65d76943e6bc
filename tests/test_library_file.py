"""The library file: killed builds, two builds, locked, read-only, another program's."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kb.library import Library, LibraryError, Places, file

from .conftest import CORPUS, ROOT, SMALL_ACTS, SMALL_TEXT, Sandbox
from .libraries import build, dump, replace_in

INTERRUPTED = """
import sys, time
from pathlib import Path
from kb.library import corpus
from kb.library import Library, Places

read, count = corpus.read_edition, 0

def slow(*given):
    global count
    count += 1
    if count == 2:
        print("in the middle", flush=True)
        time.sleep(60)
    return read(*given)

corpus.read_edition = slow
Library.build(Places((Path(sys.argv[1]),), (), Path(sys.argv[2])))
"""


@pytest.mark.slow
def test_a_killed_build_leaves_the_old_library(sandbox: Sandbox) -> None:
    build(sandbox)
    before = dump(sandbox.db)
    for date in ("2022-02-07", "2023-01-01", "2026-07-01"):
        path = sandbox.corpus / "elections-1995" / f"{date}.md"
        replace_in(path, "1. Основанием", "1. Единственным основанием")
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(sandbox.corpus), str(sandbox.db)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"in the middle\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert dump(sandbox.db) == before
    assert len(build(sandbox)) == 3
    _, clause = sandbox.open().find("elections-1995@2022-02-07/art_101.pt_1")
    assert clause.own_text.startswith("Единственным")


@pytest.mark.slow
def test_two_builds_at_once_make_one_library(sandbox: Sandbox) -> None:
    command = [
        *(sys.executable, "-m", "kb", "--corpus", str(sandbox.corpus)),
        *("--amendments", str(sandbox.amendments), "--db", str(sandbox.db), "build", "--json"),
    ]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
        for _ in range(2)
    ]
    results = [process.communicate(timeout=60) for process in both]
    assert [p.returncode for p in both] == [0, 0], results
    assert build(sandbox) == ()
    assert len(sandbox.open().edition("law-148-2001").index) > 400


@pytest.mark.slow
def test_a_locked_library_is_reported(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    build(sandbox)
    monkeypatch.setattr(file, "WAIT_S", 0.2)
    other = sqlite3.connect(sandbox.db, isolation_level=None)
    other.execute("begin exclusive")
    with pytest.raises(LibraryError, match=r"library\.sqlite: библиотека занята"):
        build(sandbox)
    other.execute("rollback")
    other.close()
    assert build(sandbox) == ()


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that an ordinary user may read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@contextmanager
def ordinary() -> Iterator[None]:
    """The rights of an ordinary user for a while: root may write anywhere.

    They are given back before the test ends: what measures coverage writes its file after it.
    """
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(os.getuid())


def test_a_read_only_library_serves_until_its_sources_change(readable: Path) -> None:
    texts = readable / "corpus"
    (texts / "small").mkdir(parents=True)
    (texts / "acts.yaml").write_text(SMALL_ACTS, "utf-8")
    (texts / "small" / "2020-01-01.md").write_text(SMALL_TEXT, "utf-8")
    where = Places((texts,), (), readable / "library.sqlite")
    Library.open(where).close()
    where.db.chmod(0o444)
    changed = SMALL_TEXT.replace("бессрочно", "год")
    readable.chmod(0o555)
    with ordinary():
        opened = Library.open(where)
        assert opened.find("small/art_2")[1].own_text == "Закон действует бессрочно."
        opened.close()
    (texts / "small" / "2020-01-01.md").write_text(changed, "utf-8")
    with (
        ordinary(),
        pytest.raises(LibraryError, match="только для чтения, а источники изменились"),
    ):
        Library.open(where)


def test_a_folder_that_cannot_be_made_is_reported(readable: Path) -> None:
    readable.chmod(0o555)
    with ordinary(), pytest.raises(LibraryError, match="папка библиотеки не создается"):
        Library.open(Places((CORPUS,), (), readable / "new" / "library.sqlite"))


def test_a_library_of_another_version_is_refused(small: Sandbox) -> None:
    build(small)
    connection = sqlite3.connect(small.db)
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(LibraryError, match=rf"другой версии \(99, нужна {file.SCHEMA}\)"):
        build(small)


def test_a_database_of_another_program_is_left_alone(small: Sandbox) -> None:
    connection = sqlite3.connect(small.db)
    connection.execute("create table mine (x)")
    connection.close()
    before = small.db.read_bytes()
    with pytest.raises(LibraryError, match="не библиотека Salystyrma"):
        build(small)
    assert small.db.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but a text of some length" * 40])
def test_a_file_that_is_no_database_is_left_alone(small: Sandbox, content: bytes) -> None:
    small.db.write_bytes(content)
    with pytest.raises(LibraryError, match="не файл библиотеки"):
        build(small)
    assert small.db.read_bytes() == content


def test_a_folder_in_the_place_of_the_library_is_reported(small: Sandbox) -> None:
    small.db.mkdir()
    with pytest.raises(LibraryError, match="файл не открывается"):
        build(small)


TAMPERED = {
    "a clause": "update clauses set own_text = replace(own_text, 'один', 'три ')",
    "a clause's status": "update clauses set status = 'excluded' where position = 3",
    "a clause gone": "delete from clauses where position = 3",
    "an edition": "update editions set data = replace(data, 'title', 'titre')",
    "an act": "update acts set data = replace(data, '2020', '2021')",
    "not UTF-8": "update clauses set own_text = cast(x'ff' || own_text as text) where position = 3",
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_a_byte_changed_on_disk_is_never_shown(small: Sandbox, change: str) -> None:
    where = Places((small.corpus,), (small.amendments,), small.db)
    with closing(Library.open(where)) as library:
        true = library.find("small/art_1")
    with closing(sqlite3.connect(small.db)) as connection, connection:
        assert connection.execute(change).rowcount
    with closing(Library.open(where)) as library:
        with pytest.raises(LibraryError, match="построена заново"):
            library.find("small/art_1")
        assert library.find("small/art_1") == true
    with closing(Library.open(where)) as library:
        assert library.find("small/art_1") == true
        assert library.search("один")


def test_a_changed_clause_is_not_found_by_search(small: Sandbox) -> None:
    where = Places((small.corpus,), (small.amendments,), small.db)
    with closing(Library.open(where)) as library:
        true = library.search("один")
        with closing(sqlite3.connect(small.db)) as connection, connection:
            connection.execute(TAMPERED["a clause"])
        with pytest.raises(LibraryError, match="построена заново"):
            library.search("один")
        assert library.search("один") == true


# What a search or a list would answer falsely without a word, or not at all.
UNSEEN = {
    "the words of the index": "update words_data set block = cast(substr(block, 1, 40) || x'01' || substr(block, 42) as blob)",
    "a row of the index": "delete from words_content where id = (select max(id) from words_content)",
    "the words kept for the eye": "update words_content set c0 = replace(c0, 'один', 'одна')",
    "the day": "update days set edition = null",
    "the place of an edition": "update editions set rank = rank + 1",
    "whose a clause is": "update clauses set edition = edition + 1 where own_text like '%один%'",
    "an act gone": "delete from acts",
    "the tables": "drop index forms_by_plain",
}


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_a_spoilt_index_finds_nothing_false(small: Sandbox, change: str) -> None:
    where = Places((small.corpus,), (small.amendments,), small.db)
    with closing(Library.open(where)) as library:
        true = library.search("один"), library.look("один", on="2020-06-01"), dict(library.acts)
    with closing(sqlite3.connect(small.db)) as connection, connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute(change)
        assert change.startswith("drop") or connection.total_changes
    with closing(Library.open(where)) as library:
        try:
            library.search("один")
        except LibraryError as error:
            assert "построена заново" in str(error)
        found = library.search("один"), library.look("один", on="2020-06-01"), dict(library.acts)
        assert found == true
    with closing(Library.open(where)) as library:
        assert library.search("один") == true[0]


def test_a_build_looks_at_every_row(small: Sandbox) -> None:
    where = Places((small.corpus,), (small.amendments,), small.db)
    with closing(Library.open(where)) as library:
        true = library.find("small/art_1")
    for change in (*TAMPERED.values(), *UNSEEN.values()):
        with closing(sqlite3.connect(small.db)) as connection:
            connection.execute(change)
            connection.commit()
        opened, report = Library.build(where, thorough=True)
        with closing(opened):
            assert report.damaged and report.built, change
            assert opened.find("small/art_1") == true
    opened, report = Library.build(where, thorough=True)
    opened.close()
    assert not report.damaged and not report.built


@pytest.mark.slow
def test_flipped_bits_are_told_or_do_not_matter(small: Sandbox) -> None:
    """Wherever a bit is flipped, each answer is the true one, or a refusal that is the true one next."""
    where = Places((small.corpus,), (small.amendments,), small.db)
    questions = (
        lambda library: library.find("small/art_1"),
        lambda library: library.search("один"),
        lambda library: library.search("жираф"),
        lambda library: library.look("бессрочно", on="2020-06-01"),
        lambda library: dict(library.acts),
        lambda library: library.packages(),
    )
    with closing(Library.open(where)) as library:
        true = [question(library) for question in questions]
    whole = small.db.read_bytes()
    chance = random.Random(20)
    used = [at for at, byte in enumerate(whole) if byte]
    for _ in range(40):
        spoilt = bytearray(whole)
        for at in chance.sample(used, chance.choice((1, 1, 20))):
            spoilt[at] ^= 1 << chance.randrange(8)
        small.db.write_bytes(spoilt)
        try:
            opened = Library.open(where)
        except LibraryError:
            opened = None
            small.db.write_bytes(whole)
        if opened is None:
            continue
        with closing(opened) as library:
            for question, answer in zip(questions, true, strict=True):
                try:
                    given = question(library)
                except LibraryError:
                    given = question(library)
                assert given == answer
