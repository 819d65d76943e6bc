"""The user's own corpus folder: written whole or not at all, and safe from a kill at any moment.

A change touches several files (editions, acts.yaml). They are first written beside their places,
then named in a journal, then moved; whoever opens the folder next finishes an interrupted move. So a
reader sees all of a change or nothing of it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kb.disk import inside, lock
from kb.disk.files import CannotWrite, write_file
from kb.disk.places import ReadOnly
from kb.ground import regular, yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.ground.system import system_reason

JOURNAL: Final = ".import.json"
STAGED: Final = ".new"
_TEXT: Final = r"(?:acts\.yaml|.+\.md)\.new"
# A file laid ready, and the temporary ones of kb.files beside it and beside the journal.
_LEFT: Final = re.compile(rf"{_TEXT}|\.{_TEXT}\..+|\.\.import\.json\..+")
_HEADER: Final = (
    "# Акты, импортированные пользователем. Файл пишет kb import; поля – как в corpus/acts.yaml.\n"
)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Files to write (path below the folder → text), act folders and single files to remove, acts.yaml as
    it will be."""

    files: Mapping[str, str]
    acts: list[dict[str, Any]]
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def acts(folder: Path) -> list[dict[str, Any]]:
    """The entries of the folder's acts.yaml, also those that do not do: whoever writes beside one
    leaves it as it is. [] without a file. Raises BadYaml for a file that is no list of entries."""
    path = folder / "acts.yaml"
    if not path.exists():
        return []
    data, lines = yaml_file.load(path)
    entries = data.get("acts") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        yaml_file.validate(data, lines, str(path), "acts.json")
        return []
    return entries


def apply(folder: Path, change: Rewriting) -> None:
    """Makes a change. Raises CannotWrite when the disk or the rights do not let it, BadName for a path
    that leads elsewhere; then nothing of it stands. The caller holds the lock."""

    own = folder / "acts.yaml"
    if own.exists() and not regular.read_bytes(own).startswith(_HEADER.encode()):
        shutil.copyfile(own, folder / "acts.yaml.bak")
    import yaml

    quick: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = _HEADER + yaml.dump(
        {"acts": change.acts}, Dumper=quick, allow_unicode=True, sort_keys=False, width=100
    )
    yaml_file.parse(text, str(own))
    files = {**change.files, "acts.yaml": text}
    places = {name: inside.inside(folder, *name.split("/")) for name in files}
    made = [p.parent for p in places.values() if not p.parent.exists()]
    try:
        for name, words in files.items():
            staged = _staged(places[name])
            staged.parent.mkdir(parents=True, exist_ok=True)
            write_file(staged, words)
        journal = {
            "files": list(files),
            "removed": list(change.removed),
            "gone": list(change.gone),
        }
        write_file(folder / JOURNAL, json.dumps(journal, ensure_ascii=False))
    except (OSError, CannotWrite) as error:
        for place in places.values():
            _staged(place).unlink(missing_ok=True)
        for act in made:
            with suppress(OSError):  # another has put something there
                act.rmdir()
        if isinstance(error, CannotWrite):
            raise
        raise CannotWrite(
            say("disk.import_unwritten", folder=folder, why=system_reason(error))
        ) from error
    _finish(folder)


def _staged(path: Path) -> Path:
    return path.with_name(f"{path.name}{STAGED}")


def settle(folder: Path) -> None:
    """Finishes a change that was interrupted after its journal had been written; one that is going on
    is waited for. Raises CannotWrite, Busy, or ReadOnly for a guest."""
    if (folder / JOURNAL).exists():
        with locked(folder):
            pass


def _finish(folder: Path) -> None:
    """Moves what the journal names. Only for whoever holds the lock: two that move at once would take
    what the next change has just laid ready for what this one wrote."""
    journal = folder / JOURNAL
    try:
        data = json.loads(regular.read_bytes(journal))
        files = {name: inside.inside(folder, *name.split("/")) for name in data["files"]}
        removed = [str(act) for act in data["removed"]]
        gone = [inside.inside(folder, *name.split("/")) for name in data.get("gone", ())]
    except FileNotFoundError:
        return
    except (
        *(OSError, ValueError, KeyError, TypeError, AttributeError, KbError),
        RecursionError,  # brackets in one another without end
    ) as error:
        raise CannotWrite(say("disk.journal_unread", journal=journal)) from error
    try:
        for place in files.values():
            with suppress(FileNotFoundError):  # moved already
                _staged(place).replace(place)
        for place in gone:
            place.unlink(missing_ok=True)
        for act in (p for p in list(folder.iterdir()) if p.name in removed):
            _remove(act)
        journal.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(
            say("disk.import_unfinished", folder=folder, why=system_reason(error))
        ) from error


def _remove(act: Path) -> None:
    """Removes an act's folder, found in its parent and not named by anybody; of a link, the link."""
    if act.is_symlink() or not act.is_dir():
        act.unlink(missing_ok=True)
    else:
        shutil.rmtree(act)


def _sweep(folder: Path) -> None:
    """Removes what a writer killed before its journal left beside the places of its files."""
    for place in (folder, *(p for p in folder.iterdir() if p.is_dir() and not p.is_symlink())):
        for left in list(place.iterdir()):
            if _LEFT.fullmatch(left.name):
                left.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for one writer, an interrupted change finished first and its remains removed.
    Raises Busy, CannotWrite, or ReadOnly for a guest."""
    with lock.locked(folder):
        _finish(folder)
        with suppress(OSError):  # what cannot be removed harms nothing
            _sweep(folder)
        yield


def stamps(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """What a change alters in each folder. Two equal answers: between them no change was going on, for
    each has a journal while it moves and ends in another acts.yaml."""
    return tuple(map(_stamp, folders))


def _stamp(folder: Path) -> str:
    going_on = (folder / JOURNAL).exists()
    try:
        s = (folder / "acts.yaml").stat()
    except OSError:
        return f"{going_on}"
    return f"{going_on} {s.st_ino} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}"


@contextmanager
def still(folders: tuple[Path, ...]) -> Iterator[None]:
    """Holds those of the folders that can be held, so that nothing changes in them meanwhile."""
    with ExitStack() as held:
        for folder in folders:
            if folder.is_dir():
                with suppress(CannotWrite, ReadOnly, lock.Busy):
                    held.enter_context(locked(folder))
        yield
