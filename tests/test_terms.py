"""Defined terms: every definition of the corpus, the names in brackets, what is no definition."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.norm.act import Clause, Edition
from kb.norm.terms import Term, defined, of_terms
from tests.citing import library

ACTS = ("law-148-2001", "legal-acts-2016")


def _definitions(edition: Edition) -> Iterator[Clause]:
    for article in edition.walk():
        if of_terms(article):
            yield from (c for c in article.children if c.kind == "subpoint" and c.live)


@pytest.mark.parametrize("act", ACTS)
def test_every_definition_of_the_corpus_is_read(act: str) -> None:
    edition = library().edition(act)
    terms = {t.steps: t for t in defined(edition)}
    definitions = list(_definitions(edition))
    assert len(definitions) > 15
    for clause in definitions:
        term = terms[clause.steps]
        words = " ".join(clause.text.split()).removeprefix(clause.mark).lstrip()
        assert words.startswith(term.name)
        rest = words.removeprefix(term.name).lstrip()
        # The term ends where its definition begins: at a dash, past other names in brackets.
        assert rest.lstrip(" ,").startswith(("–", "-", "(")), words[:120]
        for name in term.names:
            assert not set(name) & set("()–—"), name
            assert name.strip(" ,") == name
            assert "далее" not in name.split()


def _term(act: str, start: str) -> Term:
    (found,) = (t for t in defined(library().edition(act)) if t.name.startswith(start))
    return found


def test_other_names_stand_in_brackets() -> None:
    assert _term("law-148-2001", "местный исполнительный").names == (
        "местный исполнительный орган",
        "акимат",
    )
    consultative = _term("legal-acts-2016", "консультативный")
    assert consultative.name == "консультативный документ регуляторной политики"
    assert consultative.names == (consultative.name, "консультативный документ")
    assert _term("legal-acts-2016", "орган-").name == "орган-разработчик"
