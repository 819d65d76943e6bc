"""The JSON rows of the command line (DESIGN, «Command line»)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kb.norm.address import Address, place, steps_text
from kb.norm.dates import changes, stub

if TYPE_CHECKING:
    from kb.amendment.beside import Beside
    from kb.amendment.chain import Chain
    from kb.amendment.instruction import Instruction
    from kb.amendment.package import Baseline, Package
    from kb.amendment.verify import Departure, Verified
    from kb.citation import Citation
    from kb.compare.table import Comparison
    from kb.norm.act import Clause, Edition
    from kb.norm.dates import AmendingLaw
    from kb.norm.difference import Difference, Row, Unit
    from kb.search import Hit
    from kb.studies.arithmetic import Outcome
    from kb.studies.exhibits import Exhibit, Exhibits


def clause(edition: Edition, unit: Clause, *, nested: bool = False) -> dict[str, Any]:
    """A clause with its place; `nested` puts whole clauses in `children`, not addresses."""
    children: list[Any] = [
        clause(edition, c, nested=True) if nested else edition.address(c.steps)
        for c in unit.children
    ]
    return {
        "act": edition.act,
        "edition": edition.date,
        "language": edition.language,
        "address": edition.address(unit.steps),
        "kind": unit.kind,
        "number": unit.number,
        "heading": unit.heading,
        "text": unit.text,
        "own_text": unit.own_text,
        "status": unit.status.value,
        "notes": [{"text": n.text} for n in unit.notes],
        "changes": [_law(c) for n in unit.notes for c in changes(n.text)],
        "excluded_by": _law(stub(unit)) if unit.status == "excluded" else None,
        "children": children,
    }


def _law(law: AmendingLaw | None) -> dict[str, Any] | None:
    if law is None:
        return None
    return {
        "date": law.date,
        "number": law.number,
        "effect": law.effect,
        "effective": law.effective,
    }


def difference(compared: Difference) -> dict[str, Any]:
    return {
        "rows": _rows(compared.rows),
        "not_held": [{**place(o.address), "held_by": o.held_by} for o in compared.not_held],
    }


def _rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    def unit(side: Unit | None) -> dict[str, Any] | None:
        return {**place(side.address), "text": side.text} if side else None

    return [
        {
            "left": unit(row.left),
            "right": unit(row.right),
            "status": row.status.value,
            "segments": [list(s) for s in row.segments],
        }
        for row in rows
    ]


def citation(cited: Citation) -> dict[str, Any]:
    """A citation with its act and numbers; offsets in characters of the text it stands in."""
    return {
        "start": cited.start,
        "end": cited.end,
        "text": cited.text,
        "phrase": list(cited.phrase),
        "range": cited.ranged,
        "act": cited.act,
        "act_name": cited.act_name,
        "edition": cited.edition,
        "language": cited.language,
        "article": cited.number("art"),
        "point": cited.number("pt"),
        "subpoint": cited.number("spt"),
        "part": cited.number("part"),
        "paragraph": cited.number("abz"),
        "address": cited.address,
        "status": cited.status.value,
        "reason": cited.reason or None,
    }


def hit(one: Hit) -> dict[str, Any]:
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


def baseline(checked: Baseline) -> dict[str, Any]:
    return {
        **place(checked.address or checked.edition),
        "match": checked.match,
        "segments": [list(s) for s in checked.segments],
        "not_quoted": list(checked.partial),
    }


def package(comparison: Comparison) -> dict[str, Any]:
    whole = comparison.package
    order = {item.id: nth for nth, item in enumerate(whole.items)}
    return {
        "id": whole.id,
        "title": whole.title,
        "author": whole.author,
        "kind": whole.kind,
        "source": whole.citation,
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


def as_amended(proposed: Package, editions: Iterable[Edition]) -> list[dict[str, Any]]:
    """Each act with the whole package applied to it: only the articles that changed."""
    from kb.amendment.carried import carried_out
    from kb.compare.amended import altered

    rows = []
    for edition in editions:
        done = carried_out(proposed, edition)
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


def instruction(read: Instruction) -> dict[str, Any]:
    """An instruction as read: `effective` is the day of a part with one of its own, else null."""
    return {
        "operations": [
            {**o.data(), "effective": read.day(nth) or None}
            for nth, o in enumerate(read.operations)
        ],
        "unread": _unread(read),
        "acts": [
            {
                "act": a.act if a.known else None,
                "words": a.words,
                "title": a.title,
                "date": a.date or None,
                "number": a.number or None,
            }
            for a in read.acts
        ],
        "commencement": [
            {"start": d.start, "end": d.end, "text": d.text, "date": d.date or None}
            for d in read.deferred
        ],
    }


def _unread(read: Instruction) -> list[dict[str, Any]]:
    """What gives no operation; `temporary` for a wording with a term or a suspension, else null."""
    return [
        {
            "start": u.start,
            "end": u.end,
            "text": u.text,
            "reason": u.reason,
            "temporary": {
                "suspends": u.temporary.suspends,
                "address": steps_text(u.temporary.steps) or None,
                "until": u.temporary.until or None,
                "text": u.temporary.text or None,
            }
            if u.temporary
            else None,
        }
        for u in read.unread
    ]


def chain(links: Chain, text: str) -> dict[str, Any]:
    """What applying one law or several gave; `laws` in the order applied."""
    results = [(n, link, link.result) for n, link in enumerate(links.links) if link.result]

    def refused(outside: bool) -> list[dict[str, Any]]:
        return [
            {"operation": r.operation.data(), "reason": r.reason, "law": n}
            for n, _, result in results
            for r in result.refused
            if r.outside == outside
        ]

    return {
        "text": text,
        "applied": [
            {"operation": d.operation.data(), "remarks": list(d.remarks), "law": n}
            for n, _, result in results
            for d in result.applied
        ],
        "refused": refused(False),
        "out_of_scope": refused(True),
        "unread": [
            {**row, "law": n} for n, link in enumerate(links.links) for row in _unread(link.read)
        ],
        "laws": [
            {
                "file": link.law.name,
                "date": link.law.date or None,
                "number": link.law.number or None,
                "remarks": list(link.remarks),
                "left_out": link.left_out or None,
            }
            for link in links.links
        ],
    }


def beside(units: Sequence[Beside], ru: Instruction, kk: Instruction) -> dict[str, Any]:
    """The two languages of one law side by side."""
    return {
        "units": [
            {
                "address": str(Address(each.act).within(each.steps)),
                "same": each.alike,
                "ru": [o.data() for o in each.ru],
                "kk": [o.data() for o in each.kk],
            }
            for each in units
        ],
        "unread": {"ru": _unread(ru), "kk": _unread(kk)},
    }


def _departure(d: Departure, after: Edition) -> dict[str, Any]:
    return {
        **place(after.address(d.steps)),
        "status": d.row.status.value,
        "before": d.before,
        "ordered": d.ordered,
        "bank": d.bank,
        "segments": [list(s) for s in d.row.segments],
        "reason": d.reason or None,
        "named_in_notes": list(d.others),
    }


def verified(answer: Verified, after: Edition) -> dict[str, Any]:
    """The bank's edition held against the laws (DESIGN, `kb verify`)."""

    def departures(listed: Iterable[Departure]) -> list[dict[str, Any]]:
        return [_departure(each, after) for each in listed]

    return {
        "by_law": [
            {
                **place(after.address(m.steps)),
                "law": m.law.name,
                "date": m.law.date or None,
                "operation": m.operation.data(),
            }
            for m in answer.by_law
        ],
        "not_ordered": departures(answer.not_ordered),
        "not_done": departures(answer.not_done),
        "undecided": [
            *departures(answer.undecided),
            *(
                {
                    "law": o.law.name,
                    "words": o.words,
                    "operation": o.operation.data() if o.operation else None,
                    "reason": o.reason,
                }
                for o in answer.open
            ),
        ],
        "not_held": list(answer.not_held),
    }


def exhibits(of: Exhibits) -> dict[str, Any]:
    """A study's tables and figures, comparisons with other countries, and what came of the rules."""
    from kb.studies.arithmetic import across

    return {
        "study": of.study,
        "exhibits": [_exhibit(of, e) for e in of.exhibits],
        "models": [
            {
                "id": m.id,
                "model": m.model,
                "countries": m.countries,
                "aspect": m.aspect,
                "words": m.words,
                "lines": m.lines,
            }
            for m in of.models
        ],
        "checks": [_outcome(o) for o in across(of)],
    }


def _exhibit(of: Exhibits, exhibit: Exhibit) -> dict[str, Any]:
    from kb.studies.arithmetic import outcomes

    return {
        "id": exhibit.id,
        "kind": exhibit.kind,
        "number": exhibit.number,
        "title": exhibit.title or exhibit.name,
        "section": exhibit.section,
        "lines": exhibit.lines,
        "head": exhibit.head,
        "rows": [{"group": r.group, "cells": r.cells, "lines": r.lines} for r in exhibit.rows],
        "quotes": [{"words": q.words, "lines": q.lines} for q in exhibit.quotes],
        "questions": [
            {"number": q.number, "words": q.words, "options": q.options} for q in exhibit.questions
        ],
        "same": exhibit.same,
        "norms": [str(n.address) for n in exhibit.norms],
        "amendments": exhibit.amendments,
        "checks": [_outcome(o) for o in outcomes(of, exhibit)],
        "remarks": exhibit.remarks,
    }


def _outcome(of: Outcome) -> dict[str, Any]:
    return {
        "rule": of.rule,
        "tried": of.tried,
        "agreed": of.agreed,
        "faults": of.faults,
        "notes": of.notes,
    }
