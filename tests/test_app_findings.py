"""Findings on the page Поправки: at their words, by severity, set aside with a reason and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Server, local, start, stopping, visit_page
from tests.tongues import foreign

pytestmark = pytest.mark.browser


def test_findings_stand_at_their_words(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments?item=4")
    marks = visit.page.locator("mark.at.warning")
    expect(marks.filter(has_text="В городском маслихате.")).to_be_visible()
    finding = visit.page.locator(".finding").filter(has_text="В городском маслихате").first
    expect(finding).to_contain_text("двоеточия")
    # The severity is said in words and by a sign, and the rule leads to the norm that it applies.
    expect(finding.locator(".chip")).to_contain_text("Предупреждение")
    assert "/norms?address=legal-acts-2016" in str(
        finding.locator("details a").first.get_attribute("href")
    )
    assert local(visit.hosts), visit.hosts
    visit.page.close()


@pytest.mark.parametrize(
    ("language", "says"), [("kk", "қос нүкте қойылмаған"), ("en", "there is no colon")]
)
def test_findings_speak_the_language_of_the_interface(
    browser: Browser, server: Server, language: str, says: str
) -> None:
    visit = visit_page(browser, server, f"/amendments?item=4&lang={language}")
    found = visit.page.locator(".finding").filter(has_text=says)
    expect(found.filter(has_text="«В городском маслихате.»")).to_have_count(1)
    messages = visit.page.locator(".finding > p:nth-of-type(2)").all_inner_texts()
    assert len(messages) > 5
    assert not [m for m in messages if foreign(m, language)]
    visit.page.close()


def test_severities_are_filtered(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments?item=4")
    findings = visit.page.locator(".finding:visible")
    expect(findings.first).to_be_visible()
    expect(findings.locator(".chip.warning").first).to_be_visible()
    visit.page.get_by_role("button", name="Предупреждение").click()
    expect(findings.locator(".chip.warning")).to_have_count(0)
    expect(findings.locator(".chip.remark").first).to_be_visible()
    visit.page.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Server]:
    """A server that has answered nobody yet: its library is built for the first page."""
    with stopping(start(tmp_path)) as found:
        yield found


def test_a_finding_is_set_aside_with_a_reason_and_comes_back(
    browser: Browser, fresh: Server
) -> None:
    page = visit_page(browser, fresh, "/amendments?item=2").page
    finding = page.locator(".finding").filter(has_text="оканчивается без знака препинания")
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
