"""Where a citation leads: addresses, statuses, dates, the two Constitutions."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from kb.citation.correspondence import load
from kb.citation.lookup import Answer, look
from kb.library import Library
from tests.citing import ROOT, cited, library

STATUSES = [
    ("статья 9 Закона о МСУ", "found", "law-148-2001@2026-07-14:ru/art_9"),
    ("пункт 99 статьи 9 Закона о МСУ", "no_such_clause", None),
    ("статья 30 Закона о МСУ", "not_held", None),
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


def test_citations_of_the_corpus_resolve_or_say_why() -> None:
    texts = sorted((ROOT / "corpus").glob("*/*.md"))
    found = [c for path in texts for c in cited(path.read_text("utf-8"))]
    assert len(found) > 300
    assert not [c.text for c in found if c.status in ("no_such_clause", "edition_unknown")]
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
    none = look(library(), "п. 2 ст. 89 Конституции", language="kk")
    assert none.answers == ()
    assert none.remarks


def test_what_a_search_has_to_say_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.library.search.CANDIDATES", 3)
    (said,) = look(library(), "маслихат", language="ru").remarks
    assert "уточните запрос" in said


def test_corresponding_articles_say_the_same() -> None:
    (pairs,) = load(library().places.corpora)
    assert pairs.articles["85"] == "87"
    assert pairs.articles["89"] == "91"
    earlier, later = library().edition(pairs.earlier), library().edition(pairs.later)
    for mine, theirs in pairs.articles.items():
        left = next(c for c in earlier.walk() if c.kind == "article" and c.number == mine)
        right = next(c for c in later.walk() if c.kind == "article" and c.number == theirs)
        assert fuzz.token_set_ratio(left.text, right.text) > 75, (mine, theirs)
