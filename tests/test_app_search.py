"""The search that stands on every page, in a real browser: it is a form of the browser's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Server, visit_page

pytestmark = pytest.mark.browser


def test_the_box_on_every_page_finds_everything(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/studies")
    box = visit.page.get_by_role("searchbox", name="Найти везде")
    box.fill("мой город")
    box.press("Enter")
    visit.page.wait_for_url("**/norms?**")
    hits = visit.page.locator(".hit")
    expect(hits.filter(has_text="поправка").first).to_be_visible()
    expect(hits.filter(has_text="тезис").first).to_be_visible()
    visit.page.close()
