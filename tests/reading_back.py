"""Reading exported documents back: what Markdown, HTML and Word hold must be the comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.compare.table import CellLine, Comparison
from kb.ground.safe import visible
from kb.norm import table
from kb.words.text import squeeze
from kb.write.columns import columns

ALLOWED = set(
    """html head meta title style body h1 h2 h3 h4 p table thead tbody tr th td ul li i b bdi ins del br
    span div colgroup col""".split()  # noqa: SIM905
)
IN_CELL = {f"<{end}{tag}>" for tag in ("table", "tr", "td") for end in ("", "/")}
MARKDOWN = MarkdownIt("commonmark").enable("table")


def titles() -> list[str]:
    """The heads of the comparative table."""
    return [c.title["ru"] for c in columns()]


def plain(text: str) -> str:
    """What must be found again: hidden characters written out, spaces squeezed."""
    return squeeze(visible(text))


def inline(tokens: list[Token] | None) -> Iterator[Token]:
    for token in tokens or []:
        yield token
        yield from inline(token.children)


def line_words(line: CellLine) -> str:
    return words_of(line.text)


def words_of(line: str) -> str:
    """The words of a line; of a table those of its cells."""
    if not table.is_table(line):
        return line
    return " ".join(cell for row in table.cells(line) for cell in row)


def text_of(token: Token) -> str:
    out = []
    for each in inline(token.children):
        if each.type == "html_inline":
            out.append("" if each.content.strip("</>") in ("ins", "del") else " ")
        else:
            out.append(" " if each.type in ("softbreak", "hardbreak") else each.content)
    return squeeze("".join(out))


def tables_of(tokens: list[Token]) -> list[list[list[Token]]]:
    """The tables of a document: rows, each a list of inline tokens."""
    tables: list[list[list[Token]]] = []
    inside = False
    for token in tokens:
        if token.type == "table_open":
            tables.append([])
        rows = tables[-1] if tables else []
        if token.type == "tr_open":
            rows.append([])
            inside = True
        elif token.type == "tr_close":
            inside = False
        elif inside and token.type == "inline":
            rows[-1].append(token)
    return tables


def current(title: str) -> bool:
    """Whether a column is that of the wording compared with, in force or not."""
    return title == titles()[2] or title.startswith("Редакция")


def check_markdown(text: str, comparison: Comparison) -> None:
    tokens = MARKDOWN.parse(text)
    kinds = {t.type for t in inline(tokens)}
    assert not kinds & {
        "html_block",
        "fence",
        "code_block",
        "code_inline",
        "image",
        "link_open",
        "hr",
    }
    raw = {t.content for t in inline(tokens) if t.type == "html_inline"}
    assert raw <= {"<ins>", "</ins>", "<del>", "</del>", "<br>", *IN_CELL}
    tables = [found for found in tables_of(tokens) if len(found[0]) == 5]
    assert len(tables) == len(comparison.by_bill())
    for header, *_ in tables:
        shown = [text_of(c) for c in header]
        assert [*shown[:2], *shown[3:]] == [*titles()[:2], *titles()[3:]] and current(shown[2])
    # without the rows that name an act
    rows = [row for _, *found in tables for row in found if text_of(row[0])]
    assert len(rows) == len(comparison.entries)
    for row, entry in zip(rows, comparison.entries, strict=True):
        assert len(row) == 5
        assert text_of(row[0]) == str(entry.number)
        assert text_of(row[1]).startswith(plain(entry.element))
        if entry.left:
            assert text_of(row[2]) == plain(" ".join(map(line_words, entry.left)))
        if entry.right and not entry.refused:
            assert text_of(row[3]) == plain(" ".join(map(line_words, entry.right)))
        if entry.refused:
            assert plain(entry.refused) in text_of(row[3])
        assert text_of(row[4]) == plain(entry.item.grounds)


class Elements(HTMLParser):
    """Every element of a document, its attributes, and the text of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.cells: list[str] = []
        self.open = self.law = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)
        if tag == "table":
            self.law = ("class", "law") in attrs
        if tag == "td" and not self.law:
            self.cells.append("")
            self.open = True
        elif tag in ("p", "br", "td", "div") and self.open:
            self.cells[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if self.law and self.open:
            self.cells[-1] += " "
        elif tag == "td":
            self.open = False
        self.law &= tag != "table"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.cells[-1] += data


def check_html(text: str, comparison: Comparison) -> None:
    page = Elements()
    page.feed(text)
    assert set(page.tags) <= ALLOWED
    assert not [a for a in page.attributes if a[0] in ("src", "href", "action") or a[0][:2] == "on"]
    (style,) = re.findall(r"<style>.*?</style>", text)
    assert not re.search(r"url\(|@import|https?:", style)
    assert len(page.cells) == 5 * len(comparison.entries)
    for at, entry in enumerate(comparison.entries):
        cells = [squeeze(c) for c in page.cells[5 * at : 5 * at + 5]]
        if entry.left:
            assert cells[2] == plain(" ".join(map(line_words, entry.left)))
        if entry.right and not entry.refused:
            assert cells[3] == plain(" ".join(map(line_words, entry.right)))
        assert cells[4] == plain(" ".join(map(words_of, entry.item.grounds.split("\n"))))


def check_docx(data: bytes, comparison: Comparison) -> Any:
    document = Document(BytesIO(data))
    tables = [found for found in document.tables if len(found.columns) == 5]
    assert len(tables) == len(comparison.by_bill())
    lines = [row for found in tables for row in found.rows[1:]]
    rows = [row for row in lines if row.cells[0]._tc is not row.cells[-1]._tc]
    acts = list(dict.fromkeys(e.act.title for e in comparison.entries))
    assert len(lines) == len(rows) + len(acts)
    for row, entry in zip(rows, comparison.entries, strict=True):
        cells = row.cells
        assert len(cells) == 5
        if entry.left:
            check_runs(cells[2], entry.left, "-")
        if entry.right and not entry.refused:
            check_runs(cells[3], entry.right, "+")
        assert squeeze(cells[4].text) == plain(entry.item.grounds)
    return document


def check_runs(cell: Any, lines: tuple[CellLine, ...], op: str) -> None:
    """A paragraph per line; its marked runs are the changed words and no others."""
    if any(table.is_table(line.text) for line in lines):
        texts = [t.text or "" for t in cell._tc.iter(qn("w:t"))]
        assert squeeze("".join(texts)).replace(" ", "") == plain(
            "".join(line_words(line) for line in lines)
        ).replace(" ", "")
        return
    assert len(cell.paragraphs) == len(lines)
    for paragraph, line in zip(cell.paragraphs, lines, strict=True):
        runs = [r for r in paragraph.runs if r.text]
        if line.mark:
            assert runs.pop(0).text == f"{visible(line.mark)} "
        marked = [bool(r.font.strike) if op == "-" else bool(r.bold and r.underline) for r in runs]
        shown = [(op if m else "=", r.text) for r, m in zip(runs, marked, strict=True)]
        assert shown == [(o, visible(t)) for o, t in line.segments if t]
