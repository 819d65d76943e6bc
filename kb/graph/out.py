"""The graph as it leaves: JSON, GraphML for Gephi and yEd, DOT for Graphviz."""

from __future__ import annotations

import json
from typing import Any, Final

from kb.graph.model import SHAPES, Graph, edge_words, kind_words
from kb.ground.saying import in_language


def data(graph: Graph) -> dict[str, Any]:
    """Nodes and edges as JSON."""
    return {
        "nodes": [node.data for node in graph.nodes.values()],
        "edges": [
            {
                "source": e.source,
                "target": e.target,
                "kind": e.kind,
                "words": e.words,
                "origin": e.origin,
                "certainty": e.certainty,
                "by": e.by,
            }
            for e in graph.edges
        ],
    }


def graphml(graph: Graph) -> str:
    """GraphML, by networkx."""
    import networkx as nx

    made = nx.MultiDiGraph()
    for node in graph.nodes.values():
        made.add_node(node.id, **{k: _plain(v) for k, v in node.data.items() if k != "id"})
    for e in graph.edges:
        made.add_edge(
            *(e.source, e.target),
            key=e.kind,
            kind=e.kind,
            words=_plain(e.words),
            origin=e.origin,
            certainty=e.certainty,
            by=e.by,
        )
    return "\n".join(nx.generate_graphml(made)) + "\n"


def _plain(value: object) -> object:
    """A value as GraphML has it: a Saying as its Russian text, without what XML cannot carry."""
    if not isinstance(value, str):
        return value
    return "".join(c for c in str(value) if c >= " " or c in "\n\t")


# A pale fill for each kind, under a name in words and a shape: colour is never alone.
_FILLS: Final = {
    "clause": "#e7f0f8",
    "charter": "#efe8f7",
    "amendment": "#e3f3e7",
    "package": "#e3f3e7",
    "claim": "#fbf1d3",
    "study": "#fbf1d3",
    "exhibit": "#fbf1d3",
}


def dot(
    graph: Graph, links: dict[str, str] | None = None, language: str = "ru", root: str = ""
) -> str:
    """DOT: kinds told by shape, name and fill; `links` gives nodes a URL, `root` stands out."""
    lines = [
        "digraph {",
        '  graph [rankdir=LR, ranksep=0.35, nodesep=0.18, overlap=false, splines=true, fontname="sans-serif"];',
        '  node [fontname="sans-serif", fontsize=11, style=filled, fillcolor=white];',
        '  edge [fontname="sans-serif", fontsize=10.5, color="#5b6675"];',
    ]
    for node in graph.nodes.values():
        kind = in_language(kind_words(node.kind), language)
        name = f"{kind}\n{_wrapped(in_language(node.name, language))}"
        url = f", URL={_quoted(links[node.id])}" if links and node.id in links else ""
        shape = SHAPES[node.kind]
        fill = f', fillcolor="{_FILLS[node.kind]}"' if node.kind in _FILLS else ""
        mark = ", penwidth=4" if node.id == root else ""
        lines.append(
            f"  {_quoted(node.id)} [label={_quoted(name)}, shape={shape}{fill}{mark}{url}];"
        )
    for edge in graph.edges:
        label = in_language(edge_words(edge.kind), language)
        # What is less than certain is drawn by another line, not by another colour.
        style = "" if edge.certainty == "certain" else ", style=dashed"
        ends = f"{_quoted(edge.source)} -> {_quoted(edge.target)}"
        lines.append(f"  {ends} [label={_quoted(label)}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A DOT string: JSON's escapes are DOT's, and letters stay letters."""
    return json.dumps(text, ensure_ascii=False)


def _wrapped(text: str, width: int = 24) -> str:
    lines = [""]
    for word in text[:110].split():
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines) + ("…" if len(text) > 110 else "")
