"""Documents of the reference bank zan.gov.kz: JSON of `/api/documents/{id}/{rus|kaz}[/{date}]`.

`content` is a flat list of blocks in the order of the text: structural ones («article», «point»)
carry no words, «heading», «text» and «note» do; their `text` may hold tags. A long document comes
in pages (`pagesCount`), which the importer joins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kb.ground.saying import say
from kb.norm import table
from kb.read import markup
from kb.read.document import BadSource, Block, Kind, decoded, parsed
from kb.read.lines import division, starts_note
from kb.read.markdown import Parsed
from kb.read.requisites import language_of
from kb.words.days import bank_date
from kb.words.text import squeeze

LANGUAGES: Final = {"rus": "ru", "kaz": "kk"}
_KINDS: Final = {
    "title": Kind.TITLE,
    "heading": Kind.HEADING,
    "subheading": Kind.HEADING,
    "note": Kind.NOTE,
    "rcpi_notice": Kind.NOTE,
    "toc": Kind.CONTENTS,
    "signature": Kind.SIGNATURE,
    "workPosition": Kind.SIGNATURE,
    "personName": Kind.SIGNATURE,
}
_TAGGED = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{2,8};")
# A line break inside a block is white space, unless a unit's mark or a note stands after it.
_NEW_LINE = re.compile(r"\n\s*(?=\d+(?:-\d+)*\s?[.)]\s|[а-яa-z]\)\s|Сноска\.|Ескерту\.|Примечание)")
_ROWS: Final = frozenset({"tableRow", "tableHeaderRow"})


def read(
    data: bytes,
    name: str = "документ",
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """The edition in a document of the bank. Raises BadSource for truncated or foreign JSON."""
    return read_document(document(data, name), act=act, readings=readings)


def document(data: bytes, name: str) -> dict[str, Any]:
    """The JSON object of a document; BadSource where it is cut short or is something else."""
    text = decoded(data, name)
    try:
        answer = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, name))
        json.dumps(answer, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:  # half of a character, which no file can hold
        raise BadSource(say("read.json_half", name=name)) from error
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        what = say("read.json_cut") if cut else say("read.json_unread")
        raise BadSource(
            say("read.json_wrong", name=name, line=error.lineno, what=what, why=error.msg)
        ) from error
    except RecursionError as error:
        raise BadSource(say("read.json_deep", name=name)) from error
    except ValueError as error:  # a number of thousands of digits
        raise BadSource(say("read.json_number", name=name)) from error
    if not isinstance(answer, dict) or not isinstance(answer.get("content"), list):
        raise BadSource(say("read.not_zan", name=name))
    for nth, block in enumerate(answer["content"]):
        if (
            not isinstance(block, dict)
            or not isinstance(block.get("text") or "", str)
            or not isinstance(block.get("properties") or [], list)
        ):
            raise BadSource(say("read.not_zan_block", name=name, nth=nth))
    return answer


def _object(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    """A JSON object; BadSource where a key stands twice, for one of the two would be lost."""
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        again = next(key for key in keys if keys.count(key) > 1)
        raise BadSource(say("read.json_again", name=name, key=again[:60]))
    return data


def read_document(
    data: Mapping[str, Any],
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """As `read`, from the JSON object."""
    content: list[dict[str, Any]] = data["content"]
    front = _front(data)
    blocks = list(_blocks(content))
    front.setdefault("language", language_of(" ".join(b.text for b in blocks)))
    if not front.get("title"):
        front["title"] = next((b.text for b in blocks if b.kind is Kind.TITLE), "")
    words = ["".join(_plain(block) for block in content)]
    return parsed(blocks, front, words, act=act, readings=readings)


def _front(data: Mapping[str, Any]) -> dict[str, object]:
    """What the document says of itself; ids, date and language as they are: what is no name or date
    is not taken for one, who imports it says so."""
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    language = str(data.get("language") or "")
    code = data.get("code") or data.get("id") or ""
    version = data.get("version")
    version = version if isinstance(version, dict) else {}
    dated = str(data.get("versionDate") or version.get("versionDate") or "")
    edition = bank_date(dated)
    front: dict[str, object] = {
        "act_id": data.get("ngr") or "",
        "zan_id": code,
        "title": _in(metadata.get("title"), language),
        "requisites": _in(metadata.get("requisites"), language),
        "number": str(metadata.get("stateAgencyDocNumber") or "").strip("0"),
        "adopted": bank_date(str(metadata.get("stateAgencyApprovalDate") or "")),
        "status": str(metadata.get("status") or ""),
        "edition": edition or dated,
        "language": LANGUAGES.get(language, language),
    }
    cause = version.get("cause")
    if isinstance(cause, dict):
        front["cause"] = _in(cause.get("requisites"), language)
    if code and edition and language:
        day = ".".join(reversed(edition.split("-")))
        front["source_url"] = f"https://zan.gov.kz/client/#!/doc/{code}/{language}/{day}"
    return {key: value for key, value in front.items() if value}


def _in(texts: Any, language: str) -> str:
    """A text in the document's language out of {"rus": …, "kaz": …}."""
    if not isinstance(texts, dict):
        return squeeze(texts) if isinstance(texts, str) else ""
    return squeeze(str(texts.get(language) or texts.get("rus") or ""))


def _level(block: Mapping[str, Any]) -> int:
    level = block.get("level")
    return level if isinstance(level, int) else 0


def _blocks(content: list[dict[str, Any]]) -> Iterator[Block]:
    at = 0
    while at < len(content):
        block = content[at]
        kind = str(block.get("type") or "")
        if kind in _ROWS:
            below = at + 1
            while below < len(content) and _level(content[below]) > _level(block):
                below += 1
            cells = list(_cells(content[at:below]))
            if any(text for text, _ in cells):
                row = table.row(text for text, _ in cells)
                yield Block(row, Kind.ROW, doubt=next((d for _, d in cells if d), ""))
            at = below
            continue
        for text, emphasised, doubt in _lines(block):
            yield _block(kind, text, emphasised, doubt)
        at += 1


def _block(kind: str, text: str, emphasised: bool, doubt: str) -> Block:
    named = _KINDS.get(kind, Kind.TEXT)
    if named is not Kind.CONTENTS and starts_note(text):
        named = Kind.NOTE
    if named is Kind.HEADING and kind == "subheading" and division(text) is None:
        named = Kind.TEXT
    return Block(text, named, emphasised and named is Kind.TEXT, doubt)


def _cells(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """(words, doubt) of each cell of a row; the words of a cell may stand in blocks below it."""
    gathered: list[str] = []
    doubts: list[str] = []
    begun = False
    for block in blocks:
        opens = block.get("type") == "tableCell"
        if opens and begun:
            yield " ".join(gathered), " ".join(doubts)
            gathered, doubts = [], []
        begun = begun or opens
        for text, _, doubt in _lines(block):
            gathered.append(text)
            doubts += [doubt] if doubt else []
    yield " ".join(gathered), " ".join(doubts)


def _lines(block: Mapping[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """(words, whether they are in italics or colour, doubt) of each line of a block."""
    text = str(block.get("text") or "")
    if not text.strip():
        return
    marked = text if _TAGGED.search(text) else _marked(block, text)
    if not marked:
        for words in _NEW_LINE.split(text):
            yield squeeze(words), False, ""
        return
    for line in markup.lines(_fragment(_NEW_LINE.sub("<br>", marked))):
        yield line.text, line.italic, line.doubt


def _marked(block: Mapping[str, Any], text: str) -> str:
    """The same words with their tags, which the bank keeps in the property «html»; or ""."""
    for entry in block.get("properties") or ():
        if isinstance(entry, dict) and entry.get("key") == "html":
            html = str(entry.get("value") or "")
            same = "".join(markup.plain(_fragment(html)).split()) == "".join(text.split())
            return html if same else ""
    return ""


def _fragment(text: str) -> markup.Element:
    return markup.html(f"<body>{text}</body>", "блок документа")


def _plain(block: Mapping[str, Any]) -> str:
    text = str(block.get("text") or "")
    return markup.plain(_fragment(text)) if _TAGGED.search(text) else text
