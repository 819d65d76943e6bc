"""The user's own corpus folder: written whole or not at all, and safe from a kill at any moment.

A change touches several files (editions, acts.yaml). They are first written beside their places,
then named in a journal, then moved; whoever opens the folder next finishes an interrupted move. So a
reader sees all of a change or nothing of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kb.disk import lock
from kb.disk.files import CannotWrite, write_file
from kb.ground import yaml_file
from kb.ground.errors import system_reason
from kb.ground.saying import say

JOURNAL: Final = ".import.json"
STAGED: Final = ".new"
_HEADER: Final = (
    "# Акты, импортированные пользователем. Файл пишет kb import; поля – как в corpus/acts.yaml.\n"
)


@dataclass(frozen=True, slots=True)
class Change:
    """Files to write (path below the folder → text), act folders to remove, acts.yaml as it will be."""

    files: Mapping[str, str]
    acts: list[dict[str, Any]]
    removed: tuple[str, ...] = ()


def acts(folder: Path) -> list[dict[str, Any]]:
    """The entries of the folder's acts.yaml; [] without one. Raises BadYaml."""
    path = folder / "acts.yaml"
    if not path.exists():
        return []
    data, _ = yaml_file.load(path, "acts.json")
    return list(data["acts"])


def apply(folder: Path, change: Change) -> None:
    """Makes a change. Raises CannotWrite when the disk or the rights do not let it; then nothing
    of it stands. The caller holds the lock."""
    import yaml

    own = folder / "acts.yaml"
    if own.exists() and not own.read_text("utf-8").startswith(_HEADER):
        shutil.copyfile(own, folder / "acts.yaml.bak")
    text = _HEADER + yaml.safe_dump(
        {"acts": change.acts}, allow_unicode=True, sort_keys=False, width=100
    )
    yaml_file.parse(text, str(own), "acts.json")
    files = {**change.files, "acts.yaml": text}
    try:
        for name, words in files.items():
            staged = folder / f"{name}{STAGED}"
            staged.parent.mkdir(parents=True, exist_ok=True)
            write_file(staged, words)
        journal = {"files": list(files), "removed": list(change.removed)}
        write_file(folder / JOURNAL, json.dumps(journal, ensure_ascii=False))
    except (OSError, CannotWrite) as error:
        for name in files:
            (folder / f"{name}{STAGED}").unlink(missing_ok=True)
        if isinstance(error, CannotWrite):
            raise
        raise CannotWrite(
            say("disk.import_unwritten", folder=folder, why=system_reason(error))
        ) from error
    settle(folder)


def settle(folder: Path) -> None:
    """Finishes a change that was interrupted after its journal had been written."""
    journal = folder / JOURNAL
    try:
        data = json.loads(journal.read_text("utf-8"))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise CannotWrite(say("disk.journal_unread", journal=journal)) from error
    try:
        for name in data["files"]:
            with suppress(FileNotFoundError):  # moved already
                (folder / f"{name}{STAGED}").replace(folder / name)
        for act in data["removed"]:
            shutil.rmtree(folder / act, ignore_errors=True)
        journal.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(
            say("disk.import_unfinished", folder=folder, why=system_reason(error))
        ) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for one writer, an interrupted change finished first. Raises Busy."""
    with lock.locked(folder):
        settle(folder)
        yield
