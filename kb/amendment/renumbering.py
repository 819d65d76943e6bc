"""A unit under another number: «пункт 3 считать пунктом 4»."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.amendment.insertion import sorted_in
from kb.amendment.operation import Operation
from kb.amendment.tree import put, rebased
from kb.amendment.units import Refusal
from kb.amendment.working import Working, moved_on
from kb.ground.saying import say
from kb.norm.act import Clause, ClauseKind
from kb.norm.address import Step, Steps, number_key, parse_steps, unit_words


def renumber(work: Working, operation: Operation) -> tuple[list[str], Steps]:
    """Gives a numbered unit its new number, and its place among its siblings. Raises Refusal."""
    if operation.old:
        return _converted(work, operation)
    number = operation.new or ""
    if steps := _by_order(work, operation.target.steps, number):
        return [say("amendment.renumbered_by_order", unit=unit_words(steps))], steps
    place = work.place(operation.target.steps)
    clause = place.clause
    last = clause.steps[-1] if clause.steps else Step("act")
    if place.part != "unit" or last.unit not in ("art", "ch", "sec", "par", "pt", "spt"):
        raise Refusal(say("amendment.renumber_what", unit=unit_words(clause.steps)))
    if not clause.live:
        raise Refusal(say("amendment.not_in_force", unit=unit_words(clause.steps)))
    owner = _owner(work, clause)
    new = Step(last.unit, number)
    steps = (*clause.steps[:-1], new)
    there = work.edition.index.get(steps)
    if there is not None and (there.live or steps in work.printed_twice):
        raise Refusal(say("amendment.taken_already", unit=unit_words(steps)))
    mark = re.sub(re.escape(last.number), number, clause.mark, count=1)
    moved = replace(rebased(clause, steps), number=number, mark=mark)
    children = _placed(owner.children, clause, moved, there)
    work.rename(clause.steps, steps)
    work.edition = put(work.edition, owner.steps, replace(owner, children=children))
    return [say("amendment.renumbered", old=unit_words(clause.steps), new=unit_words(steps))], steps


def _by_order(work: Working, steps: Steps, number: str) -> Steps:
    """The unit as it is numbered now, where it is counted by order and what this instruction put before it
    gave it the number already: «части вторую и третью считать частями третьей и четвертой»; else ()."""
    if not steps or steps[-1].unit not in ("part", "abz") or not steps[-1].number.isdigit():
        return ()
    owner = work.edition.find(steps[:-1]) if len(steps) > 1 else None
    same = [m for m in work.moved if owner and m[:2] == (owner.steps, steps[-1].unit)]
    if len(same) != 1 or owner is None:
        return ()
    now = (*owner.steps, Step(steps[-1].unit, number))
    there = (
        moved_on((*owner.steps, steps[-1]), same[0]) == now and int(steps[-1].number) >= same[0][2]
    )
    return now if there else ()


def _placed(
    siblings: tuple[Clause, ...], old: Clause, new: Clause, there: Clause | None
) -> tuple[Clause, ...]:
    """Siblings with a unit under its new number, at its place; the stub that had the number goes."""
    nth = next(n for n, c in enumerate(siblings) if c is old)
    between = [*siblings[max(nth - 1, 0) : nth], new, *siblings[nth + 1 : nth + 2]]
    numbers = [number_key(c.steps[-1].number) for c in between]
    alike = len({c.steps[-1].unit for c in between}) == 1
    if there is None and alike and numbers == sorted(set(numbers)):  # most stay where they are
        return (*siblings[:nth], new, *siblings[nth + 1 :])
    return sorted_in([c for c in siblings if c is not old and c is not there], [new])


def _converted(work: Working, operation: Operation) -> tuple[list[str], Steps]:
    """«Части первую и вторую обозначить пунктами 1 и 2»: all of the owner's, so that none of them falls
    into the one before it. Raises Refusal."""
    owner = work.place(operation.target.steps).clause
    old, new = ((operation.old or "").split(), (operation.new or "").split())
    unit = unit_words(owner.steps)
    if [str(c.steps[-1]) for c in owner.children] != old or owner.own_text:
        raise Refusal(say("amendment.convert_all", unit=unit))
    if new[0].startswith("pt_") and owner.steps[-1].unit not in ("art", "app"):
        raise Refusal(say("amendment.renumber_what", unit=unit))  # a point stands in no point
    numbers = [number_key(step.partition("_")[2]) for step in new]
    if numbers != sorted(set(numbers)):
        raise Refusal(say("amendment.renumber_unclear"))
    children: list[Clause] = []
    for clause, name in zip(owner.children, new, strict=True):
        step = parse_steps(name)[-1]
        plain = clause.own_text and not clause.heading and clause.live
        if not plain or any(c.steps[-1].unit == "part" for c in clause.children):
            raise Refusal(say("amendment.convert_what", unit=unit_words(clause.steps)))
        moved = rebased(clause, (*owner.steps, step))
        kind: ClauseKind = "point" if step.unit == "pt" else "part"
        mark = f"{step.number}." if step.unit == "pt" else ""
        children.append(replace(moved, kind=kind, number=step.number, mark=mark))
        work.rename(clause.steps, moved.steps)
    work.edition = put(work.edition, owner.steps, replace(owner, children=tuple(children)))
    changed = zip(owner.children, children, strict=True)
    return [
        say("amendment.renumbered", old=unit_words(a.steps), new=unit_words(b.steps))
        for a, b in changed
    ], owner.steps


def _owner(work: Working, clause: Clause) -> Clause:
    near = work.edition.index.get(clause.steps[:-1])
    if near and any(x is clause for x in near.children):
        return near
    return next(c for c in work.edition.root.walk() if any(x is clause for x in c.children))
