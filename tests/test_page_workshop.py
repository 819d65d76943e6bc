"""The Мастерская as the server draws it: where it opens, the field that finds a unit, the first page before
there is a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.pages import libraries
from tests.paging import page, words

POINT = "law-148-2001@2026-07-14:ru/art_11.pt_6"
EDIT = "Текст структурного элемента"


def test_a_unit_is_reached_by_its_citation_or_its_words(home: Path) -> None:
    shown = page(f"/workshop?address={POINT}")
    for query, begins in (("ст. 9", "Статья 9. "), ("ст. 11 п. 6", "6. Сессии маслихата носят")):
        shown.widget("text_input", "Найти").set_value(query)
        shown.run()
        assert shown.widget("text_area", EDIT).value.startswith(begins)
    assert shown.query["address"] == POINT
    shown.widget("text_input", "Найти").set_value("такогословавзаконахнет")
    shown.run()
    assert "структурного элемента не найдено" in shown.alerts[0]
    assert shown.widget("text_area", EDIT).value.startswith("6. Сессии")


def test_it_opens_at_an_article_and_never_at_the_heading_of_the_act(home: Path) -> None:
    shown = page("/workshop")
    assert shown.widget("text_area", EDIT).value.startswith("Статья 1. ")


def test_the_official_wording_stands_beside_the_text(home: Path) -> None:
    shown = page(f"/workshop?address={POINT}")
    area = shown.widget("text_area", EDIT)
    area.set_value(area.value.replace("открытый", "открытый и гласный"))
    shown.run()
    assert "дополнить словами «и гласный»" in words(shown.one("blockquote.wording"))
    assert words(shown.one("tr.changed ins")) == "и гласный"
    # What is typed can be taken away before it is put into a package.
    taken = [b for b in shown.buttons() if "1 поправка, редакция 14.07.2026" in b]
    assert len(taken) == 3


def test_the_search_and_the_verbs_stand_before_there_is_a_library(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(language: str) -> None:
        raise KbError(say("library.busy"))

    monkeypatch.setattr(libraries, "of_session", none)
    shown = page("/")
    assert len(shown.all(".verbs a")) == 3
    assert shown.one("form.search").get("action") == "/norms"
    assert shown.alerts
