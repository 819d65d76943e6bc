"""Real files spoilt in every way: what is spoilt how, and what must hold whatever comes of it.

Each family has its seeds (files of the tests, editions of the corpus as our own writers give them) and
the work that a spoilt one is put to. XML and Word files are spoilt by structure, or by their bytes.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from _words import silent_loss
from lxml import etree

from kb.disk.places import builtin
from kb.ground.errors import KbError
from kb.read import formats, markdown

ROOT: Final = Path(__file__).resolve().parent.parent
FIXTURES: Final = ROOT / "tests" / "fixtures"
MOST: Final = 60_000  # characters of a seed: what breaks a reader breaks it in a short text too
LONGEST_LINE: Final = 4_000  # characters of a message

# Words, marks and signs that readers know or stumble over.
TOKENS: Final = (
    "Статья 1.", "Статья 3¹. О", "Статья 36.1.", "1-бап.", "Глава 2.", "Раздел I", "Приложение 1", "1.", "1)", "а)",
    "2-1)", "Сноска.", "Сноска. Заголовок с изменениями", "Сноска. Пункт 1 исключен.", "Ескерту.", "Примечание ИЗПИ!",
    "«", "»", "\"", "“", "исключен", "<table>", "<tr><td>", "</table>", "| а | б |", "|---|---|", "---\n", "# ", "> ",
    "*", "**", "\\", "<a id=\"z1\"></a>", "\u00ad", "\u200b", "\u202e", "\ufeff", "\x0b", "\x0c", "\u2028", "\x85", "\0",
    "\x1b[31m", "¹", "₂", "\U0001f600", "é", "e\u0301", "Оглавление", "Утвержден приказом", "т.", "№ 148",
    "пункт 3 статьи 11", "в статье 1:", "слово «а» заменить словом «б»", "дополнить пунктом 2-1 следующего содержания:",
    "изложить в следующей редакции:", "исключить;", "той же статьи", "пункты 1 – 40 статей 1 – 40", "деген сөз",
    "алып тасталсын", "мынадай мазмұндағы", "бүкіл мәтін", "по всему тексту", "часть вторую", "-1", "999999999999999999999",
    "{", "[", "\"a\":", "null", "&#0;", "&amp;", "<![CDATA[", "]]>", "<!--", "<sup>1</sup>", "%2e%2e", "../", "ru kk",
)  # fmt: skip
TAGS: Final = (
    "p", "num", "heading", "content", "article", "paragraph", "list", "item", "blockList", "authorialNote", "table", "tr",
    "td", "quotedStructure", "attachment", "components", "del", "ins", "meta", "toc", "li", "hcontainer", "unknown", "br",
)  # fmt: skip
WORD_TAGS: Final = (
    "p", "r", "t", "tbl", "tr", "tc", "ins", "del", "moveFrom", "txbxContent", "sdt", "sdtContent", "numPr", "pPr", "rPr",
    "footnoteReference", "endnoteReference", "altChunk", "br", "tab", "sym", "vanish", "strike", "hyperlink", "sectPr",
)  # fmt: skip
VALUES: Final = (
    "",
    "0",
    "-1",
    "1",
    "9",
    "99999999999",
    "ru",
    "true",
    "../../x",
    "\u202e",
    "а" * 300,
    "heading",
    "ё",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input: `read`, `refused`, or a fault: `traceback`, `lost`, `message`."""

    what: str
    why: str = ""

    @property
    def fault(self) -> bool:
        return self.what not in ("read", "refused")


@dataclass(frozen=True, slots=True)
class Family:
    """Seeds and the work they are put to; `spoil` makes a new input of a seed and another one."""

    seeds: Callable[[], tuple[bytes, ...]]
    work: Callable[[bytes], Outcome]
    spoil: Callable[[random.Random, bytes, bytes], bytes]


def made(family: str, number: int) -> bytes:
    """The input of a number: the same every time."""
    rng = random.Random(f"{family} {number}")
    seeds = FAMILIES[family].seeds()
    data = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        data = FAMILIES[family].spoil(rng, data, rng.choice(seeds))[: 4 * MOST]
    return data


def tried(family: str, data: bytes) -> Outcome:
    """What becomes of an input. A refusal is one line that a person can read; anything else that is
    raised is a fault."""
    try:
        return FAMILIES[family].work(data)
    except KbError as error:
        line = str(error)
        if "\n" in line or not line.strip() or len(line) > LONGEST_LINE:
            return Outcome("message", line[:200])
        return Outcome("refused", line[:80])
    except Exception as error:
        import traceback

        at = traceback.extract_tb(error.__traceback__)[-1]
        return Outcome(
            "traceback", f"{type(error).__name__}: {str(error)[:120]} ({at.name}:{at.lineno})"
        )


# --- Spoiling -------------------------------------------------------------------------------------


def of_bytes(rng: random.Random, data: bytes, other: bytes) -> bytes:
    at, to = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    to = min(to, at + rng.choice((1, 4, 60, 2_000)))
    match rng.randrange(7):
        case 0:
            return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:to] * rng.choice((1, 2, 30)) + data[to:]
        case 3:
            return data[:at]
        case 4:
            return data[:at] + other[rng.randrange(len(other) + 1) :]
        case 5:
            return data[:at] + rng.randbytes(rng.choice((1, 2, 8))) + data[at:]
    return data[:at] + rng.choice(TOKENS).encode() + data[to:]


def of_text(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Lines moved, repeated, joined, cut; words of the field put in. A tenth by bytes."""
    if rng.random() < 0.1:
        return of_bytes(rng, data, other)
    lines = data.decode("utf-8", "replace").split("\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    token = rng.choice(TOKENS)
    match rng.randrange(8):
        case 0:
            lines[at], lines[to] = lines[to], lines[at]
        case 1:
            lines.insert(at, lines[to])
        case 2:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        case 3:
            cut = rng.randrange(len(lines[at]) + 1)
            lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
        case 4:
            lines.insert(at, token)
        case 5:
            cut = rng.randrange(len(lines[at]) + 1)
            lines[at] = (
                f"{lines[at][:cut]}{rng.choice(('', ' '))}{token}{rng.choice(('', ' '))}{lines[at][cut:]}"
            )
        case 6:
            del lines[at : at + rng.choice((1, 1, 5))]
        case _:
            lines[at] = f"{token} {lines[at]}"
    return "\n".join(lines or [""]).encode("utf-8", "replace")


def of_xml(rng: random.Random, data: bytes, other: bytes, tags: tuple[str, ...] = TAGS) -> bytes:
    """Elements removed, repeated, moved, renamed, wrapped; texts and attributes changed."""
    if rng.random() < 0.15:
        return of_bytes(rng, data, other)
    try:
        root = etree.fromstring(data)
        pool = list(etree.fromstring(other).iter(etree.Element)) if rng.random() < 0.2 else []
    except (etree.LxmlError, ValueError):
        return of_bytes(rng, data, other)
    elements = list(root.iter(etree.Element))
    _change(rng, rng.choice(elements), pool or elements, tags)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _change(rng: random.Random, element: Any, pool: list[Any], tags: tuple[str, ...]) -> None:
    parent, other = element.getparent(), rng.choice(pool)
    space = etree.QName(element).namespace
    name = etree.QName(space, rng.choice(tags)) if space else rng.choice(tags)
    copy = deepcopy(other)
    match rng.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None and len(etree.tostring(copy)) < MOST:
            parent.insert(rng.randrange(len(parent) + 1), copy)
        case 2 if len(etree.tostring(copy)) < MOST:
            element.insert(rng.randrange(len(element) + 1), copy)
        case 3:
            element.tag = name
        case 4:
            inner = etree.SubElement(element, name)
            inner.text, element.text = element.text, _plain(rng.choice(TOKENS))
        case 5:
            element.text = _plain(rng.choice(TOKENS))
        case 6:
            element.tail = _plain(rng.choice(TOKENS))
        case 7 if element.attrib:
            element.set(rng.choice(list(element.attrib)), _plain(rng.choice(VALUES)))
        case _ if parent is not None:
            wrap = etree.Element(name)
            parent.replace(element, wrap)
            wrap.append(element)


def _plain(text: str) -> str:
    """A text as XML can hold it."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def of_word(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A part of a Word file spoilt by structure; sometimes the archive itself."""
    if rng.random() < 0.15:
        return of_bytes(rng, data, other)
    try:
        parts, more = _unpacked(data), _unpacked(other)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        return of_bytes(rng, data, other)
    names = [n for n in parts if n.endswith((".xml", ".rels"))] or list(parts)
    if not names:
        return data
    chosen = rng.choice(names + [n for n in names if n.endswith("document.xml")] * 4)
    match rng.randrange(12):
        case 0:
            del parts[chosen]
        case 1 if more:
            extra = rng.choice(list(more))
            parts[extra] = more[extra]
        case _:
            parts[chosen] = of_xml(rng, parts[chosen], more.get(chosen, parts[chosen]), WORD_TAGS)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()[:50]}


def of_json(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A value of a bank's JSON changed, removed, repeated."""
    if rng.random() < 0.2:
        return of_bytes(rng, data, other)
    try:
        root = json.loads(data)
    except (ValueError, RecursionError):
        return of_bytes(rng, data, other)
    places: list[tuple[Any, Any]] = []
    waiting = [root]
    while waiting:
        value = waiting.pop()
        keys = (
            list(value)
            if isinstance(value, dict)
            else range(len(value))
            if isinstance(value, list)
            else ()
        )
        places += [(value, key) for key in keys]
        waiting += [value[key] for key in keys]
    if not places:
        return data
    holder, key = rng.choice(places)
    odd: tuple[Any, ...] = (
        None,
        True,
        -1,
        1e300,
        "",
        [],
        {},
        [[]],
        rng.choice(TOKENS),
        [holder[key]],
        {"text": 5},
    )
    if rng.random() < 0.25 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif rng.random() < 0.2:
        del holder[key]
    else:
        holder[key] = rng.choice(odd)
    return json.dumps(root, ensure_ascii=rng.random() < 0.1).encode("utf-8", "replace")


# --- Work -----------------------------------------------------------------------------------------


def _reading(kind: str = "") -> Callable[[bytes], Outcome]:
    def work(data: bytes) -> Outcome:
        chosen = kind or formats.detect(data, "файл")
        parsed = formats.read(data, "файл", chosen)
        parsed.edition.root.text  # noqa: B018
        markdown.write(parsed)
        lost = silent_loss(chosen, data, parsed)
        return Outcome("lost", f"{lost} letters") if lost else Outcome("read")

    return work


def _instruction(data: bytes) -> Outcome:
    from kb.amendment import apply, instruction
    from kb.read.running import of_bytes as words

    text = words(data, "файл")
    found = instruction.parse(text)
    edition = _act()
    applied = apply.apply(edition, found.operations)
    applied.edition.root.text  # noqa: B018
    return Outcome("read")


@cache
def _act() -> Any:
    return markdown.parse((FIXTURES / "amend" / "act.md").read_text("utf-8")).edition


def _package(data: bytes) -> Outcome:
    from kb.amendment import package

    package.parsed(data.decode("utf-8", "replace"), "пакет")
    return Outcome("read")


# --- Seeds ----------------------------------------------------------------------------------------


def _files(*patterns: str) -> tuple[bytes, ...]:
    paths = sorted(p for pattern in patterns for p in FIXTURES.glob(pattern))
    return tuple(p.read_bytes() for p in paths)


@cache
def _law() -> str:
    """Law 148 as far as a seed goes, its front matter and last whole line with it."""
    text = (builtin("corpus") / "law-148-2001" / "2026-07-14.md").read_text("utf-8")
    return text[: text.rindex("\n", 0, MOST // 3)]


@cache
def _markdown() -> tuple[bytes, ...]:
    kazakh = (builtin("corpus") / "law-148-2001" / "2026-07-14.kk.md").read_text("utf-8")[
        : MOST // 4
    ]
    code = (builtin("corpus") / "budget-code-2025" / "2026-07-14.md").read_text("utf-8")[
        : MOST // 4
    ]
    return (*_files("amend/*.md", "found/*.md"), _law().encode(), kazakh.encode(), code.encode())


@cache
def _akn() -> tuple[bytes, ...]:
    from kb.write import akoma_ntoso

    own = akoma_ntoso.write(markdown.parse(_law()).edition)
    return (*_files("foreign/*.xml", "akn/*.xml", "found/*.xml"), own)


@cache
def _docx() -> tuple[bytes, ...]:
    from kb.write.edition import written

    short = markdown.parse(_law()[:6_000])
    own = written(short.edition, short.edition.root, Path("law.docx"))
    assert isinstance(own, bytes)
    return (*_files("foreign/*.docx", "found/*.docx"), own)


@cache
def _html() -> tuple[bytes, ...]:
    return _files("*.html", "found/*.html")


@cache
def _zan() -> tuple[bytes, ...]:
    return _files("zan.json", "found/*.json")


@cache
def _laws() -> tuple[bytes, ...]:
    return _files("amend/*.txt", "found/*.txt")


@cache
def _packages() -> tuple[bytes, ...]:
    folder = builtin("amendments")
    return tuple(p.read_bytes()[:MOST] for p in sorted(folder.glob("*.yaml")))


FAMILIES: Final[Mapping[str, Family]] = {
    "markdown": Family(_markdown, _reading("md"), of_text),
    "akn": Family(_akn, _reading("akn"), of_xml),
    "docx": Family(_docx, _reading("docx"), of_word),
    "page": Family(_html, _reading("adilet"), of_text),
    "zan": Family(_zan, _reading("zan"), of_json),
    "instruction": Family(_laws, _instruction, of_text),
    "package": Family(_packages, _package, of_text),
    "any": Family(
        lambda: (*_markdown(), *_akn(), *_docx(), *_html(), *_zan()), _reading(), of_bytes
    ),
}
