"""Defined terms: what an article of definitions defines, and the clauses that use the term.

«Основные понятия, используемые в настоящем Законе»: each subpoint is «термин – определение», with
other names of the term in brackets («местный исполнительный орган (акимат)»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.words.text import WORD, lemma, lemmas

_HEADING = re.compile(r"понятия|термины", re.IGNORECASE)
# A dash in brackets («(далее – …)») ends no term.
_DEFINITION = re.compile(r"(?P<term>(?:[^–—;:.()]|\([^()]*\)){2,120}?)\s+[-–—]\s+\S")
_OTHER_NAME = re.compile(r"\((?:далее\s+[-–—]\s+)?([^()]{2,60})\)")


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its other names, and the clause that defines it."""

    name: str
    names: tuple[str, ...]
    address: str
    steps: Steps


def defined(edition: Edition) -> Iterator[Term]:
    """The terms that the edition's article of definitions defines (art. 23 p. 7 of the Law on
    legal acts: terms stand in an article of their own)."""
    for article in edition.walk():
        if not of_terms(article):
            continue
        for clause in article.walk():
            if clause.kind == "subpoint" and clause.live:
                match = _DEFINITION.match(_opening(clause))
                if match:
                    yield _term(edition, clause, match["term"].strip())


def of_terms(clause: Clause) -> bool:
    """Whether a clause is an article of definitions, by its heading."""
    return clause.kind == "article" and bool(_HEADING.search(clause.heading))


def _opening(clause: Clause) -> str:
    """The words that open a clause, which may stand in its first part."""
    return clause.own_text or next((c.own_text for c in clause.children if c.own_text), "")


def _term(edition: Edition, clause: Clause, words: str) -> Term:
    others = [o.strip() for o in _OTHER_NAME.findall(words)]
    name = _OTHER_NAME.sub("", words).strip(" ,")
    return Term(
        " ".join(name.split()), (name, *others), edition.address(clause.steps), clause.steps
    )


def uses(edition: Edition, terms: list[Term]) -> Iterator[tuple[Term, Clause]]:
    """The clauses that use each term in any form of its words, apart from its own definition.

    Words that stand in a longer term are that term's: «депутат маслихата» does not use «маслихат».
    """
    patterns = sorted(
        ((f" {' '.join(lemmas(name, edition.language))} ", t) for t in terms for name in t.names),
        key=lambda p: -len(p[0].split()),
    )
    for clause in edition.walk():
        if not clause.live or not clause.own_text:
            continue
        text = f" {' '.join(lemmas(clause.own_text, edition.language))} "
        used: dict[str, Term] = {}
        for name, term in patterns:
            if name in text:
                text = text.replace(name, " | ")
                if clause.steps[: len(term.steps)] != term.steps:
                    used.setdefault(term.address, term)
        yield from ((term, clause) for term in used.values())


def occurrences(text: str, terms: Iterable[Term]) -> Iterator[tuple[int, int, Term]]:
    """Where a Russian text names the terms in any form of their words: (start, end, term), in
    characters, in order. At each place the longest name counts, and no two overlap."""
    named: dict[str, list[tuple[list[str], Term]]] = {}
    for term in terms:
        for name in term.names:
            if words := lemmas(name):
                named.setdefault(words[0], []).append((words, term))
    for listed in named.values():
        listed.sort(key=lambda each: -len(each[0]))
    spans = [(*m.span(), lemma(m[0])) for m in WORD.finditer(text)]
    forms = [form for *_, form in spans]
    at = 0
    while at < len(spans):
        for words, term in named.get(forms[at], ()):
            last = at + len(words)
            if forms[at:last] == words:
                yield spans[at][0], spans[last - 1][1], term
                at = last
                break
        else:
            at += 1
