"""Bad input: answered in time linear in the length, or refused in one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.citation import MAX_BYTES, kazakh, load_names
from kb.citation.clean import clean
from kb.citation.find import find
from kb.cli import cli
from kb.ground.errors import KbError
from tests.citing import library

SHAPES: dict[str, Callable[[int], str]] = {
    "list of ones": lambda n: "статьи " + "1, " * n,
    "chain without end": lambda n: "пункта 1 статьи 2 " * n,
    "units that own each other": lambda n: "пункта 1 части 2 подпункта 3) " * n,
    "points before one article": lambda n: "пункт 1, " * n + "статьи 5",
    "spaces": lambda n: "статья" + " " * n + "5",
    "words without numbers": lambda n: ("статья" + " " * 50) * n,
    "open brackets": lambda n: "статья 1 (" * n,
    "open remarks": lambda n: "статьи 1 (в части, " * n,
    "closing brackets": lambda n: "статьи 1) " * n,
    "open quotes": lambda n: "Закона «О " * n,
    "introduced names": lambda n: "".join(f"Закон «О» (далее – Закон {i}) " for i in range(n)),
    "broken words": lambda n: "а-\n" * n,
    "empty lines": lambda n: "а-" + " \n" * n,
    "digits": lambda n: "статья " + "1" * n,
    "hyphens": lambda n: "статья " + "1-" * n,
    "ordinals": lambda n: "части " + "первой и " * n + "статьи 1",
    "two lists": lambda n: "пункты " + "1, " * n + "5 статей " + "1, " * n + "7",
    "one long line": lambda n: "слово " * n * 4,
    "notes": lambda n: "от 01.01.2001 № 5 (вводится ст. 5 " * n,
    "numbered lines": lambda n: "Статья 1.\n" + "1) пункт 2 настоящей статьи\n" * n,
    "Kazakh list": lambda n: "5, " * n + "5-бап",
    "Kazakh chain": lambda n: "5-баптың " * n,
}


def _read(text: str) -> None:
    known = load_names(library())
    cleaned = clean(text)
    find(cleaned, known)
    list(kazakh.find(cleaned, known, None))


def _calls(text: str) -> int:
    """How many calls reading a text makes: a measure of work that no busy machine can disturb."""
    count = 0

    def tick(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    _read(text)  # what is cached is cached
    sys.setprofile(tick)
    try:
        _read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_length_only(shape: str) -> None:
    """Twice the length is at most about twice the work; a pattern that explodes never ends."""
    make = SHAPES[shape]
    assert _calls(make(500)) <= 2.4 * _calls(make(250)) + 200
    _read(make(8_000))


def run(*args: str) -> tuple[str, str]:
    result = CliRunner().invoke(cli, ["--db", str(library().places.db), *args])
    return result.output, str(result.exception or "")


def refused(path: Path) -> str:
    with pytest.raises(KbError) as error:
        CliRunner().invoke(
            cli, ["--db", str(library().places.db), "cite", str(path)], catch_exceptions=False
        )
    assert "\n" not in str(error.value)
    return str(error.value)


def test_other_encodings_are_read_and_binaries_refused(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    for encoding in ("cp1251", "utf-16", "utf-8-sig"):
        file.write_bytes("Пункт 3 статьи 5 Закона о МСУ".encode(encoding))
        output, _ = run("cite", str(file), "--json")
        assert json.loads(output)[0]["status"] == "found"
    file.write_bytes(bytes(range(1, 256)))
    assert "ни в одной из кодировок" in refused(file)
    file.write_bytes(b"text\0text")
    assert "двоичный" in refused(file)
    file.write_bytes(b" " * (MAX_BYTES + 1))
    assert "больше" in refused(file)
    assert "не читается" in refused(tmp_path / "missing.txt")


def test_command_prints_the_fields_of_the_plan(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("\ufeffПункт 3 статьи 5 Закона о МСУ", encoding="utf-8")
    output, _ = run("cite", str(file), "--json")
    (row,) = json.loads(output)
    assert row == {
        "start": 0,
        "end": 16,
        "text": "Пункт 3 статьи 5",
        "phrase": [0, 29],
        "range": False,
        "act": "law-148-2001",
        "act_name": row["act_name"],
        "edition": "2026-07-14",
        "language": "ru",
        "article": "5",
        "point": "3",
        "subpoint": None,
        "part": None,
        "paragraph": None,
        "address": "law-148-2001@2026-07-14:ru/art_5.pt_3",
        "status": "found",
        "reason": None,
    }
    shown, _ = run("cite", str(file))
    assert "law-148-2001@2026-07-14:ru/art_5.pt_3 · found" in shown


@pytest.mark.slow
def test_command_takes_act_and_date(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("статья 5 настоящего Закона и статья 89 Конституции", encoding="utf-8")
    output, _ = run("cite", str(file), "--act", "law-148-2001", "--date", "2022-05-01", "--json")
    assert [r["address"] for r in json.loads(output)] == [
        "law-148-2001@2022-03-02:ru/art_5",
        "constitution-1995@2019-03-23:ru/art_89",
    ]
    _, error = run("cite", str(file), "--act", "закон")
    assert "неизвестен" in error
    _, error = run("cite", str(file), "--date", "вчера")
    assert "не читается" in error


def test_nothing_to_cite(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("", encoding="utf-8")
    assert run("cite", str(file), "--json")[0].strip() == "[]"
