"""What is wrong with a command line, in Russian: the messages of click, which speaks English."""

from __future__ import annotations

import re
from typing import Final

import click

# A whole message of click → what is said; a message inside it is put into Russian likewise. Click
# quotes as Python does: a word with an apostrophe in it stands in double quotes.
_SAID: Final = tuple(
    (re.compile(pattern.replace("'", "['\"]"), re.DOTALL), russian)
    for pattern, russian in (
        (r"Missing argument '?(?P<name>.+?)'?\.", "не хватает аргумента {name}"),
        (r"Missing option '?(?P<name>.+?)'?\.", "не хватает ключа {name}"),
        (r"Missing command\.", "не названа команда"),
        (r"No such option:? '?(?P<name>\S+?)'?\.?(?P<more> .*)?", "нет ключа {name}{more}"),
        (r"No such command '(?P<name>.*?)'\..*", "нет команды {name}"),
        (r" ?\(?Did you mean (?:one of: )?(?P<names>.+?)\?\)?", "; есть {names}"),
        (r" ?\(Possible options: (?P<names>.+)\)", "; есть {names}"),
        (r"Got unexpected extra arguments? \((?P<names>.*)\)", "лишнее: {names}"),
        (r"Option '(?P<name>.+)' requires an argument\.", "у ключа {name} не хватает значения"),
        (r"Option '(?P<name>.+)' does not take a value\.", "ключ {name} не принимает значения"),
        (r"Invalid value for '?(?P<name>.+?)'?: (?P<more>.*)", "{name}: {more}"),
        (r"Invalid value: (?P<more>.*)", "{more}"),
        (r"'(?P<value>.*)' is not (?:one of )?(?P<names>'.*')\.", "«{value}» не из {names}"),
        (r"'(?P<value>.*)' is not a valid (?:integer|float)\b.*", "«{value}» – не число"),
        (r"(?P<value>.*) is not in the range (?P<range>.*)\.", "{value} вне пределов {range}"),
        (r"\w+ '(?P<value>.*)' does not exist\.", "«{value}» не существует"),
        (r"\w+ '(?P<value>.*)' is a directory\.", "«{value}» – папка, а нужен файл"),
        (r"\w+ '(?P<value>.*)' is a file\.", "«{value}» – файл, а нужна папка"),
        (r"\w+ '(?P<value>.*)' is not readable\.", "«{value}» не читается"),
    )
)


def said(error: click.ClickException) -> str:
    """The message of an error in Russian; one that is not click's own stays as it is."""
    return _russian(error.format_message())


def _russian(message: str) -> str:
    for pattern, russian in _SAID:
        if found := pattern.fullmatch(message):
            parts = {key: value or "" for key, value in found.groupdict().items()}
            if "more" in parts:
                parts["more"] = _russian(parts["more"])
            if "names" in parts:
                parts["names"] = parts["names"].replace("'", "")
            return russian.format(**parts)
    return message
