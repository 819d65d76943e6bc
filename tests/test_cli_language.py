"""Commands in the language asked for: their sentences and errors, never their JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import Kb, check_error

INSTRUCTION = "В статье 2:\nв пункте 1 слово «течет» заменить словом «бежит»;\nчто-то еще."


@pytest.fixture
def instruction(tmp_path: Path) -> Path:
    path = tmp_path / "law.txt"
    path.write_text(INSTRUCTION, "utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "unread", "total", "missing"),
    [
        ("ru", "не прочитано (", "операций 1, не прочитано 1", "не хватает аргумента ADDRESS"),
        ("kk", "оқылмады (", "операциялар 1, оқылмағаны 1", "ADDRESS аргументі жетіспейді"),
        ("en", "not read (", "operations 1, not read 1", "argument ADDRESS is missing"),
    ],
)
def test_sentences_and_errors_are_in_the_language(
    kb: Kb,
    monkeypatch: pytest.MonkeyPatch,
    instruction: Path,
    language: str,
    unread: str,
    total: str,
    missing: str,
) -> None:
    data = kb("amend", "parse", instruction, "--json").out
    monkeypatch.setenv("SALYSTYRMA_LANG", language)
    printed = kb("amend", "parse", instruction).out
    assert unread in printed
    assert total in printed
    check_error(kb("show"), missing)
    assert kb("amend", "parse", instruction, "--json").out == data


def test_a_language_that_is_none_is_said(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALYSTYRMA_LANG", "de")
    check_error(kb("show", "law-148-2001"), "SALYSTYRMA_LANG", "«de»", "ru, kk, en")
