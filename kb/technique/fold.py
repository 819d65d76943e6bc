"""One finding for one defect: its places stand in it, and the same numbers stand everywhere.

    shown = folded(f for f in findings if f not in dismissed)

Findings of one rule in one item are places of one defect; a rule that tells of the same defect in
another way (`under` in its YAML) stands under the finding of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kb.technique.finding import Band, Finding, Severity, rules

Reason = TypeVar("Reason", bound=Hashable)

_BANDS, _SEVERITIES = tuple(Band), tuple(Severity)


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by band and severity, one for each defect; otherwise in the order given."""
    heads: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        heads.setdefault((each.item, each.rule), []).append(each)
    below: dict[tuple[str, str], list[Finding]] = {}
    for (item, rule), group in heads.items():
        over = next(((item, r) for r in rules()[rule].under if (item, r) in heads), None)
        if over and all(_of_same(each, heads[over]) for each in group):
            below.setdefault(over, []).extend(group)
    under = {id(each) for group in below.values() for each in group}
    shown = [
        replace(first, also=(*rest, *below.get(key, ())))
        for key, (first, *rest) in heads.items()
        if id(first) not in under
    ]
    return tuple(sorted(shown, key=lambda f: (_BANDS.index(f.band), _SEVERITIES.index(f.severity))))


def _of_same(one: Finding, others: Sequence[Finding]) -> bool:
    """Whether a finding may speak of the defect of others: of a place that they name, and of their words
    or of none that are proposed."""
    places = {x for other in others for x in (other.address, *(e.address for e in other.evidence))}
    words = one.span is None or any(one.words == other.words for other in others)
    return words and one.address in places


def folded_aside(reasons: Mapping[Finding, Reason]) -> dict[Finding, Reason]:
    """What was set aside, as it was shown when it was: one finding for one defect and one reason."""
    alike: dict[Reason, list[Finding]] = {}
    for finding, reason in reasons.items():
        alike.setdefault(reason, []).append(finding)
    return {f: reason for reason, places in alike.items() for f in folded(places)}


def counts(findings: Iterable[Finding]) -> dict[Band, dict[Severity, int]]:
    """How many there are of each severity, by band; all bands and severities stand in it."""
    numbers = Counter((f.band, f.severity) for f in findings)
    return {b: {s: numbers[b, s] for s in Severity} for b in Band}
