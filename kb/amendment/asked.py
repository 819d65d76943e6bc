"""What a clause of an instruction asks, as its words say it: before units and texts are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from kb.amendment.group import Group
from kb.amendment.operation import Inflected, Kind
from kb.amendment.target import Target


@dataclass(frozen=True, slots=True)
class Asked:
    """What a clause asks. `verb`: replace, insert, repeal, substitute, insert_words, delete_words.

    `targets` is empty where the clause does not name a unit; `units` are those that an addition
    makes; `behind`: the units after which it stands; `singular`: one word or figure is meant;
    `inflected`: «в соответствующих падежах».
    """

    verb: Kind
    targets: tuple[Target, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    behind: tuple[Target, ...] = ()
    units: Group | None = None
    singular: bool = False
    respectively: bool = False
    inflected: Inflected = ""
    language: str = "ru"
