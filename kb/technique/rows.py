"""Findings of the drafting checks as JSON rows (DESIGN, «Command line»)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kb.norm.address import place
from kb.technique.dismissed import Dismissal
from kb.technique.finding import Evidence, Finding, rules


def rows(
    findings: Iterable[Finding], dismissed: Mapping[Finding, Dismissal] | None = None
) -> list[dict[str, Any]]:
    """A row per finding, with its rule's norms, what to do, and why it was dismissed if it was."""
    return [_row(f, (dismissed or {}).get(f)) for f in findings]


def _row(found: Finding, dismissal: Dismissal | None) -> dict[str, Any]:
    rule = rules()[found.rule]
    return {
        "item": found.item,
        "rule": found.rule,
        "band": found.band.value,
        "severity": found.severity.value,
        **place(found.address),
        "message": found.message,
        "words": found.words,
        "span": list(found.span) if found.span else None,
        "evidence": [_evidence(e) for e in found.evidence],
        "places": [_place(each) for each in found.also],
        "title": rule.title["ru"],
        "remedy": rule.remedy["ru"],
        "norms": [str(n) for n in rule.norms],
        "dismissed": {"reason": dismissal.reason, "day": dismissal.day} if dismissal else None,
    }


def _place(found: Finding) -> dict[str, Any]:
    """A further place of the same defect."""
    return {
        "rule": found.rule,
        **place(found.address),
        "message": found.message,
        "words": found.words,
        "span": list(found.span) if found.span else None,
        "evidence": [_evidence(e) for e in found.evidence],
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    return {**place(found.address), "quote": found.quote, "note": found.note}
