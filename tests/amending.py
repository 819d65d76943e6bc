"""A small law of our own, and what an instruction changes in it."""

from __future__ import annotations

from kb.amendment.apply import apply
from kb.amendment.instruction import Instruction, parse
from kb.norm.act import Edition
from kb.read.lines import SourceLine
from kb.read.structure import read

LAW = """\
О сельских библиотеках
Статья 1. Основные понятия
В настоящем Законе используются следующие понятия:
1) библиотека – организация, хранящая книги;
2) читатель – лицо, берущее книги;
3) хранитель – работник библиотеки.
Статья 2. Порядок выдачи книг
1. Книги выдаются читателям бесплатно. Срок выдачи – 30 дней. Продление не допускается.
2. Отказ в выдаче допускается, если:
1) книга утрачена;
2) читатель не вернул книги, взятые ранее;
3) библиотека закрыта.
Отказ оформляется письменно.
3. Хранитель ведет учет книг, по согласованию с акимом, ежемесячно.
Статья 3. Права читателей
Читатель вправе брать книги домой.
Читатель вправе пользоваться залом библиотеки.
Читатель вправе жаловаться акиму.
Статья 4. Обязанности хранителя
Хранитель обязан:
беречь книги;
вести учет;
отчитываться перед маслихатом.
Статья 5. Заключительные положения
Настоящий Закон вводится в действие с 1 января 2001 года."""

CHAPTERS = """\
О садах
Глава 1. Общие положения
Статья 1. Понятия
Сад – место с деревьями.
Статья 2. Уход
1. Сад поливают.
2. Сад охраняют.
Глава 2. Закрытие
Статья 3. Закрытие сада
Сад закрывают зимой."""


def edition(text: str = LAW, act: str = "act") -> Edition:
    lines = [
        SourceLine(n, t, heading=1 if n == 1 else 2 if t.startswith(("Раздел ", "Глава ")) else 0)
        for n, t in enumerate(text.split("\n"), 1)
    ]
    return Edition(act, "2001-01-01", "ru", "", read(lines).root)


def changed(
    instruction: str, law: str = LAW
) -> tuple[list[str], list[str], Instruction, list[str]]:
    """(lines gone, lines come, what was read, why refused)."""
    read_as = parse(instruction)
    result = apply(edition(law), read_as.operations)
    before, after = law.split("\n"), result.edition.root.lines()
    gone = [x for x in before if x not in after]
    come = [x for x in after if x not in before]
    return gone, come, read_as, [r.reason for r in result.refused]
