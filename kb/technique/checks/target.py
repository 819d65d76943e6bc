"""Target: does the draft speak of what the law has — the unit, its number, its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.amendment.package import baseline_in
from kb.ground.errors import Ambiguous, KbError, NotHeld
from kb.ground.saying import Saying, listed, say
from kb.norm.act import Clause, Edition, Status
from kb.norm.address import Step, Steps, parse
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit
from kb.technique.finding import Evidence, Finding
from kb.technique.text import excerpt
from kb.technique.units import previous
from kb.words.text import same_words_key, sentences, short

_QUOTES_SHOWN = 5  # quotations of one finding: more of them nobody reads
_UNITS_SHOWN = 6  # units named in one message


# --- The unit and its number --------------------------------------------------------------------


def cannot_be_done(draft: Draft) -> Iterator[Finding]:
    """An item that cannot be carried out by itself, by its reason: no such unit, the number taken, …

    Reads the edition compared with; a unit outside its excerpts is said to be unchecked.
    """
    for each in draft.proposals:
        if each.refused and not each.carried.in_company:
            yield _refused(each, draft)


def _refused(each: Proposal, draft: Draft) -> Finding:
    item, before = each.item, each.before
    steps = item.target.steps
    if item.operation == "insert":
        taken = _resolve(before, steps[-1:] if steps[-1:] and steps[-1].unit == "art" else steps)
        if isinstance(taken, Clause):
            return _taken(each, taken)
    else:
        taken = _resolve(before, steps)
        if isinstance(taken, Clause):
            return _impossible(each, each.refused)
    wanted = steps[:-1] if item.operation == "insert" else steps
    named = _resolve(before, wanted)
    if isinstance(named, NotHeld) or isinstance(taken, NotHeld):
        outside = say("target-outside", unit=Unit(steps), edition=before.name)
        return finding(outside, each)
    if isinstance(named, Clause):
        return _impossible(each, each.refused)
    if isinstance(named, Ambiguous):
        return _impossible(each, named.said)
    missing = (
        say("target-missing.owner", date=before.date, unit=Unit(wanted))
        if item.operation == "insert"
        else say("target-missing", date=before.date, unit=Unit(wanted))
    )
    there = say("target-missing.there")
    elsewhere = tuple(
        Evidence(edition.address(clause.steps), excerpt(clause.text), there)
        for edition in _held(draft, before)
        if isinstance(clause := _resolve(edition, wanted), Clause) and clause.live
    )
    return finding(missing, each, evidence=elsewhere)


def _impossible(each: Proposal, reason: str) -> Finding:
    return finding(say("target-refused", reason=reason), each)


def _taken(each: Proposal, taken: Clause) -> Finding:
    unit, address = Unit(taken.steps), each.before.address(taken.steps)
    if taken.live:
        told = say("target-taken", unit=unit)
    elif taken.status == Status.FUTURE:
        told = say("target-future.adopted", unit=unit)
    else:
        told = say("target-reused", unit=unit)
    quote = Evidence(address, excerpt(taken.text), say(f"{told.room}.taken"))
    return finding(told, each, at=address, evidence=(quote,))


def not_in_force(draft: Draft) -> Iterator[Finding]:
    """A new wording or exclusion of a unit that is excluded already, or not yet in force.

    Sees what the edition prints: a stub, a wording printed ahead of its day.
    """
    for each in draft.proposals:
        if not each.done or each.item.operation not in ("replace", "repeal"):
            continue
        old = each.old
        if old is None:
            continue
        unit = Unit(old.steps)
        ahead = next((c for c in old.children if c.steps[-1].unit == "future"), None)
        if old.status == Status.FUTURE or ahead is not None:
            shown = ahead or old
            told = say("target-future", unit=unit, date=each.before.date)
            later = say("target-future.later")
            quote = Evidence(each.before.address(shown.steps), excerpt(shown.text), later)
            yield finding(told, each, evidence=(quote,))
        elif old.status == Status.EXCLUDED:
            told = say("target-not-in-force", unit=unit)
            quote = Evidence(each.address, old.text, say("target-not-in-force.stub"))
            yield finding(told, each, evidence=(quote,))


def together(draft: Draft) -> Iterator[Finding]:
    """Items each of which can be carried out, but not with the others of the package."""
    for each in draft.proposals:
        if each.carried.in_company:
            told = say("target-together", reason=each.refused)
            yield finding(told, each)


def gaps(draft: Draft) -> Iterator[Finding]:
    """A number that follows nothing: «4)» where 3) does not stand, «8-2)» without 8-1).

    The whole package is carried out first, so that items may number on from one another; an
    excluded unit keeps its number. Silent where the edition does not show the place.
    """
    for each in draft.proposals:
        if not each.done or each.item.operation != "insert":
            continue
        after = draft.amended[each.item.target.act].edition
        for unit in each.new:
            step = unit.steps[-1]
            before = previous(step.number)
            if unit.steps in each.before.index or before is None:
                continue
            if step.unit not in ("art", "pt", "spt", "ch"):
                continue
            asked = (*unit.steps[:-1], Step(step.unit, before))
            if after.holds(asked) and isinstance(_resolve(after, asked), KbError):
                yield _gap(each, after, unit, asked)


def _gap(each: Proposal, after: Edition, unit: Clause, asked: Steps) -> Finding:
    owner, step = unit.steps[:-1], unit.steps[-1]
    before = [s[-1] for s in after.index if s and s[:-1] == owner and s[-1].unit == step.unit]
    last = max((s for s in before if s < step), default=None)
    added, missing = Unit(unit.steps), Unit(asked[-1:])
    told = (
        say("target-gap", unit=added, missing=missing, last=Unit((last,)))
        if last
        else say("target-gap.first", unit=added, missing=missing)
    )
    return finding(told, each, at=each.before.address(unit.steps))


# --- The wording --------------------------------------------------------------------------------


def outdated(draft: Draft) -> Iterator[Finding]:
    """A quotation that is not the wording of the edition compared with.

    Held editions that have it word for word are named. Spaces, kinds of dash and of quotation mark
    and a final mark do not count; a quotation of a piece of the unit is `partly`'s matter.
    """
    for each in draft.proposals:
        old, quoted = _quotable(each), each.item.quoted or ""
        if old is None or _says(old, quoted):
            continue
        near = baseline_in(each.item, each.before)
        places = [
            Evidence(
                edition.address(clause.steps),
                excerpt(clause.text),
                say("target-outdated.here"),
            )
            for edition in _held(draft, each.before)
            if isinstance(clause := _resolve(edition, each.item.target.steps), Clause)
            and _says(clause, quoted)
        ]
        told = say(
            "target-outdated",
            unit=Unit(old.steps),
            date=each.before.date,
            near=_near(near.segments) if near.match == "near" else "",
            verbatim=say("target-outdated.verbatim", dates=_dates(places)) if places else "",
        )
        current = _differs(each.before, old, quoted)
        yield finding(told, each, evidence=(*current, *places[:_QUOTES_SHOWN]))


def _near(segments: Iterable[tuple[str, str]]) -> Saying:
    """The words that the quotation has instead of the edition's, and those of the edition."""
    theirs, ours = (
        short(" … ".join(t.strip() for op, t in segments if op == mark), 80) for mark in "-+"
    )
    return say("target-outdated.near", theirs=theirs, ours=ours)


def _differs(edition: Edition, clause: Clause, quoted: str) -> tuple[Evidence, ...]:
    """The first sentence of the unit that the quotation does not have."""
    key = _key(quoted)
    for unit in clause.walk():
        for start, end in sentences(unit.own_text) if unit.live else ():
            words = unit.own_text[start:end]
            if _key(words) not in key:
                current = say("target-outdated.current")
                return (Evidence(edition.address(unit.steps), excerpt(words), current),)
    return ()


def partly(draft: Draft) -> Iterator[Finding]:
    """A unit restated of which only a piece is quoted: what is not quoted vanishes unsaid.

    Silent where the quotation is no piece of the wording (`outdated`) or where the new wording
    keeps the words that the quotation leaves out.
    """
    for each in draft.proposals:
        old, quoted = _quotable(each), each.item.quoted or ""
        if old is None or not each.done or not _says(old, quoted):
            continue
        kept = f"{_key(quoted)} {_key(each.item.proposed or '')}"
        note = say("target-partly-quoted.lost")
        lost = [
            Evidence(each.before.address(clause.steps), clause.own_text[start:end], note)
            for clause in old.walk()
            if clause.live and clause.own_text
            for start, end in sentences(clause.own_text)
            if not _kept(clause.own_text[start:end], quoted, kept)
        ]
        if lost:
            units = listed(dict.fromkeys(Unit(_steps(e)) for e in lost), _UNITS_SHOWN, ", ")
            told = say("target-partly-quoted", unit=Unit(old.steps), units=units)
            quotes = tuple(lost[:_QUOTES_SHOWN])
            yield finding(told, each, evidence=quotes)


def _kept(sentence: str, quoted: str, kept: str) -> bool:
    """Whether a sentence, or what is left of it around the quotation, stands in `kept`."""
    whole, piece = _key(sentence), _key(quoted)
    rest = whole.split(piece) if piece and piece in whole else [whole]
    return all(part.strip(" ,;:") in kept for part in rest)


def unchanged(draft: Draft) -> Iterator[Finding]:
    """A new wording that is the wording in force, word for word."""
    for each in draft.proposals:
        if not each.done or each.item.operation != "replace" or each.old is None:
            continue
        new = each.new
        if len(new) == 1 and each.old.live and new[0].lines() == each.old.lines():
            told = say("target-unchanged", unit=Unit(each.steps))
            yield finding(told, each)


# --- Texts --------------------------------------------------------------------------------------


def _resolve(edition: Edition, steps: Steps) -> Clause | KbError:
    """The unit, or why there is none."""
    try:
        return edition.resolve(steps)
    except KbError as error:
        return error


def _held(draft: Draft, before: Edition) -> Iterator[Edition]:
    """The other held editions of the act in the same language, newest first."""
    act = draft.library.acts.get(before.act)
    for date in reversed(act.held_dates(before.language) if act else ()):
        if date != before.date:
            yield draft.library.edition(before.act, date, before.language)


def _key(text: str) -> str:
    return same_words_key(text).rstrip(".;, ")


def _quotable(each: Proposal) -> Clause | None:
    """The wording in force that the item's quotation speaks of; None without one of them."""
    if not each.item.quoted or each.item.operation not in ("replace", "repeal"):
        return None
    named = _resolve(each.before, each.item.target.steps)
    return named if isinstance(named, Clause) and named.live else None


_LEFT_OUT = re.compile(r"[<(\[]?(?:…|\.{3})[>)\]]?")


def _says(clause: Clause, quoted: str) -> bool:
    """Whether the quotation is the unit's wording or unbroken pieces of it around «…»."""
    pieces = [key for piece in _LEFT_OUT.split(quoted) if (key := _key(piece))]
    printed = "\n".join(clause.lines())
    bare = "\n".join(c.own_text for c in clause.walk() if c.own_text and c.live)
    keys = (same_words_key(printed), same_words_key(bare))
    return bool(pieces) and any(all(p in key for p in pieces) for key in keys)


def _steps(evidence: Evidence) -> Steps:
    return parse(evidence.address).steps


def _dates(places: list[Evidence]) -> str:
    return ", ".join(parse(e.address).edition or "" for e in places)


CHECKS = (cannot_be_done, not_in_force, together, gaps, outdated, partly, unchanged)
