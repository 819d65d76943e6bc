"""The rows of a table that a user brings: CSV in any usual form, or an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from kb.ground import regular
from kb.ground.saying import say
from kb.ground.system import system_reason
from kb.read.archive import members
from kb.read.document import BadSource
from kb.receipt.budget import MAX_ROWS, BadBudget, Budget, Row, Scale, budget

MAX_BYTES: Final = 5_000_000
MAX_CELL: Final = 2_000  # characters
MAX_CELLS: Final = 30  # in a row
TEMPLATE: Final = Path(__file__).with_name("template.csv")


def read(path: Path, unit: Scale | None = None, payers: int = 0) -> Budget:
    """The budget in a CSV or Excel file. Raises BadBudget as `budget` does, and for a file that is
    missing, no regular file, too large, or neither of the two."""
    try:
        with regular.opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadBudget(
            say("receipt.unreadable", file=str(path), why=system_reason(error))
        ) from error
    return from_bytes(data, str(path), unit, payers)


def from_bytes(data: bytes, name: str, unit: Scale | None = None, payers: int = 0) -> Budget:
    """The budget in the bytes of a CSV or Excel file; `name` stands for it in messages."""
    if len(data) > MAX_BYTES:
        raise BadBudget(say("receipt.large", file=name, limit=MAX_BYTES // 1_000_000))
    rows = _workbook(data, name) if data[:2] == b"PK" else _csv(data, name)
    return budget(rows, name, unit, payers)


def _csv(data: bytes, name: str) -> Iterator[Row]:
    text = _decoded(data, name)
    # What stands between the cells: the mark that the row of heads has most of.
    mark = max(";\t,", key=lambda m: sum(line.count(m) for line in text.split("\n")[:20]))
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    begun = (
        1  # the line of the row that is being read: an open quotation runs to the end of the file
    )
    try:
        for row, cells in enumerate(reader, 1):
            yield row, _checked(cells, name, row)
            begun = reader.line_num + 1
    except csv.Error as error:
        raise BadBudget(say("receipt.bad_csv", file=name, line=begun)) from error


def _decoded(data: bytes, name: str) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or the Cyrillic page of Windows."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings: tuple[str, ...] = ("utf-16",) if marked else ("utf-8-sig", "windows-1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadBudget(say("receipt.no_table", file=name))


def _workbook(data: bytes, name: str) -> Iterator[Row]:
    """The rows of the first sheet; formulas count as what Excel last computed."""
    from openpyxl import load_workbook

    try:
        if "xl/workbook.xml" not in members(data, name, lambda _: True):
            raise BadBudget(say("receipt.no_table", file=name))
    except BadSource as error:
        raise BadBudget(error.said) from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a file may state any size of its sheet
        for row, cells in enumerate(sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1), 1):
            yield row, _checked([_cell(c) for c in cells], name, row)
    except BadBudget:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise BadBudget(say("receipt.bad_workbook", file=name)) from error


def _cell(value: object) -> str:
    """A cell as text; Excel keeps «1.1» as the number 1.1 and a whole number as 2.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    return str(value)


def _checked(cells: list[str], name: str, row: int) -> list[str]:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_CELLS or any(len(c) > MAX_CELL for c in cells):
        raise BadBudget(say("receipt.wide", file=name, row=row))
    return cells
