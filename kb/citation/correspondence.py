"""Articles that answer one another in two acts: corpus/correspondence.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.ground import yaml_file
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Step, Steps


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Which article of a later act answers an article of an earlier one."""

    earlier: str
    later: str
    articles: dict[str, str]
    same_points: bool = True

    def other(self, act: str, article: str) -> tuple[str, str] | None:
        """The other act and its article, for an article of either; None if it has no pair."""
        if act == self.earlier and article in self.articles:
            return self.later, self.articles[article]
        if act == self.later:
            for earlier, later in self.articles.items():
                if later == article:
                    return self.earlier, earlier
        return None


def load(folders: Iterable[Path]) -> list[Correspondence]:
    """The correspondences of all folders; BadYaml with file and line for a bad file."""
    pairs = []
    for folder in folders:
        path = folder / "correspondence.yaml"
        if path.exists():
            data, _ = yaml_file.load(path, "correspondence.json")
            pairs += [
                Correspondence(
                    e["earlier"], e["later"], e["articles"], e.get("points", "same") == "same"
                )
                for e in data["correspondence"]
            ]
    return pairs


def counterpart(library: Library, edition: Edition, steps: Steps) -> str | None:
    """The address in the other act that answers a clause, in its newest edition held.

    A unit that the other article lacks, or numbers otherwise, is answered by the article. None where no article answers, or its text is not held.
    """
    if not steps:
        return None
    for each in load(library.places.corpora):
        other = each.other(edition.act, steps[0].number)
        if other:
            act, article = other
            there = library.edition(act)
            owner = (Step("art", article),)
            unit = there.find((*owner, *steps[1:])) if each.same_points else None
            clause = unit or there.find(owner)
            return there.address(clause.steps) if clause else None
    return None
