"""Target: the unit, its number, the wording quoted; on small acts and on the corpus."""

from __future__ import annotations

from typing import Any

import pytest

from kb.library import Library
from kb.norm.act import Edition
from kb.technique.checks import target
from kb.technique.finding import Finding, Severity

from .drafts import Data, act, findings, item, package, rules

LAW = """### Статья 1. Предмет

1. Первый пункт закона.

2. Второй пункт:

1) один;

2) (исключен);

3) три.

### Статья 2. Срок

Первая часть. Второе предложение.

Вторая часть.
"""


@pytest.fixture(scope="module")
def small() -> Edition:
    return act(LAW)


def found(library: Library, edition: Edition, *items: Data, **more: Any) -> list[Finding]:
    return findings(library, package(*items, **more), [edition], target.CHECKS)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (item("small/art_9", "Новый текст."), "target-missing"),
        (item("small/art_9.pt_1", "Текст.", "insert"), "target-missing"),
        (item("small/art_1.pt_9", None, "none"), "target-missing"),
        (item("small/art_1.pt_1", "1. Иной пункт.", "insert"), "target-taken"),
        (item("small/art_1.pt_2.spt_2", "2) два;", "insert"), "target-reused"),
        (item("small/art_1.pt_2.spt_2", "два;"), "target-not-in-force"),
        (item("small/art_1.pt_2.spt_2"), "target-refused"),
        (item("small/art_1.pt_1", "2. Не тот номер."), "target-refused"),
        (item("small/art_1.pt_4", "Четвертый пункт.", "insert"), "target-gap"),
        (item("small/art_1.pt_2.spt_1-2", "один один;", "insert"), "target-gap"),
        (item("small/art_3-1", "Статья 3-1. Новая\nТекст.", "insert"), "target-gap"),
        (item("small/art_1.pt_1", "1. Первый пункт закона."), "target-unchanged"),
    ],
)
def test_what_is_wrong_with_the_target(
    library: Library, small: Edition, given: Data, rule: str
) -> None:
    assert rules(found(library, small, given)) == [rule]


@pytest.mark.parametrize(
    "given",
    [
        item("small/art_1.pt_3", "Третий пункт.", "insert"),
        item("small/art_1.pt_1-1", "Пункт первый прим.", "insert"),
        item("small/art_1.pt_2.spt_3", "3) иное.", quoted="три."),
        item("small/art_1.pt_2.spt_3", "3) иное.", quoted="3) три."),
        item("small/art_3", "Статья 3. Новая\nТекст.", "insert"),
        item("small/art_2.part_2", quoted="Вторая часть."),
        item("small/art_1.pt_1", None, "none"),
    ],
)
def test_what_is_left_alone(library: Library, small: Edition, given: Data) -> None:
    assert found(library, small, given) == []


def test_items_number_on_from_one_another(library: Library, small: Edition) -> None:
    third = item("small/art_1.pt_3", "Третий.", "insert")
    fourth = item("small/art_1.pt_4", "Четвертый.", "insert")
    assert found(library, small, fourth, third) == []
    parts = [item(f"small/art_2.part_{n}", f"Часть {n}.", "insert") for n in (3, 4)]
    assert found(library, small, *parts) == []


PASTURES = (
    "заслушивание и обсуждение ежегодных отчетов акимов города районного значения, поселка, села, "
    "сельского округа о ходе реализации Плана по управлению пастбищами"
)


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        (f"{PASTURES.replace('Плана', 'планов')} и их использованию;", []),
        (f"{PASTURES.replace('Плана', 'планов')};", ["target-partly-quoted"]),
    ],
)
def test_words_left_out_of_a_quotation_vanish_only_if_the_new_text_lacks_them(
    library: Library, editions: dict[str, Edition], proposed: str, expected: list[str]
) -> None:
    law = editions["law-148-2001@2026-07-14:ru"]
    given = package(item("law-148-2001/art_39-3.pt_2.spt_4-1", proposed, quoted=PASTURES))
    assert rules(findings(library, given, [law], target.CHECKS)) == expected


def test_a_taken_number_is_shown_with_its_words(
    library: Library, editions: dict[str, Edition]
) -> None:
    """A long point is cut at its words and not behind «3.»."""
    law = editions["law-148-2001@2026-07-14:ru"]
    given = package(item("law-148-2001/art_20.pt_3", "Новый текст.", "insert"))
    (only,) = findings(library, given, [law], target.CHECKS)
    assert only.rule == "target-taken"
    assert only.evidence[0].quote.startswith("3. Полномочия депутата маслихата прекращаются")


def test_items_that_get_in_each_others_way(library: Library, small: Edition) -> None:
    one = item("small/art_1.pt_1", "1. Иначе.")
    two = item("small/art_1.pt_1", "1. Еще иначе.")
    result = found(library, small, one, two)
    assert rules(result) == ["target-together"] and result[0].item == "2"


def test_missing_names_the_edition_that_has_the_unit(
    library: Library, editions: dict[str, Edition]
) -> None:
    old = editions["elections-1995@2022-02-07:ru"]
    given = package(item("elections-1995/art_103.pt_5-1", "Иной текст."))
    (only,) = findings(library, given, [old], target.CHECKS)
    assert only.rule == "target-missing" and only.severity == Severity.ERROR
    dates = [e.address for e in only.evidence]
    assert dates[0] == "elections-1995@2026-07-01:ru/art_103.pt_5-1"
    assert only.evidence[0].quote in editions["elections-1995@2026-07-01:ru"].root.text


def test_a_unit_outside_the_excerpts_is_said_to_be_unchecked(
    library: Library, editions: dict[str, Edition]
) -> None:
    given = package(item("legal-acts-2016/art_2.pt_1", "Текст."))
    (only,) = findings(library, given, [editions["legal-acts-2016@2026-07-14:ru"]], target.CHECKS)
    assert only.rule == "target-outside" and only.severity == Severity.REMARK


def test_a_norm_not_yet_in_force(library: Library, editions: dict[str, Edition]) -> None:
    """A subpoint printed as a stub, a point with its coming wording printed below it."""
    law = editions["law-148-2001@2022-03-02:ru"]
    given = package(
        item("law-148-2001/art_6.pt_1.spt_4-4", "4-4) иное;"),
        item("law-148-2001/art_6.pt_1.spt_4-4", "4-4) иное;", "insert"),
    )
    assert rules(findings(library, given, [law], [target.cannot_be_done, target.not_in_force])) == [
        "target-future",
        "target-future",
    ]
    given = package(item("constitution-1995/art_4.pt_1", "1. Иное."))
    constitution = editions["constitution-1995@2022-09-17:ru"]
    (only,) = findings(library, given, [constitution], [target.not_in_force])
    assert only.rule == "target-future"
    assert only.evidence[0].address.endswith("/art_4.pt_1.future_1")


def test_quotations(library: Library, small: Edition) -> None:
    """In part, out of date, with a number, with other dashes and quotes."""
    whole = "Первая часть. Второе предложение.\nВторая часть."
    half = item("small/art_2", "Иной текст.", quoted="Первая часть. Второе предложение")
    (only,) = found(library, small, half)
    assert only.rule == "target-partly-quoted"
    assert [(e.address, e.quote) for e in only.evidence] == [
        ("small@2020-01-01:ru/art_2.part_2", "Вторая часть.")
    ]
    sentence = item("small/art_2.part_1", "Иное.", quoted="Второе предложение.")
    (only,) = found(library, small, sentence)
    assert [e.quote for e in only.evidence] == ["Первая часть."]
    cut = item("small/art_2", "Иной текст.", quoted="Первая часть. … Вторая часть.")
    (only,) = found(library, small, cut)
    assert [e.quote for e in only.evidence] == ["Второе предложение."]
    kept = item("small/art_2", "Иное.\nВторая часть.", quoted="Первая часть. Второе предложение")
    assert found(library, small, kept) == []
    assert found(library, small, item("small/art_2", "Иной текст.", quoted=whole)) == []
    headed = f"Статья 2. Срок\n{whole}"
    assert found(library, small, item("small/art_2", "Иной текст.", quoted=headed)) == []
    other = item("small/art_2.part_2", "Иное.", quoted="Вторая глава.")
    (only,) = found(library, small, other)
    assert only.rule == "target-outdated" and only.evidence[0].quote == "Вторая часть."


def test_the_five_amendments_of_the_study(library: Library) -> None:
    """Part two of article 9 vanishes; point 6 of article 11 is quoted as it stood in 2022."""
    study = library.package("bektibaev-2022")
    by: dict[str, dict[str, list[Finding]]] = {}
    for against in ("author", "newest"):
        chosen = library.editions_for(study, against).values()
        by[against] = {}
        for each in findings(library, study, chosen, target.CHECKS):
            by[against].setdefault(each.rule, []).append(each)
    assert set(by["author"]) == {"target-partly-quoted"}
    assert set(by["newest"]) == {"target-partly-quoted", "target-outdated"}
    (part,) = by["newest"]["target-partly-quoted"]
    assert part.item == "1"
    assert part.evidence[0].quote == (
        "Типовой регламент маслихатов утверждается Президентом Республики Казахстан."
    )
    (old,) = by["newest"]["target-outdated"]
    assert old.item == "3" and "«секретаря»" in old.message and "2022-03-02" in old.message
    assert [e.address for e in old.evidence] == [
        "law-148-2001@2026-07-14:ru/art_11.pt_6",
        "law-148-2001@2022-03-02:ru/art_11.pt_6",
    ]
