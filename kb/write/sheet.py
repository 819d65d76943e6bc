"""A table as CSV: what Excel opens where a comma marks decimals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kb.ground.safe import table_cell


def write(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table with semicolons and a byte order mark; no cell of it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([table_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
