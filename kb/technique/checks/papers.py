"""The package as a bill: its title, its acts, the papers filed with it, its entry into force.

Rules of art. 26 (amending acts), 29 (papers of a bill) and 42 (entry into force) of the Law on
legal acts. Concepts (packages without a text) are no bills and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from rapidfuzz import fuzz

from kb.amendment.package import Item, Package
from kb.ground.saying import Saying, listed, say
from kb.norm.act import FORCES, Act, mixes_forces
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import title_of
from kb.technique.finding import Evidence, Finding
from kb.technique.proposed import said
from kb.technique.text import excerpt
from kb.words.numerals import PATTERN, value
from kb.words.text import same_words_key, sentences, short, squeeze

_DEFAULT_DAYS = 10  # art. 42 p. 3 subp. 1: laws that name no other day
_DUTY_DAYS = 60  # art. 42 p. 4-1 part 2 and p. 5: new duties, new or stricter liability


# --- Title --------------------------------------------------------------------------------------

_CHANGES = re.compile(r"изменени[йяе]\w*", re.I)
_ADDITIONS = re.compile(r"дополнени[йяе]\w*", re.I)
_SEVERAL_ACTS = re.compile(r"(?<!\w)некоторые\s", re.I)  # «в некоторые законодательные акты»


def title(draft: Draft) -> Iterator[Finding]:
    """A title that names additions before changes, or says otherwise what the items do to which act.

    An addition of a unit is a «дополнение»; a new wording and an exclusion are «изменения». Acts
    need no names where the title says «некоторые законодательные акты».
    """
    if draft.package.kind != "text":
        return
    said_so = draft.package.bill.title if draft.package.bill else ""
    if not said_so.strip():
        yield finding(say("papers-title-absent"))
        return
    changes, additions = _CHANGES.search(said_so), _ADDITIONS.search(said_so)
    if changes and additions and additions.start() < changes.start():
        told = say("papers-title-order", addition=additions[0], change=changes[0])
        yield finding(told, words=said_so)
    kinds = {i.operation for i in draft.package.items} - {"none"}
    for word, named, done in (
        ("изменений", changes, bool(kinds - {"insert"})),
        ("дополнений", additions, "insert" in kinds),
    ):
        if done and not named:
            told = say("papers-title-says.lacks", word=word)
        elif named and not done and kinds:
            told = say("papers-title-says.idle", word=named[0])
        else:
            continue
        yield finding(told, words=said_so)
    if not _SEVERAL_ACTS.search(said_so):
        for act in {p.act.id: p.act for p in draft.proposals}.values():
            if act.force != "constitution" and act.title and not _names(said_so, act.title):
                told = say("papers-title-says.other-act", act=title_of(act))
                yield finding(told, words=said_so)


def _names(words: str, title: str) -> bool:
    return same_words_key(title).lower() in same_words_key(words).lower()


# --- Acts ---------------------------------------------------------------------------------------


def acts_together(draft: Draft) -> Iterator[Finding]:
    """Changes of one act that those of another act stand between."""
    if draft.package.kind != "text":
        return
    runs = [act for act, _ in groupby(draft.package.items, key=lambda i: i.target.act)]
    for act in dict.fromkeys(a for a in runs if runs.count(a) > 1):
        items = listed(i.id for i in draft.package.items if i.target.act == act)
        named = title_of(next(p.act for p in draft.proposals if p.act.id == act))
        yield finding(say("papers-acts-together", act=named, items=items))


def acts_in_order(draft: Draft) -> Iterator[Finding]:
    """Acts of lower force before those of higher, of one force later before earlier.

    Silent about an act whose date of adoption is not known.
    """
    if draft.package.kind != "text":
        return
    known = {p.act.id: p.act for p in draft.proposals}
    for first, second in pairwise(draft.package.acts):
        one, two = known[first], known[second]
        above, below = FORCES.index(one.force), FORCES.index(two.force)
        if above > below:
            told = say("papers-acts-order.force", first=_short(one), second=_short(two))
        elif above == below and one.adopted and two.adopted and one.adopted > two.adopted:
            told = say(
                "papers-acts-order.dates", first=_short(one), first_day=one.adopted,
                second=_short(two), second_day=two.adopted,
            )  # fmt: skip
        else:
            continue
        yield finding(told)


def one_force(draft: Draft) -> Iterator[Finding]:
    """A constitutional law changed together with a law; the notes of its editions are quoted."""
    acts = {p.act.id: p.act for p in draft.proposals}
    if draft.package.kind != "text" or not mixes_forces(draft.package.acts, acts):
        return
    notes = []
    for each in draft.proposals:
        article = each.before.index.get(each.steps[:1])
        if each.act.force == "constitutional_law" and article and article.notes:
            address = each.before.address(article.steps)
            note = say("papers-forces.note")
            notes.append(Evidence(address, excerpt(article.notes[0].text), note))
    told = say("papers-forces", why=say("compare.mixed_forces"))
    yield finding(told, evidence=tuple(dict.fromkeys(notes)))


def _short(act: Act) -> Saying:
    return title_of(act, 80)


# --- Extent -------------------------------------------------------------------------------------


def restated(draft: Draft) -> Iterator[Finding]:
    """A sentence changed alone: the element around it is to be restated, though bills are exempt."""
    for each in draft.proposals:
        steps = each.item.target.steps
        if steps and steps[-1].unit == "sent" and each.item.operation != "none":
            yield finding(say("papers-restated"), each)


def new_edition(draft: Draft) -> Iterator[Finding]:
    """More than half of an act's articles changed. Silent for an act not held as a whole."""
    for act, applied in draft.amended.items():
        proposals = [p for p in draft.proposals if p.act.id == act and p.done]
        before = proposals[0].before if proposals else applied.edition
        articles = {c.steps for c in before.walk() if c.kind == "article" and c.live}
        changed = {p.steps[:1] for p in proposals} & articles
        if not before.held and len(articles) > 1 and 2 * len(changed) > len(articles):
            told = say(
                "papers-new-edition", changed=len(changed), articles=len(articles),
                act=_short(proposals[0].act),
            )  # fmt: skip
            yield finding(told, at=before.name)


# --- Papers -------------------------------------------------------------------------------------


def grounds(draft: Draft) -> Iterator[Finding]:
    """Items without grounds, which the comparative table must give."""
    items = [i for i in _with_text(draft.package) if not i.grounds.strip()]
    if items:
        yield finding(say("papers-grounds", items=listed(i.id for i in items)))


def kazakh(draft: Draft) -> Iterator[Finding]:
    """Items and the title without their Kazakh half."""
    items = [
        i
        for i in _with_text(draft.package)
        if i.proposed and not (i.kazakh and (i.kazakh.proposed or "").strip())
    ]
    bill = draft.package.bill
    if items:
        yield finding(say("papers-kazakh", items=listed(i.id for i in items)))
    elif bill and bill.title and not bill.title_kk.strip():
        yield finding(say("papers-kazakh.title"))


def _with_text(package: Package) -> list[Item]:
    return [i for i in package.items if i.operation != "none"] if package.kind == "text" else []


# --- Entry into force ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """When a bill takes effect: after `days` of its publication; None where it cannot be told."""

    days: int | None
    said: str


_AFTER = re.compile(
    rf"(?:по\s+истечении|через)\s+({PATTERN})\s+(?:календарн\w+\s+|рабоч\w+\s+)?"
    r"(дн\w*|месяц\w*|год\w*|лет)",
    re.I,
)
_AT_ONCE = re.compile(
    r"со\s+дня\s+(?:его\s+)?(?:первого\s+)?(?:официального\s+)?опубликования", re.I
)


def term(in_force: str) -> Term:
    """The term that a bill names; without one, ten calendar days (art. 42 p. 3 subp. 1).

    A day of the calendar is no term: the day of publication is not known. Months count 30 days;
    two of them may be fewer than sixty days or more, and say nothing; nor do several terms («…, за
    исключением статьи 2»), of which it is not told which is for which item.
    """
    words = squeeze(in_force).lower().replace("ё", "е")
    if not words:
        return Term(_DEFAULT_DAYS, "")
    matches = list(_AFTER.finditer(words))
    if len(matches) > 1 or "за исключением" in words:
        return Term(None, in_force)
    if matches:
        after = matches[0]
        count = value(after[1])
        unit = after[2]
        if count is None or (unit.startswith("мес") and count == 2):
            return Term(None, in_force)
        days = count * (1 if unit.startswith("дн") else 30 if unit.startswith("мес") else 365)
        return Term(days, in_force)
    return Term(0 if _AT_ONCE.search(words) else None, in_force)


def in_force(draft: Draft) -> Iterator[Finding]:
    """No word on the entry into force: ten calendar days after publication, then."""
    bill = draft.package.bill
    if draft.package.kind == "text" and not (bill and bill.in_force.strip()):
        yield finding(say("papers-in-force"))


_PERSONS = {
    "m": "гражданин кандидат работодатель собственник предприниматель субъект владелец житель",
    "f": "организация партия",
    "n": "лицо объединение предприятие",
    "p": "граждане лица организации партии объединения предприятия кандидаты работодатели "
    "собственники предприниматели субъекты владельцы жители иностранцы",
}
_BOUND = {"": "m", "а": "f", "о": "n", "ы": "p", "ен": "m", "на": "f", "но": "n", "ны": "p"}
_DUTY = re.compile(r"(?<!\w)(?:обязан(?P<first>[аоы]?)|долж(?P<second>ен|на|но|ны))(?!\w)", re.I)
# «Граждане должны быть уведомлены» binds whoever is to notify them.
_PASSIVE = re.compile(r"\s+быть\s+(?:\w+\s+)?\w+(?:[ае]н|[ая]т)[аоы]?(?!\w)", re.I)
_BANNED = re.compile(r"(?<!\w)запрещ(?:ается|ено)(?!\w)", re.I)
_BANNED_TO = re.compile(
    r"""
    (?<!\w)(?: гражданам | лицам | организациям | партиям | объединениям | предприятиям | кандидатам
             | работодателям | собственникам | предпринимателям | субъектам | владельцам | жителям
             | иностранцам )(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OFFICIAL = re.compile(r"(?:должностн|государственн)\w*\s+(?:и\s+\w+\s+)?$", re.I)
_STATE = re.compile(
    r"(?<!\w)(?:орган|аким|маслихат|комисси|министерств|правительств|прокурор|суды?(?!\w)|депутат)",
    re.I,
)
_LIABLE = re.compile(
    r"""
    (?<!\w)
    (?: # «несет ответственность»; not an official's own, «персональную», «перед маслихатом»
        нес(?:ет|ут|ёт)\s+(?!персональн)(?:\w+,?\s+){0,4}?ответственность(?!\s+перед\s)
      | влеч(?:[её]т|ут)\s+ (?:\w+\s+){0,4}? (?:ответственность|штраф|наказание)
      | наказыва(?:ет|ют)ся
      | (?:привлека(?:ет|ют)ся|подлеж(?:ит|ат))\s+ (?:\w+\s+){0,5}? (?:ответственности|наказанию)
      | (?:взыскивается|налагается)\s+ (?:\w+\s+){0,4}? штраф
      | штраф\s+(?:взыскивается|налагается) )
    (?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def sixty_days(draft: Draft) -> Iterator[Finding]:
    """New duties of persons, or new liability, that would bind before sixty days have passed.

    Sees a duty by its words with their subject before them («граждане … обязаны»); a duty of a
    state body, and one that the wording in force has in like words, is passed over. Silent where
    the term is a day of the calendar.
    """
    if draft.package.kind != "text":
        return
    bill = draft.package.bill
    begins = term(bill.in_force if bill else "")
    if begins.days is None or begins.days >= _DUTY_DAYS:
        return
    for each in draft.proposals:
        old = [o for c in (each.old.walk() if each.old else ()) for o in _sentences(c.own_text)]
        for words in said(each):
            for start, end in sentences(words.clause.own_text):
                text = words.clause.own_text[start:end]
                for rule, place in (
                    ("papers-duty-term", _duty(text)),
                    ("papers-liability-term", _liable(text)),
                ):
                    if place and not _alike(text, old):
                        yield _too_soon(
                            each,
                            rule,
                            text[slice(*place)],
                            words.span(start + place[0], start + place[1]),
                            short(begins.said, 80),
                        )


def _too_soon(each: Proposal, rule: str, words: str, span: tuple[int, int], term: str) -> Finding:
    shown = short(words, 80)
    told = say(rule, words=shown, term=term) if term else say(f"{rule}.silent", words=shown)
    return finding(told, each, words=words, span=span)


def _duty(text: str) -> tuple[int, int] | None:
    """The place of a duty with its subject, where the subject is a person and no state body."""
    for match in _DUTY.finditer(text):
        ending = match["first"] if match["first"] is not None else match["second"]
        names = "|".join(_PERSONS[_BOUND[ending.lower()]].split())
        for subject in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text[: match.start()], re.I):
            between = text[subject.end() : match.start()]
            if _PASSIVE.match(text, match.end()):
                continue
            if not _OFFICIAL.search(text[: subject.start()]) and not _STATE.search(between):
                return subject.start(), match.end()
    banned, persons = _BANNED.search(text), _BANNED_TO.search(text)
    if banned and persons and not _OFFICIAL.search(text[: persons.start()]):
        return min(banned.start(), persons.start()), max(banned.end(), persons.end())
    return None


def _liable(text: str) -> tuple[int, int] | None:
    match = _LIABLE.search(text)
    return match.span() if match else None


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


_ALIKE = 75.0  # likeness (0–100) from which the wording in force has the same duty already


def _alike(text: str, old: Iterable[str]) -> bool:
    return any(fuzz.ratio(text, o) >= _ALIKE for o in old)


CHECKS = (
    title, acts_together, acts_in_order, one_force, restated, new_edition, grounds, kazakh,
    in_force, sixty_days,
)  # fmt: skip
