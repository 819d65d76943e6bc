"""Nodes and edges of the graph, what each kind of edge means for the unit that it points at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Literal

from kb.ground.saying import Saying, say
from kb.norm.act import Status

NodeKind = Literal[
    "act",
    "clause",
    "charter",
    "law",
    "package",
    "amendment",
    "study",
    "claim",
    "row",
    "exhibit",
    "term",
]
# Shapes of nodes in pictures and in DOT, so that a kind is never told by colour alone.
SHAPES: Final[Mapping[NodeKind, str]] = {
    "act": "folder",
    "clause": "box",
    "charter": "octagon",
    "law": "component",
    "package": "tab",
    "amendment": "house",
    "study": "note",
    "claim": "ellipse",
    "row": "box3d",
    "exhibit": "cylinder",
    "term": "hexagon",
}
KINDS: Final[tuple[NodeKind, ...]] = tuple(SHAPES)

# What is said of a unit, the weightiest first.
Group = Literal["binds", "changed", "proposed", "claimed", "term"]
GROUPS: Final[tuple[Group, ...]] = ("binds", "changed", "proposed", "claimed", "term")

# Whose word an edge is: the text's, a rule of the program, a study's author, the editor of a study.
Origin = Literal["text", "rule", "study", "editor"]
# Certain: it is said so; likely: it follows by a rule; weak: by likeness, or of a unit around.
Certainty = Literal["certain", "likely", "weak"]


EdgeKind = Literal[
    "contains",
    "cites",
    "delegates",
    "mentions",
    "counterpart",
    "replaces",
    "rests_on",
    "supports",
    "defeats",
    "changed",
    "amends",
    "suggests",
    "proposes",
    "nearer",
    "away",
    "repeats",
    "collides",
    "grounds",
    "same_norm",
    "speaks_of",
    "conflicts",
    "states",
    "compares",
    "defined_in",
    "uses",
]
# How a step of a path leads on: by an edge, or from a unit to the one around it.
Way = EdgeKind | Literal["part_of"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an edge means to the unit it points at; `onward`: whether what points at its source
    reaches the unit too. A verdict that rests on a norm is reached by it; the verdict's other
    grounds are not."""

    group: Group
    onward: bool = True


EDGES: Final[Mapping[EdgeKind, Meaning]] = {
    "contains": Meaning("binds", onward=False),
    "cites": Meaning("binds"),
    "delegates": Meaning("binds"),
    "mentions": Meaning("binds", onward=False),
    "counterpart": Meaning("binds"),
    "replaces": Meaning("binds", onward=False),
    "rests_on": Meaning("binds", onward=False),
    "supports": Meaning("binds", onward=False),
    "defeats": Meaning("binds", onward=False),
    "changed": Meaning("changed", onward=False),
    "amends": Meaning("proposed"),
    "suggests": Meaning("proposed"),
    "proposes": Meaning("proposed"),
    "nearer": Meaning("proposed"),
    "away": Meaning("proposed"),
    "repeats": Meaning("proposed", onward=False),
    "collides": Meaning("proposed", onward=False),
    "grounds": Meaning("proposed", onward=False),
    "same_norm": Meaning("proposed", onward=False),
    "speaks_of": Meaning("claimed"),
    "conflicts": Meaning("claimed"),
    "states": Meaning("claimed", onward=False),
    "compares": Meaning("claimed", onward=False),
    "defined_in": Meaning("term"),
    "uses": Meaning("term", onward=False),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `address` names the text of a clause or of a term's definition, else "".

    `catch_all`: how many claims an editor has laid to a unit that their authors do not name, where
    they are so many that the unit says little about any of them.
    """

    id: str
    kind: NodeKind
    name: str
    text: str = ""
    address: str = ""
    status: Status | Literal[""] = ""
    edition: str = ""
    says: str = ""
    catch_all: int = 0

    @property
    def data(self) -> dict[str, Any]:
        """As JSON: what is empty is left out."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge; `words`: those of the text, of the author or of the rule that it rests on; `by`: the
    rule, the study or the package behind it."""

    source: str
    target: str
    kind: EdgeKind
    words: str = ""
    origin: Origin = "text"
    certainty: Certainty = "certain"
    by: str = ""


@dataclass(frozen=True)
class Graph:
    """Nodes by id and edges, at most one of a kind between two nodes."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    @cached_property
    def into(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that point at a node."""
        return _by(self.edges, "target")

    @cached_property
    def out_of(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that leave a node."""
        return _by(self.edges, "source")

    def __contains__(self, node: object) -> bool:
        return node in self.nodes

    def neighbours(self, node: str) -> set[str]:
        """The nodes on the other side of a node's edges."""
        return {e.source for e in self.into.get(node, ())} | {
            e.target for e in self.out_of.get(node, ())
        }


def _by(edges: tuple[Edge, ...], end: str) -> dict[str, tuple[Edge, ...]]:
    listed: dict[str, list[Edge]] = {}
    for edge in edges:
        listed.setdefault(getattr(edge, end), []).append(edge)
    return {node: tuple(each) for node, each in listed.items()}


def kind_words(kind: NodeKind) -> Saying:
    """What a reader calls a kind of nodes."""
    return say(f"graph.kind_{kind}")


def edge_words(kind: Way) -> Saying:
    """What a reader calls a kind of edges, read from what speaks to what it speaks of."""
    return say(f"graph.edge_{kind}")
