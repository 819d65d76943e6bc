"""Spoilt files (benchmarks/fuzz.py, for seconds here), and words in against words placed on real ones."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from kb.read import formats

from .conftest import corpus_files
from .running import ROOT

FIXTURES = ROOT / "tests" / "fixtures"
REAL = [p for p in sorted(FIXTURES.rglob("*")) if p.suffix in (".docx", ".xml", ".html", ".json")]
INPUTS = 25  # of each family; the bench tries thousands


@pytest.fixture(scope="module")
def fuzzing() -> Any:
    """benchmarks/_fuzzing.py, which is no package. What it found once lies in fixtures/found, among its
    seeds and the real files below."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import _fuzzing
    finally:
        sys.path.pop(0)
    return _fuzzing


@pytest.mark.slow
@pytest.mark.parametrize(
    "family", ["markdown", "akn", "docx", "page", "zan", "instruction", "package", "any"]
)
def test_spoilt_files_are_read_without_loss_or_refused_in_a_line(fuzzing: Any, family: str) -> None:
    for number in range(INPUTS):
        outcome = fuzzing.tried(family, fuzzing.made(family, number))
        assert not outcome.fault, f"{family} {number}: {outcome}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [*REAL, *corpus_files()], ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_no_word_of_a_real_file_is_lost_in_silence(fuzzing: Any, path: Path) -> None:
    data = path.read_bytes()
    kind = formats.detect(data, path.name)
    assert fuzzing.silent_loss(kind, data, formats.read(data, path.name)) == 0
