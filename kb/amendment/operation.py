"""One typed change to an act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from kb.norm.address import Address

Kind = Literal[
    "replace", "insert", "repeal", "renumber", "substitute", "insert_words", "delete_words", "none"
]
Scope = Literal["text", "heading", "both", "act"]
Occurrences = Literal["one", "all"]
Inflected = Literal["", "cases", "numbers"]


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do to `target`.

    `replace`, `insert` and `repeal` work on a whole unit, `new` being its wording (for `insert` the
    target is the address the new unit will have); `renumber` gives a unit the number `new`, or makes
    the parts or points `old` of the unit the points or parts `new` («part_1 part_2»). The others
    work on words: `old` → `new`, or `new` put after `after` (at the unit's end without it); with `after`, `old` is looked for behind these
    words. `new` is None where lists that differ in length do not say what replaces `old`.

    `scope`: text, heading, both or act (the whole act's text); `named`: whether the instruction
    names the scope itself («в тексте статьи 5») or only the unit; `occurrences`: one or all;
    `language`: the language of the command, whose edition alone it changes ("" for either); `remarks`:
    what had to be decided in reading it; `inflected`: words in each of their cases, or cases and numbers;
    `shared`: one of several pairs of words for several units, each pair to be found in one of them;
    `span`: where the instruction says it, in characters of its text.
    """

    kind: Kind
    target: Address
    new: str | None = None
    old: str | None = None
    after: str | None = None
    scope: Scope = "text"
    occurrences: Occurrences = "one"
    span: tuple[int, int] | None = None
    named: bool = False
    shared: bool = False
    language: str = ""
    remarks: tuple[str, ...] = ()
    inflected: Inflected = ""

    def said_in(self, language: str) -> Operation:
        """The same of a command in that language."""
        return replace(self, language=language)

    @property
    def of_words(self) -> bool:
        return self.kind in ("substitute", "insert_words", "delete_words")

    def data(self) -> dict[str, Any]:
        """The operation as JSON (DESIGN, «Operation»)."""
        return {
            "kind": self.kind,
            "target": str(self.target),
            "scope": self.scope,
            "occurrences": self.occurrences,
            "old": self.old,
            "new": self.new,
            "after": self.after,
            **({"inflected": self.inflected} if self.inflected else {}),
            "span": list(self.span) if self.span else None,
        }
