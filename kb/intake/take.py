"""Acts from outside into the user's corpus: read, checked, written as Markdown, or refused.

A source gives one edition or many; each is taken whole or refused with its reason, and what is
refused leaves what was there before. Built-in editions are never replaced.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from kb.disk import inside, shelf
from kb.disk.places import edition_file
from kb.ground import processes, regular, yaml_file
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import say
from kb.intake.admission import IDS, Incoming, Refused, admitted
from kb.intake.entries import Ready, entered
from kb.intake.fetch import Missing
from kb.intake.seen import Seen
from kb.library import corpus
from kb.library.corpus import Source
from kb.norm.act import Act
from kb.read import markdown
from kb.words.days import bank_date

State = Literal["added", "updated", "unchanged", "refused", "absent"]
PARALLEL_FROM: Final = 16  # fewer editions are read sooner by one process than others start
# A bank is written act by act when so much time has passed, and again ten times what writing took: the
# whole of it costs a tenth, and a killed import loses no more than that.
WRITE_AFTER_S: Final = 5.0
WRITE_SHARE: Final = 10


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


@dataclass(frozen=True, slots=True)
class Kept:
    """The promise of an edition that lies on this disk: any process may keep it. `act`: what the source
    calls its act, `made`: all that the edition is made of."""

    give: Give
    act: str
    made: str

    def __call__(self) -> Incoming:
        return self.give()


# The name of an edition that was read, its number, and of how many.
Progress = Callable[[str, int, int], None]


def _untold(_name: str, _nth: int, _of: int) -> None:
    return None


def take(
    gives: Iterable[Give],
    folder: Path,
    builtin: tuple[Path, ...],
    *,
    as_: str = "",
    title: str = "",
    date: str = "",
    progress: Progress = _untold,
) -> list[Imported]:
    """Brings editions into the user's corpus `folder`.

    `builtin` are the corpora that stand before it, `as_` the act's id, `title` its title in the place of the
    source's, `date` the edition's date where a source does not say it, `progress` is told each edition
    that was read. Each edition is refused on its own; those of a clone are read by all cores and written
    act by act, so that what is cut off goes on later. Raises KbError when the folder cannot be written;
    then nothing has changed, of a clone only the acts that were written before.
    """
    if as_:
        corpus.act_name(as_, "--as", given=True)
    if date and not bank_date(date):
        raise Refused(say("intake.bad_date", date=inside.shown(date)))
    shelf.settle(folder)
    before = corpus.load(builtin)
    ids = _ids([*corpus.files(folder, own=True), *before.sources])
    promises = list(gives)
    clone = any(isinstance(give, Kept) for give in promises)
    asked = f"{as_}\0{title}\0{date}\0{[str(b) for b in builtin]}"
    writing = _Writing(folder, before.acts, Seen.of(folder, asked) if clone else None)
    work = partial(_read, title=title, ids=ids, as_=as_, date=bank_date(date), before=before)
    one: dict[str, str] = {}
    try:
        for nth, (give, each) in enumerate(_read_all(work, promises, writing), start=1):
            if isinstance(each, Ready):
                try:
                    if as_:
                        _same_act(each, one)
                except Refused as error:
                    each = Imported(as_, "", "", "refused", reason=error.said)
                else:
                    known_by = {str(each.front.get(key) or "") for key in IDS}
                    ids |= {value: each.source.act for value in known_by if value}
            name = each.source.name if isinstance(each, Ready) else each.act
            progress(name, nth, len(promises))
            writing.add(give, each)
    except KeyboardInterrupt:
        writing.write()
        raise
    writing.write()
    return writing.done


def _read(
    give: Give,
    *,
    title: str,
    ids: dict[str, str],
    as_: str,
    date: str,
    before: corpus.Corpus,
) -> Ready | Imported:
    """An edition ready to be written, or why it is not."""
    try:
        return admitted(_titled(give(), title), ids, as_, date, before)
    except Missing as error:
        return Imported(as_, "", "", "absent", reason=error.said)
    except KbError as error:
        return Imported(as_, "", "", "refused", reason=error.said)


def _read_all(
    work: Callable[[Give], Ready | Imported], promises: list[Give], writing: _Writing
) -> Iterator[tuple[Give, Ready | Imported]]:
    """Every promise with what became of it, in order; what an earlier import has read is not read again,
    and what lies on the disk is read by several processes, where it is much."""
    known = {n: had for n, give in enumerate(promises) if (had := writing.had(give))}
    unread = [give for n, give in enumerate(promises) if n not in known]
    many = len(unread) >= PARALLEL_FROM and all(isinstance(give, Kept) for give in unread)
    reading = processes.each(work, unread, processes.cores() if many else 1)
    for n, give in enumerate(promises):
        yield (give, known[n]) if n in known else next(reading)


class _Writing:
    """Puts editions into the folder: what comes from the network at the end and all at once, a clone act by
    act."""

    def __init__(self, folder: Path, known: dict[str, Act], seen: Seen | None) -> None:
        self.done: list[Imported] = []
        self._folder = folder
        self._known = known
        self._seen = seen
        self._waiting: list[tuple[Give, Ready | Imported]] = []
        self._written, self._took = time.monotonic(), 0.0
        entries = shelf.acts(folder) if seen else []
        self._described = dict.fromkeys(name for e in entries for name in _names(e))

    def had(self, give: Give) -> Imported | None:
        """What an earlier import has written of this, if it still stands."""
        if not isinstance(give, Kept) or self._seen is None:
            return None
        stands = self._seen.stands(self._seen.key(give.made), self._described)
        if stands is None:
            return None
        act, _, rest = stands[0].partition("@")
        day, _, language = rest.partition(":")
        return Imported(act, day, language, "unchanged", stands[1])

    def add(self, give: Give, each: Ready | Imported) -> None:
        """Takes an edition; before the first of a further act the others are written, if it is time."""
        last = self._waiting[-1][0] if self._waiting else None
        further = isinstance(last, Kept) and (not isinstance(give, Kept) or give.act != last.act)
        due = max(WRITE_AFTER_S, self._took * WRITE_SHARE)
        if further and time.monotonic() - self._written > due:
            self.write()
        self._waiting.append((give, each))

    def write(self) -> None:
        """Writes what is ready, all in one change. What takes long is done; only this needs the folder for
        itself."""
        waiting, self._waiting = self._waiting, []
        began = time.monotonic()
        if any(isinstance(each, Ready) for _, each in waiting):
            with shelf.locked(self._folder):
                self.done += _put([each for _, each in waiting], self._folder, self._known)
            self._note(waiting)
        else:
            self.done += [each for _, each in waiting if isinstance(each, Imported)]
        self._written = time.monotonic()
        self._took = self._written - began

    def _note(self, waiting: list[tuple[Give, Ready | Imported]]) -> None:
        if self._seen is None:
            return
        for (give, each), done in zip(waiting, self.done[-len(waiting) :], strict=True):
            # Remarks are said again each time: with them an edition is read again.
            plain = isinstance(each, Ready) and done.state != "refused" and not each.remarks
            if plain and isinstance(give, Kept) and isinstance(each, Ready):
                key = self._seen.key(give.made)
                self._seen.note(key, each.source.name, each.text, each.doubts)
        self._seen.keep()


def _names(entry: dict[str, Any]) -> Iterator[str]:
    """The editions that an entry of acts.yaml describes as held, as far as it is one."""
    editions = entry.get("editions")
    for edition in editions if isinstance(editions, list) else ():
        if isinstance(edition, dict) and isinstance(held := edition.get("held"), dict):
            yield from (f"{entry.get('id')}@{edition.get('date')}:{lang}" for lang in held)


def _titled(incoming: Incoming, title: str) -> Incoming:
    """The edition under another title; under its own where none is given."""
    if not title:
        return incoming
    edition = incoming.parsed.edition
    named = replace(edition, front={**edition.front, "title": title})
    return replace(incoming, parsed=replace(incoming.parsed, edition=named))


def _same_act(ready: Ready, one: dict[str, str]) -> None:
    """Raises Refused where a source gives different acts, and --as would make them one."""
    for key in IDS:
        mine = str(ready.front.get(key) or "")
        if mine and one.setdefault(key, mine) != mine:
            raise Refused(
                say("intake.several_acts", name=ready.source.name, one=one[key], other=mine)
            )


def _put(done: list[Imported | Ready], folder: Path, known: dict[str, Act]) -> list[Imported]:
    """Writes what is ready, all in one change; a later edition of the same name wins. An edition is
    refused where the user's own entry of its act does not do."""
    stood = shelf.acts(folder)
    by_act = {entry.get("id"): entry for entry in reversed(stood)}
    done = [_beside(each, folder, by_act) for each in done]
    ready = {r.source.name: r for r in done if isinstance(r, Ready)}
    states = {name: _state(folder, r) for name, r in ready.items()}
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


def _beside(
    each: Imported | Ready, folder: Path, entries: dict[Any, dict[str, Any]]
) -> Imported | Ready:
    """An edition, refused where its place leads elsewhere or the entry of its act cannot be read."""
    if isinstance(each, Imported):
        return each
    try:
        inside.inside(folder, *edition_file(each.source.name).split("/"))
        if entry := entries.get(each.source.act):
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
    return admitted(incoming, {}, act, "", before)


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
