"""The sheet: a package in hand, what stood in it before, what is typed and not yet put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from kb.amendment.package import Bill, Package
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Edition
from kb.norm.address import Address

MAX_PAST: Final = 50  # steps back that are kept
MAX_PENDING: Final = 20  # texts typed and not yet put into the package


@dataclass(frozen=True, slots=True)
class Sheet:
    """A package in hand.

    `past` and `future`: what undo and redo give, the nearest last; `pending`: texts typed and not
    yet put in, by the address of their unit; `opened`: the id and revision of the saved package that
    the sheet goes on from, both empty for one never saved; `begun`: those of a save that was begun,
    noted before the file is written.
    """

    package: Package
    past: tuple[Package, ...] = ()
    future: tuple[Package, ...] = ()
    pending: tuple[tuple[str, str], ...] = ()
    opened: tuple[str, str] = ("", "")
    begun: tuple[str, str] = ("", "")

    def revisions(self, name: str) -> tuple[str, str]:
        """The revisions of the saved package `name` that are the sheet's own: the one it goes on
        from, and the one that a save began to write; "" where there is none.

        A save can be cut off between the file and the sheet that remembers it: the file found later
        with what was begun is no stranger's.
        """
        (opened, first), (begun, second) = self.opened, self.begun
        return first if opened == name else "", second if begun == name else ""

    def typed(self, place: str) -> str | None:
        """The text typed for a unit and not yet put in."""
        return dict(self.pending).get(place)


def same_work(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets differ at most in what they know of the saved package's file."""
    return replace(one, opened=("", ""), begun=("", "")) == replace(
        other, opened=("", ""), begun=("", "")
    )


def blank() -> Package:
    """A package that says nothing yet."""
    return Package("", "", "", "text", "", "", (), ())


def changed(sheet: Sheet, package: Package) -> Sheet:
    """The sheet with another package in it; what stood there can be had back."""
    if package == sheet.package:
        return sheet
    past = (*sheet.past, sheet.package)[-MAX_PAST:]
    return replace(sheet, package=package, past=past, future=())


def undone(sheet: Sheet) -> Sheet:
    """One step back; the same sheet where there is none."""
    if not sheet.past:
        return sheet
    *past, package = sheet.past
    future = (*sheet.future, sheet.package)
    return replace(sheet, package=package, past=tuple(past), future=future)


def redone(sheet: Sheet) -> Sheet:
    """One step forward again; the same sheet where there is none."""
    if not sheet.future:
        return sheet
    *future, package = sheet.future
    past = (*sheet.past, sheet.package)
    return replace(sheet, package=package, past=past, future=tuple(future))


def with_typed(sheet: Sheet, place: str, text: str | None) -> Sheet:
    """The sheet that remembers the text typed for a unit; None forgets it."""
    kept = tuple((p, t) for p, t in sheet.pending if p != place)
    if text is not None:
        kept = (*kept, (place, text))[-MAX_PENDING:]
    return replace(sheet, pending=kept)


def spoken_of(sheet: Sheet, item: str) -> Address | None:
    """The unit of an item that a step back or forward took away, in its author's edition; None where
    the sheet never held the item."""
    for package in (*sheet.future[::-1], *sheet.past[::-1]):
        for each in package.items:
            if each.id == item:
                act = each.target.act
                return Address(act, package.edition_of(act), "ru", each.target.steps)
    return None


# --- Items ----------------------------------------------------------------------------------------


def moved(package: Package, item: str, by: int) -> Package:
    """The package with an item moved down (`by` > 0) or up among the others."""
    order = list(package.items)
    at = place_of(package, item)
    to = min(max(at + by, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return replace(package, items=tuple(order))


def without(package: Package, item: str) -> Package:
    """The package without an item; an act that it changes no longer leaves the baseline too."""
    items = tuple(i for i in package.items if i.id != item)
    acts = {i.target.act for i in items}
    return replace(
        package, items=items, baseline=tuple((a, d) for a, d in package.baseline if a in acts)
    )


def grounded(package: Package, item: str, grounds: str) -> Package:
    """The package with the grounds of one item."""
    items = tuple(replace(i, grounds=grounds) if i.id == item else i for i in package.items)
    return replace(package, items=items)


def billed(package: Package, change: Callable[[Bill], Bill]) -> Package:
    """The package that says otherwise how it is called as a bill or when it takes effect; a bill of
    which nothing is said is none."""
    bill = change(package.bill or Bill())
    return replace(package, bill=bill if bill != Bill() else None)


def based_on(package: Package, edition: Edition) -> Package:
    """The package with this edition as the one that its author has before him."""
    kept = dict(package.baseline) | {edition.act: edition.date}
    return replace(package, baseline=tuple(kept.items()))


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with the first free number behind it: `mine-2`."""
    known = set(taken)
    nth, free = 2, wanted
    while free in known:
        free = f"{wanted[:75]}-{nth}"
        nth += 1
    return free


def place_of(package: Package, item: str) -> int:
    for nth, each in enumerate(package.items):
        if each.id == item:
            return nth
    raise KbError(say("workshop.package_item_gone", item=item))
