"""The page Исследования: by author, theme, norm and words; tables, charts and their faults; abroad."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .paging import Shown, page, words


def face(shown: Shown) -> str:
    """What the page says without what is folded."""
    tree = shown.tree
    for details in tree.cssselect("details"):
        details.drop_tree()
    return words(tree)


def charts(shown: Shown) -> int:
    return sum(
        e.type == "vega_lite_chart" or e.type == "arrow_vega_lite_chart" for e in shown.elements()
    )


@pytest.mark.slow
def test_studies_are_found_by_author_theme_and_norm(home: Path) -> None:
    start = page("/studies")
    assert len(start.all("h2")) == 3 and not start.all(".hit")
    for says in ("Нурпеисов", "Открытость", "Статья 2-1 · Закон о МСУ"):
        answer = page(start.one("a", says).get("href", ""))
        assert answer.all(".hit"), says
    assert "показаны первые 20" in words(answer.one("[role=status]"))
    assert len(page(answer.one("a", "Показать все").get("href", "")).all(".hit")) > 20


@pytest.mark.slow
def test_words_find_claims_and_tables_in_any_form(home: Path) -> None:
    assert any("трансляци" in words(h) for h in page("/studies?q=трансляция").all(".hit"))
    tables = page("/studies?view=tables&q=предприниматели")
    assert "Депутаты-предприниматели" in tables.said(".picks b")
    assert "одно из условий" in page("/studies?q=кенгуру").text()
    assert page("/studies?q=%28%28%28").alerts
    assert "<script" not in page("/studies?q=%3Cscript%3E&view=tables").text()


@pytest.mark.slow
def test_a_gist_is_told_in_the_reader_s_language_and_the_words_in_the_author_s(home: Path) -> None:
    quoted = "В данное время жители являются лишь формальным субъектом"
    for language, gist in (
        ("ru", "Жители – лишь формальный субъект"),
        ("kk", "Тұрғындар – өзін-өзі басқарудың тек формалды субъектісі"),
        ("en", "The residents are only a formal subject"),
    ):
        shown = page(f"/studies?study=bektibaev-2022&claim=formal-subject&lang={language}")
        hit = shown.one("#formal-subject")
        assert gist in words(hit), language
        assert quoted in words(hit.cssselect("blockquote[lang=ru]")[0]), language


@pytest.mark.slow
def test_lines_of_files_stand_in_the_details_only(home: Path) -> None:
    for path in ("/studies?study=nurpeisov", "/studies?view=tables", "/studies?view=models"):
        shown = page(path)
        assert not re.search(r"[Сс]трок[аи] \d|\.ya?ml|[a-z]-20\d\d#", face(shown)), path
        assert re.search(r"[Сс]трок[аи] \d", shown.text())


@pytest.mark.slow
def test_a_table_stands_with_its_chart_its_source_and_its_faults(home: Path) -> None:
    shown = page("/studies?view=tables&exhibit=bektibaev-2022%23table-7")
    assert shown.at.header[0].value.startswith("Таблица 7.")
    assert charts(shown) == 5
    row = next(r for r in shown.all("tr") if words(r).startswith("плохо"))
    assert [words(c) for c in row][1:] == ["46,90%", "40,50%", "40,00%", "3,20%", "42,47%"]
    assert any("32,65" in f for f in shown.said("li.fault"))
    assert "составлена автором по итогам опроса" in shown.text()
    drawn = page("/studies?view=tables&exhibit=bektibaev-2022%23figure-7")
    assert "Таблица 8" in words(drawn.one("p a", "Таблица 8"))


@pytest.mark.slow
def test_the_numbers_stand_beside_the_amendments_that_rest_on_them(home: Path) -> None:
    fourth = page("/amendments?package=bektibaev-2022&item=4")
    evidence = words(fourth.one("details.evidence"))
    assert "48,4%" in evidence and "меньше половины" in evidence and "это 26" in evidence
    fifth = page("/amendments?package=bektibaev-2022&item=5")
    assert "74,36%" in words(fifth.one("details.evidence"))
    assert not page("/amendments?package=bektibaev-2022&item=3").all("details.evidence")


@pytest.mark.slow
def test_models_of_other_countries_are_one_table(home: Path) -> None:
    every = page("/studies?view=models")
    said = " ".join(every.said("table.models td:first-child"))
    for country in (
        "Великобритания",
        "Франция",
        "Германия",
        "Китай",
        "Польша",
        "Швейцария",
        "Швеция",
    ):
        assert country in said, country
    poland = page("/studies?view=models&model=poland")
    assert {words(r)[:6] for r in poland.all("table.models tbody tr")} == {"Польша"}
    assert len(poland.all("table.models tbody tr")) == 4
