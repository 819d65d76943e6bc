"""Hostile characters: what may not pass into a document, and how each format escapes text.

Nothing is dropped silently: a control character or a direction mark becomes visible as ⟨U+202E⟩.
"""

from __future__ import annotations

import html
import re

# Control characters (but tab and newline), direction overrides and isolates, zero-width marks,
# and code points that XML cannot hold.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)


def visible(text: str) -> str:
    """The text with every hidden character written out."""
    return _HIDDEN.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text)


def html_text(text: str) -> str:
    """Text for an HTML element or a quoted attribute."""
    return html.escape(visible(text), quote=True)


def markdown_text(text: str) -> str:
    """Text for a paragraph of Markdown: no character of it is a mark."""
    escaped = _MARKDOWN.sub(r"\\\1", visible(text))
    return _LINE_START.sub(_escape_list_mark, escaped)


def _escape_list_mark(found: re.Match[str]) -> str:
    space, mark = found[1], found[2]
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def markdown_cell(text: str) -> str:
    """Text for a cell of a Markdown table: one line, breaks as <br>."""
    return "<br>".join(markdown_text(line) for line in text.split("\n"))


def file_name(text: str) -> str:
    """A file name of letters, digits, dots and hyphens; never empty, never hidden."""
    name = re.sub(r"[^\w.-]+", "-", text, flags=re.ASCII).strip("-.")
    return name[:100] or "package"
