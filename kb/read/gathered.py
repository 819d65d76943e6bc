"""What a pass over the lines gathers besides the tree: the notes to be placed, and the doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.ground.saying import say
from kb.norm.act import Doubt
from kb.norm.address import steps_text
from kb.read.lines import SourceLine
from kb.read.node import Node


@dataclass(slots=True)
class Gathered:
    """`readings`: address of a doubtful part → what it belongs to, as corpus/readings.yaml has it.

    `through`: points outside articles are numbered through the act. `notes`: each with the last
    clause before it.
    """

    readings: Mapping[str, str]
    through: bool = True
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[tuple[Node, list[SourceLine]]] = field(default_factory=list)

    def doubt(self, line: int, node: Node, reason: str) -> None:
        """Notes what was decided without certainty at a line (from 1), in Russian."""
        self.doubts.append(Doubt(line, steps_text(node.steps), reason))

    def printed(self, line: int, node: Node, number: str) -> None:
        """Notes that a number is printed in another way than ours: «36.1», «3¹», «3(1)»."""
        if number and number != node.number and number[0].isdigit():
            reason = say("read.number_printed", printed=number, number=node.number)
            self.doubt(line, node, reason)
