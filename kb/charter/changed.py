"""«What if»: which verdicts or grounds differ between two sets of texts, and why.

Grounds are the same when the same test found the same deciding words in the same act, wherever the
clause now stands: a part that an insertion renumbers is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.act import Edition
from kb.charter.assess import Assessment, Evidence, Verdict, look
from kb.charter.rules import Rules
from kb.charter.texts import Texts

VERDICT_RU = {
    "complies": "соответствует",
    "partly": "частично",
    "fails": "не соответствует",
    "undetermined": "не определено",
}
_WORTH = {"fails": 0, "undetermined": 1, "partly": 1, "complies": 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One duty before and after: what was gained and lost among the grounds, and what it means.

    `direction`: nearer, away, both (gains and losses alike) or none, by verdict and by grounds; what
    the law had already is no gain. Words that only replace others of the same clause are in `why`.
    """

    id: str
    part: str
    before: str
    after: str
    why: str
    direction: str
    gained: tuple[Evidence, ...]
    lost: tuple[Evidence, ...]


def changed(
    before: Assessment,
    after: Assessment,
    rules: Rules,
    held: Mapping[str, Sequence[Edition]] | None = None,
) -> tuple[Change, ...]:
    """The duties whose verdict or grounds differ.

    With `held`, all held editions by act, a gain that the law itself has in some edition says since
    which one.
    """
    found = []
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        gained, lost = _apart(new, old), _apart(old, new)
        if old.verdict == new.verdict and not gained and not lost:
            continue
        why = [_verdicts(old, new)] if old.verdict != new.verdict else []
        reworded = {_place(e) for e in gained} & {_place(e) for e in lost}
        why += [
            f"другие слова: {_shown(e)}, прежде «{was.decisive}»"
            for e in gained
            for was in lost
            if _place(e) == _place(was)
        ]
        gained = tuple(e for e in gained if _place(e) not in reworded)
        lost = tuple(e for e in lost if _place(e) not in reworded)
        why += [f"{_NEWS[e.weighs][0]}: {_shown(e)}{_already(e, old, rules, held)}" for e in gained]
        why += [f"{_NEWS[e.weighs][1]}: {_shown(e)}{_still(e, new)}" for e in lost]
        found.append(
            Change(
                old.id,
                old.part,
                old.verdict,
                new.verdict,
                "; ".join(why) + ".",
                _direction(old, new, gained, lost),
                gained,
                lost,
            )
        )
    return tuple(found)


_NEWS = {
    "for": ("появилось за", "утрачено за"),
    "against": ("появилось против", "отпало против"),
}


def _apart(one: Verdict, other: Verdict) -> tuple[Evidence, ...]:
    known = {_key(e) for e in other.evidence}
    return tuple(e for e in one.evidence if _key(e) not in known)


def _key(evidence: Evidence) -> tuple[str, str, str, str]:
    return evidence.test, evidence.weighs, evidence.act, evidence.decisive


def _place(evidence: Evidence) -> tuple[str, str]:
    return evidence.test, evidence.address


def _verdicts(old: Verdict, new: Verdict) -> str:
    return f"вердикт: {VERDICT_RU[old.verdict]} → {VERDICT_RU[new.verdict]}"


def _shown(evidence: Evidence) -> str:
    proposed = " в предлагаемой редакции" if evidence.proposed else ""
    return f"{evidence.says} – {evidence.address}{proposed} («{evidence.decisive}»)"


def _already(
    evidence: Evidence, old: Verdict, rules: Rules, held: Mapping[str, Sequence[Edition]] | None
) -> str:
    """Where the law has the same without the change: before it, or in an edition of its own."""
    same = [e.address for e in old.evidence if e.test == evidence.test]
    if same:
        return f"; это уже есть: {', '.join(same)}"
    for edition in (held or {}).get(evidence.act, ()):
        texts = Texts(edition.date, {edition.act: edition}, {}, frozenset())
        seen = look(rules.tests[evidence.test], texts).evidence
        if seen:
            where = ", ".join(e.address for e in seen)
            return f"; в законе это есть с редакции {edition.date}: {where}"
    return ""


def _still(evidence: Evidence, new: Verdict) -> str:
    """Where else the same ground still stands after the change."""
    same = [e.address for e in new.evidence if e.test == evidence.test]
    return f"; остается: {', '.join(same)}" if same else ""


def _direction(
    old: Verdict, new: Verdict, gained: Iterable[Evidence], lost: Iterable[Evidence]
) -> str:
    had = {e.test for e in old.evidence}
    better = (
        _WORTH[new.verdict] > _WORTH[old.verdict]
        or any(e.weighs == "for" and e.test not in had for e in gained)
        or any(e.weighs == "against" for e in lost)
    )
    worse = (
        _WORTH[new.verdict] < _WORTH[old.verdict]
        or any(e.weighs == "against" for e in gained)
        or any(e.weighs == "for" for e in lost)
    )
    if better and worse:
        return "both"
    return "nearer" if better else "away" if worse else "none"
