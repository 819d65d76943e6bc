"""«What if», on small texts that differ in named elements: which way a change leads, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kb.charter import report as compliance
from kb.charter.assess import Assessment
from kb.charter.changed import VerdictChange, changed
from kb.charter.report import Measure
from kb.charter.texts import Texts
from kb.library import Library
from kb.norm.act import Note, Status
from kb.norm.address import parse
from tests.charter_texts import edited, having, only, reworded, small


@pytest.fixture(scope="module")
def by(library: Library) -> Measure:
    return compliance.measure(library)


def _between(by: Measure, before: Assessment, after: Assessment) -> VerdictChange:
    (found,) = changed(before, after, by.rules)
    return found


def _change(by: Measure, duty: str, old: Sequence[str], new: Sequence[str]) -> VerdictChange:
    texts = (only(small(having(elements)), by, duty) for elements in (old, new))
    return _between(by, *texts)


# duty, elements before, elements after, verdicts, direction
DIRECTIONS = [
    ("10.1", "", "cooperate", "undetermined complies", "nearer"),
    ("10.1", "no_cooperation", "", "fails undetermined", "nearer"),
    ("10.1", "no_cooperation", "cooperate", "fails complies", "nearer"),
    ("10.1", "cooperate no_person", "cooperate", "partly complies", "nearer"),
    ("10.1", "cooperate", "", "complies undetermined", "away"),
    ("10.1", "", "no_cooperation", "undetermined fails", "away"),
    ("10.1", "cooperate", "cooperate no_cooperation", "complies partly", "away"),
    # The verdict stays, the grounds do not.
    ("4.2", "residual permit policy_bound", "residual permit", "partly partly", "nearer"),
    ("4.2", "residual permit", "residual permit policy_bound", "partly partly", "away"),
    ("4.4", "", "court_only", "undetermined undetermined", "nearer"),
    ("4.4", "court_only", "", "undetermined undetermined", "away"),
    ("4.4", "court_only higher_akim", "akim_approves", "fails fails", "both"),
    ("3.2", "elected_law party_only", "elected_law quotas outside_parties", "partly partly", "both"),
    ("4.2", "residual permit", "permit", "partly fails", "away"),
]  # fmt: skip


@pytest.mark.parametrize(("duty", "old", "new", "verdicts", "direction"), DIRECTIONS)
def test_which_way_a_change_leads(
    by: Measure, duty: str, old: str, new: str, verdicts: str, direction: str
) -> None:
    found = _change(by, duty, old.split(), new.split())
    assert f"{found.before} {found.after}" == verdicts
    assert found.direction == direction
    assert ("вердикт: " in found.why) is (found.before != found.after)
    assert {e.test for e in found.gained} == {*new.split()} - {*old.split()}
    assert {e.test for e in found.lost} == {*old.split()} - {*new.split()}


def test_a_text_that_is_not_held_leads_nowhere(by: Measure) -> None:
    """Nothing is known of an act not held: neither a loss nor, where silence failed, a gain."""
    for elements in (["competence_law"], []):
        held = small(having(elements))
        editions = {a: e for a, e in held.editions.items() if a != "law-148-2001"}
        without = replace(held, editions=editions, missing={"law-148-2001": "закона нет"})
        there, not_there = (only(t, by, "4.1") for t in (held, without))
        for before, after in ((there, not_there), (not_there, there)):
            found = _between(by, before, after)
            assert (found.direction, found.gained, found.lost) == ("none", (), ())
            assert re.fullmatch(r"вердикт: [а-я ]+ → [а-я ]+; нет текста: закона нет\.", found.why)


def _assembly(text: str) -> Texts:
    return small({"law-148-2001/art_13": text, "law-148-2001/art_39-5": "Сход собирают весной."})


def test_a_limit_alone_leads_away_and_its_end_nearer(by: Measure) -> None:
    full = small(having(["hearings"]))
    law = full.editions["law-148-2001"]
    note = Note("Действует только для сел с населением до двух тысяч человек.")
    limited = edited(
        law,
        parse("law-148-2001/art_13").steps,
        lambda c: replace(c, status=Status.LIMITED, notes=(note,)),
    )
    here = only(full, by, "P2.2.ii.a")
    there = only(replace(full, editions={**full.editions, law.act: limited}), by, "P2.2.ii.a")
    away, nearer = _between(by, here, there), _between(by, there, here)
    assert (away.direction, nearer.direction) == ("away", "nearer")
    assert not (away.gained or away.lost or nearer.gained or nearer.lost)


def test_the_same_ground_elsewhere_is_said(by: Measure) -> None:
    """Words that stand in three places: one of them excluded, then put back."""
    words = having(["association"])["law-148-2001/art_2"]
    other = words.replace("ассоциации", "союзы")
    places = ("art_2", "art_6", "art_39-5")
    three = {f"law-148-2001/{p}": words if p != "art_2" else other for p in places}
    two = {a: w for a, w in three.items() if not a.endswith("art_2")}
    more, less = (only(small(t), by, "10.2") for t in (three, two))
    lost, gained = _between(by, more, less), _between(by, less, more)
    left = "law-148-2001@2026-07-14:ru/art_6, law-148-2001@2026-07-14:ru/art_39-5"
    ground = r".+ – law-148-2001@2026-07-14:ru/art_2 \(«вправе вступать в союзы»\)"
    assert re.fullmatch(f"утрачено за: {ground}; остается: {re.escape(left)}\\.", lost.why)
    assert re.fullmatch(f"появилось за: {ground}; это уже есть: {re.escape(left)}\\.", gained.why)
    assert (lost.direction, gained.direction) == ("away", "none")
    gone = _change(by, "10.2", ["association"], [])
    assert "остается" not in gone.why


def test_other_words_of_the_same_ground_are_no_gain(by: Measure) -> None:
    before = small(having(["association"]))
    law = before.editions["law-148-2001"]
    after = before.proposing(reworded(law, "law-148-2001/art_2", "вступать", "объединяться"))
    found = _between(by, only(before, by, "10.2"), only(after, by, "10.2"))
    assert (found.direction, found.gained, found.lost) == ("none", (), ())
    assert found.why.startswith("другие слова: ")
    assert "в предлагаемой редакции" in found.why
    assert "прежде «вправе вступать в ассоциации»" in found.why
