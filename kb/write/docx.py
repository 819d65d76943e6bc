"""A package as a Word document: amending text, then the comparative table in landscape A4."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kb.safe import visible
from kb.write.comparison import CellLine, Entry
from kb.write.package_paper import COLUMNS, DISCLAIMER, Paper, absent_left, without_wording

_WIDTHS_CM = (1.0, 3.7, 7.4, 7.4, 6.2)  # 25.7 cm: A4 landscape less 2 cm margins
_FONT = "Times New Roman"


def write(paper: Paper) -> bytes:
    """The document as bytes of a .docx file."""
    document = Document()
    _page(document)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(visible(paper.title))
    run.bold = True
    run.font.size = Pt(14)
    _paragraph(document, paper.subtitle, centre=True)
    if paper.amending:
        _section(document, "Текст поправок")
        for line in paper.amending:
            _paragraph(document, line)
    _section(document, "Сравнительная таблица")
    _paragraph(document, f"Действующая редакция: {'; '.join(paper.editions)}")
    _table(document, paper.entries)
    _paragraph(
        document, "Исключаемые слова зачеркнуты, новые выделены полужирным с подчеркиванием."
    )
    if paper.remarks:
        _section(document, "Замечания")
        for title, lines in paper.remarks:
            _paragraph(document, title, bold=True)
            for line in lines:
                _paragraph(document, f"– {line}")
    _section(document, "Источники")
    for line in paper.sources:
        _paragraph(document, f"– {line}")
    _paragraph(document, DISCLAIMER, italic=True)
    document.core_properties.title = visible(paper.title)[:250]
    document.core_properties.author = "Salystyrma"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(4)


def _section(document: Any, text: str) -> None:
    paragraph = document.add_heading(level=2)
    run = paragraph.add_run(visible(text))
    run.font.name = _FONT
    run.font.size = Pt(13)
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.rPr.rFonts.set(qn("w:ascii"), _FONT)
    run._element.rPr.rFonts.set(qn("w:hAnsi"), _FONT)


def _paragraph(
    document: Any, text: str, *, bold: bool = False, italic: bool = False, centre: bool = False
) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(visible(text))
    run.bold, run.italic = bold, italic
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, entries: tuple[Entry, ...]) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].add_run(text).bold = True
    _repeat_header(table.rows[0])
    for entry in entries:
        cells = table.add_row().cells
        cells[0].text = str(entry.number)
        cells[1].text = visible(f"{entry.element} — {entry.act.form} «{entry.act.title}»")
        _fill(cells[2], entry.left, "отсутствует" if absent_left(entry) else "")
        _fill(cells[3], entry.right, without_wording(entry))
        cells[4].text = visible(entry.item.grounds)
    # Word takes the widths from the cells, LibreOffice from the grid.
    for column, width in zip(table.columns, _WIDTHS_CM, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(10)


def _fill(cell: Any, lines: tuple[CellLine, ...], otherwise: str) -> None:
    if not lines:
        cell.paragraphs[0].add_run(visible(otherwise)).italic = True
        return
    for nth, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if nth == 0 else cell.add_paragraph()
        if line.mark:
            paragraph.add_run(f"{visible(line.mark)} ")
        for op, text in line.segments:
            run = paragraph.add_run(visible(text))
            if op == "-":
                run.font.strike = True
            elif op == "+":
                run.bold = True
                run.underline = True


def _repeat_header(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
