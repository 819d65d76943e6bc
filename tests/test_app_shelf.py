"""The page Мои акты, the history of a norm and Kazakh beside Russian, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.at_desk import own
from tests.browsing import Server, local, settled, visit_page

__all__ = ["own"]

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
        page.get_by_label("Имя акта в корпусе").fill(name)
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
    expect(page.locator("button.copy").first).to_have_attribute("data-copy", "proba@2025-01-01:ru")
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


def test_history_of_a_clause(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/norms?address=law-148-2001/art_11.pt_6")
    page = visit.page
    section = page.locator("details.history")
    expect(section.locator("summary")).to_have_text("История: 1 изменение")
    expect(section.locator(".wording").first).to_be_hidden()
    section.locator("summary").click()
    changed = section.locator(".wording", has_text="изменено")
    expect(changed.locator("del").first).to_contain_text("секретар")
    expect(changed.locator("ins").first).to_contain_text("председател")
    expect(changed).to_contain_text("2022-11-05 № 157-VII")
    expect(changed).to_contain_text("2023-12-23")  # known, not held
    page.close()


def test_known_editions_stand_in_the_head(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/norms?address=law-148-2001/art_9")
    page = visit.page
    known = page.locator("details.editions")
    known.locator("summary").click()
    expect(known.locator("[aria-current]")).to_have_text("14.07.2026")
    expect(known.locator("li", has_text="2025-07-17")).to_contain_text("только известна")
    known.get_by_role("link", name="02.03.2022").click()
    page.wait_for_url(re.compile("2022-03-02"))
    expect(page.locator("button.copy").first).to_have_attribute(
        "data-copy", "law-148-2001@2022-03-02:ru"
    )
    page.close()


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_kazakh_stands_beside_russian(browser: Browser, server: Server, language: str) -> None:
    address = f"law-148-2001@2026-07-14:{language}/art_9"
    visit = visit_page(browser, server, f"/norms?address={address}")
    page = visit.page
    section = page.locator("details.both")
    section.locator("summary").click()
    first = section.locator("tbody tr").first.locator("td")
    expect(first.nth(0)).to_contain_text("9-бап")
    expect(first.nth(1)).to_contain_text("Статья 9")
    expect(section.locator("tbody tr").nth(1).locator("td").nth(0)).to_contain_text("әслихат")
    page.close()


@pytest.mark.parametrize("path", ["/importing", "/norms?address=law-148-2001/art_11.pt_6"])
def test_narrow_screen_has_no_overflow(browser: Browser, server: Server, path: str) -> None:
    visit = visit_page(browser, server, path, width=360)
    page = visit.page
    settled(page)
    page.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
    wide = page.evaluate(
        "[...document.querySelectorAll('.kb *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert not wide, wide[:3]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
