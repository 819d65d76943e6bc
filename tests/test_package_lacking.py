"""A package with an item that the law has no place for: the rest goes out, and that item is refused by name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.amendment.package import BadPackage
from kb.library import building
from kb.workshop import bench

from .conftest import Sandbox
from .running import PATIENCE_S, Kb

PACKAGE = """\
id: p
author: Автор
kind: text
source: {citation: c}
items:
  - {id: bad, target: TARGET, operation: OPERATION, quoted: Было., proposed: Стало.}
  - {id: good, target: small/art_1.pt_1, operation: replace, quoted: null, proposed: Иной пункт.}
"""
LACKING = [  # target, operation, why
    ("small/art_999", "replace", "статья 999"),
    ("small/art_999", "repeal", "статья 999"),
    ("small/art_999.pt_2", "insert", "статья 999"),
    ("small/art_1.pt_77", "replace", "пункт 77 статьи 1"),
    ("small/spt_9", "replace", "подпункт 9"),
    ("small/app_3", "replace", "приложение 3"),
    ("small/art_999", "none", "статья 999"),
]


def write(box: Sandbox, target: str, operation: str) -> Path:
    text = PACKAGE.replace("TARGET", target).replace("OPERATION", operation)
    if operation in ("repeal", "none"):
        text = text.replace(", proposed: Стало.", "")
    path = box.amendments / "p.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(("target", "operation", "why"), LACKING)
def test_the_rest_of_the_package_goes_out(
    small: Sandbox, kb: Kb, target: str, operation: str, why: str
) -> None:
    write(small, target, operation)

    def run(*rest: str) -> tuple[int, str]:
        given = ("--corpus", small.corpus, "--amendments", small.amendments, "--db", small.db)
        done = kb(*given, "package", *rest)
        assert not done.err
        return done.code, done.out

    code, out = run("check", "p", "--json")
    said = [
        f for f in json.loads(out)["findings"] if f["item"] == "bad" and f["severity"] == "error"
    ]
    assert code == 1
    assert any(why in f["message"] for f in said), out
    assert not [
        f
        for f in json.loads(out)["findings"]
        if f["rule"].startswith("target") and f["item"] == "good"
    ]
    _, out = run("show", "p", "--json")
    found = {i["id"]: i for i in json.loads(out)["items"]}
    assert why in found["bad"]["refused"]
    assert found["good"]["refused"] is None
    _, paper = run("export", "p")
    assert "Иной пункт" in paper
    assert why in paper


def test_an_item_of_an_unknown_act_is_a_spoilt_file(small: Sandbox, kb: Kb) -> None:
    path = write(small, "big/art_1", "replace")
    given = ("--corpus", small.corpus, "--amendments", small.amendments, "--db", small.db)
    done = kb(*given, "package", "check", "p")
    assert (done.code, done.out) == (2, "")
    assert f"{path}:6: акт «big» неизвестен" in done.err


def test_a_built_in_package_must_find_its_targets(
    small: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(small, "small/art_999", "replace")
    monkeypatch.setattr(building, "builtin", lambda _: small.amendments)
    with pytest.raises(BadPackage, match=rf"{path}:6: цель small/art_999 не найдена: "):
        small.open()


def test_the_workshop_saves_what_the_library_takes(small: Sandbox, tmp_path: Path) -> None:
    package = bench.taken(write(small, "small/art_999", "replace").read_bytes(), "p.yaml")
    (small.amendments / "p.yaml").unlink()
    bench.save(tmp_path / "home", small.open(), package, "")
    assert (tmp_path / "home" / "amendments" / "p.yaml").exists()


def page(*given: str) -> None:
    """The page «Поправки» of a library of its own."""
    from pathlib import Path

    from kb.library import Library
    from kb.library.sources import places
    from kb.pages.amendments import page as draw
    from kb.pages.frame import Frame

    draw(Frame(Library.open(places(*map(Path, given))), "ru"))


def test_the_page_names_the_item_that_is_left_out(small: Sandbox) -> None:
    write(small, "small/art_999", "replace")
    given = tuple(map(str, (small.corpus, small.amendments, small.db)))
    at = AppTest.from_function(page, args=given, default_timeout=PATIENCE_S)
    at.query_params.update(package="p", against="newest")
    at.run()
    assert not at.exception, at.exception
    shown = "\n".join(str(b.value) for b in (*at.markdown, *at.get("html"), *at.warning))
    assert "Иной пункт" in shown
    assert re.search(
        r"Поправка не применена: .*нет такого структурного элемента — статья 999", shown
    )
