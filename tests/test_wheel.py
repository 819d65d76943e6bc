"""`pip install .` brings everything: the corpus, the packages and the app travel inside the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.running import PATIENCE_S

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        timeout=200,
    )
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


@pytest.mark.slow
def test_builtin_data_travel_in_the_wheel(unpacked: Path) -> None:
    builtin = unpacked / "kb" / "builtin"
    for name in ("corpus", "amendments"):
        mine = {p.relative_to(ROOT / name) for p in (ROOT / name).rglob("*") if p.is_file()}
        packed = {p.relative_to(builtin / name) for p in (builtin / name).rglob("*") if p.is_file()}
        assert packed == mine
    assert (unpacked / "kb" / "py.typed").exists()
    assert (builtin / "app.py").read_text("utf-8") == (ROOT / "app.py").read_text("utf-8")


@pytest.mark.slow
def test_wheel_answers_from_any_folder(unpacked: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kb", "show", "law-148-2001@2022-03-02/art_11.pt_6"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked), "SALYSTYRMA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_S,
    )
    assert "секретаря маслихата" in done.stdout
    where = subprocess.run(
        [sys.executable, "-c", "from kb.disk.places import builtin; print(builtin('corpus'))"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()) == unpacked / "kb" / "builtin" / "corpus"
