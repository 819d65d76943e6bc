"""Applying operations to an edition: all or nothing for each, and a report of both.

Every operation speaks of the text before the instruction: what another operation of the same
instruction has written is not touched again. Changes of the whole act's text come last, for the
others quote the text as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kb.amendment.insertion import Placed, Shifted, inserted, inserted_together
from kb.amendment.lists import relisted
from kb.amendment.operation import Operation
from kb.amendment.renumbering import renumber
from kb.amendment.rewording import NotThere, change_words, other_forms, strange_letters
from kb.amendment.tree import unfolded
from kb.amendment.units import (
    Refusal,
    check_unnumbered,
    heading_line,
    reworded,
    stub,
    without_mark,
)
from kb.amendment.words import Edit, deletion
from kb.amendment.working import Place, Working, counted, moved_on
from kb.ground.errors import Ambiguous, KbError, NotFound, NotHeld
from kb.ground.saying import say
from kb.norm.act import Clause, Edition
from kb.norm.address import DIVISIONS, LAST, Step, Steps, unit_words
from kb.read.lines import SourceLine
from kb.words.text import sentences


@dataclass(frozen=True, slots=True)
class Done:
    """An operation carried out, with what had to be decided on the way.

    `steps`: the unit changed, or the first of those added, as the new edition numbers it; `added`:
    all units that an insertion added, in the order of the text.
    """

    operation: Operation
    remarks: tuple[str, ...]
    steps: Steps
    added: tuple[Steps, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """An operation not carried out. `outside`: it speaks of another act, of a unit that the edition
    does not hold, or of words of the whole act that stand nowhere in the edition."""

    operation: Operation
    reason: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """The new edition, and what became of each operation, in the order in which they were given."""

    edition: Edition
    results: tuple[Done | Refused, ...]

    @property
    def applied(self) -> tuple[Done, ...]:
        """What was done."""
        return tuple(r for r in self.results if isinstance(r, Done))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What was not."""
        return tuple(r for r in self.results if isinstance(r, Refused))


def apply(
    edition: Edition, operations: Iterable[Operation], others: Mapping[str, str] | None = None
) -> Applied:
    """Carries out operations; one that fails changes nothing and is listed with its reason.

    `others`: why commands to an act of this name are not to the edition's.
    """
    asked = list(operations)
    work = Working(edition, others=others or {})
    results, absent = _carried(work, asked)
    beside = _done_by_command(results.values())
    for i in absent:
        pairs, targets = beside.get(asked[i].span, (set(), set()))
        if asked[i].shared and _pair(asked[i]) in pairs and str(asked[i].target) in targets:
            remark = say("amendment.not_in_list")
            results[i] = Done(asked[i], (remark,), asked[i].target.steps)
    for i, done in results.items():
        if isinstance(done, Done):
            left = other_forms(work.edition, asked[i], done.steps)
            more = filter(None, (strange_letters(asked[i].new or ""), left))
            results[i] = replace(done, remarks=(*done.remarks, *more))
    made = [(i, r) for i in range(len(asked)) if isinstance(r := results[i], Done)]
    work.edition, said = relisted(edition, work.edition, [(r.operation, r.steps) for _, r in made])
    for nth, remarks in said.items():
        i, result = made[nth]
        results[i] = replace(result, remarks=(*result.remarks, *remarks))
    ordered = [results[i] for i in range(len(asked))]
    root = unfolded(work.edition.root)
    if root is not work.edition.root:
        ordered = _readdressed(ordered, work.edition, root)
    changed = work.edition if root is work.edition.root else replace(work.edition, root=root)
    return Applied(changed, tuple(ordered))


def _carried(
    work: Working, asked: Sequence[Operation]
) -> tuple[dict[int, Done | Refused], list[int]]:
    """What became of each operation, and those whose words do not stand in their target."""
    results: dict[int, Done | Refused] = {}
    absent: list[int] = []
    for beside in _runs(work, asked):
        if len(beside) > 1:
            together = _added_together(work, [asked[i] for i in beside])
            results |= zip(beside, together, strict=True)
            continue
        (i,) = beside
        try:
            done, shifted = _carry_out(work, asked[i])
            if shifted:
                results = {n: _after(r, shifted) for n, r in results.items()}
            results[i] = done
        except (Refusal, NotFound, NotHeld, Ambiguous) as error:
            results[i] = _refused(asked[i], error)
            absent += [i] if isinstance(error, NotThere) else []
    return results, absent


def _runs(work: Working, asked: Sequence[Operation]) -> Iterator[list[int]]:
    """The operations in the order of work, by their places in `asked`: those on the words of the whole
    act last; neighbours that add points or subpoints to one owner together, all others alone."""
    order = sorted(range(len(asked)), key=lambda i: _wide(asked[i]))
    for owner, beside in groupby(order, key=lambda i: _numbered_owner(work, asked[i])):
        together = list(beside)
        yield from [together] if owner is not None else [[i] for i in together]


def _numbered_owner(work: Working, operation: Operation) -> tuple[Steps, str] | None:
    """The owner to which an operation adds a point or subpoint, and which of the two; None for others."""
    steps = operation.target.steps
    numbered = operation.kind == "insert" and steps and steps[-1].unit in ("pt", "spt")
    if not numbered or _elsewhere(work, operation):
        return None
    return steps[:-1], steps[-1].unit


def _added_together(work: Working, asked: Sequence[Operation]) -> list[Done | Refused]:
    """Points or subpoints that neighbouring operations add to one owner, in one pass over it."""
    wanted = [(work.numbered_parts(o.target.steps), o.new or "") for o in asked]
    try:
        work.check_count(wanted[0][0], adding=True)
        work.edition, placed = inserted_together(work.edition, wanted)
    except Refusal as error:  # of their owner: what holds for one holds for all
        placed = [error] * len(asked)
    for each in placed:
        for clause in each.added if isinstance(each, Placed) else ():
            work.mark(clause)
    return [
        Done(o, (*o.remarks, *p.remarks), p.steps, tuple(c.steps for c in p.added))
        if isinstance(p, Placed)
        else _refused(o, p)
        for o, p in zip(asked, placed, strict=True)
    ]


def _refused(operation: Operation, error: KbError) -> Refused:
    absent = isinstance(error, NotThere) and _wide(operation)
    return Refused(operation, error.said, outside=absent or isinstance(error, NotHeld))


def _after(result: Done | Refused, shifted: Shifted) -> Done | Refused:
    """A result after siblings of its units have moved on."""
    if isinstance(result, Refused):
        return result
    added = tuple(moved_on(s, shifted) for s in result.added)
    return replace(result, steps=moved_on(result.steps, shifted), added=added)


def _readdressed(
    results: list[Done | Refused], edition: Edition, root: Clause
) -> list[Done | Refused]:
    """Results with the addresses that their units have in the final tree, told by their place."""
    before, after = ([c.steps for c in tree.walk() if c.own_text] for tree in (edition.root, root))
    moved = dict(zip(before, after, strict=True))

    def at(steps: Steps) -> Steps:
        return moved.get(steps, steps)

    return [
        replace(r, steps=at(r.steps), added=tuple(map(at, r.added))) if isinstance(r, Done) else r
        for r in results
    ]


def _wide(operation: Operation) -> bool:
    return operation.of_words and not operation.target.steps


Pair = tuple[str | None, str | None, str | None]


def _pair(operation: Operation) -> Pair:
    return (operation.old, operation.new, operation.after)


def _done_by_command(
    results: Iterable[Done | Refused],
) -> dict[tuple[int, int] | None, tuple[set[Pair], set[str]]]:
    """For each command, the pairs of words that were found and the units in which some were.

    Words of a list for several units need not stand in each of them: each pair in one of the units
    is enough, and some pair in each unit.
    """
    done: dict[tuple[int, int] | None, tuple[set[Pair], set[str]]] = {}
    for result in results:
        if isinstance(result, Done):
            pairs, targets = done.setdefault(result.operation.span, (set(), set()))
            pairs.add(_pair(result.operation))
            targets.add(str(result.operation.target))
    return done


def _carry_out(work: Working, operation: Operation) -> tuple[Done, Shifted | None]:
    """One operation, and what it moved on. Raises Refusal, and as Edition.resolve does."""
    target = operation.target
    placed: Placed | None = None
    if elsewhere := _elsewhere(work, operation):
        raise NotHeld(elsewhere)
    remarks: list[str]
    match operation.kind:
        case "none":
            return Done(operation, (say("amendment.other_language"),), target.steps), None
        case "replace":
            remarks, steps = _replace_unit(work, operation)
        case "insert":
            remarks, steps, placed = _insert_unit(work, operation)
        case "repeal":
            remarks, steps = _repeal(work, operation)
        case "renumber":
            remarks, steps = renumber(work, operation)
        case "substitute" | "insert_words" | "delete_words":
            remarks, steps = change_words(work, operation)
        case _:
            raise Refusal(say("amendment.unknown_operation", kind=operation.kind))
    added = tuple(c.steps for c in placed.added) if placed else ()
    done = Done(operation, (*operation.remarks, *remarks), steps, added)
    return done, placed.shifted if placed else None


def _elsewhere(work: Working, operation: Operation) -> str:
    """Why an operation is not to this edition: another act's, or in the other language; else ""."""
    act = operation.target.act
    if act in work.others:
        return work.others[act]
    if act != work.edition.act:
        return say("amendment.other_act", asked=act, act=work.edition.act)
    mine = not operation.language or operation.language == work.edition.language
    return "" if mine else say("amendment.language")


def _replace_unit(work: Working, operation: Operation) -> tuple[list[str], Steps]:
    text = operation.new or ""
    place = work.place(operation.target.steps)
    clause = place.clause
    if place.part == "heading":
        return _new_heading(work, clause, text)
    if place.part == "unit":
        work.untouched(clause)
        if clause.steps[-1:] and clause.steps[-1].unit == "part":
            text = _without_mark(work, clause, text)
        new, remarks = reworded(clause, text)
        if clause.steps[-1].unit in DIVISIONS:
            _check_elsewhere(work, clause, new)
        work.put(new)
        return remarks, clause.steps
    line = " ".join(text.split("\n")).strip()
    if place.part == "own":
        if "\n" in text.strip():
            return _new_paragraph(work, place, text)
        line = _without_mark(work, clause, line)
        span = (0, len(clause.own_text))
        if clause.steps and operation.target.steps[-1].unit == "abz" and line:
            check_unnumbered([SourceLine(1, line)], operation.target.steps)
    else:
        span = place.span
    work.free((clause.steps, "text"), span)
    work.edit((clause.steps, "text"), [Edit(*span, line)])
    return [], clause.steps


def _check_elsewhere(work: Working, old: Clause, new: Clause) -> None:
    """Refuses a chapter whose new wording holds an article that stands in another."""
    own = {c.steps for c in old.walk()}
    taken = [c.steps for c in new.walk() if c.steps in work.edition.index and c.steps not in own]
    if taken:
        raise Refusal(say("amendment.taken_already", unit=unit_words(taken[0])))


def _new_paragraph(work: Working, place: Place, text: str) -> tuple[list[str], Steps]:
    """A new wording of several lines in the place of one."""
    clause = place.clause
    if clause.steps[-1].unit != "abz" or clause.children:
        raise Refusal(say("amendment.several_lines"))
    work.untouched(clause)
    new, remarks = reworded(clause, text)
    work.put(new)
    return remarks, clause.steps


def _without_mark(work: Working, clause: Clause, text: str) -> str:
    """A unit's first line repeats in print the mark of what it opens («2. Акимы …»)."""
    steps = clause.steps
    while steps and (owner := work.edition.index.get(steps)):
        if owner.mark:
            return without_mark(text, owner.mark)
        if str(steps[-1]) not in ("part_1", "abz_1"):
            break
        steps = steps[:-1]
    return text


def _new_heading(work: Working, clause: Clause, text: str) -> tuple[list[str], Steps]:
    if not clause.heading_lines:
        raise Refusal(say("amendment.no_heading", unit=unit_words(clause.steps)))
    line = heading_line(clause, text)
    work.put_heading(clause, line)
    return [], (*clause.steps, Step("heading"))


def _insert_unit(work: Working, operation: Operation) -> tuple[list[str], Steps, Placed | None]:
    """Whole units come with their places; a sentence is no unit of its own."""
    steps, text = work.numbered_parts(operation.target.steps), operation.new or ""
    if steps and steps[-1].unit == "sent":
        return *_insert_sentence(work, steps, text), None
    work.check_count(steps, adding=True)
    placed = inserted(work.edition, steps, text)
    work.shift(placed)
    return list(placed.remarks), placed.steps, placed


def _insert_sentence(work: Working, steps: Steps, text: str) -> tuple[list[str], Steps]:
    place = work.place(steps[:-1])
    clause, last = place.clause, steps[-1]
    if place.part == "unit" and clause.children:
        raise Refusal(say("amendment.sentence_where", unit=unit_words(clause.steps)))
    if not clause.live:
        raise Refusal(say("amendment.nothing_to_add_to", unit=unit_words(clause.steps)))
    own, spans = clause.own_text, sentences(clause.own_text)
    number = len(spans) + 1 if last.number == LAST else counted(last)
    if not 1 <= number <= len(spans) + 1:
        raise Refusal(say("amendment.sentence_number", count=str(len(spans)), number=str(number)))
    line = " ".join(text.split())
    if number == len(spans) + 1:
        if own.rstrip().endswith((";", ",", ":")):
            raise Refusal(say("amendment.no_full_stop"))
        edit = Edit(len(own.rstrip()), len(own), f" {line}")
    else:
        start = spans[number - 1][0]
        edit = Edit(start, start, f"{line} ")
        work.shifts[(steps[:-1], "sent")] = number
    work.edit((clause.steps, "text"), [edit])
    return [], clause.steps


def _repeal(work: Working, operation: Operation) -> tuple[list[str], Steps]:
    steps = operation.target.steps
    place = work.place(steps)
    clause = place.clause
    if place.part == "heading":
        if not clause.heading:
            raise Refusal(say("amendment.no_heading", unit=unit_words(clause.steps)))
        work.put_heading(clause, "")
    elif place.part == "sentence":
        work.free((clause.steps, "text"), place.span)
        edit, _ = deletion(clause.own_text, place.span)
        work.edit((clause.steps, "text"), [edit])
        spans = sentences(clause.own_text)
        work.shifts[(steps[:-1], "sent")] = spans.index(place.span) + 1
    elif not clause.steps or clause.steps[-1].unit in ("title", "form"):
        raise Refusal(say("amendment.form_stays"))
    elif place.part == "own" and clause.children:
        raise Refusal(say("amendment.introduces_list", unit=unit_words(clause.steps)))
    else:
        work.untouched(clause)
        work.put(stub(clause, work.edition.language))
    return [], clause.steps
