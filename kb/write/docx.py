"""A paper as a Word document: the amending act upright, its tables across the page."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_UNDERLINE
from docx.shared import Cm, Pt

from kb.ground.safe import visible
from kb.norm.marks import Segments
from kb.words.text import squeeze
from kb.write import word
from kb.write.paper import (
    Block,
    Bullets,
    Cell,
    FormLine,
    Grid,
    Heading,
    Paper,
    Plain,
    Table,
    Wording,
    wording,
)
from kb.write.word_table import INNER_SIZE, law_table

_PADDING_CM = 0.4  # what a cell's margins take of its width
_ALIGNED = {
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}


def write(paper: Paper) -> bytes:
    """The document as bytes of a .docx file."""
    made = word.document(paper.language, paper.title)
    for nth, part in enumerate(paper.parts):
        section = made.sections[0] if nth == 0 else made.add_section(WD_SECTION.NEW_PAGE)
        word.page(section, landscape=part.landscape)
        if nth == 0 and paper.titled:
            _title(made, paper)
        for block in part.blocks:
            _block(made, block, paper.language)
    return word.saved(made)


def _title(made: Any, paper: Paper) -> None:
    heading = made.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(visible(paper.title))
    run.bold = True
    run.font.size = Pt(14)
    below = made.add_paragraph(visible(paper.subtitle))
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _block(made: Any, block: Block, language: str) -> None:
    match block:
        case Table():
            _table(made, block, language)
        case Heading(text, level):
            heading = made.add_heading(visible(text), level)
            if level == 1:
                heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        case FormLine(text, place):
            paragraph = made.add_paragraph()
            paragraph.alignment = _ALIGNED[place]
            paragraph.add_run(visible(text)).bold = place != "right"
            if place == "left":
                paragraph.paragraph_format.space_before = Pt(24)
        case Grid():
            law_table(made, block, word.PAGE_CM, _marked)
            made.add_paragraph().paragraph_format.space_after = Pt(0)
        case Wording(lines):
            for piece in wording(lines):
                if isinstance(piece, Grid):
                    _block(made, piece, language)
                    continue
                paragraph = made.add_paragraph(visible(piece))
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
                paragraph.paragraph_format.first_line_indent = Cm(1.25)
        case Bullets(items):
            for item in items:
                paragraph = made.add_paragraph(f"– {visible(squeeze(item))}")
                paragraph.paragraph_format.left_indent = Cm(0.5)
                paragraph.paragraph_format.first_line_indent = Cm(-0.5)
        case Plain(text, aside):
            made.add_paragraph().add_run(visible(text)).italic = aside


def _table(made: Any, table: Table, language: str) -> None:
    """Fixed widths; the head is repeated on every page and never cut, a row may be."""
    grid = made.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    for column, wanted in zip(grid.columns, table.columns, strict=True):
        column.width = Cm(wanted.width_cm)
    head, *rows = list(grid.rows)
    properties = head._tr.get_or_add_trPr()
    properties.append(word.element("cantSplit"))
    properties.append(word.element("tblHeader"))
    for cell, column in zip(head.cells, table.columns, strict=True):
        cell.width = Cm(column.width_cm)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, column.title[language]).bold = True
    for row, content in zip(rows, table.rows, strict=True):
        if isinstance(content, str):
            _band(row, content)
            continue
        for cell, column, filling in zip(row.cells, table.columns, content, strict=True):
            cell.width = Cm(column.width_cm)
            _fill(cell, filling, column.width_cm - _PADDING_CM)
    made.add_paragraph().paragraph_format.space_after = Pt(0)


def _band(row: Any, text: str) -> None:
    """A row across the table, never left alone at the foot of a page."""
    whole = row.cells[0].merge(row.cells[-1])
    paragraph = whole.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text).bold = True


def _fill(cell: Any, content: Cell, width_cm: float) -> None:
    """Lines as paragraphs, a table as a table in the cell, which ends in a paragraph as Word asks."""
    free = cell.paragraphs[0]
    for piece in content.pieces:
        if isinstance(piece, Grid):
            law_table(cell, piece, width_cm, _marked)
            if free is not None:
                cell._tc.remove(free._p)
            free = cell.paragraphs[-1]
            continue
        paragraph, free = free or cell.add_paragraph(), None
        paragraph.paragraph_format.space_after = Pt(3)
        if piece.mark:
            _run(paragraph, f"{piece.mark} ")
        _words(paragraph, piece.segments, italic=content.aside)


def _marked(paragraph: Any, segments: Segments) -> None:
    _words(paragraph, segments, italic=False, size=INNER_SIZE)


def _words(paragraph: Any, segments: Segments, *, italic: bool, size: int = 10) -> None:
    for op, text in segments:
        run = _run(paragraph, text, size)
        run.italic = italic or None
        match op:
            case "-":
                run.font.strike = True
            case "+":
                run.bold = run.underline = True
            case "<":
                run.font.double_strike = True
            case ">":
                run.underline = WD_UNDERLINE.DOUBLE


def _run(paragraph: Any, text: str, size: int = 10) -> Any:
    run = paragraph.add_run(visible(text))
    run.font.size = Pt(size)
    return run
