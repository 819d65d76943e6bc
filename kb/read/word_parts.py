"""The parts of a Word file: the document, what it is related to, in the namespaces of today's Word.

The main part may have any name: `_rels/.rels` tells it, and the document's own relations tell the styles,
lists, notes and headers. A strict Office Open XML file (ISO 29500) differs by its namespaces only.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kb.ground.saying import say
from kb.read import markup
from kb.read.archive import members
from kb.read.document import BadSource
from kb.read.markup import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = re.compile(r"\{http://purl\.oclc\.org/ooxml/(\w+)/([^}]+)\}")
_WORDS: Final = (f"{W}t", f"{W}sym", f"{M}t", f"{A}t", f"{W}altChunk")
_USUAL: Final = "word/document.xml"  # where no relation says otherwise
_OF_TEXT = re.compile(r"\.(?:xml|rels|html?|xhtml|txt|docx|rtf|mht)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: the last word of the relation's type, and the target's name."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class WordFile:
    """The members of the archive; the main part's element, its name and its relations by id."""

    name: str
    members: Mapping[str, bytes]
    document: Element
    relations: Mapping[str, Relation]

    def related(self, kind: str) -> Iterator[Element]:
        """The parts of a kind («styles», «footnotes», «header»), in the order of their names."""
        for target in sorted({r.target for r in self.relations.values() if r.kind == kind}):
            if self.members.get(target):
                yield part(self.members[target], self.name)


def opened(data: bytes, name: str) -> WordFile:
    """Raises BadSource for what is no Word file, is damaged, or unfolds without measure."""
    parts = members(data, name, lambda member: bool(_OF_TEXT.search(member)))
    starts = [r.target for r in _relations(parts, "", name).values() if r.kind == "officeDocument"]
    main = next((target for target in (*starts, _USUAL) if parts.get(target)), None)
    if main is None:
        raise BadSource(say("read.not_word", name=name))
    relations = _relations(parts, main, name)
    for kind in ("styles", "numbering", "footnotes", "endnotes"):
        usual = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
        if usual in parts and all(r.kind != kind for r in relations.values()):
            relations[kind] = Relation(kind, usual)
    return WordFile(name, parts, part(parts[main], name), relations)


def part(data: bytes, name: str) -> Element:
    """The root of a part: strict namespaces as the transitional ones, one of each alternative."""
    root = markup.xml(data, name)
    if b"purl.oclc.org/ooxml" in data:  # at the root, or at what was put in from a strict file
        _as_transitional(root)
    for choices in list(root.iter(f"{_MC}AlternateContent")):
        _choose(choices)
    return root


def _relations(parts: Mapping[str, bytes], of: str, name: str) -> dict[str, Relation]:
    """The relations of a part by their ids; "" is the package itself. Outer targets are left out."""
    folder, base = posixpath.split(of)
    data = parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    if not data:
        return {}
    return {
        each.get("Id") or "": Relation(
            (each.get("Type") or "").rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, each.get("Target") or "")).lstrip("/"),
        )
        for each in markup.xml(data, name).iter("{*}Relationship")
        if each.get("TargetMode") != "External"
    }


def _as_transitional(root: Element) -> None:
    """ISO 29500 strict → the namespaces that every other part of this reader names."""
    for element in root.iter(etree.Element):
        element.tag = _today(element.tag)
        for key in [k for k in element.attrib if _STRICT.match(k)]:
            element.set(_today(key), element.attrib.pop(key))


def _today(name: str) -> str:
    return _STRICT.sub(r"{http://schemas.openxmlformats.org/\1/2006/\2}", name)


def _choose(choices: Element) -> None:
    """The first alternative that has words stands for all of them; Word writes the same twice."""
    best = next((c for c in choices if next(c.iter(*_WORDS), None) is not None), None)
    for each in choices:
        if each is not (choices[0] if best is None else best):
            choices.remove(each)
