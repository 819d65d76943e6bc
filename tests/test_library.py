"""The library: built once, rebuilt in part, never spoilt, never stale; and what it finds."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kb import corpus
from kb.act import Edition
from kb.amendment.package import BadPackage
from kb.corpus import BadCorpus
from kb.errors import KbError, NotFound, NotHeld
from kb.language import lemma
from kb.library import Library, LibraryError, Places, file, places
from kb.yaml_file import BadYaml

from .conftest import AMENDMENTS, CORPUS, ROOT, SMALL_ACTS, SMALL_TEXT, Sandbox


def build(box: Sandbox) -> tuple[str, ...]:
    """What a build of the sandbox built."""
    opened, report = Library.build(box.places)
    opened.close()
    return report.built


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    found = list(connection.iterdump())
    connection.close()
    return found


# --- Building ---------------------------------------------------------------------------------


def test_a_second_build_builds_nothing(sandbox: Sandbox) -> None:
    first = build(sandbox)
    assert len([n for n in first if n.startswith("edition ")]) == 16
    before = dump(sandbox.db)
    assert build(sandbox) == ()
    assert dump(sandbox.db) == before


def test_a_changed_source_rebuilds_only_itself(sandbox: Sandbox) -> None:
    build(sandbox)
    path = sandbox.corpus / "law-148-2001" / "2022-03-02.md"
    replace_in(path, "8. Маслихат не обладает правами", "8. Маслихат никогда не обладает правами")
    assert build(sandbox) == ("edition law-148-2001@2022-03-02:ru",)
    opened = sandbox.open()
    _, clause = opened.find("law-148-2001@2022-03-02/art_5.pt_8")
    assert clause.own_text.startswith("Маслихат никогда не обладает")
    _, other = opened.find("law-148-2001@2026-07-14/art_5.pt_8")
    assert other.own_text.startswith("Маслихат не обладает")


def test_a_changed_package_rebuilds_only_itself(sandbox: Sandbox) -> None:
    build(sandbox)
    path = sandbox.amendments / "bektibaev-2022.yaml"
    replace_in(path, "title: Пять поправок", "title: Все поправки")
    assert build(sandbox) == (f"package {path}",)
    assert sandbox.open().package("bektibaev-2022").title.startswith("Все")


def test_a_removed_source_is_forgotten(sandbox: Sandbox) -> None:
    build(sandbox)
    (sandbox.amendments / "bektibaev-2022.yaml").unlink()
    (sandbox.corpus / "quotations.yaml").unlink()
    (sandbox.corpus / "studies" / "akanova-2024-table-1.yaml").unlink()
    opened, report = Library.build(sandbox.places)
    assert len(report.removed) == 3
    assert opened.packages() == []
    assert opened.quotations("charter-1985/art_3.pt_1") == []
    with pytest.raises(NotFound):
        opened.table("akanova-2024-table-1")


def test_a_removed_edition_is_not_searched(small: Sandbox) -> None:
    build(small)
    assert small.open().search("бессрочно")
    (small.corpus / "small" / "2020-01-01.md").unlink()
    replace_in(small.corpus / "acts.yaml", "        held: {ru: []}\n", "")
    opened = small.open()
    assert opened.search("бессрочно") == []
    with pytest.raises(NotHeld):
        opened.edition("small")


def test_an_edition_that_only_acts_yaml_names_has_no_text(small: Sandbox) -> None:
    (small.corpus / "small" / "2020-01-01.md").unlink()
    with pytest.raises(NotFound, match=r"small@2020-01-01:ru: .*файла с текстом нет"):
        build(small)


def test_editions_come_back_from_the_library_as_they_were_read(
    library: Library, editions: dict[str, Edition]
) -> None:
    for edition in editions.values():
        assert library.edition(edition.act, edition.date, edition.language) == edition


# --- Bad sources ------------------------------------------------------------------------------


def spoil_text(old: str, new: str) -> Callable[[Sandbox], None]:
    return lambda box: replace_in(box.corpus / "small" / "2020-01-01.md", old, new)


def spoil_acts(old: str, new: str) -> Callable[[Sandbox], None]:
    return lambda box: replace_in(box.corpus / "acts.yaml", old, new)


def add(name: str, text: str) -> Callable[[Sandbox], None]:
    def spoil(box: Sandbox) -> None:
        path = box.corpus.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_text("2. Второй", "1. Второй"), r"2020-01-01\.md:12: адрес art_1\.pt_1 повторяется"),
        (
            spoil_text("### Статья 2", "### Статья 1"),
            r"2020-01-01\.md:18: адрес art_1 повторяется",
        ),
        (spoil_text("edition: 2020-01-01", "edition: 2020-01-02"), r"2020-01-01\.md:1: .*edition"),
        (spoil_text("language: ru", "language: kk"), r"2020-01-01\.md:1: .*language"),
        (spoil_text("title: О малом", "title: [О"), r"2020-01-01\.md:\d+: неверный YAML"),
        (spoil_text("act_id: small", "act_id: a\nact_id: b"), r"2020-01-01\.md:\d+: .*повторяется"),
        (add("corpus/small/2021-01-01.md", SMALL_TEXT), r"2021-01-01\.md: .*acts\.yaml"),
        (add("corpus/other/2020-01-01.md", SMALL_TEXT), r"other.2020-01-01\.md: .*acts\.yaml"),
        (add("corpus/small/2020-01-01.kk.md", SMALL_TEXT), r"2020-01-01\.kk\.md: .*acts\.yaml"),
        (spoil_acts("ru: []", "ru: [art_7]"), r"2020-01-01\.md: acts\.yaml называет art_7"),
        (spoil_acts("force: law", "force: wish"), r"acts\.yaml:5: .*«wish» не из списка"),
        (spoil_acts("    form: Закон\n", ""), r"acts\.yaml:2: .*не хватает поля «form»"),
        (spoil_acts("force: law", "force: law\n    wish: 1"), r"acts\.yaml:2: .*«wish»"),
        (spoil_acts("title: О малом", "title: О\n    title: П"), r"acts\.yaml:4: ключ «title»"),
        (spoil_acts("title: О малом", "title: [О"), r"acts\.yaml:\d+: неверный YAML"),
        (
            spoil_acts("title: О малом\n    form: Закон", "title: &a О\n    form: *a"),
            r"acts\.yaml:\d: якоря",
        ),
        (spoil_acts("adopted: 2020-01-01", "adopted: вчера"), r"acts\.yaml:6: .*не по образцу"),
        (add("corpus/readings.yaml", "readings: 1\n"), r"readings\.yaml:1: "),
        (add("corpus/quotations.yaml", "quotations:\n- x\n"), r"quotations\.yaml:2: "),
        (add("amendments/p.yaml", "id: p\n"), r"p\.yaml:1: .*не хватает поля"),
        (add("amendments/p.yaml", "[" * 200_000), r"p\.yaml:1: вложенность"),
        (add("amendments/p.yaml", "id: " + "9" * 6000), r"p\.yaml:1: значение"),
        (add("amendments/p.yaml", "a\0b"), r"p\.yaml: двоичный"),
    ],
)
def test_a_bad_source_is_named_and_the_old_library_stays(
    small: Sandbox, spoil: Callable[[Sandbox], None], says: str
) -> None:
    build(small)
    before = dump(small.db)
    spoil(small)
    with pytest.raises(KbError, match=says) as caught:
        build(small)
    assert isinstance(caught.value, BadCorpus | BadYaml | BadPackage)
    assert len(str(caught.value)) < 500
    assert dump(small.db) == before


def test_a_source_that_is_not_utf8_is_refused_with_its_line(small: Sandbox) -> None:
    path = small.corpus / "small" / "2020-01-01.md"
    path.write_bytes(path.read_bytes().replace("Срок".encode(), "Срок".encode("cp1251")))
    with pytest.raises(BadYaml, match=r"2020-01-01\.md:18: не UTF-8"):
        build(small)


# --- Accidents --------------------------------------------------------------------------------

INTERRUPTED = """
import sys, time
from pathlib import Path
from kb import corpus
from kb.library import Library, Places

read, count = corpus.read_edition, 0

def slow(*given):
    global count
    count += 1
    if count == 2:
        print("in the middle", flush=True)
        time.sleep(60)
    return read(*given)

corpus.read_edition = slow
Library.build(Places((Path(sys.argv[1]),), (), Path(sys.argv[2])))
"""


def test_a_killed_build_leaves_the_old_library(sandbox: Sandbox) -> None:
    build(sandbox)
    before = dump(sandbox.db)
    for date in ("2022-02-07", "2023-01-01", "2026-07-01"):
        path = sandbox.corpus / "elections-1995" / f"{date}.md"
        replace_in(path, "1. Основанием", "1. Единственным основанием")
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(sandbox.corpus), str(sandbox.db)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"in the middle\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert dump(sandbox.db) == before
    assert len(build(sandbox)) == 3
    _, clause = sandbox.open().find("elections-1995@2022-02-07/art_101.pt_1")
    assert clause.own_text.startswith("Единственным")


def test_two_builds_at_once_make_one_library(sandbox: Sandbox) -> None:
    command = [
        *(sys.executable, "-m", "kb", "--corpus", str(sandbox.corpus)),
        *("--amendments", str(sandbox.amendments), "--db", str(sandbox.db), "build", "--json"),
    ]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
        for _ in range(2)
    ]
    results = [process.communicate(timeout=60) for process in both]
    assert [p.returncode for p in both] == [0, 0], results
    assert build(sandbox) == ()
    assert len(sandbox.open().edition("law-148-2001").index) > 400


def test_a_locked_library_is_reported(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    build(sandbox)
    monkeypatch.setattr(file, "WAIT_S", 0.2)
    other = sqlite3.connect(sandbox.db, isolation_level=None)
    other.execute("begin exclusive")
    with pytest.raises(LibraryError, match=r"library\.sqlite: библиотека занята"):
        build(sandbox)
    other.execute("rollback")
    other.close()
    assert build(sandbox) == ()


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder that an ordinary user may read, and the rights of one (root may write anywhere)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        if os.geteuid() != os.getuid():
            os.seteuid(os.getuid())
        Path(folder).chmod(0o755)


def test_a_read_only_library_serves_until_its_sources_change(unprivileged: Path) -> None:
    texts = unprivileged / "corpus"
    (texts / "small").mkdir(parents=True)
    (texts / "acts.yaml").write_text(SMALL_ACTS, "utf-8")
    (texts / "small" / "2020-01-01.md").write_text(SMALL_TEXT, "utf-8")
    where = Places((texts,), (), unprivileged / "library.sqlite")
    Library.open(where).close()
    where.db.chmod(0o444)
    changed = SMALL_TEXT.replace("бессрочно", "год")
    unprivileged.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)
    opened = Library.open(where)
    assert opened.find("small/art_2")[1].own_text == "Закон действует бессрочно."
    opened.close()
    os.seteuid(os.getuid())
    (texts / "small" / "2020-01-01.md").write_text(changed, "utf-8")
    if os.geteuid() == 0:
        os.seteuid(65534)
    with pytest.raises(LibraryError, match="только для чтения, а источники изменились"):
        Library.open(where)


def test_a_folder_that_cannot_be_made_is_reported(unprivileged: Path) -> None:
    unprivileged.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)
    with pytest.raises(LibraryError, match="папка библиотеки не создается"):
        Library.open(Places((CORPUS,), (), unprivileged / "new" / "library.sqlite"))


def test_a_library_of_another_version_is_refused(small: Sandbox) -> None:
    build(small)
    connection = sqlite3.connect(small.db)
    connection.execute("pragma user_version = 99")
    connection.close()
    with pytest.raises(LibraryError, match=rf"другой версии \(99, нужна {file.SCHEMA}\)"):
        build(small)


def test_a_database_of_another_program_is_left_alone(small: Sandbox) -> None:
    connection = sqlite3.connect(small.db)
    connection.execute("create table mine (x)")
    connection.close()
    before = small.db.read_bytes()
    with pytest.raises(LibraryError, match="не библиотека Salystyrma"):
        build(small)
    assert small.db.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but a text of some length" * 40])
def test_a_file_that_is_no_database_is_left_alone(small: Sandbox, content: bytes) -> None:
    small.db.write_bytes(content)
    with pytest.raises(LibraryError, match="не файл библиотеки"):
        build(small)
    assert small.db.read_bytes() == content


def test_a_folder_in_the_place_of_the_library_is_reported(small: Sandbox) -> None:
    small.db.mkdir()
    with pytest.raises(LibraryError, match="файл не открывается"):
        build(small)


# --- The user's own folder --------------------------------------------------------------------

OWN_ACT = SMALL_ACTS.replace("id: small", "id: own")


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SALYSTYRMA_HOME", str(tmp_path / "user"))
    (tmp_path / "user" / "corpus" / "own").mkdir(parents=True)
    (tmp_path / "user" / "amendments").mkdir()
    return tmp_path / "user"


def test_the_users_act_joins_the_built_in_ones(user: Path) -> None:
    (user / "corpus" / "acts.yaml").write_text(OWN_ACT, "utf-8")
    (user / "corpus" / "own" / "2020-01-01.md").write_text(SMALL_TEXT, "utf-8")
    opened = Library.open(places())
    assert list(opened.acts)[-1] == "own"
    assert opened.find("own/art_2")[1].heading == "Срок"
    assert opened.find("law-148-2001/art_9")[1].heading == "Регламент маслихата"
    assert (user / f"library-{file.SCHEMA}.sqlite").exists()


def test_the_users_edition_of_a_built_in_act(user: Path) -> None:
    entry = OWN_ACT.replace("id: own", "id: law-148-2001").replace("- date: 2020-", "- date: 2027-")
    (user / "corpus" / "acts.yaml").write_text(entry, "utf-8")
    (user / "corpus" / "law-148-2001").mkdir()
    text = SMALL_TEXT.replace("edition: 2020-", "edition: 2027-")
    (user / "corpus" / "law-148-2001" / "2027-01-01.md").write_text(text, "utf-8")
    opened = Library.open(places())
    act = opened.act("law-148-2001")
    assert act.title.startswith("О местном государственном управлении"), "the built-in entry stays"
    assert act.held_dates("ru") == ["2022-03-02", "2026-07-14", "2027-01-01"]
    assert opened.edition("law-148-2001").date == "2027-01-01"


def test_the_users_file_does_not_replace_a_built_in_one(user: Path) -> None:
    (user / "corpus" / "law-148-2001").mkdir()
    path = user / "corpus" / "law-148-2001" / "2022-03-02.md"
    path.write_text(SMALL_TEXT, "utf-8")
    with pytest.raises(BadCorpus, match="встроенное не заменяется") as caught:
        Library.open(places())
    assert str(path) in str(caught.value)


def test_the_users_entry_does_not_replace_a_built_in_one(user: Path) -> None:
    entry = OWN_ACT.replace("id: own", "id: law-148-2001").replace("2020-01-01\n        held", "X")
    entry = entry.replace("- date: X: {ru: []}", "- date: 2022-03-02")
    (user / "corpus" / "acts.yaml").write_text(entry, "utf-8")
    with pytest.raises(BadCorpus, match=r"acts\.yaml:2: .*2022-03-02 описана повторно"):
        Library.open(places())


def test_the_users_package_does_not_replace_a_built_in_one(user: Path) -> None:
    copy = user / "amendments" / "mine.yaml"
    copy.write_bytes((AMENDMENTS / "bektibaev-2022.yaml").read_bytes())
    with pytest.raises(BadPackage, match="пакет «bektibaev-2022» уже есть"):
        Library.open(places())


def test_other_folders_get_another_library_file(sandbox: Sandbox, user: Path) -> None:
    default, other = places(), places(sandbox.corpus, sandbox.amendments)
    assert default.db.parent == other.db.parent == user
    assert default.db != other.db
    assert places(sandbox.corpus, sandbox.amendments).db == other.db
    with pytest.raises(LibraryError, match="нет такой папки"):
        places(sandbox.corpus / "absent")


# --- Searching --------------------------------------------------------------------------------


def found(library: Library, query: str, act: str | None = None) -> list[str]:
    return [hit.address for hit in library.search(query, act=act)]


@pytest.mark.parametrize("query", ["сессии маслихата", "СЕССИЯМИ маслихатов", "маслихату сессия"])
def test_words_are_found_in_any_form(library: Library, query: str) -> None:
    hits = found(library, query)
    assert "law-148-2001@2026-07-14:ru/art_11.pt_6" in hits
    assert hits == found(library, "сессия маслихат")


@pytest.mark.parametrize("stem", ["маслихат", "акимат", "аким"])
def test_the_words_of_the_subject_have_one_lemma(stem: str) -> None:
    """The dictionary does not know them and guesses «маслихата», «маслихату», «маслихатый»."""
    endings = ["", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"]
    assert {lemma(stem + ending) for ending in endings} == {stem}


def test_yo_is_found_as_ye(library: Library) -> None:
    assert found(library, "отчёты акимов") == found(library, "отчеты акимов") != []


def test_only_the_newest_edition_is_searched(library: Library) -> None:
    names = {a.split("/")[0] for a in found(library, "маслихат") + found(library, "выборы")}
    assert names <= {
        "law-148-2001@2026-07-14:ru",
        "elections-1995@2026-07-01:ru",
        "constitution-2026@2026-07-01:ru",
        "constitution-1995@2023-01-01:ru",
        "legal-acts-2016@2026-07-14:ru",
        "charter-1985@1985-10-15:ru",
        "charter-protocol-2009@2009-11-16:ru",
    }


def test_what_is_not_law_is_not_found(library: Library) -> None:
    assert found(library, "выборщики", act="law-148-2001") == []  # article 24-1 is excluded
    heading = found(library, "ревизионная комиссия маслихата", act="law-148-2001")
    assert not any("art_16" in a for a in heading)
    assert found(library, "исключен Законом", act="law-148-2001") == []
    assert found(library, "сноска") == []


def test_kazakh_is_found_with_either_i(library: Library) -> None:
    cyrillic = found(library, "сессиясы өткізіледі")  # the file prints «өткiзiледi» with a Latin i
    assert cyrillic == found(library, "сессиясы өткiзiледi")
    assert "law-148-2001@2026-07-14:kk/art_11.pt_1" in cyrillic


def test_a_hit_shows_the_words_and_its_place(library: Library) -> None:
    best = library.search("регламент маслихата")[0]
    assert (best.act, best.edition, best.language) == ("law-148-2001", "2026-07-14", "ru")
    assert best.address.startswith("law-148-2001@2026-07-14:ru/art_9")
    assert "маслихат" in best.snippet.lower()
    hits = library.search("маслихат")
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(len(h.snippet) <= 240 for h in hits)


@pytest.mark.parametrize("query", ['"', "аким OR маслихат", "ма* NEAR(", "'; drop table acts;--"])
def test_a_query_is_words_and_never_a_command(library: Library, query: str) -> None:
    try:
        library.search(query)
    except NotFound as error:
        assert "нет слов" in str(error)
    assert "law-148-2001" in library.acts


def test_a_query_without_words_is_refused(library: Library) -> None:
    with pytest.raises(NotFound, match="хотя бы одно слово"):
        library.search(" .,! ")


# --- Looking up -------------------------------------------------------------------------------


def test_unknown_names_are_answered_with_the_nearest(library: Library) -> None:
    with pytest.raises(NotFound, match=r"акт «law-148» неизвестен; есть: law-148-2001"):
        library.act("law-148")
    with pytest.raises(NotFound, match="ближайшие удерживаемые: 2022-03-02"):
        library.edition("law-148-2001", "2022-03-03")
    with pytest.raises(NotHeld, match="известна, но не удерживается"):
        library.edition("law-148-2001", "2023-03-01")
    with pytest.raises(NotHeld, match="на языке «kk» ничего не удерживается; есть: ru"):
        library.edition("constitution-2026", None, "kk")
    with pytest.raises(NotFound, match=r"пакет «bektibaev» не найден; есть: .*bektibaev-2022"):
        library.package("bektibaev")


def test_known_editions_are_those_of_the_shared_list(library: Library) -> None:
    act = library.act("law-148-2001")
    assert len(act.editions) == 21
    assert act.held_dates("ru") == ["2022-03-02", "2026-07-14"]
    assert act.held_dates("kk") == ["2026-07-14"]


def test_every_held_unit_stands_in_its_text() -> None:
    acts = corpus.load_acts((CORPUS,))
    held = {
        (a.id, e.date, tongue) for a in acts.values() for e in a.editions for tongue, _ in e.held
    }
    assert held == {(s.act, s.date, s.language) for s in corpus.sources((CORPUS,))}
