"""Files out: written whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
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


def write_folder(folder: Path, files: Mapping[str, bytes | str], mark: str) -> None:
    """Writes a folder with these files (path below it → data), whole or not at all.

    A folder that stands there is replaced if it is empty or an earlier one of ours, which its file `mark`
    shows. Raises CannotWrite, ReadOnly; then what stood there still stands.
    """
    check_may_write(folder)
    temporary = None
    try:
        folder = folder.resolve()
        ours = not folder.exists() or (folder / mark).is_file()
        if not ours and not (folder.is_dir() and not any(folder.iterdir())):
            raise CannotWrite(say("disk.folder_taken", path=str(folder)))
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}."))
        made = temporary / "made"
        for name, data in {**files, mark: ""}.items():
            place = made / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        if folder.exists():
            folder.rename(temporary / "old")
        try:
            made.rename(folder)
        except OSError:
            with suppress(OSError):
                (temporary / "old").rename(folder)
            raise
    except OSError as error:
        said = say("disk.file_unwritten", path=str(folder), why=system_reason(error))
        raise CannotWrite(said) from error
    finally:
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)
