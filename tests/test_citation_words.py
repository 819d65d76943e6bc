"""Words around a citation: what counts and is no unit, broken lines, numbers of acts, reasons given."""

from __future__ import annotations

import pytest

from kb.citation import shares
from tests.citing import acts, cited, paths
from tests.test_citation_acts import CASES
from tests.test_citation_forms import FORMS

MSU, VOTE = "law-148-2001", "elections-1995"

QUANTITIES = [
    "%",
    "года",
    "лет",
    "месяцев",
    "недели",
    "дней",
    "часов",
    "минут",
    "час",
    "часа",
    "месяц",
    "месяца",
    "недель",
    "дня",
    "дни",
    "день",
    "минута",
    "минуты",
    "рубля",
    "руб.",
    "год",
    "г.",
    "раз",
    "человек",
    "депутата",
    "кв. м",
    "процент",
    "процента",
    "°",
    "№ 7",
    "с. 8",
    "стр. 8",
    "январе",
    "марту",
    "августе",
    "тенге",
    "рублей",
    "долларов",
    "евро",
    "раза",
    "человека",
    "депутатов",
    "тыс. тенге",
    "млн тенге",
    "млрд тенге",
    "км",
    "процентов",
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
    "годом",
]


@pytest.mark.parametrize("counted", QUANTITIES)
def test_a_number_that_counts_continues_no_list(counted: str) -> None:
    assert paths(f"статьи 5, 10 {counted}") == ["art_5"]
    assert paths(f"в статьях 5 и 10 {counted}") == ["art_5"]
    assert paths("статьи 5, 10 Закона") == ["art_5", "art_10"]


@pytest.mark.slow
@pytest.mark.parametrize("space", ["  ", "\u00a0", "\t", " \u00a0"])
def test_white_space_says_nothing(space: str) -> None:
    """As PDF text has it; after an abbreviation of a chapter it parts («гл 1.  п.11»)."""
    for text, expected in FORMS:
        if "гл 1." not in text:
            assert paths(text.replace(" ", space)) == expected, text
    for text, named in CASES:
        if "гл 1." not in text:
            found = [" ".join(a.split()) for a in acts(text.replace(" ", space))]
            assert found == [" ".join(a.split()) for a in named], text


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    text = "İİ: по СТАТЬЕ 5 Закона о МСУ, İ и Пункту 2 ста\xad\nтьи 6"
    assert [c.text for c in cited(text)] == ["СТАТЬЕ 5", "Пункту 2 ста\xad\nтьи 6"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Закона РК от 23 января 2001 года № 148", MSU),
        ("Закона РК от 23 января 2001 года № 148-II", MSU),
        ("Закона РК от 23 января 2001 года", MSU),
        ("Закона РК от 23 января 2001 года № 149", "Закона РК от 23 января 2001 года № 149"),
        ("Закона РК от 5 ноября 2022 года № 157-VII", "Закона РК от 5 ноября 2022 года № 157-VII"),
        ("Конституционного закона РК от 28 сентября 1995 года № 2464", VOTE),
    ],
)
def test_laws_of_one_day_are_told_by_number(text: str, act: str) -> None:
    assert acts(f"статьи 5 {text}") == [act]


def test_a_law_of_the_same_day_is_not_taken_for_the_one_a_note_means() -> None:
    text = (
        "### Статья 3\n\n> *Сноска. Статья 3 с изменением – Законом РК от 05.11.2022 № 157-VII "
        "(вводится в действие со статьей 2 указанного Закона).*"
    )
    assert [(c.act, c.status) for c in cited(text, act=MSU)][1:] == [(None, "act_unknown")]
    assert "Конституционн" not in acts(text, act=MSU)[1]


def test_how_an_act_was_told() -> None:
    text = "Статья 5 Закона о МСУ. Пункт 1 этой же статьи, статья 6. А п. 2 особо"
    reasons = [c.reason for c in cited(text)]
    assert reasons[:3] == ["", "та же статья", "акт, названный перед этим"]
    assert reasons[3].endswith("статья, названная перед этим")
    (inside,) = cited("Хартия. Закон о МСУ (после Хартии принята в том числе статья 9)")
    assert inside.reason == "акт перед скобками"
    counted = shares(cited("статья 5 Закона о МСУ, статья 5 УК, статья 6 УК"))
    assert counted == {"found": 1, "act_unknown": 2}


def test_why_an_act_is_unknown() -> None:
    assert cited("по статье 5")[0].reason == "акт в тексте не назван"
    itself = cited("### Статья 4\n\nпо пункту 2 настоящей статьи")
    assert itself[0].reason == "чей это текст, не сказано (--act)"
    assert cited("статьи 5 УК")[0].reason == "акта нет в корпусе"
    assert "не удерживается" in cited("статьи 9 Закона о МСУ", date="2015-01-01")[0].reason
    assert "такого номера" not in cited("статьи 900 Закона о МСУ")[0].reason


def test_ranges_are_marked() -> None:
    ranged = [(c.text, c.ranged) for c in cited("статьи 5 – 7, 9 Закона о МСУ")]
    assert ranged == [("статьи 5 – 7", True), ("5 – 7", True), ("5 – 7", True), ("9", False)]


def test_a_text_that_is_an_edition_cites_itself() -> None:
    front = "---\nact_id: law-148-2001\nedition: 2022-03-02\nlanguage: ru\n---\n"
    found = cited(f"{front}### Статья 4\n\nпо статье 5 настоящего Закона и статье 5 Конституции")
    assert (found[0].act, found[0].edition) == (MSU, "2022-03-02")
    assert (found[1].act, found[1].edition) == ("constitution-1995", "2019-03-23")


@pytest.mark.parametrize(
    "act",
    [
        "Законе о МСУ",
        "Законом о МСУ",
        "Закону о МСУ",
        "Закон о МСУ",
    ],
)
def test_an_act_in_every_case_before_its_article(act: str) -> None:
    assert acts(f"согласно {act} (статья 5)") == [MSU]


def test_front_matter_is_no_text() -> None:
    front = (
        "---\nact_id: law-148-2001\nedition: 2026-07-14\nlanguage: kk\n"
        "title: Статья 7 Закона о МСУ\n---\n"
    )
    (found,) = cited(f"{front}осы Заңның 9-бабы")
    assert (found.text, found.language) == ("9-бабы", "kk")


def test_both_languages_in_one_text() -> None:
    text = "Согласно статье 5 Закона о МСУ, ал осы Заңның 9-бабының 1-тармағы бойынша және басқа"
    assert paths(text, act=MSU) == ["art_5", "art_9.pt_1"]
