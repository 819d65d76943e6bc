"""The study's table and the list of duties: what is linked in a cell, what a bad file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.charter import paragraphs
from kb.charter.table import Norm, linked
from kb.ground.errors import KbError

ARTICLE, POINT = Norm("a/art_1", "статье 1 закона", True), Norm("a/art_1.pt_2", "пункту 2", True)


def test_words_of_norms_become_links_in_the_order_of_the_text() -> None:
    text = "По пункту 2 и статье 1 закона, и только."
    assert linked(text, [ARTICLE, POINT]) == [
        ("По ", None),
        ("пункту 2", POINT),
        (" и ", None),
        ("статье 1 закона", ARTICLE),
        (", и только.", None),
    ]


def test_of_overlapping_words_the_first_norm_wins() -> None:
    inner, left, right = (Norm("b", w, True) for w in ("1 закона", "По статье", "закона о"))
    text = "По статье 1 закона о садах"
    for other in (inner, left, right):
        assert linked(text, [ARTICLE, other]) == [
            ("По ", None),
            ("статье 1 закона", ARTICLE),
            (" о садах", None),
        ]
    assert [n for _, n in linked(text, [inner, left]) if n] == [left, inner]


def test_what_the_text_does_not_say_links_nothing() -> None:
    absent, silent = Norm("c", "статье 9", True), Norm("d", None, False)
    assert linked("По статье 1", [absent, silent]) == [("По статье 1", None)]
    assert linked("", [ARTICLE]) == []


def test_a_duty_listed_twice_is_refused_by_its_line(tmp_path: Path) -> None:
    text = (paragraphs.HERE / "paragraphs.yaml").read_text("utf-8")
    first, second = (p.id for p in paragraphs.load()[:2])
    spoiled = tmp_path / "paragraphs.yaml"
    for quote in ("'", '"', ""):
        if f"id: {quote}{second}{quote}" in text:
            text = text.replace(f"id: {quote}{second}{quote}", f"id: {quote}{first}{quote}", 1)
    spoiled.write_text(text, "utf-8")
    with pytest.raises(KbError, match=rf"paragraphs\.yaml:\d+: пункт «{first}» повторяется"):
        paragraphs.load(spoiled)
