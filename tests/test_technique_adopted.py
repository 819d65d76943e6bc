"""Adopted law as drafts: the checks of target, structure, signs and halves leave it nearly alone.

What they do find is listed here with the reason for which it is true.
"""

from __future__ import annotations

import pytest

from kb.library import Library
from kb.norm.act import Edition
from kb.technique import checking
from kb.technique.checks import halves, papers, signs, structure, target
from kb.technique.draft import read

from .replayed import CASES, Chosen, Package, articles, fine, packages

TEXT_CHECKS = (
    *target.CHECKS,
    *structure.CHECKS,
    *signs.CHECKS,
    *halves.CHECKS,
    papers.sixty_days,
)


def found(library: Library, drafts: list[tuple[Package, Chosen]]) -> list[tuple[str, str, str]]:
    """(package, rule, address without its act) of everything found."""
    return [
        (package.id, each.rule, each.address.partition("/")[2])
        for package, chosen in drafts
        for each in checking.check(read(package, chosen, library), TEXT_CHECKS)
    ]


def test_real_amendments(library: Library) -> None:
    if not CASES.exists():
        pytest.skip("случаи лежат вне репозитория (../shared/replay), здесь их нет")
    drafts = packages()
    assert len(drafts) == 31
    assert all(each.done for p, chosen in drafts for each in read(p, chosen, library).proposals)
    assert found(library, drafts) == [
        # Two parts of point 5 have lists from 1) on: references do need the part.
        ("const-2007-52", "structure-restarted", "art_52.pt_5"),
        # The bank's copy ends in the code of a link: «и услуги. V053980».
        ("prozh-2010-1", "signs-final-mark", "art_1.pt_2"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "old", "new", "whole", "by_units"),
    [
        (
            "law-148-2001",
            "2022-03-02",
            "2026-07-14",
            # The printed law ends subpoints in full stops before others, and has point 1-5 twice.
            [
                ("art-6", "signs-list-mark", "art_6.pt_1.spt_14-1"),
                ("art-27", "structure-renumbered", "art_27.pt_1-5~1"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_38"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_50"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_51"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_52"),
                ("art-27", "signs-list-mark", "art_27.pt_1-9.spt_8"),
                ("art-27", "signs-list-mark", "art_27.pt_1-9.spt_10"),
                ("art-31", "signs-list-mark", "art_31.pt_1.spt_42"),
                ("art-31", "signs-list-mark", "art_31.pt_1.spt_43"),
                ("art-32-2", "target-gap", "art_32-2"),
            ],
            [
                # Point 2-12 follows 2-10 in the printed law: 2-11 stands nowhere.
                ("art-6", "signs-list-mark", "art_6.pt_1.spt_14-1"),
                ("art-6", "target-gap", "art_6.pt_2-12"),
                ("art-27", "structure-renumbered", "art_27.pt_1-5~1"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_38"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_50"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_51"),
                ("art-27", "signs-list-mark", "art_27.pt_1.spt_52"),
                ("art-27", "signs-list-mark", "art_27.pt_1-9.spt_8"),
                ("art-27", "signs-list-mark", "art_27.pt_1-9.spt_10"),
                ("art-31", "signs-list-mark", "art_31.pt_1.spt_42"),
                ("art-31", "signs-list-mark", "art_31.pt_1.spt_43"),
            ],
        ),
        (
            "elections-1995",
            "2022-02-07",
            "2023-01-01",
            # A list for candidates of parties and one for others, both from 1) on.
            [("art-104", "structure-restarted", "art_104.pt_3-1")],
            [("art-104", "structure-restarted", "art_104.pt_3-1")],
        ),
        ("elections-1995", "2023-01-01", "2026-07-01", [], []),
        ("constitution-1995", "2007-05-21", "2023-01-01", [], []),
    ],
)
def test_articles_that_changed(
    library: Library,
    editions: dict[str, Edition],
    act: str,
    old: str,
    new: str,
    whole: list[tuple[str, str, str]],
    by_units: list[tuple[str, str, str]],
) -> None:
    before, after = editions[f"{act}@{old}:ru"], editions[f"{act}@{new}:ru"]
    drafts = articles(before, after)
    assert drafts
    assert found(library, drafts) == whole
    assert found(library, fine(before, after)) == by_units
