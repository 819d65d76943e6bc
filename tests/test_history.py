"""The life of a clause through editions; Russian and Kazakh side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.ground.errors import KbError, NotFound
from kb.library import Library
from kb.norm.act import Act, Edition, KnownEdition
from kb.norm.address import parse_steps, steps_text
from kb.norm.history import Event, history, timeline
from kb.norm.parallel import parallel
from kb.read import markdown

FIRST = """\
### Статья 1. Предмет

1. Настоящий Закон регулирует отношения в области местного самоуправления.

2. Маслихат избирается населением сроком на пять лет.

### Статья 2. Срок

1. Закон действует бессрочно на всей территории Республики.
"""
# A new point 2: the old one is point 3 now, in the same words.
SECOND = FIRST.replace(
    "2. Маслихат избирается",
    "2. Аким назначается Президентом по представлению.\n\n3. Маслихат избирается",
)
# Its words change; a note names the law.
THIRD = SECOND.replace("на пять лет.", "на четыре года.").replace(
    "### Статья 2",
    "> *Сноска. Статья 1 с изменениями, внесенными законами РК от 01.02.2021 № 5; от 03.03.2022 № 7.*\n\n### Статья 2",
)
FOURTH = THIRD.replace(
    "3. Маслихат избирается населением сроком на четыре года.",
    "3. Исключен Законом РК от 04.04.2023 № 9.",
)
DATES = ("2020-01-01", "2021-02-01", "2022-03-03", "2023-04-04")


def edition(text: str, date: str, language: str = "ru") -> Edition:
    found = markdown.parse(text, act="small").edition
    return replace(found, date=date, language=language)


@pytest.fixture
def editions() -> list[Edition]:
    return [edition(t, d) for t, d in zip((FIRST, SECOND, THIRD, FOURTH), DATES, strict=True)]


def act(*dates: str) -> Act:
    known = tuple(KnownEdition(d, f"Закон {n}", held=(("ru", ()),)) for n, d in enumerate(dates))
    return Act("small", "О малом", "Закон", "law", "2020-01-01", editions=known)


def test_a_clause_is_followed_through_a_new_number(editions: list[Edition]) -> None:
    found = history(editions, parse_steps("art_1.pt_3"), act(*DATES), at="2022-03-03")
    assert [(w.event, w.address.partition("/")[2]) for w in found] == [
        (Event.FIRST, "art_1.pt_2"),
        (Event.MOVED, "art_1.pt_3"),
        (Event.CHANGED, "art_1.pt_3"),
        (Event.EXCLUDED, "art_1.pt_3"),
    ]
    assert ("-", "пять лет") in found[2].segments
    assert [law.number for law in found[2].laws] == ["7"]
    assert found[2].cause == "Закон 2"
    assert [law.number for law in found[3].laws] == ["9"]


def test_from_the_oldest_the_same_line_is_found(editions: list[Edition]) -> None:
    forward = history(editions[:3], parse_steps("art_1.pt_2"), act(*DATES), at="2020-01-01")
    backward = history(editions[:3], parse_steps("art_1.pt_3"), act(*DATES))
    assert [w.address for w in forward] == [w.address for w in backward]


def test_what_was_not_there_is_absent_and_then_inserted(editions: list[Edition]) -> None:
    found = history(editions, parse_steps("art_1.pt_2"), act(*DATES))
    assert [w.event for w in found] == [
        Event.ABSENT,
        Event.INSERTED,
        Event.UNCHANGED,
        Event.UNCHANGED,
    ]


def test_a_whole_article(editions: list[Edition]) -> None:
    found = history(editions, parse_steps("art_1"), act(*DATES))
    assert [w.event for w in found] == [Event.FIRST, Event.CHANGED, Event.CHANGED, Event.CHANGED]
    assert [w.event for w in history(editions, parse_steps("art_2"), act(*DATES))] == [
        Event.FIRST,
        Event.UNCHANGED,
        Event.UNCHANGED,
        Event.UNCHANGED,
    ]


def test_through_editions_not_held_no_law_is_named_for_sure(editions: list[Edition]) -> None:
    two = [editions[0], editions[3]]
    found = history(two, parse_steps("art_1"), act(*DATES))
    assert found[1].between == ("2021-02-01", "2022-03-03")
    assert found[1].cause == ""
    assert {law.number for law in found[1].laws} >= {"5", "7"}


def test_outside_an_excerpt_nothing_is_said(editions: list[Edition]) -> None:
    excerpt = replace(
        edition(
            "### Статья 2. Срок\n\n1. Закон действует бессрочно на всей территории Республики.",
            "2019-01-01",
        ),
        held=parse_steps("art_2"),
    )
    found = history([excerpt, *editions], parse_steps("art_1"), act("2019-01-01", *DATES))
    assert found[0].event is Event.NOT_HELD
    assert found[0].address == ""


def test_an_edition_that_is_not_there(editions: list[Edition]) -> None:
    with pytest.raises(NotFound):
        history(editions, parse_steps("art_1"), act(*DATES), at="1999-01-01")
    with pytest.raises(NotFound):
        history(editions, parse_steps("art_77"), act(*DATES))


def test_the_corpus_has_lives_to_tell(library: Library) -> None:
    known = library.act("law-148-2001")
    (_, last) = history(library.editions(known.id), parse_steps("art_24-1"), known)
    assert last.event is Event.EXCLUDED
    assert [law.number for law in last.laws] == ["306-VIII"]
    held = [date for date, _, _, there in timeline(known, "ru") if there]
    assert held == known.held_dates("ru")


# --- Two languages ------------------------------------------------------------------------------


def test_languages_are_paired_by_address() -> None:
    kazakh = edition(
        "### 1-бап. Мән\n\n1. Осы Заң қатынастарды реттейді.\n\n3. Қосымша тармақ.\n\n### 2-бап. Мерзім\n\n1. Заң қолданылады.",
        "2020-01-01",
        "kk",
    )
    found = parallel(edition(FIRST, "2020-01-01"), kazakh)
    pairs = {steps_text(p.steps): (p.left, p.right) for p in found.pairs}
    left, right = pairs["art_2.pt_1"]
    assert left is not None
    assert right is not None
    assert (left.own_text[:5], right.own_text[:3]) == ("Закон", "Заң")
    assert found.only_left == ("art_1.pt_2",)
    assert found.only_right == ("art_1.pt_3",)
    assert [steps_text(p.steps) for p in found.pairs][:4] == [
        "art_1",
        "art_1.pt_1",
        "art_1.pt_3",
        "art_1.pt_2",
    ]


def test_an_excerpt_in_one_language_hides_nothing_and_claims_nothing(library: Library) -> None:
    russian = library.edition("elections-1995", "2026-07-01", "ru")
    kazakh = library.edition("elections-1995", "2026-07-01", "kk")
    found = parallel(russian, kazakh)
    assert {steps_text(p.steps[:1]) for p in found.pairs} >= {"ch_13", "art_101", "art_113"}
    assert any("/art_1" in address for address in found.not_held)
    one = parallel(russian, kazakh, parse_steps("art_103"))
    assert all(p.left and p.right for p in one.pairs)


def test_a_unit_whose_words_are_in_its_parts_keeps_its_heading_and_mark() -> None:
    """The Russian article and its point have a second part, the Kazakh ones have none."""
    russian = edition(
        "### Статья 1. Предмет\n\nПервая часть.\n\nВторая часть.\n\n"
        "### Статья 2. Срок\n\n5. Перечень:\n\n1) один.\n\nИтог пункта.",
        "2020-01-01",
    )
    kazakh = edition(
        "### 1-бап. Мән\n\nБірінші бөлік.\n\n### 2-бап. Мерзім\n\n5. Тізбе:\n\n1) бір.",
        "2020-01-01",
        "kk",
    )
    found = parallel(kazakh, russian)
    pairs = {steps_text(p.steps): (p.left, p.right) for p in found.pairs}
    article, point = pairs["art_1"], pairs["art_2.pt_5"]
    assert [c and c.heading_text for c in article] == ["1-бап. Мән", "Статья 1. Предмет"]
    assert [c and c.own_text for c in article] == ["Бірінші бөлік.", "Первая часть."]
    assert [c and (c.mark, c.own_text) for c in point] == [("5.", "Тізбе:"), ("5.", "Перечень:")]
    assert all(pairs["art_2.pt_5.spt_1"])
    assert found.only_right == ("art_1.part_2", "art_2.pt_5.part_2")


def test_only_one_act_has_two_languages(library: Library) -> None:
    with pytest.raises(KbError, match="разные акты"):
        parallel(library.edition("law-148-2001"), library.edition("legal-acts-2016"))
    older = parallel(edition(FIRST, "2020-01-01"), edition(FIRST, "2021-01-01", "kk"))
    assert "разных дат" in older.remark
