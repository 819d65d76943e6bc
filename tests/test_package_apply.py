"""What applying a package does to the texts, and operations that do not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.amendment.apply import apply
from kb.amendment.carried import carried_out
from kb.amendment.operation import Operation
from kb.amendment.package import Package, from_data, load
from kb.compare import amended
from kb.norm.act import Edition
from kb.norm.address import parse, parse_steps, steps_text
from kb.write import rows

from .packaging import ELECTIONS_2022, ELECTIONS_2026, LAW_2022, LAW_2026, PACKAGE, item


@pytest.fixture(scope="module")
def package() -> Package:
    return load(PACKAGE)[0]


@pytest.mark.parametrize(
    ("law", "elections"), [(LAW_2022, ELECTIONS_2022), (LAW_2026, ELECTIONS_2026)]
)
def test_all_five_amendments_apply_to_both_editions(
    package: Package, editions: dict[str, Edition], law: str, elections: str
) -> None:
    result = carried_out(package, editions[law])
    assert [steps_text(d.steps) for d in result.items] == [
        "art_9",
        "art_10.pt_4",
        "art_11.pt_6",
        "art_5.pt_3.part_2",
    ]
    assert result.refused == ()
    after = result.edition
    assert after.resolve(parse_steps("art_9")).text.split("\n") == [
        "Статья 9. Регламент маслихата",
        item(package, "1").proposed,
    ]
    assert after.resolve(parse_steps("art_10.pt_4")).own_text == item(package, "2").proposed
    assert after.resolve(parse_steps("art_11.pt_6")).text == f"6. {item(package, '3').proposed}"
    added = [after.resolve(parse_steps(f"art_5.pt_3.part_{n}")).text for n in range(2, 6)]
    assert "\n".join(added) == item(package, "4").proposed
    last = after.resolve(parse_steps("art_5.pt_3.part_5.spt_5"))
    assert last.own_text == "Не менее двух работников здравоохранения."
    voted = carried_out(package, editions[elections])
    assert [steps_text(d.steps) for d in voted.items] == ["art_103.pt_9"]
    assert voted.refused == ()


def test_applying_changes_nothing_else(package: Package, editions: dict[str, Edition]) -> None:
    before = editions[LAW_2026]
    after = carried_out(package, before).edition
    touched = ("art_9", "art_10.pt_4", "art_11.pt_6", "art_5.pt_3")

    def rest(edition: Edition) -> list[tuple[str, str, str]]:
        return [
            (steps_text(c.steps), c.own_text, c.heading)
            for c in edition.walk()
            if not steps_text(c.steps).startswith(touched)
        ]

    assert rest(after) == rest(before)
    point = before.resolve(parse_steps("art_5.pt_3"))
    assert after.resolve(parse_steps("art_5.pt_3.part_1")).own_text == point.own_text


def test_what_the_author_leaves_out_is_said(package: Package, editions: dict[str, Edition]) -> None:
    done = carried_out(package, editions[LAW_2022]).items
    assert [d.remarks for d in done] == [
        (
            "номер и заголовок «Статья 9. Регламент маслихата» автор не приводит: "
            "взяты из действующей редакции",
            "исчезает часть вторая статьи 9: «Типовой регламент маслихатов утверждается "
            "Президентом Республики Казахстан.»",
        ),
        ("номер «4.» автор не приводит: взят из цели",),
        ("номер «6.» автор не приводит: взят из цели",),
        (),
    ]


def test_the_act_as_amended_shows_only_what_changed(
    package: Package, editions: dict[str, Edition]
) -> None:
    found = rows.as_amended(package, [editions[LAW_2026]])[0]
    assert (found["act"], found["edition"], found["language"]) == (
        *("law-148-2001", "2026-07-14", "ru"),
    )
    assert [a["item"] for a in found["applied"]] == ["1", "2", "3", "4"]
    assert found["refused"] == []
    assert [a["address"].split("/")[1] for a in found["articles"]] == [
        *("art_5", "art_9", "art_10", "art_11"),
    ]
    after = carried_out(package, editions[LAW_2026]).edition
    for article in found["articles"]:
        steps = parse_steps(article["address"].split("/")[1])
        assert article["text"] == after.resolve(steps).text
        assert article["text"] != editions[LAW_2026].resolve(steps).text


def test_a_refused_item_of_a_package_is_named(
    package: Package, editions: dict[str, Edition]
) -> None:
    missing = replace(package.items[2], target=parse("law-148-2001/art_11.pt_66"))
    spoiled = replace(package, items=(missing, package.items[0]))
    found = rows.as_amended(spoiled, [editions[LAW_2026]])[0]
    assert [a["item"] for a in found["applied"]] == ["1"]
    assert [r["item"] for r in found["refused"]] == [missing.id]
    assert "пункт 66 статьи 11" in found["refused"][0]["reason"]


def test_each_change_knows_the_operations_behind_it(editions: dict[str, Edition]) -> None:
    """Two operations in one unit, an addition among existing parts, one that is refused."""
    before = editions[LAW_2026]
    asked = [
        Operation("insert", parse("law-148-2001/art_9.part_2"), new="Новая часть."),
        Operation(
            "substitute", parse("law-148-2001/art_9.part_2"), old="Типовой регламент", new="Образец"
        ),
        Operation("repeal", parse("law-148-2001/art_11.pt_99")),
        Operation("substitute", parse("law-148-2001/art_11.pt_5"), old="сессии", new="заседаний"),
        Operation("delete_words", parse("law-148-2001/art_11.pt_5"), old="маслихатом"),
    ]
    result = apply(before, asked)
    found = amended.causes(before, result)
    behind = {
        (row.right or row.left).text: found.of(row)  # type: ignore[union-attr]
        for each in amended.altered(before, result.edition)
        for row in each.rows
        if found.of(row)
    }
    assert behind["Новая часть."] == (1,)
    assert behind["Продолжительность заседаний определяется."] == (4, 5)
    assert 3 not in {n for numbers in behind.values() for n in numbers}


def refusal(edition: Edition, kind: str, target: str, new: str | None = None) -> str:
    """Why an operation is refused; a refused one leaves the edition as it was."""
    result = apply(edition, [Operation(kind, parse(target), new=new)])
    assert result.applied == ()
    assert result.edition is edition
    return result.refused[0].reason


@pytest.mark.parametrize(
    ("kind", "target", "new", "says"),
    [
        ("replace", "elections-1995/art_9", "x", "другому акту"),
        ("replace", "law-148-2001/art_99", "Текст.", "нет такого структурного элемента"),
        ("replace", "law-148-2001/art_11.pt_66", "Текст.", "нет такого структурного элемента"),
        ("replace", "law-148-2001/art_11.pt_6", "7. Текст.", "начинается с номера 7"),
        ("replace", "law-148-2001/art_9", "Статья 10. Имя\nТекст.", "начинается с «Статья 10"),
        ("replace", "law-148-2001/art_11.pt_6", "", "пуста"),
        (
            "replace",
            "law-148-2001/art_11.pt_6",
            "6. Одно.\n7. Другое.",
            "как один структурный элемент",
        ),
        ("replace", "law-148-2001/ch_2", "Глава", "не поддерживается"),
        (
            "replace",
            "law-148-2001/art_3.pt_3.part_1.spt_3.abz_2",
            "1. Одно",
            "как один структурный элемент",
        ),
        ("repeal", "law-148-2001/art_18", None, "не действует"),
        ("insert", "law-148-2001/art_9.part_3", "1. Пункт.", "не читается как часть третья"),
        ("insert", "law-148-2001/art_11.pt_6", "Текст.", "номер занят"),
        ("insert", "law-148-2001/art_6.pt_7", "Текст.", "место исключенного структурного элемента"),
        ("insert", "law-148-2001/art_18.pt_1", "Текст.", "не действует"),
        ("insert", "law-148-2001/art_9.part_4", "Текст.", "не может следовать"),
        ("insert", "law-148-2001/art_9.part_2-1", "Текст.", "по порядку"),
        ("insert", "law-148-2001", "Текст.", "каким структурным элементом"),
        ("insert", "law-148-2001/ch_2.part_2", "Текст.", "не дополняется структурным элементом"),
        ("insert", "law-148-2001/pt_40", "40. Текст.", "какой структурный элемент дополняется"),
        ("insert", "law-148-2001/art_9.art_1", "Текст.", "какой структурный элемент дополняется"),
        ("insert", "law-148-2001/ch_2.art_9", "Статья 9. И\nТекст.", "номер занят"),
        ("insert", "law-148-2001/title.pt_9", "9. Текст.", "какой структурный элемент дополняется"),
        ("insert", "law-148-2001/art_24-2", "Статья 24-2. А\nТ.\nСтатья 9. Б\nТ.", "номер занят"),
        (
            "insert",
            "law-148-2001/ch_1.art_24-2",
            "Статья 24-2. И\nТекст.",
            "не в структурном элементе «глава 1»",
        ),
        ("insert", "law-148-2001/art_9.part_3", "Сноска. Да.", "не текст нормы"),
        ("replace", "law-148-2001/art_9.part_1", "1. Одно.", "как один структурный элемент"),
        ("replace", "law-148-2001/art_11.pt_6.abz_1", "7. Текст.", "как один структурный элемент"),
        ("replace", "law-148-2001/art_11.pt_6.sent_1-1", "Текст.", "предложений"),
        ("substitute", "law-148-2001/art_9", "x", "какие слова менять"),
        ("improve", "law-148-2001/art_9", "x", "не выполняется"),
    ],
)
def test_an_operation_that_does_not_fit_is_refused(
    editions: dict[str, Edition], kind: str, target: str, new: str | None, says: str
) -> None:
    assert says in refusal(editions[LAW_2026], kind, target, new)


def test_smaller_units_and_several_paragraphs_are_carried_out(
    editions: dict[str, Edition],
) -> None:
    """Sentences, paragraphs, several paragraphs for one part, an excluded article set out anew."""
    before = editions[LAW_2026]

    def done(kind: str, target: str, new: str | None = None) -> tuple[Edition, tuple[str, ...]]:
        result = apply(before, [Operation(kind, parse(f"law-148-2001/{target}"), new=new)])
        assert result.refused == ()
        return result.edition, result.applied[0].remarks

    after, remarks = done("replace", "art_9.part_1", "Одно.\nДругое.")
    assert [c.own_text for c in after.resolve(parse_steps("art_9")).children] == [
        "Одно.",
        "Другое.",
        before.resolve(parse_steps("art_9.part_2")).own_text,
    ]
    assert remarks == (
        "новая редакция из нескольких структурных элементов: команды считают их одним",
    )
    after, remarks = done("replace", "art_18", "Новое.")
    assert not before.resolve(parse_steps("art_18")).live
    assert after.resolve(parse_steps("art_18")).live
    assert after.resolve(parse_steps("art_18")).own_text == "Новое."
    assert remarks[0] == "статья 18 была исключена: новая редакция ее восстанавливает"
    point = before.resolve(parse_steps("art_11.pt_6"))
    after, _ = done("repeal", "art_11.pt_6.sent_1")
    assert point.own_text.endswith(after.resolve(point.steps).own_text)
    assert after.resolve(point.steps).own_text != point.own_text
    after, _ = done("replace", "art_11.pt_6.abz_1", "Текст.")
    assert after.resolve(point.steps).text.split("\n")[0] == "6. Текст."


PROPOSED = [
    "Новое.", "слово", "1. Один.\n2. Два.", "Вводная:\n1) один;\n2) два.\nЧасть.", "6. Текст.",
    "Статья 9. Имя\nТекст.", "Статья 5", "Сноска. Да.", "а) буква", "(исключено)", "7.", "1)\nТекст",
    "Две.\nЧасти.", "# x", "> цитата", "*x*", "", "   ",
]  # fmt: skip
UNITS = [
    "art_3",
    "art_9-1",
    "pt_1",
    "pt_4",
    "pt_9",
    "spt_1",
    "spt_4-1",
    "part_2",
    "part_3",
    "part_1-1",
    "abz_2",
    "spt_б",
    "abz_1",
    "sent_1",
    "heading",
]


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=150)
def test_any_operation_is_carried_out_or_refused(
    editions: dict[str, Edition], data: st.DataObject
) -> None:
    """Never an error, never a repeated address, never «done» without the unit being there."""
    name = data.draw(st.sampled_from([LAW_2026, ELECTIONS_2026, "legal-acts-2016@2026-07-14:ru"]))
    edition = editions[name]
    steps = data.draw(st.sampled_from(list(edition.index)))
    kind = data.draw(st.sampled_from(["replace", "insert", "repeal"]))
    if kind == "insert" or data.draw(st.integers(0, 9)) == 0:
        steps = (*steps, *parse_steps(data.draw(st.sampled_from(UNITS))))
    target = replace(parse(edition.act), steps=steps)
    new = None if kind == "repeal" else data.draw(st.sampled_from(PROPOSED))
    result = apply(edition, [Operation(kind, target, new=new)])
    assert len(result.applied) + len(result.refused) == 1
    if result.refused:
        assert result.edition is edition
        assert result.refused[0].reason
        return
    everywhere = [c.steps for c in result.edition.root.walk()]
    assert len(everywhere) == len(set(everywhere))
    assert result.edition.find(result.applied[0].steps) is not None
    assert result.edition.root != edition.root or new == edition.resolve(steps).own_text


def test_an_ambiguous_target_is_refused(editions: dict[str, Edition]) -> None:
    reason = refusal(editions[ELECTIONS_2026], "repeal", "elections-1995/art_104.pt_3-1.spt_1")
    assert "неоднозначно" in reason


def test_a_unit_is_repealed_and_its_place_stays(editions: dict[str, Edition]) -> None:
    operation = Operation("repeal", parse("law-148-2001/art_11.pt_5"))
    after = apply(editions[LAW_2026], [operation]).edition
    assert after.resolve(parse_steps("art_11.pt_5")).text == "5. (исключен)"
    assert not after.resolve(parse_steps("art_11.pt_5")).live
    assert after.resolve(parse_steps("art_11.pt_6")).live


def test_new_units_stand_in_the_order_of_the_law(editions: dict[str, Edition]) -> None:
    operations = [
        Operation("insert", parse("law-148-2001/art_11.pt_6-1"), new="6-1. Новый пункт."),
        Operation("insert", parse("law-148-2001/art_24-2"), new="Статья 24-2. Имя\nТекст."),
    ]
    after = apply(editions[LAW_2026], operations).edition
    points = [c.number for c in after.resolve(parse_steps("art_11")).children]
    assert points == ["1", "2", "3", "4", "5", "6", "6-1", "7"]
    articles = [c.number for c in after.walk() if c.kind == "article"]
    assert articles[articles.index("24-1") : articles.index("25")] == ["24-1", "24-2"]


HEADED = "Решения маслихата\n1. Маслихат принимает решения.\n2. Решения публикуются."


@pytest.mark.parametrize(
    ("operation", "target", "text", "heading"),
    [
        ("replace", "art_7", HEADED, "Решения маслихата"),
        ("insert", "art_11-1", HEADED, "Решения маслихата"),
        ("replace", "art_7", HEADED.replace("маслихата\n", "маслихата.\n"), "Акты маслихата"),
        ("replace", "art_7", "Маслихат принимает решения", "Акты маслихата"),
        ("insert", "art_11-1", HEADED.partition("\n")[2], ""),
    ],
)
def test_a_first_line_that_only_a_heading_can_be(
    editions: dict[str, Edition], operation: str, target: str, text: str, heading: str
) -> None:
    """Texts of a package come without the number of their article, and so does its heading."""
    fields = {"id": "1", "target": f"law-148-2001/{target}", "operation": operation}
    proposed = from_data(
        {
            "id": "headed",
            "author": "А. Автор",
            "kind": "text",
            "items": [{**fields, "quoted": None, "proposed": text, "grounds": "", "place": ""}],
        }
    )
    result = carried_out(proposed, editions[LAW_2026])
    assert not result.refused
    assert result.edition.resolve(parse_steps(target)).heading == heading
