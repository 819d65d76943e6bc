"""Working in the Мастерская of a browser: editing a point, naming a package, waiting until it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Server, Visit, second_try, start, stopping, visit_page

POINT = "/workshop?address=law-148-2001@2022-03-02:ru/art_11.pt_6"
ADDED = "открытый характер и транслируются в сети Интернет"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of a module whose user drafts and imports."""
    with stopping(start(tmp_path_factory.mktemp("home"))) as found:
        yield found


@pytest.fixture
def own(
    desk: Server, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The module's server; a second try has its own."""
    if not second_try(request):
        yield desk
        return
    with stopping(start(tmp_path_factory.mktemp("home"))) as found:
        yield found


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Текст структурного элемента")


def open_page(browser: Browser, server: Server, path: str = POINT, width: int = 1400) -> Visit:
    visit = visit_page(browser, server, path, width)
    expect(text_of(visit.page)).to_be_visible()
    return visit


def press(page: Page, name: str) -> None:
    """Presses the first button of this name."""
    button = page.get_by_role("button", name=name, exact=True)
    button.or_(page.get_by_role("button", name=re.compile(f"^{name}"))).first.click()


def give(page: Page, old: str, new: str) -> None:
    area = text_of(page)
    expect(area).to_be_visible()
    area.fill(area.input_value().replace(old, new))
    area.press("Control+Enter")


def view(page: Page, name: str) -> None:
    page.get_by_role("radio", name=re.compile(f"^{name}")).click()


def drafted(page: Page) -> None:
    """An edit of article 11 point 6 put into a package with a title and an author."""
    give(page, "открытый характер", ADDED)
    expect(page.locator(".diff ins")).to_have_text(re.compile("и транслируются"))
    press(page, "В пакет")
    expect(page.get_by_text("В пакете: поправка 1.")).to_be_visible()


def named(page: Page, title: str, author: str, name: str) -> None:
    view(page, "Пакет")
    for label, words in (
        ("Название пакета", title), ("Автор", author), ("Имя файла (латиницей)", name),
    ):  # fmt: skip
        field = page.get_by_role("textbox", name=label, exact=True)
        expect(field).to_be_visible()
        field.fill(words)
        field.press("Enter")
        expect(field).to_have_value(words)


def draft_of(page: Page) -> str:
    page.wait_for_url(re.compile("draft=[0-9a-f]{12}"))
    found = re.search("draft=([0-9a-f]{12})", page.url)
    assert found
    return found[1]
