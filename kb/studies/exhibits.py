"""A study's tables, figures, questionnaires and comparisons (corpus/studies/*-exhibits.yaml), as printed.

Cells are the study's own characters. Nothing is mended: what is wrong is study by kb.studies.arithmetic
or said in a remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import Saying, say
from kb.ground.yaml_file import BadYaml, Path_
from kb.norm.address import Address, parse
from kb.studies.number import Number, number

Kind = Literal["table", "figure", "text", "form"]
KINDS: Final[tuple[Kind, ...]] = ("table", "figure", "text", "form")
Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its first cell names it, the others stand under the heads. `lines`: of the study's file."""

    cells: tuple[str, ...]
    lines: Lines
    group: str = ""

    @property
    def name(self) -> str:
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Quote:
    """The author's words, with their lines in the study's file."""

    words: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a questionnaire with the answers that it offers."""

    number: str
    words: str
    lines: Lines
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaks:
    """A norm that an exhibit speaks of, and why it is laid to it."""

    address: Address
    remark: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that the printed numbers should keep, with what it needs (kb/schemas/exhibits.json)."""

    rule: str
    needs: Mapping[str, Any]

    def text(self, name: str) -> str:
        return str(self.needs.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(map(str, self.needs.get(name, ())))

    def whole(self, name: str) -> int:
        return int(self.needs[name])


@dataclass(frozen=True)
class Exhibit:
    """A table, a figure, numbers of the text, or a questionnaire.

    `number` and `title` as printed, `name` ours where the study gives none. `same`: the exhibit whose
    numbers a figure draws; `page`: the page of the app that shows it; `chart`: the columns to draw;
    `over`: what stands above the heads; `group`: the head of the column of groups; `amendments`: the
    items (`package#item`) that rest on it.
    """

    id: str
    kind: Kind
    section: str
    lines: Lines
    number: str = ""
    title: str = ""
    name: Saying | None = None
    note: str = ""
    themes: tuple[str, ...] = ()
    over: str = ""
    group: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    noise: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    questions: tuple[Question, ...] = ()
    same: str = ""
    page: str = ""
    chart: tuple[str, ...] = ()
    norms: tuple[Speaks, ...] = ()
    amendments: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    remarks: tuple[Saying, ...] = ()

    @property
    def words(self) -> str:
        """«Таблица 1. Использование каналов …», or our name of it."""
        return self.name or f"{self.number}. {self.title}"

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups of its rows in their order; one, "", where the rows have none."""
        return tuple(dict.fromkeys(r.group for r in self.rows))

    def in_group(self, group: str) -> tuple[Row, ...]:
        return tuple(r for r in self.rows if r.group == group)

    def row(self, name: str, group: str = "") -> Row:
        """The row of this name; KeyError where there is none."""
        for row in self.in_group(group) if group else self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    def column(self, head: str) -> int:
        """Where a column stands; KeyError where there is none."""
        if head not in self.head:
            raise KeyError(head)
        return self.head.index(head)

    def cell(self, row: Row, head: str) -> Number | None:
        """The number of a cell, None where the cell has none or several."""
        return number(row.cells[self.column(head)])


@dataclass(frozen=True, slots=True)
class Model:
    """What a study says of self-government elsewhere: of one aspect of one model, in its own words."""

    id: str
    model: str
    countries: str
    aspect: str
    words: str
    lines: Lines


@dataclass(frozen=True)
class Exhibits:
    """All that a study lays on the table, and the rules that hold across it."""

    study: str
    sha256: str
    exhibits: tuple[Exhibit, ...]
    models: tuple[Model, ...]
    checks: tuple[Check, ...] = ()

    def exhibit(self, name: str) -> Exhibit:
        """The exhibit with this id; KeyError where there is none."""
        for each in self.exhibits:
            if each.id == name:
                return each
        raise KeyError(name)


def load(path: Path) -> Exhibits:
    """The exhibits of a file. Raises BadYaml with file and line: of the schema, of a row with too few
    cells, of a name that stands nowhere, of an id that stands twice."""
    data, lines = yaml_file.load(path, "exhibits.json")
    verify(data, lines, str(path))
    return from_data(data)


# --- Reading ----------------------------------------------------------------------------------


def from_data(data: Mapping[str, Any]) -> Exhibits:
    """The exhibits from validated data."""
    return Exhibits(
        study=data["study"],
        sha256=data["sha256"],
        exhibits=tuple(_exhibit(e) for e in data.get("exhibits", ())),
        models=tuple(
            Model(m["id"], m["model"], m["countries"], m["aspect"], m["words"], _pair(m["lines"]))
            for m in data.get("models", ())
        ),
        checks=_checks(data),
    )


def _exhibit(data: Mapping[str, Any]) -> Exhibit:
    head = tuple(data.get("head", ()))
    chart = data.get("chart", ())
    return Exhibit(
        id=data["id"],
        kind=data["kind"],
        section=data["section"],
        lines=_pair(data["lines"]),
        number=data.get("number", ""),
        title=data.get("title", ""),
        name=Saying(**data["name"]) if "name" in data else None,
        note=data.get("note", ""),
        themes=tuple(data["themes"]),
        over=data.get("over", ""),
        group=data.get("group", ""),
        head=head,
        rows=tuple(
            Row(tuple(r["cells"]), _pair(r["lines"]), r.get("group", ""))
            for r in data.get("rows", ())
        ),
        noise=tuple(data.get("noise", ())),
        quotes=tuple(Quote(q["words"], _pair(q["lines"])) for q in data.get("quotes", ())),
        questions=tuple(
            Question(q["number"], q["words"], _pair(q["lines"]), tuple(q.get("options", ())))
            for q in data.get("questions", ())
        ),
        same=data.get("same", ""),
        page=data.get("page", ""),
        chart=head[1:] if chart is True else tuple(chart),
        norms=tuple(Speaks(parse(n["address"]), n["remark"]) for n in data.get("norms", ())),
        amendments=tuple(data.get("amendments", ())),
        checks=_checks(data),
        remarks=tuple(Saying(**r) for r in data.get("remarks", ())),
    )


def _checks(data: Mapping[str, Any]) -> tuple[Check, ...]:
    listed = data.get("checks", ())
    return tuple(Check(c["rule"], {k: v for k, v in c.items() if k != "rule"}) for c in listed)


def _pair(lines: list[int]) -> Lines:
    return lines[0], lines[1]


# --- What no schema can say -------------------------------------------------------------------

_ACROSS: Final = ("numbering", "sample")  # rules of a study, the others of an exhibit
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "total": ("row", "of"),
    "overall": ("column", "of"),
    "averages": ("table", "of"),
    "within": ("row", "table", "of"),
    "highest": ("row",),
    "lowest": ("row",),
    "options": ("form", "question"),
    "rate": ("row", "count", "among", "per"),
    "seats": ("all",),
    "shares": ("column", "of"),
    "counted": ("column", "of"),
    "majority": ("column", "all", "count"),
    "people": ("column", "number"),
    "ratings": ("number",),
    "sample": ("tables", "columns", "printed"),
}


def verify(data: Mapping[str, Any], lines: Mapping[Path_, int], name: str) -> None:
    """Raises BadYaml at the first place where the parts of a file do not fit one another."""
    for path, what in _faults(data):
        raise BadYaml(say("studies.at", file=name, line=lines.get(path, 1), what=what))


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[Path_, str]]:
    """What does not fit, each with its place among the data."""
    yield from _entries(data)
    for nth, entry in enumerate(data.get("exhibits", ())):
        for at, norm in enumerate(entry.get("norms", ())):
            try:
                parse(norm["address"])
            except KbError as error:
                yield ("exhibits", nth, "norms", at), error.said
    study = from_data(data)
    for nth, exhibit in enumerate(study.exhibits):
        path: Path_ = ("exhibits", nth)
        if exhibit.same and all(e.id != exhibit.same for e in study.exhibits):
            yield (*path, "same"), say("studies.unknown", name=exhibit.same)
        for head in exhibit.chart:
            if head not in exhibit.head:
                yield (*path, "chart"), say("studies.unknown", name=head)
        for at, check in enumerate(exhibit.checks):
            if what := _unfit(study, exhibit, check):
                yield (*path, "checks", at), what
    for at, check in enumerate(study.checks):
        if what := _unfit(study, None, check):
            yield ("checks", at), what


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[Path_, Saying]]:
    """Ids that stand twice, lines in a wrong order, rows with more or fewer cells than heads."""
    for part in ("exhibits", "models"):
        seen: set[str] = set()
        for nth, entry in enumerate(data.get(part, ())):
            if entry["id"] in seen:
                yield (part, nth, "id"), say("studies.again", id=entry["id"])
            seen.add(entry["id"])
            if entry["lines"][0] > entry["lines"][1]:
                yield (part, nth, "lines"), say("studies.lines")
            heads = len(entry.get("head", ()))
            for row, each in enumerate(entry.get("rows", ())):
                if len(each["cells"]) != heads:
                    said = say("studies.cells", count=len(each["cells"]), heads=heads)
                    yield (part, nth, "rows", row), said


def _unfit(study: Exhibits, exhibit: Exhibit | None, check: Check) -> Saying | None:
    """What a check lacks, or names that is not there; None where it can be tried."""
    if (check.rule in _ACROSS) == bool(exhibit):
        return say("studies.misplaced", rule=check.rule)
    for need in _NEEDS.get(check.rule, ()):
        if need not in check.needs:
            return say("ground.schema_missing", field=need)
    named = (*check.texts("tables"), *filter(None, (check.text("table"), check.text("form"))))
    there = {e.id for e in study.exhibits}
    unknown = next((n for n in named if n not in there), "")
    if not unknown and exhibit:
        unknown = _unknown(study, exhibit, check)
    return say("studies.unknown", name=unknown) if unknown else None


def _unknown(study: Exhibits, exhibit: Exhibit, check: Check) -> str:
    """A row, a column, a question that a check of an exhibit names in vain, "" where there is none."""
    other = study.exhibit(check.text("table")) if check.text("table") else exhibit
    heads = {check.text("column"), *check.texts("columns")}
    rows = {check.text("row"), check.text("among"), *check.texts("except")}
    whole = {check.text("all"), check.text("count")}
    if check.rule == "majority":
        heads |= whole
    elif check.rule == "seats":
        for group in exhibit.groups:
            if check.text("all") not in {r.name for r in exhibit.in_group(group)}:
                return f"{group}: {check.text('all')}"
    else:
        rows |= whole
    if check.rule == "overall":
        heads |= set(check.texts("of"))
    of = check.texts("of") if check.rule in ("total", "averages", "within") else ()
    asked = (
        {q.number for q in study.exhibit(check.text("form")).questions}
        if check.text("form")
        else ()
    )
    wanted = (
        *((h, exhibit.head) for h in sorted(heads - {""})),
        *((r, {row.name for row in exhibit.rows}) for r in sorted(rows - {""})),
        *((r, {row.name for row in other.rows}) for r in of),
        *((q, asked) for q in filter(None, [check.text("question")])),
    )
    return next((name for name, listed in wanted if name not in listed), "")
