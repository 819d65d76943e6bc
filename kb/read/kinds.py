"""The kinds of source that are read, with the endings of their files: one list for the readers, the
import of a folder, the page Импорт and `kb parse --format`. It imports nothing, so a command may ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

Format = Literal["md", "adilet", "zan", "docx", "akn", "office"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
# Which kind a file is its first bytes tell (kb.read.formats); its ending, only that it may be one.
ENDINGS: Final[Mapping[str, Format]] = {
    ".md": "md",
    ".html": "adilet",
    ".htm": "adilet",
    ".json": "zan",
    ".docx": "docx",
    ".docm": "docx",
    ".xml": "akn",
    ".akn": "akn",
    ".rtf": "office",
    ".odt": "office",
    ".doc": "office",
}
