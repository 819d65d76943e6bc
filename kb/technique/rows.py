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


def _row(finding: Finding, dismissal: Dismissal | None) -> dict[str, Any]:
    rule = rules()[finding.rule]
    return {
        "item": finding.item,
        "rule": finding.rule,
        "band": finding.band.value,
        "severity": finding.severity.value,
        **place(finding.address),
        "message": finding.message,
        "words": finding.words,
        "span": list(finding.span) if finding.span else None,
        "evidence": [_evidence(e) for e in finding.evidence],
        "places": [_place(each) for each in finding.also],
        "title": rule.title["ru"],
        "remedy": rule.remedy["ru"],
        "norms": [str(n) for n in rule.norms],
        "dismissed": {"reason": dismissal.reason, "day": dismissal.day} if dismissal else None,
    }


def _place(finding: Finding) -> dict[str, Any]:
    """A further place of the same defect."""
    return {
        "rule": finding.rule,
        **place(finding.address),
        "message": finding.message,
        "words": finding.words,
        "span": list(finding.span) if finding.span else None,
        "evidence": [_evidence(e) for e in finding.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {**place(evidence.address), "quote": evidence.quote, "note": evidence.note}
