"""The explanatory note of a package: findings with what was dismissed, effects, remarks, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from kb.amendment.package import Baseline, Item
from kb.charter.changed import Change
from kb.compare.table import Comparison, Entry
from kb.ground.saying import in_language, say
from kb.norm.act import Act
from kb.norm.address import Address, Steps, parse, words_kk, words_ru
from kb.papers.labels import Labels, labels_in
from kb.technique.finding import Evidence, Finding, rules
from kb.words.text import short
from kb.write.columns import Column
from kb.write.paper import Block, Bullets, Cell, Heading, Plain, Table, said

MATCHES = {
    "exact": "дословно",
    "near": "почти, с отличиями",
    "none": "не совпадает",
    "not_held": "не удерживается",
}
_MOST_EVIDENCE, _QUOTE = 3, 160  # per finding: quoted places, and characters of each
# The columns of the findings' table, in centimetres.
_FINDINGS_CM = {
    "severity": 3.1,
    "amendment": 2.2,
    "rule": 3.4,
    "finding": 9.0,
    "remedy": 4.0,
    "norm": 4.0,
}


@dataclass(frozen=True, slots=True)
class Effects:
    """What a package does to the verdicts on the Charter and the Constitution.

    `texts`: the editions that the verdicts were computed on; `refused`: what could not be applied
    to them; `unknown` says why nothing was computed.
    """

    changes: tuple[Change, ...] = ()
    texts: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """What the explanatory note adds: findings (`dismissed`: the reason by finding) and effects."""

    findings: tuple[Finding, ...]
    effects: Effects
    dismissed: Mapping[Finding, str] = field(default_factory=dict)


def note(
    comparison: Comparison, acts: Mapping[str, Act], annex: Annex | None, language: str
) -> Iterator[Block]:
    """The note's blocks. Without an annex it holds only what the comparison itself knows."""
    labels = labels_in(language)
    yield Heading(labels("note"))
    if annex:
        yield Heading(labels("findings"), 2)
        if annex.findings:
            yield _findings(annex, acts, language)
        else:
            yield Plain(labels("no_findings"))
        yield Heading(labels("effects"), 2)
        yield from _effects(annex.effects, language)
    remarks = tuple(_remarks(comparison, labels))
    if remarks:
        yield Heading(labels("remarks"), 2)
        for heading, lines in remarks:
            yield Heading(heading, 3)
            yield Bullets(lines)
    yield Heading(labels("sources"), 2)
    yield Bullets(tuple(_sources(comparison, labels)))
    yield Plain(labels("disclaimer"), aside=True)


def _findings(annex: Annex, acts: Mapping[str, Act], language: str) -> Table:
    labels = labels_in(language)
    columns = tuple(
        Column(f"finding-{nth}", {language: labels(f"column_{name}")}, width)
        for nth, (name, width) in enumerate(_FINDINGS_CM.items())
    )
    rows = (_finding(f, annex.dismissed.get(f), acts, language) for f in annex.findings)
    return Table(columns, tuple(rows))


def _finding(
    found: Finding, dismissed: str | None, acts: Mapping[str, Act], language: str
) -> tuple[Cell, ...]:
    rule, labels = rules()[found.rule], labels_in(language)
    evidence = [_evidence(e, acts, language) for e in found.evidence[:_MOST_EVIDENCE]]
    rest = [norm_words(e.address, acts, language) for e in found.evidence[_MOST_EVIDENCE:]]
    if rest:
        evidence.append(f"{labels('also')}: {'; '.join(dict.fromkeys(rest))}")
    taken = [] if dismissed is None else [f"{labels('dismissed')}: {dismissed}"]
    return (
        said(
            labels(f"severity_{found.severity.value}"),
            *([labels("dismissed").lower()] if taken else []),
        ),
        said(found.item or labels("package")),
        said(rule.title[language]),
        said(found.message_in(language), *evidence, *taken),
        said(rule.remedy[language]),
        said(*_norms(rule.norms, acts, language)),
    )


def _evidence(found: Evidence, acts: Mapping[str, Act], language: str) -> str:
    """Where it stands and how it begins: a paper that is read on paper points, the app quotes all."""
    quote = short(found.quote, _QUOTE)
    place, why = norm_words(found.address, acts, language), found.note_in(language)
    note = f" ({why})" if why else ""
    return f"{place}: «{quote}»{note}" if quote else f"{place}{note}"


def _norms(norms: Iterable[Address], acts: Mapping[str, Act], language: str) -> Iterator[str]:
    """The clauses of a rule, those of one act together: «статья 23; статья 24, Закон о …»."""
    for _, found in groupby(norms, key=lambda n: (n.act, n.edition)):
        *first, last = found
        units = [_units(n.steps, language) for n in first]
        yield "; ".join([*units, norm_words(str(last), acts, language)])


def _units(steps: Steps, language: str) -> str:
    return words_kk(steps) if language == "kk" else words_ru(steps)


def norm_words(address: str, acts: Mapping[str, Act], language: str) -> str:
    """«часть вторая статьи 9, Закон о МСУ, ред. 2022-03-02»; an empty address has no words."""
    if not address:
        return ""
    found = parse(address)
    act = acts.get(found.act)
    units = _units(found.steps, language)
    kazakh = language == "kk"
    name = (act.title_kk if kazakh else "") or in_language(act.name, language) if act else found.act
    of = f"{found.edition} редакциясы" if kazakh else f"ред. {found.edition}"
    edition = of if found.edition else ""
    return ", ".join(filter(None, (units, name, edition)))


def _effects(effects: Effects, language: str) -> Iterator[Block]:
    labels = labels_in(language)
    if effects.unknown:
        yield Plain(f"{labels('effects_unknown')}: {in_language(effects.unknown, language)}")
        return
    yield Plain(f"{labels('effects_texts')}: {', '.join(effects.texts)}.")
    if effects.refused:
        yield Plain(f"{labels('not_applied')}: {'; '.join(effects.refused)}.")
    if not effects.changes:
        yield Plain(labels("no_effects"))
        return
    yield Bullets(
        tuple(
            f"{c.id} ({_verdict(c.before, language)} → {_verdict(c.after, language)}, "
            f"{labels(f'direction_{c.direction}')}): {in_language(c.why, language)}"
            for c in effects.changes
        )
    )


def _verdict(verdict: str, language: str) -> str:
    return say(f"charter.verdict_{verdict}").in_language(language)


def _remarks(comparison: Comparison, labels: Labels) -> Iterator[tuple[str, tuple[str, ...]]]:
    if comparison.remarks:
        yield labels("whole"), comparison.remarks
    for entry in comparison.entries:
        lines = tuple(entry_remarks(entry))
        if lines:
            yield f"{labels('amendment')} {entry.item.id}: {entry.element}", lines


def entry_remarks(entry: Entry) -> Iterator[str]:
    """Everything that must be known of one amendment: refusal, remarks, baseline, misprints."""
    if entry.item.operation == "none":
        yield "Замысел: показана норма, которую он затронул бы; применять нечего."
    elif entry.refused:
        yield f"Не применена: {entry.refused}."
    yield from (_sentence(r) for r in entry.remarks)
    for misprint in entry.item.misprints:
        yield f"У автора «{misprint.words}», по смыслу «{misprint.should_be}»."
    if entry.item.annex:
        for body, annex in entry.item.annex.differences:
            yield f"В тексте «{body}», в повторе ({entry.item.annex.place}) «{annex}»."
    if entry.item.operation != "none":
        yield from baseline_lines(entry.item, entry.baselines)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "…", "»", "!")) else f"{text}."


def baseline_lines(item: Item, found: tuple[Baseline, ...]) -> Iterator[str]:
    """The baseline in sentences: in which editions the quoted wording stands."""
    if item.quoted is None:
        yield "Действующей редакции автор не приводит: сверять не с чем."
        return
    absent = [_date(b.edition) for b in found if b.match == "not_held"]
    for each in found:
        if each.match == "not_held":
            continue
        line = f"Сверка с редакцией {_date(each.edition)}: {MATCHES[each.match]}"
        if each.match == "near":
            removed = " ".join(t.strip() for op, t in each.segments if op == "-")
            added = " ".join(t.strip() for op, t in each.segments if op == "+")
            line += f" (у автора «{removed}», в редакции «{added}»)"
        yield line + "."
        for part in each.partial:
            yield f"Автор не приводит: {part}"
    if absent:
        yield f"Не сверено, редакции не удерживаются: {', '.join(absent)}."


def _date(edition: str) -> str:
    return parse(edition).edition or ""


def _sources(comparison: Comparison, labels: Labels) -> Iterator[str]:
    package = comparison.package
    if package.citation:
        yield package.citation
    for entry in comparison.entries:
        if entry.item.place:
            yield f"{labels('amendment')} {entry.item.id}: {entry.item.place}."
