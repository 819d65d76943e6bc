"""The Kazakh formulas, on the Kazakh edition of the corpus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb import corpus
from kb.act import Edition
from kb.amendment.apply import apply
from kb.amendment.draft import draft
from kb.amendment.instruction import parse

CORPUS = (Path(__file__).parents[1] / "corpus",)


@pytest.fixture(scope="module")
def law() -> Edition:
    acts, readings = corpus.load_acts(CORPUS), corpus.load_readings(CORPUS)
    found = {s.name: s for s in corpus.sources(CORPUS)}
    return corpus.read_edition(found["law-148-2001@2026-07-14:kk"], acts, readings)


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("9-баптың екінші бөлігі алып тасталсын", ["repeal act/art_9.part_2"]),
        (
            "9-бапта:\nбірінші бөлігінде «а» деген сөз «б» деген сөзбен ауыстырылсын;\n"
            "2-тармағында «в, г» деген сөздер алып тасталсын;",
            ["substitute act/art_9.part_1", "delete_words act/art_9.pt_2"],
        ),
        (
            "5-баптың 3-тармағында «а», «б» деген сөздер тиісінше «в», «г» деген сөздермен "
            "ауыстырылсын",
            ["substitute act/art_5.pt_3", "substitute act/art_5.pt_3"],
        ),
        (
            "9-1-баппен толықтырылсын",
            [],
        ),
        (
            "мынадай мазмұндағы 9-1-баппен толықтырылсын:\n«9-1-бап. Жаңа\nЖаңа норма.»",
            ["insert act/art_9-1"],
        ),
        (
            "9-баптың тақырыбы мынадай редакцияда жазылсын:\n«9-бап. Жаңа»",
            ["replace act/art_9.heading"],
        ),
        (
            "бүкіл мәтін бойынша «а» деген сөз «б» деген сөзбен ауыстырылсын",
            ["substitute act"],
        ),
        (
            "10-баптың 1-тармағы «а» деген сөзден кейін «б» деген сөзбен толықтырылсын",
            ["insert_words act/art_10.pt_1"],
        ),
    ],
)
def test_formulas(text: str, operations: list[str]) -> None:
    read_as = parse(text)
    assert [f"{o.kind} {o.target}" for o in read_as.operations] == operations
    assert bool(read_as.unread) == (not operations)


def test_the_kazakh_edition_is_amended_in_kazakh(law: Edition) -> None:
    read_as = parse("9-баптың екінші бөлігі алып тасталсын", act=law.act)
    result = apply(law, read_as.operations)
    assert not result.refused
    after = result.edition
    assert "(алып тасталды)" in after.root.lines()
    found = draft(law, after)
    assert found.proved and found.wording == "9-баптың екінші бөлігі алып тасталсын."


def test_a_kazakh_draft_is_proved(law: Edition) -> None:
    article = next(c for c in law.walk() if c.kind == "article" and c.children)
    clause = next(c for c in article.walk() if c.own_text.count(" ") > 3)
    word = clause.own_text.split()[1]
    steps = clause.steps
    changed = replace(clause, own_text=clause.own_text.replace(word, "жаңа", 1))
    from kb.amendment.tree import put

    after = put(law, steps, changed)
    found = draft(law, after)
    assert found.proved
    assert "ауыстырылсын" in found.wording or "жазылсын" in found.wording
