"""`kb show`, `search`, `diff`, `parse`: what they print for programs, one line for every error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb.read import formats

from .conftest import CORPUS
from .running import PLACE, Kb, check_error

CLAUSE = {
    *PLACE,
    *("kind", "number", "heading", "text", "own_text", "status", "notes", "children"),
}


# --- show -------------------------------------------------------------------------------------


def test_show_prints_a_clause_for_programs(kb: Kb) -> None:
    found = kb("show", "law-148-2001@2026-07-14/art_11.pt_6", "--json").json
    assert set(found) >= CLAUSE
    assert found["address"] == "law-148-2001@2026-07-14:ru/art_11.pt_6"
    assert (found["act"], found["edition"], found["language"]) == (
        "law-148-2001",
        "2026-07-14",
        "ru",
    )
    assert (found["kind"], found["number"], found["status"]) == ("point", "6", "in_force")
    assert found["text"] == f"6. {found['own_text']}"
    assert "по предложению председателя маслихата" in found["own_text"]
    assert found["children"] == []


def test_show_prints_descendants_a_line_each(kb: Kb) -> None:
    found = kb("show", "law-148-2001@2026-07-14/art_9", "--json").json
    lines = found["text"].split("\n")
    assert lines[0] == "Статья 9. Регламент маслихата"
    assert lines[2] == "Типовой регламент маслихатов утверждается Президентом Республики Казахстан."
    assert found["children"] == [
        "law-148-2001@2026-07-14:ru/art_9.part_1",
        "law-148-2001@2026-07-14:ru/art_9.part_2",
    ]
    assert [set(n) for n in found["notes"]] == [{"text"}]
    point = kb("show", "law-148-2001@2026-07-14/art_39-3.pt_10", "--json").json
    assert point["own_text"] == ""
    assert point["text"].startswith("10. Сход местного сообщества")
    assert point["text"].split("\n")[3].startswith("1) дата и место")


@pytest.mark.slow
def test_show_takes_the_newest_edition_and_prints_its_date(kb: Kb) -> None:
    found = kb("show", "law-148-2001/art_9.part_2")
    assert found.code == 0
    assert "редакция 2026-07-14" in found.out
    assert "Типовой регламент маслихатов" in found.out


def test_show_on_a_day(kb: Kb) -> None:
    found = kb("show", "law-148-2001/art_11.pt_6", "--on", "2022-05-01", "--json").json
    assert found["edition"] == "2022-03-02"
    assert "секретаря маслихата" in found["own_text"]
    newest = kb("show", "law-148-2001/art_11.pt_6", "--on", "2026-07-14", "--json").json
    assert "день в тексте не назван" in newest["remarks"][0]


def test_show_says_that_a_translation_is_ours(kb: Kb) -> None:
    found = kb("show", "charter-1985/art_3.pt_1", "--json").json
    assert found["label"] == "рабочий перевод проекта, не официальный текст"
    assert found["quotations"][0]["study"] == "akanova-2024"
    assert "не официальный текст" in kb("show", "charter-1985/art_3.pt_1").out


@pytest.mark.slow
def test_show_gives_an_edition_in_akoma_ntoso_that_reads_back(kb: Kb) -> None:
    again = formats.read(kb("show", "law-148-2001", "--akn").out.encode(), "law.xml").edition
    there = kb("show", "law-148-2001", "--json").json
    assert (again.date, again.language) == (there["edition"], there["language"])
    assert again.root.text.split() == there["text"].split()
    check_error(kb("show", "law-148-2001/art_9", "--akn"), "всю редакцию")


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("law-148-2001@2026-07-14/art_16", "excluded", "исключено"),
        ("law-148-2001@2022-03-02/art_6.pt_1.spt_4-4", "future", "еще не введено в действие"),
        ("law-148-2001@2026-07-14/art_3.pt_2", "limited", "действует с ограничением"),
    ],
)
def test_show_says_the_status_in_words(kb: Kb, address: str, status: str, says: str) -> None:
    assert kb("show", address, "--json").json["status"] == status
    assert says in kb("show", address).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["law148"], ["акт «law148» неизвестен", "law-148-2001"]),
        (["law-148-2001@2022-03-03"], ["такой редакции нет", "2022-03-02"]),
        (["law-148-2001@2023-03-01"], ["известна, но не удерживается"]),
        (["law-148-2001@2026-07-14:en"], ["на языке «en»", "kk, ru"]),
        (["elections-1995@2026-07-01:kk/art_1"], ["вне удерживаемых частей"]),
        (["law-148-2001@2022-03-02/art_27.pt_1-5"], ["неоднозначно", "pt_1-5~1", "pt_1-5~2"]),
        (["law-148-2001/art_9.part_3"], ["нет такого структурного элемента", "art_9.part_2"]),
        (["law-148-2001/art_1.part_100"], ["нет такого структурного элемента"]),
        (["law-148-2001/art_13-1"], ["нет такого структурного элемента", "art_13"]),
        (["budget-code-2025/art_40"], ["вне удерживаемых частей"]),
        (["constitution-1995@2019-03-23/art_1"], ["вне удерживаемых частей"]),
        (
            ["elections-1995/art_104.pt_3-1.spt_1"],
            ["неоднозначно", "art_104.pt_3-1.part_1.spt_1", "art_104.pt_3-1.part_2.spt_1"],
        ),
        (["law-148-2001/статья_9"], ["шаг «статья_9»", "образец"]),
        (["нечто"], ["не читается", "образец"]),
        (["law-148-2001", "--on", "вчера"], ["дата «вчера» не читается"]),
        (["law-148-2001", "--on", "2026-02-30"], ["дата «2026-02-30» не читается"]),
        (["law-148-2001", "--on", "2022-08-01"], ["№ 128-VII", "удерживаются редакции"]),
        (
            ["law-148-2001", "--on", "2023-02-01"],
            ["удерживаются редакции (ru): 2022-03-02, 2026-07-14"],
        ),
        (["constitution-1995", "--on", "2026-08-01"], ["см. constitution-2026"]),
        (["law-148-2001@2022-03-02", "--on", "2022-05-01"], ["не то и другое"]),
        ([], ["ADDRESS"]),
        (["law-148-2001", "лишнее"], ["лишнее"]),
        (["law-148-2001", "--wrong"], ["--wrong"]),
    ],
)
def test_show_refuses_in_one_line(kb: Kb, arguments: list[str], says: list[str]) -> None:
    check_error(kb("show", *arguments), *says)
    if arguments:
        check_error(kb("show", *arguments, "--json"), *says)


# --- search -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_search_prints_hits_for_programs(kb: Kb) -> None:
    hits = kb("search", "регламентами", "маслихатов", "--json").json
    assert all(set(h) >= {*PLACE, "score", "snippet", "status"} for h in hits)
    assert hits[0]["address"] == "law-148-2001@2026-07-14:ru/art_9"
    assert kb("search", "жираф", "--json").json == []
    assert "Ничего не найдено" in kb("search", "жираф").out
    kazakh = kb("search", "мәслихат регламенті", "--language", "kk", "--json").json
    assert {h["language"] for h in kazakh} == {"kk"}


def test_search_refuses_in_one_line(kb: Kb) -> None:
    check_error(kb("search", "...", "--json"), "хотя бы одно слово")
    check_error(kb("search", "аким", "--act", "law"), "акт «law» неизвестен")


# --- diff -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_diff_of_two_editions(kb: Kb) -> None:
    found = kb("diff", "law-148-2001@2022-03-02", "law-148-2001@2026-07-14", "--json").json
    assert set(found) >= {"rows", "not_held"}
    assert found["not_held"] == []
    assert len(found["rows"]) == 1035
    for row in found["rows"]:
        assert set(row) >= {"left", "right", "status", "segments"}
        assert row["status"] in {"unchanged", "changed", "inserted", "deleted", "moved"}
        left = "".join(text for op, text in row["segments"] if op != "+")
        right = "".join(text for op, text in row["segments"] if op != "-")
        for side, text in ((row["left"], left), (row["right"], right)):
            assert (side["text"] if side else "") == text
            if side:
                assert set(side) >= {*PLACE, "text"}
                assert side["address"].startswith(f"law-148-2001@{side['edition']}:ru/")


def test_diff_lists_what_is_not_held(kb: Kb) -> None:
    found = kb(
        "diff", "constitution-1995@2019-03-23", "constitution-1995@2023-01-01", "--json"
    ).json
    assert "constitution-1995@2023-01-01:ru/art_1" in {o["address"] for o in found["not_held"]}
    printed = kb("diff", "constitution-1995@2019-03-23", "constitution-1995@2023-01-01").out
    assert "не удерживается в левой: constitution-1995@2023-01-01:ru/art_1" in printed


def test_diff_of_two_clauses_says_the_status_in_words(kb: Kb) -> None:
    left, right = "law-148-2001@2022-03-02/art_11.pt_6", "law-148-2001@2026-07-14/art_11.pt_6"
    printed = kb("diff", left, right).out
    assert "art_11.pt_6: изменено" in printed
    assert "[-секретаря-]{+председателя+}" in printed


def test_diff_of_two_files(kb: Kb, tmp_path: Path) -> None:
    for name, words in (("a", "Один."), ("b", "Иной.")):
        (tmp_path / f"{name}.md").write_text(f"Статья 1. Имя\n\n1. {words}\n\n2. Два.", "utf-8")
    found = kb("diff", tmp_path / "a.md", tmp_path / "b.md", "--json").json
    assert [r["status"] for r in found["rows"]] == ["unchanged", "changed", "unchanged"]


def test_diff_of_a_file_and_an_address(kb: Kb, tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("Статья 9. Регламент маслихата\n\nНовый текст.", "utf-8")
    found = kb("diff", "law-148-2001@2026-07-14/art_9", path, "--json").json
    assert [r["status"] for r in found["rows"]] == ["unchanged", "changed", "deleted"]


@pytest.mark.parametrize(
    ("left", "right", "says"),
    [
        ("absent.md", "law-148-2001", "не читается"),
        ("law-148-2001", "law-148-2001@2023-03-01", "не удерживается"),
        ("law-148-2001/art_9", "law-148-2001/art_9.part_7", "нет такого структурного элемента"),
        ("law-148-2001", "", "не читается"),
    ],
)
def test_diff_refuses_in_one_line(kb: Kb, left: str, right: str, says: str) -> None:
    check_error(kb("diff", left, right, "--json"), says)


# --- parse ------------------------------------------------------------------------------------


def test_parse_prints_the_tree_for_programs(kb: Kb) -> None:
    path = CORPUS / "law-148-2001" / "2026-07-14.md"
    found = kb("parse", path, "--json").json
    assert found["unplaced_characters"] == 0
    assert [set(d) for d in found["doubts"]] == [{"line", "address", "reason"}] * 9

    def walk(clauses: list[Any]) -> int:
        for clause in clauses:
            assert set(clause) >= CLAUSE
        return len(clauses) + sum(walk(c["children"]) for c in clauses)

    assert walk(found["clauses"]) == 1077  # 1 + 1 + 6 + 62 + 252 + 617 + 110 + 28, see the census
    printed = kb("parse", path).out
    assert "не размещено знаков: 0" in printed
    assert printed.count("сомнение:") == 9


def test_parse_refuses_in_one_line(kb: Kb, tmp_path: Path) -> None:
    binary = tmp_path / "binary.md"
    binary.write_bytes(bytes(range(256)) * 10)
    check_error(kb("parse", binary), "binary.md")
    zeros = tmp_path / "zeros.md"
    zeros.write_bytes(b"abc\0" * 100)
    check_error(kb("parse", zeros, "--json"), "zeros.md: двоичный файл")
    check_error(kb("parse", tmp_path / "absent.md"), "absent.md: файл не читается")
    check_error(kb("parse", tmp_path), "файл не читается")
    broken = tmp_path / "broken.md"
    broken.write_text("---\na: [1\n---\n", "utf-8")
    check_error(kb("parse", broken), "broken.md:", "неверный YAML")
    check_error(kb("parse", binary, "--format", "pdf"), "pdf")


def test_parse_reads_an_empty_file(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", "utf-8")
    found = kb("parse", tmp_path / "empty.md", "--json").json
    assert (found["clauses"], found["unplaced_characters"]) == ([], 0)


def test_history_names_the_law_of_each_change_and_the_editions_not_held(kb: Kb) -> None:
    said = kb("history", "law-148-2001/art_11.pt_6")
    assert said.code == 0, said.err
    lines = said.out.split("\n")
    assert lines[0] == "2022-03-02: самый ранний текст"
    changed = next(line for line in lines if line.startswith("2026-07-14: изменено"))
    assert "№" in changed
    assert any(line.strip().endswith("нет в базе") for line in lines)
    assert "председателя маслихата" in said.out
    rows = kb("history", "law-148-2001/art_11.pt_6", "--json").json
    assert [row["event"] for row in rows] == ["first", "changed"]
    assert rows[1]["address"] == "law-148-2001@2026-07-14:ru/art_11.pt_6"
    assert {**rows[1]["laws"][0]}.keys() == {"date", "number", "effect", "effective"}
