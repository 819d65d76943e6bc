"""Acts from outside into the user's corpus: read, checked, written as Markdown, or refused.

A source gives one edition or many; each is taken whole or refused with its reason, and what is
refused leaves what was there before. Built-in editions are never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from kb.disk import inside, shelf
from kb.disk.places import edition_file
from kb.ground import regular, yaml_file
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import say
from kb.intake import claims, naming
from kb.intake.entries import Ready, coverage_of, entered
from kb.intake.fetch import Missing
from kb.library import corpus
from kb.library.corpus import Source
from kb.library.coverage import present
from kb.norm import dates
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import parse_steps
from kb.read import markdown, requisites
from kb.read.markdown import Parsed
from kb.words.days import bank_date

_IDS: Final = ("act_id", "zan_id")
# Fields that the file's place or the entry in acts.yaml is made of.
_WORDS: Final = (*_IDS, "edition", "language", "title", "number", "adopted", "requisites", "cause")
_AMENDED = re.compile(r"(\d\d\.\d\d\.\d{4}|\d{4}\.\d\d\.\d\d)\s*(?:г\.\s*)?(?:№|N)\s*\d")
_KEPT: Final = (
    *("act_id", "zan_id", "title", "number", "adopted", "edition", "edition_from", "language"),
    *("requisites", "status", "cause", "source_url", "source_path", "source_commit", "coverage"),
    *("notes", "imported_from", "contents", "signature", "page_headers", "cover"),
)


class Refused(KbError):
    """An edition that may not enter the corpus; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An edition that a source gave; `name` is what messages call it, `origin` where it came from,
    `own_word`: only its own head says which act it is of."""

    parsed: Parsed
    name: str
    origin: str
    own_word: bool = False


State = Literal["added", "updated", "unchanged", "refused", "absent"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an edition: `added`, `updated`, `unchanged`; with its reason
    `refused`, or `absent`: the bank has no such text (a law without its Kazakh page)."""

    act: str
    edition: str
    language: str
    state: State
    doubts: int = 0
    remarks: tuple[str, ...] = ()
    reason: str = ""


Give = Callable[[], Incoming]


def _untold(_name: str) -> None:
    return None


def take(
    gives: Iterable[Give],
    folder: Path,
    builtin: tuple[Path, ...],
    *,
    as_: str = "",
    title: str = "",
    date: str = "",
    progress: Callable[[str], None] = _untold,
) -> list[Imported]:
    """Brings editions into the user's corpus `folder`.

    `builtin` are the corpora that stand before it, `as_` the act's id, `title` its title in the place of the
    source's, `date` the edition's date where a source does not say it, `progress` is told each edition
    that passed. Each edition is refused on its own. Raises KbError when the
    folder cannot be written; then nothing has changed.
    """
    if as_:
        corpus.act_name(as_, "--as", given=True)
    if date and not bank_date(date):
        raise Refused(say("intake.bad_date", date=inside.shown(date)))
    done: list[Imported | Ready] = []
    shelf.settle(folder)
    before = corpus.load(builtin)
    ids = _ids([*corpus.files(folder, own=True), *before.sources])
    one: dict[str, str] = {}
    for give in gives:
        try:
            ready = _checked(_titled(give(), title), ids, as_, bank_date(date), before)
            if as_:
                _same_act(ready, one)
        except Missing as error:
            done.append(Imported(as_, "", "", "absent", reason=error.said))
            continue
        except KbError as error:
            done.append(Imported(as_, "", "", "refused", reason=error.said))
            continue
        progress(ready.source.name)
        done.append(ready)
        known_by = {str(ready.front.get(key) or "") for key in _IDS}
        ids |= {value: ready.source.act for value in known_by if value}
    if not any(isinstance(each, Ready) for each in done):
        return [each for each in done if isinstance(each, Imported)]
    # What takes long is done; only the writing needs the folder for itself.
    with shelf.locked(folder):
        return _put(done, folder, before.acts)


def _titled(incoming: Incoming, title: str) -> Incoming:
    """The edition under another title; under its own where none is given."""
    if not title:
        return incoming
    edition = incoming.parsed.edition
    named = replace(edition, front={**edition.front, "title": title})
    return replace(incoming, parsed=replace(incoming.parsed, edition=named))


def _same_act(ready: Ready, one: dict[str, str]) -> None:
    """Raises Refused where a source gives different acts, and --as would make them one."""
    for key in _IDS:
        mine = str(ready.front.get(key) or "")
        if mine and one.setdefault(key, mine) != mine:
            raise Refused(
                say("intake.several_acts", name=ready.source.name, one=one[key], other=mine)
            )


def _put(done: list[Imported | Ready], folder: Path, known: dict[str, Act]) -> list[Imported]:
    """Writes what is ready, all in one change; a later edition of the same name wins. An edition is
    refused where the user's own entry of its act does not do."""
    done = [_beside(each, folder) for each in done]
    ready = {r.source.name: r for r in done if isinstance(r, Ready)}
    states = {name: _state(folder, r) for name, r in ready.items()}
    stood = shelf.acts(folder)
    entries = entered(stood, known, ready.values())
    # A text that stands as it was may still lack its entry, or have one that does not do.
    if set(states.values()) - {"unchanged"} or entries != stood:
        files = {edition_file(r.source.name): r.text for r in ready.values()}
        shelf.apply(folder, shelf.Rewriting(files, entries))
    result = []
    for each in done:
        if isinstance(each, Ready):
            place, state = each.source, states[each.source.name]
            each = Imported(place.act, place.date, place.language, state, each.doubts, each.remarks)
        result.append(each)
    return result


def _beside(each: Imported | Ready, folder: Path) -> Imported | Ready:
    """An edition, refused where its place leads elsewhere or the entry of its act cannot be read."""
    if isinstance(each, Imported):
        return each
    try:
        inside.inside(folder, *edition_file(each.source.name).split("/"))
        for entry in shelf.acts(folder):
            if entry.get("id") == each.source.act:
                _entry_does(entry, folder)
    except KbError as error:
        return Imported(each.source.act, "", "", "refused", reason=error.said)
    return each


def _entry_does(entry: dict[str, Any], folder: Path) -> None:
    """Raises Refused for an entry of the user's acts.yaml that the library would set aside."""
    try:
        corpus.checked_entry(entry, {}, str(folder / "acts.yaml"))
    except KbError as error:
        act = inside.shown(entry.get("id"))
        raise Refused(say("intake.act_entry_bad", act=act, why=error.said)) from error


def correct(
    act: str,
    folder: Path,
    builtin: tuple[Path, ...],
    *,
    as_: str = "",
    title: str = "",
    date: str = "",
) -> list[Imported]:
    """Gives an imported act another id, title, or (of a single edition) date; what would not do is refused
    and leaves all as it was. Raises BadName for an id that is none, NotFound for an act that is not
    imported."""
    wanted = corpus.act_name(as_ or act, "--as", given=True)
    if date and not bank_date(date):
        raise Refused(say("intake.bad_date", date=inside.shown(date)))
    with shelf.locked(folder):
        mine = [s for s in corpus.files(folder, own=True) if s.act == act]
        if not mine:
            why, name = say("intake.act_not_imported"), inside.shown(act)
            raise NotFound(say("intake.act_not_removed", act=name, why=why, there=""))
        before = corpus.load(builtin)
        entries = [e for e in shelf.acts(folder) if e.get("id") != act]
        if wanted != act and wanted in {*before.acts, *(str(e.get("id")) for e in entries)}:
            raise Refused(say("intake.act_name_taken", name=wanted))
        day = bank_date(date) if len(mine) == 1 else ""
        ready = [_corrected(source, wanted, title, day, before) for source in mine]
        files = {edition_file(r.source.name): r.text for r in ready}
        moved = tuple(edition_file(s.name) for s in mine if edition_file(s.name) not in files)
        gone = moved if wanted == act else ()
        removed = (act,) if wanted != act else ()
        made = entered(entries, before.acts, ready)
        shelf.apply(folder, shelf.Rewriting(files, made, removed=removed, gone=gone))
    return [
        Imported(r.source.act, r.source.date, r.source.language, "updated", r.doubts) for r in ready
    ]


def _corrected(source: Source, act: str, title: str, day: str, before: corpus.Corpus) -> Ready:
    """An edition of the user's corpus under another id, title or date."""
    parsed = markdown.parse(
        yaml_file.read_text(source.path, markdown.MAX_CHARACTERS), str(source.path)
    )
    front = {k: v for k, v in parsed.edition.front.items() if k != "act_id"}
    front |= {"edition": day or source.date, "language": source.language}
    if title:
        front["title"] = title
    if day:
        front["edition_from"] = str(say("intake.date_given"))
    origin = str(front.get("imported_from") or "")
    edition = replace(parsed.edition, front=front)
    incoming = Incoming(replace(parsed, edition=edition), source.name, origin)
    return _checked(incoming, {}, act, "", before)


def remove(act: str, folder: Path, builtin: tuple[Path, ...]) -> int:
    """Takes an imported act away, with all its editions and whatever else lies in its folder, also one
    that is set aside; the number of its editions. Raises NotFound, or BadName for what names no act."""
    if folder.is_dir():
        with shelf.locked(folder):
            entries = shelf.acts(folder)
            named = [e for e in entries if str(e.get("id")) == act]
            # Found among what is there: no path is made of the user's words.
            there = act in _folders(folder, empty=bool(named))
            if named or there:
                mine = [s for s in corpus.files(folder, own=True) if s.act == act]
                rest = [e for e in entries if e not in named]
                removed = (act,) if there else ()
                shelf.apply(folder, shelf.Rewriting({}, rest, removed=removed))
                return len(mine)
    corpus.act_name(act, "--remove", given=True)
    mine_ids = sorted({str(e.get("id")) for e in shelf.acts(folder)})
    builtin_too = act in corpus.load(builtin).acts
    why = say("intake.act_built_in") if builtin_too else say("intake.act_not_imported")
    names = ", ".join(inside.shown(name) for name in mine_ids) or say("intake.none_imported")
    raise NotFound(say("intake.act_not_removed", act=inside.shown(act), why=why, there=names))


def _folders(folder: Path, *, empty: bool = False) -> set[str]:
    """The names of the folders of acts, also of those whose files the library does not take; `empty`:
    and of those without any."""
    try:
        there = [p for p in folder.iterdir() if p.is_dir() and (empty or any(p.glob("*.md")))]
    except OSError:
        return set()
    return {p.name for p in there if p.name.lower() not in corpus.RESERVED}


def listed(folder: Path) -> list[dict[str, Any]]:
    """The imported acts: id, title, and each edition with where it came from; those set aside too."""
    try:
        shelf.settle(folder)
        entries = shelf.acts(folder)
    except KbError:  # said where the library is opened
        entries = []
    titles = {str(e.get("id")): str(e.get("title") or "") for e in entries}
    held: dict[str, list[dict[str, str]]] = {a: [] for a in {*titles, *_folders(folder)}}
    for source in corpus.files(folder, own=True):
        held.setdefault(source.act, []).append(
            {"edition": source.date, "language": source.language, "source": _origin(source)}
        )
    return [{"act": a, "title": titles.get(a, ""), "editions": held[a]} for a in sorted(held)]


def _origin(source: Source) -> str:
    """Where an edition came from; "" where its file cannot be read."""
    try:
        front, _, _ = markdown.front_matter(
            yaml_file.read_text(source.path, markdown.MAX_CHARACTERS), str(source.path)
        )
    except KbError:
        return ""
    return str(front.get("imported_from") or "")


# --- One edition --------------------------------------------------------------------------------


def _checked(
    incoming: Incoming, ids: dict[str, str], as_: str, date: str, before: corpus.Corpus
) -> Ready:
    """Raises Refused, or what the library would raise for it, for what the corpus could not hold or
    the library could not show truly."""
    name, edition = incoming.name, incoming.parsed.edition
    if incoming.parsed.unplaced_characters:
        raise Refused(say("intake.unplaced", name=name, count=incoming.parsed.unplaced_characters))
    check_units(edition, name)
    front = {**edition.front, "imported_from": incoming.origin}
    front = {k: v for k, v in front.items() if v is not None and v not in ("", [])}
    _plain_fields(front, name)
    front = naming.filled(front, edition)
    if as_:  # the user has named the act: an id of the source that is no name is not kept
        front = {k: v for k, v in front.items() if k not in _IDS or inside.is_name(str(v))}
    said = requisites.parse(str(front.get("requisites") or ""), str(front.get("title") or ""))
    front.setdefault("language", edition.language)
    for key, value in (("adopted", said.adopted), ("number", said.number)):
        if value:
            front.setdefault(key, value)
    act = as_ or _act_id(front, ids, name, before.acts)
    language = inside.language(front["language"], name)
    remarks: tuple[str, ...] = ()
    day, whence = _edition_date(edition.root, front, date)
    if not day:
        raise Refused(say("intake.edition_undated", name=name))
    front["edition"] = day
    if whence:
        front["edition_from"] = str(whence)
        remarks = (say("intake.edition_date_from", day=day, whence=whence),)
    title = str(
        front.get("title") or next((c.own_text for c in edition.walk() if c.kind == "title"), "")
    )
    front["title"] = title or said.form or act
    if not as_ and act in before.acts:
        claims.check(edition, front, before.acts[act], day, own_word=incoming.own_word)
    source = Source(Path(name), act, day, language)
    if any(source.name == each.name for each in before.sources):
        raise Refused(say("intake.built_in", name=source.name))
    text = _text(replace(incoming.parsed, edition=edition), front)
    ready = Ready(source, text, front, 0, remarks)
    _coverage_stands(ready, edition, name)
    again = _as_the_library(ready, before.acts)
    if _shape(again.root) != _shape(edition.root):
        raise Refused(say("intake.reads_otherwise", name=name))
    return replace(ready, doubts=len(again.doubts))


def _as_the_library(ready: Ready, known: Mapping[str, Act]) -> Edition:
    """The edition as the library will read it from the file and the entry that are to be written;
    raises what it would raise."""
    source = ready.source
    (entry,) = entered([], known, [ready])
    act = corpus.checked_entry(entry, {}, str(source.path))
    old = known.get(act.id)
    acts = {act.id: corpus.with_editions(old, act, str(source.path))}
    return corpus.edition_of(ready.text, source, acts, {})


def _plain_fields(front: Mapping[str, object], name: str) -> None:
    """Raises Refused for a field that is not words or a number, or a date that is none."""
    for field in _WORDS:
        value = front.get(field, "")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Refused(
                say("intake.import_field_odd", where=name, field=field, value=inside.shown(value))
            )
    for field in ("edition", "adopted"):
        value = front.get(field, "")
        if value != "" and not bank_date(str(value)):
            said = say("intake.import_date_odd", where=name, field=field, value=inside.shown(value))
            raise Refused(said)


def check_units(edition: Edition, name: str) -> None:
    """Raises Refused for a text that is no act's: a law consists of articles, any other act of
    points (Law on legal acts, art. 23, point 1, parts 4 and 5)."""
    if not any(c.kind in ("article", "point") for c in edition.walk()):
        raise Refused(say("intake.no_units", name=name))


def _act_id(
    front: dict[str, object], ids: dict[str, str], name: str, known: Mapping[str, Act]
) -> str:
    """The act that is known by the bank's ids, else the bank's own id, else what the act calls itself."""
    own, bank = str(front.get("act_id") or ""), str(front.get("zan_id") or "")
    if own:
        corpus.act_name(own, name)
    if bank:
        inside.checked(bank, say("intake.name_of_act_in_bank"), name, say("intake.name_do_as"))
    act = ids.get(own) or ids.get(bank) or own or (f"zan-{bank}" if bank else "")
    act = act or naming.name_of(front, known)
    if not act:
        raise Refused(say("intake.act_unnamed", name=name))
    return corpus.act_name(act, name)


def _edition_date(root: Clause, front: dict[str, object], date: str) -> tuple[str, str]:
    """The edition's date, and whence it is if the source did not say it."""
    if day := bank_date(str(front.get("edition") or "")):
        return day, ""
    if date:
        return date, say("intake.date_given")
    laws = [
        bank_date(m[1])
        for clause in root.walk()
        for note in clause.notes
        if not dates.foreseen(note.text)
        for m in _AMENDED.finditer(note.text)
    ]
    if newest := max(filter(None, laws), default=""):
        return newest, say("intake.date_of_note")
    adopted = str(front.get("adopted") or "")
    return (adopted, say("intake.date_adopted")) if adopted else ("", "")


def _shape(root: Clause) -> list[tuple[object, ...]]:
    return [
        (
            c.steps,
            c.mark,
            c.heading,
            " ".join(c.own_text.split()),
            c.status,
            [n.text for n in c.notes],
        )
        for c in root.walk()
    ]


def _text(parsed: Parsed, front: dict[str, object]) -> str:
    """The corpus file: front matter and the body."""
    ordered = {k: front[k] for k in _KEPT if k in front}
    matter = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=100_000)
    return f"---\n{matter}---\n\n{markdown.write(parsed)}"


def _coverage_stands(ready: Ready, edition: Edition, name: str) -> None:
    """Raises Refused for a coverage that is no list of units, or names one that the text lacks."""
    coverage = ready.front.get("coverage", [])
    said = say("intake.import_coverage_odd", where=name, value=inside.shown(coverage))
    if not isinstance(coverage, list):
        raise Refused(said)
    for unit in coverage_of(ready):
        try:
            steps = parse_steps(unit)
        except KbError as error:
            raise Refused(said) from error
        if len(steps) != 1 or str(steps[0]) != unit:
            raise Refused(said)
        if not present(edition, steps[0]):
            raise Refused(say("intake.import_coverage_absent", where=name, unit=unit))


def _state(folder: Path, ready: Ready) -> State:
    path = folder / edition_file(ready.source.name)
    if not path.exists():
        return "added"
    try:
        same = regular.read_bytes(path) == ready.text.encode()
    except OSError:  # what cannot be read is not the same
        same = False
    return "unchanged" if same else "updated"


_NAMED = re.compile(r"^(act_id|zan_id):\s*['\"]?([\w-]+)['\"]?\s*$", re.MULTILINE)


def _ids(sources: Iterable[Source]) -> dict[str, str]:
    """The bank's ids of the acts that are here → their ids here; built-in ones win, and an act that
    is called by the bank's id wins over copies of it under other names."""
    acts: dict[str, str] = {}
    for source in sources:
        try:
            with regular.opened(source.path) as file:
                head = file.read(8192).decode("utf-8", errors="replace")
        except OSError:  # the library says so
            continue
        named = {value for _, value in _NAMED.findall(head)}
        acts |= {value: source.act for value in named if acts.get(value) != value}
    return acts
