"""Values as the library stores them: acts, editions and clauses as rows and JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from kb.disk.places import edition_file
from kb.ground.errors import NotFound
from kb.ground.saying import LANGUAGES, Saying, in_language, say
from kb.library.corpus import Aside
from kb.library.file import Damaged, digest
from kb.norm import dates
from kb.norm.act import Act, Clause, Doubt, Edition, KnownEdition, Line, Note, Status
from kb.norm.address import Step, parse_steps

Rows = Callable[..., list[Any]]  # a query in SQL and its values → the rows
# What of an edition and of a clause (after its id) its checksum is over, in this order.
EDITION: Final = "name, act, date, language, first, last, data"
CLAUSE: Final = (
    "position, parent, steps, kind, number, mark, heading, own_text, status, notes, layout"
)


def dump(data: object) -> str:
    """JSON with its letters as they are."""
    return json.dumps(data, ensure_ascii=False)


def sealed(name: str, data: object) -> str:
    """The data of a name as JSON behind its checksum; `unsealed` gives it back."""
    text = dump(data)
    return f"{digest((name, text)).hex()} {text}"


def unsealed(name: str, text: str) -> Any:
    """The data that `sealed` wrote; Damaged where it is not as it was."""
    written, _, data = text.partition(" ")
    if digest((name, data)).hex() != written:
        raise changed(name)
    return json.loads(data)


def numbered(root: Clause) -> Iterator[tuple[Clause, int | None]]:
    """Every clause with the position of its parent, in the order of the text."""
    count = 0

    def visit(clause: Clause, parent: int | None) -> Iterator[tuple[Clause, int | None]]:
        nonlocal count
        mine = count
        count += 1
        yield clause, parent
        for child in clause.children:
            yield from visit(child, mine)

    yield from visit(root, None)


def layout(clause: Clause) -> dict[str, Any]:
    """The layout of a clause's source lines as JSON."""
    return {
        "heading": [asdict(line) for line in clause.heading_lines],
        "text": asdict(clause.text_line) if clause.text_line else None,
        **({"rows": [asdict(line) for line in clause.row_lines]} if clause.row_lines else {}),
    }


def tree(rows: list[Any]) -> Clause:
    """The tree of an edition from its rows, in the order of the columns that `edition_from` selects."""
    children: dict[int | None, list[int]] = {}
    for row in rows:
        children.setdefault(row[1], []).append(row[0])
    by_position = {row[0]: row for row in rows}

    def make(position: int) -> Clause:
        row = by_position[position]
        lines = json.loads(row[10])
        notes = json.loads(row[9]) if row[9] else []
        return Clause(
            steps=parse_steps(row[2]) if row[2] else (),
            kind=row[3],
            number=row[4],
            mark=row[5],
            heading=row[6],
            own_text=row[7],
            status=Status(row[8]),
            notes=tuple(
                Note(n["text"], n["about"], tuple(Line(**line) for line in n["lines"]))
                for n in notes
            ),
            children=tuple(make(p) for p in children.get(position, ())),
            heading_lines=tuple(Line(**line) for line in lines["heading"]),
            text_line=Line(**lines["text"]) if lines["text"] else None,
            row_lines=tuple(Line(**line) for line in lines.get("rows", ())),
        )

    return make(0)


def aside_data(aside: Aside) -> dict[str, Any]:
    """What is set aside as JSON, its reason in each language; `aside_from` gives it back."""
    reason = {language: in_language(aside.reason, language) for language in LANGUAGES}
    return {"path": str(aside.path), "about": aside.about, "reason": reason, "own": aside.own}


def aside_from(data: Mapping[str, Any]) -> Aside:
    """What is set aside from its JSON."""
    return Aside(Path(data["path"]), data["about"], Saying(**data["reason"]), data["own"])


def doubt_data(doubt: Doubt) -> dict[str, Any]:
    """A doubt as JSON, its reason in each language; `doubt_from` gives it back."""
    reason = {language: in_language(doubt.reason, language) for language in LANGUAGES}
    return {**asdict(doubt), "reason": reason}


def doubt_from(data: Mapping[str, Any]) -> Doubt:
    """A doubt from its JSON."""
    return Doubt(data["line"], data["address"], Saying(**data["reason"]))


def act_data(act: Act) -> dict[str, Any]:
    """An act as JSON; `act_from` gives it back."""
    data = asdict(act)
    data["divisions"] = [[str(s), low, high] for s, low, high in act.divisions]
    for entry, edition in zip(data["editions"], act.editions, strict=True):
        entry["held"] = [[language, [str(u) for u in units]] for language, units in edition.held]
    return data


def act_from(data: dict[str, Any]) -> Act:
    """The act that `act_data` wrote."""

    def step(text: str) -> Step:
        return parse_steps(text)[0]

    editions = tuple(
        KnownEdition(
            e["date"],
            e["cause"],
            e["takes_effect"],
            tuple((language, tuple(map(step, units))) for language, units in e["held"]),
            e["text_since"],
        )
        for e in data["editions"]
    )
    divisions = tuple((step(s), low, high) for s, low, high in data["divisions"])
    return replace(
        Act(**{**data, "divisions": (), "editions": ()}), divisions=divisions, editions=editions
    )


def edition_from(rows: Rows, name: str) -> Edition:
    """The edition of this name (`act@date:language`) with its clauses; NotFound without a text, Damaged
    where it is not as the build wrote it."""
    row = rows(f"select id, digest, {EDITION} from editions where name = ?", name)
    if not row:
        raise no_text(name)
    key, written, *kept = row[0]
    _, act, date, language, first, last, text = kept
    clauses = rows(f"select digest, id, {CLAUSE} from clauses where edition = ? order by id", key)
    whole = [clause[1] for clause in clauses] == list(range(first, last + 1))
    if digest(kept) != written or not whole:
        raise changed(name)
    check_clauses(clauses, name)
    data = json.loads(text)
    return Edition(
        act=act,
        date=date,
        language=language,
        title=data["title"],
        root=tree([clause[2:] for clause in clauses]),
        front=data["front"],
        doubts=tuple(doubt_from(d) for d in data["doubts"]),
        held=tuple(parse_steps(u)[0] for u in data["held"]),
        divisions=tuple((parse_steps(s)[0], low, high) for s, low, high in data["divisions"]),
    )


def check_clauses(rows: list[Any], name: str) -> None:
    """Raises Damaged where a row (digest, id, the columns of CLAUSE) is not as the build wrote it."""
    if any(digest(row[1:]) != row[0] for row in rows):
        raise changed(name)


def owner(row: Any) -> tuple[str, str, str, str, range]:
    """Name, act, date and language of an edition and the ids of its clauses, from its row (digest, the
    columns of EDITION); raises Damaged where it is not as the build wrote it."""
    name, act, date, language, first, last, _ = row[1:]
    if digest(row[1:]) != row[0]:
        raise changed(name)
    return name, act, date, language, range(first, last + 1)


def changed(name: str) -> Damaged:
    """The error for an edition whose rows are not what the build wrote."""
    return Damaged(say("library.changed_on_disk", path=name))


def evidence_from(rows: Rows, act: str) -> list[dates.AmendingLaw]:
    """As dates.all_changes gives it for the held editions of an act, without their texts."""
    laws = {}
    for written, *kept in rows(f"select digest, {EDITION} from editions where act = ?", act):
        if digest(kept) != written:
            raise changed(act)
        for data in json.loads(kept[-1])["changes"]:
            change = dates.AmendingLaw(**data)
            laws[(change.date, change.number, change.effective)] = change
    return sorted(laws.values(), key=lambda c: (c.earliest, c.date, c.number))


def no_text(name: str) -> NotFound:
    """The error for an edition that acts.yaml calls held and no file has."""
    return NotFound(say("library.no_file", name=name, file=edition_file(name)))
