"""Takes the pictures of the tour from the running app, in headless Chromium.

python docs/pictures.py     (needs Chromium; writes docs/pictures/*.png)
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browsing import CHROMIUM, FLAGS, PATIENCE_MS, Server, start

# name, address, width, theme, and the element that the picture begins with ("" – the page's top).
VIEWS: tuple[tuple[str, str, int, str, str], ...] = (
    ("start", "/", 1200, "light", ""),
    ("amendment", "/amendments?item=3&against=newest", 1200, "light", ""),
    ("findings", "/amendments?item=4", 1200, "light", ".marked"),
    ("norm", "/norms?address=law-148-2001/art_11.pt_6", 1200, "light", ""),
    ("charter", "/charter?packages=bektibaev-2022", 1200, "light", ""),
    ("workshop", "/workshop?address=law-148-2001/art_11.pt_6", 1200, "light", ""),
    ("half", "/workshop?address=law-148-2001/art_11.pt_6", 1200, "light", ""),
    ("kazakh", "/amendments?item=3&against=newest&lang=kk", 1200, "light", ""),
    ("english", "/charter?lang=en", 1200, "light", ""),
    ("phone", "/amendments?item=3&against=newest", 360, "light", ""),
    ("dark", "/charter", 1200, "dark", ""),
    ("receipt", "/receipt", 1200, "light", ""),
)
HEIGHT = 900


def edited(page: Page) -> None:
    """An edit in the Мастерская and the findings on it."""
    area = page.get_by_role("textbox", name="Текст структурного элемента")
    expect(area).to_be_visible(timeout=PATIENCE_MS)
    area.fill(area.input_value().replace("как правило, ", ""))
    area.press("Control+Enter")
    expect(page.locator("tr.changed")).to_be_visible(timeout=PATIENCE_MS)


def halved(page: Page) -> None:
    """The same edit put into a package, and its Kazakh half."""
    edited(page)
    page.get_by_role("button", name="В пакет").click()
    expect(page.get_by_text("В пакете: поправка 1.")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("radio", name="Қазақша").click()
    area = page.get_by_role("textbox", name="Текст на казахском")
    expect(area).to_be_visible()
    area.fill(area.input_value().replace(", әдетте,", ""))
    area.press("Control+Enter")
    expect(page.locator("tr.changed del")).to_contain_text("әдетте")


STEPS: dict[str, Callable[[Page], None]] = {"workshop": edited, "half": halved}


def taken(browser: Browser, server: Server, view: tuple[str, str, int, str, str]) -> bytes:
    """The picture of a view, when everything in it has been drawn."""
    _, path, width, theme, first = view
    page: Page = browser.new_page(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page.goto(server.url + path)
    expect(page.locator(".kb p, .kb .clause").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("[data-testid='stStatusWidget']")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator("[data-testid='stSkeleton']")).to_have_count(0, timeout=PATIENCE_MS)
    if view[0] in STEPS:
        STEPS[view[0]](page)
    if first:
        page.locator(first).first.scroll_into_view_if_needed()
        page.locator(first).first.evaluate("e => e.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(800)  # the last fragments move into place without a sign of it
    picture = page.screenshot()
    page.close()
    return picture


def main() -> None:
    """Writes every picture."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = start(Path(home))
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for view in VIEWS:
                (folder / f"{view[0]}.png").write_bytes(taken(browser, server, view))
                print(view[0])
            browser.close()
        finally:
            server.process.terminate()
            server.process.wait(20)


if __name__ == "__main__":
    main()
