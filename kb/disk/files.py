"""Files out: written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from kb.disk.places import check_may_write
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.ground.system import system_reason


class CannotWrite(KbError):
    """The file cannot be written; what stood there before still stands."""


_UMASK: Final = os.umask(0)  # the system tells it only by changing it
os.umask(_UMASK)


def write_file(path: Path, data: bytes | str) -> None:
    """Writes a file through a temporary one beside it. Raises CannotWrite, ReadOnly.

    What is no plain file stays what it is: a pipe or a device is written into, the file behind a link
    is written. A file keeps its mode; a new one has the mode that the user's umask gives.
    """
    check_may_write(path)
    content = data.encode("utf-8") if isinstance(data, str) else data
    temporary = None
    try:
        path = path.resolve() if path.is_symlink() else path
        there = path.stat() if path.exists() else None
        if there and (stat.S_ISFIFO(there.st_mode) or stat.S_ISCHR(there.st_mode)):
            with path.open("wb", buffering=0) as device:
                device.write(content)
            return
        if there and stat.S_ISREG(there.st_mode) and there.st_nlink > 1:
            path.write_bytes(content)
            return
        handle, temporary = tempfile.mkstemp(
            dir=path.parent or Path(), prefix=f".{path.name[:40]}."
        )
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(temporary).chmod(stat.S_IMODE(there.st_mode) if there else 0o666 & ~_UMASK)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        said = say("disk.file_unwritten", path=str(path), why=system_reason(error))
        raise CannotWrite(said) from error
