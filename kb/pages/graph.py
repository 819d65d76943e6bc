"""Граф: an interactive picture of what stands around a norm, a package or a claim.

The picture is DOT drawn by Streamlit's own Graphviz, which the app serves itself; a click on a node
opens the view of that node, so every view has a link.
"""

from __future__ import annotations

import streamlit as st

from kb import graph as graphs
from kb.ground.errors import NotFound
from kb.ground.html import NONE, Html, escaped, html, together
from kb.ground.saying import say
from kb.pages.frame import Frame, asked, show

START = "package:bektibaev-2022#4"
_MOST = 40
_ROWS = 100  # rows of one group


def page(frame: Frame) -> None:
    """Draws the page."""
    st.title(frame.say("page_graph"))
    graph = frame.graph()
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
    # A click adds and never removes; the last one clicked is told beside the picture.
    there = [*opened, *spoken]
    left = {"kinds": ",".join(kinds)} if len(kinds) < len(graphs.KINDS) else {}

    def link(clicked: str) -> str:
        others = [n for n in there if n != clicked]
        wanted = others if clicked == node else [*others, clicked]
        return frame.link("graph", node=node, open="|".join(wanted), **left)

    links = {n: link(n) for n in shown.nodes}
    with st.container(key="gr"):
        picture, beside = st.columns([8, 4], gap="medium")
    with picture:
        show(html("<p class='soft'>{}</p>", frame.say("graph_intro")))
        st.graphviz_chart(graphs.dot(shown, links, frame.language, node), width="content")
    total = len({m for n in centre for m in graph.neighbours(n)} - set(centre))
    if total > len(shown.nodes) - len(centre):
        said = frame.say("graph_cut_short", shown=len(shown.nodes) - len(centre), all=total)
        with picture:
            show(html("<p class='soft'>{}</p>", said))
    with beside:
        _about(frame, graph, opened[-1] if opened else node)


def _spoken_of(graph: graphs.Graph, node: str) -> list[str]:
    """The norms that an amendment, a claim or a package speaks of, three at most."""
    kinds = ("amends", "suggests", "speaks_of")
    return [e.target for e in graph.out_of.get(node, ()) if e.kind in kinds][:3]


def _starts(graph: graphs.Graph) -> list[str]:
    """Where a picture may start: amendments, packages, the Charter's paragraphs, acts."""
    wanted = ("amendment", "package", "charter", "act")
    return [n for k in wanted for n, each in graph.nodes.items() if each.kind == k]


def _name(frame: Frame, graph: graphs.Graph, node: str) -> str:
    named = graph.nodes[node]
    return f"{frame.said(graphs.kind_words(named.kind))}: {frame.said(named.name)}"


def _about(frame: Frame, graph: graphs.Graph, node: str) -> None:
    named = graph.nodes[node]
    parts = [html("<h2 class='art'>{}</h2>", _name(frame, graph, node))]
    if named.text:
        parts.append(html("<blockquote>{}</blockquote>", named.text))
    if named.address:
        url = frame.norm_link(named.address)
        parts.append(html("<p><a href='{}'>{}</a></p>", url, frame.say("graph_open")))
    if named.catch_all:
        parts.append(
            html(
                "<p class='soft'>{}</p>", frame.said(say("graph.catch_all", count=named.catch_all))
            )
        )
    parts.append(html("<p><b>{}</b></p>", frame.say("graph_reach")))
    reached = graphs.impact(graph, node, limit=2)
    for group in graphs.GROUPS:
        rows = [_reached(frame, graph, r) for r in reached if r.group == group]
        if rows:
            parts.append(_folded(frame, group, rows))
    if not reached:
        parts.append(html("<p>{}</p>", frame.said(graphs.nothing(graph, node))))
    show(html("<div class='graphabout' data-node='{}'>{}</div>", node, together(parts)))


def _folded(frame: Frame, group: str, rows: list[Html]) -> Html:
    """The rows of a group under its name: open but for the mere words of terms."""
    said = f"{frame.said(say(f'graph.group_{group}'))}: {len(rows)}"
    more = html("<li class='soft'>… {}</li>", len(rows) - _ROWS) if len(rows) > _ROWS else NONE
    listed = together(rows[:_ROWS])
    opened = "" if group == "term" else "open"
    return html(
        "<details{}><summary>{}</summary><ul>{}{}</ul></details>",
        html(" open") if opened else NONE,
        said,
        listed,
        more,
    )


def _reached(frame: Frame, graph: graphs.Graph, reached: graphs.Reached) -> Html:
    edge = reached.edge
    sure = "graph.certainty_" + edge.certainty
    return html(
        "<li><a href='{}'>{}</a> <span class='soft'>{} {}: {} · {}, {}</span></li>",
        frame.link("graph", node=reached.node),
        _name(frame, graph, reached.node),
        frame.say("distance"),
        reached.distance,
        _path(frame, reached),
        frame.said(say("graph.origin_" + edge.origin)),
        frame.said(say(sure)),
    )


def _path(frame: Frame, reached: graphs.Reached) -> Html:
    edges = (frame.said(graphs.edge_words(kind)) for kind, _ in reached.path)
    return escaped(" ← ".join(edges))
