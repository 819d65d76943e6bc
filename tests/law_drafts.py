"""Drafts against the library's own editions: for the tests of collisions and losses."""

from __future__ import annotations

from dataclasses import replace

from kb.amendment.package import Package
from kb.library import Library
from kb.technique.draft import Draft, read

from .drafts import item, package

LAW = "law-148-2001"


def against(library: Library, found: Package, edition: str | None = None) -> Draft:
    """The package against one edition of each act (the newest unless said)."""
    return read(found, {act: library.edition(act, edition) for act in found.acts}, library)


def draft(
    library: Library, *items: tuple[str, str, str | None], edition: str | None = None
) -> Draft:
    """Items as (operation, target, proposed text)."""
    listed = (item(target, text, operation) for operation, target, text in items)
    return against(library, package(*listed), edition)


def of_law_148(library: Library, edition: str) -> Draft:
    """The study's amendments to law 148 alone, so that one edition serves them all."""
    whole = library.package("bektibaev-2022")
    items = tuple(i for i in whole.items if i.target.act == LAW)
    return against(library, replace(whole, items=items), edition)
