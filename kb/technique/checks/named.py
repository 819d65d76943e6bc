"""Losses of names: a definition that goes, a term that nothing uses, a body renamed in one place.

Silent on texts that are not Russian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.ground.saying import Saying, say
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.norm.marks import word_segments
from kb.norm.terms import Term, defined, uses
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.finding import Evidence, Finding
from kb.technique.norm import PLACES, inside, lemma_key, standing
from kb.words.text import sentences, shapes


def terms(draft: Draft) -> Iterator[Finding]:
    """A defined term whose definition goes while it is used, or that is used nowhere any more."""
    for act, applied in draft.amended.items():
        proposals = [p for p in draft.proposals if p.before.act == act and p.done]
        if not proposals or proposals[0].before.language != "ru":
            continue
        before, after = proposals[0].before, applied.edition
        known = list(defined(before))
        if not known:
            continue
        kept = {lemma_key(n) for t in defined(after) for n in t.names}
        still = _uses(after, known)
        was = _uses(before, known)
        for term in known:
            owner = _touching(proposals, term.steps)
            names = {lemma_key(n) for n in term.names}
            if not names & kept:
                if owner and still[term.address]:
                    yield _undefined(owner, term, still[term.address], before)
            elif was[term.address] and not still[term.address]:
                user = _using(proposals, was[term.address])
                if user:
                    yield _idle(user, term, was[term.address], before)


def old_names(draft: Draft) -> Iterator[Finding]:
    """A name that a unit replaces by one new to the act, while other clauses keep the old one.

    Only a noun in the place of a noun, with the word that it owns («секретарь маслихата»): what
    cannot be told from a change of sense is left alone.
    """
    seen: set[tuple[str, str]] = set()
    for proposal in draft.proposals:
        if proposal.old is None or not proposal.new or proposal.before.language != "ru":
            continue
        after = draft.amended[proposal.before.act].edition
        new_text = "\n".join(u.text for u in proposal.new)
        for old, new in _renamings(proposal.old.text, new_text):
            if (proposal.before.act, lemma_key(old)) in seen:
                continue
            seen.add((proposal.before.act, lemma_key(old)))
            if _mentions(proposal.before.root, new):
                continue
            places = [c for c in _mentions(after.root, old) if not inside(c, proposal.steps)]
            if places:
                yield _named(proposal, old, new, places)


CHECKS = (terms, old_names)


# --- Terms ------------------------------------------------------------------------------------


def _uses(edition: Edition, known: list[Term]) -> dict[str, list[Clause]]:
    by_term: dict[str, list[Clause]] = {t.address: [] for t in known}
    for term, clause in uses(edition, known):
        by_term[term.address].append(clause)
    return by_term


def _touching(proposals: Sequence[Proposal], steps: Steps) -> Proposal | None:
    return next((p for p in proposals if steps[: len(p.steps)] == p.steps), None)


def _using(proposals: Sequence[Proposal], clauses: Sequence[Clause]) -> Proposal | None:
    """The item that rewords the last place where a term was used."""
    touched = (p for c in clauses if (p := _touching(proposals, c.steps)))
    return next(touched, None)


def _undefined(
    proposal: Proposal, term: Term, clauses: Sequence[Clause], before: Edition
) -> Finding:
    return finding(
        say("loss-term", term=term.name, count=len(clauses)),
        proposal,
        at=term.address,
        words=term.name,
        evidence=_using_places(before, clauses, term, say("loss-term.use")),
    )


def _idle(proposal: Proposal, term: Term, clauses: Sequence[Clause], before: Edition) -> Finding:
    return finding(
        say("loss-idle-term", term=term.name),
        proposal,
        at=term.address,
        words=term.name,
        evidence=_using_places(before, clauses, term, say("loss-idle-term.use")),
    )


def _using_places(
    before: Edition, clauses: Sequence[Clause], term: Term, note: Saying
) -> tuple[Evidence, ...]:
    names = [lemma_key(n) for n in term.names]
    return tuple(
        Evidence(standing(before, c), _sentence_with(c.own_text, names), note)
        for c in clauses[:PLACES]
    )


def _sentence_with(text: str, names: Sequence[str]) -> str:
    for start, end in sentences(text):
        said = f" {lemma_key(text[start:end])} "
        if any(f" {n} " in said for n in names):
            return text[start:end]
    return text


# --- Names replaced ---------------------------------------------------------------------------


def _renamings(old: str, new: str) -> Iterator[tuple[str, str]]:
    """(old name, new name) as printed: one noun for one noun in the same case, with the noun in the
    genitive that follows both."""
    segments = word_segments(old, new)
    gone = f" {lemma_key(new)} "
    for at in range(len(segments) - 2):
        (a, removed), (b, added), (c, after) = segments[at : at + 3]
        following = re.match(r"\s*(\w+)", after)
        if (a, b, c) != ("-", "+", "=") or not following:
            continue
        was, now = removed.split(), added.split()
        if len(was) != 1 or len(now) != 1 or ("NOUN", "gent") not in shapes(following[1]):
            continue
        cases = {x for p, x in shapes(was[0]) if p == "NOUN"}
        name = f"{was[0]} {following[1]}"
        alike = cases & {x for p, x in shapes(now[0]) if p == "NOUN"}
        if alike and f" {lemma_key(name)} " not in gone:
            yield name, f"{now[0]} {following[1]}"


def _mentions(top: Clause, name: str) -> list[Clause]:
    """The clauses that are law and have the words of a name in any form."""
    said = f" {lemma_key(name)} "
    return [c for c in top.walk() if c.live and said in f" {lemma_key(c.own_text)} "]


def _named(proposal: Proposal, old: str, new: str, places: Sequence[Clause]) -> Finding:
    return finding(
        say("loss-old-name", old=old, new=new, count=len(places)),
        proposal,
        words=old,
        evidence=tuple(
            Evidence(
                standing(proposal.before, c),
                _sentence_with(c.own_text, [lemma_key(old)]),
                say("loss-old-name.place"),
            )
            for c in places[:PLACES]
        ),
    )
