"""Acts that consist of points, as all but the laws do (Law on legal acts, art. 23, point 1, part 5).

Their points are numbered through the act, as articles are in a law, and so are the points of what
an act approves: no chapter stands in their addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.norm.address import Steps
from kb.read.lines import POINT, SourceLine, capital, division
from kb.read.node import Node


def opens_article(line: SourceLine, divided: tuple[str, re.Match[str]] | None) -> bool:
    """Whether a line is an article's heading, however it is set; `divided` as `division` gave it."""
    return (
        divided is not None
        and divided[0] == "art"
        and capital(line.text)  # «статья 11.» in a list is a line of it
        and not line.quoted
    )


def of_points(lines: Iterable[SourceLine]) -> bool:
    """Whether an act has no articles, its appendices apart."""
    for line in lines:
        divided = division(line.text)
        if opens_article(line, divided):
            return False
        if line.heading and divided is not None and divided[0] == "app":
            break
    return True


def first_point(lines: list[SourceLine]) -> int:
    """Where among lines the first point stands; their number where there is none."""
    points = (n for n, line in enumerate(lines) if not line.quoted and POINT.match(line.text))
    return next(points, len(lines))


def run_through(root: Node) -> bool:
    """Whether each number of a point outside articles stands in one place of the act, or appendix."""
    places: dict[Steps, set[int]] = {}
    for node in root.walk():
        if node.through:
            printed = tuple(step.printed for step in node.steps)
            places.setdefault(printed, set()).add(id(node.parent))
    return all(len(parents) == 1 for parents in places.values())
