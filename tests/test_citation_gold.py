"""Precision and recall on gold annotated by hand from reading (tests/gold/README.md)."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from tests.citing import ROOT, cited


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.wanted


def score(name: str) -> Score:
    """Targets with the act, article, point and subpoint of the gold and an overlapping span."""
    right = found = wanted = 0
    for line in (ROOT / "tests/gold" / name).read_text("utf-8").splitlines():
        case = json.loads(line)
        left = cited(case["text"], case["act"], case["date"])
        found += len(left)
        wanted += len(case["targets"])
        for target in case["targets"]:
            for c in left:
                units = (c.act, c.number("art"), c.number("pt"), c.number("spt"))
                same = units == tuple(target[k] for k in ("act", "article", "point", "subpoint"))
                if same and c.start < target["end"] and target["start"] < c.end:
                    left.remove(c)
                    right += 1
                    break
    return Score(right, found, wanted)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["citations-formal.jsonl", "citations-studies.jsonl"])
def test_gold(name: str) -> None:
    """All of it is read: 97 and 95 % were asked for, and what is read once stays read."""
    found = score(name)
    print(f"{name}: precision {found.precision:.3f}, recall {found.recall:.3f} of {found.wanted}")
    assert found.wanted >= 120
    assert (found.precision, found.recall) == (1, 1)
