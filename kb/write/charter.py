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


def verdict(found: Verdict, duty: Paragraph, rule: Rule | None) -> dict[str, Any]:
    """A row of `kb charter --json`: the verdict with its duty and its rule's argument."""
    return {
        "id": found.id,
        "core": found.core,
        "duty": duty.duty,
        "duty_kk": duty.duty.kk,
        "clauses": list(duty.clauses),
        "argument": rule.argument if rule else "",
        "sources": list(rule.sources) if rule else [],
        "contested": _contested(rule),
        "verdict": found.verdict,
        "rule": found.rule,
        "evidence": [asdict(e) for e in found.evidence],
        "reason": found.reason,
        "missing": list(found.missing),
    }


def _contested(rule: Rule | None) -> dict[str, str] | None:
    """The strongest argument of each side, where a careful reader may decide otherwise."""
    if rule is None or rule.contested is None:
        return None
    return {"for": rule.contested[0], "against": rule.contested[1]}


def between(found: Between) -> dict[str, str]:
    """A row of `changed` of `kb charter --on D --against D2`."""
    return {
        "id": found.id,
        "before": found.before,
        "after": found.after,
        "law": found.law,
        "words": found.words,
    }


def between_text(found: tuple[Between, ...]) -> str:
    """The same for people, a duty on each line."""
    if not found:
        return f"{say('charter.between_same')}.\n"
    lines = [
        f"{each.id}: {_verdict(each.before)} → {_verdict(each.after)}"
        f"{f' · {each.law}' if each.law else ''} · {each.words}"
        for each in found
    ]
    return "\n".join(lines) + "\n"


def change(found: VerdictChange) -> dict[str, Any]:
    return {
        "id": found.id,
        "before": found.before,
        "after": found.after,
        "why": found.why,
        "direction": found.direction,
        "gained": [asdict(e) for e in found.gained],
        "lost": [asdict(e) for e in found.lost],
    }


def standing(found: Standing) -> dict[str, Any]:
    """A study's position beside the verdict."""
    position = asdict(found.position)
    position.pop("explain")
    return {**position, "verdict": found.verdict, "agrees": found.agrees, "why": found.why}


def assessment(found: Assessment, duties: Iterable[Paragraph], rules: Rules) -> dict[str, Any]:
    """All verdicts, the threshold and the texts they were read from."""
    duty = {p.id: p for p in duties}
    names = {"charter": "paragraphs", "protocol": "protocol", "constitution": "constitution"}
    return {
        "day": found.day,
        "editions": list(found.editions),
        "missing": dict(found.missing),
        "remarks": list(found.remarks),
        **{
            names[part]: [verdict(v, duty[v.id], rules.of(v.id)) for v in found.part(part)]
            for part in PARTS
        },
        "threshold": asdict(found.threshold),
    }


def text(found: Assessment, duties: Iterable[Paragraph], rules: Rules, positions: Positions) -> str:
    """The verdicts for people, plain Markdown: every quotation with its address."""
    duty = {p.id: p.duty for p in duties}
    lines = ["# Соответствие закона Хартии", "", positions.statement, ""]
    lines.append(f"Тексты: {', '.join(found.editions) or 'нет'}.")
    lines += [f"Нет текста: {reason}." for reason in found.missing.values()]
    lines += [f"Внимание: {remark}." for remark in found.remarks]
    lines += ["", *_threshold(found)]
    for part in PARTS:
        lines += ["", f"## {PART_RU[part]}"]
        for each in found.part(part):
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


def changes_text(found: Iterable[VerdictChange], after: Assessment) -> str:
    """What the packages change, for people."""
    lines = ["", "## Что меняют поправки", ""]
    listed = [
        f"- **{c.id}** ({_verdict(c.before)} → {_verdict(c.after)}, "
        f"{say(f'papers.direction_{c.direction}')}): {c.why}"
        for c in found
    ]
    return "\n".join([*lines, *(listed or [unchanged(after)])]) + "\n"


def standings_text(found: Iterable[Standing], positions: Positions) -> str:
    """What the studies say beside the verdicts, and of Kazakhstan's part in the Charter."""
    lines = ["", "## Исследования рядом с вердиктами", ""]
    for each in found:
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


def _threshold(found: Assessment) -> list[str]:
    t = found.threshold
    return [
        f"Порог статьи 12 {MET_RU[t.met] if t.met != 'undetermined' else 'не определен'}: "
        f"закон исполняет {t.full} из 30 (мера – 20), из 14 основных {t.core_full} (мера – 10); "
        f"частично {t.partly} ({t.core_partly}), не соответствует {t.fails} ({t.core_fails}), "
        f"не определено {t.undetermined} ({t.core_undetermined}).",
    ]


def _evidence(found: Evidence) -> str:
    sign = "за" if found.weighs == "for" else "против"
    at = found.quote.find(found.decisive)
    marked = (
        f"{found.quote[:at]}**{found.decisive}**{found.quote[at + len(found.decisive) :]}"
        if at >= 0
        else found.quote
    )
    proposed = " (предлагаемая редакция)" if found.proposed else ""
    limit = f" [ограничение: {found.limit}]" if found.limit else ""
    return f"- {sign}: {found.says} – {found.address}{proposed}: «{marked}»{limit}"
