"""A package as paper: the amending act, the comparative table, the explanatory note.

One value for Markdown, HTML and Word; in Russian, and in Kazakh where the author gives the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kb.amendment import kazakh as formulas_kk
from kb.amendment import wording as formulas_ru
from kb.amendment.wording import Command, long_date
from kb.compare.kazakh import NO_TEXT
from kb.compare.table import CellLine, Comparison, Entry
from kb.ground.saying import say
from kb.norm.act import Act
from kb.norm.address import parse
from kb.papers.labels import Labels, labels_in
from kb.papers.note import Annex, entry_remarks, note
from kb.write.columns import Column
from kb.write.paper import Block, Cell, Heading, Paper, Part, Plain, Table, Wording, said


def commands(comparison: Comparison) -> list[Command]:
    """The commands of the amendments that can be applied."""
    return [
        Command(e.act.id, e.item.operation, e.steps, e.new_text, e.added)
        for e in comparison.entries
        if not e.refused
    ]


def paper(
    comparison: Comparison,
    acts: Mapping[str, Act],
    columns: Sequence[Column],
    annex: Annex | None = None,
    *,
    kazakh: Comparison | None = None,
) -> Paper:
    """The paper of a package; with `kazakh`, its Kazakh table, the paper is in Kazakh.

    Without an annex the note holds only what the comparison itself knows.
    """
    language = "kk" if kazakh else "ru"
    labels, shown = labels_in(language), kazakh or comparison
    package, found = shown.package, commands(shown)
    title = _title(shown, acts, found, language)
    table = Part(tuple(_comparative(shown, acts, columns, language)), landscape=True)
    beside = Part(tuple(note(comparison, acts, annex, language)), landscape=True)
    parts: tuple[Part, ...] = (table, beside)
    if found:
        lines = tuple(_amending(shown, acts, found, language))
        parts = (Part((Heading(labels("amending")), Wording(lines))), *parts)
    below = f"{labels('author')}: {package.author}"
    if title != package.title:
        below = f"{package.title}. {below}"
    return Paper(language, title, below, parts)


def _title(
    shown: Comparison, acts: Mapping[str, Act], found: Sequence[Command], language: str
) -> str:
    """The bill's own title, else the official one for what it changes, else the package's."""
    bill = shown.package.bill
    own = (bill.title_kk if language == "kk" else bill.title) if bill else ""
    formulas = formulas_kk.title if language == "kk" else formulas_ru.title
    return own or (formulas(found, acts) if found else shown.package.title)


def _amending(
    shown: Comparison, acts: Mapping[str, Act], found: Sequence[Command], language: str
) -> Iterator[str]:
    """The lines of the amending act; with an entry into force it has two articles."""
    bill, labels = shown.package.bill, labels_in(language)
    formulas = formulas_kk.amending_text if language == "kk" else formulas_ru.amending_text
    lines = formulas(found, acts)
    when = (bill.in_force_kk if language == "kk" else bill.in_force) if bill else ""
    if not when:
        yield from lines
        return
    yield f"{labels('article_one')} {lines[0]}"
    yield from lines[1:]
    in_force = say("papers.in_force", when="{when}").in_language(language)
    yield f"{labels('article_two')} {_entry_into_force(when.strip().rstrip('.'), in_force)}"


def _entry_into_force(when: str, formula: str) -> str:
    """The formula's sentence with the day in it, whatever of that sentence the author wrote too
    («вводится в действие с …», «Настоящий Закон вступает в силу …»)."""
    before, after = formula.split("{when}")
    law, verb = before.split()[:2], " ".join(before.split()[2:]) or after.strip(" .")
    if when.startswith(law[0]) and not when.endswith(verb):
        return f"{when}."
    when = when.removeprefix(" ".join(law)).strip()
    when = when.removeprefix(verb).removesuffix(verb).strip()
    return formula.format(when=when)


# --- The comparative table ----------------------------------------------------------------------


def _comparative(
    shown: Comparison, acts: Mapping[str, Act], columns: Sequence[Column], language: str
) -> Iterator[Block]:
    labels = labels_in(language)
    editions = "; ".join(edition_words(acts[e.split("@")[0]], e, language) for e in shown.editions)
    yield Heading(labels("table"))
    yield Plain(f"{labels('current')}: {editions}")
    yield Table(tuple(columns), tuple(_rows(shown.entries, columns, language)))
    yield Plain(labels("legend"))


def _rows(
    entries: Iterable[Entry], columns: Sequence[Column], language: str
) -> Iterator[tuple[Cell, ...] | str]:
    """A row per amendment; above those of one act its form and title."""
    for act, found in groupby(entries, key=lambda e: e.act):
        yield formulas_kk.act_words(act) if language == "kk" else f"{act.form} «{act.title}»"
        for entry in found:
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
    if absent_left(entry) or (entry.refused == NO_TEXT and entry.item.operation == "insert"):
        return labels("absent")
    return "" if entry.refused and entry.refused != NO_TEXT else labels("no_text")


def absent_left(entry: Entry) -> bool:
    """Whether the wording in force is «отсутствует»: the amendment adds a unit."""
    adds = bool(entry.rows) or entry.item.operation == "insert"
    return not entry.left and not entry.refused and adds


def without_wording(entry: Entry, labels: Labels) -> str:
    """What stands in the proposed column where there is no new wording to mark."""
    if entry.refused == NO_TEXT:
        return labels("no_text")
    if entry.item.operation == "none":
        return entry.item.proposed or labels("concept")
    return f"{labels('refused')}: {entry.refused}" if entry.refused else labels("repeal")


def cell_text(lines: tuple[CellLine, ...]) -> str:
    return "\n".join(line.text for line in lines)


def edition_words(act: Act, edition: str, language: str = "ru") -> str:
    """«Закон о МСУ, редакция от 2 марта 2022 года (law-148-2001@2022-03-02:ru)».

    In Kazakh an edition held in Russian only says that the words are the author's.
    """
    day = parse(edition).edition or ""
    if language == "ru":
        return f"{act.name}, редакция от {long_date(day)} ({edition})"
    name = f"{act.title_kk or act.name}, {formulas_kk.long_date(day)} редакция"
    if parse(edition).language == "kk":
        return f"{name} ({edition})"
    return f"{name} (қазақша мәтіні қорда жоқ: автордың келтіргені бойынша)"
