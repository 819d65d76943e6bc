"""The edition in force on a day: answered only from a text held, and never against the notes."""

from __future__ import annotations

import pytest

from kb.ground.errors import KbError, NotHeld
from kb.library import Library
from kb.norm.act import Act, Edition, KnownEdition
from kb.norm.address import Step, parse_steps
from kb.norm.dates import AmendingLaw, all_changes, changes, day, edition_on, excluded_by

HELD = (("ru", (Step("title"),)),)


def act(**more: object) -> Act:
    """An act with three known editions, the second of which is not held."""
    data: dict[str, object] = {
        "id": "x",
        "title": "О",
        "form": "Закон",
        "force": "law",
        "adopted": "2000-01-01",
        "editions": (
            KnownEdition("2001-01-01", held=HELD),
            KnownEdition("2010-01-01"),
            KnownEdition("2020-01-01", takes_effect="по истечении десяти дней", held=HELD),
        ),
    }
    return Act(**{**data, **more})  # type: ignore[arg-type]


# --- The laws that notes name -----------------------------------------------------------------


@pytest.mark.slow
def test_a_note_names_its_laws_with_their_effect(editions: dict[str, Edition]) -> None:
    clause = editions["law-148-2001@2026-07-14:ru"].resolve((Step("art", "17"),))
    assert changes(clause.notes[0].text) == (
        AmendingLaw("2022-11-05", "157-VII", "вводится в действие с 01.01.2023", "2023-01-01"),
    )


@pytest.mark.slow
def test_every_law_of_a_long_note_is_found(editions: dict[str, Edition]) -> None:
    """The note to article 21 begins with «от 21 мая 2002 г. N 324»."""
    law = editions["law-148-2001@2026-07-14:ru"]
    text = law.resolve((Step("art", "21"),)).notes[-1].text
    found = changes(text)
    assert found[0].date == "2002-05-21"
    assert found[0].number == "324"
    assert len(found) == text.count("№") + text.count("N ")


@pytest.mark.parametrize(
    ("text", "effective"),
    [
        ("от 20.04.2023 № 226-VII (вводятся в действие с 01.07.2023)", "2023-07-01"),
        ("от 01.02.2023 № 1-VII (вводится в действие со 02.07.2026)", "2026-07-02"),
        ("от 01.02.2023 № 1-VII (вводится в действие по истечении десяти дней)", None),
        ("от 09.02.2009 N 126 (порядок введения в действие см. ст.2)", None),
    ],
)
def test_the_day_of_effect_is_taken_only_where_the_text_gives_it(
    text: str, effective: str | None
) -> None:
    (found,) = changes(text)
    assert found.effective == effective


def test_a_change_to_come_has_changed_nothing_yet() -> None:
    planned = (
        "Примечание ИЗПИ!\nВ пункт 4 предусмотрено изменение Законом РК от 01.02.2026 № 10-VIII."
    )
    assert changes(planned) == ()
    assert [c.number for c in changes(planned.replace("предусмотрено", "внесено"))] == ["10-VIII"]


def test_a_court_ruling_changes_nothing() -> None:
    assert changes("Примечание. См. нормативные постановления КС РК от 08.04.2023 № 8-НП.") == ()


def test_a_subpoint_printed_ahead_is_evidence(editions: dict[str, Edition]) -> None:
    found = all_changes([editions["law-148-2001@2022-03-02:ru"]])
    assert "2022-07-01" in {c.effective for c in found}
    assert list(found) == sorted(found, key=lambda c: (c.earliest, c.date, c.number))


# --- The edition of a day ---------------------------------------------------------------------


def test_the_edition_before_the_day_is_taken() -> None:
    assert edition_on(act(complete=True), "2001-01-01", "ru", ()) == ("2001-01-01", ())
    assert edition_on(act(complete=True), "2009-12-31", "ru", ()) == ("2001-01-01", ())


@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("1999-12-31", "еще не действовал"),
        ("2000-06-01", "неизвестно"),
        ("2010-01-01", "редакция 2010-01-01, она не удерживается"),
        ("2019-12-31", "редакция 2010-01-01, она не удерживается"),
    ],
)
def test_a_day_without_a_text_is_refused_with_the_editions_held(on: str, says: str) -> None:
    with pytest.raises(NotHeld, match=says) as caught:
        edition_on(act(), on, "ru", ())
    assert "удерживаются редакции (ru): 2001-01-01, 2020-01-01" in str(caught.value)


def test_another_language_is_not_held() -> None:
    with pytest.raises(NotHeld, match=r"удерживаются редакции \(kk\): нет"):
        edition_on(act(), "2020-01-01", "kk", ())


def test_a_change_between_edition_and_day_refuses_the_answer() -> None:
    change = AmendingLaw("2004-05-05", "7-II", "вводится в действие с 01.01.2005", "2005-01-01")
    assert edition_on(act(), "2004-12-31", "ru", [change])[0] == "2001-01-01"
    with pytest.raises(NotHeld, match="закон от 2004-05-05 № 7-II"):
        edition_on(act(), "2005-01-01", "ru", [change])
    unsaid = AmendingLaw("2004-05-05", "7-II", "", None)  # the day is not in the text
    with pytest.raises(NotHeld, match="срок в сноске не назван"):
        edition_on(act(), "2004-05-05", "ru", [unsaid])


def test_an_act_that_ceased_points_to_its_successor() -> None:
    ceased = act(ceased="2026-07-01", successor="y")
    assert edition_on(ceased, "2026-06-30", "ru", ())[0] == "2020-01-01"
    with pytest.raises(NotHeld, match=r"утратил силу 2026-07-01\), см\. y"):
        edition_on(ceased, "2026-07-01", "ru", ())


def test_an_act_adopted_and_not_yet_in_force() -> None:
    with pytest.raises(NotHeld, match="с 2002-01-01"):
        edition_on(act(in_force_from="2002-01-01"), "2001-06-01", "ru", ())


def test_remarks_say_what_the_date_does_not() -> None:
    _, remarks = edition_on(act(complete=True), "2020-01-01", "ru", ())
    assert ["дата банка" in r for r in remarks] == [True]
    assert edition_on(act(), "2001-05-01", "ru", ())[1] == (
        "перечень известных редакций акта может быть неполным",
    )
    assert len(edition_on(act(), "2031-01-01", "ru", ())[1]) == 2, "later changes are not known"


@pytest.mark.parametrize(
    ("name", "on", "edition"),
    [
        ("law-148-2001", "2022-03-02", "2022-03-02"),
        ("law-148-2001", "2022-04-30", "2022-03-02"),
        ("law-148-2001", "2026-07-14", "2026-07-14"),
        ("elections-1995", "2022-10-31", "2022-02-07"),
        ("elections-1995", "2023-01-01", "2023-01-01"),
        ("elections-1995", "2023-06-30", "2023-01-01"),
        ("elections-1995", "2026-07-01", "2026-07-01"),
        ("constitution-1995", "2026-06-30", "2023-01-01"),
        ("constitution-1995", "2022-12-31", "2022-09-17"),
        ("constitution-2026", "2026-07-01", "2026-07-01"),
        ("charter-1985", "2026-01-01", "1985-10-15"),
    ],
)
def test_days_that_the_corpus_can_answer(
    library: Library, name: str, on: str, edition: str
) -> None:
    assert library.on(name, on)[0].date == edition


@pytest.mark.parametrize(
    ("name", "on", "says"),
    [
        ("law-148-2001", "2022-07-01", "№ 128-VII"),
        ("law-148-2001", "2022-08-01", "№ 128-VII"),
        ("elections-1995", "2022-12-31", "№ 156-VII"),
        ("elections-1995", "2026-06-30", "№ 305-VIII"),
        ("law-148-2001", "2023-02-01", "не удерживается"),
        ("law-148-2001", "2023-03-01", "редакция 2023-03-01, она не удерживается"),
        ("law-148-2001", "2022-03-01", "редакция 2022-01-01, она не удерживается"),
        ("law-148-2001", "2026-07-13", "редакция 2026-07-12, она не удерживается"),
        ("law-148-2001", "2000-12-31", "еще не действовал"),
        ("constitution-1995", "2026-07-01", "см. constitution-2026"),
        ("constitution-1995", "2022-07-01", "редакция 2022-06-08, она не удерживается"),
        ("constitution-2026", "2026-06-30", "еще не действовал"),
        ("legal-acts-2016", "2020-01-01", "неизвестно"),
    ],
)
def test_days_that_the_corpus_cannot_answer(
    library: Library, name: str, on: str, says: str
) -> None:
    with pytest.raises(NotHeld, match=says):
        library.on(name, on)


def test_the_newest_law_says_that_its_day_is_unknown(library: Library) -> None:
    _, remarks = library.on("law-148-2001", "2026-07-14")
    assert any("по истечении десяти календарных дней" in r for r in remarks)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "2026-02-30", "01.07.2026", "9999"]
)
def test_what_is_not_a_day_is_refused(library: Library, text: str) -> None:
    with pytest.raises(KbError, match="образец"):
        day(text)
    with pytest.raises(KbError, match="образец"):
        library.on("law-148-2001", text)
    with pytest.raises(KbError, match="образец"):
        library.editions_for(library.package("bektibaev-2022"), text)


EXCLUSIONS = [
    ("law-148-2001", "ru", "art_31.pt_1.spt_1-4", ("2014-07-02", "225-V", "2015-01-01")),
    ("law-148-2001", "kk", "art_1.spt_14", ("2021-06-30", "60-VII", "мәтінде")),
    ("elections-1995", "ru", "art_109", ("2004-04-14", "545-II", "не сказано")),  # only a note
    ("territory-1993", "ru", "art_10.spt_5", ("каким законом", "не сказано")),  # «(исключен);»
]


@pytest.mark.parametrize(("act", "language", "unit", "words"), EXCLUSIONS)
def test_an_excluded_unit_says_by_which_law_and_since_when(
    library: Library, act: str, language: str, unit: str, words: tuple[str, ...]
) -> None:
    clause = library.edition(act, None, language).resolve(parse_steps(unit))
    said = excluded_by(clause)
    assert said is not None
    told = f"{said} {said.in_language('kk')}"
    assert all(word in told for word in words)


def test_a_norm_in_force_is_excluded_by_nothing(library: Library) -> None:
    edition = library.edition("law-148-2001")
    assert not [c for c in edition.root.walk() if c.live and excluded_by(c)]


def test_a_law_published_nobody_knows_when_leaves_a_day_unproven(library: Library) -> None:
    """№ 100-VII of 31.12.2021 begins ten days after a publication that no text dates."""
    _, remarks = library.on("budget-code-2008", "2022-03-02", "ru")
    [said] = [r for r in remarks if "не доказано" in r]
    assert "2021-12-31 № 100-VII" in said
    _, remarks = library.on("budget-code-2008", "2022-03-07", "ru")
    assert not [r for r in remarks if "не доказано" in r]
