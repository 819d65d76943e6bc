"""The graph of a library, made whole: deterministic for its sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from kb.graph.model import Certainty, Edge, EdgeKind, Graph, Node, Origin
from kb.graph.place import clause_node, existing_node
from kb.library import Library
from kb.norm.address import Address, parse

CATCH_ALL: Final = 10  # claims laid by the editor to one unit, from which it is named a catch-all


class Maker:
    """Collects nodes and edges; of two edges of a kind between the same nodes the first stays."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, EdgeKind], Edge] = {}
        self._places: dict[str, tuple[str | None, bool]] = {}

    def node(self, node: Node) -> None:
        self.nodes.setdefault(node.id, node)

    def edge(
        self,
        source: str,
        target: str,
        kind: EdgeKind,
        words: str = "",
        *,
        origin: Origin = "text",
        certainty: Certainty = "certain",
        by: str = "",
    ) -> None:
        """Adds an edge between two nodes; no node points at itself."""
        if source != target:
            edge = Edge(source, target, kind, words, origin, certainty, by)
            self.edges.setdefault((source, target, kind), edge)

    def at(self, address: Address | str) -> str | None:
        """The node that an address names, None where it stands in no text shown."""
        node, exact = self.near(address)
        return node if exact else None

    def near(self, address: Address | str) -> tuple[str | None, bool]:
        """The node that an address names, or of the nearest unit around; whether it is the unit."""
        key = str(address)
        if key not in self._places:
            place = parse(key)
            node = clause_node(self.library, place)
            self._places[key] = (node, True) if node else existing_node(self.library, place)
        return self._places[key]

    def graph(self) -> Graph:
        """What was collected; an edge whose ends are not both there is left out."""
        edges = [e for e in self.edges.values() if {e.source, e.target} <= self.nodes.keys()]
        chosen = Counter(e.target for e in edges if e.kind == "speaks_of" and e.origin == "editor")
        for node, count in chosen.items():
            if count >= CATCH_ALL:
                self.nodes[node] = replace(self.nodes[node], catch_all=count)
        edges.sort(key=lambda e: (e.source, e.target, e.kind))
        return Graph(dict(sorted(self.nodes.items())), tuple(edges))


def build(library: Library) -> Graph:
    """The graph over the editions that are shown of every act."""
    from kb.graph import evidence, norms, works

    maker = Maker(library)
    norms.add(maker)
    works.add(maker)
    evidence.add(maker)
    return maker.graph()
