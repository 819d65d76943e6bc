"""A person's text file as running text: an instruction, a draft, a letter; for what is not read as an act.

Word, a saved page, Akoma Ntoso, a bank's JSON and plain text give their lines in order, nothing is made
of them. A plain text may be UTF-8, UTF-16 or windows-1251, and copied from a PDF: then its lines are
those of the paper, and sentences are joined again.
"""

from __future__ import annotations

from pathlib import Path

from kb.read import formats
from kb.read.document import MAX_BYTES, decoded, utf_16
from kb.read.paper import one_ending, unwrapped


def running_text(path: Path, most: int = MAX_BYTES) -> str:
    """The words of a file of at most `most` bytes, a paragraph per line, line ends as «\\n».

    Raises BadSource for what is not read: too large, binary, an unknown encoding, a broken archive.
    """
    return of_bytes(formats.load(path, most), str(path))


def of_bytes(data: bytes, name: str) -> str:
    """The same from bytes; `name` stands for the file in messages."""
    if utf_16(data):
        return _plain(decoded(data, name))
    match formats.detect(data, name):
        case "docx":
            from kb.read import docx

            return "\n".join(docx.lines(data, name))
        case "office":
            from kb.read import docx, office

            return "\n".join(docx.lines(office.as_docx(data, name), name))
        case "adilet":
            from kb.read import markup

            root = markup.html(decoded(data, name), name)
            return "\n".join(line.text for line in markup.lines(root))
        case "akn":
            from kb.read import akoma_ntoso

            return "\n".join(akoma_ntoso.lines(data, name))
        case "md":
            return _plain(decoded(data, name))
        case form:
            return formats.read(data, name, form).edition.root.text


def _plain(text: str) -> str:
    return unwrapped(one_ending(text))
