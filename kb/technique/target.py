"""Target: does the draft speak of what the law has — the unit, its number, its wording."""

from __future__ import annotations

from collections.abc import Iterator

from kb.technique.draft import Draft
from kb.technique.finding import Finding, finding


def refused(draft: Draft) -> Iterator[Finding]:
    """An item that cannot be carried out: no such unit, the number taken, words that differ."""
    for each in draft.proposals:
        if each.refused:
            yield finding("target-refused", each.item.id, each.address, each.refused)


CHECKS = (refused,)
