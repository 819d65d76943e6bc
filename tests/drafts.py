"""Drafts for the tests of collisions and losses: items against an edition of the library."""

from __future__ import annotations

from dataclasses import replace

from kb.amendment.package import Package, from_data
from kb.library import Library
from kb.technique.draft import Draft, read

LAW = "law-148-2001"


def package(*items: tuple[str, str, str | None]) -> Package:
    """A package of (operation, target, proposed text); items are numbered from 1."""
    listed = [
        {"id": str(n), "operation": operation, "target": target, "proposed": text}
        for n, (operation, target, text) in enumerate(items, start=1)
    ]
    return from_data({"id": "draft", "author": "автор", "kind": "text", "items": listed})


def against(library: Library, found: Package, edition: str | None = None) -> Draft:
    """The package against one edition of each act (the newest unless said)."""
    return read(found, {act: library.edition(act, edition) for act in found.acts}, library)


def draft(
    library: Library, *items: tuple[str, str, str | None], edition: str | None = None
) -> Draft:
    return against(library, package(*items), edition)


def of_law_148(library: Library, edition: str) -> Draft:
    """The study's amendments to law 148 alone, so that one edition serves them all."""
    whole = library.package("bektibaev-2022")
    items = tuple(i for i in whole.items if i.target.act == LAW)
    return against(library, replace(whole, items=items), edition)
