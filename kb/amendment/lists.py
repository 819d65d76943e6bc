"""The final marks of a list whose last member is another one now.

The bank ends a list's last subpoint alone with a full stop. Where an instruction adds one behind it, or
excludes it, and says nothing of the marks, they are set as the bank sets them, and a remark says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.amendment.operation import Operation
from kb.amendment.tree import put
from kb.ground.saying import say
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps, unit_words


def relisted(
    before: Edition, after: Edition, made: Sequence[tuple[Operation, Steps]]
) -> tuple[Edition, dict[int, list[str]]]:
    """The edition with the marks set, and the remarks by the place of the operation in `made`.

    `made`: the operations carried out, each with the unit that it made or excluded. A member whose own
    words the instruction changes keeps the mark that it gives them.
    """
    remarks: dict[int, list[str]] = {}
    last_made: dict[Steps, int] = {}
    for nth, (operation, steps) in enumerate(made):
        if operation.kind in ("insert", "repeal") and steps and steps[-1].unit == "spt":
            last_made[steps[:-1]] = nth
    for owner, nth in last_made.items():
        old, new = before.index.get(owner), after.index.get(owner)
        if old is None or new is None:
            continue
        changed, said = _marks(old, new)
        if said:
            children = tuple(changed.get(c.steps, c) for c in new.children)
            after = put(after, owner, replace(new, children=children))
            remarks[nth] = said
    return after, remarks


def _marks(old: Clause, new: Clause) -> tuple[dict[Steps, Clause], list[str]]:
    before = [c for c in old.children if c.live and c.steps[-1].unit == "spt"]
    after = [c for c in new.children if c.live and c.steps[-1].unit == "spt"]
    changed: dict[Steps, Clause] = {}
    remarks: list[str] = []
    if not before or not after or after[-1].steps == before[-1].steps:
        return changed, remarks
    if not _ends(before[-1]).endswith("."):
        return changed, remarks
    standing = {c.steps: _ends(c) for c in before}
    former = next((c for c in after if c.steps == before[-1].steps), None)
    if former is not None and _ends(former) == standing[former.steps]:
        changed[former.steps] = _with_end(former, ".", ";")
        remarks.append(say("amendment.stop_to_semicolon", unit=unit_words(former.steps)))
    last = after[-1]
    if last.steps not in standing and _ends(last)[-1:].isalnum():
        changed[last.steps] = _with_end(last, "", ".")
        remarks.append(say("amendment.stop_added", unit=unit_words(last.steps)))
    if _ends(last).endswith(";") and standing.get(last.steps, _ends(last)) == _ends(last):
        changed[last.steps] = _with_end(last, ";", ".")
        remarks.append(say("amendment.semicolon_to_stop", unit=unit_words(last.steps)))
    return changed, remarks


def _ends(clause: Clause) -> str:
    """The last words of a unit."""
    return _ends(clause.children[-1]) if clause.children else clause.own_text.rstrip()


def _with_end(clause: Clause, old: str, new: str) -> Clause:
    if clause.children:
        below = (*clause.children[:-1], _with_end(clause.children[-1], old, new))
        return replace(clause, children=below)
    return replace(clause, own_text=f"{clause.own_text.rstrip().removesuffix(old)}{new}")
