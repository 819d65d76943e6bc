"""What a reader types into the search box, read: words, phrases in quotes, OR, AND, NOT.

открытые сессии               both words, in any form
квоты для женщин              the words that mean something: «для» need not stand there
"открытые сессии"             one after the other
бюджет OR налог               either (also ИЛИ)
маслихат NOT депутат          the first without the second (also НЕ, or -депутат)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kb.ground.errors import NotFound
from kb.ground.saying import say

MAX_CHARACTERS: Final = 2000  # a citation pasted whole is a tenth of it
MAX_WORDS: Final = 64
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_PIECE: Final = re.compile(r"«([^«»]*)»|\"([^\"]*)\"|“([^“”]*)”|„([^„“”]*)[“”]|(\w+(?:-\w+)*)")
_MINUS: Final = re.compile(r"(?<=\s)[-−]$")  # «бюджет -республиканский», and not «1 - 2» or «20-1»
# Capitals alone: «and» and «или» are words of a text. In a query all in capitals, so are these.
_LATIN: Final = {"OR": "or", "AND": "and", "NOT": "not"}
_CYRILLIC: Final = {"ИЛИ": "or", "НЕ": "not"}

# Small words, which need not stand where the others do: «выборы акима в селе».
_SMALL: Final = re.compile(
    r"в|во|на|и|а|о|об|обо|с|со|к|ко|по|для|из|от|у|же|его|ее|их|кто|что|как|где|когда|кем|чем|ли|және|мен|бен|пен|үшін",
    re.IGNORECASE,
)

Phrase = tuple[str, ...]  # words as typed; one word alone, or those that stood in quotes


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the things sought: all of these phrases, and none of those."""

    all: tuple[Phrase, ...]
    none: tuple[Phrase, ...] = ()

    @property
    def needed(self) -> tuple[Phrase, ...]:
        """The phrases without the small words that stand alone; all, where there are no others."""
        return tuple(p for p in self.all if len(p) > 1 or not _SMALL.fullmatch(p[0])) or self.all

    @property
    def plain(self) -> bool:
        """Whether it is words alone, which may stand anywhere."""
        return not self.none and all(len(phrase) == 1 for phrase in self.all)


def read(text: str) -> tuple[Wanted, ...]:
    """The alternatives that a query asks for. Raises NotFound for one that is too long, without
    words, of one letter, or that only says what is not sought."""
    if len(text) > MAX_CHARACTERS:
        raise NotFound(say("library.search_long", n=MAX_CHARACTERS))
    operators = _LATIN | (_CYRILLIC if any(c.islower() for c in text) else {})
    groups: list[Wanted] = []
    wanted: list[Phrase] = []
    refused: list[Phrase] = []
    negated = False
    for piece in _PIECE.finditer(text):
        word = piece[5]
        operator = operators.get(word or "")
        if operator == "or":
            groups.append(Wanted(tuple(wanted), tuple(refused)))
            wanted, refused = [], []
        if operator:
            negated = operator == "not"
            continue
        negated = negated or _MINUS.search(text, 0, piece.start()) is not None
        phrase = (
            (word,)
            if word
            else tuple(_WORD.findall(next(g for g in piece.groups() if g is not None)))
        )
        if phrase:
            (refused if negated else wanted).append(phrase)
        negated = False
    groups.append(Wanted(tuple(dict.fromkeys(wanted)), tuple(refused)))
    sought = tuple(w for w in groups if w.all)
    if not sought:
        raise NotFound(
            say("library.search_only_not" if groups[-1].none else "library.search_no_words")
        )
    words = [word for w in sought for phrase in (*w.all, *w.none) for word in phrase]
    if len(words) > MAX_WORDS:
        raise NotFound(say("library.search_many_words", n=MAX_WORDS))
    if len(words) == 1 and len(words[0]) == 1 and not words[0].isdigit():
        raise NotFound(say("library.search_one_letter"))
    return sought
