"""A text of amendments in the Мастерская: the law as amended, the operation behind each change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paging import Shown, page, squeezed, words
from tests.tongues import foreign, own_texts

VIEW = "/workshop?view=instruction"


def given(text: str, more: str = "", box: str = "Текст поправок") -> Shown:
    """The page after an instruction was given."""
    shown = page(f"{VIEW}{more}")
    shown.widget("text_area", box).set_value(text)
    return shown.run()


def status(shown: Shown) -> str:
    return words(shown.one("p[role=status]"))


def test_the_example_shows_each_change_with_its_operation(home: Path) -> None:
    shown = page(VIEW)
    shown.widget("button", "Учебный пример").click()
    shown.run()
    assert "применено: 3 · отказано: 1 · не прочитано: 0" in status(shown)
    assert "Закон о МСУ · 14.07.2026" in status(shown)
    marks = shown.all("blockquote a.op")
    assert [words(m) for m in marks] == ["№ 1", "№ 2", "№ 3", "№ 4"]
    changed = shown.one("tr.changed")
    assert [words(e) for e in changed.cssselect("del")] == ["маслихатом"]
    assert [words(e) for e in changed.cssselect("ins")] == ["регламентом маслихата"]
    (cause,) = changed.cssselect("td.status a.op")
    assert words(cause) == "№ 2"
    assert cause.get("title") == (
        "в пункте 5 слово «маслихатом» заменить словами «регламентом маслихата»"
    )
    assert shown.said("tr.deleted td.status a.op") == ["№ 1"]
    assert shown.said("tr.inserted td.status a.op") == ["№ 3"]
    # Links lead both ways, and a refused operation leads to its reason.
    for mark in marks:
        assert len(shown.all(mark.get("href", ""))) == 1
    assert words(shown.one(cause.get("href", ""))) == "№ 2"
    assert "нет такого структурного элемента — пункт 99 статьи 11" in words(shown.one("#result-4"))


def test_only_changed_articles_are_shown_and_neighbours_fold(home: Path) -> None:
    shown = given("пункт 5 статьи 11 исключить.")
    assert len(shown.all(".diff")) == 1
    assert shown.all(".diff details:not([open])", "Сессия маслихата проводится в форме пленарных")


def test_what_is_not_an_instruction_is_said_to_be_unread(home: Path) -> None:
    shown = given("Статью 9 следует подумать исключить, если маслихат согласен.")
    assert len(shown.all("blockquote del.unread")) == 1
    assert shown.all("li.unread")
    assert "Ни одной команды не прочитано" in shown.text()
    assert not shown.all(".diff")


def test_a_hostile_instruction_stays_words(home: Path) -> None:
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> ' \" $x$ **a**"
    shown = given(
        f"статью 11 дополнить пунктом 8 следующего содержания:\n«8. {hostile}»;\n{hostile}"
    )
    inserted = shown.one("tr.inserted")
    assert "<script>alert(1)</script>" in words(inserted)
    assert [words(e) for e in inserted.cssselect("td.status a.op")] == ["№ 1"]
    assert "<img src=x onerror=alert(2)>" in " ".join(shown.said("blockquote"))
    assert not shown.all(".kb script, .kb img")


def test_the_edition_of_the_url_is_amended_and_stays_in_it(home: Path) -> None:
    shown = given("пункт 5 статьи 11 исключить", "&act=law-148-2001&edition=2022-03-02:ru")
    assert "Закон о МСУ · 02.03.2022" in status(shown)
    assert shown.query["edition"] == "2022-03-02:ru"


def test_the_act_meant_is_told_as_the_command_tells_it(home: Path) -> None:
    shown = given(
        "Внести в Закон Республики Казахстан «О лесах» изменение:\nпункт 5 статьи 11 исключить."
    )
    assert not shown.all(".diff")
    assert "к другому акту: Закон Республики Казахстан «О лесах»" in shown.text()


UNREADABLE = """\
В статье 11: в пункте 5 слово «уполномоченным» заменить словами «кем-то еще»;
дополнить чем-нибудь;
пункт 3 изложить в следующей редакции: «Без номера.»;
статью 9 исключить; пункт 1 статьи 9 исключить.
"""


@pytest.mark.parametrize(
    ("language", "box", "says"),
    [
        ("kk", "Түзетулер мәтіні", "«уполномоченным» сөздері жоқ"),
        ("en", "Amending text", "there are no words «уполномоченным»"),
    ],
)
def test_refusals_speak_the_language_of_the_interface(
    home: Path, language: str, box: str, says: str
) -> None:
    shown = given(UNREADABLE, f"&lang={language}", box)
    results = shown.all("li[id^=result-], li.unread")
    assert results
    assert shown.all("li .bad", says)
    said = [t for r in results for t in own_texts(r)]
    assert [(w, f) for w in said if (f := foreign(w, language))] == []


def test_a_wording_for_a_term_is_not_called_unread(home: Path) -> None:
    shown = given("приостановить до 1 января 2030 года действие пункта 5 статьи 11.")
    assert "не прочитано: 0 · на время: 1" in status(shown)
    assert not shown.all("del.unread")
    assert shown.all("li.unread .chip", "на время")
    assert "до 01.01.2030" in words(shown.one("li.unread"))


def test_the_law_in_the_other_language_stands_beside(home: Path) -> None:
    shown = given("пункт 5 статьи 11 исключить;\nстатью 9 исключить.")
    beside = shown.widget("text_area", "Тот же закон на другом языке")
    beside.set_value("11-баптың 5-тармағы алып тасталсын;\n10-бап алып тасталсын.")
    shown.run()
    assert shown.all("p.note", "Структурных элементов: 3, расходятся: 2")
    rows = [squeezed(words(r)) for r in shown.all("table.beside tbody tr")]
    assert len(rows) == 3
    assert "Пункт 5 статьи 11 одинаково" in rows[0]
    assert all("расходится" in row and "—" in row for row in rows[1:])
