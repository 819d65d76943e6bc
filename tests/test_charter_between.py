"""Verdicts on two days side by side."""

from __future__ import annotations

import pytest

from kb.charter import report as compliance
from kb.charter.between import Between
from kb.library import Library

from .running import Kb, check_error


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, Between]:
    by = compliance.measure(library)
    return {b.id: b for b in compliance.on_two_days(library, by, "2022-03-02", "2026-07-14")}


@pytest.mark.slow
def test_a_change_names_the_law_and_the_words(found: dict[str, Between]) -> None:
    shared = found["4.4"]
    assert (shared.before, shared.after) == ("partly", "fails")
    assert "№ 350-VIII" in shared.law
    assert "решение которых осуществляется акимом и (или) органами" in shared.words
    spending = found["4.3"]
    assert spending.law == "Бюджетный кодекс Республики Казахстан, 2025-03-15 № 171-VIII"


def test_words_of_articles_not_held_before_are_not_called_new(found: dict[str, Between]) -> None:
    """Of the Budget Code of 2008 a part is held: its silence is no silence of the law."""
    spending = found["4.3"].words
    assert spending.startswith("во второй день есть слова: «Расходы бюджета города")
    assert "были ли они раньше, неизвестно" in spending
    assert "появились" not in spending


def test_a_text_held_on_one_day_brings_no_law(found: dict[str, Between]) -> None:
    """The law on treaties is as old as 2005; its edition of 2022 is only not held."""
    abroad = found["10.3"]
    assert "появились слова: «осуществляет международное сотрудничество" in abroad.words
    assert "во второй день есть слова: «Сношения" in abroad.words
    assert "договорах" not in abroad.law


def test_several_laws_of_a_note_are_not_one_cause(found: dict[str, Between]) -> None:
    assert found["4.4"].law.count("№") == 3
    assert "законов: 3; который из них внес эти слова, не сказано" in found["4.4"].words


@pytest.mark.slow
def test_a_text_that_is_not_held_is_no_change_of_the_law(found: dict[str, Between]) -> None:
    service = found["6.2"]
    assert service.law == ""
    assert service.words.startswith("это не изменение закона")
    assert "civil-service-2026" in service.words


@pytest.mark.slow
def test_the_command(kb: Kb, found: dict[str, Between]) -> None:
    days = ("--on", "2022-03-02", "--against", "2026-07-14")
    rows = kb("charter", *days, "--json").json["changed"]
    assert [r["id"] for r in rows] == list(found)
    assert all({"id", "before", "after", "law", "words"} <= set(r) for r in rows)
    assert (
        kb("charter", "--on", "2026-07-14", "--against", "2026-07-14", "--json").json["changed"]
        == []
    )
    check_error(kb("charter", "--against", "2026-07-14"), "назовите оба дня")
    check_error(kb("charter", "--on", "вчера", "--against", "2026-07-14"), "дата «вчера»")
