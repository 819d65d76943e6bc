"""`make` on a machine that lacks something: one line, and the next `make` begins from a clean state."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import install
from tests.running import ROOT

#: What pip and uv print when something is wrong, and what the one line must say of it.
SAID = [
    (
        "WARNING: Retrying after connection broken by 'NewConnectionError(…)'\n"
        "ERROR: No matching distribution found for uv==0.13.9",
        "нет связи",
    ),
    (
        "error: Failed to download `click==8.5.1`\n  cause: Failed to fetch: https://…/click.whl\n"
        "  cause: client error (Connect)\n  cause: dns error",
        "нет связи",
    ),
    (
        "error: Failed to download `click==8.5.1`\n"
        "  cause: HTTP status client error (404 Not Found) for url (https://…/click.whl)",
        "404",
    ),
    ("  cause: failed to copy file: No space left on device (os error 28)", "на диске нет места"),
    ("OSError: [Errno 28] No space left on device", "на диске нет места"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n do not match the hashes", "не тот"),
    ("something of tomorrow", "something of tomorrow"),
    ("", "без объяснения"),
]


@pytest.mark.parametrize(("said", "means"), SAID)
def test_a_failed_installer_is_one_line_that_says_why(said: str, means: str) -> None:
    line = install.reason(said)
    assert means in line
    assert "\n" not in line
    assert len(line) < 400


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A checkout whose installers do nothing but are noted; `.venv` is whole after them."""
    for name in install.SOURCES:
        (tmp_path / name).write_text(name, "utf-8")
    venv = tmp_path / ".venv"
    for name, path in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "MARK": venv / "installed.json",
    }.items():
        monkeypatch.setattr(install, name, path)
    noted: list[str] = []

    def run(what: str, command: list[str | Path], **more: str) -> None:
        noted.append(what)
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(install, "run", run)
    return noted


WHOLE = ["папка .venv", "uv", "пакеты из uv.lock"]


def test_what_is_installed_is_left_alone(steps: list[str]) -> None:
    assert install.main("test") == 0
    assert steps == WHOLE
    assert install.main("test") == install.main("app") == 0
    assert steps == WHOLE


def test_a_new_lock_and_a_larger_set_go_on_in_the_same_folder(steps: list[str]) -> None:
    install.main("app")
    install.main("test")
    assert steps == WHOLE + WHOLE[1:]
    (install.ROOT / "uv.lock").write_text("newer", "utf-8")
    install.main("app")
    assert steps == WHOLE + WHOLE[1:] + WHOLE[1:]
    assert json.loads(install.MARK.read_text("utf-8"))["set"] == "test"


@pytest.mark.parametrize("spoilt", ["no mark", "half a mark", "no python", "moved"])
def test_what_is_not_whole_is_made_anew(steps: list[str], spoilt: str) -> None:
    install.main("app")
    if spoilt == "no mark":
        install.MARK.unlink()
    elif spoilt == "half a mark":
        install.MARK.write_text('{"set"', "utf-8")
    elif spoilt == "no python":
        install.PYTHON.unlink()
    else:
        mark = json.loads(install.MARK.read_text("utf-8"))
        install.MARK.write_text(json.dumps({**mark, "folder": "/elsewhere"}), "utf-8")
    left = install.VENV / "left behind"
    left.touch()
    assert install.main("app") == 0
    assert steps == WHOLE + WHOLE
    assert not left.exists()


def test_a_failure_leaves_no_mark(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install.main("app")
    noting = install.run

    def run(what: str, command: list[str | Path], **more: str) -> None:
        noting(what, command, **more)
        if what == WHOLE[-1]:
            raise install.Failed("пакеты из uv.lock: реестр пакетов не отдал файл (404). …")

    monkeypatch.setattr(install, "run", run)
    (install.ROOT / "uv.lock").write_text("newer", "utf-8")
    assert install.main("app") == 2
    told = capsys.readouterr().err
    assert told.startswith("Установка не удалась: пакеты")
    assert told.count("\n") == 1
    assert not install.MARK.exists()
    monkeypatch.setattr(install, "run", noting)
    assert install.main("app") == 0
    assert steps[-3:] == WHOLE


def test_no_venv_module_is_said(tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ImportError(name='ensurepip')", "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-c"),
            f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n"
            "import install\ninstall.examined()",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "нет модуля ensurepip" in done.stderr


def test_the_lock_names_only_the_public_registry() -> None:
    """A mirror of the machine where the lock was made would stop everyone else."""
    lock = (ROOT / "uv.lock").read_text("utf-8")
    hosts = {part.split("/")[0] for part in lock.split("https://")[1:]}
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
    assert "http://" not in lock
    assert "file://" not in lock


def test_old_pythons_can_read_the_refusal() -> None:
    """`install.py` says «нужен Python 3.11» to Pythons down to 3.6: nothing newer stands in it."""
    source = (ROOT / "install.py").read_text("utf-8")
    assert ast.parse(source, feature_version=(3, 7))
