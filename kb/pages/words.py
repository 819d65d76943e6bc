"""The words of the interface: the room `pages` of the sentences, in the language of a page."""

from __future__ import annotations

from kb.ground.saying import Value, sentence

LANGUAGES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


def text(key: str, language: str, **values: Value) -> str:
    """The string in a language, its {places} filled; a key with a dot names another room's."""
    return sentence(key if "." in key else f"pages.{key}").filled(language, values)
