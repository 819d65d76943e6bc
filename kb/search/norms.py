"""Search that knows citations: «п. 2 ст. 89 Конституции» goes straight to its clause.

An act may be called by its number («ст. 11 закона 148»); a unit of no act («статья 11», «11-бап») is
shown in every act that has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from kb.graph.place import shown
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.library import ClauseHit, Library
from kb.library.query import MAX_CHARACTERS, read
from kb.norm.act import Act, Edition
from kb.norm.address import Address, Step, parse
from kb.words.text import fold, plain_kk

if TYPE_CHECKING:  # its room compiles the grammar of citations, which a plain word does not need
    from kb.citation.chain import Path

# Words beside a citation that ask for nothing more: «что такое статья 9 Закона о МСУ?».
_FILLER: Final = re.compile(
    r"(?:смотри|см|что|такое|текст|норма|в|во|и|о|по|согласно|рк)(?!\w)", re.I
)
_WORD: Final = re.compile(r"\w+")
# «закона 148», «закон № 148-II», «№ 148», «148 Заңның».
_NUMBERED: Final = re.compile(
    r"""
    (?: (?:закон|кодекс)\w*\s*(?:рк\s*)?(?:№|N)? | № | \bN(?=\s*\d) ) \s*
    (?P<number> \d{1,4}(?:-[IVXІ]+)? ) (?:\s*-?\s*ЗРК)? (?![\w-])
  | (?<!\w)(?:№\s*)? (?P<number_kk> \d{1,4}(?:-[IVXІ]+)? ) \s+заң\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KAZAKH: Final = re.compile(r"(?:бап|бабы|бабын|тарма|заң)", re.I)
_TYPED_UNITS: Final = {
    plain_kk(word): word
    for word in [
        "баптың",
        "бабының",
        "тармақ",
        "тармағы",
        "тармағының",
        "тармақтың",
        "тармақша",
        "тармақшасы",
        "тармақшасының",
        "бөлік",
        "бөлігі",
        "бөлігінің",
        "бөліктің",
        "тарауының",
        "тараудың",
    ]
}
# «бап 11 тармақ 6»: the number after the unit, as in Russian; the grammar has it before, «11-бап».
_NUMBER_AFTER: Final = re.compile(
    r"(?<!\w)(бап|тармақша|тармақ|бөлік)\s+(\d+(?:-\d+)?)(?![\w-])", re.I
)
_ORDER: Final = ("бап", "тармақ", "бөлік", "тармақша")
_UNIT_FIRST: Final = re.compile(r"\D*?(?<!\w)(?:бап|тармақша|тармақ|бөлік)\s+\d", re.I)
_DUTY: Final = re.compile(r"(?<![\w.])(?:P|C)?\d{1,2}\.\d(?:\.\w+)?(?![\w.]*\d)")
_CHARTER: Final = re.compile(r"(?:харти|протокол|пункт|п\.|ст\.|стать)\w*", re.I)
_UNCITED: Final = frozenset({"№", "n"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A clause found, and the clause of the other Constitution that answers it, if any."""

    hit: ClauseHit
    counterpart: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The answers, and what is to be said of the search: acts not searched, words too common.
    `cited`: the query is a citation, and nothing was looked for by words."""

    answers: tuple[Answer, ...]
    remarks: tuple[str, ...] = ()
    cited: bool = False


def look(
    library: Library,
    query: str,
    *,
    act: str | None = None,
    language: str | None = None,
    on: str | None = None,
    today: str | None = None,
    words: str = "",
) -> Looked:
    """The clauses that the query cites, acts in force first; else the clauses with its words, or with
    those of `words`, the same query with more of the texts' own.

    A query that says more than a citation is searched by its words, and so is one for the texts of
    a day, `on`. Raises NotFound as Library.look does.
    """
    if len(query) > MAX_CHARACTERS:
        read(query)  # which says how long a query may be
    cited, said = _cited(library, query, act) if on is None else ([], ())
    if not cited:
        answer = library.look(words or query, act=act, language=language, on=on)
        remarked = (*said, *(why for _, why in answer.skipped), *answer.remarks)
        return Looked(tuple(map(Answer, answer.hits)), remarked)
    day = today or date.today().isoformat()
    answers: list[Answer] = []
    remarks: dict[str, None] = dict.fromkeys(said)
    for address in cited:
        try:
            answers.append(_answer(library, address, language))
        except KbError as error:  # the act is not held in the language asked for
            remarks[str(error)] = None
    answers.sort(key=lambda a: not _in_force(library, a.hit.act, day))
    return Looked(tuple(answers), tuple(remarks), cited=True)


def paragraph(query: str) -> str:
    """The number of the Charter's or the Protocol's paragraph that a query is, «Хартия 9.3», «p1.1»; ""
    where it says more."""
    asked = _DUTY.search(query)
    if asked is None or _CHARTER.sub("", query[: asked.start()] + query[asked.end() :]).strip():
        return ""
    return asked[0].casefold()


def numbered(library: Library, query: str) -> tuple[list[Act], str]:
    """The acts that a query calls by their number, and what else it says."""
    match = _NUMBERED.search(query)
    if match is None:
        return [], query
    number = (match["number"] or match["number_kk"]).replace("І", "I").upper()
    acts = [act for act in library.acts.values() if _same_number(act.number.upper(), number)]
    return acts, f"{query[: match.start()]} {query[match.end() :]}"


def _in_short(library: Library, query: str) -> tuple[list[Act], str]:
    """The acts that a query calls by their short Kazakh name, «ЖӨБ туралы Заңның», and what else it says."""
    for act in library.acts.values():
        name = re.search(rf"(?<!\w){re.escape(act.short_kk)}\w*", query, re.I)
        if act.short_kk and name:
            return [act], f"{query[: name.start()]} {query[name.end() :]}"
    return [], query


def _same_number(one: str, other: str) -> bool:
    """«148» is the number of «148-II»: of two suffixes, both must be the same."""
    bare, _, suffix = one.partition("-")
    asked, _, wanted = other.partition("-")
    return bool(bare) and bare == asked and (not suffix or not wanted or suffix == wanted)


def says_more(query: str) -> bool:
    """Whether a query has words that ask for something."""
    words = _WORD.findall(query)
    return any(not _FILLER.fullmatch(w) and w.lower() not in _UNCITED for w in words)


def _cited(library: Library, query: str, act: str | None) -> tuple[list[str], tuple[str, ...]]:
    """The addresses that a query cites, none where it is more or less than a citation; and what is
    to be said of how it was read."""
    if not any(c.isdigit() for c in query):
        return [], ()
    if place := _addressed(library, query):
        return [str(place)], ()
    from kb.citation import cite

    query = _unit_letters(query)
    acts, rest = numbered(library, query)
    if not acts:
        acts, rest = _in_short(library, query)
    if len(acts) == 1 and says_more(rest):
        query, act = rest, act or acts[0].id
    citations = cite(query, library, act=act)
    left = list(query)
    for each in citations:
        left[each.phrase[0] : each.phrase[1]] = " " * (each.phrase[1] - each.phrase[0])
    if says_more("".join(left)):
        return [], ()
    addresses = [a for c in citations for a in ([c.address] if c.address else c.candidates)]
    if addresses or not citations:
        if _KAZAKH.search(query):
            addresses = [_in_kazakh(library, a) for a in addresses]
        return list(dict.fromkeys(addresses)), ()
    if any(c.act or c.act_name for c in citations):
        return [], tuple(c.reason for c in citations if c.status == "no_such_clause")
    everywhere = [
        address for each in citations for address in _in_every_act(library, each.steps, query)
    ]
    if not everywhere:
        return [], ()
    acts_of = list(dict.fromkeys(parse(a).act for a in everywhere))
    said = say("search.no_act_named", count=len(acts_of))
    if len(acts_of) == 1:
        said = say("search.no_act_named_one", act=library.acts[acts_of[0]].name)
    return list(dict.fromkeys(everywhere)), (said,)


def _unit_letters(query: str) -> str:
    """The query with Kazakh names of units typed with the letters of Russian put right, «11 баптын 6
    тармагы», and with each number before its unit, the article first."""
    query = _WORD.sub(lambda m: _TYPED_UNITS.get(fold(m[0]), m[0]), query)
    if not _UNIT_FIRST.match(query):
        return query
    units = sorted(_NUMBER_AFTER.findall(query), key=lambda u: _ORDER.index(u[0].lower()))
    named = iter([f"{number}-{unit}" for unit, number in units])
    return _NUMBER_AFTER.sub(lambda _: next(named), query)


def _addressed(library: Library, query: str) -> Address | None:
    """The place whose address the query is, of an act that the library knows."""
    try:
        place = parse(query.strip())
    except KbError:
        return None
    return place if place.act in library.acts and place.steps else None


def _in_kazakh(library: Library, address: str) -> str:
    """The unit in the Kazakh edition, where one is held: it is asked for in Kazakh."""
    try:
        edition, clause = library.clause(replace(parse(address), edition=None, language="kk"))
    except KbError:
        return address
    return edition.address(clause.steps)


def _in_every_act(library: Library, steps: Path, query: str) -> list[str]:
    """The units of these numbers in every act that has them."""
    wanted = tuple(Step(unit, number) for unit, number in steps)
    kazakh = bool(_KAZAKH.search(query))
    addresses = []
    for name in library.acts:
        try:
            edition: Edition | None = library.edition(name, None, "kk") if kazakh else None
        except KbError:
            edition = None
        edition = edition or shown(library, name)
        if edition is None:
            continue
        try:
            addresses.append(edition.address(edition.resolve(wanted).steps))
        except KbError:
            continue
    return addresses


def _in_force(library: Library, act: str, day: str) -> bool:
    known = library.act(act)
    return (known.in_force_from or known.adopted) <= day < (known.ceased or "9999")


def _answer(library: Library, address: str, language: str | None) -> Answer:
    from kb.citation.correspondence import counterpart

    asked = parse(address)
    if language:
        asked = replace(asked, edition=None, language=language)
    edition, clause = library.clause(asked)
    words = clause.text.replace("\n", " ")
    snippet = words if len(words) <= 220 else words[:219] + "…"
    hit = ClauseHit(
        edition.act,
        edition.date,
        edition.language,
        edition.address(clause.steps),
        1.0,
        snippet,
        clause.status,
    )
    return Answer(hit, counterpart(library, edition, clause.steps))
