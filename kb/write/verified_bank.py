"""The answer of `kb verify` on a whole clone: a row for each pair of editions, as CSV, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from kb.amendment.verify_bank import Held
from kb.ground.errors import KbError
from kb.ground.saying import in_language, say
from kb.norm.address import unit_words
from kb.write import sheet

ENDINGS: Final = (".csv", ".md", ".json")
COLUMNS: Final = (
    *("act", "lang", "from", "to", "by_law", "not_ordered", "not_done", "undecided", "open"),
    *("laws", "missing", "where", "said"),
)


def row(held: Held) -> dict[str, Any]:
    """A pair as data: how many differences of each kind, and the units where the bank departs."""
    a = held.answer
    departures = (*a.not_ordered, *a.not_done, *a.undecided) if a else ()
    return {
        "folder": held.act,
        "language": held.language,
        "before": held.before,
        "after": held.after,
        "by_law": len(a.by_law) if a else None,
        "not_ordered": len(a.not_ordered) if a else None,
        "not_done": len(a.not_done) if a else None,
        "undecided": len(a.undecided) if a else None,
        "open": len(a.open) if a else None,
        "laws": list(held.laws),
        "missing": list(held.missing),
        "departures": [
            {"unit": str(unit_words(d.steps)), "ordered": d.ordered, "bank": d.bank}
            for d in departures
        ],
        "reason": str(held.reason),
    }


def written(rows: Sequence[Held], language: str, name: str) -> str:
    """The table as the file that its name's ending asks for (ENDINGS). Raises KbError for another."""
    head = [in_language(say(f"write.bank_{key}"), language) for key in COLUMNS]
    match PurePath(name).suffix.lower():
        case ".csv":
            return sheet.write(head, [_cells(each, language) for each in rows])
        case ".json":
            return json.dumps([row(each) for each in rows], ensure_ascii=False, indent=1) + "\n"
        case ".md":
            lines = [_line(head), _line(["---"] * len(head))]
            return "\n".join((*lines, *(_line(_cells(each, language)) for each in rows))) + "\n"
    raise KbError(say("write.ending_unknown", name=name, known=", ".join(ENDINGS)))


def _cells(held: Held, language: str) -> list[str]:
    data, a = row(held), held.answer
    counts = [
        "" if data[key] is None else str(data[key])
        for key in ("by_law", "not_ordered", "not_done", "undecided", "open")
    ]
    departures = (*a.not_ordered, *a.not_done, *a.undecided) if a else ()
    where = "; ".join(in_language(unit_words(d.steps), language) for d in departures)
    said = in_language(held.reason, language)
    if a is None and not said:
        said = in_language(say("write.bank_no_law"), language)
    pair = [held.act, held.language, held.before, held.after]
    return [*pair, *counts, "; ".join(held.laws), "; ".join(held.missing), where, said]


def _line(cells: Sequence[str]) -> str:
    from kb.ground.safe import markdown_cell

    return f"| {' | '.join(map(markdown_cell, cells))} |"
