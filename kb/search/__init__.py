"""One search: norms, amendments, claims, the Charter's duties, terms, acts and amending laws.

result = search(library, "открытые сессии")
result.hits        what answers, by section, then best first
result.remarks     how the query was read, what was not searched
result.nothing     where nothing answers: what was looked for and where, what may have been meant

norms     clauses, by citation or by words
entries   all else, by words
synonyms  readers' words for what the texts call otherwise
suggest   what may have been meant
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from kb.graph.place import shown
from kb.ground.errors import NotFound
from kb.ground.saying import Saying, listed, say
from kb.library import Library
from kb.library.query import Wanted, read
from kb.norm.act import Act
from kb.norm.address import parse
from kb.search import entries, norms
from kb.search.entries import Entry, Kind, Match
from kb.search.synonyms import widened

Section = Literal["norms", "charter", "packages", "studies"]
HitKind = Kind | Literal["act", "norm"]
SECTIONS: Final[tuple[Section, ...]] = ("norms", "charter", "packages", "studies")
_OF_KIND: Final[dict[HitKind, Section]] = {
    "act": "norms",
    "norm": "norms",
    "term": "norms",
    "law": "norms",
    "duty": "charter",
    "amendment": "packages",
    "package": "packages",
    "claim": "studies",
    "study": "studies",
    "exhibit": "studies",
    "model": "studies",
}
MOST: Final = 50  # of each kind


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `id`: the address of a norm or an act, else the entry's own name
    (`package#item`, `study#claim`); `address`: the norm that it is or speaks of, "" for none."""

    kind: HitKind
    section: Section
    id: str
    name: str
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...]
    status: str
    address: str
    counterpart: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a search found, how the query was read, and what is said where nothing was found.

    `meant`: the query as it may have been meant, "" where nothing is nearer.
    """

    hits: tuple[Hit, ...]
    remarks: tuple[str, ...] = ()
    nothing: Saying | None = None
    meant: str = ""

    def of(self, section: Section) -> tuple[Hit, ...]:
        return tuple(f for f in self.hits if f.section == section)


def search(
    library: Library,
    query: str,
    sections: Collection[Section] = SECTIONS,
    *,
    act: str | None = None,
    language: str | None = None,
    on: str | None = None,
) -> Result:
    """Everything in the library that answers a query, in some of its sections.

    With an act, a language or a day only norms are searched: nothing else has them. Raises NotFound
    for a query that cannot be read, or a language without texts.
    """
    read(query)
    typed = query
    query, said = widened(library, query)
    sought = read(query)
    only_norms = bool(act or language or on)
    hits: list[Hit] = []
    remarks: list[str] = []
    if "norms" in sections or "charter" in sections:
        acts, rest = norms.numbered(library, typed)
        if not only_norms:
            hits += [_act(library, a) for a in acts if not norms.says_more(rest)]
            hits += [_act(library, a) for a in _named(library, typed) if a not in acts]
        looked = norms.look(library, typed, act=act, language=language, on=on, words=query)
        said = None if looked.cited else said
        remarks += looked.remarks
        hits += [f for answer in looked.answers[:MOST] if (f := _norm(library, answer))]
    if not only_norms:
        everything = entries.entries(library)
        hits += _duties(library, everything, typed)
        count: dict[Kind, int] = {}
        for match in entries.find(everything, sought):
            kind = match.entry.kind
            count[kind] = count.get(kind, 0) + 1
            if count[kind] <= MOST:
                hits.append(_entry(match))
        remarks += [
            say("search.more", kind=say(f"search.kind_{kind}"), most=MOST, count=n)
            for kind, n in count.items()
            if n > MOST
        ]
    remarks = [said, *remarks] if said else remarks
    hits = [f for f in hits if f.section in sections or _in_charter(library, f, sections)]
    hits.sort(key=lambda f: SECTIONS.index(f.section))
    if hits:
        return Result(tuple(hits), tuple(remarks))
    nothing, meant = _nothing(library, typed, read(typed), sections, only_norms=only_norms)
    return Result((), tuple(remarks), nothing, meant)


def among(library: Library, query: str, kind: str) -> list[str]:
    """The names of all entries of a kind that answer a query, best first; synonyms too. Raises NotFound
    for a query that cannot be read."""
    read(query)
    sought = read(widened(library, query)[0])
    listed_entries = [e for e in entries.entries(library) if e.kind == kind]
    return [m.entry.id for m in entries.find(listed_entries, sought)]


def _in_charter(library: Library, hit: Hit, sections: Collection[Section]) -> bool:
    """Whether a norm belongs to the Charter's section: the treaties' own words."""
    if "charter" not in sections or hit.kind != "norm":
        return False
    return library.acts[parse(hit.address).act].force == "treaty"


def _norm(library: Library, answer: norms.Answer) -> Hit | None:
    hit = answer.hit
    known = library.acts.get(hit.act)
    name = known.name if known else hit.act
    return Hit(
        *("norm", "norms", hit.address, name, hit.score, hit.snippet, hit.marks),
        *(hit.status, hit.address, answer.counterpart),
    )


def _named(library: Library, query: str) -> list[Act]:
    """The acts whose short name or title a query is."""
    asked = query.strip(' «»"').casefold()
    return [
        act
        for act in library.acts.values()
        if asked in {n.casefold() for n in (act.short, act.short_kk, act.title, act.title_kk) if n}
    ]


def _duties(library: Library, listed: tuple[Entry, ...], query: str) -> list[Hit]:
    """The paragraph of the Charter or the Protocol that a query names by its number, «Хартия 9.3», and
    what it is held to ask; none where the query says more."""
    number = norms.paragraph(query)
    hits = []
    for entry in listed if number else ():
        if entry.kind == "duty" and entry.id.casefold() == number:
            hits.append(_entry(Match(entry, 1.0, entry.texts[0], ())))
            looked = norms.look(library, entry.address).answers if entry.address else ()
            hits += [f for answer in looked if (f := _norm(library, answer))]
    return hits


def _act(library: Library, act: Act) -> Hit:
    edition = shown(library, act.id)
    number = f" № {act.number}" if act.number else ""
    title = f"{act.form}{number} «{act.title}»"
    address = edition.name if edition else act.id
    return Hit("act", "norms", address, act.name, 1.0, title, (), act.force, address)


def _entry(match: Match) -> Hit:
    entry = match.entry
    return Hit(
        *(entry.kind, _OF_KIND[entry.kind], entry.id, entry.name, match.score, match.snippet),
        *(match.marks, entry.status, entry.address),
    )


def _nothing(
    library: Library,
    query: str,
    sought: tuple[Wanted, ...],
    sections: Collection[Section],
    *,
    only_norms: bool,
) -> tuple[Saying, str]:
    """What is said where nothing answers: where it was looked for, which words stand where; and the
    query as it may have been meant."""
    from kb.search import suggest

    everything = entries.entries(library)
    where = [_place(library, section) for section in SECTIONS if section in sections]
    if only_norms:
        where = [_place(library, "norms")]
    said = say("search.nothing", where=listed(where, mark="; "))
    words = list(dict.fromkeys(w for wanted in sought for p in wanted.all for w in p))
    if len(words) > 1 and "norms" in sections:
        counts = [say("search.apart", word=w, count=suggest.known(library, w)) for w in words[:8]]
        said = say("search.nothing_together", said=said, apart=listed(counts, mark="; "))
    offered = suggest.offered(library, everything, query, sought)
    return said, next((q for q in offered if _answered(library, everything, q)), "")


def _answered(library: Library, everything: tuple[Entry, ...], query: str) -> bool:
    with suppress(NotFound):
        if library.search(query, limit=1):
            return True
    return bool(entries.find(everything, read(query)))


def _place(library: Library, section: Section) -> Saying:
    if section == "norms":
        editions = [e for e in (shown(library, act) for act in library.acts) if e]
        names = [say("search.act_of", act=library.acts[e.act].name, day=e.date) for e in editions]
        return say("search.in_norms", acts=listed(names, 24))
    listed_entries = entries.entries(library)
    kind = {"charter": "duty", "packages": "amendment", "studies": "claim"}[section]
    count = sum(e.kind == kind for e in listed_entries)
    if section == "studies":
        tables = sum(e.kind == "exhibit" for e in listed_entries)
        return say("search.in_studies", count=count, tables=tables)
    return say(f"search.in_{section}", count=count)
