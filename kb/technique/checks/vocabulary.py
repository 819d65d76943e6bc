"""Terms: names that the law has given up, vague words, shortenings, one notion in two words.

Speaks only of words that the draft brings in: what the unit in force says too is the law's own
choice. What it cannot see: a right term used for a wrong thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.ground.saying import Saying, say
from kb.norm import terms
from kb.norm.act import Edition
from kb.norm.terms import Term
from kb.technique import glossary
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.finding import Evidence, Finding
from kb.technique.glossary import Renamed
from kb.technique.language.phrases import ReadyText, ready
from kb.technique.language.sentence import genitive
from kb.words.morphology import LONGEST, readings, words
from kb.words.text import known

MOST_OF_A_PHRASE: Final = 20  # places told of in one item


@dataclass(frozen=True, slots=True)
class _New:
    """A proposal with its text and the text that it replaces, ready to look for phrases."""

    proposal: Proposal
    said: ReadyText
    before: ReadyText

    def spans(self, phrase: str) -> list[tuple[int, int]]:
        """Where the proposed words have the phrase, if oftener than the words that they replace."""
        spans = list(self.said.spans(phrase))
        return spans[:MOST_OF_A_PHRASE] if len(spans) > self.before.count(phrase) else []

    def finding(
        self,
        message: Saying,
        span: tuple[int, int],
        evidence: tuple[Evidence, ...] = (),
    ) -> Finding:
        each = self.proposal
        return finding(message, each, words=self.words(span), span=span, evidence=evidence)

    def words(self, span: tuple[int, int]) -> str:
        """The proposed words of a span."""
        return self.said.text[slice(*span)]


def _new(draft: Draft) -> Iterator[_New]:
    for each in draft.proposals:
        if each.item.proposed:
            old = each.old.text if each.old and each.old.live else ""
            yield _New(each, ready(each.item.proposed), ready(old))


# --- Names --------------------------------------------------------------------------------------


def renamed(draft: Draft) -> Iterator[Finding]:
    """A name that the law has changed, in the proposed words or in the wording called current.

    Silent for acts compared in editions older than the change, unless the act itself shows it.
    """
    entries = glossary.load(draft.library).renamed
    for each in draft.proposals:
        for entry in entries:
            if _concerns(entry, each.before):
                yield from _renamed_in(each, entry)


def _concerns(entry: Renamed, edition: Edition) -> bool:
    if entry.act and entry.act != edition.act:
        return False
    return edition.act == entry.changed or edition.date >= entry.since


def _renamed_in(each: Proposal, entry: Renamed) -> Iterator[Finding]:
    old = each.old.text if each.old and each.old.live else ""
    still = each.before.date >= entry.since and ready(old).count(entry.old) > 0
    new = _New(each, ready(each.item.proposed or ""), ready(""))
    places = [] if still else new.spans(entry.old)
    if places:
        message = say(
            "vocabulary-renamed",
            words=new.words(places[0]),
            often=say("vocabulary-renamed.often", count=len(places)) if len(places) > 1 else "",
            since=entry.since,
            old=entry.old,
            new=entry.new,
        )
        yield new.finding(message, places[0], entry.proof)
    quoted = each.item.quoted or ""
    renames = new.said.count(entry.new) > 0  # the draft itself brings the name up to date
    for start, end in [] if renames else list(ready(quoted).spans(entry.old))[:1]:
        said = quoted[start:end]
        message = say(
            "vocabulary-renamed.quoted",
            words=said,
            since=entry.since,
            old=entry.old,
            new=entry.new,
        )
        yield finding(message, each, words=said, evidence=entry.proof)


def bodies(draft: Draft) -> Iterator[Finding]:
    """A body or act named in part («Правительство») where the law always names it in full.

    The law's own custom decides: four full names and no short one in the edition compared with.
    """
    entries = glossary.load(draft.library).bodies
    customs: dict[str, ReadyText] = {}
    for new in _new(draft):
        edition = new.proposal.before
        for name, rest in entries:
            alone = [s for s in new.spans(name) if not _followed(new.said.text, s[1], rest)]
            if not alone:
                continue
            if edition.name not in customs:
                customs[edition.name] = ready(_whole(edition))
            custom = customs[edition.name]
            full = [_followed(custom.text, end, rest) for _, end in custom.spans(name)]
            if len(full) >= 4 and all(full):
                message = say("vocabulary-body", words=new.words(alone[0]), rest=rest)
                yield new.finding(message, alone[0])


def _followed(text: str, end: int, rest: str) -> bool:
    return " ".join(text[end : end + len(rest) + 5].split()).startswith(rest)


def _whole(edition: Edition) -> str:
    """The edition's words of law, a clause a line."""
    return "\n".join(c.own_text for c in edition.walk() if c.live and c.own_text)


# --- Words that art. 24 p. 3 keeps out ----------------------------------------------------------


def vague(draft: Draft) -> Iterator[Finding]:
    """A notion that a study of the library advises to give up, newly brought in."""
    entries = glossary.load(draft.library).vague
    for new in _new(draft):
        for entry in entries:
            for span in new.spans(entry.words):
                message = say("vocabulary-vague", words=new.words(span), study=entry.study)
                yield new.finding(message, span)


def epithets(draft: Draft) -> Iterator[Finding]:
    """A word that only strengthens or praises."""
    entries = glossary.load(draft.library).epithets
    for new in _new(draft):
        for word in entries:
            for span in new.spans(word):
                yield new.finding(say("vocabulary-epithet", words=new.words(span)), span)


def shortenings(draft: Draft) -> Iterator[Finding]:
    """A word cut short («и т.д.»), which a law spells out."""
    entries = glossary.load(draft.library).shortenings
    patterns = [(_shortened(short), full) for short, full in entries]
    for new in _new(draft):
        for pattern, full in patterns:
            matches = list(pattern.finditer(new.said.text))
            if len(matches) > len(pattern.findall(new.before.text)):
                message = say("vocabulary-shortening", words=matches[0].group(), full=full)
                yield new.finding(message, matches[0].span())


def _shortened(short: str) -> re.Pattern[str]:
    letters = r"\.\s?".join(map(re.escape, short.split(".")))
    return re.compile(rf"(?<![\w.-])(?<!\.\s){letters}\.(?!\w)")


_CAPITALS: Final = re.compile(r"(?<![\w-])[А-ЯЁ]{2,6}(?![\w-])")


def abbreviations(draft: Draft) -> Iterator[Finding]:
    """An abbreviation in capitals that neither the draft nor the law spells out.

    Words of the dictionary («ГЛАВА») and whole lines in capitals are headings, no abbreviations;
    stubs («2-15) исключен Законом РК …») are the bank's words.
    """
    laws: dict[str, set[str]] = {}
    drafted = " ".join(i.proposed or "" for i in draft.package.items)
    for new in _new(draft):
        edition = new.proposal.before
        if edition.name not in laws:
            laws[edition.name] = set(_CAPITALS.findall(_whole(edition)))
        held = laws[edition.name]
        told: set[str] = set()
        for match in _CAPITALS.finditer(new.said.text):
            said = match.group()
            if said in held or said in told or _spelt_out(said, drafted) or _a_word(said):
                continue
            line = _line(new.said.text, match.start())
            if _in_capitals(line) or _STUB.match(line) or set(said) <= set("ХСМ"):
                continue
            told.add(said)
            yield new.finding(say("vocabulary-abbreviation", words=said), match.span())


def _a_word(said: str) -> bool:
    """Whether the dictionary has it otherwise than as an abbreviation: «ГЛАВА», but not «НПО»."""
    return known(said) and any("Abbr" not in r.tags for r in readings(said))


def _spelt_out(short: str, text: str) -> bool:
    return bool(re.search(rf"\((?:далее\s*[–—-]\s*)?«?{short}»?\)", text))


_STUB: Final = re.compile(r"\W*(?:\d[\w-]*[.)]\s*)?\W*исключен", re.IGNORECASE)


def _line(text: str, at: int) -> str:
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return text[start : end if end >= 0 else len(text)]


def _in_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 8 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


# --- One notion, one word -----------------------------------------------------------------------


def same(draft: Draft) -> Iterator[Finding]:
    """One notion called by two names in the proposed words of one package.

    A short name that the draft itself introduces («(далее – СМИ)») is no second name.
    """
    news = list(_new(draft))
    drafted = " ".join(i.proposed or "" for i in draft.package.items)
    for group in glossary.load(draft.library).same:
        used = [
            (new, name, span)
            for new in news
            for name in group
            if not _spelt_out(re.escape(name), drafted)
            for span in list(new.said.spans(name))[:1]
        ]
        names = list(dict.fromkeys(name for _, name, _ in used))
        for later in names[1:]:
            first = next(u for u in used if u[1] == names[0])
            new, _, span = next(u for u in used if u[1] == later)
            message = say(
                "vocabulary-same",
                words=new.words(span),
                other=first[0].words(first[2]),
                item=first[0].proposal.item.id,
            )
            yield new.finding(message, span)


_HEREAFTER: Final = re.compile(r"\(\s*далее\s*[–—-]\s*(?P<name>[^()]{2,80})\)")


def redefined(draft: Draft) -> Iterator[Finding]:
    """A short name or a term that the draft gives and the law already gives to something else."""
    for new in _new(draft):
        edition = new.proposal.before
        given = list(_HEREAFTER.finditer(new.said.text))
        held = list(terms.defined(edition)) if given or _defines(new.proposal) else []
        for match in given:
            name = match["name"].strip(' «»"')
            for term in held:
                own = term.steps[: len(new.proposal.steps)] == new.proposal.steps
                if not own and any(_same_words(name, n) for n in term.names):
                    yield _already(new, term, match.span("name"))
        if _defines(new.proposal):
            yield from _defined_again(new, held)


def _defines(each: Proposal) -> bool:
    article = each.before.index.get(each.steps[:1])
    return bool(article and terms.of_terms(article))


def _defined_again(new: _New, held: list[Term]) -> Iterator[Finding]:
    mine = new.proposal.steps
    others = [t for t in held if t.steps[: len(mine)] != mine]
    for term in terms.defined(new.proposal.after):
        if term.steps[: len(mine)] != mine:
            continue
        for other in others:
            if any(_same_words(a, b) for a in term.names for b in other.names):
                spans = list(new.said.spans(term.name))[:1]
                yield from (_already(new, other, span) for span in spans)


def _already(new: _New, term: Term, span: tuple[int, int]) -> Finding:
    clause = new.proposal.before.index[term.steps]
    message = say("vocabulary-redefined", words=new.words(span).strip())
    return new.finding(message, span, (Evidence(term.address, clause.text),))


def _same_words(one: str, other: str) -> bool:
    return len(words(one)) == len(words(other)) and ready(one).count(other) > 0


def variants(draft: Draft) -> Iterator[Finding]:
    """Nearly a defined term, which the law never says: a word inside is left out («собрание
    сообщества»), or another stands in the place of all but the first («сход жителей» beside «сход
    местного сообщества»).

    Terms of two words have no inner word. The first word tells its term where the law defines no
    other term with it and says it for the most part in that term.
    """
    held: dict[str, tuple[list[Term], ReadyText]] = {}
    for new in _new(draft):
        edition = new.proposal.before
        if edition.name not in held:
            held[edition.name] = list(terms.defined(edition)), ready(_whole(edition))
        first = held[edition.name]
        near = dict.fromkeys((*_cut_short(new, *first), *_otherwise(new, *first)))
        for term, span in near:
            message = say("vocabulary-variant", words=new.words(span), term=term.name)
            clause = edition.index[term.steps]
            yield new.finding(message, span, (Evidence(term.address, clause.text),))


_Place = tuple[Term, tuple[int, int]]


def _cut_short(new: _New, held: list[Term], law: ReadyText) -> Iterator[_Place]:
    for term in held:
        for short in _shorter(term.name):
            if new.spans(short) and not law.count(short):
                yield from ((term, span) for span in new.spans(short))


def _otherwise(new: _New, held: list[Term], law: ReadyText) -> Iterator[_Place]:
    """The terms whose first word the draft says with another noun in the genitive behind it.

    A definition may explain by the word: «сессия – собрание депутатов».
    """
    if _defines(new.proposal):
        return
    heads = Counter(words(t.name)[0].lower for t in held)
    for term in held:
        head, *rest = words(term.name)
        if not rest or heads[head.lower] > 1 or not head.only("NOUN"):
            continue
        for span in new.spans(head.text):
            noun = next(iter(words(new.said.text[span[1] : span[1] + LONGEST])), None)
            if noun is None or noun.text[0].isupper() or not noun.only("NOUN"):
                continue
            whole = (span[0], span[1] + noun.end)
            said_so = new.words(whole)
            if genitive(noun) and not law.count(said_so) and _telling(term, head.text, law):
                yield term, whole


_USUAL: Final = 0.8  # share of a word's places in the law from which it stands for its term
_FEWEST: Final = 5  # places of a term that make it usual


def _telling(term: Term, head: str, law: ReadyText) -> bool:
    count = law.count(term.name)
    return count >= _FEWEST and count >= _USUAL * law.count(head)


def _shorter(term: str) -> Iterator[str]:
    said = [w.text for w in words(term)]
    if all(w[0].isalnum() for w in said):
        for nth in range(1, len(said) - 1):
            yield " ".join(said[:nth] + said[nth + 1 :])


CHECKS = (
    renamed,
    bodies,
    vague,
    epithets,
    shortenings,
    abbreviations,
    same,
    redefined,
    variants,
)
