"""Drafting checks over adopted amendments and an author's package: findings per rule, and time.

    python benchmarks/technique.py [rule-family…]

Adopted laws should get nearly none: real amendments of ../shared/replay (left out without the
file), each article that changed between two editions as a whole and by its smallest units. Then the
packages of the library against the author's edition and the newest. With families («target», «structure») the findings of
these rules alone are printed in full.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kb.library import Library, Places
from kb.technique import checking
from kb.technique.draft import read
from kb.technique.finding import Finding
from kb.technique.fold import folded
from tests.replayed import CASES, Chosen, Package, articles, fine, packages

PAIRS = (
    ("law-148-2001", "2022-03-02", "2026-07-14"),
    ("elections-1995", "2022-02-07", "2023-01-01"),
    ("elections-1995", "2023-01-01", "2026-07-01"),
    ("constitution-1995", "2007-05-21", "2023-01-01"),
)


def report(name: str, drafts: Iterable[tuple[Package, Chosen]], library: Library) -> None:
    """Counts by rule over drafts, how many have findings, and the slowest."""
    rules: Counter[tuple[str, str, str]] = Counter()
    drafts, touched, slowest, total = list(drafts), 0, (0.0, ""), 0.0
    for package, chosen in drafts:
        start = time.perf_counter()
        found = folded(checking.check(read(package, chosen, library)))
        spent = time.perf_counter() - start
        total, slowest = total + spent, max(slowest, (spent, package.id))
        touched += bool(found)
        rules.update((f.band.value, f.severity.value, f.rule) for f in found)
        show(package.id, found)
    print(
        f"{name}: {len(drafts)} packages, {touched} with findings, {sum(rules.values())} findings, "
        f"{total:.2f} s (slowest {slowest[0]:.2f} s: {slowest[1]})"
    )
    bands: Counter[tuple[str, str]] = Counter()
    for (band, severity, rule), count in sorted(rules.items()):
        bands[band, severity] += count
        print(f"  {band:8} {severity:8} {rule:32} {count:4}")
    told = "; ".join(f"{band} {severity}: {count}" for (band, severity), count in bands.items())
    print(f"  by band, one finding for one defect: {told or 'none'}")


def show(package: str, found: Iterable[Finding]) -> None:
    """The findings of the families asked for, in full."""
    for each in found:
        if each.rule.split("-")[0] in sys.argv[1:]:
            where = f"{package} {each.item or '–'} {each.rule} {each.address}"
            print(f"    {where}\n      {each.message}" + (f" [{each.words}]" if each.words else ""))
            for evidence in each.evidence:
                print(f"      – {evidence.address}: «{evidence.quote[:160]}» {evidence.note}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        where = Places((ROOT / "corpus",), (ROOT / "amendments",), Path(folder, "library.sqlite"))
        library = Library.open(where)
        if CASES.exists():
            report("replay", packages(), library)
        else:
            print("../shared/replay is not here: real amendments left out")
        for act, old, new in PAIRS:
            before, after = (library.edition(act, day, "ru") for day in (old, new))
            report(f"{act} {old}–{new}, whole articles", articles(before, after), library)
            report(f"{act} {old}–{new}, smallest units", fine(before, after), library)
        for package in library.packages():
            for against in ("author", "newest"):
                chosen = library.editions_for(package, against)
                report(f"{package.id}, {against}", [(package, chosen)], library)
        library.close()


if __name__ == "__main__":
    main()
