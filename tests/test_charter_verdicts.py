"""Every rule decides as its duty asks: a small text that meets it, one that defeats it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kb.charter import report as compliance
from kb.charter.assess import assess
from kb.charter.report import Measure
from kb.charter.texts import Texts
from kb.charter.threshold import threshold
from kb.library import Library
from kb.norm.act import Clause, Note, Status
from kb.norm.address import parse
from tests.charter_texts import DAY, edited, edition, only, reworded, small, verdict

PAIRS = yaml.safe_load((Path(__file__).parent / "charter_pairs.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def by(library: Library) -> Measure:
    return compliance.measure(library)


@pytest.fixture(scope="module")
def newest(library: Library, by: Measure) -> Texts:
    return compliance.texts(library, by.rules)


def test_every_duty_has_a_rule_and_a_pair(by: Measure) -> None:
    duties = [p.id for p in by.paragraphs]
    assert sorted(PAIRS) == sorted(duties) == sorted(r.decides for r in by.rules.rules)
    charter = [p for p in by.paragraphs if p.part == "charter"]
    assert (len(charter), sum(p.core for p in charter)) == (30, 14)


def test_duties_name_clauses_of_the_corpus(library: Library, by: Measure) -> None:
    for paragraph in by.paragraphs:
        for clause in paragraph.clauses:
            library.find(clause)


@pytest.mark.parametrize("paragraph", sorted(PAIRS))
def test_pair(by: Measure, paragraph: str) -> None:
    pair = PAIRS[paragraph]
    assert verdict(small(pair["meets"]), by, paragraph).verdict == pair["verdict"]
    assert verdict(small(pair["defeats"]), by, paragraph).verdict == pair["instead"]


# The denial of these two outweighs their words: participation, and answers to appeals.
WHOLE = {"P2.2.i": "fails", "P2.2.ii.d": "fails"}


@pytest.mark.parametrize("paragraph", sorted(PAIRS.keys() - {"2"}))  # no text denies its own words
def test_a_text_that_says_both_complies_in_part(by: Measure, paragraph: str) -> None:
    meets, defeats = PAIRS[paragraph]["meets"], PAIRS[paragraph]["defeats"]
    both = {
        address: " ".join(filter(None, (meets.get(address), defeats.get(address))))
        for address in {**meets, **defeats}
    }
    assert verdict(small(both), by, paragraph).verdict == WHOLE.get(paragraph, "partly")


def test_silent_texts_are_never_compliance(by: Measure) -> None:
    silent = assess(small({}), by.rules, by.paragraphs)
    assert {v.verdict for v in silent.verdicts} <= {"undetermined", "fails"}
    assert [v.id for v in silent.verdicts if v.verdict == "fails"] == ["2", "4.1"]


def test_no_texts_at_all_decide_nothing(by: Measure) -> None:
    nothing = Texts(DAY, {}, {a: f"{a}: нет" for a in by.rules.acts}, frozenset())
    found = assess(nothing, by.rules, by.paragraphs)
    assert {v.verdict for v in found.verdicts} == {"undetermined"}
    assert found.threshold.met == "undetermined"


def test_quotations_are_exact(newest: Texts, by: Measure) -> None:
    for each in assess(newest, by.rules, by.paragraphs).verdicts:
        for evidence in each.evidence:
            clause = newest.editions[evidence.act].resolve(parse(evidence.address).steps)
            assert evidence.quote in clause.own_text
            assert evidence.decisive in evidence.quote
            assert clause.live
            assert evidence.edition == newest.editions[evidence.act].date


def _limited(clause: Clause) -> Clause:
    note = Note("Сноска. Действует только для сел с населением до двух тысяч человек.")
    return replace(clause, status=Status.LIMITED, notes=(note,))


def test_a_limited_clause_gives_at_most_partly_and_says_so(by: Measure) -> None:
    law = edition("law-148-2001", {"art_13.pt_1": "Комиссии проводят публичные слушания."})
    full = replace(small({}), editions={**small({}).editions, law.act: law})
    assert verdict(full, by, "P2.2.ii.a").verdict == "complies"
    limited = edited(law, parse("law-148-2001/art_13.pt_1").steps, _limited)
    found = verdict(replace(full, editions={**full.editions, law.act: limited}), by, "P2.2.ii.a")
    assert found.verdict in ("partly", "undetermined")
    assert "до двух тысяч" in found.reason
    assert found.evidence[0].limit


def test_a_limit_that_has_run_out_leaves_no_evidence(by: Measure) -> None:
    law = edition("law-148-2001", {"art_13.pt_1": "Комиссии проводят публичные слушания."})
    note = Note("Сноска. Данная редакция пункта действует до 01.01.2025.")
    ended = edited(
        law,
        parse("law-148-2001/art_13.pt_1").steps,
        lambda c: replace(c, status=Status.LIMITED, notes=(note,)),
    )
    texts = replace(small({}), editions={**small({}).editions, law.act: ended})
    assert not verdict(texts, by, "P2.2.ii.a").evidence
    assert verdict(replace(texts, day="2024-06-01"), by, "P2.2.ii.a").evidence


@pytest.mark.parametrize("status", [Status.EXCLUDED, Status.FUTURE])
def test_what_is_not_law_is_no_evidence(newest: Texts, by: Measure, status: Status) -> None:
    law = newest.editions["law-148-2001"]
    point = parse("law-148-2001/art_5.pt_8").steps
    gone = edited(law, point, lambda c: replace(c, status=status))
    found = verdict(newest.proposing(gone), by, "9.1")
    assert "no_person" not in {e.test for e in found.evidence}
    article = edited(law, point[:1], lambda c: replace(c, status=status))
    found = verdict(newest.proposing(article), by, "9.1")
    assert "no_person" not in {e.test for e in found.evidence}


def test_an_introduction_that_denies_denies_its_list(newest: Texts, by: Measure) -> None:
    law = newest.editions["law-148-2001"]
    denied = reworded(
        law, "law-148-2001/art_6.pt_1", "маслихатов относится:", "маслихатов не относится:"
    )
    before, after = verdict(newest, by, "9.1"), verdict(newest.proposing(denied), by, "9.1")
    listed = "art_6.pt_1.spt_1"
    assert any(e.address.endswith(listed) for e in before.evidence)
    assert not any(e.address.endswith(listed) for e in after.evidence)


def test_an_excerpt_without_the_article_is_not_silence(newest: Texts, by: Measure) -> None:
    law = newest.editions["law-148-2001"]
    held = tuple(c.steps[0] for c in law.root.children if str(c.steps[0]) != "ch_3-1")
    cut = replace(
        law,
        root=replace(
            law.root, children=tuple(c for c in law.root.children if str(c.steps[0]) != "ch_3-1")
        ),
        held=held,
        divisions=tuple(d for d in law.divisions if d[0] in held),
    )
    texts = replace(newest, editions={**newest.editions, law.act: cut})
    found = verdict(texts, by, "P2.2.i")
    assert found.verdict == "undetermined"
    assert any("39-4" in text for text in found.missing)


def test_threshold_counts_only_whole_paragraphs() -> None:
    core = [("complies", True)] * 10
    assert threshold([*core, *[("complies", False)] * 10]).met == "yes"
    assert threshold([*core, *[("complies", False)] * 9, ("undetermined", False)]).met == (
        "undetermined"
    )
    assert threshold([*core, *[("partly", False)] * 20]).met == "no"
    assert threshold([("partly", True)] * 5 + [("complies", False)] * 25).met == "no"


RESULTS = {
    "2022-03-02": {
        "complies": ["2"],
        "partly": ["3.1", "3.2", "4.1", "4.2", "4.4", "6.1", "7.1", "7.2", "7.3", "8.1", "9.1",
                   "9.2", "9.4", "9.5"],
        "fails": ["8.2"],
    },
    "2026-07-14": {"complies": ["2"], "fails": ["4.4", "8.2"], "undetermined": ["4.5"]},
}  # fmt: skip


@pytest.mark.parametrize("day", list(RESULTS))
def test_results_on_the_two_dates(library: Library, by: Measure, day: str) -> None:
    found = assess(compliance.texts(library, by.rules, day), by.rules, by.paragraphs)
    for verdict_, duties in RESULTS[day].items():
        assert [v.id for v in found.part("charter") if v.verdict == verdict_] == duties
    assert found.threshold.met == "no"
    assert all(v.evidence for v in found.part("charter") if v.verdict != "undetermined")
    assert [v.verdict for v in found.part("constitution")] == ["partly"] * 3 + ["complies"]


@pytest.mark.slow
def test_edits_elsewhere_show(newest: Texts, by: Measure) -> None:
    """Deleting part two of 2-1 p. 2; giving maslikhats legal personality in art. 5 p. 8."""
    law = newest.editions["law-148-2001"]
    part = parse("law-148-2001/art_2-1.pt_2.part_2").steps
    without = newest.proposing(
        edited(law, part, lambda c: replace(c, own_text="(исключена)", status=Status.EXCLUDED))
    )
    assert verdict(without, by, "K2").verdict == "undetermined"
    for duty in ("3.1", "4.4", "K1", "K2"):
        tests = [{e.test for e in verdict(t, by, duty).evidence} for t in (newest, without)]
        assert tests[0] - tests[1] == {"akim_double"}, duty
    person = newest.proposing(reworded(law, "law-148-2001/art_5.pt_8", "не обладает", "обладает"))
    for duty in ("3.1", "9.1", "10.1", "10.2", "11"):
        tests = [{e.test for e in verdict(t, by, duty).evidence} for t in (newest, person)]
        assert tests[0] - tests[1] == {"no_person"}, duty
        assert tests[1] - tests[0] == {"has_person"}, duty


def test_one_duty_can_be_asked_alone(newest: Texts, by: Measure) -> None:
    assert [v.id for v in only(newest, by, "2").verdicts] == ["2"]
