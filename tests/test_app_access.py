"""Every page checked by axe-core in both themes, at the width of a phone and at 200 % zoom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    "/replay",
    "/norms",
    "/norms?address=law-148-2001/art_11",
    "/charter",
    "/studies",
    "/graph",
    "/importing",
)
# What axe finds inside Streamlit's own widgets, by rule and element: it may shrink, never grow.
KNOWN, _ = yaml_file.load(Path(__file__).with_name("axe_streamlit.yaml"))


def opened(browser: Browser, server: Server, path: str, theme: Any, width: int = 1400) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=theme)
    page.goto(server.url + path)
    expect(page.locator(".kb p, .kb .clause").first).to_be_visible()
    settled(page)
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", VIEWS)
def test_no_serious_violations(browser: Browser, server: Server, path: str, theme: str) -> None:
    page = opened(browser, server, path, theme)
    found = Axe().run(page).response["violations"]
    own, widgets = [], []
    for violation in found:
        for node in violation["nodes"]:
            ours = page.evaluate(
                "s => !!document.querySelector(s)?.closest('.kb')", node["target"][-1]
            )
            said = (violation["id"], violation["impact"], node["html"][:200])
            if ours and violation["impact"] in ("serious", "critical"):
                own.append(said)
            elif not ours:
                widgets.append(said)
    page.close()
    assert not own, own
    unknown = [
        w for w in widgets
        if not any(k["rule"] == w[0] and k["element"] in w[2] for k in KNOWN["violations"])
    ]  # fmt: skip
    assert not unknown, unknown


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
# The controls in view that take part; in a group of choices the arrows reach the others.
CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button:enabled:not([role=radio] ~ *, [aria-pressed] ~ *), textarea, '
    + 'input:not([type=radio]), input[type=radio]:checked')]
  .filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))"""


@pytest.mark.parametrize(
    "path", ["/", "/amendments?item=4", "/workshop?address=law-148-2001@2022-03-02:ru/art_11.pt_6"]
)
def test_the_keyboard_reaches_every_control_and_is_seen_where_it_is(
    browser: Browser, server: Server, path: str
) -> None:
    page = opened(browser, server, path, "light")
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
        page.wait_for_timeout(150)  # Streamlit fades its borders in
        focused = here.evaluate(SEEN)
        page.keyboard.press("Tab")
        page.wait_for_timeout(150)
        if here.evaluate(SEEN) == focused:
            unseen.append(here.evaluate("e => e.outerHTML.slice(0, 200)"))
    missed = page.evaluate("[...wanted].map(e => e.outerHTML.slice(0, 200))")
    page.close()
    assert first == "#stMain"  # past the menu, to what the page is about
    assert not missed, missed
    assert not unseen, unseen


@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize("path", VIEWS)
def test_nothing_runs_past_a_narrow_screen(
    browser: Browser, server: Server, path: str, width: int
) -> None:
    """360 px is a phone; 1400 px at 200 % zoom is 700 px wide."""
    page = opened(browser, server, path, "light", width)
    over = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    wide = cut_off(page)
    page.close()
    assert over <= 0, over
    assert not wide, wide
