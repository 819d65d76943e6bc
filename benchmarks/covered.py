"""How much of the program the tests execute: lines and branches of every room, and what they miss.

    make coverage            # runs the tests, then this
    python benchmarks/covered.py [--missing]

Counted is what runs in the tests' own process and in the Python processes that they start (the
command line, the app's server under the browser tests). Rooms are the packages of kb; its single
modules are one room, `kb`. A branch is one way out of a condition. With --missing every file's lines
and branches not taken are listed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def measured() -> dict[str, Any]:
    """The project's files of the last run as coverage tells them; the copy that the test of the wheel
    installs elsewhere is none of them."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(report)]
        subprocess.run(command, cwd=ROOT, check=True)
        files: dict[str, Any] = json.loads(report.read_text("utf-8"))["files"]
    return {file: found for file, found in files.items() if not Path(file).is_absolute()}


def room(file: str) -> str:
    parts = Path(file).parts
    return parts[parts.index("kb") + 1] if len(parts) - parts.index("kb") > 2 else "kb"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description="lines and branches covered, by room")
    parser.add_argument("--missing", action="store_true", help="what is not taken, by file")
    missing = parser.parse_args().missing
    rooms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for file, found in sorted(measured().items()):
        for name in (room(file), "all"):
            rooms[name].update({k: v for k, v in found["summary"].items() if isinstance(v, int)})
        if missing and (found["missing_lines"] or found["missing_branches"]):
            ways = ", ".join(f"{a}→{b if b > 0 else 'end'}" for a, b in found["missing_branches"])
            print(f"{file}: lines {found['missing_lines']}; branches {ways or 'none'}")
    print(f"{'room':<12}{'lines':>8}{'covered':>10}{'branches':>11}{'covered':>10}")
    for name in [*sorted(rooms.keys() - {"all"}), "all"]:
        n = rooms[name]
        print(
            f"{name:<12}{n['num_statements']:>8}"
            f"{share(n['covered_lines'], n['num_statements']):>10}"
            f"{n['num_branches']:>11}{share(n['covered_branches'], n['num_branches']):>10}"
        )


if __name__ == "__main__":
    main()
