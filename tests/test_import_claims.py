"""What a file says of itself: an id of the bank makes it no wording of a law."""

from __future__ import annotations

from pathlib import Path

import pytest

from .bringing import bring

# --- What a file says of itself -------------------------------------------------------------------

CLAIM = """\
---
zan_id: '7966'
title: {title}
edition: '{day}'
language: ru
---

# {title}

## Статья 1. Все

Маслихат ничего не может.
"""
TITLE = "О местном государственном управлении и самоуправлении в Республике Казахстан"


@pytest.mark.parametrize(
    ("title", "day", "says"),
    [
        ("О чем-то своем", "2027-01-01", "расходятся: название"),
        ("О чем-то своем", "1999-01-01", "расходятся: название"),
        (TITLE, "2027-01-01", "новейшей редакцией акта law-148-2001"),
        (f"Кодекс «{TITLE}»", "2020-01-01", "расходятся: форма"),
    ],
)
def test_a_file_does_not_make_itself_the_wording_of_a_law(
    tmp_path: Path, title: str, day: str, says: str
) -> None:
    file, folder = tmp_path / "claim.md", tmp_path / "corpus"
    file.write_text(CLAIM.format(title=title, day=day), "utf-8")
    (refused,) = bring(str(file), tmp_path)
    assert refused.state == "refused" and says in refused.reason
    assert "--as law-148-2001" in refused.reason and not folder.exists()
    (named,) = bring(str(file), tmp_path, as_="law-148-2001")
    assert named.state == "added"  # the user has named it


def test_an_older_wording_of_the_same_law_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "claim.md"
    file.write_text(CLAIM.format(title=TITLE, day="2015-01-01"), "utf-8")
    (taken,) = bring(str(file), tmp_path)
    assert (taken.state, taken.act) == ("added", "law-148-2001")
