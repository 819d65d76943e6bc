"""Verdicts as JSON, and as Markdown to take away in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from kb.charter.assess import Assessment, Evidence, Verdict
from kb.charter.between import Between
from kb.charter.changed import VerdictChange, unchanged
from kb.charter.paragraphs import PARTS, Paragraph
from kb.charter.positions import Positions, Standing
from kb.charter.report import Refusal
from kb.charter.rules import Rule, Rules
from kb.ground.saying import Saying, in_language, joined, say


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


def between_text(steps: tuple[Between, ...], language: str = "ru") -> str:
    """The same for people, a duty on each line."""
    if not steps:
        return f"{say('charter.between_same').in_language(language)}.\n"
    lines = [
        f"{each.id}: {_verdict(each.before).in_language(language)} → {_verdict(each.after).in_language(language)}"
        f"{f' · {each.law}' if each.law else ''} · {in_language(each.words, language)}"
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
    assessed: Assessment,
    duties: Iterable[Paragraph],
    rules: Rules,
    positions: Positions,
    language: str = "ru",
) -> str:
    """The verdicts for people, plain Markdown in a language: every quotation with its address."""
    duty = {p.id: p.duty for p in duties}
    none = say("write.verdicts_no_texts")
    remarks = [
        say("write.charter_texts", texts=", ".join(assessed.editions) or none),
        *(say("write.verdicts_no_text", reason=reason) for reason in assessed.missing.values()),
        *(say("write.verdicts_remark", remark=remark) for remark in assessed.remarks),
    ]
    lines: list[str] = [
        joined("", ("# ", say("write.verdicts_title"))), "", positions.statement, "", *remarks, "",
        _threshold(assessed),
    ]  # fmt: skip
    for part in PARTS:
        lines += ["", joined("", ("## ", say(f"write.verdicts_part_{part}")))]
        for each in assessed.part(part):
            title = say(
                "write.verdicts_core" if each.core else "write.verdicts_one",
                id=each.id,
                verdict=_verdict(each.verdict),
            )
            lines += ["", joined("", ("### ", title)), "", duty[each.id], "", each.reason]
            if rule := rules.of(each.id):
                lines += ["", *_argued(rule)]
            lines += [""] if each.evidence else []
            lines += [_evidence(e) for e in each.evidence]
    return _in(language, lines)


def _argued(rule: Rule) -> list[str]:
    """A rule's argument, and what each side says where it is contested."""
    sources = "; ".join(rule.sources)
    lines: list[str] = [say("write.verdicts_argument", argument=rule.argument, sources=sources)]
    if rule.contested:
        better, worse = rule.contested
        lines += ["", say("write.verdicts_contested", better=better, worse=worse)]
    return lines


def changes_text(changes: Iterable[VerdictChange], after: Assessment, language: str = "ru") -> str:
    """What the packages change, for people."""
    listed = [
        say(
            "write.verdicts_change",
            id=c.id,
            before=_verdict(c.before),
            after=_verdict(c.after),
            direction=say(f"papers.direction_{c.direction}"),
            why=c.why,
        )
        for c in changes
    ]
    title = joined("", ("## ", say("write.verdicts_changes")))
    return _in(language, ["", title, "", *(listed or [unchanged(after)])])


def refused_text(refused: Iterable[Refusal], language: str = "ru") -> str:
    """The items that are not carried out, for people, a line for each."""
    return _in(
        language,
        [
            say(
                "write.verdicts_refused",
                what=", ".join(filter(None, (each.package, each.target))),
                reason=each.reason,
            )
            for each in refused
        ],
    )


def standings_text(
    standings: Iterable[Standing], positions: Positions, language: str = "ru"
) -> str:
    """What the studies say beside the verdicts, and of Kazakhstan's part in the Charter."""
    lines: list[str] = ["", joined("", ("## ", say("write.verdicts_studies"))), ""]
    for each in standings:
        stood = each.position
        line = say(
            "write.verdicts_study_inferred" if stood.implied else "write.verdicts_study",
            paragraph=stood.paragraph,
            author=stood.author,
            place=stood.place,
            words=stood.words,
            says=_verdict(stood.says),
            verdict=_verdict(each.verdict),
            agrees=say(f"write.verdicts_agree_{_AGREES[each.agrees]}"),
        )
        lines.append(joined(" ", filter(None, (line, each.why, stood.remark))))
    lines += ["", joined("", ("### ", say("write.verdicts_membership"))), ""]
    lines += [
        joined(" ", filter(None, (f"- {m.author}, {m.place}: «{m.words}»", m.remark)))
        for m in positions.membership
    ]
    return _in(language, lines)


_AGREES: Final = {True: "yes", False: "no", None: "unknown"}


def _in(language: str, lines: Iterable[str]) -> str:
    return "".join(f"{in_language(line, language)}\n" for line in lines)


def _threshold(assessed: Assessment) -> Saying:
    t = assessed.threshold
    return say(
        "write.verdicts_threshold",
        met=say(f"write.verdicts_met_{t.met}"),
        full=t.full,
        core_full=t.core_full,
        partly=t.partly,
        core_partly=t.core_partly,
        fails=t.fails,
        core_fails=t.core_fails,
        undetermined=t.undetermined,
        core_undetermined=t.core_undetermined,
    )


def _evidence(ground: Evidence) -> Saying:
    at = ground.quote.find(ground.decisive)
    marked = (
        f"{ground.quote[:at]}**{ground.decisive}**{ground.quote[at + len(ground.decisive) :]}"
        if at >= 0
        else ground.quote
    )
    return say(
        f"write.verdicts_ground_{ground.weighs}",
        says=ground.says,
        address=ground.address,
        proposed=say("write.verdicts_proposed") if ground.proposed else "",
        words=marked,
        limit=say("write.verdicts_limit", limit=ground.limit) if ground.limit else "",
    )
