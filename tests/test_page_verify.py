"""The page Сверка: the bank's edition held against amending laws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paging import Shown, page, words
from tests.tongues import foreign, own_texts

LAW = """\
О внесении изменений
Астана, 11 июня 2026 года № 306-VIII
Внести в Закон Республики Казахстан от 23 января 2001 года «О местном государственном управлении и \
самоуправлении в Республике Казахстан» следующие изменения:
1) по всему тексту слова «законодательными актами» заменить словами «законами»;
2) в статье 9 слово «маслихата» заменить словом «совета»;
3) статью 999 исключить;
4) подумать над статьей 10.
"""


def given(text: str, path: str = "/verify", box: str = "Или вставьте текст закона") -> Shown:
    shown = page(path)
    shown.widget("text_area", box).set_value(text)
    return shown.run()


def count(shown: Shown, group: str) -> int:
    return int(words(shown.one(f"h2#verify-{group}")).rsplit(" ", 1)[-1])


@pytest.mark.slow
def test_every_difference_is_sorted_and_what_is_not_judged_is_named(home: Path) -> None:
    shown = given(LAW)
    assert "02.03.2022" in words(shown.one("p[role=status]"))
    assert count(shown, "by_law") == 1
    assert count(shown, "not_ordered") > 100
    assert count(shown, "undecided") >= 2
    unread = " ".join(shown.said("li.unread"))
    assert "подумать над статьей 10" in unread and "статья 999" in unread
    # What other laws did stands with the laws that the bank's note names.
    assert "Сноски банка называют законы" in shown.text()
    chips = shown.all("a.chip[href^='#verify-']")
    assert all(len(shown.all(c.get("href", ""))) == 1 for c in chips)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "box"),
    [("kk", "Немесе заң мәтінін қойыңыз"), ("en", "Or paste the text of a law")],
)
def test_it_speaks_the_language_of_the_interface(home: Path, language: str, box: str) -> None:
    shown = given(LAW, f"/verify?lang={language}", box)
    said = [t for r in shown.all("h2, p.soft, p[role=status]") for t in own_texts(r)]
    assert said
    assert [(w, f) for w in said if (f := foreign(w, language))] == []


@pytest.mark.slow
def test_a_hostile_law_stays_words(home: Path) -> None:
    shown = given(
        "статью 999 исключить <script>alert(1)</script>;\nпункт <img src=x onerror=1> исключить"
    )
    assert not shown.all(".kb script, .kb img")
