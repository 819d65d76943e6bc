"""The words of the interface: one catalogue, three languages, plural forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kb.ground import yaml_file
from kb.words.text import plural as language_plural

LANGUAGES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every string by key and language."""
    data, _ = yaml_file.load(Path(__file__).with_name("strings.yaml"))
    found: dict[str, dict[str, str]] = data
    return found


def text(key: str, language: str, **values: object) -> str:
    """The string in a language, its {places} filled."""
    return catalogue()[key][language].format(**values)


def plural(key: str, number: int, language: str) -> str:
    """`key_one`, `key_few` or `key_many` as the number asks for in the language."""
    return text(f"{key}_{language_plural(number, language)}", language, n=number)
