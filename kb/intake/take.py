"""Acts from outside into the user's corpus: read, checked, written as Markdown, or refused.

A source gives one edition or many; each is taken whole or refused with its reason, and what is
refused leaves what was there before. Built-in editions are never replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml

from kb.disk import shelf
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import say
from kb.intake.fetch import Missing
from kb.library import corpus
from kb.library.corpus import Source
from kb.norm import dates
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import parse_steps, steps_text
from kb.read import markdown, requisites
from kb.read.markdown import Parsed

FORMS: Final = {
    "constitution": "Конституция Республики Казахстан",
    "constitutional_law": "Конституционный закон Республики Казахстан",
    "code": "Кодекс Республики Казахстан",
    "law": "Закон Республики Казахстан",
    "treaty": "Международный договор",
    "bylaw": "Подзаконный акт",
}
_IDS: Final = ("act_id", "zan_id")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_AMENDED = re.compile(r"(\d\d\.\d\d\.\d{4}|\d{4}\.\d\d\.\d\d)\s*(?:г\.\s*)?(?:№|N)\s*\d")
_KEPT: Final = (
    *("act_id", "zan_id", "title", "number", "adopted", "edition", "edition_from", "language"),
    *("requisites", "status", "cause", "source_url", "source_path", "source_commit", "coverage"),
    *("notes", "imported_from", "contents", "signature"),
)


class Refused(KbError):
    """An edition that may not enter the corpus; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An edition that a source gave; `name` is what messages call it, `origin` where it came from."""

    parsed: Parsed
    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an edition: `added`, `updated`, `unchanged`; with its reason
    `refused`, or `absent`: the bank has no such text (a law without its Kazakh page)."""

    act: str
    edition: str
    language: str
    state: str
    doubts: int = 0
    remarks: tuple[str, ...] = ()
    reason: str = ""


Give = Callable[[], Incoming]


@dataclass(frozen=True, slots=True)
class _Ready:
    """An edition that has passed every check: its place, its text, its entry in acts.yaml."""

    source: Source
    text: str
    front: dict[str, object]
    doubts: int
    remarks: tuple[str, ...]


def _untold(_name: str) -> None:
    return None


def take(
    gives: Iterable[Give],
    folder: Path,
    builtin: tuple[Path, ...],
    *,
    as_: str = "",
    date: str = "",
    progress: Callable[[str], None] = _untold,
) -> list[Imported]:
    """Brings editions into the user's corpus `folder`.

    `builtin` are the corpora that stand before it, `as_` the act's id, `date` the edition's date
    where a source does not say it, `progress` is told each edition that passed. Each edition is refused on its own. Raises KbError when the
    folder cannot be written; then nothing has changed.
    """
    if as_ and not _ID.fullmatch(as_):
        raise Refused(say("intake.bad_as", name=as_))
    if date and not requisites.bank_date(date):
        raise Refused(say("intake.bad_date", date=date))
    done: list[Imported | _Ready] = []
    shelf.settle(folder)
    fixed = {s.name: s for s in corpus.sources(builtin)}
    ids = _ids([*corpus.sources((folder,)), *fixed.values()])
    one: dict[str, str] = {}
    for give in gives:
        try:
            found = _checked(give(), ids, as_, requisites.bank_date(date))
            if found.source.name in fixed:
                raise Refused(say("intake.built_in", name=found.source.name))
            if as_:
                _same_act(found, one)
        except Missing as error:
            done.append(Imported(as_, "", "", "absent", reason=error.said))
            continue
        except KbError as error:
            done.append(Imported(as_, "", "", "refused", reason=error.said))
            continue
        progress(found.source.name)
        done.append(found)
        known_by = {str(found.front.get(key) or "") for key in _IDS}
        ids |= {value: found.source.act for value in known_by if value}
    # What takes long is done; only the writing needs the folder for itself.
    with shelf.locked(folder):
        return _put(done, folder, corpus.load_acts(builtin))


def _same_act(found: _Ready, one: dict[str, str]) -> None:
    """Raises Refused where a source gives different acts, and --as would make them one."""
    for key in _IDS:
        mine = str(found.front.get(key) or "")
        if mine and one.setdefault(key, mine) != mine:
            raise Refused(
                say("intake.several_acts", name=found.source.name, one=one[key], other=mine)
            )


def _put(done: list[Imported | _Ready], folder: Path, known: dict[str, Act]) -> list[Imported]:
    """Writes what is ready, all in one change; a later edition of the same name wins."""
    ready = {r.source.name: r for r in done if isinstance(r, _Ready)}
    states = {name: _state(folder, r) for name, r in ready.items()}
    if set(states.values()) - {"unchanged"}:
        entries = _entries(shelf.acts(folder), known, ready.values())
        files = {_path(r.source): r.text for r in ready.values()}
        shelf.apply(folder, shelf.Change(files, entries))
    result = []
    for each in done:
        if isinstance(each, _Ready):
            place, state = each.source, states[each.source.name]
            each = Imported(place.act, place.date, place.language, state, each.doubts, each.remarks)
        result.append(each)
    return result


def remove(act: str, folder: Path, builtin: tuple[Path, ...]) -> int:
    """Takes an imported act away, with all its editions; their number. Raises NotFound."""
    with shelf.locked(folder):
        mine = [s for s in corpus.sources((folder,)) if s.act == act]
        entries = shelf.acts(folder)
        if not mine and not any(e["id"] == act for e in entries):
            there = sorted({str(e["id"]) for e in entries})
            builtin_too = act in corpus.load_acts(builtin)
            why = say("intake.act_built_in") if builtin_too else say("intake.act_not_imported")
            raise NotFound(
                say(
                    "intake.act_not_removed",
                    act=act,
                    why=why,
                    there=", ".join(there) or say("intake.none_imported"),
                )
            )
        rest = [e for e in entries if e["id"] != act]
        shelf.apply(folder, shelf.Change({}, rest, removed=(act,)))
    return len(mine)


def listed(folder: Path) -> list[dict[str, Any]]:
    """The imported acts: id, title, and each edition with where it came from."""
    shelf.settle(folder)
    held: dict[str, list[dict[str, str]]] = {}
    for source in corpus.sources((folder,)):
        front, _, _ = markdown.front_matter(source.path.read_text("utf-8"), str(source.path))
        held.setdefault(source.act, []).append(
            {
                "edition": source.date,
                "language": source.language,
                "source": str(front.get("imported_from") or ""),
            }
        )
    titles = {str(e["id"]): str(e["title"]) for e in shelf.acts(folder)}
    return [{"act": a, "title": titles.get(a, ""), "editions": held[a]} for a in sorted(held)]


# --- One edition --------------------------------------------------------------------------------


def _checked(found: Incoming, ids: dict[str, str], as_: str, date: str) -> _Ready:
    """Raises Refused for what the corpus could not hold or the library could not show truly."""
    name, edition = found.name, found.parsed.edition
    if found.parsed.unplaced_characters:
        raise Refused(say("intake.unplaced", name=name, count=found.parsed.unplaced_characters))
    check_units(edition, name)
    _no_repeats(edition.root, name)
    front = {**edition.front, "imported_from": found.origin}
    front = {k: v for k, v in front.items() if v not in ("", [], None)}
    said = requisites.parse(str(front.get("requisites") or ""), str(front.get("title") or ""))
    front.setdefault("language", edition.language)
    for key, value in (("adopted", said.adopted), ("number", said.number)):
        if value:
            front.setdefault(key, value)
    act = as_ or _act_id(front, ids, name)
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
    source = Source(Path(), act, day, str(front["language"]))
    text = _text(replace(found.parsed, edition=edition), front)
    again = markdown.parse(text, name, act=act)
    if again.unplaced_characters or _shape(again.edition.root) != _shape(edition.root):
        raise Refused(say("intake.reads_otherwise", name=name))
    return _Ready(source, text, front, len(again.edition.doubts), remarks)


def check_units(edition: Edition, name: str) -> None:
    """Raises Refused for a text that is no act's: a law consists of articles, any other act of
    points (Law on legal acts, art. 23, point 1, parts 4 and 5)."""
    if not any(c.kind in ("article", "point") for c in edition.walk()):
        raise Refused(say("intake.no_units", name=name))


def _no_repeats(root: Clause, name: str) -> None:
    seen: dict[str, Clause] = {}
    for clause in root.walk():
        address = steps_text(clause.steps)
        if address in seen:
            lines = (*clause.heading_lines, *((clause.text_line,) if clause.text_line else ()))
            at = f":{lines[0].number}" if lines else ""
            what = (
                say("intake.article_again", number=clause.number)
                if clause.kind == "article"
                else say("intake.address_again", address=address)
            )
            raise Refused(say("intake.mend_source", name=name, at=at, what=what))
        seen[address] = clause


def _act_id(front: dict[str, object], ids: dict[str, str], name: str) -> str:
    """The act that is known by the bank's ids, else the bank's own id."""
    own, bank = str(front.get("act_id") or ""), str(front.get("zan_id") or "")
    found = ids.get(own) or ids.get(bank) or own or (f"zan-{bank}" if bank else "")
    if not _ID.fullmatch(found):
        raise Refused(say("intake.act_unnamed", name=name))
    return found


def _edition_date(root: Clause, front: dict[str, object], date: str) -> tuple[str, str]:
    """The edition's date, and whence it is if the source did not say it."""
    if day := requisites.bank_date(str(front.get("edition") or "")):
        return day, ""
    if date:
        return date, say("intake.date_given")
    laws = [
        requisites.bank_date(m[1])
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


# --- acts.yaml ----------------------------------------------------------------------------------


def _entries(
    entries: list[dict[str, Any]], known: dict[str, Act], ready: Iterable[_Ready]
) -> list[dict[str, Any]]:
    """The user's acts.yaml with the new editions in it."""
    result = {str(e["id"]): {**e, "editions": list(e["editions"])} for e in entries}
    for each in ready:
        act, day, language = each.source.act, each.source.date, each.source.language
        entry = result.setdefault(act, _entry(each, known.get(act)))
        if language == "kk" and not entry.get("title_kk"):
            entry["title_kk"] = str(each.front["title"])
        elif language == "ru" and act not in known:
            named = _entry(each, None)  # a Kazakh page may have come first
            entry |= {key: named[key] for key in ("title", "form", "force")}
        edition = next((e for e in entry["editions"] if str(e["date"]) == day), None)
        if edition is None:
            edition = {"date": day}
            entry["editions"].append(edition)
        if cause := str(each.front.get("cause") or ""):
            edition.setdefault("cause", cause)
        edition["held"] = {**edition.get("held", {}), language: _coverage(each)}
        entry["editions"].sort(key=lambda e: str(e["date"]))
    return list(result.values())


def _entry(ready: _Ready, known: Act | None) -> dict[str, Any]:
    if known is not None:
        entry = {"title": known.title, "form": known.form, "force": known.force}
        return {"id": known.id, **entry, "adopted": known.adopted, "editions": []}
    front = ready.front
    said = requisites.parse(str(front.get("requisites") or ""), str(front["title"]))
    entry = {
        "id": ready.source.act,
        "title": str(front["title"]),
        "form": said.form or FORMS[said.force],
        "force": said.force,
        "adopted": str(front.get("adopted") or ready.source.date),
    }
    if number := str(front.get("number") or ""):
        entry["number"] = number
    if not front.get("adopted"):
        entry["label"] = "дата принятия в источнике не названа"
    return {**entry, "editions": []}


def _coverage(ready: _Ready) -> list[str]:
    """The units held, when the file says that it is an excerpt; [] for a whole act."""
    coverage = ready.front.get("coverage")
    units = []
    for each in coverage if isinstance(coverage, list) else ():
        unit = f"art_{each}" if str(each)[:1].isdigit() else str(each)
        parse_steps(unit)
        units.append(unit)
    return units


def _path(source: Source) -> str:
    ending = "" if source.language == "ru" else f".{source.language}"
    return f"{source.act}/{source.date}{ending}.md"


def _state(folder: Path, ready: _Ready) -> str:
    path = folder / _path(ready.source)
    if not path.exists():
        return "added"
    return "unchanged" if path.read_text("utf-8") == ready.text else "updated"


_NAMED = re.compile(r"^(act_id|zan_id):\s*['\"]?([\w-]+)['\"]?\s*$", re.MULTILINE)


def _ids(sources: Iterable[Source]) -> dict[str, str]:
    """The bank's ids of the acts that are here → their ids here; built-in ones win, and an act that
    is called by the bank's id wins over copies of it under other names."""
    found: dict[str, str] = {}
    for source in sources:
        with source.path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(4096)
        named = {value for _, value in _NAMED.findall(head)}
        found |= {value: source.act for value in named if found.get(value) != value}
    return found
