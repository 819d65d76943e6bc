"""The command line: packages, other data, the program itself; one line for every error."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from kb.cli import Options, _building
from kb.pages.findings import findings_of
from kb.technique import checking

from .conftest import AMENDMENTS, CORPUS, ROOT, SMALL_TEXT, Sandbox
from .running import PLACE, Kb, Result, check_error, process

# --- package ----------------------------------------------------------------------------------


@pytest.fixture
def sandbox(sandbox: Sandbox, built: Path) -> Sandbox:
    """With a library file already, for the tests that are not about building one."""
    shutil.copy(built, sandbox.db)
    return sandbox


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


@pytest.mark.slow
def test_package_export_writes_every_format(kb: Kb, tmp_path: Path) -> None:
    assert kb("package", "export", "bektibaev-2022").out.startswith("*Проект*")
    for kind in ("md", "html", "docx"):
        out = tmp_path / f"package.{kind}"
        assert kb("package", "export", "bektibaev-2022", "--format", kind, "--out", out).code == 0
        assert out.stat().st_size > 5000
    assert "word/document.xml" in ZipFile(tmp_path / "package.docx").namelist()
    # Nothing in a style is escaped: a browser does not read entities there.
    style = re.findall("<style>(.*?)</style>", (tmp_path / "package.html").read_text("utf-8"))
    assert style
    assert "&" not in "".join(style)


def test_package_export_of_a_word_file_names_it(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kb("package", "export", "bektibaev-2022", "--format", "docx").code == 0
    assert [p.name for p in tmp_path.iterdir()] == [
        "bektibaev-2022_2026-07-01_2026-07-14_whole.docx"
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "bektibaev"], "пакет «bektibaev» не найден; есть: "),
        (["export", "absent"], "пакет «absent» не найден"),
        (["show", "bektibaev-2022", "--against", "вчера"], "дата «вчера» не читается"),
        (["show", "bektibaev-2022", "--against", "2022-08-01"], "№ 128-VII"),
        (["export", "bektibaev-2022", "--format", "pdf"], "pdf"),
        (["export", "bektibaev-2022", "--out", "/absent/x.md"], "/absent/x.md: файл не записан"),
        (["export", "bektibaev-2022", "--format", "docx", "--out", "/"], "файл не записан"),
        ([], ""),
    ],
)
def test_package_refuses_in_one_line(kb: Kb, arguments: list[str], says: str) -> None:
    check_error(kb("package", *arguments), says)


@pytest.mark.slow
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


@pytest.mark.slow
def test_build_twice(kb: Kb, sandbox: Sandbox) -> None:
    sandbox.db.unlink()
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


PACKAGE = """\
id: {id}
author: Автор
source: {{citation: откуда}}
kind: text
items:
- {{id: '1', target: {target}, operation: replace, proposed: Закон действует год.}}
"""


@pytest.mark.slow
def test_a_package_that_cannot_be_stops_only_what_is_about_it(kb: Kb, small: Sandbox) -> None:
    """As when an imported act is removed and a package still speaks of it."""
    options = ("--corpus", small.corpus, "--db", small.db, "--amendments", small.amendments)
    for name, target in (("good", "small/art_2"), ("lost", "gone/art_1")):
        text = PACKAGE.format(id=name, target=target)
        (small.amendments / f"{name}.yaml").write_text(text, "utf-8")
    for command in (
        *(("package", verb, "good") for verb in ("show", "check")),
        ("package", "list"),
        ("impact", "small/art_2"),
        ("graph",),
    ):
        found = kb(*options, *command)
        assert (found.code, bool(found.out)) == (0, True), command
        (line,) = found.err.splitlines()
        assert "lost.yaml:6: акт «gone» неизвестен" in line
    for command in ("show", "check", "export"):
        found = kb(*options, "package", command, "lost")
        said = found.err.splitlines()[-1]
        assert (found.code, found.out) == (2, "")
        assert said.startswith("kb: пакет «lost» пропущен: "), said
        assert "акт «gone» неизвестен" in said
    check_error(kb(*options, "build"), "lost.yaml:6", "акт «gone» неизвестен")


def test_a_build_keeps_what_the_checks_find_in_the_built_in_packages(
    kb: Kb, small: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--corpus", small.corpus, "--db", small.db, "--amendments", small.amendments)
    text = PACKAGE.format(id="good", target="small/art_2")
    (small.amendments / "good.yaml").write_text(text, "utf-8")
    monkeypatch.setattr("kb.disk.places.builtin", lambda _: small.amendments)
    assert kb(*options, "build").code == 0
    monkeypatch.setattr(checking, "check", lambda _: pytest.fail("computed again"))
    found = kb(*options, "package", "check", "good", "--json").json["findings"]
    library = small.open()
    good = library.package("good")
    edition = library.editions_for(good, "newest")["small"]
    shown = findings_of(library, good, (edition.name,))
    assert len(shown) == len(found) > 0, "the page reads what the command reads"


@pytest.mark.slow
def test_a_failed_build_leaves_the_last_answers(kb: Kb, small: Sandbox) -> None:
    options = ("--corpus", small.corpus, "--db", small.db, "--amendments", small.amendments)
    assert kb(*options, "build").code == 0
    path = small.corpus / "small" / "2020-01-01.md"
    path.write_text(SMALL_TEXT.replace("edition: 2020", "edition: 2021"), "utf-8")
    check_error(kb(*options, "show", "small/art_2"), "2021-01-01")
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


@pytest.mark.slow
def test_relative_folders_are_taken_from_where_the_user_is(tmp_path: Path) -> None:
    options = ["--corpus", os.path.relpath(CORPUS, tmp_path), "--db", "x.sqlite"]
    options += ["--amendments", os.path.relpath(AMENDMENTS, tmp_path)]
    found = process("-m", "kb", *options, "show", "law-148-2001/art_9", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert (tmp_path / "x.sqlite").exists()


def test_an_error_is_one_line_in_a_process_too(tmp_path: Path, library: object) -> None:
    found = process("-m", "kb", "show", "law-148-2001/art_1.part_100", cwd=tmp_path)
    check_error(
        Result(found.returncode, found.stdout, found.stderr), "нет такого структурного элемента"
    )


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


HEAVY = ("streamlit", "pandas", "docx", "pymorphy3", "jsonschema", "spacy", "networkx", "lxml")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["show", "--help"], ["amend", "--help"], ["package", "--help"]]
)
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


def test_serve_builds_a_library_that_is_not_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins before a browser asks; one that is there is left to the app."""
    assert _building(Options()) == []
    (corpus := tmp_path / "other corpus").mkdir()
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path))
    command = _building(Options(corpus=corpus))
    assert command[1:] == ["-m", "kb", "--corpus", str(corpus), "build"]


def test_serve_says_that_the_port_is_taken(kb: Kb) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        check_error(kb("serve", "--port", port, "--no-browser"), f"порт {port} занят")


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


def test_messages_of_click_are_still_worded_as_the_program_knows_them() -> None:
    """A newer click may word a message anew: its sentence here must follow, or it is told in English."""
    from click import core, exceptions, parser, types

    from kb.cli.errors import _SENTENCES

    code = "".join(inspect.getsource(module) for module in (core, exceptions, parser, types))
    older = {"No such option: {name}"}
    assert not [message for message in _SENTENCES if message not in code and message not in older]
