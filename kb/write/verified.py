"""The bank's edition held against amending laws, as a paper or a sheet: each difference where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from kb.amendment.verify import Departure, Made, Verified
from kb.compare.table import CellLine
from kb.ground.errors import KbError
from kb.ground.saying import Saying, in_language, say
from kb.norm.act import Edition
from kb.norm.address import parse, unit_words
from kb.norm.difference import Unit
from kb.write import sheet
from kb.write.columns import Column
from kb.write.paper import Block, Cell, Heading, Paper, Part, Plain, Table, said

ENDINGS: Final = (".docx", ".md", ".csv")


def paper(checked: Verified, after: Edition, subtitle: str, language: str) -> Paper:
    """The paper of `kb verify`. `subtitle`: the two editions in words; what is not judged stands last but
    for what the laws order and the bank has."""
    marks = checked.chain.edition.marks | after.marks
    blocks: list[Block] = []
    for key, listed in (
        ("not_ordered", checked.not_ordered),
        ("not_done", checked.not_done),
        ("undecided", checked.undecided),
    ):
        blocks += _departures(key, listed, marks, language)
        if key == "undecided" and checked.open:
            blocks.append(_open(checked, language))
    blocks += _made(checked, language)
    title = in_language(say("write.verified_title"), language)
    return Paper(language, title, subtitle, (Part(tuple(blocks), landscape=True),))


def written(
    checked: Verified, after: Edition, subtitle: str, language: str, name: str
) -> bytes | str:
    """The answer as the file that its name's ending asks for (ENDINGS). Raises KbError for another."""
    match PurePath(name).suffix.lower():
        case ".csv":
            return as_csv(checked, language)
        case ".md":
            from kb.write import markdown

            return markdown.write(paper(checked, after, subtitle, language))
        case ".docx":
            from kb.write import docx

            return docx.write(paper(checked, after, subtitle, language))
    raise KbError(say("write.ending_unknown", name=name, known=", ".join(ENDINGS)))


def _words(key: str, language: str) -> str:
    return in_language(say(f"write.verified_{key}"), language)


def _columns(language: str, *columns: tuple[str, float]) -> tuple[Column, ...]:
    return tuple(Column(key, {language: _words(key, language)}, width) for key, width in columns)


def _group(key: str, count: int, language: str) -> Iterator[Block]:
    yield Heading(f"{_words(key, language)}: {count}")
    yield Plain(_words(f"{key}_why", language), aside=True)


def _departures(
    key: str, listed: Sequence[Departure], marks: Mapping[str, str], language: str
) -> Iterator[Block]:
    yield from _group(key, len(listed), language)
    if not listed:
        yield Plain(_words("nothing", language))
        return
    columns = _columns(language, ("unit", 4.5), ("ordered", 8.5), ("bank", 8.5), ("said", 4.2))
    rows = tuple(
        (
            said(in_language(unit_words(each.steps), language)),
            _cell(each, each.row.left, "+", marks),
            _cell(each, each.row.right, "-", marks),
            said(in_language(each.reason, language), *each.others, aside=True),
        )
        for each in listed
    )
    yield Table(columns, rows)


def _cell(each: Departure, unit: Unit | None, without: str, marks: Mapping[str, str]) -> Cell:
    if unit is None:
        return said("—")
    segments = tuple(s for s in each.row.segments if s[0] != without)
    return Cell((CellLine(marks.get(unit.address, ""), segments, each.row.status, unit.address),))


def _open(checked: Verified, language: str) -> Table:
    """Commands that were not carried out, each with its reason."""
    columns = _columns(language, ("law", 6), ("command", 12), ("said", 7.7))
    rows = tuple(
        (said(o.law.name), said(o.words), said(in_language(o.reason, language), aside=True))
        for o in checked.open
    )
    return Table(columns, rows)


def _made(checked: Verified, language: str) -> Iterator[Block]:
    yield from _group("by_law", len(checked.by_law), language)
    if not checked.by_law:
        return
    columns = _columns(language, ("unit", 6), ("law", 6), ("command", 13.7))
    rows = tuple(
        (said(in_language(_where(each), language)), said(each.law.name), said(_command(each)))
        for each in checked.by_law
    )
    yield Table(columns, rows)


def _where(each: Made) -> Saying:
    return unit_words(each.steps) if each.steps else say("amendment.act")


def _command(each: Made) -> str:
    """The law's own words of a command, on one line."""
    span = each.operation.span
    return " ".join(each.law.text[slice(*span)].split()) if span else ""


def as_csv(checked: Verified, language: str) -> str:
    """The same as CSV, a row for each difference, command and unit that is not judged, in the order of
    the paper; its first column is the group."""
    keys = ("group", "unit", "law", "command", "before", "ordered", "bank", "said")
    return sheet.write([_words(key, language) for key in keys], _rows(checked, language))


def _rows(checked: Verified, language: str) -> Iterator[tuple[str, ...]]:
    for key, listed in (
        ("not_ordered", checked.not_ordered),
        ("not_done", checked.not_done),
        ("undecided", checked.undecided),
    ):
        for d in listed:
            unit = in_language(unit_words(d.steps), language)
            reason = "; ".join(filter(None, (in_language(d.reason, language), *d.others)))
            yield _words(key, language), unit, "", "", d.before, d.ordered, d.bank, reason
    undecided = _words("undecided", language)
    for o in checked.open:
        yield undecided, "", o.law.name, o.words, "", "", "", in_language(o.reason, language)
    for address in checked.not_held:
        unit = in_language(unit_words(parse(address).steps), language)
        yield _words("not_held", language), unit, "", "", "", "", "", ""
    for made in checked.by_law:
        unit = in_language(_where(made), language)
        yield _words("by_law", language), unit, made.law.name, _command(made), "", "", "", ""
