"""Hostile characters: what may not pass into a document, and how each format escapes text.

Nothing is dropped silently: a control character or a direction mark becomes visible as ⟨U+202E⟩.
"""

from __future__ import annotations

import re

# Control characters (but tab and newline), direction overrides and isolates, zero-width marks,
# and code points that XML cannot hold.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE | re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UPLOAD = 60  # characters of an uploaded file's name; a disk takes 255 bytes, four for a letter
# What begins a list, a heading or a rule at the start of a block, or may interrupt a paragraph: of
# numbers only 1 may, so that «2) статью 10 …» inside a paragraph stays as it is.
_BLOCK = re.compile(r"^(?:([-+=])(?=[-=\s]|$)|(\d{1,9})([.)])(?=\s|$))")
_INTERRUPT = re.compile(r"^(?:([-+=])(?=[-=\s]|$)|(1)([.)])(?=\s|$))")


def visible(text: str) -> str:
    """The text with every hidden character written out."""
    return _HIDDEN.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text)


def hidden(text: str) -> str:
    """The first hidden character of a text, written out (U+202E); empty where there is none."""
    match = _HIDDEN.search(text)
    return f"U+{ord(match.group()):04X}" if match else ""


def markdown_text(text: str) -> str:
    """Text for a paragraph of Markdown: no character of it is a mark; lines break where it does.

    White space around lines and empty lines go: Markdown would read code or a new paragraph there.
    """
    kept = [line.strip() for line in visible(text).split("\n") if line.strip()] or [""]
    lines = [_MARKDOWN.sub(r"\\\1", line) for line in kept]
    first, *more = lines
    escaped = [_BLOCK.sub(_unmarked, first), *(_INTERRUPT.sub(_unmarked, line) for line in more)]
    return "  \n".join(escaped)


def _unmarked(opening: re.Match[str]) -> str:
    bullet, number, mark = opening.groups()
    return f"\\{bullet}" if bullet else f"{number}\\{mark}"


def markdown_line(text: str) -> str:
    """Text for a heading or an item of a list of Markdown: a paragraph on one line."""
    return markdown_text(" ".join(text.split()))


def markdown_cell(text: str) -> str:
    """Text for a cell of a Markdown table: one line, breaks as <br>."""
    return "<br>".join(_MARKDOWN.sub(r"\\\1", line) for line in visible(text).split("\n"))


def table_cell(text: str) -> str:
    """Text for a cell of a CSV table: what a spreadsheet would take for a formula has an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def is_device(name: str) -> bool:
    """Whether Windows takes a file's name for a device, whatever its ending."""
    return _DEVICE.fullmatch(name.partition(".")[0].strip()) is not None


def file_name(text: str) -> str:
    """A file name of letters, digits, dots and hyphens; never empty, never hidden, no device."""
    name = re.sub(r"[^\w.-]+", "-", text, flags=re.ASCII).strip("-.")[:100]
    return f"file-{name}" if is_device(name) else name or "package"


def upload_name(name: str) -> str:
    """The name under which an uploaded file is kept: its last part, with letters of any script."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "-", visible(last))[-_UPLOAD:].strip(". ") or "file"
    return f"file-{kept}" if is_device(kept) else kept
