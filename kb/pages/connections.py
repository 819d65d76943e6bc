"""What a norm is connected with: what it cites, what cites it, amendments, claims, amending laws."""

from __future__ import annotations

from kb import graph as graphs
from kb.ground.html import NONE, Html, html, together
from kb.norm.act import Clause, Edition
from kb.norm.dates import AmendingLaw, changes
from kb.pages.frame import Frame

_MOST = 60  # rows of one kind; the graph shows the rest


def connections(frame: Frame, edition: Edition, clause: Clause) -> Html:
    """The connections of a clause and all below it, as an HTML fragment; empty if there are none."""
    parts = [
        _group(frame, "cited_here", _cited(frame, edition, clause)),
        *_reaching(frame, edition, clause),
        _group(frame, "changed_by", _laws(frame, edition, clause)),
    ]
    shown = together(parts)
    if not shown:
        return NONE
    node = graphs.clause_node(frame.library, edition.place(clause.steps))
    link = ""
    if node:
        url = frame.link("graph", node=node)
        link = html("<p><a href='{}'>{}</a></p>", url, frame.say("in_graph"))
    title = frame.say("connections")
    return html(
        "<section aria-label='{}'><h3 class='art'>{}</h3>{}{}</section>", title, title, shown, link
    )


def _group(frame: Frame, key: str, rows: list[Html]) -> Html:
    if not rows:
        return NONE
    more = html("<li class='soft'>… {}</li>", len(rows) - _MOST) if len(rows) > _MOST else NONE
    said = f"{frame.say(key)}: {len(rows)}"
    items = together(html("<li>{}</li>", row) for row in rows[:_MOST])
    return html(
        "<details open><summary>{}</summary><ul class='norms'>{}{}</ul></details>",
        said,
        items,
        more,
    )


def _cited(frame: Frame, edition: Edition, clause: Clause) -> list[Html]:
    rows = []
    cited = frame.cited_in(edition)
    for each in clause.walk():
        for citation in cited.get(each.steps, ()):
            words = " ".join(citation.text.split())
            if citation.address:
                rows.append(html("«{}» — {}", words, frame.norm_html(citation.address)))
            else:
                named = citation.act_name or ""
                reason = citation.reason
                rows.append(html("«{}» {} <span class='soft'>{}</span>", words, named, reason))
    return list(dict.fromkeys(rows))


# The amending laws stand apart, with their effect; who merely uses a term, in the graph.
_GROUPS = {"binds": "cited_by", "proposed": "amended_by", "claimed": "claimed_by"}


def _reaching(frame: Frame, edition: Edition, clause: Clause) -> list[Html]:
    """What points at the clause in the graph, which holds the newest edition of each act."""
    graph = frame.graph()
    node = graphs.clause_node(frame.library, edition.place(clause.steps))
    if node is None or node not in graph:
        return []
    rows: dict[str, list[Html]] = {}
    for reached in graphs.impact(graph, node, limit=1):
        key = _GROUPS.get(reached.group)
        if key:
            shown = _row(frame, graph.nodes[reached.node])
            said = " ← ".join(frame.said(graphs.edge_words(k)) for k, _ in reached.path)
            row = html("{} <span class='soft'>{}</span>", shown, said)
            rows.setdefault(key, []).append(row)
    return [
        _group(frame, key, rows.get(key, [])) for key in ("cited_by", "amended_by", "claimed_by")
    ]


def _row(frame: Frame, node: graphs.Node) -> Html:
    if node.kind in ("clause", "charter"):
        return frame.norm_html(node.id)
    work, _, item = node.id.partition(":")[2].partition("#")
    if node.kind in ("amendment", "package"):
        url = frame.link("", package=work, item=item)
    elif node.kind in ("claim", "study"):
        url = frame.link("studies", study=work, claim=item)
    elif node.kind == "exhibit":
        url = frame.link("studies", view="tables", exhibit=f"{work}#{item}")
    else:
        url = frame.link("graph", node=node.id)
    return html("<a href='{}'>{}</a> ({})", url, frame.said(node.name), work)


def _laws(frame: Frame, edition: Edition, clause: Clause) -> list[Html]:
    """The amending laws that the notes of the clause, or of what holds it, name."""
    notes = [n for each in clause.walk() for n in each.notes]
    for cut in range(1, len(clause.steps)):
        owner = edition.index.get(clause.steps[:cut])
        notes += owner.notes if owner else ()
    laws: dict[AmendingLaw, None] = {}
    for note in notes:
        laws |= dict.fromkeys(changes(note.text))
    return [_law(frame, change) for change in sorted(laws, key=lambda c: (c.date, c.number))]


def _law(frame: Frame, change: AmendingLaw) -> Html:
    number = f" № {change.number}" if change.number else ""
    effect = html(" <span class='soft'>{}</span>", change.effect) if change.effect else NONE
    return html("{}{}{}", frame.day(change.date), number, effect)
