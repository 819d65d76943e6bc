"""The graph: what reaches a norm, through which edges, and what leaves in other formats."""

from __future__ import annotations

import io
import json
import re

import networkx as nx
import pytest

from kb import graph as graphs
from kb.charter import report as compliance
from kb.citation.within import within
from kb.graph.building import Maker
from kb.graph.impact import SCOPES
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
def graph(whole: Library) -> graphs.Graph:
    return graphs.build(whole)


def edges(graph: graphs.Graph, source: str, target: str) -> set[str]:
    return {e.kind for e in graph.into.get(target, ()) if e.source == source}


@pytest.mark.slow
def test_amendments_reach_the_unit_they_touch(graph: graphs.Graph) -> None:
    # The quotas add parts to a point: the point that will hold them is what they amend.
    assert edges(graph, "package:bektibaev-2022#4", f"{LAW}/art_5.pt_3") == {"amends"}
    assert edges(graph, "package:bektibaev-2022#2", f"{LAW}/art_10") == {"amends"}
    assert edges(graph, "package:bektibaev-2022", "package:bektibaev-2022#4") == {"proposes"}


@pytest.mark.slow
def test_citations_of_the_law_are_edges(graph: graphs.Graph) -> None:
    elections = "elections-1995@2026-07-01:ru/art_102"
    assert "cites" in edges(graph, elections, "constitution-2026@2026-07-01:ru/art_88.pt_3")
    # «пункте 4 настоящей статьи» needs the article around it.
    assert "cites" in edges(graph, f"{LAW}/art_4.pt_4-1.part_1", f"{LAW}/art_4.pt_4")


def test_constitutions_answer_each_other(graph: graphs.Graph) -> None:
    old, new = "constitution-1995@2023-01-01:ru/art_89", "constitution-2026@2026-07-01:ru/art_91"
    assert "counterpart" in edges(graph, old, new) & edges(graph, new, old)


def test_impact_is_weightiest_then_nearest_and_never_the_unit_itself(graph: graphs.Graph) -> None:
    node = f"{LAW}/art_5.pt_3"
    reached = graphs.impact(graph, node)
    ranks = [(graphs.GROUPS.index(r.group), SCOPES.index(r.scope), r.distance) for r in reached]
    assert ranks == sorted(ranks)
    first = {r.node for r in reached if r.distance == 1}
    assert {"package:bektibaev-2022#4", "claim:bektibaev-2022#propose-quotas"} <= first
    assert node not in {r.node for r in reached}
    for each in reached:
        assert each.path[-1][1] == each.node
        assert sum(kind not in ("contains", "part_of") for kind, _ in each.path) == each.distance


def test_impact_of_an_article_counts_what_reaches_its_parts(graph: graphs.Graph) -> None:
    reached = {r.node for r in graphs.impact(graph, f"{LAW}/art_5")}
    assert "package:bektibaev-2022#4" in reached


def test_impact_of_a_definition_reaches_those_who_use_the_term(graph: graphs.Graph) -> None:
    reached = {r.node: r.distance for r in graphs.impact(graph, f"{LAW}/art_1.spt_13")}
    assert reached["term:law-148-2001/сессия маслихата"] == 1
    assert reached[f"{LAW}/art_11.pt_1"] == 2


def test_conflicting_claims_are_linked(graph: graphs.Graph) -> None:
    found = edges(graph, "claim:nurpeisov#charter-joined", "claim:muzapar-2025#ratify-charter")
    assert found == {"conflicts"}


def test_unknown_node_is_refused(graph: graphs.Graph) -> None:
    with pytest.raises(NotFound, match="нет узла"):
        graphs.impact(graph, "law-999/art_1")


def test_every_edge_has_named_ends_and_kind(graph: graphs.Graph) -> None:
    for node in graph.nodes.values():
        assert node.kind in graphs.KINDS, node
        assert node.name
        assert graphs.kind_words(node.kind)
    for edge in graph.edges:
        assert {edge.source, edge.target} <= graph.nodes.keys()
        assert graphs.edge_words(edge.kind), edge


@pytest.mark.slow
def test_exports_hold_the_same_graph(graph: graphs.Graph) -> None:
    data = json.loads(json.dumps(graphs.data(graph)))
    assert len(data["nodes"]) == len(graph.nodes)
    assert len(data["edges"]) == len(graph.edges)
    read = nx.read_graphml(io.BytesIO(graphs.graphml(graph).encode()))
    assert set(read.nodes) == set(graph.nodes)
    dot = graphs.dot(graph)
    assert len(re.findall(r"\[label=", dot)) == len(graph.nodes) + len(graph.edges)
    assert dot.count("{") == dot.count("}") or dot.rstrip().endswith("}")


@pytest.mark.parametrize(
    ("language", "edge", "name"),
    [
        ("kk", "өзгертеді", "5-баптың 3-тармағы · ЖӨБ туралы Заң"),
        ("en", "amends", "point 3 of article 5 · Law on Local Self-Government"),
    ],
)
def test_picture_speaks_the_language_asked_for(
    graph: graphs.Graph, language: str, edge: str, name: str
) -> None:
    shown = graphs.around(graph, ["package:bektibaev-2022#4"], {"clause", "package"})
    picture = graphs.dot(shown, language=language).replace("\\n", " ")
    assert f'label="{edge}"' in picture
    assert name in picture


def test_dot_escapes_hostile_names() -> None:
    node = graphs.Node('a"] evil [x="', "claim", '"]; } <b>&\x01')
    graph = graphs.Graph({node.id: node}, ())
    dot = graphs.dot(graph)
    assert '\\"];' in dot
    assert dot.count("\n") == 6 + 0
    read = nx.read_graphml(io.BytesIO(graphs.graphml(graph).encode()))
    assert dict(read.nodes(data="name")) == {node.id: '"]; } <b>&'}


def test_around_shows_at_most_what_is_asked(graph: graphs.Graph) -> None:
    centre = f"{LAW}/art_6"
    shown = graphs.around(graph, [centre], {"clause"}, most=10)
    assert centre in shown
    assert len(shown.nodes) == 10
    assert {n.kind for n in shown.nodes.values()} == {"clause"}


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


# --- What the program knows is an edge --------------------------------------------------------


def test_every_ground_of_a_verdict_is_an_edge(whole: Library, graph: graphs.Graph) -> None:
    by = compliance.measure(whole)
    place = Maker(whole).near
    clauses = {p.id: p.clauses for p in by.paragraphs}
    pairs = {
        (place(clause)[0], place(evidence.address)[0], evidence.weighs)
        for verdict in compliance.of_day(whole, by).verdicts
        for evidence in verdict.evidence
        for clause in clauses[verdict.id]
    }
    assert len(pairs) > 90
    for paragraph, norm, weighs in pairs:
        assert paragraph and norm
        if paragraph == norm:  # the Constitution's own words are its ground: no edge to itself
            continue
        assert "rests_on" in edges(graph, paragraph, norm)
        assert {"for": "supports", "against": "defeats"}[weighs] in edges(graph, norm, paragraph)


def test_who_has_grounds_is_never_said_to_be_untouched(graph: graphs.Graph) -> None:
    for edge in graph.edges:
        if edge.kind in ("rests_on", "supports", "defeats"):
            reached = {r.node for r in graphs.impact(graph, edge.target, limit=1)}
            # An article's own point is inside it.
            assert edge.source in reached or edge.source.startswith(edge.target), edge


def test_what_touches_an_article_touches_its_points_and_the_other_way_round(
    graph: graphs.Graph,
) -> None:
    article, point = (f"constitution-2026@2026-07-01:ru/art_91{s}" for s in ("", ".pt_2"))
    of_point = {r.node: r.scope for r in graphs.impact(graph, point, limit=1)}
    of_article = {r.node: r.scope for r in graphs.impact(graph, article, limit=1)}
    # An edge of the article itself: its counterpart's amendments answer it as a whole.
    assert of_article["package:unsigned-2022-concepts#27"] == "self"
    assert of_point["package:unsigned-2022-concepts#27"] == "whole"
    assert "inside" in of_article.values()
    assert set(of_point) - {article} <= set(of_article) | {point} | {
        n for n in graph.nodes if n.startswith(f"{article}.")
    }


def test_a_concept_suggests_and_a_treaty_is_not_amended(graph: graphs.Graph) -> None:
    for edge in graph.edges:
        if edge.kind == "amends":
            assert graph.nodes[edge.target].kind != "charter"
            assert "concepts" not in edge.source
    kinds = {e.kind for e in graph.edges if e.source.startswith("package:unsigned-2022-concepts#")}
    assert "suggests" in kinds
    assert "amends" not in kinds


def test_cells_of_a_table_meet_in_their_row(graph: graphs.Graph) -> None:
    rows = [n for n in graph.nodes.values() if n.kind == "row"]
    assert rows
    assert all(graph.nodes[e.source].kind == "row" for e in graph.edges if e.kind == "compares")


def test_acts_point_at_acts(graph: graphs.Graph) -> None:
    """Law 148 names the Constitution in force and sends to the law on elections; no treaty's
    «конституция» is Kazakhstan's."""

    def named(source: str, target: str) -> set[str]:
        return {
            e.kind for e in graph.into.get(target, ()) if e.source.partition("@")[0] == source
        } & {"delegates", "mentions"}

    assert "delegates" in named("law-148-2001", "constitution-2026")
    assert not named("law-148-2001", "constitution-1995")
    assert "delegates" in named("law-148-2001", "elections-1995")
    assert not named("charter-1985", "constitution-2026")
    assert edges(graph, "constitution-2026", "constitution-1995") >= {"replaces"}


def test_amending_laws_come_from_the_notes(graph: graphs.Graph) -> None:
    laws = [e for e in graph.edges if e.kind == "changed"]
    assert {e.source for e in laws} == {n.id for n in graph.nodes.values() if n.kind == "law"}
    reached = graphs.impact(graph, f"{LAW}/art_6")
    assert any(r.group == "changed" and r.kind == "law" for r in reached)


def test_an_amendment_knows_the_claims_it_rests_on(graph: graphs.Graph) -> None:
    grounds = [e for e in graph.edges if e.kind == "grounds" and e.target.startswith("claim:")]
    assert {e.origin for e in grounds} == {"study"}
    assert all(graph.nodes[e.target].kind == "claim" for e in grounds)
    assert any(e.source.startswith("package:muzapar-2025-concepts#") for e in grounds)


def test_an_amendment_knows_the_numbers_it_rests_on(graph: graphs.Graph) -> None:
    exhibit = "exhibit:bektibaev-2022#professions"
    resting = {e.source for e in graph.into[exhibit] if e.kind == "grounds"}
    assert resting == {"package:bektibaev-2022#4", "package:bektibaev-2022#5"}
    reached = graphs.impact(graph, "law-148-2001@2026-07-14:ru/art_5.pt_3")
    assert {r.group for r in reached if r.node == exhibit} == {"claimed"}


def test_whose_word_an_edge_is(whole: Library, graph: graphs.Graph) -> None:
    spoken = {(e.source, e.target): e for e in graph.edges if e.kind == "speaks_of"}
    place = Maker(whole).near
    for study in whole.studies():
        for claim in study.claims:
            named: dict[str, set[bool]] = {}
            for norm in claim.norms:
                named.setdefault(str(place(norm.address)[0]), set()).add(bool(norm.words))
            for target, words in named.items():
                edge = spoken[f"claim:{study.id}#{claim.id}", target]
                assert edge.words
                if len(words) == 1:
                    assert edge.origin == ("study" if True in words else "editor")
    caught = [n for n in graph.nodes.values() if n.catch_all]
    assert any(
        n.id.startswith("constitution-1995") and n.id.endswith("art_87.pt_1") for n in caught
    )


def test_a_longer_term_takes_the_words_of_a_shorter(whole: Library) -> None:
    edition = markdown.parse(
        "---\nact_id: a\nedition: 2026-01-01\nlanguage: ru\n---\n"
        "### Статья 1. Основные понятия\n\n1) маслихат – орган;\n2) депутат маслихата – лицо.\n\n"
        "### Статья 2. Права\n\n1. Депутат маслихата голосует.\n\n2. Маслихат решает.\n",
        "a.md",
    ).edition
    found = {(t.name, steps_text(c.steps)) for t, c in uses(edition, list(defined(edition)))}
    assert found == {("депутат маслихата", "art_2.pt_1"), ("маслихат", "art_2.pt_2")}


def test_terms_stand_last_and_nothing_says_what_was_looked_for(graph: graphs.Graph) -> None:
    reached = graphs.impact(graph, f"{LAW}/art_1.spt_11")
    groups = [r.group for r in reached]
    assert groups[-1] == "term"
    assert groups == sorted(groups, key=graphs.GROUPS.index)
    said = graphs.nothing(graph, f"{LAW}/art_1.spt_11")
    for words in ("Закон о МСУ", "поправ", "тезис", "термин", "сноск"):
        assert words in said
    assert said.kk != said.en != str(said)


def test_the_graph_kept_is_the_graph_built(whole: Library, graph: graphs.Graph) -> None:
    again = graphs.build(whole)
    assert again.edges == graph.edges
    assert again.nodes == graph.nodes
