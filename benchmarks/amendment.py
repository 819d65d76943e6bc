"""Speed and memory of amendments, beside a line patch by difflib, measured in the same run.

    python benchmarks/amendment.py

Reads the built-in corpus only; prints a table. «Whole-law round trip» drafts the wording from law
148 of 2022 to that of 2026, reads it, applies it and compares; difflib's patch is the same change
as lines, which no one could enact.
"""

from __future__ import annotations

import difflib
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kb.amendment.apply import apply
from kb.amendment.draft import draft
from kb.amendment.instruction import parse
from kb.library import corpus
from kb.norm.act import Edition


def best(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the quickest of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def peak(work: Callable[[], object]) -> float:
    """Megabytes at the highest while the work runs."""
    tracemalloc.start()
    work()
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return megabytes


def editions() -> tuple[Edition, Edition]:
    folders = (ROOT / "corpus",)
    acts, readings = corpus.load_acts(folders), corpus.load_readings(folders)
    found = {s.name: s for s in corpus.sources(folders)}
    older, newer = (
        corpus.read_edition(found[f"law-148-2001@{day}:ru"], acts, readings)
        for day in ("2022-03-02", "2026-07-14")
    )
    return older, newer


def main() -> None:
    older, newer = editions()
    wording = draft(older, newer).wording
    read_as = parse(wording, act=older.act)
    count = len(read_as.operations)
    long = "\n".join(f"{n}) в статье {n}:\n{wording}" for n in range(1, 51))
    lines = older.root.lines(), newer.root.lines()

    def patch() -> None:
        """The same round trip by lines: opcodes, then the new lines put together from them."""
        old, new = lines
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        made: list[str] = []
        for op, a, b, c, d in matcher.get_opcodes():
            made += old[a:b] if op == "equal" else new[c:d]
        assert made == new

    def round_trip() -> None:
        found = draft(older, newer)
        assert found.proved

    unified = "\n".join(difflib.unified_diff(*lines, n=0, lineterm=""))
    reading = best(lambda: parse(wording, act=older.act))
    applying = best(lambda: apply(older, read_as.operations))
    rows = [
        ("reading, operations per second", f"{count / reading:,.0f}"),
        ("applying, operations per second", f"{count / applying:,.0f}"),
        (
            "reading, MB per second",
            f"{len(long.encode()) / 1e6 / best(lambda: parse(long), 2):.1f}",
        ),
        ("whole-law round trip, s", f"{best(round_trip, 3):.3f}"),
        ("  the same by difflib, s", f"{best(patch, 3):.3f}"),
        ("operations", str(count)),
        ("  of them words", f"{sum(o.of_words for o in read_as.operations) / count:.0%}"),
        ("wording, characters", f"{len(wording):,}"),
        ("  difflib's patch, characters", f"{len(unified):,}"),
        ("peak of drafting, MB", f"{peak(round_trip):.1f}"),
        ("peak of difflib, MB", f"{peak(patch):.1f}"),
    ]
    for name, value in rows:
        print(f"{name:36} {value:>12}")


if __name__ == "__main__":
    main()
