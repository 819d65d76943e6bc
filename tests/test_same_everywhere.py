"""What is shown is what leaves: of every package and both editions the page, the command and each paper have
one wording, one order and one table."""

from __future__ import annotations

import html as entities
import json
import re

import pytest

from kb.library import Library
from kb.papers.bill import bills
from kb.papers.filing import FORMATS, comparison, papers
from kb.words.text import squeeze

from .conftest import AMENDMENTS
from .paging import AppTest
from .running import PATIENCE_S, Kb
from .test_papers import words

PACKAGES = sorted(p.stem for p in AMENDMENTS.glob("*.yaml"))


def page() -> None:
    """The page «Поправки» alone, in Russian, of the library that the server holds for all its pages."""
    from kb.pages.amendments import page as draw
    from kb.pages.frame import Frame
    from kb.pages.libraries import of_session

    draw(Frame(of_session("ru"), "ru"))


def shown(package: str, against: str) -> str:
    """The words of the page, marks and white space aside."""
    at = AppTest.from_function(page, default_timeout=PATIENCE_S)
    at.query_params["package"] = package
    at.query_params["against"] = against
    at.run()
    assert not at.exception, at.exception
    blocks = "\n".join(str(b.value) for b in (*at.markdown, *at.get("html")) if hasattr(b, "value"))
    text = re.sub(r"<sup>.*?</sup>|<style>.*?</style>", "", blocks, flags=re.S)
    return _plain(entities.unescape(re.sub(r"<[^<>]+>", "", text)))


def _plain(text: str) -> str:
    """Letters and figures alone: formats put marks, spaces and breaks each in their own way."""
    return re.sub(r"[^\w]+", "", text.lower())


@pytest.mark.slow
@pytest.mark.parametrize("against", ["newest", "author"])
@pytest.mark.parametrize("package", PACKAGES)
def test_page_and_papers_say_the_same(library: Library, package: str, against: str) -> None:
    whole = library.package(package)
    chosen = library.editions_for(whole, against)
    table = comparison(library, whole, chosen)
    text = shown(package, against)
    lines = [_plain(line) for bill in bills(table, library.acts) for line in bill.lines]
    cells = [_plain(line.text) for e in table.entries for line in (*e.left, *e.right)]
    assert [x for x in lines if x not in text] == []
    assert [x for x in cells if x not in text] == []
    for kind in FORMATS:
        paper = _plain(words(papers(library, whole, chosen, kind), kind))
        places = [paper.find(x) for x in lines]
        assert -1 not in places, kind
        assert [x for x in cells if x not in paper] == [], kind
    # In one order: that of the table, on the page as on paper.
    heads = [_plain(f"{e.element}") for e in table.entries]
    rows = [h for h in heads if h in paper]
    assert rows == heads


def test_the_command_numbers_the_amendments_as_the_papers_do(kb: Kb, library: Library) -> None:
    found = json.loads(kb("package", "show", "bektibaev-2022", "--json").out)
    whole = library.package("bektibaev-2022")
    table = comparison(library, whole, library.editions_for(whole, "newest"))
    assert {i["id"]: i["number"] for i in found["items"]} == {
        e.item.id: e.number for e in table.entries
    }
    assert [i["id"] for i in found["items"]] == [i.id for i in whole.items]
    assert squeeze(kb("package", "export", "bektibaev-2022").out)
