"""The workshop's values: an edited text read back into items, what is refused, order, undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.amendment.apply import apply
from kb.amendment.carried import carried_out
from kb.amendment.changes import printed
from kb.amendment.instruction import parse as read_instruction
from kb.amendment.package import Bill, Package, baseline_in
from kb.ground.errors import KbError
from kb.library import Library
from kb.norm.act import Edition
from kb.norm.address import parse, parse_steps, steps_text
from kb.pages.replay import EXAMPLE
from kb.workshop.sheet import (
    MAX_PAST,
    MAX_PENDING,
    Sheet,
    based_on,
    billed,
    blank,
    changed,
    free_id,
    grounded,
    moved,
    redone,
    spoken_of,
    undone,
    with_typed,
    without,
)
from kb.workshop.trial import (
    MAX_LINES,
    MAX_TEXT,
    BadText,
    of_item,
    repealed,
    subject,
    taken_in,
    trial,
)

NEWEST = "law-148-2001@2026-07-14:ru"
OLD = "law-148-2001@2022-03-02:ru"


@pytest.fixture(scope="module")
def law(library: Library) -> Edition:
    return library.edition("law-148-2001", "2026-07-14")


@pytest.fixture(scope="module")
def author(library: Library) -> Package:
    return library.package("bektibaev-2022")


def asks(package: Package) -> list[tuple[str, str]]:
    return [(steps_text(i.target.steps), i.operation) for i in package.items]


def edited(law: Edition, unit: str, old: str, new: str, package: Package | None = None) -> Package:
    package = package or blank()
    found = subject(package, law, parse_steps(unit))
    assert old in found.text
    return trial(package, law, found, found.text.replace(old, new)).package


# --- Text to items --------------------------------------------------------------------------------


def test_a_point_edited_is_one_item_that_quotes_the_law_exactly(law: Edition) -> None:
    package = edited(law, "art_11.pt_6", "открытый характер", "открытый характер и транслируются")
    assert asks(package) == [("art_11.pt_6", "replace")]
    item = package.items[0]
    assert (item.proposed or "").startswith("6. Сессии маслихата носят, как правило, открытый")
    assert baseline_in(item, law).match == "exact"
    assert package.baseline == (("law-148-2001", "2026-07-14"),)


def test_an_edited_article_falls_into_the_elements_that_change(law: Edition) -> None:
    found = subject(blank(), law, parse_steps("art_11"))
    fifth = "5. Продолжительность сессии определяется маслихатом.\n"
    text = found.text.replace("как правило, открытый", "открытый").replace(fifth, "")
    tried = trial(blank(), law, found, text + "\n8. Сессии маслихата транслируются.")
    assert asks(tried.package) == [
        ("art_11.pt_5", "repeal"),
        ("art_11.pt_6", "replace"),
        ("art_11.pt_8", "insert"),
    ]
    assert [i.id for i in tried.package.items] == ["1", "2", "3"]
    assert any("исчезает пункт 5" in r for r in tried.remarks)
    after = carried_out(tried.package, law).edition
    assert "Сессии маслихата транслируются." in after.resolve(parse_steps("art_11.pt_8")).text


def test_every_article_of_the_law_reads_back_as_itself(law: Edition) -> None:
    for article in (c for c in law.walk() if c.kind == "article"):
        found = subject(blank(), law, article.steps)
        tried = trial(blank(), law, found, "\n".join(f" {x} " for x in found.text.split("\n")))
        assert tried.items == (), article.steps
        assert tried.package == blank()


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_whatever_word_is_added_the_items_give_the_text_typed(data: st.DataObject) -> None:
    law = _held()
    articles = [c for c in law.walk() if c.kind == "article" and c.live]
    article = data.draw(st.sampled_from(articles), "article")
    lines = article.text.split("\n")
    nth = data.draw(st.integers(0, len(lines) - 1), "line")
    spaces = [i for i, c in enumerate(lines[nth]) if c == " "]
    at = data.draw(st.sampled_from(spaces[2:] or spaces or [len(lines[nth])]), "place")
    lines[nth] = f"{lines[nth][:at]} пробное{lines[nth][at:]}"
    found = subject(blank(), law, article.steps)
    tried = trial(blank(), law, found, "\n".join(lines))
    done = carried_out(tried.package, law)
    assert not done.refused
    if any("отметки об исключении" in r for r in tried.remarks):
        assert tried.items == ()  # a stub's words are no law, and that is said
        return
    after = done.edition.resolve(article.steps)
    assert "".join(after.text.split()) == "".join("".join(lines).split())
    # Nothing else of the act is touched, and each item stands alone as well.
    others = [c for c in done.edition.walk() if c.kind == "article" and c.steps != article.steps]
    assert all(printed(c) == printed(law.index[c.steps]) for c in others)
    assert all(not apply(law, i.operations()).refused for i in tried.package.items)


_KEPT: list[Edition] = []


def _held() -> Edition:
    return _KEPT[0]


@pytest.fixture(scope="module", autouse=True)
def _keep(law: Edition) -> None:
    _KEPT[:] = [law]


def test_an_item_taken_away_by_a_step_is_still_known(law: Edition) -> None:
    package = repealed(blank(), law, parse_steps("art_11.pt_6"))
    sheet = changed(Sheet(blank()), package)
    item = package.items[0].id
    for stepped in (undone(sheet), changed(sheet, without(package, item))):
        assert str(spoken_of(stepped, item)) == f"{NEWEST}/art_11.pt_6"
    assert spoken_of(sheet, "99") is None


def test_what_was_read_under_doubt_is_said(law: Edition) -> None:
    found = subject(blank(), law, parse_steps("art_11"))
    tried = trial(blank(), law, found, found.text.replace("\n5. ", "\n4. "))
    assert any(
        "повторяется" in d and "пункт 4 (напечатан 2-м) статьи 11" in d for d in tried.doubts
    )
    assert asks(tried.package) == [("art_11", "replace")]


@pytest.mark.parametrize(
    ("unit", "text", "says"),
    [
        ("art_11", "Статья 11. А\nТекст.\nСтатья 12. Б\nТекст.", r"строка 3: «Статья 12\. Б»"),
        ("art_11", "Глава 3. Иное\nСтатья 11. А\nТекст.", r"строка 1: «Глава 3\. Иное»"),
        ("art_11", "1. Текст.\nСтатья 12. Б\nТекст.", "строка 2"),
        ("art_11", "Статья 12. Порядок\n1. Текст.", "Статья 12"),
        ("art_11.pt_6", "7. Иной пункт.", "номера 7"),
        ("art_11.pt_6", "6. Текст.\n7. И еще пункт.", "один структурный элемент"),
        ("art_11.pt_6", "Статья 11. Все\n6. Текст.", "строка 1"),
        ("art_11.pt_6", " \n ", "пуст"),
        ("art_11.pt_6", "6. Те\x01кст.", r"скрытый знак U\+0001"),
        ("art_11.pt_6", "6. Текст.\n\u202eтскет", r"строка 2: скрытый знак U\+202E"),
        ("art_11.pt_6", "6. " + "а" * MAX_TEXT, "больше 200000 знаков"),
        ("art_11.pt_6", "6. а" + "\nЧасть." * MAX_LINES, "больше 1000 строк"),
        ("art_11.pt_6", "6. Текст.\nСноска. Изменен.", "сноска"),
        ("", "Статья 11. Занята\nТекст.", "номер занят"),
        ("", "Просто текст.", "Статья N"),
        ("", "Статья 11-1. А\nТекст.\nСтатья 11-2. Б\nТекст.", "строка 3"),
    ],
)
def test_what_cannot_be_placed_is_refused_in_one_line(
    law: Edition, unit: str, text: str, says: str
) -> None:
    found = subject(blank(), law, parse_steps(unit) if unit else ())
    with pytest.raises(BadText, match=says) as caught:
        trial(blank(), law, found, text)
    assert "\n" not in str(caught.value)


def test_a_new_article_is_an_insertion(law: Edition) -> None:
    found = subject(blank(), law, ())
    tried = trial(blank(), law, found, "Статья 11-1. Трансляция\n1. Первое.\n2. Второе.")
    assert asks(tried.package) == [("art_11-1", "insert")]
    assert tried.after.resolve(parse_steps("art_11-1.pt_2")).own_text == "Второе."


def test_an_edit_of_the_same_unit_again_keeps_the_grounds_and_the_number(law: Edition) -> None:
    package = edited(law, "art_11.pt_6", "как правило, ", "")
    package = grounded(package, "1", "Открытость.")
    package = edited(law, "art_11.pt_5", "маслихатом", "регламентом", package)
    package = edited(law, "art_11.pt_6", "открытый", "вполне открытый", package)
    assert asks(package) == [("art_11.pt_6", "replace"), ("art_11.pt_5", "replace")]
    assert package.items[0].grounds == "Открытость."
    assert "вполне открытый" in (package.items[0].proposed or "")
    # The whole article, opened now, has both edits in its text; back to the law's text drops them.
    found = subject(package, law, parse_steps("art_11"))
    assert "вполне открытый" in found.text
    assert trial(package, law, found, found.text).package == package
    assert trial(package, law, found, found.law).package.items == ()


def test_an_authors_item_is_edited_as_his_own_text(library: Library, author: Package) -> None:
    old = library.edition("law-148-2001", "2022-03-02")
    found = subject(author, old, parse_steps("art_11.pt_6"))
    assert found.item is not None
    assert found.item.id == "3"
    assert found.text == author.items[2].proposed
    tried = trial(author, old, found, found.text + ", если это возможно.")
    assert tried.items == ("3",)
    assert [i.id for i in tried.package.items] == [i.id for i in author.items]
    assert any("автор не приводит" in r for r in tried.remarks)
    # A misprint that is mended is no longer listed.
    second = author.items[1]
    mended = (second.proposed or "").replace("проводиться", "проводится")
    again = trial(author, old, of_item(old, second), mended).package.items[1]
    assert [m.words for m in again.misprints] == ["охрана природы, строительные работы"]


def test_a_unit_inside_an_items_unit_opens_that_item(law: Edition) -> None:
    found = subject(blank(), law, parse_steps("art_11"))
    package = trial(blank(), law, found, found.text.replace("\n5. ", "\n4. ")).package
    inside = subject(package, law, parse_steps("art_11.pt_6"))
    assert inside.item == package.items[0]


def test_repeal_and_what_cannot_be_repealed(law: Edition) -> None:
    package = edited(law, "art_11.pt_6", "как правило, ", "")
    package = repealed(package, law, parse_steps("art_11.pt_6"))
    assert asks(package) == [("art_11.pt_6", "repeal")]
    with pytest.raises(KbError):
        repealed(blank(), law, parse_steps("title"))


def test_the_result_of_an_instruction_becomes_items(library: Library, law: Edition) -> None:
    read = read_instruction(EXAMPLE, acts=library.acts.values(), act=law.act)
    applied = apply(law, read.operations)
    before = edited(law, "art_10.pt_1", "Первая", "Самая первая")
    tried = taken_in(before, law, applied)
    assert asks(tried.package) == [
        ("art_10.pt_1", "replace"),
        ("art_9.part_2", "repeal"),
        ("art_11.pt_5", "replace"),
        ("art_11.pt_6-1", "insert"),
    ]
    alone = replace(tried.package, items=tried.package.items[1:])
    reached, wanted = carried_out(alone, law).edition, applied.edition
    assert [c.text for c in reached.walk() if c.live] == [c.text for c in wanted.walk() if c.live]


# --- The sheet ------------------------------------------------------------------------------------


def test_items_move_and_go(author: Package) -> None:
    def ids(package: Package) -> str:
        return "".join(i.id for i in package.items)

    assert ids(moved(author, "3", -1)) == "13245"
    assert ids(moved(author, "1", -1)) == "12345"
    assert ids(moved(author, "1", 9)) == "23451"
    assert ids(without(author, "2")) == "1345"
    assert without(author, "5").edition_of("elections-1995") is None
    with pytest.raises(KbError, match="нет"):
        moved(author, "9", 1)


def test_undo_and_redo_go_back_and_forth_and_are_bounded(author: Package) -> None:
    sheet = Sheet(blank())
    assert undone(sheet) == sheet
    for nth in range(MAX_PAST + 5):
        sheet = changed(sheet, replace(author, title=f"Шаг {nth}"))
    assert len(sheet.past) == MAX_PAST
    back = undone(undone(sheet))
    assert back.package.title == f"Шаг {MAX_PAST + 2}"
    assert redone(redone(back)) == sheet
    assert changed(back, author).future == ()
    assert changed(sheet, sheet.package) is sheet


@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=40))
def test_undo_takes_back_exactly_what_was_done(steps: list[str]) -> None:
    sheet, told, at = Sheet(blank()), [blank()], 0
    for nth, step in enumerate(steps):
        if step == "change":
            package = replace(blank(), title=str(nth))
            told, at = [*told[: at + 1], package], at + 1
            sheet = changed(sheet, package)
        elif step == "undo":
            sheet, at = undone(sheet), max(at - 1, 0)
        else:
            sheet, at = redone(sheet), min(at + 1, len(told) - 1)
        assert sheet.package == told[at]


def test_a_bill_of_which_nothing_is_said_is_none(author: Package) -> None:
    titled = billed(author, lambda bill: replace(bill, title_kk="Өзгеріс енгізу туралы"))
    assert titled.bill == Bill(title_kk="Өзгеріс енгізу туралы")
    later = billed(titled, lambda bill: replace(bill, in_force="с 1 января"))
    assert later.bill == Bill(title_kk="Өзгеріс енгізу туралы", in_force="с 1 января")
    assert billed(titled, lambda bill: replace(bill, title_kk="")) == author


def test_typed_texts_are_remembered_by_unit_and_bounded() -> None:
    sheet = Sheet(blank())
    for nth in range(MAX_PENDING + 3):
        sheet = with_typed(sheet, f"u{nth}", f"текст {nth}")
    assert sheet.typed("u2") is None
    assert sheet.typed("u22") == "текст 22"
    assert with_typed(sheet, "u22", None).typed("u22") is None


def test_a_copy_gets_a_free_name_and_a_package_another_baseline(
    library: Library, author: Package
) -> None:
    assert free_id("mine", []) == "mine"
    assert free_id("mine", ["mine", "mine-2"]) == "mine-3"
    newest = library.edition("law-148-2001")
    assert based_on(author, newest).edition_of("law-148-2001") == newest.date
    assert parse(NEWEST).edition == newest.date
