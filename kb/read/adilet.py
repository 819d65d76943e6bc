"""Pages of adilet.zan.kz (`/rus/docs/ID`, `/kaz/docs/ID`) as saved or fetched.

The text stands in `article`, in old pages in an element of class `main`; the title in `h1`, then
a badge and a line of requisites. Headings are h1–h4 or bold paragraphs; a paragraph may hold several
lines, one `<br>` each; notes are of class `note` or begin with «Сноска.».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kb.ground.saying import joined, say
from kb.read import markup
from kb.read.document import BadSource, Block, Kind, continues_note, decoded, parsed
from kb.read.lines import division, starts_note
from kb.read.markdown import Parsed
from kb.read.markup import Element
from kb.read.requisites import language_of
from kb.words.days import bank_date
from kb.words.text import squeeze

HOST: Final = "adilet.zan.kz"
ID: Final = r"[A-Z][0-9A-Z]{9,10}_?"
ADDRESS = re.compile(
    rf"/(?P<language>rus|kaz)/docs/(?P<id>{ID})(?:/(?P<date>\d\d\.\d\d\.\d{{4}}))?(?![0-9A-Za-z])"
)
_LANGUAGES: Final = {"rus": "ru", "kaz": "kk"}
_CHALLENGE = re.compile(r"подтвердите,?\s+что\s+вы\s+не\s+робот|робот\s+емес\w*\s+раста", re.I)
_DATED: Final = r"(?:\d{1,2}\s+[а-я]+\s+\d{4}\s+г|\d{4}\s+жылғы|\d\d\.\d\d\.\d{4})"
_REQUISITES = re.compile(
    rf"""
    (?: закон|кодекс|конституци|указ|постановлени|приказ|совместн|решени|распоряжени
      | нормативн|договор|соглашени
    )\w*\s .*? {_DATED}
  | .*? \d{{4}}\s+жылғы .*? (?:заң|кодекс|бұйры|қаулы|шеш|жарлы|өк)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_HOLDERS: Final = ("p", "div", "article", "table", "ul")
_LOOK_AHEAD: Final = 4  # paragraphs after h1 among which the requisites stand


def is_challenge(text: str) -> bool:
    """Whether the page asks to prove that one is no robot, in the place of a document."""
    return bool(_CHALLENGE.search(text)) and not re.search(r"Статья\s+\d|\d-бап", text)


def read(
    data: bytes,
    name: str = "страница",
    *,
    declared: str = "",
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition on a page. Raises BadSource for the anti-robot page, for a page of another site,
    a page without a document, wrong encodings and hostile markup."""
    text = decoded(data, name, declared)
    if is_challenge(text):
        raise BadSource(say("read.robot_check", name=name))
    root = markup.html(text, name)
    _check_end(text, name)
    body = _body(root, name)
    head = _head(root)
    front = _front(root, head)
    inside = {e for e in head.elements if body in e.iterancestors()}
    words = [markup.plain(e) for e in (body, *(e for e in head.elements if e not in inside))]
    front.setdefault("language", language_of(words[0]))
    blocks = list(_titled(_blocks(body, inside), front.get("title", "")))
    if body.tag != "article" and "main" not in markup.classes(body) and blocks:
        said = joined("; ", filter(None, (blocks[0].doubt, say("read.page_unmarked"))))
        blocks[0] = replace(blocks[0], doubt=said)
    return parsed(blocks, front, words, act=act, readings=readings)


def _check_end(text: str, name: str) -> None:
    """Raises BadSource for a page cut short: the parser would close its elements silently."""
    lower = text.lower()
    for tag in ("html", "article"):
        if re.search(rf"<{tag}[\s>]", lower) and f"</{tag}" not in lower:
            raise BadSource(say("read.page_cut", name=name, tag=tag))


def _body(root: Element, name: str) -> Element:
    host = _own_address(root)
    if host and HOST not in host and not ADDRESS.search(host):
        raise BadSource(say("read.page_elsewhere", name=name, other=host[:80], host=HOST))
    articles = list(root.iter("article"))
    bodies = articles or [
        e for e in root.xpath("//*[contains(@class, 'main')]") if "main" in markup.classes(e)
    ]
    body = max(bodies, key=_size, default=None)
    if body is not None and _size(body):
        return body
    if (body := _around_articles(root)) is not None:
        return body
    raise BadSource(say("read.page_no_act", name=name, host=HOST))


def _around_articles(root: Element) -> Element | None:
    """The smallest element that holds all headings of articles: a saved page may lack `article`."""
    headings = [
        element
        for element in root.iter("p", "h1", "h2", "h3", "h4", "div", "td")
        if next(element.iterdescendants(*_HOLDERS), None) is None
        and (named := division(squeeze(markup.plain(element))))
        and named[0] == "art"
    ]
    if not headings:
        return None
    shared = set(headings[0].iterancestors())
    for heading in headings[1:]:
        shared &= set(heading.iterancestors())
    return next((e for e in headings[0].iterancestors() if e in shared), None)


def _size(element: Element) -> int:
    return len(markup.plain(element).strip())


def _own_address(root: Element) -> str:
    """The address that a page gives for itself, or ""."""
    for query in (
        "//link[@rel='canonical']/@href",
        "//meta[@property='og:url']/@content",
        "//base/@href",
    ):
        links = root.xpath(query)
        if links and "://" in str(links[0]):
            return str(links[0])
    return ""


@dataclass(slots=True)
class _Head:
    """What stands around the text: title, badge, requisites; and the elements that hold them."""

    title: str = ""
    badge: str = ""
    requisites: str = ""
    elements: list[Element] = field(default_factory=list)


def _head(root: Element) -> _Head:
    head = _Head()
    title = next(iter(root.iter("h1")), None)
    if title is None:
        return head
    badges = [e for e in title.iter("span") if "status" in markup.classes(e)]
    head.badge = squeeze(" ".join(map(markup.plain, badges)))
    head.title = squeeze(markup.plain(title)).removesuffix(head.badge).strip()
    head.elements.append(title)
    looked = 0
    for element in title.xpath("following::*[position() <= 40]"):
        if element.tag == "span" and "status" in markup.classes(element) and not head.badge:
            head.badge = squeeze(markup.plain(element))
            head.elements.append(element)
        elif element.tag in ("p", "div") and next(element.iterdescendants(*_HOLDERS), None) is None:
            looked += 1
            said = squeeze(markup.plain(element)).removeprefix(head.badge).strip()
            if _REQUISITES.match(said) and not said.endswith(":"):
                head.requisites = said
                head.elements.append(element)
                break
        if looked > _LOOK_AHEAD:
            break
    return head


def _front(root: Element, head: _Head) -> dict[str, str]:
    front = {
        name: value
        for name, value in (
            ("title", head.title),
            ("status", head.badge),
            ("requisites", head.requisites),
        )
        if value
    }
    own = ADDRESS.search(_own_address(root))
    links = [m for href in root.xpath("//a/@href") if (m := ADDRESS.search(str(href)))]
    tabs = [m for m in links if re.match(r"/(?:info|history|links|download)", m.string[m.end() :])]
    own_link = own or next(iter(tabs), None)
    if own_link:
        front["act_id"] = own_link["id"]
        front["language"] = _LANGUAGES[own_link["language"]]
        if edition := bank_date(own_link["date"] or ""):
            front["edition"] = edition
        front["source_url"] = f"https://{HOST}/{own_link['language']}/docs/{own_link['id']}"
    return front


def _titled(blocks: Iterator[Block], title: str) -> Iterator[Block]:
    """The act's title stands above its text; some pages repeat it as the first heading."""
    if title:
        yield Block(title, Kind.TITLE)
    for nth, block in enumerate(blocks):
        if nth == 0 and title and squeeze(block.text) == title:
            continue
        yield block


# --- The text -----------------------------------------------------------------------------------


def _blocks(body: Element, skipped: set[Element]) -> Iterator[Block]:
    """Lines of the text, told apart by how they are set and by what they say."""
    for element in skipped:
        element.tag = "nav"  # stands in the front matter, not in the text
    in_note = False  # further lines of a paragraph that a note begins
    unnamed = False  # the heading above names a division that has no name yet
    for line in markup.lines(body):
        kind = Kind.TEXT
        named = division(line.text)
        if line.row:
            kind = Kind.ROW
        elif (
            line.note
            or starts_note(line.text)
            or (in_note and not line.fresh and continues_note(line.text))
        ):
            kind = Kind.NOTE
        elif line.heading or (line.bold and (named is not None or unnamed)):
            kind = Kind.HEADING
        in_note = kind is Kind.NOTE
        unnamed = kind is Kind.HEADING and named is not None and not named[1]["rest"]
        yield Block(line.text, kind, line.italic and kind is Kind.TEXT, line.doubt)
