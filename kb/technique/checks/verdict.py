"""Collisions with the Constitution and the Charter: a verdict that the draft makes worse.

The verdicts are kb.charter's, on the texts of the day that the draft is compared with; only the
duties whose rules read words that the draft changes are decided, before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kb.charter import report as compliance
from kb.charter.assess import Evidence as Ground
from kb.charter.assess import assess
from kb.charter.changed import VerdictChange
from kb.charter.paragraphs import Paragraph
from kb.charter.report import Measure
from kb.charter.rules import BadRules, Rules, Test
from kb.charter.texts import Texts
from kb.charter.words import Index, spelled
from kb.ground.saying import Saying, listed, say
from kb.norm.act import Edition
from kb.norm.address import Steps, parse
from kb.technique.checks.collision import place_of
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.finding import Evidence, Finding
from kb.technique.norm import content, root

_WORTH = {"fails": 0, "partly": 1, "complies": 2}
_RULE = {"constitution": "collision-constitution"}


def worse(draft: Draft) -> Iterator[Finding]:
    """A duty of the Constitution, the Charter or the Protocol whose verdict gets worse.

    Silent where the corpus has not the acts that the rules read, on a verdict that is «не
    определено» before, and on grounds that shift without changing the verdict. One that cannot be
    decided any more counts for the Constitution alone, whose words the draft gives up.
    """
    changed = {
        act: (before, after)
        for act, (before, after) in _editions(draft).items()
        if act in draft.library.acts and before.root is not after.root
    }
    if not changed:
        return
    try:
        by = compliance.measure(draft.library)
    except BadRules:
        return  # the rules' acts are not in this corpus; `kb charter` says which and where
    if not set(changed) & set(by.rules.acts):
        return
    duties = _touched(by, changed)
    if not duties:
        return
    texts = _texts(draft, by.rules, {act: before for act, (before, _) in changed.items()})
    proposed = texts
    for act, (_, after) in changed.items():
        if act in texts.editions:
            proposed = proposed.proposing(after)
    is_now, would_be = (assess(t, by.rules, duties) for t in (texts, proposed))
    for change in compliance.compare(is_now, would_be, by):
        if _worse(change, draft, by.rules):
            paragraph = next(d for d in duties if d.id == change.id)
            read = [g for g in would_be.of(change.id).evidence if g.act not in changed]
            yield from _told(draft, change, paragraph, read)


_SIGNS: Final = re.compile(r"[|…?\d]")  # of a test's words: a choice, a gap, what may be absent


def _roots(text: str) -> frozenset[str]:
    return frozenset(map(root, content(text).words))


def _worse(change: VerdictChange, draft: Draft, rules: Rules) -> bool:
    """Whether a verdict falls; of the Constitution, also whether words that met it are given up.

    A ground is given up when the draft no longer says some word of it that its test asks for:
    «равного и прямого» says all that «равного, прямого» said, and what stands between («населением
    соответствующих единиц») is not asked for.
    """
    if change.after == "undetermined":
        said = _roots("\n".join(u.text for p in draft.proposals for u in p.new))

        def given_up(ground: Ground) -> bool:
            patterns = (spelled(p)[0] for p in rules.tests[ground.test].words)
            asked = _roots(_SIGNS.sub(" ", " ".join(patterns)))
            return bool((_roots(ground.decisive) & asked) - said)

        lost = any(g.weighs == "for" and given_up(g) for g in change.lost)
        return change.part in _RULE and change.before in _WORTH and lost
    return _WORTH.get(change.after, 9) < _WORTH.get(change.before, -1)


CHECKS = (worse,)


def _editions(draft: Draft) -> dict[str, tuple[Edition, Edition]]:
    return {p.before.act: (p.before, draft.amended[p.before.act].edition) for p in draft.proposals}


def _texts(draft: Draft, rules: Rules, chosen: dict[str, Edition]) -> Texts:
    """The chosen editions among the newest texts, or among those of the newest chosen day."""
    newest = all(e.date == draft.library.edition(act).date for act, e in chosen.items())
    day = None if newest else max(e.date for e in chosen.values())
    texts = compliance.texts(draft.library, rules, day)
    mine = {act: e for act, e in chosen.items() if act in rules.acts and act not in texts.idle}
    missing = {act: why for act, why in texts.missing.items() if act not in mine}
    return replace(texts, editions={**texts.editions, **mine}, missing=missing)


# --- Which duties the draft touches -----------------------------------------------------------


def _touched(by: Measure, changed: dict[str, tuple[Edition, Edition]]) -> tuple[Paragraph, ...]:
    """The duties of which some test finds words in a clause that the draft changes or removes."""
    words = {act: Index(_changed_words(*pair)) for act, pair in changed.items()}
    hit = {
        name
        for name, test in by.rules.tests.items()
        if any(_reads(test, act, those) for act, those in words.items())
    }
    return tuple(
        p
        for p in by.paragraphs
        if (rule := by.rules.of(p.id)) and hit.intersection((*rule.meets, *rule.defeats))
    )


def _changed_words(before: Edition, after: Edition) -> list[str]:
    """The words that stand in one of the texts only.

    The lines below a changed introducing line count as changed, for it may deny them.
    """
    words: list[str] = []
    for one, other in ((before, after), (after, before)):
        theirs = {(c.own_text, _above(other, c.steps)) for c in other.walk() if c.live}
        for clause in one.walk():
            here = (clause.own_text, _above(one, clause.steps))
            if clause.live and clause.own_text and here not in theirs:
                words.append(clause.own_text)
    return words


def _above(edition: Edition, steps: Steps) -> str:
    """The nearest line that introduces the unit."""
    for cut in range(len(steps) - 1, 0, -1):
        owner = edition.index.get(steps[:cut])
        if owner and owner.own_text:
            return owner.own_text if owner.own_text.rstrip().endswith(":") else ""
    return ""


def _reads(test: Test, act: str, those: Index) -> bool:
    """Whether a test of the act may find its words here; of its places more are read than asked."""
    here = any(p.act == act for p in test.places)
    return here and any(match for pattern in test.words for match in those.find(pattern))


# --- The finding ------------------------------------------------------------------------------


def _told(
    draft: Draft, change: VerdictChange, duty: Paragraph, read: list[Ground]
) -> Iterator[Finding]:
    """A finding for each item that writes a ground against or takes away one for.

    `read`: the other acts' clauses that the verdict rests on.
    """
    grounds = [g for g in change.gained if g.weighs == "against"]
    grounds += [g for g in change.lost if g.weighs == "for"]
    by_item: dict[str, tuple[Proposal | None, list[Ground]]] = {}
    for ground in grounds:
        proposal = next((p for p in draft.proposals if _wrote(p, ground)), None)
        by_item.setdefault(proposal.item.id if proposal else "", (proposal, []))[1].append(ground)
    rule = _RULE.get(change.part, "collision-charter")
    for proposal, its in by_item.values():
        written = next((g.decisive for g in its if g.weighs == "against"), "")
        text = proposal.item.proposed if proposal else None
        message = say(
            rule,
            id=change.id,
            duty=duty.duty,
            before=_verdict(rule, change.before),
            after=_verdict(rule, change.after),
            grounds=listed((_weighs(rule, g) for g in its), mark="; "),
        )
        yield finding(
            message,
            proposal,
            at="" if proposal else its[0].address,
            words=written,
            span=place_of(written, text),
            evidence=(
                *(Evidence(g.address, g.quote, _decides(rule, g)) for g in its),
                *(Evidence(g.address, g.quote, say(f"{rule}.read", ground=g.says)) for g in read),
            ),
        )


def _verdict(rule: str, verdict: str) -> Saying:
    return {
        "complies": say(f"{rule}.complies"),
        "partly": say(f"{rule}.partly"),
        "fails": say(f"{rule}.fails"),
        "undetermined": say(f"{rule}.undetermined"),
    }[verdict]


def _weighs(rule: str, ground: Ground) -> Saying:
    """That a ground for the duty went, or one against it came: what it says."""
    if ground.weighs == "for":
        return say(f"{rule}.for", ground=ground.says)
    return say(f"{rule}.against", ground=ground.says)


def _decides(rule: str, ground: Ground) -> Saying:
    """The same of the words of law that decide it."""
    if ground.weighs == "for":
        return say(f"{rule}.words-for", words=ground.decisive)
    return say(f"{rule}.words-against", words=ground.decisive)


def _wrote(proposal: Proposal, ground: Ground) -> bool:
    """Whether the ground stands in words that the item writes, or stood in those it removes."""
    if parse(ground.address).act != proposal.before.act:
        return False
    units = proposal.new if ground.weighs == "against" else (proposal.old,)
    return any(u is not None and ground.quote in u.text for u in units)
