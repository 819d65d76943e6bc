"""Articles as a Word document with tracked changes: accepted they are the new text, rejected the old.

Both hold line by line, so the marks of paragraphs are tracked as well. A paragraph's mark parts it
from the next one; the last mark of a document, or before a table, parts nothing and can neither come
nor go. So where lines of one side alone stand before a table, between two or after the last one, the
other side keeps one empty paragraph there.

A table of the law is a table of Word: its rows come and go whole, the words of a row that stays are
marked cell by cell. A table of another width is not the same one: the old goes, the new comes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, pairwise, zip_longest
from typing import Any, Final

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from kb.compare.lines import LinePair, line_pairs
from kb.ground.safe import visible
from kb.norm import table
from kb.norm.marks import Segments, word_segments
from kb.norm.moved import with_moves
from kb.words.text import tokens
from kb.write import word
from kb.write.paper import Grid
from kb.write.word_table import INNER_SIZE, law_table


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


@dataclass(frozen=True, slots=True)
class TrackedTable:
    """A table whose cells bear marks, and what becomes of each of its rows: `=`, `-` or `+`."""

    grid: Grid
    rows: tuple[str, ...]


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


def blocks(texts: Iterable[Text]) -> list[Paragraph | TrackedTable]:
    """The paragraphs and tables of texts that follow one another.

    A table never follows another one at once, for Word would join them, nor stands last.
    """
    made: list[Paragraph | TrackedTable] = []
    between: list[Paragraph] = []
    for text in texts:
        pairs = _alike(line_pairs(_shown(text.before), _shown(text.after)))
        for nth, pair in enumerate(pairs):
            if not _is_table(pair):
                between.append(Paragraph(pair.segments, _side(pair), text.titled and nth == 0))
                continue
            made += _parted(made, between)
            made.append(_table(pair))
            between = []
    return _with_moves([*made, *_parted(made, between)])


def _with_moves(parts: Sequence[Paragraph | TrackedTable]) -> list[Paragraph | TrackedTable]:
    """The same blocks, where words that go in one paragraph and come in another are moved."""
    marked = iter(with_moves([x.segments for x in parts if isinstance(x, Paragraph)]))
    return [replace(x, segments=next(marked)) if isinstance(x, Paragraph) else x for x in parts]


def _parted(
    before: Sequence[Paragraph | TrackedTable], between: list[Paragraph]
) -> list[Paragraph]:
    """The paragraphs after `before`, up to a table or to the end."""
    if not between and before:
        return [Paragraph((), "=")]
    return _apart(_ended(between))


def _shown(lines: Iterable[str]) -> list[str]:
    """The lines, the rows of a table among them as one."""
    # An empty paragraph between two changes is taken by LibreOffice for a part of them.
    shown = (visible(line) for text in lines for line in text.split("\n") if line.strip())
    printed: list[str] = []
    for row, group in groupby(shown, table.is_row):
        run = list(group)
        printed += ["\n".join(run)] if row else run
    return printed


def _alike(pairs: Iterable[LinePair]) -> Iterator[LinePair]:
    """The same pairs, where a table is paired with a table of its own width only."""
    for pair in pairs:
        if pair.left is None or pair.right is None or _width(pair.left) == _width(pair.right):
            yield pair
        else:
            yield from (LinePair(pair.left, None), LinePair(None, pair.right))


def _width(text: str) -> int:
    """How many columns a table has; 0 for a line."""
    return max(map(len, table.cells(text))) if table.is_row(text) else 0


def _is_table(pair: LinePair) -> bool:
    return any(table.is_row(text) for text in (pair.left, pair.right) if text is not None)


def _table(pair: LinePair) -> TrackedTable:
    before, after = (side.split("\n") if side else [] for side in (pair.left, pair.right))
    rows = line_pairs(before, after)
    return TrackedTable(Grid(tuple(map(_cells, rows))), tuple(map(_side, rows)))


def _cells(row: LinePair) -> tuple[Segments, ...]:
    """The words of each cell with their marks; a row shorter than the other ends in empty cells."""
    left, right = (table.cells(text)[0] if text else () for text in (row.left, row.right))
    return tuple(word_segments(old, new) for old, new in zip_longest(left, right, fillvalue=""))


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


_MARKS: Final = {"-": "del", "+": "ins", "<": "moveFrom", ">": "moveTo"}


@dataclass(slots=True)
class _Signature:
    """Who changed and when; every change has a number of its own, both ends of a move one name."""

    author: str
    date: str
    number: int = 0
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)

    def mark(self, op: str) -> Any:
        return self._signed(_MARKS[op])

    def ends(self, op: str, text: str) -> tuple[Any, Any]:
        """What stands around words that move: those of one text leave and come in one order."""
        self.moves[op, text] += 1
        pair = text, self.moves[op, text]
        name = self.names.setdefault(pair, f"move{len(self.names) + 1}")
        start = self._signed(f"{_MARKS[op]}RangeStart")
        start.set(qn("w:name"), name)
        return start, word.element(f"{_MARKS[op]}RangeEnd", id=str(self.number))

    def _signed(self, name: str) -> Any:
        self.number += 1
        return word.element(name, id=str(self.number), author=self.author, date=self.date)


def _body(made: Any, sheet: Sheet, signed: _Signature) -> None:
    for each in blocks(sheet.texts):
        if isinstance(each, TrackedTable):
            _put_table(made, each, signed)
            continue
        paragraph = made.add_paragraph()
        if each.end != "=":
            properties = word.element("rPr")
            properties.append(signed.mark(_end(each)))
            paragraph._p.get_or_add_pPr().append(properties)
        _put(paragraph, each.segments, signed, bold=each.bold)


def _end(paragraph: Paragraph) -> str:
    """What becomes of the mark of a paragraph: it moves with words that all move."""
    ops = {op for op, _ in paragraph.segments}
    return next((op for op in ("<", ">") if ops == {op}), paragraph.end)


def _put_table(made: Any, table: TrackedTable, signed: _Signature) -> None:
    def put(paragraph: Any, segments: Segments) -> None:
        _put(paragraph, segments, signed, size=INNER_SIZE)

    grid = law_table(made, table.grid, word.PAGE_CM, put)
    for row, op in zip(grid.rows, table.rows, strict=True):
        if op != "=":
            row._tr.get_or_add_trPr().append(signed.mark(op))


def _put(
    paragraph: Any, segments: Segments, signed: _Signature, *, bold: bool = False, size: int = 0
) -> None:
    """The words as runs, the changed ones in their marks; `size` in points, 0: as the page has it."""
    for op, text in segments:
        run = _run(op, text, bold=bold, size=size)
        if op == "=":
            paragraph._p.append(run)
            continue
        moved = signed.ends(op, text) if op in "<>" else ()
        change = signed.mark(op)
        change.append(run)
        for each in (*moved[:1], change, *moved[1:]):
            paragraph._p.append(each)


def _run(op: str, text: str, *, bold: bool, size: int) -> Any:
    run = word.element("r")
    properties = word.element("rPr")
    if bold:
        properties.append(word.element("b"))
    if size:
        properties.append(word.element("sz", val=str(2 * size)))
    if len(properties):
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
