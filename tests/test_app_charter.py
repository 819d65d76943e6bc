"""The page Хартия as a student meets it: verdicts, their grounds, days, amendments, the counter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Server, Visit, settled, visit_page

pytestmark = pytest.mark.browser

VERDICT = re.compile(r"^[✓½✗?] (соответствует|частично|не соответствует|не определено)$")


def open_charter(browser: Browser, server: Server, query: str = "", width: int = 1400) -> Visit:
    visit = visit_page(browser, server, f"/charter{query}", width)
    expect(visit.page.locator(".kb .matrix")).to_be_visible()
    return visit


def duty(page: Page, name: str) -> Locator:
    return page.locator("details.duty", has=page.locator(f"[id='d-{name}']"))


def change(page: Page, name: str) -> Locator:
    return page.locator(".changes > li", has=page.locator(f"a[href='#d-{name}']"))


def test_tile_opens_the_grounds_which_quote_the_norm(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    found = duty(visit.page, "3.1")
    expect(found.locator("blockquote").first).to_be_hidden()
    visit.page.locator(".tile[href='#d-3.1']").click()
    against = found.locator(".evidence > li", has_text="маслихат не юридическое лицо").first
    expect(against.locator("mark")).to_have_text("Маслихат не обладает правами юридического лица")
    expect(against.locator("mark")).to_be_in_viewport(ratio=0)
    expect(against.locator(".chip")).to_contain_text("против")
    norm = against.get_by_role("link", name="Пункт 8 статьи 5 · Закон о МСУ · 2026-07-14")
    expect(norm).to_be_visible()
    # The rule's argument and the studies stand there too, with the reason where they part.
    expect(found).to_contain_text("Почему такой вердикт")
    differs = found.locator("li", has_text="Таблица 1, строка 2")
    expect(differs).to_contain_text("Расходится")
    expect(differs.locator(".note")).to_contain_text("о способности не говорит")
    norm.click()
    expect(visit.page.locator(".clause.here")).to_contain_text(
        "не обладает правами юридического лица"
    )
    visit.page.close()


def test_verdicts_are_taken_away_as_markdown(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    visit = open_charter(browser, server, "?on=2022-03-02&packages=bektibaev-2022")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Скачать Markdown").click()
    path = tmp_path / "charter.md"
    download.value.save_as(path)
    assert download.value.suggested_filename == "charter-2022-03-02-bektibaev-2022.md"
    text = path.read_text("utf-8")
    assert text.startswith("# Соответствие закона Хартии")
    assert "## Что меняют поправки" in text
    assert "## Исследования рядом с вердиктами" in text
    visit.page.close()


def test_paper_shows_the_folded_grounds(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    grounds = duty(visit.page, "3.1").locator("mark").first
    expect(grounds).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(grounds).to_be_visible()
    visit.page.close()


def test_paper_is_light_in_the_dark_theme(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    inks = """() => ['.stApp', 'h1', '.stRadio p', '.kb p', '.kb .chip.partly', '.kb a']
      .map(s => getComputedStyle(document.querySelector(s)).color)
      .map(c => Math.max(...c.match(/\\d+/g).slice(0, 3)))"""
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator("details.duty")).to_have_count(46)
    settled(page)
    assert min(page.evaluate(inks)) > 160
    page.emulate_media(media="print", color_scheme="dark")
    assert max(page.evaluate(inks)) < 160
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_narrow_page_fits_with_everything_open(
    browser: Browser, server: Server, language: str
) -> None:
    query = f"?on=2022-03-02&packages=bektibaev-2022&lang={language}"
    visit = open_charter(browser, server, query, 360)
    visit.page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
    settled(visit.page)
    overflow = visit.page.evaluate(
        "() => [...document.querySelectorAll('.kb *')].filter(e => e.getClientRects().length"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"
    )
    assert overflow == []
    visit.page.close()
