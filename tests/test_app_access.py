"""Every page checked by axe-core in both themes, at the width of a phone and at 200 % zoom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kb.ground import yaml_file
from tests.browsing import Server, cut_off, settled

pytestmark = pytest.mark.browser

VIEWS = (
    "/",
    "/amendments?item=4",
    "/workshop?address=law-148-2001@2022-03-02:ru/art_11.pt_6",
    "/workshop?address=law-148-2001@2026-07-14:kk/art_11.pt_6",
    "/workshop?view=package",
    "/workshop?view=three&a=bektibaev-2022&b=bektibaev-2022",
    "/workshop?view=instruction",
    "/verify",
    "/norms",
    "/norms?address=law-148-2001/art_11",
    "/charter",
    "/studies",
    "/graph",
    "/importing",
)
IS_DARK = """() => Math.max(...getComputedStyle(document.querySelector('.stApp'))
  .backgroundColor.match(/\\d+/g).slice(0, 3)) < 60"""
# What axe finds inside Streamlit's own widgets, by rule and element: it may shrink, never grow.
KNOWN, _ = yaml_file.load(Path(__file__).with_name("axe_streamlit.yaml"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = browser.contexts[0].new_page()
    yield found
    found.close()


def open_view(page: Page, server: Server, path: str) -> None:
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(server.url + path)
    expect(page.locator(".kb p, .kb .clause").first).to_be_visible()
    settled(page)


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds on the page that is ours and serious, or that Streamlit's widgets did not have:
    the rule, its weight, the element."""
    found = []
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            element = node["html"][:200]
            ours = page.evaluate(
                "s => !!document.querySelector(s)?.closest('.kb')", node["target"][-1]
            )
            known = any(
                k["rule"] == violation["id"] and k["element"] in element
                for k in KNOWN["violations"]
            )
            if (violation["impact"] in ("serious", "critical")) if ours else not known:
                found.append((violation["id"], violation["impact"], element))
    return found


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_reads_in_both_themes_and_fits_narrow_screens(
    page: Page, server: Server, path: str
) -> None:
    """One visit: axe in the light and the dark theme; 1400 px at 200 % zoom (700 px) and a phone (360)."""
    open_view(page, server, path)
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IS_DARK)
    settled(page)
    dark = violations(page)
    assert not light, light
    assert not dark, dark
    page.evaluate("document.querySelectorAll('.kb details').forEach(d => d.open = true)")
    for width in (700, 360):
        page.set_viewport_size({"width": width, "height": 1000})
        settled(page)
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, (width, over)
        wide = cut_off(page)
        assert not wide, (width, wide)


# What the eye sees of an element and of what holds it; a focus must change something of it.
SEEN = """e => {
  const out = [];
  for (let n = 0; e && n < 4; n++, e = e.parentElement) {
    const s = getComputedStyle(e);
    out.push([s.outlineStyle === 'none' ? '' : s.outlineWidth + s.outlineColor, s.boxShadow,
              s.borderTopColor, s.borderTopWidth, s.top].join(' '));
  }
  return out.join('|');
}"""
NEXT_FRAME = "() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"
# The controls in view that take part; in a group of choices the arrows reach the others.
CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button:enabled:not([role=radio] ~ *, [aria-pressed] ~ *), textarea, '
    + 'input:not([type=radio]), input[type=radio]:checked')]
  .filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))"""


@pytest.mark.parametrize(
    "path", ["/", "/amendments?item=4", "/workshop?address=law-148-2001@2022-03-02:ru/art_11.pt_6"]
)
def test_the_keyboard_reaches_every_control_and_is_seen_where_it_is(
    page: Page, server: Server, path: str
) -> None:
    open_view(page, server, path)
    page.evaluate(f"() => {{ window.wanted = new Set(({CONTROLS})()) }}")
    assert page.evaluate("wanted.size") > 12
    unseen, first = [], ""
    page.keyboard.press("Tab")
    for _ in range(250):
        here = page.evaluate_handle("document.activeElement")
        if here.evaluate("e => e === document.body"):
            break
        first = first or here.evaluate("e => e.getAttribute('href') || ''")
        here.evaluate("e => wanted.delete(e)")
        page.evaluate(NEXT_FRAME)
        focused = here.evaluate(SEEN)
        page.keyboard.press("Tab")
        page.evaluate(NEXT_FRAME)
        if here.evaluate(SEEN) == focused:
            unseen.append(here.evaluate("e => e.outerHTML.slice(0, 200)"))
    missed = page.evaluate("[...wanted].map(e => e.outerHTML.slice(0, 200))")
    assert first == "#stMain"  # past the menu, to what the page is about
    assert not missed, missed
    assert not unseen, unseen
