"""The graph that norms, amendments, studies and the Charter make, and what it says of a norm.

Edges point from what speaks to what it speaks of: a clause cites a clause, an amendment changes one, a
claim is about one, a verdict on a paragraph of the Charter rests on one. `impact` walks them backwards.

    model     nodes and edges; which edge binds, proposes, claims
    building  the graph of a library: norms, then works, then evidence
    norms     acts and their units, citations, delegations, terms, amending laws
    works     packages, studies and the table that a study prints
    evidence  what the verdicts rest on, what packages do to them, collisions
    impact    what reaches a unit, ranked; what was looked for where nothing does
    out       JSON, GraphML, DOT
"""

from __future__ import annotations

from kb.graph.impact import Reached, around, impact, nothing, reached_row
from kb.graph.model import GROUPS, KINDS, SHAPES, Edge, Graph, Node, edge_words, kind_words
from kb.graph.out import data, dot, graphml
from kb.graph.place import clause_node
from kb.library import Library

__all__ = [
    "GROUPS",
    "KINDS",
    "SHAPES",
    "Edge",
    "Graph",
    "Node",
    "Reached",
    "around",
    "build",
    "clause_node",
    "data",
    "dot",
    "edge_words",
    "graphml",
    "impact",
    "kind_words",
    "nothing",
    "reached_row",
]


def build(library: Library) -> Graph:
    """The graph over the newest held editions, kept with the library once it is made."""

    def made() -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        from kb.graph.building import build as built

        graph = built(library)
        return tuple(graph.nodes.values()), graph.edges

    nodes, edges = library.kept("graph", made)
    return Graph({n.id: n for n in nodes}, edges)
