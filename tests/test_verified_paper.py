"""The answer of Сверка as a paper to take away: every difference in its group, in three languages."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from kb.amendment.chain import Law
from kb.amendment.verify import Verified, verify
from kb.ground.errors import KbError
from kb.norm.act import Edition
from kb.read import markdown as read
from kb.write import docx, markdown
from kb.write.verified import paper, written

OLD = "# О садах\n\n### Статья 1. Сад\n\n1. Сад открыт.\n\n2. Аким платит.\n\n3. Суд решает.\n"
NEW = "# О садах\n\n### Статья 1. Сад\n\n1. Сад закрыт.\n\n2. Маслихат платит.\n\n3. Суд решает.\n"
LAW = """\
В Закон Республики Казахстан от 1 мая 2000 года «О садах»:
в статье 1:
в пункте 1 слово «открыт» заменить словом «закрыт»;
в пункте 3 слово «Суд» заменить словом «Совет»;
статью 9 исключить."""


def checked() -> tuple[Verified, Edition]:
    old, new = (read.parse(text, act="draft").edition for text in (OLD, NEW))
    return verify(old, new, [Law.of("закон.txt", LAW)], ()), new


def test_each_group_has_its_differences() -> None:
    text = markdown.write(paper(*checked(), "до → после", "ru"))
    assert "до → после" in text
    groups = text.split("## ")[1:]
    assert [g.split("\n")[0] for g in groups] == [
        "Не по данным законам: 1",
        "Предписано и не сделано: 1",
        "Не решено: 0",
        "Сделано по законам: 1",
    ]
    assert "Маслихат" in groups[0] and "Совет" in groups[1]
    assert "статью 9 исключить" in groups[2]
    assert "в пункте 1 слово «открыт» заменить словом «закрыт»" in groups[3]


@pytest.mark.parametrize(
    ("language", "title"), [("kk", "Заңның бұйрығы"), ("en", "Command of the law")]
)
def test_it_speaks_the_language_asked_for(language: str, title: str) -> None:
    assert title in markdown.write(paper(*checked(), "", language))


def test_word_has_it_too() -> None:
    data = docx.write(paper(*checked(), "", "ru"))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "Предписано и не сделано: 1" in xml and "Совет" in xml


def test_the_same_stands_in_the_sheet_a_row_for_each() -> None:
    text = written(*checked(), "до → после", "ru", "a.csv")
    assert isinstance(text, str)
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert head[:3] == ["Что это", "Структурный элемент", "Закон"]
    assert [row[0] for row in rows] == [
        "Не по данным законам", "Предписано и не сделано", "Не решено", "Сделано по законам",
    ]  # fmt: skip
    assert rows[0][4:7] == ["Аким платит.", "Аким платит.", "Маслихат платит."]
    assert rows[2][2] == "закон.txt"
    assert "статью 9" in rows[2][3]
    assert rows[2][7]


def test_another_ending_is_refused_by_name() -> None:
    with pytest.raises(KbError, match=r"a\.pdf.*\.csv"):
        written(*checked(), "", "ru", "a.pdf")
