"""The main path in one film: first visit, an amendment, findings, the Мастерская, a package, a Word file."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from kb.pages.words import text
from tests.at_desk import ADDED, desk, drafted, named, own
from tests.browsing import Server, in_every_language, local, settled, take, visit_page

__all__ = ["desk", "own"]

pytestmark = pytest.mark.browser


def words_of(path: Path) -> str:
    """The text of a Word file, its tables with it."""
    opened = Document(str(path))
    cells = (c.text for t in opened.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def cut_short(page: Page) -> list[str]:
    """The words of buttons that end in an ellipsis for want of room."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button *')]
        .filter(e => getComputedStyle(e).textOverflow === 'ellipsis' && e.scrollWidth > e.clientWidth)
        .map(e => e.innerText)"""
    )
    return found


def test_from_the_first_visit_to_a_word_file(browser: Browser, own: Server, tmp_path: Path) -> None:
    visit = visit_page(browser, own, "/")
    page = visit.page
    # An amendment against today's law, and what the checks say of it.
    page.locator(".cards a", has_text="статьи 11").first.click()
    expect(page.locator("tr.changed ins").first).to_be_visible()
    expect(page.locator(".finding:visible").first).to_be_visible()
    expect(page.locator("mark.at").first).to_be_visible()
    # The Мастерская at the same point.
    page.goto(own.url)
    page.get_by_role("link", name="Составить поправку").click()
    drafted(page)
    page.get_by_role("radio", name="Замечания").click()
    expect(page.locator(".finding:visible").first).to_be_visible()
    named(page, "Сессии в сети", "Автор Первый", "sessii-v-seti")
    page.get_by_role("button", name="Сохранить пакет").click()
    expect(page.get_by_text("Сохранено: sessii-v-seti.")).to_be_visible()
    # Its paper, opened as Word would open it.
    page.get_by_role("link", name="Показать в Поправках").click()
    expect(page.locator("tr.changed ins").first).to_contain_text("транслируются")
    taken = take(page, "Скачать Word")
    assert taken.suggested_filename.startswith("sessii-v-seti")
    path = tmp_path / "sessii-v-seti.docx"
    taken.save_as(path)
    written = words_of(path)
    assert "транслируются в сети Интернет" in written
    assert ADDED in written.replace("\u00a0", " ")
    assert "Сессии маслихата носят, как правило, открытый характер" in written
    expect(page.get_by_role("alert")).to_have_count(0)
    assert local(visit.hosts), visit.hosts
    page.close()


def test_the_path_fits_in_every_language_also_on_a_phone(browser: Browser, own: Server) -> None:
    page = visit_page(browser, own, "/").page

    def stands(title: str) -> None:
        for lang in in_every_language(page):
            expect(page.get_by_role("heading", level=1)).to_have_text(text(title, lang))
            for width in (360, 1400):
                page.set_viewport_size({"width": width, "height": 1000})
                settled(page)
                assert fits(page), (page.url, width)
                assert cut_short(page) == [], (lang, width)
            expect(page.get_by_role("alert")).to_have_count(0)
            expect(page.get_by_test_id("stException")).to_have_count(0)

    stands("start_title")
    page.locator(".cards a[href*='item=3']").click()
    stands("page_amendments")
    expect(page.locator(".finding:visible").first).to_be_visible()
    page.goto(f"{own.url}/?lang=en")
    page.get_by_role("link", name=text("verb_workshop", "en")).click()
    stands("page_workshop")
    area = page.get_by_role("textbox", name=text("ws_text", "en"))
    expect(area).to_be_visible()
    area.fill(area.input_value().replace("открытый характер", ADDED))
    area.press("Control+Enter")
    expect(page.locator(".diff ins")).to_contain_text("транслируются")
    page.get_by_role("button", name=text("ws_put", "en")).click()
    expect(page.get_by_text(text("ws_is_put", "en", items="1"))).to_be_visible()
    stands("page_workshop")
    page.close()
