"""What changed between two texts: clauses aligned by content and number, then words.

Aligning works on rows, one for each heading and each lowest unit with words of its own. Rows are
paired by equal text first, then by likeness and number together; an equal address alone is the last
resort. Marks always rebuild both sides exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from kb.norm.act import Clause, Edition, Status, governing
from kb.norm.address import Step, Steps
from kb.norm.marks import Segments, Side, word_segments
from kb.words.text import squeeze, words


class Change(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Unit:
    """One side of a row: a heading or a lowest unit, with its address and its own words."""

    address: str
    steps: Steps
    text: str
    status: Status = Status.IN_FORCE


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of units, or one of them alone, and what happened to the words between."""

    left: Unit | None
    right: Unit | None
    status: Change
    segments: Segments


@dataclass(frozen=True, slots=True)
class Outside:
    """A unit that only one side holds: no statement is made about it."""

    address: str
    held_by: Side


@dataclass(frozen=True, slots=True)
class Difference:
    rows: tuple[Row, ...]
    not_held: tuple[Outside, ...] = ()

    def count(self, status: Change) -> int:
        return sum(row.status == status for row in self.rows)


# --- Clauses ----------------------------------------------------------------------------------


def units(edition: Edition, clause: Clause) -> list[Unit]:
    """The rows of a clause and all below it: headings and lowest units that are law.

    Excluded units and wordings printed ahead of their date are not compared as text.
    """
    listed: list[Unit] = []
    for each in clause.walk():
        if not each.live or _below_dead(edition, each):
            continue
        if each.heading_lines and (each.heading or each.kind == "article"):
            steps = (*each.steps, Step("heading"))
            if each.heading:
                listed.append(Unit(edition.address(steps), steps, each.heading, each.status))
        if each.own_text:
            listed.append(Unit(edition.address(each.steps), each.steps, each.own_text, each.status))
    return listed


def _below_dead(edition: Edition, clause: Clause) -> bool:
    return any(
        owner is not None and not owner.live
        for cut in range(1, len(clause.steps))
        if (owner := edition.index.get(clause.steps[:cut])) is not None
    )


def compare(
    left: Edition, right: Edition, left_steps: Steps = (), right_steps: Steps = ()
) -> Difference:
    """Two editions, or a clause of each. Raises as Edition.resolve does."""
    left_clause, right_clause = left.resolve(left_steps), right.resolve(right_steps)
    left_units, right_units = units(left, left_clause), units(right, right_clause)
    if left_steps or right_steps:
        rows = align(left_units, right_units, left_clause.steps, right_clause.steps)
        return Difference(rows)
    if left.act != right.act and left.held and right.held:
        return _between_acts(left, right, left_units, right_units)
    outside: list[Outside] = []
    seen: set[tuple[Step | None, Side]] = set()

    def shared(unit: Unit, mine: Edition, other: Edition, side: Side) -> bool:
        if other.holds(unit.steps):
            return True
        holder = governing(unit.steps)
        if (holder, side) not in seen:
            seen.add((holder, side))
            outside.append(Outside(mine.address((holder,) if holder else ()), side))
        return False

    lefts = [u for u in left_units if shared(u, left, right, "left")]
    rights = [u for u in right_units if shared(u, right, left, "right")]
    return Difference(align(lefts, rights), tuple(outside))


def _between_acts(
    left: Edition, right: Edition, lefts: Sequence[Unit], rights: Sequence[Unit]
) -> Difference:
    """Excerpts of two acts: numbers say nothing there, so units are paired by words alone.

    An article of which nothing is paired may have its counterpart in what the other side does not
    hold: it is listed as such, and not called deleted or inserted.
    """
    rows = align(lefts, rights, numbers=False)
    paired = {
        (side, governing(unit.steps))
        for row in rows
        if row.left and row.right
        for side, unit in (("left", row.left), ("right", row.right))
    }
    kept: list[Row] = []
    outside: dict[str, Outside] = {}
    for row in rows:
        side: Side = "left" if row.left else "right"
        mine, unit = (left, row.left) if row.left else (right, row.right)
        holder = governing(unit.steps) if unit else None
        if (side, holder) in paired:
            kept.append(row)
        else:
            address = mine.address((holder,) if holder else ())
            outside[address] = Outside(address, side)
    return Difference(tuple(kept), tuple(outside.values()))


def align(
    lefts: Sequence[Unit],
    rights: Sequence[Unit],
    left_root: Steps = (),
    right_root: Steps = (),
    *,
    numbers: bool = True,
) -> tuple[Row, ...]:
    """Rows in the order of the right side, with what vanished where it stood on the left.

    `numbers`: whether the same number on both sides speaks for the same unit.
    """
    apart = () if numbers else (Step("act"),)
    left_places = [(*apart, *_place(u.steps, left_root)) for u in lefts]
    right_places = [_place(u.steps, right_root) for u in rights]
    pairs = _pair(lefts, rights, left_places, right_places)
    rows: list[tuple[tuple[int, int], Row]] = []
    partner = {j: i for i, j in pairs.items()}
    for j, unit in enumerate(rights):
        if j not in partner:
            rows.append(((j, 0), Row(None, unit, Change.INSERTED, (("+", unit.text),))))
            continue
        old = lefts[partner[j]]
        if old.text != unit.text:
            status = Change.CHANGED
        elif left_places[partner[j]] == right_places[j]:
            status = Change.UNCHANGED
        else:
            status = Change.MOVED
        rows.append(((j, 0), Row(old, unit, status, word_segments(old.text, unit.text))))
    place = -1
    for i, unit in enumerate(lefts):
        if i in pairs:
            place = pairs[i]
        else:
            rows.append(((place, i + 1), Row(unit, None, Change.DELETED, (("-", unit.text),))))
    return tuple(row for _, row in sorted(rows, key=lambda item: item[0]))


def _place(steps: Steps, root: Steps) -> Steps:
    """Steps below the compared clause, without `part_1`: a second part does not move the first."""
    return tuple(s for s in steps[len(root) :] if str(s) != "part_1")


# Likeness from which two units count as one (0–100): a different number asks for more of it.
_SAME_NUMBER = 30.0
_OTHER_NUMBER = 62.0
_NUMBER_BONUS = 15.0
_NEIGHBOUR_BONUS = 5.0


def _pair(
    lefts: Sequence[Unit], rights: Sequence[Unit], lp: list[Steps], rp: list[Steps]
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    used: set[int] = set()

    def take(i: int, j: int) -> None:
        pairs[i] = j
        used.add(j)

    by_text: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for j, unit in enumerate(rights):
        by_text[(_is_heading(unit), squeeze(unit.text))].append(j)
    # Equal text in the same place, then equal text that stands once on each side.
    for i, unit in enumerate(lefts):
        for j in by_text.get((_is_heading(unit), squeeze(unit.text)), ()):
            if lp[i] == rp[j] and j not in used:
                take(i, j)
                break
    left_texts: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for i, unit in enumerate(lefts):
        if i not in pairs:
            left_texts[(_is_heading(unit), squeeze(unit.text))].append(i)
    for key, here in left_texts.items():
        there = [j for j in by_text.get(key, ()) if j not in used]
        if len(here) == len(there) == 1:
            take(here[0], there[0])
    _pair_alike(lefts, rights, lp, rp, pairs, used)
    # What is left at the same number was rewritten as a whole, however unlike: the number is the
    # unit's name in law, and no floor of likeness parts rewordings from strangers. Of the 186 changed
    # pairs of the held editions the least alike (21 of 100) is the new definition of «вопросы местного
    # значения» in law 148, art. 1; two clauses taken at random reach 18 once in twenty.
    places = {place: j for j, place in enumerate(rp) if j not in used}
    for i, place in enumerate(lp):
        same = places.get(place)
        if i not in pairs and same is not None and same not in used:
            take(i, same)
    return pairs


def _is_heading(unit: Unit) -> bool:
    return bool(unit.steps) and unit.steps[-1].unit == "heading"


def _pair_alike(
    lefts: Sequence[Unit],
    rights: Sequence[Unit],
    lp: list[Steps],
    rp: list[Steps],
    pairs: dict[int, int],
    used: set[int],
) -> None:
    """Pairs changed units: best score first, where words and number both speak."""
    free_left = [i for i in range(len(lefts)) if i not in pairs]
    free_right = [j for j in range(len(rights)) if j not in used]
    bags = {("l", i): words(lefts[i].text) for i in free_left}
    bags |= {("r", j): words(rights[j].text) for j in free_right}
    scored: list[tuple[float, int, int, int]] = []
    for i, j in _candidates(free_left, free_right, bags, lp, rp):
        if _is_heading(lefts[i]) != _is_heading(rights[j]):
            continue
        alike = fuzz.ratio(bags["l", i], bags["r", j])
        same = lp[i] == rp[j]
        if alike < (_SAME_NUMBER if same else _OTHER_NUMBER):
            continue
        score = alike + (_NUMBER_BONUS if same else 0)
        score += _NEIGHBOUR_BONUS if lp[i][:1] == rp[j][:1] else 0
        scored.append((score, -abs(i - j), i, j))
    for _, _, i, j in sorted(scored, reverse=True):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)


def _candidates(
    free_left: list[int],
    free_right: list[int],
    bags: dict[tuple[str, int], list[str]],
    lp: list[Steps],
    rp: list[Steps],
) -> Iterable[tuple[int, int]]:
    """Pairs worth measuring: in the same place, or sharing a word that few units have."""
    if len(free_left) * len(free_right) <= 250_000:
        return ((i, j) for i in free_left for j in free_right)
    places = {rp[j]: j for j in free_right}
    rare: dict[str, list[int]] = defaultdict(list)
    for j in free_right:
        for word in set(bags["r", j]):
            rare[word].append(j)
    pairs: set[tuple[int, int]] = set()
    for i in free_left:
        if lp[i] in places:
            pairs.add((i, places[lp[i]]))
        for word in set(bags["l", i]):
            if len(rare[word]) <= 8:
                pairs.update((i, j) for j in rare[word])
    return pairs
