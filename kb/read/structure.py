"""From lines of an act to the tree of its clauses (Law on legal acts, art. 23).

A reader of any format gives `SourceLine`s in order; here each line becomes a heading, a clause or a
note. The rules are those of DESIGN's «Addresses»; whatever they decide without certainty is listed
as a Doubt. Indentation and heading depth are never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kb.ground.saying import say
from kb.norm.act import Clause, Doubt
from kb.norm.address import Steps
from kb.read.body import Body
from kb.read.cited import marked
from kb.read.gathered import Gathered
from kb.read.lines import SourceLine, division, starts_note, unit_number
from kb.read.node import Node, freeze
from kb.read.notes import place_notes
from kb.read.numbers import check_inside, check_numbers
from kb.read.points import first_point, of_points, opens_article, run_through
from kb.words.units import UnitName

_DEPTH: Final = {"act": 0, "app": 1, "sec": 2, "ch": 3, "par": 4, "art": 5}


@dataclass(frozen=True, slots=True)
class Reading:
    """The tree read from lines, and what was decided under doubt."""

    root: Clause
    doubts: tuple[Doubt, ...]


def read(lines: Iterable[SourceLine], readings: Mapping[str, str] | None = None) -> Reading:
    """The tree of an act. `readings` decides doubtful places: address of a further part as the
    rule reads it → `subpoint`, when the part belongs to the subpoint above it; address of a subpoint
    → `20)`, when this one begins inside its paragraph."""
    source = marked(list(lines))
    reader = _Reader(Gathered(readings or {}))
    reader.read(source)
    if not run_through(reader.root):
        reader = _Reader(Gathered(readings or {}, through=False))
        reader.read(source)
    return reader.reading()


def read_body(lines: Iterable[SourceLine], steps: Steps) -> tuple[tuple[Clause, ...], str]:
    """Clauses of a text that stands inside the unit `steps` (() for the act itself, of points), as
    (children, own_text).

    Used for proposed wordings, which come without the headings around them.
    """
    reader = _Reader(Gathered({}))
    host = Node(steps[-1].unit, steps[-1].number) if steps else reader.root
    reader.of_points = not steps
    top = host
    for step in reversed(steps[:-1]):
        outer = Node(step.unit, step.number)
        outer.add(top)
        top = outer
    reader.body.extend(marked(list(lines)))
    reader.fill(host)
    built = freeze(host)
    return built.children, built.own_text


class _Reader:
    """One pass over the lines; holds only what is being built."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.of_points = False
        self.root = Node("act")
        self.body: list[SourceLine] = []

    def read(self, lines: list[SourceLine]) -> None:
        current = self.root
        previous: SourceLine | None = None
        self.of_points = of_points(lines)
        for line in lines:
            divided = None if line.cited or line.rows else division(line.text)
            is_heading = bool(line.heading) or opens_article(line, divided)
            if is_heading and divided is None and not self.is_name(line, current, previous):
                self.gathered.doubt(
                    line.number,
                    current,
                    say("read.heading_unknown", words=line.text[:60]),
                )
                is_heading = False
            if not is_heading:
                self.body.append(replace(line, heading=0))
                previous = None
                continue
            self.fill(current)
            current = self.open_heading(line, divided, current)
            previous = line
        self.fill(current)
        broken = place_notes(self.root, self.gathered.notes)
        check_numbers(self.root, self.gathered)
        for number, owner in broken:
            self.gathered.doubt(number, owner, say("read.note_bracket"))
        check_inside(self.root, self.gathered)

    def reading(self) -> Reading:
        """The tree as it has been read. Nothing is left in the reader."""
        return Reading(freeze(self.root), tuple(sorted(self.gathered.doubts, key=lambda d: d.line)))

    def is_name(self, line: SourceLine, current: Node, previous: SourceLine | None) -> bool:
        """Whether a heading line that names no division is a division's name, or the act's title."""
        if previous is not None and current.unit in ("sec", "ch", "par") and not current.heading:
            return True
        return line.heading == 1 and not self.root.children and not self.body

    def open_heading(
        self, line: SourceLine, divided: tuple[UnitName, re.Match[str]] | None, current: Node
    ) -> Node:
        """The node that a heading line opens, or continues (two adjacent heading lines)."""
        if divided is None and current.unit == "act":
            return self.root.add(
                Node("title", own_text=line.text, text_line=line.layout, line=line.number)
            )
        if divided is None:
            current.heading = line.text
            current.heading_lines += (line.layout,)
            return current
        unit, match = divided
        number = unit_number(match)
        if unit == "app" and not number:  # the only appendix has none, nor has a stamp of approval
            number = str(1 + len(self.root.of("app")))
        node = Node(unit, number, match["mark"], line=line.number)
        rest = match["rest"].strip()
        if unit == "art" and rest.endswith((".", ":", ";")):
            # Words that end a sentence are the article's text, not its heading.
            self.body.append(replace(line, text=rest, heading=0))
        else:
            node.heading = rest
            node.heading_lines += (line.layout,)
        self.parent_for(unit, current).add(node)
        self.gathered.printed(line.number, node, match["n"])
        return node

    def parent_for(self, unit: str, current: Node) -> Node:
        node = current
        while node.parent is not None and _DEPTH.get(node.unit, 9) >= _DEPTH.get(unit, 0):
            node = node.parent
        return node

    def fill(self, node: Node) -> None:
        """Turns the gathered body lines into children of `node`."""
        lines, self.body = self.body, []
        if not lines:
            return
        if node.unit in ("act", "title"):
            # What stands before the first division is the preamble, and the points of an act of them.
            host = self.root if node.unit == "title" else node
            begins = first_point(lines) if self.of_points else len(lines)
            if points := lines[begins:]:
                self.body = lines[:begins]
                self.fill(node)
                Body(self.gathered, host).build(points)
                return
            if not starts_note(lines[0].text) or any(
                not starts_note(line.text) and not line.quoted for line in lines
            ):
                host = host.add(Node("preamble", line=lines[0].number))
            else:
                host = node
            node = host
        Body(self.gathered, node).build(lines)
