"""The graph that norms, amendments, studies and the Charter make (networkx over the library).

Nodes: act, clause, package, amendment, study, claim, term. Edges point from what speaks to what it
speaks of: a clause cites a clause, an amendment amends one, a claim is about one, a term is defined
by one. `impact` walks them backwards: what reaches a clause.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kb.citation import load_names
from kb.citation.correspondence import load as load_correspondence
from kb.citation.names import Names
from kb.citation.within import within
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import Saying, in_language, joined, say
from kb.library import Library
from kb.norm.act import Clause, Edition
from kb.norm.address import Address, Step, Steps, parse, unit_words
from kb.norm.terms import defined, uses
from kb.words.text import sentences, short

# Shapes of nodes in pictures and in DOT, so that a kind is never told by colour alone.
SHAPES = {
    "act": "folder",
    "clause": "box",
    "charter": "octagon",
    "package": "tab",
    "amendment": "house",
    "study": "note",
    "claim": "ellipse",
    "term": "hexagon",
}
KINDS = tuple(SHAPES)


@dataclass(frozen=True, slots=True)
class Reached:
    """A node from which a clause is reached: how far, and by which edges."""

    node: str
    kind: str
    distance: int
    path: tuple[tuple[str, str], ...]  # (edge kind, node), from the clause outwards


def build(library: Library) -> nx.MultiDiGraph:
    """The graph over the newest held editions; deterministic for a given library."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    editions = {a: library.edition(a) for a in library.acts}
    for edition in editions.values():
        _act(graph, library, edition)
    names = load_names(library)
    for edition in editions.values():
        _citations(graph, library, edition, names)
        _terms(graph, edition)
    _counterparts(graph, library)
    _packages(graph, library)
    _studies(graph, library)
    _charter_table(graph, library)
    return graph


def clause_node(library: Library, address: Address) -> str | None:
    """The node of the unit that an address names: the newest held edition's, or its nearest owner.

    Addresses in packages and studies may name a unit by a short form or of another edition.
    """
    try:
        edition = library.edition(address.act)
        clause = edition.resolve(address.steps)
    except KbError:
        return None
    steps = clause.steps
    while steps and steps not in edition.index:
        steps = steps[:-1]
    return edition.address(steps) if steps else address.act


def kind_words(kind: str) -> Saying:
    """What a reader calls a kind of nodes."""
    return say(f"graph.kind_{kind}")


def edge_words(kind: str) -> Saying:
    """What a reader calls a kind of edges, read from what speaks to what it speaks of."""
    return say(f"graph.edge_{kind}")


def _node(graph: nx.MultiDiGraph, node: str, kind: str, name: str, **more: str) -> None:
    if node not in graph:
        graph.add_node(node, kind=kind, name=name, **more)


def _edge(graph: nx.MultiDiGraph, source: str, target: str, kind: str, words: str = "") -> None:
    if source != target and not graph.has_edge(source, target, key=kind):
        graph.add_edge(source, target, key=kind, kind=kind, words=words)


def _act(graph: nx.MultiDiGraph, library: Library, edition: Edition) -> None:
    act = library.act(edition.act)
    kind = "charter" if act.force == "treaty" else "clause"
    _node(graph, act.id, "act", act.name, edition=edition.date)
    last: dict[Steps, str] = {(): act.id}
    for clause in edition.walk():
        node = edition.address(clause.steps)
        name = joined(" · ", (unit_words(clause.steps), act.name))
        _node(
            graph, node, kind, name, address=node, status=clause.status.value, text=_opening(clause)
        )
        last[clause.steps] = node
        owner = next(
            (last[clause.steps[:cut]] for cut in range(len(clause.steps) - 1, -1, -1)
             if clause.steps[:cut] in last),
            act.id,
        )  # fmt: skip
        _edge(graph, owner, node, "contains")


def _opening(clause: Clause, limit: int = 200) -> str:
    text = clause.heading or clause.own_text
    spans = sentences(text)
    first = text[: spans[0][1]] if spans else text
    return short(first, limit)


def _citations(graph: nx.MultiDiGraph, library: Library, edition: Edition, names: Names) -> None:
    for steps, citations in within(library, edition, names).items():
        for found in citations:
            target = clause_node(library, parse(found.address)) if found.address else None
            if target:
                _edge(graph, edition.address(steps), target, "cites", " ".join(found.text.split()))


def _terms(graph: nx.MultiDiGraph, edition: Edition) -> None:
    terms = list(defined(edition))
    for term in terms:
        node = f"term:{edition.act}/{term.name}"
        _node(graph, node, "term", term.name, address=term.address)
        _edge(graph, node, term.address, "defined_in")
    for term, clause in uses(edition, terms):
        node = f"term:{edition.act}/{term.name}"
        _edge(graph, edition.address(clause.steps), node, "uses")


def _counterparts(graph: nx.MultiDiGraph, library: Library) -> None:
    """Articles of the two Constitutions that answer one another."""
    for pair in load_correspondence(library.places.corpora):
        for earlier, later in pair.articles.items():
            a = clause_node(library, Address(pair.earlier, steps=(Step("art", earlier),)))
            b = clause_node(library, Address(pair.later, steps=(Step("art", later),)))
            if a and b:
                _edge(graph, a, b, "counterpart")
                _edge(graph, b, a, "counterpart")


def _packages(graph: nx.MultiDiGraph, library: Library) -> None:
    for package in library.packages():
        _node(graph, f"package:{package.id}", "package", f"{package.author}: {package.title}")
        for item in package.items:
            node = f"package:{package.id}#{item.id}"
            name = joined(", ", (f"№ {item.id}", unit_words(item.target.steps)))
            _node(graph, node, "amendment", name, text=(item.proposed or item.grounds)[:300])
            _edge(graph, f"package:{package.id}", node, "proposes")
            target = _existing(library, item.target)
            if target:
                _edge(graph, node, target, "amends")
        if package.study:
            _edge_if(graph, f"study:{package.study}", f"package:{package.id}", "proposes")


def _edge_if(graph: nx.MultiDiGraph, source: str, target: str, kind: str) -> None:
    """An edge whose ends may be added later (networkx makes the node; it gets its kind then)."""
    graph.add_edge(source, target, key=kind, kind=kind, words="")


def _existing(library: Library, target: Address) -> str | None:
    """The unit an amendment touches: for a unit that it adds, the one that will hold it."""
    for cut in range(len(target.steps), 0, -1):
        node = clause_node(library, target.within(target.steps[:cut]))
        if node:
            return node
    return None


def _studies(graph: nx.MultiDiGraph, library: Library) -> None:
    studies = library.studies()
    for study in studies:
        graph.add_node(f"study:{study.id}", kind="study", name=study.name, text=study.citation)
        for claim in study.claims:
            node = f"claim:{study.id}#{claim.id}"
            _node(graph, node, "claim", claim.gist, text=claim.words, says=claim.says)
            _edge(graph, f"study:{study.id}", node, "states")
            for norm in claim.norms:
                target = clause_node(library, norm.address)
                if target:
                    _edge(graph, node, target, "speaks_of", norm.words)
    for study in studies:
        for claim in study.claims:
            for conflict in claim.conflicts:
                source = f"claim:{study.id}#{claim.id}"
                if conflict.claim:
                    _edge_known(graph, source, f"claim:{conflict.claim}", conflict.why)
                if conflict.address:
                    target = clause_node(library, parse(conflict.address))
                    if target:
                        _edge(graph, source, target, "conflicts", conflict.why)
    # A package may name a study that the corpus does not describe.
    for node in [n for n, data in graph.nodes(data=True) if "kind" not in data]:
        graph.nodes[node].update(kind="study", name=node.removeprefix("study:"))


def _edge_known(graph: nx.MultiDiGraph, source: str, target: str, why: str) -> None:
    if target in graph:
        _edge(graph, source, target, "conflicts", why)


def _charter_table(graph: nx.MultiDiGraph, library: Library) -> None:
    """What the study's table sets side by side: a paragraph of the Charter and norms of the law."""
    try:
        data = library.table("akanova-2024-table-1")
    except NotFound:
        return
    for row in data["rows"]:
        charter = [clause_node(library, parse(n["address"])) for n in row["charter"]["norms"]]
        law = [clause_node(library, parse(n["address"])) for n in row["kazakhstan"]["norms"]]
        for left in filter(None, charter):
            for right in filter(None, law):
                _edge(graph, right, left, "linked", row["criterion"])


# --- Asking -----------------------------------------------------------------------------------


def impact(graph: nx.MultiDiGraph, node: str, *, limit: int = 3) -> list[Reached]:
    """What reaches a unit, nearest first: through edges that point at it or at what it contains.

    `limit` is the greatest distance in edges. `contains` is followed only downwards from the unit
    itself, so that a whole act is not reached through its own body.
    """
    if node not in graph:
        raise NotFound(say("graph.no_node", node=node))
    start = [node, *_inside(graph, node)]
    seen = set(start)
    queue: deque[tuple[str, tuple[tuple[str, str], ...]]] = deque(
        (each, () if each == node else (("contains", each),)) for each in start
    )
    found: list[Reached] = []
    while queue:
        here, path = queue.popleft()
        if len(path) >= limit + (1 if path and path[0][0] == "contains" else 0):
            continue
        for source, _, data in sorted(graph.in_edges(here, data=True), key=lambda e: str(e[0])):
            kind = data["kind"]
            if kind == "contains" or source in seen:
                continue
            seen.add(source)
            longer = (*path, (kind, source))
            steps = tuple(p for p in longer if p[0] != "contains")
            found.append(Reached(source, graph.nodes[source]["kind"], len(steps), longer))
            queue.append((source, longer))
    return sorted(found, key=lambda r: (r.distance, r.kind, r.node))


def reached_row(reached: Reached) -> dict[str, Any]:
    """A row of `kb impact` as JSON; a clause's node also names its act, edition and language."""
    row: dict[str, Any] = {
        "node": reached.node,
        "kind": reached.kind,
        "distance": reached.distance,
        "path": [{"edge": kind, "node": node} for kind, node in reached.path],
    }
    if reached.kind in ("clause", "charter"):
        place = parse(reached.node)
        row |= {
            "act": place.act,
            "edition": place.edition,
            "language": place.language,
            "address": reached.node,
        }
    return row


def _inside(graph: nx.MultiDiGraph, node: str) -> list[str]:
    """Everything below a unit."""
    found: list[str] = []
    queue = deque([node])
    while queue:
        for _, child, data in graph.out_edges(queue.popleft(), data=True):
            if data["kind"] == "contains":
                found.append(child)
                queue.append(child)
    return found


def around(
    graph: nx.MultiDiGraph, centre: list[str], kinds: set[str], *, most: int = 40
) -> nx.MultiDiGraph:
    """The neighbourhood of some nodes: they, their neighbours of the kinds asked for, the edges
    between; at most `most` nodes, those with the most edges to the centre first."""
    neighbours: dict[str, int] = {}
    for node in centre:
        for other in {*graph.predecessors(node), *graph.successors(node)}:
            if graph.nodes[other]["kind"] in kinds and other not in centre:
                neighbours[other] = neighbours.get(other, 0) + 1
    chosen = sorted(neighbours, key=lambda n: (-neighbours[n], n))[: max(0, most - len(centre))]
    return graph.subgraph([*centre, *chosen])


# --- Out ----------------------------------------------------------------------------------------


def data(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Nodes and edges as JSON."""
    return {
        "nodes": [{"id": n, **d} for n, d in sorted(graph.nodes(data=True))],
        "edges": [
            {"source": s, "target": t, "kind": d["kind"], "words": d["words"]}
            for s, t, d in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["kind"]))
        ],
    }


def graphml(graph: nx.MultiDiGraph) -> str:
    """GraphML, for Gephi, yEd and their like."""
    plain = nx.MultiDiGraph(graph)
    nx.set_node_attributes(plain, {n: str(d["name"]) for n, d in graph.nodes(data=True)}, "name")
    return "\n".join(nx.generate_graphml(plain)) + "\n"


def dot(graph: nx.MultiDiGraph, links: dict[str, str] | None = None, language: str = "ru") -> str:
    """DOT, for Graphviz: kinds told by shape and name; `links` gives nodes a URL."""
    lines = [
        "digraph {",
        '  graph [rankdir=LR, overlap=false, splines=true, fontname="sans-serif"];',
        '  node [fontname="sans-serif", fontsize=11, style=filled, fillcolor=white];',
        '  edge [fontname="sans-serif", fontsize=9, color="#5b6675"];',
    ]
    for node, found in sorted(graph.nodes(data=True)):
        kind = in_language(kind_words(found["kind"]), language)
        name = f"{kind}\n{_wrapped(in_language(found['name'], language))}"
        url = f", URL={_quoted(links[node])}" if links and node in links else ""
        shape = SHAPES[found["kind"]]
        lines.append(f"  {_quoted(node)} [label={_quoted(name)}, shape={shape}{url}];")
    for source, target, found in sorted(
        graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["kind"])
    ):
        label = in_language(edge_words(found["kind"]), language)
        lines.append(f"  {_quoted(source)} -> {_quoted(target)} [label={_quoted(label)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A DOT string: JSON's escapes are DOT's, and letters stay letters."""
    return json.dumps(text, ensure_ascii=False)


def _wrapped(text: str, width: int = 34) -> str:
    lines = [""]
    for word in text[:110].split():
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines) + ("…" if len(text) > 110 else "")
