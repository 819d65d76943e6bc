"""Import into the user's corpus: what comes in, what is refused, and that nothing is done by halves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb import shelf
from kb.cli import cli
from kb.errors import KbError
from kb.fetch import Fetcher
from kb.importing import Imported, listed, remove, take
from kb.library import Library, places
from kb.sources import BadName, Banks, gives, newest_change
from kb.write import lock
from kb.write.files import CannotWrite

from . import shapes
from .bank import Bank
from .conftest import AMENDMENTS, CORPUS

LAW = """\
# О малом

### Статья 1. Предмет

1. Первый пункт.

2. Второй пункт:

1) один;

2) два.

> *Сноска. Статья 1 с изменениями, внесенными Законом РК от 01.02.2024 № 5.*

### Статья 2. Срок

Закон действует бессрочно.
"""
LAW_KK = "# Кіші туралы\n\n### 1-бап. Мән\n\n1. Бірінші.\n\n### 2-бап. Мерзім\n\nЗаң мерзімсіз қолданылады.\n"
LINES, LINES_KK = shapes.printed(LAW), shapes.printed(LAW_KK)
REQUISITES_KK = "Қазақстан Республикасының 2001 жылғы 23 қаңтардағы № 148 Заңы."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    opened = Fetcher(tmp_path / "cache", pause=0.0, timeout=2.0)
    yield opened
    opened.close()


def bring(
    source: str, home: Path, fetcher: Fetcher | None = None, bank: Bank | None = None, **more: str
) -> list[Imported]:
    def opened() -> Fetcher:
        assert fetcher is not None
        return fetcher

    banks = Banks(bank.address, bank.address) if bank else Banks()
    return take(gives(source, opened, banks), home / "corpus", (CORPUS,), **more)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments])


def files(home: Path) -> dict[str, str]:
    """Every file of the user's corpus but the lock."""
    return {
        p.relative_to(home).as_posix(): p.read_text("utf-8")
        for p in sorted((home / "corpus").rglob("*"))
        if p.is_file() and p.name != lock.LOCK
    }


def law(folder: Path, text: str, name: str = "law.html", **more: str) -> str:
    path = folder / name
    path.write_text(shapes.adilet(shapes.printed(text), **more), "utf-8")
    return str(path)


# --- Files --------------------------------------------------------------------------------------


def test_a_saved_page_becomes_an_act(home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    (done,) = bring(page, home)
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
def test_every_format_gives_the_same_file(home: Path, tmp_path: Path, kind: str) -> None:
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
    (done,) = bring(str(source), home, as_="small-law", date="2024-02-01")
    assert done.state == "added", done.reason
    name = "2026-07-14" if kind == "json" else "2024-02-01" if kind != "xml" else done.edition
    text = (home / "corpus" / "small-law" / f"{name}.md").read_text("utf-8")
    assert text.split("---\n", 2)[2].strip() == LAW.strip()


def test_import_again_updates_and_then_leaves_as_is(home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    assert [d.state for d in bring(page, home)] == ["added"]
    before = files(home)
    assert [d.state for d in bring(page, home)] == ["unchanged"]
    assert files(home) == before
    law(tmp_path, LAW.replace("бессрочно", "до конца года"), act="Z020000001_", date="01.02.2024")
    assert [d.state for d in bring(page, home)] == ["updated"]
    assert "до конца года" in files(home)["corpus/Z020000001_/2024-02-01.md"]


def test_a_folder_of_editions(home: Path, tmp_path: Path) -> None:
    for day in ("2024-02-01", "2025-03-04"):
        (tmp_path / f"{day}.md").write_text(LAW, "utf-8")
    (tmp_path / "2025-03-04.kk.md").write_text(LAW_KK, "utf-8")
    (tmp_path / "notes.txt").write_text("не акт", "utf-8")
    done = bring(str(tmp_path), home, as_="small-law")
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
    home: Path, tmp_path: Path
) -> None:
    (done,) = bring(law(tmp_path, LAW), home, as_="small-law")
    assert done.edition == "2024-02-01"
    assert "по последней сноске" in done.remarks[0]
    assert "edition_from: по последней сноске" in files(home)["corpus/small-law/2024-02-01.md"]


# --- Built-in acts --------------------------------------------------------------------------------


def test_a_builtin_edition_is_never_replaced(home: Path, tmp_path: Path) -> None:
    page = law(tmp_path, LAW, act="Z010000148_", date="14.07.2026")
    (done,) = bring(page, home)
    assert done.state == "refused"
    assert "встроена и не заменяется" in done.reason
    assert files(home) == {}


def test_another_edition_joins_its_builtin_act(home: Path, tmp_path: Path) -> None:
    """The act is known by the bank's id; the edition was listed as existing, now it is held."""
    page = law(tmp_path, LAW, act="Z010000148_", date="23.12.2023")
    (done,) = bring(page, home)
    assert (done.act, done.state) == ("law-148-2001", "added")
    library = Library.open(places())
    assert "2023-12-23" in library.act("law-148-2001").held_dates("ru")
    assert "2026-07-14" in library.act("law-148-2001").held_dates("ru")
    library.close()
    assert remove("law-148-2001", home / "corpus", (CORPUS,)) == 1
    library = Library.open(places())
    assert "2023-12-23" not in library.act("law-148-2001").held_dates("ru")
    library.close()


def test_a_builtin_act_is_not_removed(home: Path) -> None:
    with pytest.raises(KbError, match="встроен и не убирается"):
        remove("law-148-2001", home / "corpus", (CORPUS,))


# --- What may not enter ---------------------------------------------------------------------------

REFUSED = {
    "no articles": ("# О малом\n\nПросто текст без разметки.", "нет ни одной статьи"),
    "two articles with one number": (LAW.replace("Статья 2", "Статья 1"), "две статьи с номером 1"),
    "two points with one number": (
        LAW.replace("2. Второй", "1. Второй"),
        r"адрес art_1\.pt_1 повторяется",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_whole(home: Path, tmp_path: Path, name: str) -> None:
    text, reason = REFUSED[name]
    done = run(law(tmp_path, text), "--as", "small-law")
    assert isinstance(done.exception, KbError)
    with pytest.raises(KbError, match=reason):
        raise done.exception
    assert files(home) == {}


def test_refusals_are_one_line_and_status_2(home: Path, tmp_path: Path, python: object) -> None:
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
    assert "нет ни одной статьи" in done.stderr


def test_the_robot_page_never_replaces_a_good_act(home: Path, tmp_path: Path) -> None:
    page = Path(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"))
    bring(str(page), home)
    before = files(home)
    page.write_text(shapes.CAPTCHA, "utf-8")
    (done,) = bring(str(page), home)
    assert (done.state, files(home)) == ("refused", before)
    assert "не робот" in done.reason


def test_of_a_folder_the_good_enter_and_the_bad_are_named(home: Path, tmp_path: Path) -> None:
    (tmp_path / "2024-02-01.md").write_text(LAW, "utf-8")
    (tmp_path / "2025-02-01.md").write_text(LAW.replace("Статья 2", "Статья 1"), "utf-8")
    done = run(str(tmp_path), "--as", "small-law", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert [r["edition"] for r in said["imported"]] == ["2024-02-01"]
    assert "две статьи" in said["refused"][0]["reason"]


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
    home: Path, fetcher: Fetcher, source: str, reason: str
) -> None:
    with pytest.raises(BadName, match=reason):
        bring(source, home, fetcher)


@pytest.mark.parametrize("name", ["../x", "a b", "акт", ""])
def test_a_name_that_is_no_name(home: Path, tmp_path: Path, name: str) -> None:
    page = tmp_path / "x.md"
    page.write_text(LAW, "utf-8")
    try:
        (done,) = bring(str(page), home, as_=name)
        assert done.state == "refused"
    except KbError as error:
        assert "в имени акта" in str(error)
    assert files(home) == {}


# --- The banks ----------------------------------------------------------------------------------

HISTORY = """<html><body><table><tr><th>№</th><th>Дата</th><th>Акт</th></tr>
<tr><td>1</td><td>10.12.2008</td><td>Закон</td><td>11.12.2008</td><td>Обновленный</td></tr>
<tr><td>2</td><td>09.01.2024</td><td>Закон</td><td>01.02.2024</td><td>Обновленный</td></tr>
</table></body></html>"""


def test_adilet_in_both_languages_dated_by_its_history(
    home: Path, fetcher: Fetcher, bank: Bank
) -> None:
    bank.say("/rus/docs/Z020000001_", shapes.adilet(LINES, act="Z020000001_"))
    bank.say("/rus/docs/Z020000001_/history", HISTORY)
    bank.say(
        "/kaz/docs/Z020000001_",
        shapes.adilet(LINES_KK, act="Z020000001_", language="kaz", requisites=REQUISITES_KK),
    )
    bank.say("/kaz/docs/Z020000001_/history", HISTORY)
    done = bring("adilet:Z020000001_", home, fetcher, bank)
    assert [(d.edition, d.language, d.state) for d in done] == [
        ("2024-02-01", "ru", "added"),
        ("2024-02-01", "kk", "added"),
    ]
    library = Library.open(places())
    assert library.act("Z020000001_").title_kk == "Кіші туралы"
    library.close()


def test_the_address_of_a_page_is_as_good_as_its_id(
    home: Path, fetcher: Fetcher, bank: Bank
) -> None:
    bank.say("/rus/docs/Z020000001_", shapes.adilet(LINES, act="Z020000001_"))
    bank.say("/rus/docs/Z020000001_/history", HISTORY)
    (done,) = bring(f"{bank.address}/rus/docs/Z020000001_#z5", home, fetcher, bank)
    assert (done.edition, done.language, done.remarks) == ("2024-02-01", "ru", ())


def test_adilet_without_a_kazakh_page(home: Path, fetcher: Fetcher, bank: Bank) -> None:
    bank.say("/rus/docs/V24IJ012419/01.02.2024", shapes.adilet(LINES, act="V24IJ012419"))
    done = bring("adilet:V24IJ012419@2024-02-01", home, fetcher, bank)
    assert sorted(d.state for d in done) == ["absent", "added"]


def test_adilet_that_asks_for_a_robot_check(home: Path, fetcher: Fetcher, bank: Bank) -> None:
    for language in ("rus", "kaz"):
        bank.say(f"/{language}/docs/Z020000001_", shapes.CAPTCHA)
    done = bring("adilet:Z020000001_", home, fetcher, bank)
    assert [d.state for d in done] == ["refused", "refused"]
    assert files(home) == {}


def test_zan_joins_the_pages_of_a_document(home: Path, fetcher: Fetcher, bank: Bank) -> None:
    whole = json.loads(
        shapes.zan(LINES, code="7777", ngr="Z020000001_", date="2024-02-01", pages=2)
    )
    content, at = (
        whole["content"],
        next(n for n, b in enumerate(whole["content"]) if b.get("text", "").startswith("Статья 2")),
    )
    first, second = ({**whole, "content": c} for c in (content[: at - 1], content[at - 1 :]))
    path = "/api/documents/7777/rus/01.02.2024"
    bank.say(path, json.dumps(first))
    bank.say(f"{path}?page=2", json.dumps(second))
    done = bring("zan:7777@2024-02-01", home, fetcher, bank)
    assert [d.state for d in done] == ["added", "absent"]
    text = files(home)["corpus/Z020000001_/2024-02-01.md"]
    assert text.split("---\n", 2)[2].strip() == LAW.strip()
    assert "cause: Закон № 350-VIII" in text


def test_zan_that_gives_another_edition_is_refused(
    home: Path, fetcher: Fetcher, bank: Bank
) -> None:
    bank.say("/api/documents/7777/rus/01.02.2024", shapes.zan(LINES, date="2025-01-01"))
    done = bring("zan:7777@2024-02-01", home, fetcher, bank)
    assert any("вместо 2024-02-01" in d.reason for d in done)
    assert files(home) == {}


def test_truncated_json_is_not_kept(home: Path, fetcher: Fetcher, bank: Bank) -> None:
    bank.say("/api/documents/7777/rus", shapes.zan(LINES)[:500])
    done = bring("zan:7777", home, fetcher, bank)
    assert any("оборван" in d.reason for d in done)
    fetcher.offline = True
    assert all("в кэше нет" in d.reason for d in bring("zan:7777", home, fetcher, bank))


def test_offline_import_from_the_cache(home: Path, fetcher: Fetcher, bank: Bank) -> None:
    bank.say("/x", shapes.adilet(LINES, act="Z020000001_", date="01.02.2024"))
    address = f"{bank.address}/x"
    bring(address, home, fetcher, bank)
    remove("Z020000001_", home / "corpus", (CORPUS,))
    bank.answers.clear()
    fetcher.offline = True
    (done,) = bring(address, home, fetcher, bank)
    assert done.state == "added"


def test_the_newest_change_of_a_history() -> None:
    assert newest_change(HISTORY, "history") == "2024-02-01"
    assert newest_change("<html><body>нет</body></html>", "history") == ""


# --- Clones -------------------------------------------------------------------------------------


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Three editions in two languages; the third moves the text into parts and corrects a date."""
    clone, act = tmp_path / "clone", "03-laws/2001/0123-o-malom-7777"
    first = {"rus.md": shapes.clone_text(LAW), "meta.yaml": shapes.meta({"rus": "2001-01-23"})}
    shapes.commit(clone, act, first, "2001-01-23")
    second = LAW.replace("бессрочно", "десять лет")
    texts = {"rus.md": shapes.clone_text(second), "kaz.md": LAW_KK}
    meta = shapes.meta({"rus": "2010-05-05", "kaz": "2010-05-05"}, "Закон от 1 мая 2010 года № 7")
    shapes.commit(clone, act, {**texts, "meta.yaml": meta}, "2010-05-05")
    third = second.replace("десять лет", "сто лет")
    at = third.index("### Статья 2")
    main = (
        third[: third.index("### Статья 1")]
        + "\n## Части документа\n\nДокумент разбит на части.\n\n| Часть | Название |\n|---|---|\n"
        + "| [`sec002`](rus/sec002.md) | Раз |\n| [`sec001`](rus/sec001.md) | Два |\n"
    )
    parts = {
        "rus/sec002.md": "↑ [Вся редакция](../rus.md)\n\n"
        + third[third.index("### Статья 1") : at],
        "rus/sec001.md": "↑ [Вся редакция](../rus.md)\n\n" + third[at:],
    }
    meta = shapes.meta({"rus": "2020-07-07", "kaz": "2010-05-05"}, "Закон от 2 июля 2020 года № 9")
    shapes.commit(clone, act, {"rus.md": main, **parts, "meta.yaml": meta}, "2020-07-07")
    return clone


def test_all_editions_of_a_clone_with_dates_and_causes(home: Path, clone: Path) -> None:
    done = bring(f"git:{clone}", home)
    assert [(d.act, d.edition, d.language, d.state) for d in done] == [
        ("law-148-2001", "2001-01-23", "ru", "added"),
        ("law-148-2001", "2010-05-05", "kk", "added"),
        ("law-148-2001", "2010-05-05", "ru", "added"),
        ("law-148-2001", "2020-07-07", "ru", "added"),
    ]
    library = Library.open(places())
    act = library.act("law-148-2001")
    causes = {e.date: e.cause for e in act.editions}
    assert causes["2010-05-05"] == "Закон от 1 мая 2010 года № 7"
    last = [
        library.find(f"law-148-2001@{d}/art_2")[1].own_text
        for d in ("2001-01-23", "2010-05-05", "2020-07-07")
    ]
    assert last == [
        "Закон действует бессрочно.",
        "Закон действует десять лет.",
        "Закон действует сто лет.",
    ]
    library.close()


def test_one_act_of_a_clone(home: Path, clone: Path) -> None:
    shapes.commit(
        clone, "01-other/act-1", {"rus.md": LAW, "meta.yaml": shapes.meta({})}, "2021-01-01"
    )
    done = bring(f"git:{clone}/03-laws", home, as_="small-law")
    assert {d.act for d in done} == {"small-law"}
    assert len(done) == 4


def test_two_acts_are_never_made_one(home: Path, clone: Path) -> None:
    other = shapes.meta({}).replace("7966", "8888")
    shapes.commit(clone, "04-other/act-1", {"rus.md": LAW, "meta.yaml": other}, "2021-01-01")
    done = bring(f"git:{clone}", home, as_="small-law")
    assert [d.state for d in done].count("refused") == 1
    assert "разные акты" in next(d.reason for d in done if d.reason)
    assert {d.act for d in bring(f"git:{clone}", home)} == {"law-148-2001", "zan-8888"}


def test_an_act_deleted_since_is_still_in_the_history(home: Path, clone: Path) -> None:
    act = clone / "03-laws/2001/0123-o-malom-7777"
    for path in sorted(act.rglob("*.*")):
        path.unlink()
    shapes.commit(clone, "README", {"x.txt": "x"}, "2022-01-01")
    assert len(bring(f"git:{act}", home, as_="small-law")) == 4


def test_a_clone_runs_nothing_of_its_own(home: Path, clone: Path, tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    with (clone / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(
            f"[core]\n\tfsmonitor = touch {mark}\n\tpager = touch {mark}\n[diff]\n\texternal = touch {mark}\n"
            f"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = touch {mark}\n"
        )
    assert bring(f"git:{clone}", home)
    assert not mark.exists()


def test_a_clone_without_history_and_a_folder_that_is_none(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(KbError, match="не клон git"):
        bring(f"git:{empty}", home)
    subprocess.run(["git", "init", "--quiet", str(empty)], check=True)
    with pytest.raises(KbError, match="нет истории"):
        bring(f"git:{empty}", home)
    shapes.commit(empty, "x", {"a.md": "текст"}, "2020-01-01")
    with pytest.raises(KbError, match="нет актов"):
        bring(f"git:{empty}", home)


# --- The command line -----------------------------------------------------------------------------


def test_list_and_remove(home: Path, tmp_path: Path) -> None:
    assert "нет" in run("--list").output
    page = law(tmp_path, LAW, act="Z020000001_", date="01.02.2024")
    assert run(page).exit_code == 0
    (row,) = json.loads(run("--list", "--json").output)
    assert row["editions"][0]["address"] == "Z020000001_@2024-02-01:ru"
    assert row["editions"][0]["source"] == "файл law.html"
    assert str(tmp_path) not in (home / "corpus" / "Z020000001_" / "2024-02-01.md").read_text(
        "utf-8"
    )
    assert run("--remove", "Z020000001_").exit_code == 0
    assert listed(home / "corpus") == []
    assert list(files(home)) == ["corpus/acts.yaml"]


@pytest.mark.parametrize("arguments", [(), ("x.html", "--list"), ("--list", "--remove", "x")])
def test_one_thing_at_a_time(home: Path, arguments: tuple[str, ...]) -> None:
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
            "import sys, kb.cli_import; print('lxml' in sys.modules, 'httpx' in sys.modules)",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert loaded.stdout.split() == ["False", "False"]


# --- Whole or not at all --------------------------------------------------------------------------


def change(text: str = "новое") -> shelf.Change:
    entry = {
        "id": "a", "title": "А", "form": "Закон", "force": "law", "adopted": "2020-01-01",
        "editions": [{"date": "2020-01-01", "held": {"ru": []}}],
    }  # fmt: skip
    return shelf.Change({"a/2020-01-01.md": text}, [entry])


def test_a_full_disk_leaves_everything_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "corpus"
    with shelf.locked(folder):
        shelf.apply(folder, change("старое"))
    before = files(home)

    def full(path: Path, data: bytes | str) -> None:
        if "acts.yaml" in path.name:
            raise CannotWrite("нет места")
        path.write_text(str(data), "utf-8")

    monkeypatch.setattr(shelf, "write_file", full)
    with shelf.locked(folder), pytest.raises(CannotWrite):
        shelf.apply(folder, change())
    assert files(home) == before


@pytest.mark.parametrize("after", range(6))
def test_killed_at_any_moment_it_is_whole_or_nothing(
    home: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after so many steps; whoever opens the folder next finds old or new."""
    folder = home / "corpus"
    with shelf.locked(folder):
        shelf.apply(folder, change("старое"))
    old = files(home)
    code = f"""
import os, sys
from pathlib import Path
from kb import shelf
from tests.test_import import change
left = [{after}]
def step(name, *arguments):
    if name in ("os.rename", "shutil.rmtree", "os.remove", "open") and "corpus" in str(arguments):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), {int(signal.SIGKILL)})
real = Path.replace
def replace(self, target):
    step("os.rename", str(self))
    return real(self, target)
Path.replace = replace
folder = Path({str(folder)!r})
with shelf.locked(folder):
    shelf.apply(folder, change("новое"))
"""
    subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
    )
    shelf.settle(folder)
    found = {k: v for k, v in files(home).items() if not k.endswith(shelf.STAGED) and "/." not in k}
    text = found["corpus/a/2020-01-01.md"]
    assert text in ("старое", "новое")
    assert set(found) == set(old)
    with shelf.locked(folder):
        shelf.apply(folder, change("новое"))
    assert files(home)["corpus/a/2020-01-01.md"] == "новое"


def test_two_writers_take_turns(home: Path, tmp_path: Path) -> None:
    pages = [
        law(tmp_path, LAW, name=f"{n}.html", act=f"Z02000000{n}_", date="01.02.2024")
        for n in range(1, 5)
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kb", "import", page],
            env=dict(os.environ),
            stdout=subprocess.DEVNULL,
        )
        for page in pages
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    assert len(listed(home / "corpus")) == 4


def test_a_users_own_acts_file_is_kept_beside(home: Path, tmp_path: Path) -> None:
    folder = home / "corpus"
    folder.mkdir(parents=True)
    own = "# мой перечень\nacts: []\n"
    (folder / "acts.yaml").write_text(own, "utf-8")
    bring(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"), home)
    assert (folder / "acts.yaml.bak").read_text("utf-8") == own


def test_imported_acts_stand_beside_the_builtin_packages(home: Path, tmp_path: Path) -> None:
    bring(law(tmp_path, LAW, act="Z020000001_", date="01.02.2024"), home)
    library = Library.open(places(None, AMENDMENTS))
    assert library.packages()
    library.close()
