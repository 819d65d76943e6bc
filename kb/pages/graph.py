"""Граф: an interactive picture of what stands around a norm, a package or a claim.

The picture is DOT drawn by Streamlit's own Graphviz, which the app serves itself; a click on a node
opens the view of that node, so every view has a link.
"""

from __future__ import annotations

import networkx as nx
import streamlit as st

from kb import graph as graphs
from kb.ground.errors import NotFound
from kb.ground.html import Html, escaped, html, together
from kb.ground.saying import say
from kb.pages.frame import Frame, asked, show

START = "package:bektibaev-2022#4"
_MOST = 40


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_graph"))
    graph = frame.graph()
    show(html("<p>{}</p>", frame.say("graph_intro")))
    starts = _starts(graph)
    node = asked("node") or (START if START in graph else starts[0])
    if node not in graph:
        raise NotFound(say("graph.no_node", node=node))
    options = starts if node in starts else [node, *starts]
    chosen = st.selectbox(
        frame.say("graph_start"),
        options,
        index=options.index(node),
        format_func=lambda n: _name(frame, graph, n),
        key=frame.key("start", node),
    )
    if chosen != node:
        frame.remember(node=chosen)
        st.rerun()
    kinds = st.pills(
        frame.say("graph_kinds"),
        list(graphs.KINDS),
        selection_mode="multi",
        default=[k for k in (asked("kinds") or "").split(",") if k in graphs.KINDS]
        or list(graphs.KINDS),
        format_func=lambda k: frame.said(graphs.kind_words(k)),
        key=frame.key("kinds"),
    )
    opened = [n for n in (asked("open") or "").split("|") if n in graph and n != node]
    # A picture of two or three nodes says little: what the start speaks of is open from the outset.
    spoken = [] if opened else _spoken_of(graph, node)
    frame.remember(
        node=node,
        kinds=",".join(kinds) if len(kinds) < len(graphs.KINDS) else None,
        open="|".join(opened) or None,
    )
    centre = [node, *opened, *spoken]
    shown = graphs.around(graph, centre, set(kinds), most=_MOST)
    links = {n: frame.link("graph", node=node, open="|".join([*opened, n])) for n in shown}
    links[node] = frame.link("graph", node=node)
    st.graphviz_chart(graphs.dot(shown, links, frame.language), width="stretch")
    total = len({m for n in centre for m in nx.all_neighbors(graph, n)} - set(centre))
    if total > len(shown) - len(centre):
        said = frame.say("graph_cut_short", shown=len(shown) - len(centre), all=total)
        show(html("<p class='soft'>{}</p>", said))
    _about(frame, graph, node)


def _spoken_of(graph: nx.MultiDiGraph, node: str) -> list[str]:
    """The norms that an amendment, a claim or a package speaks of, three at most."""
    kinds = ("amends", "speaks_of")
    found = [t for _, t, d in graph.out_edges(node, data=True) if d["kind"] in kinds]
    return found[:3]


def _starts(graph: nx.MultiDiGraph) -> list[str]:
    """Where a picture may start: amendments, packages, the Charter's paragraphs, acts."""
    wanted = ("amendment", "package", "charter", "act")
    return [n for k in wanted for n, d in sorted(graph.nodes(data=True)) if d["kind"] == k]


def _name(frame: Frame, graph: nx.MultiDiGraph, node: str) -> str:
    found = graph.nodes[node]
    return f"{frame.said(graphs.kind_words(found['kind']))}: {frame.said(found['name'])}"


def _about(frame: Frame, graph: nx.MultiDiGraph, node: str) -> None:
    found = graph.nodes[node]
    parts = [html("<h2 class='art'>{}</h2>", _name(frame, graph, node))]
    if found.get("text"):
        parts.append(html("<blockquote>{}</blockquote>", found["text"]))
    if found.get("address"):
        url = frame.norm_link(found["address"])
        parts.append(html("<p><a href='{}'>{}</a></p>", url, frame.say("graph_open")))
    rows = together(
        html(
            "<li><a href='{}'>{}</a> <span class='soft'>{} {}: {}</span></li>",
            frame.link("graph", node=r.node),
            _name(frame, graph, r.node),
            frame.say("distance"),
            r.distance,
            _path(frame, r),
        )
        for r in graphs.impact(graph, node, limit=2)[:200]
    )
    parts.append(html("<p><b>{}</b></p>", frame.say("graph_reach")))
    nothing = html("<p>{}</p>", frame.say("graph_nothing"))
    parts.append(html("<ul>{}</ul>", rows) if rows else nothing)
    show(together(parts))


def _path(frame: Frame, reached: graphs.Reached) -> Html:
    edges = (frame.said(graphs.edge_words(kind)) for kind, _ in reached.path)
    return escaped(" ← ".join(edges))
