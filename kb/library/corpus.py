"""The corpus on disk: corpus/acts.yaml and the edition files, built-in folders before the user's.

corpus/acts.yaml               acts, their known editions, the units held of each
corpus/readings.yaml           doubtful places decided otherwise, with a reason
corpus/<act>/<edition>.md      an edition; `<edition>.<lang>.md` in another language than Russian
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kb.disk import inside
from kb.disk.places import edition_file
from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import LANGUAGES, say
from kb.library.coverage import covered, names_held, present
from kb.norm.act import Act, Clause, Edition, KnownEdition
from kb.norm.address import number_key, parse_steps, steps_text

if TYPE_CHECKING:
    from kb.read.markdown import Parsed

_FILE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})(?:\.({'|'.join(LANGUAGES)}))?\.md", re.ASCII)
# Folders of a corpus that are no acts: case does not tell names apart on every system.
RESERVED: Final = frozenset({"studies"})


class BadCorpus(KbError):
    """A corpus file that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Source:
    """An edition file; `own`: a user's, which is set aside where it does not do."""

    path: Path
    act: str
    date: str
    language: str
    own: bool = False

    @property
    def name(self) -> str:
        return f"{self.act}@{self.date}:{self.language}"


@dataclass(frozen=True, slots=True)
class Aside:
    """What is left out until it is mended or removed: a file, the act or package that it is about
    ("" where that is not known), why; `own`: a user's, whose fault stops nothing else."""

    path: Path
    about: str
    reason: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the folders of a corpus say that can be used, and what of the users' is set aside."""

    acts: dict[str, Act]
    sources: tuple[Source, ...]
    readings: dict[str, dict[str, str]]
    aside: tuple[Aside, ...] = ()
    builtin: Mapping[str, Act] = field(default_factory=dict)

    def without(self, names: Iterable[str]) -> dict[str, Act]:
        """The acts without these editions (act@date:language), which cannot be read."""
        return _without(self.acts, frozenset(names), self.builtin)


def act_name(value: object, where: str, *, given: bool = False) -> str:
    """The value, fit to be an act's id; `given`: by the user and not by a source. Raises BadName."""
    what = say("intake.name_of_act" if given else "intake.name_of_act_in_source")
    do = say("intake.name_do_other" if given else "intake.name_do_as")
    name = inside.checked(value, what, where, do)
    if name.lower() in RESERVED:
        raise inside.BadName(say("intake.name_reserved", where=where, name=name))
    return name


def files(folder: Path, *, own: bool = False) -> list[Source]:
    """The edition files of one folder, in order; an import or a removal may be going on beside."""
    listed = []
    for path in sorted(_texts(folder, own)):
        if match := _FILE.fullmatch(path.name):
            listed.append(Source(path, path.parent.name, match[1], match[2] or "ru", own))
    return listed


def _texts(folder: Path, own: bool) -> Iterator[Path]:
    if not own:
        yield from folder.glob("*/*.md")
        return
    try:
        acts = list(folder.iterdir())
    except OSError:
        return
    for act in acts:
        try:
            yield from list(act.glob("*.md")) if act.is_dir() else ()
        except OSError:  # removed between two looks
            continue


def sources(folders: tuple[Path, ...]) -> list[Source]:
    """The edition files of all folders, in order; BadCorpus when two name the same edition."""
    by_name: dict[str, Source] = {}
    for folder in folders:
        for source in files(folder):
            _add(source, by_name)
    return list(by_name.values())


def _add(source: Source, known: dict[str, Source]) -> None:
    if source.name in known:
        there = str(known[source.name].path)
        raise BadCorpus(
            say("library.edition_twice", path=str(source.path), name=source.name, there=there)
        )
    known[source.name] = source


def load_acts(folders: tuple[Path, ...]) -> dict[str, Act]:
    """The acts of all acts.yaml files, strictly; a later one may add acts, and editions to known
    ones."""
    acts: dict[str, Act] = {}
    for folder in folders:
        path = folder / "acts.yaml"
        if not path.exists():
            continue
        data, lines = yaml_file.load(path, "acts.json")
        own: dict[str, int] = {}
        for nth, entry in enumerate(data["acts"]):
            act = act_of(entry)
            at = f"{path}:{lines[('acts', nth)]}"
            if act.id in own:
                raise BadCorpus(say("library.act_again", at=at, act=act.id, line=own[act.id]))
            own[act.id] = lines["acts", nth]
            for edition in act.editions:
                languages = dict(edition.held)
                if languages and "ru" not in languages:
                    others = ", ".join(languages)
                    said = say("library.no_russian", at=at, date=edition.date, languages=others)
                    raise BadCorpus(said)
            acts[act.id] = with_editions(acts.get(act.id), act, at)
    return acts


def with_editions(known: Act | None, act: Act, at: str) -> Act:
    """An act with the editions of another entry about it beside its own. Raises BadCorpus, which says
    `at` which place, for an edition that is known already."""
    return act if known is None else replace(known, editions=_merged(known, act, at))


def load(folders: tuple[Path, ...]) -> Corpus:
    """The corpus of the folders, no text read yet.

    The first folder is the built-in one, or the one given in its place: it is taken strictly. Those
    behind it are users': an entry or a file that does not do is set aside, the rest is taken. Raises
    BadCorpus or BadYaml for the first folder.
    """
    first = folders[:1]
    builtin = load_acts(first)
    corpus = Corpus(builtin, tuple(sources(first)), load_readings(first), builtin=builtin)
    for folder in folders[1:]:
        corpus = _with_own(corpus, folder)
    return corpus


def _with_own(before: Corpus, folder: Path) -> Corpus:
    """The corpus and what of a user's folder can be taken."""
    aside: list[Aside] = []
    all_ = {s.name: s for s in before.sources}
    mine: dict[str, Source] = {}
    said_already: set[str] = set()
    for source in files(folder, own=True):
        try:
            act_name(source.act, str(source.path), given=True)
            _add(source, all_)
        except KbError as error:
            aside.append(Aside(source.path, source.act, error.said))
            said_already.add(source.name)
        else:
            mine[source.name] = source
    acts, described = dict(before.acts), set[str]()
    for act, at in _own_acts(folder / "acts.yaml", aside):
        named = {f"{act.id}@{e.date}:{t}" for e in act.editions for t, _ in e.held}
        absent = named - mine.keys()
        kept = _without({act.id: act}, absent, {}).get(act.id)
        for name in sorted(absent - said_already):
            aside.append(
                Aside(
                    folder / "acts.yaml",
                    act.id,
                    say("library.no_file", name=name, file=edition_file(name)),
                )
            )
        try:
            if kept is not None:
                acts[act.id] = with_editions(acts.get(act.id), kept, at)
        except KbError as error:
            aside.append(Aside(folder / "acts.yaml", act.id, error.said))
            continue
        described |= named
    for name, source in mine.items():
        if name not in described:
            said = say("library.edition_not_described", path=source.path, name=name)
            aside.append(Aside(source.path, source.act, said))
    readings = dict(before.readings)
    try:
        for name, own in load_readings((folder,)).items():
            readings[name] = {**readings.get(name, {}), **own}
    except KbError as error:
        aside.append(Aside(folder / "readings.yaml", "", error.said))
    taken = tuple(s for n, s in mine.items() if n in described)
    return replace(
        before,
        acts=acts,
        sources=(*before.sources, *taken),
        readings=readings,
        aside=(*before.aside, *aside),
    )


def _own_acts(path: Path, aside: list[Aside]) -> list[tuple[Act, str]]:
    """The acts of a user's acts.yaml with their places; entries that do not do are put `aside`."""
    if not path.exists():
        return []
    try:
        data, lines = yaml_file.load(path)
        entries = data.get("acts") if isinstance(data, dict) else None
        if not isinstance(entries, list):
            yaml_file.validate(data, lines, str(path), "acts.json")
            return []
    except KbError as error:
        aside.append(Aside(path, "", error.said))
        return []
    below: dict[int, dict[yaml_file.Path_, int]] = {}
    for place, line in lines.items():
        if len(place) > 1 and place[0] == "acts" and isinstance(nth := place[1], int):
            below.setdefault(nth, {})[("acts", 0, *place[2:])] = line
    acts = []
    for nth, entry in enumerate(entries):
        try:
            act = checked_entry(entry, below.get(nth, {}), str(path))
        except KbError as error:
            name = str(entry.get("id") or "") if isinstance(entry, dict) else ""
            aside.append(Aside(path, name, error.said))
        else:
            acts.append((act, f"{path}:{lines[('acts', nth)]}"))
    return acts


def checked_entry(entry: object, lines: dict[yaml_file.Path_, int], name: str) -> Act:
    """The act that one entry of acts.yaml describes; `lines` by path below («acts», 0). Raises
    BadYaml, BadName or BadAddress."""
    yaml_file.validate({"acts": [entry]}, lines, name, "acts.json")
    assert isinstance(entry, dict)
    act_name(entry["id"], f"{name}:{lines.get(('acts', 0), 1)}", given=True)
    return act_of(entry)


def _without(
    acts: Mapping[str, Act], names: Iterable[str], builtin: Mapping[str, Act]
) -> dict[str, Act]:
    """The acts without the held editions of these names; what is left without any text goes, unless
    it is built in."""
    gone = frozenset(names)
    if not gone:
        return dict(acts)
    kept = {}
    for act in acts.values():
        fixed = builtin.get(act.id)
        editions = []
        for known in act.editions:
            held = tuple(h for h in known.held if f"{act.id}@{known.date}:{h[0]}" not in gone)
            if held or not known.held or (fixed and fixed.edition(known.date)):
                editions.append(replace(known, held=held))
        if tuple(editions) == act.editions:
            kept[act.id] = act
        elif fixed or any(e.held for e in editions):
            kept[act.id] = replace(act, editions=tuple(editions))
    return kept


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


def act_of(entry: dict[str, Any]) -> Act:
    """The act that a valid entry of acts.yaml describes. Raises BadAddress for a unit that is none."""
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
            text_since=e.get("text_since", ""),
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

    Raises as `edition_of`, and BadYaml for a file that cannot be read.
    """
    from kb.read import markdown

    text = yaml_file.read_text(source.path, markdown.MAX_CHARACTERS)
    return edition_of(text, source, acts, readings)


def edition_of(
    text: str, source: Source, acts: Mapping[str, Act], readings: Mapping[str, dict[str, str]]
) -> Edition:
    """As `read_edition`, from the text of the file: what the library takes, an import may write.

    Raises BadCorpus for an edition that acts.yaml does not name, for front matter that contradicts
    the file name, for a repeated address and for a held unit that the text does not have.
    """
    from kb.read import markdown

    act = acts.get(source.act)
    known = act.edition(source.date) if act else None
    if act is None or known is None or source.language not in dict(known.held):
        raise BadCorpus(say("library.edition_not_described", path=source.path, name=source.name))
    parsed = markdown.parse(
        text, str(source.path), act=source.act, readings=readings.get(source.name)
    )
    _check_head(parsed, source)
    edition = parsed.edition
    held = known.units(source.language)
    edition = replace(
        edition,
        title=edition.title or act.title,
        held=held,
        divisions=tuple(d for d in act.divisions if d[0] in held),
    )
    _check_addresses(edition, source.path, text)
    return edition


def _check_head(parsed: Parsed, source: Source) -> None:
    """Raises BadCorpus for words without a place, and a head that contradicts the file's name."""
    edition = parsed.edition
    try:
        json.dumps(edition.front, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadCorpus(say("library.edition_not_encoded", path=str(source.path))) from error
    if parsed.unplaced_characters:
        raise BadCorpus(say("library.unplaced", path=source.path, count=parsed.unplaced_characters))
    for what, there, want in (
        ("edition", edition.date, source.date),
        ("language", edition.language, source.language),
    ):
        if there != want:
            raise BadCorpus(
                say("library.head_otherwise", path=source.path, what=what, said=there, want=want)
            )


def _check_addresses(edition: Edition, path: Path, text: str) -> None:
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
        if not present(edition, unit):
            raise BadCorpus(say("library.unit_not_in_text", path=path, unit=str(unit)))
    articles = {c.steps[-1].number: c for c in edition.walk() if c.kind == "article"}
    for clause in articles.values():
        if not names_held(edition, clause):
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
    lines = text.split("\n")
    here = next((n for n, line in enumerate(lines, 1) if line.startswith("coverage:")), 1)
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
