"""Whole units added in their place: by their number, or counted behind a unit named."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from kb.amendment.tree import put, rebased, renumbered
from kb.amendment.units import (
    DIVISION,
    Refusal,
    as_subpoint,
    check_unnumbered,
    headed,
    joined_heading,
    marked,
    wording_lines,
)
from kb.ground.errors import Ambiguous, KbError, NotFound, NotHeld
from kb.ground.saying import joined, say
from kb.norm.act import Clause, ClauseKind, Edition, Status
from kb.norm.address import DIVISIONS, LAST, Step, Steps, number_key, unit_words
from kb.read.lines import SourceLine
from kb.read.structure import read, read_body

Shifted = tuple[Steps, str, int, int]  # owner, unit: its siblings from a number on move by so many


@dataclass(frozen=True, slots=True)
class Placed:
    """An edition with new units in it; `added`: the new clauses; `shifted`: which siblings moved on."""

    edition: Edition
    steps: Steps
    added: tuple[Clause, ...]
    remarks: tuple[str, ...] = ()
    shifted: Shifted | None = None


def inserted(edition: Edition, steps: Steps, text: str) -> Placed:
    """The edition with new units at `steps` (the address of the first of them). Raises Refusal."""
    if not steps:
        raise Refusal(say("amendment.act_added_what"))
    last = steps[-1]
    _check_holder(steps)
    if last.unit in ("part", "abz"):
        return _insert_lines(edition, steps, wording_lines(text))
    _check_free(edition, steps)
    match last.unit:
        case "art":
            return _insert_article(edition, steps, wording_lines(text))
        case "sec" | "ch" | "par":
            return _insert_division(edition, last, wording_lines(text))
        case "pt" | "spt":
            return _insert_numbered(edition, steps, wording_lines(text))
        case "note" | "preamble":
            return _insert_bare(edition, steps, wording_lines(text))
        case _:
            raise Refusal(say("amendment.kind_not_added", unit=unit_words((last,))))


# What a new unit may stand in; articles and divisions name their divisions at will.
_HOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "pt": ("art", "app"),
    "spt": ("art", "pt", "part", "spt", "app", "note", "preamble"),
    "part": ("art", "pt", "spt", "app", "note", "preamble"),
    "abz": ("art", "pt", "part", "spt", "app", "note", "preamble"),
    "art": tuple(DIVISIONS),
}


def _check_holder(steps: Steps) -> None:
    """Refuses a unit that stands in nothing, or in a unit that cannot hold it."""
    *above, last = steps
    holders = _HOLDERS.get(last.unit)
    if holders is None or (last.unit == "art" and not above):
        return
    if not above:
        raise Refusal(say("amendment.added_to_unnamed", unit=unit_words(steps)))
    if above[-1].unit not in holders:
        raise Refusal(
            say(
                "amendment.added_to_unclear",
                owner=unit_words(tuple(above)),
                unit=unit_words((last,)),
            )
        )


def _live_owner(edition: Edition, steps: Steps) -> Clause:
    owner = edition.resolve(steps)
    if not owner.live:
        raise Refusal(say("amendment.nothing_to_add_to", unit=unit_words(owner.steps)))
    return owner


def _insert_numbered(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """Points and subpoints, which carry their numbers."""
    owner, children, remarks = _read_numbered(edition, steps, lines)
    updated = replace(owner, children=sorted_in(owner.children, children))
    return Placed(put(edition, owner.steps, updated), children[0].steps, children, remarks)


def inserted_together(
    edition: Edition, asked: Sequence[tuple[Steps, str]]
) -> tuple[Edition, list[Placed | KbError]]:
    """The edition with points or subpoints that neighbouring commands add to one owner, put in their places
    in one pass; for each command what it placed, or why it is refused.

    `asked`: addresses that differ in their last step alone, and texts.
    """
    results: list[Placed | KbError] = []
    placed: dict[Steps, Clause] = {}
    for steps, text in asked:
        try:
            _check_holder(steps)
            _check_free(edition, steps)
            owner, children, remarks = _read_numbered(edition, steps, wording_lines(text))
            _check_taken(children, placed)
        except (Refusal, NotFound, NotHeld, Ambiguous) as error:
            results.append(error)
            continue
        placed |= {c.steps: c for c in children}
        results.append(Placed(edition, children[0].steps, children, remarks))
    if placed:
        updated = replace(owner, children=sorted_in(owner.children, placed.values()))
        edition = put(edition, owner.steps, updated)
    return edition, results


def _check_free(edition: Edition, steps: Steps) -> None:
    """Refuses a new unit at the address of one that stands, or that was excluded."""
    existing = edition.find(steps[-1:] if steps[-1].unit == "art" else steps)
    if existing is not None:
        excluded = existing.status == Status.EXCLUDED
        key = "amendment.taken_excluded" if excluded else "amendment.taken_already"
        raise Refusal(say(key, unit=unit_words(existing.steps)))


def _check_taken(children: Iterable[Clause], index: Mapping[Steps, Clause]) -> None:
    taken = {c.steps for c in children if c.steps in index}
    if taken:
        raise Refusal(say("amendment.taken", unit=joined(", ", map(unit_words, taken))))


def _read_numbered(
    edition: Edition, steps: Steps, lines: list[SourceLine]
) -> tuple[Clause, tuple[Clause, ...], tuple[str, ...]]:
    """The unit that takes new points or subpoints, these, and what had to be decided of them."""
    last = steps[-1]
    owner = _live_owner(edition, steps[:-1])
    if last.unit == "spt":
        owner = _list_owner(owner)
    mark = f"{last.number})" if last.unit == "spt" else f"{last.number}."
    lines, remarks = marked(lines, last, mark)
    children, own = read_body(lines, owner.steps)
    alone = as_subpoint(lines, steps) if last.unit == "spt" else None
    if alone is not None and (own or any(c.steps[-1].unit != "spt" for c in children)):
        children, own = (alone,), ""
    if own or not children or any(c.steps[-1].unit != last.unit for c in children):
        raise Refusal(say("amendment.not_read_as", unit=unit_words(steps)))
    children = tuple(rebased(c, (*owner.steps, c.steps[-1])) for c in children)
    _check_taken(children, edition.index)
    return owner, children, tuple(remarks)


def _list_owner(owner: Clause) -> Clause:
    """Where a unit keeps its subpoints: itself, or the only part that has any."""
    if any(c.steps[-1].unit == "pt" for c in owner.children):
        raise Refusal(say("amendment.added_to_points", unit=unit_words(owner.steps)))
    parts = [c for c in owner.children if c.steps[-1].unit == "part"]
    if not parts:
        return owner
    lists = [p for p in parts if any(c.steps[-1].unit == "spt" for c in p.children)]
    if len(lists) != 1:
        raise Refusal(say("amendment.lists", unit=unit_words(owner.steps), count=str(len(lists))))
    return lists[0]


def sorted_in(old: Sequence[Clause], new: Iterable[Clause]) -> tuple[Clause, ...]:
    """New siblings of one unit in the order of their numbers, each before the first old one with a higher
    number; one pass over both."""
    added = sorted(new, key=lambda c: number_key(c.steps[-1].number))
    unit = added[0].steps[-1].unit
    same = [
        (i, number_key(c.steps[-1].number)) for i, c in enumerate(old) if c.steps[-1].unit == unit
    ]
    highest = list(accumulate((key for _, key in same), max))
    result: list[Clause] = []
    taken = 0
    for clause in added:
        behind = bisect_right(highest, number_key(clause.steps[-1].number))
        at = same[behind][0] if behind < len(same) else len(old)
        result += (*old[taken:at], clause)
        taken = at
    return (*result, *old[taken:])


def _insert_article(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """An article after the one before it in number, in the division named, if one is."""
    step = steps[-1]
    if not edition.holds((step,)):
        raise NotHeld(say("amendment.place_not_held", edition=edition.shown, number=step.number))
    remarks: list[str] = []
    begins = read(lines[:1]).root.children
    if not begins or begins[0].kind != "article":
        remarks.append(say("amendment.article_number_from_target", number=step.number))
        kazakh = edition.language == "kk"
        mark = f"{step.number}-бап." if kazakh else f"Статья {step.number}."
        lines, said = headed(lines, mark)
        remarks += said
    lines, joined = joined_heading(lines)
    remarks += joined
    read_as = read(lines).root.children
    articles = [c for c in read_as if c.kind == "article"]
    if len(articles) != len(read_as) or not articles or articles[0].number != step.number:
        raise Refusal(say("amendment.not_read_as_article", number=step.number))
    taken = [c for each in articles for c in each.walk() if c.steps in edition.index]
    if taken:
        raise Refusal(say("amendment.taken_already", unit=unit_words(taken[0].steps)))
    key = number_key(step.number)
    before = [c for c in edition.walk() if c.kind == "article" and number_key(c.number) < key]
    neighbour = before[-1] if before else None
    owner = next((c for c in edition.root.walk() if neighbour in c.children), edition.root)
    if len(steps) > 1:
        owner = _division(edition, steps, owner)
    updated = replace(owner, children=sorted_in(owner.children, articles))
    return Placed(
        put(edition, owner.steps, updated), articles[0].steps, tuple(articles), tuple(remarks)
    )


def _division(edition: Edition, steps: Steps, nearest: Clause) -> Clause:
    """The division that is to hold a new article; refused where its number has no place there."""
    named, key = _live_owner(edition, steps[:-1]), number_key(steps[-1].number)
    if named is nearest or nearest in named.walk():
        return nearest
    later = [c for c in edition.walk() if c.kind == "article" and number_key(c.number) > key]
    if not later or later[0] not in named.children:
        raise Refusal(
            say("amendment.not_within", number=steps[-1].number, unit=unit_words(steps[:-1]))
        )
    return named


def _insert_division(edition: Edition, step: Step, lines: list[SourceLine]) -> Placed:
    """A chapter (section, paragraph) with all that is in it, after the one before it in number."""
    inner = (replace(x, heading=2 if DIVISION.match(x.text) else 0) for x in lines[1:])
    new = read([replace(lines[0], heading=2), *inner]).root.children
    if len(new) != 1 or new[0].steps[-1] != step:
        raise Refusal(say("amendment.not_read_as", unit=unit_words((step,))))
    taken = [c for c in new[0].walk() if c.steps in edition.index]
    if taken:
        raise Refusal(say("amendment.taken_already", unit=unit_words(taken[0].steps)))
    siblings = [c for c in edition.walk() if c.steps[-1].unit == step.unit]
    owner = next((c for c in edition.root.walk() if any(s in c.children for s in siblings)), None)
    if owner is None:
        raise Refusal(say("amendment.no_such_kind", unit=unit_words((step,))))
    updated = replace(owner, children=sorted_in(owner.children, new))
    return Placed(put(edition, owner.steps, updated), new[0].steps, tuple(new))


def _insert_bare(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """A preamble after the title, a note at the end of its unit."""
    last = steps[-1]
    children, own = read_body(lines, (last,))
    kind: ClauseKind = "preamble" if last.unit == "preamble" else "note"
    owner = edition.resolve(steps[:-1])
    placed = (*owner.steps, last)
    new = rebased(Clause((last,), kind, last.number, own_text=own, children=children), placed)
    at = len(owner.children)
    if kind == "preamble":
        at = next((i for i, c in enumerate(owner.children) if c.kind != "title"), at)
    updated = replace(owner, children=(*owner.children[:at], new, *owner.children[at:]))
    return Placed(put(edition, owner.steps, updated), placed, (new,))


def printed_lines(owner: Clause) -> list[Clause] | None:
    """The clauses that print the unit's lines, one each; None where some carry numbers.

    The introductory line counts: абзац первый is what the unit itself says.
    """
    lines: list[Clause] = []
    for each in owner.walk():
        if each is not owner and each.steps[-1].unit not in ("part", "abz"):
            return None
        if each.own_text:
            lines.append(each)
    return lines


def _insert_lines(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """Parts or paragraphs, which are counted; those behind them move on."""
    owner, last = _live_owner(edition, steps[:-1]), steps[-1]
    if last.unit == "part":
        return _insert_parts(edition, owner, last.number, lines)
    printed = printed_lines(owner)
    if printed is None or not printed:
        raise Refusal(say("amendment.paragraphs_unclear", unit=unit_words(owner.steps)))
    number = _position(owner, last, len(printed))
    if len(lines) != 1:
        raise Refusal(say("amendment.one_paragraph", lines=str(len(lines))))
    check_unnumbered(lines, steps)
    above = printed[number - 2]
    follows = printed[number - 1] if number <= len(printed) else None
    finished = not above.own_text.endswith((",", ";", ":"))
    new_part = lines[0].text[:1].isupper() and finished
    parts = [c for c in owner.children if c.steps[-1].unit == "part"]
    if new_part and (follows is None or follows in parts):
        at = parts.index(follows) + 1 if follows in parts else len(parts) + 1
        return _insert_parts(edition, owner, str(max(at, 2)), lines)
    holder = above
    if above.steps[-1].unit == "abz" and above is not owner:
        holder = edition.resolve(above.steps[:-1])
    siblings = [c for c in holder.children if c.steps[-1].unit == "abz"]
    cut = siblings.index(above) + 1 if above in siblings else 0
    new = Clause((*holder.steps, Step("abz", "0")), "paragraph", "0", own_text=lines[0].text)
    first = 2 if holder.own_text else 1
    children = renumbered([*siblings[:cut], new, *siblings[cut:]], holder.steps, "abz", first)
    placed = put(edition, holder.steps, replace(holder, children=tuple(children)))
    shifted = (owner.steps, "abz", number, 1) if follows else None
    added = children[cut]
    return Placed(placed, added.steps, (added,), (), shifted)


def _position(owner: Clause, last: Step, count: int) -> int:
    """The number of a counted new unit, after `count` existing ones."""
    if last.number != LAST and not last.number.isdigit():
        raise Refusal(say("amendment.no_fractions", unit=unit_words((last,))))
    number = count + 1 if last.number == LAST else int(last.number)
    if not 2 <= number <= count + 1:
        raise Refusal(
            say("amendment.cannot_follow", unit=unit_words((*owner.steps, last)), count=str(count))
        )
    return number


def _insert_parts(edition: Edition, owner: Clause, number: str, lines: list[SourceLine]) -> Placed:
    if any(c.steps[-1].unit in ("pt", "art") for c in owner.children):
        raise Refusal(say("amendment.part_place_unclear", unit=unit_words(owner.steps)))
    parts = [c for c in owner.children if c.steps[-1].unit == "part"]
    if not parts:
        whole = replace(owner, heading="", heading_lines=(), mark="", notes=(), number="1")
        parts = [replace(rebased(whole, (*owner.steps, Step("part", "1"))), kind="part")]
    at = _position(owner, Step("part", number), len(parts))
    if at <= len(parts) and not parts[at - 1].live:
        raise Refusal(say("amendment.place_excluded", unit=unit_words(parts[at - 1].steps)))
    children, own = read_body(lines, owner.steps)
    new = [c for c in children if c.steps[-1].unit == "part"]
    numbered = any(c.steps[-1].unit in ("pt", "art") for each in children for c in each.walk())
    mixed = bool(new) and len(new) != len(children)
    if numbered or mixed or not (new or own):
        raise Refusal(
            say("amendment.not_read_as", unit=unit_words((*owner.steps, Step("part", number))))
        )
    if not new:
        only = Clause((*owner.steps, Step("part", "1")), "part", "1", own_text=own)
        new = [
            replace(only, children=tuple(rebased(c, (*only.steps, c.steps[-1])) for c in children))
        ]
    together = renumbered([*parts[: at - 1], *new, *parts[at - 1 :]], owner.steps, "part", 1)
    updated = replace(owner, own_text="", text_line=None, children=tuple(together))
    added = tuple(together[at - 1 : at - 1 + len(new)])
    shifted = (owner.steps, "part", at, len(new)) if at <= len(parts) else None
    return Placed(put(edition, owner.steps, updated), added[0].steps, added, (), shifted)
