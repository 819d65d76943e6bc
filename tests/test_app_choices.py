"""A choice stays as it was made, also the second and the third, and the browser's arrow back leads to the
view before. Every list of every page without a browser: tests/test_page_choices.py."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Server, settled, visit_page

pytestmark = pytest.mark.browser


def main(page: Page) -> Page:
    """The page without its menu."""
    return page.get_by_test_id("stMain")  # type: ignore[return-value]


def view_of(page: Page) -> dict[str, list[str]]:
    """What the URL says, but for the language."""
    settled(page)
    said = parse_qs(urlparse(page.url).query)
    return {k: v for k, v in said.items() if k != "lang"}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/studies", "Что утверждает"),
        ("/workshop", "Статья"),
    ],
)
def test_each_choice_in_a_list_stays_in_every_language(
    browser: Browser, server: Server, path: str, label: str
) -> None:
    page = visit_page(browser, server, path).page
    box = main(page).get_by_role("combobox", name=label)
    seen = []
    for nth in (1, 0, 1):
        before = page.url
        box.click()
        option = page.get_by_role("option").nth(nth)
        if not option.count():  # a picture drawn meanwhile has moved the page, which closes a list
            box.click()
        words = option.inner_text()
        option.click()
        page.wait_for_url(lambda url, before=before: url != before)
        settled(page)  # the browser shows what was chosen before the server has answered
        expect(box).to_have_value(words)
        seen.append(words)
    assert len(set(seen)) == 2
    chosen = view_of(page)
    for language in ("English", "Қазақша"):
        page.get_by_test_id("stSidebar").get_by_text(language, exact=True).click()
        assert view_of(page) == chosen
    page.close()


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/workshop?draft=", ("Текст поправок", "Пакет (0)", "Правка", "Пакет (0)")),
    ],
)
def test_each_choice_in_a_row_stays(
    browser: Browser, server: Server, path: str, names: tuple[str, ...]
) -> None:
    page = visit_page(browser, server, path).page
    for name in names:
        radio = main(page).get_by_role("radio", name=name, exact=True).first
        radio.locator("xpath=ancestor-or-self::*[self::label or @role='radio'][1]").click()
        settled(page)
        expect(radio).to_be_checked()
    page.close()


def test_kinds_in_the_graph_are_left_out_one_by_one(browser: Browser, server: Server) -> None:
    page = visit_page(browser, server, "/graph").page
    kinds = main(page).get_by_role("toolbar").get_by_role("button")
    for nth in range(3):
        kinds.nth(nth).click()
    for nth in range(3):
        expect(kinds.nth(nth)).to_have_attribute("aria-pressed", "false")
    page.close()


def test_the_arrow_back_leads_to_the_view_before(browser: Browser, server: Server) -> None:
    page = visit_page(browser, server, "/studies?study=bektibaev-2022").page
    box = page.get_by_role("combobox", name="Исследование")
    first = box.input_value()
    box.click()
    page.get_by_role("option", name=re.compile("^Нурпеисов")).click()
    page.wait_for_url(re.compile("study=nurpeisov"))
    page.get_by_role("link", name="Поправки").click()
    page.wait_for_url(re.compile("package="))
    settled(page)
    page.wait_for_timeout(
        2500
    )  # within two seconds the page takes an old URL for one not yet heard of
    page.go_back()  # one step, though the page has put its view into the URL by itself
    page.wait_for_url(re.compile("study=nurpeisov"))
    expect(box).not_to_have_value(first)
    settled(page)
    page.wait_for_timeout(2500)
    page.go_back()
    page.wait_for_url(re.compile("study=bektibaev-2022"))
    expect(box).to_have_value(first)
    page.close()


def test_another_page_begins_with_its_own_view(browser: Browser, server: Server) -> None:
    page = visit_page(browser, server, "/norms?address=elections-1995@2022-02-07:ru").page
    main(page).get_by_role("combobox", name="Редакция").click()
    page.get_by_role("option").first.click()
    page.wait_for_url(re.compile("elections-1995%402026"))
    page.get_by_role("link", name="Мастерская").click()  # at once, not two seconds later
    page.wait_for_url(re.compile("/workshop"))
    assert view_of(page)["address"][0].startswith("law-148-2001")
    page.close()
