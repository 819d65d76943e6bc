"""Small drafts for the tests of the drafting checks: items against an act, and what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb.amendment.package import Package, from_data
from kb.library import Library
from kb.norm.act import Edition
from kb.read import markdown
from kb.technique import checking
from kb.technique.checking import Check
from kb.technique.draft import Draft, read
from kb.technique.finding import Finding

Data = Mapping[str, Any]


def act(text: str, name: str = "small", title: str = "О малом") -> Edition:
    """An edition from Markdown without its front matter."""
    front = f"---\nact_id: {name}\nedition: 2020-01-01\nlanguage: ru\ntitle: {title}\n---\n\n"
    return markdown.parse(front + text, name).edition


def item(target: str, proposed: str | None = None, operation: str = "", **more: Any) -> Data:
    """An item; without an operation a new wording, or an exclusion where nothing is proposed."""
    kind = operation or ("replace" if proposed is not None else "repeal")
    return {"id": "1", "target": target, "operation": kind, "proposed": proposed, **more}


def package(*items: Data, **more: Any) -> Package:
    """A package of items numbered in their order."""
    numbered = [{**i, "id": str(n)} for n, i in enumerate(items, start=1)]
    return from_data({"id": "p", "author": "автор", "kind": "text", "items": numbered, **more})


def findings(
    library: Library, found: Package, editions: Iterable[Edition], checks: Iterable[Check]
) -> list[Finding]:
    """What the checks find; every span must hold the finding's words."""
    draft = read(found, {e.act: e for e in editions}, library)
    result = list(checking.check(draft, checks))
    texts = {i.id: i.proposed or "" for i in found.items}
    for each in result:
        if each.span is not None:
            assert texts[each.item][slice(*each.span)] == each.words, each
    return result


def added(target: str, proposed: str) -> Data:
    """An item that adds a unit."""
    return item(target, proposed, "insert")


def draft(library: Library, *items: Data, against: str = "newest", **more: Any) -> Draft:
    """A package of items against editions of the library."""
    found = package(*items, **more)
    return read(found, library.editions_for(found, against), library)


def saying(library: Library, text: str, checks: Iterable[Check]) -> list[Finding]:
    """What the checks find in a text proposed as a new point of article 12 of law 148."""
    new = package(added("law-148-2001/art_12.pt_9", text))
    return findings(library, new, [library.edition("law-148-2001")], checks)


def rules(found: Iterable[Finding]) -> list[str]:
    """The rules of findings, in order."""
    return [f.rule for f in found]
