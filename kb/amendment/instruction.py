"""The text of an amending act → typed operations, each with its span, and what was not read.

Statements stand on lines, lead-ins («в статье 3:») above what they govern, numbers («1.», «2)») tell
the levels apart. A sentence that the grammar does not cover whole is an unread span, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.amendment.lead_in import ActNamed
from kb.amendment.operation import Operation
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Act
from kb.norm.address import Steps

MAX_CHARACTERS: Final = 5_000_000


class BadInstruction(KbError):
    """A text that cannot be read as an instruction at all."""


@dataclass(frozen=True, slots=True)
class Temporary:
    """A wording with a term, or a suspension: the unit suspended (() where none is named), the day until
    which it holds ("" where none is given), and the text that holds meanwhile."""

    suspends: bool
    steps: Steps
    until: str
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that give no operation: their place in characters, and why.

    The grammar does not cover them, or they are a `temporary` wording, which is put into no text.
    """

    start: int
    end: int
    text: str
    reason: str
    temporary: Temporary | None = None


@dataclass(frozen=True, slots=True)
class Deferred:
    """«… вводится в действие с …»: the words, the day if they give one, the parts they name."""

    start: int
    end: int
    text: str
    date: str = ""
    places: tuple[Steps, ...] = ()


@dataclass(frozen=True, slots=True)
class Instruction:
    """What an instruction asks.

    `places`: for each operation, where the amending act orders it (article, point, subpoint);
    `acts`: the acts it names, in order; `deferred`: what it says of the day of its commencement.
    """

    operations: tuple[Operation, ...]
    places: tuple[Steps, ...]
    unread: tuple[Unread, ...]
    acts: tuple[ActNamed, ...] = ()
    deferred: tuple[Deferred, ...] = ()

    def day(self, nth: int) -> str:
        """The day from which the nth operation works, if the act gives it one of its own."""
        place = self.places[nth]
        for each in self.deferred:
            if each.date and any(_holds(p, place) for p in each.places):
                return each.date
        return ""


def _holds(outer: Steps, inner: Steps) -> bool:
    rest = iter(inner)
    return bool(outer) and all(step in rest for step in outer)


def parse(
    text: str, *, lead_in: str = "", acts: Iterable[Act] = (), act: str = "act"
) -> Instruction:
    """Reads an instruction.

    `lead_in`: words of the amending act that stand before it and name the act; `acts`: those that
    may be meant; `act`: the id for commands that stand under no act's name. Raises BadInstruction
    for a text of more than MAX_CHARACTERS or a binary one.
    """
    from kb.amendment.reader import Reader

    if len(text) > MAX_CHARACTERS:
        raise BadInstruction(say("amendment.instruction_too_long", most=MAX_CHARACTERS))
    if "\0" in text:
        raise BadInstruction(say("amendment.instruction_binary"))
    known = tuple(acts)
    reader = Reader(text, known, act)
    if lead_in.strip():
        above = parse(lead_in, acts=known, act=act)
        if above.acts:
            reader.take_act(above.acts[-1])
    return reader.read()
