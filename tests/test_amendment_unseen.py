"""Kinds of amending laws that were tried on a law made up for it, in both languages: read as a lawyer
reads them, or refused with the reason."""

from __future__ import annotations

import pytest

from kb.amendment.apply import apply
from kb.amendment.chain import Law
from kb.amendment.instruction import parse
from kb.norm.act import Edition
from kb.norm.address import parse_steps
from kb.read import markdown

RU = """\
# О садах

### Статья 1. Понятия

В настоящем Законе:

1) сад – участок;

2) гость – лицо, пришедшее в сад.

### Статья 2. Учет

1. Реестр ведет аким. Реестр открыт. Порядок утверждает аким.

2. Сведения хранятся.

3. Жалоба подается в суд.

### Статья 3. Гости

Гости вправе гулять.

Гости не вправе рубить деревья.
"""
KK = """\
# Бақтар туралы

### 1-бап. Есеп

1. Тізілімді әкім жүргізеді. Тізілім ашық. Тәртіпті әкім бекітеді.

2. Мәліметтер сақталады.
"""


def amended(law: str, *commands: str, language: str = "ru") -> tuple[Edition, list[str]]:
    """The law after commands, and why some were refused or unread."""
    edition = markdown.parse(f"---\nlanguage: {language}\n---\n\n{law}", act="act").edition
    read = parse("\n".join(commands))
    done = apply(edition, read.operations)
    return done.edition, [r.reason for r in done.refused] + [u.reason for u in read.unread]


def text(edition: Edition, steps: str) -> str:
    return edition.resolve(parse_steps(steps)).text


def test_a_subpoint_is_not_added_to_an_article_of_points() -> None:
    edition, why = amended(
        RU, "статью 2 дополнить подпунктом 4) следующего содержания:", "«4) новый.»"
    )
    assert len(why) == 1 and "делится на пункты" in why[0]
    assert "новый" not in edition.root.text


@pytest.mark.parametrize(
    ("law", "command", "left"),
    [
        (RU, "в пункте 1 статьи 2 второе и третье предложения исключить.", "1. Реестр ведет аким."),
        (RU, "первое и последнее предложения пункта 1 статьи 2 исключить.", "1. Реестр открыт."),
        (
            KK,
            "1-баптың 1-тармағының екінші және үшінші сөйлемдері алып тасталсын.",
            "1. Тізілімді әкім жүргізеді.",
        ),
    ],
)
def test_sentences_of_one_command_are_counted_as_they_stood(
    law: str, command: str, left: str
) -> None:
    edition, why = amended(law, command, language="kk" if law == KK else "ru")
    assert not why
    assert text(edition, "art_2.pt_1" if law == RU else "art_1.pt_1") == left


def test_parts_have_the_numbers_that_follow_from_an_addition() -> None:
    adding = [
        "статью 3 дополнить новой частью второй следующего содержания:",
        "«Гости вправе петь.»;",
    ]
    edition, why = amended(RU, *adding, "часть вторую статьи 3 считать частью третьей.")
    assert not why
    assert text(edition, "art_3.part_3") == "Гости не вправе рубить деревья."
    _, why = amended(RU, *adding, "часть вторую статьи 3 считать частью четвертой.")
    assert len(why) == 1
    _, why = amended(RU, "часть вторую статьи 3 считать частью третьей.")
    assert len(why) == 1


def test_an_article_without_a_number_is_the_one_of_the_clause_before() -> None:
    edition, why = amended(
        RU,
        "пункт 3 статьи 2 считать пунктом 4 и дополнить статью пунктом 3 следующего содержания:",
        "«3. Новый.»;",
    )
    assert not why
    assert text(edition, "art_2.pt_3") == "3. Новый."
    _, why = amended(RU, "в статье 2:", "пункт 1 исключить;", "статью исключить.")
    assert len(why) == 1 and "без номера" in why[0]


def test_a_sentence_broken_into_lines_is_one() -> None:
    edition, why = amended(
        RU,
        "в пункте 2 статьи 2 слова «Сведения хранятся»",
        "заменить словами «Сведения открыты»;",
        "пункт 3 статьи 2 изложить",
        "в следующей редакции:",
        "«3. Суд решает.».",
    )
    assert not why
    assert text(edition, "art_2.pt_2") == "2. Сведения открыты."
    assert text(edition, "art_2.pt_3") == "3. Суд решает."


def test_below_a_broken_sentence_that_is_not_read_nothing_is_applied() -> None:
    before, _ = amended(RU)
    after, why = amended(
        RU, "в статье 1:", "подпункт 2) исключить;", "в статье абв", "пункт 9 исключить;", "пункт 2 исключить."
    )  # fmt: skip
    assert len(why) == 2
    assert text(after, "art_2") == text(before, "art_2")


@pytest.mark.parametrize(
    "command",
    [
        "1-баптың 2-тармағының күші жойылды деп танылсын.",
        "1-баптың 2-тармағы алып тасталсын.",
    ],
)
def test_kazakh_repeals_by_the_genitive_too(command: str) -> None:
    edition, why = amended(KK, command, language="kk")
    assert not why
    assert text(edition, "art_1.pt_2") == "2. (алып тасталды)"


def test_the_mark_at_the_end_of_a_kazakh_point() -> None:
    edition, why = amended(
        KK, "1-баптың 2-тармағының соңындағы нүкте нүктелі үтірмен ауыстырылсын.", language="kk"
    )
    assert not why
    assert text(edition, "art_1.pt_2").endswith("сақталады;")


@pytest.mark.parametrize(
    "lead_in",
    [
        "В Законе Республики Казахстан от 1 мая 2000 года «О садах»:",
        "Внести в Закон Республики Казахстан от 1 мая 2000 года «О садах» следующие изменения",
        "«О садах туралы» Қазақстан Республикасының Заңында:",
    ],
)
def test_a_lead_in_in_other_words(lead_in: str) -> None:
    (named,) = parse(f"{lead_in}\nпункт 2 статьи 2 исключить.", act="").acts
    assert "садах" in named.title


def test_the_day_of_the_act_named_is_not_the_amending_laws() -> None:
    body = "В Закон Республики Казахстан от 1 мая 2000 года № 5 «О садах»:\nстатью 1 исключить."
    assert Law.of("x", body).date == ""
    assert Law.of("x", f"{body}\nЗакон вводится в действие с 1 января 2013 года.").date == ""
    assert Law.of("x", f"{body}\nАстана, 3 мая 2012 года № 12-V").date == "2012-05-03"


@pytest.mark.parametrize(
    "words",
    [
        "Настоящий Закон вступает в силу со дня опубликования.",
        "2. Осы Заң ресми жарияланған күнінен бастап күшіне енеді.",
    ],
)
def test_coming_into_force_is_commencement(words: str) -> None:
    read = parse(f"статью 1 исключить;\n{words}")
    assert read.deferred and not read.unread


def test_the_last_of_a_list_gets_its_full_stop() -> None:
    edition, why = amended(
        RU, "статью 1 дополнить подпунктом 3) следующего содержания: «3) куст – растение»."
    )
    assert not why
    assert text(edition, "art_1.spt_2").endswith("сад;")
    assert text(edition, "art_1.spt_3") == "3) куст – растение."
