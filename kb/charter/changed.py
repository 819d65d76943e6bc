"""«What if»: which verdicts or grounds differ between two sets of texts, and why.

Grounds are the same when the same test found the same deciding words in the same act, wherever the
clause now stands: a part that an insertion renumbers is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.charter.assess import Assessment, Evidence, Reader, Verdict
from kb.charter.paragraphs import Part
from kb.charter.rules import COMPLIES, FAILS, PARTLY, UNDETERMINED, Answer, Rules
from kb.charter.texts import Texts
from kb.ground.saying import Saying, joined, listed, say
from kb.norm.act import Edition

_WORTH = {FAILS: 0, UNDETERMINED: 1, PARTLY: 1, COMPLIES: 2}


Direction = Literal["nearer", "away", "both", "none"]


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One duty before and after: what was gained and lost among the grounds, and what it means.

    `direction`: nearer, away, both (gains and losses alike) or none, by verdict and by grounds; what
    the law had already is no gain. Words that only replace others of the same act are `reworded`.
    """

    id: str
    part: Part
    before: Answer
    after: Answer
    reasons: tuple[Saying, ...]
    direction: Direction
    gained: tuple[Evidence, ...]
    lost: tuple[Evidence, ...]
    reworded: tuple[Evidence, ...] = ()

    @property
    def why(self) -> Saying:
        """The verdicts, where they differ, and all reasons in one line."""
        verdicts = say(
            "charter.verdict_changed",
            before=say(f"charter.verdict_{self.before}"),
            after=say(f"charter.verdict_{self.after}"),
        )
        why = joined("; ", [verdicts] * (self.before != self.after) + [*self.reasons])
        return joined("", (why, "."))


def changed(
    before: Assessment,
    after: Assessment,
    rules: Rules,
    held: Mapping[str, Sequence[Edition]] | None = None,
    heirs: Mapping[str, str] | None = None,
) -> tuple[VerdictChange, ...]:
    """The duties whose verdict or grounds differ.

    With `held`, all held editions by act, a gain that the law itself has in some edition says since
    which one. `heirs` names the act that stands in the place of another, as one Constitution does.
    """
    heirs = heirs or {}
    past = {
        act: [(e.date, Reader(Texts(e.date, {act: e}, {}, frozenset()))) for e in editions]
        for act, editions in (held or {}).items()
    }
    changes = []
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        gained = _apart(new, old, heirs, before.missing)
        lost = _apart(old, new, heirs, after.missing)
        if old.verdict == new.verdict and not gained and not lost:
            continue
        reworded = _reworded(gained, lost, heirs)
        gained = tuple(e for e in gained if e not in [now for _, now in reworded])
        lost = tuple(e for e in lost if e not in [was for was, _ in reworded])
        absent = {*before.missing.values(), *after.missing.values()}
        gone = [text for text in (*old.missing, *new.missing) if text in absent]
        reasons = [say("charter.no_text", text=text) for text in gone if old.verdict != new.verdict]
        reasons += [
            say("charter.reworded", ground=_shown(e), words=was.decisive) for was, e in reworded
        ]
        reasons += [_news("gained", e, _already(e, old, rules, past)) for e in gained]
        reasons += [_news("lost", e, _still(e, new)) for e in lost]
        changes.append(
            VerdictChange(
                old.id,
                old.part,
                old.verdict,
                new.verdict,
                tuple(reasons),
                _direction(old, new, gained, lost, told=not gone),
                gained,
                lost,
                tuple(now for _, now in reworded),
            )
        )
    return tuple(changes)


def unchanged(assessed: Assessment) -> Saying:
    """What is said where no verdict and no ground differs: what was compared, by which texts."""
    texts = listed(assessed.editions, 12)
    return say("charter.unchanged", count=len(assessed.verdicts), texts=texts)


def _apart(
    one: Verdict, other: Verdict, heirs: Mapping[str, str], missing: Iterable[str]
) -> tuple[Evidence, ...]:
    """The grounds of one that the other has not; of an act not held there, nothing is known."""
    known = {_key(e, heirs) for e in other.evidence}
    return tuple(e for e in one.evidence if _key(e, heirs) not in known and e.act not in missing)


def _key(evidence: Evidence, heirs: Mapping[str, str]) -> tuple[str, str, str, str]:
    act = heirs.get(evidence.act, evidence.act)
    return evidence.test, evidence.weighs, act, evidence.decisive


def _reworded(
    gained: Iterable[Evidence], lost: Iterable[Evidence], heirs: Mapping[str, str]
) -> list[tuple[Evidence, Evidence]]:
    """The grounds that the same test finds in the same act in other words: (before, after)."""
    pairs = []
    waiting = list(lost)
    for now in gained:
        was = next((e for e in waiting if _key(e, heirs)[:3] == _key(now, heirs)[:3]), None)
        if was:
            waiting.remove(was)
            pairs.append((was, now))
    return pairs


def _news(what: str, evidence: Evidence, besides: Sequence[Saying]) -> Saying:
    """What was gained or lost, for the duty or against it, and what is to be known besides."""
    news = say(f"charter.news_{what}_{evidence.weighs}", ground=_shown(evidence))
    return joined("; ", (news, *besides))


def _shown(evidence: Evidence) -> Saying:
    key = "charter.ground_proposed" if evidence.proposed else "charter.ground"
    return say(key, says=evidence.says, address=evidence.address, words=evidence.decisive)


def _already(
    evidence: Evidence, old: Verdict, rules: Rules, past: Mapping[str, Sequence[tuple[str, Reader]]]
) -> list[Saying]:
    """Where the law has the same without the change: before it, or in an edition of its own."""
    same = [e.address for e in old.evidence if e.test == evidence.test]
    if same:
        return [say("charter.already", addresses=", ".join(same))]
    for day, reader in past.get(evidence.act, ()):
        seen = reader.seen(rules.tests[evidence.test]).evidence
        if seen:
            where = ", ".join(e.address for e in seen)
            return [say("charter.in_law_since", date=day, addresses=where)]
    return []


def _still(evidence: Evidence, new: Verdict) -> list[Saying]:
    """Where else the same ground still stands after the change."""
    same = [e.address for e in new.evidence if e.test == evidence.test]
    return [say("charter.still", addresses=", ".join(same))] if same else []


def _direction(
    old: Verdict,
    new: Verdict,
    gained: Iterable[Evidence],
    lost: Iterable[Evidence],
    *,
    told: bool,
) -> Direction:
    """`told`: both verdicts were read from their texts; one that lacks its text is no step away."""
    had = {e.test for e in old.evidence}
    rise = _WORTH[new.verdict] - _WORTH[old.verdict] if told else 0
    better = (
        rise > 0
        or any(e.weighs == "for" and e.test not in had for e in gained)
        or any(e.weighs == "against" for e in lost)
    )
    worse = (
        rise < 0
        or any(e.weighs == "against" for e in gained)
        or any(e.weighs == "for" for e in lost)
    )
    if better and worse:
        return "both"
    return "nearer" if better else "away" if worse else "none"
