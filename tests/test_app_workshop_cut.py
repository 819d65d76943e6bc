"""The Мастерская when something breaks in: a reload during a save, another tab, a spoilt file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from kb.workshop import bench as workbench
from tests.at_desk import ADDED, desk, draft_of, drafted, give, named, open_page, own, view
from tests.browsing import Server, settled, visit_page

__all__ = ["desk", "own"]

pytestmark = pytest.mark.browser


def test_a_reload_in_the_middle_of_a_save_loses_nothing(browser: Browser, own: Server) -> None:
    visit = open_page(browser, own)
    page = visit.page
    drafted(page)
    named(page, "Прерванный", "Автор", "prervannyj")
    draft = draft_of(page)
    for pause in (0, 30, 120):
        page.get_by_role("button", name="Сохранить пакет").click(no_wait_after=True)
        page.wait_for_timeout(pause)
        page.reload()
        expect(page.get_by_role("textbox", name="Название пакета")).to_have_value("Прерванный")
        settled(page)
        # What is there is whole: the draft always, the package as soon as there is one.
        sheet, _ = workbench.read_draft(own.home, draft)
        assert ADDED in (sheet.package.items[0].proposed or "")
        if "prervannyj" in workbench.own(own.home):
            assert workbench.saved(own.home, "prervannyj")[0].title == "Прерванный"
    page.get_by_role("button", name="Сохранить пакет").click()
    # Wherever the saves before were cut, what they left is known as this page's own.
    expect(page.get_by_text("Сохранено: prervannyj.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert not list(own.home.rglob(".prervannyj*"))
    page.close()


def test_an_open_page_answers_after_another_tab_saved_a_package(
    browser: Browser, own: Server
) -> None:
    page = open_page(browser, own).page
    (built,) = own.home.glob("library-*.sqlite")
    before = built.stat().st_mtime_ns
    other = open_page(browser, own).page
    drafted(other)
    named(other, "Из другой вкладки", "Автор", "drugaya")
    other.get_by_role("button", name="Сохранить пакет").click()
    expect(other.get_by_text("Сохранено: drugaya.")).to_be_visible()
    settled(other)
    assert built.stat().st_mtime_ns > before  # the library under the first page is another one now
    give(page, "открытый характер", ADDED)
    expect(page.locator(".diff ins")).to_have_text(re.compile("и транслируются"))
    view(page, "Пакет")
    page.get_by_role("combobox", name="Пакет поправок").click()
    expect(page.get_by_role("option", name=re.compile("drugaya"))).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()
    other.close()


def test_a_spoilt_package_file_is_told_on_every_page_and_locks_nobody_out(
    browser: Browser, own: Server
) -> None:
    folder = own.home / "amendments"
    folder.mkdir(exist_ok=True)
    spoilt = folder / "isporchen.yaml"
    spoilt.write_text("id: isporchen\ntitle: <script>alert(1)</script>\n", "utf-8")
    try:
        for path in ("/", "/norms", "/workshop?view=package"):
            visit = visit_page(browser, own, path)
            said = visit.page.get_by_role("alert")
            expect(said).to_contain_text(f"{spoilt}:1")
            assert not visit.dialogs
            if path != "/workshop?view=package":
                visit.page.close()
        page = visit.page
        page.get_by_role("combobox", name="Пакет поправок").click()
        page.get_by_role("option", name=re.compile(r"\(bektibaev-2022\)")).click()
        page.get_by_role("button", name="Открыть", exact=True).click()
        expect(page.locator("h3.item").first).to_be_visible()
    finally:
        spoilt.unlink()
    page.reload()
    expect(page.locator("h3.item").first).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()
