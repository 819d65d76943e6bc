"""What a table of the export is. Rows follow from the library alone, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.library import Library

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `columns` with their types (str or int) in order, `key` the primary one, `refers` a
    column to the table whose key it holds, `searched` the columns of its full-text search.

    An address that names no clause held stands in its own column as it is said; the column that
    refers is then empty, so that every foreign key leads somewhere.
    """

    name: str
    columns: Mapping[str, type]
    key: str
    rows: Callable[[Library], Iterator[Row]]
    refers: Mapping[str, str]
    searched: tuple[str, ...] = ()


def held(library: Library, address: str | None) -> str | None:
    """The address in full of the clause that one names; None where no such clause is held."""
    from kb.ground.errors import KbError
    from kb.norm.address import parse

    if not address:
        return None
    try:
        edition, clause = library.clause(parse(address))
    except KbError:
        return None
    return edition.address(clause.steps) if clause.steps in edition.index else None
