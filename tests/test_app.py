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

from kb.pages.app import HIDDEN, PAGES
from tests.browsing import Server, local, settled, start, stopping, visit_page
from tests.tongues import foreign

pytestmark = pytest.mark.browser


def test_first_page_shows_the_five_amendments(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments")
    heads = visit.page.locator("[data-testid='stHeading'] h2")
    expect(heads).to_have_count(5)
    said = [h.inner_text() for h in heads.all()]
    assert [s.split(" · ")[0] for s in said] == [
        "1. Статья 9",
        "2. Пункт 4 статьи 10",
        "3. Пункт 6 статьи 11",
        "4. Части вторая – пятая пункта 3 статьи 5",
        "5. Пункт 9 статьи 103",
    ]
    deleted = visit.page.locator("tr.deleted").first
    expect(deleted).to_contain_text("Типовой регламент маслихатов утверждается Президентом")
    # The status is said in words, not by colour alone.
    expect(deleted.locator(".chip")).to_have_text("исключено")
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_the_comparison_stands_first_and_each_amendment_is_a_click_away(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    loads: list[str] = []
    page.on("load", lambda p: loads.append(p.url))
    page.goto(f"{server.url}/amendments?item=1")
    for item in ("1", "2", "3", "4", "5"):
        page.locator(".picks a").nth(int(item) - 1).click()
        page.wait_for_url(f"**item={item}**")
        expect(page.locator("[data-testid='stHeading'] h2")).to_contain_text(f"{item}. ")
        settled(page)
        head = page.locator(".diff").first.evaluate(
            "e => e.getBoundingClientRect().top"
            " + document.querySelector('[data-testid=stMain]').scrollTop"
        )
        assert head <= 260
    # No link loaded the app again, and the arrow back leads to the amendment before.
    assert len(loads) == 1
    page.go_back()
    page.wait_for_url("**item=4**")
    expect(page.locator("[data-testid='stHeading'] h2")).to_contain_text("4. ")
    # An addition of several units is one block, and its head leads on from change to change.
    expect(page.locator("tr.inserted")).to_have_count(1)
    page.get_by_role("button", name="Следующее изменение").click()
    expect(page.locator("tr.inserted.at")).to_be_visible()
    page.get_by_role("link", name="В строку").click()
    page.wait_for_url("**look=inline**")
    expect(page.locator("tr.inserted td")).to_have_count(2)
    page.close()


def test_unchanged_neighbours_are_one_click_away(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments?item=2")
    neighbour = visit.page.get_by_text("Первая сессия вновь избранного маслихата").first
    expect(neighbour).to_be_hidden()
    visit.page.locator(".diff summary").first.click()
    expect(neighbour).to_be_visible()
    visit.page.close()


def test_newest_edition_shows_what_the_author_did_not_see(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments?item=3&against=newest")
    expect(visit.page.locator(".diff")).to_contain_text("председателя маслихата")
    near = visit.page.locator("li", has=visit.page.locator(".chip.near"))
    expect(near.locator("del")).to_have_text("секретаря")
    expect(near.locator("ins")).to_have_text("председателя")
    visit.page.close()


def test_choices_go_into_the_url_and_come_back(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/amendments")
    expect(visit.page.locator(".kb", has_text="Закон о МСУ · 14.07.2026").first).to_be_visible()
    visit.page.get_by_text("как у автора", exact=True).click()
    visit.page.wait_for_url("**against=author**")
    again = visit_page(browser, server, visit.page.url.removeprefix(server.url))
    expect(again.page.locator(".kb", has_text="Закон о МСУ · 02.03.2022").first).to_be_visible()
    visit.page.close()
    again.page.close()


@pytest.mark.parametrize(
    ("button", "start", "stem"),
    [
        ("Скачать Word", b"PK", "bektibaev-2022"),
        ("Скачать Markdown", b"# ", "bektibaev-2022"),
        ("Word с правками", b"PK", "bektibaev-2022-tracked"),
    ],
)
def test_papers_are_downloaded(
    browser: Browser, server: Server, tmp_path: Path, button: str, start: bytes, stem: str
) -> None:
    visit = visit_page(browser, server, "/amendments")
    visit.page.get_by_role("button", name="Скачать", exact=True).click()
    paper = visit.page.get_by_role("button", name=button)
    expect(paper).to_contain_text("5 поправок, редакция 14.07.2026")
    with visit.page.expect_download() as download:
        paper.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.stem == stem
    assert path.read_bytes().startswith(start)
    visit.page.close()


def test_norm_of_the_url_is_shown_and_marked(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/norms?address=law-148-2001@2022-03-02/art_11.pt_6")
    here = visit.page.locator(".clause.here")
    expect(here).to_contain_text("по предложению секретаря маслихата")
    copy = visit.page.locator("button.copy").first
    expect(copy).to_have_attribute("data-copy", "law-148-2001@2022-03-02:ru")
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_editions_are_compared_and_excerpts_are_not_called_deleted(
    browser: Browser, server: Server
) -> None:
    visit = visit_page(
        browser, server, "/norms?address=constitution-1995@2023-01-01&compare=2019-03-23"
    )
    expect(visit.page.locator(".note", has_text="Только в правой редакции")).to_contain_text(
        "статья 33"
    )
    expect(visit.page.locator("tr.inserted", has_text="унитарным государством")).to_have_count(0)
    # It begins with the list of articles that changed; their rows are a click away.
    expect(visit.page.locator("tr.changed").first).to_be_hidden()
    changed = visit.page.locator("details.piece", has=visit.page.locator("tr.changed"))
    changed.first.locator("summary").first.click()
    expect(visit.page.locator("tr.changed").first).to_be_visible()
    visit.page.close()


def test_search_finds_any_form_and_leads_to_the_norm(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/norms")
    box = visit.page.get_by_role("textbox", name="Поиск")
    box.fill("открытого характера")
    box.press("Enter")
    hit = visit.page.get_by_role("link", name="Пункт 6 статьи 11 · Закон о МСУ · 14.07.2026")
    hit.click()
    expect(visit.page.locator(".clause.here")).to_contain_text("открытый характер")
    visit.page.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("law-149", "неизвестен"),
        ("law-148-2001@2023-04-19", "не удерживается"),
        ("law-148-2001/art_30", "вне удерживаемых частей (заголовок, преамбула, глава 1,"),
        ("law-148-2001/art_9.pt_7", "ближайшие"),
        ("elections-1995/art_104.pt_3-1.spt_1", "неоднозначно"),
        ("<script>alert(1)</script>", "не читается"),
    ],
)
def test_bad_address_gets_one_line(
    browser: Browser, server: Server, address: str, says: str
) -> None:
    visit = visit_page(browser, server, f"/norms?address={address}")
    expect(visit.page.locator(".bad").first).to_contain_text(says)
    assert not visit.dialogs
    visit.page.close()


def test_charter_table_has_eight_rows_each_on_its_norms(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/charter?tab=table")
    expect(visit.page.get_by_text("Аканова 2024, по Сафоновой 2010")).to_be_visible()
    rows = visit.page.locator(".studyrow")
    expect(rows).to_have_count(8)
    for row in rows.all():
        assert row.locator("a").count() >= 1
    rows.first.locator("summary").click()
    rows.first.get_by_role("link", name="ст. 89").click()
    expect(visit.page.locator(".kb h3").first).to_contain_text("Статья 89")
    assert local(visit.hosts), visit.hosts
    visit.page.close()


def test_language_is_one_click_away_and_stays_in_links(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/charter?tab=table")
    visit.page.get_by_text("Қазақша").click()
    expect(visit.page.locator(".studyrows .heads")).to_contain_text("Өлшем")
    assert "lang=kk" in visit.page.url
    links = visit.page.locator(".studyrow a").all()
    assert all("lang=kk" in (a.get_attribute("href") or "") for a in links)
    visit.page.close()


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
        ("/charter#d-9.2", "#d-9\\.2 >> text=Бюджетный кодекс"),
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


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("/amendments?package=nope", "There is no such choice: Package of amendments: nope"),
        ("/studies?study=nope", "There is no such choice: Study: nope"),
        ("/graph?node=nope", "the graph has no node «nope»"),
        (
            "/workshop?address=law-148-2001@2026-07-14:ru/art_9.pt_7",
            "no such unit – point 7 of article 9",
        ),
        ("/workshop?draft=0123456789ab", "the draft «0123456789ab» is not here"),
        ("/workshop?draft=zzz", "the link to the draft does not read"),
        ("/norms?address=<b>", "does not read; an example"),
        ("/norms?address=law-149", "the act «law-149» is unknown"),
    ],
)
def test_a_link_to_what_is_not_here_says_so_in_the_language_of_the_interface(
    browser: Browser, server: Server, link: str, says: str
) -> None:
    visit = visit_page(browser, server, f"{link}&lang=en")
    alert = visit.page.get_by_role("alert").first
    expect(alert).to_contain_text(says)
    assert not foreign(alert.inner_text(), "en")
    visit.page.close()


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


def test_broken_package_is_named_by_file_and_line(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "amendments"
    folder.mkdir()
    (folder / "broken.yaml").write_text("id: broken\nauthor: [\n", "utf-8")
    with stopping(start(tmp_path)) as server:
        visit = visit_page(browser, server, "/amendments")
        expect(visit.page.locator(".bad")).to_contain_text("broken.yaml:3")
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
            timeout=60,
        )
    assert done.returncode == 2
    assert f"порт {port} занят" in done.stderr
    assert done.stderr.count("\n") == 1


def test_first_visit_leads_to_every_page(browser: Browser, server: Server) -> None:
    visit = visit_page(browser, server, "/")
    # Three pictures: the amendments, the thirty paragraphs, the editions of the law.
    expect(visit.page.locator(".cards li")).to_have_count(5)
    expect(visit.page.locator(".picture .tile")).to_have_count(30)
    expect(visit.page.locator(".editionline li.held a").last).to_have_text("14.07.2026")
    menu = visit.page.get_by_test_id("stSidebarNavLink")
    addresses = [str(d.get_attribute("href")) for d in menu.all()]
    assert len(addresses) == len(PAGES) - len(HIDDEN)
    for address in addresses[1:]:
        page = visit_page(browser, server, address.removeprefix(server.url)).page
        expect(page.get_by_text("Page not found")).to_have_count(0)
        page.close()
    box = visit.page.get_by_role("searchbox", name="Норма, ссылка или слово")
    box.fill("ст. 11 п. 6")
    box.press("Enter")
    visit.page.wait_for_url("**/norms?*q=*")
    expect(visit.page.get_by_role("link", name="Пункт 6 статьи 11").first).to_be_visible()
    visit.page.go_back()
    visit.page.locator(".cards a", has_text="3. ").click()
    expect(visit.page.locator("[data-testid='stHeading'] h2")).to_contain_text("Пункт 6 статьи 11")
    assert local(visit.hosts), visit.hosts
    visit.page.close()
