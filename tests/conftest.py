"""What the tests share: the corpus as read, a library of it, and a home that is not the user's."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from kb.cli import cli, main
from kb.intake.fetch import Fetcher
from kb.library import Library, Places, corpus, places
from kb.norm.act import Edition
from kb.read import markdown

from . import browsing
from .bank import Bank, serving
from .browsing import browser, common, server
from .running import Kb, Result

__all__ = ["browser", "common", "server"]

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
AMENDMENTS = ROOT / "amendments"

# As `kb serve` has it (kb/server/serving.py), for pages that are drawn in this process.
os.environ["STREAMLIT_RUNNER_POST_SCRIPT_GC"] = "false"

# The same examples every day: what a change of today broke is red today. New ones are sought by
# `make search` (--hypothesis-profile search), and what it finds becomes an @example.
for profile, same in (("kb", True), ("search", False)):
    settings.register_profile(
        profile, deadline=None, database=None, derandomize=same, suppress_health_check=[HealthCheck.too_slow]
    )  # fmt: skip
settings.load_profile("kb")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--today", metavar="YYYY-MM-DD", help="run as if today were this day")


@pytest.fixture(scope="session", autouse=True)
def today(request: pytest.FixtureRequest) -> Iterator[None]:
    """The day of `--today` for every date and clock of this process; the real one without it."""
    day = request.config.getoption("--today")
    if not day:
        yield
        return
    now = datetime.now(UTC)
    with time_machine.travel(datetime.combine(date.fromisoformat(day), now.timetz())):
        yield


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test in the browser has a second and a third try, each on a server of its own; the summary names them.

    What a browser does within a tenth of a second of a redraw can be lost on a machine at its limit.
    """
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.flaky(reruns=2))
    if item.get_closest_marker("browser") or item.get_closest_marker("office"):
        item.add_marker(pytest.mark.timeout(900))  # a machine with much else to do is slow


def shared(*parts: str) -> Path:
    """A file that stands beside the checkout; the test is skipped where it is not there."""
    path = ROOT.parent.joinpath("shared", *parts)
    if not path.exists():
        pytest.skip(f"{Path('..', 'shared', *parts)} нет рядом с репозиторием")
    return path


def corpus_files() -> list[Path]:
    """The edition files of the built-in corpus (not its README)."""
    return sorted(p for p in CORPUS.glob("*/*.md"))


def parse_file(path: Path) -> markdown.Parsed:
    return markdown.parse(path.read_text("utf-8"), str(path))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str, today: None) -> Path:
    """The library file of the built-in sources, built once in a run for all workers: to be copied.

    `kb build` keeps with it what follows from the sources alone (verdicts, findings, graph): twenty
    seconds for each server and worker that begins with a copy.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "built"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALYSTYRMA_HOME", str(folder))
        fcntl.flock(lock, fcntl.LOCK_EX)
        where = places()
        if not (folder / "whole").exists():
            built = CliRunner().invoke(cli, ["build"], catch_exceptions=False)
            assert built.exit_code == 0, built.output
            (folder / "whole").touch()
    browsing.built = where.db
    return where.db


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[Path]:
    """The user's data folder of the whole run: never the real one."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copy(built, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALYSTYRMA_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def library(home: Path) -> Iterator[Library]:
    """The library of the built-in sources."""
    opened = Library.open(places())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def editions() -> dict[str, Edition]:
    """Every edition of the corpus by name (`act@date:language`), read from its file."""
    folders = (CORPUS,)
    acts, readings = corpus.load_acts(folders), corpus.load_readings(folders)
    return {s.name: corpus.read_edition(s, acts, readings) for s in corpus.sources(folders)}


@dataclass(frozen=True)
class Sandbox:
    """Copies of the sources that a test may spoil, and a library file of their own."""

    corpus: Path
    amendments: Path
    db: Path

    @property
    def places(self) -> Places:
        return Places((self.corpus,), (self.amendments,), self.db)

    def open(self) -> Library:
        return Library.open(self.places)


def some_acts(target: Path, acts: tuple[str, ...]) -> None:
    """The corpus with these acts alone: a build of two takes a fifth of the whole one's time."""
    left_out = {p.name for p in CORPUS.iterdir() if p.is_dir()} - {*acts, "studies"}
    shutil.copytree(
        CORPUS, target, ignore=lambda folder, _: left_out if Path(folder) == CORPUS else ()
    )
    head, *entries = re.split(r"(?m)^(?=  - id: )", (CORPUS / "acts.yaml").read_text("utf-8"))
    kept = [e for e in entries if e.split()[2] in acts]
    assert len(kept) == len(acts)
    (target / "acts.yaml").write_text(head + "".join(kept), "utf-8")


@pytest.fixture(scope="session")
def two_acts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two acts of the corpus, the package that amends them, and their library: to be copied."""
    folder = tmp_path_factory.mktemp("two")
    some_acts(folder / "corpus", ("law-148-2001", "elections-1995"))
    (folder / "amendments").mkdir()
    shutil.copy(AMENDMENTS / "bektibaev-2022.yaml", folder / "amendments")
    Library.open(Places((folder / "corpus",), (), folder / "library.sqlite")).close()
    return folder


@pytest.fixture
def sandbox(tmp_path: Path, two_acts: Path) -> Sandbox:
    """Two acts of the corpus with their library, and the package that amends them."""
    shutil.copytree(two_acts, tmp_path, dirs_exist_ok=True)
    return Sandbox(tmp_path / "corpus", tmp_path / "amendments", tmp_path / "library.sqlite")


SMALL_ACTS = """\
acts:
  - id: small
    title: О малом
    form: Закон
    force: law
    adopted: 2020-01-01
    editions:
      - date: 2020-01-01
        held: {ru: []}
"""
SMALL_TEXT = """\
---
act_id: small
edition: 2020-01-01
language: ru
title: О малом
---

### Статья 1. Предмет

1. Первый пункт.

2. Второй пункт:

1) один;

2) два.

### Статья 2. Срок

Закон действует бессрочно.
"""


@pytest.fixture
def small(tmp_path: Path) -> Sandbox:
    """A corpus of one act with two articles, and no packages."""
    box = Sandbox(tmp_path / "corpus", tmp_path / "amendments", tmp_path / "library.sqlite")
    (box.corpus / "small").mkdir(parents=True)
    box.amendments.mkdir()
    (box.corpus / "acts.yaml").write_text(SMALL_ACTS, "utf-8")
    (box.corpus / "small" / "2020-01-01.md").write_text(SMALL_TEXT, "utf-8")
    return box


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """A local server in the place of an official bank; no proxy stands between."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as found:
        yield found


@pytest.fixture
def python() -> Callable[[str], list[str]]:
    """A command line that runs Python code in a process of its own."""
    return lambda code: [sys.executable, "-c", code]


@pytest.fixture
def kb(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kb:
    """Runs `kb` in this process, as its entry point does."""

    def run(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["kb", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return Result(int(stopped.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def own_home(tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of one test, with the library of the built-in sources in it."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(built, folder)
    monkeypatch.setenv("SALYSTYRMA_HOME", str(folder))
    return folder


@pytest.fixture
def user_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of one test: not yet made."""
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def stocked_home(user_home: Path, built: Path) -> Path:
    """The user's folder in which the library of the built-in sources stands already."""
    user_home.mkdir()
    shutil.copy(built, user_home)
    return user_home


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    """A fetcher with a cache of the test's own and no pauses."""
    opened = Fetcher(tmp_path / "cache", pause=0.0, timeout=2.0)
    yield opened
    opened.close()
