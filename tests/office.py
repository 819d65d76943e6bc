"""Driving LibreOffice without a screen: documents read, tracked changes accepted and rejected."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
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


def command(folder: Path) -> list[str]:
    """How an office is started with a profile of its own in a folder."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [str(SOFFICE), "--headless", "--norestore", "--nolockcheck", profile]


def to_text(paths: Sequence[Path], folder: Path) -> list[str]:
    """The whole text of each document, its tables too.

    Those that an office left undone when it died are given to a second one; what it leaves, fails.
    """
    missing()
    texts = {path: folder / f"{path.stem}.txt" for path in paths}
    for _ in range(2):
        left = [str(path) for path, text in texts.items() if not text.exists()]
        subprocess.run(
            [
                *command(folder),
                *("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder)),
                *left,
            ],
            check=False,
            capture_output=True,
            timeout=PATIENCE_S,
        )
        if all(text.exists() for text in texts.values()):
            break
    return [text.read_text("utf-8-sig") for text in texts.values()]


def settle(paths: Sequence[Path], folder: Path) -> list[tuple[list[str], list[str]]]:
    """The lines of each document with all tracked changes accepted, and with all rejected.

    An office that dies on the way is started again with what is left; one that dies twice at the
    same document fails the test with that document's name.
    """
    missing()
    out = folder / "settled.jsonl"
    out.touch()
    rows: list[tuple[list[str], list[str]]] = []
    vain = ""
    while len(rows) < len(paths):
        died = _settle_on(paths[len(rows) :], folder, out)
        done = [(a, b) for a, b in map(json.loads, out.read_text("utf-8").splitlines())]
        if len(done) == len(rows) and vain:
            pytest.fail(f"LibreOffice failed twice at {paths[len(rows)]}: {vain}; {died}")
        vain = died if len(done) == len(rows) else ""
        rows = done
    return rows


def _settle_on(paths: Sequence[Path], folder: Path, out: Path) -> str:
    """Settles documents in an office of its own until it dies: what it died of, or nothing."""
    pipe = f"kb{uuid.uuid4().hex}"
    names = folder / "names.txt"
    names.write_text("\n".join(map(str, paths)), "utf-8")
    office = subprocess.Popen(
        [*command(folder), f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        ran = subprocess.run(
            [PYTHON, str(SCRIPT), pipe, str(names), str(out)],
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    finally:
        _end(office)
    return f"exit {ran.returncode}: {ran.stderr[-500:]}" if ran.returncode else ""


def _end(office: subprocess.Popen[bytes]) -> None:
    """Ends the office and what it started: `soffice` is a script around the program."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(office.pid, signal.SIGTERM)
    try:
        office.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait(20)
