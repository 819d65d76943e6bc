"""Мастерская under quick hands: what was brought back, and findings that appear while one writes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.at_desk import desk, drafted, give, named, open_page, own, press, view
from tests.browsing import Server, settled

__all__ = ["desk", "own"]

pytestmark = pytest.mark.browser


def test_buttons_pressed_in_haste_keep_what_was_brought_back(browser: Browser, own: Server) -> None:
    page = open_page(browser, own).page
    drafted(page)
    named(page, "Наспех", "Автор", "pervoe")
    name = page.get_by_role("textbox", name="Имя файла (латиницей)")
    for pause in (30, 80, 150):  # ms: the page has not heard yet what the first button has done
        for words in ("pervoe", "vtoroe"):
            name.fill(words)
            name.press("Enter")
        press(page, "Отменить правку")
        expect(name).to_have_value("pervoe")
        expect(page.get_by_role("button", name="Вернуть правку")).to_be_enabled()
        settled(page)
        page.evaluate(
            """async pause => {
            const button = name => [...document.querySelectorAll('button')].find(
                b => b.textContent.trim() === name);
            button('Вернуть правку').click();
            await new Promise(done => setTimeout(done, pause));
            button('Сохранить пакет').click();
            }""",
            pause,
        )
        expect(name).to_have_value("vtoroe")
        expect(page.get_by_text("Сохранено: vtoroe.")).to_be_visible()
    page.close()


def test_a_severity_that_appears_while_one_writes_is_shown(browser: Browser, own: Server) -> None:
    page = open_page(browser, own).page
    give(page, "открытый характер", "открытый характер с 30 января 2027 года")
    view(page, "Замечания")
    errors = page.locator(".finding.error")
    expect(page.locator(".finding").first).to_be_visible()
    expect(errors).to_have_count(0)
    give(page, "30 января", "30 февраля")
    expect(errors.filter(has_text="30 февраля")).to_be_visible()
    page.close()
