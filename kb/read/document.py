"""A source taken apart into blocks, on its way to Markdown lines and to the tree.

Every reader of a foreign format gives `Block`s in the order of the text; here they become lines of
our Markdown and go through kb.read.markdown. So the same act gives the same tree through every
reader, and whatever is read can be written as a corpus file.

Characters are counted on the way: what the source has and no block holds is `unplaced`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kb.ground.errors import KbError
from kb.ground.saying import brief, say
from kb.norm.act import Clause, Doubt
from kb.norm.address import steps_text
from kb.read import markdown
from kb.read.lines import division, uncovered
from kb.read.markdown import Parsed
from kb.words.text import squeeze

MAX_BYTES: Final = 50_000_000
MAX_DEPTH: Final = 200  # elements one inside another; real pages stay under 30


_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
SINGLE_BYTE: Final = frozenset({"windows-1251", "cp1251", "koi8-r", "iso-8859-5", "x-mac-cyrillic"})
# UTF-8 that was once read as windows-1251 and saved again: «РЎС‚Р°С‚СЊСЏ» for «Статья».
_ASCII = re.compile(r"[\x00-\x7f]+")
_TWICE = re.compile("[РС][\u00a0-\u00bf\u0402-\u040f\u0452-\u045f\u2013-\u2122]")


class BadSource(KbError):
    """A source that cannot be read as an act; the message names it and says what to do, in a line
    however much of the source it quotes."""

    def __init__(self, said: str) -> None:
        super().__init__(brief(said))


def check_size(data: bytes, name: str) -> None:
    """Raises BadSource for a source of more than MAX_BYTES."""
    if len(data) > MAX_BYTES:
        raise BadSource(say("read.too_large", name=name, most=MAX_BYTES))


def decoded(data: bytes, name: str, declared: str = "") -> str:
    """The text of a source; `declared` is the charset that a server or archive named.

    Raises BadSource for an oversized, binary or wrongly labelled text.
    """
    check_size(data, name)
    if data.startswith(b"\xef\xbb\xbf"):
        text = _strictly(data, "utf-8-sig", name)
    elif wide := utf_16(data):
        text = _strictly(data, wide, name)
    else:
        named = _DECLARED.search(data[:4096])
        label = (named[1].decode("ascii") if named else declared).lower() or "utf-8"
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            probable = _probable(data)
            if not (named or declared) and probable == "windows-1251":
                label = probable
            if label not in SINGLE_BYTE:
                if error.reason == "unexpected end of data":
                    raise BadSource(say("read.cut_in_character", name=name)) from error
                if not probable:
                    raise BadSource(say("read.no_encoding", name=name)) from error
                line = data[: error.start].count(b"\n") + 1
                said = say(
                    "read.other_encoding", name=name, line=line, label=label, probable=probable
                )
                raise BadSource(said) from error
            text = _strictly(data, label, name)
    if "\0" in text:
        raise BadSource(say("read.binary", name=name))
    head = _ASCII.sub(
        "", text[:200_000]
    )  # marks of a page are Latin whatever happened to its words
    if len(_TWICE.findall(head)) * 5 > len(head) > 50:
        raise BadSource(say("read.twice_encoded", name=name))
    return text


def utf_16(data: bytes) -> str:
    """The encoding of a text in UTF-16, which may lack its mark: every other byte of Russian or Latin words
    is 4 or 0; "" for any other."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:4000]
    if len(head) < 8 or len(data) % 2:
        return ""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        upper, lower = head[first::2], head[1 - first :: 2]
        wide = sum(byte in (0, 4) for byte in upper) / len(upper)
        if wide > 0.9 and sum(byte in (0, 4) for byte in lower) < len(lower) / 4:
            return encoding
    return ""


def _probable(data: bytes) -> str:
    """In which encoding bytes that are not UTF-8 are most likely Russian words; "" for none. Misread,
    words are no more small letters: UTF-8 is «РџСЂ…» in windows-1251."""

    def small(encoding: str) -> float:
        letters = [c for c in data[:200_000].decode(encoding, errors="replace") if not c.isascii()]
        return sum("а" <= c <= "я" for c in letters) / max(len(letters), 1)

    share, encoding = max((small(e), e) for e in ("windows-1251", "koi8-r", "cp866"))
    return encoding if share > 0.5 else ""


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise BadSource(say("read.encoding", name=name, encoding=encoding)) from error


class Kind(StrEnum):
    """What a block is. `furniture` goes to the front matter: a signature, a table of contents."""

    TEXT = "text"
    TITLE = "title"
    HEADING = "heading"
    NOTE = "note"
    ROW = "row"
    CONTENTS = "contents"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the source: its words, what it is, and why its reading may be doubted."""

    text: str
    kind: Kind = Kind.TEXT
    emphasised: bool = False
    doubt: str = ""


_DEPTH: Final = {"app": 2, "sec": 2, "ch": 2, "par": 3, "art": 3}
_NOTICE = re.compile(
    r"(?:примечание\s+(?:изпи|рцпи)|(?:рқао|зқаи)-ның\s+ескертпес[іi])\s*[!.:]?", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:оглавление|содержание|мазмұны)\s*[:.]?", re.IGNORECASE)
_NOTICE_WORDS = re.compile(
    r"""
    предусмотрен | вводится\s+в\s+действие | введен | приостановлен | действует
  | көзделген | енгізіледі
    """,
    re.IGNORECASE | re.VERBOSE,
)


def parsed(
    blocks: Iterable[Block],
    front: Mapping[str, object],
    source_words: Iterable[str],
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
    whole: bool = False,
) -> Parsed:
    """The edition that blocks make; `whole`: a signature among them is all of it, and none is sought.

    `source_words` is all text of the source in pieces, taken without this module's help: what of it
    stands neither in a block nor in the front matter is added to `unplaced_characters`.
    """
    kept = [b for b in map(_squeezed, blocks) if b.text]
    kept = _promoted(_noticed(_appended(_without_contents(kept))))
    matter = dict(front)
    signed = [b.text for b in kept if b.kind is Kind.SIGNATURE]
    if lines := [b.text for b in kept if b.kind is Kind.CONTENTS]:
        matter["contents"] = lines
    if signed and whole:
        matter["signature"] = signed
    body = [b for b in kept if b.kind not in (Kind.CONTENTS, Kind.SIGNATURE)]
    numbered = list(enumerate(map(_markdown, body), start=1))
    result = markdown.parse_lines(
        numbered, matter, act=act, readings=readings, signed_below=not whole
    )
    held = [b.text for b in kept] + [v for v in front.values() if isinstance(v, str)]
    doubts = [(n, b.doubt) for n, b in enumerate(body, start=1) if b.doubt]
    edition = result.edition
    matter = edition.front
    if signed and not whole:
        more = matter.get("signature", [])
        assert isinstance(more, list)
        matter = {
            **matter,
            "signature": [*signed, *(words for words in more if words not in signed)],
        }
    return replace(
        result,
        edition=replace(
            edition,
            front=matter,
            doubts=tuple(sorted((*edition.doubts, *_placed(doubts, edition.root)), key=_line)),
        ),
        unplaced_characters=result.unplaced_characters + lost(source_words, " ".join(held)),
    )


def _squeezed(block: Block) -> Block:
    text = uncovered(squeeze(block.text))
    return block if text == block.text else replace(block, text=text)


def lost(pieces: Iterable[str], held: str) -> int:
    """How many characters of the source's pieces, white space aside, `held` does not have.

    Raised and lowered digits count as the digits that they are.
    """
    after = "".join(held.split())
    bare = _bare(after)
    before = ["".join(piece.split()) for piece in pieces]
    # Most pieces stand in what is held word for word, but for the marks that readers put in; only
    # the others are counted character by character.
    whole = all(_bare(piece) in bare for piece in before)
    if whole and all(sum(p.count(c) for p in before) <= after.count(c) for c in _MARKS):
        return 0
    source = "".join(before)
    if not (missing := _missing(source, after)):
        return 0
    flat = (unicodedata.normalize("NFKC", text) for text in (source, after))
    return min(missing, _missing(*flat))


_MARKS: Final = "-|"  # before the second part of a number, between cells


def _bare(text: str) -> str:
    return text.replace("-", "").replace("|", "")


def _missing(before: str, after: str) -> int:
    return sum(max(0, before.count(c) - after.count(c)) for c in set(before))


def _line(doubt: Doubt) -> int:
    return doubt.line


def _placed(doubts: list[tuple[int, str]], root: Clause) -> Iterator[Doubt]:
    """The reader's own doubts with the address of the clause where each line landed."""
    if not doubts:
        return
    where: dict[int, str] = {}
    for clause in root.walk():
        lines = [*clause.heading_lines, *(line for n in clause.notes for line in n.lines)]
        own = (clause.text_line,) if clause.text_line else ()
        for line in (*lines, *own, *clause.row_lines):
            where[line.number] = steps_text(clause.steps)
    for number, reason in doubts:
        yield Doubt(number, where.get(number, ""), reason)


# --- Blocks to Markdown lines -------------------------------------------------------------------


def _markdown(block: Block) -> str:
    words = block.text
    match block.kind:
        case Kind.TITLE:
            return f"# {words}"
        case Kind.HEADING:
            divided = division(words)
            return f"{'#' * _DEPTH.get(divided[0] if divided else '', 2)} {words}"
        case Kind.NOTE:
            return f"> {words}" if "*" in words else f"> *{words}*"
        case Kind.ROW:
            return words
    if block.emphasised and "*" not in words:
        return f"*{words}*"
    return markdown.escaped(words)


def _without_contents(blocks: list[Block]) -> list[Block]:
    """A table of contents before the text: its lines look like headings and are none.

    It is one only if its first division is named again after it; it ends there, or at a line that
    is neither a division nor an unfinished one.
    """
    begins = next((n for n, b in enumerate(blocks) if _CONTENTS.fullmatch(b.text)), None)
    if begins is None or any(_division(b) for b in blocks[:begins]):
        return blocks
    ends = begins + 1
    first = None
    for block in blocks[ends:]:
        named = _division(block)
        finished = named is None and block.text.endswith((".", ":", ";"))
        if block.kind is not Kind.TEXT or finished or (named and named == first):
            break
        first = first or named
        ends += 1
    if first is None or all(_division(b) != first for b in blocks[ends:]):
        return blocks
    listed = [replace(b, kind=Kind.CONTENTS) for b in blocks[begins:ends]]
    return [*blocks[:begins], *listed, *blocks[ends:]]


def _division(block: Block) -> tuple[str, str] | None:
    """Unit and number of a line that names a division."""
    divided = division(block.text)
    return (divided[0], divided[1]["n"]) if divided else None


_APPENDIX = re.compile(
    r"""
    (?: \|\s* )*  # a cell of a table
    (
        (?: приложение (?: \s+(?:№\s*)?\d+ )? (?: \s+к\s.{1,300} )?
          | .{0,300}? (?<!\w)(?:\d+-)?қосымша
          # «Утверждены постановлением …», «… қаулысымен бекітілген»
          | утвержд[её]н[аоы]? (?: \s+(?:постановлени|приказ|решени|указ|распоряжени)\w+\s.{1,300} )?
          | .{0,300}\s(?:қаулы|бұйры|шеш|жарлы|өк)\w+\s+бекітілген
        )
    )
    \s*\|?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _appended(blocks: list[Block]) -> list[Block]:
    """The headings of appendices, which stand as plain text or in a table of layout."""
    result = list(blocks)
    begun = False
    for at, block in enumerate(result):
        bare = block.text.strip("| ") if block.kind is Kind.ROW else block.text
        named = _APPENDIX.fullmatch(bare) if block.kind in (Kind.TEXT, Kind.ROW) else None
        if (
            begun
            and named
            and named[1][0].isupper()
            and not named[1].endswith((".", ":", ";", ","))
        ):
            reason = say("read.plain_appendix")
            result[at] = replace(block, text=named[1], kind=Kind.HEADING, doubt=reason)
        begun = begun or _division(block) is not None or _UNIT_MARK.match(block.text) is not None
    return result


_UNIT_MARK = re.compile(r"\d+(?:-\d+)*\s?[.)](?:\s|$)")


def continues_note(text: str) -> bool:
    """Whether a line after a note in the same paragraph is still the note: a unit's number is not."""
    return _UNIT_MARK.match(text) is None


def _noticed(blocks: list[Block]) -> list[Block]:
    """The bank's notice often has its words in the next paragraph; they are the notice's."""
    result = list(blocks)
    for at, block in enumerate(result[1:], start=1):
        above = result[at - 1]
        if _NOTICE.fullmatch(above.text) and _NOTICE_WORDS.search(block.text):
            result[at - 1 : at + 1] = [
                replace(above, kind=Kind.NOTE),
                replace(block, kind=Kind.NOTE),
            ]
    return result


def _promoted(blocks: list[Block]) -> list[Block]:
    """Headings of chapters that the source sets as plain text, right above another heading."""
    result = list(blocks)
    for at in range(len(result) - 2, -1, -1):
        block = result[at]
        named = division(block.text) if block.kind is Kind.TEXT else None
        if named is None or named[0] not in ("sec", "ch", "par"):
            continue
        below = next((b for b in result[at + 1 :] if b.kind is not Kind.NOTE), None)
        if below is None or not _heads(below) or block.text.endswith((".", ";", ":", ",")):
            continue
        reason = say("read.plain_heading")
        result[at] = replace(block, kind=Kind.HEADING, doubt=reason)
    return result


def _heads(block: Block) -> bool:
    return block.kind is Kind.HEADING or (
        block.kind is Kind.TEXT and division(block.text) is not None and block.text[0].isupper()
    )
