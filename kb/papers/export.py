"""A package in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.compare.table import Comparison
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Act
from kb.papers.bill import bills
from kb.papers.conclusion import Annex
from kb.papers.package_paper import Kind, paper
from kb.write.columns import Column, columns


class NoDraft(KbError):
    """Akoma Ntoso holds a draft, and none is asked for or there is none."""


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
    """The bytes of a package's paper as `md`, `docx`, `html`, its drafts as `akn` (Akoma Ntoso);
    ValueError for another format, NoDraft where `akn` has none to hold.

    `kazakh`: the Kazakh table, for the paper in Kazakh; `table`: its columns, else those in use
    (BadYaml or BadColumns for a file of them that cannot be used).
    """
    if format_ == "akn":
        from kb.write import akoma_ntoso_bill

        language, shown = ("kk", kazakh) if kazakh else ("ru", comparison)
        drafts = [
            akoma_ntoso_bill.Draft(bill.title, "\n".join(bill.lines))
            for bill in bills(shown, acts, language)
            if bill.lines
        ]
        if not drafts or kind not in ("whole", "draft"):
            raise NoDraft(say("papers.akn_draft_only", package=comparison.package.id))
        return akoma_ntoso_bill.write(comparison.package.id, drafts, acts, language)
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
