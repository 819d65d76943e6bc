"""Verdicts as JSON and as Markdown to take away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kb.charter.assess import Assessment, Evidence, Verdict
from kb.charter.between import Between
from kb.charter.changed import VerdictChange, unchanged
from kb.charter.paragraphs import PARTS, Paragraph
from kb.charter.positions import Positions, Standing
from kb.charter.rules import Rule, Rules
from kb.ground.saying import Saying, say

PART_RU = {
    "charter": "Хартия, часть I",
    "protocol": "Протокол 2009 года",
    "constitution": "Конституция",
}
MET_RU = {"yes": "достигнут", "no": "не достигнут", "undetermined": "не определено"}
AGREES_RU = {True: "совпадает", False: "расходится", None: "не проверить"}


def _verdict(code: str) -> Saying:
    return say(f"charter.verdict_{code}")


def verdict(decided: Verdict, duty: Paragraph, rule: Rule | None) -> dict[str, Any]:
    """A row of `kb charter --json`: the verdict with its duty and its rule's argument."""
    return {
        "id": decided.id,
        "core": decided.core,
        "duty": duty.duty,
        "duty_kk": duty.duty.kk,
        "clauses": list(duty.clauses),
        "argument": rule.argument if rule else "",
        "sources": list(rule.sources) if rule else [],
        "contested": _contested(rule),
        "verdict": decided.verdict,
        "rule": decided.rule,
        "evidence": [asdict(e) for e in decided.evidence],
        "reason": decided.reason,
        "missing": list(decided.missing),
    }


def _contested(rule: Rule | None) -> dict[str, str] | None:
    """The strongest argument of each side, where a careful reader may decide otherwise."""
    if rule is None or rule.contested is None:
        return None
    return {"for": rule.contested[0], "against": rule.contested[1]}


def between(step: Between) -> dict[str, str]:
    """A row of `changed` of `kb charter --on D --against D2`."""
    return {
        "id": step.id,
        "before": step.before,
        "after": step.after,
        "law": step.law,
        "words": step.words,
    }


def between_text(steps: tuple[Between, ...]) -> str:
    """The same for people, a duty on each line."""
    if not steps:
        return f"{say('charter.between_same')}.\n"
    lines = [
        f"{each.id}: {_verdict(each.before)} → {_verdict(each.after)}"
        f"{f' · {each.law}' if each.law else ''} · {each.words}"
        for each in steps
    ]
    return "\n".join(lines) + "\n"


def change(moved: VerdictChange) -> dict[str, Any]:
    return {
        "id": moved.id,
        "before": moved.before,
        "after": moved.after,
        "why": moved.why,
        "direction": moved.direction,
        "gained": [asdict(e) for e in moved.gained],
        "lost": [asdict(e) for e in moved.lost],
    }


def standing(beside: Standing) -> dict[str, Any]:
    """A study's position beside the verdict."""
    position = asdict(beside.position)
    position.pop("explain")
    return {**position, "verdict": beside.verdict, "agrees": beside.agrees, "why": beside.why}


def assessment(assessed: Assessment, duties: Iterable[Paragraph], rules: Rules) -> dict[str, Any]:
    """All verdicts, the threshold and the texts they were read from."""
    duty = {p.id: p for p in duties}
    names = {"charter": "paragraphs", "protocol": "protocol", "constitution": "constitution"}
    return {
        "day": assessed.day,
        "editions": list(assessed.editions),
        "missing": dict(assessed.missing),
        "remarks": list(assessed.remarks),
        **{
            names[part]: [verdict(v, duty[v.id], rules.of(v.id)) for v in assessed.part(part)]
            for part in PARTS
        },
        "threshold": asdict(assessed.threshold),
    }


def text(
    assessed: Assessment, duties: Iterable[Paragraph], rules: Rules, positions: Positions
) -> str:
    """The verdicts for people, plain Markdown: every quotation with its address."""
    duty = {p.id: p.duty for p in duties}
    lines = ["# Соответствие закона Хартии", "", positions.statement, ""]
    lines.append(f"Тексты: {', '.join(assessed.editions) or 'нет'}.")
    lines += [f"Нет текста: {reason}." for reason in assessed.missing.values()]
    lines += [f"Внимание: {remark}." for remark in assessed.remarks]
    lines += ["", *_threshold(assessed)]
    for part in PARTS:
        lines += ["", f"## {PART_RU[part]}"]
        for each in assessed.part(part):
            core = ", основной" if each.core else ""
            lines += ["", f"### {each.id}{core}: {_verdict(each.verdict)}", "", duty[each.id]]
            lines += ["", each.reason]
            if rule := rules.of(each.id):
                lines += ["", f"Довод: {rule.argument} Источники: {'; '.join(rule.sources)}."]
                if rule.contested:
                    sides = (say("charter.contested_for"), say("charter.contested_against"))
                    said = [f"{s}: {a}" for s, a in zip(sides, rule.contested, strict=True)]
                    lines += ["", f"{say('charter.contested').capitalize()}. {' '.join(said)}"]
            lines += [""] if each.evidence else []
            lines += [_evidence(e) for e in each.evidence]
    return "\n".join(lines) + "\n"


def changes_text(changes: Iterable[VerdictChange], after: Assessment) -> str:
    """What the packages change, for people."""
    lines = ["", "## Что меняют поправки", ""]
    listed = [
        f"- **{c.id}** ({_verdict(c.before)} → {_verdict(c.after)}, "
        f"{say(f'papers.direction_{c.direction}')}): {c.why}"
        for c in changes
    ]
    return "\n".join([*lines, *(listed or [unchanged(after)])]) + "\n"


def standings_text(standings: Iterable[Standing], positions: Positions) -> str:
    """What the studies say beside the verdicts, and of Kazakhstan's part in the Charter."""
    lines = ["", "## Исследования рядом с вердиктами", ""]
    for each in standings:
        said = each.position
        inferred = " (вывод наш)" if said.implied else ""
        lines.append(
            f"- **{said.paragraph}** {said.author}, {said.place}: «{said.words}» → "
            f"{_verdict(said.says)}{inferred}; вычислено: {_verdict(each.verdict)} – "
            f"{AGREES_RU[each.agrees]}. {each.why} {said.remark}".rstrip()
        )
    lines += ["", "### Что исследования говорят об участии Казахстана в Хартии", ""]
    lines += [
        f"- {m.author}, {m.place}: «{m.words}» {m.remark}".rstrip() for m in positions.membership
    ]
    return "\n".join(lines) + "\n"


def _threshold(assessed: Assessment) -> list[str]:
    t = assessed.threshold
    return [
        f"Порог статьи 12 {MET_RU[t.met] if t.met != 'undetermined' else 'не определен'}: "
        f"закон исполняет {t.full} из 30 (мера – 20), из 14 основных {t.core_full} (мера – 10); "
        f"частично {t.partly} ({t.core_partly}), не соответствует {t.fails} ({t.core_fails}), "
        f"не определено {t.undetermined} ({t.core_undetermined}).",
    ]


def _evidence(ground: Evidence) -> str:
    sign = "за" if ground.weighs == "for" else "против"
    at = ground.quote.find(ground.decisive)
    marked = (
        f"{ground.quote[:at]}**{ground.decisive}**{ground.quote[at + len(ground.decisive) :]}"
        if at >= 0
        else ground.quote
    )
    proposed = " (предлагаемая редакция)" if ground.proposed else ""
    limit = f" [ограничение: {ground.limit}]" if ground.limit else ""
    return f"- {sign}: {ground.says} – {ground.address}{proposed}: «{marked}»{limit}"
