"""«Заключение по проверке»: what the checks found, the gravest first, and what the package does to the
verdicts on the Charter and the Constitution. It goes beside the bill, not into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from kb.charter.changed import VerdictChange
from kb.compare.table import Comparison, Entry
from kb.ground.saying import in_language, say
from kb.norm.act import Act
from kb.norm.address import Address, Steps, parse, words_kk, words_ru
from kb.papers.comparative import edition_named, numeric
from kb.papers.labels import Labels, labels_in
from kb.papers.remarks import entry_remarks
from kb.technique.finding import Band, Evidence, Finding, none_left, rules
from kb.technique.fold import counts, folded, folded_aside
from kb.words.text import short
from kb.write.paper import Block, Bullets, Heading, Plain

_MOST_EVIDENCE, _QUOTE = 2, 160  # per finding: quoted places, and characters of each
_MOST_PLACES = 6  # of one defect that are told in full


@dataclass(frozen=True, slots=True)
class Effects:
    """What a package does to the verdicts on the Charter and the Constitution.

    `texts`: the editions that the verdicts were computed on; `refused`: what could not be applied
    to them; `unknown` says why nothing was computed; `unrecognised`: amendments that change the law
    and in which no rule saw anything; `compared`: how many duties were.
    """

    changes: tuple[VerdictChange, ...] = ()
    texts: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown: str = ""
    unrecognised: tuple[str, ...] = ()
    compared: int = 0


@dataclass(frozen=True, slots=True)
class Annex:
    """What is known of a package beside its table: findings (`dismissed`: the reason by finding) and
    effects."""

    findings: tuple[Finding, ...]
    effects: Effects
    dismissed: Mapping[Finding, str] = field(default_factory=dict)


def conclusion_blocks(
    comparison: Comparison, acts: Mapping[str, Act], annex: Annex, language: str
) -> Iterator[Block]:
    """The conclusion: the numbers, the findings by band, the effects, what was set aside, remarks."""
    labels = labels_in(language)
    editions = (edition_named(acts[parse(e).act], e, language) for e in comparison.editions)
    yield Plain(f"{labels('checked_against')}: {'; '.join(editions)}.")
    shown = folded(f for f in annex.findings if f not in annex.dismissed)
    yield Plain(_numbers(shown, len(comparison.entries), len(annex.dismissed), language))
    for band in Band:
        here = [f for f in shown if f.band == band]
        if here:
            yield Heading(say(f"technique.band_{band}").in_language(language), 2)
            yield from _band(here, acts, language)
    yield Heading(labels("effects"), 2)
    yield from _effects(annex.effects, acts, language)
    if annex.dismissed:
        yield Heading(labels("dismissed"), 2)
        told = folded_aside(annex.dismissed).items()
        yield Bullets(
            tuple(f"{_where(f, labels)}: {_said(f, language)} – {why}" for f, why in told)
        )
    remarks = [(e, tuple(_telling(e))) for e in comparison.entries]
    if any(lines for _, lines in remarks):
        yield Heading(labels("remarks"), 2)
        for entry, lines in remarks:
            if lines:
                yield Plain(f"{labels('amendment')} {entry.item.id}: {entry.element}")
                yield Bullets(tuple(_dated(in_language(line, language)) for line in lines))
    yield Plain(labels("disclaimer"), aside=True)


def _numbers(shown: Iterable[Finding], items: int, dismissed: int, language: str) -> str:
    """«Замечаний: 26. Конституция и Хартия: 1 (ошибка: 1); смысл: …»: as the page and the command."""
    listed = list(shown)
    labels = labels_in(language)
    if not listed:
        return none_left(items, dismissed).in_language(language)
    told = []
    for band, numbers in counts(listed).items():
        parts = [f"{labels(f'severity_{s.value}')}: {n}" for s, n in numbers.items() if n]
        if parts:
            name = say(f"technique.band_{band}").in_language(language)
            told.append(f"{name}: {sum(numbers.values())} ({', '.join(parts)})")
    return f"{labels('findings')}: {len(listed)}. {'; '.join(told)}."


def _band(findings: Iterable[Finding], acts: Mapping[str, Act], language: str) -> Iterator[Block]:
    """The findings of a band; those of mere form in a line each."""
    for each in findings:
        if each.band == Band.FORM:
            continue
        rule, labels = rules()[each.rule], labels_in(language)
        severity = labels(f"severity_{each.severity.value}")
        yield Heading(f"{_where(each, labels)}: {rule.title[language]} ({severity})", 3)
        places = [_said(f, language) for f in each.all]
        more = len(places) - _MOST_PLACES
        yield Bullets(tuple(places[:_MOST_PLACES]) + ((f"… +{more}",) if more > 0 else ()))
        evidence = [_evidence(e, acts, language) for f in each.all for e in f.evidence]
        evidence = list(dict.fromkeys(evidence))
        rest = len(evidence) - _MOST_EVIDENCE
        if evidence:
            told = "; ".join(evidence[:_MOST_EVIDENCE])
            yield Plain(told + (f"; {labels('also')}: +{rest}" if rest > 0 else ""), aside=True)
        yield Plain(
            f"{labels('column_remedy')}: {rule.remedy[language]} {_norms_line(rule.norms, acts, language)}".rstrip()
        )
    yield from _form([f for f in findings if f.band == Band.FORM], language)


def _form(findings: Iterable[Finding], language: str) -> Iterator[Block]:
    labels = labels_in(language)
    lines = [
        f"{_where(each, labels)}: {rules()[each.rule].title[language]}. "
        + " ".join(_said(f, language) for f in each.all[:_MOST_PLACES])
        for each in findings
    ]
    if lines:
        yield Bullets(tuple(lines))


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def _said(finding: Finding, language: str) -> str:
    return _dated(finding.message_in(language))


def _dated(words: str) -> str:
    """The program's words with their days as papers write them: 14.07.2026."""
    return _DAY.sub(lambda day: numeric(day[0]), words)


def _where(finding: Finding, labels: Labels) -> str:
    return f"{labels('amendment')} {finding.item}" if finding.item else labels("whole")


def _evidence(evidence: Evidence, acts: Mapping[str, Act], language: str) -> str:
    """Where it stands and how it begins: a paper that is read on paper points, the app quotes all."""
    quote = short(evidence.quote, _QUOTE)
    place, why = norm_words(evidence.address, acts, language), _dated(evidence.note_in(language))
    note = f" ({why})" if why else ""
    return f"{place}: «{quote}»{note}" if quote else f"{place}{note}"


def _norms_line(norms: Iterable[Address], acts: Mapping[str, Act], language: str) -> str:
    told = "; ".join(_norms(norms, acts, language))
    return f"({told})" if told else ""


def _norms(norms: Iterable[Address], acts: Mapping[str, Act], language: str) -> Iterator[str]:
    """The clauses of a rule, those of one act together: «статья 23; статья 24, Закон о …»."""
    for _, group in groupby(norms, key=lambda n: (n.act, n.edition)):
        *first, last = group
        units = [_units(n.steps, language) for n in first]
        yield "; ".join([*units, norm_words(str(last), acts, language)])


def _units(steps: Steps, language: str) -> str:
    return words_kk(steps) if language == "kk" else words_ru(steps)


def norm_words(address: str, acts: Mapping[str, Act], language: str) -> str:
    """«часть вторая статьи 9, Закон о МСУ, ред. 02.03.2022»; an empty address has no words."""
    if not address:
        return ""
    parsed = parse(address)
    act = acts.get(parsed.act)
    units = _units(parsed.steps, language)
    kazakh = language == "kk"
    name = (
        (act.title_kk if kazakh else "") or in_language(act.name, language) if act else parsed.act
    )
    day = numeric(parsed.edition or "")
    of = say("papers.edition_of_day", day=day).in_language(language)
    return ", ".join(filter(None, (units, name, of if parsed.edition else "")))


# --- The Charter and the Constitution -------------------------------------------------------------


def _effects(effects: Effects, acts: Mapping[str, Act], language: str) -> Iterator[Block]:
    labels = labels_in(language)
    if effects.unknown:
        yield Plain(f"{labels('effects_unknown')}: {in_language(effects.unknown, language)}")
        return
    texts = (norm_words(name, acts, language) for name in effects.texts)
    yield Plain(f"{labels('effects_texts')}: {'; '.join(texts)}.")
    if effects.refused:
        yield Plain(f"{labels('not_applied')}: {'; '.join(effects.refused)}.")
    if effects.unrecognised:
        said = say("papers.effects_unrecognised", items=", ".join(effects.unrecognised))
        yield Plain(said.in_language(language))
    if not effects.changes:
        yield Plain(say("papers.no_effects", count=effects.compared).in_language(language))
        return
    yield Bullets(
        tuple(
            f"{c.id} ({_verdict(c.before, language)} → {_verdict(c.after, language)}, "
            f"{labels(f'direction_{c.direction}')}): {_named(c.why, acts, language)}"
            for c in effects.changes
        )
    )


_ADDRESS = re.compile(r"[a-z0-9-]+@\d{4}-\d\d-\d\d:[a-z]{2}(?:/[\w.-]*\w)?")


def _named(why: str, acts: Mapping[str, Act], language: str) -> str:
    """What changes and why, with its norms in words: a paper shows no machine addresses."""
    return _ADDRESS.sub(
        lambda pair: norm_words(pair[0], acts, language), in_language(why, language)
    )


def _verdict(verdict: str, language: str) -> str:
    return say(f"charter.verdict_{verdict}").in_language(language)


# --- Remarks --------------------------------------------------------------------------------------


def _telling(entry: Entry) -> Iterator[str]:
    """The remarks of an amendment; that its quotation is exact in an edition
    held, and which others are not held, needs no telling."""
    matches = {b.match for b in entry.baselines}
    passed = {str(say("papers.nothing_quoted"))}
    if matches & {"exact", "near"}:
        absent = (b.edition for b in entry.baselines if b.match == "not_held")
        dates = ", ".join(parse(e).edition or "" for e in absent)
        passed.add(str(say("papers.not_matched", dates=dates)))
    for each in entry.baselines:
        day = parse(each.edition).edition or ""
        passed.add(str(say("papers.matched", date=day, match=say("papers.match_exact"))))
    yield from dict.fromkeys(
        line for line in entry_remarks(entry, brief=True) if str(line) not in passed
    )
