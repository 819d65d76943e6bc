"""Tables of a law in the papers: real tables in every format, the same cells when read back."""

from __future__ import annotations

import random
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from kb.amendment.package import from_data
from kb.library import Library
from kb.norm import table
from kb.norm.act import Edition
from kb.norm.address import parse_steps
from kb.norm.marks import Segments, sides, word_segments
from kb.papers.export import export
from kb.papers.filing import comparison
from kb.read import markdown
from kb.write.edition import markdown as as_markdown
from kb.write.edition import written
from kb.write.html import cell, segments

from .reading_back import MARKDOWN, inline, tables_of

Rows = list[list[str]]
CODE = "tax-code-2025@2026-07-01:ru"
HOSTILE = "4. Ставки:\n| № | вид | ставка |\n| 1 | <b>x</b> & \\| $y$ | *2* |\n|  | итого | `3` |"


def tables(edition: Edition, unit: str = "") -> list[Rows]:
    """The cells of the tables of a unit."""
    clauses = edition.resolve(parse_steps(unit)).walk() if unit else edition.root.walk()
    found = (table.cells(c.own_text) for c in clauses if c.kind == "table")
    return [[list(row) for row in rows] for rows in found]


def of_docx(holder: Any) -> list[Rows]:
    """The tables of a document or of a cell, in its order."""
    return [[[c.text for c in row.cells] for row in each.rows] for each in holder.tables]


def of_html(text: str) -> list[Rows]:
    """The tables inside of a cell or of a text; the marks of change are not read."""
    plain = re.sub(r"</?(?:ins|del|bdi|strong)>", "", text)
    return [
        [
            [unescape(words) for words in re.findall(r"<td>(.*?)</td>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", each)
        ]
        for each in re.findall(r"<table[^>]*>((?:(?!<table).)*?)</table>", plain, re.DOTALL)
    ]


@pytest.fixture(scope="module")
def point(editions: dict[str, Edition]) -> str:
    """Point 1 of article 602 with its table: a cell changed, a row gone, a row new."""
    text = editions[CODE].resolve(parse_steps("art_602.pt_1")).text
    lines = text.replace("0,05 процента", "0,07 процента", 1).split("\n")
    lines = [line for line in lines if not line.startswith("| 7. ")]
    last = next(n for n, line in enumerate(lines) if line.startswith("| 16. "))
    return "\n".join([*lines[: last + 1], "| 17. | свыше | много |", *lines[last + 1 :]])


@pytest.fixture(scope="module")
def papers(library: Library, point: str) -> dict[str, bytes]:
    items: list[dict[str, Any]] = [
        {"id": "1", "target": "tax-code-2025/art_602.pt_1", "proposed": point},
        {"id": "2", "target": "tax-code-2025/art_655.pt_4", "proposed": HOSTILE},
    ]
    items[1]["operation"] = "insert"
    package = from_data(
        {
            "id": "p",
            "author": "Автор",
            "source": {"citation": "Источник"},
            "kind": "text",
            "items": [
                {"operation": "replace", "grounds": "Нет.", "place": "1", **x} for x in items
            ],
        }
    )
    shown = comparison(library, package, {"tax-code-2025": library.edition("tax-code-2025")})
    return {kind: export(shown, library.acts, kind) for kind in ("md", "html", "docx")}


@pytest.fixture(scope="module")
def wanted(editions: dict[str, Edition], point: str) -> tuple[Rows, Rows, Rows]:
    """The table before, after, and the one added."""

    def rows(text: str) -> Rows:
        kept = "\n".join(line for line in text.split("\n") if table.is_row(line))
        return [list(row) for row in table.cells(kept)]

    return tables(editions[CODE], "art_602.pt_1")[0], rows(point), rows(HOSTILE)


def test_word_has_the_tables_of_the_law(
    papers: dict[str, bytes], wanted: tuple[Rows, Rows, Rows]
) -> None:
    """In the draft and, nested, in the cells of the comparative table."""
    document = Document(BytesIO(papers["docx"]))
    before, after, added = wanted
    assert of_docx(document)[:2] == [after, added]
    _, _, first, second = document.tables[2].rows
    assert [of_docx(c) for c in first.cells[2:4]] == [[before], [after]]
    assert of_docx(second.cells[3]) == [added]
    struck = {r.text for c in table_cells(first.cells[2]) for p in c.paragraphs for r in p.runs
              if r.font.strike}  # fmt: skip
    assert "0,05 процента от стоимости объектов налогообложения" in struck
    assert not any("1 000 теңге" in words for words in struck)
    # Word opens no file where a cell ends in a table.
    assert all(c._tc[-1].tag.endswith("}p") for r in document.tables[2].rows for c in r.cells)


def table_cells(holder: Any) -> list[Any]:
    return [c for each in holder.tables for row in each.rows for c in row.cells]


def test_markdown_has_the_tables_of_the_law(
    papers: dict[str, bytes], wanted: tuple[Rows, Rows, Rows]
) -> None:
    """On their own as Markdown, in a cell as HTML; no sign of a cell is a mark."""
    before, after, added = wanted
    tokens = MARKDOWN.parse(papers["md"].decode())
    own = tables_of(tokens)
    read = [
        [["".join(t.content for t in inline(c.children)) for c in r] for r in x] for x in own[:2]
    ]
    assert read == [after, added]
    _, _, first, second = own[2]
    shown = [MARKDOWN.renderInline(c.content) for c in (first[2], first[3], second[3])]
    assert [of_html(text) for text in shown] == [[before], [after], [added]]


def test_html_has_the_tables_of_the_law(
    papers: dict[str, bytes], wanted: tuple[Rows, Rows, Rows]
) -> None:
    before, after, added = wanted
    found = of_html(papers["html"].decode())
    assert [x for x in found if x in (before, after, added)] == [after, added, before, after, added]


def test_an_edition_goes_out_with_its_tables(editions: dict[str, Edition]) -> None:
    """Markdown of the corpus gives the same tree; Word has every table."""
    code = editions[CODE]
    again = markdown.parse(as_markdown(code), "again")
    assert tables(again.edition) == tables(code)
    assert len(tables(code)) == 6
    assert again.unplaced_characters == 0
    data = written(code, code.root, Path("code.docx"))
    assert isinstance(data, bytes)
    assert of_docx(Document(BytesIO(data))) == tables(code)


@pytest.mark.parametrize(
    ("before", "after", "marks"),
    [
        (["a b", "c d"], ["a b", "c e"], (("-", " d "), ("+", " e "))),
        (["a b", "c d"], ["a b"], (("-", "\n| c | d |"),)),
        (["a b"], ["a b c"], (("+", " c |"),)),
        (["a b", "c d"], ["c d"], (("-", "| a | b |"), ("-", "\n"))),
    ],
)
def test_a_table_is_compared_by_cells(before: list[str], after: list[str], marks: Segments) -> None:
    one, other = (table.text(row.split() for row in rows) for rows in (before, after))
    changed = tuple(s for s in word_segments(one, other) if s[0] != "=")
    assert "".join(text for _, text in changed) == "".join(text for _, text in marks)
    assert {op for op, _ in changed} == {op for op, _ in marks}


def test_either_side_of_two_tables_is_a_table_again() -> None:
    """Whatever rows and cells come and go, and whatever signs stand in them."""
    chance = random.Random(14)
    signs = ["", "a", "б в", "|", "\\", "x|y", "\\|", "1.", "<td>"]

    def rows() -> Rows:
        width = chance.randint(1, 3)
        return [
            [chance.choice(signs) for _ in range(chance.choice([width, width, width + 1]))]
            for _ in range(chance.randint(1, 5))
        ]

    for _ in range(500):
        one = rows()
        other = chance.choice([rows(), one[1:] + rows(), [row[::-1] for row in one]])
        texts = (table.text(one), table.text(other))
        marked = word_segments(*texts)
        assert sides(marked) == texts
        for own, gone in ((one, "+"), (other, "-")):
            shown = table.marked(s for s in marked if s[0] != gone)
            assert [["".join(t for _, t in c) for c in row] for row in shown] == own
            page = segments(marked, "left" if gone == "+" else "right")
            assert of_html(page) == ([own] if any(map(any, own)) else [])


def test_a_page_shows_two_tables_as_one_with_marks() -> None:
    shown = segments(word_segments("| a | b |\n| c | d |", "| a | b |\n| c | e |"))
    assert "<td><del>d</del><ins>e</ins></td>" in shown
    assert cell(()) == ""


def test_a_table_of_markdown_loses_its_rule_and_nothing_else() -> None:
    """The dashes below the head are layout, with spaces about the bars or without."""
    for text in ("| a | b |\n| --- | :---: |\n| - | 1 |", "|a|b|\n|---|---|\n|-|1|"):
        read = markdown.parse(
            f"---\nact_id: x\n---\n### Статья 1. О чем\n\n1. Ставки:\n\n{text}\n", "x"
        )
        assert tables(read.edition) == [[["a", "b"], ["-", "1"]]]
        assert read.unplaced_characters == 0
