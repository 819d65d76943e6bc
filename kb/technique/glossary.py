"""glossary.yaml: names that the law has changed, vague words, shortenings — each with its ground.

What an entry rests on is looked up in the library when the file is read: a clause or a claim that
is held and does not have the words makes the file unusable; one that is not held makes its entry
silent, since nothing is known of it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import joined, say
from kb.library import Library
from kb.library.study import Study
from kb.norm.address import Address, parse
from kb.technique.finding import BadRules, Evidence

GLOSSARY = Path(__file__).with_name("glossary.yaml")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name that a later edition gives up for another; `act` limits it to one act.

    `since` is the date of the held edition that has the new name; `proof` quotes both clauses.
    """

    old: str
    new: str
    since: str
    changed: str
    act: str
    proof: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Vague:
    """Words that a study advises against; `study` names it, `claim` quotes it."""

    words: str
    study: str
    claim: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries that the library bears out. `shortenings` and `bodies` are pairs: the short form
    or name, and what it lacks."""

    renamed: tuple[Renamed, ...]
    vague: tuple[Vague, ...]
    same: tuple[tuple[str, ...], ...]
    epithets: tuple[str, ...]
    shortenings: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]


def load(library: Library, path: Path = GLOSSARY) -> Glossary:
    """The glossary as a library bears it out. Raises BadRules or BadYaml with file and line."""
    data, lines = _entries(path)

    def at(*place: str | int) -> str:
        return f"{path}:{lines[place]}"

    renamed = (_renamed(e, library, at("renamed", n)) for n, e in enumerate(data["renamed"]))
    studies = {s.id: s for s in library.studies()}
    vague = (_vague(e, studies, at("vague", n)) for n, e in enumerate(data["vague"]))
    return Glossary(
        renamed=tuple(r for r in renamed if r),
        vague=tuple(v for v in vague if v),
        same=tuple(map(tuple, data["same"])),
        epithets=tuple(data["epithets"]),
        shortenings=tuple((e["short"], e["full"]) for e in data["shortenings"]),
        bodies=tuple((e["name"], e["rest"]) for e in data["bodies"]),
    )


@cache
def _entries(path: Path) -> tuple[Any, dict[yaml_file.Path_, int]]:
    """The file as it stands: read once, for six checks of every draft ask for it."""
    return yaml_file.load(path, "glossary.json")


def _renamed(entry: Mapping[str, Any], library: Library, at: str) -> Renamed | None:
    proof = [_proved(entry[key], library, at) for key in ("was", "became")]
    became = _address(entry["became"], at)
    if None in proof:
        return None
    return Renamed(
        entry["old"],
        entry["new"],
        became.edition or "",
        became.act,
        entry.get("act", ""),
        tuple(e for e in proof if e),
    )


def _address(entry: Mapping[str, str], at: str) -> Address:
    try:
        return parse(entry["address"])
    except KbError as error:
        raise BadRules(joined(": ", (at, error.said))) from error


def _proved(entry: Mapping[str, str], library: Library, at: str) -> Evidence | None:
    address = _address(entry, at)
    try:
        edition, clause = library.clause(address)
    except KbError:
        return None
    if entry["words"] not in clause.own_text:
        raise BadRules(
            say("technique.norm_lacks_words", at=at, norm=entry["address"], words=entry["words"])
        )
    return Evidence(edition.address(clause.steps), clause.own_text)


def _vague(entry: Mapping[str, str], studies: Mapping[str, Study], at: str) -> Vague | None:
    name, claim = entry["claim"].split("#")
    study = studies.get(name)
    if study is None:
        return None
    named = next((c for c in study.claims if c.id == claim), None)
    if named is None or entry["words"] not in named.words:
        raise BadRules(
            say("technique.claim_lacks_words", at=at, claim=entry["claim"], words=entry["words"])
        )
    return Vague(entry["words"], study.name, named.words)
