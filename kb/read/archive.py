"""Members of a zip archive (.docx, .xlsx), read with care: the archive's own directory may lie."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from kb.ground.saying import say
from kb.read.document import MAX_BYTES, BadSource

MAX_MEMBERS: Final = 5_000
MAX_RATIO: Final = 300  # text of laws packs about tenfold
_OLE: Final = b"\xd0\xcf\x11\xe0"
_CHUNK: Final = 1 << 16
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def members(data: bytes, name: str, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted members of an archive by their names; the names of the others have empty contents.

    At most MAX_BYTES in all are unfolded, whatever sizes the directory states; a member that is not
    wanted is not unfolded. Raises BadSource: not an archive, damaged, with a password, with macros,
    larger than it may be; `name` stands for the file in the message.
    """
    if data.startswith(_OLE):
        raise BadSource(say("read.archive_old", name=name))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        listed = archive.infolist()
        if len(listed) > MAX_MEMBERS or sum(m.file_size for m in listed) > MAX_BYTES:
            raise BadSource(say("read.archive_vast", name=name))
        if any(m.file_size > MAX_RATIO * max(m.compress_size, 1_000) for m in listed):
            raise BadSource(say("read.archive_bomb", name=name))
        if any(m.flag_bits & 1 for m in listed):
            raise BadSource(say("read.archive_password", name=name))
        left, contents = MAX_BYTES, dict.fromkeys((m.filename for m in listed), b"")
        for member in listed:
            if wanted(member.filename):
                contents[member.filename] = _member(archive, member, left, name)
                left -= len(contents[member.filename])
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # zipfile: a way of compression it does not know
        RuntimeError,
        ValueError,  # zipfile: an offset before the beginning
        OSError,
    ) as error:
        raise BadSource(say("read.archive_damaged", name=name, why=str(error))) from error
    types = contents.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(n.endswith("vbaProject.bin") for n in contents):
        raise BadSource(say("read.archive_macros", name=name))
    return contents


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, name: str) -> bytes:
    """A member's contents, read piece by piece: no piece is larger than was asked for, so that a
    member which states a small size and unfolds into gigabytes costs no more than it states."""
    if member.compress_type not in _PACKED:
        raise NotImplementedError(f"{member.filename}: compression {member.compress_type}")
    pieces, size = [], 0
    with archive.open(member) as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            if size > left:
                raise BadSource(say("read.archive_vast", name=name))
            pieces.append(piece)
    return b"".join(pieces)
