"""Article 12 of the Charter: at least twenty of thirty paragraphs, at least ten of fourteen core.

A Party accepts whole paragraphs (article 12, paragraph 1): one complied with in part cannot honestly
be accepted as it stands, so only full compliance counts towards the numbers.

- `yes`: the paragraphs that the texts show to be complied with are enough already.
- `no`: they would not be enough even if every undetermined paragraph turned out to be complied with.
  A partial verdict does not turn out otherwise: its rule found in the text what defeats the whole.
- `undetermined`: the texts not held would decide it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kb.charter.rules import COMPLIES, FAILS, PARTLY, UNDETERMINED

ACCEPTED = 20
CORE_ACCEPTED = 10


Met = Literal["yes", "no", "undetermined"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """The counts of article 12 and whether they are reached: yes, no or undetermined."""

    full: int
    partly: int
    fails: int
    undetermined: int
    core_full: int
    core_partly: int
    core_fails: int
    core_undetermined: int
    met: Met


def threshold(verdicts: Iterable[tuple[str, bool]]) -> Threshold:
    """The threshold over (verdict, core) of the thirty paragraphs."""
    listed = list(verdicts)
    every = Counter(verdict for verdict, _ in listed)
    core = Counter(verdict for verdict, is_core in listed if is_core)
    if every[COMPLIES] >= ACCEPTED and core[COMPLIES] >= CORE_ACCEPTED:
        met: Met = "yes"
    elif (
        every[COMPLIES] + every[UNDETERMINED] < ACCEPTED
        or core[COMPLIES] + core[UNDETERMINED] < CORE_ACCEPTED
    ):
        met = "no"
    else:
        met = "undetermined"
    return Threshold(
        full=every[COMPLIES],
        partly=every[PARTLY],
        fails=every[FAILS],
        undetermined=every[UNDETERMINED],
        core_full=core[COMPLIES],
        core_partly=core[PARTLY],
        core_fails=core[FAILS],
        core_undetermined=core[UNDETERMINED],
        met=met,
    )
