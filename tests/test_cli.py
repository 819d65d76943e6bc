"""The command line: what it prints for programs, its exit statuses, one line for every error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from kb.cli import main

from .conftest import AMENDMENTS, CORPUS, ROOT, SMALL_TEXT, Sandbox


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


Kb = Callable[..., Result]


@pytest.fixture
def kb(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kb:
    """Runs `kb` in this process, as its entry point does."""

    def run(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["kb", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return Result(int(stopped.value.code or 0), printed.out, printed.err)

    return run


def process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Runs Python in a process of its own, with this checkout's kb."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
        **more,
    )


def check_error(result: Result, *says: str) -> None:
    """Exit status 2, nothing on standard output, one line that says what is wrong."""
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("kb: ")
    assert result.err.count("\n") == 1
    assert "внутренняя ошибка" not in result.err
    assert "Traceback" not in result.err
    for words in says:
        assert words in result.err


PLACE = ("act", "edition", "language", "address")
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
        (["law-148-2001@2026-07-14:kk/art_1"], ["вне удерживаемых частей"]),
        (["law-148-2001/art_9.part_3"], ["нет такой единицы", "art_9.part_2"]),
        (["law-148-2001/art_1.part_100"], ["нет такой единицы"]),
        (["law-148-2001/art_13-1"], ["нет такой единицы", "art_13"]),
        (["law-148-2001/art_40"], ["вне удерживаемых частей"]),
        (["constitution-1995@2019-03-23/art_1"], ["вне удерживаемых частей"]),
        (
            ["elections-1995/art_104.pt_3-1.spt_1"],
            ["неоднозначно", "art_104.pt_3-1.part_1.spt_1", "art_104.pt_3-1.part_2.spt_1"],
        ),
        (["law-148-2001/статья_9"], ["шаг «статья_9»", "образец"]),
        (["нечто"], ["не читается", "образец"]),
        (["law-148-2001", "--on", "вчера"], ["дата «вчера» не читается"]),
        (["law-148-2001", "--on", "2026-02-30"], ["дата «2026-02-30» не читается"]),
        (["law-148-2001", "--on", "2022-08-01"], ["№ 95-VII", "удерживаются редакции"]),
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


def test_diff_of_two_editions(kb: Kb) -> None:
    found = kb("diff", "law-148-2001@2022-03-02", "law-148-2001@2026-07-14", "--json").json
    assert set(found) >= {"rows", "not_held"}
    assert found["not_held"] == []
    assert len(found["rows"]) == 503
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
        ("law-148-2001/art_9", "law-148-2001/art_9.part_7", "нет такой единицы"),
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
    assert [set(d) for d in found["doubts"]] == [{"line", "address", "reason"}] * 4

    def walk(clauses: list[Any]) -> int:
        for clause in clauses:
            assert set(clause) >= CLAUSE
        return len(clauses) + sum(walk(c["children"]) for c in clauses)

    assert walk(found["clauses"]) == 500  # 1 + 1 + 3 + 40 + 157 + 205 + 89 + 4, see the census
    printed = kb("parse", path).out
    assert "не размещено знаков: 0" in printed
    assert printed.count("сомнение:") == 4


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


# --- package ----------------------------------------------------------------------------------


def test_package_list_and_show(kb: Kb) -> None:
    assert "bektibaev-2022" in [p["id"] for p in kb("package", "list", "--json").json]
    found = kb("package", "show", "bektibaev-2022", "--json").json
    assert found["id"] == "bektibaev-2022"
    assert len(found["items"]) == 5
    for item in found["items"]:
        assert set(item) >= {"id", "target", "operations", "baseline"}
        for operation in item["operations"]:
            assert set(operation) >= {
                *("kind", "target", "scope", "occurrences", "old", "new", "after", "span")
            }
        for baseline in item["baseline"]:
            assert baseline["match"] in {"exact", "near", "none", "not_held"}
            assert set(baseline) >= {*PLACE, "match", "segments"}
    assert {b["act"] for b in found["items"][2]["baseline"]} == {"law-148-2001"}
    matches = {b["edition"]: b["match"] for b in found["items"][2]["baseline"]}
    assert len(matches) == 21
    assert matches["2022-03-02"] == "exact"
    assert matches["2026-07-14"] == "near"
    assert matches["2023-03-01"] == "not_held"


@pytest.mark.parametrize("against", ["author", "newest", "2022-03-02"])
def test_package_show_against_an_edition(kb: Kb, against: str) -> None:
    found = kb("package", "show", "bektibaev-2022", "--against", against, "--json").json
    wanted = "2026-07-14" if against == "newest" else "2022-03-02"
    assert found["items"][0]["edition"] == f"law-148-2001@{wanted}:ru"
    rows = found["items"][0]["rows"]
    assert [r["status"] for r in rows] == ["unchanged", "changed", "deleted"]


def test_package_export_writes_every_format(kb: Kb, tmp_path: Path) -> None:
    assert kb("package", "export", "bektibaev-2022").out.startswith("# О внесении изменений")
    for kind in ("md", "html", "docx"):
        out = tmp_path / f"package.{kind}"
        assert kb("package", "export", "bektibaev-2022", "--format", kind, "--out", out).code == 0
        assert out.stat().st_size > 5000
    assert "word/document.xml" in ZipFile(tmp_path / "package.docx").namelist()


def test_package_export_of_a_word_file_names_it(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kb("package", "export", "bektibaev-2022", "--format", "docx").code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["bektibaev-2022.docx"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "bektibaev"], "пакет «bektibaev» не найден; есть: "),
        (["export", "absent"], "пакет «absent» не найден"),
        (["show", "bektibaev-2022", "--against", "вчера"], "дата «вчера» не читается"),
        (["show", "bektibaev-2022", "--against", "2022-08-01"], "№ 95-VII"),
        (["export", "bektibaev-2022", "--format", "pdf"], "pdf"),
        (["export", "bektibaev-2022", "--out", "/absent/x.md"], "/absent/x.md: файл не записан"),
        (["export", "bektibaev-2022", "--format", "docx", "--out", "/"], "файл не записан"),
        ([], ""),
    ],
)
def test_package_refuses_in_one_line(kb: Kb, arguments: list[str], says: str) -> None:
    check_error(kb("package", *arguments), says)


def test_an_amendment_that_cannot_be_applied_gives_status_1(kb: Kb, sandbox: Sandbox) -> None:
    path = sandbox.amendments / "bektibaev-2022.yaml"
    text = path.read_text("utf-8").replace(
        "target: law-148-2001/art_10.pt_4", "target: law-148-2001/art_10.pt_3"
    )
    path.write_text(text, "utf-8")
    found = kb(
        *("--corpus", sandbox.corpus, "--amendments", sandbox.amendments, "--db", sandbox.db),
        *("package", "show", "bektibaev-2022", "--json"),
    )
    assert found.code == 1
    items = json.loads(found.out)["items"]
    assert [bool(i["refused"]) for i in items] == [False, True, False, False, False]
    assert "номер занят" in items[1]["refused"]


# --- build and other data ---------------------------------------------------------------------


def test_build_twice(kb: Kb, sandbox: Sandbox) -> None:
    options = ("--corpus", sandbox.corpus, "--amendments", sandbox.amendments, "--db", sandbox.db)
    first = kb(*options, "build", "--json").json
    assert set(first) >= {"db", "built", "removed", "unchanged"}
    assert first["db"] == str(sandbox.db)
    assert {"acts", "edition law-148-2001@2022-03-02:ru"} <= set(first["built"])
    assert kb(*options, "build", "--json").json["built"] == []
    assert "собрано 0" in kb(*options, "build").out


def test_other_data_stand_in_the_place_of_the_built_in(kb: Kb, small: Sandbox) -> None:
    options = ("--corpus", small.corpus, "--amendments", small.amendments)
    assert kb(*options, "show", "small/art_2", "--json").json["own_text"].endswith("бессрочно.")
    check_error(kb(*options, "show", "law-148-2001"), "неизвестен; есть: small")
    assert kb(*options, "package", "list", "--json").json == []
    assert "Пакетов нет" in kb(*options, "package", "list").out
    check_error(kb(*options, "package", "show", "x"), "пакетов нет")


def test_bad_data_are_named_in_one_line(kb: Kb, small: Sandbox) -> None:
    options = ("--corpus", small.corpus, "--db", small.db, "--amendments", small.amendments)
    (small.corpus / "small" / "2021-01-01.md").write_text(SMALL_TEXT, "utf-8")
    check_error(kb(*options, "build", "--json"), "2021-01-01.md", "acts.yaml")
    check_error(kb("--corpus", small.corpus / "absent", "build"), "absent: нет такой папки")
    check_error(kb("--db", small.corpus, "build"), "файл не открывается")
    small.db.write_text("не база " * 100, "utf-8")
    check_error(kb(*options, "build"), "library.sqlite: это не файл библиотеки")


def test_a_failed_build_leaves_the_last_answers(kb: Kb, small: Sandbox) -> None:
    options = ("--corpus", small.corpus, "--db", small.db, "--amendments", small.amendments)
    assert kb(*options, "build").code == 0
    path = small.corpus / "small" / "2020-01-01.md"
    path.write_text(SMALL_TEXT.replace("2. Второй", "1. Второй"), "utf-8")
    check_error(kb(*options, "show", "small/art_2"), "повторяется")
    path.write_text(SMALL_TEXT, "utf-8")
    assert kb(*options, "build", "--json").json["built"] == []


# --- The program itself -----------------------------------------------------------------------


def test_without_a_command_help_is_printed(kb: Kb) -> None:
    found = kb()
    assert found.code == 0
    assert "show" in found.out
    assert found.out == kb("--help").out


def test_an_unknown_command_is_refused_in_one_line(kb: Kb) -> None:
    check_error(kb("foo"), "foo")
    check_error(kb("--foo"), "--foo")


def test_kb_answers_from_any_folder_as_a_module(tmp_path: Path, library: object) -> None:
    found = process("-m", "kb", "show", "law-148-2001/art_9.part_2", "--json", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["address"] == "law-148-2001@2026-07-14:ru/art_9.part_2"
    assert list(tmp_path.iterdir()) == []


def test_relative_folders_are_taken_from_where_the_user_is(tmp_path: Path) -> None:
    options = ["--corpus", os.path.relpath(CORPUS, tmp_path), "--db", "x.sqlite"]
    options += ["--amendments", os.path.relpath(AMENDMENTS, tmp_path)]
    found = process("-m", "kb", *options, "show", "law-148-2001/art_9", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "x.sqlite").exists()


def test_an_error_is_one_line_in_a_process_too(tmp_path: Path, library: object) -> None:
    found = process("-m", "kb", "show", "law-148-2001/art_1.part_100", cwd=tmp_path)
    check_error(Result(found.returncode, found.stdout, found.stderr), "нет такой единицы")


def test_kazakh_is_printed_into_a_pipe_of_any_code_page(library: object) -> None:
    """Windows gives a redirected output its code page, which has no Kazakh letters."""
    address = "law-148-2001@2026-07-14:kk/art_9.heading"
    found = process("-m", "kb", "show", address, env={"PYTHONIOENCODING": "cp1251"})
    assert found.returncode == 0, found.stderr
    assert "Мәслихат регламенті" in found.stdout


def test_a_closed_pipe_is_not_an_error_with_a_traceback(library: object) -> None:
    command = [sys.executable, "-m", "kb", "show", "law-148-2001"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


HEAVY = ("streamlit", "pandas", "docx", "pymorphy3", "jsonschema")


def test_search_in_a_language_that_no_text_has(kb: Kb) -> None:
    check_error(kb("search", "бюджет", "--language", "de"), "на языке «de» текстов нет", "kk, ru")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("search", "не хватает аргумента QUERY"),
        ("show a b c", "лишнее: b c"),
        ("nosuch", "нет команды nosuch"),
        ("it's", "нет команды it's"),
        ("package", "не названа команда"),
        ("show --js x", "нет ключа --js; есть --json"),
        ("-z", "нет ключа -z"),
        ("show --zzzzzz x", "нет ключа --zzzzzz"),
        ("search бюджет --language", "у ключа --language не хватает значения"),
        ("build --json=1", "ключ --json не принимает значения"),
        ("parse --format xx f", "--format: «xx» не из md, adilet, zan, docx, akn"),
        ("serve --port abc", "--port: «abc» – не число"),
        ("serve --port 70000", "--port: 70000 вне пределов 1<=x<=65535"),
        ("import --ca-bundle /nowhere x", "--ca-bundle: «/nowhere» не существует"),
        ("import --ca-bundle / x", "--ca-bundle: «/» – папка, а нужен файл"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_russian_line(kb: Kb, line: str, said: str) -> None:
    check_error(kb(*line.split()), f"kb: {said}")


@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = {['kb', *arguments]!r}\n"
        "from kb.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('heavy:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    assert process("-c", code).stdout.rstrip().endswith("heavy: []")


def test_show_imports_neither_the_app_nor_word(library: object) -> None:
    code = (
        "import sys; sys.argv = ['kb', 'show', 'law-148-2001/art_9']\n"
        "from kb.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('heavy:', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    assert process("-c", code).stdout.rstrip().endswith("heavy: []")


def test_json_and_the_printed_text_agree(kb: Kb) -> None:
    address = "law-148-2001@2026-07-14/art_11"
    text = kb("show", address, "--json").json["text"]
    assert text in kb("show", address).out


@pytest.mark.parametrize("port", ["0", "70000", "abc"])
def test_serve_refuses_a_bad_port_in_one_line(kb: Kb, port: str) -> None:
    check_error(kb("serve", "--port", port, "--no-browser"), port)


def test_serve_says_that_the_port_is_taken(kb: Kb) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        check_error(kb("serve", "--port", port, "--no-browser"), f"порт {port} занят")
