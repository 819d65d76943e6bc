"""What several checks ask about units and acts."""

from __future__ import annotations

import re

from kb.norm.act import Act


def previous(number: str) -> str | None:
    """The number that stands before a number: 3 before 4, 8 before 8-1, 8-1 before 8-2.

    None for a first number and for those that are no Arabic numbers.
    """
    base, _, last = number.rpartition("-")
    if not last.isdigit() or int(last) < 1:
        return None
    if not base:
        return str(int(last) - 1) if int(last) > 1 else None
    return base if int(last) == 1 else f"{base}-{int(last) - 1}"


_AMENDS = re.compile(r"О\s+внесении\s+(?:изменени|дополнени|поправ)", re.I)


def amending(act: Act) -> bool:
    """Whether the act does nothing but amend others, as its title says."""
    return bool(_AMENDS.match(act.title))
