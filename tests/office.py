"""Driving LibreOffice without a screen: documents read, tracked changes accepted and rejected."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
PYTHON = "/usr/bin/python3"  # the system's own, for which Debian's python3-uno is made
SCRIPT = Path(__file__).with_name("office_script.py")
PATIENCE_S = 600


def missing() -> None:
    """Fails under CI, skips elsewhere, when LibreOffice or its Python bridge is not there."""
    bridge = (
        Path(PYTHON).exists()
        and not subprocess.run(
            [PYTHON, "-c", "import uno"], capture_output=True, check=False
        ).returncode
    )
    if SOFFICE and bridge:
        return
    if os.environ.get("CI"):
        pytest.fail("LibreOffice or python3-uno is missing; .ci/run installs them")
    pytest.skip("LibreOffice or python3-uno is not installed")


def _command(folder: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [str(SOFFICE), "--headless", "--norestore", "--nolockcheck", profile]


def to_text(paths: Sequence[Path], folder: Path) -> list[str]:
    """The whole text of each document, its tables too, in one run."""
    missing()
    subprocess.run(
        [
            *_command(folder),
            *("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder)),
            *map(str, paths),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    return [(folder / f"{p.stem}.txt").read_text("utf-8-sig") for p in paths]


def settle(paths: Sequence[Path], folder: Path) -> list[tuple[list[str], list[str]]]:
    """The lines of each document with all tracked changes accepted, and with all rejected."""
    missing()
    pipe = f"kb{uuid.uuid4().hex}"
    names, out = folder / "names.txt", folder / "settled.json"
    names.write_text("\n".join(map(str, paths)), "utf-8")
    office = subprocess.Popen(
        [*_command(folder), f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        subprocess.run(
            [PYTHON, str(SCRIPT), pipe, str(names), str(out)],
            check=True,
            timeout=PATIENCE_S,
        )
    finally:
        _end(office)
    return [(accepted, rejected) for accepted, rejected in json.loads(out.read_text("utf-8"))]


def _end(office: subprocess.Popen[bytes]) -> None:
    """Ends the office and what it started: `soffice` is a script around the program."""
    try:
        office.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, 15)
        office.wait(20)
