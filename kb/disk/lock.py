"""One writer at a time in a folder that several programs or tabs may change."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from kb.disk.files import CannotWrite
from kb.disk.keeper import keeper
from kb.disk.places import check_may_write
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.ground.system import system_reason

LOCK: Final = ".lock"
WAIT_S: Final = 20.0


class Busy(KbError):
    """Another program is changing the same folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder for a change, on every machine that shares it (kb/disk/keeper.py).

    Raises as `locked_here`, and CannotWrite for a change that could not be kept: then it is undone.
    """
    with locked_here(folder), keeper().holding(folder):
        yield


@contextmanager
def locked_here(folder: Path) -> Iterator[None]:
    """Holds the folder on this machine, made where it is missing; the lock goes with the process that
    holds it.

    Raises Busy after WAIT_S seconds, CannotWrite where the folder cannot be written, ReadOnly for a
    guest of a team's server.
    """
    check_may_write(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / LOCK).open("a+b")
    except OSError as error:
        said = say("disk.folder_unwritten", path=str(folder), why=system_reason(error))
        raise CannotWrite(said) from error
    with handle:
        ends = time.monotonic() + WAIT_S
        while not _lock(handle):
            if time.monotonic() > ends:
                raise Busy(say("disk.folder_busy", path=str(folder)))
            time.sleep(0.1)
        yield


def _lock(handle: IO[bytes]) -> bool:
    """Whether the lock was got; it is given back when the file is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
