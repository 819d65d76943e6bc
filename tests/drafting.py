"""Small packages for the tests of drafting checks, against editions of a library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb import technique
from kb.amendment.package import Package, from_data
from kb.library import Library
from kb.technique import Check
from kb.technique.draft import Draft, read
from kb.technique.finding import Finding

LAW = "law-148-2001"


def item(
    target: str, proposed: str | None, operation: str = "insert", **more: Any
) -> dict[str, Any]:
    """An item as a package file has it."""
    return {"target": target, "operation": operation, "proposed": proposed, **more}


def package(*items: dict[str, Any], **more: Any) -> Package:
    """A package of items, numbered from 1."""
    numbered = [{"id": str(n), **entry} for n, entry in enumerate(items, start=1)]
    return from_data({"id": "draft", "author": "А", "kind": "text", "items": numbered, **more})


def draft(library: Library, *items: dict[str, Any], against: str = "newest", **more: Any) -> Draft:
    """The draft of such a package."""
    found = package(*items, **more)
    return read(found, library.editions_for(found, against), library)


def said(library: Library, proposed: str, checks: Iterable[Check]) -> list[Finding]:
    """The findings about a text proposed as a new point of article 12 of law 148."""
    return list(technique.check(draft(library, item(f"{LAW}/art_12.pt_9", proposed)), checks))
