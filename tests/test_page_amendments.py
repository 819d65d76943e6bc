"""The page Поправки: each amendment against an edition, its findings at their words, its choices."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.paging import Shown, fragments, page, words
from tests.tongues import foreign

FORTH = "/amendments?package=bektibaev-2022&item=4&against=author"


@pytest.mark.slow
def test_the_five_amendments_stand_in_one_order(home: Path) -> None:
    """That of the papers: the constitutional law first, then the law; each by its author's number."""
    shown = page("/amendments")
    assert [h.value.split(" · ")[0] for h in shown.at.header] == [
        "5. Пункт 9 статьи 103",
        "4. Части вторая – пятая пункта 3 статьи 5",
        "1. Статья 9",
        "2. Пункт 4 статьи 10",
        "3. Пункт 6 статьи 11",
    ]
    deleted = shown.all("tr.deleted")[0]
    assert "Типовой регламент маслихатов утверждается Президентом" in words(deleted)
    # The status is said in words, not by colour alone.
    assert [words(e) for e in deleted.cssselect(".chip")] == ["исключено"]


@pytest.mark.slow
def test_unchanged_neighbours_are_folded_away(home: Path) -> None:
    neighbour = "Первая сессия вновь избранного маслихата"
    (fold,) = {f for f in page("/amendments?item=2").all(".diff details") if neighbour in words(f)}
    assert fold.get("open") is None
    assert neighbour not in words(fold.cssselect("summary")[0])


def test_the_newest_edition_shows_what_the_author_did_not_see(home: Path) -> None:
    shown = page("/amendments?item=3&against=newest")
    assert "председателя маслихата" in words(shown.all(".diff")[0])
    (near,) = {e for e in shown.all(".below li") if e.cssselect(".chip.near")}
    assert [words(e) for e in near.cssselect("del")] == ["секретаря"]
    assert [words(e) for e in near.cssselect("ins")] == ["председателя"]


@pytest.mark.slow
def test_the_choice_of_an_edition_goes_into_the_url_and_comes_back(home: Path) -> None:
    shown = page("/amendments")
    assert shown.query["against"] == "newest"  # the law in force
    shown.at.main.radio[0].set_value("author")
    assert shown.run().query["against"] == "author"
    again = page("/amendments?" + "&".join(f"{k}={v}" for k, v in shown.query.items()))
    assert again.at.main.radio[0].value == "author"
    assert "Закон о МСУ · 02.03.2022" in again.text()


def unfolded(shown: Shown) -> Shown:
    """The page with the findings on technique open, which stand behind a switch."""
    for switch in shown.at.toggle:
        if re.search(r": \d+$", switch.label):
            switch.set_value(True)
    return shown.run()


@pytest.mark.slow
def test_findings_stand_at_their_words(home: Path) -> None:
    shown = unfolded(page(FORTH))
    assert "В городском маслихате." in shown.said("mark.at.warning")
    finding = next(
        f for f in shown.all(".finding", "В городском маслихате") if "двоеточия" in words(f)
    )
    # The severity is said in words and by a sign, and the rule leads to the norm that it applies.
    assert words(finding.cssselect(".chip")[0]) == "i Замечание"
    assert "/norms?address=legal-acts-2016" in str(finding.cssselect("details a")[0].get("href"))


@pytest.mark.parametrize(
    ("language", "says"), [("kk", "қос нүкте қойылмаған"), ("en", "there is no colon")]
)
def test_findings_speak_the_language_of_the_interface(home: Path, language: str, says: str) -> None:
    shown = unfolded(page(f"{FORTH}&lang={language}"))
    found = [f for f in shown.all(".finding", says) if "«В городском маслихате.»" in words(f)]
    assert len(found) == 1
    messages = shown.said(".finding > p:nth-of-type(2)")
    assert len(messages) > 4
    assert not [m for m in messages if foreign(m, language)]


def test_severities_are_filtered(home: Path) -> None:
    shown = unfolded(page(FORTH))
    assert shown.all(".finding .chip.warning")
    chosen = shown.widget("button_group", "Проверка проекта")
    chosen.set_value([v for v in chosen.value if v != "warning"])
    shown.run()
    assert not shown.all(".finding .chip.warning")
    assert shown.all(".finding .chip.remark")


def row(shown: Shown, says: str) -> int:
    """The place of a finding among those of the page."""
    return next(n for n, f in enumerate(shown.all(".finding")) if says in words(f))


@pytest.mark.slow
def test_a_finding_is_set_aside_with_a_reason_and_comes_back(own_home: Path) -> None:
    says, reason = "оканчивается без знака препинания", "Точка за кавычкой <b>автора</b>"
    shown = unfolded(page("/amendments?item=2&against=author"))
    nth = row(shown, says)
    shown.at.button[nth].click()
    assert "причина не названа" in words(shown.run().all(".bad")[0])
    shown.at.text_area[nth].set_value(reason)
    shown.at.button[nth].click()
    assert not shown.run().all(".finding", says)
    kept = (own_home / "dismissals" / "bektibaev-2022.yaml").read_text("utf-8")
    assert reason in kept
    again = unfolded(page("/amendments?item=2&against=author"))
    assert "Не учитываются: 1" in str([e.label for e in again.at.expander])
    assert reason in again.text()
    assert "<b>автора" not in "".join(fragments(again))
    again.widget("button", "Вернуть").click()
    assert len(unfolded(again.run()).all(".finding", says)) == 1


@pytest.mark.slow
def test_a_broken_package_is_named_by_file_and_line(own_home: Path) -> None:
    folder = own_home / "amendments"
    folder.mkdir()
    (folder / "broken.yaml").write_text("id: broken\nauthor: [\n", "utf-8")
    assert "broken.yaml:3" in page("/amendments").alerts[0]


def test_papers_can_be_taken(home: Path) -> None:
    there = page("/amendments").buttons()
    offered = {b.partition(" – ")[0]: b.partition(" – ")[2] for b in there if " – " in b}
    assert {"Скачать Word", "Скачать Markdown", "Word с правками"} <= set(offered)
    # Each names its scope and its edition.
    assert all(s.startswith("5 поправок, редакция ") for s in offered.values())
    assert "14.07.2026" in offered["Скачать Word"]


@pytest.mark.slow
def test_the_law_as_amended_by_a_package(home: Path) -> None:
    shown = page("/amendments?against=newest")
    said = "применено: 4, отказано: 0"
    assert said not in shown.text()
    shown.widget("toggle", "Закон с поправками").set_value(True)
    shown.run()
    (law,) = shown.all(".kb", said)
    assert len(law.cssselect(".diff")) == 4
    assert "Типовой регламент маслихатов" in words(law.cssselect("tr.deleted")[0])
    (elections,) = shown.all(".kb", "применено: 1, отказано: 0")
    assert len(elections.cssselect(".diff")) == 1
