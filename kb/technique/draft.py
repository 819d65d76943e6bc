"""The draft as the checks see it: each item of a package applied to the edition compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.amendment.apply import Applied, Done, apply
from kb.amendment.package import Item, Package, added, as_amended
from kb.ground.errors import KbError
from kb.ground.saying import joined
from kb.library import Library
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps


@dataclass(frozen=True)
class Proposal:
    """One item and what it does to `before` when it alone is carried out.

    `after` is `before` where nothing was done: the item is refused (`refused` says why) or it is a
    concept without a text. `steps`: the unit changed or added. An item that stands on another of
    the package (a third part added after a second one) is carried out with all of them: `after` is
    the act as the whole package leaves it.
    """

    item: Item
    act: Act
    before: Edition
    after: Edition
    steps: Steps
    done: Done | None = None
    refused: str = ""

    @property
    def address(self) -> str:
        """The unit in full, in the edition compared with."""
        return self.before.address(self.steps)

    @cached_property
    def old(self) -> Clause | None:
        """The unit as it stands; None when it does not."""
        return _unit(self.before, self.steps)

    @cached_property
    def new(self) -> tuple[Clause, ...]:
        """The units that the item writes: the unit reworded, or all that it adds; none where
        nothing was done or a unit is repealed."""
        if self.done is None or self.item.operation == "repeal":
            return ()
        several = added(self.item, self.before, self.after, self.done)
        units = [_unit(self.after, s) for s in several or (self.steps,)]
        return tuple(u for u in units if u is not None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A package against chosen editions.

    `amended`: each act with the whole package carried out in order; `library`: every other text.
    """

    package: Package
    proposals: tuple[Proposal, ...]
    amended: Mapping[str, Applied]
    library: Library


def read(package: Package, chosen: Mapping[str, Edition], library: Library) -> Draft:
    """The draft of a package against `chosen` (an edition by act).

    An act that the library does not know is described by its edition alone.
    """
    amended = {a: as_amended(package, chosen[a]) for a in package.acts}
    proposals = tuple(
        _proposal(i, chosen[i.target.act], library, amended[i.target.act]) for i in package.items
    )
    return Draft(package, proposals, amended, library)


def _proposal(item: Item, before: Edition, library: Library, together: Applied) -> Proposal:
    act = library.acts.get(before.act) or Act(before.act, before.title, "Закон", "law", before.date)
    result = apply(before, item.operations())
    if result.applied:
        done = result.applied[0]
        return Proposal(item, act, before, result.edition, done.steps, done)
    for done in together.applied if result.refused else ():
        if done.operation in item.operations():
            return Proposal(item, act, before, together.edition, done.steps, done)
    reason = joined("; ", (r.reason for r in result.refused))
    found = _unit(before, item.target.steps)
    steps = found.steps if found else item.target.steps
    return Proposal(item, act, before, before, steps, refused=reason)


def _unit(edition: Edition, steps: Steps) -> Clause | None:
    try:
        return edition.resolve(steps)
    except KbError:
        return None
