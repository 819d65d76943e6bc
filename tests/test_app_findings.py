"""The first page of a new user, whose library is built for it: a finding set aside with a reason and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import browsing
from tests.browsing import Server, start, stopping, visit_page

pytestmark = pytest.mark.browser


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that has answered nobody yet: its library is built for the first page."""
    monkeypatch.setattr(browsing, "built", None)
    with stopping(start(tmp_path)) as found:
        yield found


def test_a_finding_is_set_aside_with_a_reason_and_comes_back(
    browser: Browser, fresh: Server
) -> None:
    page = visit_page(browser, fresh, "/amendments?item=2").page
    finding = page.locator(".finding").filter(has_text="о том же говорит пункт 2 статьи 10")
    expect(finding).to_have_count(1)
    finding.locator("xpath=following::button[1]").click()
    page.get_by_role("button", name="Не учитывать по этой причине").click()
    expect(page.locator(".bad")).to_contain_text("причина не названа")
    page.get_by_label("Почему замечание не учитывается").fill(
        "Точка стоит за кавычкой <b>автора</b>"
    )
    page.get_by_role("button", name="Не учитывать по этой причине").click()
    expect(finding).to_have_count(0)
    kept = (fresh.home / "dismissals" / "bektibaev-2022.yaml").read_text("utf-8")
    assert "Точка стоит за кавычкой <b>автора</b>" in kept
    page.reload()
    page.get_by_text("Не учитываются: 1").click()
    expect(page.get_by_text("Точка стоит за кавычкой <b>автора</b>")).to_be_visible()
    page.get_by_role("button", name="Вернуть").click()
    expect(finding).to_have_count(1)
    page.close()
