"""The page Хартия as a student meets it: verdicts, their grounds, days, amendments, the counter."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import (
    Server,
    Visit,
    cut_off,
    in_every_language,
    settled,
    take,
    visit_page,
)

pytestmark = pytest.mark.browser


def open_charter(browser: Browser, server: Server, query: str = "", width: int = 1400) -> Visit:
    visit = visit_page(browser, server, f"/charter{query}", width)
    expect(visit.page.locator(".kb .matrix")).to_be_visible()
    return visit


def test_a_tile_opens_its_paragraph_beside_and_back_returns(
    browser: Browser, server: Server
) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    last = page.locator(".matrix a.tile").last.evaluate("e => e.getBoundingClientRect().bottom")
    assert last < 1000  # all thirty on the first screen
    page.locator(".tile", has_text="3.1").click()
    page.wait_for_url("**p=3.1**")
    found = page.locator("[id='d-3.1']")
    against = found.locator(".evidence > li", has_text="маслихат не юридическое лицо").first
    expect(against.locator("mark")).to_have_text("Маслихат не обладает правами юридического лица")
    expect(against.locator(".chip")).to_contain_text("против")
    expect(page.locator(".tile[aria-current]")).to_contain_text("3.1")
    top = page.locator(".tile").first.evaluate("e => e.getBoundingClientRect().top")
    assert top > 0  # nothing jumped
    norm = against.get_by_role("link", name="Пункт 8 статьи 5 · Закон о МСУ · 14.07.2026")
    expect(norm).to_be_visible()
    # The rule's argument and the studies stand there too, with the reason where they part.
    expect(found).to_contain_text("Почему такой вердикт")
    differs = found.locator("li", has_text="Таблица 1, строка 2")
    expect(differs).to_contain_text("Расходится")
    expect(differs.locator(".remark")).to_contain_text("о способности не говорит")
    norm.click()
    expect(page.locator(".clause.here")).to_contain_text("не обладает правами юридического лица")
    page.go_back()
    expect(page.locator("[id='d-3.1']")).to_be_visible()
    page.go_back()
    expect(page.locator("[id='d-3.1']")).to_have_count(0)
    expect(page.locator(".kb .matrix")).to_be_visible()
    page.close()


def test_paper_shows_the_folded_rows(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/charter?tab=table")
    cells = visit.page.locator(".studyrow .cells").first
    expect(cells).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(cells).to_be_visible()
    visit.page.close()


def test_paper_is_light_in_the_dark_theme(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    inks = """() => ['.stApp', 'h1', '.stRadio p', '.kb p', '.kb .chip.partly', '.kb .tabs a']
      .map(s => getComputedStyle(document.querySelector(s)).color)
      .map(c => Math.max(...c.match(/\\d+/g).slice(0, 3)))"""
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator("ol.lines li")).to_have_count(30)
    settled(page)
    assert min(page.evaluate(inks)) > 160
    page.emulate_media(media="print", color_scheme="dark")
    assert max(page.evaluate(inks)) < 160
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    page.close()


def test_an_old_link_leads_to_its_paragraph_and_its_tab(browser: Browser, server: Server) -> None:
    page = browser.contexts[0].new_page()
    for link, place in (("#d-P1.4.1", "[id='d-P1.4.1']"), ("#c-table", ".studyrow >> nth=7")):
        page.goto(f"{server.url}/charter{link}")
        expect(page.locator(place)).to_be_visible()
    page.close()


def test_verdicts_are_taken_away_as_papers_and_a_picture(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    page = open_charter(browser, server, "?on=2022-03-02&packages=bektibaev-2022").page
    for name, ending, begins in (
        ("Скачать Word", "docx", b"PK"),
        ("Скачать Excel", "xlsx", b"PK"),
        ("Скачать Markdown", "md", "# Соответствие закона Хартии".encode()),
        ("Скачать картинку SVG", "svg", b"<svg"),
        ("Скачать картинку PNG", "png", b"\x89PNG"),
    ):
        taken = take(page, name)
        assert taken.suggested_filename == f"charter-2022-03-02-bektibaev-2022.{ending}"
        path = tmp_path / f"taken.{ending}"
        taken.save_as(path)
        assert path.read_bytes().startswith(begins)
    text = (tmp_path / "taken.md").read_text("utf-8")
    assert "## Что меняют поправки" in text
    assert "## Исследования рядом с вердиктами" in text
    page.close()


def test_narrow_page_fits_with_everything_open_in_every_language(
    browser: Browser, server: Server
) -> None:
    page = open_charter(browser, server, "?on=2022-03-02&packages=bektibaev-2022&p=3.1").page
    for _ in in_every_language(page):
        page.set_viewport_size({"width": 360, "height": 1000})
        page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
        settled(page)
        assert cut_off(page) == []
    page.close()
