"""A whole bank from a clone: cut off and gone on with, one bad act beside the good, progress, the sum."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb.cli import going
from kb.cli import intake as command
from kb.ground import processes
from kb.intake import take as taking
from kb.intake.sources import gives
from kb.read import git

from . import shapes
from .bringing import LAW, bring, files, run
from .conftest import CORPUS

ACTS = 3
EDITIONS = 2


def bank(folder: Path, acts: int = ACTS) -> Path:
    """A clone of small acts, a commit for each edition."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    commands = []
    for nth in range(acts):
        for edition in range(EDITIONS):
            day = f"20{10 + edition}-01-0{1 + nth % 9}"
            meta = shapes.meta({"rus": day}, title=f"О предмете {nth}")
            text = LAW.replace("бессрочно", f"{nth} лет {edition}")
            commands.append(f"commit refs/heads/main\ncommitter x <x@x> 1{nth:08} +0000\ndata 0\n")
            for name, words in (
                ("rus.md", text),
                ("meta.yaml", meta.replace("7966", str(9000 + nth)).replace("148", str(nth))),
            ):
                size = len(words.encode())
                commands.append(f"M 100644 inline laws/{nth:03}/{name}\ndata {size}\n{words}\n")
    stream = "".join(commands).encode()
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, check=True)
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The editions that are read of a clone."""
    names: list[str] = []
    real = git.parsed

    def counted(stored: git.Stored) -> object:
        names.append(f"{stored.folder}@{stored.date}")
        return real(stored)

    monkeypatch.setattr(git, "parsed", counted)
    return names


def test_what_was_imported_is_not_read_again(
    user_home: Path, tmp_path: Path, read: list[str]
) -> None:
    clone = f"git:{bank(tmp_path / 'bank')}"
    assert [d.state for d in bring(clone, user_home)] == ["added"] * ACTS * EDITIONS
    before = files(user_home)
    read.clear()
    again = bring(clone, user_home)
    assert read == []
    assert [d.state for d in again] == ["unchanged"] * ACTS * EDITIONS
    assert again[0].edition == "2010-01-01"
    assert files(user_home) == before


def test_a_file_that_is_not_as_it_was_written_is_read_again(
    user_home: Path, tmp_path: Path, read: list[str]
) -> None:
    clone = f"git:{bank(tmp_path / 'bank')}"
    bring(clone, user_home)
    before = files(user_home)
    read.clear()
    path = user_home / "corpus" / "zan-9001" / "2011-01-02.md"
    path.write_text(path.read_text("utf-8").replace("1 лет 1", "сто лет"), "utf-8")
    states = [d.state for d in bring(clone, user_home)]
    assert read == ["laws/001@2011-01-02"]
    assert states.count("updated") == 1
    assert files(user_home) == before


def test_another_program_reads_everything_again(
    user_home: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = f"git:{bank(tmp_path / 'bank')}"
    bring(clone, user_home)
    read.clear()
    monkeypatch.setattr("kb.intake.seen.program", lambda: "a newer one")
    assert {d.state for d in bring(clone, user_home)} == {"unchanged"}
    assert len(read) == ACTS * EDITIONS


def test_an_act_removed_since_is_imported_again(
    user_home: Path, tmp_path: Path, read: list[str]
) -> None:
    clone = f"git:{bank(tmp_path / 'bank')}"
    bring(clone, user_home)
    taking.remove("zan-9001", user_home / "corpus", (CORPUS,))
    states = {(d.act, d.state) for d in bring(clone, user_home)}
    assert states == {("zan-9000", "unchanged"), ("zan-9001", "added"), ("zan-9002", "unchanged")}


def test_cut_off_it_keeps_whole_acts_and_goes_on(
    user_home: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(_name: str, nth: int, _of: int) -> None:
        if nth == 2 * EDITIONS:  # the second act is read and not yet written
            raise Killed

    clone = f"git:{bank(tmp_path / 'bank')}"
    monkeypatch.setattr(taking, "WRITE_AFTER_S", 0.0)
    monkeypatch.setattr(taking, "WRITE_SHARE", 0)
    with pytest.raises(Killed):
        taking.take(gives(clone, pytest.fail), user_home / "corpus", (CORPUS,), progress=killed)
    there = [n for n in files(user_home) if n.endswith(".md")]
    assert there == ["corpus/zan-9000/2010-01-01.md", "corpus/zan-9000/2011-01-01.md"]
    read.clear()
    states = [d.state for d in bring(clone, user_home)]
    assert states == ["unchanged"] * EDITIONS + ["added"] * 2 * EDITIONS
    assert len(read) == 2 * EDITIONS
    monkeypatch.undo()
    bring(clone, tmp_path / "whole")
    went_on = {name: text for name, text in files(user_home).items() if "corpus" in name}
    assert went_on == files(tmp_path / "whole")


def test_a_bad_act_is_named_and_the_rest_is_taken(user_home: Path, tmp_path: Path) -> None:
    clone = bank(tmp_path / "bank")
    shapes.commit(clone, "laws/900", {"rus.md": LAW, "meta.yaml": "a: [1\n"}, "2020-01-01")
    shapes.commit(clone, "laws/9:1", {"rus.md": LAW, "meta.yaml": shapes.meta({})}, "2020-01-01")
    done = bring(f"git:{clone}", user_home)
    bad = [d.reason for d in done if d.state == "refused"]
    assert len(bad) == 2
    assert bad[0].startswith("laws/900: ")
    assert "laws/9:1" in bad[1]
    assert sum(d.state == "added" for d in done) == ACTS * EDITIONS


@pytest.mark.slow
def test_all_cores_write_the_same_as_one(
    user_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = f"git:{bank(tmp_path / 'bank', 12)}"
    alone = bring(clone, tmp_path / "alone")
    monkeypatch.setattr(taking, "PARALLEL_FROM", 2)
    monkeypatch.setattr(processes, "cores", lambda: 2)
    # A page that was tested without a browser leaves its script in the place of the main program.
    monkeypatch.setitem(sys.modules, "__main__", taking)
    assert bring(clone, user_home) == alone
    assert files(user_home) == files(tmp_path / "alone")


def test_of_a_bank_the_sum_is_told_and_what_was_refused(
    user_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = bank(tmp_path / "bank")
    shapes.commit(clone, "laws/900", {"rus.md": LAW, "meta.yaml": "a: [1\n"}, "2020-01-01")
    monkeypatch.setattr(command, "EACH_TOLD", 2)
    done = run(f"git:{clone}")
    assert done.exit_code == 1
    assert done.stdout == (
        "Актов 3, редакций 7: добавлено 6, обновлено 0, без изменений 0, не принято 1, нет в банке 0\n"
    )
    (line,) = done.stderr.splitlines()
    assert line.startswith("kb: не принята: laws/900: ")


def test_progress_says_how_long_the_rest_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the pace of the last half a minute: what an earlier import had done is passed at once."""
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    told = going.Going()
    told("a", 1000, 2000)
    assert capsys.readouterr().err == ""  # nothing of what is soon done
    for nth in range(1001, 1101):
        now[0] += 1.0
        told("law@2001-01-01:ru", nth, 2000)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 9
    assert said[-1].startswith("1099 из 2000, осталось около 15:")
    assert going.clock(3723) == "1:02:03"
