"""A package carried out on an edition: one value for the table, the checks, the papers, the Charter.

    done = carried_out(package, edition)
    done.edition                     the act as the whole package leaves it
    done.items                       what became of each item, in the package's order
    done.in_order                    the same in the order of the law, as its papers have them

What the whole package does decides: an item that only the others make possible (a third part behind
a second one that they add) is carried out, and one that they stand in the way of is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.amendment.apply import Applied, Done, Refused, apply
from kb.amendment.operation import Operation
from kb.amendment.package import Item, Package
from kb.ground.errors import KbError, NotHeld
from kb.ground.saying import joined
from kb.norm.act import Edition
from kb.norm.address import DIVISIONS, Steps


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """What became of one item of a package on the edition `before`.

    `after`: its article as the item leaves it, alone as far as it can stand alone (what the others do
    elsewhere in the act may stand there too); `before` itself where nothing was done. `steps`: the
    unit changed, or the first of those added, in `after`; `added`: all that it adds; `orders`: the
    operations by which the amending text orders it, the item's own or those on words. `refused` says
    why it is not carried out, `in_company` that it would be but for the other items. An item without
    a text to apply is neither done nor refused, unless it speaks of a unit that is not there.
    """

    item: Item
    before: Edition
    after: Edition
    steps: Steps
    added: tuple[Steps, ...] = ()
    orders: tuple[Operation, ...] = ()
    remarks: tuple[str, ...] = ()
    done: bool = False
    refused: str = ""
    in_company: bool = False


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A package on one edition: the act as all items together leave it, and each of the items."""

    package: Package
    before: Edition
    edition: Edition
    items: tuple[CarriedItem, ...]
    in_order: tuple[CarriedItem, ...]

    @property
    def refused(self) -> tuple[CarriedItem, ...]:
        """The items that are not carried out."""
        return tuple(i for i in self.items if i.refused)

    def of(self, item: str) -> CarriedItem:
        """What became of an item by its id. Raises StopIteration for one of another act."""
        return next(i for i in self.items if i.item.id == item)


def carried_out(package: Package, edition: Edition) -> CarriedOut:
    """The items of the package that speak of the edition's act, carried out in their order."""
    return _carried_out(package, _Same(edition))


class _Same:
    """An edition that equals itself alone: comparing whole trees would cost more than it saves."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.edition is self.edition

    def __hash__(self) -> int:
        return id(self.edition)


@lru_cache(maxsize=32)
def _carried_out(package: Package, same: _Same) -> CarriedOut:
    edition = same.edition
    items = [i for i in package.items if i.target.act == edition.act]
    together = apply(edition, (o for i in items for o in i.operations()))
    results = iter(together.results)
    become = [[next(results) for _ in item.operations()] for item in items]
    shared = Counter(_article(r.steps) for rs in become for r in rs if isinstance(r, Done))
    done = tuple(
        _carried(edition, items, nth, become[nth], together, shared) for nth in range(len(items))
    )
    return CarriedOut(package, edition, together.edition, done, _ordered(done, together.edition))


def _ordered(done: tuple[CarriedItem, ...], after: Edition) -> tuple[CarriedItem, ...]:
    """The items in the order of the law, as far as this order does the same.

    Counted units (parts, paragraphs) are named by the text before, so inside one article an addition
    may have to stand behind what it would shift.
    """
    places: dict[Steps, int] = {}
    for nth, clause in enumerate(after.root.walk()):
        places.setdefault(clause.steps, nth)

    def place(steps: Steps) -> int:
        if steps and steps[:1] not in places:
            return len(places)  # of an article that is not there: behind all that are
        while steps and steps not in places:
            steps = steps[:-1]
        return places.get(steps, len(places))

    def same(order: Sequence[CarriedItem]) -> bool:
        asked = (o for each in order if each.done for o in each.item.operations())
        applied = apply(order[0].before, asked)
        return not applied.refused and applied.edition.root == after.root

    for key in (
        lambda each: (place(each.steps[:1]), place(each.steps)),
        lambda each: place(each.steps[:1]),
    ):
        ordered = tuple(sorted(done, key=key))
        if ordered == done or same(ordered):
            return ordered
    return done


def _carried(
    edition: Edition,
    items: Sequence[Item],
    nth: int,
    results: Sequence[Done | Refused],
    together: Applied,
    shared: Counter[Steps],
) -> CarriedItem:
    item = items[nth]
    refused = [r for r in results if isinstance(r, Refused)]
    done = [r for r in results if isinstance(r, Done)]
    if refused or not done:
        steps = _standing(edition, item.target.steps)
        reason = joined("; ", (r.reason for r in refused)) if results else _absent(edition, item)
        stands = bool(refused) and not apply(edition, item.operations()).refused
        return CarriedItem(item, edition, edition, steps, refused=reason, in_company=stands)
    after = together.edition
    article = _article(done[0].steps)
    if not article or shared[article] > len(done):
        alone = apply(edition, item.operations())
        if alone.refused:
            alone = apply(edition, (o for i in items[: nth + 1] for o in i.operations()))
        after, done = alone.edition, list(alone.applied[-len(done) :])
    return CarriedItem(
        item,
        edition,
        after,
        done[0].steps,
        tuple(s for d in done for s in d.added),
        _orders(item, edition, after, done[0].steps[:1]),
        tuple(r for d in done for r in d.remarks),
        done=True,
    )


def _orders(item: Item, before: Edition, after: Edition, article: Steps) -> tuple[Operation, ...]:
    """The item's own operations, or those on the words of its article where they prove to do the same."""
    if item.form == "words" and item.operation == "replace" and article in after.index:
        from kb.amendment.draft import draft, only

        drafted = draft(only(before, article), only(after, article))
        if drafted.proved and drafted.operations:
            return drafted.operations
    return item.operations()


def _standing(edition: Edition, steps: Steps) -> Steps:
    """The steps of the unit in full where a short address finds one."""
    try:
        return edition.resolve(steps).steps
    except KbError:
        return steps


def _absent(edition: Edition, item: Item) -> str:
    """Why the edition has not the unit that an item without a text speaks of; nothing where it has,
    or may have it outside its excerpts."""
    try:
        edition.resolve(item.target.steps)
    except NotHeld:
        return ""
    except KbError as error:
        return error.said
    return ""


def _article(steps: Steps) -> Steps:
    """The article (the title, an annex) that a unit stands in; nothing for what holds articles."""
    return () if steps[:1] and steps[0].unit in DIVISIONS else steps[:1]
