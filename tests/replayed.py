"""Adopted amendments as packages: what the drafting checks must leave nearly alone.

Real amendments of ../shared/replay, and every article of law 148 that changed between two editions.
A unit changed is a new wording, an addition or an exclusion; its `quoted` is the text before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kb.amendment.apply import apply
from kb.amendment.draft import draft, only
from kb.amendment.instruction import parse
from kb.amendment.operation import Operation
from kb.amendment.package import Item, Package
from kb.amendment.replay import load, sides
from kb.ground.errors import KbError
from kb.norm.act import Edition
from kb.norm.difference import compare

CASES = Path(__file__).parents[1] / ".." / "shared" / "replay" / "cases.jsonl"

Chosen = dict[str, Edition]  # the edition compared with, by act


def packages(path: Path = CASES) -> list[tuple[Package, Chosen]]:
    """A package per case of the file, with the edition before; cases that change no text of
    numbered units (a title, the Kazakh text alone) are left out."""
    found = []
    for case in load(path):
        instruction = parse(case.instruction, lead_in=case.lead_in)
        before, _ = sides(case, instruction)
        items = _items(before, _unit_operations(before, instruction.operations))
        if items:
            found.append((_package(case.id, items), {before.act: before}))
    return found


def articles(before: Edition, after: Edition) -> list[tuple[Package, Chosen]]:
    """A package per article that differs between two editions: its new wording as a whole."""
    changed = {
        u.steps[0]: None
        for row in compare(before, after).rows
        if row.status != "unchanged"
        for u in (row.left, row.right)
        if u is not None and u.steps[0].unit == "art"
    }
    found = []
    for step in changed:
        old, new = before.index.get((step,)), after.index.get((step,))
        address = replace(before.place((step,)), edition=None, language=None)
        if new is None or not new.live:
            operation = Operation("repeal", address)
        elif old is None:
            operation = Operation("insert", address, new=new.text)
        else:
            operation = Operation("replace", address, new=new.text)
        items = _items(before, (operation,))
        found.append((_package(str(step).replace("_", "-"), items), {before.act: before}))
    return found


def fine(before: Edition, after: Edition) -> list[tuple[Package, Chosen]]:
    """The same articles changed by the smallest units: points and subpoints, added and excluded."""
    found = []
    for package, chosen in articles(before, after):
        steps = package.items[0].target.steps
        try:
            operations = draft(only(before, steps), only(after, steps), restate=True).operations
        except KbError:
            continue  # the article stands in one edition only: `articles` has it
        if operations:
            found.append((replace(package, items=_items(before, operations)), chosen))
    return found


def _unit_operations(before: Edition, operations: Iterable[Operation]) -> list[Operation]:
    """What operations do, by units: those on units as they are, changed words as new wordings."""
    whole = [d.operation for d in apply(before, operations).applied if not d.operation.of_words]
    between, after = apply(before, whole).edition, apply(before, operations).edition
    return [*whole, *draft(between, after, restate=True).operations]


def _items(before: Edition, operations: Iterable[Operation]) -> tuple[Item, ...]:
    return tuple(
        Item(str(n), o.target, o.kind, _quoted(before, o), o.new, grounds="", place="")
        for n, o in enumerate(operations, start=1)
        if not o.of_words and o.kind != "none" and o.target.steps
    )


def _quoted(before: Edition, operation: Operation) -> str | None:
    if operation.kind == "insert":
        return None
    try:
        clause = before.resolve(operation.target.steps)
    except KbError:
        return None
    return clause.text if clause.live else None


def _package(name: str, items: tuple[Item, ...]) -> Package:
    return Package(name, name, "принятый закон", "text", "", "", (), items)
