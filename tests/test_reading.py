"""Reading: nothing is lost, the census of each file, fixed addresses, irregular places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import corpus
from kb.act import Clause, Edition, Status
from kb.address import parse_steps, steps_text
from kb.errors import Ambiguous, NotFound, NotHeld
from kb.read import markdown

from .conftest import CORPUS, Sandbox, corpus_files, parse_file, shared


def read(text: str) -> markdown.Parsed:
    """A text without front matter, read without loss."""
    parsed = markdown.parse(text)
    assert parsed.unplaced_characters == 0
    assert markdown.write(parsed) == markdown.normalised_body(text)
    return parsed


def addresses(edition: Edition) -> list[str]:
    return [steps_text(c.steps) for c in edition.walk()]


def at(edition: Edition, steps: str) -> Clause:
    return edition.resolve(parse_steps(steps))


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


# --- Fixed addresses --------------------------------------------------------------------------

LAW = "law-148-2001@2026-07-14:ru"
LAW_2022 = "law-148-2001@2022-03-02:ru"
ELECTIONS = "elections-1995@2026-07-01:ru"
C2022 = "constitution-1995@2022-09-17:ru"


@pytest.mark.parametrize(
    ("edition", "steps", "begins"),
    [
        (LAW, "art_39-3.pt_10.part_4", "Протокол подписывается председателем и секретарем"),
        (LAW, "art_39-3.pt_10.part_3.spt_5", "повестка дня, содержание выступлений"),
        (LAW, "art_39-3.pt_3-1.part_2", "Типовой регламент собрания местного сообщества"),
        (LAW, "art_1.spt_3-1.part_2", "В столице, областях, городах республиканского значения"),
        (LAW, "art_1.spt_3-1.part_3", "Правовой статус и порядок финансирования"),
        (LAW, "art_9.part_2", "Типовой регламент маслихатов утверждается Президентом"),
        (LAW, "art_25-1.spt_12", "осуществляет иные полномочия"),
        (LAW, "art_3.pt_3.part_1.spt_3.abz_2", "объектах стационарного размещения рекламы"),
        (LAW, "art_6.pt_2-17.part_3", "Территориальная избирательная комиссия"),
        (LAW_2022, "art_23-1.pt_4.part_2.spt_2", "акима района (города областного значения)"),
        (LAW_2022, "art_23-1.pt_4.part_3", "В этом случае Президент Республики Казахстан"),
        (
            ELECTIONS,
            "art_104.pt_3-1.part_2.spt_4",
            "документа, подтверждающего внесение кандидатом",
        ),
        (ELECTIONS, "art_104.pt_3-1.part_1.spt_1", "выписки из протокола высшего руководящего"),
        (ELECTIONS, "art_104.pt_3-1.part_3", "К регистрации допускается любое число кандидатов"),
        (ELECTIONS, "art_104.pt_6.part_1.spt_3.part_2", "Отмена решения о регистрации"),
        (ELECTIONS, "art_104.pt_6.part_3", "Принятие решения об исключении лица"),
        (
            "constitution-2026@2026-07-01:ru",
            "art_91.pt_2.part_2",
            "Органам местного самоуправления",
        ),
        ("legal-acts-2016@2026-07-14:ru", "art_29.pt_2.part_1.spt_5.part_2", "К проекту"),
        ("charter-1985@1985-10-15:ru", "art_12.pt_1.abz_10", "статья 11."),
        ("charter-protocol-2009@2009-11-16:ru", "art_2.pt_2.spt_ii.spt_d", "механизмов и процедур"),
        ("charter-protocol-2009@2009-11-16:ru", "art_1.pt_5.spt_3", "Любые другие формальности"),
    ],
)
def test_a_unit_stands_at_its_address(
    editions: dict[str, Edition], edition: str, steps: str, begins: str
) -> None:
    clause = at(editions[edition], steps)
    assert steps_text(clause.steps) == steps
    assert clause.own_text.startswith(begins)


def test_the_kazakh_file_is_read_like_the_rest(editions: dict[str, Edition]) -> None:
    kazakh, russian = editions["law-148-2001@2026-07-14:kk"], editions[LAW]
    assert at(kazakh, "art_9").heading == "Мәслихат регламенті"
    assert at(kazakh, "art_9").mark == "9-бап."
    assert at(kazakh, "art_5.pt_7.part_2.spt_2").own_text.startswith("саяси партиялардан")
    assert [n.text[:8] for n in at(kazakh, "art_11").notes] == ["Ескерту."]
    for number in ("5", "9", "10", "11"):
        tree = [steps_text(c.steps) for c in at(kazakh, f"art_{number}").walk()]
        assert tree == [steps_text(c.steps) for c in at(russian, f"art_{number}").walk()]


def test_a_wording_printed_ahead_is_not_the_text_in_force(editions: dict[str, Edition]) -> None:
    point = at(editions[C2022], "art_4.pt_1")
    ahead = at(editions[C2022], "art_4.pt_1.future_1")
    assert point.status == Status.IN_FORCE
    assert "Конституционного Совета" in point.text
    assert ahead.status == Status.FUTURE
    assert "Конституционного Суда" in ahead.own_text
    assert "Конституционного Суда" not in point.text
    assert len(point.text.split("\n")) == 1
    assert "Конституционного Суда" not in at(editions[C2022], "art_4").text


def test_a_coming_subpoint_is_not_in_force(editions: dict[str, Edition]) -> None:
    coming = at(editions[LAW_2022], "art_6.pt_1.spt_4-4")
    assert coming.status == Status.FUTURE
    assert not coming.live
    assert at(editions[LAW], "art_6.pt_1.spt_4-4").status == Status.IN_FORCE


@pytest.mark.parametrize(
    ("edition", "steps"),
    [
        (LAW, "art_16"),
        (LAW, "art_18"),  # its note is not quoted
        (LAW, "art_24-1"),
        (LAW, "art_21.pt_1.spt_3"),  # «3) (исключен)»
        (LAW, "art_1.spt_14"),  # «*14) исключен …*»
        (LAW, "art_6.pt_2-11"),  # «2-11. Исключен …»
        (LAW, "art_6.pt_7"),
        (LAW, "art_6.pt_2-15.spt_2"),
        (ELECTIONS, "art_101.pt_4"),
    ],
)
def test_a_stub_is_excluded(editions: dict[str, Edition], edition: str, steps: str) -> None:
    assert at(editions[edition], steps).status == Status.EXCLUDED


def test_an_article_in_force_is_not_excluded_by_its_neighbour(editions: dict[str, Edition]) -> None:
    assert at(editions[LAW_2022], "art_24-1").status == Status.IN_FORCE
    assert at(editions[LAW], "art_25").status == Status.IN_FORCE
    rule = at(editions["legal-acts-2016@2026-07-14:ru"], "art_43.pt_2")
    assert rule.own_text.startswith("Исключения из правила")
    assert rule.live


def test_a_limited_norm_is_used_with_its_limit(editions: dict[str, Edition]) -> None:
    for steps in (
        "art_3.pt_2",
        "art_3.pt_3",
        "art_6.pt_1.spt_1",
        "art_39-3.pt_3.spt_4-1",
        "art_39-3.pt_3-1.part_1",
        "art_39-3.pt_4.part_7",
        "art_23-1.pt_4",  # «действует до 01.01.2025»
    ):
        clause = at(editions[LAW], steps)
        assert clause.status == Status.LIMITED, steps
        assert clause.live
        assert clause.notes, "the limit is shown with the unit"
    for steps in ("art_39-3.pt_4.part_4", "art_39-3.pt_3-1.part_2", "art_3"):
        assert at(editions[LAW], steps).status == Status.IN_FORCE


@pytest.mark.parametrize(
    ("edition", "steps", "about", "begins"),
    [
        (LAW, "art_39-3.pt_4.part_1", "unit", "Сноска. Часть первая пункта 4 действует"),
        (LAW, "art_39-3.pt_4.part_6", "unit", "Сноска. Часть шестая пункта 4 действует"),
        (LAW, "art_39-3.pt_3-1.part_1", "unit", "Сноска. Часть первая пункта 3-1"),
        (LAW, "title", "unit", "Сноска. Заголовок с изменениями"),
        (LAW, "preamble", "unit", "Сноска. Преамбула с изменениями"),
        (LAW, "art_2", "heading", "Сноска. Заголовок с изменениями"),
        (LAW, "art_23-1", "heading", "Сноска. Заголовок статьи 23-1"),
        (LAW, "art_19", "heading", "Сноска. Заголовок статья 19"),
        (LAW, "ch_3-1", "unit", "Сноска. Закон дополнен главой 3-1"),
        (LAW, "art_39-7", "unit", "Сноска. Глава 3 дополнена статьей 39-7"),
        (LAW_2022, "art_4.pt_1", "unit", "Сноска. Пункт 1 статьи 4 с изменениями"),
        (LAW_2022, "art_23-1", "unit", "Сноска. Глава 2 дополнена статьей 23-1"),
        ("constitution-1995@2007-05-21:ru", "art_1.pt_2", "unit", "Сноска. См. постановление"),
        ("constitution-1995@2023-01-01:ru", "art_4.pt_2", "unit", "Примечание. См. нормативные"),
        ("constitution-1995@2023-01-01:ru", "art_1", "unit", "Примечание. См. нормативные"),
    ],
)
def test_a_note_belongs_to_the_unit_that_it_names(
    editions: dict[str, Edition], edition: str, steps: str, about: str, begins: str
) -> None:
    notes = [n for n in at(editions[edition], steps).notes if n.about == about]
    assert any(n.text.startswith(begins) for n in notes)


def test_a_note_on_the_whole_text_belongs_to_the_act(editions: dict[str, Edition]) -> None:
    notes = editions[LAW].root.notes
    assert len(notes) == 5
    assert all("По всему тексту" in n.text for n in notes)
    assert notes[0].text.count("\n") == 3, "its quoted lines are one note"


def test_no_note_is_part_of_a_text(editions: dict[str, Edition]) -> None:
    for edition in editions.values():
        for clause in edition.walk():
            assert "Сноска." not in clause.text, clause.steps
            assert "Ескерту." not in clause.text, clause.steps


# --- Short and derived addresses --------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "asked", "given"),
    [
        (LAW, "art_39-3.pt_10.spt_1", "art_39-3.pt_10.part_3.spt_1"),
        (LAW, "art_11.pt_6.part_1", "art_11.pt_6"),
        (LAW, "art_6.part_1.pt_1.part_1.spt_3", "art_6.pt_1.spt_3"),
        (ELECTIONS, "art_104.pt_3-1.spt_5", "art_104.pt_3-1.part_1.spt_5"),
    ],
)
def test_a_short_or_redundant_address_is_accepted(
    editions: dict[str, Edition], edition: str, asked: str, given: str
) -> None:
    assert steps_text(at(editions[edition], asked).steps) == given


def test_an_ambiguous_address_is_refused_with_the_candidates(editions: dict[str, Edition]) -> None:
    with pytest.raises(Ambiguous) as caught:
        at(editions[ELECTIONS], "art_104.pt_3-1.spt_4")
    assert caught.value.candidates == (
        "elections-1995@2026-07-01:ru/art_104.pt_3-1.part_1.spt_4",
        "elections-1995@2026-07-01:ru/art_104.pt_3-1.part_2.spt_4",
    )


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("art_25-7", "art_25-1"),
        ("art_9.part_3", "art_9.part_2"),
        ("art_11.pt_8", "art_11.pt_7"),
        ("art_39-3.pt_10.part_3.spt_6", "art_39-3.pt_10.part_3.spt_5"),
        ("art_9.sent_1", "art_9.part_1"),
        ("art_11.pt_6.sent_3", None),
        ("art_1.part_100", None),
        ("art_1.part_б", None),
        ("art_9.part_1.sent_0", None),
    ],
)
def test_an_unknown_address_names_the_nearest(
    editions: dict[str, Edition], asked: str, nearest: str | None
) -> None:
    with pytest.raises(NotFound) as caught:
        at(editions[LAW], asked)
    assert asked in str(caught.value)
    if nearest:
        assert nearest in str(caught.value).split("ближайшие:")[1]


def test_what_is_not_held_is_never_called_unknown(editions: dict[str, Edition]) -> None:
    for edition, steps in (
        (LAW, "art_31"),
        (LAW, "art_1000"),
        ("constitution-1995@2019-03-23:ru", "art_1"),
        ("constitution-1995@2023-01-01:ru", "art_40.pt_1"),
        ("law-148-2001@2026-07-14:kk", "art_1"),
        ("law-148-2001@2026-07-14:kk", "preamble"),
        (ELECTIONS, "art_105"),
    ):
        with pytest.raises(NotHeld):
            at(editions[edition], steps)
    with pytest.raises(NotFound):  # between the first and the last article of a chapter held whole
        at(editions[LAW], "art_13-1")


def test_first_paragraph_sentence_and_heading(editions: dict[str, Edition]) -> None:
    law = editions[LAW]
    first = at(law, "art_3.pt_3.spt_3.abz_1")
    assert first.own_text == "плата за размещение наружной (визуальной) рекламы на:"
    assert first.children == ()
    point = at(law, "art_11.pt_6")
    sentences = [at(law, f"art_11.pt_6.sent_{n}").own_text for n in (1, 2)]
    assert sentences[0] == "Сессии маслихата носят, как правило, открытый характер."
    assert " ".join(sentences) == point.own_text
    heading = at(law, "art_19.heading")
    assert heading.own_text == "Председатель маслихата"
    assert [n.about for n in heading.notes] == ["heading"]


# --- Synthetic irregularities -----------------------------------------------------------------


def test_a_gap_without_a_stub_is_a_doubt() -> None:
    edition = read("### Статья 1\n\n1. Один.\n\n3. Три.\n\n4. Четыре.").edition
    assert [(d.line, d.address) for d in edition.doubts] == [(5, "art_1.pt_3")]
    assert "пропуск" in edition.doubts[0].reason
    with_stub = read("### Статья 1\n\n1. Один.\n\n2. Исключен.\n\n3. Три.").edition
    assert with_stub.doubts == ()


def test_a_list_that_does_not_begin_with_one_is_a_doubt() -> None:
    edition = read("### Статья 1\n\nПеречень:\n\n2) два;\n\n3) три.").edition
    assert [d.address for d in edition.doubts] == ["art_1.spt_2"]


def test_a_repeated_number_is_a_doubt() -> None:
    edition = read("### Статья 1\n\n1. Один.\n\n1. Еще один.").edition
    assert "повторяется" in edition.doubts[0].reason
    twice = read("### Статья 1\n\nТекст.\n\n### Статья 1\n\nТекст.").edition
    assert "статья 1 повторяется" in twice.doubts[0].reason


def test_a_note_that_breaks_off_is_a_doubt() -> None:
    edition = read(
        "### Статья 1\n\n1. Один.\n\n> *Сноска. По всему тексту слова:*\n\n2. Два."
    ).edition
    assert ["обрывается" in d.reason for d in edition.doubts] == [True]
    assert at(edition, "art_1.pt_2").own_text == "Два."


def test_lettered_subpoints_stand_below_numbered_ones() -> None:
    text = "### Статья 1\n\n1. Виды:\n\n1) первый:\n\nа) буква;\n\nб) другая;\n\n2) второй."
    edition = read(text).edition
    assert addresses(edition)[2:] == [
        "art_1.pt_1.spt_1",
        "art_1.pt_1.spt_1.spt_а",
        "art_1.pt_1.spt_1.spt_б",
        "art_1.pt_1.spt_2",
    ]
    assert edition.doubts == ()


def test_a_treaty_numbers_its_subpoints_with_the_point() -> None:
    edition = read("### Статья 1\n\n4.1. Первое.\n\n4.2. Второе.").edition
    assert at(edition, "art_1.pt_4.spt_2").own_text == "Второе."
    assert at(edition, "art_1.pt_4.spt_2").text == "4.2. Второе."


def test_words_after_the_number_of_an_article_are_text_or_heading_by_their_end() -> None:
    edition = read(
        "### Статья 1. Предмет закона\n\nТекст.\n\n### Статья 2. Закон действует."
    ).edition
    assert at(edition, "art_1").heading == "Предмет закона"
    assert at(edition, "art_2").heading == ""
    assert at(edition, "art_2").own_text == "Закон действует."
    assert at(edition, "art_2").text == "Статья 2. Закон действует."


def test_a_list_of_names_runs_on_after_a_colon() -> None:
    text = "### Статья 1\n\nОбласти:\n\nАкмолинская,\n\nАктюбинская,\n\nАлматинская.\n\nСтолица – Астана."
    edition = read(text).edition
    assert addresses(edition) == [
        "art_1",
        "art_1.part_1",
        "art_1.part_1.abz_2",
        "art_1.part_1.abz_3",
        "art_1.part_1.abz_4",
        "art_1.part_2",
    ]


def test_a_number_alone_on_its_line_keeps_its_words() -> None:
    edition = read("### Статья 1\n\n1.\n\nПервый пункт.\n\n2. Второй.").edition
    assert at(edition, "art_1.pt_1").own_text == "Первый пункт."
    assert addresses(edition) == ["art_1", "art_1.pt_1", "art_1.pt_2"]


def test_two_heading_lines_are_one_unit() -> None:
    edition = read("## Раздел I.\n\n## Общие положения\n\n### Статья 1\n\nТекст.").edition
    assert at(edition, "sec_I").heading == "Общие положения"
    assert at(edition, "sec_I").heading_text == "Раздел I. Общие положения"


def test_an_unknown_heading_is_a_part_and_a_doubt() -> None:
    edition = read("### Статья 1\n\nТекст.\n\n## Некое слово\n\n## Еще слово\n\nКонец.").edition
    assert [d.line for d in edition.doubts] == [5, 7]
    assert at(edition, "art_1.part_2").own_text == "Некое слово"
    assert at(edition, "art_1.part_4").own_text == "Конец."


def test_a_note_that_is_norm_text_is_text() -> None:
    edition = read("### Статья 1\n\nТекст.\n\nПримечание. Под сроком понимается день.").edition
    assert at(edition, "art_1").notes == ()
    assert "Под сроком понимается день." in at(edition, "art_1").text


@pytest.mark.parametrize("indent", ["", " ", "   ", "\t", "        "])
def test_indentation_is_never_evidence(indent: str) -> None:
    text = f"### Статья 1\n\n1. Виды:\n\n{indent}1) один;\n\n{indent}2) два.\n\n{indent}Иное.\n\n2. Два."
    assert addresses(read(text).edition) == [
        "art_1",
        "art_1.pt_1",
        "art_1.pt_1.part_1",
        "art_1.pt_1.part_1.spt_1",
        "art_1.pt_1.part_1.spt_2",
        "art_1.pt_1.part_2",
        "art_1.pt_2",
    ]


def test_readings_decide_a_doubtful_part_otherwise(small: Sandbox) -> None:
    path = small.corpus / "small" / "2020-01-01.md"
    text = path.read_text("utf-8").replace("2) два.", "2) два.\n\nЧасть после списка.")
    path.write_text(text, "utf-8")
    folders = (small.corpus,)
    acts = corpus.load_acts(folders)
    source = corpus.sources(folders)[0]
    plain = corpus.read_edition(source, acts, corpus.load_readings(folders))
    assert [d.address for d in plain.doubts] == ["art_1.pt_2.part_2"]
    assert at(plain, "art_1.pt_2.part_2").own_text == "Часть после списка."
    (small.corpus / "readings.yaml").write_text(
        "readings:\n  - edition: small@2020-01-01\n    address: art_1.pt_2.part_2\n"
        "    belongs_to: subpoint\n    reason: список продолжается\n",
        "utf-8",
    )
    decided = corpus.read_edition(source, acts, corpus.load_readings(folders))
    assert decided.doubts == ()
    assert at(decided, "art_1.pt_2.spt_2.part_2").own_text == "Часть после списка."


# --- A generated act is read back -------------------------------------------------------------

WORDS = ["маслихат", "аким", "решение", "срок", "области", "бюджет", "12", "депутатов", "(города)"]


@dataclass
class Written:
    """Lines of a generated act, and the units that they must be read as."""

    lines: list[str] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@st.composite
def acts(draw: st.DrawFn) -> Written:
    out = Written()

    def sentence(*, capital: bool, end: str) -> str:
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
        first = draw(st.sampled_from(["Акимат", "Закон"] if capital else ["иной", "орган"]))
        return " ".join([first, *words]) + end

    def put(mark: str, address: str, words: str) -> None:
        indent = draw(st.sampled_from(["", "  ", "    ", "\t"]))
        out.lines.append(f"{indent}{mark} {words}" if mark else indent + words)
        out.units.append((address, words))
        if draw(st.integers(0, 6)) == 0:
            note = f"Сноска. См. закон № {len(out.notes)}."
            quote = draw(st.sampled_from(["", "> ", ">  "]))
            out.lines.append(f"{quote}*{note}*")
            out.notes.append((address, note))

    def subpoints(owner: str) -> None:
        for nth in range(1, draw(st.integers(1, 3)) + 1):
            address = f"{owner}.spt_{nth}"
            put(f"{nth})", address, sentence(capital=False, end=";"))
            for letter in "аб"[: draw(st.integers(0, 2))]:
                put(f"{letter})", f"{address}.spt_{letter}", sentence(capital=False, end=";"))

    def body(owner: str, mark: str) -> None:
        """The parts of a unit, each with a list of its own or lines of its own."""
        many = draw(st.integers(1, 3))
        if many > 1 and mark:
            out.units.append((owner, ""))
        for nth in range(1, many + 1):
            part = owner if many == 1 else f"{owner}.part_{nth}"
            put(mark if nth == 1 else "", part, sentence(capital=True, end="."))
            shape = draw(st.sampled_from(["plain", "list", "lines"]))
            if shape == "list":
                subpoints(part)
            if shape == "lines":
                last = draw(st.integers(2, 3))
                for line in range(2, last + 1):
                    end = "." if line == last else ";"  # a list that ends with «;» goes on
                    put("", f"{part}.abz_{line}", sentence(capital=False, end=end))

    for number in range(1, draw(st.integers(1, 3)) + 1):
        depth = "#" * draw(st.integers(2, 5))
        out.lines.append(f"{depth} Статья {number}. Название {number}")
        if draw(st.booleans()):
            out.units.append((f"art_{number}", ""))
            for point in range(1, draw(st.integers(1, 3)) + 1):
                body(f"art_{number}.pt_{point}", f"{point}.")
        else:
            before = len(out.units)
            body(f"art_{number}", "")
            if out.units[before][0] != f"art_{number}":
                out.units.insert(before, (f"art_{number}", ""))
    return out


@given(acts())
def test_a_generated_act_is_read_back_into_its_structure(written: Written) -> None:
    edition = read("\n\n".join(written.lines)).edition
    found = [(steps_text(c.steps), c.own_text) for c in edition.walk()]
    assert found == written.units
    notes = [(steps_text(c.steps), n.text) for c in edition.walk() for n in c.notes]
    assert notes == written.notes
