"""Real amendments, as the official bank consolidated them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kb.amendment.replay import BadCases, Case, counts, load, replay

CASES = Path(__file__).parents[1] / ".." / "shared" / "replay" / "cases.jsonl"


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    if not CASES.exists():
        pytest.skip("случаи лежат вне репозитория (../shared/replay), здесь их нет")
    return load(CASES)


def test_nothing_is_wrong_and_nearly_all_is_exact(cases: list[Case]) -> None:
    results = [replay(c) for c in cases]
    found = counts(results)
    assert found["wrong"] == 0, [(r.id, r.reason) for r in results if r.status == "wrong"]
    assert found["exact"] >= 30, [(r.id, r.reason) for r in results if r.status != "exact"]
    assert all(r.reason for r in results if r.status == "refused")


def test_a_spoiled_case_is_never_exact(cases: list[Case]) -> None:
    """Other words in the text before: refused; other words in the text after: wrong."""
    for case in cases:
        spoiled = replace(case, after=case.after + "\nИ еще часть.")
        assert replay(spoiled).status != "exact", case.id


CASE = Case(
    "own",
    "1. В Закон Республики Казахстан от 1 мая 2000 года «О реках»:",
    "в статье 2:\nпункт 1 исключить;\nв пункте 2 слово «вода» заменить словом «река»;\n"
    "статью 9 исключить",
    "статья 2",
    "Статья 2\n1. Лед.\n2. Течет вода.",
    "Статья 2\n1. (исключен от 1 июня 2001 г.).\n2. Течет река.",
)


def test_definitions() -> None:
    assert (replay(CASE).status, replay(CASE).reason) == ("exact", "")  # article 9 is out of scope
    assert replay(replace(CASE, target="статья 2 (пункты 1 и 2)")).status == "exact"
    assert replay(replace(CASE, after="Статья 2\n2. Течет река.")).status == "exact"
    assert replay(replace(CASE, after="Статья 2\n1. Лед.\n2. Течет река.")).status == "wrong"
    assert replay(replace(CASE, before="Статья 2\n1. Лед.\n2. Стоит.")).status == "refused"
    assert replay(replace(CASE, instruction="пункт 1 перенести")).status == "refused"
    spoilt = replace(CASE, after="Статья 2\n1. Лед.\n2. Течет река.")
    results = [replay(c) for c in (CASE, spoilt, CASE, replace(CASE, before="Статья 2\n1. Лед."))]
    assert counts(results) == {"exact": 2, "wrong": 1, "refused": 1}
    pairs = (("река.", "река ."),)
    spaced = replace(CASE, after=CASE.after.replace("река.", "река ."), pairs=pairs)
    assert replay(spaced).status == "exact"


# the text that the bank gives, what is said of the first place that is not it
DIFFERENCES = [
    ("Статья 2\n2. Течет вода.", "строка 2: -«вода» +«река»"),
    ("Статья 2\n1. Лед.\n2. Течет река.", "строка 2: -«1» +«2» -«Лед» +«Течет река»"),
    ("Статья 2", "строка 2: +«2. Течет река.»"),
    ("Статья 2\n2. Течет река.\n3. Снег.", "строк 2, ожидалось 3"),
    ("Статья 2\n2. Течет  река.", "строка 2: пробелы"),
]


@pytest.mark.parametrize(("after", "reason"), DIFFERENCES)
def test_the_first_difference_is_shown(after: str, reason: str) -> None:
    found = replay(replace(CASE, after=after))
    assert (found.status, found.reason) == ("wrong", reason)


def test_a_unit_that_the_case_does_not_show_is_out_of_it() -> None:
    """A new article has its place in the text; a title or a preamble not shown has none."""
    named = replace(CASE, instruction=CASE.instruction + ";\nпреамбулу исключить")
    assert replay(replace(named, target="преамбула, статья 2")).status == "exact"
    added = CASE.instruction + ";\nдополнить статьей 3 следующего содержания:\n«Статья 3. А\nБ.»"
    after = CASE.after + "\nСтатья 3. А\nБ."
    both = replace(CASE, instruction=added, after=after, target="статьи 2 и 3")
    assert replay(both).status == "exact"
    assert replay(replace(both, target="статья 2")).status == "wrong"


def test_a_title_and_a_form() -> None:
    case = replace(
        CASE,
        target="заголовок",
        instruction="в заголовке слово «реках» заменить словом «озерах»",
        before="О реках",
        after="О озерах",
    )
    assert replay(case).status == "exact"
    formed = replace(
        case, target="форма и заголовок", before="Закон\nО реках", after="Закон\nО озерах"
    )
    assert replay(formed).status == "exact"
    assert replay(replace(formed, before="Закон\nО садах")).status == "refused"


def test_units_outside_an_excerpt_do_not_count() -> None:
    excerpt = replace(
        CASE,
        target="статья 2, пункты 1 и 2",
        excerpt=True,
        instruction=CASE.instruction + ";\nпункт 5 статьи 2 исключить",
    )
    assert replay(excerpt).status == "exact"
    assert replay(replace(excerpt, excerpt=False)).status == "refused"


def test_a_case_may_name_nothing_but_its_instruction(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('\n{"id": 7, "instruction": "статью 1 исключить"}\n', encoding="utf-8")
    assert load(path) == [Case("7", "", "статью 1 исключить", "", "", "")]


def test_bad_files(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(BadCases, match=r"cases\.jsonl:1"):
        load(path)
    path.write_text(json.dumps([1]) + "\n", encoding="utf-8")
    with pytest.raises(BadCases):
        load(path)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(BadCases, match="случаев нет"):
        load(path)
