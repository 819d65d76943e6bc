"""Markdown of the corpus ⇄ Edition, without loss.

A file is front matter (YAML between `---` lines) and a body. Every body line's words land in one
clause, heading or note; marks, anchors and rules are layout and kept for writing back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Clause, Edition, Line
from kb.read.lines import SourceLine
from kb.read.structure import read
from kb.words.text import squeeze

MAX_CHARACTERS = 50_000_000
_ANCHOR = re.compile(r"\s*<a id=\"[^\"<>]{0,200}\"></a>\s*$")
_RULE = re.compile(r"\s*(?:_{3,}|-{3,}|\*{3,})\s*$")
_ESCAPED = re.compile(r"\\[\\#>*_<-]")
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
    if found := re.match(r"(#{1,6})\s+", text):
        heading, before, text = len(found[1]), found[0], text[found.end() :]
    while found := re.match(r">\s*", text):
        quoted, before, text = True, before + found[0], text[found.end() :]
    emphasis = re.fullmatch(r"(\*{1,3})(?=[^\s*])(.*[^\s*])\1", text, re.DOTALL)
    if emphasis and "*" not in emphasis[2].replace("<*>", ""):
        return SourceLine(
            number, emphasis[2].strip(), before + emphasis[1], emphasis[1], heading, quoted, True
        )
    return SourceLine(number, text.strip(), before, "", heading, quoted)


def front_matter(text: str, name: str) -> tuple[dict[str, object], str, int]:
    """(front matter, body, number of lines before the body); ({}, text, 0) without any."""
    found = _FRONT.match(text)
    if not found:
        if text.startswith("---\n"):
            raise BadText(say("read.head_open", name=name))
        return {}, text, 0
    data, _ = yaml_file.parse(found[1], name)
    if not isinstance(data, dict):
        raise BadText(say("read.head_fields", name=name))
    return data, text[found.end() :], text[: found.end()].count("\n")


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
    numbered = enumerate(body.split("\n"), start=offset + 1)
    return parse_lines(numbered, front, act=act, readings=readings)


def parse_lines(
    numbered: Iterable[tuple[int, str]],
    front: Mapping[str, object],
    *,
    act: str = "",
    readings: Mapping[str, str] | None = None,
) -> Parsed:
    """An edition from the numbered lines of a body; every reader ends here."""
    lines: list[SourceLine] = []
    layout: list[tuple[int, str]] = []
    for number, raw in numbered:
        if not raw.strip():
            continue
        line = _source_line(number, raw)
        if _ANCHOR.match(raw) or _RULE.match(raw) or not line.text:
            layout.append((number, raw.strip()))
        else:
            lines.append(line)
    reading = read(lines, readings)
    edition = Edition(
        act=act or str(front.get("act_id") or "draft"),
        date=str(front.get("edition") or "0001-01-01"),
        language=str(front.get("language") or "ru"),
        title=str(front.get("title") or ""),
        root=reading.root,
        front=dict(front),
        doubts=reading.doubts,
    )
    placed = dict(written(edition.root))
    unplaced = sum(
        abs(_weight(line.before + line.text + line.after) - _weight(placed.get(line.number, "")))
        if squeeze(line.before + line.text + line.after) != squeeze(placed.get(line.number, ""))
        else 0
        for line in lines
    )
    return Parsed(edition, tuple(layout), unplaced)


def escaped(words: str) -> str:
    """Words as a line of Markdown that reads back as the same words, whatever they begin with."""
    line = _source_line(1, words)
    plain = line.text == words and not (line.before or line.after)
    if plain and not _RULE.match(words) and not _ANCHOR.match(words):
        return words
    return f"\\{words}"


def _weight(text: str) -> int:
    return sum(not c.isspace() for c in text)


def written(root: Clause) -> list[tuple[int, str]]:
    """The source lines that a tree writes: (number, line), in the order of the source."""
    result: list[tuple[int, str]] = []

    def put(line: Line, words: str) -> None:
        result.append((line.number, f"{line.before}{words}{line.after}"))

    def visit(clause: Clause, mark: str) -> None:
        own = " ".join(filter(None, (mark, clause.mark)))
        if clause.heading_lines:
            first, *more = clause.heading_lines
            if more:
                put(first, own)
                put(more[0], clause.heading)
            else:
                put(first, " ".join(filter(None, (own, clause.heading))))
            own = ""
        if clause.text_line:
            put(clause.text_line, " ".join(filter(None, (own, clause.own_text))))
            own = ""
        for note in clause.notes:
            for line, words in zip(note.lines, note.text.split("\n"), strict=True):
                put(line, words)
        for child in clause.children:
            visit(child, own)
            own = ""

    visit(root, "")
    return sorted(result)


def write(parsed: Parsed) -> str:
    """The body of the file again: a line per unit, blank lines between (white space normalised)."""
    lines = sorted([*written(parsed.edition.root), *parsed.layout])
    return "\n\n".join(squeeze(line) for _, line in lines) + "\n"


def normalised_body(text: str) -> str:
    """What `write` must give for a file: its body with white space normalised."""
    _, body, _ = front_matter(text.replace("\r\n", "\n"), "текст")
    return "\n\n".join(squeeze(raw) for raw in body.split("\n") if raw.strip()) + "\n"
