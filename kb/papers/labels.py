"""The words that a paper adds of its own, in its language: the room `papers` of the sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kb.ground.saying import say

LANGUAGES: Final = ("ru", "kk")  # of papers: the languages of the law
Labels = Callable[[str], str]  # a name of papers.yaml → the words


def labels_in(language: str) -> Labels:
    """The words by name, in a language."""
    return lambda name: say(f"papers.{name}").in_language(language)
