"""Import into the user's corpus: what comes in, beside what, what is refused, on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli import cli
from kb.ground.errors import KbError
from kb.intake.fetch import Fetcher
from kb.intake.sources import BadName
from kb.intake.take import listed, remove
from kb.library import Library, places

from . import shapes
from .bringing import LAW, LAW_KK, LINES, bring, files, law, run
from .conftest import CORPUS

# --- Files --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_saved_page_becomes_an_act(user_home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    (done,) = bring(page, user_home)
    assert (done.act, done.edition, done.language, done.state) == (
        "Z020000001_",
        "2024-02-01",
        "ru",
        "added",
    )
    library = Library.open(places())
    edition, clause = library.find("Z020000001_/art_1.pt_2.spt_2")
    assert clause.own_text == "два."
    assert edition.title == "О малом"
    act = library.act("Z020000001_")
    assert (act.force, act.adopted, act.number) == ("law", "2001-01-23", "148")
    assert library.search("бессрочно", act="Z020000001_")
    library.close()


@pytest.mark.parametrize("kind", ["html", "json", "docx", "md", "xml"])
def test_every_format_gives_the_same_file(user_home: Path, tmp_path: Path, kind: str) -> None:
    from kb.read import markdown
    from kb.write import akoma_ntoso

    data = {
        "html": lambda: shapes.adilet(LINES).encode(),
        "json": lambda: shapes.zan(LINES).encode(),
        "docx": lambda: shapes.word(LINES),
        "md": LAW.encode,
        "xml": lambda: akoma_ntoso.write(markdown.parse(LAW).edition),
    }[kind]()
    source = tmp_path / f"2024-02-01.{kind}"
    source.write_bytes(data)
    (done,) = bring(str(source), user_home, as_="small-law", date="2024-02-01")
    assert done.state == "added", done.reason
    name = "2026-07-14" if kind == "json" else "2024-02-01" if kind != "xml" else done.edition
    text = (user_home / "corpus" / "small-law" / f"{name}.md").read_text("utf-8")
    assert text.split("---\n", 2)[2].strip() == LAW.strip()


@pytest.mark.slow
def test_import_again_updates_and_then_leaves_as_is(user_home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    assert [d.state for d in bring(page, user_home)] == ["added"]
    before = files(user_home)
    assert [d.state for d in bring(page, user_home)] == ["unchanged"]
    assert files(user_home) == before
    law(tmp_path, LAW.replace("бессрочно", "до конца года"), act="Z020000001_", date="01.02.2024")
    assert [d.state for d in bring(page, user_home)] == ["updated"]
    assert "до конца года" in files(user_home)["corpus/Z020000001_/2024-02-01.md"]


def test_an_act_is_not_taken_for_its_copy_under_another_name(
    user_home: Path, tmp_path: Path
) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    for name in ("", "a-copy", "zz-copy"):
        bring(page, user_home, as_=name)
    (done,) = bring(page, user_home)
    assert (done.act, done.state) == ("Z020000001_", "unchanged")


@pytest.mark.slow
def test_a_folder_of_editions(user_home: Path, tmp_path: Path) -> None:
    for day in ("2024-02-01", "2025-03-04"):
        (tmp_path / f"{day}.md").write_text(LAW, "utf-8")
    (tmp_path / "2025-03-04.kk.md").write_text(LAW_KK, "utf-8")
    (tmp_path / "notes.txt").write_text("не акт", "utf-8")
    done = bring(str(tmp_path), user_home, as_="small-law")
    assert [(d.edition, d.language) for d in done] == [
        ("2024-02-01", "ru"),
        ("2025-03-04", "kk"),
        ("2025-03-04", "ru"),
    ]
    library = Library.open(places())
    assert library.act("small-law").held_dates("ru") == ["2024-02-01", "2025-03-04"]
    assert library.edition("small-law", None, "kk").title == "Кіші туралы"
    library.close()


def test_the_date_of_a_page_without_one_is_the_newest_note_and_says_so(
    user_home: Path, tmp_path: Path
) -> None:
    (done,) = bring(law(tmp_path, LAW), user_home, as_="small-law")
    assert done.edition == "2024-02-01"
    assert "по последней сноске" in done.remarks[0]
    assert "edition_from: по последней сноске" in files(user_home)["corpus/small-law/2024-02-01.md"]


@pytest.mark.parametrize("planned", ["В пункт 1 предусмотрено изменение", "1-тармаққа көзделген"])
def test_a_change_to_come_does_not_date_the_edition(
    user_home: Path, tmp_path: Path, planned: str
) -> None:
    law_ahead = f"{LAW}\n\n> *Примечание ИЗПИ! {planned} Законом РК от 05.06.2026 № 9-VIII.*\n"
    (done,) = bring(law(tmp_path, law_ahead), user_home, as_="small-law")
    assert done.edition == "2024-02-01"


# --- Built-in acts --------------------------------------------------------------------------------


def test_a_builtin_edition_is_never_replaced(user_home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z010000148_", date="14.07.2026")
    (done,) = bring(page, user_home)
    assert done.state == "refused"
    assert "встроена и не заменяется" in done.reason
    assert files(user_home) == {}


@pytest.mark.slow
def test_another_edition_joins_its_builtin_act(user_home: Path, tmp_path: Path) -> None:
    """The act is known by the bank's id; the edition was listed as existing, now it is held."""
    page = law(tmp_path, LAW, act="Z010000148_", date="23.12.2023")
    (done,) = bring(page, user_home)
    assert (done.act, done.state) == ("law-148-2001", "added")
    library = Library.open(places())
    assert "2023-12-23" in library.act("law-148-2001").held_dates("ru")
    assert "2026-07-14" in library.act("law-148-2001").held_dates("ru")
    library.close()
    assert remove("law-148-2001", user_home / "corpus", (CORPUS,)) == 1
    library = Library.open(places())
    assert "2023-12-23" not in library.act("law-148-2001").held_dates("ru")
    library.close()


def test_a_builtin_act_is_not_removed(user_home: Path) -> None:
    with pytest.raises(KbError, match="встроен и не убирается"):
        remove("law-148-2001", user_home / "corpus", (CORPUS,))


# --- What may not enter ---------------------------------------------------------------------------

REFUSED = {
    "neither articles nor points": (
        "# О малом\n\nПросто текст без разметки.",
        "нет ни статей, ни пунктов",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_whole(user_home: Path, tmp_path: Path, name: str) -> None:
    text, reason = REFUSED[name]
    done = run(law(tmp_path, text), "--as", "small-law")
    assert isinstance(done.exception, KbError)
    with pytest.raises(KbError, match=reason):
        raise done.exception
    assert files(user_home) == {}


@pytest.mark.slow
def test_refusals_are_one_line_and_status_2(
    user_home: Path, tmp_path: Path, python: object
) -> None:
    page = law(tmp_path, "# О малом\n\nТекст.")
    done = subprocess.run(
        [sys.executable, "-m", "kb", "import", page, "--as", "x"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().split("\n")) == 1
    assert "нет ни статей, ни пунктов" in done.stderr


def test_the_robot_page_never_replaces_a_good_act(user_home: Path, tmp_path: Path) -> None:
    page = Path(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"))
    bring(str(page), user_home)
    before = files(user_home)
    page.write_text(shapes.CAPTCHA, "utf-8")
    (done,) = bring(str(page), user_home)
    assert (done.state, files(user_home)) == ("refused", before)
    assert "не робот" in done.reason


def test_of_a_folder_the_good_enter_and_the_bad_are_named(user_home: Path, tmp_path: Path) -> None:
    (tmp_path / "2024-02-01.md").write_text(LAW, "utf-8")
    (tmp_path / "2025-02-01.md").write_text("# О малом\n\nПросто текст.", "utf-8")
    done = run(str(tmp_path), "--as", "small-law", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert [r["edition"] for r in said["imported"]] == ["2024-02-01"]
    assert "нет ни статей, ни пунктов" in said["refused"][0]["reason"]


@pytest.mark.slow
def test_what_a_source_prints_twice_is_told_apart(user_home: Path, tmp_path: Path) -> None:
    """Real banks print a unit twice, in two wordings; both are held, and neither is the other."""
    page = law(tmp_path, LAW.replace("2. Второй", "1. Второй"))
    assert run(page, "--as", "small-law", "--date", "2024-02-01").exit_code == 0
    library = Library.open(places())
    texts = [library.find(f"small-law/art_1.pt_1~{nth}")[1].own_text for nth in (1, 2)]
    assert texts[0] != texts[1]
    with pytest.raises(KbError, match="1~1"):
        library.find("small-law/art_1.pt_1")
    library.close()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("нет-такого.html", "нет такого файла"),
        ("adilet:abc", "нужен ID вида"),
        ("adilet:Z010000148_@вчера", "нужен ID вида"),
        ("zan:abc", "нужен номер"),
        ("zan:1@2026-13-01", "нужен номер"),
    ],
)
def test_a_source_that_names_nothing(
    user_home: Path, fetcher: Fetcher, source: str, reason: str
) -> None:
    with pytest.raises(BadName, match=reason):
        bring(source, user_home, fetcher)


@pytest.mark.parametrize("name", ["../x", "a b", "акт", ""])
def test_a_name_that_is_no_name(user_home: Path, tmp_path: Path, name: str) -> None:
    page = tmp_path / "x.md"
    page.write_text(LAW, "utf-8")
    try:
        (done,) = bring(str(page), user_home, as_=name)
        assert done.state == "refused"
    except KbError as error:
        assert "имя акта" in str(error)
    assert files(user_home) == {}


# --- The command line -----------------------------------------------------------------------------


def test_list_and_remove(user_home: Path, tmp_path: Path) -> None:
    assert "нет" in run("--list").output
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    assert run(page).exit_code == 0
    (row,) = json.loads(run("--list", "--json").output)
    assert row["editions"][0]["address"] == "Z020000001_@2024-02-01:ru"
    assert row["editions"][0]["source"] == "файл law.html"
    assert str(tmp_path) not in (user_home / "corpus" / "Z020000001_" / "2024-02-01.md").read_text(
        "utf-8"
    )
    assert run("--remove", "Z020000001_").exit_code == 0
    assert listed(user_home / "corpus") == []
    assert list(files(user_home)) == ["corpus/acts.yaml"]


@pytest.mark.parametrize("arguments", [(), ("x.html", "--list"), ("--list", "--remove", "x")])
def test_one_thing_at_a_time(user_home: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_parse_tells_any_format(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for data in (
        shapes.adilet(LINES).encode(),
        shapes.zan(LINES).encode(),
        shapes.word(LINES),
        LAW.encode(),
    ):
        path.write_bytes(data)
        done = CliRunner().invoke(cli, ["parse", str(path), "--json"])
        assert done.exit_code == 0, done.output
        said = json.loads(done.output)
        assert said["unplaced_characters"] == 0
        assert [c["number"] for c in said["clauses"] if c["kind"] == "article"] == ["1", "2"]


def test_help_stays_quick() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, kb.cli.intake; print('lxml' in sys.modules, 'httpx' in sys.modules)",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert loaded.stdout.split() == ["False", "False"]
