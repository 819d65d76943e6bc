"""What the tests of packages share: the package of a study, its editions, a study's words."""

from __future__ import annotations

import re

from kb.amendment.package import Item, Package
from kb.words.text import squeeze

from .conftest import AMENDMENTS

PACKAGE = AMENDMENTS / "bektibaev-2022.yaml"
LAW_2022, LAW_2026 = "law-148-2001@2022-03-02:ru", "law-148-2001@2026-07-14:ru"
ELECTIONS_2022 = "elections-1995@2022-02-07:ru"
ELECTIONS_2026 = "elections-1995@2026-07-01:ru"


def item(package: Package, name: str) -> Item:
    return next(i for i in package.items if i.id == name)


def words_of(text: str) -> str:
    """A study's words: without marks of lists and of layout, spaces squeezed."""
    text = re.sub(r"<[^<>]+>|\*\*", " ", text)
    return squeeze(re.sub(r"^[ \t]*-[ \t]+", "", text, flags=re.MULTILINE))
