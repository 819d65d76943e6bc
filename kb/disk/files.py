"""Files out: written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kb.disk.places import check_may_write
from kb.ground.errors import KbError
from kb.ground.saying import say


class CannotWrite(KbError):
    """The file cannot be written; what stood there before still stands."""


def write_file(path: Path, data: bytes | str) -> None:
    """Writes a file through a temporary one beside it. Raises CannotWrite, ReadOnly."""
    check_may_write(path)
    content = data.encode("utf-8") if isinstance(data, str) else data
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(
            dir=path.parent or Path(), prefix=f".{path.name[:40]}."
        )
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        said = say("disk.file_unwritten", path=str(path), why=str(error.strerror))
        raise CannotWrite(said) from error
