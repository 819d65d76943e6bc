"""The words of the genre: every form by which an instruction calls words, marks and editions."""

from __future__ import annotations

import pytest

from kb.amendment.instruction import parse

from .amending import changed

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
