"""What is kept with the library: computed once, anew when anything that it follows from changes, and
never shown when it is damaged."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import sqlite3
from pathlib import Path

import pytest

from kb.charter import report as compliance
from kb.ground.saying import Saying
from kb.library import Library, Places, kept
from kb.norm.address import Address, parse

from .conftest import CORPUS


@pytest.fixture
def where(tmp_path: Path) -> Places:
    """A library of one act's corpus and no package."""
    shutil.copytree(CORPUS / "charter-protocol-2009", tmp_path / "corpus" / "charter-protocol-2009")
    acts = (CORPUS / "acts.yaml").read_text("utf-8")
    head, *entries = acts.split("\n  - id: ")
    mine = next(e for e in entries if e.startswith("charter-protocol-2009"))
    (tmp_path / "corpus" / "acts.yaml").write_text(f"{head}\n  - id: {mine}", "utf-8")
    return Places((tmp_path / "corpus",), (), tmp_path / "library.sqlite")


class Counted:
    """A computation that counts how often it is made."""

    def __init__(self, value: object) -> None:
        self.value, self.times = value, 0

    def __call__(self) -> object:
        self.times += 1
        return self.value


VALUE = (parse("a@2026-01-01:ru/art_1"), Saying("да", "иә", "yes"), {"x": frozenset({1})})


def test_is_computed_once_and_comes_back_as_it_was(where: Places) -> None:
    compute = Counted(VALUE)
    with_it = [Library.open(where).kept("value", compute) for _ in range(3)]
    assert with_it == [VALUE] * 3
    assert compute.times == 1
    saying = with_it[-1][1]  # type: ignore[index]
    assert (saying.kk, saying.en) == ("иә", "yes")


@pytest.mark.parametrize("name", ["charter-protocol-2009/*.md", "acts.yaml", "names.yaml"])
def test_is_computed_anew_when_a_source_changes(where: Places, name: str) -> None:
    compute = Counted(VALUE)
    Library.open(where).kept("value", compute)
    folder = where.corpora[0]
    path = next(folder.glob(name), folder / name)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n", "utf-8")
    Library.open(where).kept("value", compute)
    assert compute.times == 2


def test_is_computed_anew_by_another_program(
    where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute = Counted(VALUE)
    Library.open(where).kept("value", compute)
    monkeypatch.setattr(kept, "program", lambda: "a newer one")
    Library.open(where).kept("value", compute)
    assert compute.times == 2


@pytest.mark.parametrize(
    "damage",
    [
        "update kept set value = substr(value, 1, length(value) - 3)",
        "update kept set value = cast('{}' as blob)",
        "update kept set name = 'other'",
        "update kept set digest = ''",
        "drop table kept",
    ],
)
def test_a_damaged_one_is_computed_anew(where: Places, damage: str) -> None:
    compute = Counted(VALUE)
    Library.open(where).kept("value", compute)
    connection = sqlite3.connect(where.db)
    connection.execute(damage)
    connection.commit()
    connection.close()
    library = Library.open(where)
    assert [library.kept(name, compute) for name in ("value", "other")] == [VALUE] * 2
    assert compute.times == 3


class _Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_a_forged_one_calls_nothing(where: Places, tmp_path: Path) -> None:
    library = Library.open(where)
    library.kept("value", Counted(VALUE))
    connection = sqlite3.connect(where.db)
    mark = connection.execute("select mark from kept").fetchone()[0]
    data = pickle.dumps(_Evil(tmp_path / "touched"))
    digest = hashlib.sha256(f"value\0{mark}\0".encode() + data).hexdigest()
    connection.execute("update kept set value = ?, digest = ?", (data, digest))
    connection.commit()
    connection.close()
    assert Library.open(where).kept("value", Counted(VALUE)) == VALUE
    assert not (tmp_path / "touched").exists()


def test_is_not_waited_for_where_another_builds(where: Places) -> None:
    library = Library.open(where)
    other = sqlite3.connect(where.db, isolation_level=None)
    other.execute("begin immediate")
    compute = Counted(VALUE)
    assert library.kept("value", compute) == VALUE
    other.execute("rollback")
    other.close()
    assert library.kept("value", compute) == VALUE
    assert (library.kept("value", compute), compute.times) == (VALUE, 2)


def test_is_not_kept_when_the_sources_have_changed_meanwhile(where: Places) -> None:
    """A library opened before a change keeps nothing under the mark of what came after."""
    earlier = Library.open(where)
    path = next(where.corpora[0].glob("*/*.md"))
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    later = Library.open(where)
    assert earlier.kept("value", Counted("old")) == "old"
    assert later.kept("value", Counted("new")) == "new"


@pytest.mark.slow
def test_verdicts_kept_are_those_computed(library: Library) -> None:
    by = compliance.measure(library)
    first, again = (compliance.of_day(library, by) for _ in range(2))
    computed = compliance.assess(compliance.texts(library, by.rules), by.rules, by.paragraphs)
    assert first == again == computed
    assert isinstance(computed.verdicts[0].because, Saying)
    assert first.verdicts[0].because.kk == computed.verdicts[0].because.kk
    assert isinstance(by.rules.tests[computed.verdicts[0].evidence[0].test].places[0], Address)
