"""Rules that are a pattern and a sentence: YAML alone, no code of their own.

A rule's `patterns` name, for a sentence of it, the words that it speaks of: `{words}` in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kb.ground.saying import say
from kb.technique.draft import Draft
from kb.technique.finding import Finding, Rule, rules
from kb.technique.said import said
from kb.words.text import short

SHOWN: Final = 60  # characters of the words that a message shows
_ELSEWHERE: Final = (
    "speech"  # whose patterns are read in both languages: kb.technique.language.spelling
)


def written(draft: Draft, of: Iterable[Rule] | None = None) -> Iterator[Finding]:
    """The proposed words that a rule's pattern finds; all rules with patterns, unless some are given."""
    ruled = [r for r in rules().values() if r.family != _ELSEWHERE] if of is None else list(of)
    patterns = [(r.id, name, p) for r in ruled for name, p in r.patterns.items()]
    for each in said(draft):
        for rule, name, pattern in patterns:
            for match in pattern.finditer(each.low):
                words = short(each.text[slice(*match.span())], SHOWN)
                yield each.finding(say(f"{rule}.{name}", words=words), match.span())


CHECKS = (written,)
