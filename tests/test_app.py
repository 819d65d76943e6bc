"""The app as a person meets it: real pages in headless Chromium, with the network cable out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from kb.ground.saying import say
from kb.pages.app import FORMER_PAGES, PAGES
from tests.browsing import (
    Server,
    cut_off,
    in_every_language,
    local,
    settled,
    start,
    stopping,
    visit_page,
)
from tests.running import PATIENCE_S

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "path", [*(f"/{p}" for _, p, _ in PAGES if p != "start"), *(f"/{p}" for p in FORMER_PAGES)]
)
def test_an_address_opened_directly_meets_no_error(
    browser: Browser, server: Server, path: str
) -> None:
    page = browser.contexts[0].new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("requestfailed", lambda r: wrong.append(r.url))
    page.on("response", lambda r: wrong.append(r.url) if r.status >= 400 else None)
    page.goto(server.url + path)
    expect(page.locator(".kb p, .kb .clause").first).to_be_visible()
    assert not wrong
    page.close()


def test_streamlit_s_own_words_are_in_the_reader_s_language(
    browser: Browser, server: Server
) -> None:
    page = visit_page(browser, server, "/importing?lang=kk").page
    field = page.get_by_test_id("stTextInputField").first
    for code in in_every_language(page):
        field.fill(code)
        said = page.evaluate(
            """() => [...document.querySelectorAll('[data-testid=stSkipToContent], [data-testid=InputInstructions],'
            + '[data-testid=stFileUploaderDropzone] button p')].map(e => e.innerText).join('\\n')"""
        )
        assert page.evaluate("document.documentElement.lang") == code
        for name in ("skip", "submit", "upload"):
            words = say(f"streamlit.{name}")
            assert words.in_language(code) in said, (code, said)
            assert code == "en" or words.en not in said, (code, said)
    page.close()


def test_papers_are_downloaded(browser: Browser, server: Server, tmp_path: Path) -> None:
    page = visit_page(browser, server, "/amendments").page
    page.get_by_role("button", name="Скачать", exact=True).click()
    for button, opening, end in (
        ("Скачать Word", b"PK", ".docx"),
        ("Скачать Markdown", "*Проект*".encode(), ".md"),
        ("Word с правками", b"PK", "_tracked.docx"),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert path.name.startswith("bektibaev-2022_")
        assert path.name.endswith(end)
        assert path.read_bytes().startswith(opening)
    page.close()


def test_a_folded_neighbour_opens(browser: Browser, server: Server) -> None:
    page = visit_page(browser, server, "/amendments?item=2").page
    neighbour = page.get_by_text("Первая сессия вновь избранного маслихата").first
    expect(neighbour).to_be_hidden()
    page.locator(".diff summary").first.click()
    expect(neighbour).to_be_visible()
    page.close()


def test_the_comparison_stands_first_and_each_amendment_is_a_click_away(
    browser: Browser, server: Server
) -> None:
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    loads: list[str] = []
    page.on("load", lambda p: loads.append(p.url))
    page.goto(f"{server.url}/amendments?item=1")
    units = (
        "Пункт 9 статьи 103",
        "Статья 9",
        "Пункт 4 статьи 10",
        "Пункт 6 статьи 11",
        "Части вторая",
    )
    for unit in units:
        page.locator(".picks a", has_text=unit).click()
        expect(page.locator("[data-testid='stHeading'] h2")).to_contain_text(unit)
        settled(page)
        head = page.locator(".diff").first.evaluate(
            "e => e.getBoundingClientRect().top"
            " + document.querySelector('[data-testid=stMain]').scrollTop"
        )
        assert head <= 260
    # No link loaded the app again, and the arrow back leads to the amendment before.
    assert len(loads) == 1
    page.go_back()
    expect(page.locator("[data-testid='stHeading'] h2")).to_contain_text("Пункт 6 статьи 11")
    page.go_forward()
    expect(page.locator("[data-testid='stHeading'] h2")).to_contain_text("Части вторая")
    settled(page)
    # An addition of several units is one block, and its head leads on from change to change.
    expect(page.locator("tr.inserted")).to_have_count(1)
    page.get_by_role("button", name="Следующее изменение").click()
    expect(page.locator("tr.inserted.at")).to_be_visible()
    page.get_by_role("link", name="В строку").click()
    page.wait_for_url("**look=inline**")
    expect(page.locator("tr.inserted td")).to_have_count(2)
    page.close()


def test_the_first_page_searches_and_leads_on(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/")
    # Three pictures: the amendments, the thirty paragraphs, the editions of the law.
    expect(visit.page.locator(".cards li")).to_have_count(5)
    expect(visit.page.locator(".picture .tile")).to_have_count(30)
    expect(visit.page.locator(".editionline li.held a").last).to_have_text("14.07.2026")
    box = visit.page.get_by_role("searchbox", name="Норма, ссылка или слово")
    box.fill("ст. 11 п. 6")
    box.press("Enter")
    visit.page.wait_for_url("**/norms?*q=*")
    expect(visit.page.get_by_role("link", name="Пункт 6 статьи 11").first).to_be_visible()
    visit.page.go_back()
    visit.page.locator(".cards a", has_text="Пункт 6 статьи 11").click()
    expect(visit.page.locator("[data-testid='stHeading'] h2")).to_contain_text("Пункт 6 статьи 11")
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_the_graph_opens_on_a_click(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/graph")
    nodes = visit.page.locator("svg g.node")
    expect(nodes.filter(has_text="пункт 3 статьи 5 · Закон о МСУ")).to_be_visible()
    expect(nodes.filter(has_text="поправка").first).to_be_visible()
    before = nodes.count()
    # A picture larger than its window opens at the node that is told beside it.
    start = nodes.filter(has=visit.page.locator("title", has_text="bektibaev-2022#4"))
    expect(start).to_be_in_viewport(ratio=1)
    # Fourteen pixels on the screen, however wide the picture is.
    tall = nodes.first.locator("text").first.evaluate(
        "e => parseFloat(e.getAttribute('font-size')) * e.getScreenCTM().a"
    )
    assert tall >= 14
    nodes.filter(has_text="тезис").first.locator("a").click()
    visit.page.wait_for_url("**open=**")
    # A click adds and never removes, and what was clicked is told beside.
    expect(visit.page.locator("svg g.node").nth(before)).to_be_visible()
    expect(nodes.filter(has_text="пункт 3 статьи 5 · Закон о МСУ")).to_be_visible()
    expect(visit.page.locator(".graphabout h2")).to_contain_text("тезис")
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_the_cause_of_a_change_is_one_click_away_also_on_a_phone(
    browser: Browser, server: Server
) -> None:
    visit = visit_page(browser, server, "/replay")
    page = visit.page
    page.get_by_role("button", name="Учебный пример").click()
    cause = page.locator("tr.changed td.status a.op")
    expect(cause).to_be_visible()
    for width in (1400, 360):
        page.set_viewport_size({"width": width, "height": 1000})
        settled(page)
        assert not cut_off(page)
    cause.click()
    page.wait_for_url("**#op-2")
    assert local(visit.hosts), visit.hosts
    page.close()


def test_the_menu_keeps_the_language(browser: Browser, server: Server) -> None:
    page = visit_page(browser, server, "/norms?lang=en").page
    menu = page.get_by_test_id("stSidebarNavLink")
    menu.filter(has_text="Charter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Charter")
    assert "lang=en" in page.url
    page.get_by_text("Русский", exact=True).click()
    menu.filter(has_text="Исследования").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Исследования")
    assert "lang" not in page.url
    page.close()


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("/charter#d-9.2", "#d-9\\.2 > :first-child"),
        (
            "/studies?study=unsigned-2022&claim=charter-excludes-state-system",
            ".hit.here blockquote",
        ),
        ("/norms?address=law-148-2001@2026-07-14:ru/art_39-5.pt_2", ".clause.here p"),
    ],
)
def test_a_link_leads_to_its_place_on_a_phone(
    browser: Browser, server: Server, link: str, place: str
) -> None:
    page = visit_page(browser, server, link, 360).page
    expect(page.locator(place).first).to_be_in_viewport()
    page.close()


HOSTILE = (
    "<script>alert(1)</script> | `код` \u202eсправа налево\u202c "
    "<img src=x onerror=alert(2)> **a** $x$"
)


def test_hostile_texts_neither_run_nor_break(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home / "amendments"
    folder.mkdir(parents=True)
    package = {
        "id": "hostile",
        "title": HOSTILE,
        "author": HOSTILE,
        "kind": "text",
        "source": {"citation": HOSTILE},
        "items": [
            {
                "id": "1",
                "target": "law-148-2001/art_10.pt_4",
                "operation": "insert",
                "proposed": HOSTILE + " слово" * 180_000,  # about 1 MB
                "grounds": HOSTILE,
                "remarks": [HOSTILE],
            }
        ],
    }
    (folder / "hostile.yaml").write_text(yaml.safe_dump(package, allow_unicode=True), "utf-8")
    with stopping(start(home)) as server:
        visit = visit_page(browser, server, "/amendments?package=hostile")
        expect(visit.page.locator("tr.inserted")).to_contain_text("<script>alert(1)</script>")
        expect(visit.page.locator("tr.inserted")).to_contain_text("⟨U+202E⟩")
        assert visit.page.locator(".kb script, .kb img").count() == 0
        assert not visit.dialogs
        assert local(visit.hosts), visit.hosts
        visit.page.close()


def test_taken_port_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "kb", "serve", "--no-browser", "--port", str(port)],
            env={**os.environ, "SALYSTYRMA_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
    assert done.returncode == 2
    assert f"порт {port} занят" in done.stderr
    assert done.stderr.count("\n") == 1
