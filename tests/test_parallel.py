"""The two languages of one edition: the same tree where the texts are the same, else a finding."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kb.norm.act import Edition
from kb.norm.address import steps_text
from kb.norm.divergence import Divergence, divergences
from kb.norm.parallel import parallel
from kb.read import markdown
from kb.write.parallel import table

from .running import Kb, check_error

LAW = "law-148-2001@2026-07-14"


@pytest.fixture(scope="module")
def found(editions: dict[str, Edition]) -> tuple[Divergence, ...]:
    return divergences(editions[f"{LAW}:ru"], editions[f"{LAW}:kk"])


def test_the_trees_of_the_law_differ_only_where_the_texts_do(editions: dict[str, Edition]) -> None:
    """By hand: 6(1) lacks five subpoints in Kazakh; 23-1(4) is three paragraphs, 27(1)(1-15) is
    broken in two; 39-4 is numbered as point 1."""
    both = parallel(editions[f"{LAW}:ru"], editions[f"{LAW}:kk"])
    assert {a for a in both.only_left if not a.startswith("art_39-4")} == {
        f"art_6.pt_1.spt_{n}" for n in ("2", "3", "4", "4-1", "4-2")
    }
    assert {a for a in both.only_right if not a.startswith("art_39-4")} == {
        "art_23-1.pt_4.part_2",
        "art_23-1.pt_4.part_3",
        "art_27.pt_1.spt_1-15.abz_2",
    }
    assert len([p for p in both.pairs if p.steps[-1].unit == "art"]) == 62


@pytest.mark.slow
def test_what_differs_in_the_law(found: tuple[Divergence, ...]) -> None:
    """All of them were read beside the two files."""
    assert [(steps_text(d.steps), d.kind) for d in found] == [
        ("art_6.pt_1.spt_1", "status"),  # the note on villages of 2018 stands in Russian only
        *((f"art_6.pt_1.spt_{n}", "unit") for n in ("2", "3", "4", "4-1", "4-2")),
        ("art_23", "note"),
        ("art_23-1.pt_4", "paragraphs"),
        ("art_27", "note"),
        ("art_27.pt_1.spt_1-15", "paragraphs"),
        ("art_29", "note"),
        ("art_29.pt_1.spt_4", "verb"),
        ("art_31", "note"),
        ("art_33", "note"),
        ("art_35", "note"),
        ("art_39-4.pt_1", "numbering"),
        ("art_39-7", "note"),
    ]
    lacking = next(d for d in found if steps_text(d.steps) == "art_6.pt_1.spt_2")
    assert (str(lacking.certain), lacking.kk) == (
        "в казахской копии банка этого структурного элемента нет",
        "",
    )
    note = next(d for d in found if steps_text(d.steps) == "art_39-7")
    assert (note.ru, note.kk) == ("2015-11-02 № 387-V", "2015-10-31 № 380-V")


def texts(russian: str, kazakh: str) -> list[tuple[str, str]]:
    front = "---\nact_id: a\nedition: 2020-01-01\nlanguage: {}\n---\n\n"
    ru = markdown.parse(front.format("ru") + f"### Статья 1\n\n{russian}").edition
    kk = markdown.parse(front.format("kk") + f"### 1-бап\n\n{kazakh}").edition
    return [(steps_text(d.steps), d.kind) for d in divergences(ru, kk)]


@pytest.mark.parametrize(
    ("russian", "kazakh", "kind"),
    [
        ("Срок – десять дней.", "Мерзім – он күн.", None),
        ("Срок – десять дней.", "Мерзім – жиырма күн.", "term"),
        ("Срок – 10 дней.", "Мерзім – 15 күн.", "term"),
        ("Не более семи членов.", "Жетеуден аспайтын мүше.", None),
        ("Более чем в две тысячи раз.", "Екі мың еседен артық.", None),
        ("Штраф 100 000 тенге.", "Айыппұл 100 000 теңге.", None),
        ("Штраф 100 000 тенге.", "Айыппұл 10 000 теңге.", "sum"),
        ("С 1 июля 2026 года.", "2026 жылғы 1 шілдеден бастап.", None),
        ("С 1 июля 2026 года.", "2026 жылғы 1 маусымнан бастап.", "date"),
        ("С 1 июля 2026 года.", "2025 жылғы 1 шілдеден бастап.", "date"),
        ("По статье 5 Закона.", "Заңның 5-бабы бойынша.", None),
        ("По статье 5 Закона.", "Заңның 6-бабы бойынша.", "reference"),
        ("Закон «О мире» действует.", "«Бейбітшілік туралы» Заң қолданылады.", None),
        ("Закон «О мире» действует.", "Заң қолданылады.", "name"),
        ("1. Раз.\n\n2. Исключен.", "1. Бір.\n\n2. Екінші тармақ.", "status"),
        ("1. Раз.\n\n2. Два.", "1. Бір.", "unit"),
        ("Раз.", "Бір.\n\nТағы.", "paragraphs"),
    ],
)
def test_what_is_found_without_translating(russian: str, kazakh: str, kind: str | None) -> None:
    assert {k for _, k in texts(russian, kazakh)} == ({kind} if kind else set())


def test_the_table_speaks_the_language_of_its_reader(found: tuple[Divergence, ...]) -> None:
    """A bar in a text of the law opens no cell, and every row has five."""
    for language, head in (
        ("ru", "структурный элемент"),
        ("kk", "құрылымдық элемент"),
        ("en", "unit"),
    ):
        rows = table(found, language).splitlines()
        assert rows[0].startswith(f"| {head} |")
        assert len(rows) == len(found) + 2
        assert {len(re.split(r"(?<!\\)\|", row)) for row in rows} == {7}
    (first, *_) = found
    assert r"а \| б" in table([replace(first, ru="а | б")], "ru")


@pytest.mark.slow
def test_the_command(kb: Kb) -> None:
    found = kb("parallel", "law-148-2001", "--json").json["differences"]
    assert {"address", "kind", "ru", "kk", "certain"} <= set(found[0])
    assert f"{LAW}:ru/art_6.pt_1.spt_4-2" in {d["address"] for d in found}
    assert kb("parallel", f"{LAW}/art_9", "--json").json == {"differences": []}
    table = kb("parallel", "law-148-2001", "--table").out
    assert table.count("\n| ") == len(found) + 2
    check_error(kb("parallel", "tax-code-2025"), "сравнивать нечего")
    check_error(kb("parallel", f"{LAW}:ru"), "без языка")
