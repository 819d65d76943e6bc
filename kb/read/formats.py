"""Which reader a file needs, told by its first bytes, never by its name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kb.ground import regular
from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.ground.system import system_reason
from kb.norm.act import Doubt
from kb.read import git, markdown, office, paper
from kb.read.document import MAX_BYTES, BadSource, decoded, utf_16
from kb.read.kinds import FORMATS, Format
from kb.read.markdown import Parsed

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|h1|article|div|!--)[\s>/-]", re.IGNORECASE
)
_AKN = re.compile(rb"<(?:\w+:)?akomaNtoso[\s>]")


# What is known by its first bytes, and has no text that is read.
NOT_READ: Final = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"AT&TFORM": "DjVu",
    b"%!PS": "PostScript",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"SQLite format 3": "SQLite",
}


def load(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `most` bytes. Raises BadSource."""
    try:
        size = path.stat().st_size
        if size > most:
            raise BadSource(say("read.file_too_large", path=path, size=size, most=most))
        with regular.opened(path) as file:  # a file of /proc has no size
            data = file.read(most + 1)
    except OSError as error:
        raise BadSource(say("read.file_unread", path=path, why=system_reason(error))) from error
    if len(data) > most:
        raise BadSource(say("read.too_large", name=path, most=most))
    return data


def detect(data: bytes, name: str) -> Format:
    """The format of a source: one of FORMATS. Raises BadSource for a known one that is not read."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"%PDF"):
        raise BadSource(joined(": ", (name, say("read.pdf"))))
    if other := next((what for sign, what in NOT_READ.items() if head.startswith(sign)), ""):
        raise BadSource(say("read.not_text", name=name, what=other))
    if office.ending(head):
        return "office"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    start = head.lstrip()
    if start.startswith(b"{"):
        return "zan"
    if start.startswith(b"<?xml") or _AKN.match(start):
        return "adilet" if re.search(rb"<html[\s>]", head, re.IGNORECASE) else "akn"
    if _HTML.match(start) or re.search(rb"<html[\s>]", head, re.IGNORECASE):
        return "adilet"
    if Path(name).suffix.lower() in (".html", ".htm"):
        return "adilet"
    return "md"


def read(
    data: bytes,
    name: str,
    format_: str = "",
    *,
    declared: str = "",
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition in a source of any format; `name` stands for it in messages, `declared` is the
    charset that a server named. Raises BadSource, or the Markdown reader's BadText."""
    if utf_16(data):
        data = decoded(data, name).encode("utf-8")
    # Each reader is imported when it is needed: lxml and Word cost time at start.
    match format_ or detect(data, name):
        case "adilet":
            from kb.read import adilet

            return adilet.read(data, name, declared=declared, act=act, readings=readings)
        case "zan":
            from kb.read import zan

            return zan.read(data, name, act=act, readings=readings)
        case "docx":
            from kb.read import docx

            return docx.read(data, name, act=act, readings=readings)
        case "akn":
            from kb.read import akoma_ntoso

            return akoma_ntoso.read(data, name, act=act, readings=readings)
        case "office":
            return _office(data, name, act, readings)
        case "md":
            text = decoded(data, name)
            del data  # fifty megabytes, with the text beside them
            return _markdown(text, name, act, readings)
    raise KbError(say("read.format_unknown", name=format_, there=", ".join(FORMATS)))


def _office(data: bytes, name: str, act: str, readings: Mapping[str, str] | None) -> Parsed:
    from kb.read import docx

    made = docx.read(office.as_docx(data, name), name, act=act, readings=readings)
    doubts = (Doubt(1, "", say("read.office")), *made.edition.doubts)
    return replace(made, edition=replace(made.edition, doubts=doubts))


def _markdown(text: str, name: str, act: str, readings: Mapping[str, str] | None) -> Parsed:
    if git.is_clone_text(text):
        document = git.read(text, {}, name, act=act)
        title = next((c.own_text for c in document.edition.walk() if c.kind == "title"), "")
        return replace(document, edition=replace(document.edition, title=title))
    plain = text if text.startswith("---") else paper.one_ending(text)
    joined_ = paper.unwrapped(plain)
    document = markdown.parse(joined_, name, act=act, readings=readings)
    if joined_ == plain:
        return document
    doubts = (Doubt(1, "", say("read.paper")), *document.edition.doubts)
    return replace(document, edition=replace(document.edition, doubts=doubts))
