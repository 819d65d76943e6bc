"""What a claim is about: themes by the beginnings of the words of its gist, and by its norms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kb.ground import yaml_file
from kb.norm.address import Address, Steps, parse

FILE: Final = Path(__file__).with_name("themes.yaml")
OTHER: Final = "other"  # of what falls under no theme


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: the pattern of its words, the units (act, steps) whose norms belong to it."""

    words: re.Pattern[str]
    norms: tuple[tuple[str, Steps], ...]

    def holds(self, gist: str, norms: Iterable[Address]) -> bool:
        if self.words.search(gist.lower()):
            return True
        return any(
            norm.act == act and norm.steps[: len(steps)] == steps
            for norm in norms
            for act, steps in self.norms
        )


@cache
def themes(path: Path = FILE) -> Mapping[str, Theme]:
    """The themes by name. Raises BadYaml with file and line."""
    data, _ = yaml_file.load(path, "themes.json")
    return {name: _theme(entry["words"], entry["norms"]) for name, entry in data.items()}


def of(gist: str, norms: Iterable[Address]) -> tuple[str, ...]:
    """The themes of a claim; `other` where it falls under none."""
    listed = tuple(norms)
    named = tuple(name for name, theme in themes().items() if theme.holds(gist, listed))
    return named or (OTHER,)


def _theme(words: list[str], norms: list[str]) -> Theme:
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(w)}" for w in words) or r"(?!)")
    return Theme(pattern, tuple((a.act, a.steps) for a in map(parse, norms)))
