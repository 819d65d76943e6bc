"""Structure: units, numbers, headings and marks of the proposed text (art. 23, 24 p. 7, 26, 27)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kb.ground.saying import listed, say
from kb.norm.act import Clause
from kb.norm.address import Step, Steps
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Ordinal, Unit, title_of
from kb.technique.finding import Evidence, Finding
from kb.technique.proposed import PlacedUnit, said
from kb.technique.text import excerpt
from kb.technique.units import amending, previous
from kb.words.text import squeeze
from kb.words.units import UnitName

_NUMBERED: Final[tuple[UnitName, ...]] = ("art", "pt", "spt")
_TELLING = 40  # characters from which equal words are the same norm and not a usual phrase


# --- Numbers ------------------------------------------------------------------------------------


def numbering(draft: Draft) -> Iterator[Finding]:
    """Numbers inside a new wording that repeat, are skipped or go back.

    A gap that the wording in force has too is the law's own and is left alone.
    """
    for each in draft.proposals:
        for unit in each.new:
            for owner in unit.walk():
                for kind in _NUMBERED:
                    yield from _siblings(each, owner, kind)


def _siblings(each: Proposal, owner: Clause, kind: UnitName) -> Iterator[Finding]:
    children = [c for c in owner.children if c.steps[-1].unit == kind]
    numbers = [c.steps[-1].number for c in children]
    if not any(n[0].isdigit() for n in numbers):
        return
    place = each.before.address(owner.steps)
    for number, count in Counter(numbers).items():
        if count > 1:
            repeated = say(
                "structure-repeated", unit=Unit((Step(kind, number),)), owner=Unit(owner.steps)
            )
            yield finding(repeated, each, at=place)
    old = each.before.index.get(owner.steps)
    before = (
        {c.steps[-1].number for c in old.children if c.steps[-1].unit == kind} if old else set()
    )
    known = set(numbers)
    for number in dict.fromkeys(numbers):
        asked = previous(number)
        if asked is None or asked in known or (number in before and asked not in before):
            continue
        skipped = say(
            "structure-skipped",
            missing=Unit((Step(kind, asked),)),
            following=Unit((Step(kind, number),)),
            owner=Unit(owner.steps),
        )
        yield finding(skipped, each, at=place)
    steps = [c.steps[-1] for c in children]
    for first, second in pairwise(steps):
        if second < first:
            order = say("structure-order", unit=Unit((second,)), before=Unit((first,)))
            yield finding(order, each, at=place)


def restarted(draft: Draft) -> Iterator[Finding]:
    """Lists that begin anew in several parts of one unit: «подпункт 1)» alone names no one.

    Lists that stand so in the wording in force are the law's own.
    """
    for each in draft.proposals:
        first = [w for w in said(each) if w.clause.steps[-2:-1] and _begins_list(w.clause.steps)]
        owners: dict[Steps, list[PlacedUnit]] = {}
        for words in first:
            owners.setdefault(words.clause.steps[:-2], []).append(words)
        for owner, lists in owners.items():
            if len(lists) < 2 or all(w.clause.steps in each.before.index for w in lists):
                continue
            which = listed(Ordinal(int(w.clause.steps[-2].number), "part") for w in lists)
            again = lists[1]
            yield finding(
                say("structure-restarted", parts=which, owner=Unit(owner)),
                each,
                at=each.before.address(owner),
                words=again.clause.own_text,
                span=(again.start, again.end),
            )


def _begins_list(steps: Steps) -> bool:
    """Whether the unit is the first subpoint of a numbered part."""
    return steps[-1] == Step("spt", "1") and steps[-2].unit == "part" and steps[-2].number.isdigit()


def renumbered(draft: Draft) -> Iterator[Finding]:
    """A norm that a new wording moves to another number of the same unit.

    Told by equal words; a norm both moved and reworded is not seen.
    """
    for each in draft.proposals:
        old = each.old
        if each.item.operation != "replace" or old is None or not each.done:
            continue
        for unit in each.new:
            here = {c.steps: _telling(c) for c in unit.walk()}
            places = {_telling(c): c for c in unit.walk() if _telling(c)}
            for clause in old.walk():
                moved = places.get(_telling(clause)) if clause.live else None
                if moved is None or moved.steps == clause.steps:
                    continue
                if moved.steps[:-1] != clause.steps[:-1] or here.get(clause.steps) == _telling(
                    clause
                ):
                    continue
                place = each.before.address(clause.steps)
                note = say("structure-renumbered.place")
                yield finding(
                    say(
                        "structure-renumbered",
                        unit=Unit(clause.steps),
                        number=Unit(moved.steps[-1:]),
                    ),
                    each,
                    at=place,
                    evidence=(Evidence(place, excerpt(clause.text), note),),
                )


def _telling(clause: Clause) -> str:
    """The words of a numbered unit by which it is known again; empty where they tell little."""
    if not clause.steps or clause.steps[-1].unit not in ("pt", "spt"):
        return ""
    words = squeeze(" ".join(c.own_text for c in clause.walk() if c.own_text)).rstrip(".;")
    return words if len(words) >= _TELLING else ""


# --- Headings, preambles ------------------------------------------------------------------------


def headings(draft: Draft) -> Iterator[Finding]:
    """A new article or chapter without a heading.

    Articles of amending acts need none; acts whose own articles have none (constitutions) and
    excerpts that show no other article are left alone.
    """
    for each in draft.proposals:
        if each.item.operation != "insert" or amending(each.act):
            continue
        for unit in each.new:
            kind = unit.steps[-1].unit
            others = [c for c in each.before.walk() if c.live and c.steps[-1].unit == kind]
            if kind not in ("art", "ch", "sec", "par") or unit.heading or not others:
                continue
            if 2 * sum(bool(c.heading) for c in others) > len(others):
                yield finding(
                    say("structure-heading", unit=Unit(unit.steps)),
                    each,
                    at=each.before.address(unit.steps),
                )


def preamble(draft: Draft) -> Iterator[Finding]:
    """A preamble for an act that amends others."""
    for each in draft.proposals:
        units = {s.unit for s in each.item.target.steps}
        if "preamble" in units and each.item.operation != "repeal" and amending(each.act):
            act = title_of(each.act, 60)
            yield finding(say("structure-preamble", act=act), each)


CHECKS = (numbering, restarted, renumbered, headings, preamble)
