"""Keeping sheets and packages: nothing lost, nothing written over, hostile files refused in a line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.amendment.package import BadPackage, Package
from kb.disk.files import CannotWrite
from kb.ground.errors import KbError, NotFound
from kb.ground.yaml_file import BadYaml
from kb.library import Library, places
from kb.pages.frame import Frame
from kb.pages.workshop.desk import Desk, save_package
from kb.workshop import bench as workbench
from kb.workshop.bench import BadDraft, Changed
from kb.workshop.sheet import Sheet, blank, changed, grounded, with_typed

from .conftest import ROOT
from .test_workshop import edited


@pytest.fixture
def mine(library: Library) -> Package:
    law = library.edition("law-148-2001", "2026-07-14")
    package = edited(law, "art_11.pt_6", "как правило, ", "")
    return replace(package, id="mine", title="Мой пакет", author="Автор")


# --- Drafts ---------------------------------------------------------------------------------------


def test_a_draft_comes_back_with_its_past_and_what_was_typed(tmp_path: Path, mine: Package) -> None:
    sheet = changed(Sheet(blank(), opened=("mine", "abc")), mine)
    sheet = with_typed(changed(sheet, grounded(mine, "1", "Довод.")), "place", "текст\n🙂\x01")
    draft = workbench.new_draft()
    revision = workbench.keep(tmp_path, draft, sheet, "")
    assert workbench.read_draft(tmp_path, draft) == (sheet, revision)
    assert [(d.id, d.title, d.items) for d in workbench.drafts(tmp_path)] == [
        (draft, "Мой пакет", 1)
    ]
    workbench.drop(tmp_path, draft)
    with pytest.raises(NotFound, match="нет"):
        workbench.read_draft(tmp_path, draft)


def test_a_draft_changed_elsewhere_is_not_written_over(tmp_path: Path, mine: Package) -> None:
    draft = workbench.new_draft()
    first = workbench.keep(tmp_path, draft, Sheet(mine), "")
    theirs = Sheet(grounded(mine, "1", "Чужой довод."))
    second = workbench.keep(tmp_path, draft, theirs, first)
    with pytest.raises(Changed, match="другой вкладке"):
        workbench.keep(tmp_path, draft, Sheet(grounded(mine, "1", "Мой довод.")), first)
    assert workbench.read_draft(tmp_path, draft) == (theirs, second)


def test_the_past_of_a_draft_is_bounded_and_the_package_is_not_cut(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "MAX_DRAFT", 20_000)
    sheet = Sheet(mine)
    for nth in range(40):
        sheet = changed(sheet, grounded(mine, "1", f"{nth} " + "довод " * 100))
    draft = workbench.new_draft()
    workbench.keep(tmp_path, draft, sheet, "")
    again, _ = workbench.read_draft(tmp_path, draft)
    assert again.package == sheet.package
    assert again.past == sheet.past[-len(again.past) :]
    assert 0 < len(again.past) < 40


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "", "ABCDEF012345", "0" * 13])
def test_a_link_that_names_no_draft_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        workbench.read_draft(tmp_path, name)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"package": 1}', b"\xff\xfe", b"[" * 100_000, b"null",
     b'{"package": {"id": "a", "author": "b", "kind": "text", "items": [1]}}'],
)  # fmt: skip
def test_a_spoilt_draft_is_said_to_be_and_stays_out_of_the_list(
    tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "0123456789ab.json").write_bytes(data)
    with pytest.raises(BadDraft, match="поврежден"):
        workbench.read_draft(tmp_path, "0123456789ab")
    assert workbench.drafts(tmp_path) == []


# --- Packages -------------------------------------------------------------------------------------


def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("SALYSTYRMA_HOME", str(home))
    return Library.open(places())


@pytest.mark.slow
def test_a_saved_package_is_seen_by_the_library_and_opened_again(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened(tmp_path, monkeypatch)
    revision = workbench.save(tmp_path, library, mine, "")
    assert workbench.saved(tmp_path, "mine") == (mine, revision)
    assert workbench.own(tmp_path) == ["mine"]
    library = opened(tmp_path, monkeypatch)
    assert library.package("mine") == mine
    later = grounded(mine, "1", "Довод.")
    second = workbench.save(tmp_path, library, later, revision)
    # The tab that still goes on from the first revision is refused.
    with pytest.raises(Changed, match="другой вкладки"):
        workbench.save(tmp_path, library, grounded(mine, "1", "Иной."), revision)
    with pytest.raises(Changed):
        workbench.save(tmp_path, library, mine, "")
    assert workbench.saved(tmp_path, "mine") == (later, second)
    assert opened(tmp_path, monkeypatch).package("mine") == later


@pytest.mark.slow
def test_what_the_library_would_refuse_is_not_saved(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = opened(tmp_path, monkeypatch)
    item = mine.items[0]
    elsewhere = replace(item, target=replace(item.target, act="law-999"))
    for package, says in (
        (replace(mine, id="a/b"), "не подходит"),
        (replace(mine, id="../x"), "не подходит"),
        (replace(mine, id="Ё"), "не подходит"),
        (replace(mine, id="bektibaev-2022"), "встроенным"),
        (replace(mine, title=""), "названия"),
        (replace(mine, author=""), "автора"),
        (replace(mine, items=()), "ни одной поправки"),
        (replace(mine, items=(item, item)), "повторяется"),
        (replace(mine, items=(elsewhere,)), "неизвестен"),
    ):
        with pytest.raises(KbError, match=says) as caught:
            workbench.save(tmp_path, library, package, "")
        assert "\n" not in str(caught.value)
    assert workbench.own(tmp_path) == []
    opened(tmp_path, monkeypatch)


def test_an_exported_file_is_taken_in_equal(mine: Package) -> None:
    assert workbench.taken(workbench.exported(mine).encode(), "f.yaml") == mine


HOSTILE: dict[str, tuple[bytes, str]] = {
    "brackets": (b"[" * 500_000, r"f\.yaml:1: (вложенность|неверный YAML: .*nesting)"),
    "dashes": (b"- " * 500_000, r"f\.yaml:1: (вложенность|неверный YAML: .*nesting)"),
    "aliases": (b"a: &a [x]\nb: [*a, *a]", r"f\.yaml:1: якоря"),
    "laughs": (
        b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in b"bcdefgh"),
        "якоря",
    ),
    "twenty megabytes": (b"# " + b"x" * 20_000_000, "больше 5 МБ"),
    "binary": (b"id: a\x00b", "двоичный"),
    "windows-1251": ("id: а\n".encode("cp1251"), r"f\.yaml:1: не UTF-8"),
    "utf-16": ("id: a\n".encode("utf-16"), "не UTF-8"),
    "no yaml": (b"id: [", "неверный YAML"),
    "python tag": (b"!!python/object/apply:os.system ['true']", "не того вида"),
    "other data": (b"- 1\n- 2\n", "не того вида"),
    "unknown field": (b"id: a\nauthor: b\nkind: text\nsource: {citation: c}\nitems: []\nx: 1", "«x»"),
    "path as id": (b"id: ../a\nauthor: b\nkind: text\nsource: {citation: c}\nitems: []", "по образцу"),
    "number": (b"id: " + b"9" * 9000, r"f\.yaml:1"),
    "empty": (b"", "не того вида"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(name: str) -> None:
    data, says = HOSTILE[name]
    with pytest.raises((BadYaml, BadPackage), match=says) as caught:
        workbench.taken(data, "f.yaml")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


# --- Interrupted, at once, on a full disk -----------------------------------------------------------


KILLED = """
import os, signal, sys
from pathlib import Path
from kb.disk import files
from kb.workshop import bench as workbench
from kb.workshop.sheet import Sheet, blank
from dataclasses import replace

class Cut(type(Path())):
    def replace(self, target):
        os.kill(os.getpid(), signal.SIGKILL)

files.Path = Cut
home = Path(sys.argv[1])
sheet, revision = workbench.read_draft(home, sys.argv[2])
workbench.keep(home, sys.argv[2], Sheet(replace(sheet.package, title="после")), revision)
"""


def test_a_kill_between_writing_and_renaming_loses_nothing(tmp_path: Path, mine: Package) -> None:
    draft = workbench.new_draft()
    revision = workbench.keep(tmp_path, draft, Sheet(mine), "")
    cut = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), draft],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert cut.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "drafts").iterdir())) == 3  # draft, lock, what was cut off
    assert workbench.read_draft(tmp_path, draft) == (Sheet(mine), revision)
    later = Sheet(replace(mine, title="позже"))
    workbench.keep(tmp_path, draft, later, revision)
    assert workbench.read_draft(tmp_path, draft)[0] == later
    names = {p.name for p in (tmp_path / "drafts").iterdir()}
    assert names == {f"{draft}.json", ".lock"}


CUT_SAVE = """
import os, signal, sys
from pathlib import Path
from kb.workshop import bench as workbench
from kb.library import Library, places
from kb.pages.frame import Frame
from kb.pages.workshop.desk import Desk, save_package
from kb.pages.frame import Frame
from kb.pages.workshop.desk import Desk, save_package

save = workbench.save

def cut(*values):
    save(*values)
    os.kill(os.getpid(), signal.SIGKILL)

workbench.save = cut
home = Path(sys.argv[1])
sheet, revision = workbench.read_draft(home, sys.argv[2])
frame = Frame(Library.open(places()), "ru")
save_package(frame, Desk(home, sys.argv[2], sheet, revision), sheet.package)
"""


@pytest.fixture
def cut_save(tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch) -> tuple[Frame, Desk]:
    """The desk of a draft whose first save was killed after the package file was written."""
    frame = Frame(opened(tmp_path, monkeypatch), "ru")
    draft = workbench.new_draft()
    workbench.keep(tmp_path, draft, Sheet(mine), "")
    killed = subprocess.run(
        [sys.executable, "-c", CUT_SAVE, str(tmp_path), draft],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert workbench.saved(tmp_path, "mine")[0] == mine
    sheet, revision = workbench.read_draft(tmp_path, draft)
    assert sheet.opened == ("", "")
    return frame, Desk(tmp_path, draft, sheet, revision)


@pytest.mark.slow
def test_a_save_cut_before_its_draft_is_known_as_its_own(
    cut_save: tuple[Frame, Desk], mine: Package
) -> None:
    frame, here = cut_save
    later = grounded(mine, "1", "Довод.")
    save_package(frame, here, later)
    assert not here.rival
    assert here.clash is None
    written, revision = workbench.saved(here.home, "mine")
    assert written == later
    assert workbench.read_draft(here.home, here.id)[0].opened == ("mine", revision)


@pytest.mark.slow
def test_a_name_that_is_refused_first_spoils_no_later_save(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = Frame(opened(tmp_path, monkeypatch), "ru")
    here = Desk(tmp_path, workbench.new_draft(), Sheet(mine))
    with pytest.raises(BadPackage, match="не подходит"):
        save_package(frame, here, replace(mine, id="a/b"))
    save_package(frame, here, mine)
    assert here.sheet.opened[0] == "mine"


@pytest.mark.slow
def test_another_file_found_after_a_cut_save_is_still_another_tabs(
    cut_save: tuple[Frame, Desk], mine: Package
) -> None:
    frame, here = cut_save
    theirs = grounded(mine, "1", "Чужой довод.")
    workbench.save(here.home, frame.library, theirs, workbench.saved(here.home, "mine")[1])
    save_package(frame, here, grounded(mine, "1", "Мой довод."))
    assert here.rival
    assert workbench.saved(here.home, "mine")[0] == theirs


@pytest.mark.slow
def test_a_draft_read_in_the_middle_of_a_save_is_caught_up_with(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page reloaded while its save still runs: the work is the same, only the file's state moved."""
    frame = Frame(opened(tmp_path, monkeypatch), "ru")
    draft = workbench.new_draft()
    first = workbench.keep(tmp_path, draft, Sheet(mine), "")
    left, reloaded = (Desk(tmp_path, draft, Sheet(mine), first) for _ in range(2))
    save_package(frame, left, mine)
    save_package(frame, reloaded, grounded(mine, "1", "Довод."))
    assert reloaded.clash is None
    assert not reloaded.rival
    assert workbench.saved(tmp_path, "mine")[0].items[0].grounds == "Довод."
    # The page left behind now holds other work than the draft: that is a clash, as before.
    left.put(lambda sheet: changed(sheet, grounded(mine, "1", "Иной.")))
    assert left.clash is not None


def test_of_many_that_save_at_once_from_one_revision_one_wins(
    tmp_path: Path, mine: Package
) -> None:
    draft = workbench.new_draft()
    first = workbench.keep(tmp_path, draft, Sheet(mine), "")
    won: list[str] = []
    lost: list[str] = []

    def writer(nth: int) -> None:
        title = f"Писатель {nth}"
        try:
            workbench.keep(tmp_path, draft, Sheet(replace(mine, title=title)), first)
            won.append(title)
        except Changed:
            lost.append(title)

    threads = [threading.Thread(target=writer, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(lost) == 7
    assert workbench.read_draft(tmp_path, draft)[0].package.title == won[0]


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "drafts").write_text("не папка")
    with pytest.raises(CannotWrite, match="не пишется"):
        workbench.keep(tmp_path, workbench.new_draft(), Sheet(mine), "")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    real: Callable[..., object] = Path.replace
    (tmp_path / "drafts").unlink()
    draft = workbench.new_draft()
    revision = workbench.keep(tmp_path, draft, Sheet(mine), "")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWrite, match="не записан"):
        workbench.keep(tmp_path, draft, Sheet(replace(mine, title="позже")), revision)
    monkeypatch.setattr(Path, "replace", real)
    assert workbench.read_draft(tmp_path, draft) == (Sheet(mine), revision)


def test_a_change_that_was_not_kept_is_tried_again_with_the_next_run(
    tmp_path: Path, mine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever read «не сохранено» and goes on elsewhere on the page must not believe it is saved since."""
    here = Desk(tmp_path, workbench.new_draft(), Sheet(blank()))

    def full(*_: object) -> str:
        raise CannotWrite("места нет")

    with monkeypatch.context() as patch:
        patch.setattr(workbench, "keep", full)
        for _ in range(2):
            with pytest.raises(CannotWrite):
                here.put(lambda _: Sheet(mine))
    here.put(lambda _: Sheet(mine))
    assert workbench.read_draft(tmp_path, here.id)[0] == Sheet(mine)
