"""The draft of an amending act as Akoma Ntoso: a `bill` whose commands are `mod`s; several drafts of one
package as a collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from kb.amendment.instruction import parse
from kb.amendment.operation import Operation
from kb.norm.act import UNDATED, Act
from kb.write.akoma_ntoso import NAMESPACE, PREFIXES, add, first_day, identified, referring, saved
from kb.write.akoma_ntoso_amended import Identity, amending


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: its title, the lines of its operative part."""

    title: str
    text: str


def write(name: str, drafts: Sequence[Draft], acts: Mapping[str, Act], language: str) -> bytes:
    """The document of a package's drafts; `name`: the package's id."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap=PREFIXES)
    if len(drafts) == 1:
        _bill(root, "", f"/akn/kz/bill/{UNDATED}/{name}", drafts[0], acts, language)
        return saved(root)
    collection = add(root, "documentCollection", name="package")
    meta = add(collection, "meta")
    title = "; ".join(each.title for each in drafts)
    identified(meta, f"/akn/kz/bill/{UNDATED}/{name}", language, UNDATED, title)
    referring(meta)
    body = add(collection, "collectionBody")
    components = add(collection, "components", eId="cmps")
    for nth, draft in enumerate(drafts, start=1):
        listed = add(body, "component", eId=f"listed_{nth}")
        add(listed, "documentRef", eId=f"ref_{nth}", href=f"#cmp_{nth}", showAs=draft.title)
        component = add(components, "component", eId=f"cmp_{nth}")
        work = f"/akn/kz/bill/{UNDATED}/{name}-{nth}"
        _bill(component, f"cmp_{nth}__", work, draft, acts, language)
    return saved(root)


def _bill(
    parent: Any, prefix: str, work: str, draft: Draft, acts: Mapping[str, Act], language: str
) -> None:
    read = parse(draft.text, acts=acts.values())

    def place(operation: Operation) -> str:
        act = acts.get(operation.target.act)
        day = first_day(act.adopted) if act else UNDATED
        return f"/akn/kz/act/{day}/{operation.target.act or 'unknown'}"

    identity = Identity(work, language, UNDATED, draft.title)
    amending(parent, "bill", prefix, identity, draft.text, read.operations, place)
