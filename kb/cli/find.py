"""The commands that find: `kb search`, `kb cite`, `kb graph`, `kb impact`."""

from __future__ import annotations

import json
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli import Options, a_path, as_json, echo, pass_options, print_json
from kb.cli.helping import Command
from kb.ground.saying import Saying, joined, say

if TYPE_CHECKING:
    from kb.graph import Graph, Reached
    from kb.search import Section


@click.command(cls=Command, help="help.search")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--in",
    "sections",
    multiple=True,
    type=click.Choice(["norms", "charter", "packages", "studies"]),
    help="help.search_in",
)
@click.option("--act", help="help.search_act")
@click.option("--language", help="help.search_language")
@click.option("--on", "day", metavar="DATE", help="help.search_on")
@as_json
@pass_options
def search(
    options: Options,
    query: tuple[str, ...],
    sections: tuple[Section, ...],
    act: str | None,
    language: str | None,
    day: str | None,
    json_: bool,
) -> None:
    """Find norms, amendments, claims, duties under the Charter and terms by words in any form."""
    from kb import answers
    from kb.search import SECTIONS
    from kb.write import rows

    library = options.library()
    result = answers.sought(library, " ".join(query), sections, act=act, language=language, day=day)
    for remark in result.remarks:
        echo(remark, err=True)
    if result.nothing:
        # Beside JSON too: an empty list alone would say that there is nothing.
        echo(result.nothing, err=json_)
    if result.meant:
        echo(say("search.meant", query=result.meant), err=json_)
    if json_:
        print_json([rows.hit(h) for h in result.hits])
        return
    for section in SECTIONS:
        listed = result.of(section)
        if listed:
            echo(joined(": ", (say(f"search.section_{section}"), str(len(listed)))))
        for each in listed:
            head = each.id if each.kind in ("norm", "act") else each.name
            kind = "" if each.kind == "norm" else say(f"search.kind_{each.kind}")
            about = each.address if each.address != each.id else ""
            echo(joined(" · ", filter(None, (head, kind, about))))
            echo(f"    {each.snippet}")
            if each.counterpart:
                echo(say("cli.counterpart", address=each.counterpart))


@click.command(cls=Command, help="help.cite")
@click.argument("file", type=a_path)
@click.option("--act", help="help.cite_act")
@click.option("--date", "day", metavar="DATE", help="help.cite_date")
@as_json
@pass_options
def cite(options: Options, file: Path, act: str | None, day: str | None, json_: bool) -> None:
    """Find the citations of norms in a text and show where they lead."""
    from kb import citation
    from kb.norm.dates import day as read_day
    from kb.read.running import running_text
    from kb.write import rows

    text = running_text(file, citation.MAX_BYTES)
    date = read_day(day) if day is not None else None
    citations = citation.cite(text, options.library(), act=act, date=date)
    if json_:
        print_json([rows.citation(c) for c in citations])
        return
    ends = [at for at, sign in enumerate(text) if sign == "\n"]
    for each in citations:
        line = bisect_left(ends, each.start) + 1
        where = each.address or each.act_name or say("cli.act_not_named")
        cited = f"{file}:{line}: {' '.join(each.text.split())} → "
        echo(joined("", (cited, where, f" · {each.status.value}")))
        if each.reason:
            echo(joined("", ("    ", each.reason)))
    counts = ", ".join(f"{s.value} {n}" for s, n in citation.shares(citations).items())
    echo(joined(": ", filter(None, (say("cli.citations", count=len(citations)), counts))))


@click.command(cls=Command, help="help.graph")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "graphml", "dot"]),
    default="json",
    help="help.graph_format",
)
@click.option("--out", type=a_path, help="help.graph_out")
@pass_options
def graph(options: Options, format_: str, out: Path | None) -> None:
    """The graph: what cites, changes and speaks of what."""
    from kb import graph as graphs
    from kb.disk.files import write_file

    whole = graphs.build(options.library())
    if format_ == "json":
        text = json.dumps(graphs.data(whole), ensure_ascii=False, indent=1) + "\n"
    else:
        text = graphs.graphml(whole) if format_ == "graphml" else graphs.dot(whole)
    if out is None:
        echo(text, nl=False)
    else:
        write_file(out, text)


@click.command(cls=Command, help="help.impact")
@click.argument("address")
@click.option("--terms", is_flag=True, help="help.impact_terms")
@as_json
@pass_options
def impact(options: Options, address: str, terms: bool, json_: bool) -> None:
    """What touches a norm: what it is tied to, who changed it, what is proposed, what is claimed."""
    from kb import answers
    from kb import graph as graphs

    graph, node, reached = answers.reached(options.library(), address)
    if json_:
        print_json([graphs.reached_row(graph, r) for r in reached])
        return
    if count := graph.nodes[node].catch_all:
        echo(say("graph.catch_all", count=count))
    folded = 0 if terms else sum(r.group == "term" for r in reached)
    for group in graphs.GROUPS:
        rows = [r for r in reached if r.group == group and not (folded and group == "term")]
        if rows:
            echo(joined(": ", (say(f"graph.group_{group}"), str(len(rows)))))
        for each in rows:
            echo(_reached(graph, each))
    if folded:
        echo(say("graph.folded", count=folded))
    if not reached:
        echo(graphs.nothing(graph, node))


def _reached(graph: Graph, reached: Reached) -> Saying:
    """A row for people: the node, then by which edges, through which unit, on whose word."""
    from kb import graph as graphs

    node, edge = graph.nodes[reached.node], reached.edge
    ways = (kind for kind, _ in reached.path if kind not in ("contains", "part_of"))
    said = [joined(" ← ", map(graphs.edge_words, ways))]
    if reached.scope != "self":
        said.append(say(f"graph.scope_{reached.scope}", unit=graph.nodes[reached.path[0][1]].name))
    whose = (say(f"graph.origin_{edge.origin}"), say(f"graph.certainty_{edge.certainty}"))
    said.append(joined(", ", whose))
    kind = joined("", (f"{reached.distance} ", graphs.kind_words(node.kind)))
    head = joined(": ", (kind, node.name))
    return joined("", (head, f"\n    {node.id} · ", joined(" · ", said)))
