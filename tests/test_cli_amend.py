"""`kb amend …` and `kb replay` as a user runs them: fields, exit status, one line for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAW = "Статья 1. Сад\nСад растет.\nСтатья 2. Река\n1. Река течет.\n2. Река мелеет."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def kb(home: Path, *args: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kb", *map(str, args)],
        cwd=ROOT,
        env={"SALYSTYRMA_HOME": str(home), "PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
def test_parse(home: Path, tmp_path: Path) -> None:
    text = "1) в статье 2:\nв пункте 1 слово «течет» заменить словом «бежит»;\nчто-то еще."
    found = kb(home, "amend", "parse", write(tmp_path, "i.txt", text), "--json")
    assert found.returncode == 1  # something is unread
    data = json.loads(found.stdout)
    (operation,) = data["operations"]
    assert operation["kind"] == "substitute" and operation["target"] == "act/art_2.pt_1"
    assert (operation["old"], operation["new"], operation["after"]) == ("течет", "бежит", None)
    start, end = operation["span"]
    assert text[start:end].startswith("в пункте 1")
    (unread,) = data["unread"]
    assert text[unread["start"] : unread["end"]] == unread["text"] == "что-то еще."


@pytest.mark.slow
def test_apply_to_a_file(home: Path, tmp_path: Path) -> None:
    law = write(tmp_path, "law.md", LAW)
    todo = write(
        tmp_path,
        "i.txt",
        "пункт 2 статьи 2 исключить;\nстатью 9 исключить;\nв статье 1 слово «Сад» заменить словом «Лес».",
    )
    out = tmp_path / "new.txt"
    found = kb(home, "amend", "apply", law, todo, "--out", out, "--json")
    data = json.loads(found.stdout)
    assert found.returncode == 1
    assert [a["operation"]["kind"] for a in data["applied"]] == ["repeal"]
    assert len(data["refused"]) == 2  # no article 9; «Сад» both in the heading and in the text
    assert all(r["reason"] for r in data["refused"])
    assert any(str(law) in r["reason"] for r in data["refused"])  # the file, not «draft@0001-01-01»
    assert data["out_of_scope"] == [] and data["unread"] == []
    assert data["text"].split("\n")[-1] == "2. (исключен)"
    assert out.read_text(encoding="utf-8") == data["text"] + "\n"


@pytest.mark.slow
def test_apply_to_an_edition(home: Path, tmp_path: Path) -> None:
    todo = write(
        tmp_path,
        "i.txt",
        "Внести в Закон Республики Казахстан от 23 января 2001 года «О местном государственном "
        "управлении и самоуправлении в Республике Казахстан» следующие изменения:\n"
        "1) часть вторую статьи 9 исключить.",
    )
    found = kb(home, "amend", "apply", "law-148-2001@2026-07-14/art_9", todo, "--json")
    data = json.loads(found.stdout)
    assert found.returncode == 0
    assert data["text"].startswith("Статья 9. Регламент маслихата")
    assert data["text"].endswith("(исключена)")


@pytest.mark.slow
def test_draft(home: Path, tmp_path: Path) -> None:
    before = write(tmp_path, "a.md", LAW)
    after = write(tmp_path, "b.md", LAW.replace("мелеет", "полнится"))
    found = kb(home, "amend", "draft", before, after, "--json")
    assert found.returncode == 0
    data = json.loads(found.stdout)
    assert data["proved"] is True and len(data["operations"]) == 1
    assert data["wording"] == "в пункте 2 статьи 2 слово «мелеет» заменить словом «полнится»."
    restated = json.loads(kb(home, "amend", "draft", before, after, "--restate", "--json").stdout)
    assert "изложить в следующей редакции" in restated["wording"]
    kazakh = kb(home, "amend", "draft", before, after, "--lang", "kk")
    assert "2-баптың 2-тармағындағы «мелеет» деген сөз «полнится» деген сөзбен" in kazakh.stdout
    same = json.loads(kb(home, "amend", "draft", before, before, "--json").stdout)
    assert same == {
        "wording": "", "operations": [], "proved": True, "unequal": [], "not_held": [],
    }  # fmt: skip


@pytest.mark.slow
def test_replay(home: Path, tmp_path: Path) -> None:
    case = {
        "id": "one",
        "act_lead_in": "",
        "instruction": "пункт 2 статьи 2 исключить",
        "target": "статья 2",
        "before": "Статья 2\n1. Река.\n2. Лес.",
        "after": "Статья 2\n1. Река.",
        "excerpt": False,
        "editorial_diffs": [],
    }
    path = write(tmp_path, "cases.jsonl", json.dumps(case) + "\n")
    found = kb(home, "replay", path, "--json")
    assert found.returncode == 0
    assert json.loads(found.stdout) == {
        "cases": 1, "exact": 1, "refused": 0, "wrong": 0,
        "results": [{"id": "one", "status": "exact", "reason": ""}],
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "args",
    [
        ("amend", "parse", "нет-такого.txt"),
        ("amend", "parse", "{empty}"),
        ("amend", "parse", "{binary}"),
        ("amend", "apply", "law-148-2001@1900-01-01", "{good}"),
        ("amend", "apply", "{law}", "{good}", "--out", "/нет/такой/папки/x.md"),
        ("amend", "draft", "{law}", "нет-такого.md"),
        ("replay", "{good}"),
        ("replay", "{empty}"),
    ],
)
def test_bad_input_is_one_line(home: Path, tmp_path: Path, args: tuple[str, ...]) -> None:
    files = {
        "empty": write(tmp_path, "empty.txt", " \n"),
        "good": write(tmp_path, "good.txt", "пункт 1 статьи 2 исключить"),
        "law": write(tmp_path, "law.md", LAW),
        "binary": tmp_path / "binary.txt",
    }
    files["binary"].write_bytes(b"\x00\x01\xff")
    found = kb(home, *(a.format(**files) for a in args))
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1 and "Traceback" not in found.stderr


@pytest.mark.slow
def test_enormous_and_hostile_instructions(home: Path, tmp_path: Path) -> None:
    for text in ("слово «а» " * 700_000, "«" * 1_000_000, "в пункте 1:\n" * 20_000):
        found = kb(home, "amend", "parse", write(tmp_path, "big.txt", text), "--json")
        assert found.returncode in (1, 2)
        assert "Traceback" not in found.stderr
