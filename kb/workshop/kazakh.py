"""The Kazakh half of an item: what its text starts from, and an edited one put into the package.

The two languages of an act are numbered alike, so the address alone finds the unit in Kazakh (as in
kb.parallel), and a Kazakh text can be read as its unit even where no Kazakh edition is held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kb.amendment.apply import apply
from kb.amendment.package import Item, Kazakh, Package, quotation
from kb.ground.errors import Ambiguous
from kb.ground.saying import joined
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.workshop.sheet import place_of
from kb.workshop.trial import BadText, checked, same_lines


@dataclass(frozen=True, slots=True)
class Half:
    """What is edited when the Kazakh half of an item is opened.

    `edition`: the Kazakh one compared with, None where the unit is not held in Kazakh on that day;
    `unit`: the unit in it, None where it is not held or is to be added; `text`: the wording to start
    from, the half's own where one is given.
    """

    item: Item
    edition: Edition | None
    unit: Clause | None
    text: str

    @property
    def law(self) -> str:
        """The wording in force in Kazakh; "" where none is held or the unit is to be added."""
        return self.unit.text if self.unit else ""

    @property
    def given(self) -> str:
        """The Kazakh text that the package has; "" for none."""
        return (self.item.kazakh.proposed if self.item.kazakh else None) or ""


def half_of(item: Item, edition: Edition | None) -> Half:
    """The Kazakh half of an item against the Kazakh edition of the day, where there is one."""
    if edition is not None and not edition.holds(item.target.steps):
        edition = None
    unit = unit_in(edition, item.target.steps) if item.operation != "insert" else None
    half = Half(item, edition, unit, "")
    return replace(half, text=half.given or half.law)


def unit_in(edition: Edition | None, steps: Steps) -> Clause | None:
    """The unit of this address in a Kazakh edition; None where it is not held there, does not stand
    there, or the address means several units."""
    if edition is None or not steps or not edition.holds(steps):
        return None
    try:
        clause = edition.find(steps)
    except Ambiguous:
        return None
    return clause if clause and clause.live else None


def items_of(package: Package, act: str, steps: Steps) -> tuple[Item, ...]:
    """The items that write a unit, something in it or the unit around it; without steps, those
    that add an article."""
    items = (i for i in package.items if i.target.act == act)
    if not steps:
        return tuple(i for i in items if i.operation == "insert" and len(i.target.steps) == 1)
    return tuple(
        i for i in items if all(a == b for a, b in zip(i.target.steps, steps, strict=False))
    )


def with_kazakh(package: Package, half: Half, russian: Edition, text: str) -> Package:
    """The package with a Kazakh text for an item; `russian`: the edition that the item changes.

    The wording in force, and no text, mean that none is given. Raises BadText for a text that is
    not one of this unit.
    """
    if half.given and same_lines(text, half.given):
        return package
    if not text.strip() or (half.law and same_lines(text, half.law)):
        # The words in force were taken from the edition with the text, and go with it.
        quoted = half.item.kazakh.quoted if half.item.kazakh and not half.unit else None
        return _with(package, half.item.id, lambda k: replace(k, quoted=quoted, proposed=None))
    checked(text, half.item.target.steps)
    asked = replace(half.item, proposed=text.strip()).operations()
    refused = [apply(e, asked).refused for e in (half.edition, russian) if e is not None]
    # Where the Russian half finds no place either, the fault is not in this text.
    if all(refused) and not apply(russian, half.item.operations()).refused:
        raise BadText(joined("; ", (r.reason for r in refused[0])))
    quoted = half.item.kazakh.quoted if half.item.kazakh else None
    if quoted is None and half.item.quoted is not None and half.unit is not None:
        quoted = quotation(half.unit)
    return _with(package, half.item.id, lambda k: replace(k, quoted=quoted, proposed=text.strip()))


def with_kazakh_quotation(package: Package, item: str, words: str) -> Package:
    """The package with what the author calls the Kazakh wording in force; "" for nothing."""
    return _with(package, item, lambda k: replace(k, quoted=words.strip() or None))


def with_kazakh_grounds(package: Package, item: str, words: str) -> Package:
    """The package with the grounds of an item in Kazakh."""
    return _with(package, item, lambda k: replace(k, grounds=words))


def _with(package: Package, item: str, change: Callable[[Kazakh], Kazakh]) -> Package:
    """The package with another Kazakh half of an item; a half that says nothing is none."""
    at = place_of(package, item)
    old = package.items[at]
    half = change(old.kazakh or Kazakh(None, None))
    said = half.quoted or half.proposed or half.grounds
    new = replace(old, kazakh=half if said else None)
    return replace(package, items=(*package.items[:at], new, *package.items[at + 1 :]))
