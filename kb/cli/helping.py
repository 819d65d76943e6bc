"""The help of commands in the language of commands.

A command, an option and the epilog name the sentence of the catalogue that is their help («help.show»).
It is looked up when help is asked for, of a copy: no command that works waits for the catalogue.
"""

from __future__ import annotations

import re
from copy import copy
from typing import Self

import click

from kb.cli.language import words_in
from kb.ground.saying import say

_VALUE = re.compile("[A-Z]{2,}(?: [A-Z]+)?")  # DATE, INTEGER RANGE; «№» is in no language


def _words(key: str | None) -> str | None:
    return words_in(say(key)) if key else key


def _value(words: str) -> str:
    """What stands in the place of a value, «DATE»."""
    return words_in(say(f"help.value_{words.lower().replace(' ', '_')}"))


def _parameter(parameter: click.Parameter) -> click.Parameter:
    """An option whose help and value are in the language; an argument has a name and no more, which
    the errors use too."""
    if not isinstance(parameter, click.Option):
        return parameter
    shown = copy(parameter)
    shown.help = _words(shown.help)
    if not (shown.is_flag or isinstance(shown.type, click.Choice)):
        named = shown.metavar or shown.type.name.upper()
        shown.metavar = _VALUE.sub(lambda value: _value(value[0]), named)
    return shown


class Command(click.Command):
    """A command whose help is in the language of commands."""

    def in_language(self) -> Self:
        """A copy that says what the command is about."""
        shown = copy(self)
        shown.help, shown.epilog = _words(self.help), _words(self.epilog)
        return shown

    def get_short_help_str(self, limit: int = 45) -> str:
        return click.Command.get_short_help_str(self.in_language(), limit)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "help.click_help"
        return option

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = self.in_language()
        shown.params = [_parameter(each) for each in self.get_params(ctx)]
        shown.add_help_option = False  # it stands among them already
        shown.options_metavar = words_in(say("help.value_options"))
        if isinstance(shown, click.Group):
            shown.subcommand_metavar = words_in(say("help.value_command"))
        click.Command.format_help(shown, ctx, formatter)


class Group(Command, click.Group):
    """Commands under one name, each with its help in the language of commands."""

    command_class = Command
