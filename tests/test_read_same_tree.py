"""The same act through every reader: the same steps, marks, headings, words, statuses, notes."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.norm.act import Edition
from kb.norm.address import steps_text
from kb.read import adilet, akoma_ntoso, docx, git, markdown, zan
from kb.read.markdown import Parsed
from kb.words.text import squeeze
from kb.write import akoma_ntoso as akn_out

from . import shapes
from .conftest import corpus_files, parse_file


def tree(edition: Edition) -> list[tuple[Any, ...]]:
    return [
        (
            steps_text(c.steps),
            c.mark,
            c.heading,
            squeeze(c.own_text),  # white space is normalised
            c.status.value,
            tuple((n.text, n.about) for n in c.notes),
        )
        for c in edition.root.walk()
    ]


READERS: dict[str, Callable[[str, Parsed], Parsed]] = {
    "adilet": lambda text, _: adilet.read(shapes.adilet(shapes.printed(text)).encode()),
    "zan": lambda text, _: zan.read(shapes.zan(shapes.printed(text)).encode()),
    "docx": lambda text, _: docx.read(shapes.word(shapes.printed(text))),
    "akn": lambda _, parsed: akoma_ntoso.read(akn_out.write(parsed.edition)),
    "git": lambda text, _: git.read(shapes.clone_text(text), {}, "rus.md"),
}


@pytest.mark.slow
@pytest.mark.parametrize("path", corpus_files(), ids=lambda p: f"{p.parent.name}/{p.name}")
@pytest.mark.parametrize("reader", READERS)
def test_same_tree(path: Path, reader: str) -> None:
    text = path.read_text("utf-8")
    expected = parse_file(path)
    found = READERS[reader](text, expected)
    assert found.unplaced_characters == 0
    for mine, theirs in zip(tree(found.edition), tree(expected.edition), strict=False):
        assert mine == theirs
    assert len(tree(found.edition)) == len(tree(expected.edition))
    # What was read can be written as a corpus file that reads back as the same tree.
    again = markdown.parse(markdown.write(found))
    assert tree(again.edition) == tree(found.edition)


# Words that look like marks of Markdown, of units or of notes, wherever a source may put them.
words = st.sampled_from(
    """# Заголовок|## Глава 1. Имя|Глава 2. Имя|Статья 1. Имя|Статья 2. Текст статьи.|статья 5.|1. Пункт|1.
    1) подпункт;|а) буква;|Часть с прописной.|абзац со строчной;|___|---|***|* звезда|*слово*|**два слова**
    > цитата|>|\\# обратная|\\|Сноска. Статья 1 исключена.|Сноска. Пункт 1 изложить в новой редакции:
    Примечание ИЗПИ!|Примечание. Текст.|<b>не тег</b>|&amp;|5 < 6|| черта ||Президент|<a id="st1"></a>
    Раздел I.|Общие положения|№ 5 – «кавычки»|a*b*c|x_y_z|2-1. Пункт|4.1. Под|РАЗДЕЛ 2.""".replace(
        "\n    ", "|"
    ).split("|")
) | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20)
setting = st.sampled_from(["<p>%s</p>", "<p><b>%s</b></p>", "<h3>%s</h3>", '<p class="note">%s</p>', "<p><i>%s</i></p>",
                           "<p>%s<br>%s</p>", "<table><tr><td>%s</td><td>%s</td></tr></table>", "%s"])  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.tuples(setting, words, words), max_size=10))
def test_whatever_a_page_says_is_kept_and_can_be_written(found: list[tuple[str, str, str]]) -> None:
    body = "".join(how % tuple(map(html.escape, (a, b)[: how.count("%s")])) for how, a, b in found)
    page = f"<!DOCTYPE html><html><body><article><p>x</p>{body}</article></body></html>"
    parsed = adilet.read(page.encode("utf-8", "replace"))
    assert parsed.unplaced_characters == 0
    again = markdown.parse("\n" + markdown.write(parsed))
    assert again.unplaced_characters == 0
    assert tree(again.edition) == tree(parsed.edition)


@pytest.mark.slow
@given(st.lists(words, max_size=8))
@example(["Президент", *4 * ["# Заголовок"], "Президент"])  # signed below words that look like it
def test_whatever_a_document_says_survives_akoma_ntoso(found: list[str]) -> None:
    """What XML can hold goes out and comes back: no word of it is lost."""
    parsed = markdown.parse("\n" + "\n\n".join(map(markdown.escaped, map(squeeze, found))))
    again = akoma_ntoso.read(akn_out.write(parsed.edition))
    assert again.unplaced_characters == 0
    assert letters(parsed) == letters(again)


def letters(parsed: Parsed) -> list[str]:
    """Letters and digits of the text, in any order; a signature stands in the front matter."""
    signature = parsed.edition.front.get("signature", [])
    assert isinstance(signature, list)
    return sorted(c for c in " ".join([parsed.edition.root.text, *signature]) if c.isalnum())
