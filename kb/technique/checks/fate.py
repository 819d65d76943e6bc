"""Fate: what became of the law after the edition that the author had before him.

Later editions held are compared with the author's: the act has ceased, the unit was reworded,
moved, excluded, its number taken, the proposed words are law already, or a later clause of the same
article says nearly the same. Only editions held here speak: what an edition that is only known did
between them is not told apart. «Nearly the same» is a likeness of words, not of meaning.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from kb.citation.correspondence import counterpart
from kb.ground.errors import KbError
from kb.ground.saying import Saying, Value, listed, say
from kb.library import Library
from kb.norm import history as histories
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Step, parse
from kb.norm.dates import AmendingLaw as Law
from kb.norm.difference import Change, Difference, Row
from kb.norm.history import Event, Wording
from kb.norm.marks import word_segments
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit, title_of
from kb.technique.finding import Evidence, Finding
from kb.words.text import lemmas, same_words_key, short, squeeze, words

# --- The editions since -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Since:
    """An act from the edition of the author (`editions[0]`) to the newest held."""

    act: Act
    editions: tuple[Edition, ...]

    @property
    def base(self) -> Edition:
        return self.editions[0]

    @cached_property
    def between(self) -> list[Difference]:
        """Each edition compared with the one before it."""
        return histories.comparisons(self.editions)

    @cached_property
    def known(self) -> frozenset[str]:
        """The texts of all units of the author's edition."""
        return frozenset(_key(_body(c)) for c in self.base.walk() if c.live)

    @cached_property
    def adopted(self) -> dict[str, tuple[Edition, Clause]]:
        """The texts of the later editions that the author's lacks, and where each first stands."""
        texts: dict[str, tuple[Edition, Clause]] = {}
        for edition in self.editions[1:]:
            for clause in edition.walk():
                if clause.live and (key := _key(_body(clause))) not in self.known:
                    texts.setdefault(key, (edition, clause))
        return texts

    @cached_property
    def weights(self) -> tuple[Counter[str], int]:
        """In how many clauses of the author's edition each notion stands, of how many."""
        clauses = [_notions(c.own_text) for c in self.base.walk() if c.own_text]
        return Counter(n for stems in clauses for n in stems), len(clauses)

    def weight(self, notion: str) -> float:
        """How much a notion tells: a word that half the act uses tells little."""
        seen, clauses = self.weights
        return math.log((clauses + 1) / (seen[notion] + 1))

    def law(self, edition: Edition, clause: Clause) -> Value:
        """« (закон от 05.11.2022 № 156-VII, вводится в действие с 01.01.2023)»: which law gave a
        clause its words, by its own notes, else by those of what holds it; empty if none says.

        Where several laws are named, which of them did it is not told.
        """
        own = histories.own_laws(edition, clause, self.base.date)
        above = histories.laws(edition, clause, self.base.date)
        by_number = {(x.date, x.number): x for x in own} or {(x.date, x.number): x for x in above}
        laws = sorted(by_number.values(), key=lambda x: (x.date, x.number))
        if not laws:
            return ""
        last = laws[-1]
        # What all rules of fate say of the law stands in one of them.
        if len(laws) > 1:
            return say("fate-changed.laws", count=len(laws), law=_law(last))
        begins = _BEGINS.fullmatch(last.effect)
        if begins:
            return say("fate-changed.law-from", law=_law(last), day=begins[1])
        if last.effect:
            return say("fate-changed.law-effect", law=_law(last), effect=last.effect)
        return say("fate-changed.law", law=_law(last))


_BEGINS: Final = re.compile(r"вводится в действие с (\d{2}\.\d{2}\.\d{4})")


def _law(law: Law) -> str:
    """«05.11.2022 № 156-VII», as it is written in each language."""
    year, month, day = law.date.split("-")
    return f"{day}.{month}.{year}" + (f" № {law.number}" if law.number else "")


def _since(draft: Draft, proposal: Proposal) -> Since | None:
    """None for an act of which no later edition is held."""
    known = draft.library.acts.get(proposal.item.target.act)
    if known is None:
        return None
    before = proposal.before
    name = draft.package.edition_of(known.id) or before.date
    held = draft.library.editions(known.id, before.language)
    base = next((e for e in held if e.date == name), before)
    later = tuple(e for e in held if e.date > base.date)
    return Since(known, (base, *later)) if later else None


def fate(draft: Draft) -> Iterator[Finding]:
    """What the later editions held say of each item."""
    acts: dict[str, Since | None] = {}
    for proposal in draft.proposals:
        act = proposal.item.target.act
        if act not in acts:
            acts[act] = _since(draft, proposal)
        since = acts[act]
        if since:
            adopted = list(_adopted(proposal, since))
            yield from adopted or (*_target(proposal, since), *_met(proposal, since))


def ceased(draft: Draft) -> Iterator[Finding]:
    """An item that changes an act which is no longer in force."""
    acts = draft.library.acts
    for proposal in draft.proposals:
        act = proposal.act
        if not act.ceased:
            continue
        heir = acts.get(act.successor)
        message = (
            say("fate-ceased.replaced", act=title_of(act), day=act.ceased, heir=title_of(heir))
            if heir
            else say("fate-ceased", act=title_of(act), day=act.ceased)
        )
        evidence = _answer(draft.library, proposal)
        yield finding(message, proposal, evidence=evidence)


def _answer(library: Library, proposal: Proposal) -> tuple[Evidence, ...]:
    """The clause of the successor that answers the target, where one is known."""
    try:
        address = counterpart(library, proposal.before, proposal.steps)
        clause = library.find(address)[1] if address else None
    except KbError:
        return ()
    if not address or not clause:
        return ()
    return (Evidence(address, _quote(clause), say("fate-ceased.heir")),)


# --- The target -------------------------------------------------------------------------------------


def _target(proposal: Proposal, since: Since) -> Iterator[Finding]:
    """What later editions did to the unit itself; of an insertion, to its number."""
    if proposal.item.operation == "insert":
        yield from _taken(proposal, since)
        return
    try:
        steps = since.base.resolve(proposal.item.target.steps).steps
        if steps not in since.base.index:
            return  # a heading, a sentence: too small a piece to be followed
        wordings = histories.history(
            since.editions, steps, since.act, since.base.date, since.between
        )
    except KbError:
        return
    for wording in wordings[1:]:
        message = _told(wording, Unit(steps), since)
        if message:
            quote = squeeze(_changed_words(wording)) if message.room == "fate-changed" else ""
            quote = quote or short(wording.text, 400)
            note = say(f"{message.room}.edition", edition=wording.edition)
            yield finding(
                message,
                proposal,
                evidence=(Evidence(wording.address, quote, note),)
                if wording.address and quote
                else (),
            )
            return


def _told(wording: Wording, unit: Unit, since: Since) -> Saying | None:
    """What an edition did to a unit, by its rule; None where it did nothing."""
    edition = next(e for e in since.editions if e.date == wording.edition)
    clause = edition.find(parse(wording.address).steps) if wording.address else None
    by: Value = say("fate-changed.cause", cause=wording.cause) if wording.cause else ""
    law = since.law(edition, clause) if clause else by
    day = wording.edition
    if wording.event is Event.EXCLUDED:
        return say("fate-lost.excluded", unit=unit, edition=day, law=law)
    if wording.event is Event.ABSENT:
        return say("fate-lost.absent", unit=unit, edition=day, law=law)
    if wording.event is Event.MOVED:
        now = Unit(parse(wording.address).steps)
        return say("fate-moved", unit=unit, edition=day, law=law, now=now)
    removed, added = (" … ".join(_runs(wording, op)) for op in "-+")
    if wording.event is Event.CHANGED and words(f"{removed} {added}"):
        told = [say("fate-changed.removed", words=short(removed, 160))] if removed else []
        told += [say("fate-changed.added", words=short(added, 160))] if added else []
        what = listed(told, mark=", ")
        return say("fate-changed", unit=unit, edition=day, law=law, what=what)
    return None


def _runs(wording: Wording, op: str) -> list[str]:
    return [squeeze(text) for kind, text in wording.segments if kind == op and text.strip()]


def _changed_words(wording: Wording) -> str:
    """The first line of the new text in which something was added; the whole where nothing was."""
    added = next(iter(_runs(wording, "+")), "")
    lines = (line for line in wording.text.split("\n") if added and added in squeeze(line))
    return short(next(lines, wording.text), 400)


def _taken(proposal: Proposal, since: Since) -> Iterator[Finding]:
    steps = proposal.item.target.steps
    if since.base.index.get(steps) is not None:
        return
    mine = {_key(_body(c)) for c in proposal.new}
    for edition in since.editions[1:]:
        clause = edition.index.get(steps)
        if clause and clause.live and _key(_body(clause)) not in mine:
            law = since.law(edition, clause)
            yield finding(
                say("fate-taken", edition=edition.date, law=law, unit=Unit(steps)),
                proposal,
                evidence=(Evidence(edition.address(clause.steps), _quote(clause)),),
            )
            return


# --- The words --------------------------------------------------------------------------------------

_FEWEST: Final = 5  # words of a text whose equality says something


def _adopted(proposal: Proposal, since: Since) -> Iterator[Finding]:
    """The proposed words are in a later edition, word for word."""
    units = [_body(c) for c in proposal.new]
    texts = units if units or proposal.item.operation == "repeal" else [proposal.item.proposed]
    for text in filter(None, texts):
        held = since.adopted.get(_key(text))
        if held and len(text.split()) >= _FEWEST:
            edition, clause = held
            law = since.law(edition, clause)
            yield finding(
                say("fate-adopted", edition=edition.date, law=law, unit=Unit(clause.steps)),
                proposal,
                evidence=(Evidence(edition.address(clause.steps), _quote(clause)),),
            )


# Measured on the five amendments of 2022: what the law of elections met later has 0.69 of the
# notions by weight; the likest clause that met nothing, in its own article, 0.3.
_ENOUGH: Final = 0.6
_NOTIONS: Final = 4
_MANY: Final = 300  # a longer proposal is a law of its own, which no single clause answers
_ROOT: Final = 5  # letters in a row that make two words of one root: «выдвигать», «самовыдвижение»
_SMALL: Final = frozenset(
    {"что", "как", "или", "для", "над", "при", "без", "под", "про", "так", "его", "она", "они",
     "оно", "чем", "тот", "это", "этот", "иной", "свой", "который", "быть", "иметь", "мочь",
     "право", "также", "если", "либо"}
)  # fmt: skip


def _met(proposal: Proposal, since: Since) -> Iterator[Finding]:
    """A clause that a later edition added to the same article holds most of the proposal's notions."""
    if proposal.item.target.steps[-1:] == (Step("heading"),):
        return
    mine = _notions(_added(proposal))
    whole = sum(map(since.weight, mine))
    if not _NOTIONS <= len(mine) <= _MANY or whole <= 0:
        return
    article = proposal.item.target.steps[:1]
    for edition, difference in zip(since.editions[1:], since.between, strict=True):
        best: tuple[float, Row, frozenset[str]] | None = None
        for row in difference.rows:
            if row.right is None or row.right.steps[:1] != article:
                continue
            if row.status not in (Change.INSERTED, Change.CHANGED):
                continue
            theirs = _notions(" ".join(text for op, text in row.segments if op == "+"))
            shared = frozenset(a for a in mine if any(_alike(a, b) for b in theirs))
            share = sum(map(since.weight, shared)) / whole
            if share >= _ENOUGH and len(shared) >= _NOTIONS and (not best or share > best[0]):
                best = (share, row, shared)
        if best and best[1].right:
            yield _like(proposal, since, edition, best)
            return


def _added(proposal: Proposal) -> str:
    """The words that the proposal adds: all of an insertion, what a new wording has over the old."""
    proposed, old = proposal.item.proposed or "", proposal.old
    if proposal.item.operation != "replace" or old is None:
        return proposed
    return " ".join(text for op, text in word_segments(old.text, proposed) if op == "+")


def _like(
    proposal: Proposal, since: Since, edition: Edition, best: tuple[float, Row, frozenset[str]]
) -> Finding:
    share, row, shared = best
    unit = row.right
    assert unit is not None  # _met takes rows with a right side only
    clause = edition.resolve(unit.steps)
    message = say(
        "fate-met",
        unit=Unit(unit.steps),
        edition=edition.date,
        law=since.law(edition, clause),
        notions=", ".join(sorted(shared)),
        share=f"{100 * share:.0f}",
    )
    note = say("fate-met.edition", edition=edition.date)
    evidence = (Evidence(unit.address, unit.text, note),)
    return finding(message, proposal, evidence=evidence)


@lru_cache(maxsize=20_000)
def _notions(text: str) -> frozenset[str]:
    """The words that carry meaning, in dictionary form."""
    return frozenset(x for x in lemmas(text) if len(x) > 2 and x not in _SMALL and x.isalpha())


@lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> bool:
    """Whether two words are one, or of one root."""
    if one == other:
        return True
    return any(one[n : n + _ROOT] in other for n in range(len(one) - _ROOT + 1))


# --- Texts ------------------------------------------------------------------------------------------


def _body(clause: Clause) -> str:
    """A unit's words without its number mark."""
    below = [line for child in clause.children for line in child.lines()]
    return "\n".join(filter(None, [clause.own_text, *below]))


def _key(text: str) -> str:
    return same_words_key(text).rstrip(".;, ").lower()


def _quote(clause: Clause) -> str:
    return short(clause.text, 400)


CHECKS = (fate, ceased)
