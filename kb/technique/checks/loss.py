"""Losses: norms that vanish from the law, and matters whose procedure nothing lays down any more.

What goes is what the unit said before and neither its new wording nor any other clause says once
the whole package is carried out. Silent on texts that are not Russian, and on ready norms that go
without a word of duty, right, ban, guarantee or competence (norm.yaml).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.ground.saying import Saying, Value, listed, say
from kb.norm.act import Edition
from kb.norm.address import Steps
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit
from kb.technique.finding import Evidence, Finding
from kb.technique.norm import (
    PLACES,
    Norm,
    Norms,
    content,
    inside,
    key,
    norms,
    norms_in,
    root,
    standing,
    vocabulary,
)
from kb.words.text import lemmas

_SAME = 0.6  # share of an old norm's words from which a new one is its counterpart in the unit
_ELSEWHERE = 0.85  # the same for a norm that stands elsewhere
_KINDS = 4  # ways of binding named in one finding
_MATTER = 0.75  # share of a matter's words that a clause must have to speak of it


@dataclass(frozen=True, slots=True)
class _Pair:
    """An old norm of a unit and what it became: its counterpart, or None when it went."""

    proposal: Proposal
    old: Norm
    new: Norm | None


def lost_norms(draft: Draft) -> Iterator[Finding]:
    """A duty, right, ban, guarantee or competence that goes, or that binds otherwise now."""
    for proposal, pairs, _ in _pairs(draft):
        gone: dict[Steps, list[Norm]] = defaultdict(list)
        for pair in pairs:
            old = content(pair.old.whole)
            if pair.new is None:
                if old.modality:
                    owner = (pair.old.owner or pair.old.clause).steps
                    repealed = proposal.item.operation == "repeal"
                    gone[proposal.steps if repealed else owner].append(pair.old)
            elif change := _binds_otherwise(pair.old, pair.new):
                yield _rebound(proposal, pair.old, pair.new, change)
        for steps, lost in gone.items():
            yield _gone(proposal, steps, lost)


def lost_matters(draft: Draft) -> Iterator[Finding]:
    """A matter taken from a list that sends its procedure to a paper («определяются регламентом»),
    while other clauses of the act still speak of it (article 9 of the Law № 148)."""
    for proposal, pairs, there in _pairs(draft):
        law = {c.own_text for c in proposal.before.walk()}
        for pair in pairs:
            if pair.new is None or not _defers(pair.old.text) or not _defers(pair.new.text):
                continue
            for matter in _dropped(pair.old.text, pair.new.text):
                places = [
                    n
                    for n in _speaking(matter, _owner(pair.old.text), there)
                    if n.clause.own_text in law and not inside(n.clause, proposal.steps)
                ]
                if places:
                    yield _matter(proposal, pair.old, matter, places)


CHECKS = (lost_norms, lost_matters)


# --- What became of each norm -----------------------------------------------------------------


def _pairs(draft: Draft) -> Iterator[tuple[Proposal, list[_Pair], Norms]]:
    """The norms of each unit that is reworded or repealed with what became of each, and the norms
    of the act once the whole package is carried out."""
    acts: dict[str, Norms] = {}
    for proposal in draft.proposals:
        old, act = proposal.old, proposal.before.act
        replaced = proposal.item.operation in ("replace", "repeal") and proposal.done
        if old is None or not replaced or proposal.before.language != "ru":
            continue
        new = [n for unit in proposal.new for n in norms_in(proposal.after, unit)]
        printed = {key(n.whole) for n in new} | {key(n.text) for n in new if not n.lead}
        changed = [n for n in norms_in(proposal.before, old) if key(n.whole) not in printed]
        if changed:
            if act not in acts:
                acts[act] = Norms.of(norms(draft.amended[act].edition.root))
            yield proposal, _matched(proposal, changed, new, acts[act]), acts[act]


def _matched(
    proposal: Proposal, changed: Sequence[Norm], new: Sequence[Norm], there: Norms
) -> list[_Pair]:
    mine = Norms.of(new)
    pairs: list[_Pair] = []
    for old in changed:
        words = content(old.text).words
        near = mine.near(words, rare=8)
        same = _best(old, near, _ELSEWHERE)
        if same is None:
            kinds = content(old.whole).kinds
            others = [
                n
                for n in there.near(words)
                if not inside(n.clause, proposal.steps)
                and (not kinds or kinds & content(n.whole).kinds)
            ]
            if _best(old, others, _ELSEWHERE, whole=True):
                continue
            same = _best(old, near, _SAME) or _shorter(old, near)
        pairs.append(_Pair(proposal, old, same))
    return pairs


def _best(
    old: Norm, candidates: Sequence[Norm], share: float, *, whole: bool = False
) -> Norm | None:
    """The candidate that has most of the old norm's words, if it has that share of them.

    `whole`: with the lines that introduce both, for whose duty it is counts as well.
    """

    def said(norm: Norm) -> frozenset[str]:
        return content(norm.whole if whole else norm.text).words

    words = said(old)
    scored = [(len(words & said(n)), -i) for i, n in enumerate(candidates)]
    most, at = max(scored, default=(0, 0))
    return candidates[-at] if most and most >= share * len(words) else None


def _shorter(old: Norm, candidates: Sequence[Norm]) -> Norm | None:
    """A norm that binds alike and of whose words the old one has most: the old one cut short."""
    was = content(old.text)
    for norm in candidates:
        now = content(norm.text)
        common = len(was.words & now.words)
        if was.kinds & now.kinds and common >= max(3, _SAME * len(now.words)):
            return norm
    return None


# --- Duties and rights ------------------------------------------------------------------------


def _binds_otherwise(old: Norm, new: Norm) -> tuple[str, Value] | None:
    """The modal words before and after, where the kind changes («обязан» → «вправе»)."""
    was, now = content(old.whole), content(new.whole)
    binding = {"duty", "ban", "right", "permission", "guarantee"}
    before, after = was.kinds & binding, now.kinds & binding
    if before == after or not before or len(before) > 1 or len(after) > 1:
        return None
    said = [", ".join(w for k, w in c.modality if k in binding) for c in (was, now)]
    return said[0], f"«{said[1]}»" if said[1] else say("loss-modality.no-word")


def _kinds(lost: Sequence[Norm]) -> Value:
    """How the norms bound, with their words."""
    modality = (each for n in lost for each in content(n.whole).modality)
    kinds = dict.fromkeys(_kind(*each) for each in modality)
    shown = listed(list(kinds)[:_KINDS], mark=", ")
    return say("loss-norm.others", kinds=shown) if len(kinds) > _KINDS else shown


def _kind(kind: str, words: str) -> Saying:
    """«обязанность: «должен»»: a kind of norm.yaml by its name."""
    return {
        "duty": say("loss-norm.duty", words=words),
        "ban": say("loss-norm.ban", words=words),
        "right": say("loss-norm.right", words=words),
        "permission": say("loss-norm.permission", words=words),
        "guarantee": say("loss-norm.guarantee", words=words),
        "competence": say("loss-norm.competence", words=words),
    }[kind]


def _gone(proposal: Proposal, steps: Steps, lost: Sequence[Norm]) -> Finding:
    return finding(
        say("loss-norm", unit=Unit(steps), count=len(lost), kinds=_kinds(lost)),
        proposal,
        at=proposal.before.address(steps),
        words=lost[0].text,
        evidence=tuple(
            Evidence(
                proposal.before.address(n.clause.steps),
                n.text,
                say("loss-norm.lead", words=n.lead) if n.lead else None,
            )
            for n in lost[:PLACES]
        ),
    )


def _rebound(proposal: Proposal, old: Norm, new: Norm, change: tuple[str, Value]) -> Finding:
    at = (proposal.item.proposed or "").find(new.text)
    address = proposal.before.address(old.clause.steps)
    return finding(
        say("loss-modality", unit=Unit(old.clause.steps), before=change[0], after=change[1]),
        proposal,
        at=address,
        words=new.text,
        span=(at, at + len(new.text)) if at >= 0 else None,
        evidence=(Evidence(address, old.text, say("loss-modality.former")),),
    )


# --- Matters whose procedure a paper lays down ------------------------------------------------


def _defers(text: str) -> bool:
    forms = set(lemmas(text))
    return bool(forms & vocabulary().defers and forms & vocabulary().papers)


def _dropped(old: str, new: str) -> Iterator[str]:
    """The members of the old sentence's list, as printed, of which the new sentence has not the
    first word («проведения» in «порядок проведения сессий»)."""
    kept = {root(w) for w in content(new).words}
    for member in re.split(r",\s+|\sа\sтакже\s", old):
        words = content(member).words - {"порядок"}
        head = next((form for form in lemmas(member) if form in words), "")
        if len(words) > 1 and root(head) not in kept and not _defers(member):
            yield member.strip()


def _owner(text: str) -> str:
    """Whose paper the sentence defers to: «маслихат» in «регламентом маслихата»."""
    forms = lemmas(text)
    for paper, owner in pairwise(forms):
        if paper in vocabulary().papers:
            return owner
    return ""


def _speaking(matter: str, owner: str, there: Norms) -> list[Norm]:
    """The norms that speak of a matter, by the roots of its words; a matter of two words («заседаний
    его органов») must be the owner's.

    Linear in the act, and asked only for what a list of a deferring norm loses.
    """
    asked = {root(w) for w in content(matter).words - {"порядок"}}
    if len(asked) < 3 and owner:
        asked.add(root(owner))
    speaking = []
    for norm in there.all:
        said = {root(w) for w in content(norm.text).words}
        if len(asked & said) >= max(2, _MATTER * len(asked)):
            speaking.append(norm)
    return speaking


def _matter(proposal: Proposal, old: Norm, matter: str, places: Sequence[Norm]) -> Finding:
    return finding(
        say("loss-matter", words=matter, count=len(places)),
        proposal,
        at=proposal.before.address(old.clause.steps),
        words=matter,
        evidence=_places(proposal.before, places),
    )


def _places(before: Edition, places: Sequence[Norm]) -> tuple[Evidence, ...]:
    speaks = say("loss-matter.speaks")
    return tuple(Evidence(standing(before, n.clause), n.text, speaks) for n in places[:PLACES])
