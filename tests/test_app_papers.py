"""The papers of a package on the page Поправки: in Kazakh where its author gives the texts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import Browser, expect

from .browsing import start, stopping, visit_page

pytestmark = pytest.mark.browser

PACKAGE = """\
id: both
author: Автор
source: {citation: О}
kind: text
items:
  - id: '1'
    target: law-148-2001/art_11.pt_6
    operation: replace
    proposed: 6. Сессии открыты.
    kazakh: {proposed: 6. Мәслихат сессиялары ашық өткізіледі.}
  - id: '2'
    target: law-148-2001/art_11.pt_5
    operation: replace
    proposed: 5. Без казахского.
"""


def test_the_papers_are_taken_in_kazakh(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "amendments").mkdir()
    (tmp_path / "amendments" / "both.yaml").write_text(PACKAGE, "utf-8")
    (tmp_path / "columns.yaml").write_text("columns: 5\n", "utf-8")
    with stopping(start(tmp_path)) as server:
        address = "/amendments?package=both&against=newest"
        visit = visit_page(browser, server, address)
        # Columns that cannot be used: the file and the line in one sentence, and no paper.
        expect(visit.page.locator(".bad")).to_contain_text("columns.yaml:1: ")
        expect(visit.page.get_by_role("button", name="Скачать")).to_have_count(0)
        visit.page.close()
        (tmp_path / "columns.yaml").unlink()

        # The second amendment has no Kazakh text: alone it gives nothing to track in Kazakh.
        page = visit_page(browser, server, f"{address}&item=2").page
        menu = page.get_by_role("button", name="Скачать", exact=True)
        menu.click()
        tracked = page.get_by_role("button", name="Word с правками")
        expect(tracked).to_be_visible()
        page.get_by_role("radio", name="Қазақша").last.click()
        expect(tracked).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Все поправки: 2").click()
        page.wait_for_url(lambda url: "item=" not in url)
        menu.click()
        expect(tracked).to_be_visible()
        with page.expect_download() as download:
            tracked.click()
        assert download.value.suggested_filename == "both_2026-07-14_tracked_kk.docx"
        path = tmp_path / "tracked.docx"
        download.value.save_as(path)
        body = Document(BytesIO(path.read_bytes())).element.body
        added = "".join(t.text for i in body.iter(qn("w:ins")) for t in i.iter(qn("w:t")))
        assert "ашық өткізіледі" in added
        page.close()
