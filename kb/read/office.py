"""RTF, OpenDocument and old Word files: turned into .docx by LibreOffice where it is there.

LibreOffice runs apart: a profile of its own that is thrown away, no macros, no links followed, limits of
time and of what it writes; when the time is over it and its children are ended.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from kb.ground.saying import say
from kb.read.document import MAX_BYTES, BadSource, check_size

PATIENCE_S: Final = 120
_RTF: Final = b"{\\rtf"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ODT: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>0</value></prop></item>
</oor:items>
"""


def ending(data: bytes) -> str:
    """The ending of the names of such files, told by the bytes; "" for any other."""
    if data.startswith(_RTF):
        return ".rtf"
    if data.startswith(b"PK\x03\x04") and data[30:].startswith(_ODT):
        return ".odt"
    return ".doc" if data.startswith(_OLE) else ""


def program() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_docx(data: bytes, name: str) -> bytes:
    """The same document as .docx. Raises BadSource: no LibreOffice, a password, damaged, too slow,
    too large; `name` stands for the file in the message."""
    check_size(data, name)
    office = program()
    kind = ending(data)
    if office is None:
        raise BadSource(say("read.office_absent", name=name, kind=kind))
    with tempfile.TemporaryDirectory(prefix="kb-office-") as folder:
        place = Path(folder)
        (place / "profile" / "user").mkdir(parents=True)
        (place / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source, made = place / f"document{kind}", place / "made" / "document.docx"
        source.write_bytes(data)
        _run(office, place, source, made.parent, name)
        if not made.is_file():
            raise BadSource(say("read.office_unread", name=name, kind=kind))
        if made.stat().st_size > MAX_BYTES:
            raise BadSource(say("read.too_large", name=name, most=MAX_BYTES))
        return made.read_bytes()


def _run(office: str, place: Path, source: Path, to: Path, name: str) -> None:
    command = [
        *(office, "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(to), str(source)),
    ]
    process = subprocess.Popen(
        command,
        cwd=place,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise BadSource(say("read.office_slow", name=name, seconds=PATIENCE_S)) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends LibreOffice and what it started; what has ended already is left alone."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
