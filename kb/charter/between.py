"""Verdicts on two days side by side: what changed, by which law, by which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.charter.assess import Assessment, Evidence, Verdict
from kb.charter.texts import Texts
from kb.ground.saying import Saying, joined, say
from kb.norm import dates
from kb.norm.act import Act, Clause
from kb.norm.address import Steps, parse


@dataclass(frozen=True, slots=True)
class Between:
    """A duty whose verdict differs: `law`, the laws that changed its words, "" where none is named;
    `words`, those that came and went, or why the difference is none of the law's."""

    id: str
    before: str
    after: str
    law: str
    words: Saying


@dataclass(frozen=True, slots=True)
class Day:
    """The verdicts of a day and the texts they were read from."""

    texts: Texts
    assessment: Assessment


def between(before: Day, after: Day, acts: Mapping[str, Act]) -> tuple[Between, ...]:
    """The duties whose verdicts differ on two days, in their order."""
    earlier = {v.id: v for v in before.assessment.verdicts}
    return tuple(
        _difference(earlier[v.id], v, before, after, acts)
        for v in after.assessment.verdicts
        if v.id in earlier and earlier[v.id].verdict != v.verdict
    )


def _difference(
    old: Verdict, new: Verdict, before: Day, after: Day, acts: Mapping[str, Act]
) -> Between:
    gone = set(before.texts.missing.values()) | set(after.texts.missing.values())
    unread = [text for v in (old, new) for text in v.missing if text in gone]
    if unread:
        told = say("charter.between_unread", texts=joined("; ", dict.fromkeys(unread)))
        return Between(new.id, old.verdict, new.verdict, "", told)
    gained = _apart(new.evidence, old.evidence)
    lost = _apart(old.evidence, new.evidence)
    laws = dict.fromkeys(
        law
        for evidence, came in ((gained, True), (lost, False))
        for each in evidence
        for law in _laws(each, before, after, acts, came=came)
    )
    noted = [
        law for law in laws if law[:1].isdigit()
    ]  # those that notes name; an act has its title
    words = [
        *_words("came", (e for e in gained if _comparable(e, before, acts))),
        *_words("went", (e for e in lost if _comparable(e, after, acts))),
        *_words("only_after", (e for e in gained if not _comparable(e, before, acts))),
        *_words("only_before", (e for e in lost if not _comparable(e, after, acts))),
        *([say("charter.between_which", n=str(len(noted)))] if len(noted) > 1 else []),
    ]
    return Between(new.id, old.verdict, new.verdict, "; ".join(laws), joined("; ", words))


def _words(what: str, evidence: Iterable[Evidence]) -> Iterator[Saying]:
    quoted = "; ".join(dict.fromkeys(f"«{e.decisive}»" for e in evidence))
    if quoted:
        yield say(f"charter.between_{what}", words=quoted)


def _comparable(evidence: Evidence, other: Day, acts: Mapping[str, Act]) -> bool:
    """Whether the other day's text could show the words: what is not held is not silent.

    Of an act in another's place the whole must be held, for no article stands for another's.
    """
    edition = other.texts.editions.get(evidence.act)
    if edition is not None:
        return edition.holds(parse(evidence.address).steps)
    if evidence.act in other.texts.missing:
        return False
    act = acts[evidence.act]
    kin = {act.successor, *(a.id for a in acts.values() if a.successor == act.id)}
    beside = [other.texts.editions[name] for name in kin if name in other.texts.editions]
    return not any(each.held for each in beside)


def _apart(mine: tuple[Evidence, ...], other: tuple[Evidence, ...]) -> list[Evidence]:
    """Evidence of tests that the other day's verdict has not."""
    known = {e.test for e in other}
    return [e for e in mine if e.test not in known]


def _laws(
    evidence: Evidence, before: Day, after: Day, acts: Mapping[str, Act], *, came: bool
) -> Iterator[str]:
    """The laws that brought or took away the words: a new act, its successor, or those that the
    notes of the article date between the days."""
    there = before if came else after
    act = acts[evidence.act]
    if act.id in there.texts.missing:
        return
    if act.id not in there.texts.editions:
        heir = act if came else acts.get(act.successor)
        if heir is not None:
            yield f"{heir.title}, {heir.adopted} № {heir.number}" if heir.number else heir.title
        return
    days = before.texts.editions[act.id].date, after.texts.editions[act.id].date
    edition = after.texts.editions.get(act.id)
    for clause in _around(edition.root if edition else None, parse(evidence.address).steps):
        for note in clause.notes:
            for law in dates.changes(note.text):
                if days[0] < law.earliest <= days[1]:
                    yield f"{law.date} № {law.number}" if law.number else law.date


def _around(root: Clause | None, steps: Steps) -> Iterator[Clause]:
    """The clause and those around it, the article's own notes among them."""
    for clause in root.walk() if root else ():
        if clause.steps and clause.steps == steps[: len(clause.steps)]:
            yield clause
