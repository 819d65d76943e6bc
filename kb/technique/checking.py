"""All checks over a draft, and their findings in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from kb.amendment.package import Package
from kb.ground.errors import NotFound, NotHeld
from kb.library import Library
from kb.norm.act import Edition
from kb.technique.checks import (
    beside,
    cited,
    collision,
    days,
    fate,
    figures,
    halves,
    loss,
    named,
    papers,
    patterns,
    references,
    signs,
    speech,
    structure,
    target,
    verdict,
    vocabulary,
)
from kb.technique.draft import Draft, read
from kb.technique.finding import Finding, Severity

Check = Callable[[Draft], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    *beside.CHECKS,
    *cited.CHECKS,
    *collision.CHECKS,
    *days.CHECKS,
    *fate.CHECKS,
    *figures.CHECKS,
    *halves.CHECKS,
    *loss.CHECKS,
    *named.CHECKS,
    *papers.CHECKS,
    *patterns.CHECKS,
    *references.CHECKS,
    *signs.CHECKS,
    *speech.CHECKS,
    *structure.CHECKS,
    *target.CHECKS,
    *vocabulary.CHECKS,
    *verdict.CHECKS,
)

_ORDER = tuple(Severity)


def check(draft: Draft, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """Everything the checks find: by item in the package's order, then by severity and place.

    Findings about the whole package stand first.
    """
    items = {item.id: nth for nth, item in enumerate(draft.package.items, start=1)}
    findings = dict.fromkeys(finding for each in checks for finding in each(draft))
    return tuple(
        sorted(
            findings,
            key=lambda f: (items.get(f.item, 0), _ORDER.index(f.severity), f.span or (-1, -1)),
        )
    )


def of_package(library: Library, name: str, against: str) -> tuple[Finding, ...]:
    """What the checks find in a package of the library, compared as Library.editions_for has it.

    Raises NotFound, NotHeld.
    """
    package = library.package(name)
    return of_editions(library, package, library.editions_for(package, against))


def of_editions(
    library: Library, package: Package, chosen: Mapping[str, Edition]
) -> tuple[Finding, ...]:
    """What the checks find in a package, saved or not, against `chosen` (an edition by act).

    Kept with the library where the package stands in it as it is given, and is compared with its
    author's editions or with the newest; else computed: texts of any day would fill the file.
    """

    def findings() -> tuple[Finding, ...]:
        return check(read(package, chosen, library))

    names = _names(chosen)
    if package not in library.packages() or names not in _lasting(library, package):
        return findings()
    return library.kept(f"findings {package.id} {' '.join(names)}", findings)


def _lasting(library: Library, package: Package) -> Iterator[list[str]]:
    """The editions that its author had, and the newest, where the library has them."""
    for against in ("author", "newest"):
        with suppress(NotFound, NotHeld):
            yield _names(library.editions_for(package, against))


def _names(chosen: Mapping[str, Edition]) -> list[str]:
    return sorted(edition.name for edition in chosen.values())
