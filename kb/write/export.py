"""A package in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping

from kb.act import Act
from kb.write.comparison import Comparison
from kb.write.package_paper import paper


def export(comparison: Comparison, acts: Mapping[str, Act], format_: str) -> bytes:
    """The bytes of a package as `md`, `docx` or `html`; ValueError for another format."""
    sheet = paper(comparison, acts)
    if format_ == "md":
        from kb.write import markdown

        return markdown.write(sheet).encode("utf-8")
    if format_ == "html":
        from kb.write import html

        return html.write(sheet).encode("utf-8")
    if format_ == "docx":
        from kb.write import docx

        return docx.write(sheet)
    raise ValueError(format_)
