"""What changed: words rebuild both sides, clauses align by content and number, real editions."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.norm import marks
from kb.norm.act import Edition
from kb.norm.address import parse_steps, steps_text
from kb.norm.difference import Change, Difference, Row, Unit, align, compare
from kb.norm.marks import sides, word_segments
from kb.norm.moved import with_moves
from kb.read import markdown

hostile = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("абвя №-–.,;:\n\t |`<>&\\\x00\x07\u00a0\u202e\u200f\ufeff😀é")),
        st.characters(),
    ),
    max_size=40,
)
words = st.lists(st.sampled_from(["аким", "маслихат", "срок", "не", "в", ",", "."]), max_size=15)
phrases = words.map(" ".join)


@pytest.mark.slow
@given(hostile, hostile)
def test_marks_rebuild_both_sides_of_any_two_texts(left: str, right: str) -> None:
    assert sides(word_segments(left, right)) == (left, right)


@pytest.mark.slow
@given(phrases, phrases)
@settings(max_examples=300)
def test_marks_rebuild_both_sides_of_alike_texts(left: str, right: str) -> None:
    segments = word_segments(left, right)
    assert sides(segments) == (left, right)
    assert all(text for _, text in segments), "no empty mark"
    assert {op for op, _ in segments} <= {"=", "-", "+"}


def test_marks_are_whole_words() -> None:
    segments = word_segments(
        "по предложению секретаря маслихата", "по предложению председателя маслихата"
    )
    assert segments == (
        ("=", "по предложению "),
        ("-", "секретаря"),
        ("+", "председателя"),
        ("=", " маслихата"),
    )
    assert word_segments("статьи 39-3", "статьи 39-4")[1:] == (("-", "39-3"), ("+", "39-4"))


def test_words_that_stay_between_two_long_deletions_stay() -> None:
    old = "Порядок проведения сессий, внесения вопросов, образования и избрания органов маслихата, заслушивания отчетов об их деятельности, рассмотрения запросов."
    new = "Образования и избрания органов маслихата, рассмотрения запросов."
    found = word_segments(old, new)
    assert [text for op, text in found if op == "+"] == ["О"], "the letter alone is new"


MOVES = [
    (  # a sentence
        "Первое предложение о бюджете области. Второе предложение о выборах акима села.",
        "Второе предложение о выборах акима села. Первое предложение о бюджете области.",
        ["Первое предложение о бюджете области."],
    ),
    (  # a clause, whose first letter changes on the way
        "Решения принимаются большинством голосов от общего числа депутатов, если иное не предусмотрено законом.",
        "Если иное не предусмотрено законом, решения принимаются большинством голосов от общего числа депутатов.",
        ["сли иное не предусмотрено законом"],
    ),
    ("Сессия открыта. Акт принимается депутатами и публикуется.", "Акт принимается депутатами и публикуется. Сессия открыта.", ["Сессия открыта."]),
    # a formula that the new words repeat is no move
    ("Аким в установленном порядке вносит план.", "Аким вносит план. Маслихат в установленном законом порядке утверждает план и отчет.", []),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right", "moved"), MOVES)
def test_a_sentence_that_moves_is_moved(left: str, right: str, moved: list[str]) -> None:
    [found] = with_moves([word_segments(left, right)])
    assert sides(found) == (left, right)
    assert [text for op, text in found if op == ">"] == moved
    assert [text for op, text in found if op == "<"] == moved


def test_a_sentence_that_moves_to_another_line_is_moved() -> None:
    said = "Маслихат не реже одного раза в год отчитывается перед населением о своей работе."
    lines = [(("=", "Да."), ("-", f" {said}")), (("=", "Нет."), ("+", f" {said}"))]
    assert with_moves(lines) == (
        (("=", "Да."), ("-", " "), ("<", said)),
        (("=", "Нет."), ("+", " "), (">", said)),
    )


@pytest.mark.slow
@given(phrases, phrases, phrases, phrases)
@settings(max_examples=300)
def test_moves_rebuild_both_sides_too(a: str, b: str, c: str, d: str) -> None:
    lines = [
        word_segments(f"{a} {b}", f"{b} {a}"),
        word_segments(c, d),
        word_segments(d, f"{c} {a}"),
    ]
    found = with_moves(lines)
    assert list(map(sides, found)) == list(map(sides, lines))
    gone, came = (sorted(t for line in found for op, t in line if op == mark) for mark in "<>")
    assert gone == came


@pytest.mark.slow
def test_a_clause_of_a_megabyte_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    left = "Маслихат принимает решение о бюджете № 1, аким исполняет его. " * 9_500
    right = left.replace("№ 1", "№ 2", 3) + "Конец."
    assert len(left.encode()) > 1_000_000
    assert sides(word_segments(left, right)) == (left, right)
    monkeypatch.setattr(marks, "_TIME_LIMIT_S", 0.2)
    nothing_alike = "".join(f"слово{n} " for n in range(40_000))
    assert sides(word_segments(left, nothing_alike)) == (left, nothing_alike)


# --- Laws of aligning -------------------------------------------------------------------------

texts = st.sampled_from(
    [
        "Сессия созывается аким маслихата раз в год.",
        "Сессия созывается председателем маслихата раз в год.",
        "Бюджет утверждается маслихатом.",
        "Бюджет утверждается на три года маслихатом района.",
        "Иное.",
        "Решения принимаются большинством голосов.",
    ]
)


@st.composite
def sides_of_an_act(draw: st.DrawFn) -> list[Unit]:
    numbers = draw(st.lists(st.integers(1, 9), unique=True, max_size=7))
    found = []
    for number in sorted(numbers):
        steps = f"art_{1 + number // 4}.pt_{number}"
        if draw(st.booleans()):
            steps += ".heading"
        found.append(Unit(f"x@2020-01-01:ru/{steps}", parse_steps(steps), draw(texts)))
    return found


def check_laws(rows: tuple[Row, ...], lefts: list[Unit], rights: list[Unit]) -> None:
    """Every unit in one row; the right side in its order; the status is what the row shows."""
    assert Counter(r.left for r in rows if r.left) == Counter(lefts)
    assert [r.right for r in rows if r.right] == rights
    for row in rows:
        left = row.left.text if row.left else ""
        right = row.right.text if row.right else ""
        assert sides(row.segments) == (left, right)
        if row.left is None:
            assert row.status == Change.INSERTED
        elif row.right is None:
            assert row.status == Change.DELETED
        elif left != right:
            assert row.status == Change.CHANGED
        else:
            assert row.status in (Change.UNCHANGED, Change.MOVED)
            same = row.left.steps == row.right.steps
            assert (row.status == Change.UNCHANGED) == same


@given(sides_of_an_act(), sides_of_an_act(), st.booleans())
def test_every_unit_stands_in_exactly_one_row(
    lefts: list[Unit], rights: list[Unit], numbers: bool
) -> None:
    rows = align(lefts, rights, numbers=numbers)
    if numbers:
        check_laws(rows, lefts, rights)
    assert Counter(r.left for r in rows if r.left) == Counter(lefts)


@given(sides_of_an_act())
def test_nothing_changed_against_itself(units: list[Unit]) -> None:
    assert {r.status for r in align(units, units)} <= {Change.UNCHANGED}


# --- Synthetic texts --------------------------------------------------------------------------


def act(*articles: str) -> Edition:
    body = "\n\n".join(f"### Статья {n}\n\n{text}" for n, text in enumerate(articles, start=1))
    return markdown.parse(body).edition


def rows_of(found: Difference) -> dict[str, Change]:
    return {
        steps_text(unit.steps): row.status
        for row in found.rows
        if (unit := row.right or row.left) is not None
    }


def test_a_renumbered_point_is_moved() -> None:
    left = act("1. Первая норма о бюджете.\n\n2. Вторая норма о выборах.")
    right = act("1. Совсем иное слово.\n\n2. Первая норма о бюджете.\n\n3. Вторая норма о выборах.")
    assert rows_of(compare(left, right)) == {
        "art_1.pt_1": Change.INSERTED,
        "art_1.pt_2": Change.MOVED,
        "art_1.pt_3": Change.MOVED,
    }


def test_a_second_part_does_not_move_the_first() -> None:
    left = act("1. Первая норма.")
    right = act("1. Первая норма.\n\nВторая часть.")
    assert rows_of(compare(left, right)) == {
        "art_1.pt_1.part_1": Change.UNCHANGED,
        "art_1.pt_1.part_2": Change.INSERTED,
    }


def test_excluded_and_coming_wordings_are_not_compared() -> None:
    left = act("1. Первая норма.\n\n2. Вторая норма.")
    right = act("1. Первая норма.\n\n2. Исключен Законом РК от 01.01.2020 № 1-VI.")
    assert rows_of(compare(left, right)) == {
        "art_1.pt_1": Change.UNCHANGED,
        "art_1.pt_2": Change.DELETED,
    }


def test_a_rewritten_unit_stays_in_its_place() -> None:
    left, right = act("1. Маслихат созывается акимом."), act("1. Бюджет – деньги района.")
    assert rows_of(compare(left, right)) == {"art_1.pt_1": Change.CHANGED}


# --- Real editions ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def law(editions: dict[str, Edition]) -> Difference:
    return compare(editions["law-148-2001@2022-03-02:ru"], editions["law-148-2001@2026-07-14:ru"])


def row_at(found: Difference, side: str, steps: str) -> Row:
    wanted = parse_steps(steps)
    units = [(r, r.left if side == "left" else r.right) for r in found.rows]
    return next(r for r, unit in units if unit is not None and unit.steps == wanted)


def test_the_law_of_2022_against_that_of_2026_in_numbers(law: Difference) -> None:
    """872 and 981 lines of the two files carry words in force (stubs and notes taken away)."""
    assert (sum(r.left is not None for r in law.rows), len([r for r in law.rows if r.right])) == (
        872,
        981,
    )
    assert {s: law.count(s) for s in Change} == {
        Change.UNCHANGED: 637,
        Change.CHANGED: 173,
        Change.INSERTED: 163,
        Change.DELETED: 54,
        Change.MOVED: 8,
    }
    assert law.not_held == ()


def test_the_secretary_became_the_chairman(law: Difference) -> None:
    row = row_at(law, "right", "art_11.pt_6")
    assert row.status == Change.CHANGED
    marked = [s for s in row.segments if s[0] != "="]
    assert marked == [("-", "секретаря"), ("+", "председателя")]


def test_a_new_article_is_inserted_whole(law: Difference) -> None:
    new = [r for r in law.rows if r.right and steps_text(r.right.steps).startswith("art_25-1")]
    assert len(new) == 14  # heading, opening words, twelve subpoints
    assert {r.status for r in new} == {Change.INSERTED}


def test_an_excluded_article_is_deleted_whole(law: Difference) -> None:
    old = [r for r in law.rows if r.left and steps_text(r.left.steps).startswith("art_24-1")]
    assert len(old) == 37
    assert {r.status for r in old} == {Change.DELETED}


def test_a_part_is_followed_to_its_new_number(law: Difference) -> None:
    row = row_at(law, "left", "art_5.pt_7.part_2")
    assert row.right is not None
    assert steps_text(row.right.steps) == "art_5.pt_7.part_3"
    assert row.status == Change.CHANGED
    assert row_at(law, "right", "art_5.pt_7.part_2").status == Change.INSERTED


def test_unchanged_rows_are_the_same_words_in_both_files(law: Difference) -> None:
    for row in law.rows:
        if row.status == Change.UNCHANGED:
            assert row.left and row.right
            assert row.left.text == row.right.text


def test_marks_of_real_editions_rebuild_both(law: Difference) -> None:
    for row in law.rows:
        assert sides(row.segments) == (
            row.left.text if row.left else "",
            row.right.text if row.right else "",
        )


def test_what_one_edition_does_not_hold_is_never_inserted(editions: dict[str, Edition]) -> None:
    left = editions["constitution-1995@2019-03-23:ru"]
    right = editions["constitution-1995@2023-01-01:ru"]
    for first, second, side in ((left, right, "right"), (right, left, "left")):
        found = compare(first, second)
        assert {o.held_by for o in found.not_held} == {side}
        names = {o.address.split("/")[1] for o in found.not_held}
        assert {"sec_I", "sec_II", "art_1", "art_14", "art_99"} <= names
        assert not names & {"sec_VIII", "art_85", "art_86", "art_87", "art_88", "art_89"}
        touched = {
            steps_text(u.steps).split(".")[0] for r in found.rows for u in (r.left, r.right) if u
        }
        assert touched == {"sec_VIII", "art_85", "art_86", "art_87", "art_88", "art_89"}


@pytest.mark.slow
def test_two_constitutions_are_paired_by_words_and_not_by_numbers(
    editions: dict[str, Edition],
) -> None:
    """Section VIII of 1995 (art. 85–89) became section IX of 2026 (art. 87–91)."""
    found = compare(
        editions["constitution-1995@2023-01-01:ru"], editions["constitution-2026@2026-07-01:ru"]
    )
    pairs = {
        (steps_text(r.left.steps).split(".")[0], steps_text(r.right.steps).split(".")[0])
        for r in found.rows
        if r.left and r.right
    }
    answers = {left: {r for one, r in pairs if one == left} for left, _ in pairs}
    for left, right in (
        ("art_14", "art_16"),
        ("art_33", "art_35"),
        ("sec_VIII", "sec_IX"),
        *((f"art_{n}", f"art_{n + 2}") for n in range(85, 90)),
    ):
        assert answers[left] == {right}
    assert found.not_held == ()


def test_a_clause_against_its_counterpart_in_another_act(editions: dict[str, Edition]) -> None:
    found = compare(
        editions["constitution-1995@2023-01-01:ru"],
        editions["constitution-2026@2026-07-01:ru"],
        parse_steps("art_89"),
        parse_steps("art_91"),
    )
    assert [(r.status, steps_text(r.right.steps)) for r in found.rows if r.right] == [
        (Change.UNCHANGED, "art_91.pt_1"),
        (Change.UNCHANGED, "art_91.pt_2.part_1"),
        (Change.UNCHANGED, "art_91.pt_2.part_2"),
        (Change.UNCHANGED, "art_91.pt_3"),
        (Change.UNCHANGED, "art_91.pt_4"),
    ]


def test_an_edition_against_itself_is_unchanged(editions: dict[str, Edition]) -> None:
    for edition in editions.values():
        found = compare(edition, edition)
        assert {r.status for r in found.rows} == {Change.UNCHANGED}
        assert found.not_held == ()
        live = [c for c in edition.root.walk() if c.live and (c.own_text or c.heading)]
        assert len(found.rows) >= len(live) - 1


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("Порядок образования органов", "Образования органов", (("-", "Порядок о"), ("+", "О"))),
        ("образования органов", "Образования органов", (("-", "о"), ("+", "О"))),
    ],
)
def test_of_a_word_that_only_changes_its_case_the_letter_is_marked(
    left: str, right: str, marked: tuple[tuple[str, str], ...]
) -> None:
    found = word_segments(left, right)
    assert found[:-1] == marked and found[-1] == ("=", "бразования органов")
    assert sides(found) == (left, right)
