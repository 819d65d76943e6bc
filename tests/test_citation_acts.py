"""Whose norm it is: names in full, short, introduced by the text, before and after, implied."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.citation import load_names, names
from kb.citation.names import stems
from kb.ground.yaml_file import BadYaml
from tests.citing import acts, cited, library, paths

MSU, VOTE, ACTS = "law-148-2001", "elections-1995", "legal-acts-2016"
CASES = [
    ("статьи 5 Закона Республики Казахстан «О правовых актах»", [ACTS]),
    ("статьи 5 Закона РК от 6 апреля 2016 года № 480-V «О правовых актах»", [ACTS]),
    ("статьи 5 Закона Республики Казахстан от 6 апреля 2016 года", [ACTS]),
    ('ст. 5 Закона РК "О местном государственном управлении и самоуправлении в РК"', [MSU]),
    ("ст.1. Закона «О мест-\nном государственном управлении» от 23 января 2001 года", [MSU]),
    ("согласно Закону о МСУ ст.12.п1", [MSU]),
    ("согласно ЗРК О МСУ ст.1.гл 1. п.11 и, далее, согласно п.12", [MSU, MSU]),
    ("В ст.6 З РК «О МСУ и государственном управлении и самоуправлении»", [MSU]),
    ("пункта 3 статьи 23 Конституционного закона о выборах", [VOTE]),
    ("ст. 3 Хартии, ст. 4 Европейской хартии местного самоуправления", ["charter-1985"] * 2),
    ("Закон о выборах (статья 5), ст. 6", [VOTE, VOTE]),
    ("Закон о выборах хорош. П. 2 ст. 2 данного закона; п. 3 той же статьи", [VOTE, VOTE]),
    ("Закон о МСУ. Не спасает ст. 39-7 обсуждаемого зако-\n\nна", [MSU]),
    ("статья 5 (в редакции 2018 года) Закона о выборах и статья 6 того же Закона", [VOTE, VOTE]),
    (
        "статьей 5 УПК и ст. 6 УК РФ",
        ["Уголовно-процессуальный кодекс Республики Казахстан", "УК РФ"],
    ),
    (
        "Кодекса Республики Казахстан «О браке (супружестве) и семье» (далее – КоБС). Ст. 5 КоБС",
        ["Кодекс Республики Казахстан «О браке (супружестве) и семье»"],
    ),
    (
        "Закона РК от 1 мая 2020 года «О ветеранах» (далее – Закон о ветеранах). Ст. 4 Закона о ветеранах",
        ["Закона РК от 1 мая 2020 года «О ветеранах»"],
    ),
    ("В Семейном кодексе (статья 5)", ["Семейном кодексе"]),
    (
        "Закон о МСУ. Закон РК от 1 мая 2020 года, статьей 5 которого",
        ["Закон РК от 1 мая 2020 года"],
    ),
    ("пункту 5 Правил, утвержденных приказом", ["Правил"]),
    (
        "КоАП (статья 15) и ГПК, статья 3",
        [
            "Кодекс Республики Казахстан «Об административных правонарушениях»",
            "Гражданский процессуальный кодекс Республики Казахстан",
        ],
    ),
    ("Статья 5 Закона о МСУ. Хартия. По пункту 2 настоящей статьи", [MSU, "charter-1985"]),
    ("Хартия. Закон о МСУ (после Хартии принята в том числе статья 9)", [MSU]),
    ("Решает маслихат. Статья 9 Закона о МСУ", [MSU]),
    ("Хартия. Закон о МСУ (статья 9) и, по статье 3, Хартия", [MSU, MSU]),
    ("Хартия и Закон о МСУ, статьями 5 и 6 которого", [MSU, MSU]),
    ("Закон о МСУ хорош и подробен, но лишь статья 5 Хартии", ["charter-1985"]),
    ("статья 12", ["?"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_act(text: str, expected: list[str]) -> None:
    assert acts(text) == expected


def test_own_act_and_articles_around() -> None:
    text = (
        "### Статья 4. Требования\n\n4-1. Указанные в пункте 4 настоящей статьи и статье 5 "
        "настоящего Закона, кроме части второй настоящего пункта, а также статья 6."
    )
    assert acts(text, act=MSU) == [MSU] * 4
    assert paths(text, act=MSU) == ["art_4.pt_4", "art_5", "art_4.pt_4-1.part_2", "art_6"]


def test_own_act_unknown_is_said_so() -> None:
    found = cited("Закон о МСУ.\n### Статья 4. Требования\n\nпо статье 5 настоящего Закона")
    assert [(c.act, c.act_name, c.status) for c in found] == [
        (None, "настоящего Закона", "act_unknown")
    ]


def test_note_of_an_amending_law() -> None:
    text = (
        "### Статья 3\n\n> *Сноска. Статья 3 с изменением – Законом РК от 05.11.2022 № 157-VII "
        "(порядок введения в действие см. статью 2). Пункт 2 исключен.*"
    )
    assert paths(text, act=MSU) == ["art_3", "art_2", "art_3.pt_2"]
    assert acts(text, act=MSU) == [MSU, "Закон РК от 05.11.2022 № 157-VII", MSU]


def test_instruction_of_an_amending_law() -> None:
    text = (
        "Статья 1. Внести в Закон Республики Казахстан «О правовых актах» изменения:\n"
        "1) в статье 5:\nв пункте 1:\nчасть вторую исключить;\n2) дополнить статьей 5-1"
    )
    assert acts(text) == [ACTS] * 4
    assert paths(text) == ["art_5", "art_5.pt_1", "art_5.pt_1.part_2", "art_5-1"]


def test_an_act_too_short_for_the_article_is_passed_over() -> None:
    text = "Конституция 1995 года. Закон о МСУ принят позже. Согласно ст. 89 п.2 признается"
    assert acts(text) == ["constitution-1995"]


def test_stems_make_one_of_all_cases() -> None:
    forms = ["Гражданский процессуальный кодекс", "Гражданского процессуального кодекса РК"]
    assert len({stems(f) for f in forms}) == 1


def test_names_file_is_checked_on_load(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text("names:\n  - nam: Закон\n", encoding="utf-8")
    with pytest.raises(BadYaml, match=r"names\.yaml:2"):
        names.load([tmp_path], {})


def test_a_lawyer_adds_a_name(tmp_path: Path) -> None:
    (tmp_path / "names.yaml").write_text(
        "names:\n  - name: Кодекс чести\n    also: [КЧ, Кодекс чести депутата]\n", encoding="utf-8"
    )
    from kb.citation import cite

    known = names.load([*library().places.corpora, tmp_path], library().acts)
    found = cite("ст. 5 КЧ и п. 1 Кодекса чести депутата", library(), names=known)
    assert [c.act_name for c in found] == ["Кодекс чести", "Кодекс чести"]


def test_every_act_of_the_corpus_has_a_name() -> None:
    known = load_names(library())
    named = {a for n in (*known.words.values(), *known.titles.values()) for a in n.acts}
    assert named == set(library().acts)
