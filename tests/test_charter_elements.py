"""Every element that a rule weighs: in which words and places of the law it is found, and what they decide.

One text per element (charter_elements.yaml); a duty's verdict is asked of texts that have exactly the
named elements, so an element that a rule stops reading, or a condition that it drops, shows here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from kb.charter import report as compliance
from kb.charter.assess import Reader
from kb.charter.report import Measure
from kb.library import Library
from tests.charter_texts import DAY, ELEMENTS, having, place, small, verdict

NOTHING = "нет"


@pytest.fixture(scope="module")
def by(library: Library) -> Measure:
    return compliance.measure(library)


def _sets() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(duty, elements that the text has, verdict) of each combination listed."""
    for duty, verdicts in ELEMENTS["decisions"].items():
        for expected, combinations in verdicts.items():
            for combination in combinations if expected != "needs" else ():
                if combination == NOTHING:
                    yield duty, (), expected
                    continue
                for elements in product(*(c.split("|") for c in combination.split())):
                    yield duty, elements, expected


TEXTS = [
    (name, place(at), words)
    for name, listed in ELEMENTS["elements"].items()
    for places, words in listed
    for at in places.split()
]


@pytest.mark.parametrize(("name", "address", "words"), TEXTS)
def test_an_element_is_found_in_its_words_and_places(
    by: Measure, name: str, address: str, words: str
) -> None:
    found = Reader(small({address: words})).seen(by.rules.tests[name]).evidence
    assert [(e.address, e.quote) for e in found] == [
        (address.replace("/", f"@{DAY}:ru/", 1), words)
    ]


def test_every_element_and_every_duty_is_tried(by: Measure) -> None:
    assert set(ELEMENTS["elements"]) == set(by.rules.tests)
    assert set(ELEMENTS["decisions"]) == {p.id for p in by.paragraphs}


@pytest.mark.parametrize(("duty", "elements", "expected"), list(_sets()))
def test_elements_decide(by: Measure, duty: str, elements: tuple[str, ...], expected: str) -> None:
    found = verdict(small(having(elements)), by, duty)
    assert found.verdict == expected
    assert {e.test for e in found.evidence} >= set(elements)


# duty, elements, elements beside them that lead to the same verdict for another reason
REASONS = [
    ("K2", [], ["akim_defined"], ["bodies_named", "akim_defined"]),
    ("4.1", [], ["competence_by_law"], ["competence_by_bylaw"]),
]


@pytest.mark.parametrize(("duty", "silent", "aside", "weighed"), REASONS)
def test_the_reason_is_that_of_the_elements(
    by: Measure, duty: str, silent: list[str], aside: list[str], weighed: list[str]
) -> None:
    found = [verdict(small(having(e)), by, duty) for e in (silent, aside, weighed)]
    assert len({v.verdict for v in found}) == 1
    assert found[0].reason == by.rules.of(duty).absent.because  # type: ignore[union-attr]
    assert found[1].reason.startswith(found[0].reason)
    assert not found[2].reason.startswith(found[0].reason)


@pytest.mark.parametrize("duty", list(ELEMENTS["decisions"]))
def test_what_would_decide_is_named(by: Measure, duty: str) -> None:
    found = verdict(small({}), by, duty)
    missing = found.missing
    assert not missing or found.reason.endswith(
        f". Чтобы решить, не хватает: {'; '.join(missing)}."
    )
    wanted = ELEMENTS["decisions"][duty].get("needs", [])
    assert len(missing) == len(wanted)
    assert all(words in text for words, text in zip(wanted, missing, strict=True))
