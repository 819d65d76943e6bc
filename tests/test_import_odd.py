"""What an import takes the library takes; what of a user's is broken stops nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli import cli
from kb.disk.places import builtin
from kb.ground.saying import LANGUAGES, in_language
from kb.intake.take import listed
from kb.library import Library, corpus, places

from .bringing import PLAIN, bring, files, opens, run, text
from .conftest import AMENDMENTS
from .running import ROOT

FIXTURES = ROOT / "tests" / "fixtures"
ODD = [
    "true", "false", "0", "1", "-1", "1.5", "RU", "[ru]", "{ru: kk}", "ru kk", '"ru:kk"', '"ru/art_1"',
    '"%2e%2e"', '"ru\\u202e"', '"ru\\0"', "null", '""', "[]", "{}", "2021-01-01", "!!int 7", "'ru '", "kk",
    '"\\ud800"', "2021-13-45", "99999999999999999999", "[[a]]", "9999-12-31", "٢٠٢١-٠١-٠١", "|\n  a\n  b",
]  # fmt: skip
COVERAGE = [
    "[art_9]", '["1-1"]', "[app_1]", '["ch_1"]', "[art_1]", "[1, 2]", "[art_1, art_9]", "art_1", "{art_1: 1}",
    "[true]", "[art_1.pt_1]", "[pt_1]", "[sec_1]", "[title]", "[preamble]", "[heading]", "[form]", '["art_1\\n"]',
    '[".."]', "[[art_1]]", "[future_1]", "[art_٢]", "[null]",
]  # fmt: skip
FRONTS = [(field, value) for field in PLAIN for value in ODD] + [("coverage", c) for c in COVERAGE]


@pytest.mark.slow
def test_what_import_takes_the_library_takes(stocked_home: Path, tmp_path: Path) -> None:
    source = tmp_path / "source.md"
    taken, refused = [], []
    for field, value in FRONTS:
        source.write_text(text(**{field: value}), "utf-8")
        (done,) = bring(str(source), stocked_home)
        if done.state == "refused":
            refused.append((field, value))
            assert done.reason.startswith(str(source)), done.reason
            assert "\n" not in done.reason
        else:
            taken.append((field, value))
            library = opens()
            assert library.find(f"{done.act}@{done.edition}:{done.language}/art_1")
            library.close()
    assert {v for f, v in taken if f == "language"} <= {"kk", "null", '""', "[]"}
    # The text has articles 1 and 2: what names fewer is refused like what names more.
    assert {v for f, v in taken if f == "coverage"} == {"[1, 2]"}
    assert not {v for f, v in taken if f == "act_id"} & {"true", "[[a]]", "1.5", "ru kk"}
    assert len(refused) > 90
    corpus_ = stocked_home / "corpus"
    assert {p.suffix for p in corpus_.rglob("*") if p.is_file() and p.name != ".lock"} == {
        ".md",
        ".yaml",
    }


@pytest.mark.slow
def test_one_odd_file_of_a_folder_does_not_stop_the_others(
    stocked_home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.md").write_text(text(coverage="[art_9]"), "utf-8")
    (folder / "b.md").write_text(text(edition="2022-01-01"), "utf-8")
    (folder / "c.md").write_text(text(edition="2023-01-01", adopted="давно"), "utf-8")
    done = run(str(folder), "--json")
    assert done.exit_code == 1
    assert [r["edition"] for r in json.loads(done.stdout)["imported"]] == ["2022-01-01"]
    opens().close()


@pytest.mark.parametrize("name", ["adilet-ru.html", "adilet-kk.html", "adilet-points.html"])
def test_a_signed_page_of_the_bank_is_taken(stocked_home: Path, name: str) -> None:
    """Its signature goes to the front matter and stands below the text too: it reads back the same."""
    done = run(str(FIXTURES / name), "--as", "proba", "--date", "2025-01-01")
    assert done.exit_code == 0, done.exception


# --- A folder that is broken already --------------------------------------------------------------


@pytest.fixture
def good(stocked_home: Path, tmp_path: Path) -> Path:
    """The user's corpus with a good act in it."""
    source = tmp_path / "good.md"
    source.write_text(text(act_id="good"), "utf-8")
    (done,) = bring(str(source), stocked_home)
    assert done.state == "added"
    return stocked_home / "corpus"


def broken(folder: Path, name: str) -> None:
    """Breaks the user's corpus in one way, as earlier versions, an editor or a disk do."""
    act = folder / "pois"
    act.mkdir()
    held, ending, front = "ru: []", "", {}
    match name:
        case "language":
            held, ending, front = '"True": []', ".True", {"language": "true"}
        case "two languages":
            held, ending = '"ru kk": []', ".ru kk"
        case "way out":
            held, ending = '"/../../../../../esc_test": []', ".x"
        case "coverage":
            held = "ru: [art_9]"
        case "unit":
            held = 'ru: ["art_1:x"]'
        case "front":
            front = {"edition": "1999-01-01"}
    body = text(**front)
    match name:
        case "unclosed":
            body = "---\nact_id: pois\n"
        case "encoding":
            body = ""
    if name not in ("no file", "folder"):
        (act / f"2021-01-01{ending}.md").write_text(body, "utf-8")
    if name == "encoding":
        (act / "2021-01-01.md").write_bytes(b"---\n\xff\xfe")
    if name == "folder":
        (act / "2021-01-01.md").mkdir()
    if name != "no entry":
        entry = (
            "- id: pois\n  title: О поиске\n  form: Закон\n  force: law\n  adopted: '2020-01-01'\n"
            f"  editions:\n  - date: '2021-01-01'\n    held: {{{held}}}\n"
        )
        match name:
            case "field":
                entry = entry.replace("force: law", "force: strong")
            case "id":
                entry = entry.replace("id: pois", "id: con")
            case "no id":
                entry = entry.replace("id: pois", "ident: pois")
            case "twice":
                entry += entry
            case "date":
                entry = entry.replace("'2021-01-01'", "вчера")
        with (folder / "acts.yaml").open("a", encoding="utf-8") as file:
            file.write(entry)


BROKEN = [
    "language", "two languages", "way out", "coverage", "unit", "front", "unclosed", "encoding",
    "no file", "folder", "no entry", "field", "id", "no id", "date",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_act_is_set_aside_and_named_until_it_is_removed(good: Path, name: str) -> None:
    broken(good, name)
    for _ in range(2):  # built, then only opened
        library = Library.open(places())
        assert library.aside
        assert "pois" not in library.acts
        assert library.find("good/art_1")
        assert library.find("law-148-2001/art_9")
        for left in library.aside:
            assert left.path.is_relative_to(good)
            assert all(in_language(left.reason, t) for t in LANGUAGES)
        library.close()
    # An act beside it comes in, and the broken one is listed and goes.
    ids = {a["act"] for a in listed(good)}
    assert "good" in ids
    name_ = next(iter(ids - {"good", ""} - {"None"}))
    for each in sorted(ids - {"good"}):
        done = run("--remove", each)
        assert done.exit_code == 0, (each, done.exception)
    assert name_ in ("pois", "con")
    opens().close()
    assert {p.name for p in good.iterdir()} == {"acts.yaml", "good", ".lock"}


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
def test_beside_a_broken_act_others_are_imported(good: Path, tmp_path: Path, name: str) -> None:
    broken(good, name)
    source = tmp_path / "more.md"
    source.write_text(text(act_id="more"), "utf-8")
    assert run(str(source)).exit_code == 0
    library = Library.open(places())
    assert {"good", "more"} <= library.acts.keys()
    library.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [n for n in BROKEN if n not in ("id", "no id", "field", "date", "unit", "folder")]
)
def test_a_broken_act_is_mended_by_importing_it_again(
    good: Path, tmp_path: Path, name: str
) -> None:
    broken(good, name)
    Library.open(places()).close()
    source = tmp_path / "more.md"
    source.write_text(text(), "utf-8")
    done = run(str(source))
    assert done.exit_code == 0, done.exception
    library = Library.open(places())
    assert library.find("pois/art_1")
    library.close()


@pytest.mark.parametrize("name", ["field", "date", "unit"])
def test_an_act_with_an_entry_that_cannot_be_read_is_not_added_to(
    good: Path, tmp_path: Path, name: str
) -> None:
    broken(good, name)
    source = tmp_path / "more.md"
    source.write_text(text(edition="2025-01-01"), "utf-8")
    before = files(good.parent)
    done = run(str(source))
    assert "kb import --remove pois" in str(done.exception)
    assert files(good.parent) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("acts.yaml", "acts: [\n"),
        ("acts.yaml", "- a\n"),
        ("acts.yaml", "acts: {}\n"),
        ("acts.yaml", "acts: [7]\n"),
        ("acts.yaml", ""),
        ("readings.yaml", "readings: 7\n"),
        ("studies/mine.yaml", "x: [\n"),
        ("quotations.yaml", "x: 1\n"),
        (".import.json", "{"),
        ("../amendments/mine.yaml", "id: mine\n"),
        ("../amendments/mine.yaml", "\0"),
        ("../amendments/con.yaml", "id: con"),
    ],
)
def test_a_broken_file_of_a_user_stops_nothing(good: Path, file: str, words: str) -> None:
    path = good / file
    path.parent.mkdir(exist_ok=True)
    stood = path.read_text("utf-8") if path.exists() else None
    path.write_text(words, "utf-8")
    for _ in range(2):
        library = Library.open(places())
        assert library.aside
        assert library.find("law-148-2001/art_9")
        library.close()
    listed(good)
    if stood is None:
        path.unlink()
    else:
        path.write_text(stood, "utf-8")
    assert opens().find("good/art_1")


@pytest.mark.slow
def test_every_command_names_it_on_standard_error(good: Path) -> None:
    broken(good, "coverage")
    (good.parent / "amendments").mkdir()
    (good.parent / "amendments" / "mine.yaml").write_text("id: mine\n", "utf-8")
    for command in (("build",), ("build",), ("show", "good/art_1"), ("search", "бессрочно")):
        done = CliRunner().invoke(cli, command)
        assert done.exit_code == 0, done.exception
        lines = [x for x in done.stderr.splitlines() if x.startswith("Внимание: отложено: ")]
        assert len(lines) == 2, done.stderr
        assert any("art_9" in x for x in lines)
        assert any("mine.yaml" in x for x in lines)
        assert all("исправьте или уберите" in x for x in lines)
    said = json.loads(CliRunner().invoke(cli, ["build", "--json"]).stdout)
    assert len(said["aside"]) == 2


def test_the_list_of_imports_names_what_acts_yaml_has_wrong(good: Path) -> None:
    broken(good, "language")
    done = run("--list")
    assert done.exit_code == 0
    assert "Внимание: отложено: " in done.stderr
    assert "pois" in done.stdout


def test_what_is_built_in_stays_strict(good: Path, tmp_path: Path) -> None:
    broken(good, "coverage")
    done = CliRunner().invoke(cli, ["--corpus", str(good), "show", "good/art_1"])
    assert isinstance(done.exception, corpus.BadCorpus)


@pytest.mark.slow
def test_a_broken_edition_of_a_built_in_act_leaves_the_act(good: Path) -> None:
    (good / "law-148-2001").mkdir()
    (good / "law-148-2001" / "2023-12-23.md").write_text("---\n", "utf-8")
    with (good / "acts.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- id: law-148-2001\n  title: x\n  form: Закон\n  force: law\n  adopted: '2001-01-23'\n"
            "  editions:\n  - date: '2023-12-23'\n    held: {ru: []}\n"
        )
    plain = corpus.load((builtin("corpus"),)).acts["law-148-2001"]
    library = Library.open(places())
    assert library.act("law-148-2001") == plain
    assert len(library.aside) == 1
    library.close()


@pytest.mark.slow
def test_one_user_of_a_team_does_not_stop_the_other(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The common folder of a server is broken, and so is one user's; the other's acts are there."""
    broken(good, "coverage")
    other = tmp_path / "home" / "users" / "x"
    other.mkdir(parents=True)
    source = tmp_path / "mine.md"
    source.write_text(text(act_id="mine"), "utf-8")
    bring(str(source), other)
    library = Library.open(places(user=other))
    assert {"good", "mine"} <= library.acts.keys()
    assert "pois" not in library.acts
    library.close()


@pytest.mark.slow
def test_the_packages_of_a_user_that_are_good_stay(good: Path) -> None:
    mine = good.parent / "amendments" / "mine.yaml"
    mine.parent.mkdir()
    words = (AMENDMENTS / "bektibaev-2022.yaml").read_text("utf-8")
    mine.write_text(words.replace("id: bektibaev-2022", "id: mine", 1), "utf-8")
    broken(good, "coverage")
    library = Library.open(places())
    assert {"mine", "bektibaev-2022"} <= {p.id for p in library.packages()}
    library.close()
