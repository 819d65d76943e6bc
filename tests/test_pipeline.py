"""The components of a spaCy pipeline find what the plain functions find."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kb.pipeline  # registers the components, as the entry points do in an installed package
from kb import cite
from kb.ground.errors import KbError
from kb.library import Library
from kb.norm.address import parse_steps
from kb.norm.terms import Term, occurrences
from tests.conftest import ROOT

TEXT = (
    "Согласно пункту 2 статьи 89 Конституции и статьям 5 и 11 Закона о местном самоуправлении маслихат "
    "не вправе закрыть сессию; иное – статья 999 того же Закона."
)
DAY = "2026-08-01"


@pytest.fixture(scope="module")
def nlp(library: Library) -> Iterator[Language]:
    made = spacy.blank("ru")
    made.add_pipe("kb_citations", config={"date": DAY})
    made.add_pipe("kb_terms")
    return made


def test_citations_are_those_of_the_plain_function(nlp: Language, library: Library) -> None:
    doc = nlp(TEXT)
    plain = cite(TEXT, library, date=DAY)
    assert [(r["start"], r["end"], r["address"]) for r in doc._.kb_citations] == [
        (c.start, c.end, c.address) for c in plain
    ]
    spans = doc.spans["kb_citations"]
    assert next(s.text for s in spans) == "пункту 2 статьи 89"
    assert [s._.kb_status for s in spans] == ["found", "found", "found", "no_such_clause"]
    assert spans[1]._.kb_act == "law-148-2001"
    assert spans[0]._.kb_address == "constitution-2026@2026-07-01:ru/art_89.pt_2"
    assert spans[3]._.kb_row["reason"]


def test_spans_hold_whole_tokens_around_their_characters(nlp: Language) -> None:
    text = (ROOT / "corpus" / "law-148-2001" / "2026-07-14.md").read_text("utf-8")[60_000:90_000]
    doc = nlp(text)
    assert len(doc.spans["kb_citations"]) == len(doc._.kb_citations) > 5
    for name in ("kb_citations", "kb_terms"):
        for span in doc.spans[name]:
            row = span._.kb_row
            assert span.start_char <= row["start"] < row["end"] <= span.end_char
    assert all(text[r["start"] : r["end"]] == r["text"] for r in doc._.kb_citations)


def test_the_rows_travel_with_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [s._.kb_address for s in back.spans["kb_citations"]] == [
        s._.kb_address for s in doc.spans["kb_citations"]
    ]
    assert back[0:2]._.kb_row == {}


def test_terms_are_found_in_any_form_the_longest_first(nlp: Language) -> None:
    doc = nlp("Собраниям местного сообщества и местным исполнительным органам сказано об акиме.")
    named = {span.text.lower(): span._.kb_row["term"] for span in doc.spans["kb_terms"]}
    assert named == {
        "собраниям местного сообщества": "собрание местного сообщества",
        "местным исполнительным органам": "местный исполнительный орган",
        "акиме": "аким",
    }
    first = doc.spans["kb_terms"][0]
    assert first._.kb_act == "law-148-2001"
    assert first._.kb_address.startswith("law-148-2001@2026-07-14:ru/art_1.")


def test_overlapping_terms_of_one_text() -> None:
    terms = [
        Term(n, (n,), n, parse_steps("art_1")) for n in ("орган", "местный орган", "орган власти")
    ]
    text = "местного органа власти и органа, местных  органов"
    assert [(text[s:e], t.name) for s, e, t in occurrences(text, terms)] == [
        ("местного органа", "местный орган"),
        ("органа", "орган"),
        ("местных  органов", "местный орган"),
    ]


@pytest.mark.slow
def test_the_words_of_the_charter_say_whether_they_are_denied(library: Library) -> None:
    made = spacy.blank("ru")
    made.add_pipe("kb_charter")
    doc = made(
        "Сессии маслихата проводятся открыто. Сессии аппарата не проводятся с прямой трансляцией."
    )
    stated = {s.text: s._.kb_status for s in doc.spans["kb_charter"]}
    assert stated["Сессии маслихата проводятся открыто"] == "affirmed"
    assert stated["Сессии аппарата не проводятся с прямой трансляцией"] == "denied"
    assert all(row["says"] and row["test"] for row in doc._.kb_charter)


def test_what_cannot_be_meant_is_said_when_the_pipe_is_added() -> None:
    made = spacy.blank("ru")
    for config in ({"act": "no-such"}, {"date": "завтра"}, {"corpus": "/no/such"}):
        with pytest.raises(KbError):
            made.add_pipe("kb_citations", config=config)
    with pytest.raises(KbError):
        made.add_pipe("kb_terms", config={"acts": ["no-such"]})


def test_an_installed_package_brings_its_entry_points() -> None:
    declared = {
        e.name: e for e in entry_points(group="spacy_factories") if e.value.startswith("kb.")
    }
    assert set(declared) == set(kb.pipeline.NAMES)
    assert {name: e.load() for name, e in declared.items()} == {
        "kb_citations": kb.pipeline.citations,
        "kb_terms": kb.pipeline.terms,
        "kb_charter": kb.pipeline.charter,
    }
