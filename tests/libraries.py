"""What the tests of the library share: building a sandbox, changing a source, the file as text."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kb.library import Library

from .conftest import Sandbox


def build(box: Sandbox) -> tuple[str, ...]:
    """What a build of the sandbox built."""
    opened, report = Library.build(box.places)
    opened.close()
    return report.built


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = list(connection.iterdump())
    connection.close()
    return found
