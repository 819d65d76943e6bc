"""Collisions inside the law and between packages: what is said again, or otherwise, beside it.

Only norms that the draft itself writes are looked at: a sentence that the unit had before, or a
collision that the law had before, is not the draft's. Silent on texts that are not Russian.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress

from kb.amendment.package import Item, Package
from kb.ground.errors import KbError
from kb.ground.saying import Saying, Value, listed, say
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Steps, words_ru
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit
from kb.technique.finding import Evidence, Finding
from kb.technique.norm import (
    Content,
    Norm,
    Norms,
    content,
    key,
    lemma_key,
    norms,
    norms_in,
    often,
    vocabulary,
)

_LEAST = 4  # words of content that a norm needs to be told from another
_SAME = 0.8  # share of the words of each norm that the other has, from which they say the same
_LEADS = 0.6  # the same for the lines that introduce two lists

_Unlike = (
    tuple[Value, Value] | None
)  # in what two norms differ: mine, theirs; None for a repetition


def inside(draft: Draft) -> Iterator[Finding]:
    """A new norm that a neighbour in the act has already, or has with another figure or modality.

    Cannot see: the same thought in other words, opposites («открытые» beside «закрытых»).
    """
    for act, proposals in _by_act(draft).items():
        before = proposals[0].before
        if before.language != "ru" or not any(p.new for p in proposals):
            continue
        there = Norms.of(_standing(before, draft.amended[act].edition, proposals))
        for each in proposals:
            yield from _beside(each, there)


def fellows(draft: Draft) -> Iterator[Finding]:
    """A new norm that an earlier item of the same package has already, or has otherwise.

    Both must stand in the act as the whole package leaves it. One said with more words beside the
    other is meant so, for both are the author's.
    """
    for act, proposals in _by_act(draft).items():
        if proposals[0].before.language != "ru":
            continue
        left = Counter(c.own_text for c in draft.amended[act].edition.walk() if c.live)
        new = [(nth, n) for nth, each in enumerate(proposals) for n in _written(each)]
        of = {id(norm): nth for nth, norm in new}
        there = Norms.of(norm for _, norm in new)
        for nth, norm in new:
            for other in there.near(content(norm.text).words):
                alike = compared(norm, other) if of[id(other)] < nth else None
                same = content(norm.text).words == content(other.text).words
                stand = Counter((norm.clause.own_text, other.clause.own_text)) <= left
                if alike and stand and (same or alike[0] != "collision-repeats"):
                    earlier = say(f"{alike[0]}.fellow", item=proposals[of[id(other)]].item.id)
                    yield _told(proposals[nth], norm, other, *alike, 0, earlier)


def _written(proposal: Proposal) -> Iterator[Norm]:
    """The norms that an item writes and that its unit does not have already."""
    old = norms_in(proposal.before, proposal.old) if proposal.old else ()
    printed = {key(n.text) for n in old} if proposal.item.operation == "replace" else set()
    for unit in proposal.new:
        yield from (n for n in norms_in(proposal.after, unit) if key(n.text) not in printed)


def packages(draft: Draft) -> Iterator[Finding]:
    """Another package of the library that speaks of the same unit, or of one inside the other."""
    others: dict[str, list[tuple[Package, Item]]] = defaultdict(list)
    for package in draft.library.packages():
        if package.id != draft.package.id:
            for item in package.items:
                others[item.target.act].append((package, item))
    for each in draft.proposals:
        met: dict[str, list[tuple[Package, Item]]] = defaultdict(list)
        for package, item in others[each.act.id]:
            if _meet(each.item, item) and _speaks(each.item, item):
                met[package.id].append((package, item))
        for pairs in met.values():
            yield _met(each, pairs)


def constitution(draft: Draft) -> Iterator[Finding]:
    """A new norm that has another figure than the same norm of the Constitution in force.

    Reads the Constitutions held, in the edition of the day that the draft is compared with. Cannot
    see: another word in place of the Constitution's own, which the verdicts weigh.
    """
    for act, proposals in _by_act(draft).items():
        before = proposals[0].before
        if before.language != "ru" or not any(p.new for p in proposals):
            continue
        for supreme in _constitutions(draft.library, before):
            there = Norms.of(norms(supreme.root))
            for each in proposals if supreme.act != act else ():
                yield from _unconstitutional(each, supreme, there)


CHECKS = (inside, fellows, constitution, packages)


def _by_act(draft: Draft) -> dict[str, list[Proposal]]:
    by_act: dict[str, list[Proposal]] = defaultdict(list)
    for each in draft.proposals:
        by_act[each.before.act].append(each)
    return by_act


# --- Inside the law ---------------------------------------------------------------------------


def _standing(before: Edition, after: Edition, proposals: list[Proposal]) -> Iterator[Norm]:
    """The norms of `before` whose clause keeps its words when the whole package is carried out."""
    kept = Counter(c.own_text for c in after.walk() if c.live)
    added = (p.new for p in proposals if p.item.operation == "insert")
    kept.subtract(c.own_text for units in added for unit in units for c in unit.walk())
    for norm in norms(before.root):
        if kept[norm.clause.own_text] > 0:
            yield norm


def _beside(proposal: Proposal, there: Norms) -> Iterator[Finding]:
    """The collisions of an item's new norms, by the neighbour met."""
    old = list(norms_in(proposal.before, proposal.old)) if proposal.old else []
    if proposal.item.operation != "replace":
        old = []
    printed = {key(n.text) for n in old}
    met: dict[tuple[int, str], list[tuple[Norm, Norm, _Unlike]]] = defaultdict(list)
    for unit in proposal.new:
        for norm in norms_in(proposal.after, unit):
            if key(norm.text) not in printed:
                for neighbour, rule, unlike in _collisions(proposal, norm, there):
                    met[id(neighbour), rule].append((norm, neighbour, unlike))
    if met:
        known = {(id(n), rule) for norm in old for n, rule, _ in _collisions(proposal, norm, there)}
        for (neighbour_id, rule), pairs in met.items():
            if (neighbour_id, rule) not in known:
                norm, neighbour, unlike = pairs[0]
                yield _told(proposal, norm, neighbour, rule, unlike, len(pairs) - 1)


def _collisions(
    proposal: Proposal, norm: Norm, there: Norms
) -> Iterator[tuple[Norm, str, _Unlike]]:
    """The neighbours that a norm collides with: the neighbour, the rule, in what they differ."""
    for other in there.near(content(norm.text).words):
        own = other.clause.steps[: len(proposal.steps)] == proposal.steps
        if own and proposal.item.operation != "insert":
            continue
        alike = compared(norm, other)
        if alike:
            yield other, *alike


def compared(norm: Norm, other: Norm) -> tuple[str, _Unlike] | None:
    """The rule by which two norms collide and in what they differ; None when they do not."""
    return _how_often(norm, other) or _same_norm(norm, other)


def _how_often(norm: Norm, other: Norm) -> tuple[str, _Unlike] | None:
    mine, theirs = often(norm.text), often(other.text)
    if mine is None or theirs is None or mine.what != theirs.what:
        return None
    if mine.which and theirs.which and mine.which != theirs.which:
        return None
    if (mine.bound, mine.yearly) == (theirs.bound, theirs.yearly):
        return "collision-repeats", None
    return "collision-otherwise", (f"«{mine.said}»", f"«{theirs.said}»")


def _same_norm(norm: Norm, other: Norm) -> tuple[str, _Unlike] | None:
    mine, theirs = content(norm.text), content(other.text)
    common = mine.words & theirs.words
    if len(common) < _LEAST or not _alike(mine.words, theirs.words, _SAME):
        return None
    if bool(norm.lead) != bool(other.lead):
        return None
    if norm.lead:
        if not _alike(content(norm.lead).words, content(other.lead).words, _LEADS):
            return None
        mine, theirs = content(norm.whole), content(other.whole)
    # A word that each has and the other has not: «области» and «района» are two norms.
    counts = [Counter(w for w in lemma_key(n.whole).split() if w in c.words) for n, c in (
        (norm, mine), (other, theirs)
    )]  # fmt: skip
    if counts[0] - counts[1] and counts[1] - counts[0]:
        return None
    if mine.figures != theirs.figures:
        if not _one_figure(mine, theirs):
            return None
        return "collision-otherwise", (_figures(mine), _figures(theirs))
    if mine.kinds != theirs.kinds:
        return "collision-otherwise", (_modality(mine), _modality(theirs))
    return "collision-repeats", None


def _figures(content: Content) -> Value:
    said = " ".join(content.said)
    return f"«{said}»" if said else say("collision-otherwise.no-figure")


def _modality(content: Content) -> Value:
    said = ", ".join(words for _, words in content.modality)
    return f"«{said}»" if said else say("collision-otherwise.no-word")


def _one_figure(mine: Content, theirs: Content) -> bool:
    """Whether one number or its bound is all that differs: more of them are two steps of a scale."""
    bounds = vocabulary().bounds
    fractions = vocabulary().fractions
    numbers: list[list[str]] = []
    for each in (mine, theirs):
        numbers.append([])
        for figure in each.figures:
            if figure in fractions and numbers[-1]:
                numbers[-1][-1] += f" {figure}"  # «двух третей» is one number
            elif figure.removeprefix("не ") not in bounds:
                numbers[-1].append(figure)
    if len(numbers[0]) != len(numbers[1]):
        return not numbers[0] or not numbers[1]
    return sum(a != b for a, b in zip(numbers[0], numbers[1], strict=True)) <= 1


def _alike(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    common = len(one & other)
    return common >= share * max(len(one), len(other), 1)


def _told(
    proposal: Proposal,
    norm: Norm,
    neighbour: Norm,
    rule: str,
    unlike: _Unlike,
    more: int,
    where: Saying | None = None,
) -> Finding:
    fields: dict[str, Value] = {
        "unit": Unit(proposal.item.target.steps),
        "other": Unit(neighbour.clause.steps),
        "again": say(f"{rule}.again", more=more) if more else "",
    }
    if unlike:
        fields |= {"mine": unlike[0], "theirs": unlike[1]}
    address = proposal.before.address(neighbour.clause.steps)
    return finding(
        say(rule, **fields),
        proposal,
        words=norm.text,
        span=place_of(norm.text, proposal.item.proposed),
        evidence=(Evidence(address, neighbour.text, where or say(f"{rule}.standing")),),
    )


def place_of(words: str, proposed: str | None) -> tuple[int, int] | None:
    """Where words stand in the proposed text, in characters; None when they do not as printed."""
    at = (proposed or "").find(words) if words else -1
    return (at, at + len(words)) if at >= 0 else None


# --- With the Constitution --------------------------------------------------------------------


def _constitutions(library: Library, before: Edition) -> Iterator[Edition]:
    """The Constitutions in force on the day of an edition, as far as they are held."""
    for act in library.acts.values():
        if act.force == "constitution" and not (act.ceased and act.ceased <= before.date):
            with suppress(KbError):
                yield library.on(act.id, before.date, before.language)[0]


def _unconstitutional(proposal: Proposal, supreme: Edition, there: Norms) -> Iterator[Finding]:
    for norm in _written(proposal):
        mine = content(norm.text)
        near = [n for n in there.near(mine.words) if not n.lead]
        common, _, other = max(
            ((len(mine.words & content(n.text).words), -i, n) for i, n in enumerate(near)),
            default=(0, 0, norm),
        )
        if not norm.lead and _otherwise(mine, content(other.text), common):
            yield _against(proposal, supreme, norm, other)


def _otherwise(mine: Content, theirs: Content, common: int) -> bool:
    """Whether a norm says what the Constitution's says, perhaps with more words, but for a figure."""
    alike = common >= max(_LEAST, _SAME * len(theirs.words)) and 2 * common >= len(mine.words)
    figures = mine.figures and theirs.figures and mine.figures != theirs.figures
    return alike and bool(figures) and _one_figure(mine, theirs)


def _against(proposal: Proposal, supreme: Edition, norm: Norm, other: Norm) -> Finding:
    rule = "collision-constitution"
    mine, theirs = (_figures(content(n.text)) for n in (norm, other))
    unit, there = Unit(proposal.item.target.steps), Unit(other.clause.steps)
    address = supreme.address(other.clause.steps)
    return finding(
        say(f"{rule}.otherwise", unit=unit, other=there, mine=mine, theirs=theirs),
        proposal,
        words=norm.text,
        span=place_of(norm.text, proposal.item.proposed),
        evidence=(Evidence(address, other.text, say(f"{rule}.supreme")),),
    )


# --- With another package ---------------------------------------------------------------------


def _meet(mine: Item, other: Item) -> bool:
    """Whether two items speak of one unit, or a text changes a unit that holds the other's.

    A concept without a text changes nothing, so what it names must be the unit itself or lie in
    what a text changes. `part_1` of a unit with one part is the unit.
    """
    one, two = ([s for s in i.target.steps if str(s) != "part_1"] for i in (mine, other))
    holds = mine.operation != "none" and two[: len(one)] == one
    held = other.operation != "none" and one[: len(two)] == two
    return one == two or holds or held


_NAMED = re.compile(r"\bст(?:ать[а-я]*|\.)\s*(?P<number>\d+(?:-\d+)*)", re.I)
_ALIKE = 0.5  # share of the fewer words of two texts from which they speak of one thing


def _speaks(mine: Item, other: Item) -> bool:
    """Whether what meets is said by the authors: a concept's target is an editor's choice, unless its
    author names the article or speaks in the words of the other."""
    if mine.operation != "none" and other.operation != "none":
        return True
    article = mine.target.steps[:1]
    for concept in (i for i in (mine, other) if i.operation == "none"):
        named = {m["number"] for m in _NAMED.finditer(f"{concept.lead} {concept.grounds}")}
        if not article or article[0].number not in named:
            one, two = (content(i.proposed or i.grounds).words for i in (mine, other))
            fewer = min(len(one), len(two))
            if not fewer or len(one & two) / fewer < _ALIKE:
                return False
    return True


def _place(before: Edition, steps: Steps) -> str:
    """The address of a unit, or of what will hold it."""
    while steps and steps not in before.index:
        steps = steps[:-1]
    return before.address(steps)


def says(item: Item) -> str:
    """What an item of another package says of the unit: its text, or what it does or asks for."""
    if item.operation == "repeal":
        return f"{words_ru(item.target.steps, 'acc')} исключить"
    return item.proposed or item.grounds


def _met(proposal: Proposal, pairs: list[tuple[Package, Item]]) -> Finding:
    package = pairs[0][0]
    texts = [item for _, item in pairs if item.operation != "none"]
    rule = "collision-package" if texts and proposal.item.operation != "none" else (
        "collision-concept"
    )  # fmt: skip
    places = dict.fromkeys(Unit(item.target.steps) for _, item in pairs)
    evidence = tuple(
        Evidence(
            _place(proposal.before, item.target.steps),
            says(item),
            say(f"{rule}.source", author=package.author, package=package.id, item=item.id),
        )
        for _, item in pairs
    )
    message = say(
        rule,
        unit=Unit(proposal.item.target.steps),
        package=package.id,
        author=package.author,
        items=listed((item.id for _, item in pairs), mark=", "),
        places=listed(places, mark="; "),
    )
    return finding(message, proposal, evidence=evidence)
