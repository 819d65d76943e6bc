"""A clause under construction: the node that lines are added to, and the clause that it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.norm.act import Clause, ClauseKind, Line, Note, Status
from kb.norm.address import Step, Steps
from kb.read.lines import SourceLine
from kb.words.units import UnitName

KINDS: Final[dict[UnitName, ClauseKind]] = {
    "act": "act",
    "text": "text",
    "title": "title",
    "preamble": "preamble",
    "form": "form",
    "sec": "section",
    "ch": "chapter",
    "par": "paragraph_division",
    "art": "article",
    "pt": "point",
    "spt": "subpoint",
    "part": "part",
    "abz": "paragraph",
    "sent": "sentence",
    "heading": "heading",
    "table": "table",
    "note": "note",
    "app": "appendix",
    "future": "future_wording",
}
_UNIQUE: Final = frozenset({"art", "sec", "ch", "app", "title", "preamble", "form"})
_EXCLUDED = re.compile(r"\(?\s*(?:исключен[аоы]?\b|ал(?:ын)?ып\s+тасталды)", re.IGNORECASE)
# What stands in the place of a text that is to come: «вводится в действие по истечении шестидесяти
# календарных дней … Законом РК от …», «01.01.2027 бастап қолданысқа енгізіледі - ҚР … Заңымен».
_STUB_AHEAD = re.compile(
    r"""
    \(?\s* ввод[ия]тся\s+в\s+действие\s+
    (?: с[о]?\s+\d
      | (?:по\s+истечении|со\s+дня|через)\b
        [^\n]{0,200}? закон\w*\s+(?:рк|республики\s+казахстан)\s+от\s+\d
    )
  | [^\n]{0,120}? (?:бастап|өткен\s+соң|күнінен)\s+қолданысқа\s+енг[iі]з[iі]лед[iі]
    \s*[-–—]\s* (?:қр|қазақстан\s+республикасы)
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(slots=True)
class Node:
    """A clause under construction."""

    unit: UnitName
    number: str = ""
    mark: str = ""
    heading: str = ""
    own_text: str = ""
    notes: tuple[Note, ...] = ()
    children: list[Node] = field(default_factory=list)
    heading_lines: tuple[Line, ...] = ()
    text_line: Line | None = None
    row_lines: tuple[Line, ...] = ()
    line: int = 0
    copy: int = 0  # which of the units that the source prints under one number, 0 for a sole one
    note_only: bool = False  # a note says that the whole unit is excluded
    limited: bool = False
    through: bool = False  # a point whose number runs through the act, as an article's does
    parent: Node | None = None
    _by_unit: dict[str, list[Node]] = field(default_factory=dict)

    def add(self, child: Node) -> Node:
        child.parent = self
        self.children.append(child)
        self._by_unit.setdefault(child.unit, []).append(child)
        return child

    def of(self, unit: str) -> Sequence[Node]:
        """The children of one unit, while they are being added: asked for at every line, and so
        never looked for."""
        return self._by_unit.get(unit, ())

    def give_up(self) -> list[Node]:
        """Leaves the node without children, and gives them."""
        below, self.children, self._by_unit = self.children, [], {}
        return below

    def walk(self) -> Iterable[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def steps(self) -> Steps:
        chain: list[Step] = []
        node: Node | None = self
        unique = False
        while node is not None and node.unit != "act":
            if not unique or node.unit == "app":
                number = f"{node.number}~{node.copy}" if node.copy else node.number
                chain.append(Step(node.unit, number))
            # An article is unique in its act (or in the appendix, which may be an act of its own),
            # and so is a chapter: only a paragraph needs one.
            unique = unique or node.through or node.unit in _UNIQUE
            node = node.parent
        return tuple(reversed(chain))


def begin(node: Node, text: Node, words: str, line: SourceLine) -> None:
    """Puts the words after a number mark; a mark alone on its line is kept as a heading line is."""
    if words:
        text.own_text, text.text_line = words, line.layout
    else:
        node.heading_lines += (line.layout,)


def latest_part(node: Node) -> Node:
    parts = node.of("part")
    return parts[-1] if parts else node


def innermost(container: Node) -> Node:
    """Where an абзац goes: the last part of the last open subpoint, else the last part."""
    node = latest_part(container)
    while below := node.of("spt"):
        node = latest_part(below[-1])
    return node


def settle(node: Node) -> None:
    """A container with a single part has no part step; paragraphs are numbered from their intro."""
    for child in node.children:
        settle(child)
    parts = node.of("part")
    if len(parts) == 1:
        only = parts[0]
        if only.own_text:
            node.own_text, node.text_line = only.own_text, only.text_line
        for child in node.give_up():
            for each in only.children if child is only else (child,):
                node.add(each)
    paragraphs = [c for c in node.children if c.unit == "abz"]
    for nth, child in enumerate(paragraphs, start=2 if node.own_text else 1):
        child.number = str(nth)


def freeze(node: Node) -> Clause:
    """The clause that a node becomes. The nodes below are let go as they are done: of an act of
    fifty megabytes nodes and clauses together would be a third of what reading takes."""
    children = []
    below = node.give_up()
    below.reverse()
    while below:
        children.append(freeze(below.pop()))
    status = Status.IN_FORCE
    if node.unit == "future" or _STUB_AHEAD.match(node.own_text):
        status = Status.FUTURE
    elif _EXCLUDED.match(node.own_text) or node.note_only:
        status = Status.EXCLUDED
    elif node.limited:
        status = Status.LIMITED
    return Clause(
        steps=node.steps,
        kind=KINDS[node.unit],
        number=node.number,
        mark=node.mark,
        heading=node.heading,
        own_text=node.own_text,
        status=status,
        notes=node.notes,
        children=tuple(children),
        heading_lines=node.heading_lines,
        text_line=node.text_line,
        row_lines=node.row_lines,
    )
