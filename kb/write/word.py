"""What every Word document of the program has: page, fonts, language, page numbers.

Times New Roman on A4 with the margins in centimetres; the document says in which language it is, so
that Word checks its spelling by the right dictionary.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kb.ground.safe import visible

FONT = "Times New Roman"
LONG_CM, SHORT_CM = 29.7, 21.0  # A4
MARGIN_CM = 2.0
PAGE_CM = SHORT_CM - 2 * MARGIN_CM  # what a table may take of an upright page
BAND_CM = LONG_CM - 2 * MARGIN_CM  # what a table may take of a landscape page
_LANGUAGES = {"ru": "ru-RU", "kk": "kk-KZ"}


def element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML; attributes without their `w:`."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def document(language: str, title: str) -> Any:
    """An empty document of A4 pages in `language` (ru, kk)."""
    made = Document()
    made.core_properties.title = visible(title)[:250]
    made.core_properties.author = "Salystyrma"
    made.core_properties.language = _LANGUAGES[language]
    style = made.styles["Normal"]
    style.font.size = Pt(12)
    style.paragraph_format.space_after = Pt(4)
    _font(style)
    for level, size in ((1, 14), (2, 13), (3, 12)):
        heading = made.styles[f"Heading {level}"]
        _font(heading)
        heading.font.size = Pt(size)
        form = heading.paragraph_format
        form.space_before, form.space_after = Pt(8), Pt(4)
    for each in made.styles.element.iter(qn("w:rPrDefault")):
        properties = each.find(qn("w:rPr"))
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        code = _LANGUAGES[language]
        properties.append(element("lang", val=code, eastAsia=code, bidi="ar-SA"))
    return made


def _font(style: Any) -> None:
    """One font for every script; the template's theme fonts would go before it."""
    style.font.name = FONT
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in [k for k in fonts.attrib if k.endswith("Theme")]:
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def page(section: Any, *, landscape: bool, top: str = "") -> None:
    """Sets the pages of a section: A4, a running head `top`, the page's number below."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = (LONG_CM, SHORT_CM) if landscape else (SHORT_CM, LONG_CM)
    section.page_width, section.page_height = Cm(width), Cm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN_CM))
    section.header_distance = section.footer_distance = Cm(1)
    section.footer.is_linked_to_previous = False
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(number)
    if top:
        section.header.is_linked_to_previous = False
        head = section.header.paragraphs[0]
        run = head.add_run(visible(top))
        run.italic = True
        run.font.size = Pt(9)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(10)
    code = element("instrText")
    code.text = "PAGE"
    for piece in (
        element("fldChar", fldCharType="begin"),
        code,
        element("fldChar", fldCharType="end"),
    ):
        run._r.append(piece)


def saved(made: Any) -> bytes:
    """The document as the bytes of a .docx file."""
    out = BytesIO()
    made.save(out)
    return out.getvalue()
