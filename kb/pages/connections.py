"""What a norm is connected with: what it cites, what cites it, amendments, claims, amending laws."""

from __future__ import annotations

from kb import graph as graphs
from kb.ground.safe import html_text
from kb.norm.act import Clause, Edition
from kb.norm.dates import Change, changes
from kb.pages.frame import Frame

_MOST = 60  # rows of one kind; the graph shows the rest


def connections(frame: Frame, edition: Edition, clause: Clause) -> str:
    """The connections of a clause and all below it, as an HTML fragment; empty if there are none."""
    parts = [
        _group(frame, "cited_here", _cited(frame, edition, clause)),
        *_reaching(frame, edition, clause),
        _group(frame, "changed_by", _laws(edition, clause)),
    ]
    shown = "".join(parts)
    if not shown:
        return ""
    node = graphs.clause_node(frame.library, edition.place(clause.steps))
    link = ""
    if node:
        url = html_text(frame.link("graph", node=node))
        link = f"<p><a href='{url}'>{html_text(frame.say('in_graph'))}</a></p>"
    title = html_text(frame.say("connections"))
    return f"<section aria-label='{title}'><h3 class='art'>{title}</h3>{shown}{link}</section>"


def _group(frame: Frame, key: str, rows: list[str]) -> str:
    if not rows:
        return ""
    more = f"<li class='soft'>… {len(rows) - _MOST}</li>" if len(rows) > _MOST else ""
    said = html_text(f"{frame.say(key)}: {len(rows)}")
    items = "".join(f"<li>{row}</li>" for row in rows[:_MOST])
    return f"<details open><summary>{said}</summary><ul class='norms'>{items}{more}</ul></details>"


def _cited(frame: Frame, edition: Edition, clause: Clause) -> list[str]:
    rows = []
    cited = frame.cited_in(edition)
    for each in clause.walk():
        for found in cited.get(each.steps, ()):
            words = html_text(" ".join(found.text.split()))
            if found.address:
                rows.append(f"«{words}» — {frame.norm_html(found.address)}")
            else:
                named = html_text(found.act_name or "")
                reason = html_text(found.reason)
                rows.append(f"«{words}» {named} <span class='soft'>{reason}</span>")
    return list(dict.fromkeys(rows))


_GROUPS = {
    "clause": "cited_by",
    "charter": "cited_by",
    "amendment": "amended_by",
    "claim": "claimed_by",
}


def _reaching(frame: Frame, edition: Edition, clause: Clause) -> list[str]:
    """What points at the clause in the graph, which holds the newest edition of each act."""
    graph = frame.graph()
    node = graphs.clause_node(frame.library, edition.place(clause.steps))
    if node is None or node not in graph:
        return []
    rows: dict[str, list[str]] = {}
    for reached in graphs.impact(graph, node, limit=1):
        key = _GROUPS.get(reached.kind)
        if key:
            rows.setdefault(key, []).append(_row(frame, reached.node, graph.nodes[reached.node]))
    return [
        _group(frame, key, rows.get(key, [])) for key in ("cited_by", "amended_by", "claimed_by")
    ]


def _row(frame: Frame, node: str, found: dict[str, str]) -> str:
    kind = found["kind"]
    if kind in ("clause", "charter"):
        return frame.norm_html(node)
    name, _, item = node.partition(":")[2].partition("#")
    if kind == "amendment":
        url = frame.link("", package=name, item=item)
        return f"<a href='{html_text(url)}'>{html_text(frame.said(found['name']))}</a> ({html_text(name)})"
    url = frame.link("studies", study=name, claim=item)
    return (
        f"<a href='{html_text(url)}'>{html_text(frame.said(found['name']))}</a> ({html_text(name)})"
    )


def _laws(edition: Edition, clause: Clause) -> list[str]:
    """The amending laws that the notes of the clause, or of what holds it, name."""
    notes = [n for each in clause.walk() for n in each.notes]
    for cut in range(1, len(clause.steps)):
        owner = edition.index.get(clause.steps[:cut])
        notes += owner.notes if owner else ()
    found: dict[Change, None] = {}
    for note in notes:
        found |= dict.fromkeys(changes(note.text))
    return [_law(change) for change in sorted(found, key=lambda c: (c.date, c.number))]


def _law(change: Change) -> str:
    number = f" № {change.number}" if change.number else ""
    effect = f" <span class='soft'>{html_text(change.effect)}</span>" if change.effect else ""
    return f"{html_text(change.date)}{html_text(number)}{effect}"
