"""Reading law 148 into clauses, beside a Markdown parser that only finds the blocks."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from _measure import median_seconds, table
from markdown_it import MarkdownIt

from kb.disk.places import builtin
from kb.library import Library, places
from kb.read import markdown


def main() -> None:
    source = builtin("corpus") / "law-148-2001" / "2026-07-14.md"
    text = source.read_text("utf-8")
    characters = len(text)
    peer = MarkdownIt()
    table(
        f"reading {source.name}, {characters} characters",
        [
            (
                "kb.read.markdown (clauses, notes, statuses)",
                median_seconds(lambda: markdown.parse(text)),
                "",
            ),
            ("markdown-it-py (blocks only)", median_seconds(lambda: peer.parse(text)), ""),
        ],
    )
    with tempfile.TemporaryDirectory() as folder:
        where = places(None, None, Path(folder) / "library.sqlite")
        start = time.perf_counter()
        _, report = Library.build(where)
        first = time.perf_counter() - start
        start = time.perf_counter()
        Library.build(where)
        again = time.perf_counter() - start
        size = where.db.stat().st_size
    print(
        f"building the library: {len(report.built)} sources in {first:.2f} s, {size / 1e6:.1f} MB"
    )
    print(f"opening it unchanged: {again * 1000:.1f} ms")


if __name__ == "__main__":
    main()
