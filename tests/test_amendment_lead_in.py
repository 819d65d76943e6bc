"""Which act an instruction changes: the words that name it, and the act of the corpus they mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.amendment.instruction import parse
from kb.library import corpus
from kb.norm.act import Act

CODES = [
    *("Гражданский", "Гражданский процессуальный", "Уголовный", "Уголовно-процессуальный"),
    *("Уголовно-исполнительный", "Налоговый", "Земельный", "Трудовой", "Бюджетный", "Лесной"),
    *("Водный", "Экологический", "Предпринимательский", "Социальный", "Строительный"),
    "Административный процедурно-процессуальный",
]


@pytest.fixture(scope="module")
def acts() -> dict[str, Act]:
    return corpus.load_acts((Path(__file__).parents[1] / "corpus",))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "opening",
    [
        "1. В {}:",
        "Внести в {} следующие изменения и дополнения:",
        "Статья 1-1. Внести изменения и дополнения в {}:",
        "1) {}:",
    ],
)
def test_a_code_is_an_act(code: str, opening: str) -> None:
    named = f"{code} кодекс Республики Казахстан от 1 июня 2003 года (Ведомости, 2003 г., № 13)"
    found = parse(f"{opening.format(named)}\nстатью 7 исключить.")
    assert [(a.date, a.words) for a in found.acts] == [
        ("2003-06-01", named.split(" (", maxsplit=1)[0])
    ]
    assert [str(o.target) for o in found.operations] == ["act-2003-06-01/art_7"]
    assert not found.unread


@pytest.mark.parametrize("which", ["настоящий", "указанный", "данный"])
def test_this_law_is_no_name_of_an_act(which: str) -> None:
    found = parse(f"Внести в {which} Закон следующие изменения:\nстатью 7 исключить.")
    assert (found.acts, found.operations) == ((), ())
    assert found.unread


def test_an_act_of_the_corpus_is_known_by_its_title_or_by_its_day_and_number(
    acts: dict[str, Act],
) -> None:
    law = acts["law-148-2001"]

    def known(words: str, title: str = law.title) -> str:
        text = f"В Закон Республики Казахстан {words}«{title}»:\nстатью 1 исключить"
        (named,) = parse(text, acts=acts.values()).acts
        return named.act if named.known else ""

    assert known("") == law.id
    assert known("от 23 января 2001 года № 148 ") == law.id
    assert known("от 23.01.2001 ") == law.id
    assert known("от 23 января 2001 года №148 ", "О старом") == law.id
    assert known("от 23 января 2001 года N 148 ", "О старом") == law.id
    assert known("от 24 января 2001 года ") == ""
    # Its title has changed since: the day and the number together still tell.
    assert known("от 23 января 2001 года № 148 ", "О старом") == law.id
    assert known("от 23 января 2001 года № 149 ", "О старом") == ""
    assert known("№ 148 ", "О старом") == ""


def test_two_acts_of_one_name_are_not_told_apart(acts: dict[str, Act]) -> None:
    law = acts["law-148-2001"]
    twin = replace(law, id="law-new", adopted="2030-01-01", number="1")
    text = f"В Закон Республики Казахстан «{law.title}»:\nстатью 1 исключить"
    (named,) = parse(text, acts=[law, twin]).acts
    assert (named.act, named.known) == ("act-unknown", False)
    dated = text.replace("Казахстан ", "Казахстан от 23 января 2001 года ")
    (named,) = parse(dated, acts=[law, twin]).acts
    assert (named.act, named.known) == (law.id, True)
