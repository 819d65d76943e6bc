"""One typed change to an act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.address import Address

KINDS = ("replace", "insert", "repeal", "substitute", "insert_words", "delete_words", "none")


@dataclass(frozen=True, slots=True)
class Operation:
    """What to do to `target`.

    `replace`, `insert` and `repeal` work on a whole unit, `new` being its wording (for `insert` the
    target is the address the new unit will have). The others work on words: `old` → `new`, or `new`
    put after `after`. `scope`: text, heading, both or act; `occurrences`: one or all; `span`: where
    the instruction says it, in characters of its text.
    """

    kind: str
    target: Address
    new: str | None = None
    old: str | None = None
    after: str | None = None
    scope: str = "text"
    occurrences: str = "one"
    span: tuple[int, int] | None = None

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
            "span": list(self.span) if self.span else None,
        }
