"""The page Хартия as a student meets it: verdicts, their grounds, days, amendments, the counter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Server, Visit, local, settled, visit_page
from tests.tongues import foreign, own_words

pytestmark = pytest.mark.browser

VERDICT = re.compile(r"^[✓½✗?] (соответствует|частично|не соответствует|не определено)$")


def open_charter(browser: Browser, server: Server, query: str = "", width: int = 1400) -> Visit:
    visit = visit_page(browser, server, f"/charter{query}", width)
    expect(visit.page.locator(".kb .matrix")).to_be_visible()
    return visit


def duty(page: Page, name: str) -> Locator:
    return page.locator("details.duty", has=page.locator(f"[id='d-{name}']"))


def change(page: Page, name: str) -> Locator:
    return page.locator(".changes > li", has=page.locator(f"a[href='#d-{name}']"))


def test_thirty_paragraphs_each_with_its_verdict_in_words(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    tiles = visit.page.locator(".matrix a.tile")
    expect(tiles).to_have_count(30)
    for chip in tiles.locator(".chip").all():
        assert VERDICT.match(chip.inner_text()), chip.inner_text()
    expect(visit.page.locator(".matrix .tile", has_text="★")).to_have_count(14)
    expect(visit.page.locator("details.duty")).to_have_count(46)
    expect(visit.page.locator(".legend .chip")).to_have_count(4)
    expect(visit.page.locator(".kb .note").first).to_contain_text("не член Совета Европы")
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_tile_opens_the_grounds_which_quote_the_norm(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    found = duty(visit.page, "3.1")
    expect(found.locator("blockquote").first).to_be_hidden()
    visit.page.locator(".tile[href='#d-3.1']").click()
    against = found.locator(".evidence > li", has_text="маслихат не юридическое лицо").first
    expect(against.locator("mark")).to_have_text("Маслихат не обладает правами юридического лица")
    expect(against.locator("mark")).to_be_in_viewport(ratio=0)
    expect(against.locator(".chip")).to_contain_text("против")
    norm = against.get_by_role("link", name="Пункт 8 статьи 5 · Закон о МСУ · 14.07.2026")
    expect(norm).to_be_visible()
    # The rule's argument and the studies stand there too, with the reason where they part.
    expect(found).to_contain_text("Почему такой вердикт")
    differs = found.locator("li", has_text="Таблица 1, строка 2")
    expect(differs).to_contain_text("Расходится")
    expect(differs.locator(".note")).to_contain_text("о способности не говорит")
    norm.click()
    expect(visit.page.locator(".clause.here")).to_contain_text(
        "не обладает правами юридического лица"
    )
    visit.page.close()


def test_undetermined_says_what_is_missing(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    found = duty(visit.page, "9.2")
    found.locator("summary").click()
    expect(found).to_contain_text("не определено")
    expect(found.locator("li", has_text="Бюджетный кодекс").first).to_be_visible()
    visit.page.close()


def test_day_goes_into_the_url_and_changes_the_verdicts(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    elected = duty(visit.page, "P1.4.1").locator("summary .chip")
    expect(elected).to_contain_text("соответствует")
    visit.page.get_by_text("2022-03-02", exact=True).click()
    visit.page.wait_for_url("**on=2022-03-02**")
    expect(elected).to_contain_text("частично")
    expect(visit.page.locator(".kb .bad")).to_contain_text("legal-acts-2016")
    again = open_charter(browser, server, visit.page.url.removeprefix(server.url + "/charter"))
    expect(duty(again.page, "P1.4.1").locator("summary .chip")).to_contain_text("частично")
    visit.page.close()
    again.page.close()


def test_package_lists_what_it_changes_and_why(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server, "?on=2022-03-02")
    expect(visit.page.locator(".changes")).to_have_count(0)
    visit.page.get_by_role("button", name="bektibaev-2022").click()
    visit.page.wait_for_url("**packages=bektibaev-2022**")
    quotas = change(visit.page, "K4")
    expect(quotas).to_contain_text("отдаляет от требования")
    expect(quotas).to_contain_text("места в маслихате заранее отданы определенным группам")
    expect(quotas.locator(".chip").first).to_contain_text("соответствует")
    expect(quotas.locator(".chip").last).to_contain_text("частично")
    broadcast = change(visit.page, "P2.2.iii")
    expect(broadcast).to_contain_text("приближает к требованию")
    expect(broadcast).to_contain_text("Появилось за: сессии транслируются")
    expect(change(visit.page, "P1.3")).to_contain_text(
        "отчетов о проделанной работе маслихата перед населением"
    )
    outside = change(visit.page, "3.2")
    expect(outside).to_contain_text("в законе это есть с редакции 01.01.2023")
    expect(visit.page.locator(".tile[href='#d-3.2'] .news")).to_have_text("доводы изменились")
    found = duty(visit.page, "3.2")
    found.locator("summary").click()
    proposed = found.locator(".evidence > li", has_text="предлагаемая редакция")
    expect(proposed.first).to_be_visible()
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_counter_of_article_12_is_said_in_words(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    expect(visit.page.locator(".met")).to_have_text("Порог достигнут: нет")
    bars = visit.page.locator(".bar")
    expect(bars).to_have_count(2)
    for bar, of, need in zip(bars.all(), (30, 14), (20, 10), strict=True):
        said = bar.get_attribute("aria-label") or ""
        assert f"нужно {need}" in said
        counts = [int(n) for n in re.findall(r": (\d+)", said)]
        assert len(counts) == 4
        assert sum(counts) == of
    visit.page.close()


def test_verdicts_stand_beside_the_rows_of_the_study(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    rows = visit.page.locator("table.study tbody tr")
    expect(rows).to_have_count(8)
    for row in rows.all():
        expect(row.locator(".beside .chip").first).to_be_visible()
    expect(rows.nth(5)).to_contain_text("Расходится")
    rows.first.locator(".beside a").click()
    expect(duty(visit.page, "2").locator("blockquote").first).to_be_visible()
    # The studies contradict each other on whether Kazakhstan has joined.
    expect(visit.page.get_by_text("присоединился к Европейской Хартии")).to_be_visible()
    expect(visit.page.get_by_text("необходимо Казахстану, ратифицировать")).to_be_visible()
    visit.page.close()


def test_verdicts_are_taken_away_as_markdown(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    visit = open_charter(browser, server, "?on=2022-03-02&packages=bektibaev-2022")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Скачать Markdown").click()
    path = tmp_path / "charter.md"
    download.value.save_as(path)
    assert download.value.suggested_filename == "charter-2022-03-02-bektibaev-2022.md"
    text = path.read_text("utf-8")
    assert text.startswith("# Соответствие закона Хартии")
    assert "## Что меняют поправки" in text
    assert "## Исследования рядом с вердиктами" in text
    visit.page.close()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?on=2022-13-40", "2022-13-40"),
        ("?packages=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "<img src=x onerror=alert(1)>"),
    ],
)
def test_unknown_choice_is_said_and_the_page_stands(
    browser: Browser, server: Server, query: str, says: str
) -> None:
    visit = open_charter(browser, server, query)
    expect(visit.page.locator(".bad").first).to_contain_text(says)
    expect(visit.page.locator(".matrix a.tile")).to_have_count(30)
    assert not visit.dialogs
    visit.page.close()


def test_paper_shows_the_folded_grounds(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    grounds = duty(visit.page, "3.1").locator("mark").first
    expect(grounds).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(grounds).to_be_visible()
    visit.page.close()


def test_paper_is_light_in_the_dark_theme(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    inks = """() => ['.stApp', 'h1', '.stRadio p', '.kb p', '.kb .chip.partly', '.kb a']
      .map(s => getComputedStyle(document.querySelector(s)).color)
      .map(c => Math.max(...c.match(/\\d+/g).slice(0, 3)))"""
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator("details.duty")).to_have_count(46)
    settled(page)
    assert min(page.evaluate(inks)) > 160
    page.emulate_media(media="print", color_scheme="dark")
    assert max(page.evaluate(inks)) < 160
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_narrow_page_fits_with_everything_open(
    browser: Browser, server: Server, language: str
) -> None:
    query = f"?on=2022-03-02&packages=bektibaev-2022&lang={language}"
    visit = open_charter(browser, server, query, 360)
    visit.page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
    settled(visit.page)
    overflow = visit.page.evaluate(
        "() => [...document.querySelectorAll('.kb *')].filter(e => e.getClientRects().length"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"
    )
    assert overflow == []
    visit.page.close()


@pytest.mark.parametrize("language", ["kk", "en"])
@pytest.mark.parametrize("query", ["?on=2022-03-02&packages=bektibaev-2022", "?on=2015-01-01"])
def test_page_speaks_the_language_of_the_interface(
    browser: Browser, server: Server, query: str, language: str
) -> None:
    visit = open_charter(browser, server, f"{query}&lang={language}")
    settled(visit.page)
    words = own_words(visit.page.locator(".kb"))
    said = {"kk": "жергілікті өзін-өзі басқару", "en": "local authorities"}[language]
    assert sum(said in w.lower() for w in words) > 3
    assert [(w, f) for w in words if (f := foreign(w, language))] == []
    # Words of the law stay as the law has them.
    expect(visit.page.locator("mark").first).to_have_text(re.compile("[А-я]"))
    visit.page.close()


def test_change_is_told_in_the_language_of_the_interface(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server, "?on=2022-03-02&packages=bektibaev-2022&lang=en")
    broadcast = change(visit.page, "P2.2.iii")
    expect(broadcast).to_contain_text("Gained for: sessions are broadcast – Point 6 of article 11")
    expect(change(visit.page, "K4")).to_contain_text(
        "Gained against: seats in the maslikhat are given to certain groups in advance"
    )
    visit.page.close()


@pytest.mark.parametrize(
    ("language", "box", "says"),
    [
        ("kk", "Бірліктің мәтіні", "Жақтайтын дәлел пайда болды: сессиялар трансляцияланады"),
        ("en", "Text of the unit", "Gained for: sessions are broadcast"),
    ],
)
def test_workshop_tells_the_effects_in_its_language(
    browser: Browser, server: Server, language: str, box: str, says: str
) -> None:
    point = "/workshop?address=law-148-2001@2026-07-14:ru/art_11.pt_6&answer=charter"
    page = visit_page(browser, server, f"{point}&lang={language}").page
    area = page.get_by_role("textbox", name=box)
    area.fill("Сессии маслихата проводятся открыто с прямой трансляцией.")
    area.press("Control+Enter")
    changes = page.locator(".kb ul.changes")
    expect(changes).to_contain_text(says)
    assert [(w, f) for w in own_words(changes) if (f := foreign(w, language))] == []
    page.close()
