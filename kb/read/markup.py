"""HTML and XML taken in safely: bytes to text, text to elements, elements to plain words.

No network, no entities of the document's own, limits of size and depth; a hostile or broken source
is refused with one line that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from kb.ground.saying import joined, say
from kb.norm import table
from kb.read.document import MAX_DEPTH, SINGLE_BYTE, BadSource, check_size
from kb.read.tables import MAX_SPAN, Cell, Grid
from kb.words.text import squeeze

Element = Any  # lxml's classes carry no types of their own
_NEVER_TEXT: Final = frozenset({"script", "style", "noscript", "template", "nav", "button"})
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "eol",
        "authorialNote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "hr",
        "center",
        "dl",
        "dt",
        "dd",
    ]
)


def html(text: str, name: str) -> Element:
    """The root of an HTML page. Raises BadSource for an empty one or one nested without end."""
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise BadSource(say("read.html_unread", name=name, why=str(error))) from error
    if root is None:
        raise BadSource(say("read.html_empty", name=name))
    _check_whole(parser, name)
    _check_depth(root, name)
    return root


def xml(data: bytes, name: str) -> Element:
    """The root of an XML document. Raises BadSource for entities, external parts, bad XML."""
    check_size(data, name)
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:100_000], re.IGNORECASE):
        raise BadSource(say("read.xml_doctype", name=name))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8" if _mislabelled(data) else None,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise BadSource(say("read.xml_unread", name=name, why=str(error))) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadSource(say("read.xml_doctype", name=name))
    _check_depth(root, name)
    return root


_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)")


def _mislabelled(data: bytes) -> bool:
    """Whether a document calls itself windows-1251 or the like and is UTF-8, which no Cyrillic text
    in such an encoding is by chance."""
    said = _DECLARATION.match(data[:400])
    if not said or said[1].decode("ascii").lower() not in SINGLE_BYTE or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_whole(parser: Element, name: str) -> None:
    """The HTML parser stops silently at its limits: what stands after would be lost."""
    for entry in parser.error_log:
        if re.search(r"excessive|depth|huge|too (?:long|deep|large)", entry.message, re.IGNORECASE):
            raise BadSource(
                say("read.markup_limits", name=name, line=entry.line, why=entry.message.strip())
            )


_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


def _check_depth(root: Element, name: str) -> None:
    if _TOO_DEEP(root):
        raise BadSource(say("read.too_deep", name=name, most=MAX_DEPTH))


# --- Words of elements --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text and how it is set: `note` is the bank's own class for a сноска."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False  # in sup or sub
    lowered: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a block element (or a break) begins or ends; how many places a cell takes."""

    tag: str
    opens: bool
    columns: int = 1
    rows: int = 1


_CELLS: Final = frozenset({"td", "th"})


def _span(cell: Element, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return min(max(1, int(said)), MAX_SPAN) if said.isdecimal() and len(said) < 7 else 1


_SUPER: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUB: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NEAR: Final = 200  # characters
_NUMBER_BEFORE = re.compile(
    r"""
    (?: ^\s*
      | (?:стать|глав|пункт|раздел|параграф|част|подпункт|бап|тармақ|тарау)\w*\.?\s+
        (?: [\d-]+(?:,\s*|\s+и\s+) )*  # «статьи 12, 13 и» before the number
    )
    \d+(?:-\d+)*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def words(runs: list[Run]) -> tuple[str, str]:
    """The text of a line and a doubt about its raised digits, or "".

    «статья 2<sup>1</sup>» is article 2-1: raised digits right after a unit's number become its
    second part, under doubt. Other raised or lowered digits keep their height: м², CO₂.
    """
    text = ""
    doubt = ""
    for run in runs:
        if run.raised and re.fullmatch(r"\s*\d+(?:-\d+)*\s*", run.text):
            digits = run.text.strip()
            # The words right before are looked at, not all: a line may hold thousands of raised digits.
            if _NUMBER_BEFORE.search(text if len(text) <= _NEAR else f"…{text[-_NEAR:]}"):
                text += f"-{digits}"
                doubt = say("read.raised", number=text[-_NEAR:].split()[-1])
            else:
                text += digits.translate(_SUB if run.lowered else _SUPER)
        else:
            text += run.text
    return text, doubt


def runs(element: Element) -> Iterator[Run | Edge]:
    """The text of an element in order, with the edges of the block elements in it."""
    bold = italic = raised = lowered = note = 0
    skip = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        step = 1 if event == "start" else -1
        if tag in _NEVER_TEXT:
            skip += step
        elif tag in ("b", "strong"):
            bold += step
        elif tag in ("i", "em") or (tag == "font" and node.get("color")):
            italic += step
        elif tag in ("sup", "sub"):
            raised += step
            lowered += step if tag == "sub" else 0
        if tag == "authorialNote" or (node.get("class") and classes(node) & _NOTES):
            note += step
        if tag in BLOCKS and not skip:
            spans = (_span(node, "colspan"), _span(node, "rowspan")) if tag in _CELLS else (1, 1)
            yield Edge(tag, event == "start", *spans)
        text = node.text if event == "start" else node.tail
        if node is element and event == "end":
            text = None
        if text and not skip:
            yield Run(text, bold > 0, italic > 0, raised > 0, lowered > 0, note > 0)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text or a row of a table, and how it is set.

    `fresh`: it begins a paragraph (a break begins no new one); `row`: a row as kb.norm.table has it.
    """

    text: str
    doubt: str = ""
    heading: bool = False
    fresh: bool = True
    bold: bool = False
    italic: bool = False
    note: bool = False
    row: bool = False


def lines(element: Element) -> Iterator[PrintedLine]:
    """The lines of an element: a line for each paragraph, heading, break and row of a table."""
    gathered: list[Run] = []
    cells: list[Cell] | None = None
    grid = Grid()
    doubts: list[str] = []
    tables = 0
    heading = False
    fresh = True

    def take() -> str:
        nonlocal gathered
        text, doubt = words(gathered)
        if doubt:
            doubts.append(doubt)
        gathered = []
        return squeeze(text)

    for item in (*runs(element), Edge("p", opens=False)):
        if isinstance(item, Run):
            gathered.append(item)
            continue
        if item.tag == "table":
            tables += 1 if item.opens else -1
            if item.opens and tables == 1:
                grid = Grid()
        if cells is None:
            visible = [r for r in gathered if r.text.strip()]
            if text := take():
                yield PrintedLine(
                    text,
                    joined("; ", doubts),
                    heading,
                    fresh,
                    bold=all(r.bold for r in visible),
                    italic=all(r.italic for r in visible),
                    note=all(r.note for r in visible),
                )
                fresh = False
            doubts = []
            if item.tag not in ("br", "eol"):
                fresh = True
                heading = item.opens and item.tag in HEADINGS
            if item.tag == "tr" and item.opens:
                cells = []
        elif item.tag in ("td", "th") and tables == 1:
            text = take()
            if not item.opens:
                cells.append(Cell(text, item.columns, item.rows))
        elif item.tag == "tr" and tables == 1:
            known = grid.merged
            row = grid.row(cells)
            if grid.merged and not known:
                doubts.append(say("read.table_merged"))
            if any(row):
                yield PrintedLine(table.row(row), joined("; ", doubts), row=True)
            cells, doubts = None, []
        else:
            gathered.append(Run(" "))


_NOTES: Final = frozenset({"note", "notes"})


def classes(element: Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


_VISIBLE = etree.XPath(f".//text()[not({' or '.join(f'ancestor::{t}' for t in _NEVER_TEXT)})]")


def plain(element: Element) -> str:
    """All visible text of an element, taken apart from `runs`: the measure of what was read."""
    if next(element.iter(*_NEVER_TEXT), None) is None:
        return "".join(element.itertext())
    texts: Any = _VISIBLE(element)
    return "".join(texts)
