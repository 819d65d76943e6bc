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


def opened(page: Page, name: str) -> Locator:
    """The paragraph of a name, opened beside the tiles or the lines."""
    found = page.locator("section.duty", has=page.locator("b", has_text=re.compile(f"^{name}$")))
    if not found.count():
        page.locator(f".kb a[href*='p={name}&'], .kb a[href$='p={name}']").first.click()
    expect(page.locator(f"[id='d-{name}']")).to_be_visible()
    return page.locator(f"[id='d-{name}']")


def change(page: Page, name: str) -> Locator:
    return page.locator(f"[id='change-{name}']")


def test_thirty_paragraphs_each_with_its_verdict_in_words(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    tiles = page.locator(".matrix a.tile")
    expect(tiles).to_have_count(30)
    words = tiles.locator(".verdict").all_text_contents()
    assert all(VERDICT.match(w) for w in words), words
    # The tiles are on the first screen, and the lines below say what each paragraph asks.
    last = tiles.last.evaluate("e => e.getBoundingClientRect().bottom")
    assert last < 1000
    expect(page.locator("ol.lines li")).to_have_count(30)
    expect(page.locator(".matrix .tile", has_text="★")).to_have_count(14)
    expect(page.locator(".legend .chip")).to_have_count(4)
    expect(page.locator(".kb .aside")).to_contain_text("не член Совета Европы")
    for tab, count in (("Протокол", 12), ("Конституция", 4)):
        page.locator(".tabs").get_by_role("link", name=tab).click()
        expect(page.locator("ol.lines li")).to_have_count(count)
    assert local(visit.hosts), visit.hosts
    page.close()


def test_a_tile_opens_its_paragraph_beside_and_back_returns(
    browser: Browser, server: Server
) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    page.locator(".tile", has_text="3.1").click()
    page.wait_for_url("**p=3.1**")
    found = page.locator("[id='d-3.1']")
    against = found.locator(".evidence > li", has_text="маслихат не юридическое лицо").first
    expect(against.locator("mark")).to_have_text("Маслихат не обладает правами юридического лица")
    expect(against.locator(".chip")).to_contain_text("против")
    expect(page.locator(".tile[aria-current]")).to_contain_text("3.1")
    top = page.locator(".tile").first.evaluate("e => e.getBoundingClientRect().top")
    assert top > 0  # nothing jumped
    norm = against.get_by_role("link", name="Пункт 8 статьи 5 · Закон о МСУ · 14.07.2026")
    expect(norm).to_be_visible()
    # The rule's argument and the studies stand there too, with the reason where they part.
    expect(found).to_contain_text("Почему такой вердикт")
    differs = found.locator("li", has_text="Таблица 1, строка 2")
    expect(differs).to_contain_text("Расходится")
    expect(differs.locator(".remark")).to_contain_text("о способности не говорит")
    norm.click()
    expect(page.locator(".clause.here")).to_contain_text("не обладает правами юридического лица")
    page.go_back()
    expect(page.locator("[id='d-3.1']")).to_be_visible()
    page.go_back()
    expect(page.locator("[id='d-3.1']")).to_have_count(0)
    expect(page.locator(".kb .matrix")).to_be_visible()
    page.close()


def test_tiles_are_filtered(browser: Browser, server: Server) -> None:
    page = open_charter(browser, server).page
    filters = page.get_by_role("navigation", name="Показать только")
    filters.get_by_role("link", name="основные").click()
    page.wait_for_url("**core=1**")
    expect(page.locator("ol.lines li")).to_have_count(14)
    expect(page.locator(".tile:not(.pale)")).to_have_count(14)
    filters.get_by_role("link", name="соответствует: 3").click()
    expect(page.locator("ol.lines li")).to_have_count(2)
    page.close()


def test_an_old_link_leads_to_its_paragraph_and_its_tab(browser: Browser, server: Server) -> None:
    for link, place in (
        ("#d-9.2", "[id='d-9.2']"),
        ("#d-P1.4.1", "[id='d-P1.4.1']"),
        ("#c-table", ".studyrow >> nth=7"),
    ):
        page = browser.contexts[0].new_page()
        page.goto(f"{server.url}/charter{link}")
        expect(page.locator(place)).to_be_visible()
        page.close()


def test_two_days_name_the_verdicts_that_differ(browser: Browser, server: Server) -> None:
    page = visit_page(browser, server, "/charter?tab=days&with=2022-03-02").page
    changed = page.locator(".changes > li", has_text="P1.4.1")
    expect(changed.locator(".chip").first).to_contain_text("частично")
    expect(changed.locator(".chip").last).to_contain_text("соответствует")
    page.close()


def test_undetermined_says_what_is_missing(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    found = opened(visit.page, "9.2")
    expect(found).to_contain_text("не определено")
    expect(found.locator("li", has_text="Бюджетный кодекс").first).to_be_visible()
    visit.page.close()


def test_day_goes_into_the_url_and_changes_the_verdicts(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/charter?tab=protocol")
    elected = visit.page.locator("ol.lines li", has_text="P1.4.1").locator(".chip")
    expect(elected).to_contain_text("соответствует")
    visit.page.get_by_role("combobox", name="Тексты на день").click()
    visit.page.get_by_role("option", name="02.03.2022").click()
    visit.page.wait_for_url("**on=2022-03-02**")
    expect(elected).to_contain_text("частично")
    expect(visit.page.locator(".kb .bad")).to_contain_text("legal-acts-2016")
    again = visit_page(browser, server, visit.page.url.removeprefix(server.url))
    elected = again.page.locator("ol.lines li", has_text="P1.4.1").locator(".chip")
    expect(elected).to_contain_text("частично")
    visit.page.close()
    again.page.close()


def test_package_lists_what_it_changes_and_why(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server, "?on=2022-03-02")
    expect(visit.page.locator(".changes")).to_have_count(0)
    visit.page.get_by_role("combobox", name="Применить поправки").click()
    visit.page.get_by_role("option", name="Пять поправок о маслихатах").click()
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
    news = visit.page.locator(".tile", has_text="3.2").locator(".news")
    expect(news).to_have_attribute("title", "доводы изменились")
    found = opened(visit.page, "3.2")
    proposed = found.locator(".evidence > li", has_text="предлагаемая редакция")
    expect(proposed.first).to_be_visible()
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_counter_of_article_12_is_said_in_words(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    expect(visit.page.locator(".met")).to_contain_text("порог статьи 12 не достигнут")
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
    page = visit_page(browser, server, "/charter?tab=table").page
    rows = page.locator(".studyrow")
    expect(rows).to_have_count(8)
    for row in rows.all():
        expect(row.locator("summary .chip").first).to_be_visible()
        assert row.locator(".cells a").count() >= 1
    # The cells and the reasons are a click away.
    row = rows.nth(5)
    expect(row.locator(".beside").first).to_be_hidden()
    row.locator("summary").click()
    expect(row).to_contain_text("Расходится")
    rows.first.locator("summary").click()
    rows.first.locator(".beside a").click()
    expect(page.locator("[id='d-2'] blockquote").first).to_be_visible()
    # The studies contradict each other on whether Kazakhstan has joined.
    page.get_by_role("link", name="Казахстан и Хартия").click()
    expect(page.get_by_text("присоединился к Европейской Хартии")).to_be_visible()
    expect(page.get_by_text("необходимо Казахстану, ратифицировать")).to_be_visible()
    page.close()


@pytest.mark.parametrize(
    ("name", "ending", "begins"),
    [
        ("Скачать Word", "docx", b"PK"),
        ("Скачать Excel", "xlsx", b"PK"),
        ("Скачать картинку SVG", "svg", b"<svg"),
        ("Скачать картинку PNG", "png", b"\x89PNG"),
    ],
)
def test_verdicts_are_taken_away_as_papers_and_a_picture(
    browser: Browser, server: Server, tmp_path: Path, name: str, ending: str, begins: bytes
) -> None:
    page = open_charter(browser, server, "?packages=bektibaev-2022").page
    page.get_by_role("button", name="Скачать", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    assert download.value.suggested_filename == f"charter-newest-bektibaev-2022.{ending}"
    path = tmp_path / "taken"
    download.value.save_as(path)
    assert path.read_bytes().startswith(begins)
    page.close()


def test_verdicts_are_taken_away_as_markdown(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    visit = open_charter(browser, server, "?on=2022-03-02&packages=bektibaev-2022")
    visit.page.get_by_role("button", name="Скачать", exact=True).click()
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


def test_paper_shows_the_folded_rows(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/charter?tab=table")
    cells = visit.page.locator(".studyrow .cells").first
    expect(cells).to_be_hidden()
    visit.page.emulate_media(media="print")
    expect(cells).to_be_visible()
    visit.page.close()


def test_paper_is_light_in_the_dark_theme(browser: Browser, server: Server) -> None:
    visit = open_charter(browser, server)
    page = visit.page
    inks = """() => ['.stApp', 'h1', '.stRadio p', '.kb p', '.kb .chip.partly', '.kb .tabs a']
      .map(s => getComputedStyle(document.querySelector(s)).color)
      .map(c => Math.max(...c.match(/\\d+/g).slice(0, 3)))"""
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator("ol.lines li")).to_have_count(30)
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
    query = f"?on=2022-03-02&packages=bektibaev-2022&p=3.1&lang={language}"
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
    visit = open_charter(browser, server, f"{query}&p=3.1&lang={language}")
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
