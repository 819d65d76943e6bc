"""The Kazakh half of an item in a real browser: given, kept, saved, reopened, taken away in Word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from kb.amendment.package import Bill
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
from tests.browsing import Server, cut_off, in_every_language, visit_page
from tests.running import ROOT

__all__ = ["desk", "own"]

pytestmark = pytest.mark.browser

NEWEST = "/workshop?address=law-148-2001@2026-07-14:{}/art_11.pt_6"
ADDED_KK = "ашық сипатта болады және Интернет желісінде трансляцияланады"
NONE = "Қазақша мәтін жоқ"


def kazakh_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Текст на казахском")


def write(page: Page, text: str) -> None:
    area = kazakh_of(page)
    expect(area).to_be_visible()
    area.fill(text)
    area.press("Control+Enter")


def side(page: Page, name: str) -> None:
    """Chooses the language of the text, which stands behind the choice of views."""
    page.get_by_test_id("stMain").get_by_role("radio", name=name, exact=True).click()


def in_kazakh(page: Page) -> None:
    """The amendment put into the package, its Kazakh half opened from its card."""
    drafted(page)
    view(page, "Пакет")
    expect(page.get_by_text(NONE)).to_be_visible()
    press(page, "На казахском")
    expect(kazakh_of(page)).to_be_visible()


def test_the_kazakh_half_is_given_saved_reopened_and_exported(
    browser: Browser, own: Server, tmp_path: Path
) -> None:
    visit = open_page(browser, own, NEWEST.format("ru"))
    page = visit.page
    in_kazakh(page)
    expect(page.get_by_role("status").filter(has_text=NONE)).to_be_visible()
    text = kazakh_of(page).input_value()
    assert text.startswith("6. Мәслихат сессиялары, әдетте, ашық сипатта болады.")
    write(page, text.replace("ашық сипатта болады", ADDED_KK))
    expect(page.locator("tr.changed ins")).to_have_text(
        re.compile("және Интернет желісінде трансляцияланады")
    )
    expect(page.locator("blockquote[lang=kk]")).to_contain_text(
        "11-баптың 6-тармағы «болады» деген сөзден кейін"
    )
    # The Russian text of the amendment stands beside it, marked as well.
    expect(page.locator("blockquote[lang=ru] ins")).to_contain_text("и транслируются")
    # What is typed outlives a reload, and the link opens this half again.
    page.reload()
    expect(kazakh_of(page)).to_have_value(re.compile(ADDED_KK))
    press(page, "В пакет")
    expect(page.get_by_text("Казахский текст в пакете.")).to_be_visible()
    grounds = page.get_by_role("textbox", name="Обоснование по-казахски")
    grounds.fill("Тұрғындар көруі үшін.")
    grounds.press("Control+Enter")
    named(page, "На двух языках", "Автор Первый", "eki-tilde")
    expect(page.locator("blockquote[lang=kk]")).to_contain_text(ADDED_KK)
    press(page, "Отменить правку")
    press(page, "Вернуть правку")
    press(page, "Сохранить пакет")
    expect(page.get_by_text("Сохранено: eki-tilde.")).to_be_visible()
    saved, _ = workbench.saved(own.home, "eki-tilde")
    half = saved.items[0].kazakh
    assert half is not None
    assert ADDED_KK in (half.proposed or "")
    assert (half.quoted or "").startswith("Мәслихат сессиялары, әдетте, ашық сипатта болады.")
    assert half.grounds == "Тұрғындар көруі үшін."
    # The saved package is opened from the list, and a copy of it has the half too.
    again = visit_page(browser, own, "/workshop?view=package").page
    again.get_by_role("combobox", name="Пакет поправок").click()
    again.get_by_role("option", name=re.compile("eki-tilde")).click()
    press(again, "Открыть")
    expect(again.locator("blockquote[lang=kk]")).to_contain_text(ADDED_KK)
    press(again, "Сделать копию")
    expect(again.get_by_role("textbox", name="Имя файла (латиницей)")).to_have_value("eki-tilde-2")
    press(again, "На казахском")
    expect(kazakh_of(again)).to_have_value(re.compile(ADDED_KK))
    assert not visit.dialogs
    for each in (page, again):
        each.close()
    file = tmp_path / "kk.docx"
    command = ["package", "export", "eki-tilde", "--lang", "kk", "--format", "docx", "--out", file]
    subprocess.run(
        [sys.executable, "-m", "kb", *command],
        env={**os.environ, "SALYSTYRMA_HOME": str(own.home), "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    document = Document(str(file))
    said = "\n".join(p.text for p in document.paragraphs)
    assert "«болады» деген сөзден кейін" in said  # what the page has shown
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert "Тұрғындар көруі үшін." in cells


def test_a_kazakh_address_leads_to_the_kazakh_half(browser: Browser, own: Server) -> None:
    page = visit_page(browser, own, NEWEST.format("kk")).page
    # Nothing is amended yet: the law in Kazakh, and the way to a half of it.
    expect(page.locator("blockquote[lang=kk]")).to_contain_text("Мәслихат сессиялары, әдетте")
    expect(page.get_by_text("сначала измените русский")).to_be_visible()
    side(page, "Русский")
    drafted(page)
    side(page, "Қазақша")
    expect(kazakh_of(page)).to_have_value(re.compile("^6. Мәслихат"))
    draft = draft_of(page)
    page.close()
    again = visit_page(browser, own, f"{NEWEST.format('kk')}&draft={draft}").page
    expect(kazakh_of(again)).to_have_value(re.compile("^6. Мәслихат"))
    again.close()


def test_of_several_amendments_of_an_article_one_is_chosen(browser: Browser, own: Server) -> None:
    address = "/workshop?address=law-148-2001@2026-07-14:ru/art_11"
    page = open_page(browser, own, address).page
    fifth = "\n5. Продолжительность сессии определяется маслихатом."
    give(page, fifth, "")
    expect(page.locator("tr.deleted")).to_be_visible()
    give(page, "как правило, ", "")
    expect(page.locator("tr.changed")).to_be_visible()
    press(page, "В пакет")
    expect(page.get_by_text("В пакете: поправка 1, 2.")).to_be_visible()
    side(page, "Қазақша")
    # An exclusion has no text of its own; its Kazakh wording is written from the address.
    expect(page.get_by_text("Исключение своего текста не имеет")).to_be_visible()
    expect(page.locator("blockquote[lang=kk]")).to_contain_text(
        "11-баптың 5-тармағы алып тасталсын"
    )
    page.get_by_role("combobox", name="Поправка").click()
    page.get_by_role("option", name=re.compile("^2. Пункт 6")).click()
    expect(kazakh_of(page)).to_have_value(re.compile("^6. Мәслихат"))
    page.wait_for_url(re.compile("item=2.*half=kk"))
    page.close()


def test_without_a_kazakh_edition_the_text_is_written_freely_and_that_is_said(
    browser: Browser, own: Server
) -> None:
    page = open_page(browser, own).page  # the edition of 2022 is not held in Kazakh
    in_kazakh(page)
    expect(page.get_by_text("на эту дату здесь нет. Впишите предлагаемый текст")).to_be_visible()
    expect(kazakh_of(page)).to_have_value("")
    good = "6. Мәслихат сессиялары ашық өткізіледі және 3 күн ішінде жарияланады."
    for text, says in (
        ("7. Мәслихат сессиялары ашық.", "номера 7"),
        (f"{good}\n12-бап. Басқа", "не помещается"),
        (f"{good}\u202e", "скрытый знак U+202E"),
    ):
        write(page, text)
        expect(page.get_by_role("alert")).to_contain_text(says)
        expect(page.get_by_role("button", name="В пакет")).to_be_disabled()
    write(page, good)
    expect(page.get_by_role("alert")).to_have_count(0)
    quoted = page.get_by_role("textbox", name="Действующая редакция по-казахски")
    quoted.fill("Мәслихат сессиялары ашық өткізіледі.")
    quoted.press("Control+Enter")
    table = page.locator("table.both")
    expect(table.locator("ins")).to_contain_text("3 күн ішінде")
    # The halves are checked against each other while the text is still being typed.
    finding = page.locator(".finding").filter(has_text="только в казахской «3»")
    expect(finding).to_be_visible()
    press(page, "В пакет")
    expect(page.get_by_text("Казахский текст в пакете.")).to_be_visible()
    write(page, "")
    expect(page.get_by_text("Казахский текст уйдет из пакета.")).to_be_visible()
    page.close()


def test_the_bill_is_called_in_both_languages(browser: Browser, own: Server) -> None:
    page = open_page(browser, own, NEWEST.format("ru")).page
    drafted(page)
    view(page, "Пакет")
    page.get_by_text("Заголовок проекта и введение в действие").click()
    for label, words in (
        ("Заголовок по-русски", "О внесении изменений в Закон"),
        ("Заголовок по-казахски", "Заңға толықтырулар енгізу туралы"),
        ("Введение в действие по-русски", "по истечении десяти календарных дней"),
        ("Введение в действие по-казахски", "күнтізбелік он күн өткен соң"),
    ):
        field = page.get_by_role("textbox", name=label)
        field.fill(words)
        field.press("Control+Enter")
        expect(field).to_have_value(words)
    finding = page.locator(".finding")
    expect(finding).to_have_count(2)  # «изменения» in one half alone, «дополнения» in the other
    title = page.get_by_role("textbox", name="Заголовок по-казахски")
    title.fill("Заңға өзгерістер енгізу туралы")
    title.press("Control+Enter")
    expect(finding).to_have_count(0)
    kept, _ = workbench.read_draft(own.home, draft_of(page))
    assert kept.package.bill == Bill(
        "О внесении изменений в Закон",
        "Заңға өзгерістер енгізу туралы",
        "по истечении десяти календарных дней",
        "күнтізбелік он күн өткен соң",
    )
    page.close()


def test_two_tabs_that_give_other_kazakh_texts_see_both(browser: Browser, own: Server) -> None:
    page = open_page(browser, own, NEWEST.format("ru")).page
    in_kazakh(page)
    text = kazakh_of(page).input_value()
    other = visit_page(browser, own, f"/workshop?draft={draft_of(page)}&item=1&half=kk").page
    write(other, text.replace("ашық сипатта", "мүлдем ашық сипатта"))
    press(other, "В пакет")
    expect(other.get_by_text("Казахский текст в пакете.")).to_be_visible()
    write(page, text.replace("ашық сипатта", "толық ашық сипатта"))
    expect(page.get_by_role("alert")).to_contain_text("изменен в другой вкладке")
    table = page.locator("table.study")
    expect(table).to_contain_text("толық ашық сипатта")
    expect(table).to_contain_text("мүлдем ашық сипатта")
    page.close()
    other.close()


def test_a_new_russian_text_asks_to_look_at_the_kazakh_one(browser: Browser, own: Server) -> None:
    page = open_page(browser, own, NEWEST.format("ru")).page
    in_kazakh(page)
    write(page, kazakh_of(page).input_value().replace("ашық сипатта болады", ADDED_KK))
    press(page, "В пакет")
    expect(page.get_by_text("Казахский текст в пакете.")).to_be_visible()
    side(page, "Русский")
    expect(text_of(page)).to_have_value(re.compile(ADDED))
    give(page, "и транслируются", "и записываются")
    expect(page.get_by_text("Казахский текст этой поправки дан раньше")).to_be_visible()
    page.close()


def test_the_half_fits_a_phone_in_any_language(browser: Browser, own: Server) -> None:
    page = open_page(browser, own, NEWEST.format("ru")).page
    in_kazakh(page)
    for _ in in_every_language(page):
        page.set_viewport_size({"width": 360, "height": 1000})
        expect(page.get_by_role("textbox").first).to_have_value(re.compile("^6. Мәслихат"))
        assert not cut_off(page)
    page.close()


def test_what_is_held_in_kazakh_alone_is_said_and_the_page_goes_on(
    browser: Browser, own: Server
) -> None:
    kazakh = ROOT / "corpus" / "legal-acts-2016" / "2026-07-14.kk.md"
    subprocess.run(
        [sys.executable, "-m", "kb", "import", kazakh, "--as", "only-kk"],
        env={**os.environ, "SALYSTYRMA_HOME": str(own.home), "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    for address, says in (
        (
            "only-kk@2026-07-14:kk/art_26",
            "«Құқықтық актілер туралы» есть здесь только на казахском",
        ),
        ("law-148-2001@2001-01-23:kk/art_11", "Русской редакции 23.01.2001 здесь нет"),
        (
            "legal-acts-2016@2026-07-14:kk/art_25",
            "Казахского текста этого структурного элемента на эту дату",
        ),
    ):
        page = visit_page(browser, own, f"/workshop?address={address}").page
        expect(page.get_by_text(says)).to_be_visible()
        side(page, "Русский")
        expect(text_of(page)).to_be_visible()
        page.close()
