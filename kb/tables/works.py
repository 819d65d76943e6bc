"""What authors propose and say, the verdicts on the Charter, and the graph, as rows."""

from __future__ import annotations

from collections.abc import Iterator

from kb import graph
from kb.charter import report
from kb.charter.assess import Assessment
from kb.charter.rules import BadRules
from kb.graph.works import claim_id, item_id
from kb.library import Library
from kb.tables.table import Row, Table, held


def _packages(library: Library) -> Iterator[Row]:
    for each in library.packages():
        yield {
            "id": each.id,
            "title": each.title,
            "author": each.author,
            "kind": each.kind,
            "source": each.citation,
        }


def _amendments(library: Library) -> Iterator[Row]:
    for package in library.packages():
        for item in package.items:
            yield {
                "id": item_id(package, item),
                "package": package.id,
                "item": item.id,
                "address": str(item.target),
                "target": held(library, str(item.target)),
                "operation": item.operation,
                "quoted": item.quoted,
                "proposed": item.proposed,
                "proposed_kk": item.kazakh.proposed if item.kazakh else None,
                "grounds": item.grounds or None,
                "place": item.place or None,
            }


def _studies(library: Library) -> Iterator[Row]:
    for each in library.studies():
        yield {
            "id": each.id,
            "authors": ", ".join(each.authors),
            "title": each.title,
            "year": each.year,
            "source": each.citation,
        }


def _claims(library: Library) -> Iterator[Row]:
    for study in library.studies():
        for claim in study.claims:
            yield {
                "id": claim_id(study, claim),
                "study": study.id,
                "says": claim.says,
                "gist": claim.gist,
                "words": claim.words,
                "place": str(claim.place),
            }


def _claim_norms(library: Library) -> Iterator[Row]:
    for study in library.studies():
        for claim in study.claims:
            for nth, norm in enumerate(claim.norms, start=1):
                yield {
                    "id": f"{claim_id(study, claim)}.{nth}",
                    "claim": claim_id(study, claim),
                    "address": str(norm.address),
                    "clause": held(library, str(norm.address)),
                    "words": norm.words or None,
                    "remark": norm.remark or None,
                }


def _assessed(library: Library) -> tuple[Assessment | None, dict[str, str]]:
    """The verdicts on the newest texts with the duties; None for a corpus that the rules do not fit."""
    try:
        by = report.measure(library)
    except BadRules:
        return None, {}
    return report.of_day(library, by), {p.id: str(p.duty) for p in by.paragraphs}


def _verdicts(library: Library) -> Iterator[Row]:
    assessed, duties = _assessed(library)
    for each in assessed.verdicts if assessed else ():
        yield {
            "id": each.id,
            "part": each.part,
            "core": int(each.core),
            "duty": duties[each.id],
            "verdict": each.verdict,
            "rule": each.rule,
            "reason": str(each.reason),
        }


def _evidence(library: Library) -> Iterator[Row]:
    assessed, _ = _assessed(library)
    for verdict in assessed.verdicts if assessed else ():
        for nth, each in enumerate(verdict.evidence, start=1):
            yield {
                "id": f"{verdict.id}#{nth}",
                "verdict": verdict.id,
                "address": each.address,
                "clause": held(library, each.address),
                "weighs": each.weighs or None,
                "says": str(each.says),
                "quote": each.quote,
                "decisive": each.decisive,
                "limited_by": each.limit or None,
            }


def _nodes(library: Library) -> Iterator[Row]:
    for node in graph.build(library).nodes.values():
        yield {
            "id": node.id,
            "kind": node.kind,
            "name": str(node.name),
            "address": node.address or None,
            "clause": held(library, node.address),
        }


def _edges(library: Library) -> Iterator[Row]:
    for nth, edge in enumerate(graph.build(library).edges, start=1):
        yield {
            "id": nth,
            "source": edge.source,
            "target": edge.target,
            "kind": edge.kind,
            "words": str(edge.words) or None,
            "origin": edge.origin,
            "certainty": edge.certainty,
            "by": edge.by or None,
        }


TABLES = (
    Table(
        "packages", dict.fromkeys(["id", "title", "author", "kind", "source"], str),
        "id", _packages, {}, ("title", "author"),
    ),
    Table(
        "amendments",
        dict.fromkeys(["id", "package", "item", "address", "target", "operation", "quoted",
                       "proposed", "proposed_kk", "grounds", "place"], str),
        "id", _amendments, {"package": "packages", "target": "clauses"},
        ("quoted", "proposed", "grounds"),
    ),
    Table(
        "studies",
        dict.fromkeys(["id", "authors", "title"], str) | {"year": int, "source": str},
        "id", _studies, {}, ("authors", "title"),
    ),
    Table(
        "claims", dict.fromkeys(["id", "study", "says", "gist", "words", "place"], str),
        "id", _claims, {"study": "studies"}, ("gist", "words"),
    ),
    Table(
        "claim_norms", dict.fromkeys(["id", "claim", "address", "clause", "words", "remark"], str),
        "id", _claim_norms, {"claim": "claims", "clause": "clauses"},
    ),
    Table(
        "verdicts",
        {"id": str, "part": str, "core": int}
        | dict.fromkeys(["duty", "verdict", "rule", "reason"], str),
        "id", _verdicts, {}, ("duty", "reason"),
    ),
    Table(
        "evidence",
        dict.fromkeys(["id", "verdict", "address", "clause", "weighs", "says", "quote", "decisive",
                       "limited_by"], str),
        "id", _evidence, {"verdict": "verdicts", "clause": "clauses"},
    ),
    Table(
        "nodes", dict.fromkeys(["id", "kind", "name", "address", "clause"], str),
        "id", _nodes, {"clause": "clauses"},
    ),
    Table(
        "edges",
        {"id": int}
        | dict.fromkeys(["source", "target", "kind", "words", "origin", "certainty", "by"], str),
        "id", _edges, {"source": "nodes", "target": "nodes"},
    ),
)  # fmt: skip
