"""Article 12 of the Charter: at least twenty of thirty paragraphs, at least ten of fourteen core.

A Party accepts whole paragraphs (article 12, paragraph 1): one complied with in part cannot honestly
be accepted as it stands, so only full compliance counts towards the numbers.

- `yes`: the paragraphs that the texts show to be complied with are enough already.
- `no`: they would not be enough even if every undetermined paragraph turned out to be complied with.
  A partial verdict does not turn out otherwise: its rule found in the text what defeats the whole.
- `undetermined`: the texts not held would decide it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ACCEPTED = 20
CORE_ACCEPTED = 10


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
    met: str


def threshold(verdicts: Iterable[tuple[str, bool]]) -> Threshold:
    """The threshold over (verdict, core) of the thirty paragraphs."""
    listed = list(verdicts)

    def count(verdict: str, core: bool = False) -> int:
        return sum(v == verdict and (c or not core) for v, c in listed)

    kinds = ("complies", "partly", "fails", "undetermined")
    all_, core = [count(k) for k in kinds], [count(k, True) for k in kinds]
    if all_[0] >= ACCEPTED and core[0] >= CORE_ACCEPTED:
        met = "yes"
    elif all_[0] + all_[3] < ACCEPTED or core[0] + core[3] < CORE_ACCEPTED:
        met = "no"
    else:
        met = "undetermined"
    return Threshold(*all_, *core, met)
