"""From two texts to the commands between them, and the proof that they lead from one to the other.

The proof is the reader's own: the wording is parsed and applied, and every element compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.amendment import kazakh
from kb.amendment.apply import apply
from kb.amendment.changes import printed, unit_changes
from kb.amendment.instruction import Instruction, parse
from kb.amendment.operation import Operation
from kb.amendment.wording import act_reference, following, numbered, of_operation
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps


@dataclass(frozen=True, slots=True)
class Draft:
    """The wording, its operations, and whether it was proved to give the text after.

    `outside`: units that one side does not hold, of which nothing is said; `unequal`: the articles
    in which the proof failed.
    """

    wording: str
    operations: tuple[Operation, ...]
    proved: bool
    outside: tuple[Steps, ...] = ()
    unequal: tuple[Steps, ...] = ()


def draft(
    before: Edition,
    after: Edition,
    *,
    restate: bool = False,
    act: Act | None = None,
    language: str | None = None,
) -> Draft:
    """The commands that turn `before` into `after`, with formulas in `language` (by default that
    of `before`).

    `restate`: every changed element in full instead of words (art. 26 p. 6 of the Law on legal
    acts); `act`: names the act in the lead-in.
    """
    target = replace(after, act=before.act)
    outside: list[Steps] = []
    changes: list[Operation] = []
    for old, new in _pairs(before, target, outside):
        changes += unit_changes(before, old, new, restate=restate)
    homes = _homes(target)
    changes = [_at_home(before, homes, o) for o in changes]
    commands = [of_operation(o) for o in changes]
    if not commands:
        lines = []
    elif (language or before.language) == "kk":
        lines = kazakh.numbered(commands)
    else:
        lines = numbered(commands)
        if act is not None:
            lines.insert(0, f"Внести в {act_reference(act)} {following(commands)}:")
    wording = "\n".join(lines)
    read, unequal = _proof(before, target, wording, act)
    # As read, operations know where the wording says them.
    operations = tuple(changes) if read.unread else read.operations
    return Draft(wording, operations, unequal == (), tuple(outside), unequal or ())


def only(edition: Edition, steps: Steps) -> Edition:
    """The edition as if it held nothing but the article (or division) of a unit; () gives all."""
    if not steps:
        return edition
    article = next((c for c in edition.walk() if c.steps == steps[:1]), None)
    if article is None:
        edition.resolve(steps)
    children = () if article is None else (article,)
    return replace(
        edition, root=replace(edition.root, children=children), held=(steps[0],), divisions=()
    )


# --- What is compared ---------------------------------------------------------------------------

_DIVISIONS = ("section", "chapter", "paragraph_division")


def _elements(edition: Edition) -> dict[Steps, Clause]:
    """The units that are compared one by one: articles, headings of divisions, title, preamble."""
    elements: dict[Steps, Clause] = {}
    for clause in edition.walk():
        if clause.kind in ("article", "title", "preamble", "note") and (
            clause.kind != "note" or len(clause.steps) == 1
        ):
            elements.setdefault(clause.steps, clause)
        elif clause.kind in _DIVISIONS:
            # Its number is the address; «Раздел I» and «Раздел I.» are one mark.
            elements.setdefault(clause.steps, replace(clause, children=(), mark=""))
    return elements


def _pairs(
    before: Edition, after: Edition, outside: list[Steps]
) -> Iterator[tuple[Clause | None, Clause | None]]:
    """Elements of both sides in the order of the law; those that one side does not hold go aside."""
    olds, news = _elements(before), _elements(after)
    covered: set[Steps] = set()
    for steps in _merged(list(olds), list(news)):
        old, new = olds.get(steps), news.get(steps)
        if not before.holds(steps) or not after.holds(steps):
            outside.append(steps)
        elif steps in covered:
            continue
        elif old is None and new is not None and new.kind in _DIVISIONS:
            whole = after.index[steps]
            inner = {c.steps for c in whole.walk() if c.kind in ("article", *_DIVISIONS)}
            if inner & olds.keys():  # they are there: only the heading is new
                whole = replace(whole, children=())
            else:
                covered |= inner
            yield None, whole
        else:
            yield old, new


def _merged(left: Sequence[Steps], right: Sequence[Steps]) -> list[Steps]:
    """All steps once: the left order, with what only the right has after its neighbour."""
    result = list(left)
    known = set(left)
    place = 0
    positions = {steps: i for i, steps in enumerate(result)}
    added: dict[int, list[Steps]] = {}
    for steps in right:
        if steps in known:
            place = positions[steps] + 1
        else:
            added.setdefault(place, []).append(steps)
    merged: list[Steps] = []
    for i in range(len(result) + 1):
        merged += added.get(i, [])
        merged += result[i : i + 1]
    return merged


def _homes(edition: Edition) -> dict[Steps, Steps]:
    """The division (() for none) that holds each article."""
    return {
        child.steps: each.steps
        for each in edition.walk()
        for child in each.children
        if child.kind == "article"
    }


def _at_home(before: Edition, homes: Mapping[Steps, Steps], operation: Operation) -> Operation:
    """A new article that its number alone would put in another division names its own."""
    steps = operation.target.steps
    home = homes.get(steps, ())
    if operation.kind != "insert" or not home:
        return operation
    alone = apply(before, [operation])
    if alone.refused or _homes(alone.edition).get(steps) == home:
        return operation
    return replace(operation, target=operation.target.within((*home, *steps)))


def _proof(
    before: Edition, after: Edition, wording: str, act: Act | None
) -> tuple[Instruction, tuple[Steps, ...] | None]:
    """The wording as read, and the elements that it does not make equal (None: it is not read, or
    not applied, whole)."""
    read = parse(wording, acts=(replace(act, id=before.act),) if act else (), act=before.act)
    # The language of the formulas was chosen; the text is the one before them.
    applied = apply(before, [o.said_in("") for o in read.operations])
    if read.unread or applied.refused:
        return read, None
    reached, wanted = _elements(applied.edition), _elements(after)
    held = [s for s in {**reached, **wanted} if before.holds(s) and after.holds(s)]
    now, then = _homes(applied.edition), _homes(after)
    return read, tuple(
        s
        for s in held
        if printed(reached.get(s)) != printed(wanted.get(s))
        or (s in now and s in then and now[s] != then[s])
    )
