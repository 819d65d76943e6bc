"""The pages Граф and Исследования, and the connections of a norm, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Server, local, visit_page

pytestmark = pytest.mark.browser


def test_graph_starts_at_the_quotas_and_opens_on_a_click(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/graph")
    nodes = visit.page.locator("svg g.node")
    expect(nodes.filter(has_text="пункт 3 статьи 5 · Закон о МСУ")).to_be_visible()
    expect(nodes.filter(has_text="поправка").first).to_be_visible()
    before = nodes.count()
    # Fourteen pixels on the screen, however wide the picture is.
    tall = nodes.first.locator("text").first.evaluate(
        "e => parseFloat(e.getAttribute('font-size')) * e.getScreenCTM().a"
    )
    assert tall >= 14
    claim = nodes.filter(has_text="тезис").first
    said = claim.locator("text").nth(1).inner_text()
    claim.locator("a").click()
    visit.page.wait_for_url("**open=**")
    # A click adds and never removes, and what was clicked is told beside, whole.
    expect(visit.page.locator("svg g.node").nth(before)).to_be_visible()
    expect(nodes.filter(has_text="пункт 3 статьи 5 · Закон о МСУ")).to_be_visible()
    expect(visit.page.locator(".graphabout h2")).to_contain_text(said.split()[0])
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_graph_of_a_norm_opens_the_norm(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/graph?node=law-148-2001@2026-07-14:ru/art_9")
    visit.page.get_by_role("link", name="Открыть норму").click()
    expect(visit.page.locator(".kb h3").first).to_contain_text("Статья 9")
    visit.page.close()


def test_unknown_node_gets_one_line(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/graph?node=nothing")
    expect(visit.page.locator(".bad")).to_contain_text("нет узла")
    visit.page.close()


def test_norm_lists_amendments_claims_and_laws(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/norms?address=law-148-2001/art_11.pt_6")
    section = visit.page.locator("section", has_text="Связи")
    expect(section).to_contain_text("bektibaev-2022")
    expect(section).to_contain_text("05.11.2022 № 157-VII")
    visit.page.close()


def test_citations_in_the_text_are_links(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/norms?address=law-148-2001/art_4.pt_4-1")
    link = visit.page.locator(".clause p a:not(.anchor)").first
    expect(link).to_have_text("пункте 4 настоящей статьи")
    link.click()
    expect(visit.page.locator(".clause.here")).to_contain_text("не вправе занимать должности")
    visit.page.close()


def test_claims_stand_with_words_place_and_conflicts(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/studies?study=nurpeisov&disputed=1")
    claim = visit.page.locator(".hit").first
    expect(claim.locator("blockquote")).to_contain_text("присоединился")
    expect(claim).to_contain_text("Расхождение")
    expect(claim).to_contain_text("строки 76–78")
    assert local(visit.hosts), visit.hosts
    visit.page.close()
