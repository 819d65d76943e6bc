"""No word of a document or a user becomes a path out of the folder of imports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from kb.amendment.package import parsed
from kb.cli import cli
from kb.disk import inside, shelf
from kb.disk.files import CannotWrite
from kb.ground.errors import KbError
from kb.ground.safe import file_name, upload_name, visible
from kb.intake.take import listed, remove
from kb.technique import dismissed
from kb.workshop import bench as workbench
from kb.write import akoma_ntoso

from . import shapes
from .bringing import LAW, LINES, bring, law
from .conftest import AMENDMENTS, CORPUS

HOSTILE = {
    "up": "..",
    "up and away": "/../../../../../esc_test",
    "slash": "a/b",
    "root": "/esc_test",
    "backslash": "..\\..\\esc_test",
    "encoded": "%2e%2e%2fesc_test",
    "nul": "a\0b",
    "console": "CON",
    "nul device": "NUL",
    "port": "com1",
    "long": "a" * 300,
    "turned": "ru\u202egpj",
    "surrogate": "a\ud800",
    "colon": "ru:kk",
    "space": "ru kk",
    "line": "ru\n",
    "dot": ".hidden",
    "letters": "акт",
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file and folder below."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else b""
        for p in folder.rglob("*")
    }


def import_(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments])


def refused(result: Result, *, says: str = "") -> None:
    """The command has ended in one line of Russian and nothing else."""
    assert isinstance(result.exception, KbError), result.output
    said = visible(str(result.exception))  # as kb.cli.main and every page print it
    assert re.search("[а-я]", said)
    assert "\n" not in said.strip()
    assert not re.search("[\x00\u202e\ud800]", said)
    assert len(said) < 600
    assert says in said


# --- What a document says -------------------------------------------------------------------------


def _markdown(field: str, value: str) -> bytes:
    front = {"act_id": "pois", "edition": "2021-01-01", "language": "ru", "adopted": "2020-01-01"}
    matter = "".join(f"{k}: {json.dumps(v)}\n" for k, v in {**front, field: value}.items())
    return f"---\n{matter}---\n\n{LAW}".encode()


def _akoma_ntoso(field: str, value: str) -> bytes:
    from kb.read import markdown

    front = {"act_id": "pois", "edition": "2021-01-01", "language": "ru"}
    matter = "".join(f"{k}: '{v}'\n" for k, v in front.items())
    text = akoma_ntoso.write(markdown.parse(f"---\n{matter}---\n\n{LAW}").edition).decode()
    # XML has no place for the characters that it forbids.
    words = re.sub("[\x00\ud800]", "/", value).replace("\n", "&#10;")
    where = {
        "language": r'(<FRBRlanguage language=")[^"]*(")',
        "edition": r'(<FRBRExpression>.*?<FRBRdate date=")[^"]*(")',
        "act_id": r'(<(?:\w+:)?field name="act_id">)[^<]*(<)',
    }[field]
    # The program's own fields would win: a foreign document has none.
    if field != "act_id":
        text = re.sub(rf'<(?:\w+:)?field name="{field}">[^<]*</(?:\w+:)?field>', "", text)
    found, count = re.subn(where, lambda m: f"{m[1]}{words}{m[2]}", text, count=1, flags=re.DOTALL)
    assert count == 1, text[:2000]
    return found.encode()


def _zan(field: str, value: object) -> bytes:
    data = json.loads(shapes.zan(LINES))
    data |= {"ngr": "", "code": "77", "id": "77"}
    keys = {
        "act_id": ("ngr",),
        "zan_id": ("code", "id"),
        "edition": ("versionDate",),
        "language": ("language",),
    }[field]
    return json.dumps(data | dict.fromkeys(keys, value)).encode()


FORMATS: dict[str, tuple[str, Callable[[str, str], bytes], tuple[str, ...]]] = {
    "markdown": (".md", _markdown, ("language", "act_id", "zan_id", "edition", "adopted")),
    "akoma ntoso": (".xml", _akoma_ntoso, ("language", "act_id", "edition")),
    "zan": (".json", _zan, ("language", "act_id", "zan_id", "edition")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    ("format_", "field"), [(f, field) for f, (_, _, fields) in FORMATS.items() for field in fields]
)
def test_a_document_names_no_path(
    user_home: Path, tmp_path: Path, format_: str, field: str, name: str
) -> None:
    ending, made, _ = FORMATS[format_]
    value = HOSTILE[name]
    if format_ == "akoma ntoso":
        if name == "surrogate":
            pytest.skip("XML has no such character")
        if name == "line":
            value = "ru x"  # white space around a field goes
    source = tmp_path / f"source{ending}"
    source.write_bytes(made(field, value))
    user_home.mkdir(exist_ok=True)
    before = tree(tmp_path)
    refused(import_(str(source)))
    assert tree(tmp_path) == before


@pytest.mark.slow
def test_the_command_itself_ends_with_one_line_and_status_2(
    user_home: Path, tmp_path: Path
) -> None:
    source = tmp_path / "escape.md"
    source.write_bytes(_markdown("language", "/../../../../../esc_test\u202e"))
    done = subprocess.run(
        [sys.executable, "-m", "kb", "import", str(source)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kb: {source}: язык (language) «/../../../../../esc_test⟨U+202E⟩»")
    assert "ru, kk, en; исправьте источник" in line
    assert not list(tmp_path.parent.rglob("*esc_test*"))


@pytest.mark.parametrize("format_", FORMATS)
def test_what_the_documents_of_these_tests_are_without_it(
    user_home: Path, tmp_path: Path, format_: str
) -> None:
    """Else they would be refused for something else."""
    ending, made, _ = FORMATS[format_]
    source = tmp_path / f"source{ending}"
    source.write_bytes(made("language", "rus" if format_ != "markdown" else "ru"))
    assert import_(str(source)).exit_code == 0


@pytest.mark.parametrize("name", ["turned", "encoded", "letters", "slash", "console"])
@pytest.mark.parametrize("field", ["act_code", "version_date"])
def test_a_clone_names_no_path(user_home: Path, tmp_path: Path, field: str, name: str) -> None:
    clone = tmp_path / "clone"
    data = yaml.safe_load(shapes.meta({"rus": "2001-01-23"}))
    data[field] = {"rus": HOSTILE[name]} if field == "version_date" else HOSTILE[name]
    texts = {"rus.md": shapes.clone_text(LAW), "meta.yaml": yaml.safe_dump(data)}
    shapes.commit(clone, "laws/act", texts, "2001-01-23")
    user_home.mkdir(exist_ok=True)
    before = tree(user_home)
    refused(import_(f"git:{clone}"))
    assert tree(user_home) == before


@pytest.mark.parametrize(
    "folder",
    [
        "laws/ru\u202egpj",
        ":(glob)*",
        "laws/%2e%2e",
        "laws/CON",
        "laws/a\\b",
        "laws/" + "a" * 250 + "/NUL",
    ],
)
def test_a_folder_of_a_clone_leads_nowhere(user_home: Path, tmp_path: Path, folder: str) -> None:
    clone = tmp_path / "clone"
    texts = {"rus.md": shapes.clone_text(LAW), "meta.yaml": shapes.meta({"rus": "2001-01-23"})}
    shapes.commit(clone, folder, texts, "2001-01-23")
    refused(import_(f"git:{clone}"), says="в клоне не годится")
    assert not (user_home / "corpus").exists()


@pytest.mark.parametrize(
    "part", ["..", "a/../..", "a/./b", "a//b", " a", "a" * 256, "a\0b", "a\tb", ""]
)
def test_a_path_in_a_clone_that_leads_elsewhere(part: str) -> None:
    with pytest.raises(inside.BadName, match="в клоне не годится"):
        inside.clone_path(part, "abc")
    assert inside.clone_path("03-законы/2001/0123-o-malom (1)", "abc")


# --- What a user says -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("option", ["--as", "--remove"])
def test_a_user_names_no_path(user_home: Path, tmp_path: Path, option: str, name: str) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    assert import_(page).exit_code == 0
    (tmp_path / "esc_test").mkdir()
    before = tree(tmp_path)
    arguments = [page] if option == "--as" else []
    refused(import_(*arguments, option, HOSTILE[name]), says=option)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["studies", "Studies"])
def test_a_folder_of_the_program_is_no_act(user_home: Path, tmp_path: Path, name: str) -> None:
    kept = user_home / "corpus" / "studies" / "mine.yaml"
    kept.parent.mkdir(parents=True)
    kept.write_text("x", "utf-8")
    page = law(tmp_path, LAW, date="01.02.2024")
    refused(import_(page, "--as", name), says="занято")
    refused(import_("--remove", name), says="занято")
    assert kept.exists()


@pytest.mark.parametrize("source", ["a" * 300, "a\0b", "git:" + "a" * 300, "..\\x", "git:a\0b"])
def test_a_source_that_no_disk_has(user_home: Path, source: str) -> None:
    refused(import_(source))
    assert not (user_home / "corpus").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_package_names_no_path(user_home: Path, name: str) -> None:
    text = (AMENDMENTS / "bektibaev-2022.yaml").read_text("utf-8")
    spoilt = text.replace("id: bektibaev-2022", f"id: {json.dumps(HOSTILE[name])}", 1)
    with pytest.raises(KbError):
        parsed(spoilt, "package.yaml")
    for wrong in (
        lambda: workbench.saved(user_home, HOSTILE[name]),
        lambda: workbench.read_draft(user_home, HOSTILE[name]),
        lambda: dismissed.path(HOSTILE[name]),
    ):
        with pytest.raises(KbError):
            wrong()
    assert not user_home.exists() or tree(user_home) == {}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_given_and_made_have_plain_names(name: str) -> None:
    for made in (
        file_name(HOSTILE[name]),
        upload_name(HOSTILE[name] + ".md"),
        upload_name(HOSTILE[name]),
    ):
        assert not re.search(r'[\x00-\x1f/\\:<>|?*"\u202e\ud800]', made)
        assert made.strip(". ") == made
        assert made.partition(".")[0].lower() not in ("con", "nul", "com1", "")
        assert len(made.encode()) <= 255


# --- The disk -------------------------------------------------------------------------------------


def test_a_link_that_leads_out_is_not_written_through(user_home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (user_home / "corpus").mkdir(parents=True)
    (user_home / "corpus" / "Z020000001_").symlink_to(outside)
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    refused(import_(page), says="ссылка ведет наружу")
    assert tree(outside) == {}


def test_a_removal_takes_the_link_and_not_what_it_leads_to(user_home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    bring(page, user_home)
    act = user_home / "corpus" / "Z020000001_"
    text = (act / "2024-02-01.md").rename(outside / "2024-02-01.md")
    act.rmdir()
    act.symlink_to(outside)
    assert import_("--remove", "Z020000001_").exit_code == 0
    assert text.exists()
    assert not os.path.lexists(act)


@pytest.mark.parametrize(
    "journal",
    [
        '{"files": ["../../esc_test.md"], "removed": []}',
        '{"files": ["/esc_test.md"], "removed": []}',
        '{"files": [7], "removed": []}',
        "[]",
        "{",
    ],
)
def test_a_journal_moves_nothing_out(user_home: Path, journal: str) -> None:
    folder = user_home / "corpus"
    folder.mkdir(parents=True)
    (folder / shelf.JOURNAL).write_text(journal, "utf-8")
    before = tree(user_home.parent)
    with pytest.raises(CannotWrite, match="журнал импорта не читается"):
        shelf.settle(folder)
    after = tree(user_home.parent)
    assert {k: v for k, v in after.items() if not k.endswith(".lock")} == before


@pytest.mark.parametrize("removed", ["..", "../..", "/", ".", ""])
def test_a_journal_removes_nothing_else(user_home: Path, removed: str) -> None:
    folder = user_home / "corpus"
    folder.mkdir(parents=True)
    (user_home / "kept").write_text("x", "utf-8")
    (folder / shelf.JOURNAL).write_text(json.dumps({"files": [], "removed": [removed]}), "utf-8")
    shelf.settle(folder)
    assert (user_home / "kept").exists()
    assert folder.is_dir()


def test_a_removal_leaves_nothing(user_home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    bring(page, user_home)
    folder = user_home / "corpus"
    # What earlier versions, and a writer that was killed, have left.
    (folder / "Z020000001_" / "2024-02-01.True.md").write_text("x", "utf-8")
    (folder / "other").mkdir()
    for left in (
        "acts.yaml.new",
        ".acts.yaml.new.abc",
        "other/2024-02-01.md.new",
        "other/.2024-02-01.md.new.a",
    ):
        (folder / left).write_text("x", "utf-8")
    kept = folder / "other" / "mine.new.txt"
    kept.write_text("x", "utf-8")
    assert remove("Z020000001_", folder, (CORPUS,)) == 1
    assert listed(folder) == []
    assert set(tree(folder)) == {".lock", "acts.yaml", "other", "other/mine.new.txt"}


def test_a_removal_that_the_disk_refuses_says_so(
    user_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"), user_home)

    def refuses(path: Path) -> None:
        raise PermissionError(13, "нет прав", str(path))

    monkeypatch.setattr(shelf.shutil, "rmtree", refuses)
    with pytest.raises(CannotWrite, match="импорт не завершен"):
        remove("Z020000001_", user_home / "corpus", (CORPUS,))
    monkeypatch.undo()
    shelf.settle(user_home / "corpus")
    assert listed(user_home / "corpus") == []
