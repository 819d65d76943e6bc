"""Import is done whole or not at all: full disks, kills, two writers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.disk import shelf
from kb.disk.files import CannotWrite
from kb.intake.take import listed
from kb.library import Library, places

from .bringing import LAW, bring, files, law
from .conftest import AMENDMENTS
from .running import PATIENCE_S


def change(text: str = "новое") -> shelf.Rewriting:
    entry = {
        "id": "a", "title": "А", "form": "Закон", "force": "law", "adopted": "2020-01-01",
        "editions": [{"date": "2020-01-01", "held": {"ru": []}}],
    }  # fmt: skip
    return shelf.Rewriting({"a/2020-01-01.md": text}, [entry])


def test_a_full_disk_leaves_everything_as_it_was(
    user_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = user_home / "corpus"
    with shelf.locked(folder):
        shelf.apply(folder, change("старое"))
    before = files(user_home)

    def full(path: Path, data: bytes | str) -> None:
        if "acts.yaml" in path.name:
            raise CannotWrite("нет места")
        path.write_text(str(data), "utf-8")

    monkeypatch.setattr(shelf, "write_file", full)
    with shelf.locked(folder), pytest.raises(CannotWrite):
        shelf.apply(folder, change())
    assert files(user_home) == before


@pytest.mark.slow
@pytest.mark.parametrize("after", range(6))
def test_killed_at_any_moment_it_is_whole_or_nothing(
    user_home: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after so many steps; whoever opens the folder next finds old or new."""
    folder = user_home / "corpus"
    with shelf.locked(folder):
        shelf.apply(folder, change("старое"))
    old = files(user_home)
    code = f"""
import os, sys
from pathlib import Path
from kb.disk import shelf
from tests.test_import import change
left = [{after}]
def step(name, *arguments):
    if name in ("os.rename", "shutil.rmtree", "os.remove", "open") and "corpus" in str(arguments):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), {int(signal.SIGKILL)})
real = Path.replace
def replace(self, target):
    step("os.rename", str(self))
    return real(self, target)
Path.replace = replace
folder = Path({str(folder)!r})
with shelf.locked(folder):
    shelf.apply(folder, change("новое"))
"""
    subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
    )
    shelf.settle(folder)
    found = {
        k: v for k, v in files(user_home).items() if not k.endswith(shelf.STAGED) and "/." not in k
    }
    text = found["corpus/a/2020-01-01.md"]
    assert text in ("старое", "новое")
    assert set(found) == set(old)
    with shelf.locked(folder):
        shelf.apply(folder, change("новое"))
    assert files(user_home)["corpus/a/2020-01-01.md"] == "новое"


@pytest.mark.slow
def test_two_writers_take_turns(user_home: Path, tmp_path: Path) -> None:
    pages = [
        law(tmp_path, LAW, name=f"{n}.html", act=f"Z02000000{n}_", date="01.02.2024")
        for n in range(1, 5)
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kb", "import", page],
            env=dict(os.environ),
            stdout=subprocess.DEVNULL,
        )
        for page in pages
    ]
    assert [process.wait(timeout=PATIENCE_S) for process in running] == [0, 0, 0, 0]
    assert len(listed(user_home / "corpus")) == 4


def test_a_users_own_acts_file_is_kept_beside(user_home: Path, tmp_path: Path) -> None:
    folder = user_home / "corpus"
    folder.mkdir(parents=True)
    own = "# мой перечень\nacts: []\n"
    (folder / "acts.yaml").write_text(own, "utf-8")
    bring(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"), user_home)
    assert (folder / "acts.yaml.bak").read_text("utf-8") == own


@pytest.mark.slow
def test_imported_acts_stand_beside_the_builtin_packages(user_home: Path, tmp_path: Path) -> None:
    bring(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"), user_home)
    library = Library.open(places(None, AMENDMENTS))
    assert library.packages()
    library.close()
