"""Reading: nothing is lost, the census of each file, the doubts that remain."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.norm.act import Status
from kb.norm.address import parse_steps
from kb.read import markdown

from .conftest import CORPUS, corpus_files, parse_file, shared
from .reading_texts import read

# --- Nothing is lost --------------------------------------------------------------------------


@pytest.mark.parametrize("path", corpus_files(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_corpus_file_is_written_back_as_it_was(path: Path) -> None:
    parsed = parse_file(path)
    assert parsed.unplaced_characters == 0
    assert markdown.write(parsed) == markdown.normalised_body(path.read_text("utf-8"))


def test_every_shared_act_is_written_back_as_it_was() -> None:
    files = list(shared("acts").glob("*/*.md"))
    assert len(files) > 10
    for path in files:
        parsed = parse_file(path)
        assert parsed.unplaced_characters == 0, path
        assert markdown.write(parsed) == markdown.normalised_body(path.read_text("utf-8")), path


def test_the_corpus_copies_the_shared_acts_exactly() -> None:
    """Only the Charter is ours; every Kazakh act stands in the corpus to the byte."""
    folder = shared("acts")
    copied = [p for p in folder.glob("*/*.md") if not p.parent.name.startswith("charter")]
    assert len(copied) == 14
    for path in copied:
        own = CORPUS / path.relative_to(folder)
        assert own.read_bytes() == path.read_bytes(), own


fragments = st.sampled_from(
    """# Заголовок|## Раздел I.|## Общие положения|## Глава 1. Имя|### Статья 1|### Статья 2. Имя
    Статья 3. Текст статьи.|Статья 4|1. Пункт первый.|1.|2. Пункт:|2-1. Пункт|1) подпункт;|1)
    2) другой|а) буква;|i) рим;|4.1. Под|Часть с прописной.|абзац со строчной;|_____
    > *Сноска. Статья 1 в редакции.*|*Сноска. Статья 2 исключена.*|> *слова продолжения*
    Примечание. См. что-то|> Сноска. Пункт 1 изложить в новой редакции:|*1. Будущее.*|> > x
    <a id="st1"></a>|## Преамбула|### Параграф 1|- тире|**Жирно**|***|* * *|> |#|#### |>
    ### Статья 6: текст;|   3) исключен|4. Исключен|(исключено)|1 . Пробел|«Цитата»;|Всё:
    Примечание. Это текст.|*a* b *c*|## Раздел II Имя|> 1. В цитате|<script>|# #|статья 5.""".replace(
        "\n    ", "|"
    ).split("|")
)
lines = fragments | st.text(max_size=12).map(lambda s: s.replace("\0", ""))


@given(st.lists(lines, max_size=9))
def test_no_line_of_any_text_is_lost(found: list[str]) -> None:
    """Headings that name nothing, marks alone on a line, quoted text under a title …"""
    read("\n" + "\n".join(found))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\0b", "двоичный"),
        ("---\nact_id: x\nтекст", "не закрыта"),
        ("---\n- 1\n---\nтекст", "не набор полей"),
        ("---\na: [1\n---\nтекст", "неверный YAML"),
    ],
)
def test_an_unreadable_file_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(Exception, match=reason) as caught:
        markdown.parse(text, "файл.md")
    assert str(caught.value).startswith("файл.md")


# --- The census -------------------------------------------------------------------------------


class Count(NamedTuple):
    """Units of a file. `parts` are clauses with a `part_` step: units with one часть have none."""

    articles: int
    points: int
    subpoints: int
    parts: int
    paragraphs: int
    notes: int
    excluded: int
    future: int
    limited: int


# Counted by hand from the printed files and checked by grep over their lines, never by kb:
# articles    lines «### Статья N» (#### in legal-acts-2016), «N-бап» in Kazakh files.
# points      lines «N.», «N-M.»; minus the wording printed ahead (constitution 2022-09-17:55); in
#             the Protocol «4.1.» … «5.3.» are five subpoints of points 4 and 5 (7 + 2, 7 + 5).
# subpoints   lines «N)», «N-M)»; in the Protocol also «i)» … «iii)» and «a)» … «d)».
# parts       for each point, subpoint or article without points that has further capital lines:
#             those lines and the opening one. Belong to a subpoint, not to its point:
#             elections 104.6.3) («Отмена решения …» before 4)), law 148 of 2026 1.3-1) (two lines
#             before 3-2)), legal-acts 29.2.5) («К проекту …» before 6)).
# paragraphs  lines that begin with a small letter (rates for advertisement in art. 3 of law 148,
#             grounds of refusal in art. 104 of the elections law, «статья 2;» in art. 12 of the
#             Charter).
# notes       lines «Сноска.», «Ескерту.», «Примечание. См./В соответствии/Пункт 1 …»; the quoted
#             lines under «По всему тексту Закона:» belong to it and make one note.
# excluded    stubs «исключен» plus articles with only a note: 16 and 18, since 2026 also 24-1;
#             «2. Исключения из правила …» (legal-acts 43) is a norm.
# future      «4-4) вводится в действие с 01.07.2022» and the wording printed ahead.
# limited     notes «действует с 01.01.2018 для городов …», «исключен с … для …», «действует до».
CENSUS = {
    "charter-1985/1985-10-15": Count(12, 30, 0, 0, 9, 0, 0, 0, 0),
    "charter-protocol-2009/2009-11-16": Count(2, 9, 12, 0, 0, 0, 0, 0, 0),
    "constitution-1995/1995-08-30": Count(5, 20, 9, 0, 0, 0, 0, 0, 0),
    "constitution-1995/2007-05-21": Count(10, 36, 9, 2, 0, 9, 0, 0, 0),
    "constitution-1995/2019-03-23": Count(5, 20, 9, 2, 0, 3, 0, 0, 0),
    "constitution-1995/2022-09-17": Count(10, 37, 9, 5, 0, 9, 0, 1, 0),
    "constitution-1995/2023-01-01": Count(10, 37, 9, 5, 0, 21, 0, 0, 0),
    "constitution-2026/2026-07-01": Count(13, 46, 9, 16, 0, 0, 0, 0, 0),
    "elections-1995/2022-02-07": Count(4, 22, 13, 14, 12, 4, 2, 0, 0),
    "elections-1995/2023-01-01": Count(4, 28, 31, 28, 19, 5, 2, 0, 0),
    "elections-1995/2026-07-01": Count(4, 28, 31, 28, 19, 5, 2, 0, 0),
    "law-148-2001/2022-03-02": Count(39, 154, 182, 104, 4, 55, 11, 1, 14),
    "law-148-2001/2026-07-14": Count(40, 157, 205, 89, 4, 64, 17, 0, 15),
    "law-148-2001/2026-07-14.kk": Count(4, 18, 2, 7, 0, 4, 0, 0, 0),
    "legal-acts-2016/2026-07-14": Count(16, 92, 89, 99, 0, 14, 10, 0, 0),
    "legal-acts-2016/2026-07-14.kk": Count(3, 27, 7, 38, 0, 3, 0, 0, 0),
}


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name.removesuffix('.md')}"


def test_the_census_covers_every_file() -> None:
    assert {name(p) for p in corpus_files()} == set(CENSUS)


@pytest.mark.parametrize("path", corpus_files(), ids=name)
def test_census(path: Path) -> None:
    edition = parse_file(path).edition
    kinds = Counter(c.steps[-1].unit for c in edition.walk())
    statuses = Counter(c.status for c in edition.walk())
    found = Count(
        articles=kinds["art"],
        points=kinds["pt"],
        subpoints=kinds["spt"],
        parts=kinds["part"],
        paragraphs=kinds["abz"],
        notes=sum(len(c.notes) for c in edition.root.walk()),
        excluded=statuses[Status.EXCLUDED],
        future=statuses[Status.FUTURE],
        limited=statuses[Status.LIMITED],
    )
    assert found == CENSUS[name(path)]


# Each is a line with a capital letter right after the last subpoint of a run; by the rule it is
# the next part of the point, and the text itself does not say whether the author meant that.
DOUBTS = {
    "elections-1995/2022-02-07": [(149, "art_104.pt_6.part_2")],
    "elections-1995/2023-01-01": [
        (155, "art_104.pt_3-1.part_2"),
        (165, "art_104.pt_3-1.part_3"),
        (207, "art_104.pt_6.part_2"),
        (235, "art_104.pt_6-1.part_2"),
    ],
    "elections-1995/2026-07-01": [
        (155, "art_104.pt_3-1.part_2"),
        (165, "art_104.pt_3-1.part_3"),
        (207, "art_104.pt_6.part_2"),
        (235, "art_104.pt_6-1.part_2"),
    ],
    "law-148-2001/2022-03-02": [
        (149, "art_3.pt_3.part_2"),
        (767, "art_23-1.pt_4.part_3"),
        (825, "art_24-1.pt_3.part_3"),
        (921, "art_39-2.pt_1.part_2"),
        (1061, "art_39-3.pt_10.part_4"),
    ],
    "law-148-2001/2026-07-14": [
        (165, "art_3.pt_3.part_2"),
        (229, "art_5.pt_7.part_3"),
        (971, "art_39-2.pt_1.part_2"),
        (1121, "art_39-3.pt_10.part_4"),
    ],
    "law-148-2001/2026-07-14.kk": [(47, "art_5.pt_7.part_3")],
    "legal-acts-2016/2026-07-14": [(181, "art_7.pt_3.part_2"), (521, "art_29.pt_2.part_2")],
    "legal-acts-2016/2026-07-14.kk": [(145, "art_29.pt_2.part_2")],
}


@pytest.mark.parametrize("path", corpus_files(), ids=name)
def test_doubts_are_few_and_true(path: Path) -> None:
    edition = parse_file(path).edition
    assert [(d.line, d.address) for d in edition.doubts] == DOUBTS.get(name(path), [])
    for doubt in edition.doubts:
        words = markdown.parse(path.read_text("utf-8")).edition.resolve(parse_steps(doubt.address))
        printed = path.read_text("utf-8").split("\n")[doubt.line - 1].strip()
        assert printed == words.own_text, "the doubt names the line and the unit it speaks of"
