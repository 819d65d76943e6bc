"""Akoma Ntoso 3.0, as kb.write.akoma_ntoso and others write it.

Units are taken from the words, as in every other reader: `num`, `heading` and paragraphs become lines.
Every element is walked, known or not; an unknown one is kept as text under doubt. The characters are
counted in the whole document, apart from the walk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree

from kb.ground.saying import joined, say
from kb.read import akn_elements, markup
from kb.read.document import BadSource, Block, Kind, parsed
from kb.read.lines import division, starts_note
from kb.read.markdown import Parsed
from kb.read.markup import Element, Run
from kb.read.requisites import language_of
from kb.words.days import bank_date
from kb.words.text import short, squeeze

_LANGUAGES: Final = {"rus": "ru", "kaz": "kk", "eng": "en"}
_NOTES: Final = frozenset({"authorialNote", "noteRef"})
_QUOTED: Final = frozenset({"quotedStructure", "embeddedStructure"})
_COUNTED = etree.XPath("//text()[not(ancestor::meta)] | //meta/notes//text()")
_WORDS: Final = re.compile(r"[^\W\d_]{3}")
_PLAIN: Final = Run("")


def read(
    data: bytes,
    name: str = "документ",
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition in an Akoma Ntoso document. Raises BadSource for entities and for other XML."""
    front, reader, blocks = _read(data, name)
    if title := next((b.text for b in blocks if b.kind is Kind.TITLE), reader.title):
        front.setdefault("title", title)
    if reader.cover:
        front["cover"] = reader.cover
    counted = Counter("".join([*reader.source, *reader.added]))
    counted.subtract(Counter("".join(reader.respelled)))
    words = ["".join(counted.elements())]
    return parsed(blocks, front, words, act=act, readings=readings, whole=True)


def lines(data: bytes, name: str) -> list[str]:
    """The lines of a document, those of a quoted act apart. Raises as `read` does."""
    return [line for block in _read(data, name)[2] for line in block.text.split("\n")]


def _read(data: bytes, name: str) -> tuple[dict[str, str], _Document, list[Block]]:
    root = markup.xml(data, name)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    main = next((e for e in root if e.tag not in ("meta", "components")), None)
    if root.tag != "akomaNtoso" or main is None:
        raise BadSource(say("read.not_akn", name=name, tag=root.tag))
    texts: Any = _COUNTED(root)
    source = [str(text) for text in texts]
    front = _front(main)
    front.setdefault("language", language_of(" ".join(source)))
    apart = {n.get("eId") or n.get("id") or "": n for n in root.iterfind(".//meta/notes/note")}
    reader = _Document(front["language"], source, apart)
    return front, reader, list(reader.document(root, main))


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
            values = frbr.xpath(query)
            if values and str(values[0]):
                front.setdefault(key, str(values[0]))
    front["language"] = _LANGUAGES.get(front.get("language", ""), front.get("language", ""))
    if "adopted" in front and not bank_date(front["adopted"]):
        del front["adopted"]  # a date of an edition that is none stays: who imports it says so
    return {k: v for k, v in front.items() if v}


@dataclass(slots=True)
class _Document:
    """Walks the document; words between two edges of paragraphs make one line.

    `marks` are numbers that wait for the words after them.
    """

    language: str
    source: list[str]  # all words, taken apart from the walk
    apart: dict[str, Element]  # notes that stand in meta, by their eId
    title: str = ""
    cover: str = ""
    added: list[str] = field(default_factory=list)  # words that the reader puts in
    respelled: list[str] = field(default_factory=list)  # numbers that it writes in our way
    marks: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)  # of the line that is being gathered
    notes: list[str] = field(default_factory=list)  # stand after that line
    remarks: list[str] = field(default_factory=list)  # wait for the block that follows
    kind: Kind = Kind.TEXT  # of the lines that are being gathered
    in_preface: bool = False
    future: bool = False
    appendices: int = 0
    verbatim: bool = False  # a quotation: its numbers stay as they are printed

    def document(self, root: Element, main: Element) -> Iterator[Block]:
        """All blocks in order; what could not be placed at a block is said at the last."""
        blocks: list[Block] = []
        for part in root:
            if part is not main and part.tag not in ("components", "meta"):
                blocks += self.appendix("")
            blocks += self.walk(part, _PLAIN)
        blocks += [*self.flush(), *self.waiting()]
        for key in list(self.apart):
            self.note(self.apart.pop(key))
        blocks += self.flush()
        if self.remarks and blocks:
            said = joined("; ", filter(None, (blocks[-1].doubt, *self.remarks)))
            blocks[-1] = replace(blocks[-1], doubt=said)
        yield from blocks

    # --- The walk -------------------------------------------------------------------------------

    def walk(self, element: Element, look: Run) -> Iterator[Block]:
        tag = element.tag
        if tag == "meta":
            return
        if tag in _NOTES:
            self.note(element)
            return
        if tag == "del":
            self.deleted(element)
            return
        unknown = tag not in akn_elements.BLOCK and tag not in akn_elements.INLINE
        if unknown and tag not in akn_elements.BREAKS:
            self.remarks.append(say("read.akn_unknown", tag=str(tag)[:60]))
        if tag == "img":
            self.remarks.append(say("read.word_object", what=f"img {element.get('src')}"[:80]))
        if tag in akn_elements.INLINE or (unknown and akn_elements.among_words(element)):
            yield from self.inside(element, _look(element, look))
            return
        yield from self.flush()
        if tag in ("table", "toc", "coverPage") or tag in _QUOTED:
            yield from self.whole(element)
        else:
            yield from self.lines_of(element)

    def lines_of(self, element: Element) -> Iterator[Block]:
        """The lines of an element whose edges are edges of lines."""
        kept = self.kind, self.in_preface, self.future
        self.future = self.future or element.get("name") == "future"
        self.in_preface = self.in_preface or (element.tag == "preface" and not self.appendices)
        if markup.classes(element) & {"note", "notes"}:
            self.kind = Kind.NOTE
        elif element.tag == "p" and element.get("class") in ("signature", "heading"):
            self.kind = Kind(element.get("class"))
        elif element.tag == "conclusions" and not self.appendices:
            self.kind = Kind.SIGNATURE
        elif self.in_preface and (element.tag == "longTitle" or _titled(element)):
            self.kind = Kind.TITLE
        elif akn_elements.behind_article(element) and self.kind is not Kind.NOTE:
            self.remarks.append(say("read.akn_behind_article"))
        yield from self.named(element)
        yield from self.inside(element, _PLAIN)
        yield from self.flush()
        self.kind, self.in_preface, self.future = kept

    def inside(self, element: Element, look: Run) -> Iterator[Block]:
        """The words and children of an element in order."""
        quotes = _quotes(element) if element.tag == "quotedText" else ("", "")
        self.added += quotes
        self.gather(quotes[0] + (element.text or ""), look)
        for child in element:
            if child.tag in akn_elements.BREAKS:
                yield from self.flush()
            yield from self.walk(child, look)
            self.gather(child.tail or "", look)
        self.gather(quotes[1], look)

    def whole(self, element: Element) -> Iterator[Block]:
        """What is not read line by line: a table, a table of contents, a cover, a quoted act."""
        if element.tag == "table":
            for away in akn_elements.detached(element, _NOTES):
                self.note(away)
            for away in akn_elements.detached(element, frozenset({"del"})):
                self.deleted(away)
            for inner in element.iter(etree.Element):
                if inner is not element and inner.tag not in akn_elements.INLINE:
                    inner.text = f" {inner.text or ''}"
                    inner.tail = f" {inner.tail or ''}"
            for line in markup.lines(element):
                self.remarks += [line.doubt] if line.doubt else []
                if line.row:
                    yield from self.waiting()
                yield self.block(line.text, Kind.ROW if line.row else Kind.TEXT)
            yield from self.flush()
        elif element.tag == "toc":
            texts = (f"{akn_elements.words(child)} {child.tail or ''}" for child in element)
            for text in filter(None, map(squeeze, (element.text or "", *texts))):
                yield Block(text, Kind.CONTENTS)
        elif element.tag == "coverPage":
            text = akn_elements.words(element)
            self.cover = squeeze(f"{self.cover} {text}")
            title = next(element.iter("docTitle"), None)
            self.title = self.title or (akn_elements.words(title) if title is not None else "")
            self.remarks.append(say("read.akn_cover", words=short(text)))
        else:
            self.quoted(element)

    def quoted(self, element: Element) -> None:
        """An act in the words of another: one line in quotation marks, for it is no norm of this act.

        Its own lines are parted by line ends, which a norm's text turns into spaces.
        """
        inner = _Document(self.language, [], self.apart, verbatim=True)
        texts = [b.text for b in (*inner.lines_of(element), *inner.waiting()) if b.text]
        opening, closing = _quotes(element)
        if texts and not texts[0].startswith(("«", '"', "“", "„")):
            opening, closing = opening or "«", closing or "»"
        self.added += [*inner.added, opening, closing]
        self.respelled += inner.respelled
        self.cover = squeeze(f"{self.cover} {inner.cover}")
        self.remarks += [say("read.akn_quoted"), *inner.remarks]
        self.runs.append(Run(opening + "\n".join(texts) + closing))

    # --- Numbers and headings -------------------------------------------------------------------

    def named(self, element: Element) -> Iterator[Block]:
        """The number and heading of a unit: a line of heading, or a mark that waits for words."""
        tag = element.tag
        number = self.taken(element, "num")
        heads = (self.taken(element, name) for name in ("heading", "subheading"))
        heading = " ".join(filter(None, heads))
        if tag == "li" and (value := squeeze(element.get("value") or "")):
            self.added.append(value)
            number = value
        if tag in ("attachment", "component"):
            yield from self.appendix(" ".join(filter(None, (number, heading))))
        elif akn_elements.divides(element) and (number or heading):
            yield from self.waiting()
            mark = self.mark(number, tag)
            yield self.block(" ".join(filter(None, (mark, heading))), Kind.HEADING)
        elif number or heading:
            if number:  # «(2)» and «(a)» are two units, though no words stand between them
                yield from self.waiting()
            self.marks += filter(None, (self.mark(number, tag), heading))
            if number and heading:
                yield from self.waiting()

    def taken(self, element: Element, name: str) -> str:
        """The words of a child, which is emptied."""
        child = element.find(name)
        if child is None:
            return ""
        for away in akn_elements.detached(child, _NOTES):
            self.note(away)
        for away in akn_elements.detached(child, frozenset({"del"})):
            self.deleted(away)
        text = akn_elements.words(child)
        child.clear(keep_tail=True)
        return text

    def mark(self, number: str, tag: str) -> str:
        mark = akn_elements.mark(number, tag, self.language)
        if self.verbatim and not akn_elements.is_bare(number):
            return number
        if mark != number:
            self.respelled.append(number)
            self.added.append(mark)
            if not akn_elements.is_bare(number):
                self.remarks.append(say("read.akn_number", number=number, mark=mark))
        return mark

    def appendix(self, name: str) -> Iterator[Block]:
        """The heading of what is attached to the act; without it, its articles would be the act's."""
        yield from self.flush()
        yield from self.waiting()
        self.appendices += 1
        divided = division(name)
        if divided and divided[0] == "app":
            yield self.block(name, Kind.HEADING)
            return
        kazakh = self.language == "kk"
        mark = f"{self.appendices}-қосымша" if kazakh else f"Приложение {self.appendices}"
        self.added.append(mark)
        self.remarks.append(say("read.akn_appendix", mark=mark))
        yield self.block(mark if kazakh else f"{mark} {name}".strip(), Kind.HEADING)
        if kazakh and name:
            yield self.block(name, Kind.TEXT)

    # --- Lines ----------------------------------------------------------------------------------

    def gather(self, text: str, look: Run) -> None:
        if text:
            self.runs.append(replace(look, text=text.replace("\n", " ")))

    def flush(self) -> Iterator[Block]:
        """The line that was gathered, then the notes to it."""
        visible = [r for r in self.runs if r.text.strip()]
        text, doubt = markup.words(self.runs)
        text = "\n".join(map(squeeze, text.split("\n"))).strip()
        self.runs = []
        if text:
            self.remarks += [doubt] if doubt else []
            if self.kind is Kind.NOTE or starts_note(text):
                yield self.block(text, Kind.NOTE)
            else:
                text = " ".join([*self.marks, text])
                self.marks = []
                yield self.block(text, self.kind, all(r.italic for r in visible))
        notes, self.notes = self.notes, []
        for words in notes:
            if not starts_note(words):
                sign = "Ескерту." if self.language == "kk" else "Сноска."
                self.added.append(sign)
                words = f"{sign} {words}"
            yield self.block(words, Kind.NOTE)

    def waiting(self) -> Iterator[Block]:
        """Numbers after which no words came."""
        if self.marks:
            marks, self.marks = self.marks, []
            yield self.block(" ".join(marks), Kind.TEXT)

    def block(self, text: str, kind: Kind, italic: bool = False) -> Block:
        doubt = joined("; ", dict.fromkeys(self.remarks))
        self.remarks = []
        return Block(text, kind, self.future or (italic and kind is Kind.TEXT), doubt)

    def note(self, element: Element) -> None:
        """A note leaves the sentence in whose middle it stands, and comes after its line."""
        if element.tag == "noteRef":
            sign = markup.plain(element)
            if not _WORDS.search(sign):  # «1», «*», «(a)»: else words, which count as not placed
                self.respelled.append(sign)
            told = self.apart.pop((element.get("href") or "").removeprefix("#"), None)
            if told is None:
                return
            element = told
        if words := akn_elements.words(element):
            self.notes.append(words)

    def deleted(self, element: Element) -> None:
        if words := akn_elements.words(element):
            self.remarks.append(say("read.akn_deleted", words=short(words)))


def _titled(element: Element) -> bool:
    return (
        element.tag in ("p", "block")
        and next(element.iter("docTitle", "shortTitle"), None) is not None
    )


def _quotes(element: Element) -> tuple[str, str]:
    """The quotation marks that an element names and its words lack."""
    opening, closing = element.get("startQuote") or "", element.get("endQuote") or ""
    text = akn_elements.words(element)
    return (
        "" if text.startswith(opening) else opening[:5],
        "" if text.endswith(closing) else closing[:5],
    )


def _look(element: Element, look: Run) -> Run:
    match element.tag:
        case "b":
            return replace(look, bold=True)
        case "i":
            return replace(look, italic=True)
        case "sup" | "sub":
            return replace(look, raised=True, lowered=element.tag == "sub")
    return look
