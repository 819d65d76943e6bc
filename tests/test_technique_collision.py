"""Collisions: inside the law, with another package, with the Constitution and the Charter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.amendment.package import from_data
from kb.ground.yaml_file import BadYaml
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import parse_steps
from kb.technique import norm
from kb.technique.checks import collision, verdict
from kb.technique.draft import Draft
from kb.technique.norm import content, norms, often, vocabulary

from .conftest import Sandbox
from .law_drafts import LAW, against, draft, of_law_148

EDITIONS = ["2022-03-02", "2026-07-14"]


def inside(found: Draft) -> list[tuple[str, str]]:
    return [(f.rule, f.evidence[0].address.split("/")[1]) for f in collision.inside(found)]


# --- Inside the law ---------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_four_times_beside_not_less_than_four(library: Library, edition: str) -> None:
    found = of_law_148(library, edition)
    (only,) = collision.inside(found)
    assert (only.item, only.rule) == ("2", "collision-otherwise")
    assert only.address == f"{LAW}@{edition}:ru/art_10.pt_4"
    assert only.evidence[0].address == f"{LAW}@{edition}:ru/art_10.pt_2"
    assert only.evidence[0].quote.startswith("Очередная сессия маслихата созывается не реже")
    proposed = found.proposals[1].item.proposed or ""
    assert only.span and proposed[slice(*only.span)] == only.words
    assert "«четыре раза в год» и «не реже четырех раз в год»" in only.message


QUORUM = "Сессия маслихата правомочна, если на сессии присутствует не менее {} депутатов маслихата."


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("двух третей от общего числа", "collision-repeats"),
        ("трех третей от общего числа", "collision-otherwise"),
    ],
)
def test_a_norm_said_again_or_with_another_figure(library: Library, words: str, rule: str) -> None:
    found = draft(library, ("insert", f"{LAW}/art_12.pt_9", QUORUM.format(words)))
    assert (rule, "art_8.pt_2.part_2") in inside(found)


def test_a_fraction_is_one_figure_and_is_said_as_printed(library: Library) -> None:
    """Neither «3 четверть» nor two figures apart: «трех четвертей» beside «двух третей»."""
    words = QUORUM.format("трех четвертей от общего числа")
    found = draft(library, ("insert", f"{LAW}/art_12.pt_9", words))
    messages = [f.message for f in collision.inside(found) if f.rule == "collision-otherwise"]
    assert any("«не менее трех четвертей» и «не менее двух третей»" in m for m in messages)


REPORT = "Отчет ревизионной комиссии о проверке заслушивается на сессии маслихата {} раза в год."


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        (REPORT.format("три"), "collision-otherwise"),
        (REPORT.format("два"), "collision-repeats"),
        ("Отчет акима о бюджете района публикуется в газете района.", None),
    ],
)
def test_items_of_one_package_beside_each_other(
    library: Library, second: str, rule: str | None
) -> None:
    first = ("insert", f"{LAW}/art_10.pt_4", REPORT.format("два"))
    found = list(collision.fellows(draft(library, first, ("insert", f"{LAW}/art_11.pt_8", second))))
    assert [f.rule for f in found] == ([rule] if rule else [])
    if rule:
        assert found[0].item == "2"
        assert found[0].evidence[0].note == "поправка 1 этого же пакета"
        assert "пункт 4 статьи 10" in found[0].message


VISITS = (
    "Депутат маслихата {} по вопросам депутатской деятельности беспрепятственно посещать "
    "государственные органы, общественные объединения и государственные организации, "
    "расположенные на территории соответствующего маслихата, за исключением организаций, "
    "деятельность которых связана с государственными секретами."
)


def test_another_modality(library: Library) -> None:
    found = draft(library, ("insert", f"{LAW}/art_11.pt_8", VISITS.format("обязан")))
    (only,) = collision.inside(found)
    assert only.rule == "collision-otherwise"
    assert only.evidence[0].address.endswith("/art_21.pt_3.part_2")
    assert "«обязан» и «вправе»" in only.message


@pytest.mark.slow
def test_what_one_of_two_norms_lacks_is_told_in_words_and_not_quoted(library: Library) -> None:
    words = VISITS.format("имеет возможность")
    found = draft(library, ("insert", f"{LAW}/art_11.pt_8", words))
    (only,) = collision.inside(found)
    assert only.message.endswith("иначе: без такого слова и «вправе».")
    assert only.message_in("kk").endswith("басқаша: мұндай сөз жоқ және «вправе».")
    assert only.message_in("en").endswith("otherwise: no such word and «вправе».")


@pytest.mark.parametrize(
    "text",
    [
        "Внеочередная сессия маслихата созывается один раз в год.",  # another session
        "Маслихаты четыре раза в год отчитываются перед населением.",  # not how often it meets
        "Продолжительность заседания определяется постоянной комиссией.",
    ],
)
def test_another_thing_is_no_collision(library: Library, text: str) -> None:
    assert inside(draft(library, ("insert", f"{LAW}/art_10.pt_4", text))) == []


def test_a_norm_that_the_draft_takes_away_is_no_neighbour(library: Library) -> None:
    insert = ("insert", f"{LAW}/art_12.pt_9", QUORUM.format("двух третей от общего числа"))
    gone = [("repeal", f"{LAW}/art_8.pt_2", None), ("repeal", f"{LAW}/art_11.pt_3", None)]
    assert inside(draft(library, insert, *gone)) == []


def test_what_the_unit_said_before_is_not_the_drafts(
    library: Library, editions: dict[str, Edition]
) -> None:
    """Article 11 says the quorum of article 8 again: reprinted, it is no finding of the draft."""
    old = editions[f"{LAW}@2026-07-14:ru"].resolve(parse_steps("art_11.pt_3"))
    text = "\n".join(old.lines()).removeprefix("3. ").replace("на ней", "на ее заседании")
    assert inside(draft(library, ("replace", f"{LAW}/art_11.pt_3", text))) == []


def test_the_laws_own_repetitions_are_few(editions: dict[str, Edition]) -> None:
    """Every article of law 148 read as if it were new: only its true repetitions are found.

    The articles on akims of districts and of cities, and on meetings, say the same in the same words.
    """
    edition = editions[f"{LAW}@2026-07-14:ru"]
    listed = list(norms(edition.root))
    there = collision.Norms.of(listed)
    pairs = {
        frozenset((str(n.clause.steps[0]), str(other.clause.steps[0])))
        for n in listed
        for other in there.near(content(n.text).words)
        if other is not n and collision.compared(n, other)
    }
    assert pairs == {
        frozenset(p)
        for p in (
            ("art_8", "art_11"), ("art_38", "art_38-1"), ("art_32", "art_32-1"), ("art_38",),
            ("art_26", "art_30"),
        )
    }  # fmt: skip


# --- Words ------------------------------------------------------------------------------------


def test_how_often_is_read_plainly_or_not_at_all() -> None:
    found = often("Сход местного сообщества проводится не реже 2 раз в полугодие.")
    assert found and (found.bound, found.yearly) == ("не реже", 4)
    assert often("Сессия собирается часто.") is None
    assert often("Сессия созывается много раз в год.") is None


def test_the_longest_modal_words_are_read_first() -> None:
    assert content("Аким не вправе отказать.").modality == (("ban", "не вправе"),)
    assert content("Аким вправе отказать.").modality == (("right", "вправе"),)


def test_a_bad_word_is_named_with_its_line(tmp_path: Path) -> None:
    text = (Path(norm.__file__).with_name("norm.yaml")).read_text("utf-8")
    bad = tmp_path / "norm.yaml"
    bad.write_text(text.replace("- id: ban", "- id: 7"), "utf-8")
    with pytest.raises(BadYaml, match=r"norm\.yaml:\d+"):
        vocabulary(bad)


# --- With another package ---------------------------------------------------------------------


def test_another_package_of_the_same_unit_is_named(library: Library) -> None:
    found = draft(library, ("replace", f"{LAW}/art_11.pt_6", "Сессии маслихата закрыты."))
    (only,) = collision.packages(found)
    assert only.rule == "collision-package"
    assert "«bektibaev-2022» (Бектибаев С. Қ.), поправка 3" in only.message
    assert (
        only.evidence[0].quote == "Сессии маслихата проводятся открыто с прямой трансляцией онлайн"
    )
    assert only.evidence[0].address == f"{LAW}@2026-07-14:ru/art_11.pt_6"


def test_a_unit_inside_the_other(library: Library) -> None:
    found = draft(library, ("replace", f"{LAW}/art_10", "Статья 10. Порядок\n1. Созывается."))
    assert [f.rule for f in collision.packages(found)] == ["collision-package"]


def test_a_concept_is_a_remark_and_a_neighbour_is_nothing(library: Library) -> None:
    concept = draft(library, ("replace", f"{LAW}/art_9", "Регламент принимает маслихат."))
    rule = {f.message.split("«")[1].split("»")[0]: f.rule for f in collision.packages(concept)}
    assert rule == {
        "bektibaev-2022": "collision-package",
        "akanova-2024-concepts": "collision-concept",
    }
    assert list(collision.packages(draft(library, ("repeal", f"{LAW}/art_11.pt_5", None)))) == []


# --- With the Constitution and the Charter ----------------------------------------------------


@pytest.mark.parametrize(("edition", "constitution"), [
    ("2022-03-02", "constitution-1995@2019-03-23"), ("2026-07-14", "constitution-2026@2026-07-01"),
])  # fmt: skip
def test_seats_for_groups_against_the_constitution(
    library: Library, edition: str, constitution: str
) -> None:
    found = of_law_148(library, edition)
    (only,) = [f for f in verdict.worse(found) if f.rule == "collision-constitution"]
    assert only.item == "4" and only.message.startswith("K4. ")
    assert "соответствует → частично" in only.message
    proposed = found.proposals[3].item.proposed or ""
    assert only.span and proposed[slice(*only.span)] == only.words
    assert only.words == "депутатах маслихата в обязательном порядке должны состоять"
    assert any(e.address.startswith(constitution) for e in only.evidence)


ELECTED = (
    "Маслихаты избираются населением соответствующих административно-территориальных единиц на "
    "основе всеобщего, равного, прямого избирательного права при {} голосовании сроком на {} лет."
)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("vote", "years", "said"),
    [
        ("тайном", "шесть", "иначе: «шесть» и «пять»"),
        ("открытом", "пять", "соответствует → не определено; утрачено за"),
        ("тайном", "пять", None),
        ("скажем так тайном", "пять", None),  # the words all stand, if not in a row
    ],
)
def test_the_constitutions_own_words_and_figures(
    library: Library, edition: str, vote: str, years: str, said: str | None
) -> None:
    text = ELECTED.format(vote, years)
    drafted = draft(library, ("replace", f"{LAW}/art_5.pt_1", text), edition=edition)
    found = [*collision.constitution(drafted), *verdict.worse(drafted)]
    assert [f.rule for f in found] == (["collision-constitution"] if said else [])
    if said:
        assert said in found[0].message
        constitution = "constitution-2026" if edition > "2026-07" else "constitution-1995"
        assert any(e.address.startswith(constitution) for e in found[0].evidence)


def test_words_that_the_constitutions_test_does_not_ask_for_may_be_written_otherwise(
    library: Library,
) -> None:
    text = (
        "Маслихат избирается населением соответствующей административно-территориальной единицы на "
        "основе всеобщего, равного и прямого избирательного права при тайном голосовании сроком на "
        "пять лет."
    )
    drafted = draft(library, ("replace", f"{LAW}/art_5.pt_1", text))
    assert list(verdict.worse(drafted)) == []


def test_a_better_verdict_is_no_finding(library: Library) -> None:
    whole = library.package("bektibaev-2022")
    third = replace(whole, items=tuple(i for i in whole.items if i.id == "3"))
    assert list(verdict.worse(against(library, third))) == []


def test_the_lost_ground_belongs_to_the_item_that_takes_it(library: Library) -> None:
    gone = [("repeal", f"{LAW}/art_5.pt_8", None), ("repeal", f"{LAW}/art_39-5.pt_2", None)]
    (only,) = verdict.worse(draft(library, *gone))
    assert (only.item, only.rule) == ("2", "collision-constitution")
    assert "утрачено за: закон повторяет гарантию самостоятельности" in only.message
    assert only.evidence[0].quote.startswith("Государство гарантирует самостоятельность")


def test_an_act_that_no_rule_reads_has_no_verdicts(library: Library) -> None:
    assert list(verdict.worse(draft(library, ("repeal", "charter-1985/art_12.pt_2", None)))) == []


@pytest.mark.slow
def test_a_corpus_without_the_acts_of_the_rules_has_no_verdicts(small: Sandbox) -> None:
    library = small.open()
    try:
        found = draft(library, ("repeal", "small/art_1.pt_1", None))
        assert list(verdict.worse(found)) == []
    finally:
        library.close()


def test_another_package_that_excludes_the_unit_is_quoted_by_what_it_does() -> None:
    """Its grounds are no words of the norm."""
    data = {"id": "other", "author": "А. Автор", "kind": "text"}
    row = {"id": "1", "operation": "repeal", "target": f"{LAW}/art_20.pt_3.spt_3-3"}
    more = {"quoted": None, "proposed": None, "grounds": "Ради порядка.", "place": ""}
    (item,) = from_data({**data, "items": [{**row, **more}]}).items
    assert collision.says(item) == "подпункт 3-3) пункта 3 статьи 20 исключить"
    (item,) = from_data({**data, "items": [{**row, **more, "operation": "none"}]}).items
    assert collision.says(item) == "Ради порядка."
