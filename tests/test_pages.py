"""The catalogue of the interface: every string in every language, every key that the pages ask for."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from kb.norm.difference import Change
from kb.pages.words import LANGUAGES, catalogue, plural, text
from tests.conftest import ROOT

PAGES = ROOT / "kb" / "pages"


def test_every_string_stands_in_every_language() -> None:
    for key, strings in catalogue().items():
        assert set(strings) == set(LANGUAGES), key
        assert all(s.strip() for s in strings.values()), key


def test_places_to_fill_are_the_same_in_every_language() -> None:
    for key, strings in catalogue().items():
        fields = [{f for _, f, _, _ in Formatter().parse(s) if f} for s in strings.values()]
        assert all(f == fields[0] for f in fields), key


def test_keys_that_the_pages_name_exist() -> None:
    known = catalogue()
    for path in PAGES.glob("*.py"):
        source = path.read_text("utf-8")
        for key in re.findall(r"""\.say\(\s*["']([a-z_0-9]+)["']""", source):
            assert key in known, f"{path.name}: {key}"
        for key in re.findall(r"""\.count\(\s*["']([a-z_0-9]+)["']""", source):
            assert {f"{key}_one", f"{key}_few", f"{key}_many"} <= set(known), f"{path.name}: {key}"
    assert {f"status_{c.value}" for c in Change} <= set(known)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 сноска"),
        (2, "2 сноски"),
        (5, "5 сносок"),
        (11, "11 сносок"),
        (21, "21 сноска"),
        (112, "112 сносок"),
    ],
)
def test_russian_plurals(number: int, said: str) -> None:
    assert plural("note", number, "ru") == said


def test_english_plurals() -> None:
    assert plural("note", 1, "en") == "1 note"
    assert plural("note", 21, "en") == "21 notes"
    assert text("page_norms", "en") == "Norms"
