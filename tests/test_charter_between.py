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
