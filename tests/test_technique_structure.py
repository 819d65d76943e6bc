"""Structure and signs: numbers, headings, marks; each with a text to catch and one to leave."""

from __future__ import annotations

import pytest

from kb.library import Library
from kb.norm.act import Edition
from kb.technique.checks import patterns, signs, structure
from kb.technique.finding import Finding

from .drafts import Data, act, findings, item, package, rules

LAW = """### Статья 1. Предмет

1. Первый пункт закона о Государственном реестре малых дел.

2. Второй пункт, который служит для перечня:

1) первое дело, о котором говорится здесь достаточно подробно;

2) второе дело, о котором говорится здесь достаточно подробно;

3) третье дело, о котором говорится здесь достаточно подробно.

### Статья 2. Срок

Закон действует бессрочно.
"""
CHECKS = (*structure.CHECKS, *signs.CHECKS, *patterns.CHECKS)
SECOND = "2) второе дело, о котором говорится здесь достаточно подробно"
THIRD = "третье дело, о котором говорится здесь достаточно подробно"


@pytest.fixture(scope="module")
def small() -> Edition:
    return act(LAW)


def found(library: Library, edition: Edition, *items: Data) -> list[Finding]:
    return findings(library, package(*items), [edition], CHECKS)


POINT = "small/art_1.pt_2"
CAUGHT = [
    (item(POINT, "2. Перечень:\n1) один;\n1) два;\n2) три."), "structure-repeated"),
    (item(POINT, "2. Перечень:\n1) один;\n2) два;\n4) четыре."), "structure-skipped"),
    (item(POINT, "2. Перечень:\n2) два;\n3) три."), "structure-skipped"),
    (item(POINT, "2. Перечень:\n2) два;\n1) один."), "structure-order"),
    (item(POINT, "2. Первый:\n1) а;\n2) б.\nВторой:\n1) в;\n2) г."), "structure-restarted"),
    (item(POINT, f"2. Перечень:\n1) иное;\n2) {THIRD}."), "structure-renumbered"),
    (item("small/art_3", "Статья 3.\nТекст.", "insert"), "structure-heading"),
    (item("small/art_3", "1. Текст.\n2. Текст.", "insert"), "structure-heading"),
    (item("small/art_1.pt_2.spt_2", f"{SECOND}."), "signs-list-mark"),
    (item("small/art_1.pt_2.spt_3", "3) новое дело;"), "signs-list-mark"),
    (item(POINT, "2. Перечень.\n1) один;\n2) два."), "signs-colon"),
    (item("small/art_1.pt_1", "1. Иной текст"), "signs-final-mark"),
    (item("small/art_2", "Закон «О малом»"), "signs-final-mark"),
    (item("small/art_1.pt_1", "1. иной текст."), "signs-small-letter"),
    (item("small/art_1.pt_2.spt_1", "1) Иное дело;"), "signs-large-letter"),
    (item("small/art_2", "Виды:\n– первый;\n– второй."), "signs-dash"),
    (item(POINT, "2. Перечень:\n1) - один;\n2) два."), "signs-dash"),
    (item("small/art_2", "Закон действует **бессрочно**."), "signs-emphasis"),
    (item("small/art_2", "Закон действует <u>бессрочно</u>."), "signs-emphasis"),
    (item("small/art_2", "Закон:\nа) один;\nб) два."), "signs-mark"),
    (item("small/art_1.pt_1", "1. Закон:\n1.1. Один."), "signs-mark"),
]


@pytest.mark.parametrize(("given", "rule"), CAUGHT)
def test_what_is_caught(library: Library, small: Edition, given: Data, rule: str) -> None:
    assert rule in rules(found(library, small, given))


ALONE = [
    item(POINT, "2. Перечень:\n1) один;\n1-1) два;\n2) три."),
    item("small/art_1.pt_3", "3. Третий пункт.", "insert"),
    item("small/art_1.pt_3", "Третий пункт:\n1) один;\n2) два.\nЕще часть.", "insert"),
    item("small/art_3", "Статья 3. Новая\nТекст.", "insert"),
    item("small/art_3", "Новая статья\n1. Один.\n2. Два.", "insert"),
    item("small/art_1.pt_2.spt_2", f"{SECOND};"),
    item("small/art_1.pt_2.spt_2-1", "2-1) новое дело;", "insert"),
    item("small/art_1.pt_2.spt_1", "1) Государственный реестр;"),
    item("small/art_1.pt_2.spt_1", "1) Единая база – хранилище дел;"),
    item("small/art_1.pt_2.spt_1", "1) ЦИК;"),
    item("small/art_1.pt_2.spt_1", "1) Премьер-Министр Республики Казахстан;"),
    item(POINT, f"2. Перечень:\n1) (исключен);\n{SECOND};\n3) {THIRD}."),
    item("small/art_2", "Закон действует до 1 июля 2030 года – бессрочно * не действует."),
    item("small/art_2"),
    item("small/art_2", None, "none"),
]


@pytest.mark.parametrize("given", ALONE)
def test_what_is_left_alone(library: Library, small: Edition, given: Data) -> None:
    assert found(library, small, given) == []


def test_a_gap_of_the_law_is_its_own(library: Library) -> None:
    law = act("### Статья 1. Предмет\n\n1. Один:\n\n1) один;\n\n3) три.\n")
    given = item("small/art_1.pt_1", "1. Один:\n1) один;\n3) три иначе.")
    assert found(library, law, given) == []


def test_an_act_without_headings_asks_for_none(library: Library) -> None:
    law = act("### Статья 1\n\nТекст.\n\n### Статья 2\n\nТекст.\n")
    assert found(library, law, item("small/art_3", "Статья 3\nТекст.", "insert")) == []


def test_amending_acts(library: Library) -> None:
    """Their articles need no headings, and they have no preamble."""
    law = act(
        "# О внесении\n\n### Статья 1. Один\n\nТекст.\n", title="О внесении изменений в закон"
    )
    assert found(library, law, item("small/art_2", "Статья 2.\nТекст.", "insert")) == []
    given = item("small/preamble", "В целях развития.", "insert")
    assert rules(found(library, law, given)) == ["structure-preamble"]
    ordinary = act("# О малом\n\n### Статья 1. Один\n\nТекст.\n")
    assert found(library, ordinary, given) == []


def test_spans_hold_in_a_text_with_odd_spaces(library: Library, small: Edition) -> None:
    """`findings` compares every span with its words; here lines begin and end with spaces."""
    given = item(POINT, "  2. Перечень. \n\n  1) Один;  \n 2)  два ")
    assert set(rules(found(library, small, given))) == {
        "signs-colon",
        "signs-large-letter",
        "signs-final-mark",
    }


def test_the_quotas_of_the_study(library: Library) -> None:
    """Three lists under lines without a colon, each from 1), with capitals; no final full stops."""
    study = library.package("bektibaev-2022")
    result = findings(library, study, library.editions_for(study, "author").values(), CHECKS)
    fourth = [(f.rule, f.words) for f in result if f.item == "4"]
    assert [w for r, w in fourth if r == "signs-colon"] == [
        "значения и столицы.",
        "В городском маслихате.",
        "В районном маслихате.",
    ]
    assert ("signs-large-letter", "Не") in fourth
    assert [r for r, _ in fourth if r.startswith("structure")] == ["structure-restarted"]
    assert [f.item for f in result if f.rule == "signs-final-mark"] == ["1", "2", "3", "5"]
