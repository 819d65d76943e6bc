"""Questions to a library answered as JSON: what `--json` prints and what assistants are told.

Each answer is `data`, the rows of the command of that name (DESIGN, «Command line»), and `said`: what
the command line says beside them, so that an empty list never stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.address import parse, place, steps_text
from kb.write import rows

if TYPE_CHECKING:
    from kb.charter.between import Between
    from kb.charter.report import Measure, Report
    from kb.graph import Graph, Reached
    from kb.library import Library
    from kb.norm.act import Clause, Edition
    from kb.norm.address import Steps
    from kb.norm.history import Wording
    from kb.search import Result, Section
    from kb.technique.dismissed import Dismissal
    from kb.technique.finding import Finding


@dataclass(frozen=True, slots=True)
class Reply:
    """The rows, as JSON has them, and the sentences beside them."""

    data: Any
    said: tuple[str, ...] = ()


def asked(
    library: Library, address: str, day: str | None = None
) -> tuple[Edition, Clause, tuple[str, ...]]:
    """The edition and the clause that an address names, in the text of a day where one is given, with
    what is to be said of that text. Raises BadAddress, NotFound, NotHeld, Ambiguous; KbError for a day
    beside an edition."""
    named = parse(address)
    if day is None:
        return *library.clause(named), ()
    if named.edition:
        raise KbError(say("cli.edition_or_on"))
    edition, remarks = library.on(named.act, day, named.language)
    return edition, edition.resolve(named.steps), remarks


def show(library: Library, address: str, day: str | None = None) -> Reply:
    """`kb show`: an act, an edition or a norm with its notes, and how studies quote it otherwise."""
    edition, clause, remarks = asked(library, address, day)
    act = library.act(edition.act)
    quotations = library.quotations(f"{edition.act}/{steps_text(clause.steps)}")
    data = rows.clause(edition, clause)
    data |= {"label": act.label or None, "remarks": list(remarks), "quotations": quotations}
    return Reply(data)


def search(library: Library, query: str, sections: Sequence[Section] = (), **more: Any) -> Reply:
    """`kb search`: everything that answers the words of a query, and what was not searched."""
    result = sought(library, query, sections, **more)
    meant = say("search.meant", query=result.meant) if result.meant else None
    said = (*result.remarks, *filter(None, (result.nothing, meant)))
    return Reply([rows.hit(each) for each in result.hits], said)


def sought(
    library: Library,
    query: str,
    sections: Sequence[Section] = (),
    *,
    act: str | None = None,
    language: str | None = None,
    day: str | None = None,
) -> Result:
    """What a query finds. Raises NotFound for an unknown act or language, KbError for what is no day."""
    from kb.norm.dates import day as read_day
    from kb.search import SECTIONS
    from kb.search import search as everything

    if act:
        library.act(act)
    if day is not None:
        read_day(day)
    return everything(library, query, sections or SECTIONS, act=act, language=language, on=day)


def diff(library: Library, left: str, right: str) -> Reply:
    """`kb diff` of two addresses."""
    from kb.norm.difference import compare

    named = [parse(text) for text in (left, right)]
    old, new = (library.edition(a.act, a.edition, a.language) for a in named)
    units = (e.resolve(a.steps).steps for e, a in zip((old, new), named, strict=True))
    return Reply(rows.difference(compare(old, new, *same_unit(old, new, *units))))


def same_unit(left: Edition, right: Edition, unit: Steps, other: Steps) -> tuple[Steps, Steps]:
    """The units to compare: a text that holds the unit asked for on the other side is compared in it."""
    if unit and not other and right.find(unit):
        return unit, unit
    if other and not unit and left.find(other):
        return other, other
    return unit, other


def cite(text: str, library: Library, act: str | None = None, day: str | None = None) -> Reply:
    """`kb cite`: the citations of a text."""
    from kb import citation
    from kb.norm.dates import day as read_day

    date = read_day(day) if day is not None else None
    return Reply([rows.citation(c) for c in citation.cite(text, library, act=act, date=date)])


def amend_apply(library: Library, target: str, laws: Iterable[tuple[str, str]]) -> Reply:
    """`kb amend apply`: laws, each with its name, carried out on an edition; the text of the unit after
    them, and what was refused or not read."""
    from kb.amendment.chain import Law, chain

    edition, clause, _ = asked(library, target)
    done = chain(edition, [Law.of(*law) for law in laws], library.acts.values())
    after = done.edition.resolve(clause.steps) if clause.steps else done.edition.root
    return Reply(rows.chain(done, after.text))


def check(library: Library, package: str, against: str = "newest") -> Reply:
    """`kb package check`: the findings of the rules, those that the user set aside behind the others."""
    return Reply(checked(*findings(library, package, against)))


def findings(
    library: Library, package: str, against: str
) -> tuple[tuple[Finding, ...], Mapping[Finding, Dismissal]]:
    """What the checks find in a package, alike ones together, and what the user set aside of it."""
    from kb.technique import checking, dismissed
    from kb.technique.fold import folded

    every = checking.of_package(library, package, against)
    aside = dismissed.applied(every, dismissed.load(package))
    return tuple(folded(each for each in every if each not in aside)), aside


def checked(shown: tuple[Finding, ...], aside: Mapping[Finding, Dismissal]) -> dict[str, Any]:
    """The same as JSON."""
    from kb.technique.fold import counts
    from kb.technique.rows import rows as finding_rows

    return {"findings": finding_rows((*shown, *aside), aside), "counts": counts(shown)}


def charter(
    library: Library,
    *,
    day: str | None = None,
    other: str | None = None,
    packages: Sequence[str] = (),
    files: Sequence[Path] = (),
) -> Reply:
    """`kb charter`: verdicts with evidence, or with `other` what differs between two days."""
    from kb.charter import report as compliance
    from kb.charter.rules import FILES

    by = compliance.measure(library, files or FILES)
    if other is None:
        return Reply(compliant(by, compliance.report(library, by, day, packages)))
    return Reply(differing(day, other, between(library, by, day, other)))


def between(library: Library, by: Measure, day: str | None, other: str) -> tuple[Between, ...]:
    """What differs between the verdicts of two days. Raises KbError without the first."""
    from kb.charter.report import on_two_days

    if day is None:
        raise KbError(say("charter.against_needs_on"))
    return on_two_days(library, by, day, other)


def differing(day: str | None, other: str, steps: Iterable[Between]) -> dict[str, Any]:
    """The same as JSON."""
    from kb.write import charter as paper

    return {"on": day, "against": other, "changed": [paper.between(each) for each in steps]}


def compliant(by: Measure, report: Report) -> dict[str, Any]:
    """The verdicts of a day as JSON, with what packages change and what studies say."""
    from kb.write import charter as paper

    return {
        "statement": by.positions.statement,
        **paper.assessment(report.after, by.paragraphs, by.rules),
        "changed": [paper.change(c) for c in report.changes],
        "packages": list(report.packages),
        "refused": [
            {"package": r.package, "target": r.target, "reason": r.reason} for r in report.refused
        ],
        "studies": [paper.standing(s) for s in report.standings],
        "membership": [asdict(stated) for stated in by.positions.membership],
    }


def impact(library: Library, address: str) -> Reply:
    """`kb impact`: what reaches a norm; where nothing does, what was looked for."""
    from kb import graph as graphs

    graph, node, there = reached(library, address)
    said = () if there else (graphs.nothing(graph, node),)
    return Reply([graphs.reached_row(graph, each) for each in there], said)


def reached(library: Library, address: str) -> tuple[Graph, str, list[Reached]]:
    """The graph, the node of a norm in it, and what reaches it. Raises as Library.clause."""
    from kb import graph as graphs

    named = parse(address)
    _, clause = library.clause(named)
    node = graphs.clause_node(library, named.within(clause.steps)) or address
    graph = graphs.build(library)
    return graph, node, graphs.impact(graph, node)


def wordings(library: Library, address: str) -> tuple[Wording, ...]:
    """The wordings of a norm through the editions held. Raises as Edition.resolve does."""
    from kb.norm.history import history as lived

    named = parse(address)
    edition, clause = library.clause(named)
    editions = library.editions(named.act, edition.language)
    return tuple(lived(editions, clause.steps, library.act(named.act), edition.date))


def history(library: Library, address: str) -> Reply:
    """`kb history`: each wording of a norm, the law that made it, the editions between not held."""
    language = parse(address).language or "ru"
    act = parse(address).act
    return Reply(
        [
            {
                **place(each.address or f"{act}@{each.edition}:{language}"),
                "event": each.event.value,
                "text": each.text,
                "segments": [list(s) for s in each.segments],
                "cause": each.cause or None,
                "laws": [asdict(law) for law in each.laws],
                "between": list(each.between),
            }
            for each in wordings(library, address)
        ]
    )
