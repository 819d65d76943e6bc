"""The bank's edition held against amending laws, as a paper: each difference where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kb.amendment.verify import Departure, Verified
from kb.compare.table import CellLine
from kb.ground.saying import in_language, say
from kb.norm.act import Edition
from kb.norm.address import unit_words
from kb.norm.difference import Unit
from kb.write.columns import Column
from kb.write.paper import Block, Cell, Heading, Paper, Part, Plain, Table, said


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
    rows = []
    for each in checked.by_law:
        span = each.operation.span
        words = " ".join(each.law.text[slice(*span)].split()) if span else ""
        where = unit_words(each.steps) if each.steps else say("amendment.act")
        rows.append((said(in_language(where, language)), said(each.law.name), said(words)))
    yield Table(columns, tuple(rows))
