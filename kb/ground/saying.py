"""The sentences of the program in the three languages of the interface.

A Saying is the Russian sentence, which commands, JSON and papers print, and knows itself in Kazakh and
in English too; a page asks it in its language. Sentences that a rule says stand beside the rule; the
others, with their places to fill, in sayings.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final, Self

from kb.ground import yaml_file
from kb.ground.errors import KbError

LANGUAGES: Final = ("ru", "kk", "en")
FILE: Final = Path(__file__).with_name("sayings.yaml")


class Saying(str):
    """A Russian sentence with its Kazakh and English ones."""

    __slots__ = ("en", "kk")
    kk: str
    en: str

    def __new__(cls, ru: str, kk: str, en: str) -> Self:
        found = super().__new__(cls, ru)
        found.kk, found.en = kk, en
        return found

    def __reduce__(self) -> tuple[type[Saying], tuple[str, str, str]]:
        """What a copy is made of: the words in each language."""
        return type(self), (str(self), self.kk, self.en)

    def in_language(self, language: str) -> str:
        """The sentence in `ru`, `kk` or `en`."""
        return {"ru": str(self), "kk": self.kk, "en": self.en}[language]

    def filled(self, **values: str) -> Saying:
        """The sentence with its {places} filled, each language with its own words of the value."""
        return Saying(
            *(
                self.in_language(language).format(
                    **{name: in_language(v, language) for name, v in values.items()}
                )
                for language in LANGUAGES
            )
        )


def in_language(text: str, language: str) -> str:
    """A text in a language: a Saying's own, any other as it is (a quotation, a name, a number)."""
    return text.in_language(language) if isinstance(text, Saying) else text


def joined(separator: str, parts: Iterable[str]) -> Saying:
    """Parts one after another, in each language."""
    listed = list(parts)
    return Saying(*(separator.join(in_language(p, la) for p in listed) for la in LANGUAGES))


def say(key: str, **values: str) -> Saying:
    """The sentence of sayings.yaml with its places filled."""
    return catalogue()[key].filled(**values)


@cache
def catalogue(path: Path = FILE) -> Mapping[str, Saying]:
    """The sentences by key. Raises BadYaml or KbError with file and line: a language is missing, a
    place to fill stands in one language only."""
    data, lines = yaml_file.load(path, "sayings.json")
    found = {}
    for key, words in data.items():
        asked = places(words["ru"])
        for language in LANGUAGES[1:]:
            if places(words[language]) != asked:
                raise KbError(
                    f"{path}:{lines[key, language]}: {key}: места для слов не те, что в русском"
                )
        found[key] = Saying(**words)
    return found


def places(text: str) -> set[str]:
    """The names of the places to fill."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}
