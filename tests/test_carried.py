"""A package carried out: table, amending text, tracked file and checks tell one story of each item."""

from __future__ import annotations

from itertools import permutations

import pytest

from kb.amendment.apply import apply
from kb.amendment.carried import carried_out
from kb.amendment.instruction import parse
from kb.amendment.wording import amending_text
from kb.compare.table import Comparison, compare_package
from kb.norm.act import Act
from kb.norm.address import parse_steps
from kb.papers.bill import commands
from tests.drafts import Data, act, added, item, package

SMALL = act(
    """## Статья 1. О малом

1. Первое.

2. Второе.

3. Часть первая третьего.

Часть вторая третьего.

Часть третья третьего.

## Статья 2. Прочее

Слова статьи 2. Второе предложение.
"""
)
LAW = Act("small", "О малом", "Закон", "law", "2020-01-01")
AT = "small/art_1"


def table(*items: Data) -> Comparison:
    return compare_package(package(*items), {"small": SMALL}, {"small": LAW}, {"small": [SMALL]})


def wording(found: Comparison) -> str:
    return "\n".join(amending_text(commands(found), {"small": LAW}))


def test_an_item_that_stands_on_another_is_carried_out_everywhere() -> None:
    items = (added(f"{AT}.pt_2.part_2", "Новая два."), added(f"{AT}.pt_2.part_3", "Новая три."))
    assert carried_out(package(*items), SMALL).refused == ()
    found = table(*items)
    assert [(e.element, e.refused) for e in found.entries] == [
        ("часть вторая пункта 2 статьи 1", ""),
        ("часть третья пункта 2 статьи 1", ""),
    ]
    assert [line.text for line in found.entries[1].right] == ["Новая три."]
    assert "частью третьей следующего содержания:\n«Новая три.»" in wording(found)


def test_a_subpoint_is_added_to_a_point_that_the_package_adds() -> None:
    found = table(
        added(f"{AT}.pt_4", "4. Новый пункт:\n1) раз;\n2) два."),
        added(f"{AT}.pt_4.spt_3", "3) три."),
    )
    assert [e.refused for e in found.entries] == ["", ""]
    assert [line.text for line in found.entries[1].right] == ["3) три."]


@pytest.mark.parametrize("second", [item(f"{AT}.pt_2", "2. Еще иное."), item(f"{AT}.pt_2")])
def test_the_second_wording_of_a_point_is_refused_everywhere(second: Data) -> None:
    first = item(f"{AT}.pt_2", "2. Иное.")
    done = carried_out(package(first, second), SMALL)
    assert [bool(each.refused) for each in done.items] == [False, True]
    assert done.items[1].in_company and "уже изменила" in done.items[1].refused
    found = table(first, second)
    assert found.entries[1].refused == done.items[1].refused
    assert wording(found).count("пункт 2") == 1 and "Еще" not in wording(found)


def test_a_part_put_between_others_is_named_by_its_own_place_and_words() -> None:
    (entry,) = table(added(f"{AT}.pt_3.part_2", "Вставка.")).entries
    assert entry.element == "часть вторая пункта 3 статьи 1"
    assert entry.new_text == "Вставка."


def test_an_earlier_insertion_moves_the_address_of_a_later_place() -> None:
    done = apply(
        SMALL,
        [
            o
            for i in package(
                added(f"{AT}.pt_3.part_4", "В конце."), added(f"{AT}.pt_3.part_2", "Вставка.")
            ).items
            for o in i.operations()
        ],
    )
    last, middle = done.applied
    assert last.steps == parse_steps("art_1.pt_3.part_5") == last.added[0]
    assert done.edition.index[last.steps].own_text == "В конце."
    assert middle.steps == parse_steps("art_1.pt_3.part_2")


def test_results_keep_the_order_in_which_the_operations_came() -> None:
    asked = package(
        item(f"{AT}.pt_9", "9. Нет такого."), item(f"{AT}.pt_1", "1. Иное."), item(f"{AT}.pt_8")
    )
    operations = [o for i in asked.items for o in i.operations()]
    assert [r.operation for r in apply(SMALL, operations).results] == operations


ITEMS = (
    item(f"{AT}.pt_2", "2. Иное."),
    item(f"{AT}.pt_1"),
    added(f"{AT}.pt_2.part_2", "Новая два."),
    added(f"{AT}.pt_2.part_3", "Новая три."),
    added(f"{AT}.pt_3.part_2", "Вставка."),
    item(f"{AT}.pt_3.part_3", "Иная третья."),
    added(f"{AT}.pt_4", "4. Новый пункт:\n1) раз;\n2) два."),
    added(f"{AT}.pt_4.spt_3", "3) три."),
    item(f"{AT}.pt_3.part_1.sent_1", "Иное предложение."),
    item("small/art_2.sent_2"),
    added("small/art_2.sent_3", "Третье предложение."),
    item("small/art_2", "Статья 2. Иное\nСлова иные."),
    added("small/art_2.part_2", "Еще часть статьи 2."),
)


@pytest.mark.parametrize("pair", list(permutations(range(len(ITEMS)), 2)))
def test_the_amending_text_does_what_the_table_shows(pair: tuple[int, int]) -> None:
    items = [ITEMS[n] for n in pair]
    done = carried_out(package(*items), SMALL)
    found = table(*items)
    for entry in found.entries:
        become, asked = done.of(entry.item.id), items[int(entry.item.id) - 1]
        assert entry.refused == become.refused
        if not become.refused and asked["operation"] == "insert" and ".sent" not in asked["target"]:
            assert entry.new_text.split() == asked["proposed"].split()
    text = wording(found)
    if not text:
        return
    read = parse(text, acts=[LAW], act="small")
    assert not read.unread, read.unread
    again = apply(SMALL, read.operations)
    assert not again.refused, (text, again.refused)
    assert again.edition.root.text == done.edition.root.text


def test_the_papers_go_in_the_order_of_the_law() -> None:
    found = table(
        item("small/art_2", "Статья 2. Иное\nСлова иные."),
        item(f"{AT}.pt_2", "2. Иное."),
        item(f"{AT}.pt_1"),
    )
    assert [e.item.id for e in found.entries] == ["3", "2", "1"]
    assert [e.number for e in found.entries] == [1, 2, 3]
    text = wording(found)
    assert text.index("пункт 1 исключить") < text.index("пункт 2") < text.index("статью 2")


def test_an_item_ordered_by_its_words_is_proved_or_restated() -> None:
    words = item(f"{AT}.pt_3.part_2", "Часть иная третьего.", form="words")
    (entry,) = table(words).entries
    assert wording(table(words)).endswith(
        "в части второй пункта 3 статьи 1 слово «вторая» заменить словом «иная»."
    )
    assert [line.text for line in entry.right] == ["Часть иная третьего."]
    assert "изложить в следующей редакции" in wording(
        table(item(f"{AT}.pt_3.part_2", "Часть иная третьего."))
    )
