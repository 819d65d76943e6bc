"""Fate of a proposal: what later editions did to its target and to its matter."""

from __future__ import annotations

import pytest

from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import parse_steps
from kb.technique.checks import fate
from kb.technique.draft import Draft, read
from kb.technique.finding import Finding

from .drafts import Data, added, draft, item
from .replayed import articles

LAW = "law-148-2001"
BASE = {"baseline": {LAW: "2022-03-02", "elections-1995": "2022-02-07"}}


def found(drafted: Draft) -> list[Finding]:
    return [f for check in fate.CHECKS for f in check(drafted)]


def author(library: Library, *items: Data) -> list[Finding]:
    return found(draft(library, *items, against="author", **BASE))


@pytest.mark.slow
@pytest.mark.parametrize("against", ["author", "newest"])
def test_candidates_outside_parties_were_met_by_later_law(library: Library, against: str) -> None:
    bektibaev = library.package("bektibaev-2022")
    drafted = read(bektibaev, library.editions_for(bektibaev, against), library)
    findings = {(f.item, f.rule): f for f in found(drafted)}
    assert set(findings) == {("3", "fate-changed"), ("5", "fate-met")}
    met = findings["5", "fate-met"]
    assert met.evidence[0].address == "elections-1995@2023-01-01:ru/art_103.pt_5-1.part_1"
    assert library.find(met.evidence[0].address)[1].own_text == met.evidence[0].quote
    assert "закон от 05.11.2022 № 156-VII, вводится в действие с 01.01.2023" in met.message
    changed = findings["3", "fate-changed"]
    assert "исключены слова «секретаря», вписаны слова «председателя»" in changed.message
    assert "от 05.11.2022 № 157-VII" in changed.message
    law = "(law of 05.11.2022 № 157-VII, in force from 01.01.2023)"
    assert law in changed.message_in("en")
    assert "«председателя» деген сөздер енгізілген" in changed.message_in("kk")


def test_words_that_are_law_already(library: Library, editions: dict[str, Edition]) -> None:
    later = editions["elections-1995@2023-01-01:ru"]
    clause = later.resolve(parse_steps("art_103.pt_3-1"))
    adopted = author(library, added("elections-1995/art_103.pt_3-1", clause.text))
    assert [f.rule for f in adopted] == ["fate-adopted"]
    assert adopted[0].evidence[0].address == later.address(clause.steps)
    other = clause.text.replace("не вправе", "вправе")
    assert "fate-adopted" not in [
        f.rule for f in author(library, added("elections-1995/art_103.pt_3-1", other))
    ]


def test_a_target_excluded_since(library: Library) -> None:
    lost = author(library, item(f"{LAW}/art_21.pt_1.spt_4", "участвует в сессиях;", "replace"))
    assert [f.rule for f in lost] == ["fate-lost"]
    assert "закон от 14.07.2026 № 350-VIII" in lost[0].message
    assert "исключен" in lost[0].evidence[0].quote
    effect = "«вводится в действие по истечении десяти календарных дней"
    assert f"(law of 14.07.2026 № 350-VIII, {effect}" in lost[0].message_in("en")


def test_a_number_taken_since(library: Library) -> None:
    taken = author(library, added(f"{LAW}/art_20.pt_3.spt_3-3", "переезда на жительство в село;"))
    assert [f.rule for f in taken] == ["fate-taken"]
    assert taken[0].evidence[0].address == f"{LAW}@2026-07-14:ru/art_20.pt_3.spt_3-3"


def test_an_act_that_has_ceased(library: Library) -> None:
    gone = found(
        draft(library, item("constitution-1995/art_89.pt_2", "Население решает.", "replace"))
    )
    assert [f.rule for f in gone] == ["fate-ceased"]
    assert "утратил силу с 2026-07-01" in gone[0].message
    assert "«Constitution of 2026» took its place" in gone[0].message_in("en")
    assert gone[0].evidence[0].address.startswith("constitution-2026@2026-07-01:ru/")


@pytest.mark.parametrize(
    "entry",
    [
        item(f"{LAW}/art_11.pt_5", "Сессия длится пять дней.", "replace"),  # the unit is as it was
        added(f"{LAW}/art_11.pt_8", "Сессия проводится в здании школы по просьбе жителей."),
        added("elections-1995/art_103.pt_9", "Кандидат в депутаты знает государственный язык."),
    ],
)
def test_what_no_later_edition_touched_is_left_alone(library: Library, entry: Data) -> None:
    assert author(library, entry) == []


def test_nothing_is_later_than_the_newest_edition(library: Library) -> None:
    entry = item(f"{LAW}/art_11.pt_6", "Сессии проводятся открыто.", "replace")
    assert found(draft(library, entry)) == []


@pytest.mark.slow
def test_what_became_law_is_said_to_be_law(library: Library) -> None:
    """Each article of law 148 as it reads now, proposed to the edition of 2022: word for word."""
    for found_, chosen in articles(*library.editions(LAW)):
        drafted = read(found_, chosen, library)
        told = [f.rule for f in found(drafted)]
        repealed = found_.items[0].operation == "repeal"
        assert told == ["fate-lost" if repealed else "fate-adopted"], found_.id
