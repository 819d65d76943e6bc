"""What the program itself finds: grounds of verdicts, what packages do to them, collisions with norms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from kb.amendment.carried import CarriedItem, carried_out
from kb.amendment.package import Package
from kb.charter import report as compliance
from kb.charter.assess import Evidence
from kb.charter.changed import VerdictChange
from kb.charter.report import Measure
from kb.charter.rules import BadRules
from kb.graph.building import Maker
from kb.graph.model import EdgeKind
from kb.graph.works import item_id
from kb.ground.errors import KbError
from kb.norm.address import Steps, parse
from kb.technique.checking import check
from kb.technique.checks import collision
from kb.technique.draft import read

# A finding of a collision with a norm → the edge from the amendment to it.
COLLISIONS: Final[Mapping[str, EdgeKind]] = {
    "collision-repeats": "repeats",
    "collision-otherwise": "collides",
}


def add(maker: Maker) -> None:
    """Verdicts by the built-in rules, where this library has the acts that they read; collisions."""
    with suppress(BadRules):
        by = compliance.measure(maker.library)
        _verdicts(maker, by)
        for package in maker.library.packages():
            _effects(maker, by, package)
    for package in maker.library.packages():
        _collisions(maker, package)


def _verdicts(maker: Maker, by: Measure) -> None:
    """A verdict on a paragraph rests on norms; each speaks for the duty or against it."""
    clauses = {p.id: p.clauses for p in by.paragraphs}
    for verdict in compliance.of_day(maker.library, by).verdicts:
        for evidence in verdict.evidence:
            norm = maker.near(evidence.address)[0]
            if norm is None:
                continue
            weighs: EdgeKind = "supports" if evidence.weighs == "for" else "defeats"
            for clause in clauses[verdict.id]:
                paragraph = maker.near(clause)[0]
                if paragraph:
                    ways: tuple[tuple[str, str, EdgeKind], ...] = (
                        (paragraph, norm, "rests_on"),
                        (norm, paragraph, weighs),
                    )
                    for source, target, kind in ways:
                        maker.edge(
                            source,
                            target,
                            kind,
                            evidence.decisive,
                            origin="rule",
                            certainty="likely",
                            by=verdict.rule,
                        )


def _effects(maker: Maker, by: Measure, package: Package) -> None:
    """What a package with wordings does to the verdicts, laid to the amendments whose words do it."""
    if not any(item.operations() for item in package.items):
        return
    clauses = {p.id: p.clauses for p in by.paragraphs}
    carried = list(_carried(maker, package))
    for change in compliance.report(maker.library, by, packages=[package]).changes:
        for evidence, kind in _moved(change):
            writer = _writer(carried, evidence)
            source = item_id(package, writer.item) if writer else f"package:{package.id}"
            for clause in clauses[change.id]:
                target = maker.near(clause)[0]
                if target:
                    maker.edge(
                        source,
                        target,
                        kind,
                        evidence.decisive,
                        origin="rule",
                        certainty="likely",
                        by=evidence.test,
                    )


def _carried(maker: Maker, package: Package) -> Iterator[CarriedItem]:
    for act in package.acts:
        with suppress(KbError):
            yield from carried_out(package, maker.library.edition(act)).items


def _moved(change: VerdictChange) -> Iterator[tuple[Evidence, EdgeKind]]:
    """The grounds that a change adds or takes away, and whether it brings nearer by it."""
    for evidence in change.gained:
        yield evidence, "nearer" if evidence.weighs == "for" else "away"
    for evidence in change.lost:
        yield evidence, "away" if evidence.weighs == "for" else "nearer"


def _writer(carried: list[CarriedItem], evidence: Evidence) -> CarriedItem | None:
    """The item whose unit the ground stands in, the closest first."""
    place = parse(evidence.address)

    def around(each: CarriedItem) -> int:
        units: tuple[Steps, ...] = (each.steps, each.item.target.steps, *each.added)
        return max((len(u) for u in units if u and place.steps[: len(u)] == u), default=0)

    mine = [c for c in carried if c.item.target.act == place.act and around(c)]
    return max(mine, key=around, default=None)


def _collisions(maker: Maker, package: Package) -> None:
    library = maker.library
    try:
        drafted = read(package, library.editions_for(package, "newest"), library)
        findings = check(drafted, collision.CHECKS)
    except KbError:  # compared with a text that is not held
        return
    for finding in findings:
        kind = COLLISIONS.get(finding.rule)
        item = next((i for i in package.items if i.id == finding.item), None)
        if kind and item:
            for evidence in finding.evidence:
                target = maker.near(evidence.address)[0] if evidence.address else None
                if target:
                    maker.edge(
                        item_id(package, item),
                        target,
                        kind,
                        evidence.quote,
                        origin="rule",
                        certainty="likely",
                        by=finding.rule,
                    )
