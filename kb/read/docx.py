"""Word documents (.docx): paragraphs, tables, notes, automatic numbers, as Word shows them.

Tracked changes are read as accepted. What Word does not show (hidden text) is no norm, what it shows and
cannot be read here (a picture, a diagram) is named: both under doubt, their words counted as unplaced.
Styles, bold type and outline levels tell headings; nothing else of the layout is evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.norm import table as table_text
from kb.read import markup, office, word_lists, word_signs
from kb.read.document import BadSource, Block, Kind, continues_note, parsed
from kb.read.lines import division, starts_note, starts_unit
from kb.read.markdown import Parsed
from kb.read.markup import Element, Run
from kb.read.requisites import language_of
from kb.read.tables import MAX_SPAN, Cell, Grid
from kb.read.word_lists import Look, look, on, value
from kb.read.word_parts import A, M, R, W, WordFile, opened, part
from kb.words.text import short, squeeze

_NS: Final = {"w": W[1:-1], "m": M[1:-1]}
_GONE: Final = frozenset({f"{W}del", f"{W}moveFrom"})  # when the changes are accepted
_SKIPPED: Final = _GONE | {
    f"{W}{name}" for name in ("instrText", "delText", "rPr", "pPr", "sectPr", "rt")
}
_TRACKED: Final = tuple(f"{W}{name}" for name in ("del", "ins", "moveFrom", "moveTo"))
_DRAWN: Final = frozenset(f"{W}{n}" for n in ("drawing", "pict", "object", "subDoc", "control"))
_WRAPPERS: Final = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_BOX: Final = f"{W}txbxContent"
_HEADING_STYLE = re.compile(r"heading ?[1-9]|заголовок ?[1-9]|title|название", re.IGNORECASE)
_COUNTED: Final = (
    "(.//w:t | .//m:t)[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:rt"
    " or ancestor::w:tr/w:trPr/w:del)]/text()"
)


def read(
    data: bytes,
    name: str = "документ",
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition in a Word document. Raises BadSource for macros, passwords and bombs."""
    reader = _reader(data, name)
    blocks = reader.document()
    title = next((b.text for b in blocks if b.kind is Kind.TITLE), "")
    front: dict[str, object] = {
        "title": title,
        "language": language_of(" ".join(b.text for b in blocks)),
        "page_headers": reader.page_headers,
    }
    counted = "".join(reader.file.document.xpath(_COUNTED, namespaces=_NS))
    words = [counted, *reader.notes.values(), *reader.added, *reader.unread]
    return parsed(blocks, {k: v for k, v in front.items() if v}, words, act=act, readings=readings)


def lines(data: bytes, name: str) -> list[str]:
    """The paragraphs of a Word document with their automatic numbers. Raises as `read` does."""
    return [block.text for block in _reader(data, name).document()]


def _reader(data: bytes, name: str) -> _Body:
    file = opened(data, name)
    body = file.document.find(f"{W}body")
    if body is None:
        raise BadSource(say("read.word_empty", name=name))
    styles = word_lists.styles(file.related("styles"))
    lists = word_lists.lists(file.related("numbering"), styles)
    return _Body(file, body, styles, word_lists.Counter(lists, styles))


@dataclass(slots=True)
class _Content:
    """What a paragraph holds: its lines, and what stands at them or in their place."""

    lines: list[list[Run]] = field(default_factory=lambda: [[]])
    notes: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: str = ""
    struck: str = ""
    doubts: list[str] = field(default_factory=list)

    def add(self, text: str, set_: Look) -> None:
        if set_.hidden:
            self.hidden += text
            return
        if set_.struck:
            self.struck += text
        raised = set_.height in ("superscript", "subscript")
        self.lines[-1].append(
            Run(text, bool(set_.bold), bool(set_.italic), raised, set_.height == "subscript")
        )


@dataclass(slots=True)
class _Body:
    """One pass over the body; counts automatic numbers as it goes."""

    file: WordFile
    body: Element
    styles: word_lists.Styles
    counter: word_lists.Counter
    notes: dict[str, str] = field(default_factory=dict)  # «footnotes:2» → its words
    page_headers: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # wait for the block that follows
    added: list[str] = field(default_factory=list)  # what no w:t of the document holds
    unread: list[str] = field(default_factory=list)  # words that were seen and not read
    met: set[str] = field(default_factory=set)  # parts and notes that were read
    begun: bool = False  # a division has been met: what is bold now is no title
    in_note: bool = False
    unnamed: bool = False

    def document(self) -> list[Block]:
        """All blocks in order; what could not be placed at a block is said at the last."""
        for kind in ("footnotes", "endnotes"):
            for root in self.file.related(kind):
                for note in root.iterchildren(f"{W}footnote", f"{W}endnote"):
                    if note.get(f"{W}type") in (None, "normal"):
                        self.notes[f"{kind}:{note.get(f'{W}id')}"] = self.plain(note)
        for kind in ("header", "footer"):
            texts = (self.plain(root) for root in self.file.related(kind))
            self.page_headers += [t for t in texts if re.search(r"[^\W\d_]", t)]
        self.page_headers = list(dict.fromkeys(self.page_headers))
        if self.page_headers:
            words = short("; ".join(self.page_headers))
            self.remarks.append(say("read.word_page_headers", words=words))
        blocks = list(self.blocks(self.body))
        if self.remarks and blocks:
            said = joined("; ", filter(None, (blocks[-1].doubt, *self.remarks)))
            blocks[-1] = replace(blocks[-1], doubt=said)
        return blocks

    def once(self, name: str) -> bool:
        """Whether a part or note is met first: a small file may name a large one a million times."""
        there = name in self.file.members or name in self.notes
        fresh = there and name not in self.met
        self.met.add(name)
        return fresh

    def plain(self, holder: Element) -> str:
        """The words of a note or header: its paragraphs one after another."""
        texts = []
        for paragraph in holder.iter(f"{W}p"):
            content = self.content([paragraph], Look())
            texts += [markup.words(line)[0] for line in content.lines]
        return squeeze(" ".join(texts))

    def blocks(self, holder: Element) -> Iterator[Block]:
        """The blocks of a body, cell, text box. A paragraph whose mark is deleted is one with the
        next, which gives it its number and style."""
        parts: list[Element] = []
        for element in holder:
            if element.tag == f"{W}p":
                parts.append(element)
                if _mark_deleted(element):
                    continue
            if parts:
                yield from self.paragraph(parts)
                parts = []
            if element.tag == f"{W}tbl":
                yield from self.table(element)
            elif element.tag == f"{W}altChunk":
                yield from self.chunk(element)
            elif element.tag != f"{W}p" and element.tag not in _SKIPPED:
                yield from self.blocks(element)
        if parts:
            yield from self.paragraph(parts)

    def chunk(self, element: Element) -> Iterator[Block]:
        """A file put into the document (w:altChunk): its lines, or a doubt that names it."""
        from kb.read import running

        relation = self.file.relations.get(element.get(f"{R}id") or "")
        target = relation.target if relation else "?"
        data = self.file.members.get(target, b"")
        try:
            if not self.once(target) or office.ending(
                data
            ):  # LibreOffice runs once a file, not a chunk
                raise KbError(target)
            if data.startswith(b"PK"):
                # A chunk of a chunk is not unfolded: an archive may hold itself.
                inner = _reader(data, target)
                for each in list(inner.body.iter(f"{W}altChunk")):
                    each.getparent().remove(each)
                    inner.unread.append(say("read.word_chunk", target=target))
                texts = [b.text for b in inner.document()]
                self.unread += inner.unread
            else:
                texts = running.of_bytes(data, target).split("\n")
        except KbError:
            self.unread.append(data.decode("latin-1") or target)
            self.remarks.append(say("read.word_chunk_unread", target=target))
            return
        self.remarks.append(say("read.word_chunk", target=target))
        for text in filter(None, map(squeeze, texts)):
            self.added.append(text)
            yield self.block(text, [Run(text)], heading=False, doubts=[])

    # --- Tables ---------------------------------------------------------------------------------

    def table(self, table: Element) -> Iterator[Block]:
        grid = Grid()
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self.remarks.append(say("read.word_changes"))
                continue
            cells = list(_children(row, f"{W}tc"))
            yield from self.row(
                [list(self.blocks(c)) for c in cells], list(map(_span, cells)), grid
            )

    def row(self, cells: list[list[Block]], spans: list[int], grid: Grid) -> Iterator[Block]:
        """A row with one filled cell is layout, and its paragraphs are paragraphs; else one line."""
        filled = [blocks for blocks in cells if blocks]
        structured = any(len(c) > 1 and any(starts_unit(b.text) for b in c) for c in filled)
        if len(filled) == 1 and (structured or division(filled[0][0].text)):
            for block in filled[0]:
                doubt = joined("; ", filter(None, (block.doubt, say("read.word_cell"))))
                yield replace(block, doubt=doubt)
            return
        known = grid.merged
        words = grid.row(Cell(_in_cell(c), n) for c, n in zip(cells, spans, strict=True))
        doubts = [b.doubt for blocks in filled for b in blocks if b.doubt]
        if structured:
            doubts.append(say("read.word_row"))
        if grid.merged and not known:
            doubts.append(say("read.table_merged"))
        if any(words):
            said = joined("; ", dict.fromkeys(doubts))
            yield Block(table_text.row(words), Kind.ROW, doubt=said)
        yield from (b for blocks in filled for b in blocks if b.kind is Kind.NOTE)

    # --- Paragraphs -----------------------------------------------------------------------------

    def paragraph(self, parts: list[Element]) -> Iterator[Block]:
        """The lines of a paragraph (of several, where the marks between them are deleted)."""
        properties = parts[-1].find(f"{W}pPr")
        style = value(properties, "pStyle") or self.styles.default
        content = self.content(parts, self.styles.look(style))
        heading = self.is_heading(properties, style)
        seen = any(run.text.strip() for line in content.lines for run in line)
        marked = properties.find(f"{W}rPr") if properties is not None else None
        unseen = on(marked, "vanish") or self.styles.look(style).hidden or _mark_deleted(parts[-1])
        mark = self.counter.mark(properties, style) if seen or not unseen else ""
        doubts = [say("read.word_list", mark=mark.strip())] if mark.strip() else []
        if len(parts) > 1 or next(parts[0].iter(*_TRACKED), None) is not None:
            doubts.append(say("read.word_changes"))
        for words, key in (
            (content.hidden, "read.word_hidden"),
            (content.struck, "read.word_struck"),
        ):
            if words.strip():
                doubts.append(say(key, words=short(words)))
        self.remarks += [*doubts, *content.doubts]
        self.added.append(mark)
        for nth, line in enumerate(content.lines):
            text, doubt = markup.words(line)
            text = squeeze(f"{mark}{text}" if nth == 0 else text)
            if text:
                shown = [r for r in line if r.text.strip()]
                yield self.block(text, shown, heading, [doubt] if doubt else [])
        for number in content.notes:
            words = self.notes.get(number, "")
            if words and self.once(number):
                before = "" if starts_note(words) else "Сноска. "
                self.added.append(before)
                yield Block(f"{before}{words}", Kind.NOTE)
        self.in_note = False
        for box in content.boxes:
            self.remarks.append(say("read.word_box"))
            yield from self.blocks(box)
            self.in_note = False

    def block(self, text: str, visible: list[Run], heading: bool, doubts: list[str]) -> Block:
        doubt = joined("; ", dict.fromkeys([*self.remarks, *doubts]))
        self.remarks = []
        named = division(text)
        bold = bool(visible) and all(r.bold for r in visible)
        if starts_note(text) or (self.in_note and continues_note(text)):
            self.in_note = True
            return Block(text, Kind.NOTE, doubt=doubt)
        if named is None and not self.begun and (heading or bold) and not text.endswith(":"):
            return Block(text, Kind.TITLE, doubt=doubt)
        if heading or (bold and (named is not None or self.unnamed)):
            self.unnamed = named is not None and not named[1]["rest"]
            self.begun = True
            return Block(text, Kind.HEADING, doubt=doubt)
        self.unnamed = False
        self.begun = self.begun or named is not None
        emphasised = bool(visible) and all(r.italic for r in visible)
        return Block(text, emphasised=emphasised, doubt=doubt)

    def is_heading(self, properties: Element | None, style: str) -> bool:
        return value(properties, "outlineLvl") not in ("", "9") or any(
            _HEADING_STYLE.fullmatch(each.name) or each.outline not in ("", "9")
            for each in self.styles.chain(style)
        )

    def content(self, parts: list[Element], base: Look) -> _Content:
        """What paragraphs hold, line by line (a break starts another)."""
        content = _Content()
        for paragraph in parts:
            set_ = base
            walker = etree.iterwalk(paragraph, events=("start",))
            for _, node in walker:
                tag = node.tag
                if tag in _SKIPPED:
                    walker.skip_subtree()
                elif tag == f"{W}r":
                    own = node.find(f"{W}rPr")
                    named = self.styles.look(value(own, "rStyle"))
                    set_ = look(own).over(named).over(base)
                elif tag in _DRAWN:
                    self.drawn(node, content)
                    walker.skip_subtree()
                elif tag == _BOX:
                    content.boxes.append(node)
                    walker.skip_subtree()
                elif tag in (f"{M}oMath", f"{M}r"):
                    self.formula(node, content)
                    walker.skip_subtree()
                elif str(tag).startswith(W):
                    self.piece(str(tag).removeprefix(W), node, set_, content)
        return content

    def piece(self, tag: str, node: Element, set_: Look, content: _Content) -> None:
        match tag:
            case "t":
                content.add(node.text or "", set_)
            case "tab" | "ptab":
                content.add(" ", set_)
            case "noBreakHyphen":
                self.added.append("-")
                content.add("-", set_)
            case "sym":
                self.symbol(node, set_, content)
            case "br" | "cr":
                content.lines.append([])
            case "footnoteReference" | "endnoteReference":
                kind = tag.replace("Reference", "s")
                content.notes.append(f"{kind}:{node.get(f'{W}id')}")

    def symbol(self, node: Element, set_: Look, content: _Content) -> None:
        letter = word_signs.letter(node)
        if letter == word_signs.UNKNOWN:
            font, code = node.get(f"{W}font") or "", node.get(f"{W}char") or ""
            content.doubts.append(say("read.word_symbol", font=font[:40], code=code[:8]))
        self.added.append(letter)
        content.add(letter, set_)

    def formula(self, node: Element, content: _Content) -> None:
        """A formula on one line: (a)/(b), x^2."""
        text = word_signs.formula(node)
        source = "".join(t.text or "" for t in node.iter(f"{M}t"))
        self.added.append("".join((Counter(text) - Counter(source)).elements()))
        content.doubts.append(say("read.word_formula", words=short(text)))
        content.add(text, Look())

    def drawn(self, node: Element, content: _Content) -> None:
        """Text boxes of a drawing are read; a picture, a diagram, an embedded file are named."""
        outside = []
        walker = etree.iterwalk(node, events=("start",))
        for _, element in walker:
            if element.tag == _BOX:
                content.boxes.append(element)
                walker.skip_subtree()
            else:
                outside.append(element)
        words = [e.text or "" for e in outside if e.tag == f"{A}t"]
        words += [e.get("string") or "" for e in outside if str(e.tag).endswith("}textpath")]
        kinds = []
        for element in outside:
            for key in ("id", "dm", "embed"):
                relation = self.file.relations.get(element.get(f"{R}{key}") or "")
                if relation is None or relation.kind == "hyperlink":
                    continue
                program = element.get("ProgID") or ""
                kinds.append(f"{relation.kind} {program}".strip())
                if relation.target.endswith(".xml") and self.once(relation.target):
                    words += _drawn_words(self.file, relation.target)
        told = squeeze(" ".join(words))
        if told:
            self.unread.append(told)
            what = ", ".join(dict.fromkeys(kinds)) or "WordArt"
            content.doubts.append(say("read.word_object_words", what=what, words=short(told)))
        elif kinds:
            content.doubts.append(say("read.word_object", what=", ".join(dict.fromkeys(kinds))))


def _drawn_words(file: WordFile, target: str) -> list[str]:
    """Words of a diagram or chart that stands in a part of its own."""
    root = part(file.members[target], file.name)
    return [e.text or "" for e in root.iter(f"{A}t", "{*}v", f"{W}t")]


def _span(cell: Element) -> int:
    """How many columns a cell takes. A cell that goes on from the row above is there, and empty."""
    return min(max(1, word_lists.whole(value(cell.find(f"{W}tcPr"), "gridSpan"), 1)), MAX_SPAN)


def _in_cell(blocks: list[Block]) -> str:
    """The words of a cell; a table in it is its words."""
    texts = [
        " ".join(table_text.cells(b.text)[0]) if b.kind is Kind.ROW else b.text
        for b in blocks
        if b.kind is not Kind.NOTE
    ]
    return squeeze(" ".join(texts))


def _mark_deleted(paragraph: Element) -> bool:
    """Whether the paragraph's end goes when the tracked changes are accepted."""
    marked = paragraph.find(f"{W}pPr/{W}rPr")
    return marked is not None and any(marked.find(tag) is not None for tag in _GONE)


def _children(holder: Element, tag: str) -> Iterator[Element]:
    """Rows of a table, cells of a row, whatever wraps them."""
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)
