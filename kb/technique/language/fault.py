"""A fault of language in a text: which rule it breaks, where, and what the rule says of it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.ground.saying import Saying


@dataclass(frozen=True, slots=True)
class Fault:
    """`said` is a message of rules/speech.yaml; `start`–`end` are characters of the text read."""

    said: Saying
    start: int
    end: int

    @property
    def rule(self) -> str:
        """The rule, by its id."""
        return self.said.room
