"""The Kazakh half of an item: what it starts from, what is taken and refused, that nothing loses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.amendment.package import Item, Kazakh, Package
from kb.ground.errors import KbError
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import Address, parse_steps
from kb.papers.filing import comparison, kazakh, kazakh_edition
from kb.workshop import bench as workbench
from kb.workshop.kazakh import (
    Half,
    half_of,
    items_of,
    with_kazakh,
    with_kazakh_grounds,
    with_kazakh_quotation,
)
from kb.workshop.sheet import Sheet, based_on, blank, changed, redone, undone
from kb.workshop.trial import BadText, subject, trial

from .test_workshop import edited

OPEN_RU, OPEN_KK = "открытый характер", "ашық сипатта болады"
ADDED_KK = "ашық сипатта болады және Интернет желісінде трансляцияланады"


@pytest.fixture(scope="module")
def law(library: Library) -> Edition:
    return library.edition("law-148-2001", "2026-07-14")


@pytest.fixture(scope="module")
def old(library: Library) -> Edition:
    return library.edition("law-148-2001", "2022-03-02")


@pytest.fixture(scope="module")
def kk(library: Library, law: Edition) -> Edition:
    found = kazakh_edition(library, law.act, law.date)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def package(law: Edition) -> Package:
    return edited(law, "art_11.pt_6", OPEN_RU, "открытый характер и транслируются")


def given(package: Package, half: Half, russian: Edition, text: str) -> Kazakh | None:
    done = with_kazakh(package, half, russian, text)
    assert replace(done.items[0], kazakh=None) == replace(package.items[0], kazakh=None)
    return done.items[0].kazakh


# --- What it starts from ----------------------------------------------------------------------------


def test_it_starts_from_the_kazakh_wording_of_the_same_unit(package: Package, kk: Edition) -> None:
    half = half_of(package.items[0], kk)
    assert half.text == half.law == kk.resolve(parse_steps("art_11.pt_6")).text
    assert half.text.startswith("6. Мәслихат сессиялары, әдетте, ашық сипатта болады.")
    assert half.given == ""
    own = with_kazakh_quotation(package, "1", "")
    assert own == package


def test_it_says_where_no_kazakh_text_is_held(
    library: Library, law: Edition, old: Edition, kk: Edition, package: Package
) -> None:
    assert kazakh_edition(library, old.act, old.date) is None
    half = half_of(package.items[0], None)
    assert (half.edition, half.unit, half.text) == (None, None, "")


def test_an_added_unit_has_no_wording_in_force(law: Edition, kk: Edition) -> None:
    found = subject(blank(), law, parse_steps("art_11"))
    package = trial(blank(), law, found, f"{found.text}\n8. Сессии транслируются.").package
    half = half_of(package.items[0], kk)
    assert half.edition is kk
    assert half.text == ""
    text = "8. Сессиялар трансляцияланады."
    assert given(package, half, law, text) == Kazakh(None, text)


def test_the_items_of_a_unit_are_those_that_write_it_or_stand_in_or_around_it(law: Edition) -> None:
    found = subject(blank(), law, parse_steps("art_11"))
    text = found.text.replace("маслихатом.", "регламентом.", 1).replace("как правило, ", "")
    package = trial(blank(), law, found, text).package
    package = trial(package, law, subject(package, law, ()), "Статья 11-1. Эфир\nТекст.").package

    def ids(unit: str) -> list[str]:
        steps = parse_steps(unit) if unit else ()
        return [i.id for i in items_of(package, law.act, steps)]

    assert ids("art_11") == ["1", "2"]
    assert ids("art_11.pt_6") == ["2"]
    assert ids("art_11.pt_6.part_1") == ["2"]
    assert ids("art_10") == []
    assert ids("") == ["3"]
    assert items_of(package, "legal-acts-2016", parse_steps("art_11")) == ()


# --- What is taken, and refused ---------------------------------------------------------------------


def test_a_text_goes_into_the_item_with_the_kazakh_words_in_force(
    library: Library, package: Package, law: Edition, kk: Edition
) -> None:
    half = half_of(package.items[0], kk)
    text = half.law.replace(OPEN_KK, ADDED_KK)
    found = given(package, half, law, f"\n {text}\n")
    assert found is not None
    assert found.proposed == text
    assert found.quoted == half.law.removeprefix("6. ")
    done = with_kazakh(package, half, law, text)
    entry = kazakh(library, comparison(library, done, {law.act: law})).entries[0]
    assert not entry.refused
    assert entry.edition == kk.name
    assert ("+", " және Интернет желісінде трансляцияланады") in entry.right[0].segments


def test_the_wording_in_force_and_no_text_mean_that_none_is_given(
    package: Package, law: Edition, kk: Edition
) -> None:
    half = half_of(package.items[0], kk)
    done = with_kazakh(package, half, law, half.law.replace(OPEN_KK, ADDED_KK))
    again = half_of(done.items[0], kk)
    assert again.text == again.given
    for text in (again.law, "  \n", again.law.replace(" ", "  ")):
        assert with_kazakh(done, again, law, text) == package
    # The grounds are another thing and stay.
    grounded = with_kazakh_grounds(done, "1", "Тұрғындар көруі үшін.")
    left = given(grounded, half_of(grounded.items[0], kk), law, "")
    assert left == Kazakh(None, None, "Тұрғындар көруі үшін.")


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7. Мәслихат сессиялары ашық.", "номера 7"),
        ("6. Мәслихат сессиялары ашық.\n7. Тағы бір тармақ.", "один структурный элемент"),
        ("6. Сессия.\n12-бап. Басқа\nМәтін.", "строка 2: «12-бап"),
        ("6. Мәс\u202eлихат.", r"скрытый знак U\+202E"),
        ("6. " + "ә" * 200_000, "больше 200000 знаков"),
    ],
)
def test_what_is_no_text_of_this_unit_is_refused_in_one_line(
    package: Package, law: Edition, kk: Edition, text: str, says: str, held: bool
) -> None:
    half = half_of(package.items[0], kk if held else None)
    with pytest.raises(BadText, match=says) as caught:
        with_kazakh(package, half, law, text)
    assert "\n" not in str(caught.value)


def test_without_a_kazakh_edition_the_authors_words_stand_on_both_sides(
    library: Library, old: Edition
) -> None:
    package = edited(old, "art_11.pt_6", OPEN_RU, "открытый и гласный характер")
    package = with_kazakh_quotation(package, "1", " Мәслихат сессиялары ашық болады. ")
    half = half_of(package.items[0], None)
    text = "6. Мәслихат сессиялары ашық және жария болады."
    done = with_kazakh(package, half, old, text)
    assert done.items[0].kazakh == Kazakh("Мәслихат сессиялары ашық болады.", text)
    entry = kazakh(library, comparison(library, done, {old.act: old})).entries[0]
    assert ("+", " және жария") in entry.right[0].segments
    # Taken back, the text goes; the words in force are the author's own and stay.
    back = with_kazakh(done, half_of(done.items[0], None), old, "")
    assert back.items[0].kazakh == Kazakh("Мәслихат сессиялары ашық болады.", None)
    with pytest.raises(KbError, match="нет"):
        with_kazakh_grounds(done, "9", "Негіздеме.")


def test_a_half_that_came_with_the_package_is_left_alone_until_it_is_edited(
    package: Package, law: Edition, kk: Edition
) -> None:
    strange = Kazakh("Автордың сөздері.", "Нөмірі жоқ\n7. екі бірлік", "Себебі.")
    item = replace(package.items[0], kazakh=strange)
    package = replace(package, items=(item,))
    half = half_of(item, kk)
    assert half.text == strange.proposed
    assert with_kazakh(package, half, law, half.text) is package
    text = half.law.replace(OPEN_KK, ADDED_KK)
    assert given(package, half, law, text) == replace(strange, proposed=text)


@pytest.mark.slow
@pytest.mark.parametrize("act", ["law-148-2001", "legal-acts-2016"])
def test_every_kazakh_article_held_is_taken_with_a_word_added(library: Library, act: str) -> None:
    russian, kazakh_law = library.edition(act), library.edition(act, language="kk")
    articles = [c for c in kazakh_law.walk() if c.kind == "article" and c.live]
    assert len(articles) > 2
    for article in articles:
        old = russian.resolve(article.steps).text
        item = Item("1", Address(act, steps=article.steps), "replace", None, f"{old} Еще.", "", "")
        package = replace(based_on(blank(), russian), items=(item,))
        text = f"{article.text} Сынақ."
        done = with_kazakh(package, half_of(item, kazakh_law), russian, text)
        entry = kazakh(library, comparison(library, done, {act: russian})).entries[0]
        assert not entry.refused
        assert entry.new_text.split() == text.split(), article.steps


def test_where_the_russian_half_finds_no_place_the_kazakh_one_is_still_taken(
    package: Package, law: Edition
) -> None:
    item = replace(
        package.items[0], target=package.items[0].target.within(parse_steps("art_11.pt_99"))
    )
    package = replace(package, items=(item,))
    found = given(package, half_of(item, None), law, "99. Мәтін.")
    assert found is not None
    assert found.proposed == "99. Мәтін."


# --- Nothing loses it -------------------------------------------------------------------------------


@pytest.fixture
def whole(package: Package, law: Edition, kk: Edition) -> Package:
    half = half_of(package.items[0], kk)
    done = with_kazakh(package, half, law, half.law.replace(OPEN_KK, ADDED_KK))
    done = with_kazakh_grounds(done, "1", "Тұрғындар көруі үшін.")
    return replace(done, id="mine", title="Мой", author="Автор")


def test_files_drafts_and_copies_keep_it(tmp_path: Path, whole: Package) -> None:
    assert workbench.taken(workbench.exported(whole).encode(), "f.yaml") == whole
    draft = workbench.new_draft()
    workbench.keep(tmp_path, draft, Sheet(whole), "")
    assert workbench.read_draft(tmp_path, draft)[0].package == whole
    copy = workbench.renamed(Sheet(whole), "mine-2").package
    assert copy.items == whole.items


def test_undo_takes_it_back_and_redo_brings_it_again(package: Package, whole: Package) -> None:
    sheet = changed(Sheet(package), whole)
    assert undone(sheet).package.items[0].kazakh is None
    assert redone(undone(sheet)).package == whole


def test_editing_the_russian_text_again_keeps_it(whole: Package, law: Edition) -> None:
    def kept(package: Package) -> Item:
        return next(i for i in package.items if i.id == "1")

    half = whole.items[0].kazakh
    again = edited(law, "art_11.pt_6", "транслируются", "записываются", whole)
    assert kept(again).kazakh == half
    assert "записываются" in (kept(again).proposed or "")
    # Through the whole article too, beside another edit.
    through = edited(law, "art_11", "определяется маслихатом", "определяет регламент", whole)
    assert len(through.items) == 2
    assert kept(through).kazakh == half
