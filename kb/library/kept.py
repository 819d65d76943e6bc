"""What follows from the library and the program alone, kept in the library file: verdicts, the graph.

A kept value stands under the mark of all that it follows from: the sources that the library was
built from, the YAML files beside them, the program's own files, the packages installed. Where any of
them has changed, or the value is damaged, it is computed anew. It is never shown in doubt.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from kb import __version__
from kb.ground.saying import Saying

TABLE: Final = """
create table kept (
    name text primary key, mark text not null, digest text not null, value blob not null
) without rowid
"""
PROGRAM: Final = Path(__file__).resolve().parent.parent
_SUFFIXES: Final = (".py", ".yaml", ".json")
_WAIT_MS: Final = 50  # another one who builds is not waited for: the value can be kept later
_PLAIN: Final = {"frozenset": frozenset, "set": set}


def mark(connection: sqlite3.Connection, folders: Iterable[Path]) -> str:
    """The mark of all that a kept value follows from; `folders`: the corpora."""
    hashed = hashlib.sha256(program().encode())
    for row in connection.execute("select name, fingerprint from sources order by name"):
        hashed.update("\0".join(row).encode())
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            hashed.update(_stat(path).encode())
    return hashed.hexdigest()


def read(connection: sqlite3.Connection, name: str, mark: str) -> tuple[Any] | None:
    """The value kept under a name and mark, in a tuple; None where there is no sound one."""
    try:
        row = connection.execute(
            "select digest, value from kept where name = ? and mark = ?", (name, mark)
        ).fetchone()
        if row is None or row[0] != _digest(name, mark, row[1]):
            return None
        return (_Unpickler(io.BytesIO(row[1])).load(),)
    except (sqlite3.Error, pickle.UnpicklingError, ValueError, LookupError, TypeError):
        return None
    except (AttributeError, EOFError, ImportError):  # of a class that is no more as it was
        return None


def write(connection: sqlite3.Connection, name: str, mark: str, value: object) -> None:
    """Keeps a value; what cannot be written now is not kept, and nobody waits for it."""
    data = pickle.dumps(value, protocol=5)
    with suppress(sqlite3.Error):
        wait = connection.execute("pragma busy_timeout").fetchone()[0]
        connection.execute(f"pragma busy_timeout = {_WAIT_MS}")
        try:
            # What stands under another mark is read by nobody any more.
            connection.execute("delete from kept where mark <> ?", (mark,))
            connection.execute(
                "insert or replace into kept values (?, ?, ?, ?)",
                (name, mark, _digest(name, mark, data), data),
            )
        finally:
            connection.execute(f"pragma busy_timeout = {wait}")


def _digest(name: str, mark: str, data: bytes) -> str:
    return hashlib.sha256(f"{name}\0{mark}\0".encode() + data).hexdigest()


class _Unpickler(pickle.Unpickler):
    """Reads the program's own values and nothing else: a file from elsewhere can call nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "builtins" and name in _PLAIN:
            return _PLAIN[name]
        if module.startswith("kb."):
            kind = getattr(import_module(module), name)
            if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum | Saying)):
                return kind
        raise pickle.UnpicklingError(f"{module}.{name}")


@cache
def program() -> str:
    """The program as it stands: its version and files, the interpreter and what is installed."""
    parts = [__version__, sys.version]
    parts += [_stat(path) for path in _files(PROGRAM)]
    parts += [_stat(Path(p)) for p in sys.path if p.endswith("site-packages")]
    return "\n".join(parts)


def _files(folder: Path) -> Iterator[Path]:
    for each in sorted(os.scandir(folder), key=lambda e: e.name):
        if each.is_dir():
            if each.name not in ("__pycache__", "builtin"):
                yield from _files(Path(each.path))
        elif each.name.endswith(_SUFFIXES):
            yield Path(each.path)


def _stat(path: Path) -> str:
    """What changes when a file or folder does."""
    try:
        s = path.stat()
    except OSError:
        return f"{path}"
    return f"{path}|{s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}"
