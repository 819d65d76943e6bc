"""Where a citation leads: addresses, statuses, dates, the two Constitutions."""

from __future__ import annotations

import re

import pytest
from rapidfuzz import fuzz

from kb.citation.correspondence import counterpart, load
from kb.library import Library
from kb.norm.address import parse, parse_steps
from kb.search.norms import Answer, look
from tests.citing import ROOT, cited, library

STATUSES = [
    ("статья 9 Закона о МСУ", "found", "law-148-2001@2026-07-14:ru/art_9"),
    ("пункт 99 статьи 9 Закона о МСУ", "no_such_clause", None),
    ("статья 30 Закона о МСУ", "found", "law-148-2001@2026-07-14:ru/art_30"),
    ("статья 9 Бюджетного кодекса 2025 года", "not_held", None),
    ("статья 9 УК", "act_unknown", None),
    ("статья 89 Конституции", "ambiguous", None),
    ("подпункт 1) статьи 39-3 Закона о МСУ", "ambiguous", None),
]


@pytest.mark.parametrize(("text", "status", "address"), STATUSES)
def test_status(text: str, status: str, address: str | None) -> None:
    (found,) = cited(text)
    assert (found.status, found.address) == (status, address)
    assert address or found.reason


def test_edition_of_the_day() -> None:
    (found,) = cited("статья 9 Закона о МСУ", date="2022-05-01")
    assert found.address == "law-148-2001@2022-03-02:ru/art_9"
    (found,) = cited("статья 9 Закона о МСУ", date="2024-01-15")
    assert found.status == "edition_unknown"
    assert "2023-12-23" in found.reason


CONSTITUTIONS = [
    ("статья 89 Конституции", "2020-01-01", "constitution-1995"),
    ("статья 89 Конституции", "2026-08-01", "constitution-2026"),
    ("статья 89 Конституции 1995 года", None, "constitution-1995"),
    ("статья 89 Конституции РК от 30 августа 1995 года", None, "constitution-1995"),
    ("статья 91 Конституции 2026 г.", None, "constitution-2026"),
    ("статья 97 Конституции", None, "constitution-1995"),
    ("Конституция 1995 г. содержит статью. П. 1 ст. 89", None, "constitution-1995"),
    ("статья 5 Конституции 1993 года", None, None),
    ("статья 130 Конституции Российской Федерации", None, None),
]


@pytest.mark.parametrize(("text", "date", "act"), CONSTITUTIONS)
def test_which_constitution(text: str, date: str | None, act: str | None) -> None:
    assert cited(text, date=date)[-1].act == act


def test_undated_constitution_names_both_candidates() -> None:
    (found,) = cited("п. 2 ст. 89 Конституции")
    assert (found.act, found.act_name) == (None, "Конституция Республики Казахстан")
    for act in ("constitution-1995", "constitution-2026"):
        assert act in found.reason
        assert any(act in c for c in found.candidates)


def test_two_years_in_a_text_tell_nothing() -> None:
    text = "Статья 89 Конституции 1995 года, статья 91 Конституции 2026 года, статья 4 Конституции"
    assert [c.status for c in cited(text)][-1] == "ambiguous"


def test_a_ruling_tells_its_own_date() -> None:
    text = (
        "Нормативное постановление Конституционного Суда Республики Казахстан от 28 апреля 2023 "
        "года № 12-НП\nпункт 2 статьи 14 Конституции"
    )
    assert cited(text)[-1].act == "constitution-1995"


def test_a_file_of_the_corpus_resolves_in_its_own_edition() -> None:
    text = (ROOT / "corpus/law-148-2001/2022-03-02.md").read_text("utf-8")
    own = [c for c in cited(text) if c.act == "law-148-2001" and c.address]
    assert {c.edition for c in own} == {"2022-03-02"}
    assert all(c.start > text.index("\n---", 4) for c in own)


@pytest.mark.slow
def test_citations_of_the_corpus_resolve_or_say_why() -> None:
    """Of the norms in Russian; the notes name units of the laws that amend."""
    texts = [p for p in sorted((ROOT / "corpus").glob("*/*.md")) if not p.name.endswith(".kk.md")]
    norms = [re.sub(r"^[ \t]*>.*", "", p.read_text("utf-8"), flags=re.MULTILINE) for p in texts]
    found = [c for text in norms for c in cited(text)]
    assert len(found) > 300
    unresolved = [c.text for c in found if c.status in ("no_such_clause", "edition_unknown")]
    # In a code the numbered units are parts; the law on self-government of 1 July 2026 is not held.
    assert set(unresolved) == {
        "абзаца второго настоящей части",
        "части четвертой настоящей статьи",
        "статьей 36-2",
    }
    assert all(c.address or c.reason for c in found)


def search(box: Library, query: str, **more: str) -> tuple[Answer, ...]:
    return look(box, query, **more).answers


def test_search_goes_straight_to_both_clauses() -> None:
    found = search(library(), "п. 2 ст. 89 Конституции", today="2026-11-21")
    assert [(a.hit.address, a.counterpart) for a in found] == [
        (
            "constitution-2026@2026-07-01:ru/art_89.pt_2",
            "constitution-1995@2023-01-01:ru/art_87.pt_2",
        ),
        (
            "constitution-1995@2023-01-01:ru/art_89.pt_2",
            "constitution-2026@2026-07-01:ru/art_91.pt_2",
        ),
    ]
    before = search(library(), "Конституция РК, ст. 89", today="2025-01-01")
    assert before[0].hit.act == "constitution-1995"


def test_search_by_citation_and_by_words() -> None:
    (found,) = search(library(), "что такое статья 9 Закона о МСУ?")
    assert found.hit.address == "law-148-2001@2026-07-14:ru/art_9"
    assert found.counterpart is None
    assert len(search(library(), "регламент маслихата")) > 1
    assert len(search(library(), "регламент маслихата статья 9 Закона о МСУ")) != 1


def test_a_citation_is_answered_in_the_language_asked_for() -> None:
    (found,) = search(library(), "статья 9 Закона о МСУ", language="kk")
    assert found.hit.address == "law-148-2001@2026-07-14:kk/art_9"
    (new,) = look(library(), "п. 2 ст. 89 Конституции", language="kk").answers
    assert new.hit.address == "constitution-2026@2026-07-01:kk/art_89.pt_2"
    none = look(library(), "п. 2 ст. 14 Конституции", language="kk")
    assert none.answers == ()
    assert none.remarks


def test_what_a_search_has_to_say_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.library.search.CANDIDATES", 3)
    (said,) = look(library(), "маслихат", language="ru").remarks
    assert "уточните запрос" in said


def test_a_day_between_adoption_and_force_is_of_the_act_in_force() -> None:
    """The Constitution adopted on 15 March 2026 binds from 1 July."""
    days = ["2026-03-20", "2026-06-30", "2026-07-01", "1995-08-29"]
    found = [cited("статья 89 Конституции", date=day)[0].act for day in days]
    assert found == ["constitution-1995", "constitution-1995", "constitution-2026", None]


def test_why_a_place_is_not_told() -> None:
    undated = cited("статья 4 Конституции")[0]
    assert undated.reason == (
        "без даты подходят: constitution-2026@2026-07-01:ru/art_4; "
        "constitution-1995@2023-01-01:ru/art_4"
    )
    gone = cited("подпункт 14) статьи 1 Закона о МСУ")[0]
    assert (gone.status, gone.reason) == ("found", "структурный элемент исключен")
    several = cited("подпункт 1) статьи 39-3 Закона о МСУ")[0]
    assert len(several.candidates) > 1
    assert several.edition == "2026-07-14"


def test_one_act_of_two_is_told_by_the_number_of_its_article() -> None:
    assert cited("статья 96 Конституции")[0].status == "ambiguous"
    assert cited("статья 97 Конституции")[0].act == "constitution-1995"
    assert cited("статья 98-1 Конституции")[0].act == "constitution-1995"
    assert cited("статья 99 Конституции")[0].status == "ambiguous"
    assert cited("раздел I Конституции")[0].status == "ambiguous"


FILLED = ["Смотри {}", "см. {}", "что такое {}?", "текст {}", "норма: {}", "в {}", "во {}", "и {}, и {}",
          "о {}", "по {} РК", "согласно {}"]  # fmt: skip


@pytest.mark.parametrize("query", FILLED)
def test_words_that_ask_for_nothing_more(query: str) -> None:
    (found,) = search(library(), query.format(*["статье 9 Закона о МСУ"] * 2))
    assert found.hit.address == "law-148-2001@2026-07-14:ru/art_9"


def test_what_more_is_asked_is_searched_by_words() -> None:
    for query in ("смотрины статья 9 Закона о МСУ", "регламент, ст. 9 Закона о МСУ"):
        assert [a.hit.address for a in search(library(), query)] != [
            "law-148-2001@2026-07-14:ru/art_9"
        ]


def test_acts_in_force_stand_first() -> None:
    query = "ст. 89 Конституции 1995 года, ст. 9 Закона о МСУ, ст. 3 Хартии"
    found = search(library(), query, today="2026-11-21")
    assert [a.hit.act for a in found] == ["law-148-2001", "charter-1985", "constitution-1995"]
    early = search(
        library(), "ст. 9 Закона о МСУ, ст. 89 Конституции 1995 года", today="2000-01-01"
    )
    assert [a.hit.act for a in early] == ["constitution-1995", "law-148-2001"]
    for day, first in (("2026-06-30", "constitution-1995"), ("2026-07-01", "constitution-2026")):
        assert search(library(), "ст. 89 Конституции", today=day)[0].hit.act == first


def test_a_snippet_is_one_short_line() -> None:
    (found,) = search(library(), "статья 39-3 Закона о МСУ")
    text = library().edition("law-148-2001").resolve(parse_steps("art_39-3")).text
    assert "\n" in text
    assert found.hit.snippet == text.replace("\n", " ")[:219] + "…"
    (whole,) = search(library(), "подпункт 12) статьи 1 Закона о МСУ")
    assert whole.hit.snippet == library().clause(parse(whole.hit.address))[1].text
    assert (whole.hit.status, whole.hit.score) == ("in_force", 1.0)


def test_the_act_asked_for_is_that_of_an_article_alone() -> None:
    (found,) = search(library(), "статья 9 настоящего Закона", act="law-148-2001")
    assert found.hit.address == "law-148-2001@2026-07-14:ru/art_9"
    both = search(library(), "статья 9, статья 9 Закона о МСУ", act="law-148-2001")
    assert len(both) == 1


COUNTERPARTS = [
    ("constitution-1995", "art_89.pt_2", "constitution-2026@2026-07-01:ru/art_91.pt_2"),
    ("constitution-2026", "art_91", "constitution-1995@2023-01-01:ru/art_89"),
    # The other article has no such unit, and answers as a whole.
    ("constitution-2026", "art_5.pt_6", "constitution-1995@2023-01-01:ru/art_4"),
    ("constitution-2026", "art_35.pt_3.part_2", "constitution-1995@2023-01-01:ru/art_33"),
    ("constitution-1995", "art_1", None),
    ("constitution-2026", "art_93", None),
    ("law-148-2001", "art_4", None),
    ("constitution-1995", "", None),
]


@pytest.mark.parametrize(("act", "steps", "answer"), COUNTERPARTS)
def test_what_answers_in_the_other_constitution(act: str, steps: str, answer: str | None) -> None:
    asked = parse_steps(steps) if steps else ()
    assert counterpart(library(), library().edition(act), asked) == answer


def test_corresponding_articles_say_the_same() -> None:
    pairs = load(library().places.corpora)[0]
    assert pairs.articles["85"] == "87"
    assert pairs.articles["89"] == "91"
    earlier, later = library().edition(pairs.earlier), library().edition(pairs.later)
    for mine, theirs in pairs.articles.items():
        left = next(c for c in earlier.walk() if c.kind == "article" and c.number == mine)
        right = next(c for c in later.walk() if c.kind == "article" and c.number == theirs)
        assert fuzz.token_set_ratio(left.text, right.text) > 75, (mine, theirs)
