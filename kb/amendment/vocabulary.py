"""The words by which a clause of an amending instruction is told, in both languages (vocabulary.yaml).

Verbs, what they take and what they yield: «слова «…» заменить словами «…»», «… деген сөздер … деген
сөздермен ауыстырылсын».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kb.amendment.operation import Inflected, Kind
from kb.ground import yaml_file

FILE: Final = Path(__file__).with_name("vocabulary.yaml")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language; verbs and marks are told by their words in order."""

    verbs: Mapping[tuple[str, ...], Kind]
    linking: Mapping[tuple[str, ...], Kind]
    one: frozenset[str]
    what: frozenset[str]  # those of `one` too
    by: frozenset[str]
    behind: frozenset[str]
    stops: Mapping[tuple[str, ...], str]
    forms: Mapping[tuple[str, ...], Inflected]


@cache
def vocabularies(path: Path = FILE) -> Mapping[str, Vocabulary]:
    """The vocabularies by language. Raises BadYaml with file and line."""
    data, _ = yaml_file.load(path, "vocabulary.json")
    return {language: _vocabulary(words) for language, words in data.items()}


def _told(named: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    longest = sorted(named, key=lambda w: -len(w.split()))
    return {tuple(w.split()): named[w] for w in longest}


def _vocabulary(words: Mapping[str, Any]) -> Vocabulary:
    one = frozenset(words["one"])
    return Vocabulary(
        _told(words["verbs"]),
        _told(words["linking"]),
        one,
        one | frozenset(words["what"]),
        frozenset(words["by"]),
        frozenset(words["behind"]),
        _told(words["stops"]),
        _told(words["forms"]),
    )


def _expression(language: str) -> str:
    """A piece of an expression: a verb that orders."""
    vocabulary = vocabularies()[language]
    return "|".join(
        r"\s+".join(map(re.escape, verb)) for verb in (*vocabulary.verbs, *vocabulary.linking)
    )


RU: Final = vocabularies()["ru"]
KK: Final = vocabularies()["kk"]
ORDERS: Final = _expression("ru")
ORDERS_KK: Final = _expression("kk")
THE_ACT: Final = frozenset(
    ["закон", "указ", "кодекс", "конституцию", "приказ", "решение", "постановление"]
)
IN_THE_ACT: Final = frozenset(
    ["законе", "указе", "кодексе", "конституции", "приказе", "решении", "постановлении"]
)
