"""Words in against words placed, counted apart from the readers: what no reader may lose in silence.

The source's words come from its bytes by the plainest means (every text node, every string), the words
placed from the edition alone. A loss is what of the first is neither in the second nor among the
characters that the reader counts as unplaced.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from kb.read.document import decoded
from kb.read.markdown import Parsed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_LABEL = re.compile(r"^\s*[^\W\d_]{2,}\.?(?:\s*(?=\d)|\s+(?=[IVXLC])|\s*$)")
_QUOTED = re.compile("«([^»]*)»")
_UNSEEN = {"script", "style", "noscript", "template", "nav", "button"}  # what a page does not show


def letters(texts: Iterable[str]) -> Counter[str]:
    """Letters and digits, for marks and spaces are layout; raised digits count as digits, and the signs
    of an ordinal («1º») as marks of its number."""
    signs = (sign for text in texts for sign in text if sign not in "ºª")
    plain = (unicodedata.normalize("NFKC", sign) for sign in signs)
    return Counter(sign.lower() for sign in plain if len(sign) == 1 and sign.isalnum())


def placed(parsed: Parsed) -> Iterator[str]:
    """All words that an edition holds, its front matter and layout with them, and those that a doubt
    quotes: «номер «Título I» записан как «Раздел I.»» is no loss in silence."""
    for doubt in parsed.edition.doubts:
        yield from _QUOTED.findall(doubt.reason)
    for clause in parsed.edition.root.walk():
        yield from (clause.mark, clause.heading, clause.own_text)
        yield from (note.text for note in clause.notes)
        lines = (*clause.heading_lines, *clause.row_lines, clause.text_line)
        yield from (f"{line.before} {line.after}" for line in lines if line)
    yield from _strings(dict(parsed.edition.front))
    yield from (raw for _, raw in parsed.layout)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
    elif value is not None:
        yield str(value)


def source(kind: str, data: bytes) -> list[str]:
    """The words of a source by its kind; [] where this count has no means to tell."""
    match kind:
        case "akn":
            return _akoma_ntoso(data)
        case "docx":
            return _word(data)
        case "adilet":
            return _page(data)
        case "zan":
            return [
                html.unescape(_untagged(text))
                for text in _blocks(json.loads(decoded(data, "JSON")))
            ]
    return [_front_as_words(decoded(data, "текст"))]


def _front_as_words(text: str) -> str:
    """A text without its front matter, the tags of its tables and its anchors."""
    body = re.sub(
        r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", "", text.replace("\r\n", "\n"), flags=re.DOTALL
    )
    return html.unescape(_untagged(body)) if "<t" in body.lower() else body


def _untagged(text: str) -> str:
    return re.sub(
        r"<(script|style)\b.*?</\1>|<!--.*?-->|</?[a-zA-Z][^<>]*>", "", text, flags=re.DOTALL
    )


def _blocks(value: Any) -> Iterator[str]:
    """The texts of a bank's JSON: `text` of its blocks, wherever they stand in `content`."""
    content = value.get("content", []) if isinstance(value, dict) else []
    waiting = list(content) if isinstance(content, list) else []
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, dict):
            if isinstance(block.get("text"), str):
                yield block["text"]
            waiting += [v for v in block.values() if isinstance(v, dict)]
            waiting += [e for v in block.values() if isinstance(v, list) for e in v]


def _akoma_ntoso(data: bytes) -> list[str]:
    root = etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)
    )
    words = []
    for text in root.xpath("//text()"):
        above = (
            [etree.QName(e).localname for e in text.getparent().iterancestors()]
            if text.is_text
            else []
        )
        own = etree.QName(text.getparent()).localname if text.is_text else ""
        if text.is_tail:
            above = [etree.QName(e).localname for e in text.getparent().iterancestors()]
        if "meta" in (own, *above):
            continue
        # The word before a unit's number («Artículo 1º») is its kind: the reader writes «Статья 1».
        kind = own == "num" and "quotedStructure" not in above
        words.append(_LABEL.sub("", text) if kind else str(text))
    return words


def _word(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.endswith(".xml")]
        main = next((n for n in names if n.endswith("document.xml")), None)
        if main is None:
            return []
        root = etree.fromstring(archive.read(main))
    words = []
    for element in root.iter(etree.Element):
        if etree.QName(element).localname == "t":
            above = {etree.QName(e).localname for e in element.iterancestors()}
            row = any(
                etree.QName(e).localname == "tr" and e.find(f"{_W}trPr/{_W}del") is not None
                for e in element.iterancestors()
            )
            # Of two renderings of one drawing Word shows one; ruby text is above its words.
            if not row and not above & {"del", "moveFrom", "AlternateContent", "rt"}:
                words.append(element.text or "")
    return words


def _page(data: bytes) -> list[str]:
    """The article of a page; of a page without one nothing is told."""
    root = etree.fromstring(decoded(data, "страница").encode(), etree.HTMLParser(encoding="utf-8"))
    articles = list(root.iter("article")) if root is not None else []
    if len(articles) != 1:
        return []
    return [
        str(text)
        for text in articles[0].xpath(".//text()")
        if not _unseen(text.getparent() if text.is_text else text.getparent().getparent())
        and not isinstance(text.getparent(), etree._Comment | etree._ProcessingInstruction)
    ]


def _unseen(element: Any) -> bool:
    return any(e.tag in _UNSEEN for e in (element, *element.iterancestors()))


def silent_loss(kind: str, data: bytes, parsed: Parsed) -> int:
    """How many letters and digits of a source are neither placed nor counted as unplaced."""
    missing = letters(source(kind, data)) - letters(placed(parsed))
    return max(0, sum(missing.values()) - parsed.unplaced_characters)
