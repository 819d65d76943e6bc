"""What a clause of a command is in either language: its parts gathered, and what they ask together.

The two languages differ in their words (vocabulary.yaml) and in the order of the parts (clause.py, clause_kk.py);
what a verb needs and what it cannot take is one rule.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Literal

from kb.amendment.asked import Asked
from kb.amendment.group import Group
from kb.amendment.operation import Inflected, Kind
from kb.amendment.quotation import Token, TokenKind
from kb.amendment.target import Target
from kb.amendment.unreadable import Unreadable
from kb.ground.saying import Saying, say


class Reading(ABC):
    """A place among the tokens of one statement, and what stands there."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.last_verb: Kind | None = None

    def low(self, ahead: int = 0) -> str:
        """The word or mark ahead in lower case; "" for a quotation: its words are no instruction's."""
        place = self.at + ahead
        if place >= len(self.tokens) or self.tokens[place].kind in ("quote", "broken"):
            return ""
        return self.word(place)

    def word(self, place: int) -> str:
        """The token at a place, as this language compares words."""
        return self.tokens[place].low

    def shown(self) -> str:
        """What stands here, for a reason."""
        return self.tokens[self.at].text[:40].lower() if self.at < len(self.tokens) else ""

    def kind(self, ahead: int = 0) -> TokenKind | Literal[""]:
        place = self.at + ahead
        return self.tokens[place].kind if place < len(self.tokens) else ""

    def skip(self, *words: str) -> bool:
        """Passes these words if they stand here in this order."""
        if all(self.low(i) == word for i, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    @property
    def over(self) -> bool:
        """Whether only marks are left; passes them."""
        while self.kind() == "mark" and self.low() in ";.,":
            self.at += 1
        return self.at >= len(self.tokens)

    @abstractmethod
    def next(self) -> Asked:
        """The clause that begins here. Raises Unreadable."""


class Gathering:
    """The parts of one clause as they are met. `inside`: «в пункте 1», something within the target."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.c = reading
        self.language = language
        self.verb: Kind | None = None
        self.targets: tuple[Target, ...] = ()
        self.inside = False
        self.old: tuple[str, ...] = ()
        self.new: tuple[str, ...] = ()
        self.after: tuple[str, ...] = ()
        self.before: tuple[str, ...] = ()
        self.behind: tuple[Target, ...] = ()
        self.units: Group | None = None
        self.singular = False
        self.respectively = False
        self.inflected: Inflected = ""

    def asked(self) -> Asked:
        """What the parts ask. Raises Unreadable where the verb lacks one, or cannot take one."""
        verb = self._meant()
        if not self._fits(verb):
            raise Unreadable(say("amendment.unfinished"))
        return Asked(
            verb, self.targets, self.old, self.new, self.after, self.before, self.behind,
            self.units, self.singular, self.respectively, self.inflected, self.language,
        )  # fmt: skip

    def _meant(self) -> Kind:
        """The verb as its parts make it: «слова … изложить в редакции …» replaces words, not their unit."""
        match self.verb:
            case None:
                raise Unreadable(self.why())
            case "replace" if self.old:
                return "substitute"
            case "repeal" if self.old:
                return "delete_words"
            case "insert" if self.units is None:
                return "insert_words"
        return self.verb

    def _fits(self, verb: Kind) -> bool:
        """Whether the verb has what it needs and nothing that it cannot take."""
        match verb:
            case "replace":
                return bool(self.new) and not (self.inside or self.after or self.before)
            case "substitute":
                return bool(self.old and self.new)
            case "insert" | "insert_words":
                return bool(self.new) and not self.old
            case "repeal":
                return bool(self.targets) and not (self.inside or self.new or self.after)
            case "delete_words":
                return not self.new
        return bool(self.targets and self.units)

    @property
    def broken(self) -> bool:
        """Whether a quotation without an end stands here."""
        return "broken" in (self.c.kind(), self.c.kind(1))

    def why(self) -> Saying:
        """Why what stands here is not read."""
        place = self.c.shown()
        if self.broken:
            return say("amendment.quotes_open")
        return say("amendment.unread_from", place=place) if place else say("amendment.unfinished")
