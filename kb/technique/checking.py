"""All checks over a draft, and their findings in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kb.library import Library
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

    Kept with the library, unless it is compared with the texts of a day. Raises NotFound, NotHeld.
    """
    package = library.package(name)

    def findings() -> tuple[Finding, ...]:
        return check(read(package, library.editions_for(package, against), library))

    if against not in ("author", "newest"):
        return findings()
    return library.kept(f"findings {against} {name}", findings)
