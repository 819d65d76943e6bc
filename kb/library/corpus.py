"""The corpus on disk: corpus/acts.yaml and the edition files, built-in folders before the user's.

corpus/acts.yaml               acts, their known editions, the units held of each
corpus/readings.yaml           doubtful places decided otherwise, with a reason
corpus/<act>/<edition>.md      an edition; `<edition>.<lang>.md` in another language than Russian
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Act, Clause, Edition, KnownEdition
from kb.norm.address import Step, number_key, parse_steps, steps_text

_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.([a-z]{2}))?\.md$")


class BadCorpus(KbError):
    """A corpus file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Source:
    """An edition file."""

    path: Path
    act: str
    date: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.act}@{self.date}:{self.language}"


def sources(folders: tuple[Path, ...]) -> list[Source]:
    """The edition files of all folders, in order; BadCorpus when two name the same edition."""
    found: dict[str, Source] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.md")):
            match = _FILE.fullmatch(path.name)
            if not match:
                continue
            source = Source(path, path.parent.name, match[1], match[2] or "ru")
            if source.name in found:
                raise BadCorpus(
                    say(
                        "library.edition_again",
                        path=path,
                        name=source.name,
                        other=found[source.name].path,
                    )
                )
            found[source.name] = source
    return list(found.values())


def load_acts(folders: tuple[Path, ...]) -> dict[str, Act]:
    """The acts of all acts.yaml files; a user's file may add acts, and editions to known ones."""
    acts: dict[str, Act] = {}
    for folder in folders:
        path = folder / "acts.yaml"
        if not path.exists():
            continue
        data, lines = yaml_file.load(path, "acts.json")
        own: dict[str, int] = {}
        for nth, entry in enumerate(data["acts"]):
            act = _act(entry)
            at = f"{path}:{lines[('acts', nth)]}"
            if act.id in own:
                raise BadCorpus(say("library.act_again", at=at, act=act.id, line=own[act.id]))
            own[act.id] = lines["acts", nth]
            known = acts.get(act.id)
            if known is None:
                acts[act.id] = act
                continue
            acts[act.id] = replace(known, editions=_merged(known, act, at))
    return acts


def _merged(known: Act, added: Act, at: str) -> tuple[KnownEdition, ...]:
    """The editions of both, by date; a text held in one may not be held again in the other."""
    editions = {e.date: e for e in known.editions}
    for new in added.editions:
        old = editions.get(new.date)
        twice = dict(old.held).keys() & dict(new.held).keys() if old else set()
        if old is not None and (twice or not new.held):
            raise BadCorpus(
                say("library.edition_described_again", at=at, act=known.id, date=new.date)
            )
        editions[new.date] = replace(old, held=(*old.held, *new.held)) if old else new
    return tuple(sorted(editions.values(), key=lambda e: e.date))


def _act(entry: dict[str, Any]) -> Act:
    plain = {k: v for k, v in entry.items() if k not in ("divisions", "editions")}
    divisions = tuple(
        (parse_steps(name)[0], low, high)
        for name, (low, high) in entry.get("divisions", {}).items()
    )
    editions = tuple(
        KnownEdition(
            date=e["date"],
            cause=e.get("cause", ""),
            takes_effect=e.get("takes_effect", ""),
            held=tuple(
                (language, tuple(parse_steps(u)[0] for u in units))
                for language, units in e.get("held", {}).items()
            ),
        )
        for e in sorted(entry["editions"], key=lambda e: str(e["date"]))
    )
    return Act(**plain, divisions=divisions, editions=editions)


def load_readings(folders: tuple[Path, ...]) -> dict[str, dict[str, str]]:
    """Edition name (`act@date[:lang]`) → {address of the doubtful place: what is decided}."""
    readings: dict[str, dict[str, str]] = {}
    for folder in folders:
        path = folder / "readings.yaml"
        if path.exists():
            data, _ = yaml_file.load(path, "readings.json")
            for entry in data["readings"]:
                name = entry["edition"] if ":" in entry["edition"] else f"{entry['edition']}:ru"
                decided = entry.get("belongs_to") or entry["begins"]
                readings.setdefault(name, {})[entry["address"]] = decided
    return readings


def read_edition(
    source: Source, acts: dict[str, Act], readings: dict[str, dict[str, str]]
) -> Edition:
    """An edition from its file, checked against acts.yaml.

    Raises BadCorpus for an edition that acts.yaml does not name, for front matter that contradicts
    the file name, for a repeated address and for a held unit that the text does not have.
    """
    from kb.read import markdown

    act = acts.get(source.act)
    known = act.edition(source.date) if act else None
    if act is None or known is None or source.language not in dict(known.held):
        raise BadCorpus(say("library.edition_not_described", path=source.path, name=source.name))
    text = yaml_file.read_text(source.path, markdown.MAX_CHARACTERS)
    parsed = markdown.parse(
        text, str(source.path), act=source.act, readings=readings.get(source.name)
    )
    edition = parsed.edition
    if parsed.unplaced_characters:
        raise BadCorpus(say("library.unplaced", path=source.path, count=parsed.unplaced_characters))
    for what, said, want in (
        ("edition", edition.date, source.date),
        ("language", edition.language, source.language),
    ):
        if said != want:
            raise BadCorpus(
                say("library.head_otherwise", path=source.path, what=what, said=said, want=want)
            )
    held = known.units(source.language)
    edition = replace(
        edition,
        title=edition.title or act.title,
        held=held,
        divisions=tuple(d for d in act.divisions if d[0] in held),
    )
    _check_addresses(edition, source.path)
    return edition


def _check_addresses(edition: Edition, path: Path) -> None:
    seen = set()
    for clause in edition.walk():
        if clause.steps in seen:
            raise BadCorpus(
                say(
                    "library.address_again",
                    path=path,
                    at=f":{_line(clause)}",
                    address=steps_text(clause.steps),
                )
            )
        seen.add(clause.steps)
    for unit in edition.held:
        if not _present(edition, unit):
            raise BadCorpus(say("library.unit_not_in_text", path=path, unit=str(unit)))
    articles = {c.steps[-1].number: c for c in edition.walk() if c.kind == "article"}
    for clause in articles.values():
        if not _named_held(edition, clause):
            raise BadCorpus(
                say(
                    "library.article_not_in_held",
                    path=path,
                    line=_line(clause),
                    article=clause.number,
                )
            )
    said = covered(edition.front.get("coverage"))
    if said is None:
        return
    text = path.read_text("utf-8").split("\n")
    here = next((n for n, line in enumerate(text, 1) if line.startswith("coverage:")), 1)
    if lacking := sorted(said.named - articles.keys(), key=number_key):
        raise BadCorpus(
            say("library.coverage_lacks", path=path, line=here, articles=", ".join(lacking))
        )
    for number, clause in articles.items():
        if not said.covers(number):
            raise BadCorpus(
                say(
                    "library.article_not_covered",
                    path=path,
                    line=_line(clause),
                    article=number,
                    coverage=here,
                )
            )


def _line(clause: Clause) -> int:
    lines = [*clause.heading_lines, *((clause.text_line,) if clause.text_line else ())]
    return lines[0].number if lines else 1


def _named_held(edition: Edition, article: Clause) -> bool:
    """Whether an article stands among the units held, or in a division held whole."""
    if not edition.held or article.steps[-1] in edition.held:
        return True
    return any(
        article in division.walk()
        for division in edition.root.walk()
        if division.steps and division.steps[-1] in edition.held
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """The articles that a file says it has: those named, and the first and last of each range."""

    named: frozenset[str]
    ranges: tuple[tuple[str, str], ...] = ()

    def covers(self, number: str) -> bool:
        key = number_key(number)
        return number in self.named or any(
            number_key(low) <= key <= number_key(high) for low, high in self.ranges
        )


_LISTED = re.compile(
    r"\s*(?:,|\(|\)|with|and|to|и|с|по|–|(?P<n>\d+(?:-\d+)*)(?![\w-]))", re.IGNORECASE
)


def covered(said: object) -> Coverage | None:
    """The field `coverage` of a file: a list of articles, or words («Articles 101 to 104, 109-1»);
    None where it names no article."""
    if isinstance(said, list):
        names = [str(each) for each in said]
        return Coverage(frozenset(n for n in names if re.fullmatch(r"\d+(?:-\d+)*", n)))
    if not isinstance(said, str):
        return None
    named: list[str] = []
    ranges: list[tuple[str, str]] = []
    for begun in re.finditer(r"\barticles?\b|(?<!\w)стать[яи]", said, re.IGNORECASE):
        at, ranging = begun.end(), False
        while found := _LISTED.match(said, at):
            at = found.end()
            word = found[0].strip().lower()
            if found["n"]:
                if ranging and named:
                    ranges.append((named[-1], found["n"]))
                named.append(found["n"])
            ranging = word in ("to", "по", "–")
    return Coverage(frozenset(named), tuple(ranges)) if named else None


def _present(edition: Edition, unit: Step) -> bool:
    return any(steps and steps[-1] == unit for steps in edition.index)
