"""Drafts that no one should write: every check answers, and every row can be printed."""

from __future__ import annotations

import json

import pytest

from kb.library import Library
from kb.technique import checking
from kb.technique.rows import rows

from .drafts import findings, item, package

# Odd targets by packages: none of a package stands within another of it, which would be refused together.
TARGETS = [
    [""],
    ["/title", "/preamble", "/art_9", "/art_10.pt_last", "/ch_9", "/app_1", "/note_1", "/art_999"],
    ["/art_9.heading", "/art_10.pt_2.sent_last", "/art_6.pt_1.spt_4-4", "/pt_1", "/art_9.art_10"],
    ["/art_9.part_1.sent_1", "/art_10.pt_2.abz_1", "/ch_2"],
]
TEXTS = [None, "", " \n ", "\x00\x01", "😀\n– 😀", "1) один;\n2) два", "2. 2. 2. ", "«", "1.", "–"]


@pytest.mark.slow
@pytest.mark.parametrize("targets", TARGETS)
def test_odd_targets_and_texts(library: Library, targets: list[str]) -> None:
    """Spans are compared with their words by `findings`."""
    law = library.edition("law-148-2001", "2026-07-14", "ru")
    operations = ("replace", "insert", "repeal", "none")
    for nth, text in enumerate(TEXTS):
        half = {"proposed": text, "quoted": None}
        items = [  # each target meets another pairing of text and operation
            item(f"law-148-2001{t}", text, operations[(nth + k) % 4], quoted=text, kazakh=half)
            for k, t in enumerate(targets)
        ]
        said = {"title": text or "", "in_force": text or ""}
        found = findings(library, package(*items, bill=said), [law], checking.CHECKS)
        json.dumps(rows(found), ensure_ascii=False)


@pytest.mark.slow
def test_a_package_of_hundreds_and_a_text_of_a_megabyte(library: Library) -> None:
    """Each of hundreds of changes is answered for; a list of two thousand members is read."""
    law = library.edition("law-148-2001", "2026-07-14", "ru")
    units = [c for c in law.walk() if c.steps[-1].unit in ("pt", "spt") and c.live]
    items = [
        item(f"law-148-2001/{'.'.join(map(str, c.steps))}", c.text, quoted=c.text) for c in units
    ]
    found = findings(library, package(*items), [law], checking.CHECKS)
    unchanged = {f.item for f in found if f.rule == "target-unchanged"}
    # A subpoint restated beside its own point is refused: the point has said it already.
    together = {f.item for f in found if f.rule == "target-together"}
    assert len(unchanged) + len(together) == len(units) > 300
    assert len(unchanged) > 150 and len(together) > 100
    member = (
        "осуществление полномочия {} по утверждению планов развития территории" + ", и иных" * 60
    )
    lines = ["2. Перечень:", *(f"{n}) {member.format(n)};" for n in range(1, 2001))]
    text = "\n".join(lines)
    assert len(text) > 1_000_000
    found = findings(
        library, package(item("law-148-2001/art_10.pt_2", text)), [law], checking.CHECKS
    )
    assert [f.message for f in found if f.rule == "signs-list-mark"] == [
        "Подпункт 2000) пункта 2 статьи 10 – последний в перечне, но оканчивается точкой с запятой."
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "1) слова;\n" * 20_000,
        "2. Перечень:\n" + "".join(f"{n}) слова;\n" for n in range(1, 20_001)),
        "Слова слово.\n" * 20_000,
        "маслихат утверждает бюджет "
        * 10_000,  # the words of the Charter's patterns, again and again
        "а" * 1_000_000,
        "А. " * 100_000,
        "…" * 300_000,
        "статья 10, " * 30_000,
        "2. пункт " + "9" * 100_000,
        "9" * 100_000 + ". слова",
    ],
    ids=[
        "repeated",
        "list",
        "parts",
        "words",
        "word",
        "initials",
        "dots",
        "cited",
        "cite",
        "number",
    ],
)
def test_a_text_in_which_one_thing_is_said_again_and_again(library: Library, text: str) -> None:
    """Each took minutes, or no end of time, while the steps of its reading looked back at all
    earlier ones; a thing found is told of, and not once for each of its thousands."""
    law = library.edition("law-148-2001", "2026-07-14", "ru")
    found = findings(
        library, package(item("law-148-2001/art_10.pt_2", text)), [law], checking.CHECKS
    )
    assert len(found) < 500
