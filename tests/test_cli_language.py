"""Commands in the language asked for: their sentences and errors, never their JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kb.cli import cli
from kb.ground.saying import say

from .running import Kb, check_error
from .tongues import foreign

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


def commands(
    group: click.Group = cli, *names: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command there is, by the words that call it; a group too."""
    yield names, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)
        else:
            yield (*names, name), command


def keys(command: click.Command) -> Iterator[str | None]:
    """The sentences that are the help of a command and of its options."""
    yield command.help
    for each in command.params:
        if isinstance(each, click.Option) and each.name != "port":  # whose default says it
            yield each.help


def test_every_command_and_option_has_its_help_in_three_languages() -> None:
    for names, command in commands():
        for key in keys(command):
            assert key, names
            told = say(key)
            assert told.kk not in ("", str(told)), key
            assert told.en != str(told) or key == "help.click_version", key
            assert not foreign(told.en, "en"), key
            assert not foreign(told.kk, "kk"), key


# What click says of itself on a page of help.
CLICKS = (
    "Options:",
    "Commands:",
    "[default:",
    "[required]",
    "Show",
    "TEXT",
    "PATH",
    "DATE",
    "INTEGER",
)


@pytest.mark.slow
def test_a_page_of_help_is_in_its_language_whole(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    for names, _ in commands():
        pages = {}
        for language in ("ru", "kk", "en"):
            monkeypatch.setenv("SALYSTYRMA_LANG", language)
            pages[language] = kb(*names, "--help").out
        assert not foreign(pages["en"], "en"), names
        assert not foreign(pages["kk"], "kk"), names
        usage, *rest = pages["kk"].splitlines()  # an argument's name stays: the errors use it
        assert not [word for word in CLICKS if f" {word}" in "\n".join(rest)], names
        assert not {"Usage:", "[OPTIONS]", "COMMAND"} & set(usage.split()), names
        assert " ".join(("kb", *names)) in usage


def test_the_list_of_commands_is_in_the_language(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Показать акт, редакцию или норму по адресу." in kb("--help").out
    monkeypatch.setenv("SALYSTYRMA_LANG", "kk")
    assert "Актіні, редакцияны немесе норманы мекенжайы бойынша көрсету." in kb("--help").out
    monkeypatch.setenv("SALYSTYRMA_LANG", "en")
    page = kb("--help").out
    assert "Show an act, an edition or a norm by its address." in page
    assert "Not an official source" in page
