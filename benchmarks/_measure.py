"""Shared by the benchmarks: medians of repeated runs, printed beside peers as ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median_seconds(work: Callable[[], object], runs: int = 7) -> float:
    """The median wall time of `work` in seconds, after one run that does not count."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def table(title: str, rows: list[tuple[str, float, str]]) -> None:
    """Rows of (name, seconds, remark); the first is ours, the others get their ratio to it."""
    print(title)
    ours = rows[0][1]
    for nth, (name, seconds, remark) in enumerate(rows):
        ratio = "" if nth == 0 else f"{seconds / ours:6.2f} × ours"
        print(f"  {name:<44} {seconds * 1000:10.2f} ms  {ratio}  {remark}")
