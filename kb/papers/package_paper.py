"""The papers of a package as values for every format: draft, comparative table, explanatory note,
conclusion. Each is a paper of its own; `whole` puts what is filed into one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, get_args

from kb.compare.table import Comparison
from kb.ground.saying import joined, say
from kb.norm.act import Act
from kb.papers.bill import Bill, bills, draft_blocks
from kb.papers.comparative import table_blocks
from kb.papers.conclusion import Annex, Effects, conclusion_blocks
from kb.papers.labels import labels_in
from kb.papers.note import note_blocks
from kb.write.columns import Column
from kb.write.paper import Block, Paper, Part, Plain

Kind = Literal["whole", "draft", "table", "note", "conclusion"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


def paper(
    comparison: Comparison,
    acts: Mapping[str, Act],
    columns: Sequence[Column],
    annex: Annex | None = None,
    *,
    kazakh: Comparison | None = None,
    kind: Kind = "whole",
) -> Paper:
    """A paper of a package; with `kazakh`, its Kazakh table, the paper is in Kazakh.

    `whole` is what is filed: for each draft the draft, its table and its note. The conclusion tells
    what an annex knows, without one only of the amendments themselves.
    """
    language = "kk" if kazakh else "ru"
    labels, shown = labels_in(language), kazakh or comparison
    package = shown.package
    if kind == "conclusion":
        annexed = annex or Annex((), Effects(unknown=say("papers.not_checked")))
        blocks = tuple(conclusion_blocks(shown, acts, annexed, language))
        below = f"{package.title_in(language)}. {labels('author')}: {package.author}"
        return Paper(language, labels("conclusion"), below, (Part(blocks),))
    found_bills = bills(shown, acts, language)
    title = "; ".join(dict.fromkeys(b.title for b in found_bills)) or package.title_in(language)
    parts = tuple(
        part for bill in found_bills for part in _parts(bill, acts, columns, language, kind)
    )
    return Paper(language, title, "", parts, titled=False)


def _parts(
    bill: Bill, acts: Mapping[str, Act], columns: Sequence[Column], language: str, kind: Kind
) -> Iterator[Part]:
    if kind in ("whole", "draft"):
        if bill.lines:
            yield Part((*draft_blocks(bill, language), *_left_out(bill, language)))
        elif kind == "draft":
            yield Part((Plain(labels_in(language)("no_draft")),))
    if kind in ("whole", "table"):
        blocks = table_blocks(bill.comparison, acts, columns, bill.title, language)
        yield Part(tuple(blocks), landscape=True)
    if kind in ("whole", "note"):
        yield Part(tuple(note_blocks(bill, language)))


def _left_out(bill: Bill, language: str) -> tuple[Block, ...]:
    """Which amendments the draft lacks: those that cannot be applied."""
    refused = [
        joined(": ", (f"{e.item.id} ({e.element})", e.refused))
        for e in bill.comparison.entries
        if e.refused and e.item.operation != "none"
    ]
    if not refused:
        return ()
    return (
        Plain(
            say("papers.not_in_draft", items=joined("; ", refused)).in_language(language),
            aside=True,
        ),
    )
