"""From the lines of one article (or point, or preamble) to its points, parts, subpoints, paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kb.ground.saying import say
from kb.norm.act import Doubt
from kb.norm.address import Step, number_key, steps_text
from kb.read.gathered import Gathered
from kb.read.lines import POINT, SUBPOINT, SourceLine, capital, inside, starts_note, unit_number
from kb.read.node import Node, begin, innermost, latest_part, settle
from kb.read.notes import named_units
from kb.read.numbers import follows, marker_class

_DIVISIONS: Final = frozenset({"act", "app", "sec", "ch", "par"})
# «… положения пункта 2 применяются в следующей редакции:»: two wordings of one point bind in turn.
_IN_TURN = re.compile(r"применя\w+\s+в\s+следующей\s+редакции\s*:$", re.IGNORECASE)
_AHEAD = re.compile(r"в\s+(?:новой|следующей)\s+редакции|дополнить|в\s+редакции", re.IGNORECASE)


class Body:
    """The lines of one article (or point, or preamble) on their way into children of `host`."""

    def __init__(self, gathered: Gathered, host: Node) -> None:
        self.gathered = gathered
        self.host = host
        self.points = {n.number: n for n in reversed(host.of("pt"))}  # the first of each number

    def build(self, lines: list[SourceLine]) -> None:
        """Splits the lines into points; what stands before the first point is the host's own."""
        items: list[SourceLine] = []
        container = self.host
        ahead: Node | None = None  # a point of which a future wording is being printed
        note: list[SourceLine] | None = None
        for line in lines:
            starts = not line.cited and not line.rows and starts_note(line.text)
            if starts or (note is not None and line.quoted):
                if starts:
                    note = [line]
                    self.group(container, items)
                    items = []
                    self.gathered.notes.append((self.last(container), note))
                    ahead = self.announced(container, line)
                elif note is not None:
                    note.append(line)
                    ahead = None
                continue
            point = None if line.cited or line.rows else POINT.match(line.text)
            in_turn = self.in_turn(note, point)
            if (
                note is not None
                and note[-1].text.endswith(":")
                and not (ahead and line.emphasised)
                and not in_turn
            ):
                self.gathered.doubt(note[-1].number, container, say("read.note_cut"))
            note = None
            if ahead is not None and line.emphasised:
                self.print_ahead(ahead, line)
                continue
            ahead = None
            if point and self.host.unit not in ("preamble", "pt", "spt", "part"):
                self.group(container, items)
                items = []
                container = self.open_point(point, line)
                container.limited = in_turn
                continue
            items.append(line)
        self.group(container, items)
        if note is not None and note[-1].text.endswith(":"):
            self.gathered.doubt(note[-1].number, container, say("read.note_cut"))
        settle(self.host)

    def in_turn(self, note: list[SourceLine] | None, point: re.Match[str] | None) -> bool:
        """Whether a note gives this point as another wording of one above; both are limited then."""
        above = self.points.get(unit_number(point)) if point else None
        if note is None or above is None or not _IN_TURN.search(note[-1].text):
            return False
        above.limited = True
        return True

    def open_point(self, match: re.Match[str], line: SourceLine) -> Node:
        number = unit_number(match)
        if match["sub"]:  # «4.1.» of a treaty: the first paragraph of point 4
            owner = self.points.get(number) or self.host.add(Node("pt", number, line=line.number))
            self.points[number] = owner
            node = owner.add(Node("spt", match["sub"], match["mark"], line=line.number))
        else:
            through = self.gathered.through and self.host.unit in _DIVISIONS
            node = self.host.add(
                Node("pt", number, match["mark"], line=line.number, through=through)
            )
            self.points.setdefault(number, node)
            self.gathered.printed(line.number, node, match["n"])
        part = node.add(Node("part", "1", line=line.number))
        begin(node, part, match["rest"].strip(), line)
        return node

    def last(self, container: Node) -> Node:
        """The last unit in it, in the order of the text."""
        while container.children:
            container = container.children[-1]
        return container

    def announced(self, container: Node, line: SourceLine) -> Node | None:
        """The point whose coming wording a note announces («… изложить в новой редакции:»)."""
        if not (line.text.endswith(":") and _AHEAD.search(line.text)):
            return None
        named = named_units(re.sub(r"^\w+\.\s*", "", line.text))
        points = (self.points.get(step.number) for step in named if step.unit == "pt")
        return next((node for node in points if node), container)

    def print_ahead(self, owner: Node, line: SourceLine) -> None:
        """Keeps a wording printed ahead of its date, out of the text in force."""
        point = POINT.match(line.text)
        nth = 1 + len(owner.of("future"))
        node = owner.add(Node("future", str(nth), line=line.number))
        node.mark = point["mark"] if point else ""
        node.own_text = point["rest"] if point else line.text
        node.text_line = line.layout

    def group(self, container: Node, items: list[SourceLine]) -> None:
        """Adds lines to a container as parts, subpoints and paragraphs."""
        marks = [None if line.cited or line.rows else SUBPOINT.match(line.text) for line in items]
        later = [""] * len(items)  # the number of the next subpoint behind each line
        for at in range(len(items) - 2, -1, -1):
            mark = marks[at + 1]
            later[at] = _subpoint(mark) if mark else later[at + 1]
        for line, mark, number in zip(items, marks, later, strict=True):
            if mark:
                self.open_subpoint(container, mark, line)
            elif line.rows:
                self.add_table(container, line)
            elif self.is_paragraph(container, line):
                innermost(container).add(
                    Node("abz", own_text=line.text, text_line=line.layout, line=line.number)
                )
            else:
                self.open_part(container, line, number)

    def open_subpoint(self, container: Node, match: re.Match[str], line: SourceLine) -> None:
        number = _subpoint(match)
        part = self.part(container)
        chain = [part]  # part, subpoint, its lettered subpoint …
        while below := latest_part(chain[-1]).of("spt"):
            chain.append(below[-1])
        owner = part
        for node in chain[1:]:
            same = marker_class(node.number) == marker_class(number)
            if same or (marker_class(number) == "letter" and follows(node.number, number)):
                break
            owner = node
        else:
            owner = chain[-1]
        node = latest_part(owner).add(Node("spt", number, match["mark"], line=line.number))
        self.gathered.printed(line.number, node, match["n"])
        words, next_line = self.split(node, match["rest"].strip(), line)
        begin(node, node, words, replace(line, after="") if next_line else line)
        if next_line and (next_mark := SUBPOINT.match(next_line.text)):
            self.open_subpoint(container, next_mark, next_line)

    def split(self, node: Node, words: str, line: SourceLine) -> tuple[str, SourceLine | None]:
        """The words of a subpoint, and the line of the one that by the readings begins inside them."""
        address = steps_text(tuple(s for s in node.steps if str(s) != "part_1"))
        wanted = self.gathered.readings.get(address, "")
        for match in inside(words):
            if wanted == f"{match['n']})":
                rest = replace(line, text=words[match.end() :], before=match["gap"], escaped=False)
                return words[: match.start()], rest
        return words, None

    def part(self, container: Node) -> Node:
        """The open part of a container; every container is built as parts and settled later."""
        parts = container.of("part")
        return parts[-1] if parts else container.add(Node("part", "1", line=container.line))

    def is_paragraph(self, container: Node, line: SourceLine) -> bool:
        """Whether a line without a number is an абзац of what is open, rather than a new часть."""
        parts = container.of("part")
        if not parts or not (parts[-1].own_text or parts[-1].children):
            return False
        if line.cited or not capital(line.text):
            return True
        # A list may run on with proper names, numbers or quotations: «Акмолинской – …,»,
        # «50 и более процентов …;», «"Диабет";».
        open_unit = innermost(container)
        runs_on = line.text.endswith((",", ";"))
        if above := open_unit.of("abz"):
            # After the last subpoint a finished sentence is rather a norm than the list's last item.
            in_list = above[-1].own_text.endswith((",", ";"))
            return in_list and (runs_on or not parts[-1].of("spt"))
        return open_unit.own_text.endswith(":") and runs_on

    def add_table(self, container: Node, line: SourceLine) -> None:
        """A table stands in what is open, as an абзац does."""
        self.part(container)
        owner = innermost(container)
        table = Node(
            "table",
            str(1 + len(owner.of("table"))),
            own_text=line.text,
            text_line=line.layout,
            row_lines=line.rows,
            line=line.number,
        )
        owner.add(table)
        if line.doubt:
            self.gathered.doubt(line.number, table, line.doubt)

    def open_part(self, container: Node, line: SourceLine, later: str) -> None:
        """Opens a part at a line; `later`: the number of the next subpoint behind it, if any."""
        part = self.part(container)
        if not part.own_text and not part.children:
            part.own_text, part.text_line, part.line = line.text, line.layout, line.number
            return
        subpoints = part.of("spt")
        if subpoints:
            goes_on = bool(later) and number_key(later) > number_key(subpoints[-1].number)
            would_be = Step("part", str(1 + len(container.of("part"))))
            address = steps_text((*container.steps, would_be))
            if goes_on or self.readings_say_subpoint(address):
                self.further_part(subpoints[-1], line)
                return
            self.gathered.doubts.append(
                Doubt(
                    line.number,
                    address,
                    say("read.next_part", mark=subpoints[-1].mark),
                )
            )
        self.further_part(container, line)

    def readings_say_subpoint(self, address: str) -> bool:
        return self.gathered.readings.get(address) == "subpoint"

    def further_part(self, owner: Node, line: SourceLine) -> None:
        """Opens the next part of a container or subpoint (whose first part is its opening)."""
        if not owner.of("part"):
            first = Node("part", "1", line=owner.line)
            first.own_text, first.text_line = owner.own_text, owner.text_line
            owner.own_text, owner.text_line = "", None
            below = owner.give_up()
            owner.add(first)
            for child in below:
                first.add(child)
        count = len(owner.of("part"))
        owner.add(
            Node(
                "part", str(count + 1), own_text=line.text, text_line=line.layout, line=line.number
            )
        )


def _subpoint(match: re.Match[str]) -> str:
    """The number of a subpoint; a letter is a letter."""
    return unit_number(match) if match["n"][0].isdigit() else str(match["n"])
