"""The language in which commands speak."""

from __future__ import annotations

import os
from typing import Final

from kb.ground.saying import LANGUAGES, in_language

LANGUAGE: Final = "SALYSTYRMA_LANG"


def spoken() -> str:
    """The language of commands: SALYSTYRMA_LANG (ru, kk, en), Russian without it."""
    asked = os.environ.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def words_in(text: str) -> str:
    """A sentence in the language of commands; what is no sentence (an address, a quotation) as it is."""
    return in_language(text, spoken())
