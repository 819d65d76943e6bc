"""Search that knows citations: «п. 2 ст. 89 Конституции» goes straight to its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kb.citation import cite
from kb.citation.correspondence import counterpart
from kb.ground.errors import KbError
from kb.library import Hit, Library
from kb.norm.address import parse

# Words beside a citation that ask for nothing more: «что такое статья 9 Закона о МСУ?».
_FILLER: Final = re.compile(
    r"(?:смотри|см|что|такое|текст|норма|в|во|и|о|по|согласно|рк)(?!\w)", re.I
)
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Answer:
    """A clause found, and the clause of the other Constitution that answers it, if any."""

    hit: Hit
    counterpart: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The answers, and what is to be said of the search: acts not searched, words too common."""

    answers: tuple[Answer, ...]
    remarks: tuple[str, ...] = ()


def look(
    library: Library,
    query: str,
    *,
    act: str | None = None,
    language: str | None = None,
    on: str | None = None,
    today: str | None = None,
) -> Looked:
    """The clauses that the query cites, acts in force first; else the clauses with its words.

    A query that says more than a citation is searched by its words, and so is one for the texts of
    a day, `on`. Raises NotFound as Library.look does.
    """
    cited = _cited(library, query, act) if on is None else []
    if not cited:
        found = library.look(query, act=act, language=language, on=on)
        said = (*(why for _, why in found.skipped), *found.remarks)
        return Looked(tuple(map(Answer, found.hits)), said)
    day = today or date.today().isoformat()
    answers: list[Answer] = []
    remarks: dict[str, None] = {}
    for address in cited:
        try:
            answers.append(_answer(library, address, language))
        except KbError as error:  # the act is not held in the language asked for
            remarks[str(error)] = None
    answers.sort(key=lambda a: not _in_force(library, a.hit.act, day))
    return Looked(tuple(answers), tuple(remarks))


def _cited(library: Library, query: str, act: str | None) -> list[str]:
    """The addresses that a query cites, none where it is more or less than a citation."""
    if not any(c.isdigit() for c in query):
        return []
    found = cite(query, library, act=act)
    rest = list(query)
    for each in found:
        rest[each.phrase[0] : each.phrase[1]] = " " * (each.phrase[1] - each.phrase[0])
    left = _WORD.findall("".join(rest))
    if any(not _FILLER.fullmatch(w) for w in left):
        return []
    addresses = [a for c in found for a in ([c.address] if c.address else c.candidates)]
    return list(dict.fromkeys(addresses))


def _in_force(library: Library, act: str, day: str) -> bool:
    known = library.act(act)
    return (known.in_force_from or known.adopted) <= day < (known.ceased or "9999")


def _answer(library: Library, address: str, language: str | None) -> Answer:
    asked = parse(address)
    if language:
        asked = replace(asked, edition=None, language=language)
    edition, clause = library.clause(asked)
    words = clause.text.replace("\n", " ")
    snippet = words if len(words) <= 220 else words[:219] + "…"
    hit = Hit(
        edition.act,
        edition.date,
        edition.language,
        edition.address(clause.steps),
        1.0,
        snippet,
        clause.status.value,
    )
    return Answer(hit, counterpart(library, edition, clause.steps))
