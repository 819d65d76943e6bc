"""One search for everything: what each kind of query finds, and what is said where nothing is."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ground.errors import NotFound
from kb.library import Library, places
from kb.library.query import MAX_CHARACTERS, Wanted, read
from kb.search import Result, search
from kb.search.entries import entries
from kb.search.synonyms import synonyms

from .conftest import ROOT
from .running import Kb


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Everything that ships, packages and studies included."""
    db = tmp_path_factory.mktemp("search") / "library.sqlite"
    return Library.open(places(ROOT / "corpus", ROOT / "amendments", db))


def ids(result: Result, kind: str) -> list[str]:
    return [f.id for f in result.hits if f.kind == kind]


LAW = "law-148-2001@2026-07-14:ru"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "kind", "found"),
    [
        ("ст. 11 п. 6 закона 148", "norm", f"{LAW}/art_11.pt_6"),
        ("статья 11 закона № 148-II", "norm", f"{LAW}/art_11"),
        ("11-бап", "norm", "law-148-2001@2026-07-14:kk/art_11"),
        ("148 Заңның 11-бабы", "norm", "law-148-2001@2026-07-14:kk/art_11"),
        ("статья 11", "norm", f"{LAW}/art_11"),
        ("п.1 ст.5", "norm", f"{LAW}/art_5.pt_1"),
        ("закон 148", "act", LAW),
        ("№ 148", "act", LAW),
        ("закон о МСУ", "act", LAW),
        ("157-VII", "law", "2022-11-05/157-VII"),
        ("мой город", "claim", None),
        ("трансляция", "amendment", "bektibaev-2022#3"),
        ("квота", "amendment", "bektibaev-2022#4"),
        ("«прямой эфир»", "claim", None),
        ("квитанция налогоплательщика", "exhibit", "bektibaev-2022#figure-15"),
        ("предприниматели депутаты", "exhibit", "bektibaev-2022#professions"),
        ("Швейцария министерства", "model", "unsigned-2022#switzerland"),
        ("местные налоги и сборы", "duty", "9.3"),
        ("сессия маслихата", "term", "law-148-2001/сессия маслихата"),
        ("мәслихат регламенті", "norm", "law-148-2001@2026-07-14:kk/art_9"),
    ],
)
def test_what_lawyers_type_finds_what_they_mean(
    whole: Library, query: str, kind: str, found: str | None
) -> None:
    there = ids(search(whole, query), kind)
    assert there
    if found:
        assert found in there, there


@pytest.mark.slow
def test_a_unit_of_no_act_says_that_the_act_is_not_named(whole: Library) -> None:
    result = search(whole, "статья 11")
    assert any("Акт не назван" in r for r in result.remarks)
    assert {f.id.partition("@")[0] for f in result.hits if f.kind == "norm"} >= {
        "law-148-2001",
        "charter-1985",
    }


def test_a_whole_citation_pasted_goes_to_its_norm(whole: Library) -> None:
    pasted = (
        "подпункт 4-1) пункта 2 статьи 39-3 Закона Республики Казахстан от 23 января 2001 года "
        "№ 148 «О местном государственном управлении и самоуправлении в Республике Казахстан»"
    )
    assert ids(search(whole, pasted), "norm") == [f"{LAW}/art_39-3.pt_2.spt_4-1"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("открытые сесии", "открытые сессии"),
        ("трансляцыя", "трансляция"),
        ("трансл", "трансляция"),
        ("маслехат", "маслихат"),
        ("самоуправленее", "самоуправление"),
        ("доход бюджета марсиан", "доход бюджета"),  # no word is near: what is there without it
    ],
)
def test_a_word_mistyped_is_put_right_from_the_corpus(
    whole: Library, typed: str, meant: str
) -> None:
    result = search(whole, typed)
    assert result.meant == meant
    assert search(whole, meant).hits


def test_a_citation_of_what_is_not_there_is_answered_by_no_other(whole: Library) -> None:
    result = search(whole, "бап 999 тармақ 2")
    assert not result.hits
    assert not result.meant


def test_nothing_found_says_what_was_looked_for_and_where(whole: Library) -> None:
    result = search(whole, "жираф маслихат")
    assert not result.hits
    said = str(result.nothing)
    for words in ("Закон о МСУ", "2026-07-14", "поправ", "тезис", "«жираф» – 0"):
        assert words in said


def test_letters_of_russian_stand_for_those_of_kazakh(whole: Library) -> None:
    result = search(whole, "баскару")
    assert any(f.id.startswith("law-148-2001@2026-07-14:kk") for f in result.hits)
    assert any("«басқару»" in r for r in result.remarks)
    # A word that Russian has is not taken for a Kazakh one.
    assert not any(":kk" in f.id for f in search(whole, "маслихат").hits)


def test_operators_and_phrases_do_what_they_say(whole: Library) -> None:
    def norms(query: str) -> set[str]:
        return {h.address for h in whole.search(query, language="ru", limit=2000)}

    one, other = norms("кворум"), norms("голосование")
    assert norms("кворум OR голосование") == norms("кворум ИЛИ голосование") == one | other
    assert norms("кворум AND голосование") == norms("кворум голосование") == one & other
    assert norms("маслихат NOT депутат") == norms("маслихат") - norms("депутат")
    together = norms('"открытый характер"')
    assert together <= norms("открытый характер")
    assert f"{LAW}/art_11.pt_6" in together
    assert not norms('"характер открытый"')
    kazakh = {h.address for h in whole.search("«мәслихат регламенті»", language="kk")}
    assert kazakh
    assert kazakh <= {h.address for h in whole.search("мәслихат регламенті", language="kk")}


@pytest.mark.parametrize(
    "query",
    ["", "   ", "AND OR NOT", "NOT маслихат", "*", '"', "«»", "а", "x" * (MAX_CHARACTERS + 1)],
)
def test_what_cannot_be_searched_is_said_in_one_line(whole: Library, query: str) -> None:
    with pytest.raises(NotFound) as caught:
        search(whole, query)
    assert "\n" not in str(caught.value)


def test_a_query_in_capitals_has_no_operators() -> None:
    assert read("НЕ ДОПУСКАЕТСЯ ИЛИ") == (Wanted((("НЕ",), ("ДОПУСКАЕТСЯ",), ("ИЛИ",))),)
    assert read("не допускается или") == (Wanted((("не",), ("допускается",), ("или",))),)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        sought = read(text)
    except NotFound:
        return
    assert sought
    assert all(wanted.all for wanted in sought)


@given(st.text(alphabet='маслихтб "«»()*^:-ORANDT0123456789', max_size=40))
def test_any_query_is_answered_or_refused(whole: Library, text: str) -> None:
    with suppress(NotFound):
        whole.look(text)


def test_sections_filter_and_order(whole: Library) -> None:
    everything = search(whole, "маслихат")
    assert [f.section for f in everything.hits] == sorted(
        (f.section for f in everything.hits),
        key=("norms", "charter", "packages", "studies").index,
    )
    for section in ("norms", "packages", "studies"):
        only = search(whole, "маслихат", (section,))
        assert only.hits == everything.of(section)
    assert {f.address.partition("@")[0] for f in search(whole, "совет", ("charter",)).hits} <= {
        "charter-1985",
        "charter-protocol-2009",
        *(e.address for e in entries(whole) if e.kind == "duty"),
    }


@pytest.mark.slow
def test_rows_keep_their_fields_and_gain_the_kind(kb: Kb) -> None:
    rows = json.loads(kb("search", "открытый характер", "--json").out)
    assert rows[0]["address"] == f"{LAW}/art_11.pt_6"
    for row in rows:
        assert row.keys() >= {"score", "snippet", "status", "kind", "act", "edition", "address"}
        for start, end in row["marks"]:
            assert 0 <= start < end <= len(row["snippet"])
    empty = kb("search", "жираф", "--json")
    assert json.loads(empty.out) == []
    assert "Искали" in empty.err


def test_synonyms_lead_to_words_that_texts_have(whole: Library) -> None:
    for word, every in synonyms().items():
        for also in every:
            assert search(whole, f'"{also}"').hits, (word, also)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("law-148-2001/art_11.pt_6", "law-148-2001@2026-07-14:ru/art_11.pt_6"),
        ("ст.6 п.1 пп.3 закона о МСУ", "law-148-2001@2026-07-14:ru/art_6.pt_1.spt_3"),
        ("ЖӨБ туралы Заңның 11-бабы", "law-148-2001@2026-07-14:kk/art_11"),
        ("11 баптын 6 тармагы", "law-148-2001@2026-07-14:kk/art_11.pt_6"),
        ("Хартия 9.3", "charter-1985@1985-10-15:ru/art_9.pt_3"),
        ("квота", "elections-1995@2026-07-01:ru/art_104.pt_4"),
        ("квоты для женщин", "elections-1995@2026-07-01:ru/art_104.pt_4"),
        ("выборы депутатов маслихата по спискам", "elections-1995@2026-07-01:ru/art_14.spt_8"),
        ("ст. 88 Конституции 2026", "constitution-2026@2026-07-01:ru/art_88"),
        ("Конституция-1995 ст. 86", "constitution-1995@2023-01-01:ru/art_86"),
        ("бап 11 тармак 6", "law-148-2001@2026-07-14:kk/art_11.pt_6"),
        ("тармақ 6 бап 11", "law-148-2001@2026-07-14:kk/art_11.pt_6"),
    ],
)
def test_a_place_is_found_as_people_write_it(whole: Library, query: str, address: str) -> None:
    assert address in [hit.address for hit in search(whole, query).hits if hit.kind == "norm"]


def test_what_a_query_names_and_the_act_has_not_is_said(whole: Library) -> None:
    for query in ("статья 999 закона 148", "пункт 77 статьи 6 Закона о МСУ"):
        assert any(
            "нет такого структурного элемента" in str(said) for said in search(whole, query).remarks
        )
    told = search(whole, "п. 1 ст. 20-1").remarks
    assert [str(said) for said in told] == [
        "Акт не назван: такой структурный элемент есть только в одном из хранимых актов – Закон о выборах."
    ]


def test_a_russian_word_is_not_said_to_be_a_kazakh_one(whole: Library) -> None:
    found = search(whole, "пенсионеры в маслихате")
    assert found.hits
    assert not found.remarks


def test_a_word_with_a_minus_is_left_out(whole: Library) -> None:
    found = search(whole, "бюджет -республиканский", ["norms"], language="ru").hits
    assert found
    assert not any("еспубликанск" in hit.snippet for hit in found)
