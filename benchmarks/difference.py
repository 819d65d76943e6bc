"""Comparing two editions of law 148, beside plain differs that know nothing of clauses."""

from __future__ import annotations

import difflib

import fast_diff_match_patch
from _measure import median_seconds, table

from kb.library import Library, places
from kb.norm.difference import Change, Difference, compare
from kb.norm.marks import word_segments


def main() -> None:
    library = Library.open(places())
    left = library.edition("law-148-2001", "2022-03-02")
    right = library.edition("law-148-2001", "2026-07-14")
    left_lines, right_lines = left.root.lines(), right.root.lines()
    left_text, right_text = "\n".join(left_lines), "\n".join(right_lines)
    found = compare(left, right)

    def ours() -> Difference:
        word_segments.cache_clear()  # every run marks the words anew
        return compare(left, right)

    counts = ", ".join(f"{s.value} {found.count(s)}" for s in Change if found.count(s))
    matcher = difflib.SequenceMatcher(None, left_lines, right_lines, autojunk=False)
    touched = sum(1 for op in matcher.get_opcodes() if op[0] != "equal")
    table(
        f"law 148, 2022-03-02 against 2026-07-14 ({len(left_text)} and {len(right_text)} characters)",
        [
            ("kb.norm.difference (clauses, then words)", median_seconds(ours), counts),
            (
                "difflib over lines (no words, no moves)",
                median_seconds(
                    lambda: difflib.SequenceMatcher(
                        None, left_lines, right_lines, autojunk=False
                    ).get_opcodes()
                ),
                f"{touched} hunks",
            ),
            (
                "diff-match-patch over characters",
                median_seconds(
                    lambda: fast_diff_match_patch.diff(left_text, right_text, timelimit=20), runs=3
                ),
                "",
            ),
        ],
    )


if __name__ == "__main__":
    main()
