"""The comparative table as a paper: a table for each draft, its columns as data (columns.yaml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kb.amendment import kazakh as formulas_kk
from kb.compare.table import CellLine, Comparison, Entry
from kb.ground.saying import say
from kb.norm.act import Act
from kb.norm.address import parse
from kb.papers.labels import Labels, labels_in
from kb.papers.remarks import entry_remarks
from kb.words.days import long_kk, long_ru
from kb.write.columns import Column
from kb.write.paper import Block, Cell, FormLine, Heading, Plain, Table, said


def table_blocks(
    shown: Comparison, acts: Mapping[str, Act], columns: Sequence[Column], title: str, language: str
) -> Iterator[Block]:
    """The table of one draft, under the draft's title."""
    labels = labels_in(language)
    editions = [edition_words(acts[parse(e).act], e, language) for e in shown.editions]
    yield Heading(labels("table"))
    yield FormLine(title, "centre")
    yield Plain("; ".join(editions))
    named = _current(shown, acts, columns, language)
    yield Table(tuple(named), tuple(_rows(shown.entries, columns, language)))
    yield Plain(labels("legend"))
    if any(op in "<>" for e in shown.entries for x in (*e.left, *e.right) for op, _ in x.segments):
        yield Plain(labels("legend_moved"))


def _current(
    shown: Comparison, acts: Mapping[str, Act], columns: Sequence[Column], language: str
) -> list[Column]:
    """The columns; that of the wording in force is called by its date where it is not in force."""
    names = {edition_head(acts[parse(e).act], e, language) for e in shown.editions}
    head = next(iter(names)) if len(names) == 1 else labels_in(language)("edition_several")
    if not head:
        return list(columns)
    return [
        replace(c, title={**c.title, language: head}) if c.field == "current" else c
        for c in columns
    ]


def edition_head(act: Act, edition: str, language: str = "ru") -> str:
    """«Редакция от 02.03.2022 (не действует)»; empty for the wording in force."""
    day = parse(edition).edition or ""
    if act.in_force(day):
        return ""
    return say("papers.edition_past", day=numeric(day)).in_language(language)


def numeric(day: str) -> str:
    """`2022-03-02` as «02.03.2022»."""
    return ".".join(reversed(day.split("-")))


def edition_words(act: Act, edition: str, language: str = "ru") -> str:
    """«Закон о МСУ, редакция от 2 марта 2022 года (не действует)».

    In Kazakh an edition held in Russian only says that the words are the author's.
    """
    absent = language == "kk" and parse(edition).language != "kk"
    named = edition_named(act, edition, language)
    return f"{named} {labels_in(language)('edition_kk_absent')}" if absent else named


def edition_named(act: Act, edition: str, language: str) -> str:
    """The act and the day of its edition, and that it is no longer in force."""
    day = parse(edition).edition or ""
    key = "papers.edition_named" if act.in_force(day) else "papers.edition_named_past"
    if language == "ru":
        return f"{act.name}, {say(key, day=long_ru(day))}"
    return f"{act.title_kk or act.name}, {say(key, day=long_kk(day)).in_language(language)}"


def _rows(
    entries: Iterable[Entry], columns: Sequence[Column], language: str
) -> Iterator[tuple[Cell, ...] | str]:
    """A row per amendment; above those of one act its form and title."""
    for act, of_act in groupby(entries, key=lambda e: e.act):
        yield formulas_kk.act_words(act) if language == "kk" else f"{act.form} «{act.title}»"
        for entry in of_act:
            yield tuple(_cell(c.field, entry, labels_in(language)) for c in columns)


def _cell(name: str, entry: Entry, labels: Labels) -> Cell:
    match name:
        case "number":
            return said(str(entry.number))
        case "element":
            return said(entry.element)
        case "current" if entry.left:
            return Cell(entry.left)
        case "current":
            return said(_without_left(entry, labels), aside=True)
        case "proposed" if entry.right:
            return Cell(entry.right)
        case "proposed":
            return said(without_wording(entry, labels), aside=True)
        case "grounds":
            return said(entry.item.grounds)
        case "item":
            return said(entry.item.id)
        case "place":
            return said(entry.item.place)
        case _:
            return said(*entry_remarks(entry))


def _without_left(entry: Entry, labels: Labels) -> str:
    """What stands in the column of the wording in force where no words stand."""
    if absent_left(entry) or (entry.no_text and entry.item.operation == "insert"):
        return labels("absent")
    return "" if entry.refused and not entry.no_text else labels("no_text")


def absent_left(entry: Entry) -> bool:
    """Whether the wording in force is «отсутствует»: the amendment adds a unit."""
    adds = bool(entry.rows) or entry.item.operation == "insert"
    return not entry.left and not entry.refused and adds


def without_wording(entry: Entry, labels: Labels) -> str:
    """What stands in the proposed column where there is no new wording to mark."""
    if entry.no_text:
        return labels("no_text")
    if entry.item.operation == "none":
        return entry.item.proposed or labels("concept")
    if entry.refused:
        # The author's words stay in the table: what is not carried out is not lost.
        return "\n".join(
            filter(None, (f"{labels('refused')}: {entry.refused}", entry.item.proposed))
        )
    return labels("repeal")


def cell_text(lines: tuple[CellLine, ...]) -> str:
    return "\n".join(line.text for line in lines)
