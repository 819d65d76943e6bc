"""A package written as a file: what is read back is the same package, whatever its words are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.amendment import package_file
from kb.amendment.package import (
    Annex,
    Bill,
    Item,
    Kazakh,
    Misprint,
    Package,
    from_data,
    load,
    parsed,
)
from kb.ground import yaml_file
from kb.norm.address import parse

from .conftest import AMENDMENTS

# Everything that breaks YAML written by hand: marks, breaks, spaces at the ends, hidden characters.
WORDS = st.text(
    st.one_of(
        st.sampled_from("\n\t :-#'\"|>&*!%@`{}[],?~а1ә🙂\x00\x07\x85\u00a0\u2028\ufeff\u202e\r"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)
SAID = WORDS.filter(bool)
TARGETS = st.sampled_from(["law-148-2001/art_9", "law-148-2001/art_11.pt_6", "x/art_1.heading"])
ITEMS = st.builds(
    Item,
    id=st.from_regex(r"\A[^\s/\\]{1,40}\Z"),
    target=TARGETS.map(parse),
    operation=st.sampled_from(["replace", "insert", "repeal", "none"]),
    quoted=st.none() | WORDS,
    proposed=st.none() | WORDS,
    grounds=WORDS,
    place=WORDS,
    lead=WORDS,
    misprints=st.lists(st.builds(Misprint, SAID, WORDS), max_size=2).map(tuple),
    remarks=st.lists(WORDS, max_size=2).map(tuple),
    annex=st.none()
    | st.builds(Annex, WORDS, st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple)),
    kazakh=st.none() | st.builds(Kazakh, st.none() | WORDS, st.none() | WORDS, WORDS),
)
PACKAGES = st.builds(
    Package,
    id=st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,80}\Z"),
    title=SAID,
    author=SAID,
    kind=st.sampled_from(["text", "concept"]),
    citation=WORDS,
    study=WORDS,
    baseline=st.dictionaries(st.sampled_from(["a", "b-1"]), st.just("2022-03-02"), max_size=2).map(
        lambda d: tuple(d.items())
    ),
    items=st.lists(ITEMS, max_size=3, unique_by=lambda i: i.id).map(tuple),
    bill=st.none() | st.builds(Bill, WORDS, WORDS, WORDS, WORDS),
)


@pytest.mark.slow
@settings(max_examples=400)
@given(PACKAGES)
def test_what_is_written_is_read_back_equal(package: Package) -> None:
    again, _ = parsed(package_file.text(package), "p.yaml")
    assert again == package
    assert from_data(package_file.data(package)) == package


@pytest.mark.parametrize("path", sorted(AMENDMENTS.glob("*.yaml")), ids=lambda p: p.stem)
def test_the_built_in_packages_are_written_and_read_back(path: Path) -> None:
    package, _ = load(path)
    again, lines = parsed(package_file.text(package), "p.yaml")
    assert again == package
    assert list(lines) == [i.id for i in package.items]


def test_long_words_stand_as_blocks_that_a_lawyer_can_edit() -> None:
    package, _ = load(AMENDMENTS / "bektibaev-2022.yaml")
    written = package_file.text(package)
    proposed = package.items[2].proposed or ""
    assert f"proposed: |-\n    {proposed}\n" in written or f"proposed: {proposed}\n" in written
    assert "\\u" not in written
    assert "&id" not in written


@pytest.mark.slow
def test_words_of_a_million_characters_are_written_and_read() -> None:
    package, _ = load(AMENDMENTS / "bektibaev-2022.yaml")
    long = replace(package.items[0], proposed="слово\x01 " * 150_000)
    huge = replace(package, items=(long,))
    data, _ = yaml_file.parse(package_file.text(huge), "p.yaml", "package.json")
    assert from_data(data) == huge
