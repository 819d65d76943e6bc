"""Addresses: their strings, their order, and the same in Russian and Kazakh words."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.norm import address
from kb.norm.act import Edition
from kb.norm.address import (
    Address,
    BadAddress,
    Step,
    Steps,
    number_key,
    parse,
    parse_steps,
    steps_text,
)
from kb.words.ordinals import ordinal, ordinal_kk, ordinals_kk, ordinals_ru

T = TypeVar("T")

plain = st.integers(1, 999).map(str)
nested = st.builds("{}-{}".format, st.integers(1, 99), st.integers(1, 12))
roman = st.sampled_from(["I", "II", "III", "IV", "V", "VIII", "IX", "X", "XI", "XIV"])
letter = st.sampled_from([*"абвгдежз", "i", "ii", "iv", "a", "b"])
digits = plain | nested
ordinal_number = st.integers(1, 99).map(str)


def step(unit: str, numbers: st.SearchStrategy[str]) -> st.SearchStrategy[Step]:
    return st.builds(Step, st.just(unit), numbers)


@st.composite
def norm_steps(draw: st.DrawFn) -> Steps:
    """The steps of a unit as acts have them: article, point, subpoint … with parts between."""
    steps = [draw(step("art", digits))]
    for unit, numbers in (("pt", digits), ("part", ordinal_number), ("spt", digits | letter)):
        if draw(st.booleans()):
            steps.append(draw(step(unit, numbers)))
    last = draw(st.sampled_from(["", "abz", "sent", "heading"]))
    if last:
        steps.append(draw(step(last, ordinal_number)) if last != "heading" else Step("heading"))
    return tuple(steps)


divisions = st.one_of(
    step("sec", roman | digits).map(lambda s: (s,)),
    st.tuples(step("sec", roman), step("ch", digits)),
    st.tuples(step("ch", digits), step("par", digits)),
    st.just((Step("preamble"),)),
    st.just((Step("title"),)),
    st.just((Step("form"),)),
    step("app", digits).map(lambda s: (s,)),
)
any_steps = norm_steps() | divisions
any_step = any_steps.map(lambda s: s[-1])


@pytest.mark.slow
@given(any_steps)
def test_steps_read_back_from_their_string(steps: Steps) -> None:
    assert parse_steps(steps_text(steps)) == steps


@pytest.mark.slow
@given(
    st.sampled_from(["law-148-2001", "constitution-1995", "X", "a_1"]),
    st.sampled_from([None, "2022-03-02"]),
    st.sampled_from([None, "kk"]),
    st.just(()) | any_steps,
)
def test_addresses_read_back_from_their_string(
    act: str, edition: str | None, language: str | None, steps: Steps
) -> None:
    written = Address(act, edition, language if edition else None, steps)
    assert parse(str(written)) == written


def test_an_address_in_full_is_read_part_by_part() -> None:
    found = parse("law-148-2001@2026-07-14:kk/art_39-3.pt_10.part_3.spt_4-1.heading")
    assert (found.act, found.edition, found.language) == ("law-148-2001", "2026-07-14", "kk")
    assert found.steps == (
        Step("art", "39-3"),
        Step("pt", "10"),
        Step("part", "3"),
        Step("spt", "4-1"),
        Step("heading"),
    )


@pytest.mark.parametrize("text", ["art_1.spt_б", "sec_VIII", "ch_3-1", "art_104.pt_3-1.part_2"])
def test_numbers_stay_as_the_law_prints_them(text: str) -> None:
    assert steps_text(parse_steps(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "law 148",
        "law-148-2001/art_",
        "law-148-2001/art_1.",
        "law-148-2001/.art_1",
        "law-148-2001/статья_1",
        "law-148-2001/art_1.title_2",
        "law-148-2001/foo_1",
        "law-148-2001@2022/art_1",
        "law-148-2001@2022-03-02:kaz/art_1",
        "law-148-2001/art_1-",
        "law-148-2001/art_1\nart_2",
        "../../etc/passwd",
        "<script>",
        "x" * 10_000 + "!",
        "law-148-2001/art_1." + "x" * 10_000,
    ],
)
def test_a_bad_address_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse(text)
    message = str(caught.value)
    assert "образец" in message
    assert "\n" not in message.strip()
    assert len(message) < 400


# --- Order ------------------------------------------------------------------------------------


def shuffled(found: list[T]) -> list[T]:
    return [*found[1::2], *found[::2]]


def test_numbers_follow_one_another_as_in_the_law() -> None:
    ordered = ["1", "2", "2-1", "2-2", "2-10", "3", "9", "10", "10-1", "39", "39-1", "39-3", "40"]
    assert sorted(shuffled(ordered), key=number_key) == ordered
    sections = ["I", "II", "III", "IV", "V", "VIII", "IX", "X", "XI"]
    assert sorted(shuffled(sections), key=number_key) == sections
    assert sorted(["в", "б", "а"], key=number_key) == ["а", "б", "в"]


@pytest.mark.slow
@given(st.lists(any_step, min_size=2, max_size=8))
def test_the_order_of_steps_is_total(found: list[Step]) -> None:
    for a, b in pairwise(found):
        assert (a < b) + (b < a) + (a == b) == 1
    ordered = sorted(found)
    assert all(not b < a for a, b in pairwise(ordered))
    assert sorted(shuffled(ordered)) == ordered


@pytest.mark.slow
@given(any_step, any_step, any_step)
def test_the_order_of_steps_is_transitive(a: Step, b: Step, c: Step) -> None:
    if a < b and b < c:
        assert a < c


# --- In words ---------------------------------------------------------------------------------


def without_divisions(steps: Steps) -> Steps:
    """An article is named without the division that it stands in."""
    article = any(s.unit == "art" for s in steps)
    return tuple(s for s in steps if not article or s.unit not in ("sec", "ch", "par"))


@given(any_steps)
def test_words_are_read_back_in_both_languages(steps: Steps) -> None:
    wanted = without_divisions(steps)
    assert address.parse_words_ru(address.words_ru(steps)) == wanted
    assert address.parse_words_kk(address.words_kk(steps)) == wanted


@pytest.mark.parametrize("case", ["gen", "dat", "acc", "ins", "loc"])
@given(steps=any_steps)
def test_words_are_read_back_from_every_russian_case(case: str, steps: Steps) -> None:
    assert address.parse_words_ru(address.words_ru(steps, case)) == without_divisions(steps)


@pytest.mark.slow
def test_every_address_of_the_corpus_has_words_in_both_languages(
    editions: dict[str, Edition],
) -> None:
    seen = 0
    for edition in editions.values():
        for clause in edition.walk():
            if clause.steps[-1].unit == "future":
                continue  # the law has no name for a wording printed ahead
            assert address.parse_words_ru(address.words_ru(clause.steps)) == clause.steps
            assert address.parse_words_kk(address.words_kk(clause.steps)) == clause.steps
            seen += 1
    assert seen > 1900


@pytest.mark.parametrize(
    ("steps", "russian", "kazakh"),
    [
        (
            "art_39-3.pt_2.spt_4-1",
            "подпункт 4-1) пункта 2 статьи 39-3",
            "39-3-баптың 2-тармағының 4-1) тармақшасы",
        ),
        ("art_9.part_1", "часть первая статьи 9", "9-баптың бірінші бөлігі"),
        ("art_9.heading", "заголовок статьи 9", "9-баптың тақырыбы"),
        ("ch_3-1", "глава 3-1", "3-1-тарау"),
        (
            "art_104.pt_6.spt_3.abz_2",
            "абзац второй подпункта 3) пункта 6 статьи 104",
            "104-баптың 6-тармағының 3) тармақшасының екінші абзацы",
        ),
        ("art_1.sent_21", "предложение двадцать первое статьи 1", None),
        ("sec_VIII", "раздел VIII", "VIII-бөлім"),
        ("title", "заголовок", "тақырып"),
        ("art_2.part_100", "часть 100 статьи 2", None),  # no ordinal so high, and no crash
        ("art_2.part_а", "часть а статьи 2", "2-баптың а-бөлігі"),
    ],
)
def test_known_words(steps: str, russian: str, kazakh: str | None) -> None:
    read = parse_steps(steps)
    assert address.words_ru(read) == russian
    if kazakh:
        assert address.words_kk(read) == kazakh


def test_cases_decline_only_the_smallest_unit() -> None:
    steps = parse_steps("art_11.pt_6.part_3")
    assert address.words_ru(steps, "acc") == "часть третью пункта 6 статьи 11"
    assert address.words_ru(steps, "ins") == "частью третьей пункта 6 статьи 11"
    assert address.words_ru(parse_steps("art_9"), "acc") == "статью 9"


@pytest.mark.parametrize(
    "text",
    ["", "параграфом", "статья", "статья девять", "пункт 2 закона", "часть нулевая статьи 1"],
)
def test_foreign_words_are_refused(text: str) -> None:
    if not text:
        assert address.parse_words_ru(text) == ()
        return
    with pytest.raises(BadAddress):
        address.parse_words_ru(text)


# --- Ordinals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "gender", "case", "words"),
    [
        (1, "f", "nom", "первая"),
        (2, "m", "nom", "второй"),
        (3, "f", "gen", "третьей"),
        (3, "n", "nom", "третье"),
        (4, "f", "acc", "четвертую"),
        (5, "p", "ins", "пятыми"),
        (7, "m", "gen", "седьмого"),
        (40, "m", "nom", "сороковой"),
        (21, "f", "nom", "двадцать первая"),
        (90, "m", "loc", "девяностом"),
        (100, "f", "gen", "сотой"),
        (121, "f", "acc", "сто двадцать первую"),
    ],
)
def test_russian_ordinals(number: int, gender: str, case: str, words: str) -> None:
    assert ordinal(number, gender, case) == words
    assert ordinals_ru()[words] == number


def test_every_ordinal_is_its_own_number() -> None:
    for number in range(1, 200):
        assert ordinals_ru()[ordinal(number, "f", "nom")] == number
    for number in range(1, 100):
        assert ordinals_kk()[ordinal_kk(number)] == number
    assert ordinal_kk(12) == "он екінші"
    assert ordinal_kk(20) == "жиырмасыншы"


@pytest.mark.parametrize("number", [-1, 0, 200])
def test_there_is_no_ordinal_outside_the_range(number: int) -> None:
    with pytest.raises(ValueError, match="no ordinal"):
        ordinal(number)
    with pytest.raises(ValueError, match="no ordinal"):
        ordinal_kk(number)


def test_numbers_in_the_order_of_the_law() -> None:
    ordered = ["1", "2", "2-1", "2-1-1", "2-2", "3", "10", "i", "ii", "iv", "а", "б", "б-1"]
    assert sorted(set(ordered), key=number_key) == ordered
    assert sorted(["IX", "6", "IV", "V"], key=number_key) == ["IV", "V", "6", "IX"]


def test_a_unit_said_by_an_ordinal_alone() -> None:
    assert address.parse_words_ru("часть первая") == (Step("part", "1"),)
    assert address.parse_words_ru("абзац двадцать второй") == (Step("abz", "22"),)
    assert address.parse_words_kk("екінші бөлік") == (Step("part", "2"),)
