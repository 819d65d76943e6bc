"""Packages: the author's words exactly, the baseline, packages that are refused."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
import yaml

from kb.amendment.package import (
    BadPackage,
    Baseline,
    Bill,
    Item,
    Kazakh,
    Package,
    baseline_in,
    load,
    parsed,
)
from kb.ground.errors import KbError
from kb.norm.act import Edition
from kb.norm.address import parse
from kb.words.text import squeeze

from .conftest import Sandbox, shared
from .packaging import LAW_2022, LAW_2026, PACKAGE, item, words_of


@pytest.fixture
def sandbox(sandbox: Sandbox, built: Path) -> Sandbox:
    """With a library file already: no test here is about building one."""
    shutil.copy(built, sandbox.db)
    return sandbox


@pytest.fixture(scope="module")
def package() -> Package:
    return load(PACKAGE)[0]


# --- Verbatim ---------------------------------------------------------------------------------


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
    numbered = baseline_in(with_quotation("law-148-2001/art_5.pt_8", f"8. {text}."), law)
    assert numbered.match == "exact"
    assert {op for op, _ in numbered.segments} == {"="}  # with its number, as the law prints it
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: '2'", "id: '1'", r"p\.yaml:10: поправка «1» повторяется"),
        ("law-148-2001/art_11.pt_6", "law-1/art_1", r"p\.yaml:6: акт «law-1» неизвестен"),
        ("art_11.pt_6", "art_11.pt_66", None),  # see tests/test_package_lacking.py
        ("art_11.pt_8", "art_111-1.pt_8", None),
        ("art_11.pt_8", "art_13-1.pt_8", None),
        ("law-148-2001/art_11.pt_6", "статья 11", r"p\.yaml:7: адрес"),
        ("art_11.pt_6", "art_11.foo_6", r"p\.yaml:7: адрес: шаг «foo_6»"),
        ("art_11.pt_6", "pt_1", None),
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


def test_what_a_file_does_not_say_is_empty() -> None:
    half = "    kazakh: {quoted: null, proposed: Жаңа.}\n"
    text = GOOD.replace("    proposed: Новое.\n", f"    proposed: Новое.\n{half}", 1)
    package, _ = parsed(text, "p.yaml")
    assert (package.title, package.study, package.baseline, package.bill) == ("p", "", (), None)
    target = parse("law-148-2001/art_11.pt_6")
    kazakh = Kazakh(None, "Жаңа.")
    first = Item("1", target, "replace", None, "Новое.", "", "", kazakh=kazakh)
    assert package.items[0] == first
    assert (kazakh.grounds, first.lead, first.misprints, first.remarks, first.annex) == (
        *("", "", ()),
        *((), None),
    )
    bill, _ = parsed(f"{GOOD}bill: {{title: О книгах}}\n", "p.yaml")
    assert bill.bill == Bill("О книгах", "", "", "")


@pytest.mark.slow
def test_a_package_of_too_many_items_is_refused_in_a_line(sandbox: Sandbox) -> None:
    head, _, _ = GOOD.partition("  - id: '1'")
    entry = "  - {{id: '{}', target: law-148-2001/art_11.pt_6, operation: none}}\n"
    first = entry.format(0)
    text = head + "".join(entry.format(n) for n in range(1001))
    (sandbox.amendments / "p.yaml").write_text(text, "utf-8")
    says = r"p\.yaml:6: items: записей 1001, принимается не больше 1000: разделите файл$"
    with pytest.raises(KbError, match=says):
        sandbox.open()
    (sandbox.amendments / "p.yaml").write_text(text.replace(first, ""), "utf-8")
    assert len(sandbox.open().package("p").items) == 1000


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_repeated_id_of_two_items_keeps_the_old_library(sandbox: Sandbox) -> None:
    sandbox.open().close()
    (sandbox.amendments / "p.yaml").write_text(GOOD.replace("id: '2'", "id: '1'"), "utf-8")
    with pytest.raises(BadPackage):
        sandbox.open()
    (sandbox.amendments / "p.yaml").unlink()
    assert [p.id for p in sandbox.open().packages()] == ["bektibaev-2022"]
