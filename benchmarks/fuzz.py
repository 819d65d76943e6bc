"""Spoilt files put to the readers and to amending, in a process that is watched: `--minutes`, `--family`.

A child process takes one input after another and says what became of it; the parent watches the clock and
the child's memory. What must hold: no traceback, no hang, no vast memory, no word lost in silence. Faults
are written to --out, with the number that makes each again (`--again FAMILY NUMBER`).
"""

from __future__ import annotations

import argparse
import json
import select
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from _fuzzing import FAMILIES, made, tried

SECONDS = 20.0  # of one input: the longest honest one takes a second
MEMORY_MB = 1_500
LINE_MB = 400  # that one input may take above what the child had


def child() -> None:
    """Reads «family number» on each line of standard input and writes what became of it as JSON."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    except (ImportError, ValueError, OSError):  # Windows, or a container that has less
        pass
    for line in sys.stdin:
        family, number = line.split()
        data = made(family, int(number))
        before, begun = _memory(), time.perf_counter()
        outcome = tried(family, data)
        took = time.perf_counter() - begun
        grown = _memory() - before
        what, why = outcome.what, outcome.why
        if not outcome.fault and grown > LINE_MB:
            what, why = "memory", f"{grown:.0f} MB"
        print(json.dumps([what, why, took, grown]), flush=True)


def _memory() -> float:
    """The most memory that this process has taken, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watched:
    """The child, started anew where it hangs or dies."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def ask(self, family: str, number: int) -> tuple[str, str, float]:
        """What became of an input, and the seconds it took."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, __file__, "--child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        process = self.process
        assert process.stdin
        assert process.stdout
        begun = time.perf_counter()
        process.stdin.write(f"{family} {number}\n")
        process.stdin.flush()
        patience = SECONDS * 3 if begun else SECONDS  # the seeds are made at the first input
        ready, _, _ = select.select([process.stdout], [], [], patience)
        line = process.stdout.readline() if ready else ""
        if not line:
            self.close()
            return ("died" if ready else "hang"), "", time.perf_counter() - begun
        what, why, took, _ = json.loads(line)
        return ("slow" if took > SECONDS and what in ("read", "refused") else what), why, took

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def run(
    families: list[str], minutes: float, start: int, out: Path | None
) -> dict[str, Counter[str]]:
    """Tries the families in turn until the time is over; what became of the inputs, by family."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    seen: set[tuple[str, str, str]] = set()
    watched, number, ends = Watched(), start, time.monotonic() + minutes * 60
    while time.monotonic() < ends:
        for family in families:
            what, why, took = watched.ask(family, number)
            counts[family][what] += 1
            slowest[family] = max(slowest[family], took)
            if (
                what not in ("read", "refused")
                and (family, what, why.split(" ", 1)[-1]) not in seen
            ):
                seen.add((family, what, why.split(" ", 1)[-1]))
                print(f"{family} {number}: {what}: {why}", flush=True)
                if out is not None:
                    out.mkdir(parents=True, exist_ok=True)
                    (out / f"{family}-{number}").write_bytes(made(family, number))
        number += 1
    watched.close()
    for family in families:
        counts[family]["slowest, ms"] = round(slowest[family] * 1000)
    return counts


def show(counts: dict[str, Counter[str]]) -> int:
    """Prints a line for each family; the number of faults."""
    faults = 0
    for family, each in counts.items():
        slowest = each.pop("slowest, ms", 0)
        wrong = {k: n for k, n in each.items() if k not in ("read", "refused")}
        faults += sum(wrong.values())
        told = ", ".join(f"{k} {n}" for k, n in sorted(wrong.items())) or "no fault"
        print(
            f"  {family:<12} {sum(each.values()):>7} inputs, {each['read']:>7} read, {each['refused']:>6} refused,"
            f" slowest {slowest} ms: {told}"
        )
    return faults


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--minutes", type=float, default=2.0)
    wanted.add_argument("--family", action="append", choices=sorted(FAMILIES))
    wanted.add_argument("--start", type=int, default=0, help="the number of the first input")
    wanted.add_argument("--out", type=Path, help="a folder for the inputs that were faults")
    wanted.add_argument("--again", nargs=2, metavar=("FAMILY", "NUMBER"))
    wanted.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked: Any = wanted.parse_args()
    if asked.child:
        child()
    elif asked.again:
        family, number = asked.again
        print(tried(family, made(family, int(number))))
    else:
        families = asked.family or sorted(FAMILIES)
        sys.exit(1 if show(run(families, asked.minutes, asked.start, asked.out)) else 0)


if __name__ == "__main__":
    main()
