"""What the citation tests share: one library of the built-in corpus, rows as short tuples."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from kb.citation import Citation, cite
from kb.library import Library, places

ROOT = Path(__file__).resolve().parents[1]


@cache
def library() -> Library:
    """The built-in corpus in a library file of the tests' own."""
    db = Path(tempfile.mkdtemp()) / "library.sqlite"
    return Library.open(places(ROOT / "corpus", ROOT / "amendments", db))


def cited(text: str, act: str | None = None, date: str | None = None) -> list[Citation]:
    return cite(text, library(), act=act, date=date)


def paths(text: str, act: str | None = None, date: str | None = None) -> list[str]:
    """The units cited, largest first: `art_23.pt_4.spt_3`."""
    return [".".join(f"{u}_{n}" for u, n in c.steps) for c in cited(text, act, date)]


def acts(text: str, act: str | None = None, date: str | None = None) -> list[str]:
    """The acts cited: the id, else the name."""
    return [c.act or c.act_name or "?" for c in cited(text, act, date)]
