"""Reading: nothing is lost, the census of each file, the doubts that remain."""

from __future__ import annotations

import subprocess
import sys
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


@pytest.mark.slow
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
    assert len(copied) == 26
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
# articles    lines «### Статья N» (#### in legal-acts-2016), «N-бап», «32-2 бап» in Kazakh files.
# points      lines «N.», «N-M.»; minus «4. …» of the wording that 41(3) of law 148 cites; minus the wording printed ahead (constitution 2022-09-17:55); in
#             the Protocol «4.1.» … «5.3.» are five subpoints of points 4 and 5 (7 + 2, 7 + 5).
# subpoints   lines «N)», «35\\)», «N-M)»; minus the ten of the wording cited in 41(3) of law 148, which
#             are paragraphs; «20)» inside 31(1)(19-1) has no line of its own; in the Protocol also «i)» … «iii)» and «a)» … «d)».
# parts       for each point, subpoint or article without points that has further capital lines:
#             those lines and the opening one. Belong to a subpoint, not to its point:
#             elections 104.6.3) («Отмена решения …» before 4)), law 148 of 2026 1.3-1) (two lines
#             before 3-2)), legal-acts 29.2.5) («К проекту …» before 6)).
# paragraphs  lines that begin with a small letter (rates for advertisement in art. 3 of law 148,
#             grounds of refusal in art. 104 of the elections law, «статья 2;» in art. 12 of the
#             Charter).
# notes       lines «Сноска.», «Ескерту.», «Примечание. См./В соответствии/Пункт 1 …»; the quoted
#             lines under «По всему тексту Закона:» belong to it and make one note.
# excluded    stubs «исключен», «алып тасталды» plus what has only a note: articles 16, 18, 36-1, 40 and
#             chapter 2-1 of law 148, since 2026 also 24-1; 84 of the Constitution; 7, 15, 16, 109,
#             120 of the elections law;
#             «2. Исключения из правила …» (legal-acts 43) is a norm.
# future      «4-4) вводится в действие с 01.07.2022», «… по истечении шестидесяти календарных дней …»,
#             «01.01.2027 бастап қолданысқа енгізіледі» and the wording printed ahead.
# limited     notes «действует с 01.01.2018 для городов …», «исключен с … для …», «действует до»,
#             «… үшін – 01.01.2018 бастап …»; 50(2), 50(3), 51(1) of the Constitution, twice each.
CENSUS = {
    "appc-2020/2026-07-01": Count(9, 33, 45, 23, 3, 6, 1, 0, 0),
    "budget-code-2008/2022-03-07": Count(13, 77, 33, 46, 26, 14, 5, 0, 0),
    "budget-code-2025/2026-07-14": Count(22, 108, 145, 96, 101, 8, 5, 0, 0),
    "charter-1985/1985-10-15": Count(12, 30, 0, 0, 9, 0, 0, 0, 0),
    "charter-protocol-2009/2009-11-16": Count(2, 9, 12, 0, 0, 0, 0, 0, 0),
    "civil-code-1994/2026-07-01": Count(4, 17, 0, 6, 0, 4, 0, 0, 0),
    "civil-service-2026/2026-07-14": Count(6, 33, 34, 55, 4, 2, 0, 0, 0),
    "constitution-1995/1995-08-30": Count(5, 20, 9, 0, 0, 0, 0, 0, 0),
    "constitution-1995/2007-05-21": Count(10, 36, 9, 2, 0, 9, 0, 0, 0),
    "constitution-1995/2019-03-23": Count(5, 20, 9, 2, 0, 3, 0, 0, 0),
    "constitution-1995/2022-09-17": Count(10, 37, 9, 5, 0, 9, 0, 1, 0),
    "constitution-1995/2023-01-01": Count(102, 291, 130, 35, 13, 161, 16, 0, 6),
    "constitution-2026/2026-07-01.kk": Count(5, 20, 9, 5, 0, 0, 0, 0, 0),
    "constitution-2026/2026-07-01": Count(96, 297, 111, 67, 11, 6, 0, 0, 0),
    "elections-1995/2022-02-07": Count(4, 22, 13, 14, 12, 4, 2, 0, 0),
    "elections-1995/2023-01-01": Count(4, 28, 31, 28, 19, 5, 2, 0, 0),
    "elections-1995/2026-07-01.kk": Count(15, 58, 37, 56, 19, 19, 5, 0, 0),
    "elections-1995/2026-07-01": Count(72, 259, 255, 171, 34, 78, 24, 0, 0),
    "law-148-2001/2022-03-02": Count(58, 244, 487, 122, 32, 92, 40, 3, 31),
    "law-148-2001/2026-07-14.kk": Count(62, 253, 613, 113, 29, 103, 54, 13, 30),
    "law-148-2001/2026-07-14": Count(62, 252, 617, 110, 28, 104, 55, 13, 31),
    "legal-acts-2016/2026-07-14.kk": Count(3, 27, 7, 38, 0, 3, 0, 0, 0),
    "legal-acts-2016/2026-07-14": Count(16, 92, 89, 99, 0, 14, 10, 0, 0),
    "noncommercial-2001/2026-07-01": Count(8, 20, 14, 6, 0, 7, 0, 0, 0),
    "tax-code-2025/2026-07-01": Count(12, 40, 20, 60, 11, 2, 0, 0, 0),
    "territory-1993/2024-07-05": Count(18, 13, 59, 27, 5, 20, 3, 0, 0),
    "territory-2026/2026-06-05": Count(22, 20, 82, 21, 0, 1, 0, 0, 0),
    "treaties-2005/2026-07-01": Count(5, 2, 28, 2, 4, 7, 1, 0, 0),
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


# Most are a line with a capital letter right after the last subpoint of a run; by the rule it is
# the next part of the point, and the text itself does not say whether the author meant that. The
# others: a number printed twice (27(1-5) of 2022; 50(2), 50(3), 51(1) of 1995) or missing (1-1 in
# 27, the five of 6(1) in Kazakh), subpoints inside a paragraph (31(1), 20-1(1-1)), the bracket
# missing in the note of 31, merged cells of two tables.
DOUBTS = {
    "budget-code-2008/2022-03-07": [
        (45, "art_6.pt_1.part_2"),
    ],
    "budget-code-2025/2026-07-14": [
        (833, "art_92.pt_1.part_2"),
        (911, "art_140.pt_2.part_2"),
    ],
    "civil-service-2026/2026-07-14": [
        (140, "art_28.pt_6.part_2"),
    ],
    "constitution-1995/2023-01-01": [
        (672, "art_50.pt_2~2"),
        (678, "art_50.pt_3~2"),
        (692, "art_51.pt_1~2"),
        (726, "art_52.pt_5.part_3"),
        (734, "art_52.pt_5.part_4"),
        (952, "art_61.pt_3.part_2"),
    ],
    "constitution-2026/2026-07-01": [
        (595, "art_55.pt_4.part_3"),
    ],
    "elections-1995/2022-02-07": [
        (149, "art_104.pt_6.part_2"),
    ],
    "elections-1995/2023-01-01": [
        (155, "art_104.pt_3-1.part_2"),
        (165, "art_104.pt_3-1.part_3"),
        (207, "art_104.pt_6.part_2"),
        (235, "art_104.pt_6-1.part_2"),
    ],
    "elections-1995/2026-07-01.kk": [
        (158, "art_104.pt_3-1.part_2"),
        (168, "art_104.pt_3-1.part_3"),
        (210, "art_104.pt_6.part_2"),
        (238, "art_104.pt_6-1.part_2"),
        (280, "art_106.pt_2.part_2"),
        (288, "art_106.pt_3.part_2"),
        (296, "art_106.pt_4.part_2"),
    ],
    "elections-1995/2026-07-01": [
        (399, "art_17.pt_1.part_3"),
        (485, "art_19.pt_6.part_2"),
        (577, "art_20.pt_12.part_2"),
        (601, "art_20-1.pt_1-1.part_3.spt_1"),
        (603, "art_20-1.pt_1-1.part_4"),
        (613, "art_20-1.pt_1-1.part_6"),
        (903, "art_104.pt_3-1.part_2"),
        (913, "art_104.pt_3-1.part_3"),
        (955, "art_104.pt_6.part_2"),
        (983, "art_104.pt_6-1.part_2"),
        (1021, "art_106.pt_2.part_2"),
        (1029, "art_106.pt_3.part_2"),
        (1037, "art_106.pt_4.part_2"),
        (1157, "art_113-1.pt_1.part_2"),
        (1327, "art_113-5.pt_11.part_2"),
        (1433, "art_113-14.pt_2.part_2"),
        (1599, "art_118.pt_6.part_2"),
    ],
    "law-148-2001/2022-03-02": [
        (158, "art_3.pt_3.part_2"),
        (776, "art_23-1.pt_4.part_3"),
        (834, "art_24-1.pt_3.part_3"),
        (1152, "art_27.pt_1-2"),
        (1162, "art_27.pt_1-5~2"),
        (1462, "art_31"),
        (1910, "art_39-2.pt_1.part_2"),
        (2050, "art_39-3.pt_10.part_4"),
    ],
    "law-148-2001/2026-07-14.kk": [
        (167, "art_3.pt_3.part_2"),
        (231, "art_5.pt_7.part_3"),
        (245, "art_6.pt_1.spt_4-3"),
        (1269, "art_27.pt_1-2"),
        (1979, "art_36.pt_5.part_2"),
        (2189, "art_39-2.pt_1.part_2"),
        (2339, "art_39-3.pt_10.part_4"),
    ],
    "law-148-2001/2026-07-14": [
        (171, "art_3.pt_3.part_2"),
        (235, "art_5.pt_7.part_3"),
        (1279, "art_27.pt_1-2"),
        (1605, "art_31.pt_1.spt_19-1"),
        (1607, "art_31.pt_1.spt_21"),
        (1687, "art_31"),
        (1985, "art_36.pt_5.part_2"),
        (2195, "art_39-2.pt_1.part_2"),
        (2345, "art_39-3.pt_10.part_4"),
    ],
    "legal-acts-2016/2026-07-14.kk": [
        (145, "art_29.pt_2.part_2"),
    ],
    "legal-acts-2016/2026-07-14": [
        (181, "art_7.pt_3.part_2"),
        (521, "art_29.pt_2.part_2"),
    ],
    "tax-code-2025/2026-07-01": [
        (466, "art_602.pt_3.part_2"),
        (510, "art_630.pt_2.part_1.table_1"),
        (775, "art_655.pt_3.part_1.table_1"),
    ],
    "territory-1993/2024-07-05": [
        (194, "art_11.part_2"),
        (218, "art_12.part_2"),
        (322, "art_16.part_2"),
    ],
}


@pytest.mark.parametrize("path", corpus_files(), ids=name)
def test_doubts_are_few_and_true(path: Path) -> None:
    edition = parse_file(path).edition
    assert [(d.line, d.address) for d in edition.doubts] == DOUBTS.get(name(path), [])
    for doubt in edition.doubts:
        unit = edition.resolve(parse_steps(doubt.address))
        first = next(c for c in unit.walk() if c.text_line)
        lines = [first.text_line, *unit.heading_lines, *(n for x in unit.notes for n in x.lines)]
        assert doubt.line in [line.number for line in lines if line], "the line of that unit"


@pytest.mark.slow
def test_an_enormous_text_takes_time_by_its_length_and_memory_of_ten_times_its_size() -> None:
    """Measured in a process of its own: what others took before does not count."""
    unit = "{}. Орган хранит пробы в течение года со дня отбора, ведет журнал и сообщает о них.\n\n"
    code = f"""
import resource, time
from kb.read import formats
def text(articles):
    points = "".join({unit!r}.format(n) for n in range(1, 11))
    return "".join(f"Статья {{n}}. О пробах\\n\\n{{points}}" for n in range(1, articles + 1)).encode()
def took(data):
    begun = time.process_time()
    formats.read(data, "текст")
    return time.process_time() - begun
took(text(10))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
short, long = text(500), text(3_000)
first = min(took(short) for _ in range(2))
print(took(long) / first, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before) / len(long))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    times, memory = map(float, done.stdout.split())
    assert times < 6 * 2.5
    assert memory < 10
