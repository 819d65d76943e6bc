"""A pipe or a device in the place of a file is named, and nobody waits for what never comes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.disk import shelf
from kb.ground.errors import KbError
from kb.ground.yaml_file import read_text
from kb.intake.fetch import CannotFetch, _redirect, parts
from kb.intake.sources import again, gives
from kb.library import Library

from .conftest import Sandbox
from .running import Kb

pytestmark = pytest.mark.timeout(60)

AMONG_SOURCES = [
    "corpus/acts.yaml", "corpus/readings.yaml", "corpus/quotations.yaml", "corpus/small/2020-01-01.md",
    "corpus/studies/pipe.yaml", "amendments/pipe.yaml",
]  # fmt: skip
ARGUMENTS = [
    ("parse", "pipe"), ("cite", "pipe"), ("amend", "parse", "pipe"), ("replay", "pipe"), ("receipt", "pipe"),
    ("diff", "pipe", "pipe"), ("import", "pipe"), ("amend", "apply", "pipe", "pipe"),
]  # fmt: skip


@pytest.mark.parametrize("name", AMONG_SOURCES)
def test_a_pipe_among_the_sources(small: Sandbox, name: str) -> None:
    path = small.corpus.parent / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    with pytest.raises(KbError, match="канал или устройство") as caught:
        small.open()
    assert path.name in str(caught.value)


@pytest.mark.parametrize("name", ["corpus/acts.yaml", "corpus/.import.json", "amendments/x.yaml"])
def test_a_pipe_in_the_users_folder_stops_nothing_else(own_home: Path, kb: Kb, name: str) -> None:
    path = own_home / name
    path.parent.mkdir()
    os.mkfifo(path)
    done = kb("show", "law-148-2001/art_11.pt_6")
    assert done.code == 0
    assert path.name in done.err


def test_a_pipe_in_a_folder_to_import_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "act.md")
    (give,) = gives(str(tmp_path), lambda: pytest.fail("nothing is to be fetched"))
    with pytest.raises(KbError, match=r"act\.md.*канал или устройство"):
        give()


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_a_pipe_on_the_command_line(
    tmp_path: Path, kb: Kb, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    done = kb(*arguments)
    assert done.code == 2
    assert "канал или устройство" in done.err


def test_a_link_to_a_device_is_one(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("/dev/zero")
    with pytest.raises(KbError, match="канал или устройство"):
        read_text(tmp_path / "x.yaml")


@pytest.mark.parametrize("option", ["--corpus", "--amendments", "--db"])
def test_an_empty_path_is_not_the_current_folder(kb: Kb, option: str) -> None:
    done = kb(option, "", "show", "law-148-2001")
    assert done.code == 2
    assert f"{option}: путь пуст" in done.err


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[" * 100_000, "строка не читается"),
        ('{"id": ' + "1" * 10_000 + "}", "строка не читается"),
        ('{"id": 1}', "в случае нет поля instruction"),
        ("7", "строка не читается"),
    ],
)
def test_odd_cases_are_named_by_line(tmp_path: Path, kb: Kb, line: str, reason: str) -> None:
    (tmp_path / "cases.jsonl").write_text(f"\n{line}\n", "utf-8")
    done = kb("replay", tmp_path / "cases.jsonl")
    assert done.code == 2
    assert f"cases.jsonl:2: {reason}" in done.err


def test_a_journal_of_brackets_is_set_aside(own_home: Path, kb: Kb) -> None:
    (own_home / "corpus").mkdir()
    (own_home / "corpus" / shelf.JOURNAL).write_text("[" * 100_000, "utf-8")
    done = kb("show", "law-148-2001/art_11.pt_6")
    assert done.code == 0
    assert "журнал импорта не читается" in done.err


def test_addresses_that_are_none() -> None:
    for address in ("https://[::1", "https://[x]/", "http://]"):
        with pytest.raises(CannotFetch, match="нужен адрес"):
            parts(address)
        assert again(address) == ""
    with pytest.raises(CannotFetch):
        _redirect("https://a.kz/", "https://a.kz/", "//[::1")


def test_a_library_in_the_place_of_which_a_pipe_stands(tmp_path: Path, small: Sandbox) -> None:
    os.mkfifo(small.db)
    with pytest.raises(KbError, match=r"library\.sqlite"):
        Library.open(small.places)
