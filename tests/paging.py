"""A page as the server draws it, without a browser: its fragments as one tree, its widgets, its URL.

For what a page says and does with a choice. What the browser does itself (keyboard, focus, history,
two tabs, layout, downloads) is tested in Chromium, tests/test_app*.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import html
from lxml.html import HtmlElement
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element
from streamlit.util import calc_hash

from kb.ground.html import Html
from tests.running import ROOT

__all__ = ["AppTest", "Shown"]

# Each run of a page reads what all installed packages say of themselves (0.5 s), in search of Streamlit
# components, which do not come or go while the tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

PATIENCE_S = 250.0  # a machine at its limit is slow; what hangs is ended by pytest's own limit


def squeezed(text: str) -> str:
    return " ".join(text.split())


def words(element: HtmlElement) -> str:
    """All that an element says."""
    return squeezed(str(element.text_content()))


def _walk(block: Block) -> Iterator[Element]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _walk(child)
        else:
            yield child


@dataclass
class Shown:
    """A page after its last run."""

    at: AppTest

    @property
    def query(self) -> dict[str, str]:
        """What the URL says."""
        return {k: v if isinstance(v, str) else v[-1] for k, v in self.at.query_params.items()}

    def elements(self) -> list[Element]:
        """Everything on the page in its order: first the page, then the menu."""
        return [*_walk(self.at.main), *_walk(self.at.sidebar)]

    @property
    def tree(self) -> HtmlElement:
        """The HTML of the page: our fragments, not Streamlit's own widgets."""
        parts = [str(e.value) for e in self.elements() if e.type == "html"]
        return html.fragment_fromstring("\n".join(parts), create_parent="main")

    def all(self, css: str, says: str = "") -> list[HtmlElement]:
        """The elements of our own HTML that say these words."""
        return [e for e in self.tree.cssselect(css) if says in words(e)]

    def one(self, css: str, says: str = "") -> HtmlElement:
        """The only such element."""
        found = self.all(css, says)
        assert len(found) == 1, [words(e)[:200] for e in found] or self.text()[:2000]
        return found[0]

    def said(self, css: str) -> list[str]:
        """What each such element says."""
        return [words(e) for e in self.all(css)]

    def text(self) -> str:
        """All that the page says: our HTML and the words of Streamlit's headings, notes and captions."""
        kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")
        own = [str(e.value) for e in self.elements() if e.type in kinds]
        return squeezed(" ".join([*own, str(self.tree.text_content())]))

    @property
    def alerts(self) -> list[str]:
        return self.said("[role=alert]")

    def widget(self, kind: str, label: str) -> Any:
        """The only widget of a kind (`selectbox`, `radio`, `button` …) with this label."""
        found = [w for w in self.at.get(kind) if getattr(w, "label", None) == label]
        assert len(found) == 1, [getattr(w, "label", None) for w in self.at.get(kind)]
        return found[0]

    def buttons(self) -> list[str]:
        """The labels of the buttons, those that take a paper away too."""
        kinds = ("button", "download_button")
        return [
            w.label if hasattr(w, "label") else w.proto.label for k in kinds for w in self.at.get(k)
        ]

    def run(self) -> Shown:
        """The page once more, with what was done to its widgets."""
        self.at.run()
        _check(self)
        return self


def page(path: str) -> Shown:
    """The page of a path of the app, «/norms?address=law-148-2001/art_9», in the home at hand."""
    url = urlsplit(path)
    at = AppTest.from_file(str(ROOT / "kb" / "pages" / "script.py"), default_timeout=PATIENCE_S)
    at._page_hash = calc_hash(url.path.strip("/")) if url.path.strip("/") else ""
    for name, value in parse_qsl(url.query):
        at.query_params[name] = value
    return Shown(at).run()


def _check(shown: Shown) -> None:
    """No page ends in a traceback, and nothing of a text is taken for a script."""
    assert not shown.at.exception, [e.message for e in shown.at.exception]


def fragments(shown: Shown) -> list[str]:
    """The fragments of the page as they are sent."""
    return [str(e.value) for e in shown.elements() if e.type == "html"]


__all__ = ["Html", "Shown", "fragments", "page", "squeezed", "words"]
