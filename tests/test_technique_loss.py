"""Losses: duties, matters, terms, names and cited units that go with a draft's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.library import Library
from kb.technique.checking import of_package
from kb.technique.checks import cited, loss, named
from kb.technique.draft import Draft
from kb.technique.finding import Finding, rules
from kb.technique.fold import folded
from kb.technique.norm import vocabulary

from .conftest import Sandbox
from .drafts import act, findings, item, package
from .law_drafts import LAW, against, draft, of_law_148

EDITIONS = ["2022-03-02", "2026-07-14"]


def unit(address: str) -> str:
    return address.split("/")[1]


# --- Norms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_studys_lost_norms(library: Library, edition: str) -> None:
    """The second part of article 9, which the author passes over, and the closed sessions."""
    found = {
        (f.item, f.rule, unit(f.address)): f for f in loss.lost_norms(of_law_148(library, edition))
    }
    assert set(found) == {
        ("1", "loss-norm", "art_9.part_2"),
        ("3", "loss-norm", "art_11.pt_6"),
    }
    model = found["1", "loss-norm", "art_9.part_2"]
    assert "полномочие: «утверждается»" in model.message
    assert model.evidence[0].quote == (
        "Типовой регламент маслихатов утверждается Президентом Республики Казахстан."
    )


def test_an_item_of_a_list_is_lost_with_its_lead(library: Library) -> None:
    (only,) = loss.lost_norms(draft(library, ("repeal", f"{LAW}/art_21.pt_2.spt_4", None)))
    assert "обязанность: «обязан»" in only.message
    assert only.evidence[0].quote.startswith("проживать в соответствующей")
    assert only.evidence[0].note == "под «Депутат обязан»"


def test_every_kind_of_norm_has_its_name() -> None:
    names = rules()["loss-norm"].says
    assert {kind.id for kind in vocabulary().modality} <= set(names)


def test_a_lost_duty_is_named_in_each_language(library: Library) -> None:
    (only,) = loss.lost_norms(draft(library, ("repeal", f"{LAW}/art_21.pt_2.spt_4", None)))
    assert "міндет: «обязан»" in only.message_in("kk")
    assert "1 norm that the act states nowhere else is lost – duty: «обязан»" in (
        only.message_in("en")
    )
    assert only.evidence[0].note_in("en") == "under «Депутат обязан»"


def test_a_repealed_article_is_one_finding(library: Library) -> None:
    (only,) = loss.lost_norms(
        draft(library, ("repeal", f"{LAW}/art_24-1", None), edition="2022-03-02")
    )
    assert unit(only.address) == "art_24-1" and "норм: 15" in only.message
    assert len(only.evidence) == 12  # the list is cut, the count is not


def test_a_norm_that_stands_elsewhere_or_is_reworded_is_not_lost(library: Library) -> None:
    moved = "Депутат обязан проживать в соответствующей административно-территориальной единице."
    both = [("repeal", f"{LAW}/art_21.pt_2.spt_4", None), ("insert", f"{LAW}/art_11.pt_8", moved)]
    assert list(loss.lost_norms(draft(library, *both))) == []
    renamed = (
        "Сессии маслихата открыты. Проведение закрытых сессий допускается по решению маслихата."
    )
    again = draft(library, ("replace", f"{LAW}/art_11.pt_6", renamed))
    assert list(loss.lost_norms(again)) == []


def test_a_duty_that_becomes_a_right(library: Library) -> None:
    (old,) = draft(library, ("none", f"{LAW}/art_11.pt_7", None)).proposals
    text = (old.old.own_text if old.old else "").replace("обязаны", "вправе")
    (only,) = loss.lost_norms(draft(library, ("replace", f"{LAW}/art_11.pt_7", text)))
    assert only.rule == "loss-modality" and "было «обязаны», стало «вправе»" in only.message
    assert only.span == (0, len(text))


# --- Matters ----------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_the_rules_of_procedure_no_longer_lay_down(library: Library, edition: str) -> None:
    found = {f.words: f for f in loss.lost_matters(of_law_148(library, edition))}
    assert set(found) == {
        "Порядок проведения сессий маслихата",
        "заседаний его органов",
        "внесения и рассмотрения на них вопросов",
        "заслушивания отчетов об их деятельности",
        "отчетов о проделанной работе маслихата перед населением и деятельности его постоянных "
        "комиссий",
    }
    places = {words: {unit(e.address) for e in f.evidence} for words, f in found.items()}
    assert "art_11.pt_1" in places["Порядок проведения сессий маслихата"]
    assert "art_6.pt_1.spt_10" in places["заслушивания отчетов об их деятельности"]
    assert "art_10.pt_3" in places["внесения и рассмотрения на них вопросов"]
    (reports,) = (p for words, p in places.items() if words.startswith("отчетов"))
    assert "art_8.pt_1-1" in reports
    # Another clause of the law, and not what the draft itself proposes.
    assert all(not e.quote.startswith("Сессии маслихата проводятся открыто с прямой")
               for f in found.values() for e in f.evidence)  # fmt: skip


def test_a_list_in_another_order_loses_nothing(library: Library) -> None:
    (old,) = draft(library, ("none", f"{LAW}/art_9.part_1", None)).proposals
    text = (old.old.own_text if old.old else "").replace(
        "Порядок проведения сессий маслихата, заседаний его органов,",
        "Порядок заседаний органов маслихата, проведения его сессий,",
    )
    assert list(loss.lost_matters(draft(library, ("replace", f"{LAW}/art_9.part_1", text)))) == []


# --- Terms and names --------------------------------------------------------------------------


def test_a_definition_that_goes_while_the_term_is_used(library: Library) -> None:
    (only,) = named.terms(draft(library, ("repeal", f"{LAW}/art_1.spt_12", None)))
    assert only.rule == "loss-term" and only.words == "аппарат маслихата"
    assert "art_19.pt_3.spt_4" in {unit(e.address) for e in only.evidence}


def test_a_term_that_nothing_uses_any_more(library: Library) -> None:
    gardens = act(
        "### Статья 1. Основные понятия\n\nВ настоящем Законе используются следующие основные понятия:\n\n"
        "1) садовод – лицо, которое растит сад;\n\n2) лесник – лицо, которое хранит лес.\n\n"
        "### Статья 2. Сады\n\n1. Садовод поливает сад.\n\n2. Лесник обходит лес."
    )
    found = findings(library, package(item("small/art_2.pt_1")), [gardens], (named.terms,))
    assert [(f.rule, f.words) for f in found] == [("loss-idle-term", "садовод")]


def test_a_reworded_definition_keeps_its_term(library: Library) -> None:
    (old,) = draft(library, ("none", f"{LAW}/art_1.spt_12", None)).proposals
    text = (old.old.own_text if old.old else "").replace("государственное", "отдельное")
    assert "отдельное" in text
    assert list(named.terms(draft(library, ("replace", f"{LAW}/art_1.spt_12", text)))) == []


def renamed(library: Library, *targets: str, words: tuple[str, str]) -> list[Finding]:
    """The targets with some words replaced in each."""
    items = []
    for target in targets:
        (each,) = draft(library, ("none", f"{LAW}/{target}", None), edition="2022-03-02").proposals
        text = "\n".join(each.old.lines()) if each.old else ""
        items.append(("replace", f"{LAW}/{target}", text.split(" ", 1)[1].replace(*words)))
    return list(named.old_names(draft(library, *items, edition="2022-03-02")))


def test_a_body_renamed_in_one_place(library: Library) -> None:
    words = ("секретарем маслихата", "председателем маслихата")
    (only,) = renamed(library, "art_10.pt_2", words=words)
    assert "«секретарем маслихата»" in only.message and "мест: 23" in only.message
    assert {"art_10.pt_3", "art_11.pt_2"} <= {unit(e.address) for e in only.evidence}


def test_a_word_that_the_act_knows_is_no_new_name(library: Library) -> None:
    """«депутатом маслихата» is in the act already: who does it changes, and nobody's name."""
    words = ("секретарем маслихата", "депутатом маслихата")
    assert renamed(library, "art_10.pt_2", words=words) == []


# --- Citations --------------------------------------------------------------------------------


def references(found: Draft) -> list[tuple[str, str, list[str]]]:
    return [
        (f.rule, unit(f.address), [e.address for e in f.evidence]) for f in cited.references(found)
    ]


@pytest.mark.slow
def test_a_cited_point_that_is_repealed(library: Library) -> None:
    found = draft(library, ("repeal", f"{LAW}/art_21.pt_2", None), edition="2022-03-02")
    assert references(found) == [
        ("loss-cited", "art_21.pt_2", [f"{LAW}@2022-03-02:ru/art_21.pt_4"])
    ]
    (only,) = cited.references(found)
    assert "пунктом 2 настоящей статьи" in only.evidence[0].note


@pytest.mark.slow
def test_a_citation_in_another_act(library: Library) -> None:
    found = draft(library, ("repeal", "constitution-2026/art_88.pt_3", None))
    assert references(found) == [
        ("loss-cited", "art_88.pt_3", ["elections-1995@2026-07-01:ru/art_102"])
    ]


def test_units_cited_together_are_one_finding(library: Library) -> None:
    found = draft(library, ("repeal", f"{LAW}/art_20.pt_3", None), edition="2022-03-02")
    places = [p for _, _, p in references(found)]
    assert places.count([f"{LAW}@2022-03-02:ru/art_20.pt_4.part_1"]) == 1


def test_a_citation_that_the_draft_changes_too_is_no_loss(library: Library) -> None:
    gone = ("repeal", f"{LAW}/art_21.pt_2", None)
    other = ("repeal", f"{LAW}/art_21.pt_4", None)
    assert references(draft(library, gone, other, edition="2022-03-02")) == []


@pytest.mark.slow
def test_a_point_that_nobody_cites(library: Library) -> None:
    assert references(draft(library, ("repeal", f"{LAW}/art_11.pt_5", None))) == []


def linked(small: Sandbox) -> Library:
    """The small act with an article that cites the second subpoint of the first one."""
    path = small.corpus / "small" / "2020-01-01.md"
    text = (
        path.read_text("utf-8") + "\n### Статья 3. Ссылка\n\nСм. подпункт 2) пункта 2 статьи 1.\n"
    )
    path.write_text(text, "utf-8")
    return small.open()


ONE, TWO = "первый из двух предметов закона", "второй предмет закона о малом"


def test_a_number_that_another_norm_takes(small: Sandbox) -> None:
    path = small.corpus / "small" / "2020-01-01.md"
    path.write_text(
        path.read_text("utf-8").replace("1) один;", f"1) {ONE};").replace("2) два.", f"2) {TWO}."),
        "utf-8",
    )
    library = linked(small)
    try:
        swapped = f"Второй пункт:\n1) {TWO};\n2) {ONE}."
        found = list(cited.references(draft(library, ("replace", "small/art_1.pt_2", swapped))))
        again = f"Второй пункт иначе:\n1) {ONE};\n2) {TWO}."
        kept = draft(library, ("replace", "small/art_1.pt_2", again))
        assert list(cited.references(kept)) == []
    finally:
        library.close()
    assert [(f.rule, unit(f.address)) for f in found] == [("loss-cited-moved", "art_1.pt_2.spt_2")]
    assert "подпункт 1) пункта 2 статьи 1" in found[0].message
    assert unit(found[0].evidence[0].address) == "art_3"


def test_checks_say_nothing_of_a_concept_or_of_a_refused_item(library: Library) -> None:
    refused = draft(library, ("replace", f"{LAW}/art_999", "Нет такой."))
    assert refused.proposals[0].refused
    ideas = library.package("akanova-2024-concepts")
    concept = against(library, replace(ideas, items=ideas.items[:3]))
    for check in (*loss.CHECKS, *named.CHECKS, *cited.CHECKS):
        assert list(check(refused)) == []
        assert list(check(concept)) == []


def test_a_part_that_is_not_quoted_and_the_norm_that_goes_with_it_are_one_defect(
    library: Library,
) -> None:
    shown = {(f.item, f.rule): f for f in folded(of_package(library, "bektibaev-2022", "newest"))}
    assert ("1", "loss-norm") not in shown
    assert "loss-norm" in {f.rule for f in shown["1", "target-partly-quoted"].also}
    # The closed sessions go from words that the author did quote: a defect of its own.
    assert ("3", "loss-norm") in shown
