"""Citations whose unit or act the words do not name are never found: each test is one kind."""

from __future__ import annotations

import pytest

from kb.citation import Citation
from tests.citing import cited

MSU, OLD, NEW = "law-148-2001", "constitution-1995", "constitution-2026"
DAY = "2026-07-14"


def rows(text: str) -> list[Citation]:
    return cited(text, MSU, DAY)


def units(text: str) -> list[str]:
    return [".".join(f"{u}_{n}" for u, n in c.steps) for c in rows(text)]


def found(text: str) -> list[str]:
    """The addresses found, without the edition."""
    return [c.address.partition("/")[2] for c in rows(text) if c.address]


# --- A part of an article of points ---------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "часть первая статьи 11", "часть вторая статьи 11", "часть пятая статьи 11",
        "вторая часть статьи 11", "части второй статьи 11", "ч. 2 ст. 11", "статья 11, часть вторая",
        "абзац второй статьи 11", "предложение второе статьи 11", "подпункт 1) части второй статьи 11",
        "часть первая статьи 8", "абзац второй части второй статьи 11", "ст. 11 (ч. 2)",
    ],
)  # fmt: skip
def test_no_part_of_a_point_answers_for_a_part_of_the_article(words: str) -> None:
    (only,) = rows(f"{words} настоящего Закона")
    assert (only.act, only.status, only.address) == (MSU, "no_such_clause", None)


def test_parts_that_are_named_with_their_point_are_found() -> None:
    assert found("часть вторая пункта 3 статьи 11 настоящего Закона") == ["art_11.pt_3.part_2"]
    assert found("часть первая пункта 2 статьи 11 настоящего Закона") == ["art_11.pt_2"]
    assert found("часть первая статьи 21-1 настоящего Закона") == ["art_21-1.part_1"]


# --- One number, however it is written ------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "21-1", "21¹", "21 ¹", "21(1)", "21 (1)", "21.1", "21 прим", "21прим", "21 прим. 1", "21/1",
        "21‑1", "21 -1", "21<sup>1</sup>", "21^1", "21′",
    ],
)  # fmt: skip
def test_one_number(number: str) -> None:
    assert found(f"статья {number} настоящего Закона") == ["art_21-1"]
    assert units(f"пункт {number} статьи 11 настоящего Закона") == ["art_11.pt_21-1"]
    if " " not in number:
        assert units(f"подпункт {number}) пункта 1 статьи 6") == ["art_6.pt_1.spt_21-1"]


def test_raised_figures_in_lists() -> None:
    expected = ["art_21-1", "art_21-2"]
    assert found("статьи 21¹ и 21² настоящего Закона") == expected
    assert found("статьи 21(1), 21(2) настоящего Закона") == expected
    assert found("статьи 21¹–21² настоящего Закона") == expected
    assert units("статьи 2³ настоящего Закона") == ["art_2-3"]


def test_what_is_no_number_is_not_the_base_article() -> None:
    (only,) = rows("статья 21а настоящего Закона")
    assert (only.status, only.steps) == ("no_such_clause", (("art", "21-а"),))


def test_a_bracket_in_a_treaty_is_a_point() -> None:
    assert units("статья 3(2) Хартии, статья 3.2 Хартии") == ["art_3.pt_2"] * 2


def test_a_numbered_line_with_a_raised_figure_holds_its_words() -> None:
    text = "Статья 11. Сессии\n\n6. Первый.\n6¹. По подпункту 2) настоящего пункта."
    assert units(text) == ["art_11.pt_6-1.spt_2"]


# --- Ranges ---------------------------------------------------------------------------------------

_TO_21_3 = ["art_21", "art_21-1", "art_21-2", "art_21-3"]
_FROM_19_1 = ["art_19-1", "art_20", "art_21"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("статьях 21 – 21-3", _TO_21_3), ("статьях 21-21-3", _TO_21_3),
        ("статьями с 21 по 21-3", _TO_21_3), ("ст.ст. 21–21-3", _TO_21_3),
        ("статьи 21 - 21-3", _TO_21_3), ("статьи 21 – 21³", _TO_21_3),
        ("статьи 21-1 – 21-3", _TO_21_3[1:]), ("статьи 21-1-21-3", _TO_21_3[1:]),
        ("статьи 19-1 – 21", _FROM_19_1), ("статьи 19-1-21", _FROM_19_1),
        ("статьями с 19-1 по 21", _FROM_19_1),
        ("статьями 19–21", ["art_19", "art_20", "art_21"]),
        ("чч. 1-2 пункта 3 статьи 11", ["art_11.pt_3.part_1", "art_11.pt_3.part_2"]),
        ("ч.ч. 1–2 пункта 3 статьи 11", ["art_11.pt_3.part_1", "art_11.pt_3.part_2"]),
        ("части первая – вторая пункта 3 статьи 11", ["art_11.pt_3.part_1", "art_11.pt_3.part_2"]),
        ("пункты шестой и седьмой статьи 11", ["art_11.pt_6", "art_11.pt_7"]),
        ("пунктами шестым – седьмым статьи 11", ["art_11.pt_6", "art_11.pt_7"]),
        ("пункте третьем статьи 11", ["art_11.pt_3"]), ("вторым пунктом статьи 11", ["art_11.pt_2"]),
        ("часть вторая пункта третьего статьи 11", ["art_11.pt_3.part_2"]),
        ("подпункт первый пункта первого статьи 6", ["art_6.pt_1.spt_1"]),
    ],
)  # fmt: skip
def test_ranges_and_ordinals(words: str, expected: list[str]) -> None:
    assert found(f"{words} настоящего Закона") == expected


def test_a_singular_word_names_one_number() -> None:
    assert units("статья 21-1 настоящего Закона") == ["art_21-1"]
    assert units("статьей 5-1-1 настоящего Закона") == ["art_5-1-1"]


# --- «той же статьи», «этого пункта» --------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["той же статьи", "этой же статьи", "этой статьи", "указанной статьи", "данной статьи"]
)
def test_the_same_article_is_of_the_act_cited_before(words: str) -> None:
    text = f"пунктом 1 статьи 6 Закона «О банках», частью первой {words} и статьей 11 настоящего Закона"
    banks, same, own = rows(text)
    assert banks.act_name == same.act_name == "Закона «О банках»"
    assert (same.status, same.number("art"), same.number("part")) == ("act_unknown", "6", "1")
    assert (own.act, own.status) == (MSU, "found")


@pytest.mark.parametrize("words", ["этого пункта", "того же пункта", "указанного пункта"])
def test_the_same_point_carries_act_and_article(words: str) -> None:
    text = f"пунктом 3 статьи 11 Закона «О музеях», частью второй {words}, статьей 11 настоящего Закона"
    museums, same, own = rows(text)
    assert museums.act_name == same.act_name != own.act_name
    assert same.steps == (("art", "11"), ("pt", "3"), ("part", "2"))


def test_an_act_before_a_colon() -> None:
    text = "Закон «О банках»: статья 6, а также пункт 2 той же статьи"
    assert [(c.act_name, c.address) for c in rows(text)] == [("Закон «О банках»", None)] * 2


def test_the_same_article_of_an_act_that_was_not_cited_is_not_guessed() -> None:
    text = "статьей 11 Закона «О банках», пунктом 3 той же статьи настоящего Закона"
    assert found(text) == []


def test_this_article_where_no_article_is_around() -> None:
    text = (
        "По статье 11 Закона «О банках» и по статье 6 настоящего Закона; пункт 2 настоящей статьи"
    )
    last = rows(text)[-1]
    assert (last.status, last.address) == ("ambiguous", None)
    assert "из текста не видно" in last.reason


# --- Kazakh ---------------------------------------------------------------------------------------

_HEAD = "11-бап. Мәслихат сессиясын өткізу тәртібі\n\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Сессия осы Заңның 6-бабының 1-тармағына және осы баптың 2-тармағына сәйкес",
         ["art_6.pt_1", "art_11.pt_2"]),
        ("«Музейлер туралы» Заңның 6-бабы; осы баптың 3-тармағының екінші бөлігі",
         ["art_11.pt_3.part_2"]),
        ("6-бап пен осы баптың 3 және 4-тармақтары", ["art_6", "art_11.pt_3", "art_11.pt_4"]),
        ("осы Заңның 6-бабы, осы баптың 2, 3-тармақтары", ["art_6", "art_11.pt_2", "art_11.pt_3"]),
        ("6-бапта және осы бапта", ["art_6", "art_11"]),
        ("Осы баптың 5-тармағы", ["art_11.pt_5"]),
        ("6-баптың 1-тармағы, осы тармақ", ["art_6.pt_1", "art_11.pt_1"]),
        ("6-баптың 1-тармағы, осы тармаққа", ["art_6.pt_1", "art_11.pt_1"]),
        ("осы тармақтан басқа", ["art_11.pt_1"]),
    ],
)  # fmt: skip
def test_this_article_in_kazakh_is_the_one_around(words: str, expected: list[str]) -> None:
    assert found(f"{_HEAD}1. {words}.") == expected


def test_kazakh_headings_are_followed() -> None:
    text = f"{_HEAD}1. 6-баппен.\n2. 6-бап, 21-бап\n6-бап. Өкілеттік\n1. Осы баптың 1-тармағы; осы тармақтың 2) тармақшасы"
    assert found(text)[-2:] == ["art_6.pt_1", "art_6.pt_1.spt_2"]


@pytest.mark.parametrize("words", ["осы баптың 2-тармағына", "осы тармақтың 1) тармақшасы"])
def test_this_article_in_kazakh_outside_an_act_is_not_guessed(words: str) -> None:
    article, own = rows(f"осы Заңның 6-бабының 1-тармағына және {words} сәйкес")
    assert article.status == "found"
    assert (own.status, own.address) == ("ambiguous", None)
    assert "из текста не видно" in own.reason


@pytest.mark.parametrize("number", ["21¹", "21(1)", "21.1", "21/1", "21‑1", "21-1"])
def test_one_number_in_kazakh(number: str) -> None:
    assert found(f"{number}-баптың 1-тармағы; осы Заңның {number}-бабы")[-1] == "art_21-1"


def test_ranges_in_kazakh() -> None:
    assert found("осы Заңның 21 – 21-3-баптары") == _TO_21_3
    assert found("осы Заңның 21-21-3-баптары") == _TO_21_3


# --- The Constitution that was --------------------------------------------------------------------


def test_three_constitutions_in_one_sentence() -> None:
    text = (
        "согласно статье 86 Конституции (в редакции 1995 года), статье 89 Конституции, действовавшей "
        "до 1 июля 2026 года, и статье 89 действующей Конституции"
    )
    assert [(c.act, c.status) for c in rows(text)] == [
        (OLD, "edition_unknown"),
        (OLD, "edition_unknown"),
        (NEW, "found"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "прежней Конституции", "ранее действовавшей Конституции Республики Казахстан",
        "старой Конституции", "утратившей силу Конституции", "Конституции 1995 года",
        "Конституции 1995", "Конституции-1995", "Конституции РК – 1995", "Конституции 1995 применена",
        "Конституции (действовавшей до 1 июля 2026 года)", "Конституции, утратившей силу",
        "Конституции Республики Казахстан (в редакции от 23 марта 2019 года)",
        "Конституции, действовавшей до 2026 года", "Конституции (до 01.07.2026)",
        "Конституции, действовавшей на 1 января 2020 года", "Конституции (действовавшей в 2019 году)",
        "Конституции, которая действовала до 1 июля 2026 года", "Конституции (1995 года)",
        "Конституции в редакции 2019 года", "Конституции, принятой 30 августа 1995 года",
        "Конституции (утратила силу)", "Конституции (прежней)", "Конституции в редакции до 1 июля 2026 года", "Конституции (в ред. 1995 г.)", "Конституции от 30.08.1995",
    ],
)  # fmt: skip
def test_the_former_constitution(words: str) -> None:
    (only,) = rows(f"статья 89 {words}")
    assert (only.act, only.address) == (OLD, None)


@pytest.mark.parametrize(
    "words",
    [
        "Конституции", "действующей Конституции", "новой Конституции", "Конституции (2026 года)",
        "Конституции 2026", "Конституции-2026",
        "Конституции, вступившей в силу 1 июля 2026 года", "Конституции, действующей с 1 июля 2026 года",
        "Конституции, в 1998 году об этом не говорилось",
    ],
)  # fmt: skip
def test_the_constitution_in_force(words: str) -> None:
    (only,) = rows(f"статья 89 {words}")
    assert (only.act, only.status) == (NEW, "found")


def test_a_time_of_neither_constitution_is_of_neither() -> None:
    (only,) = rows("статья 89 Конституции, действовавшей до 1995 года")
    assert (only.act, only.status) == (None, "act_unknown")
