"""Which node an address names: the graph holds the newest edition of each act, in one language."""

from __future__ import annotations

from kb.ground.errors import KbError
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Address


def shown(library: Library, act: str) -> Edition | None:
    """The edition that stands for an act: the newest Russian one, else the newest of another
    language; None where no text of it is held."""
    known = library.acts.get(act)
    if known is None:
        return None
    tongues = {tongue for e in known.editions for tongue, _ in e.held}
    for tongue in sorted(tongues, key=lambda t: (t != "ru", t)):
        return library.edition(act, None, tongue)
    return None


def clause_node(library: Library, address: Address) -> str | None:
    """The node of the unit that an address names in the edition shown, or of its nearest owner.

    Addresses in packages and studies may name a unit by a short form or of another edition. None
    where the unit stands in no text that is shown.
    """
    edition = shown(library, address.act)
    if edition is None:
        return None
    try:
        steps = edition.resolve(address.steps).steps
    except KbError:
        return None
    while steps and steps not in edition.index:
        steps = steps[:-1]
    return edition.address(steps) if steps else address.act


def existing_node(library: Library, address: Address) -> tuple[str | None, bool]:
    """As `clause_node`, or the node of the nearest unit around that stands there; whether it is the
    unit itself. An amendment adds a unit that is not there yet, a claim speaks of one that was."""
    for cut in range(len(address.steps), -1, -1):
        node = clause_node(library, address.within(address.steps[:cut]))
        if node:
            return node, cut == len(address.steps)
    return None, False
