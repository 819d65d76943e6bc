"""What a proposal stands beside: a right that the article gives to others alone, a share that another act
sets already, words that reach further than their author means, persons whom no law knows, an addition that
names no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Clause, Edition
from kb.technique import glossary
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.finding import Evidence, Finding
from kb.technique.language.phrases import ready
from kb.technique.norm import content, root
from kb.technique.said import Said, said
from kb.technique.text import excerpt
from kb.words.numerals import PATTERN
from kb.words.text import lemma, lemmas, sentences

_WORD: Final = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)


# --- A right that is shut ---------------------------------------------------------------------------

_BELONGS: Final = re.compile(
    r"\bправо\s+(?P<what>.{5,160}?)\s+принадлежит\s+(?P<whom>[^.]{3,400})", re.S
)
_CIRCLE: Final = re.compile(r"не\s+вправе\b.{0,160}?\bне\s+(?:являющ|состоящ|имеющ|входящ)", re.S)
_SHARED: Final = 2  # words of the right that both norms name


def shut(draft: Draft) -> Iterator[Finding]:
    """A right given to some, while a norm of the same article that stays gives it to others alone.

    Sees «право … принадлежит …» and, beside it, a ban on whoever is outside the circle; silent where
    the norm names the new holders too.
    """
    for each in draft.proposals:
        text = each.item.proposed or ""
        if not each.done or each.before.language != "ru" or "right" not in content(text).kinds:
            continue
        edition = draft.amended[each.before.act].edition
        article = edition.index.get(each.steps[:1])
        old = each.before.index.get(each.steps[:1])
        if article is None or old is None:
            continue
        stays = {c.text for c in article.walk()}
        holders = [c for c in old.children if c.live and c.text in stays and _gives(c.text, text)]
        if not holders:
            continue
        bans = [
            c for c in old.children if c.live and c.text in stays and _CIRCLE.search(c.text.lower())
        ]
        quotes = tuple(
            Evidence(each.before.address(c.steps), excerpt(c.text)) for c in (*holders, *bans)
        )
        yield finding(say("beside-shut"), each, evidence=quotes)


def _gives(standing: str, proposed: str) -> bool:
    """Whether a standing norm gives the proposed right to others alone."""
    match = _BELONGS.search(standing.lower())
    if not match:
        return False
    mine = {root(w) for w in content(proposed).words}
    what = {root(w) for w in content(match["what"]).words}
    subject = next(iter(_WORD.findall(proposed)), "")
    return len(mine & what) >= _SHARED and lemma(subject) not in lemmas(match["whom"])


# --- A share that is set already --------------------------------------------------------------------

_QUOTA: Final = re.compile(rf"не\s+менее\s+(?:{PATTERN})\s+(?P<who>[а-яё]+)")
_SHARE: Final = re.compile(
    r"(?:количеств|числ|дол)[а-я]*\b.{3,240}?\bне\s+менее\b.{0,40}?\bпроцент", re.S
)
_QUOTAS: Final = 3  # lines of «не менее N …» that make the composition of a body
_OF_BODY: Final = frozenset({"депутат"})


def shares(draft: Draft) -> Iterator[Finding]:
    """Quotas for a body's members, while another norm that the library holds sets a share already."""
    for each in said(draft):
        proposal = each.proposal
        if len(_QUOTA.findall(each.low)) < _QUOTAS or not _OF_BODY & set(lemmas(each.low)):
            continue
        body = {
            w for w in content(each.text).words if w in ("маслихат", "мажилис", "сенат", "курултай")
        }
        quotes = tuple(_shares(draft, proposal, body))
        if quotes and body:
            yield each.finding(say("beside-share"), _span(each, _QUOTA), quotes)


def _shares(draft: Draft, proposal: Proposal, body: set[str]) -> Iterator[Evidence]:
    for act in draft.library.acts:
        edition = _of_day(draft, act, proposal.before)
        for article in edition.walk() if edition else ():
            if article.kind != "article" or not body & set(lemmas(article.heading)):
                continue
            for clause in article.walk():
                if clause.live and _SHARE.search(clause.own_text.lower()) and edition:
                    yield Evidence(edition.address(clause.steps), excerpt(clause.own_text))


def _of_day(draft: Draft, act: str, before: Edition) -> Edition | None:
    """The text of an act on the day of the edition compared with; the draft's own acts as chosen."""
    for each in draft.proposals:
        if each.before.act == act:
            return each.before
    try:
        return draft.library.on(act, before.date, before.language)[0]
    except KbError:
        return None


# --- Words that reach further -----------------------------------------------------------------------

_EVERY: Final = re.compile(r"\b(?:кажд|люб|всяк)[а-яё]+\s+(?P<what>[а-яё]{4,})")
_EXTRA: Final = "внеочередной"


def every(draft: Draft) -> Iterator[Finding]:
    """«На каждой сессии», while the act knows an extraordinary one («внеочередная»), called for one thing."""
    for each in said(draft):
        before = each.proposal.before
        for match in _EVERY.finditer(each.low) if before.language == "ru" else ():
            what = lemma(match["what"])
            clause = _extraordinary(before, what)
            if clause is not None and not ready(each.text).count(f"{_EXTRA} {what}"):
                quote = Evidence(before.address(clause.steps), excerpt(_sentence(clause, what)))
                told = say("beside-every", words=each.text[slice(*match.span())])
                yield each.finding(told, match.span(), (quote,))


def _extraordinary(edition: Edition, what: str) -> Clause | None:
    for clause in edition.walk():
        if "неочередн" in clause.own_text and clause.live:
            text = ready(clause.own_text)
            if text.count(f"{_EXTRA} {what}"):
                return clause
    return None


def _sentence(clause: Clause, what: str) -> str:
    text = clause.own_text
    spans = (text[a:b] for a, b in sentences(text))
    return next((s for s in spans if "неочередн" in s and what in lemmas(s)), text)


# --- Persons whom no law knows ----------------------------------------------------------------------


def persons(draft: Draft) -> Iterator[Finding]:
    """Places kept for persons whom no text of the library names: who counts as one, nobody can say."""
    for each in said(draft):
        if each.proposal.before.language != "ru":
            continue
        seen: set[str] = set()
        for match in _QUOTA.finditer(each.low):
            who = lemma(match["who"])
            if who in seen or len(who) < 4:
                continue
            seen.add(who)
            if not draft.library.search(who, language="ru", limit=1):
                yield each.finding(say("beside-person", words=who), match.span("who"))


def terms(draft: Draft) -> Iterator[Finding]:
    """A notion named otherwise than the law names it: of the names that mean the same (glossary.yaml),
    one that the act does not use, where it uses another."""
    groups = glossary.load(draft.library).same
    law: dict[str, str] = {}
    for each in said(draft):
        before = each.proposal.before
        if before.language != "ru":
            continue
        for group in groups:
            named = {name: ready(each.text).spans(name) for name in group}
            said_first = {
                name: span for name, spans in named.items() if (span := next(spans, None))
            }
            if not said_first:
                continue
            if before.name not in law:
                law[before.name] = before.root.text
            whole = ready(law[before.name])
            own = next((name for name in group if whole.says(name)), "")
            for name, span in said_first.items() if own else ():
                if whole.says(name) or _later(draft, before, name):
                    continue
                told = say("beside-term", words=each.text[slice(*span)], term=own)
                yield each.finding(told, span)


def _later(draft: Draft, before: Edition, name: str) -> bool:
    """Whether the act's newest edition says it so: the law itself has taken the name since."""
    if before.act not in draft.library.acts:
        return False
    return ready(draft.library.edition(before.act).root.text).says(name)


# --- An addition that names no unit -----------------------------------------------------------------

_ADDS: Final = re.compile(r"\bдополнить\b(?P<by>[^:]{0,200})")
_UNIT: Final = re.compile(
    r"""
    \b(?:под)?пункт(?:ом|ами) | част(?:ью|ями) | абзац(?:ем|ами) | стать(?:ей|ями)
  | предложени(?:ем|ями) | глав(?:ой|ами) | раздел(?:ом|ами) | параграф(?:ом|ами)
  | примечани(?:ем|ями) | приложени(?:ем|ями) | слов(?:ом|ами)
    """,
    re.VERBOSE,
)


def unnamed(draft: Draft) -> Iterator[Finding]:
    """«Дополнить следующим содержанием»: the words that bring an addition do not say what is added."""
    for each in draft.proposals:
        match = _ADDS.search(each.item.lead.lower()) if each.item.operation == "insert" else None
        if match and not _UNIT.search(match["by"]):
            words = each.item.lead[slice(*match.span())].strip(" :")
            yield finding(say("beside-unnamed", words=words), each, words=words)


def _span(each: Said, pattern: re.Pattern[str]) -> tuple[int, int]:
    match = pattern.search(each.low)
    return match.span() if match else (0, 0)


CHECKS = (shut, shares, every, persons, terms, unnamed)
