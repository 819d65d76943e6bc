"""Markdown of the corpus ⇄ Edition, without loss.

A file is front matter (YAML between `---` lines) and a body. Every body line's words land in one
clause, heading or note; marks, anchors and rules are layout and kept for writing back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import UNDATED, Clause, Edition, Line
from kb.read import signature, tables
from kb.read.lines import SourceLine, uncovered
from kb.read.paper import one_ending
from kb.read.structure import read
from kb.words.text import squeeze

MAX_CHARACTERS = 50_000_000
MAX_FRONT = 65_536  # characters: YAML is read a thousand times slower than a text
_ANCHOR = re.compile(r"\s*<a id=\"[^\"<>]{0,200}\"></a>\s*$")
_RULE = re.compile(r"\s*(?:_{3,}|-{3,}|\*{3,})\s*$")
_ESCAPED = re.compile(r"\\[\\#>*_<|0-9-]")
_NUMBER_ESCAPED = re.compile(r"(\(?\d+(?:-\d+)*)\\([.)])")
_NUMBER_SIGN = re.compile(r"^(\(?\d+(?:-\d+)*)([.)])")
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)


class BadText(KbError):
    """A text that cannot be read as an act; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An edition, its layout-only lines (number, raw), and what was left unplaced."""

    edition: Edition
    layout: tuple[tuple[int, str], ...]
    unplaced_characters: int


def _source_line(number: int, raw: str) -> SourceLine:
    """Takes the Markdown marks off a line; a backslash before one makes it part of the words."""
    text = raw.strip()
    if _ESCAPED.match(text):
        return SourceLine(number, text[1:].strip(), "\\")
    before = ""
    heading = 0
    quoted = False
    if match := re.match(r"(#{1,6})\s+", text):
        heading, before, text = len(match[1]), match[0], text[match.end() :]
    if match := re.match(r"(?:>\s*)+", text):
        quoted, before, text = True, before + match[0], text[match.end() :]
    emphasis = re.fullmatch(r"(\*{1,3})(?=[^\s*])(.*[^\s*])\1", text, re.DOTALL)
    after = ""
    if emphasis and "*" not in emphasis[2].replace("<*>", ""):
        before, text, after = before + emphasis[1], emphasis[2], emphasis[1]
    plain = _NUMBER_ESCAPED.sub(r"\1\2", text, count=1) if _NUMBER_ESCAPED.match(text) else text
    return SourceLine(
        number,
        uncovered(plain.strip()),
        before,
        after,
        heading,
        quoted,
        emphasised=bool(after),
        escaped=plain != text,
    )


def front_matter(text: str, name: str) -> tuple[dict[str, object], str, int]:
    """(front matter, body, number of lines before the body); ({}, text, 0) without any."""
    match = _FRONT.match(text)
    if not match:
        if text.startswith("---\n"):
            raise BadText(say("read.head_open", name=name))
        return {}, text, 0
    if len(match[1]) > MAX_FRONT:
        line = text.count("\n", 0, match.start(1) + MAX_FRONT) + 1
        raise BadText(say("read.head_long", name=name, line=line, most=MAX_FRONT))
    data, _ = yaml_file.parse(match[1], name)
    if not isinstance(data, dict):
        raise BadText(say("read.head_fields", name=name))
    return data, text[match.end() :], text[: match.end()].count("\n")


def parse(
    text: str, name: str = "текст", *, act: str = "", readings: Mapping[str, str] | None = None
) -> Parsed:
    """An edition from the text of a corpus file.

    `act` overrides the front matter's act_id; `readings` decides doubtful places (see kb.read.structure).
    Raises BadText for a binary, an oversized file or broken front matter.
    """
    if "\0" in text:
        raise BadText(say("read.binary", name=name))
    if len(text) > MAX_CHARACTERS:
        raise BadText(say("read.too_long", name=name, most=MAX_CHARACTERS))
    front, body, offset = front_matter(text.replace("\r\n", "\n"), name)
    numbered = enumerate(one_ending(body).split("\n"), start=offset + 1)
    return parse_lines(numbered, front, name, act=act, readings=readings)


def parse_lines(
    numbered: Iterable[tuple[int, str]],
    front: Mapping[str, object],
    name: str = "текст",
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
    signed_below: bool = True,
) -> Parsed:
    """An edition from the numbered lines of a body; every reader ends here. Below the text the signature
    is sought, the one in the front matter if it has any; without `signed_below` it is not.

    Raises BadTable for a table that cannot be read cell by cell.
    """
    lines: list[SourceLine] = []
    layout: list[tuple[int, str]] = []
    for pieces in _grouped(numbered):
        number, raw = pieces[0]
        if tables.opens(raw) or tables.has_bars(raw):
            read_table = (
                tables.of_html(pieces, name) if tables.opens(raw) else tables.of_rows(pieces)
            )
            if read_table.text:
                lines.append(read_table)
            else:
                layout += [(nth, words.strip()) for nth, words in pieces]
            continue
        line = _source_line(number, raw)
        if _ANCHOR.match(raw) or _RULE.match(raw) or not line.text:
            layout.append((number, raw.strip()))
        else:
            lines.append(line)
    before = front.get("signature")
    known = list(before) if isinstance(before, list) else []
    text, signed = lines, list[SourceLine]()
    if signed_below:
        text, signed = signature.known(lines, known) if known else signature.split(lines)
    for line in signed:
        rows = [(row.number, row.before) for row in line.rows]
        layout += rows or [(line.number, _printed(line))]
    reading = read(text, readings)
    matter = dict(front)
    if signed and not known:
        matter["signature"] = [signature.words(line) for line in signed]
    edition = Edition(
        act=act or str(front.get("act_id") or "draft"),
        date=str(front.get("edition") or UNDATED),
        language=str(front.get("language") or "ru"),
        title=str(front.get("title") or ""),
        root=reading.root,
        front=matter,
        doubts=reading.doubts,
    )
    return Parsed(edition, tuple(sorted(layout)), _unplaced(text, edition.root))


def _grouped(numbered: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The lines that carry anything, one by one; those of a table together."""
    table_of: list[tuple[int, str]] = []
    in_html = False
    for number, raw in numbered:
        if not raw.strip():
            continue
        row = not in_html and tables.has_bars(raw)
        if in_html or row:
            table_of.append((number, raw))
            if in_html and (tables.closes(raw) or len(table_of) > tables.MAX_LINES):
                yield table_of
                table_of, in_html = [], False
            continue
        if table_of:
            yield table_of
            table_of = []
        if tables.opens(raw) and not tables.closes(raw):
            table_of, in_html = [(number, raw)], True
        else:
            yield [(number, raw)]
    if table_of:
        yield table_of


def _printed(line: SourceLine) -> str:
    """A line with the marks that were taken off it."""
    words = _NUMBER_SIGN.sub(r"\1\\\2", line.text, count=1) if line.escaped else line.text
    return f"{line.before}{words}{line.after}"


def _unplaced(lines: list[SourceLine], root: Clause) -> int:
    """How many characters of the source's lines the tree does not write back. What agrees is let go
    at once: no second copy of an enormous text is made."""
    source = {line.number: line for line in lines}
    differ: dict[int, str] = {line.number: "" for line in lines}
    for number, words in _written(root):
        back = differ.pop(number, None)
        if (line := source.get(number)) is None:
            continue
        back = f"{_printed(line) if back is None else back}{words}"
        if line.rows or squeeze(_printed(line)) != squeeze(back):
            differ[number] = back
    return sum(_missing(source[number], back) for number, back in differ.items())


def _missing(line: SourceLine, written_back: str) -> int:
    """How many characters of a source line are not in what the tree writes back for it."""
    if line.rows:
        return tables.lost(line) if written_back else _weight(line.text)
    source = _printed(line)
    if squeeze(source) == squeeze(written_back):
        return 0
    return abs(_weight(source) - _weight(written_back)) or 1


def escaped(words: str) -> str:
    """Words as a line of Markdown that reads back as the same words, whatever they begin with."""
    line = _source_line(1, words)
    plain = line.text == words and not (line.before or line.after or line.escaped)
    if tables.opens(words) or tables.has_bars(words):
        plain = False
    if plain and not _RULE.match(words) and not _ANCHOR.match(words):
        return words
    return f"\\{words}"


def _weight(text: str) -> int:
    return sum(not c.isspace() for c in text)


def written(root: Clause) -> list[tuple[int, str]]:
    """The source lines that a tree writes: (number, line), in the order of the source."""
    joined: dict[int, str] = {}  # two units may stand on one line of the source
    for number, words in _written(root):
        joined[number] = joined.get(number, "") + words
    return sorted(joined.items())


def _written(root: Clause, mark: str = "") -> Iterator[tuple[int, str]]:
    """The pieces of source lines that a tree writes, in its own order; `mark`: those of the units
    around that wait for the first words."""

    def put(line: Line, words: str) -> tuple[int, str]:
        if line.escaped:
            words = _NUMBER_SIGN.sub(r"\1\\\2", words, count=1)
        return line.number, f"{line.before}{words}{line.after}"

    own = " ".join(filter(None, (mark, root.mark)))
    if root.heading_lines:
        first, *more = root.heading_lines
        if more:
            yield put(first, own)
            yield put(more[0], root.heading)
        else:
            yield put(first, " ".join(filter(None, (own, root.heading))))
        own = ""
    if root.row_lines:
        yield from ((line.number, line.before) for line in root.row_lines)
    elif root.text_line:
        yield put(root.text_line, " ".join(filter(None, (own, root.own_text))))
        own = ""
    for note in root.notes:
        for line, words in zip(note.lines, note.text.split("\n"), strict=True):
            yield put(line, words)
    for child in root.children:
        yield from _written(child, own)
        own = ""


def write(parsed: Parsed) -> str:
    """The body of the file again: a line per unit, blank lines between (white space normalised)."""
    lines = sorted([*written(parsed.edition.root), *parsed.layout])
    return "\n\n".join(squeeze(line) for _, line in lines) + "\n"


def normalised_body(text: str) -> str:
    """What `write` must give for a file: its body with white space normalised."""
    _, body, _ = front_matter(text.replace("\r\n", "\n"), "текст")
    return "\n\n".join(squeeze(raw) for raw in one_ending(body).split("\n") if raw.strip()) + "\n"
