"""The elements of Akoma Ntoso by how their words stand, and numbers as other countries print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kb.read.lines import division
from kb.read.markup import Element
from kb.words.text import squeeze


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# OASIS LegalDocML 3.0, the groups inlineCM and ANinline: words go on through their edges.
INLINE: Final = _names(
    "a abbr affectedDocument argument b caption concept courtType date decoration def docAuthority "
    "docCommittee docDate docIntroducer docJurisdiction docNumber docProponent docPurpose docStage "
    "docStatus docTitle docType docketNumber embeddedText entity event extractText fillIn from i img "
    "inline ins judge lawyer legislature location marker mmod mod mref narrative neutralCitation object "
    "omissis opinion organization outcome party person placeholder process quantity quotedText "
    "recordedTime ref relatedDocument remark rmod role rref scene session shortTitle signature span sub "
    "summary sup term time tocItem u vote"
)
# All others: at their edges a line begins.
BLOCK: Final = _names(
    "akomaNtoso act bill doc statement judgment debate debateReport portion documentCollection "
    "officialGazette amendment amendmentList header coverPage preface preamble body mainBody "
    "collectionBody portionBody fragment fragmentBody amendmentBody judgmentBody debateBody conclusions "
    "attachments attachment components component interstitial formula recitals recital citations "
    "citation container block blockContainer p longTitle num heading subheading intro content wrapUp "
    "crossHeading blockList listIntroduction listWrapUp item ul ol li book tome part subpart title "
    "subtitle section subsection chapter subchapter article subdivision division rule subrule clause "
    "subclause paragraph subparagraph alinea list point indent level sublist proviso transitional "
    "hcontainer toc tblock foreign documentRef componentRef introduction background motivation decision "
    "arguments remedies quotedStructure embeddedStructure speech question answer other speechGroup "
    "address adjournment administrationOfOath debateSection communication declarationOfVote prayers "
    "rollCall papers table thead tbody tfoot tr td th div note"
)
BREAKS: Final = frozenset({"br", "eol", "eop"})

_DIVISIONS: Final = {
    "book": "Раздел",
    "part": "Раздел",
    "title": "Раздел",
    "section": "Раздел",
    "chapter": "Глава",
    "subchapter": "Параграф",
    "article": "Статья",
}
_KAZAKH: Final = {"Раздел": "бөлім", "Глава": "тарау", "Параграф": "параграф", "Статья": "бап"}
_ENGLISH: Final = {"Раздел": "Section", "Глава": "Chapter", "Статья": "Article"}
_NUMBER: Final = r"(?P<n>\d+(?:-\d+)*|[IVXLC]+)"
_BARE = re.compile(rf"{_NUMBER}\.?")
# «Art. 5», «§ 5.», «5 §», «Sec. 5 –», «(5)», «5°», «Artículo 1º.-»: the element says what it is, so that
# any one word may stand before its number.
_OTHER = re.compile(
    rf"(?:§{{1,2}}|[^\W\d_]{{1,20}}\.?)?\s*\(?{_NUMBER}\)?\s*(?:§|er\b|[°ºª])?[.:]?\s*[-–—]*",
    re.IGNORECASE,
)
_POINT_ELEMENTS: Final = frozenset({"paragraph", "subsection", "clause", "rule"})
_POINT = re.compile(r"(?P<n>\d+(?:-\d+)*)\s?[°º]?")
_SUBPOINT = re.compile(r"(?P<n>\d+(?:-\d+)*|[a-zа-я])\s?[°º]?")


def divides(element: Element) -> bool:
    """Whether an element is a chapter, an article or another division of ours."""
    return element.tag in _DIVISIONS or element.get("name") == "app"


def behind_article(element: Element) -> bool:
    """Whether words that belong to no article stand right after one: they would be taken for its own."""
    before = element.getprevious()
    alone = element.tag in ("hcontainer", "crossHeading", "p", "block", "blockContainer", "proviso")
    return alone and before is not None and before.tag == "article" and not divides(element)


def mark(number: str, tag: str, language: str) -> str:
    """A unit's number as our texts print it; the same where it is so printed, or not understood.

    «9» of an article → «Статья 9.»; «1» of a paragraph → «1.», of an item → «1)»; «§ 5» → «Статья 5.».
    """
    if word := _DIVISIONS.get(tag):
        match = None if division(number) else (_BARE.fullmatch(number) or _OTHER.fullmatch(number))
        if match is None:
            return number
        if language == "kk":
            return f"{match['n']}-{_KAZAKH[word]}."
        return f"{_ENGLISH.get(word, word) if language == 'en' else word} {match['n']}."
    if tag in _POINT_ELEMENTS:
        return f"{match['n']}." if (match := _POINT.fullmatch(number)) else number
    return f"{match['n']})" if (match := _SUBPOINT.fullmatch(number)) else number


def is_bare(number: str) -> bool:
    """Whether a number lacks only its word: putting it is no change of what is printed."""
    return _BARE.fullmatch(number) is not None


def words(element: Element) -> str:
    """All words of an element on one line, a space at the edges of its paragraphs."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag not in INLINE:
            pieces.append(" ")
        text = node.text if event == "start" else node.tail if node is not element else ""
        pieces.append(text or "")
    return squeeze("".join(pieces))


def among_words(element: Element) -> bool:
    """Whether words stand right before or after an element, outside any element."""
    before = element.getprevious()
    parent = element.getparent()
    above = before.tail if before is not None else parent.text if parent is not None else ""
    return bool((above or "").strip() or (element.tail or "").strip())


def detached(element: Element, tags: frozenset[str]) -> Iterator[Element]:
    """Elements of the names, taken out of an element; the words after each stay."""
    for child in list(element.iter(*tags)):
        parent = child.getparent()
        if parent is None or child is element:
            continue
        before = child.getprevious()
        if before is None:
            parent.text = (parent.text or "") + (child.tail or "")
        else:
            before.tail = (before.tail or "") + (child.tail or "")
        child.tail = None
        parent.remove(child)
        yield child
