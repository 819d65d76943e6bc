"""Verdicts from texts: every test looked for in the clauses it names, every rule decided on them.

Three values hold throughout: a test is found, not found, or cannot be told because a text is not
held. A verdict is never surer than that: a condition that turns on an unknown gives «не определено»,
and so does any rule whose deciding tests read an act of which the day's text is not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kb.charter.paragraphs import Paragraph, Part
from kb.charter.rules import PARTLY, UNDETERMINED, Answer, Branch, Rule, Rules, Test
from kb.charter.texts import LawUnit, Texts, units
from kb.charter.threshold import Threshold, threshold
from kb.charter.words import Index
from kb.ground.saying import Saying, joined, say
from kb.norm.act import Edition
from kb.norm.address import Steps, unit_words

Value = bool | None  # None: cannot be told


Weighs = Literal["for", "against", ""]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the law that a test found: `quote` exactly, and in it the deciding words.

    `weighs` is `for` or `against` the duty, empty until a rule weighs it; `limit` is the note that limits the clause; `proposed`
    says that the words are a proposal's, not the law's.
    """

    act: str
    edition: str
    language: str
    address: str
    quote: str
    decisive: str
    test: str
    says: Saying
    weighs: Weighs
    limit: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the texts say of one duty, by which rule, on what evidence; `missing` decides nothing.

    `because` is the rule's reason with its limits; `reason` adds what the evidence and `missing` say.
    """

    id: str
    part: Part
    core: bool
    verdict: Answer
    rule: str
    evidence: tuple[Evidence, ...]
    because: Saying
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> Saying:
        """Why, with what speaks against and what is missing, in one line."""
        parts = [self.because]
        if against := dict.fromkeys(e.says for e in self.evidence if e.weighs == "against"):
            parts.append(say("charter.against", grounds=joined("; ", against)))
        if self.missing:
            parts.append(say("charter.missing", texts=joined("; ", self.missing)))
        return joined(" ", parts)


@dataclass(frozen=True, slots=True)
class Assessment:
    """All verdicts on one set of texts."""

    day: str | None
    editions: tuple[str, ...]
    missing: Mapping[str, str]
    verdicts: tuple[Verdict, ...]
    threshold: Threshold
    remarks: tuple[str, ...] = ()

    def part(self, name: str) -> tuple[Verdict, ...]:
        """The verdicts on the Charter, the Protocol or the Constitution."""
        return tuple(v for v in self.verdicts if v.part == name)

    def of(self, paragraph: str) -> Verdict:
        return next(v for v in self.verdicts if v.id == paragraph)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a test found; `unread`: the texts it names that are not held."""

    evidence: tuple[Evidence, ...]
    unread: tuple[str, ...]

    def value(self, *, limited: bool = True) -> Value:
        """Whether it is found, with or without what binds only with a limit."""
        if any(limited or not e.limit for e in self.evidence):
            return True
        return None if self.unread else False


def assess(texts: Texts, rules: Rules, paragraphs: Sequence[Paragraph]) -> Assessment:
    """The verdict on every duty. Pure: the same texts and rules give the same answer."""
    reader = Reader(texts)
    verdicts = tuple(_verdict(p, rules, reader) for p in paragraphs)
    return Assessment(
        texts.day,
        tuple(e.name for e in texts.editions.values()),
        texts.missing,
        verdicts,
        threshold([(v.verdict, v.core) for v in verdicts if v.part == "charter"]),
        texts.remarks,
    )


@dataclass(slots=True)
class _Act:
    """An act's binding clauses, listed and indexed once for all tests."""

    units: list[LawUnit]
    index: Index

    @classmethod
    def of(cls, edition: Edition, day: str | None) -> _Act:
        listed = list(units(edition, day))
        return cls(listed, Index(u.clause.own_text for u in listed))


@dataclass(slots=True)
class Reader:
    """The texts with what each test finds in them."""

    texts: Texts
    _acts: dict[str, _Act] = field(default_factory=dict)
    _seen: dict[str, Seen] = field(default_factory=dict)

    def seen(self, test: Test) -> Seen:
        if test.id not in self._seen:
            self._seen[test.id] = self._look(test)
        return self._seen[test.id]

    def _look(self, test: Test) -> Seen:
        evidence: dict[tuple[str, str], Evidence] = {}
        unread: dict[str, None] = {}
        for place in test.places:
            if place.act in self.texts.idle:
                continue
            edition = self.texts.editions.get(place.act)
            if edition is None:
                absent = say("charter.act_absent", act=place.act)
                unread[self.texts.missing.get(place.act, absent)] = None
                continue
            clause = edition.find(place.steps) if place.steps else edition.root
            if clause is None:
                if not edition.holds(place.steps):
                    absent = say(
                        "charter.unit_not_held", edition=edition.name, unit=unit_words(place.steps)
                    )
                    unread[absent] = None
                continue
            if not place.steps and edition.held:
                unread[say("charter.act_in_part", edition=edition.name)] = None
            for each in self._in(test, edition, clause.steps):
                evidence.setdefault((each.address, each.quote), each)
        return Seen(tuple(evidence.values()), tuple(unread))

    def _binding(self, edition: Edition) -> _Act:
        if edition.act not in self._acts:
            self._acts[edition.act] = _Act.of(edition, self.texts.day)
        return self._acts[edition.act]

    def _in(self, test: Test, edition: Edition, place: Steps) -> Iterator[Evidence]:
        """What the test finds in the binding clauses of a place, in the order of the text."""
        act = self._binding(edition)
        matches = [
            (nth, rank, match)
            for rank, pattern in enumerate(test.words)
            for nth, match in act.index.find(pattern)
            if place in act.units[nth].path
        ]
        for nth, _, match in sorted(matches, key=lambda m: m[:2]):
            unit = act.units[nth]
            text = unit.clause.own_text
            if (match.denied != unit.denied) == test.denied:
                yield Evidence(
                    edition.act,
                    edition.date,
                    edition.language,
                    edition.address(unit.clause.steps),
                    text[slice(*match.sentence)],
                    text[match.start : match.end],
                    test.id,
                    test.says,
                    "",
                    unit.limit,
                    self.texts.proposed(unit.clause, edition.act),
                )


def _verdict(paragraph: Paragraph, rules: Rules, reader: Reader) -> Verdict:
    rule = rules.of(paragraph.id)
    if rule is None:
        return Verdict(
            paragraph.id,
            paragraph.part,
            paragraph.core,
            UNDETERMINED,
            "",
            (),
            say("charter.no_rule"),
        )
    seen = {n: reader.seen(rules.tests[n]) for n in (*rule.meets, *rule.defeats)}
    sides: tuple[tuple[Weighs, tuple[str, ...]], ...] = (
        ("for", rule.meets),
        ("against", rule.defeats),
    )
    evidence = tuple(
        replace(e, weighs=weighs)
        for weighs, names in sides
        for name in names
        for e in seen[name].evidence
    )
    values: dict[str, Value] = {n: s.value() for n, s in seen.items()}
    verdict, because, unknown = _decide(rule, values)
    without, _, _ = _decide(rule, {n: s.value(limited=False) for n, s in seen.items()})
    if without != verdict:
        limits = dict.fromkeys(e.limit for e in evidence if e.limit)
        verdict = PARTLY if UNDETERMINED not in (verdict, without) else UNDETERMINED
        limited = say("charter.limited", limits=joined(" ", limits))
        because = joined(" ", (because, limited))
    missing = [
        text
        for name in unknown
        for text in (seen[name].unread if name in seen else (rules.needs[name],))
    ]
    gone = set(reader.texts.missing.values())
    deciding = {n for b in rule.branches for n in b.names if n in seen}
    lost = [u for n in seen if n in deciding for u in seen[n].unread if u in gone]
    if lost:
        # What a rule says holds of texts that were read, and of silence in them.
        verdict, because, missing = UNDETERMINED, say("charter.no_text_of_day"), lost
    elif beside := dict.fromkeys(u for s in seen.values() for u in s.unread if u in gone):
        because = joined(" ", (because, say("charter.unread", texts=joined("; ", beside))))
    return Verdict(
        paragraph.id,
        paragraph.part,
        paragraph.core,
        verdict,
        rule.id,
        evidence,
        because,
        tuple(dict.fromkeys(missing)),
    )


def _decide(rule: Rule, values: Mapping[str, Value]) -> tuple[Answer, Saying, tuple[str, ...]]:
    """The verdict, why, and the names that cannot be told and would decide it."""
    for branch in rule.branches:
        match _holds(branch, values):
            case True:
                return branch.verdict, branch.because, ()
            case None:
                unknown = tuple(n for n in branch.names if values.get(n) is None)
                silent = rule.absent.verdict == UNDETERMINED
                because = rule.absent.because if silent else say("charter.undetermined")
                return UNDETERMINED, because, (*unknown, *(rule.needs if silent else ()))
    unknown = rule.needs if rule.absent.verdict == UNDETERMINED else ()
    return rule.absent.verdict, rule.absent.because, unknown


def _holds(branch: Branch, values: Mapping[str, Value]) -> Value:
    """A condition in three values; a need is always unknown."""
    every = _all(values.get(n) for n in branch.all)
    some = _not(_all(_not(values.get(n)) for n in branch.any)) if branch.any else True
    none = _all(_not(values.get(n)) for n in branch.none)
    return _all((every, some, none))


def _not(value: Value) -> Value:
    return None if value is None else not value


def _all(values: Iterable[Value]) -> Value:
    listed = list(values)
    if False in listed:
        return False
    return None if None in listed else True
