"""A unit under another number: «пункт 3 считать пунктом 4»."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.amendment.operation import Operation
from kb.amendment.tree import put, rebased
from kb.amendment.units import Refusal
from kb.amendment.working import Working
from kb.ground.saying import say
from kb.norm.act import Clause
from kb.norm.address import Step, Steps, number_key, parse_steps, unit_words


def renumber(work: Working, operation: Operation) -> tuple[list[str], Steps]:
    """Gives a numbered unit its new number, and its place among its siblings. Raises Refusal."""
    if operation.old:
        return _converted(work, operation)
    number = operation.new or ""
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
    beside = [c for c in owner.children if c is not clause]
    if any(c.steps == steps and c.live for c in beside) or (
        last.unit == "art" and steps in work.edition.index and work.edition.index[steps].live
    ):
        raise Refusal(say("amendment.taken_already", unit=unit_words(steps)))
    mark = re.sub(re.escape(last.number), number, clause.mark, count=1)
    moved = replace(rebased(clause, steps), number=number, mark=mark)
    kept = [c for c in beside if c.steps != steps]
    at = next(
        (
            i
            for i, c in enumerate(kept)
            if c.steps[-1].unit == last.unit and number_key(c.steps[-1].number) > number_key(number)
        ),
        len(kept),
    )
    children = (*kept[:at], moved, *kept[at:])
    work.rename(clause.steps, steps)
    work.edition = put(work.edition, owner.steps, replace(owner, children=children))
    return [say("amendment.renumbered", old=unit_words(clause.steps), new=unit_words(steps))], steps


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
        kind, mark = ("point", f"{step.number}.") if step.unit == "pt" else ("part", "")
        children.append(replace(moved, kind=kind, number=step.number, mark=mark))
        work.rename(clause.steps, moved.steps)
    work.edition = put(work.edition, owner.steps, replace(owner, children=tuple(children)))
    changed = zip(owner.children, children, strict=True)
    return [
        say("amendment.renumbered", old=unit_words(a.steps), new=unit_words(b.steps))
        for a, b in changed
    ], owner.steps


def _owner(work: Working, clause: Clause) -> Clause:
    return next(c for c in work.edition.root.walk() if any(x is clause for x in c.children))
