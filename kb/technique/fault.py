"""A fault of language in a text: which rule it breaks, where, and one sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` is an id of rules/speech.yaml; `start`–`end` are characters of the text read."""

    rule: str
    start: int
    end: int
    message: str
