"""The words of the genre: every form by which an instruction calls words, marks and editions."""

from __future__ import annotations

import pytest

from kb.amendment.apply import apply
from kb.amendment.instruction import parse
from kb.amendment.operation import Operation
from kb.amendment.wording import quoted
from kb.norm.address import Address, parse_steps

from .amending import LAW, changed, edition

# what is replaced (accusative), what comes (instrumental), behind what (genitive)
NAMES = [
    ("слово", "словом", "слова"),
    ("слова", "словами", "слов"),
    ("цифру", "цифрой", "цифры"),
    ("цифры", "цифрами", "цифр"),
    ("число", "числом", "числа"),
    ("числа", "числами", "чисел"),
    ("знак", "знаком", "знака"),
    ("знаки", "знаками", "знаков"),
    ("букву", "буквой", "буквы"),
    ("буквы", "буквами", "букв"),
    ("аббревиатуру", "аббревиатурой", "аббревиатуры"),
    ("аббревиатуры", "аббревиатурами", "аббревиатур"),
]


@pytest.mark.parametrize(("what", "by", "behind"), NAMES)
def test_words_by_every_name(what: str, by: str, behind: str) -> None:
    text = (
        f"в пункте 1 статьи 2 {what} «30» заменить {by} «15»;\n"
        f"пункт 3 статьи 2 после {behind} «учет» дополнить {by} «всех»;\n"
        f"в статье 3 {what} «домой» исключить"
    )
    gone, come, read_as, refused = changed(text)
    assert (read_as.unread, refused, len(gone)) == ((), [], 3)
    assert [o.occurrences for o in read_as.operations] == [
        "one" if what in ("слово", "цифру", "число", "знак", "букву", "аббревиатуру") else "all",
        "one",
        "all",  # «в статье 3»: wherever it stands there
    ]
    assert come == [
        "1. Книги выдаются читателям бесплатно. Срок выдачи – 15 дней. Продление не допускается.",
        "3. Хранитель ведет учет всех книг, по согласованию с акимом, ежемесячно.",
        "Читатель вправе брать книги.",
    ]


# instruction, what it asks; None: it leaves open what
VERBS = [
    ("в статье 3 слово «домой» исключается", "delete_words"),
    ("в статье 3 слова «домой» исключаются", "delete_words"),
    ("в статье 3 слово «домой» заменяется словом «всюду»", "substitute"),
    ("в статье 3 слова «домой» заменяются словом «всюду»", "substitute"),
    ("Закон дополняется статьей 6 следующего содержания:\n«Статья 6. А\nБ.»", "insert"),
    ("в статье 3 слово «домой» дополнить словом «всюду»", None),
]


@pytest.mark.parametrize(("instruction", "kind"), VERBS)
def test_verbs_of_the_genre(instruction: str, kind: str | None) -> None:
    found = parse(instruction)
    assert [o.kind for o in found.operations] == ([kind] if kind else [])
    assert bool(found.unread) is (kind is None)


def test_orders_in_the_present_to_several_units() -> None:
    found = parse("пункты 1 и 3 статьи 2 излагаются в следующей редакции:\n«1. А.»\n«3. Б.»")
    assert [(o.kind, o.new) for o in found.operations] == [
        *(("replace", "1. А."), ("replace", "3. Б."))
    ]


def test_an_order_in_the_present_ends_a_quotation() -> None:
    found = parse(
        'пункт 3 статьи 2 излагается в следующей редакции:\n"3. Закон "О книгах".";\n'
        'в статье 3 слово "домой" исключается'
    )
    assert [(o.kind, o.new or o.old) for o in found.operations] == [
        ("replace", '3. Закон "О книгах".'),
        ("delete_words", "домой"),
    ]


@pytest.mark.parametrize(
    ("act", "within"),
    [
        *(("Закон", "Законе"), ("Указ", "Указе"), ("Кодекс", "Кодексе")),
        ("Конституцию", "Конституции"),
    ],
)
def test_the_act_itself_is_named(act: str, within: str) -> None:
    found = parse(
        f"{act} дополнить статьей 6 следующего содержания:\n«Статья 6. А\nБ.»;\n"
        f"в {within} слово «домой» исключить"
    )
    assert not found.unread
    assert [(o.kind, str(o.target), o.scope) for o in found.operations] == [
        ("insert", "act/art_6", "text"),
        ("delete_words", "act", "act"),
    ]


@pytest.mark.parametrize(
    "instruction",
    [
        "статья 5 излагается в следующей редакции:",
        "изложить статью 5 в нижеследующей редакции:",
        "статью 5 изложить в редакции следующего содержания:",
        "статью 5 изложить в новой редакции:",
        "статью 5 изложить в редакции:",
    ],
)
def test_editions_of_the_genre(instruction: str) -> None:
    (found,) = parse(f"{instruction}\n«Статья 5. Срок\nВсегда.»").operations
    assert (found.kind, str(found.target), found.new) == (
        "replace",
        "act/art_5",
        "Статья 5. Срок\nВсегда.",
    )


@pytest.mark.parametrize(
    "instruction",
    [
        "статью 2 дополнить новым пунктом 4 следующего содержания:",
        "статью 2 дополнить пунктом 4 нижеследующего содержания:",
        "статью 2 дополнить пунктом 4 в следующей редакции:",
        "статья 2 дополняется пунктом 4 следующего содержания:",
        "дополнить статью 2 пунктом 4:",
        "в статье 2:\nдополнить пунктом 4 следующего содержания:",
    ],
)
def test_additions_of_the_genre(instruction: str) -> None:
    (found,) = parse(f"{instruction}\n«4. А.»").operations
    assert (found.kind, str(found.target), found.new) == ("insert", "act/art_2.pt_4", "4. А.")


# instruction, the line that comes
MARKS = [
    ("в подпункте 3) статьи 1 знак препинания «.» заменить знаком препинания «;»", "3) хранитель – работник библиотеки;"),
    ("в подпункте 2) статьи 1 запятую заменить точкой", "2) читатель – лицо. берущее книги;"),
    ("в подпункте 2) статьи 1 запятую исключить", "2) читатель – лицо берущее книги;"),
    ("в подпункте 2) статьи 1 запятую заменить двоеточием", "2) читатель – лицо: берущее книги;"),
    ("в абзаце первом статьи 4 двоеточие заменить запятой", "Хранитель обязан,"),
    ("исключить слово «домой» в части первой статьи 3", "Читатель вправе брать книги."),
    ("слово «домой» исключить из части первой статьи 3", "Читатель вправе брать книги."),
    ("из части первой статьи 3 исключить слово «домой»", "Читатель вправе брать книги."),
    ("в статье 3 слово «домой», исключить", "Читатель вправе брать книги."),
    ("в статье 3 слова «брать», «домой», соответственно заменить словами «нести», «в сад»", "Читатель вправе нести книги в сад."),
    ("в пункте 3 статьи 2 слова «, по согласованию с акимом,» заменить словами «вместе с акимом»", "3. Хранитель ведет учет книг вместе с акимом ежемесячно."),
    ("в подпункте 3) статьи 1 слово «библиотеки» заменить словом «архива»; в подпункте 3) статьи 1 точку заменить точкой с запятой", "3) хранитель – работник архива;"),
    ("по всему тексту:\nслово «домой» исключить", "Читатель вправе брать книги."),
    ("в первом предложении статьи 4 слово «обязан» заменить словом «должен»", "Хранитель должен:"),
    ("заголовок статьи 4 дополнить словами «и сторожа»", "Статья 4. Обязанности хранителя и сторожа"),
    ("заголовок статьи 4 после слова «Обязанности» дополнить словами «и права»", "Статья 4. Обязанности и права хранителя"),
    ("по тексту слово «маслихатом» заменить словом «советом»", "отчитываться перед советом."),
    ("по всему тексту статьи 3 слово «акиму» заменить словом «суду»", "Читатель вправе жаловаться суду."),
    ("во втором предложении пункта 1 статьи 2 цифры «30» заменить цифрами «40»", "1. Книги выдаются читателям бесплатно. Срок выдачи – 40 дней. Продление не допускается."),
    ("в пункте 1 статьи 2 предложение «Продление не допускается.» исключить", "1. Книги выдаются читателям бесплатно. Срок выдачи – 30 дней."),
    ("в пункте 1 статьи 2 слово «Книги» и цифры «30» заменить словом «Тома» и цифрами «31»", "1. Тома выдаются читателям бесплатно. Срок выдачи – 31 дней. Продление не допускается."),
    ("в пункте 1 статьи 2 слово «бесплатно» соответственно заменить словом «даром»", "1. Книги выдаются читателям даром. Срок выдачи – 30 дней. Продление не допускается."),
]  # fmt: skip


@pytest.mark.parametrize(("instruction", "line"), MARKS)
def test_marks_and_turns(instruction: str, line: str) -> None:
    _, come, read_as, refused = changed(instruction)
    assert (read_as.unread, refused, come) == ((), [], [line])


# the last line of the law's article 3, the command, what that line becomes, what is remarked
STANDING = [
    (
        "Жалуются районному акиму либо акиму.",
        "слово «акиму» заменить словами «районному акиму»",
        "Жалуются районному акиму либо районному акиму.",
        ["еще 1 уже стоит в новом виде и не тронуто"],
    ),
    (
        "Жалуются акиму села либо акиму.",
        "слово «акиму» заменить словами «акиму села»",
        "Жалуются акиму села либо акиму села.",
        ["еще 1 уже стоит в новом виде и не тронуто"],
    ),
    (
        "Жалуются главе, акиму, (совету).",  # nothing is beyond the second comma to compare with
        "слово «акиму» исключить",
        "Жалуются главе (совету).",
        ["вместе со словами «акиму» исключены обособлявшие их запятые"],
    ),
]


@pytest.mark.parametrize(("line", "command", "becomes", "remarks"), STANDING)
def test_words_beside_words(line: str, command: str, becomes: str, remarks: list[str]) -> None:
    law = edition(LAW.replace("Читатель вправе жаловаться акиму.", line))
    (done,) = apply(law, parse(f"в части третьей статьи 3 {command}").operations).applied
    result = apply(law, parse(f"в части третьей статьи 3 {command}").operations).edition
    assert becomes in result.root.lines()
    assert list(done.remarks) == remarks


def test_the_heading_and_the_whole_text_of_the_act() -> None:
    law = LAW.replace("О сельских библиотеках", "О правах читателей")
    read_as = parse("в заголовке и по всему тексту слово «читателей» заменить словом «гостей»")
    result = apply(edition(law), read_as.operations)
    lines = result.edition.root.lines()
    assert (lines[0], lines[14]) == ("О правах гостей", "Статья 3. Права гостей")
    (done,) = result.applied
    places, left = done.remarks
    assert places == "мест: 2 — title:9, art_3.heading:6"
    assert "осталось в других формах: " in left and "Читатель" in left
    # «По всему тексту» alone leaves the title.
    result = apply(edition(law), parse("по всему тексту слово «читателей» исключить").operations)
    assert result.edition.root.lines()[0] == "О правах читателей"


def test_the_text_of_an_article_is_not_its_heading() -> None:
    law = edition(LAW.replace("Читатель вправе жаловаться", "Жалобы читателей отдают"))
    for place in ("по всему тексту статьи 3", "в тексте статьи 3"):
        read_as = parse(f"{place} слово «читателей» заменить словом «гостей»")
        result = apply(law, read_as.operations)
        assert not result.refused
        lines = result.edition.root.lines()
        assert {"Статья 3. Права читателей", "Жалобы гостей отдают акиму."} <= set(lines)


@pytest.mark.parametrize("kind", ["substitute", "insert_words", "delete_words"])
def test_a_heading_named_as_a_unit_is_no_text(kind: str) -> None:
    law = edition(LAW.replace("Статья 3. Права читателей", "Статья 3. Читатель"))
    target = Address("act").within(parse_steps("art_3.heading"))
    new = "" if kind == "delete_words" else "сад"
    after = "Читатель" if kind == "insert_words" else None
    operation = Operation(kind, target, new, "Читатель" if not after else None, after)
    result = apply(law, [operation])
    changed = [
        (a, b) for a, b in zip(law.root.lines(), result.edition.root.lines(), strict=True) if a != b
    ]
    if kind == "delete_words":
        assert "ничего не остается" in result.refused[0].reason
    else:
        said = {"substitute": "сад", "insert_words": "Читатель сад"}[kind]
        assert changed == [("Статья 3. Читатель", f"Статья 3. {said}")]


def test_a_dozen_places_are_listed_and_the_rest_counted() -> None:
    law = LAW.replace("Срок выдачи – 30 дней.", f"Книги{', книги' * 12}.")
    command = parse("в статье 2 слово «книги» заменить словом «тома»").operations
    for text, end in ((law, ":120 …"), (law.replace("Книги, книги", "Книги"), ":19")):
        (done,) = apply(edition(text), command).applied
        assert done.remarks[0].count(":") == 1 + 12
        assert done.remarks[0].endswith(end)


def test_words_that_close_a_mark_they_do_not_open_stand_in_other_marks() -> None:
    assert quoted("акт «О садах»") == "«акт «О садах»»"
    assert quoted("сады» и «реки") == "“сады» и «реки”"


def test_an_operation_as_json() -> None:
    text = "в статье 3 слово «домой» исключить"
    (found,) = parse(text).operations
    assert found.data() == {
        "kind": "delete_words",
        "target": "act/art_3",
        "scope": "text",
        "occurrences": "all",
        "old": "домой",
        "new": None,
        "after": None,
        "span": [0, len(text)],
    }
    (whole,) = parse("статью 3 исключить").operations
    assert (whole.scope, whole.occurrences, whole.named, whole.shared) == (
        *("text", "one"),
        *(False, False),
    )
    assert Operation("repeal", whole.target).data()["span"] is None  # not from an instruction
