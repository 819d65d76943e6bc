"""A package in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.compare.table import Comparison
from kb.norm.act import Act
from kb.papers.conclusion import Annex
from kb.papers.package_paper import Kind, paper
from kb.write.columns import Column, columns


def export(
    comparison: Comparison,
    acts: Mapping[str, Act],
    format_: str,
    annex: Annex | None = None,
    *,
    kazakh: Comparison | None = None,
    table: Sequence[Column] | None = None,
    kind: Kind = "whole",
) -> bytes:
    """The bytes of a package's paper as `md`, `docx` or `html`; ValueError for another format.

    `kazakh`: the Kazakh table, for the paper in Kazakh; `table`: its columns, else those in use
    (BadYaml or BadColumns for a file of them that cannot be used).
    """
    sheet = paper(comparison, acts, table or columns(), annex, kazakh=kazakh, kind=kind)
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
