"""A file is opened for reading only if it is one: a pipe or a device may hang, or never end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from kb.ground.saying import say


def opened(path: Path) -> BinaryIO:
    """The file, open for its bytes. Raises OSError, also for what is no regular file.

    It is asked after it is opened, so that nothing can take its place between; without waiting, as
    a pipe would make it.
    """

    def at_once(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    file = open(path, "rb", opener=at_once)  # noqa: SIM115
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, say("ground.not_regular"), str(path))


def read_bytes(path: Path) -> bytes:
    """All bytes of a regular file. Raises OSError."""
    with opened(path) as file:
        return file.read()
