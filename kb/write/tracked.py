"""Articles as a Word document with tracked changes: accepted they are the new text, rejected the old.

Both hold line by line, so the marks of paragraphs are tracked as well. A paragraph's mark parts it
from the next one; the last mark of a document parts nothing and can neither come nor go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from kb.compare.lines import LinePair, line_pairs
from kb.ground.safe import visible
from kb.norm.difference import Segments
from kb.words.text import tokens
from kb.write import word


@dataclass(frozen=True, slots=True)
class Text:
    """A text before and after, a line per unit (none: it does not stand; empty ones are left out).

    `titled`: its first line is a heading.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The changed texts of one act; `head` names the act and its edition above every page."""

    head: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words with their marks, and what becomes of the mark that ends them: `=`, `-` or `+`."""

    segments: Segments
    end: str
    bold: bool = False


def write(sheets: Sequence[Sheet], language: str, title: str, author: str, when: datetime) -> bytes:
    """The .docx file: a section per act. `author` and `when` sign every change."""
    made = word.document(language, title)
    signed = _Signature(visible(author)[:255] or "Salystyrma", f"{when:%Y-%m-%dT%H:%M:%SZ}")
    made.settings.element.append(word.element("trackRevisions"))
    for nth, sheet in enumerate(sheets):
        section = made.sections[0] if nth == 0 else made.add_section(WD_SECTION.NEW_PAGE)
        word.page(section, landscape=False, top=sheet.head)
        _body(made, sheet, signed)
    return word.saved(made)


def paragraphs(texts: Iterable[Text]) -> list[Paragraph]:
    """The paragraphs of texts that follow one another."""
    found = []
    for text in texts:
        pairs = line_pairs(_shown(text.before), _shown(text.after))
        found += [
            Paragraph(pair.segments, _side(pair), text.titled and nth == 0)
            for nth, pair in enumerate(pairs)
        ]
    return _apart(_ended(found))


def _shown(lines: Iterable[str]) -> list[str]:
    # An empty paragraph between two changes is taken by LibreOffice for a part of them.
    return [visible(line) for line in lines if line.strip()]


def _side(pair: LinePair) -> str:
    if pair.left is not None and pair.right is not None:
        return "="
    return "+" if pair.left is None else "-"


def _ended(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same paragraphs, where the last line of either side ends in the mark that stays."""
    ends = [p.end for p in paragraphs]
    common = max((n for n, end in enumerate(ends) if end == "="), default=-1)
    tail = set(ends[common + 1 :])
    if len(tail) == 2:
        # Both sides end in a line of their own: these two are one paragraph, rewritten as a whole.
        gone, new = (paragraphs[max(n for n, end in enumerate(ends) if end == op)] for op in "-+")
        kept = [p for p in paragraphs if p is not gone and p is not new]
        return [*kept, Paragraph(gone.segments + new.segments, "=", gone.bold or new.bold)]
    if tail:
        # Lines of one side stand last: the mark that parts the common line from them is theirs.
        if common >= 0:
            paragraphs[common] = replace(paragraphs[common], end=ends[-1])
        paragraphs[-1] = replace(paragraphs[-1], end="=")
    return paragraphs


def _apart(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The same paragraphs, where no insertion runs up to a lasting mark that another one follows.

    LibreOffice would take both for one insertion, and the mark with them. So the former ends in
    deleted words: «пять[- лет][+ дней]» is put as «пять[+ дней][- лет]», and where nothing goes
    the last word goes and comes back.
    """
    for nth, (one, other) in enumerate(pairwise(paragraphs)):
        if one.end == "=" and _op(one.segments, -1) == _op(other.segments, 0) == "+":
            paragraphs[nth] = replace(one, segments=_closed(one.segments))
    return paragraphs


def _op(segments: Segments, at: int) -> str:
    return segments[at][0] if segments else "="


def _closed(segments: Segments) -> Segments:
    *rest, (op, text), new = segments  # a line that stays has words of its own before the new ones
    if op == "-":
        return (*rest, new, (op, text))
    *kept, last = tokens(text)
    before = "".join(kept)
    return (*rest, *([("=", before)] if before else []), ("+", last + new[1]), ("-", last))


@dataclass(slots=True)
class _Signature:
    """Who changed and when; every change has a number of its own."""

    author: str
    date: str
    number: int = 0

    def mark(self, op: str) -> Any:
        self.number += 1
        name = "ins" if op == "+" else "del"
        return word.element(name, id=str(self.number), author=self.author, date=self.date)


def _body(made: Any, sheet: Sheet, signed: _Signature) -> None:
    for each in paragraphs(sheet.texts):
        paragraph = made.add_paragraph()
        if each.end != "=":
            properties = word.element("rPr")
            properties.append(signed.mark(each.end))
            paragraph._p.get_or_add_pPr().append(properties)
        for op, text in each.segments:
            run = _run(op, text, bold=each.bold)
            if op == "=":
                paragraph._p.append(run)
                continue
            change = signed.mark(op)
            change.append(run)
            paragraph._p.append(change)


def _run(op: str, text: str, *, bold: bool) -> Any:
    run = word.element("r")
    if bold:
        properties = word.element("rPr")
        properties.append(word.element("b"))
        run.append(properties)
    for nth, piece in enumerate(text.split("\t")):
        if nth:
            run.append(word.element("tab"))
        if piece:
            said = word.element("delText" if op == "-" else "t")
            said.set(qn("xml:space"), "preserve")
            said.text = piece
            run.append(said)
    return run
