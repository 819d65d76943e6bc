"""What the tests of reading share: a text read without loss, its units by their addresses."""

from __future__ import annotations

from kb.norm.act import Clause, Edition
from kb.norm.address import parse_steps, steps_text
from kb.read import markdown


def read(text: str) -> markdown.Parsed:
    """A text without front matter, read without loss."""
    parsed = markdown.parse(text)
    assert parsed.unplaced_characters == 0
    assert markdown.write(parsed) == markdown.normalised_body(text)
    return parsed


def addresses(edition: Edition) -> list[str]:
    return [steps_text(c.steps) for c in edition.walk()]


def at(edition: Edition, steps: str) -> Clause:
    return edition.resolve(parse_steps(steps))
