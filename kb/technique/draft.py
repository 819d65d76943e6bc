"""The draft as the checks see it: each item of a package applied to the edition compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.amendment.carried import CarriedItem, CarriedOut, carried_out
from kb.amendment.package import Item, Package
from kb.ground.errors import KbError
from kb.ground.saying import Saying
from kb.library import Library
from kb.norm.act import Act, Clause, Edition
from kb.norm.address import Steps
from kb.technique.finding import Evidence, Finding


@dataclass(frozen=True)
class Proposal:
    """One item and what it does to its act, as the checks ask of it."""

    carried: CarriedItem
    act: Act

    @property
    def item(self) -> Item:
        return self.carried.item

    @property
    def before(self) -> Edition:
        """The edition compared with."""
        return self.carried.before

    @property
    def after(self) -> Edition:
        """Its article as the item leaves it; `before` where nothing was done."""
        return self.carried.after

    @property
    def steps(self) -> Steps:
        """The unit changed, or the first of those added."""
        return self.carried.steps

    @property
    def done(self) -> bool:
        return self.carried.done

    @property
    def refused(self) -> str:
        """Why it cannot be carried out; empty where it can, or is a concept without a text."""
        return self.carried.refused

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
        if not self.done or self.item.operation == "repeal":
            return ()
        units = [_unit(self.after, s) for s in self.carried.added or (self.steps,)]
        return tuple(u for u in units if u is not None)


@dataclass(frozen=True, slots=True)
class Draft:
    """A package against chosen editions.

    `amended`: each act with the whole package carried out; `library`: every other text.
    """

    package: Package
    proposals: tuple[Proposal, ...]
    amended: Mapping[str, CarriedOut]
    library: Library


def finding(
    said: Saying,
    proposal: Proposal | None = None,
    *,
    at: str = "",
    words: str = "",
    span: tuple[int, int] | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Finding:
    """What a check found in an item, at its unit unless another place is given (an address in full);
    without an item, in the whole package. The rest as Finding has it."""
    item, place = (proposal.item.id, proposal.address) if proposal else ("", "")
    return Finding(said, item, at or place, words, span, evidence)


def read(package: Package, chosen: Mapping[str, Edition], library: Library) -> Draft:
    """The draft of a package against `chosen` (an edition by act).

    An act that the library does not know is described by its edition alone.
    """
    amended = {a: carried_out(package, chosen[a]) for a in package.acts}
    proposals = tuple(
        Proposal(amended[i.target.act].of(i.id), _act(library, chosen[i.target.act]))
        for i in package.items
    )
    return Draft(package, proposals, amended, library)


def _act(library: Library, edition: Edition) -> Act:
    return library.acts.get(edition.act) or Act(
        edition.act, edition.title, "Закон", "law", edition.date
    )


def _unit(edition: Edition, steps: Steps) -> Clause | None:
    try:
        return edition.resolve(steps)
    except KbError:
        return None
