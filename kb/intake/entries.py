"""The user's acts.yaml with imported editions in it: an entry for each act, its editions, what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from kb.library.corpus import Source
from kb.norm.act import Act
from kb.read import requisites

FORMS: Final = {
    "constitution": "Конституция Республики Казахстан",
    "constitutional_law": "Конституционный закон Республики Казахстан",
    "code": "Кодекс Республики Казахстан",
    "law": "Закон Республики Казахстан",
    "treaty": "Международный договор",
    "bylaw": "Подзаконный акт",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition that has passed every check: its place, its text, its entry in acts.yaml."""

    source: Source
    text: str
    front: dict[str, object]
    doubts: int
    remarks: tuple[str, ...]


def entered(
    entries: list[dict[str, Any]], known: Mapping[str, Act], ready: Iterable[Ready]
) -> list[dict[str, Any]]:
    """The user's acts.yaml with the new editions in it; the entries of other acts stay as they are."""
    result = deepcopy(entries)
    by_id = {e.get("id"): e for e in reversed(result) if isinstance(e.get("id"), str)}
    for each in ready:
        act, day, language = each.source.act, each.source.date, each.source.language
        entry = by_id.get(act)
        if entry is None:
            entry = by_id[act] = _entry(each, known.get(act))
            result.append(entry)
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
        edition["held"] = {**edition.get("held", {}), language: coverage_of(each)}
        entry["editions"].sort(key=lambda e: str(e["date"]))
    return result


def _entry(ready: Ready, known: Act | None) -> dict[str, Any]:
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


def coverage_of(ready: Ready) -> list[str]:
    """The units held, when the file says that it is an excerpt; [] for a whole act."""
    coverage = ready.front.get("coverage")
    units = []
    for each in coverage if isinstance(coverage, list) else ():
        units.append(f"art_{each}" if str(each)[:1].isdigit() else str(each))
    return units
