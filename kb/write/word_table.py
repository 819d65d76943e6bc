"""A table of the law in a Word document, whatever marks its words bear there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kb.norm.marks import Segments
from kb.write import word
from kb.write.paper import Grid

INNER_SIZE = 9  # points of its type
_INNER_TWIPS = 40  # what a cell's margin takes of its width on one side
_LETTER_CM = 0.19  # of the tables' type
_LONG_WORD, _LONG_TEXT = 14, 60  # characters above which a word, a cell asks for no wider column


def law_table(
    holder: Any, grid: Grid, width_cm: float, put: Callable[[Any, Segments], None]
) -> Any:
    """The table, added to `holder` (a document or a cell); a column is as wide as its words ask.

    `put` writes the words of a cell into its paragraph.
    """
    made = holder.add_table(len(grid.rows), grid.width)
    made.style = "Table Grid"
    made.autofit = False
    margins = word.element("tblCellMar")
    for side in ("left", "right"):
        margins.append(word.element(side, w=str(_INNER_TWIPS), type="dxa"))
    made._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # the schema's order
    widths = [Cm(share) for share in _shares(grid, width_cm)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row, line in zip(grid.rows, made.rows, strict=True):
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
        for cell, words in zip(line.cells, row, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            put(paragraph, words)
    return made


def _shares(grid: Grid, width_cm: float) -> list[float]:
    """The widths of columns: each holds its longest word, the rest goes where the text is long."""
    least, most = [0.0] * grid.width, [0.0] * grid.width
    for row in grid.rows:
        for nth, words in enumerate(row):
            text = "".join(piece for _, piece in words)
            longest = max(map(len, text.split()), default=0)
            least[nth] = max(least[nth], min(longest, _LONG_WORD) + 2)
            most[nth] = max(most[nth], min(len(text), _LONG_TEXT) + 2)
    wanted = least
    if (left := width_cm / _LETTER_CM - sum(least)) > 0:
        beyond = [long - short for long, short in zip(most, least, strict=True)]
        wanted = [
            short + left * more / (sum(beyond) or 1)
            for short, more in zip(least, beyond, strict=True)
        ]
    return [width_cm * share / sum(wanted) for share in wanted]
