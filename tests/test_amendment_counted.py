"""Units counted by order, and what a new wording of a unit leaves: addresses and remarks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.amendment.apply import apply
from kb.amendment.instruction import parse
from kb.amendment.package import Item
from kb.amendment.tree import put
from kb.norm.act import Clause
from kb.norm.address import Address, parse_steps, steps_text

from .amending import edition

PARTED = """\
О садах
Статья 4. Обязанности
Хранитель обязан:
беречь книги;
вести учет.
Читатель вправе:
спать;
есть."""

# abzatz, its text, the law; where it comes to stand
PARAGRAPHS = [
    ("вторым", "мыться;", PARTED, "art_4.part_1.abz_2"),
    ("четвертым", "Никто не вправе шуметь.", PARTED, "art_4.part_2"),
    ("шестым", "мыться;", PARTED, "art_4.part_2.abz_3"),
    ("седьмым", "Никто не вправе шуметь.", PARTED, "art_4.part_3"),
    # A list whose members are sentences stays a list.
    ("третьим", "Читать.", PARTED.replace("книги;", "книги.").split("\nЧита")[0], "art_4.abz_3"),
]


@pytest.mark.parametrize(("number", "text", "law", "steps"), PARAGRAPHS)
def test_a_new_paragraph_is_a_part_or_a_line_of_a_list(
    number: str, text: str, law: str, steps: str
) -> None:
    command = f"статью 4 дополнить абзацем {number} следующего содержания:\n«{text}»"
    result = apply(edition(law), parse(command).operations)
    (done,) = result.applied
    assert steps_text(done.steps) == steps
    assert result.edition.index[done.steps].own_text == text


# a wording of several units in the place of one; where the next command then works
UNFOLDED = [
    (
        "в статье 3:\nчасть первую изложить в следующей редакции:\n«А.\nБ.»;\n"
        "в части третьей слово «акиму» исключить",
        ["art_3.part_1", "art_3.part_4"],
        "art_3 art_3.part_1 art_3.part_2 art_3.part_3 art_3.part_4",
    ),
    (
        "в статье 4:\nабзац второй изложить в следующей редакции:\n«а;\nб;»;\n"
        "в абзаце третьем слово «учет» заменить словом «счет»",
        ["art_4.abz_2", "art_4.abz_4"],
        "art_4 art_4.abz_2 art_4.abz_3 art_4.abz_4 art_4.abz_5",
    ),
]


@pytest.mark.parametrize(("instruction", "done", "units"), UNFOLDED)
def test_units_are_counted_anew_when_one_becomes_several(
    instruction: str, done: list[str], units: str
) -> None:
    result = apply(edition(), parse(instruction).operations)
    assert [steps_text(d.steps) for d in result.applied] == done
    article = units.split(maxsplit=1)[0]
    found = [steps_text(c.steps) for c in result.edition.walk()]
    assert [s for s in found if s.split(".")[0] == article] == units.split()


# a new wording, what is remarked of it
REMARKED = [
    (
        "статью 1 изложить в следующей редакции:\n«Статья 1. Понятия\nПонятия:\n1) библиотека – дом.»",
        [
            "исчезает подпункт 2) статьи 1: «читатель – лицо, берущее книги;»",
            "исчезает подпункт 3) статьи 1: «хранитель – работник библиотеки.»",
        ],
    ),
    (
        "статью 4 изложить в следующей редакции:\n«Статья 4. Обязанности\nОн обязан:\nчитать.»",
        [],  # paragraphs have no numbers to lose
    ),
    (
        "статью 3 изложить в следующей редакции:\n«Статья 3.\nЧасть.\nВторая.\nТретья.»",
        ["заголовок «Права читателей» взят из действующей редакции"],
    ),
    (
        "статью 3 изложить в следующей редакции:\n«Статья 3. Права и обязанности читателей\n"
        "сельских библиотек\nРеспублики Казахстан\nА.\nБ.\nВ.»",
        ["заголовок собран из 3 строк: «Статья 3. Права и обязанности читателей сельских библиотек Республики Казахстан»"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("instruction", "remarks"), REMARKED)
def test_what_a_new_wording_loses_or_takes_is_remarked(
    instruction: str, remarks: list[str]
) -> None:
    (done,) = apply(edition(), parse(instruction).operations).applied
    assert list(done.remarks) == remarks


def test_what_an_article_said_becomes_its_first_part() -> None:
    command = "статью 5 дополнить частью второй следующего содержания:\n«Вторая.»"
    result = apply(edition(), parse(command).operations)
    article = result.edition.resolve(parse_steps("art_5"))
    first, second = article.children
    assert (article.own_text, article.heading) == ("", "Заключительные положения")
    assert [(c.kind, c.number, c.heading, c.mark) for c in (first, second)] == [
        ("part", "1", "", ""),
        ("part", "2", "", ""),
    ]
    assert first.own_text.startswith("Настоящий Закон вводится")


def test_a_stub_agrees_with_its_unit() -> None:
    note = Clause(parse_steps("art_5.note_1"), "note", "1", own_text="Примечание. Все сады.")
    law = put(edition(), parse_steps("art_5"), _noted(note))
    read_as = parse(
        "статью 2 исключить; подпункт 1) статьи 1 исключить; примечание 1 статьи 5 исключить"
    )
    after = apply(law, read_as.operations)
    assert not after.refused
    said = {str(s): after.edition.resolve(parse_steps(s)).own_text for s in STUBS}
    assert said == STUBS
    # The bank keeps the heading of an excluded article.
    assert after.edition.resolve(parse_steps("art_2")).heading == "Порядок выдачи книг"
    # A new wording brings them back, and says so.
    back = [
        ("статью 2", "«Статья 2. Порядок\nНовый.»", "статья 2 была исключена: новая редакция ее"),
        ("подпункт 1) статьи 1", "«1) дом;»", "подпункт 1) статьи 1 был исключен: новая редакция его"),
        ("примечание 1 статьи 5", "«Сады.»", "примечание 1 статьи 5 было исключено: новая редакция его"),
    ]  # fmt: skip
    for unit, text, remark in back:
        read_as = parse(f"{unit} изложить в следующей редакции:\n{text}")
        (done,) = apply(after.edition, read_as.operations).applied
        assert done.remarks[0] == f"{remark} восстанавливает"


def test_an_article_without_a_heading_keeps_its_number_when_excluded() -> None:
    law = edition("О реках\nСтатья 2\n1. Лед.\nСтатья 3\nВода.")
    result = apply(law, parse("статью 2 исключить").operations)
    assert result.edition.root.lines() == [
        *("О реках", "Статья 2", "(исключена)", "Статья 3", "Вода.")
    ]


STUBS = {"art_2": "(исключена)", "art_1.spt_1": "(исключен)", "art_5.note_1": "(исключено)"}


def _noted(note: Clause) -> Clause:
    article = edition().resolve(note.steps[:1])
    return replace(article, children=(*article.children, note))


# an author's addition, the units that it adds
ADDED = [
    ("art_2.pt_4", "4. А.\n5. Б.", ["art_2.pt_4", "art_2.pt_5"]),
    ("art_1.spt_4", "4) а;\n5) б.", ["art_1.spt_4", "art_1.spt_5"]),
    ("art_5.part_2", "Вторая.", ["art_5.part_2"]),  # what the article said is no addition
    ("art_3.part_4", "Четвертая.\nПятая.", ["art_3.part_4", "art_3.part_5"]),
    ("art_6", "Статья 6. А\n1. Б.\n2. В.", ["art_6"]),
]


@pytest.mark.parametrize(("target", "text", "units"), ADDED)
def test_which_units_an_authors_addition_adds(target: str, text: str, units: list[str]) -> None:
    item = Item("1", Address("act").within(parse_steps(target)), "insert", None, text, "", "")
    before = edition()
    result = apply(before, item.operations())
    (done,) = result.applied
    assert [steps_text(s) for s in done.added] == units
    assert all(s in result.edition.index for s in done.added)
