"""The columns of the comparative table: data, since the official form may change (columns.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.disk.places import home, user_folder
from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say

BUILTIN = Path(__file__).with_name("columns.yaml")
BAND_CM = 25.7  # A4 landscape less margins of 2 cm


class BadColumns(KbError):
    """A file of columns that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it shows, its title by language, its width in centimetres."""

    field: str
    title: Mapping[str, str]
    width_cm: float


def columns() -> tuple[Column, ...]:
    """The columns in use: the user's own file in the data folder, else the one that all on a team's
    server share, else the built-in ones.

    Raises BadYaml or BadColumns.
    """
    own = (folder / "columns.yaml" for folder in (user_folder(), home()))
    return load(next((path for path in own if path.exists()), BUILTIN))


def load(path: Path) -> tuple[Column, ...]:
    """The columns of a file. Raises BadYaml or BadColumns with file and line."""
    data, lines = yaml_file.load(path, "columns.json")
    listed: list[Column] = []
    for nth, entry in enumerate(data["columns"]):
        at = f"{path}:{lines[('columns', nth)]}"
        if any(c.field == entry["field"] for c in listed):
            raise BadColumns(say("write.column_again", at=at, column=entry["field"]))
        width = float(str(entry["width_cm"]).replace(",", "."))
        listed.append(Column(entry["field"], entry["title"], width))
        total = sum(c.width_cm for c in listed)
        if total > BAND_CM + 0.01:
            said = say("write.columns_width", total=_cm(total), sheet=_cm(BAND_CM))
            raise BadColumns(say("write.columns_too_wide", at=at, said=said))
    return tuple(listed)


def _cm(width: float) -> str:
    return f"{width:.1f}".replace(".", ",")
