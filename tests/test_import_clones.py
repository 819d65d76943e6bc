"""Import from a clone of the acts, one commit for each edition."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kb.ground.errors import KbError
from kb.library import Library, places

from . import shapes
from .bringing import LAW, LAW_KK, bring


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


@pytest.mark.slow
def test_all_editions_of_a_clone_with_dates_and_causes(user_home: Path, clone: Path) -> None:
    done = bring(f"git:{clone}", user_home)
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


def test_one_act_of_a_clone(user_home: Path, clone: Path) -> None:
    shapes.commit(
        clone, "01-other/act-1", {"rus.md": LAW, "meta.yaml": shapes.meta({})}, "2021-01-01"
    )
    done = bring(f"git:{clone}/03-laws", user_home, as_="small-law")
    assert {d.act for d in done} == {"small-law"}
    assert len(done) == 4


def test_two_acts_are_never_made_one(user_home: Path, clone: Path) -> None:
    other = shapes.meta({}).replace("7966", "8888")
    shapes.commit(clone, "04-other/act-1", {"rus.md": LAW, "meta.yaml": other}, "2021-01-01")
    done = bring(f"git:{clone}", user_home, as_="small-law")
    assert [d.state for d in done].count("refused") == 1
    assert "разные акты" in next(d.reason for d in done if d.reason)
    assert {d.act for d in bring(f"git:{clone}", user_home)} == {"law-148-2001", "zan-8888"}


def test_an_act_deleted_since_is_still_in_the_history(user_home: Path, clone: Path) -> None:
    act = clone / "03-laws/2001/0123-o-malom-7777"
    for path in sorted(act.rglob("*.*")):
        path.unlink()
    shapes.commit(clone, "README", {"x.txt": "x"}, "2022-01-01")
    assert len(bring(f"git:{act}", user_home, as_="small-law")) == 4


def test_a_clone_runs_nothing_of_its_own(user_home: Path, clone: Path, tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    with (clone / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(
            f"[core]\n\tfsmonitor = touch {mark}\n\tpager = touch {mark}\n[diff]\n\texternal = touch {mark}\n"
            f"[log]\n\tshowSignature = true\n[gpg]\n\tprogram = touch {mark}\n"
        )
    assert bring(f"git:{clone}", user_home)
    assert not mark.exists()


def test_a_clone_without_history_and_a_folder_that_is_none(user_home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(KbError, match="не клон git"):
        bring(f"git:{empty}", user_home)
    subprocess.run(["git", "init", "--quiet", str(empty)], check=True)
    with pytest.raises(KbError, match="нет истории"):
        bring(f"git:{empty}", user_home)
    shapes.commit(empty, "x", {"a.md": "текст"}, "2020-01-01")
    with pytest.raises(KbError, match="нет актов"):
        bring(f"git:{empty}", user_home)
