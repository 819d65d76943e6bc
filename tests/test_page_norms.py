"""The pages Нормы, Граф and Исследования: a norm of the URL, editions, history, connections, claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paging import page, words

SIXTH = "/norms?address=law-148-2001/art_11.pt_6"


@pytest.mark.slow
def test_the_norm_of_the_url_is_shown_and_marked(home: Path) -> None:
    shown = page("/norms?address=law-148-2001@2022-03-02/art_11.pt_6")
    assert "по предложению секретаря маслихата" in words(shown.one(".clause.here"))
    assert shown.all("button.copy")[0].get("data-copy") == "law-148-2001@2022-03-02:ru"


def test_editions_are_compared_and_excerpts_are_not_called_deleted(home: Path) -> None:
    shown = page("/norms?address=constitution-1995@2023-01-01&compare=2019-03-23")
    assert "статья 33" in words(shown.one(".note", "Только в правой редакции"))
    assert not shown.all("tr.inserted", "унитарным государством")
    # It begins with the articles that changed, each with its counts; the rows are folded.
    pieces = shown.all("details.piece")
    assert pieces
    assert all(p.get("open") is None and p.cssselect("summary .chip") for p in pieces)
    assert shown.all("tr.changed")


@pytest.mark.slow
def test_search_finds_any_form_and_leads_to_the_norm(home: Path) -> None:
    shown = page("/norms")
    shown.at.main.text_input[0].set_value("открытого характера")
    hit = shown.run().one("a", "Пункт 6 статьи 11 · Закон о МСУ · 14.07.2026")
    assert "открытый характер" in words(page(hit.get("href", "")).one(".clause.here"))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("law-149", "неизвестен"),
        ("law-148-2001@2023-04-19", "не удерживается"),
        ("elections-1995/art_30", "вне удерживаемых частей (глава 1, глава 2,"),
        ("law-148-2001/art_9.pt_7", "ближайшие"),
        ("elections-1995/art_104.pt_3-1.spt_1", "неоднозначно"),
        ("<script>alert(1)</script>", "не читается"),
    ],
)
def test_a_bad_address_gets_one_line(home: Path, address: str, says: str) -> None:
    shown = page(f"/norms?address={address}")
    assert says in shown.alerts[0]
    assert not shown.all(".kb script")


@pytest.mark.slow
def test_the_history_of_a_clause(home: Path) -> None:
    section = page(SIXTH).one("details.history")
    assert words(section.cssselect("summary")[0]) == "История: 1 изменение"
    assert section.get("open") is None
    (changed,) = [w for w in section.cssselect(".wording") if "изменено" in words(w)]
    assert "секретар" in words(changed.cssselect("del")[0])
    assert "председател" in words(changed.cssselect("ins")[0])
    assert "05.11.2022 № 157-VII" in words(changed)
    (between,) = section.cssselect("li.known")  # known, not held
    assert "23.12.2023" in words(between)


@pytest.mark.slow
def test_known_editions_stand_in_the_head(home: Path) -> None:
    known = page("/norms?address=law-148-2001/art_9").one("details.editions")
    assert [words(e) for e in known.cssselect("[aria-current]")] == ["14.07.2026"]
    (line,) = [e for e in known.cssselect("li") if "17.07.2025" in words(e)]
    assert "только известна" in words(line) and "Закон № 213-VIII" in words(line)
    (unsaid,) = [e for e in known.cssselect("li") if "31.08.2025" in words(e)]
    assert "не назван" in words(unsaid)
    (link,) = [a for a in known.cssselect("a") if words(a) == "02.03.2022"]
    copy = page(link.get("href", "")).all("button.copy")[0]
    assert copy.get("data-copy") == "law-148-2001@2022-03-02:ru"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_kazakh_stands_beside_russian(home: Path, language: str) -> None:
    section = page(f"/norms?address=law-148-2001@2026-07-14:{language}/art_9").one("details.both")
    rows = [[words(d) for d in r.cssselect("td")] for r in section.cssselect("tbody tr")]
    assert "9-бап" in rows[0][0]
    assert "Статья 9" in rows[0][1]
    assert "әслихат" in rows[1][0]


@pytest.mark.slow
def test_a_norm_lists_amendments_claims_and_laws(home: Path) -> None:
    said = " ".join(words(s) for s in page(SIXTH).all("section", "Связи"))
    assert "bektibaev-2022" in said
    assert "05.11.2022 № 157-VII" in said


@pytest.mark.slow
def test_citations_in_the_text_are_links(home: Path) -> None:
    link = page("/norms?address=law-148-2001/art_4.pt_4-1").all(".clause p a:not(.anchor)")[0]
    assert words(link) == "пункте 4 настоящей статьи"
    there = page(link.get("href", "")).one(".clause.here")
    assert "не вправе занимать должности" in words(there)


@pytest.mark.slow
def test_the_graph_of_a_norm_opens_the_norm(home: Path) -> None:
    link = page("/graph?node=law-148-2001@2026-07-14:ru/art_9").one("a", "Открыть норму")
    assert "Статья 9" in page(link.get("href", "")).said("h3")[0]


def test_an_unknown_node_gets_one_line(home: Path) -> None:
    assert "нет узла" in words(page("/graph?node=nothing").one(".bad"))


@pytest.mark.slow
def test_claims_stand_with_words_place_and_conflicts(home: Path) -> None:
    claim = page("/studies?study=nurpeisov&disputed=1").all(".hit")[0]
    assert "присоединился" in words(claim.cssselect("blockquote")[0])
    assert "Расхождение" in words(claim)
    assert "строки 76–78" in words(claim)
