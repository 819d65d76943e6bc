"""The JSON rows of the command line (DESIGN, «Command line»)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kb.norm.address import place
from kb.norm.dates import changes

if TYPE_CHECKING:
    from kb.amendment.apply import Applied
    from kb.amendment.instruction import Instruction
    from kb.amendment.package import Baseline, Package
    from kb.citation import Citation
    from kb.compare.table import Comparison
    from kb.norm.act import Clause, Edition
    from kb.norm.difference import Difference, Row, Unit
    from kb.search import Found as SearchFound


def clause(edition: Edition, found: Clause, *, nested: bool = False) -> dict[str, Any]:
    """A clause with its place; `nested` puts whole clauses in `children`, not addresses."""
    children: list[Any] = [
        clause(edition, c, nested=True) if nested else edition.address(c.steps)
        for c in found.children
    ]
    return {
        "act": edition.act,
        "edition": edition.date,
        "language": edition.language,
        "address": edition.address(found.steps),
        "kind": found.kind,
        "number": found.number,
        "heading": found.heading,
        "text": found.text,
        "own_text": found.own_text,
        "status": found.status.value,
        "notes": [{"text": n.text} for n in found.notes],
        "changes": [
            {"date": c.date, "number": c.number, "effect": c.effect, "effective": c.effective}
            for n in found.notes
            for c in changes(n.text)
        ],
        "children": children,
    }


def difference(found: Difference) -> dict[str, Any]:
    return {
        "rows": _rows(found.rows),
        "not_held": [{**place(o.address), "held_by": o.held_by} for o in found.not_held],
    }


def _rows(found: Iterable[Row]) -> list[dict[str, Any]]:
    def unit(side: Unit | None) -> dict[str, Any] | None:
        return {**place(side.address), "text": side.text} if side else None

    return [
        {
            "left": unit(row.left),
            "right": unit(row.right),
            "status": row.status.value,
            "segments": [list(s) for s in row.segments],
        }
        for row in found
    ]


def citation(found: Citation) -> dict[str, Any]:
    """A citation with its act and numbers; offsets in characters of the text it stands in."""
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "phrase": list(found.phrase),
        "range": found.ranged,
        "act": found.act,
        "act_name": found.act_name,
        "edition": found.edition,
        "language": found.language,
        "article": found.number("art"),
        "point": found.number("pt"),
        "subpoint": found.number("spt"),
        "part": found.number("part"),
        "paragraph": found.number("abz"),
        "address": found.address,
        "status": found.status.value,
        "reason": found.reason or None,
    }


def found(one: SearchFound) -> dict[str, Any]:
    """What a search found: the place is that of the norm that it is, or speaks of."""
    return {
        **place(one.address),
        "kind": one.kind,
        "section": one.section,
        "id": one.id,
        "name": one.name,
        "score": one.score,
        "snippet": one.snippet,
        "marks": [list(m) for m in one.marks],
        "status": one.status,
        "counterpart": one.counterpart,
    }


def baseline(found: Baseline) -> dict[str, Any]:
    return {
        **place(found.address or found.edition),
        "match": found.match,
        "segments": [list(s) for s in found.segments],
        "not_quoted": list(found.partial),
    }


def package(comparison: Comparison) -> dict[str, Any]:
    found = comparison.package
    order = {item.id: nth for nth, item in enumerate(found.items)}
    return {
        "id": found.id,
        "title": found.title,
        "author": found.author,
        "kind": found.kind,
        "source": found.citation,
        "editions": list(comparison.editions),
        "remarks": list(comparison.remarks),
        "items": [
            {
                "id": e.item.id,
                "number": e.number,
                "target": str(e.item.target),
                "element": e.element,
                "edition": e.edition,
                "operations": [o.data() for o in e.item.operations()],
                "quoted": e.item.quoted,
                "proposed": e.item.proposed,
                "grounds": e.item.grounds,
                "place": e.item.place,
                "misprints": [
                    {"words": m.words, "should_be": m.should_be} for m in e.item.misprints
                ],
                "remarks": list(e.remarks),
                "refused": e.refused or None,
                "baseline": [baseline(b) for b in e.baselines],
                "rows": _rows(e.rows),
            }
            for e in sorted(comparison.entries, key=lambda e: order[e.item.id])
        ],
    }


def as_amended(found: Package, editions: Iterable[Edition]) -> list[dict[str, Any]]:
    """Each act with the whole package applied to it: only the articles that changed."""
    from kb.amendment.carried import carried_out
    from kb.compare.amended import altered

    rows = []
    for edition in editions:
        done = carried_out(found, edition)
        rows.append(
            {
                "act": edition.act,
                "edition": edition.date,
                "language": edition.language,
                "applied": [
                    {"item": each.item.id, "remarks": list(each.remarks)}
                    for each in done.items
                    if each.done
                ],
                "refused": [
                    {"item": each.item.id, "reason": each.refused} for each in done.refused
                ],
                "articles": [
                    {**place(edition.address(a.steps)), "text": a.text}
                    for a in altered(edition, done.edition)
                ],
            }
        )
    return rows


def instruction(found: Instruction) -> dict[str, Any]:
    """An instruction as read: `effective` is the day of a part with one of its own, else null."""
    return {
        "operations": [
            {**o.data(), "effective": found.day(nth) or None}
            for nth, o in enumerate(found.operations)
        ],
        "unread": _unread(found),
        "acts": [
            {
                "act": a.act if a.known else None,
                "words": a.words,
                "title": a.title,
                "date": a.date or None,
                "number": a.number or None,
            }
            for a in found.acts
        ],
        "commencement": [
            {"start": d.start, "end": d.end, "text": d.text, "date": d.date or None}
            for d in found.deferred
        ],
    }


def _unread(found: Instruction) -> list[dict[str, Any]]:
    return [
        {"start": u.start, "end": u.end, "text": u.text, "reason": u.reason} for u in found.unread
    ]


def applied(found: Instruction, result: Applied, text: str) -> dict[str, Any]:
    """What applying an instruction gave."""
    return {
        "text": text,
        "applied": [
            {"operation": d.operation.data(), "remarks": list(d.remarks)} for d in result.applied
        ],
        "refused": [
            {"operation": r.operation.data(), "reason": r.reason}
            for r in result.refused
            if not r.outside
        ],
        "out_of_scope": [
            {"operation": r.operation.data(), "reason": r.reason}
            for r in result.refused
            if r.outside
        ],
        "unread": _unread(found),
    }
