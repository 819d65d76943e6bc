"""Studies and their claims (corpus/studies/*.yaml): what an author says of a norm, word for word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.ground import yaml_file
from kb.ground.saying import Saying, joined, say
from kb.norm.address import Address, parse

KINDS = (
    "contradicts_constitution",
    "departs_from_charter",
    "meets_charter",
    "gap",
    "proposes",
    "reports",
)


@dataclass(frozen=True, slots=True)
class ClaimNorm:
    """A norm that a claim speaks of: the author's citing words, and what is wrong with them."""

    address: Address
    words: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another claim (`study#claim`) or a norm of the corpus that says otherwise, and why."""

    why: str
    claim: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. `words` are the author's own; `gist` is ours, in the three languages (Russian in each where
    the file gives no other); `lines` count from 1 in the file.

    `section` is the heading as printed, or says how the place is found where there is none.
    """

    id: str
    says: str
    gist: Saying
    words: str
    section: str
    lines: tuple[int, int]
    author: str = ""
    paragraph: str = ""
    page: str = ""
    norms: tuple[ClaimNorm, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def where(self) -> Saying:
        """«Раздел …, с. 5»: where the words stand, as a reader of the study finds them."""
        page = say("library.study_page", n=self.page) if self.page else ""
        return joined(", ", filter(None, (self.section, self.paragraph, page)))

    @property
    def place(self) -> Saying:
        """«Раздел …, с. 5, строки 10–12»: where the words stand, with the lines of the file."""
        first, last = map(str, self.lines)
        one = first == last
        lines = (
            say("library.study_line", n=first)
            if one
            else say("library.study_lines", first=first, last=last)
        )
        return joined(", ", (self.where, lines))


@dataclass(frozen=True, slots=True)
class Study:
    """A study: its reference and its claims."""

    id: str
    authors: tuple[str, ...]
    title: str
    citation: str
    year: int | None
    sha256: str
    claims: tuple[Claim, ...]
    remarks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """«Бектибаев С. Қ. 2022»."""
        return f"{', '.join(self.authors)} {self.year or ''}".strip()


def load(path: Path) -> Study:
    """A study from its file; BadYaml with file and line."""
    data, _ = yaml_file.load(path, "study.json")
    return from_data(data)


def from_data(data: Mapping[str, Any]) -> Study:
    """A study from validated data."""
    return Study(
        id=data["id"],
        authors=tuple(data["authors"]),
        title=data["title"],
        citation=data["citation"],
        year=data["year"],
        sha256=data["source"]["sha256"],
        claims=tuple(_claim(c) for c in data["claims"]),
        remarks=tuple(data.get("remarks", ())),
    )


def _section(place: Mapping[str, Any]) -> Saying:
    """The heading under which words stand; without one, how their paragraph begins."""
    if "begins" in place:
        key = "library.study_begins_misplaced" if place.get("misplaced") else "library.study_begins"
        return say(key, words=place["begins"])
    if "section" in place:
        return say("library.study_heading", words=place["section"])
    return say("library.study_undivided")


def _gist(russian: str, others: Mapping[str, str]) -> Saying:
    return Saying(russian, others.get("kk", russian), others.get("en", russian))


def _claim(data: Mapping[str, Any]) -> Claim:
    place = data["place"]
    return Claim(
        id=data["id"],
        says=data["says"],
        gist=_gist(data["gist"], data.get("gists", {})),
        words=data["words"],
        section=_section(place),
        lines=(place["lines"][0], place["lines"][1]),
        author=data.get("author", ""),
        paragraph=place.get("paragraph", ""),
        page=place.get("page", ""),
        norms=tuple(
            ClaimNorm(parse(n["address"]), n.get("words", ""), n.get("remark", ""))
            for n in data["norms"]
        ),
        conflicts=tuple(Conflict(**c) for c in data.get("conflicts", ())),
    )
