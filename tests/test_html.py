"""What is drawn is escaped, by type: templates are written out in the code, texts go in escaped."""

from __future__ import annotations

import ast
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ground.html import NONE, Html, escaped, html, lines, together
from kb.ground.safe import visible
from tests.running import ROOT

CODE = sorted((ROOT / "kb").rglob("*.py"))
OWN = ROOT / "kb" / "ground" / "html.py"
DRAWS = ROOT / "kb" / "pages" / "fragment.py"


class Read(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(), st.text())
def test_no_text_becomes_markup(words: str, title: str) -> None:
    read = Read(html("<b title='{}'>{}</b>", title, words))
    assert read.tags == ["b"]
    assert read.attributes == [("title", visible(title))]
    assert read.words == visible(words)


def test_a_fragment_goes_in_as_it_is_and_a_text_beside_it_does_not() -> None:
    fragment = html("<i>{}</i>", "a<b")
    assert html("<p>{}{}</p>", fragment, "<i>") == "<p><i>a&lt;b</i>&lt;i&gt;</p>"
    assert fragment + "<" == "<i>a&lt;b</i>&lt;"
    assert "<" + fragment == "&lt;<i>a&lt;b</i>"
    assert together([fragment, NONE], "<") == "<i>a&lt;b</i>&lt;"
    assert lines("a\n<b") == "a<br>&lt;b"
    assert isinstance("<" + fragment, Html)
    assert escaped(fragment) is fragment


def test_a_fragment_in_an_attribute_is_its_value() -> None:
    """A picture that a button keeps has quotes and tags of its own."""
    picture = html("<svg width='{}'><title>{}</title></svg>", 9, 'a"b')
    read = Read(
        html("<b class='png {}' data-svg='{1}'>{0}</b>".replace("{}", "{2}"), "x", picture, "y")
    )
    assert read.tags == ["b"]
    assert read.attributes == [("class", "png y"), ("data-svg", picture)]
    assert read.words == "x"
    between = html("<a href='{}'>{}</a><i title=\"{}\">", "/", picture, picture)
    assert between.count("<svg") == 1


def test_a_number_is_written_as_its_place_says() -> None:
    """A column's width without its «%» is no width, and the table of a paper loses its columns."""
    assert html("<col style='width:{:.1%}'>", 0.2879) == "<col style='width:28.8%'>"


@pytest.mark.slow
def test_templates_are_written_out_and_one_file_draws() -> None:
    """An f-string as a template, or Html of anything computed, would be the way round the type."""
    loose = []
    for path in CODE:
        text = path.read_text("utf-8")
        ours = "kb.ground.html" in text  # others mean a parser's
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            plain = bool(node.args) and isinstance(node.args[0], ast.Constant)
            draws = (
                "pages" in path.relative_to(ROOT).parts
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "html"
            )
            unsafe = any(k.arg and k.arg.startswith("unsafe_allow") for k in node.keywords)
            if (
                (ours and name == "html" and not plain)
                or (name == "Html" and path != OWN)
                or ((draws or unsafe) and path != DRAWS)
            ):
                loose.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not loose
