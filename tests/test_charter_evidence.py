"""Verdicts follow the law's own text: no evidence survives an edit of the words that decide.

For every piece of evidence on the real law, on both dates: its deciding words removed, «не» put
before their verb (or taken away where they deny), the clause repealed.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kb.charter import report as compliance
from kb.charter.assess import Evidence, Verdict, assess
from kb.charter.report import Measure
from kb.charter.texts import Texts
from kb.library import Library
from kb.norm.act import Clause, Status
from kb.norm.address import parse
from kb.words.text import _morph
from tests.charter_texts import edited, reworded, verdict

_VERBS = ("VERB", "INFN", "PRED", "PRTS", "PRTF", "ADJS")


@pytest.fixture(scope="module")
def by(library: Library) -> Measure:
    return compliance.measure(library)


def _all(texts: Texts, by: Measure) -> list[tuple[Verdict, Evidence]]:
    found = assess(texts, by.rules, by.paragraphs)
    return [(v, e) for v in found.verdicts for e in v.evidence]


def _stands(before: Verdict, evidence: Evidence, texts: Texts, by: Measure) -> bool:
    """Whether verdict and evidence are what they were."""
    after = verdict(texts, by, before.id)
    same = {(e.test, e.address, e.decisive) for e in after.evidence}
    known = (evidence.test, evidence.address, evidence.decisive)
    return after.verdict == before.verdict and known in same


def _denied(words: str) -> str:
    """The words with «не» before their verb, or without it where they deny."""
    if re.match("не ", words, re.IGNORECASE) or " не обладает" in words or " не осущ" in words:
        return re.sub(r"\bне ", "", words, count=1, flags=re.IGNORECASE)
    for match in re.finditer(r"[\w-]+", words):
        if _morph().parse(match[0].lower())[0].tag.POS in _VERBS:
            return f"{words[: match.start()]}не {words[match.start() :]}"
    return f"не {words}"


def _speaking(texts: Texts, verdict: Verdict) -> Texts:
    """The texts with the articles alone that a verdict rests on: a law is read anew for each edit."""
    told = {(e.act, step) for e in verdict.evidence for step in parse(e.address).steps}

    def kept(clause: Clause, act: str) -> Clause:
        if clause.steps and clause.steps[-1].unit == "art":
            return clause
        near = [
            c for c in clause.children if c.steps[-1].unit != "art" or (act, c.steps[-1]) in told
        ]
        return replace(clause, children=tuple(kept(c, act) for c in near))

    small = {a: replace(e, root=kept(e.root, a)) for a, e in texts.editions.items()}
    return replace(texts, editions=small)


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2022-03-02", "2026-07-14"])
def test_no_evidence_survives_an_edit_of_its_words(library: Library, by: Measure, day: str) -> None:
    texts = compliance.texts(library, by.rules, day)
    survived = []
    found = _all(texts, by)
    assert len(found) > 100
    speaking = {v.id: _speaking(texts, v) for v, _ in found}
    assert [v for v, _ in found if verdict(speaking[v.id], by, v.id) != v] == []
    for before, evidence in found:
        law = speaking[before.id].editions[evidence.act]
        edits = {
            "слова убраны": reworded(law, evidence.address, evidence.decisive, ""),
            "отрицание": reworded(
                law, evidence.address, evidence.decisive, _denied(evidence.decisive)
            ),
            "не перед словами": reworded(
                law, evidence.address, evidence.decisive, f"не {evidence.decisive}"
            ),
            "норма исключена": edited(
                law,
                parse(evidence.address).steps,
                lambda c: replace(c, status=Status.EXCLUDED),
            ),
        }
        survived += [
            f"{before.id} {evidence.test} {evidence.address}: {name}"
            for name, changed in edits.items()
            if _stands(before, evidence, speaking[before.id].proposing(changed), by)
        ]
    assert survived == []
