"""Tables of a law among tracked changes: settled, they are the table of either text, cell by cell."""

from __future__ import annotations

import random
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from kb.norm import table
from kb.norm.act import Edition
from kb.norm.address import parse_steps
from kb.write.tracked import Text

from .test_tracked import document

CODE = "tax-code-2025@2026-07-01:ru"
Piece = str | table.Cells
OPS = {"-": qn("w:del"), "+": qn("w:ins")}


def body(before: str, after: str) -> Any:
    text = Text(tuple(before.split("\n")), tuple(after.split("\n")), titled=True)
    return Document(BytesIO(document([text]))).element.body


def settled(holder: Any, gone: str) -> list[Piece]:
    """What Word leaves of a body when the changes of one kind go and those of the other stay.

    Empty paragraphs, which a table asks for beside it, are left out.
    """
    found: list[Piece] = []
    line = ""
    for block in holder:
        if block.tag == qn("w:tbl"):
            assert line == "", "a paragraph whose mark goes before a table"
            rows = [row for row in block.tr_lst if not marked(row.trPr, gone)]
            if rows:
                found.append(tuple(tuple(cell(c, gone) for c in row.tc_lst) for row in rows))
        elif block.tag == qn("w:p"):
            line += said(block, gone)
            properties = block.pPr.find(qn("w:rPr")) if block.pPr is not None else None
            if not marked(properties, gone):
                found += [line] if line else []
                line = ""
    assert line == "", "the mark of the last paragraph goes"
    return found


def marked(properties: Any, op: str) -> bool:
    return properties is not None and properties.find(OPS[op]) is not None


def cell(found: Any, gone: str) -> str:
    return "\n".join(said(paragraph, gone) for paragraph in found.p_lst)


def said(paragraph: Any, gone: str) -> str:
    return "".join(
        text.text
        for child in paragraph
        if child.tag != OPS[gone]
        for text in child.iter(qn("w:t"), qn("w:delText"))
    )


def pieces(text: str) -> list[Piece]:
    """The lines of a text, its tables as cells; a row is as long as the longest of its table."""
    found: list[Piece] = []
    for line in text.split("\n"):
        if not table.is_row(line):
            found += [line] if line else []
            continue
        before = found.pop() if found and not isinstance(found[-1], str) else ()
        assert not isinstance(before, str)
        rows = (*before, *table.cells(line))
        width = max(map(len, rows))
        found.append(tuple((*row, *[""] * (width - len(row))) for row in rows))
    return found


def check(before: str, after: str) -> Any:
    """Both settlings of the document give the two texts, tables and lines."""
    made = body(before, after)
    assert settled(made, "-") == pieces(after)
    assert settled(made, "+") == pieces(before)
    # Word joins tables that nothing parts, and opens no file whose body or cell ends in one.
    assert all(t.getnext().tag == qn("w:p") for t in made.iter(qn("w:tbl")))
    numbers = [m.get(qn("w:id")) for tag in OPS.values() for m in made.iter(tag)]
    assert len(set(numbers)) == len(numbers)
    return made


def ops(made: Any) -> list[str]:
    """What becomes of each row of the tables."""
    rows = [row for found in made.iter(qn("w:tbl")) for row in found.tr_lst]
    return [next((op for op in OPS if marked(row.trPr, op)), "=") for row in rows]


def amended(text: str) -> str:
    """The text with a cell of its table reworded, the row after it gone, and one new at the end."""
    lines = text.split("\n")
    rows = [nth for nth, line in enumerate(lines) if table.is_row(line)]
    first = list(table.cells(lines[rows[-2]])[0])
    first[-1] += " и еще 5"
    lines[rows[-2]] = table.row(first)
    lines[rows[-1]] += "\n" + table.row(["99.", *["новое"] * (len(first) - 1)])
    del lines[rows[1]]
    return "\n".join(lines)


@pytest.mark.parametrize("unit", ["art_602", "art_630", "art_655"])
def test_the_table_of_a_law_is_tracked_by_cells(editions: dict[str, Edition], unit: str) -> None:
    """A cell reworded, a row gone, a row new: nothing else of the table bears a mark."""
    before = editions[CODE].resolve(parse_steps(unit)).text
    after = amended(before)
    made = check(before, after)
    assert sorted(op for op in ops(made) if op != "=") == ["+", "-"]
    kept = [r for t in made.iter(qn("w:tbl")) for r in t.tr_lst if r.trPr is None]
    words = [["".join(t.text for t in m.iter(qn("w:t"), qn("w:delText")))
              for op in "-+" for m in row.iter(OPS[op])] for row in kept]  # fmt: skip
    assert [found for found in words if found] == [[" и еще 5"]]
    assert not [line for line in settled(made, "-") if "| " in line]


@pytest.mark.parametrize("unit", ["art_602", "art_630", "art_655"])
def test_a_whole_table_comes_and_goes_with_its_rows(
    editions: dict[str, Edition], unit: str
) -> None:
    text = editions[CODE].resolve(parse_steps(unit)).text
    without = "\n".join(line for line in text.split("\n") if not table.is_row(line))
    assert set(ops(check(without, text))) == {"+"}
    assert set(ops(check(text, without))) == {"-"}
    assert set(ops(check("", text))) == {"+"}


def test_a_table_of_other_columns_is_another_table() -> None:
    before, after = "До:\n| a | b |\n| c | d |\nПосле.", "До:\n| a | b | x |\n| c | d | y |\nПосле."
    made = check(before, after)
    assert ops(made) == ["-", "-", "+", "+"]
    assert len(list(made.iter(qn("w:tbl")))) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| a | b |", "| a | c |"),  # nothing around the table
        ("| a | b |", "Слово"),
        ("Слово\n| a | b |", "| a | b |\nСлово"),
        ("Слово\n| a |  |\n|  |  |", "Слово\n| a |  |\n| x |  |\n|  |  |"),  # empty cells and rows
        ("| a \\| b | <w:t> |", "| a \\| c | \\\\ & |"),
        ("| a | b |\n| c |", "| a | b |\n| c | d |"),  # a short row
        ("Ставки\n| a | b |\nСлово", "Ставки\nСлово\n| a | b |"),
    ],
)
def test_tables_at_the_edges(before: str, after: str) -> None:
    check(before, after)
    check(after, before)


def test_whatever_lines_and_tables_follow_one_another() -> None:
    chance = random.Random(14)

    def some() -> str:
        return "\n".join(chance.choice(LINES) for _ in range(chance.randint(0, 7)))

    for _ in range(40):
        check(some(), some())


LINES: Sequence[str] = (
    "Ставки:", "1) да;", "2) нет.", "| a | b |", "| a | c |", "| 1 | 5 МРП |", "| 1 | 7 МРП |", "|  |  |", "| x | y | z |", "| x |"
)  # fmt: skip
