"""The page Мои акты, the history of a norm and Kazakh beside Russian, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.at_desk import desk, own
from tests.browsing import Server, local, visit_page

__all__ = ["desk", "own"]

pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).parent / "fixtures"
HOSTILE = """\
---
title: 'О <script>alert(1)</script> & пробном'
edition: '2024-05-01'
language: ru
---

# О пробном

## Статья 1. Предмет <img src=x onerror=alert(1)>

Настоящий Закон пробный.
"""


def upload(page: Page, *files: Path, name: str = "", date: str = "") -> None:
    page.locator("input[type=file]").set_input_files([str(f) for f in files])
    for file in files:
        expect(page.get_by_text(file.name).first).to_be_visible()
    if name or date:
        page.get_by_text("Имя акта, дата, сертификат").click()
        page.get_by_label("Имя акта, если файл").fill(name)
        page.get_by_label("Дата редакции").fill(date)
    page.get_by_role("button", name="Импортировать", exact=True).click()


def test_import_by_upload_shown_on_norms_and_removed(
    browser: Browser, own: Server, tmp_path: Path
) -> None:
    visit = visit_page(browser, own, "/importing")
    page = visit.page
    expect(page.get_by_text("Импортированных актов нет.")).to_be_visible()
    upload(page, FIXTURES / "adilet-ru.html", name="proba", date="2025-01-01")
    row = page.locator(".imported")
    expect(row).to_contain_text("proba")
    expect(page.get_by_text("файл adilet-ru.html")).to_be_visible()
    assert not list(own.home.glob("upload-*"))
    page.get_by_role("link", name="01.01.2025 · ru").click()
    expect(page.locator(".about").first).to_contain_text("местном государственном управлении")
    copy = page.locator("button.copy").first
    expect(copy).to_have_attribute("data-copy", "proba@2025-01-01:ru")
    expect(page.locator(".about").first).to_contain_text("дату редакции назвал не банк")

    page.goto(own.url + "/importing")
    page.get_by_role("button", name="Убрать", exact=True).click()
    page.get_by_role("button", name="Оставить").click()
    expect(page.get_by_role("button", name="Оставить")).to_be_hidden()
    assert (own.home / "corpus" / "proba").exists()
    page.get_by_role("button", name="Убрать", exact=True).click()
    page.get_by_role("button", name="Да, убрать").click()
    expect(page.get_by_text("Импортированных актов нет.")).to_be_visible()
    expect(page.get_by_text("proba: убрано редакций: 1")).to_be_visible()
    assert not (own.home / "corpus" / "proba").exists()
    assert local(visit.hosts), visit.hosts
    page.close()


def test_what_cannot_be_imported_gets_one_line(
    browser: Browser, own: Server, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"metadata": ', "utf-8")
    visit = visit_page(browser, own, "/importing")
    page = visit.page
    page.get_by_role("button", name="Импортировать", exact=True).click()
    expect(page.locator(".bad")).to_have_text("Выберите файл или укажите адрес.")
    upload(page, broken)
    expect(page.locator(".bad")).to_contain_text("broken.json")
    expect(page.locator(".bad")).not_to_contain_text(str(own.home))
    page.get_by_label("Адрес").fill("adilet:нет")
    page.get_by_role("button", name="Импортировать", exact=True).click()
    expect(page.locator(".bad", has_text="нужен ID вида")).to_be_visible()
    page.close()


def test_a_broken_act_is_named_and_removed_on_its_page(browser: Browser, own: Server) -> None:
    """What an earlier version took, and the library does not."""
    folder = own.home / "corpus"
    (folder / "pois").mkdir(parents=True)
    (folder / "pois" / "2021-01-01.True.md").write_text("---\nlanguage: true\n---\n", "utf-8")
    acts = folder / "acts.yaml"
    stood = acts.read_text("utf-8") if acts.exists() else "acts: []\n"
    entry = (
        "- {id: pois, title: О поиске, form: Закон, force: law, adopted: '2020-01-01', "
        "editions: [{date: '2021-01-01', held: {'True': []}}]}\n"
    )
    acts.write_text(stood.replace("acts: []", "acts:") + entry, "utf-8")
    page = visit_page(browser, own, "/norms?address=law-148-2001/art_9").page
    expect(page.locator(".bad", has_text="pois@2021-01-01:True")).to_have_count(1)
    expect(page.locator("h3.art").first).to_contain_text("Регламент маслихата")
    page.goto(own.url + "/importing")
    expect(page.locator(".imported", has_text="О поиске")).to_be_visible()
    expect(page.locator(".bad", has_text="Отложено: pois@2021-01-01:True")).to_have_count(1)
    page.get_by_role("button", name="Убрать", exact=True).click()
    page.get_by_role("button", name="Да, убрать").click()
    expect(page.locator(".imported")).to_have_count(0)
    expect(page.locator(".bad")).to_have_count(0)
    assert not (folder / "pois").exists()
    page.close()


def test_hostile_words_stay_words(browser: Browser, own: Server, tmp_path: Path) -> None:
    file = tmp_path / "закон.md"
    file.write_text(HOSTILE, "utf-8")
    visit = visit_page(browser, own, "/importing")
    page = visit.page
    upload(page, file, name="hostile")
    expect(page.locator(".imported")).to_contain_text("<script>alert(1)</script>")
    page.goto(own.url + "/norms?address=hostile/art_1")
    expect(page.locator("h3.art").first).to_contain_text("<img src=x")
    assert not visit.dialogs
    page.goto(own.url + "/importing")
    page.get_by_role("button", name="Убрать", exact=True).click()
    page.get_by_role("button", name="Да, убрать").click()
    expect(page.locator(".imported")).to_have_count(0)
    page.close()


def test_an_act_of_points_has_its_points_for_contents(browser: Browser, own: Server) -> None:
    page = visit_page(browser, own, "/importing").page
    upload(page, FIXTURES / "adilet-points.html")
    expect(page.locator(".imported", has_text="V2400034001")).to_be_visible()
    page.goto(own.url + "/norms?address=V2400034001/pt_3")
    contents = page.locator("nav.toc")
    expect(contents.get_by_role("link", name="2. Департаменту обеспечить:")).to_be_visible()
    contents.get_by_role("link", name="3. Сход созывается акимом.").click()
    page.wait_for_url(re.compile(r"app_1\.pt_3"))
    expect(page.locator(".clause.here")).to_contain_text("О созыве жители")
    page.close()
