"""What stands around a citation: notes on amending laws, journals, headings, instructions, heads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.citing import acts, cited, paths

MSU, VOTE, ACTS = "law-148-2001", "elections-1995", "legal-acts-2016"

NOTES = [
    ("от 11.05.2004 № 552", "от 11.05.2004 № 552 (порядок введения в действие см. статью 2)"),
    ("от 09.07.2004 N 583", "от 09.07.2004 N 583 (вводится в действие с 01.01.2005, см. ст. 2)"),
    ("от 11 мая 2004 г.№552", "от 11 мая 2004 г.№552(порядок введения см. ст.2)"),
    ("от 11 мая 2004 года № 552", "от 11 мая 2004 года № 552 (вводится по статье 2)"),
    ("от 11.05.2004", "от 11.05.2004 (вводится в действие со статьей 2)"),
    ("от 5 ноября 2022 года № 157", "от 5 ноября 2022 года № 157 ЗРК (вводится по статье 2)"),
    ("от 05.11.2022 № 157-VII", "от 05.11.2022 № 157-VII(вводится кроме подпункта 9) пункта 5 статьи 2)"),
    ("от 05.11.2022 № 157-VII", "от 05.11.2022 № 157-VII (вводится, кроме подпункта 1), а по статье 2 позже)"),
    ("от 05.11.2022 № 157-VII", "от 05.11.2022 № 157-VII (вводится, кроме подпункта 12) и далее, а статья 2 – позже)"),
    ("от 05.11.2022 № 157-VII", "от 05.11.2022 № 157-VII (вводится, кроме подпункта 4-1) пункта 5, а статья 2 – позже)"),
    ("от 05.11.2022 № 157-VII", "от 05.11.2022 № 157-VII (вводится, кроме подпункта а) части второй, а статья 2 – позже)"),
    ("от 05.11.2022 № 157-VII", "от 05.11.2022 № 157-VII (вводится, кроме подпункта 1) статьи 1, а статья 2 – позже)"),
]  # fmt: skip


@pytest.mark.parametrize(("law", "words"), NOTES)
def test_an_article_of_the_amending_law(law: str, words: str) -> None:
    """Article 2 is of the law that the note names by its date and number, not of the act itself."""
    for said in (words, words.replace(" ", "  "), words.replace("статье 2", "статье\u00a02")):
        note = f"### Статья 3\n\n> *Сноска. Статья 3 с изменениями – Законом РК {said}.*"
        found = cited(note, act=MSU)
        assert (found[0].act, found[0].number("art")) == (MSU, "3")
        assert (found[-1].act_name, found[-1].number("art")) == (f"Закон РК {law}", "2")


def test_a_bracket_of_a_note_is_closed() -> None:
    note = (
        "### Статья 3\n\n> *Сноска. Статья 3 с изменением – Законом РК от 11.05.2004 № 552 "
        "(вводится в действие с 01.01.2005) и статья 4 действуют.*\n"
        "Законом от 11.05.2004 № 552 (введен\nпозже) статья 5, Законом (ввод) статья 6"
    )
    assert acts(note, act=MSU) == [MSU] * 4


def test_a_note_is_of_the_article_before_it() -> None:
    note = "> *Сноска. Пункт 2 исключен, подпункт 1) изменен.*"
    assert paths(f"### Статья 3\n\n{note}", act=MSU)[0] == "art_3.pt_2"
    assert paths(f"### Статья 3\n\n2. Слова.\n\n{note.replace('Пункт 2 исключен, п', 'П')}", act=MSU) == [
        "art_3.pt_2.spt_1"
    ]  # fmt: skip
    # Outside a note, on another line or without an article a number alone is an example.
    assert paths("### Статья 3\n\nНапример: пункт 2", act=MSU) == []
    assert paths(f"### Статья 3\n\n{note}\nНапример: пункт 9", act=MSU)[-1] != "art_3.pt_9"
    assert paths(note, act=MSU) == []
    around = "### Статья 4\n\nСлова. Кроме предложения второго настоящей части"
    assert paths(around, act=MSU) == ["art_4.sent_2"]
    far = f"### Статья 3\n\n> *Сноска. {'Слова. ' * 300}Пункт 2 исключен.*"
    assert paths(far, act=MSU) == []


JOURNALS = [
    "Собрание законодательства РФ, 1998, ст. 4466",
    "Собрание  законодательства РФ, ст. 4466",
    "в собрании актов Президента РК, ст. 12",
    "Собр. законодательства, ст. 12",
    "Ведомости Парламента РК, 2014 г., ст. 92",
    "Ведомостей Верховного Совета, ст. 92",
    "Бюллетень нормативных актов, ст. 5",
    "САПП РК, ст. 17",
    "СЗ РФ, ст. 17",
    "СЗ  РК, ст. 17",
    "Ведомости Парламента РК, 2014 г., № 18-II,ст. 92",
    "Казахстанская правда, № 18-II (2014) , ст. 92",
    "Вестник, N 18/2, ст. 92; № 21 , ст. 217",
]


@pytest.mark.parametrize("text", JOURNALS)
def test_a_place_in_a_journal_is_no_norm(text: str) -> None:
    assert paths(text) == []


def test_a_journal_ends_with_its_line_and_bracket() -> None:
    assert paths("Собрание законодательства РФ\nСогласно ст. 5 Закона о МСУ") == ["art_5"]
    assert paths("(Собрание законодательства РФ, 1998), ст. 5 Закона о МСУ") == ["art_5"]
    assert paths("Собрание законодательства РФ: статья 5 Закона о МСУ") == ["art_5"]
    assert paths("Бюллетень: САПП)\nСобрание актов, ст. 5") == []
    assert paths(f"Собрание законодательства РФ {'и так далее ' * 15}ст. 5 Закона о МСУ") == [
        "art_5"
    ]
    assert paths(f"№ 18, {' ' * 3}ст. 92") == []


HEADINGS = [
    "Статья 9",
    "Статья 9\nРегламент",
    "Статья 9 \nРегламент",
    "Статья 9. Регламент",
    "Статья 9.Регламент",
    "Статья 9. «Регламент»",
    'Статья 9. "Регламент"',
    "Статья 9. (Регламент)",
    "Статья 9 .\nРегламент",
    "Статья 9.\nРегламент",
    "Статья 9.",
    "Статья 9 исключена",
    "### **Статья 9. Регламент**",
    "> «Статья 9. Регламент",
    '\t"Статья 9. Регламент',
    "\u00a0Статья 9. Регламент",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_is_no_citation(heading: str) -> None:
    assert paths(heading) == []
    # It begins an article: «настоящей статьи» below it is this one.
    below = "2. По пункту 1 настоящей статьи"
    assert paths(f"Текст.\n{heading}\n{below}", act=MSU) == ["art_9.pt_1"]


@pytest.mark.parametrize(
    "text",
    [
        *("Статья 9 Закона", "статья 9. Регламент", "Статья 9. говорит", "Статья 9, Регламент"),
        *("(Статья 9. Регламент)", "Слово.\n(Статья 9. Регламент)"),
        *("Решает маслихат. Статья 9. Регламент", "Так считает парламент.\nОб этом Статья 9. Регламент"),
        f"{'Слово ' * 10}Статья 9. Регламент",
    ],
)  # fmt: skip
def test_a_citation_is_no_heading(text: str) -> None:
    assert paths(text) == ["art_9"]


INSTRUCTIONS = [
    "Внести в Закон Республики Казахстан «О правовых актах» изменения:",
    "Статья 1. Внести в Закон Республики Казахстан «О правовых актах» следующие изменения:",
    "Статья 1. Внести изменения и дополнения в Закон РК «О правовых актах»:",
    "1. Внести следующие изменения в Закон РК «О правовых актах»:",
    "2) внести дополнения в Закон РК «О правовых актах»:",
    "Внести изменение и дополнение в Закон РК «О правовых актах»:",
    "Внести дополнение в Закон РК «О правовых актах»:",
    "1-1) в Закон РК «О правовых актах»:",
    "\u00a0В Закон РК «О правовых актах» внести изменения:",
]


@pytest.mark.parametrize("head", INSTRUCTIONS)
def test_articles_are_of_the_law_that_is_amended(head: str) -> None:
    for said in (head, head.replace(" ", "  ")):
        text = f"Закон о МСУ.\n{said}\n1) статью 5 дополнить пунктом 3;\n2) см. Закон о выборах;\n3) статью 6 исключить"
        assert acts(text) == [ACTS] * 3
        assert paths(text) == ["art_5", "art_5.pt_3", "art_6"]
        assert cited(text)[2].reason.endswith("акт, в который вносятся изменения")


UNITS = [
    ("в статье 5:\nабзац второй исключить", ["art_5", "art_5.abz_2"]),
    (
        "в статье 5:\nв пункте 1:\nабзац второй исключить",
        ["art_5", "art_5.pt_1", "art_5.pt_1.abz_2"],
    ),
    (
        "в статье 5:\nв части первой:\nв подпункте 2):\nпредложение второе исключить",
        ["art_5", "art_5.part_1", "art_5.part_1.spt_2", "art_5.part_1.spt_2.sent_2"],
    ),
    ("в статье 5:\nпункт 2 исключить;\nпункт 3 исключить", ["art_5", "art_5.pt_2", "art_5.pt_3"]),
    ("в пункте 1 статьи 5:\nчасть вторую исключить", ["art_5.pt_1", "art_5.pt_1.part_2"]),
    ("в статье 5:\n" + "слово " * 200 + "\nпункт 2 исключить", ["art_5", "art_5.pt_2"]),
    ("главу 2 исключить", []),
]


@pytest.mark.parametrize(("words", "units"), UNITS)
def test_units_of_an_instruction_stand_in_one_another(words: str, units: list[str]) -> None:
    assert paths(f"Внести в Закон РК «О правовых актах» изменения:\n{words}") == units


AMENDED = [
    ("Кодекс Республики Казахстан «О ветеранах»", "Кодекс Республики Казахстан «О ветеранах»"),
    ("Бюджетный кодекс Республики Казахстан", "Бюджетный кодекс Республики Казахстан"),
    ("Конституционный закон РК «О выборах»", VOTE),
    ("Указ Президента РК от 5 мая 2020 года «О музеях»", "Указ Президента РК от 5 мая 2020 года «О музеях»"),
    ("Конституцию Республики Казахстан 1995 года", "constitution-1995"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "expected"), AMENDED)
def test_what_may_be_amended(act: str, expected: str) -> None:
    text = f"Внести в {act} изменения:\nсм. Закон о МСУ; статью 40 исключить"
    assert acts(text) == [expected]
    assert acts(text.replace(" ", "  ")) == [expected.replace(" ", " ")]


@pytest.mark.parametrize("text", ["Сослаться в Законе о выборах", "Смотри в Закон о выборах"])
def test_another_mention_amends_nothing(text: str) -> None:
    assert acts(f"{text}. Закон о МСУ. Статья 5") == [MSU]


def test_two_units_beside_one_another_in_an_instruction() -> None:
    text = "Внести в Закон РК «О правовых актах» изменения: в статье 5:\nподпункт 1), пункт 2 исключить"
    assert paths(text) == ["art_5", "art_5.spt_1", "art_5.pt_2"]
    text = "Статья 3 Закона о МСУ действует, пункт 2 и статья 5 – нет"
    assert paths(text) == ["art_3", "art_3.pt_2", "art_5"]


def test_a_sentence_parts_a_point_from_an_article_of_the_text_itself() -> None:
    own = "### Статья 4\n\nПо статье 5 настоящего Закона"
    assert paths(f"{own}, а равно пункту 2", act=MSU) == ["art_5", "art_5.pt_2"]
    assert paths(f"{own}. Далее пункт 2", act=MSU) == ["art_5"]
    assert paths(f"{own}\nДалее пункт 2", act=MSU) == ["art_5"]


HEADS = [
    "Нормативное постановление Конституционного Суда Республики Казахстан от 28 апреля 2023 года № 3-НП",
    "Постановление  Конституционного Совета Республики Казахстан от  28  апреля 2008 года № 3",
    "Астана\n28 апреля 2023 года № 12-НП",
    "28 апреля 2023 г. №3-НП",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_a_ruling_is_read_on_its_own_day(head: str) -> None:
    for said in (head, head.replace(" ", "  ")):
        assert acts(f"{said}\n\nпункт 2 статьи 14 Конституции")[-1] == "constitution-1995"
    # A ruling cited further on does not date the text.
    far = f"{'Слово. ' * 250}{head}\n\nпункт 2 статьи 14 Конституции"
    assert cited(far)[-1].status == "ambiguous"


@pytest.mark.parametrize(
    "front",
    [
        "act_id: law-148-2001\nedition: 2022-03-02\nlanguage: ru",
        "act_id: law-148-2001\nedition: 2022-03-02",
        "act_id: 'law-148-2001'\nedition: \"2022-03-02\"",
        "title: О местном государственном управлении и самоуправлении в Республике Казахстан\nedition: 2022-03-02",
        "act_id: unknown\ntitle: «О местном государственном управлении и самоуправлении в Республике Казахстан» \n"
        "edition: 2022-03-02",
    ],
)  # fmt: skip
def test_a_file_of_the_corpus_says_what_it_is(front: str) -> None:
    for end in ("\n", "\r\n"):
        text = f"---\n{front}\n---\n### Статья 4\n\nпо статье 5 настоящего Закона".replace(
            "\n", end
        )
        (found,) = cited(text)
        assert (found.act, found.edition, found.language) == (MSU, "2022-03-02", "ru")


def test_other_front_matter_says_nothing() -> None:
    for front in ("title: Статья о музеях", "author: К. Ахметова", "act_id: нет"):
        assert cited(f"---\n{front}\n---\nпо статье 5")[0].status == "act_unknown"


def test_an_edition_that_is_not_held_is_not_taken_for_another() -> None:
    text = "---\nact_id: law-148-2001\nedition: 2015-01-01\n---\n### Статья 4\n\nпо статье 5 настоящего Закона"
    (found,) = cited(text)
    assert (found.act, found.status) == (MSU, "edition_unknown")


def test_files_of_the_corpus(tmp_path: Path) -> None:
    """Points are numbered as each source prints them: in a list, in italics, after a space."""
    for mark in ("", "   ", "\u00a0", "> ", "* ", "*", "**"):
        text = f"### Статья 4\n\n1. Слова.\n{mark}4-1. Кроме части второй настоящего пункта."
        assert paths(text, act=MSU) == ["art_4.pt_4-1.part_2"], mark
        text = f"### Статья 4\n\n1) слова;\n{mark}2) кроме абзаца второго настоящего подпункта."
        assert paths(text, act=MSU) == ["art_4.spt_2.abz_2"], mark
