"""Word documents (.docx): paragraphs, tables, notes, automatic numbers.

The archive is opened with care: no macros, no passwords, no member that unfolds without measure.
Styles, bold type and outline levels tell headings; nothing else of the layout is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kb.ground.saying import joined, say
from kb.norm import table as table_text
from kb.read import markup
from kb.read.archive import members
from kb.read.document import BadSource, Block, Kind, continues_note, parsed
from kb.read.lines import division, starts_note
from kb.read.markdown import Parsed
from kb.read.markup import Element, Run
from kb.read.requisites import language_of
from kb.words.text import squeeze

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NS: Final = {
    "w": _W[1:-1],
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_PARTS: Final = ("document", "styles", "numbering", "footnotes")
_SKIPPED: Final = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr")
)
_TRACKED: Final = tuple(f"{_W}{name}" for name in ("del", "ins", "moveFrom", "moveTo"))
_HEADING_STYLE = re.compile(r"heading ?[1-9]|заголовок ?[1-9]|title|название", re.IGNORECASE)


def read(
    data: bytes,
    name: str = "документ",
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition in a Word document. Raises BadSource for macros, passwords and bombs."""
    blocks, body, footnotes = _blocks(data, name)
    title = next((b.text for b in blocks if b.kind is Kind.TITLE), "")
    front = {"title": title, "language": language_of(" ".join(b.text for b in blocks))}
    words = ["".join(body.xpath(_COUNTED, namespaces=_NS)), *footnotes.values()]
    return parsed(blocks, {k: v for k, v in front.items() if v}, words, act=act, readings=readings)


def lines(data: bytes, name: str) -> list[str]:
    """The paragraphs of a Word document with their automatic numbers. Raises as `read` does."""
    return [block.text for block in _blocks(data, name)[0]]


def _blocks(data: bytes, name: str) -> tuple[list[Block], Element, dict[str, str]]:
    """The blocks of a document, its body, and its footnotes by number."""
    files = _unpacked(data, name)
    document = markup.xml(files["word/document.xml"], name)
    body = document.find(f"{_W}body")
    if body is None:
        raise BadSource(say("read.word_empty", name=name))
    reader = _Reader(
        styles=_styles(files, name),
        numbering=_numbering(files, name),
        footnotes=_footnotes(files, name),
    )
    return list(reader.blocks(body)), body, reader.footnotes


_COUNTED: Final = (
    ".//w:t[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::mc:Fallback)]/text()"
)


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The parts that are read; BadSource for what a text has no need of."""
    wanted = {"[Content_Types].xml", *(f"word/{part}.xml" for part in _PARTS)}
    parts = members(data, name, wanted.__contains__)
    if "word/document.xml" not in parts:
        raise BadSource(say("read.not_word", name=name))
    return {part: parts[part] for part in wanted if part in parts}


# --- Styles, numbers, footnotes -----------------------------------------------------------------


def _value(element: Element | None, name: str) -> str:
    """The w:val of a child, or ""."""
    child = element.find(f"{_W}{name}") if element is not None else None
    return (child.get(f"{_W}val") or "") if child is not None else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _on(properties: Element | None, name: str) -> bool | None:
    """Whether a switch such as w:b is set; None where nothing is said."""
    child = properties.find(f"{_W}{name}") if properties is not None else None
    return None if child is None else child.get(f"{_W}val") not in ("0", "false", "none")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    base: str
    bold: bool | None
    outline: str
    number: str  # numId of the style's own list
    level: str


def _styles(files: Mapping[str, bytes], name: str) -> dict[str, _Style]:
    if "word/styles.xml" not in files:
        return {}
    found = {}
    for style in markup.xml(files["word/styles.xml"], name).iter(f"{_W}style"):
        paragraph = style.find(f"{_W}pPr")
        numbers = paragraph.find(f"{_W}numPr") if paragraph is not None else None
        found[style.get(f"{_W}styleId") or ""] = _Style(
            name=_value(style, "name"),
            base=_value(style, "basedOn"),
            bold=_on(style.find(f"{_W}rPr"), "b"),
            outline=_value(paragraph, "outlineLvl"),
            number=_value(numbers, "numId"),
            level=_value(numbers, "ilvl"),
        )
    return found


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how its number is counted and printed («%1.», «%1)»)."""

    text: str
    form: str
    start: int


def _numbering(files: Mapping[str, bytes], name: str) -> dict[str, dict[str, _Level]]:
    """numId → level → how it prints."""
    if "word/numbering.xml" not in files:
        return {}
    root = markup.xml(files["word/numbering.xml"], name)
    abstract = {
        a.get(f"{_W}abstractNumId"): {
            level.get(f"{_W}ilvl"): _Level(
                _value(level, "lvlText"),
                _value(level, "numFmt") or "decimal",
                _whole(_value(level, "start"), 1),
            )
            for level in a.iter(f"{_W}lvl")
        }
        for a in root.iter(f"{_W}abstractNum")
    }
    return {
        num.get(f"{_W}numId"): abstract.get(_value(num, "abstractNumId"), {})
        for num in root.iter(f"{_W}num")
    }


def _footnotes(files: Mapping[str, bytes], name: str) -> dict[str, str]:
    if "word/footnotes.xml" not in files:
        return {}
    root = markup.xml(files["word/footnotes.xml"], name)
    return {
        note.get(f"{_W}id"): squeeze("".join(t.text or "" for t in note.iter(f"{_W}t")))
        for note in root.iter(f"{_W}footnote")
        if note.get(f"{_W}type") in (None, "normal")
    }


_LETTERS: Final = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
}


def _printed(number: int, form: str) -> str:
    """A list number as Word prints it; "" for a bullet."""
    letters = _LETTERS.get(form)
    if letters:
        return letters[(number - 1) % len(letters)]
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            count, number = divmod(number, value)
            roman += sign * count
        return roman.upper() if form == "upperRoman" else roman
    return "" if form in ("bullet", "none") else str(number)


# --- The text -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """One pass over the body; counts automatic numbers as it goes."""

    styles: dict[str, _Style]
    numbering: dict[str, dict[str, _Level]]
    footnotes: dict[str, str]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: bool = False  # a division has been met: what is bold now is no title
    in_note: bool = False
    unnamed: bool = False

    def blocks(self, body: Element) -> Iterator[Block]:
        for element in body:
            if element.tag == f"{_W}p":
                yield from self.paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self.table(element)
            elif element.tag == f"{_W}sdt":
                content = element.find(f"{_W}sdtContent")
                yield from self.blocks(content) if content is not None else ()

    def table(self, table: Element) -> Iterator[Block]:
        for row in table.iterchildren(f"{_W}tr"):
            cells = []
            for cell in row.iterchildren(f"{_W}tc"):
                lines = [b.text for p in cell.iter(f"{_W}p") for b in self.paragraph(p)]
                cells.append(squeeze(" ".join(lines)))
            if any(cells):
                yield Block(table_text.row(cells), Kind.ROW)

    def paragraph(self, paragraph: Element) -> Iterator[Block]:
        properties = paragraph.find(f"{_W}pPr")
        style = self.styles.get(_value(properties, "pStyle"))
        heading = self.is_heading(properties, style)
        mark = self.mark(properties, style)
        doubts = [say("read.word_list", mark=mark)] if mark else []
        if next(paragraph.iter(*_TRACKED), None) is not None:
            doubts.append(say("read.word_changes"))
        lines, notes = self.lines(paragraph, self.is_bold(style))
        for nth, line in enumerate(lines):
            text, doubt = markup.words(line)
            text = squeeze(f"{mark} {text}" if nth == 0 else text)
            if not text:
                continue
            said = joined("; ", filter(None, (*doubts, doubt)))
            yield self.block(text, [r for r in line if r.text.strip()], heading, said)
            doubts = []
        for number in notes:
            if self.footnotes.get(number):
                yield Block(f"Сноска. {self.footnotes[number]}", Kind.NOTE)
        self.in_note = False

    def block(self, text: str, visible: list[Run], heading: bool, doubt: str) -> Block:
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

    def is_heading(self, properties: Element | None, style: _Style | None) -> bool:
        if _value(properties, "outlineLvl") not in ("", "9"):
            return True
        seen = 0
        while style is not None and seen < 20:
            if _HEADING_STYLE.fullmatch(style.name) or style.outline not in ("", "9"):
                return True
            style, seen = self.styles.get(style.base), seen + 1
        return False

    def is_bold(self, style: _Style | None) -> bool:
        seen = 0
        while style is not None and seen < 20:
            if style.bold is not None:
                return style.bold
            style, seen = self.styles.get(style.base), seen + 1
        return False

    def mark(self, properties: Element | None, style: _Style | None) -> str:
        """The number that Word prints before a paragraph of an automatic list, or ""."""
        numbers = properties.find(f"{_W}numPr") if properties is not None else None
        number = _value(numbers, "numId") or (style.number if style else "")
        level = _whole(_value(numbers, "ilvl") or (style.level if style else ""), 0)
        levels = self.numbering.get(number)
        if not levels or number == "0" or str(level) not in levels:
            return ""
        own = levels[str(level)]
        self.counts[number, level] = self.counts.get((number, level), own.start - 1) + 1
        for deeper in range(level + 1, 9):
            self.counts.pop((number, deeper), None)

        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            there = levels.get(str(at), own)
            return _printed(self.counts.get((number, at), there.start), there.form)

        text = re.sub(r"%(\d)", counted, own.text)
        return squeeze(text) if own.form not in ("bullet", "none") else ""

    def lines(self, paragraph: Element, bold: bool) -> tuple[list[list[Run]], list[str]]:
        """Runs of each line (a break starts another), and the footnotes referred to."""
        lines: list[list[Run]] = [[]]
        notes: list[str] = []
        skip = 0
        style = Run("", bold=bold)
        for event, node in etree.iterwalk(paragraph, events=("start", "end")):
            tag = node.tag
            if tag in _SKIPPED or str(tag).endswith("}Fallback"):
                skip += 1 if event == "start" else -1
            if skip or event == "end":
                continue
            match str(tag).removeprefix(_W):
                case "r":
                    style = _style(node.find(f"{_W}rPr"), bold)
                case "t":
                    lines[-1].append(
                        Run(node.text or "", style.bold, style.italic, style.raised, style.lowered)
                    )
                case "tab":
                    lines[-1].append(Run(" "))
                case "noBreakHyphen":
                    lines[-1].append(Run("-", style.bold, style.italic))
                case "br" | "cr":
                    lines.append([])
                case "footnoteReference":
                    notes.append(node.get(f"{_W}id") or "")
        return lines, notes


def _style(properties: Element | None, bold: bool) -> Run:
    own = _on(properties, "b")
    height = _value(properties, "vertAlign")
    return Run(
        "",
        bold=bold if own is None else own,
        italic=bool(_on(properties, "i")),
        raised=height in ("superscript", "subscript"),
        lowered=height == "subscript",
    )
