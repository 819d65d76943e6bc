"""The same act through every reader: the same steps, marks, headings, words, statuses, notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.act import Edition
from kb.address import steps_text
from kb.language import squeeze
from kb.read import adilet, akoma_ntoso, docx, git, markdown, zan
from kb.read.markdown import Parsed
from kb.write import akoma_ntoso as akn_out

from . import shapes
from .conftest import ROOT, corpus_files, parse_file


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


def files() -> list[Path]:
    shared = ROOT.parent / "shared" / "acts"
    return corpus_files() + sorted(shared.glob("*/*.md"))


READERS: dict[str, Callable[[str, Parsed], Parsed]] = {
    "adilet": lambda text, _: adilet.read(shapes.adilet(shapes.printed(text)).encode()),
    "zan": lambda text, _: zan.read(shapes.zan(shapes.printed(text)).encode()),
    "docx": lambda text, _: docx.read(shapes.word(shapes.printed(text))),
    "akn": lambda _, parsed: akoma_ntoso.read(akn_out.write(parsed.edition)),
    "git": lambda text, _: git.read(shapes.clone_text(text), {}, "rus.md"),
}


@pytest.mark.parametrize(
    "path", files(), ids=lambda p: f"{p.parent.parent.name}/{p.parent.name}/{p.name}"
)
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
