"""The graph: what reaches a norm, through which edges, and what leaves in other formats."""

from __future__ import annotations

import io
import json
import re

import networkx as nx
import pytest

from kb import graph as graphs
from kb.citation.within import within
from kb.ground.errors import NotFound
from kb.library import Library
from kb.norm.address import parse, steps_text
from kb.norm.terms import defined, uses
from kb.read import markdown
from tests.conftest import ROOT

LAW = "law-148-2001@2026-07-14:ru"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of everything that ships, packages of concepts and studies included."""
    from kb.library import places

    db = tmp_path_factory.mktemp("graph") / "library.sqlite"
    return Library.open(places(ROOT / "corpus", ROOT / "amendments", db))


@pytest.fixture(scope="module")
def graph(whole: Library) -> nx.MultiDiGraph:
    return graphs.build(whole)


def edges(graph: nx.MultiDiGraph, source: str, target: str) -> set[str]:
    return {d["kind"] for d in (graph.get_edge_data(source, target) or {}).values()}


def test_amendments_reach_the_unit_they_touch(graph: nx.MultiDiGraph) -> None:
    # The quotas add parts to a point: the point that will hold them is what they amend.
    assert edges(graph, "package:bektibaev-2022#4", f"{LAW}/art_5.pt_3") == {"amends"}
    assert edges(graph, "package:bektibaev-2022#2", f"{LAW}/art_10") == {"amends"}
    assert edges(graph, "package:bektibaev-2022", "package:bektibaev-2022#4") == {"proposes"}


def test_citations_of_the_law_are_edges(graph: nx.MultiDiGraph) -> None:
    elections = "elections-1995@2026-07-01:ru/art_102"
    assert "cites" in edges(graph, elections, "constitution-2026@2026-07-01:ru/art_88.pt_3")
    # «пункте 4 настоящей статьи» needs the article around it.
    assert "cites" in edges(graph, f"{LAW}/art_4.pt_4-1.part_1", f"{LAW}/art_4.pt_4")


def test_constitutions_answer_each_other(graph: nx.MultiDiGraph) -> None:
    old, new = "constitution-1995@2023-01-01:ru/art_89", "constitution-2026@2026-07-01:ru/art_91"
    assert edges(graph, old, new) == edges(graph, new, old) == {"counterpart"}


def test_impact_is_nearest_first_and_never_the_unit_itself(graph: nx.MultiDiGraph) -> None:
    node = f"{LAW}/art_5.pt_3"
    reached = graphs.impact(graph, node)
    assert [r.distance for r in reached] == sorted(r.distance for r in reached)
    first = {r.node for r in reached if r.distance == 1}
    assert {"package:bektibaev-2022#4", "claim:bektibaev-2022#propose-quotas"} <= first
    assert node not in {r.node for r in reached}
    for each in reached:
        assert each.path[-1][1] == each.node
        assert sum(kind != "contains" for kind, _ in each.path) == each.distance


def test_impact_of_an_article_counts_what_reaches_its_parts(graph: nx.MultiDiGraph) -> None:
    reached = {r.node for r in graphs.impact(graph, f"{LAW}/art_5")}
    assert "package:bektibaev-2022#4" in reached


def test_impact_of_a_definition_reaches_those_who_use_the_term(graph: nx.MultiDiGraph) -> None:
    reached = {r.node: r.distance for r in graphs.impact(graph, f"{LAW}/art_1.spt_13")}
    assert reached["term:law-148-2001/сессия маслихата"] == 1
    assert reached[f"{LAW}/art_11.pt_1"] == 2


def test_conflicting_claims_are_linked(graph: nx.MultiDiGraph) -> None:
    found = edges(graph, "claim:nurpeisov#charter-joined", "claim:muzapar-2025#ratify-charter")
    assert found == {"conflicts"}


def test_unknown_node_is_refused(graph: nx.MultiDiGraph) -> None:
    with pytest.raises(NotFound, match="нет узла"):
        graphs.impact(graph, "law-999/art_1")


def test_every_edge_has_named_ends_and_kind(graph: nx.MultiDiGraph) -> None:
    for node, data in graph.nodes(data=True):
        assert data["kind"] in graphs.KINDS, node
        assert data["name"]
    for source, target, data in graph.edges(data=True):
        assert graphs.edge_words(data["kind"]), (source, target)


def test_exports_hold_the_same_graph(graph: nx.MultiDiGraph) -> None:
    data = json.loads(json.dumps(graphs.data(graph)))
    assert len(data["nodes"]) == len(graph)
    assert len(data["edges"]) == graph.number_of_edges()
    read = nx.read_graphml(io.BytesIO(graphs.graphml(graph).encode()))
    assert set(read.nodes) == set(graph.nodes)
    dot = graphs.dot(graph)
    assert len(re.findall(r"\[label=", dot)) == len(graph) + graph.number_of_edges()
    assert dot.count("{") == dot.count("}") or dot.rstrip().endswith("}")


@pytest.mark.parametrize(
    ("language", "edge", "name"),
    [
        ("kk", "өзгертеді", "5-баптың 3-тармағы · ЖӨБ туралы Заң"),
        ("en", "amends", "point 3 of article 5 · Law on Local Self-Government"),
    ],
)
def test_picture_speaks_the_language_asked_for(
    graph: nx.MultiDiGraph, language: str, edge: str, name: str
) -> None:
    shown = graphs.around(graph, ["package:bektibaev-2022#4"], {"clause", "package"})
    picture = graphs.dot(shown, language=language).replace("\\n", " ")
    assert f'label="{edge}"' in picture
    assert name in picture


def test_dot_escapes_hostile_names() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node('a"] evil [x="', kind="claim", name='"]; } <b>&')
    dot = graphs.dot(graph)
    assert '\\"];' in dot
    assert dot.count("\n") == 6 + 0


def test_around_shows_at_most_what_is_asked(graph: nx.MultiDiGraph) -> None:
    centre = f"{LAW}/art_6"
    shown = graphs.around(graph, [centre], {"clause"}, most=10)
    assert centre in shown
    assert len(shown) == 10
    assert {d["kind"] for _, d in shown.nodes(data=True)} == {"clause"}


def test_citations_within_an_edition_stand_at_their_words(whole: Library) -> None:
    edition = whole.edition("law-148-2001")
    found = within(whole, edition)
    assert found
    for steps, citations in found.items():
        text = edition.index[steps].own_text
        for each in citations:
            assert text[each.start : each.end] == each.text


def test_terms_are_those_of_article_one(whole: Library) -> None:
    edition = whole.edition("law-148-2001")
    terms = list(defined(edition))
    definitions = [
        c
        for c in edition.resolve(parse("x/art_1").steps).children
        if c.kind == "subpoint" and c.live
    ]
    assert len(terms) == len(definitions)
    by_name = {t.name: t for t in terms}
    assert by_name["местный представительный орган"].names[1:] == ("маслихат",)
    used = [
        c
        for t, c in uses(edition, terms)
        if t.name == "территориальный совет местного самоуправления"
    ]
    assert {str(c.steps[0]) for c in used} >= {"art_39-7", "art_6"}


def test_a_citation_in_a_heading_is_of_no_clause(whole: Library) -> None:
    """Of each clause only what its own words cite; its first and its last words too."""
    edition = markdown.parse(
        "---\nact_id: law-148-2001\nedition: 2026-07-14\nlanguage: ru\n---\n"
        "### Статья 4. Требования\n\n1. Статья 5 настоящего Закона\n\n"
        "### Статья 6. Применение статьи 9 настоящего Закона\n\n1. По статье 8\n",
        "2026-07-14.md",
    ).edition
    found = within(whole, edition)
    said = {steps_text(s): [(c.text, c.phrase) for c in cs] for s, cs in found.items()}
    assert said == {
        "art_4.pt_1": [("Статья 5", (0, 26))],
        "art_6.pt_1": [("статье 8", (3, 11))],
    }
