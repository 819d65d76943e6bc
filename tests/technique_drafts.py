"""Small drafts for the tests of the drafting checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kb.amendment.package import from_data
from kb.library import Library
from kb.norm.act import Edition
from kb.technique.draft import Draft, read
from kb.technique.finding import Finding

Checks = Iterable[Callable[[Draft], Iterable[Finding]]]


def draft(
    library: Library, *items: dict[str, object], date: str = "2026-07-14", act: str = "law-148-2001"
) -> Draft:
    """A package of items against one edition; an item gives its target without the act, its
    proposed words and what else it needs."""
    rows = [
        {
            "id": str(nth),
            "operation": "insert",
            "quoted": None,
            "grounds": "",
            "place": "",
            **item,
            "target": f"{act}/{item['target']}",
        }
        for nth, item in enumerate(items, start=1)
    ]
    data = {"id": "test", "author": "А. Автор", "kind": "text", "items": rows}
    edition: Edition = library.edition(act, date, "ru")
    return read(from_data(data), {act: edition}, library)


def found(draft: Draft, checks: Checks) -> list[Finding]:
    return [f for each in checks for f in each(draft)]


def rules_of(draft: Draft, checks: Checks) -> set[str]:
    return {f.rule for f in found(draft, checks)}
