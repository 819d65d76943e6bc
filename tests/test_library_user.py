"""The user's own folder: acts, editions and packages beside the built-in ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kb.amendment.package import BadPackage
from kb.library import Library, LibraryError, file, places

from .conftest import AMENDMENTS, SMALL_ACTS, SMALL_TEXT, Sandbox

OWN_ACT = SMALL_ACTS.replace("id: small", "id: own")


@pytest.fixture
def user(user_home: Path) -> Path:
    """The user's folder with places for an act and for packages."""
    (user_home / "corpus" / "own").mkdir(parents=True)
    (user_home / "amendments").mkdir()
    return user_home


@pytest.mark.slow
def test_the_users_act_joins_the_built_in_ones(user: Path) -> None:
    (user / "corpus" / "acts.yaml").write_text(OWN_ACT, "utf-8")
    (user / "corpus" / "own" / "2020-01-01.md").write_text(SMALL_TEXT, "utf-8")
    opened = Library.open(places())
    assert list(opened.acts)[-1] == "own"
    assert opened.find("own/art_2")[1].heading == "Срок"
    assert opened.find("law-148-2001/art_9")[1].heading == "Регламент маслихата"
    assert (user / f"library-{file.SCHEMA}.sqlite").exists()


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_users_file_does_not_replace_a_built_in_one(user: Path) -> None:
    (user / "corpus" / "law-148-2001").mkdir()
    path = user / "corpus" / "law-148-2001" / "2022-03-02.md"
    path.write_text(SMALL_TEXT, "utf-8")
    opened = Library.open(places())
    (left,) = opened.aside
    assert "встроенное не заменяется" in left.reason
    assert (left.path, left.about) == (path, "law-148-2001")
    assert opened.find("law-148-2001@2022-03-02/art_9")[1].heading == "Регламент маслихата"


@pytest.mark.slow
def test_the_users_entry_does_not_replace_a_built_in_one(user: Path) -> None:
    entry = OWN_ACT.replace("id: own", "id: law-148-2001").replace("2020-01-01\n        held", "X")
    entry = entry.replace("- date: X: {ru: []}", "- date: 2022-03-02")
    (user / "corpus" / "acts.yaml").write_text(entry, "utf-8")
    (left,) = Library.open(places()).aside
    assert re.search(r"acts\.yaml:2: .*2022-03-02 описана повторно", left.reason)


@pytest.mark.slow
def test_the_users_package_does_not_replace_a_built_in_one(user: Path) -> None:
    copy = user / "amendments" / "mine.yaml"
    copy.write_bytes((AMENDMENTS / "bektibaev-2022.yaml").read_bytes())
    (left,) = Library.open(places()).aside
    assert "пакет «bektibaev-2022» уже есть" in left.reason


@pytest.mark.slow
def test_a_spoilt_package_is_set_aside_and_said_until_it_is_mended(user: Path) -> None:
    good = (AMENDMENTS / "bektibaev-2022.yaml").read_text("utf-8")
    mine, spoilt = user / "amendments" / "mine.yaml", user / "amendments" / "spoilt.yaml"
    mine.write_text(good.replace("id: bektibaev-2022", "id: mine", 1), "utf-8")
    spoilt.write_text("id: spoilt\n", "utf-8")
    for _ in range(2):  # built, then only opened
        opened = Library.open(places())
        assert {"mine", "bektibaev-2022"} <= {p.id for p in opened.packages()}
        (left,) = opened.aside
        assert left.reason.startswith(f"{spoilt}:1: ")
        with pytest.raises(BadPackage, match="пакет «spoilt» пропущен"):
            opened.package("spoilt")
    spoilt.write_bytes((AMENDMENTS / "bektibaev-2022.yaml").read_bytes())
    (left,) = Library.open(places()).aside
    assert "пакет «bektibaev-2022» уже есть" in left.reason
    spoilt.unlink()
    assert Library.open(places()).aside == ()


@pytest.mark.slow
def test_a_spoilt_package_of_a_folder_given_is_left_out_only_where_that_is_asked_for(
    sandbox: Sandbox,
) -> None:
    spoilt = sandbox.amendments / "spoilt.yaml"
    spoilt.write_text("id: spoilt\n", "utf-8")
    (left,) = Library.open(replace(sandbox.places, forgiving=True)).aside
    assert left.path == spoilt
    # A strict opening refuses the library that was built without it, and later ones too.
    for _ in range(2):
        with pytest.raises(BadPackage, match=r"spoilt\.yaml:1: "):
            Library.open(sandbox.places)


def test_other_folders_get_another_library_file(sandbox: Sandbox, user: Path) -> None:
    default, other = places(), places(sandbox.corpus, sandbox.amendments)
    assert default.db.parent == other.db.parent == user
    assert default.db != other.db
    assert places(sandbox.corpus, sandbox.amendments).db == other.db
    with pytest.raises(LibraryError, match="нет такой папки"):
        places(sandbox.corpus / "absent")
