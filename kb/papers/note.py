"""The explanatory note: what art. 29 p. 2 subp. 1 of the Law on legal acts asks of it, in the author's own
words; what the author has not given is named, never written for him.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb.compare.table import Entry
from kb.ground.saying import say
from kb.papers.bill import Bill
from kb.papers.labels import labels_in
from kb.write.paper import Block, Bullets, FormLine, Heading, Plain


def note_blocks(bill: Bill, language: str) -> Iterator[Block]:
    """The note to one draft."""
    labels, shown = labels_in(language), bill.comparison
    yield Heading(labels("note"))
    yield FormLine(say("papers.note_to", title=bill.title).in_language(language), "centre")
    grounds = [(e, e.item.grounds.strip()) for e in shown.entries]
    yield Heading(labels("note_need"), 3)
    if any(text for _, text in grounds):
        for entry, text in grounds:
            if text:
                yield Plain(f"{entry.number}. {_capital(entry.element)}. {text}")
    # Grounds that stand in Russian alone are given, though not in Kazakh.
    elsewhere = {i.id for i in shown.package.items if i.grounds.strip()}
    without = [e for e, text in grounds if not text]
    for key, missing in (
        ("note_no_grounds", [e.element for e in without if e.item.id not in elsewhere]),
        ("note_grounds_russian", [e.element for e in without if e.item.id in elsewhere]),
    ):
        if missing:
            told = say(f"papers.{key}", units="; ".join(missing)).in_language(language)
            yield Plain(told, aside=True)
    yield Heading(labels("note_main"), 3)
    yield Bullets(
        tuple(
            f"{_capital(e.element)}: {labels(f'change_{e.item.operation}')}"
            + (f" – {_undone(e, labels('refused'), language)}" if _refused(e) else "")
            for e in shown.entries
        )
    )
    yield Heading(labels("note_missing"), 3)
    yield Plain(labels("note_goals_absent"), aside=True)
    yield Plain(labels("note_annexes"), aside=True)
    citation = shown.package.citation.strip()
    if citation:
        yield Heading(labels("sources"), 3)
        yield Bullets((citation,))


def _refused(entry: Entry) -> bool:
    return bool(entry.refused) and entry.item.operation != "none"


def _undone(entry: Entry, refused: str, language: str) -> str:
    """Why an amendment is not in the draft: it has no text in the language, or cannot be applied."""
    return say("compare.no_kazakh").in_language(language) if entry.no_text else refused


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
