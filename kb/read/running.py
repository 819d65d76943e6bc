"""A person's text file as running text: an instruction, a draft, a letter; for what is not read as an act.

Word, a saved page, Akoma Ntoso, a bank's JSON and plain text give their lines in order, nothing is made
of them. A plain text may be UTF-8, UTF-16 or windows-1251, and copied from a PDF: then its lines are
those of the paper, and sentences are joined again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kb.read import formats
from kb.read.document import decoded

# A line that can only begin something, whatever the line above it ends in.
_BEGINS = re.compile(
    r"\s*(?:\d+(?:-\d+)*[.)]\s|\d+(?:-\d+)*-(?:бап|тарау)|[а-яё]\)\s|[IVX]+\.\s|[«\"“]|#"
    r"|(?:Статья|Глава|Раздел|Параграф|Приложение|Сноска|Ескерту|СТАТЬЯ|ГЛАВА|РАЗДЕЛ)\s)"
)
_ENDS = re.compile(r"[.;:!?…»\"”]\s*$")
_PAGE = re.compile(r"[^\S\n]*(?:(?:стр\.?\s*)?\d{1,4}|-\s*\d{1,4}\s*-)[^\S\n]*$", re.IGNORECASE)
_MIN_WIDTH: Final = 50  # letters in a line of paper
_MAX_WIDTH: Final = 140


def running_text(path: Path) -> str:
    """The words of a file, a paragraph per line, line ends as «\\n».

    Raises BadSource for what is not read: too large, binary, an unknown encoding, a broken archive.
    """
    return of_bytes(formats.load(path), str(path))


def of_bytes(data: bytes, name: str) -> str:
    """The same from bytes; `name` stands for the file in messages."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _plain(decoded(data, name))
    match formats.detect(data, name):
        case "docx":
            from kb.read import docx

            return "\n".join(docx.lines(data, name))
        case "adilet":
            from kb.read import markup

            root = markup.html(decoded(data, name), name)
            return "\n".join(line.text for line in markup.lines(root))
        case "akn":
            from kb.read import akoma_ntoso

            return "\n".join(akoma_ntoso.lines(data, name))
        case "zan" as form:
            return formats.read(data, name, form).edition.root.text
    return _plain(_text(data, name))


def _text(data: bytes, name: str) -> str:
    """A plain text; windows-1251 where it is not UTF-8 and reads as Cyrillic so."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
        letters = [c for c in text[:200_000] if c.isalpha() and not c.isascii()]
        small = sum("а" <= c <= "я" for c in letters)
        if small * 2 > len(letters):  # UTF-8 misread is «РџСЂ…», half of it capital
            return decoded(data, name, "windows-1251")
    return decoded(data, name)


def _plain(text: str) -> str:
    return unwrapped(text.replace("\r\n", "\n").replace("\r", "\n"))


def unwrapped(text: str) -> str:
    """A text copied from a paper page with its sentences on one line; any other unchanged.

    Told by its lines: most fill a page's width and end in the middle of a sentence.
    """
    lines = [line for page in text.split("\f") for line in page.split("\n")]
    if not _of_paper([line for line in lines if line.strip()]):
        return text
    result: list[str] = []
    for line in lines:
        if not line.strip() or _PAGE.match(line):
            continue
        above = result[-1] if result else ""
        if not above or _ENDS.search(above) or _BEGINS.match(line) or len(above) < _MIN_WIDTH // 2:
            result.append(line.strip())
        elif re.search(r"[^\W\d_]-$", above) and line.strip()[:1].islower():
            result[-1] = above[:-1] + line.strip()
        else:
            result[-1] = f"{above} {line.strip()}"
    return "\n".join(result)


def _of_paper(lines: list[str]) -> bool:
    if len(lines) < 4 or max(map(len, lines)) > _MAX_WIDTH:
        return False
    open_ = sum(len(line.strip()) >= _MIN_WIDTH and not _ENDS.search(line) for line in lines)
    return open_ * 3 > len(lines)
