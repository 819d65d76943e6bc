"""What a search finds in the corpus: any form of a word, newest editions, only law."""

from __future__ import annotations

import pytest

from kb.ground.errors import NotFound
from kb.library import Library
from kb.words.text import lemma


def found(library: Library, query: str, act: str | None = None) -> list[str]:
    return [hit.address for hit in library.search(query, act=act)]


@pytest.mark.parametrize("query", ["сессии маслихата", "СЕССИЯМИ маслихатов", "маслихату сессия"])
def test_words_are_found_in_any_form(library: Library, query: str) -> None:
    hits = found(library, query)
    assert "law-148-2001@2026-07-14:ru/art_11.pt_6" in hits
    assert hits == found(library, "сессия маслихат")


@pytest.mark.parametrize("stem", ["маслихат", "акимат", "аким"])
def test_the_words_of_the_subject_have_one_lemma(stem: str) -> None:
    """The dictionary does not know them and guesses «маслихата», «маслихату», «маслихатый»."""
    endings = ["", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"]
    assert {lemma(stem + ending) for ending in endings} == {stem}


def test_yo_is_found_as_ye(library: Library) -> None:
    assert found(library, "отчёты акимов") == found(library, "отчеты акимов") != []


def test_only_the_newest_edition_is_searched(library: Library) -> None:
    names = {a.split("/")[0] for a in found(library, "маслихат") + found(library, "выборы")}
    assert names <= {
        "budget-code-2025@2026-07-14:ru",
        "territory-2026@2026-06-05:ru",
        "tax-code-2025@2026-07-01:ru",
        "appc-2020@2026-07-01:ru",
        "civil-service-2026@2026-07-14:ru",
        "law-148-2001@2026-07-14:ru",
        "elections-1995@2026-07-01:ru",
        "constitution-2026@2026-07-01:ru",
        "constitution-1995@2023-01-01:ru",
        "legal-acts-2016@2026-07-14:ru",
        "charter-1985@1985-10-15:ru",
        "charter-protocol-2009@2009-11-16:ru",
    }


def test_what_is_not_law_is_not_found(library: Library) -> None:
    assert found(library, "выборщики", act="law-148-2001") == []  # article 24-1 is excluded
    heading = found(library, "ревизионная комиссия маслихата", act="law-148-2001")
    assert not any("art_16" in a for a in heading)
    assert found(library, "исключен Законом", act="law-148-2001") == []
    assert found(library, "сноска") == []


def test_kazakh_is_found_with_either_i(library: Library) -> None:
    cyrillic = found(library, "сессиясы өткізіледі")  # the file prints «өткiзiледi» with a Latin i
    assert cyrillic == found(library, "сессиясы өткiзiледi")
    assert "law-148-2001@2026-07-14:kk/art_11.pt_1" in cyrillic


def test_a_hit_shows_the_words_and_its_place(library: Library) -> None:
    best = library.search("регламент маслихата")[0]
    assert (best.act, best.edition, best.language) == ("law-148-2001", "2026-07-14", "ru")
    assert best.address.startswith("law-148-2001@2026-07-14:ru/art_9")
    assert "маслихат" in best.snippet.lower()
    hits = library.search("маслихат")
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(len(h.snippet) <= 240 for h in hits)


@pytest.mark.parametrize("query", ['"', "аким OR маслихат", "ма* NEAR(", "'; drop table acts;--"])
def test_a_query_is_words_and_never_a_command(library: Library, query: str) -> None:
    try:
        library.search(query)
    except NotFound as error:
        assert "нет слов" in str(error)
    assert "law-148-2001" in library.acts


def test_a_query_without_words_is_refused(library: Library) -> None:
    with pytest.raises(NotFound, match="хотя бы одно слово"):
        library.search(" .,! ")
