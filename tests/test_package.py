"""Packages: the author's words exactly, the baseline, what applying does; studies likewise."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.act import Edition
from kb.address import parse, parse_steps, steps_text
from kb.amendment.apply import apply
from kb.amendment.operation import Operation
from kb.amendment.package import BadPackage, Baseline, Item, Package, as_amended, baseline_in, load
from kb.errors import KbError
from kb.language import squeeze
from kb.library import Library
from kb.write import amended, rows

from .conftest import AMENDMENTS, CORPUS, ROOT, Sandbox, shared

PACKAGE = AMENDMENTS / "bektibaev-2022.yaml"
LAW_2022, LAW_2026 = "law-148-2001@2022-03-02:ru", "law-148-2001@2026-07-14:ru"
ELECTIONS_2022 = "elections-1995@2022-02-07:ru"
ELECTIONS_2026 = "elections-1995@2026-07-01:ru"


@pytest.fixture(scope="module")
def package() -> Package:
    return load(PACKAGE)[0]


def item(package: Package, name: str) -> Item:
    return next(i for i in package.items if i.id == name)


# --- Verbatim ---------------------------------------------------------------------------------


def words_of(text: str) -> str:
    """A study's words: without marks of lists and of layout, spaces squeezed."""
    text = re.sub(r"<[^<>]+>|\*\*", " ", text)
    return squeeze(re.sub(r"^[ \t]*-[ \t]+", "", text, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def study() -> tuple[str, str, str]:
    """Study 003 whole; its section 3 with the five amendments; the annex that repeats them."""
    path = shared("seeds", "003_9a834fa42c8a8f12.txt")
    lines = path.read_text("utf-8").split("\n")
    return (
        words_of("\n".join(lines)),
        words_of("\n".join(lines[729:790])),
        words_of("\n".join(lines[1195:1260])),
    )


def test_the_package_names_the_very_file_that_it_quotes() -> None:
    path = shared("seeds", "003_9a834fa42c8a8f12.txt")
    data = yaml.safe_load(PACKAGE.read_text("utf-8"))
    assert data["source"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_quotations_and_proposals_are_the_authors_words(
    package: Package, study: tuple[str, str, str]
) -> None:
    _, body, _ = study
    assert len(package.items) == 5
    for each in package.items:
        assert each.proposed
        # A list is broken into lines here; in the study every line stands in the same order.
        assert f"«{words_of(each.proposed)}" in body, each.id
        if each.quoted is not None:
            assert f"«{words_of(each.quoted)}»" in body, each.id
        for misprint in each.misprints:
            assert words_of(misprint.words) in body, (each.id, misprint.words)
            assert words_of(misprint.should_be) not in body, "the misprint stays in the text"
    assert [i.id for i in package.items if i.quoted is None] == ["2", "4", "5"]


def test_leads_and_grounds_are_the_authors_words(
    package: Package, study: tuple[str, str, str]
) -> None:
    whole, body, _ = study
    for each in package.items:
        assert each.lead and each.grounds
        for line in each.lead.split("\n"):
            assert squeeze(line) in body, (each.id, line)
        for line in each.grounds.split("\n"):
            assert squeeze(line) in whole, (each.id, line)


def test_places_name_the_lines_of_the_study(package: Package) -> None:
    path = shared("seeds", "003_9a834fa42c8a8f12.txt")
    lines = path.read_text("utf-8").split("\n")
    for each in package.items:
        found = re.search(r"строки (\d+)–(\d+)", each.place)
        assert found and each.proposed
        passage = words_of("\n".join(lines[int(found[1]) - 1 : int(found[2])]))
        assert words_of(each.proposed) in passage
        assert words_of(each.quoted or "") in passage


def test_the_annex_differs_only_where_the_package_says(
    package: Package, study: tuple[str, str, str]
) -> None:
    _, _, annex = study
    for each in package.items:
        assert each.annex and each.proposed
        text = words_of("\n".join(filter(None, (each.quoted, each.proposed))))
        for body, other in each.annex.differences:
            assert text.count(body) == 2 or text.count(body) == 1
            text = text.replace(body, other, 1)
        quoted, proposed = words_of(each.quoted or ""), words_of(each.proposed)
        for body, other in each.annex.differences:
            quoted = quoted.replace(body, other)
        assert quoted in annex, each.id
        assert proposed in annex, each.id


# --- Baseline ---------------------------------------------------------------------------------


def test_point_6_of_article_11_was_quoted_exactly_and_has_changed_since(
    package: Package, editions: dict[str, Edition]
) -> None:
    exact = baseline_in(item(package, "3"), editions[LAW_2022])
    assert (exact.match, exact.partial) == ("exact", ())
    assert exact.address == f"{LAW_2022}/art_11.pt_6"
    near = baseline_in(item(package, "3"), editions[LAW_2026])
    assert near.match == "near"
    assert [s for s in near.segments if s[0] != "="] == [("-", "секретаря"), ("+", "председателя")]


@pytest.mark.parametrize("name", [LAW_2022, LAW_2026])
def test_article_9_is_quoted_without_its_second_part(
    package: Package, editions: dict[str, Edition], name: str
) -> None:
    found = baseline_in(item(package, "1"), editions[name])
    assert found.match == "exact"
    assert found.address == f"{name}/art_9.part_1"
    assert found.partial == (
        "часть вторая статьи 9: «Типовой регламент маслихатов утверждается "
        "Президентом Республики Казахстан.»",
    )


def with_quotation(target: str, quoted: str) -> Item:
    return Item("x", parse(target), "replace", quoted, "Новое.", "", "")


def test_a_baseline_may_be_near_none_or_not_held(editions: dict[str, Edition]) -> None:
    law, constitution = editions[LAW_2026], editions["constitution-1995@2019-03-23:ru"]
    text = "Маслихат не обладает правами юридического лица"
    assert baseline_in(with_quotation("law-148-2001/art_5.pt_8", text), law).match == "exact"
    near = baseline_in(with_quotation("law-148-2001/art_5.pt_8", f"{text} и иного"), law)
    assert near.match == "near"
    assert "".join(t for op, t in near.segments if op != "+") == f"{text} и иного"
    none = baseline_in(with_quotation("law-148-2001/art_5.pt_8", "Нечто совсем другое"), law)
    assert (none.match, none.segments) == ("none", ())
    absent = baseline_in(with_quotation("law-148-2001/art_5.pt_80", text), law)
    assert absent.match == "none"
    outside = baseline_in(with_quotation("constitution-1995/art_1.pt_1", text), constitution)
    assert outside == Baseline("constitution-1995@2019-03-23:ru", "not_held")
    dead = baseline_in(with_quotation("law-148-2001/art_18", "Председатель сессии"), law)
    assert dead.match == "none"


def test_kinds_of_quote_dash_and_space_do_not_spoil_a_match(editions: dict[str, Edition]) -> None:
    quoted = "сессия маслихата — основная  форма\u00a0деятельности маслихата"
    found = baseline_in(with_quotation("law-148-2001/art_1.spt_13", quoted), editions[LAW_2026])
    assert found.match == "exact"


# --- Applying ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("law", "elections"), [(LAW_2022, ELECTIONS_2022), (LAW_2026, ELECTIONS_2026)]
)
def test_all_five_amendments_apply_to_both_editions(
    package: Package, editions: dict[str, Edition], law: str, elections: str
) -> None:
    result = as_amended(package, editions[law])
    assert [steps_text(d.steps) for d in result.applied] == [
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
    voted = as_amended(package, editions[elections])
    assert [steps_text(d.steps) for d in voted.applied] == ["art_103.pt_9"]
    assert voted.refused == ()


def test_applying_changes_nothing_else(package: Package, editions: dict[str, Edition]) -> None:
    before = editions[LAW_2026]
    after = as_amended(package, before).edition
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
    done = as_amended(package, editions[LAW_2022]).applied
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
    after = as_amended(package, editions[LAW_2026]).edition
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
    found = amended.causes(before, asked, result)
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
        ("replace", "law-148-2001/art_99", "Текст.", "вне удерживаемых"),
        ("replace", "law-148-2001/art_11.pt_66", "Текст.", "нет такой единицы"),
        ("replace", "law-148-2001/art_11.pt_6", "7. Текст.", "начинается с номера 7"),
        ("replace", "law-148-2001/art_9", "Статья 10. Имя\nТекст.", "начинается с «Статья 10"),
        ("replace", "law-148-2001/art_11.pt_6", "", "пуста"),
        ("replace", "law-148-2001/art_11.pt_6", "6. Одно.\n7. Другое.", "как одна единица"),
        ("replace", "law-148-2001/ch_2", "Глава", "не поддерживается"),
        ("replace", "law-148-2001/art_3.pt_3.part_1.spt_3.abz_2", "1. Одно", "как одна единица"),
        ("repeal", "law-148-2001/art_18", None, "не действует"),
        ("insert", "law-148-2001/art_9.part_3", "1. Пункт.", "не читается как часть третья"),
        ("insert", "law-148-2001/art_11.pt_6", "Текст.", "номер занят"),
        ("insert", "law-148-2001/art_6.pt_7", "Текст.", "место исключенной единицы"),
        ("insert", "law-148-2001/art_18.pt_1", "Текст.", "не действует"),
        ("insert", "law-148-2001/art_9.part_4", "Текст.", "не может следовать"),
        ("insert", "law-148-2001/art_9.part_2-1", "Текст.", "по порядку"),
        ("insert", "law-148-2001/art_60", "Статья 60. И\nТекст.", "вне удерживаемых"),
        ("insert", "law-148-2001", "Текст.", "какой единицей"),
        ("insert", "law-148-2001/ch_2.part_2", "Текст.", "не дополняется единицей"),
        ("insert", "law-148-2001/pt_40", "40. Текст.", "какая единица дополняется"),
        ("insert", "law-148-2001/art_9.art_1", "Текст.", "какая единица дополняется"),
        ("insert", "law-148-2001/ch_2.art_9", "Статья 9. И\nТекст.", "номер занят"),
        ("insert", "law-148-2001/title.pt_9", "9. Текст.", "какая единица дополняется"),
        ("insert", "law-148-2001/art_24-2", "Статья 24-2. А\nТ.\nСтатья 9. Б\nТ.", "номер занят"),
        (
            "insert",
            "law-148-2001/ch_1.art_24-2",
            "Статья 24-2. И\nТекст.",
            "не в единице «глава 1»",
        ),
        ("insert", "law-148-2001/art_9.part_3", "Сноска. Да.", "не текст нормы"),
        ("replace", "law-148-2001/art_9.part_1", "1. Одно.", "как одна единица"),
        ("replace", "law-148-2001/art_11.pt_6.abz_1", "7. Текст.", "как одна единица"),
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
    assert remarks == ("новая редакция из нескольких единиц: команды считают ее одной",)
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


# --- Bad packages -----------------------------------------------------------------------------

GOOD = """\
id: p
author: А
source: {citation: О}
kind: text
items:
  - id: '1'
    target: law-148-2001/art_11.pt_6
    operation: replace
    proposed: Новое.
  - id: '2'
    target: law-148-2001/art_11.pt_8
    operation: insert
    proposed: Новое.
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: '2'", "id: '1'", r"p\.yaml:10: поправка «1» повторяется"),
        ("law-148-2001/art_11.pt_6", "law-1/art_1", r"p\.yaml:6: акт «law-1» неизвестен"),
        ("art_11.pt_6", "art_11.pt_66", r"p\.yaml:6: .*art_11\.pt_66"),
        ("art_11.pt_8", "art_111-1.pt_8", None),  # outside the excerpts: nothing is known of it
        ("art_11.pt_8", "art_13-1.pt_8", r"p\.yaml:10: .*art_13-1"),
        ("law-148-2001/art_11.pt_6", "статья 11", r"p\.yaml:7: адрес"),
        ("art_11.pt_6", "art_11.foo_6", r"p\.yaml:7: адрес: шаг «foo_6»"),
        ("art_11.pt_6", "pt_1", r"p\.yaml:6: .*неоднозначно"),
        ("    target: law-148-2001/art_11.pt_8\n", "", r"p\.yaml:10: .*не хватает поля «target»"),
        ("operation: insert", "operation: improve", r"p\.yaml:12: .*«improve» не из списка"),
        ("kind: text", "kind: novel", r"p\.yaml:4: .*«novel» не из списка"),
        ("author: А\n", "", r"p\.yaml:1: .*не хватает поля «author»"),
        ("proposed: Новое.\n  - id: '2'", "new: x\n  - id: '2'", r"p\.yaml:6: .*«new»"),
        ("items:", "items: 5\nother:", r"p\.yaml:\d+: "),
        ("id: p\n", "id: p/../x\n", r"p\.yaml:1: .*не по образцу"),
        ("id: p\n", "id: p\nid: q\n", r"p\.yaml:2: ключ «id» повторяется"),
        ("author: А", "author: &a А\ntitle: *a", r"p\.yaml:\d: якоря"),
        ("author: А", "author: [А", r"p\.yaml:\d+: неверный YAML"),
    ],
)
def test_a_bad_package_is_named_by_file_and_line(
    sandbox: Sandbox, old: str, new: str, says: str | None
) -> None:
    assert GOOD.count(old) == 1
    (sandbox.amendments / "p.yaml").write_text(GOOD.replace(old, new), "utf-8")
    if says is None:
        assert sandbox.open().package("p")
        return
    with pytest.raises(KbError, match=says) as caught:
        sandbox.open()
    assert len(str(caught.value)) < 2500


def test_a_huge_text_is_refused_and_a_large_one_is_not(sandbox: Sandbox) -> None:
    path = sandbox.amendments / "p.yaml"
    path.write_text(GOOD.replace("Новое.", "Новое. " + "слово " * 170_000, 1), "utf-8")
    assert path.stat().st_size > 1_000_000
    found = sandbox.open().package("p")
    assert found.items[0].proposed and len(found.items[0].proposed) > 1_000_000
    path.write_text(GOOD.replace("Новое.", "x" * 5_000_001, 1), "utf-8")
    with pytest.raises(KbError, match=r"p\.yaml:9: ") as caught:
        sandbox.open()
    assert len(str(caught.value)) < 400
    path.write_text(GOOD + "#" * 20_000_000, "utf-8")
    with pytest.raises(KbError, match=r"p\.yaml: файл больше"):
        sandbox.open()


def test_a_package_of_an_unknown_baseline_is_refused_when_asked_for(sandbox: Sandbox) -> None:
    text = GOOD.replace("kind: text", "kind: text\nbaseline: {law-148-2001: 2023-03-01}")
    (sandbox.amendments / "p.yaml").write_text(text, "utf-8")
    opened = sandbox.open()
    with pytest.raises(KbError, match="2023-03-01: редакция известна, но не удерживается"):
        opened.editions_for(opened.package("p"), "author")


def test_the_repeated_id_of_two_items_keeps_the_old_library(sandbox: Sandbox) -> None:
    sandbox.open().close()
    (sandbox.amendments / "p.yaml").write_text(GOOD.replace("id: '2'", "id: '1'"), "utf-8")
    with pytest.raises(BadPackage):
        sandbox.open()
    (sandbox.amendments / "p.yaml").unlink()
    assert [p.id for p in sandbox.open().packages()] == ["bektibaev-2022"]


# --- Studies ----------------------------------------------------------------------------------

TABLE = CORPUS / "studies" / "akanova-2024-table-1.yaml"


def table() -> Any:
    return yaml.safe_load(TABLE.read_text("utf-8"))


def test_the_charter_table_has_its_eight_rows_verbatim() -> None:
    path = shared("seeds", "002_f3c791904e7c9823.txt")
    data = table()
    assert data["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(data["rows"]) == 8
    assert data["label"] == "Аканова 2024, по Сафоновой 2010"
    printed: list[list[str]] = []
    for line in path.read_text("utf-8").split("\n"):
        cells = [words_of(c) for c in line.split("\t")]
        if cells[:2] == ["", ""] and len(cells) == 3:  # a row that a page break cuts in two
            printed[-1][2] += f" {cells[2]}"
        elif len(cells) == 3:
            printed.append(cells)
    wanted = [
        [squeeze(row["criterion"]), row["charter"]["text"], row["kazakhstan"]["text"]]
        for row in data["rows"]
    ]
    assert printed[1:9] == wanted


def test_the_words_of_a_link_stand_in_their_cell() -> None:
    for row in table()["rows"]:
        for cell in (row["charter"], row["kazakhstan"]):
            for norm in cell["norms"]:
                assert norm["words"] is None or norm["words"] in cell["text"], norm
                assert not norm["named"] or norm["words"], "a named norm is named by some words"


def test_every_address_of_the_studies_resolves(library: Library) -> None:
    addresses = [
        entry["address"]
        for row in table()["rows"]
        for cell in (row["charter"], row["kazakhstan"])
        for entry in (*cell["norms"], *cell.get("later", ()))
    ]
    quotations = yaml.safe_load((CORPUS / "quotations.yaml").read_text("utf-8"))["quotations"]
    addresses += [q["address"] for q in quotations]
    assert len(addresses) > 50
    for address in addresses:
        _, clause = library.find(address)
        assert clause.steps == parse(address).steps, "an address is given in full"
        assert clause.live, address


def test_what_is_said_to_be_quoted_from_a_norm_stands_there(library: Library) -> None:
    """«Уже в редакции …», «тот же текст»: quotations inside the remarks on a law as it was."""
    checked = 0
    for row in table()["rows"]:
        for cell in (row["charter"], row["kazakhstan"]):
            for later in cell.get("later", ()):
                text = squeeze(library.find(later["address"])[1].text)
                for quoted in re.findall(r"«([^«»]{40,})»", later["says"]):
                    if "опущены" in later["says"]:
                        continue  # speaks of the words that the study leaves out
                    assert quoted in text, later["address"]
                    checked += 1
    assert checked >= 5


def test_quotations_of_the_charter_are_the_studies_words() -> None:
    folder = shared("seeds")
    texts = [words_of(p.read_text("utf-8")) for p in sorted(folder.glob("*.txt"))]
    quotations = yaml.safe_load((CORPUS / "quotations.yaml").read_text("utf-8"))["quotations"]
    assert {q["study"] for q in quotations} == {"akanova-2024", "muzapar-2025"}
    for quotation in quotations:
        words = squeeze(quotation["words"])
        assert any(words in text for text in texts), quotation["address"]


def test_the_repository_needs_no_shared_folder() -> None:
    """Nothing shipped points at ../shared."""
    for path in (
        *CORPUS.rglob("*.yaml"),
        *AMENDMENTS.glob("*.yaml"),
        *Path(ROOT, "kb").rglob("*.py"),
    ):
        assert "../shared" not in path.read_text("utf-8"), path
