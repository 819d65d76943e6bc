"""References (art. 25 of the Law on legal acts): where they lead, and how they are written.

Every reference of the proposed words is resolved in the act with the whole package carried out. A
reference to an act, or to an edition, that is not held here is passed over: nothing is known of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rapidfuzz import fuzz

from kb.citation import Citation, Status, load_names
from kb.citation.names import kind_of, stems
from kb.citation.within import within
from kb.ground.errors import KbError
from kb.ground.saying import Saying, listed, say
from kb.library import Library
from kb.norm.act import FORCES, Act, Clause, Edition
from kb.norm.address import Steps, parse
from kb.technique.draft import Draft
from kb.technique.fields import Unit, title_of
from kb.technique.finding import Evidence, Finding
from kb.technique.said import Said, said
from kb.words.days import DOTTED, SPELLED, YEAR, iso
from kb.words.text import squeeze

# --- Where they lead ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cited:
    """A reference in the words of an item: the clause it stands in, the act as it would be.

    `alone`: its phrase names no other unit.
    """

    said: Said
    clause: Clause
    citation: Citation
    amended: Edition
    span: tuple[int, int]
    alone: bool

    def finding(self, told: Saying, evidence: tuple[Evidence, ...] = ()) -> Finding:
        return self.said.finding(told, self.span, evidence)


def leading(draft: Draft) -> Iterator[Finding]:
    """References to what is not there, is excluded, has ceased, is weaker, or is the place itself."""
    acts = draft.library.acts
    for each in _cited(draft):
        yield from _missing(each)
        yield from _dead(each, draft.library)
        yield from _itself(each)
        yield from _ceased(each, acts)
        yield from _weaker(each, acts)
        yield from _nameless(each)


def _cited(draft: Draft) -> Iterator[_Cited]:
    """The references of the units that the items write."""
    names = load_names(draft.library)
    acts = {
        act: within(draft.library, applied.edition, names) for act, applied in draft.amended.items()
    }
    for each in said(draft):
        act = each.proposal.item.target.act
        amended = draft.amended[act].edition
        since = 0
        for clause in (c for unit in each.proposal.new for c in unit.walk()):
            there, citations = amended.index.get(clause.steps), acts[act].get(clause.steps)
            # Words that another item of the package has rewritten are judged there.
            if not citations or there is None or there.own_text != clause.own_text:
                continue
            at = each.text.find(clause.own_text, since)
            if at < 0:
                continue
            since = at + len(clause.own_text)
            phrases = Counter(c.phrase for c in citations)
            for citation in _outer(citations):
                span = (at + citation.start, at + citation.end)
                yield _Cited(each, clause, citation, amended, span, phrases[citation.phrase] == 1)


def _outer(citations: Sequence[Citation]) -> Iterator[Citation]:
    """The references without the inner numbers of ranges, which may well have gaps."""
    for _, run in groupby(citations, key=lambda c: (c.phrase, c.ranged)):
        same = list(run)
        yield from same if not same[0].ranged or len(same) < 3 else (same[0], same[-1])


def _missing(each: _Cited) -> Iterator[Finding]:
    cited = each.citation
    if cited.status is Status.NO_SUCH_CLAUSE:
        yield each.finding(say("references-missing", words=squeeze(cited.text)))


def _dead(each: _Cited, library: Library) -> Iterator[Finding]:
    cited = each.citation
    if cited.status is not Status.FOUND or not cited.address or not cited.reason:
        return
    steps = parse(cited.address).steps
    try:
        own = cited.act == each.amended.act
        clause = each.amended.resolve(steps) if own else library.find(cited.address)[1]
    except KbError:
        return
    if not clause.live:
        words, unit = squeeze(cited.text), Unit(steps)
        yield each.finding(
            say("references-excluded", words=words, unit=unit)
            if clause.status == "excluded"
            else say("references-excluded.future", words=words, unit=unit),
            (Evidence(cited.address, squeeze(clause.text)[:400]),) if clause.text else (),
        )


_OWN_UNIT: Final = re.compile(r"настоящ\w+\s+(стать|пункт|подпункт|част|абзац)")
_UNITS: Final = {"art": "стать", "pt": "пункт", "spt": "подпункт", "part": "част", "abz": "абзац"}


def _itself(each: _Cited) -> Iterator[Finding]:
    """«Пунктом 3 настоящей статьи» inside point 3; «настоящего пункта» is how it should be said.

    A range and a list of several units, of which the place may be one, are passed over.
    """
    cited = each.citation
    if cited.act != each.amended.act or not cited.address or not each.alone:
        return
    steps = parse(cited.address).steps
    if not steps or each.clause.steps[: len(steps)] != steps:
        return
    this = {m[1] for m in _OWN_UNIT.finditer(cited.text.lower())}
    if _UNITS.get(steps[-1].unit, "") in this:
        return
    yield each.finding(say("references-itself", words=squeeze(cited.text), unit=Unit(steps)))


def _ceased(each: _Cited, acts: Mapping[str, Act]) -> Iterator[Finding]:
    act = acts.get(each.citation.act or "")
    if act is None or not act.ceased or act.ceased > each.amended.date:
        return
    heir = acts.get(act.successor)
    words, named = _phrase(each), title_of(act)
    yield each.finding(
        say("references-ceased.followed", words=words, act=named, day=act.ceased,
            heir=title_of(heir))
        if heir
        else say("references-ceased", words=words, act=named, day=act.ceased)
    )  # fmt: skip


_BYLAWS: Final = frozenset(
    {"указ", "постановлен", "правил", "положен", "приказ", "регламент", "инструкц", "методик",
     "стандарт", "концепц", "программ", "план"}
)  # fmt: skip


def _weaker(each: _Cited, acts: Mapping[str, Act]) -> Iterator[Finding]:
    """A unit of an act of lower force: references go to acts of a higher level (art. 25 p. 1)."""
    cited = each.citation
    mine = each.said.proposal.act
    other = acts.get(cited.act or "")
    force = other.force if other else _force_of(cited)
    if cited.act == each.amended.act or not force or "treaty" in (force, mine.force):
        return
    if FORCES.index(force) > FORCES.index(mine.force):
        yield each.finding(say("references-weaker", words=_phrase(each)))


def _force_of(cited: Citation) -> str:
    """The force of an act outside the library by its form; empty where the form does not tell."""
    kind = kind_of(cited.act_name or "")
    return "bylaw" if cited.status is Status.ACT_UNKNOWN and kind in _BYLAWS else ""


_POINTING: Final = re.compile(r"настоящ|эт(?:ого|им|ому|от)\s|(?:данн|указанн|названн)\w+\s", re.I)
_FORMED: Final = re.compile(r"(?<!\w)закон\w*\s+(?:республики\s+казахстан\s+)?об?\s", re.I)


def _nameless(each: _Cited) -> Iterator[Finding]:
    """A law called by a short name that no «(далее – …)» has introduced: «статья 5 Закона о МСУ»."""
    phrase = _phrase(each)
    cited = each.citation
    if cited.act in (None, each.amended.act) or _POINTING.search(phrase):
        return
    if _FORMED.search(phrase) and not re.search(r"[«\"“„]", phrase):
        yield each.finding(say("references-form", words=phrase, name=cited.act_name or ""))


def _phrase(each: _Cited) -> str:
    own = each.clause.own_text
    start, end = each.citation.phrase
    return squeeze(own[max(0, start) : end]) or squeeze(each.citation.text)


# --- Acts by name ------------------------------------------------------------------------------------------

_DATE: Final = rf"(?:{SPELLED}{YEAR}|{DOTTED})"
_MENTION: Final = re.compile(
    rf"""
    (?<!\w)
    (?P<form> (?:конституционн[а-я]{{2,3}}\s+)?(?:закон|кодекс)(?:а|у|ом|е)? | указ(?:а|у|ом|е)?
            | постановлени(?:е|я|ю|ем|и) | приказ(?:а|у|ом|е)? ) (?!\w)
    (?P<by> (?: \s+ (?: республики\s+казахстан | правительства | президента
                      | министра\s(?:(?!от\s|№)[а-я ,]){{3,90}} ) )* )  # of what, up to the day
    (?P<details> (?: \s*,?\s* (?: от\s+{_DATE} | (?:№|n)\s*\d[\w/-]* ) )* )
    (?: \s*[«"“„](?P<title>[^»"”\n]{{5,400}})[»"”] )?
    """,
    re.VERBOSE,
)
_DAY: Final = re.compile(_DATE)
_NUMBER: Final = re.compile(r"(?:№|n)\s*(\d[\w/-]*)")
_LIKE: Final = 92.0  # likeness of titles, 0–100, from which one is the other misspelt


def named(draft: Draft) -> Iterator[Finding]:
    """Acts named with a date, a number or a title: what is missing, what differs from the corpus.

    A law needs neither date nor number (p. 5, part three). An act outside the corpus is checked for
    completeness only.
    """
    acts = draft.library.acts
    titles = {stems(a.title): a for a in acts.values() if a.force != "constitution"}
    for key, name in load_names(draft.library).titles.items():
        known = [acts[a] for a in name.acts if a in acts]
        if len(known) == 1:
            titles.setdefault(key, known[0])
    for each in said(draft):
        for match in _MENTION.finditer(each.low):
            if match["details"].strip() or match["title"]:
                yield from _mention(each, match, titles)


def _mention(
    each: Said, match: re.Match[str], titles: Mapping[tuple[str, ...], Act]
) -> Iterator[Finding]:
    words = squeeze(each.text[slice(*match.span())])
    day, number = _DAY.search(match["details"]), _NUMBER.search(match["details"])
    title = squeeze(each.text[slice(*match.span("title"))]) if match["title"] else ""
    law = "закон" in match["form"] or "кодекс" in match["form"]
    if not title:
        yield each.finding(say("references-form.title", words=words), match.span())
    elif not law and not (day and number):
        parts = (say("references-form.date"), day), (say("references-form.number"), number)
        missing = listed(part for part, there in parts if not there)
        told = say("references-form.bylaw", missing=missing, words=words)
        yield each.finding(told, match.span())
    act = titles.get(stems(title)) if title and law else None
    if act:
        wrong = list(_differences(act, match, title, day, number))
        if wrong:
            told = say("references-act", words=words, differences=listed(wrong, mark="; "))
            yield each.finding(told, match.span())
    elif law and title:
        yield from _misspelt(each, match, title, day, number, titles)


def _differences(
    act: Act,
    match: re.Match[str],
    title: str,
    day: re.Match[str] | None,
    number: re.Match[str] | None,
) -> Iterator[Saying]:
    """How a mention departs from what the corpus knows of the act."""
    if squeeze(title) != act.title:
        yield say("references-act.title", title=act.title)
    if day and _iso(day[0]) != act.adopted:
        yield say("references-act.day", day=act.adopted)
    if number and act.number and _digits(number[1]) != _digits(act.number):
        yield say("references-act.number", number=act.number)
    form = act.form.lower()
    if form.startswith("конституционный") != match["form"].startswith("конституционн"):
        yield say("references-act.form", form=act.form)


def _misspelt(
    each: Said,
    match: re.Match[str],
    title: str,
    day: re.Match[str] | None,
    number: re.Match[str] | None,
    titles: Mapping[tuple[str, ...], Act],
) -> Iterator[Finding]:
    """A title that no act of the corpus has, where date and number, or likeness, tell the act."""
    for act in dict.fromkeys(titles.values()):
        same = day and number and _iso(day[0]) == act.adopted
        same = same and number and _digits(number[1]) == _digits(act.number)
        if same or fuzz.ratio(title.lower(), act.title.lower()) >= _LIKE:
            words = squeeze(each.text[slice(*match.span())])
            told = say("references-act.misspelt", words=words, title=act.title)
            yield each.finding(told, match.span())
            return


def _iso(words: str) -> str:
    return iso(re.sub(r"\s*(?:года|г\.?)$", "", squeeze(words)))


def _digits(number: str) -> str:
    return number.upper().replace("І", "I").replace("Х", "X")


# --- Appendices -------------------------------------------------------------------------------------------

_APPENDIX: Final = re.compile(
    r"""
    (?<!\w) приложени(?:е|я|ю|ем|и) (?: \s+(?:№\s*)?(?P<number>\d{1,3}) )?
    \s+к\s+настоящ(?:ему|ей)\s+[а-я]+
    """,
    re.VERBOSE,
)


def appendices(draft: Draft) -> Iterator[Finding]:
    """Appendices by their numbers (p. 7). Where the act's appendices are not held, nothing is said."""
    for each in said(draft):
        edition = draft.amended[each.proposal.item.target.act].edition
        there = [s for s in edition.index if len(s) == 1 and s[0].unit == "app"]
        if edition.held and not there:
            continue
        for match in _APPENDIX.finditer(each.low):
            words = squeeze(each.text[slice(*match.span())])
            told = _appendix(words, match["number"], there)
            if told:
                yield each.finding(told, match.span())


def _appendix(words: str, number: str | None, there: Sequence[Steps]) -> Saying | None:
    numbers = [s[0].number for s in there]
    if not numbers:
        return say("references-appendix.none", words=words)
    if len(numbers) > 1 and number is None:
        return say("references-appendix.several", words=words, count=len(numbers))
    if number is not None and number not in numbers and (len(numbers) > 1 or number != "1"):
        return say("references-appendix.absent", words=words, number=number)
    return None


CHECKS = (leading, named, appendices)
