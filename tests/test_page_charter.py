"""The page Хартия: verdicts in words, their grounds, days, amendments, the counter, three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from tests.paging import Shown, page, words
from tests.tongues import foreign, own_texts

VERDICT = re.compile(r"^[✓½✗?] (соответствует|частично|не соответствует|не определено)$")
AMENDED = "/charter?on=2022-03-02&packages=bektibaev-2022"


def duty(shown: Shown, name: str) -> HtmlElement:
    """The paragraph of a name, opened as a click on its tile or line opens it."""
    links = [a.get("href", "") for a in shown.all("a.tile, ol.lines a")]
    if not any(f"p={name}&" in f"{link}&" for link in links):  # it stands on another tab
        tab = {"P": "Протокол", "K": "Конституция"}.get(name[0], "Пункты")
        shown = page(shown.one(".tabs a", tab).get("href", ""))
        links = [a.get("href", "") for a in shown.all("ol.lines a")]
    (link,) = {link for link in links if f"p={name}&" in f"{link}&"}
    return page(link).one("section.duty")


def verdict(path: str, name: str) -> str:
    """The verdict of a paragraph in the list of its tab."""
    (line,) = [x for x in page(path).all("ol.lines li") if words(x).split()[0] == name]
    return words(line.cssselect(".chip")[0])


def change(shown: Shown, name: str) -> HtmlElement:
    return shown.one(f".changes > li[id='change-{name}']")


def chips(element: HtmlElement, css: str = ".chip") -> list[str]:
    return [words(e) for e in element.cssselect(css)]


@pytest.mark.slow
def test_thirty_paragraphs_each_with_its_verdict_in_words(home: Path) -> None:
    shown = page("/charter")
    tiles = shown.all(".matrix a.tile")
    assert len(tiles) == 30
    said = [c for t in tiles for c in chips(t, ".verdict")]
    assert [c for c in said if not VERDICT.match(c)] == []
    assert len(shown.all(".matrix .tile", "★")) == 14
    lines = [
        len(page(f"/charter{tab}").all("ol.lines li"))
        for tab in ("", "?tab=protocol", "?tab=constitution")
    ]
    assert sum(lines) == 46
    assert lines[0] == 30
    assert len(shown.all(".legend .chip")) == 4
    assert "не член Совета Европы" in shown.said(".kb .aside")[0]


@pytest.mark.slow
def test_undetermined_says_what_is_missing(home: Path) -> None:
    found = words(duty(page("/charter"), "4.5"))
    assert "? не определено" in found
    assert "зависит от законов" in found


@pytest.mark.slow
def test_a_day_goes_into_the_url_and_changes_the_verdicts(home: Path) -> None:
    shown = page("/charter?tab=protocol")
    assert "соответствует" in verdict("/charter?tab=protocol", "P1.4.1")
    shown.widget("selectbox", "Тексты на день").set_value("2022-03-02")
    assert shown.run().query["on"] == "2022-03-02"
    assert "legal-acts-2016" in " ".join(shown.said(".kb .bad"))
    assert "частично" in verdict("/charter?tab=protocol&on=2022-03-02", "P1.4.1")


@pytest.mark.slow
def test_two_days_name_the_verdicts_that_differ(home: Path) -> None:
    shown = page("/charter?tab=days&with=2022-03-02")
    (changed,) = [c for c in shown.all(".changes > li") if "P1.4.1" in words(c)]
    assert "частично" in chips(changed)[0]
    assert "соответствует" in chips(changed)[-1]


@pytest.mark.slow
def test_tiles_are_left_by_verdict_core_and_dispute(home: Path) -> None:
    core = page("/charter?core=1")
    assert len(core.all("ol.lines li")) == len(core.all(".tile:not(.pale)")) == 14
    both = page("/charter?core=1&verdict=complies")
    assert {words(c) for c in both.all("ol.lines .chip")} == {"✓ соответствует"}
    disputed = page("/charter?disputed=1")
    count = int(words(disputed.one(".filters a", "спорно")).rpartition(": ")[2])
    assert len(disputed.all("ol.lines li")) == count > 0


@pytest.mark.slow
def test_a_package_lists_what_it_changes_and_why(home: Path) -> None:
    shown = page("/charter?on=2022-03-02")
    assert not shown.all(".changes")
    shown.widget("multiselect", "Применить поправки").set_value(["bektibaev-2022"])
    assert shown.run().query["packages"] == "bektibaev-2022"
    quotas = change(shown, "K4")
    assert "отдаляет от требования" in words(quotas)
    assert "места в маслихате заранее отданы определенным группам" in words(quotas)
    assert "соответствует" in chips(quotas)[0]
    assert "частично" in chips(quotas)[-1]
    broadcast = words(change(shown, "P2.2.iii"))
    assert "приближает к требованию" in broadcast
    assert "Появилось за: сессии транслируются" in broadcast
    assert "отчетов о проделанной работе маслихата перед населением" in words(change(shown, "P1.3"))
    assert "в законе это есть с редакции 01.01.2023" in words(change(shown, "3.2"))
    (tile,) = [t for t in shown.all(".tile") if words(t).startswith("3.2")]
    assert tile.cssselect(".news")[0].get("title") == "доводы изменились"
    evidence = [words(e) for e in duty(shown, "3.2").cssselect(".evidence > li")]
    assert [e for e in evidence if "предлагаемая редакция" in e]


def test_the_counter_of_article_12_is_said_in_words(home: Path) -> None:
    shown = page("/charter")
    assert "порог статьи 12 не достигнут" in shown.said(".met")[0]
    for bar, of, need in zip(shown.all(".bar"), (30, 14), (20, 10), strict=True):
        said = bar.get("aria-label") or ""
        assert f"нужно {need}" in said
        counts = [int(n) for n in re.findall(r": (\d+)", said)]
        assert len(counts) == 4
        assert sum(counts) == of


@pytest.mark.slow
def test_verdicts_stand_beside_the_rows_of_the_study(home: Path) -> None:
    shown = page("/charter?tab=table")
    assert "Аканова 2024, по Сафоновой 2010" in shown.text()
    rows = shown.all(".studyrow")
    assert len(rows) == 8
    for each in rows:
        assert each.cssselect("summary .chip")
        assert each.cssselect("a")
    assert "Расходится" in words(rows[5])
    (norm,) = [a for a in rows[0].cssselect("a") if words(a) == "ст. 89"]
    assert "Статья 89" in page(norm.get("href", "")).said("h3")[0]
    # The studies contradict each other on whether Kazakhstan has joined.
    member = page("/charter?tab=member").text()
    assert "присоединился к Европейской Хартии" in member
    assert "необходимо Казахстану, ратифицировать" in member


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?on=2022-13-40", "2022-13-40"),
        (
            "?packages=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
            "<img src=x onerror=alert(1)>",
        ),
    ],
)
def test_an_unknown_choice_is_said_and_the_page_stands(home: Path, query: str, says: str) -> None:
    shown = page(f"/charter{query}")
    assert says in shown.said(".bad")[0]
    assert len(shown.all(".matrix a.tile")) == 30
    assert not shown.all(".kb img")


@pytest.mark.parametrize("language", ["kk", "en"])
@pytest.mark.parametrize("query", ["?on=2022-03-02&packages=bektibaev-2022", "?on=2015-01-01"])
def test_the_page_speaks_the_language_of_the_interface(
    home: Path, query: str, language: str
) -> None:
    shown = page(f"/charter{query}&p=3.1&lang={language}")
    said = [t for e in shown.all(".kb") for t in own_texts(e)]
    own = {"kk": "жергілікті өзін-өзі басқару", "en": "local authorities"}[language]
    assert any(own in w.lower() for w in said)
    assert [(w, f) for w in said if (f := foreign(w, language))] == []
    if "packages" in query:  # on a day without a law there is nothing to quote
        # Words of the law stay as the law has them.
        assert re.search("[А-я]", shown.said("mark")[0])


def test_a_change_is_told_in_the_language_of_the_interface(home: Path) -> None:
    shown = page(f"{AMENDED}&lang=en")
    said = words(change(shown, "P2.2.iii"))
    assert "Gained for: sessions are broadcast – Point 6 of article 11" in said
    assert "Gained against: seats in the maslikhat are given to certain groups in advance" in words(
        change(shown, "K4")
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "box", "says"),
    [
        (
            "kk",
            "Құрылымдық элементтің мәтіні",
            "Жақтайтын дәлел пайда болды: сессиялар трансляцияланады",
        ),
        ("en", "Text of the unit", "Gained for: sessions are broadcast"),
    ],
)
def test_the_workshop_tells_the_effects_in_its_language(
    own_home: Path, language: str, box: str, says: str
) -> None:
    point = "/workshop?address=law-148-2001@2026-07-14:ru/art_11.pt_6&answer=charter"
    shown = page(f"{point}&lang={language}")
    area = shown.widget("text_area", box)
    area.set_value("Сессии маслихата проводятся открыто с прямой трансляцией.")
    changes = shown.run().one(".kb ul.changes")
    assert says in words(changes)
    assert [(w, f) for w in own_texts(changes) if (f := foreign(w, language))] == []


def test_two_days_name_the_law_and_the_words() -> None:
    shown = page("/charter?tab=days&with=2022-03-02")
    rows = [words(row) for row in shown.all(".changes > li")]
    assert rows
    told = "\n".join(rows)
    assert "Закон: " in told
    assert "появились слова: «" in told
    assert "на один из дней текст не удерживается" in told
