"""Kinds of amending laws that were tried on a law made up for it, in both languages: read as a lawyer
reads them, or refused with the reason."""

from __future__ import annotations

import pytest

from kb.amendment.apply import apply
from kb.amendment.chain import Law, chain
from kb.amendment.instruction import parse
from kb.ground.errors import KbError
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


@pytest.mark.parametrize(
    ("law", "command", "line"),
    [
        (RU, "в пункте 1 статьи 2 слова «Реестр открыт» изложить в следующей редакции: «Он открыт».", "1. Реестр ведет аким. Он открыт. Порядок утверждает аким."),
        (KK, "1-баптың 1-тармағындағы «Тізілім ашық» деген сөздер мынадай редакцияда жазылсын: «Ол ашық».", "1. Тізілімді әкім жүргізеді. Ол ашық. Тәртіпті әкім бекітеді."),
    ],
)  # fmt: skip
def test_words_restated_are_not_their_unit(law: str, command: str, line: str) -> None:
    edition, why = amended(law, command, language="kk" if law == KK else "ru")
    assert not why
    assert text(edition, "art_2.pt_1" if law == RU else "art_1.pt_1") == line


@pytest.mark.parametrize(
    "command",
    [
        "в пункте 3 статьи 2 изложить в следующей редакции: «3. Новый.».",
        "пункт 3 статьи 2 после слова «Жалоба» изложить в следующей редакции: «3. Новый.».",
        "пункт 3 статьи 2 слова «Жалоба» дополнить пунктом 4 следующего содержания: «4. Новый.».",
        "в пункте 3 статьи 2 после слова «Жалоба» исключить.",
    ],
)
def test_a_verb_with_a_part_that_it_cannot_take_changes_nothing(command: str) -> None:
    before, _ = amended(RU)
    after, why = amended(RU, command)
    assert len(why) == 1
    assert after.root == before.root


def test_a_kazakh_sentence_broken_into_lines_is_one() -> None:
    edition, why = amended(
        KK,
        "1) 1-баптың",
        "2-тармағындағы «Мәліметтер» деген сөз",
        "«Деректер» деген сөзбен ауыстырылсын;",
        "2) 1-баптың 1-тармағы мынадай",
        "редакцияда жазылсын:",
        "«1. Әкім жүргізеді.».",
        language="kk",
    )
    assert not why
    assert text(edition, "art_1") == ("1-бап. Есеп\n1. Әкім жүргізеді.\n2. Деректер сақталады.")


@pytest.mark.parametrize("address", ["в статье 1", "в пункте 1 статьи 2"])
def test_a_lead_in_without_its_colon_is_not_joined_to_what_follows(address: str) -> None:
    before, _ = amended(RU)
    after, why = amended(RU, "в статье 2:", address, "пункт 2 исключить.")
    assert len(why) == 2
    assert after.root == before.root


def test_members_of_a_list_with_dashes() -> None:
    edition, why = amended(
        RU,
        "- пункт 3 статьи 2 – исключить;",
        "– в пункте 2 статьи 2 слово «Сведения» заменить словом «Все».",
    )
    assert not why
    assert text(edition, "art_2.pt_2") == "2. Все хранятся."
    assert text(edition, "art_2.pt_3") == "3. (исключен)"


def test_a_chapter_in_a_new_wording() -> None:
    law = RU.replace("### Статья 1.", "## Глава 1. Начало\n\n### Статья 1.").replace(
        "### Статья 3.", "## Глава 2. Гости\n\n### Статья 3."
    )
    restated = ["главу 2 изложить в следующей редакции:", "«Глава 2. Люди", "Статья 3. Люди"]
    edition, why = amended(law, *restated, "Люди гуляют.»")
    assert not why
    assert text(edition, "ch_2") == "Глава 2. Люди\nСтатья 3. Люди\nЛюди гуляют."
    assert "Статья 2. Учет" in edition.root.text
    before, _ = amended(law)
    after, why = amended(law, *restated, "Люди гуляют.", "Статья 1. Понятия", "Их нет.»")
    assert len(why) == 1
    assert after.root == before.root


def test_marks_of_several_subpoints() -> None:
    edition, why = amended(RU, "в подпункте 1) статьи 1 точки с запятой заменить точками.")
    assert not why
    assert text(edition, "art_1.spt_1") == "1) сад – участок."


@pytest.mark.parametrize(
    ("law", "command", "line"),
    [
        (RU, "пункт 3 статьи 2 перед словом «подается» дополнить словом «устная».", "3. Жалоба устная подается в суд."),
        (RU, "в пункте 2 статьи 2 перед словами «Сведения», «хранятся» дополнить соответственно словами «Все», «долго».", "2. Все Сведения долго хранятся."),
        (RU, "в пункте 3 статьи 2 слова «в суд» заменить словами «в суд, не позже,».", "3. Жалоба подается в суд, не позже."),
    ],
)  # fmt: skip
def test_words_before_words_and_a_comma_before_the_final_mark(
    law: str, command: str, line: str
) -> None:
    edition, why = amended(law, command)
    assert not why
    assert line in edition.root.lines()


def test_the_place_of_a_new_point_may_stand_behind_its_number() -> None:
    edition, why = amended(
        RU, "статью 2 дополнить пунктом 2-1 после пункта 2 следующего содержания:", "«2-1. Новый.»."
    )
    assert not why
    assert text(edition, "art_2.pt_2-1") == "2-1. Новый."


def test_rules_approved_by_an_order_are_another_act_in_kazakh_too() -> None:
    read = parse(
        "көрсетілген бұйрықпен бекітілген Бақтарға күтім жасау қағидаларында:\n"
        "1-тармақ алып тасталсын.",
        act="law-148-2001",
    )
    [operation] = read.operations
    assert operation.target.act != "law-148-2001" and not read.unread


def test_a_broken_member_of_a_chain_is_left_out_and_the_rest_applied() -> None:
    def unreadable() -> str:
        raise KbError("б.txt: двоичный файл")

    edition = markdown.parse(RU, act="act").edition
    first = Law.given("а.txt", lambda: "пункт 3 статьи 2 исключить.")
    links = chain(
        edition, [first, Law.given("б.txt", unreadable), Law.of("в.txt", "статью 1 исключить.")]
    )
    assert [link.left_out for link in links.links] == ["", "б.txt: двоичный файл", ""]
    assert text(links.edition, "art_2.pt_3") == "3. (исключен)"
    assert not links.edition.resolve(parse_steps("art_1")).live


def test_quoted_words_broken_into_lines_are_one_line() -> None:
    edition, why = amended(
        RU,
        "в пункте 3 статьи 2 слова «Жалоба",
        "подается» заменить словами «Иск всегда",
        "подают».",
    )
    assert not why
    assert text(edition, "art_2.pt_3") == "3. Иск всегда подают в суд."


def test_a_wording_broken_in_the_middle_of_a_sentence_is_remarked() -> None:
    edition = markdown.parse(RU, act="act").edition
    command = "пункт 3 статьи 2 изложить в следующей редакции:\n«3. Жалоба подается\nв суд.»."
    [made] = apply(edition, parse(command).operations).applied
    assert any("подается» обрывается" in remark for remark in made.remarks)
    whole = command.replace("подается\n", "подается;\n")
    [made] = apply(edition, parse(whole).operations).applied
    assert not any("обрывается" in remark for remark in made.remarks)


@pytest.mark.parametrize("behind", ["", " (Ведомости Верховного Совета, 1994 г., № 23-24)"])
def test_the_part_of_a_code_belongs_to_its_name(behind: str) -> None:
    lead_in = (
        "В Гражданский кодекс Республики Казахстан (Общая часть), принятый Верховным Советом Республики "
        f"Казахстан 27 декабря 1994 года{behind}:"
    )
    [named] = parse(f"{lead_in}\nстатью 1 исключить.").acts
    assert named.form == "Гражданский кодекс Республики Казахстан (Общая часть)"
    assert named.date == "1994-12-27"


@pytest.mark.parametrize(
    ("law", "command"),
    [
        (RU, "после части первой статьи 3 дополнить частью следующего содержания: «Гости поют.»."),
        (KK.replace("1. Тізілімді", "Тізілімді").replace("2. Мәліметтер", "Мәліметтер"), "1-баптың бірінші бөлігінен кейін мынадай мазмұндағы бөлікпен толықтырылсын: «Гости поют.»."),
    ],
)  # fmt: skip
def test_the_owner_of_the_unit_behind_which_one_is_added(law: str, command: str) -> None:
    edition, why = amended(law, command, language="ru" if law == RU else "kk")
    assert not why
    assert text(edition, "art_3.part_2" if law == RU else "art_1.part_2") == "Гости поют."


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Пункт 5 статьи 26 Закона Республики Казахстан от 6 апреля 2016 года «О садах» исключить.", ""),
        ("Пункт 5 статьи 26 Закона Республики Казахстан\nот 6 апреля 2016 года О садах исключить.", ""),
        ("О внесении изменений в решение маслихата от 5 мая 2020 года № 11 «О бюджете»", ""),
        ("О внесении изменений\nв решение маслихата\nот 5 мая 2020 года № 11\n«О бюджете»", ""),
        ("2016 жылғы 6 сәуірдегі «Бақтар туралы» Заңының 26-бабы алып тасталсын.", ""),
        ("«Бақтар туралы» 2016 жылғы 6 сәуірдегі Заңына өзгерістер енгізу туралы", ""),
        ("Решение маслихата от 7 июня 2021 года № 15\n\nО внесении изменений в решение маслихата "
         "от 5 мая 2020 года № 11 «О бюджете»", "2021-06-07"),
        ("О внесении изменений в Закон от 6 апреля 2016 года «О садах»\nЗакон Республики Казахстан "
         "от 30 июня 2021 года № 60-VII ЗРК", "2021-06-30"),
        ("Закон Республики Казахстан от 30 июня 2021 года № 60-VII «О внесении изменений в Закон от "
         "6 апреля 2016 года «О садах»", "2021-06-30"),
        ("Астана, 30 июня 2021 года № 60-VII ЗРК", "2021-06-30"),
        ("Қазақстан Республикасының 2021 жылғы 30 маусымдағы № 60-VII Заңы", "2021-06-30"),
    ],
)  # fmt: skip
def test_only_the_amending_laws_own_day_dates_it(head: str, date: str) -> None:
    assert Law.of("x", f"{head}\n\nВнести следующие изменения:\n1) пункт 1 исключить.").date == date
    assert Law.of("x", head).date == date
