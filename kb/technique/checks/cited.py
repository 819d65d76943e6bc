"""Losses that references show: a cited unit that the draft removes or gives to another norm.

The references are those that would stand after the whole package, so one that the draft itself
changes is no finding. They are read in the act and in every other act that the library holds, in
the edition in force on the date of the edition compared with, else in the newest held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb.citation import load_names
from kb.citation.within import standing, within
from kb.ground.errors import Ambiguous, KbError
from kb.ground.saying import Saying, listed, say
from kb.library import Library
from kb.norm.act import Clause, Edition
from kb.norm.address import Step, Steps, parse
from kb.norm.difference import Change, compare
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit
from kb.technique.finding import Evidence, Finding
from kb.technique.norm import key
from kb.words.text import sentences

_UNITS_SHOWN = 3  # units named in one message


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that cites a unit: its address in full, its sentence, the citing words.

    `drafted`: the sentence is the draft's own, which may count by the new numbers.
    """

    address: str
    quote: str
    words: str
    drafted: bool


def references(draft: Draft) -> Iterator[Finding]:
    """Units that other places cite and that are gone, or whose number another norm has now.

    Cannot see: references without a number («в порядке, установленном настоящим Законом»), and
    what the library does not hold.
    """
    for act, (before, after, proposals) in _changed(draft).items():
        gone = _gone(before, after)
        moved = _moved(before, after, proposals)
        if not gone and not moved:
            continue
        cited = _references(draft, act, before, frozenset(gone) | frozenset(moved))
        together: dict[tuple[str, ...], list[Steps]] = defaultdict(list)
        for steps, places in cited.items():
            shifted = steps not in gone
            standing = [p for p in places if not (shifted and p.drafted)]
            proposal = _cause(steps, proposals)
            if proposal is None or not standing:
                continue
            if shifted:
                yield _shifted(proposal, steps, moved[steps], standing)
            else:
                together[(proposal.item.id, *(p.address for p in standing))].append(steps)
        for (item, *_), units in together.items():
            proposal = next(p for p in proposals if p.item.id == item)
            yield _told(proposal, units, cited[units[0]])


CHECKS = (references,)


def _changed(draft: Draft) -> dict[str, tuple[Edition, Edition, list[Proposal]]]:
    """The library's acts that the draft changes: before, after the whole package, the items done."""
    by_act: dict[str, tuple[Edition, Edition, list[Proposal]]] = {}
    for each in draft.proposals:
        if not each.done or each.before.act not in draft.library.acts:
            continue
        after = draft.amended[each.before.act].edition
        by_act.setdefault(each.before.act, (each.before, after, []))[2].append(each)
    return by_act


# --- Units that go or move --------------------------------------------------------------------


def _gone(before: Edition, after: Edition) -> set[Steps]:
    """The units that are law in `before` and have no unit that is law at their address after."""
    return {s for s, c in before.index.items() if s and _law(before, c) and not _stands(after, s)}


def _law(edition: Edition, clause: Clause) -> bool:
    owners = (edition.index.get(clause.steps[:cut]) for cut in range(1, len(clause.steps)))
    return clause.live and all(o is None or o.live for o in owners)


def _stands(edition: Edition, steps: Steps) -> bool:
    try:
        clause = edition.find(steps)
    except Ambiguous:
        return True
    return clause is not None and _law(edition, clause)


def _moved(before: Edition, after: Edition, proposals: list[Proposal]) -> dict[Steps, Steps]:
    """The units whose unchanged words stand at another number now, where other words stand at
    their own: from the old address to the new one."""
    places: dict[Steps, Steps] = {}
    articles = {s for p in proposals for s in p.steps if s.unit == "art"}
    for article in sorted(articles):
        steps = _article(before, article)
        if steps is None or _article(after, article) is None:
            continue
        for row in compare(before, after, steps, steps).rows:
            if row.left is None or row.right is None or row.status == Change.UNCHANGED:
                continue
            left, right = row.left, row.right
            here = after.index.get(left.steps)
            elsewhere = _whole(left.steps) != _whole(right.steps) and key(left.text) == key(
                right.text
            )
            if elsewhere and here is not None and key(here.own_text) != key(left.text):
                places[left.steps] = right.steps
    return places


def _whole(steps: Steps) -> list[Step]:
    """Steps without `part_1`, which a second part brings and which moves nothing."""
    return [s for s in steps if str(s) != "part_1"]


def _article(edition: Edition, article: Step) -> Steps | None:
    return next((s for s in edition.index if s and s[-1] == article), None)


def _cause(steps: Steps, proposals: list[Proposal]) -> Proposal | None:
    """The item that touches the unit: its own unit holds it, else the nearest in the article."""
    holding = [p for p in proposals if steps[: len(p.steps)] == p.steps]
    if holding:
        return max(holding, key=lambda p: len(p.steps))
    shared = [(_common(p.steps, steps), p) for p in proposals]
    best = max(shared, key=lambda each: each[0], default=(0, None))
    return best[1] if best[0] else None


def _common(one: Steps, other: Steps) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


# --- Who cites them ---------------------------------------------------------------------------


def _references(
    draft: Draft, act: str, before: Edition, wanted: frozenset[Steps]
) -> dict[Steps, list[Reference]]:
    """The places that cite each wanted unit once the package is carried out."""
    names = load_names(draft.library)
    by_unit: dict[Steps, dict[str, Reference]] = defaultdict(dict)
    for edition, source in _texts(draft, act, before):
        law = _addresses(source) if source else {}
        read = (
            within(draft.library, edition, names, source)
            if source
            else standing(draft.library, edition)
        )
        for steps, citations in read.items():
            clause = edition.index[steps]
            for each in citations:
                if each.act != act or not each.address or each.language != before.language:
                    continue
                cited = _unit(before, parse(each.address).steps)
                if cited not in wanted:
                    continue
                quote = _sentence(clause.own_text, each.start)
                place = law.get(clause.own_text, edition.address(steps))
                words = clause.own_text[slice(*each.phrase)]
                drafted = bool(law) and clause.own_text not in law
                by_unit[cited].setdefault(place, Reference(place, quote, words, drafted))
    return {steps: list(places.values()) for steps, places in by_unit.items()}


def _texts(draft: Draft, act: str, before: Edition) -> Iterator[tuple[Edition, Edition | None]]:
    """The texts to read; of an act that the draft changes, its text after and the law's own."""
    for other in (act, *(a for a in draft.library.acts if a != act)):
        if done := draft.amended.get(other):
            source = next(p.before for p in draft.proposals if p.before.act == other)
            yield done.edition, source
        elif edition := _of_day(draft.library, other, before):
            yield edition, None


def _addresses(edition: Edition) -> dict[str, str]:
    return {
        c.own_text: edition.address(c.steps) for c in reversed(list(edition.walk())) if c.own_text
    }


def _of_day(library: Library, act: str, before: Edition) -> Edition | None:
    try:
        return library.on(act, before.date, before.language)[0]
    except KbError:
        pass
    try:
        return library.edition(act, None, before.language)
    except KbError:
        return None


def _unit(before: Edition, steps: Steps) -> Steps:
    try:
        clause = before.find(steps)
    except Ambiguous:
        return steps
    return clause.steps if clause else steps


def _sentence(text: str, at: int) -> str:
    return next((text[a:b] for a, b in sentences(text) if a <= at < b), text)


# --- The finding ------------------------------------------------------------------------------


def _told(proposal: Proposal, units: list[Steps], places: list[Reference]) -> Finding:
    """The units that go and that the same places cite («подпунктами 1), 2) и 3)»)."""
    told = say("loss-cited", units=listed(map(Unit, units), _UNITS_SHOWN, ", "), count=len(places))
    return _found(told, proposal, units[0], places)


def _shifted(proposal: Proposal, steps: Steps, moved: Steps, places: list[Reference]) -> Finding:
    told = say("loss-cited-moved", unit=Unit(steps), now=Unit(moved), count=len(places))
    return _found(told, proposal, steps, places)


def _found(told: Saying, proposal: Proposal, steps: Steps, places: list[Reference]) -> Finding:
    evidence = (
        Evidence(p.address, p.quote, say(f"{told.room}.citing", words=p.words)) for p in places
    )
    address = proposal.before.address(steps)
    return finding(told, proposal, at=address, evidence=tuple(evidence))
