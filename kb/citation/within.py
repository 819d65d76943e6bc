"""The citations inside an edition, clause by clause: what the graph and the pages are made of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from kb.citation import cite, load_names
from kb.citation.names import Names
from kb.citation.resolve import Citation
from kb.library import Library
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps

# An edition says of itself what it is, as its corpus file does, so that «настоящего Закона» and
# «Конституции» are resolved on its own date.
_FRONT = "---\nact_id: {act}\nedition: {date}\nlanguage: {language}\n---\n"


def standing(library: Library, edition: Edition) -> Mapping[Steps, list[Citation]]:
    """`within` for an edition of the library's own, which every check of a draft asks again."""
    return library.remembered(
        f"citations of {edition.name}", lambda: within(library, edition, load_names(library))
    )


def within(
    library: Library,
    edition: Edition,
    names: Names | None = None,
    own: Edition | None = None,
) -> dict[Steps, list[Citation]]:
    """The citations of each clause that is law; offsets in characters of its `own_text`.

    `own`: the edition by whose numbers the text cites itself, where it is not `edition`: a draft
    read by the numbers of the law that it changes.

    The text is read as a whole, since «пункта 4 настоящей статьи» needs the article around it.
    """
    text, starts, owners = _laid_out(edition)
    citations: dict[Steps, list[Citation]] = {}
    for each in cite(text, library, names=names, own=own or edition):
        at = bisect_right(starts, each.start) - 1
        clause = owners[at] if at >= 0 else None
        if clause is None or each.end > starts[at] + len(clause.own_text):
            continue
        shift = starts[at]
        moved = replace(
            each,
            start=each.start - shift,
            end=each.end - shift,
            phrase=(each.phrase[0] - shift, each.phrase[1] - shift),
        )
        citations.setdefault(clause.steps, []).append(moved)
    return citations


def _laid_out(edition: Edition) -> tuple[str, list[int], list[Clause]]:
    """The edition's text, a unit per line, with the start of each clause's own words in it."""
    pieces = [_FRONT.format(act=edition.act, date=edition.date, language=edition.language)]
    length = len(pieces[0])
    starts: list[int] = []
    owners: list[Clause] = []

    def put(words: str) -> None:
        nonlocal length
        pieces.append(words)
        length += len(words)

    for clause in edition.walk():
        if not clause.live:
            continue
        if clause.heading_lines:
            put(f"\n{clause.heading_text}\n")
        if clause.own_text:
            mark = edition.marks.get(edition.address(clause.steps), "")
            put(f"\n{mark} " if mark else "\n")
            starts.append(length)
            owners.append(clause)
            put(f"{clause.own_text}\n")
    return "".join(pieces), starts, owners
