"""The words of the interface: every key that the pages ask for stands in the catalogue, and no other."""

from __future__ import annotations

import re
import subprocess
import sys

from kb.ground.saying import FOLDER, catalogue, sentence
from kb.norm.difference import Change
from kb.pages.words import text
from tests.conftest import ROOT

PAGES = ROOT / "kb" / "pages"


def test_keys_that_the_pages_name_exist() -> None:
    asked = {f"status_{c.value}" for c in Change}
    for path in PAGES.rglob("*.py"):
        source = path.read_text("utf-8")
        asked |= set(re.findall(r"""\.(?:say|count)\(\s*["']([a-z_0-9]+)["']""", source))
    assert "note" in asked  # asked by `count`
    assert not asked - set(catalogue(FOLDER / "pages.yaml"))


def test_a_page_says_its_words_and_those_of_other_rooms() -> None:
    assert text("page_norms", "en") == "Norms"
    assert text("charter.verdict_partly", "kk") == sentence("charter.verdict_partly").filled(
        "kk", {}
    )


def test_the_first_page_waits_for_no_other() -> None:
    """What it imports is a second of the processor's time; with all the other pages it is four."""
    show = "import kb.pages, sys; print(*(m for m in sys.modules if m.startswith('kb.')))"
    found = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    rooms = {".".join(name.split(".")[:2]) for name in found.stdout.split()}
    assert "kb.pages" in rooms
    assert not rooms & {"kb.charter", "kb.technique", "kb.papers", "kb.intake"}, rooms
