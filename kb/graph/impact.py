"""What reaches a unit, the weightiest first; and what was looked for, where nothing does."""

from __future__ import annotations

from collections import deque
from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Final, Literal

from kb.graph.model import EDGES, GROUPS, Edge, Graph, Group, NodeKind, Way
from kb.ground.errors import NotFound
from kb.ground.saying import Saying, listed, say
from kb.norm.address import place

# Where an edge ends: at the unit itself, at one inside it, at one around it up to the article.
Scope = Literal["self", "inside", "whole"]
SCOPES: Final[tuple[Scope, ...]] = ("self", "inside", "whole")


@dataclass(frozen=True, slots=True)
class Reached:
    """A node from which a unit is reached: how far, by which edges, through which of its units.

    `path`: (edge kind, node) from the unit outwards; `contains` leads to a unit inside, `part_of` to
    one around. `edge` is the last of it. `group`: the least weighty edge of the path.
    """

    node: str
    kind: NodeKind
    distance: int
    path: tuple[tuple[Way, str], ...]
    group: Group
    scope: Scope
    edge: Edge


@dataclass(frozen=True, slots=True)
class _Here:
    node: str
    scope: Scope
    path: tuple[tuple[Way, str], ...]
    distance: int = 0
    group: Group = "binds"

    def along(self, edge: Edge) -> _Here:
        """Where an edge that points here comes from."""
        group = max(self.group, EDGES[edge.kind].group, key=GROUPS.index)
        path = (*self.path, (edge.kind, edge.source))
        return _Here(edge.source, self.scope, path, self.distance + 1, group)


def impact(graph: Graph, node: str, *, limit: int = 3) -> list[Reached]:
    """What reaches a unit: by group, then at the unit itself before what is inside and around it,
    then by distance, at most `limit` edges.

    What reaches a unit inside reaches it; of what reaches a unit around, only the nearest: it touches
    the article as a whole, and this unit with it. Raises NotFound for a node that is not there.
    """
    if node not in graph:
        raise NotFound(say("graph.no_node", node=node))
    starts = [_Here(node, "self", ())]
    starts += [_Here(each, "inside", (("contains", each),)) for each in inside(graph, node)]
    starts += [_Here(each, "whole", (("part_of", each),)) for each in around_it(graph, node)]
    seen = {start.node for start in starts if start.scope != "whole"}
    queue = deque(starts)
    reached: list[Reached] = []
    while queue:
        here = queue.popleft()
        if here.distance >= (1 if here.scope == "whole" else limit):
            continue
        for edge in graph.into.get(here.node, ()):
            if edge.kind == "contains" or edge.source in seen:
                continue
            seen.add(edge.source)
            there = here.along(edge)
            kind = graph.nodes[edge.source].kind
            reached.append(
                Reached(
                    there.node, kind, there.distance, there.path, there.group, there.scope, edge
                )
            )
            if EDGES[edge.kind].onward:
                queue.append(there)
    return sorted(reached, key=_rank)


def _rank(reached: Reached) -> tuple[int, int, int, str, str]:
    return (
        GROUPS.index(reached.group),
        SCOPES.index(reached.scope),
        reached.distance,
        reached.kind,
        reached.node,
    )


def inside(graph: Graph, node: str) -> list[str]:
    """Everything below a unit."""
    below: list[str] = []
    queue = deque([node])
    while queue:
        for edge in graph.out_of.get(queue.popleft(), ()):
            if edge.kind == "contains":
                below.append(edge.target)
                queue.append(edge.target)
    return below


def around_it(graph: Graph, node: str) -> list[str]:
    """The units around one, up to its article: the nearest first."""
    above: list[str] = []
    here = node
    while ("/" in here and not here.rsplit("/", 1)[1].startswith("art_")) or "." in here:
        owner = next((e.source for e in graph.into.get(here, ()) if e.kind == "contains"), "")
        if not owner or "/" not in owner:
            break
        above.append(owner)
        here = owner
    return above


def reached_row(graph: Graph, reached: Reached) -> dict[str, Any]:
    """A row of `kb impact` as JSON; a clause's node also names its act, edition and language."""
    row: dict[str, Any] = {
        "node": reached.node,
        "kind": reached.kind,
        "name": graph.nodes[reached.node].name,
        "distance": reached.distance,
        "path": [{"edge": kind, "node": node} for kind, node in reached.path],
        "group": reached.group,
        "scope": reached.scope,
        "words": reached.edge.words,
        "origin": reached.edge.origin,
        "certainty": reached.edge.certainty,
        "by": reached.edge.by,
    }
    return row | place(reached.node) if reached.kind in ("clause", "charter") else row


def nothing(graph: Graph, node: str) -> Saying:
    """What is said where nothing reaches a unit: what was looked for, and in what."""
    acts = [n for n in graph.nodes.values() if n.kind == "act" and n.edition]
    counts = {
        kind: sum(n.kind == kind for n in graph.nodes.values())
        for kind in ("amendment", "claim", "study")
    }
    act = node.partition("@")[0].partition("/")[0]
    whole = sum(e.kind != "contains" for e in graph.into.get(act, ()))
    said = say(
        "graph.nothing",
        acts=listed([say("graph.act_of", act=n.name, day=n.edition) for n in acts], 24),
        amendments=counts["amendment"],
        claims=counts["claim"],
        studies=counts["study"],
    )
    return say("graph.but_whole", said=said, count=whole) if whole else said


def around(graph: Graph, centre: list[str], kinds: Set[NodeKind], *, most: int = 40) -> Graph:
    """The neighbourhood of some nodes: they, their neighbours of the kinds asked for, the edges
    between; at most `most` nodes, those with the most edges to the centre first."""
    neighbours: dict[str, int] = {}
    for node in centre:
        for other in graph.neighbours(node):
            if graph.nodes[other].kind in kinds and other not in centre:
                neighbours[other] = neighbours.get(other, 0) + 1
    chosen = sorted(neighbours, key=lambda n: (-neighbours[n], n))[: max(0, most - len(centre))]
    kept = {*centre, *chosen}
    return Graph(
        {n: graph.nodes[n] for n in graph.nodes if n in kept},
        tuple(e for e in graph.edges if e.source in kept and e.target in kept),
    )
