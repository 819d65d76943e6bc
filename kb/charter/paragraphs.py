"""The duties that verdicts speak of: the Charter's paragraphs, the Protocol's, the Constitution's.

Part I of the Charter (articles 2–11) has thirty paragraphs; article 12 names fourteen of them as the
core. Their duties stand in plain words of our own in paragraphs.yaml, the treaty's words in the corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import Saying, say

HERE = Path(__file__).resolve().parent
Part = Literal["charter", "protocol", "constitution"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A duty in plain words, its clauses in the corpus; `part` is of PARTS, `core` by article 12."""

    id: str
    part: Part
    duty: Saying
    clauses: tuple[str, ...]
    core: bool = False


def load(path: Path = HERE / "paragraphs.yaml") -> tuple[Paragraph, ...]:
    """The duties in their order; BadYaml or KbError with file and line."""
    data, lines = yaml_file.load(path, "charter_paragraphs.json")
    paragraphs: dict[str, Paragraph] = {}
    for part in PARTS:
        for nth, entry in enumerate(data[part]):
            if entry["id"] in paragraphs:
                at = lines[(part, nth, "id")]
                raise KbError(
                    say("charter.rules_paragraph_again", path=path, at=at, paragraph=entry["id"])
                )
            paragraphs[entry["id"]] = Paragraph(
                entry["id"],
                part,
                Saying(**entry["duty"]),
                tuple(entry["clauses"]),
                bool(entry.get("core", False)),
            )
    return tuple(paragraphs.values())
