"""A package as paper, before any format: the sections that Markdown and Word both print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.act import Act
from kb.address import parse
from kb.amendment.package import Baseline, Item
from kb.amendment.wording import Command, amending_text, long_date, title
from kb.write.comparison import CellLine, Comparison, Entry

DISCLAIMER = (
    "Подготовлено программой Salystyrma по удерживаемым текстам; не является официальным "
    "источником. Перед внесением сверьте с Эталонным контрольным банком."
)
COLUMNS = (
    "№",
    "Структурный элемент",
    "Действующая редакция",
    "Предлагаемая редакция",
    "Обоснование",
)
MATCHES = {
    "exact": "дословно",
    "near": "почти, с отличиями",
    "none": "не совпадает",
    "not_held": "не удерживается",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """The parts of an exported package, in the order of printing."""

    title: str
    subtitle: str
    amending: tuple[str, ...]
    entries: tuple[Entry, ...]
    editions: tuple[str, ...]
    remarks: tuple[tuple[str, tuple[str, ...]], ...]  # heading, lines
    sources: tuple[str, ...]


def commands(comparison: Comparison) -> list[Command]:
    """The commands of the amendments that can be applied."""
    return [
        Command(e.act.id, e.item.operation, e.steps, e.new_text, e.added)
        for e in comparison.entries
        if not e.refused
    ]


def paper(comparison: Comparison, acts: Mapping[str, Act]) -> Paper:
    """The paper of a package."""
    package = comparison.package
    found = commands(comparison)
    amending = tuple(amending_text(found, acts)) if found else ()
    return Paper(
        title=title(found, acts) if found else package.title,
        subtitle=f"{package.title}. Автор: {package.author}",
        amending=amending,
        entries=comparison.entries,
        editions=tuple(edition_words(acts[e.split("@")[0]], e) for e in comparison.editions),
        remarks=tuple(_remarks(comparison)),
        sources=tuple(_sources(comparison)),
    )


def _remarks(comparison: Comparison) -> Iterator[tuple[str, tuple[str, ...]]]:
    if comparison.remarks:
        yield "К пакету в целом", comparison.remarks
    for entry in comparison.entries:
        lines = list(entry_remarks(entry))
        if lines:
            yield f"Поправка {entry.item.id}: {entry.element}", tuple(lines)


def entry_remarks(entry: Entry) -> Iterator[str]:
    """Everything that must be known of one amendment: refusal, remarks, baseline, misprints."""
    if entry.item.operation == "none":
        yield "Замысел: показана норма, которую он затронул бы; применять нечего."
    elif entry.refused:
        yield f"Не применена: {entry.refused}."
    yield from (_sentence(r) for r in entry.remarks)
    for misprint in entry.item.misprints:
        yield f"У автора «{misprint.words}», по смыслу «{misprint.should_be}»."
    if entry.item.annex:
        for body, annex in entry.item.annex.differences:
            yield f"В тексте «{body}», в повторе ({entry.item.annex.place}) «{annex}»."
    if entry.item.operation != "none":
        yield from baseline_lines(entry.item, entry.baselines)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "…", "»", "!")) else f"{text}."


def baseline_lines(item: Item, found: tuple[Baseline, ...]) -> Iterator[str]:
    """The baseline in sentences: in which editions the quoted wording stands."""
    if item.quoted is None:
        yield "Действующей редакции автор не приводит: сверять не с чем."
        return
    absent = [_date(b.edition) for b in found if b.match == "not_held"]
    for each in found:
        if each.match == "not_held":
            continue
        line = f"Сверка с редакцией {_date(each.edition)}: {MATCHES[each.match]}"
        if each.match == "near":
            removed = " ".join(t.strip() for op, t in each.segments if op == "-")
            added = " ".join(t.strip() for op, t in each.segments if op == "+")
            line += f" (у автора «{removed}», в редакции «{added}»)"
        yield line + "."
        for part in each.partial:
            yield f"Автор не приводит: {part}"
    if absent:
        yield f"Не сверено, редакции не удерживаются: {', '.join(absent)}."


def _date(edition: str) -> str:
    return parse(edition).edition or ""


def edition_words(act: Act, edition: str) -> str:
    """«Закон о МСУ, редакция от 2 марта 2022 года (law-148-2001@2022-03-02:ru)»."""
    return f"{act.name}, редакция от {long_date(_date(edition))} ({edition})"


def _sources(comparison: Comparison) -> Iterator[str]:
    package = comparison.package
    if package.citation:
        yield package.citation
    for entry in comparison.entries:
        if entry.item.place:
            yield f"Поправка {entry.item.id}: {entry.item.place}."


def absent_left(entry: Entry) -> bool:
    """Whether the wording in force is «отсутствует»: the amendment adds a unit."""
    return not entry.left and not entry.refused


def without_wording(entry: Entry) -> str:
    """What stands in the proposed column where there is no new wording to mark."""
    if entry.item.operation == "none":
        return entry.item.proposed or "замысел: текста автор не предлагает"
    return f"не применена: {entry.refused}" if entry.refused else "исключить"


def cell_text(lines: tuple[CellLine, ...]) -> str:
    return "\n".join(line.text for line in lines)
