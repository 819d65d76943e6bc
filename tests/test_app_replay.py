"""The page Инструкция: an instruction, the law as amended, the operation behind each change."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Server, cut_off, local, visit_page
from tests.tongues import foreign, own_words

pytestmark = pytest.mark.browser


def give(page: Page, text: str) -> None:
    """Types an instruction and asks for the answer."""
    page.get_by_role("textbox", name="Текст поправок").fill(text)
    page.get_by_role("button", name="Применить").click()
    expect(page.locator(".kb p[role=status]")).to_be_visible()


def test_the_example_shows_each_change_with_its_operation(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/replay")
    page = visit.page
    page.get_by_role("button", name="Учебный пример").click()
    status = page.locator(".kb p[role=status]")
    expect(status).to_contain_text("применено: 3 · отказано: 1 · не прочитано: 0")
    expect(status.locator("button")).to_have_attribute("data-copy", "law-148-2001@2026-07-14:ru")
    marks = page.locator("blockquote a.op")
    expect(marks).to_have_count(4)
    assert [m.inner_text() for m in marks.all()] == ["№ 1", "№ 2", "№ 3", "№ 4"]
    changed = page.locator("tr.changed")
    expect(changed.locator("del")).to_have_text("маслихатом")
    expect(changed.locator("ins")).to_have_text("регламентом маслихата")
    cause = changed.locator("td.status a.op")
    expect(cause).to_have_text("№ 2")
    expect(cause).to_have_attribute(
        "title", "в пункте 5 слово «маслихатом» заменить словами «регламентом маслихата»"
    )
    expect(page.locator("tr.deleted td.status a.op")).to_have_text("№ 1")
    expect(page.locator("tr.inserted td.status a.op")).to_have_text("№ 3")
    # Links lead both ways, and a refused operation leads to its reason.
    for mark in marks.all():
        href = mark.get_attribute("href") or ""
        assert page.locator(href).count() == 1, href
    expect(page.locator(cause.get_attribute("href") or "")).to_have_text("№ 2")
    cause.click()
    page.wait_for_url("**#op-2")
    expect(page.locator("#result-4")).to_contain_text("нет такой единицы — пункт 99 статьи 11")
    assert local(visit.hosts), visit.hosts
    page.close()


def test_only_changed_articles_are_shown_and_neighbours_fold(
    browser: Browser, server: Server
) -> None:
    visit = visit_page(browser, server, "/replay")
    give(visit.page, "пункт 5 статьи 11 исключить.")
    expect(visit.page.locator(".diff")).to_have_count(1)
    neighbour = visit.page.get_by_text("Сессия маслихата проводится в форме пленарных").first
    expect(neighbour).to_be_hidden()
    visit.page.locator(".diff summary").first.click()
    expect(neighbour).to_be_visible()
    visit.page.close()


def test_what_is_not_an_instruction_is_said_to_be_unread(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/replay")
    give(visit.page, "Статью 9 следует подумать исключить, если маслихат согласен.")
    expect(visit.page.locator("blockquote del.unread")).to_have_count(1)
    expect(visit.page.locator("li.unread")).to_be_visible()
    expect(visit.page.get_by_text("Ни одной команды не прочитано")).to_be_visible()
    expect(visit.page.locator(".diff")).to_have_count(0)
    visit.page.close()


def test_a_hostile_instruction_neither_runs_nor_breaks(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/replay")
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> ' \" $x$ **a**"
    give(
        visit.page,
        f"статью 11 дополнить пунктом 8 следующего содержания:\n«8. {hostile}»;\n{hostile}",
    )
    expect(visit.page.locator("tr.inserted")).to_contain_text("<script>alert(1)</script>")
    expect(visit.page.locator("tr.inserted td.status a.op")).to_have_text("№ 1")
    expect(visit.page.locator("blockquote")).to_contain_text("<img src=x onerror=alert(2)>")
    assert visit.page.locator(".kb script, .kb img").count() == 0
    assert not visit.dialogs
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_the_chosen_edition_stands_in_the_url(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/replay?act=law-148-2001&edition=2022-03-02:ru")
    give(visit.page, "пункт 5 статьи 11 исключить")
    expect(visit.page.locator(".kb p[role=status]")).to_contain_text("02.03.2022")
    assert "edition=2022-03-02" in visit.page.url
    visit.page.close()


@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_is_cut_off_sideways(browser: Browser, server: Server, width: int) -> None:
    visit = visit_page(browser, server, "/replay", width)
    visit.page.get_by_role("button", name="Учебный пример").click()
    expect(visit.page.locator("tr.changed")).to_be_visible()
    assert not cut_off(visit.page)
    visit.page.close()


def test_a_package_shows_the_law_as_amended(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments?against=newest")
    said = "применено: 4, отказано: 0"
    expect(visit.page.get_by_text(said)).to_have_count(0)
    visit.page.get_by_text("Закон с поправками", exact=True).click()
    law = visit.page.locator(".kb", has_text=said)
    expect(law.locator(".diff")).to_have_count(4)
    expect(law.locator("tr.deleted").first).to_contain_text("Типовой регламент маслихатов")
    elections = visit.page.locator(".kb", has_text="применено: 1, отказано: 0")
    expect(elections.locator(".diff")).to_have_count(1)
    visit.page.close()


UNREADABLE = """\
В статье 11: в пункте 5 слово «уполномоченным» заменить словами «кем-то еще»;
дополнить чем-нибудь;
пункт 3 изложить в следующей редакции: «Без номера.»;
статью 9 исключить; пункт 1 статьи 9 исключить.
"""


@pytest.mark.parametrize(
    ("language", "box", "button", "says"),
    [
        ("kk", "Түзетулер мәтіні", "Қолдану", "«уполномоченным» сөздері жоқ"),
        ("en", "Amending text", "Apply", "there are no words «уполномоченным»"),
    ],
)
def test_refusals_speak_the_language_of_the_interface(
    browser: Browser, server: Server, language: str, box: str, button: str, says: str
) -> None:
    page = visit_page(browser, server, f"/replay?lang={language}").page
    page.get_by_role("textbox", name=box).fill(UNREADABLE)
    page.get_by_role("button", name=button).click()
    results = page.locator("li[id^=result-], li.unread")
    expect(results.first).to_be_visible()
    expect(page.locator("li .bad", has_text=says)).to_be_visible()
    assert [(w, f) for w in own_words(results) if (f := foreign(w, language))] == []
    page.close()
