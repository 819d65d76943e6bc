"""Names of acts: in every case and number, by date and number, of another state, introduced."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.citation import cite, names
from kb.citation.names import stem, stems
from tests.citing import acts, cited, library, paths

MSU, VOTE, ACTS = "law-148-2001", "elections-1995", "legal-acts-2016"

PARADIGMS = [
    "государственный государственного государственному государственным государственном "
    "государственные государственных государственными государственная государственную",
    "прежний прежнего прежнему прежним прежнем прежние прежних прежними",
    "орган органа органу органом органе органы органов органам органами органах",
    "территория территории территорию территорией территориям территориями территориях",
    "деятельность деятельности деятельностью",
    "служба службы службе службу службой",
    "платеж платежа платежей платежам платежами",
    "случай случая случаем случаев случаям",
    "право права праву правом правам правами правах",
    "мест место места месту местом местам местах",
    "уголовно-процессуальный уголовно-процессуального уголовно-процессуальным",
]


@pytest.mark.parametrize("forms", PARADIGMS)
def test_every_form_of_a_word_is_one_name(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_short_words_and_numbers_stay_as_they_are() -> None:
    """«Закон о МСЭ» is another law than «Закон о МСУ»."""
    assert acts("статья 5 Закона о МСЭ") == ["Закона"]
    assert stems("Закон № 2а") != stems("Закон № 2б")
    assert stems("Закон Республики Казахстан, РК") == stems("закон")
    assert stems("Народная республика, Казахстан") == ("народн",)
    assert stems("Закон РК о банках") == stems("Закон о банках")
    assert stems("Казахстан") == ("казахстан",)
    assert stems("съёмный") == stems("съемный")


M = "закон{} кодекс{} указ{} пакт{} договор{} протокол{} приказ{} регламент{} устав{} стандарт{} план{}"
F = "конституци{} харти{} деклараци{} конвенци{} инструкци{} концепци{}"
N = "постановлени{} соглашени{} положени{} послани{}"
ENDINGS = {
    M: "а у ом е ов ам ами ах",
    F: "и ю ей ею й ям ями ях",
    N: "я ю ем и й ям ями ях",
    "правил{}": "_ ам ами ах",
    "методик{}": "и е у",
    "программ{}": "ы е у",
}
HEADS = [
    word.format("" if ending == "_" else ending)
    for words, endings in ENDINGS.items()
    for word in words.split()
    for ending in endings.split()
]
NO_NORMS = ("план", "концепц", "послан", "программ")  # they have points but no norms
FREE = (
    "закон",
    "кодекс",
    "указ",
    "пакт",
    "конституц",
    "харт",
    "декларац",
    "конвенц",
    "постановлен",
)


@pytest.mark.slow
@pytest.mark.parametrize("head", HEADS)
def test_an_act_in_any_case_after_a_unit(head: str) -> None:
    said = f"{head} от 5 мая 2020 года № 300"
    if head.startswith(("конституц", "харт")):
        assert head[:4] in str(cited(f"статья 5 {head} РК")[0].act_name).lower()
    else:
        assert acts(f"статья 5 {said}") == ([] if head.startswith(NO_NORMS) else [said])


@pytest.mark.parametrize("head", [h for h in HEADS if h.startswith(FREE)])
def test_an_act_in_any_case_before_a_unit(head: str) -> None:
    if head.startswith(("конституц", "харт")):
        assert head[:4] in str(cited(f"согласно {head} РК (статья 5)")[0].act_name).lower()
    else:
        said = f"{head} от 5 мая 2020 года № 300"
        assert acts(f"согласно {said} (статья 5)") == [said]


WEAK = [
    *("Положение", "Правила", "Договор", "Протокол", "План", "Программа", "Концепция", "Послание"),
    *("Стандарт", "Регламент", "Устав", "Методика", "Инструкция", "Соглашение", "Приказ", "Пакт"),
    *("Закон", "Законы", "Кодекс", "Указ", "Конституция", "Хартия", "Декларация", "Конвенция"),
    *("Постановление", "Гражданский кодекс", "Европейская хартия", "Конституционный закон"),
    *("Конституционные законы", "Конституционное право"),
]


@pytest.mark.parametrize("word", WEAK)
def test_what_begins_the_next_sentence_owns_no_article(word: str) -> None:
    for said in (word, f"{word} от 5 мая 2020 года № 300"):
        assert acts(f"Так сказано в статье 5. {said} говорит об ином") == ["?"]


BY_WHAT = (
    "законом кодексом указом договором протоколом приказом регламентом уставом пактом стандартом"
)
BY_WHAT += " постановлением соглашением положением правилами методикой инструкцией законами указами"


@pytest.mark.parametrize("word", BY_WHAT.split())
def test_what_is_ruled_by_an_act_is_no_article_of_it(word: str) -> None:
    text = (
        f"Закон о МСУ. Хартия. В соответствии с пунктом 2 статьи 17 {word} устанавливается порядок"
    )
    assert acts(text) == ["charter-1985"]


OWNERS = "Закона Кодекса Указа Договора Протокола Приказа Регламента Устава Пакта Стандарта"
OWNERS += " Постановления Соглашения Положения Правил Методики Инструкции"


@pytest.mark.parametrize("word", OWNERS.split())
def test_the_owner_of_a_unit_stands_in_the_genitive(word: str) -> None:
    assert acts(f"Хартия. Согласно пункту 2 статьи 17 {word}") == [word]


ACTS_OF_OTHERS = [
    "Закона Кыргызской Республики «О местном самоуправлении»",
    "Закона «О местном самоуправлении» Кыргызской Республики",
    "Закона Республики Беларусь от 4 января 2010 года № 108-З «О местном самоуправлении»",
    "Закона Республики Узбекистан от 2 сентября 1993 года",
    "Федерального закона «О местном самоуправлении»",
    "Федерального закона от 6 октября 2003 года № 131-ФЗ",
    "Федерального конституционного закона",
    "Конституции Российской Федерации",
    "Конституции Украины",
    "ГК РФ",
]


@pytest.mark.parametrize("act", ACTS_OF_OTHERS)
def test_an_act_of_another_state_is_not_ours(act: str) -> None:
    """The titles are the same («О местном самоуправлении»): the state tells them apart."""
    text = f"Закон о МСУ. Согласно статье 5 {act} и статье 9 Закона о МСУ"
    assert acts(text) == [act, MSU]
    first = cited(text)[0]
    assert text[slice(*first.phrase)] == f"статье 5 {act}"
    assert acts(text.replace(" ", "  "))[1] == MSU


KNOWN = [
    ("ст. 3 Хартии от 15 октября 1985 года", "charter-1985"),
    ("статья 5 Указа Президента РК, имеющего силу закона, от 21 декабря 1995 года № 2703",
     "Указа Президента РК, имеющего силу закона, от 21 декабря 1995 года № 2703"),
    ("статья 5 Указа Президента РК, имеющего силу Конституционного закона, от 26 декабря 1995 года",
     "Указа Президента РК, имеющего силу Конституционного закона, от 26 декабря 1995 года"),
    ("пункт 5 нормативного постановления Верховного Суда РК от 13 декабря 2001 года № 21",
     "нормативного постановления Верховного Суда РК от 13 декабря 2001 года № 21"),
    ("пункт 5 постановления Правительства РК от 13.12.2001 г. № 21",
     "постановления Правительства РК от 13.12.2001 г. № 21"),
    ("пункт 5 постановления Конституционного Совета РК от 13.12.2001",
     "постановления Конституционного Совета РК от 13.12.2001"),
    ("пункт 5 постановления Парламента РК от 13.12.2001",
     "постановления Парламента РК от 13.12.2001"),
    ("статья 89 Конституции, принятой на республиканском референдуме 30 августа 1995 года",
     "constitution-1995"),
    ("статья 89 Конституции РК, принятой 30.08.1995 г.", "constitution-1995"),
    ("статья 5 ныне действующего Закона о МСУ", MSU),
    ("статья 5 нового Закона о МСУ", MSU),
    ("статья 5 прежнего Закона о МСУ", MSU),
    ("статья 5 новой Европейской хартии", "charter-1985"),
    ("статья 5 действующей Хартии", "charter-1985"),
    ("статья 5 Закона РК №148-II", "Закона РК №148-II"),
    ("статья 5 Закона РК от 23 января 2001 г. N 148-II", MSU),
    ("статья 5 Гражданского кодекса Республики Казахстан от 27 декабря 1994 года",
     "Гражданский кодекс Республики Казахстан"),
    (
        "статья 5 Указа Президента РК, имеющего силу закона от 21 декабря 1995 года № 2703",
        "Указа Президента РК, имеющего силу закона от 21 декабря 1995 года № 2703",
    ),
    # Two codes of one day, told by nothing.
    ("статья 5 Кодекса Республики Казахстан от 5 июля 2014 года",
     "Кодекса Республики Казахстан от 5 июля 2014 года"),
    ("статья 5 Кодекса Республики Казахстан от 29 июня 2020 года",
     "appc-2020"),
    ("статья 5 ГК (Общая часть)", "civil-code-1994"),
    ("статья 5 ГК “Общая часть”", "civil-code-1994"),
    ('статья 5 ГК "Общая часть"', "civil-code-1994"),
    ("статья 5 ГК „Общая часть“", "civil-code-1994"),
    ("статья 5 ГК «Общая часть»", "civil-code-1994"),
    ("статья 5 Кодекса о браке (супружестве) и семье",
     "Кодекс Республики Казахстан «О браке (супружестве) и семье»"),
    ("статья 5 Закона «О статусе столицы «Астана»»", "Закона «О статусе столицы «Астана»»"),
    ('статья 5 Закона "О статусе столицы"', 'Закона "О статусе столицы"'),
    ("статья 5 Закона „О статусе столицы“", "Закона „О статусе столицы“"),
    ("статья 5 Закона о местном самоуправлении в Республике Казахстан", MSU),
    ("статья 5 Закона РК о правовых актах", ACTS),
    ("статья 5 Закона об административно-территориальном устройстве Республики Казахстан",
     "Закон Республики Казахстан «Об административно-территориальном устройстве Республики Казахстан»"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "act"), KNOWN)
def test_known_by(text: str, act: str) -> None:
    """The act, and that the phrase ends with its name: what is marked in a page is the whole of it."""
    longer = f"{text} и статья 6"
    found = cited(longer)
    assert (found[0].act or found[0].act_name) == act
    assert longer[slice(*found[0].phrase)] == text
    wide = cited(text.replace(" ", "  "))[0]
    assert (wide.act or wide.act_name) == act


CODES = ["Рабочий", "Рабочего", "Рабочему", "Рабочем", "Рабочим"]
CODES += ["Семейный", "Семейного", "Семейному", "Семейном", "Семейным", "Морской"]
CASE_OF = {
    "ого": "а",
    "его": "а",
    "ому": "у",
    "ему": "у",
    "ом": "е",
    "ем": "е",
    "ым": "ом",
    "им": "ом",
}


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_no_file_knows_goes_by_its_words(code: str) -> None:
    ending = next((CASE_OF[e] for e in CASE_OF if code.endswith(e)), "")
    named = f"{code} кодекс{ending}"
    assert acts(f"Смотри {named} (статья 5)") == [named]
    if ending == "а":
        assert acts(f"статья 5 {named} РК") == [f"{named} РК"]


def test_quotation_marks_around_a_citation_are_no_part_of_it() -> None:
    for text in ("«статья 5 Закона о МСУ»", "(статья 5 Закона о МСУ)", '"статья 5 Закона о МСУ"'):
        assert cited(text)[0].phrase == (1, len(text) - 1)


@pytest.mark.parametrize("word", ["данном", "этом", "указанном", "новом", "другом", "ином", "том"])
def test_a_code_pointed_at_has_no_name(word: str) -> None:
    assert acts(f"В {word} кодексе (статья 5)") == ["?"]


INTRODUCED = [
    ("(далее – {})", "Закон о музеях"),
    ("(далее по тексту – {})", "Закон о музеях"),
    ("(далее также – {})", "Закон о музеях"),
    ("(далее: {})", "Закон о музеях"),
    ("( далее - «{}»)", "Закон о музеях"),
    ("(далее – Акт, {})", "Закон о музеях"),
    ("(далее – {})", "ЗоМ"),
    ("(далее – {})", "Закон (Музейный)"),
    ("(далее – {})", "Музейный закон"),
]


@pytest.mark.parametrize(("words", "name"), INTRODUCED)
def test_an_introduced_name(words: str, name: str) -> None:
    museums, veterans = (
        "Закон РК от 1 мая 2020 года «О музеях»",
        "Закон РК от 2 мая 2020 года «О ветеранах»",
    )
    glued = f"{museums}{words.format(name)}. Закон о МСУ. Статья 4 {name}"
    assert acts(glued) == [museums]
    text = f"{museums} {words.format(name)}. {veterans} (далее – Закон о ветеранах). "
    assert acts(f"{text}Статья 4 {name}, статья 5 Закона о ветеранах") == [museums, veterans]
    # A later introduction replaces an earlier one.
    again = f"{text}{veterans} {words.format(name)}. "
    assert acts(f"{again}Статья 4 {name}") == [veterans]


def test_a_name_introduced_further_on() -> None:
    code = "Кодекс Республики Казахстан от 1 мая 2020 года «О музеях»"
    text = f"{code} с изменениями (далее – Кодекс). Закон о выборах. Статья 4 Кодекса"
    assert acts(text) == [code]
    # «Правила» are no law: what they are is not said.
    other = "Закон о выборах и порядок отбора (далее – Правила). Пункт 5 Правил"
    assert acts(other) == ["Правил"]
    parted = (
        "Закон о выборах. Хартия местных дел. Порядок (далее – Закон). Закон о МСУ. Статья 5 Закона"
    )
    assert acts(parted) == [MSU]


def test_an_introduced_word_begins_with_a_capital() -> None:
    text = "Закон РК «О правовых актах» (далее – Основной акт). Статья 5 Основного акта, статья 6 основного акта"
    assert acts(text) == [ACTS, ACTS]
    assert [text[slice(*c.phrase)] for c in cited(text)] == ["Статья 5 Основного акта", "статья 6"]


POINTING = ["этого", "данного", "указанного", "названного", "рассматриваемого", "обсуждаемого"]
POINTING += ["оспариваемого", "упомянутого", "вышеуказанного", "того же", "этого же"]


@pytest.mark.parametrize("word", POINTING)
def test_a_law_pointed_at_is_the_law_named_last(word: str) -> None:
    text = f"Закон о выборах. Закон о МСУ. Хартия. Статья 5 {word} Закона"
    assert acts(text) == [MSU]
    assert text[slice(*cited(text)[0].phrase)] == f"Статья 5 {word} Закона"
    assert acts(f"Статья 5 {word} Закона") == [f"{word} Закона"]
    assert acts(f"Хартия. Закон о МСУ. Статья 5 {word.replace('ого', 'ой', 1)} Хартии") == [
        "charter-1985"
    ]


@pytest.mark.parametrize("word", OWNERS.split())
def test_an_act_pointed_at_is_the_last_of_its_kind(word: str) -> None:
    this = {"и": "этой", "л": "этих"}.get(word[-1], "этого")
    said = f"{word} от 5 мая 2020 года № 300"
    text = f"пункт 5 {said}. Хартия. Конституция. Пункт 6 {this} {word}"
    assert acts(text) == [said, said]


def test_the_last_of_a_kind_and_the_last_that_fits() -> None:
    assert acts("Закон о МСУ и Хартия. ст. 5 Кодекса, ст. 6 Закона") == ["Кодекса", MSU]
    # Article 17 stands in the Charter too; article 40 does not.
    assert acts("Закон о МСУ. Хартия. ст. 17") == ["charter-1985"]
    assert acts("Закон о МСУ. Хартия. ст. 18-1") == ["charter-1985"]
    assert acts("Закон о МСУ. Хартия. ст. 19") == [MSU]
    assert acts("Закон о МСУ. Хартия. ст. 41-1") == [MSU]
    assert acts("Закон о МСУ. Хартия. ст. 42") == ["?"]


@pytest.mark.parametrize(
    "treaty", ["Хартии", "Пакта", "Конвенции", "Протокола", "Договора", "Соглашения"]
)
def test_a_number_with_a_full_stop(treaty: str) -> None:
    """In a treaty «ст. 3.2» is paragraph 2 of article 3; elsewhere it is article 3-2."""
    assert paths(f"ст. 3.2 {treaty}") == ["art_3.pt_2"]
    assert paths("ст. 3.2 Закона о МСУ") == ["art_3-2"]
    assert paths("ст. 3 п. 9.1 Хартии") == ["art_3.pt_9-1"]


def test_a_file_of_names(tmp_path: Path) -> None:
    """A user's file after the built-in one: what is named there, by what, and what it cannot take."""
    (tmp_path / "names.yaml").write_text(
        """names:
  - name: Закон Республики Казахстан «О музеях»
    also: [Закон о музеях, ЗоМ, Закон о МСУ]
    titles: [О музеях, О правовых актах]
    adopted: '2020-05-01'
    number: 300-VI
    last_article: {x: 3}
  - {name: Кодекс дорог, adopted: '2020-05-01'}
foreign: [Республики Корея]
""",
        encoding="utf-8",
    )
    known = names.load([*library().places.corpora, tmp_path], library().acts)

    def named(text: str) -> list[str]:
        return [c.act or c.act_name or "" for c in cite(text, library(), names=known)]

    mine = "Закон Республики Казахстан «О музеях»"
    assert named("ст. 5 ЗоМ") == named("ст. 5 Закона о музеях") == [mine]
    assert named("ст. 5 Закона РК «О музеях»") == named("ст. 5 Закона РК о музеях") == [mine]
    assert named("ст. 5 Закона РК от 1 мая 2020 года № 300-VI") == [mine]
    assert named("ст. 5 Закона РК от 1 мая 2020 года № 301-VI") != [mine]
    assert named("ст. 5 Кодекса РК от 1 мая 2020 года") == ["Кодекс дорог"]
    assert named("ст. 5 Закона о МСУ") == [MSU]
    assert named("ст. 5 Закона «О правовых актах»") == [ACTS]
    assert named("Закон о МСУ. ст. 5 Закона Республики Корея") == ["Закона Республики Корея"]
    assert named("ст. 5 Конституции Украины") == ["Конституции Украины"]


def test_an_act_that_no_file_names_goes_by_its_own_title() -> None:
    known = names.load([], {MSU: library().acts[MSU]})
    for said in ("Закона РК «О местном государственном управлении и самоуправлении в РК»",
                 "Закона РК от 23 января 2001 года № 148"):  # fmt: skip
        (found,) = cite(f"статья 5 {said}", library(), names=known)
        assert found.act == MSU
    short = library().acts[MSU].short
    assert short
    assert stems(short) in known.words or short in known.exact
