"""A folder of a user on this node's disk, and beside it what the database held when it was last seen.

The folder is worked in; its base (`.house/<room>` beside it: a list and the files by the hash of their bytes)
is only ever what the database has committed, and its list is replaced whole. So whatever a killed program has
left in the folder is undone from the base, also while the database does not answer.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.disk import inside
from kb.disk.files import CannotWrite, write_file
from kb.disk.lock import LOCK
from kb.disk.shelf import STAGED
from kb.ground import regular
from kb.ground.saying import say
from kb.ground.system import system_reason
from kb.house.store import Change, Leaf

ROOMS: Final = ("amendments", "corpus", "dismissals", "drafts")
BASE: Final = ".house"
ASIDE: Final = "aside"  # files that were there before the house, where the house had others
_LIST: Final = "list.json"
_LAST: Final = "acts.yaml"  # a change of it tells a build that the folder has changed

Scan = dict[str, tuple[int, int, int]]  # path → number on the disk, time, size


@dataclass(frozen=True, slots=True)
class Known:
    """What the database held: the folder's mark ("" for one never saved) and its files by path."""

    mark: str
    leaves: Mapping[str, Leaf]


NOTHING: Final = Known("", {})


def sha(data: bytes) -> str:
    """The hash by which a file's bytes are known."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Mirror:
    """The folder `room` of a user. Everything here raises CannotWrite where the disk does not let it."""

    room: Path

    @property
    def base(self) -> Path:
        return self.room.parent / BASE / self.room.name

    def known(self) -> Known | None:
        """What the database held when it was last seen; None where this node does not know."""
        try:
            data = json.loads(regular.read_bytes(self.base / _LIST))
            leaves = {str(p): Leaf(str(s), int(w)) for p, (s, w) in data["files"].items()}
            known = Known(str(data["mark"]), leaves)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        whole = all((self.base / leaf.sha).is_file() for leaf in leaves.values())
        return known if whole else None

    def has_strangers(self) -> bool:
        """Whether files lie here that were there before the node joined the house."""
        return not self.base.exists() and bool(self.scan())

    def move_aside(self) -> None:
        """Moves such files out of the way: the house has others in their place."""
        with _said(self.room):
            target = self.room.parent / ASIDE
            target.mkdir(exist_ok=True)
            nth = 1 + sum(1 for p in target.iterdir() if p.name.startswith(self.room.name))
            for path in self.scan():
                place = target / f"{self.room.name}-{nth}" / path
                place.parent.mkdir(parents=True, exist_ok=True)
                (self.room / path).replace(place)

    def scan(self) -> Scan:
        """The user's files as they lie, with what a change of any of them alters."""
        with _said(self.room):
            return {path: _stat(self.room / path) for path in self._files() if _is_kept(path)}

    def change(self, known: Known, before: Scan) -> Change | None:
        """What was done in the folder since `before`; None for nothing."""
        now = self.scan()
        written: dict[str, tuple[Leaf, bytes]] = {}
        with _said(self.room):
            for path, (_, when, _) in now.items():
                if before.get(path) != now[path]:
                    content = regular.read_bytes(self.room / path)
                    leaf = Leaf(sha(content), when)
                    old = known.leaves.get(path)
                    if old is None or old.sha != leaf.sha:
                        written[path] = leaf, content
        removed = frozenset(known.leaves.keys() - now.keys())
        return Change(written, removed) if written or removed else None

    def lacks(self, leaves: Mapping[str, Leaf]) -> list[str]:
        """The paths of those files whose bytes the base does not have."""
        return [path for path, leaf in leaves.items() if not (self.base / leaf.sha).is_file()]

    def note(self, known: Known, fresh: Iterable[bytes]) -> None:
        """Notes what the database holds; `fresh`: the bytes that the base lacks."""
        with _said(self.base):
            self.base.mkdir(parents=True, exist_ok=True)
            for data in fresh:
                write_file(self.base / sha(data), data)
            files = {path: (leaf.sha, leaf.written) for path, leaf in known.leaves.items()}
            write_file(self.base / _LIST, json.dumps({"mark": known.mark, "files": files}))
            used = {_LIST, *(leaf.sha for leaf in known.leaves.values())}
            for old in self.base.iterdir():
                if old.name not in used:
                    old.unlink(missing_ok=True)

    def lay(self, known: Known, clean: Mapping[str, Leaf] | None = None) -> Scan:
        """Makes the folder what the base says; `clean`: what lies in it for certain and need not be read."""
        with _said(self.room):
            self.room.mkdir(parents=True, exist_ok=True)
            for path in self._files():
                if not _is_kept(path) and _is_left(path):
                    (self.room / path).unlink(missing_ok=True)
            there = self.scan()
            for path in there.keys() - known.leaves.keys():
                (self.room / path).unlink(missing_ok=True)
            for path in sorted(known.leaves, key=lambda p: p == _LAST):
                leaf, place = known.leaves[path], self.room / path
                if clean is not None and path in there and clean.get(path) == leaf:
                    continue
                if path not in there or sha(regular.read_bytes(place)) != leaf.sha:
                    inside.inside(self.room, *path.split("/"))
                    place.parent.mkdir(parents=True, exist_ok=True)
                    write_file(place, regular.read_bytes(self.base / leaf.sha))
                os.utime(place, ns=(leaf.written, leaf.written))
            for folder in [p for p in self.room.iterdir() if p.is_dir() and not p.is_symlink()]:
                with suppress(OSError):  # there is something in it
                    folder.rmdir()
        return self.scan()

    def _files(self) -> list[str]:
        """The paths of all files in the folder, below it as a path has them."""
        return [
            (Path(place) / name).relative_to(self.room).as_posix()
            for place, _, names in os.walk(self.room)
            for name in names
            if name != LOCK
        ]


def _is_left(path: str) -> bool:
    """Whether a file is what a killed writer has left: laid ready, a journal, a temporary one."""
    name = path.rpartition("/")[2]
    return name.startswith(".") or name.endswith(STAGED)


def _is_kept(path: str) -> bool:
    """Whether a file is the user's: by a name that every system has. Others are let alone."""
    return not _is_left(path) and all(map(inside.is_part, path.split("/")))


def _stat(path: Path) -> tuple[int, int, int]:
    there = path.lstat()
    return there.st_ino, there.st_mtime_ns, there.st_size


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = say("disk.folder_unwritten", path=str(path), why=system_reason(error))
        raise CannotWrite(said) from error
