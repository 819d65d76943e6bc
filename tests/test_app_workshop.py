"""The page Мастерская in a real browser: edit, keep, save, reopen, two tabs, files in and out."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from kb.ground.yaml_file import load
from kb.workshop import bench as workbench
from tests.at_desk import (
    ADDED,
    desk,
    draft_of,
    drafted,
    give,
    named,
    open_page,
    own,
    press,
    text_of,
    view,
)
from tests.browsing import (
    PATIENCE_MS,
    Server,
    cut_off,
    in_every_language,
    local,
    settled,
    visit_page,
)

__all__ = ["desk", "own"]

pytestmark = pytest.mark.browser


def test_edit_compare_wording_save_reload_reopen(browser: Browser, own: Server) -> None:
    visit = open_page(browser, own)
    page = visit.page
    area = text_of(page)
    area.fill(area.input_value().replace("открытый характер", ADDED))
    # The change is marked at once; what is typed is given to the page when the hand rests.
    expect(page.locator(".under ins")).to_have_text(" и транслируются в сети Интернет")
    changed = page.locator("tr.changed")
    expect(changed.locator("ins")).to_have_text(re.compile("и транслируются в сети Интернет"))
    expect(changed.locator("td.status")).to_contain_text("пункт 6 статьи 11")
    # The official wording stands under it without being asked for.
    expect(page.locator("blockquote")).to_contain_text(
        "пункт 6 статьи 11 после слова «характер» дополнить словами «и транслируются"
    )
    # What is typed outlives a reload before it is put anywhere.
    draft = draft_of(page)
    page.reload()
    expect(text_of(page)).to_have_value(re.compile(ADDED))
    press(page, "В пакет")
    expect(page.get_by_text("В пакете: поправка 1.")).to_be_visible()
    named(page, "Открытость сессий", "Автор Первый", "otkrytost")
    page.get_by_role("textbox", name="Обоснование").fill("Чтобы видели все.")
    page.get_by_role("textbox", name="Обоснование").press("Control+Enter")
    press(page, "Сохранить пакет")
    expect(page.get_by_text("Сохранено: otkrytost.")).to_be_visible()
    data, _ = load(own.home / "amendments" / "otkrytost.yaml", "package.json")
    item = data["items"][0]
    assert item["target"] == "law-148-2001/art_11.pt_6"
    assert ADDED in item["proposed"]
    assert item["grounds"] == "Чтобы видели все."
    assert data["baseline"] == {"law-148-2001": "2022-03-02"}
    # The page Поправки sees it at once.
    page.get_by_role("link", name="Показать в Поправках").click()
    expect(page.get_by_text("Пункт 6 статьи 11 · Закон о МСУ").first).to_be_visible()
    # The link of the draft brings all of it back, in a browser that knows nothing.
    again = visit_page(browser, own, f"/workshop?draft={draft}&view=package")
    expect(again.page.get_by_role("textbox", name="Обоснование")).to_have_value("Чтобы видели все.")
    expect(again.page.get_by_text("Сохранено: otkrytost.")).to_be_visible()
    # And the saved package is opened again from the list.
    fresh = visit_page(browser, own, "/workshop?view=package")
    fresh.page.get_by_role("combobox", name="Пакет поправок").click()
    fresh.page.get_by_role("option", name=re.compile("otkrytost")).click()
    press(fresh.page, "Открыть")
    expect(fresh.page.get_by_role("textbox", name="Название пакета")).to_have_value(
        "Открытость сессий"
    )
    assert local(visit.hosts), visit.hosts
    for each in (visit, again, fresh):
        each.page.close()


def test_undo_redo_order_edit_and_remove(browser: Browser, own: Server) -> None:
    visit = open_page(browser, own, "/workshop?address=law-148-2001@2026-07-14:ru/art_11")
    page = visit.page
    give(page, "\n5. Продолжительность сессии определяется маслихатом.", "")
    expect(page.locator("tr.deleted")).to_be_visible()
    expect(page.get_by_text("Исчезает пункт 5 статьи 11")).to_be_visible()
    give(page, "как правило, ", "")
    expect(page.locator("tr.changed")).to_be_visible()
    press(page, "В пакет")
    expect(page.get_by_text("В пакете: поправка 1, 2.")).to_be_visible()
    view(page, "Пакет")
    heads = page.locator("h3.item")
    expect(heads).to_have_text(
        [re.compile("Пункт 5 .*исключение"), re.compile("Пункт 6 .*новая редакция")]
    )
    press(page, "Ниже")
    expect(heads.first).to_have_text(re.compile("Пункт 6"))
    press(page, "Убрать")
    expect(heads).to_have_count(1)
    press(page, "Отменить правку")
    expect(heads).to_have_count(2)
    press(page, "Вернуть правку")
    expect(heads).to_have_count(1)
    press(page, "Отменить правку")
    expect(heads).to_have_count(2)
    press(page, "Править")
    expect(text_of(page)).to_have_value(re.compile("^6. Сессии"))
    assert "item=2" in page.url
    visit.page.close()


def test_a_step_back_stays_at_the_unit(browser: Browser, own: Server) -> None:
    page = open_page(browser, own).page
    drafted(page)
    press(page, "Отменить правку")
    page.wait_for_url(re.compile("address=law-148-2001%402022-03-02%3Aru%2Fart_11.pt_6"))
    expect(text_of(page)).not_to_have_value(re.compile(ADDED))
    press(page, "Вернуть правку")
    expect(text_of(page)).to_have_value(re.compile(ADDED))
    page.close()


def test_findings_about_the_rest_of_the_package_can_be_read(browser: Browser, own: Server) -> None:
    page = open_page(browser, own).page
    drafted(page)
    page.get_by_role("radio", name="Замечания").click()
    rest = page.get_by_text(re.compile("^К остальному пакету замечаний: [1-9]"))
    shown = page.locator(".finding:visible")
    before = shown.count()
    rest.click()
    expect(shown.nth(before)).to_be_visible()
    page.close()


def test_what_a_package_lacks_is_said_in_the_language_of_the_interface(
    browser: Browser, own: Server
) -> None:
    page = open_page(browser, own).page
    drafted(page)
    draft = draft_of(page)
    page.close()
    page = visit_page(browser, own, f"/workshop?draft={draft}&view=package&lang=en").page
    page.get_by_role("button", name="Save the package").click()
    expect(page.get_by_role("alert")).to_have_text("the package has no title: give it one")
    page.close()


def written(path: Path, words: str) -> None:
    """Waits until a file says these words."""
    for _ in range(PATIENCE_MS // 100):
        if path.exists() and words in path.read_text("utf-8"):
            return
        time.sleep(0.1)
    raise AssertionError(f"{path.name}: нет слов «{words}»")


def test_two_tabs_on_one_package_do_not_write_over_each_other(
    browser: Browser, own: Server
) -> None:
    visit = open_page(browser, own)
    drafted(visit.page)
    named(visit.page, "Общий пакет", "Двое", "obshchij")
    press(visit.page, "Сохранить пакет")
    expect(visit.page.get_by_text("Сохранено: obshchij.")).to_be_visible()

    other = visit_page(browser, own, "/workshop?view=package")
    other.page.get_by_role("combobox", name="Пакет поправок").click()
    other.page.get_by_role("option", name=re.compile("obshchij")).click()
    press(other.page, "Открыть")
    ground = other.page.get_by_role("textbox", name="Обоснование")
    expect(ground).to_be_visible()
    ground.fill("Довод второй вкладки.")
    ground.press("Control+Enter")
    press(other.page, "Сохранить пакет")
    # «Сохранено» stood there before the click too: what is written tells that the save is done.
    written(own.home / "amendments" / "obshchij.yaml", "Довод второй вкладки.")

    mine = visit.page.get_by_role("textbox", name="Обоснование")
    mine.fill("Довод первой вкладки.")
    mine.press("Control+Enter")
    press(visit.page, "Сохранить пакет")
    said = visit.page.get_by_role("alert").filter(has_text="Ничего не записано поверх")
    expect(said).to_be_visible()
    table = visit.page.locator("table.study")
    expect(table).to_contain_text("Довод первой вкладки.")
    expect(table).to_contain_text("Довод второй вкладки.")
    stands = (own.home / "amendments" / "obshchij.yaml").read_text("utf-8")
    assert "Довод второй вкладки." in stands
    press(visit.page, "Сохранить копию")
    expect(visit.page.get_by_text("Сохранено: obshchij-2.")).to_be_visible()
    copy = (own.home / "amendments" / "obshchij-2.yaml").read_text("utf-8")
    assert "Довод первой вкладки." in copy
    assert (own.home / "amendments" / "obshchij.yaml").read_text("utf-8") == stands
    visit.page.close()
    other.page.close()


def test_two_tabs_on_one_draft_choose_and_mine_stays_one_step_back(
    browser: Browser, own: Server
) -> None:
    visit = open_page(browser, own)
    drafted(visit.page)
    draft = draft_of(visit.page)
    other = visit_page(browser, own, f"/workshop?draft={draft}&view=package")
    ground = other.page.get_by_role("textbox", name="Обоснование")
    expect(ground).to_be_visible()
    ground.fill("Чужой довод.")
    ground.press("Control+Enter")
    path = own.home / "drafts" / f"{draft}.json"
    written(path, "Чужой довод.")

    view(visit.page, "Пакет")
    mine = visit.page.get_by_role("textbox", name="Обоснование")
    expect(mine).to_have_value("")
    mine.fill("Мой довод.")
    mine.press("Control+Enter")
    expect(visit.page.get_by_role("alert")).to_contain_text("изменен в другой вкладке")
    expect(visit.page.locator("table.study")).to_contain_text("Мой довод.")
    assert "Мой довод." not in path.read_text("utf-8")
    press(visit.page, "Взять чужую")
    shown = visit.page.get_by_role("textbox", name="Обоснование")
    expect(shown).to_have_value("Чужой довод.")
    press(visit.page, "Отменить правку")
    expect(shown).to_have_value("Мой довод.")
    visit.page.close()
    other.page.close()


def test_another_package_and_a_new_one_take_the_place_of_a_draft(
    browser: Browser, own: Server
) -> None:
    page = open_page(browser, own).page
    drafted(page)
    draft = draft_of(page)
    view(page, "Пакет")
    heads = page.locator("h3.item")
    expect(heads).to_have_count(1)
    page.get_by_role("combobox", name="Пакет поправок").click()
    page.get_by_role("option", name=re.compile(r"\(bektibaev-2022\)")).click()
    press(page, "Открыть")
    expect(heads).to_have_count(5)
    assert draft_of(page) != draft
    page.reload()
    expect(heads).to_have_count(5)
    press(page, "Новый пакет")
    expect(heads).to_have_count(0)
    page.get_by_role("combobox", name="Черновики").click()
    page.get_by_role("option", name=re.compile(draft[:4])).click()
    press(page, "Продолжить черновик")
    expect(heads).to_have_count(1)
    assert draft_of(page) == draft
    page.close()


def test_export_and_import_of_a_package_file(browser: Browser, own: Server, tmp_path: Path) -> None:
    visit = open_page(browser, own)
    page = visit.page
    drafted(page)
    named(page, "Для обмена", "Автор", "obmen")
    press(page, "Сохранить пакет")
    expect(page.get_by_text("Сохранено: obmen.")).to_be_visible()
    with page.expect_download() as download:
        press(page, "Скачать файл")
    assert download.value.suggested_filename == "obmen.yaml"
    file = tmp_path / "obmen.yaml"
    download.value.save_as(file)
    sent = workbench.taken(file.read_bytes(), file.name)
    assert sent.title == "Для обмена"

    other = visit_page(browser, own, "/workshop?view=package").page
    upload = other.locator("input[type=file]")
    bomb = tmp_path / "bomb.yaml"
    bomb.write_text("[" * 300_000)
    upload.set_input_files(str(bomb))
    expect(other.get_by_role("alert")).to_contain_text("bomb.yaml:1: ")
    upload.set_input_files(str(file))
    expect(other.get_by_text("Прочитан пакет «Для обмена», поправок: 1.")).to_be_visible()
    press(other, "Взять в работу")
    expect(other.get_by_role("textbox", name="Название пакета")).to_have_value("Для обмена")
    kept, _ = workbench.read_draft(own.home, draft_of(other))
    assert kept.package == replace(sent, id="obmen-2")  # the name is taken by the one saved here
    page.close()
    other.close()


def test_another_package_is_taken_to_hand_while_one_is(browser: Browser, own: Server) -> None:
    page = open_page(browser, own).page
    drafted(page)
    named(page, "Первый", "Автор", "pervyj")
    first = draft_of(page)
    name = page.get_by_role("textbox", name="Имя файла (латиницей)")
    press(page, "Сделать копию")
    expect(name).to_have_value("pervyj-2")
    assert draft_of(page) != first
    press(page, "Новый пакет")
    expect(page.locator("h3.item")).to_have_count(0)
    expect(name).to_have_value("")
    page.get_by_role("combobox", name="Черновики").click()
    page.get_by_role("option", name=re.compile(f"^Первый.*{first[:4]}$")).click()
    press(page, "Продолжить черновик")
    expect(name).to_have_value("pervyj")
    assert draft_of(page) == first
    page.close()


def test_an_instruction_goes_into_the_package(browser: Browser, own: Server) -> None:
    visit = visit_page(browser, own, "/workshop?view=instruction&edition=2026-07-14:ru")
    page = visit.page
    area = page.get_by_role("textbox", name="Текст поправок")
    area.fill(
        "в пункте 5 статьи 11 слово «маслихатом» заменить словами «регламентом маслихата»;\n"
        "пункт 3 статьи 10 исключить."
    )
    area.press("Control+Enter")
    expect(page.locator("tr.changed ins")).to_have_text("регламентом маслихата")
    press(page, "В пакет")
    expect(page.locator("h3.item")).to_have_text(
        [re.compile("Пункт 3 статьи 10.*исключение"), re.compile("Пункт 5 статьи 11.*редакция")]
    )
    page.close()


def test_bad_text_is_one_line_and_nothing_is_lost(browser: Browser, own: Server) -> None:
    visit = open_page(browser, own)
    page = visit.page
    area = text_of(page)
    good = area.input_value()
    alert = page.get_by_role("alert")
    for text, says in (
        (f"{good}\n7. Второй пункт.", "не читается как один структурный элемент"),
        (f"{good}\nСтатья 12. Другая", "не помещается"),
        (f"{good}\u202e", "скрытый знак U+202E"),
        ("", "текст пуст"),
        ("слово " * 170_000, "больше 200000 знаков"),
        ("строка\n" * 1_100, "больше 1000 строк"),
        ("<script>alert(1)</script><img src=x onerror=alert(2)>", ""),
    ):
        area.fill(text)
        area.press("Control+Enter")
        if says:
            expect(alert).to_contain_text(says)
            expect(page.get_by_role("button", name="В пакет")).to_be_disabled()
    expect(page.locator("tr.changed")).to_contain_text("<script>alert(1)</script>")
    assert page.locator(".kb script, .kb img").count() == 0
    assert not visit.dialogs
    kept = json.loads((own.home / "drafts" / f"{draft_of(page)}.json").read_text("utf-8"))
    assert "onerror" in dict(kept["pending"])["law-148-2001@2022-03-02:ru/art_11.pt_6"]
    page.close()
    for link in ("/workshop?draft=../../etc", "/workshop?draft=0123456789ab"):
        lost = visit_page(browser, own, link)
        expect(lost.page.get_by_role("alert")).to_contain_text("черновик")
        lost.page.close()


def test_two_packages_on_one_article_in_three_columns(browser: Browser, own: Server) -> None:
    visit = open_page(browser, own)
    page = visit.page
    drafted(page)
    view(page, "Сравнить пакеты")
    table = page.locator(".diff.three")
    expect(table).to_be_visible()
    # The draft in hand and the author's package both change article 11: it stands first.
    row = table.locator("tr", has=page.locator("td.changed"))
    expect(row).to_have_count(1)
    cells = row.locator("td")
    expect(cells.nth(0)).to_contain_text("6. Сессии маслихата носят")
    assert cells.nth(0).locator("ins, del").count() == 0
    # The draft restates the point as it stood in 2022: carried out today, it would also take back the
    # word that the law has changed since, and the page says so.
    expect(cells.nth(1).locator("ins").first).to_contain_text("и транслируются")
    expect(cells.nth(2).locator("ins")).to_contain_text("прямой трансляцией")
    page.close()


@pytest.mark.parametrize("part", ["edit", "instruction", "package", "three"])
def test_nothing_is_cut_off_on_a_phone_in_any_language(
    browser: Browser, own: Server, part: str
) -> None:
    page = visit_page(browser, own, f"/workshop?view={part}").page
    for _ in in_every_language(page):
        page.set_viewport_size({"width": 360, "height": 1000})
        settled(page)
        assert cut_off(page, ".kb *, [data-testid=stMain] button, textarea") == []
    page.close()
