"""The papers of a package from the library: one answer for the command line and the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from kb.amendment.carried import CarriedOut, carried_out
from kb.amendment.package import Package
from kb.charter.changed import VerdictChange
from kb.charter.report import measure, report
from kb.compare.amended import altered
from kb.compare.kazakh import in_kazakh, kazakh_package
from kb.compare.table import Comparison, compare_package
from kb.ground.errors import KbError, NotFound, NotHeld
from kb.ground.safe import file_name
from kb.ground.saying import Saying, joined, say
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import parse
from kb.papers.comparative import edition_words
from kb.papers.conclusion import Annex, Effects
from kb.papers.export import export
from kb.papers.labels import labels_in
from kb.papers.package_paper import Kind
from kb.technique import checking, dismissed
from kb.write import tracked

FORMATS = ("md", "docx", "html")


class NothingToTrack(KbError):
    """The package changes no text that is held."""


def comparison(library: Library, package: Package, chosen: Mapping[str, Edition]) -> Comparison:
    """The comparative table of a package against `chosen`, an edition by act."""
    held = {act: library.editions(act) for act in package.acts}
    return compare_package(package, chosen, library.acts, held)


def kazakh(library: Library, table: Comparison) -> Comparison:
    """The same table in Kazakh, from the Kazakh editions of the same days where they are held."""
    return in_kazakh(table, _kazakh_editions(library, table))


def kazakh_edition(library: Library, act: str, date: str) -> Edition | None:
    """The Kazakh edition of an act of the same day; None where it is not held."""
    try:
        return library.edition(act, date, "kk")
    except (NotHeld, NotFound):
        return None


def _kazakh_editions(library: Library, table: Comparison) -> dict[str, Edition]:
    named = [parse(name) for name in table.editions]
    held = {p.act: kazakh_edition(library, p.act, p.edition or "") for p in named}
    return {act: edition for act, edition in held.items() if edition is not None}


def annex(library: Library, package: Package, chosen: Mapping[str, Edition]) -> Annex:
    """What the explanatory note says: the findings of the checks, the effects on the Charter.

    Findings that the user set aside keep his reason. The effects are computed on the newest
    editions held.
    """
    findings = checking.of_editions(library, package, chosen)
    aside = dismissed.applied(findings, dismissed.load(package.id))
    reasons = {finding: f"{each.reason} ({each.day})" for finding, each in aside.items()}
    return Annex(findings, _effects(library, package), reasons)


def _effects(library: Library, package: Package) -> Effects:
    try:
        charter = report(library, measure(library), packages=[package])
    except KbError as error:  # another corpus may lack the texts that the rules read
        return Effects(unknown=error.said)
    refused = (f"{r.target}: {r.reason}" if r.target else r.reason for r in charter.refused)
    unseen = tuple(_unrecognised(library, package, charter.changes))
    before = charter.before
    return Effects(
        charter.changes,
        before.editions,
        tuple(refused),
        unrecognised=unseen,
        compared=len(before.verdicts),
    )


def _unrecognised(
    library: Library, package: Package, changes: Iterable[VerdictChange]
) -> Iterator[str]:
    """The items carried out in whose units no rule of the Charter saw a ground come, go or change words."""
    grounds = [parse(e.address) for c in changes for e in (*c.gained, *c.lost, *c.reworded)]
    for act, edition in library.editions_for(package, "newest").items():
        for each in carried_out(package, edition).items:
            places = each.added or (each.steps,)
            seen = any(
                g.act == act
                and any(g.steps[: len(s)] == s or s[: len(g.steps)] == g.steps for s in places)
                for g in grounds
            )
            if each.done and not seen:
                yield each.item.id


def papers(
    library: Library,
    package: Package,
    chosen: Mapping[str, Edition],
    format_: str,
    language: str = "ru",
    kind: Kind = "whole",
) -> bytes:
    """A paper of the package in one of FORMATS: what is filed, one piece of it, or the conclusion."""
    table = comparison(library, package, chosen)
    return export(
        table,
        library.acts,
        format_,
        annex(library, package, chosen) if kind == "conclusion" else None,
        kazakh=kazakh(library, table) if language == "kk" else None,
        kind=kind,
    )


def name_of(
    package: Package, chosen: Mapping[str, Edition], kind: str, language: str = "ru", item: str = ""
) -> str:
    """The name of a paper's file without its ending: package, editions, kind, language."""
    days = sorted({chosen[act].date for act in package.acts if act in chosen})
    parts = (
        package.id,
        *days[:3],
        item and f"item-{item}",
        kind,
        language if language != "ru" else "",
    )
    return file_name("_".join(filter(None, parts)))


# --- Tracked changes ----------------------------------------------------------------------------


def tracked_changes(
    library: Library,
    package: Package,
    chosen: Mapping[str, Edition],
    when: datetime,
    item: str = "",
    language: str = "ru",
) -> bytes:
    """The articles that a package, or one `item` of it, changes, as Word's tracked changes.

    Raises NotFound for an unknown item, NothingToTrack where nothing can be applied.
    """
    if item:
        there = [i for i in package.items if i.id == item]
        if not there:
            known = ", ".join(i.id for i in package.items[:20])
            raise NotFound(say("write.no_item", package=package.id, item=item, known=known))
        package = replace(package, items=tuple(there))
    if language == "kk":
        table = comparison(library, package, chosen)
        chosen, package = _kazakh_editions(library, table), kazakh_package(package)
    done = {act: carried_out(package, chosen[act]) for act in package.acts if act in chosen}
    sheets = tuple(_sheets(done, library, language))
    if not sheets:
        raise NothingToTrack(joined(": ", (package.id, _why_not(package, done, language))))
    return tracked.write(sheets, language, package.title_in(language), package.author, when)


def _sheets(
    done: Mapping[str, CarriedOut], library: Library, language: str
) -> Iterator[tracked.Sheet]:
    """An act's changed articles; the head of its pages names the edition and what was refused."""
    for act, result in done.items():
        before = result.before
        texts = tuple(
            tracked.Text(
                tuple(a.was.split("\n")), tuple(a.text.split("\n")), a.steps[-1].unit == "art"
            )
            for a in altered(before, result.edition)
            if a.was != a.text  # a note may differ
        )
        if not texts:
            continue
        known = library.acts.get(act)
        head = edition_words(known, before.name, language) if known else before.name
        refused = [each.item.id for each in result.refused]
        if refused:
            said = labels_in(language)("refused").capitalize()
            head += f". {said}: {', '.join(refused)}"
        yield tracked.Sheet(head, texts)


def _why_not(package: Package, done: Mapping[str, CarriedOut], language: str) -> Saying:
    reasons = [each.refused for result in done.values() for each in result.refused]
    absent = [a for a in package.acts if a not in done]
    if reasons:
        return say("write.nothing_applied", reasons=joined("; ", reasons))
    if absent:
        return say("write.no_edition_in_language", language=language, acts=", ".join(absent))
    return say("write.nothing_to_change_kk" if language == "kk" else "write.nothing_to_change")
