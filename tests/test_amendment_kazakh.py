"""The Kazakh formulas, on the Kazakh edition of the corpus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb import corpus
from kb.act import Edition
from kb.address import parse_steps
from kb.amendment.apply import apply
from kb.amendment.draft import draft
from kb.amendment.instruction import parse
from kb.amendment.kazakh import command, several
from kb.amendment.wording import Command

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


@pytest.mark.parametrize(
    ("owner", "units", "text", "said"),
    [
        ("art_10", ["pt_4", "pt_5"], "4. Бір.\n5. Екі.", "мазмұндағы 4 және 5-тармақтармен толықтырылсын:"),
        (
            "art_5.pt_3", ["part_2", "part_3", "part_4"], "Бір.\nЕкі.\nҮш.",
            "мазмұндағы екінші – төртінші бөліктермен толықтырылсын:",
        ),
        ("art_5.pt_3", ["spt_2", "spt_3"], "2) бір;\n3) екі.", "мазмұндағы 2) және 3) тармақшалармен толықтырылсын:"),
    ],
)  # fmt: skip
def test_several_units_are_added_and_read_back(
    owner: str, units: list[str], text: str, said: str
) -> None:
    added = tuple(parse_steps(f"{owner}.{u}") for u in units)
    lines = command(Command("x", "insert", added[0], text, added))
    assert lines[0].endswith(said)
    read = parse("\n".join(lines) + ".", act="x")
    assert [o.target.steps for o in read.operations] == list(added)
    assert [o.new for o in read.operations] == text.split("\n")


def test_several_units_are_named() -> None:
    def named(*steps: str) -> str:
        return several([parse_steps(s) for s in steps])

    assert named("art_5.pt_3.part_2", "art_5.pt_3.part_5") == (
        "5-баптың 3-тармағының екінші және бесінші бөліктері"
    )
    assert named("art_5.pt_3", "art_5.pt_4", "art_5.pt_5") == "5-баптың 3 – 5-тармақтары"
    assert named("art_5", "art_6") == "5 және 6-баптар"
    assert named("art_5.pt_3") == "5-баптың 3-тармағы"
