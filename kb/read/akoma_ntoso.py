"""Akoma Ntoso 3.0 (as kb.write.akoma_ntoso and others write it).

Units are taken from the words, as in every other reader: `num`, `heading` and paragraphs become
lines. Where a division's `num` is a bare number, its word is put before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kb.ground.saying import say
from kb.read import markup
from kb.read.document import BadSource, Block, Kind, parsed
from kb.read.lines import division, starts_note
from kb.read.markdown import Parsed
from kb.read.markup import Element
from kb.read.requisites import bank_date, language_of
from kb.words.text import squeeze

_LANGUAGES: Final = {"rus": "ru", "kaz": "kk", "eng": "en"}
_DOCUMENTS: Final = ("act", "bill", "doc", "statement", "documentCollection", "judgment")
_DIVISIONS: Final = {
    "book": "Раздел",
    "part": "Раздел",
    "title": "Раздел",
    "section": "Раздел",
    "chapter": "Глава",
    "subchapter": "Параграф",
    "article": "Статья",
}
_WORDS_KK: Final = {"Раздел": "бөлім", "Глава": "тарау", "Параграф": "параграф", "Статья": "бап"}
_WORDS_EN: Final = {"Раздел": "Section", "Глава": "Chapter", "Статья": "Article"}
_BARE = re.compile(r"(?:\d+(?:-\d+)*|[IVXLC]+)\.?")
_HOLDERS: Final = frozenset({"intro", "content", "wrapUp"})
_COUNTED: Final = ("preface", "preamble", "body", "mainBody", "conclusions")


def read(
    data: bytes,
    name: str = "документ",
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition in an Akoma Ntoso document. Raises BadSource for entities and for other XML."""
    root = markup.xml(data, name)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    document = next(root.iter(*_DOCUMENTS), None)
    if root.tag != "akomaNtoso" or document is None:
        raise BadSource(say("read.not_akn", name=name, tag=root.tag))
    parts = [e for e in document if e.tag in _COUNTED]
    words = [markup.plain(part) for part in parts]
    front = _front(document)
    front.setdefault("language", language_of(" ".join(words)))
    reader = _Reader(front["language"])
    blocks = [b for part in parts for b in reader.part(part)]
    if title := next((b.text for b in blocks if b.kind is Kind.TITLE), ""):
        front.setdefault("title", title)
    return parsed(blocks, front, words, act=act, readings=readings)


def _front(document: Element) -> dict[str, str]:
    front = {
        field.get("name"): squeeze(field.text or "")
        for field in document.iterfind("meta/proprietary/field")
        if field.get("name") and squeeze(field.text or "")
    }
    front.pop("act", None)
    frbr = document.find("meta/identification")
    if frbr is not None:
        for key, query in (
            ("title", "FRBRWork/FRBRalias/@value"),
            ("adopted", "FRBRWork/FRBRdate/@date"),
            ("edition", "FRBRExpression/FRBRdate/@date"),
            ("language", "FRBRExpression/FRBRlanguage/@language"),
        ):
            found = frbr.xpath(query)
            if found and str(found[0]):
                front.setdefault(key, str(found[0]))
    front["language"] = _LANGUAGES.get(front.get("language", ""), front.get("language", ""))
    if "adopted" in front and not bank_date(front["adopted"]):
        del front["adopted"]  # a date of an edition that is none stays: who imports it says so
    return {k: v for k, v in front.items() if v}


@dataclass(slots=True)
class _Reader:
    """Walks the document; `marks` are numbers that wait for the words after them."""

    language: str
    marks: list[str] = field(default_factory=list)

    def part(self, part: Element) -> Iterator[Block]:
        if part.tag in ("body", "mainBody"):
            for child in part:
                yield from self.unit(child)
            yield from self.waiting()
            return
        for child in part:
            for block in self.paragraphs(child):
                titled = child.tag == "longTitle" or (
                    next(child.iter("docTitle", "shortTitle"), None) is not None
                )
                if titled and block.kind is Kind.TEXT:
                    block = Block(block.text, Kind.TITLE)
                elif child.get("class") == "signature":
                    block = Block(block.text, Kind.SIGNATURE)
                elif child.get("class") == "heading":
                    block = Block(block.text, Kind.HEADING)
                yield block

    def unit(self, element: Element) -> Iterator[Block]:
        tag = element.tag
        number = squeeze(markup.plain(n)) if (n := element.find("num")) is not None else ""
        heading = squeeze(markup.plain(h)) if (h := element.find("heading")) is not None else ""
        divides = tag in _DIVISIONS or element.get("name") == "app"
        if divides and (number or heading):
            yield from self.waiting()
            mark = self.worded(number, _DIVISIONS[tag]) if tag in _DIVISIONS else number
            yield Block(" ".join(filter(None, (mark, heading))), Kind.HEADING)
        elif tag in _HOLDERS or tag in ("crossHeading", "p"):
            yield from self.paragraphs(element)
            return
        else:
            self.marks += filter(None, (number, heading))
        future = element.get("name") == "future"
        for child in element:
            if child.tag in ("num", "heading"):
                continue
            for block in self.unit(child):
                yield Block(block.text, block.kind, True) if future else block

    def worded(self, number: str, word: str) -> str:
        """«9» → «Статья 9.»; a number with its word stays as it is."""
        if not _BARE.fullmatch(number) or division(number) is not None:
            return number
        bare = number.rstrip(".")
        if self.language == "kk":
            return f"{bare}-{_WORDS_KK[word]}."
        return f"{_WORDS_EN.get(word, word) if self.language == 'en' else word} {bare}."

    def paragraphs(self, element: Element) -> Iterator[Block]:
        for line in markup.lines(element):
            if line.row:
                yield from self.waiting()
                yield Block(line.text, Kind.ROW, doubt=line.doubt)
            elif line.note or starts_note(line.text):
                yield Block(line.text, Kind.NOTE, doubt=line.doubt)
            else:
                text = " ".join([*self.marks, line.text])
                self.marks = []
                yield Block(text, emphasised=line.italic, doubt=line.doubt)

    def waiting(self) -> Iterator[Block]:
        """Numbers after which no words came."""
        if self.marks:
            yield Block(" ".join(self.marks))
            self.marks = []
