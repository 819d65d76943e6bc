"""Citations of norms in running text: clean → find → resolve.

clean    the text without broken words, and the way back to its characters
units    unit words and numbers: «подпунктом 3)», «статьями 55 – 58, 62»
chain    which unit belongs to which; one target per unit named
names    the acts' names (corpus/names.yaml); acts reads them in the text
former   which of two acts of one name words about its time mean: «действовавшей до …»
find     one pass over a Russian text; setting what stands around a citation
kazakh   the plain forms in Kazakh
resolve  the address and the status of each target
correspondence  articles of the two Constitutions that answer one another
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.citation import names as act_names
from kb.citation.clean import clean, has_kazakh
from kb.citation.find import find
from kb.citation.names import Name, Names
from kb.citation.resolve import Citation, Resolver, Status
from kb.ground.errors import KbError, NotFound
from kb.ground.saying import say
from kb.library import Library
from kb.norm.act import Edition
from kb.words.days import SPELLED, iso

__all__ = ["Citation", "Origin", "Status", "cite", "load_names", "origin", "shares"]


MAX_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Origin:
    """What a text says of itself: the act and edition that it is, its date, where it begins."""

    act: str | None = None
    date: str | None = None
    language: str = "ru"
    start: int = 0


_FRONT: Final = re.compile(r"---\r?\n(.{0,60000}?)\r?\n---\r?\n", re.S)
_FIELD: Final = re.compile(r"^(act_id|edition|language):\s*[\"']?([\w-]+)", re.M)
# A ruling's own date stands in its head: «нормативное постановление Конституционного Суда …
# от 2 октября 2023 года № 31-НП».
_RULING: Final = re.compile(
    rf"""
    постановление\s+конституционного\s+(?:суда|совета)\s+республики\s+казахстан\s+от\s+ ({SPELLED})
  | ({SPELLED}) \s+(?:года|г\.)\s*№\s*\d+-нп
    """,
    re.VERBOSE,
)
_HEAD: Final = 1500


def origin(text: str, library: Library) -> Origin:
    """The text's own act, date and language: from the front matter, else a ruling's head."""
    front = _FRONT.match(text)
    if not front:
        ruling = _RULING.search(text[:_HEAD].lower())
        return Origin(date=iso(" ".join((ruling[1] or ruling[2]).split())) if ruling else None)
    fields = dict(_FIELD.findall(front[1]))
    act = _act_of(fields.get("act_id", ""), front[1], library)
    date = fields.get("edition")
    return Origin(act, date, fields.get("language", "ru"), front.end())


def _act_of(name: str, front: str, library: Library) -> str | None:
    """The act's id by the front matter: its own id, or the title that the corpus knows."""
    acts = library.acts
    if name in acts:
        return name
    title = re.search(r"^title:\s*[\"']?(.+?)[\"']?\s*$", front, re.M)
    wanted = title[1].strip("«»") if title else ""
    return next((a.id for a in acts.values() if wanted and wanted in (a.title, a.title_kk)), None)


def load_names(library: Library) -> Names:
    """The names of acts that the library's corpora list."""
    return act_names.load(library.places.corpora, library.acts)


def cite(
    text: str,
    library: Library,
    *,
    act: str | None = None,
    date: str | None = None,
    names: Names | None = None,
    own: Edition | None = None,
) -> list[Citation]:
    """The citations of a text in order, one per target; offsets in characters of `text`.

    `act` is the text's own act, for «настоящего Закона» and articles without an act; `date` the
    day (YYYY-MM-DD) whose editions are meant. What the text says of itself goes before both.
    `names` are the acts' names, for a caller that reads many texts (load_names). `own` is the
    edition that the text is, where the library has not this one: a draft carried out.
    Raises NotFound for an act that the library does not know.
    """
    known = names or load_names(library)
    itself = origin(text, library)
    own_act = own.act if own else itself.act or (library.act(act).id if act else None)
    day = itself.date or date
    name = _own_name(known, own_act, own) if own_act else None
    own = own or _own_edition(library, own_act, itself)
    cleaned = clean(text)
    begin = cleaned.low.find("\n---", 3) + 4 if itself.start else 0
    mentions = find(cleaned, known, name, begin)
    if has_kazakh(cleaned):
        from kb.citation import kazakh

        mentions = sorted(
            [*mentions, *kazakh.find(cleaned, known, name, begin)], key=lambda f: f.start
        )
    resolver = Resolver(library, day, own)
    return [resolver.resolve(f, cleaned, text) for f in mentions]


def _own_edition(library: Library, act: str | None, itself: Origin) -> Edition | None:
    """The edition that the text is, if it is one that the library holds."""
    if not act or not itself.date or itself.act != act:
        return None
    try:
        return library.edition(act, itself.date, itself.language)
    except KbError:
        return None


def _own_name(known: Names, act: str, own: Edition | None) -> Name:
    for name in (*known.titles.values(), *known.words.values()):
        if act in name.acts:
            return act_names.narrowed(name, (act,))
    if own:
        return Name(own.title, "закон", (act,))
    raise NotFound(say("citation.act_unnamed", act=act))


def shares(citations: Iterable[Citation]) -> dict[Status, int]:
    """How many citations have each status."""
    counts = Counter(c.status for c in citations)
    return {status: counts[status] for status in Status if counts[status]}
