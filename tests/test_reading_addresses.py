"""Reading the corpus: which words stand at which address, with which status and notes."""

from __future__ import annotations

import pytest

from kb.ground.errors import Ambiguous, NotFound, NotHeld
from kb.norm.act import Edition, Status
from kb.norm.address import steps_text

from .reading_texts import at

# --- Fixed addresses --------------------------------------------------------------------------

LAW = "law-148-2001@2026-07-14:ru"
LAW_2022 = "law-148-2001@2022-03-02:ru"
ELECTIONS = "elections-1995@2026-07-01:ru"
C2022 = "constitution-1995@2022-09-17:ru"


@pytest.mark.parametrize(
    ("edition", "steps", "begins"),
    [
        (LAW, "art_39-3.pt_10.part_4", "Протокол подписывается председателем и секретарем"),
        (LAW, "art_39-3.pt_10.part_3.spt_5", "повестка дня, содержание выступлений"),
        (LAW, "art_39-3.pt_3-1.part_2", "Типовой регламент собрания местного сообщества"),
        (LAW, "art_1.spt_3-1.part_2", "В столице, областях, городах республиканского значения"),
        (LAW, "art_1.spt_3-1.part_3", "Правовой статус и порядок финансирования"),
        (LAW, "art_9.part_2", "Типовой регламент маслихатов утверждается Президентом"),
        (LAW, "art_25-1.spt_12", "осуществляет иные полномочия"),
        (LAW, "art_3.pt_3.part_1.spt_3.abz_2", "объектах стационарного размещения рекламы"),
        (LAW, "art_6.pt_2-17.part_3", "Территориальная избирательная комиссия"),
        (LAW_2022, "art_23-1.pt_4.part_2.spt_2", "акима района (города областного значения)"),
        (LAW_2022, "art_23-1.pt_4.part_3", "В этом случае Президент Республики Казахстан"),
        (
            ELECTIONS,
            "art_104.pt_3-1.part_2.spt_4",
            "документа, подтверждающего внесение кандидатом",
        ),
        (ELECTIONS, "art_104.pt_3-1.part_1.spt_1", "выписки из протокола высшего руководящего"),
        (ELECTIONS, "art_104.pt_3-1.part_3", "К регистрации допускается любое число кандидатов"),
        (ELECTIONS, "art_104.pt_6.part_1.spt_3.part_2", "Отмена решения о регистрации"),
        (ELECTIONS, "art_104.pt_6.part_3", "Принятие решения об исключении лица"),
        (
            "constitution-2026@2026-07-01:ru",
            "art_91.pt_2.part_2",
            "Органам местного самоуправления",
        ),
        ("legal-acts-2016@2026-07-14:ru", "art_29.pt_2.part_1.spt_5.part_2", "К проекту"),
        ("charter-1985@1985-10-15:ru", "art_12.pt_1.abz_10", "статья 11."),
        ("charter-protocol-2009@2009-11-16:ru", "art_2.pt_2.spt_ii.spt_d", "механизмов и процедур"),
        ("charter-protocol-2009@2009-11-16:ru", "art_1.pt_5.spt_3", "Любые другие формальности"),
    ],
)
def test_a_unit_stands_at_its_address(
    editions: dict[str, Edition], edition: str, steps: str, begins: str
) -> None:
    clause = at(editions[edition], steps)
    assert steps_text(clause.steps) == steps
    assert clause.own_text.startswith(begins)


def test_the_kazakh_file_is_read_like_the_rest(editions: dict[str, Edition]) -> None:
    kazakh, russian = editions["law-148-2001@2026-07-14:kk"], editions[LAW]
    assert at(kazakh, "art_9").heading == "Мәслихат регламенті"
    assert at(kazakh, "art_9").mark == "9-бап."
    assert at(kazakh, "art_5.pt_7.part_2.spt_2").own_text.startswith("саяси партиялардан")
    assert [n.text[:8] for n in at(kazakh, "art_11").notes] == ["Ескерту."]
    for number in ("5", "9", "10", "11"):
        tree = [steps_text(c.steps) for c in at(kazakh, f"art_{number}").walk()]
        assert tree == [steps_text(c.steps) for c in at(russian, f"art_{number}").walk()]


@pytest.mark.slow
def test_a_wording_printed_ahead_is_not_the_text_in_force(editions: dict[str, Edition]) -> None:
    point = at(editions[C2022], "art_4.pt_1")
    ahead = at(editions[C2022], "art_4.pt_1.future_1")
    assert point.status == Status.IN_FORCE
    assert "Конституционного Совета" in point.text
    assert ahead.status == Status.FUTURE
    assert "Конституционного Суда" in ahead.own_text
    assert "Конституционного Суда" not in point.text
    assert len(point.text.split("\n")) == 1
    assert "Конституционного Суда" not in at(editions[C2022], "art_4").text


def test_a_coming_subpoint_is_not_in_force(editions: dict[str, Edition]) -> None:
    coming = at(editions[LAW_2022], "art_6.pt_1.spt_4-4")
    assert coming.status == Status.FUTURE
    assert not coming.live
    assert at(editions[LAW], "art_6.pt_1.spt_4-4").status == Status.IN_FORCE


@pytest.mark.parametrize(
    ("edition", "steps"),
    [
        (LAW, "art_16"),
        (LAW, "art_18"),  # its note is not quoted
        (LAW, "art_24-1"),
        (LAW, "art_21.pt_1.spt_3"),  # «3) (исключен)»
        (LAW, "art_1.spt_14"),  # «*14) исключен …*»
        (LAW, "art_6.pt_2-11"),  # «2-11. Исключен …»
        (LAW, "art_6.pt_7"),
        (LAW, "art_6.pt_2-15.spt_2"),
        (ELECTIONS, "art_101.pt_4"),
    ],
)
def test_a_stub_is_excluded(editions: dict[str, Edition], edition: str, steps: str) -> None:
    assert at(editions[edition], steps).status == Status.EXCLUDED


def test_an_article_in_force_is_not_excluded_by_its_neighbour(editions: dict[str, Edition]) -> None:
    assert at(editions[LAW_2022], "art_24-1").status == Status.IN_FORCE
    assert at(editions[LAW], "art_25").status == Status.IN_FORCE
    rule = at(editions["legal-acts-2016@2026-07-14:ru"], "art_43.pt_2")
    assert rule.own_text.startswith("Исключения из правила")
    assert rule.live


def test_a_limited_norm_is_used_with_its_limit(editions: dict[str, Edition]) -> None:
    for steps in (
        "art_3.pt_2",
        "art_3.pt_3",
        "art_6.pt_1.spt_1",
        "art_39-3.pt_3.spt_4-1",
        "art_39-3.pt_3-1.part_1",
        "art_39-3.pt_4.part_7",
        "art_23-1.pt_4",  # «действует до 01.01.2025»
    ):
        clause = at(editions[LAW], steps)
        assert clause.status == Status.LIMITED, steps
        assert clause.live
        assert clause.notes, "the limit is shown with the unit"
    for steps in ("art_39-3.pt_4.part_4", "art_39-3.pt_3-1.part_2", "art_3"):
        assert at(editions[LAW], steps).status == Status.IN_FORCE


@pytest.mark.parametrize(
    ("edition", "steps", "about", "begins"),
    [
        (LAW, "art_39-3.pt_4.part_1", "unit", "Сноска. Часть первая пункта 4 действует"),
        (LAW, "art_39-3.pt_4.part_6", "unit", "Сноска. Часть шестая пункта 4 действует"),
        (LAW, "art_39-3.pt_3-1.part_1", "unit", "Сноска. Часть первая пункта 3-1"),
        (LAW, "title", "unit", "Сноска. Заголовок с изменениями"),
        (LAW, "preamble", "unit", "Сноска. Преамбула с изменениями"),
        (LAW, "art_2", "heading", "Сноска. Заголовок с изменениями"),
        (LAW, "art_23-1", "heading", "Сноска. Заголовок статьи 23-1"),
        (LAW, "art_19", "heading", "Сноска. Заголовок статья 19"),
        (LAW, "ch_3-1", "unit", "Сноска. Закон дополнен главой 3-1"),
        (LAW, "art_39-7", "unit", "Сноска. Глава 3 дополнена статьей 39-7"),
        (LAW_2022, "art_4.pt_1", "unit", "Сноска. Пункт 1 статьи 4 с изменениями"),
        (LAW_2022, "art_23-1", "unit", "Сноска. Глава 2 дополнена статьей 23-1"),
        ("constitution-1995@2007-05-21:ru", "art_1.pt_2", "unit", "Сноска. См. постановление"),
        ("constitution-1995@2023-01-01:ru", "art_4.pt_2", "unit", "Примечание. См. нормативные"),
        ("constitution-1995@2023-01-01:ru", "art_1", "unit", "Примечание. См. нормативные"),
    ],
)
def test_a_note_belongs_to_the_unit_that_it_names(
    editions: dict[str, Edition], edition: str, steps: str, about: str, begins: str
) -> None:
    notes = [n for n in at(editions[edition], steps).notes if n.about == about]
    assert any(n.text.startswith(begins) for n in notes)


def test_a_note_on_the_whole_text_belongs_to_the_act(editions: dict[str, Edition]) -> None:
    notes = editions[LAW].root.notes
    assert len(notes) == 5
    assert all("По всему тексту" in n.text for n in notes)
    assert notes[0].text.count("\n") == 3, "its quoted lines are one note"


def test_no_note_is_part_of_a_text(editions: dict[str, Edition]) -> None:
    for edition in editions.values():
        for clause in edition.walk():
            assert "Сноска." not in clause.text, clause.steps
            assert "Ескерту." not in clause.text, clause.steps


# --- Short and derived addresses --------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "asked", "given"),
    [
        (LAW, "art_39-3.pt_10.spt_1", "art_39-3.pt_10.part_3.spt_1"),
        (LAW, "art_11.pt_6.part_1", "art_11.pt_6"),
        (LAW, "art_6.part_1.pt_1.part_1.spt_3", "art_6.pt_1.spt_3"),
        (ELECTIONS, "art_104.pt_3-1.spt_5", "art_104.pt_3-1.part_1.spt_5"),
    ],
)
def test_a_short_or_redundant_address_is_accepted(
    editions: dict[str, Edition], edition: str, asked: str, given: str
) -> None:
    assert steps_text(at(editions[edition], asked).steps) == given


def test_an_ambiguous_address_is_refused_with_the_candidates(editions: dict[str, Edition]) -> None:
    with pytest.raises(Ambiguous) as caught:
        at(editions[ELECTIONS], "art_104.pt_3-1.spt_4")
    assert caught.value.candidates == (
        "elections-1995@2026-07-01:ru/art_104.pt_3-1.part_1.spt_4",
        "elections-1995@2026-07-01:ru/art_104.pt_3-1.part_2.spt_4",
    )


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("art_25-7", "art_25-1"),
        ("art_9.part_3", "art_9.part_2"),
        ("art_11.pt_8", "art_11.pt_7"),
        ("art_39-3.pt_10.part_3.spt_6", "art_39-3.pt_10.part_3.spt_5"),
        ("art_9.sent_1", "art_9.part_1"),
        ("art_11.pt_6.sent_3", None),
        ("art_1.part_100", None),
        ("art_1.part_б", None),
        ("art_9.part_1.sent_0", None),
    ],
)
def test_an_unknown_address_names_the_nearest(
    editions: dict[str, Edition], asked: str, nearest: str | None
) -> None:
    with pytest.raises(NotFound) as caught:
        at(editions[LAW], asked)
    assert asked in str(caught.value)
    if nearest:
        assert nearest in str(caught.value).split("ближайшие:")[1]


def test_what_is_not_held_is_never_called_unknown(editions: dict[str, Edition]) -> None:
    for edition, steps in (
        ("constitution-1995@2019-03-23:ru", "art_1"),
        ("constitution-2026@2026-07-01:kk", "art_5"),
        ("elections-1995@2023-01-01:ru", "art_105"),
        ("budget-code-2025@2026-07-14:ru", "art_1"),
        ("tax-code-2025@2026-07-01:ru", "art_1000"),
        ("elections-1995@2026-07-01:kk", "preamble"),
        (ELECTIONS, "art_24"),
    ):
        with pytest.raises(NotHeld):
            at(editions[edition], steps)
    with pytest.raises(NotFound):  # between the first and the last article of a chapter held whole
        at(editions[LAW], "art_13-1")


def test_first_paragraph_sentence_and_heading(editions: dict[str, Edition]) -> None:
    law = editions[LAW]
    first = at(law, "art_3.pt_3.spt_3.abz_1")
    assert first.own_text == "плата за размещение наружной (визуальной) рекламы на:"
    assert first.children == ()
    point = at(law, "art_11.pt_6")
    sentences = [at(law, f"art_11.pt_6.sent_{n}").own_text for n in (1, 2)]
    assert sentences[0] == "Сессии маслихата носят, как правило, открытый характер."
    assert " ".join(sentences) == point.own_text
    heading = at(law, "art_19.heading")
    assert heading.own_text == "Председатель маслихата"
    assert [n.about for n in heading.notes] == ["heading"]
