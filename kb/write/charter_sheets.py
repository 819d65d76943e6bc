"""The verdicts to take away: a Word document, an Excel workbook, and one picture (SVG) for a paper or a
slide, each in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from kb.charter.assess import Verdict
from kb.charter.paragraphs import PARTS
from kb.charter.report import Measure, Report
from kb.charter.threshold import ACCEPTED, CORE_ACCEPTED
from kb.ground.html import NONE, Html, html, together
from kb.ground.safe import visible
from kb.ground.saying import in_language, say
from kb.norm.address import parse, unit_words
from kb.words.days import day_words
from kb.write import docx as word
from kb.write.columns import Column
from kb.write.paper import Block, Heading, Paper, Part, Plain, Table, said

SIGNS: Final[Mapping[str, str]] = {
    "complies": "✓",
    "partly": "½",
    "fails": "✗",
    "undetermined": "?",
}
# Fill and ink of a verdict; the sign says it without colour too.
_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "complies": ("#d9f0df", "#0f5a2b"),
    "partly": ("#fdf0c4", "#5f4a00"),
    "fails": ("#fadcdc", "#8c1d1d"),
    "undetermined": ("#eef0f3", "#4a5563"),
}
_FIELDS: Final = ("id", "duty", "verdict", "reason", "norms")
_WIDTHS_CM: Final = (1.7, 6.5, 3.0, 9.0, 5.5)


def _in(language: str, key: str, **values: str | int) -> str:
    return say(key, **values).in_language(language)


def _verdict(code: str, language: str) -> str:
    return say(f"charter.verdict_{code}").in_language(language)


def sentence(report: Report, language: str) -> str:
    """The numbers of article 12 in one sentence."""
    t = report.after.threshold
    return _in(
        language,
        f"write.charter_sentence_{t.met}",
        full=t.full,
        need=ACCEPTED,
        core=t.core_full,
        core_need=CORE_ACCEPTED,
    )


def _texts(report: Report, language: str) -> str:
    """Which editions the verdicts are read from, and which packages are applied."""
    named = []
    for name in report.after.editions:
        place = parse(name)
        named.append(f"{place.act} {day_words(place.edition or '', language)}")
    said = _in(language, "write.charter_texts", texts=", ".join(named))
    if report.packages:
        said += " " + _in(language, "write.charter_with", packages=", ".join(report.packages))
    return said


def _cells(verdict: Verdict, by: Measure, language: str) -> tuple[str, ...]:
    duty = next(p.duty for p in by.paragraphs if p.id == verdict.id)
    norms = dict.fromkeys(
        f"{in_language(unit_words(parse(e.address).steps), language)}, {e.act}"
        for e in verdict.evidence
    )
    return (
        f"{verdict.id}{' ★' if verdict.core else ''}",
        in_language(duty, language),
        f"{SIGNS[verdict.verdict]} {_verdict(verdict.verdict, language)}",
        in_language(verdict.because, language),
        "\n".join(norms),
    )


def docx(report: Report, by: Measure, language: str) -> bytes:
    """The verdicts as a Word document: a table for each part."""
    titles = [_in(language, f"write.charter_column_{name}") for name in _FIELDS]
    columns = tuple(
        Column(name, {language: title}, width)
        for name, title, width in zip(_FIELDS, titles, _WIDTHS_CM, strict=True)
    )
    blocks: list[Block] = [
        Plain(sentence(report, language)),
        Plain(_texts(report, language), aside=True),
    ]
    for part in PARTS:
        rows = tuple(
            tuple(said(text) for text in _cells(v, by, language)) for v in report.after.part(part)
        )
        blocks += [Heading(_in(language, f"write.charter_part_{part}")), Table(columns, rows)]
    paper = Paper(
        language,
        _in(language, "write.charter_title"),
        in_language(by.positions.statement, language),
        (Part(tuple(blocks), landscape=True),),
    )
    return word.write(paper)


def xlsx(report: Report, by: Measure, language: str) -> bytes:
    """The verdicts as a workbook: a sheet for each part, the sentence above the first."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for part in PARTS:
        sheet = book.create_sheet(_in(language, f"write.charter_part_{part}")[:31])
        sheet.append([sentence(report, language)])
        sheet.append([_texts(report, language)])
        sheet.append([_in(language, f"write.charter_column_{name}") for name in _FIELDS])
        for verdict in report.after.part(part):
            # A leading sign would make a formula of a text.
            cells = (visible(text) for text in _cells(verdict, by, language))
            sheet.append([f"'{c}" if c[:1] in ("=", "+", "-", "@") else c for c in cells])
        for cell in sheet[3]:
            cell.font = Font(bold=True)
        for nth, width in enumerate(_WIDTHS_CM, start=1):
            sheet.column_dimensions[get_column_letter(nth)].width = width * 5
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A4"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# --- The picture ----------------------------------------------------------------------------------

_TILE: Final = (104, 44)  # width and height of a tile, pixels
_ROW: Final = 52
_LEFT: Final = 120  # where the tiles of an article begin


def svg(report: Report, language: str) -> Html:
    """The thirty tiles, the sentence and the key, in ink that prints."""
    articles: dict[str, list[Verdict]] = {}
    for verdict in report.after.part("charter"):
        articles.setdefault(verdict.id.split(".")[0], []).append(verdict)
    width = _LEFT + max(map(len, articles.values())) * (_TILE[0] + 8) + 24
    before = {v.id: v.verdict for v in report.before.verdicts}
    parts = []
    y = 92
    for number, verdicts in articles.items():
        name = _in(language, "write.charter_article", n=number)
        parts.append(html("<text x='24' y='{}' font-size='15'>{}</text>", y + 27, name))
        for nth, verdict in enumerate(verdicts):
            x = _LEFT + nth * (_TILE[0] + 8)
            parts.append(_tile(verdict, before[verdict.id], x, y))
        y += _ROW
    keys = together(
        html("<tspan dx='{}'>{} {}</tspan>", 0 if nth == 0 else 18, sign, _verdict(code, language))
        for nth, (code, sign) in enumerate(SIGNS.items())
    )
    core = _in(language, "write.charter_core_key")
    head = html(
        "<text x='24' y='36' font-size='20' font-weight='bold'>{}</text>"
        "<text x='24' y='66' font-size='16'>{}</text>",
        _in(language, "write.charter_title"),
        sentence(report, language),
    )
    foot = html(
        "<text x='24' y='{}' font-size='14'>{}<tspan dx='18'>★ {}</tspan></text>"
        "<text x='24' y='{}' font-size='12' fill='#4a5563'>{}</text>",
        y + 24,
        keys,
        core,
        y + 48,
        _texts(report, language),
    )
    return html(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{1}' viewBox='0 0 {0} {1}' "
        "font-family='Arial, Helvetica, sans-serif' fill='#1c2430' role='img'>"
        "<title>{2}</title><rect width='100%' height='100%' fill='#fff'/>{3}{4}{5}</svg>",
        max(width, 1000),
        y + 66,
        sentence(report, language),
        head,
        together(parts),
        foot,
    )


def _tile(verdict: Verdict, before: str, x: int, y: int) -> Html:
    fill, ink = _COLOURS[verdict.verdict]
    was = html("{} → ", SIGNS[before]) if before != verdict.verdict else NONE
    return html(
        "<rect x='{0}' y='{1}' width='{2}' height='{3}' rx='5' fill='{4}' stroke='{5}'/>"
        "<text x='{6}' y='{7}' font-size='15' fill='{5}'><tspan font-weight='bold'>{8}{9}</tspan> "
        "{10}{11}</text>",
        x,
        y,
        *_TILE,
        fill,
        ink,
        x + 8,
        y + 28,
        verdict.id,
        " ★" if verdict.core else "",
        was,
        SIGNS[verdict.verdict],
    )
