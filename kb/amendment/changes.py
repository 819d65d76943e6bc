"""The operations between two wordings of one element, as few and as small as a lawyer's.

Words where few words change, a clause in a new wording where much does, additions and exclusions.
Each choice is tried on the text before it is taken; one that does not lead to the text after gives
way to a new wording of the unit around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from rapidfuzz import fuzz

from kb.amendment.apply import apply
from kb.amendment.operation import Operation, Scope
from kb.amendment.tree import isolated, rebased, standing
from kb.amendment.words import occurrences
from kb.norm.act import Clause, Edition
from kb.norm.address import Address, Step, Steps
from kb.norm.marks import word_segments
from kb.words.text import squeeze

_MAX_WORD_CHANGES = 4  # more of them in one clause read worse than a new wording
_ALIKE = 45.0  # likeness (0–100) from which a part or paragraph counts as the same one, changed
_FORMULA = 60  # what a formula costs a reader, in characters


def printed(clause: Clause | None) -> list[str]:
    """A unit's lines for comparing: stubs left out, white space normalised; [] without one."""
    return [squeeze(x) for x in standing(clause)] if clause else []


def unit_changes(
    edition: Edition, old: Clause | None, new: Clause | None, *, restate: bool
) -> list[Operation]:
    """The operations between two wordings of an element (None: it is absent or new)."""
    address = Address(edition.act)
    if old is None:
        if new is None or not new.live:
            return []
        return [Operation("insert", address.within(new.steps), new=new.text)]
    if new is None or not new.live:
        return [Operation("repeal", address.within(old.steps))] if old.live else []
    if printed(old) == printed(new):
        return []
    alone = replace(edition, root=Clause((), "act", children=(old,)), held=())
    fine = list(_Comparing(alone, restate).clause(old, new))
    whole = [Operation("replace", address.within(old.steps), new=new.text)]
    if old.kind in ("section", "chapter", "paragraph_division"):
        return fine
    if _reaches(alone, fine, new) and (_cost(fine) < _cost(whole) or _shape(old) == _shape(new)):
        return fine
    return whole


def _reaches(alone: Edition, operations: Sequence[Operation], new: Clause) -> bool:
    applied = apply(alone, operations)
    now = applied.edition.index.get(new.steps)
    return not applied.refused and now is not None and printed(now) == printed(new)


def _cost(operations: Sequence[Operation]) -> int:
    return sum(_FORMULA + len(o.new or "") + len(o.old or "") for o in operations)


def _shape(clause: Clause) -> list[Steps]:
    return [c.steps for c in clause.walk()]


@dataclass(frozen=True, slots=True)
class _Comparing:
    """Compares clauses of one element; `edition` holds that element alone."""

    edition: Edition
    restate: bool

    def address(self, steps: Steps) -> Address:
        return Address(self.edition.act).within(steps)

    def clause(self, old: Clause, new: Clause) -> Iterator[Operation]:
        """The operations inside a clause that both sides have."""
        if printed(old) == printed(new) and old.live == new.live:
            return
        if not old.live or not new.live:
            yield from self.excluded(old, new)
            return
        # What a choice leads to is tried on the unit alone: its neighbours are as many as they like.
        here = replace(self, edition=isolated(self.edition, old.steps))
        inner = list(here.inner(old, new))
        whole = self.restated(old, new)
        unit = old.steps[-1].unit
        if unit in ("pt", "spt", "part") and whole:
            fits = here.reaches_unit(inner, old, new)
            if not fits or _cost(inner) > _cost(whole):
                yield from whole
                return
        yield from inner

    def inner(self, old: Clause, new: Clause) -> Iterator[Operation]:
        if squeeze(old.heading) != squeeze(new.heading):
            yield from self.heading(old, new)
        if squeeze(old.own_text) != squeeze(new.own_text) and old.own_text and new.own_text:
            yield from self.own_words(old, new)
        yield from self.children(old, new)

    def reaches_unit(self, operations: Sequence[Operation], old: Clause, new: Clause) -> bool:
        applied = apply(self.edition, operations)
        now = applied.edition.index.get(old.steps)
        return not applied.refused and now is not None and printed(now) == printed(new)

    def excluded(self, old: Clause, new: Clause) -> Iterator[Operation]:
        if old.live:
            yield Operation("repeal", self.address(old.steps))
        elif new.live:
            yield Operation("replace", self.address(old.steps), new=new.text)

    def restated(self, old: Clause, new: Clause) -> list[Operation]:
        return [Operation("replace", self.address(old.steps), new=new.text)]

    def heading(self, old: Clause, new: Clause) -> Iterator[Operation]:
        steps = (*old.steps, Step("heading"))
        if not self.restate and old.heading and new.heading:
            words = self.word_changes(old.steps, old.heading, new.heading, "heading")
            if words is not None:
                yield from words
                return
        yield Operation("replace", self.address(steps), new=new.heading, scope="heading")

    def own_words(self, old: Clause, new: Clause) -> Iterator[Operation]:
        """Changes of a clause's own words, children apart."""
        listed = bool(old.children) and old.steps[-1].unit != "abz"
        steps = (*old.steps, Step("abz", "1")) if listed else old.steps
        if not self.restate:
            words = self.word_changes(steps, old.own_text, new.own_text, "text")
            if words is not None:
                yield from words
                return
        text = f"{new.mark} {new.own_text}" if new.mark and not listed else new.own_text
        if old.steps[-1].unit == "art" and not listed:
            text = new.own_text
        yield Operation("replace", self.address(steps), new=text)

    # -- words -----------------------------------------------------------------------------------

    def word_changes(
        self, steps: Steps, old: str, new: str, scope: Scope
    ) -> list[Operation] | None:
        """The changes of words between two texts; None where a new wording reads better."""
        hunks = _hunks(old, new)
        changed = sum(end - start + len(words) for start, end, words in hunks)
        if len(hunks) > _MAX_WORD_CHANGES or changed > max(len(old), len(new)):
            return None
        operations: list[Operation] = []
        for hunk in hunks:
            operation = self.word_change(steps, old, hunk, scope)
            if operation is None:
                return None
            operations.append(operation)
        return operations if self.gives(operations, steps, new, scope) else None

    def word_change(
        self, steps: Steps, text: str, hunk: tuple[int, int, str], scope: Scope
    ) -> Operation | None:
        """One change of words, with as little around it as names its place."""
        start, end, words = hunk
        wanted = text[:start] + words + text[end:]
        for operation in self.candidates(steps, text, hunk, scope):
            if self.gives([operation], steps, wanted, scope):
                return operation
        return None

    def gives(
        self, operations: Sequence[Operation], steps: Steps, wanted: str, scope: Scope
    ) -> bool:
        owner = steps[:-1] if steps[-1] == Step("abz", "1") else steps
        applied = apply(self.edition, operations)
        if applied.refused or _crossing(operations):
            return False
        clause = applied.edition.index.get(owner)
        now = (clause.heading if scope == "heading" else clause.own_text) if clause else ""
        return squeeze(now) == squeeze(wanted)

    def candidates(
        self, steps: Steps, text: str, hunk: tuple[int, int, str], scope: Scope
    ) -> Iterator[Operation]:
        start, end, words = hunk
        address = self.address(steps)
        old, new = text[start:end].strip(), words.strip()
        if not old:
            if not text[end:].strip(" .;:"):
                yield Operation("insert_words", address, new=new, scope=scope)
            for begin in _starts(text, start):
                anchor = text[begin:start].strip()
                if _once(text, anchor):
                    yield Operation("insert_words", address, new=new, after=anchor, scope=scope)
                    break
        elif not new and _once(text, old):
            yield Operation("delete_words", address, old=old, scope=scope)
        for begin, stop in _contexts(text, start, end):
            around = text[begin:stop].strip()
            if around and _once(text, around):
                put = (text[begin:start] + words + text[end:stop]).strip()
                if put:
                    yield Operation("substitute", address, old=around, new=put, scope=scope)

    # -- children ----------------------------------------------------------------------------------

    def children(self, old: Clause, new: Clause) -> Iterator[Operation]:
        olds, news = list(old.children), list(new.children)
        if _counted(olds) or _counted(news):
            olds, news = _as_parts(old, news), _as_parts(new, olds)
            yield from self.counted(old.steps, olds, news)
            return
        by_number = {c.steps[-1]: c for c in news}
        known = {c.steps[-1] for c in olds}
        for each in olds:
            twin = by_number.get(each.steps[-1])
            if twin is not None:
                yield from self.clause(each, rebased(twin, each.steps))
            elif each.live:
                yield Operation("repeal", self.address(each.steps))
        for each in news:
            if each.steps[-1] not in known and each.live:
                steps = (*old.steps, each.steps[-1])
                yield Operation("insert", self.address(steps), new=each.text)

    def counted(
        self, owner: Steps, olds: Sequence[Clause], news: Sequence[Clause]
    ) -> Iterator[Operation]:
        """Parts and paragraphs, whose numbers are their order: changes first, then additions."""
        pairs = _aligned(olds, news)
        gone = set(range(len(olds))) - {i for i, _ in pairs}
        for i, old in enumerate(olds):
            if i in gone:
                if old.live:
                    yield Operation("repeal", self.address(old.steps))
                continue
            twin = next(news[j] for k, j in pairs if k == i)
            yield from self.clause(old, rebased(twin, old.steps))
        # The order as the commands leave it: stubs keep their places.
        partner = {j: i for i, j in pairs}
        placed = list(range(len(olds)))
        position = 0
        first = int(olds[0].steps[-1].number) if olds else 2
        for j, new in enumerate(news):
            if j in partner:
                position = placed.index(partner[j]) + 1
                continue
            if not new.live:
                continue
            number = position + first
            steps = (*owner, Step(new.steps[-1].unit, str(number)))
            yield Operation("insert", self.address(steps), new=new.text)
            placed.insert(position, -1 - j)
            position += 1


def _crossing(operations: Sequence[Operation]) -> bool:
    """Whether one command looks for words that another writes: a reader would have to guess."""
    return any(
        occurrences(writes.new or "", words)
        for writes, looks in permutations(operations, 2)
        for words in (looks.old, looks.after)
        if words
    )


def _once(text: str, words: str) -> bool:
    return bool(words) and len(occurrences(text, words)) == 1


def _hunks(old: str, new: str) -> list[tuple[int, int, str]]:
    """Changes as (start, end, new words) in the old text; those a word apart become one."""
    hunks: list[list[int | str]] = []
    at = 0
    gap = ""
    for op, text in word_segments(old, new):
        if op == "=":
            gap = text
            at += len(text)
            continue
        if hunks and len(re.findall(r"\w+", gap)) <= 1 and gap:
            last = hunks[-1]
            last[1], last[2] = at, f"{last[2]}{gap}"
        elif not hunks or gap:
            hunks.append([at, at, ""])
        gap = ""
        last = hunks[-1]
        if op == "-":
            at += len(text)
            last[1] = at
        else:
            last[2] = f"{last[2]}{text}"
    return [(int(s), int(e), str(w)) for s, e, w in hunks]


def _starts(text: str, at: int) -> Iterator[int]:
    """Places where one to eight words before a place begin."""
    words = [m.start() for m in re.finditer(r"[^\s]+", text[:at])]
    yield from reversed(words[-8:])


def _contexts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A change with more and more words around it: alone, one before, one behind, …"""
    befores = [start, *_starts(text, start)]
    behinds = [end, *(end + m.end() for m in re.finditer(r"\S*\w", text[end:]))][:9]
    for size in range(9):
        for left in range(size + 1):
            right = size - left
            if left < len(befores) and right < len(behinds):
                yield befores[left], behinds[right]


def _counted(clauses: Sequence[Clause]) -> bool:
    return any(c.steps[-1].unit in ("part", "abz") for c in clauses)


def _as_parts(owner: Clause, others: Sequence[Clause]) -> list[Clause]:
    """The children; where the other side has parts, what stands without them is the first part."""
    own = list(owner.children)
    if not any(c.steps[-1].unit == "part" for c in others):
        return own
    if any(c.steps[-1].unit == "part" for c in own):
        return own
    steps = (*owner.steps, Step("part", "1"))
    part = Clause(steps, "part", "1", own_text=owner.own_text, children=owner.children)
    return [rebased(replace(part, steps=owner.steps), steps)]


def _aligned(olds: Sequence[Clause], news: Sequence[Clause]) -> list[tuple[int, int]]:
    """Pairs of the same part or paragraph, in order: the most likeness that order allows."""
    scores = [
        [
            0.0
            if a.steps[-1].unit != b.steps[-1].unit
            else 101.0
            if a.text == b.text
            else fuzz.ratio(a.text, b.text)
            for b in news
        ]
        for a in olds
    ]
    n, m = len(olds), len(news)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            pair = scores[i][j] + best[i + 1][j + 1] if scores[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < n and j < m:
        if scores[i][j] >= _ALIKE and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
