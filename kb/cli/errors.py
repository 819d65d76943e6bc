"""What is wrong with a command line, in the program's words: click asks gettext for its own messages,
and is given sentences of the catalogue in the place of gettext's."""

from __future__ import annotations

import gettext
from typing import Any, Final

import click
from click import core, exceptions, formatting, parser, types

from kb.cli.language import words_in
from kb.ground.saying import say

# A message as click words it in its code → the sentence with the same fields.
_SENTENCES: Final = {
    "Missing command.": "cli.click_missing_command",
    "No such option {name!r}.": "cli.click_no_option",
    "No such option: {name}": "cli.click_no_option",  # click before 8.2
    "No such command {name!r}.": "cli.click_no_command",
    "Got unexpected extra argument ({args})": "cli.click_extra",
    "Option {name!r} requires an argument.": "cli.click_needs_value",
    "Option {name!r} does not take a value.": "cli.click_takes_no_value",
    "Invalid value for {param_hint}: {message}": "cli.click_bad",
    "{value!r} is not {choice}.": "cli.click_not_only",
    "{value!r} is not one of {choices}.": "cli.click_not_of",
    "{value!r} is not a valid {number_type}.": "cli.click_not_number",
    "{value} is not in the range {range}.": "cli.click_not_in_range",
    "{name} {filename!r} does not exist.": "cli.click_not_there",
    "{name} {filename!r} is a directory.": "cli.click_is_folder",
    "{name} {filename!r} is a file.": "cli.click_is_file",
    "{name} {filename!r} is not readable.": "cli.click_not_readable",
}
# A word of a page of help → the same; click puts these into longer strings at once.
_HELP: Final = {
    "Usage:": "help.click_usage",
    "Options": "help.click_options",
    "Commands": "help.click_commands",
    "default: {default}": "help.click_default",
    "required": "help.click_required",
}
_QUOTED: Final = ("param_hint", "choices", "choice")  # which click puts between quotes itself


class _Message(str):
    """A message of click that is filled as the sentence in its place."""

    def format(self, *_: object, **values: object) -> str:
        words = {name: str(value) for name, value in values.items()}
        bare = {name: words[name].replace("'", "") for name in _QUOTED if name in words}
        return say(_SENTENCES[self], **words | bare)


class _Help(str):
    """A word of a page of help with a place, filled in the language of commands."""

    def format(self, *_: object, **values: object) -> str:
        words = {name: str(value) for name, value in values.items()}
        return words_in(say(_HELP[self], **words))


def _translated(message: str) -> str:
    if message in _HELP:
        return _Help(message) if "{" in message else words_in(say(_HELP[message]))
    if message not in _SENTENCES:
        return gettext.gettext(message)
    return _Message(message) if "{" in message else say(_SENTENCES[message])


def _translated_number(one: str, several: str, number: int) -> str:
    message = one if number == 1 or several not in _SENTENCES else several
    return _translated(message) if message in _SENTENCES else gettext.ngettext(one, several, number)


def speak() -> None:
    """Gives click the program's sentences; what they do not cover stays English."""
    modules: tuple[Any, ...] = (core, exceptions, formatting, parser, types)
    for module in modules:
        module._, module.ngettext = _translated, _translated_number


def said(error: click.ClickException) -> str:
    """The message of an error in one sentence."""
    if isinstance(error, click.MissingParameter) and error.param is not None:
        kind = error.param_type or error.param.param_type_name
        name = error.param.get_error_hint(error.ctx).replace("'", "")
        return say(f"cli.click_missing_{kind}", name=name)
    message = error.format_message()
    if names := getattr(error, "possibilities", None):
        return say("cli.click_there_is", message=error.message, names=", ".join(names))
    return message
