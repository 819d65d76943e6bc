"""Where a text says something in any form of its words: «секретаря маслихата», «секретарем …»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from kb.words.morphology import LONGEST, Word, readings, words
from kb.words.text import fold, lemma


@lru_cache(maxsize=1 << 17)
def _lemmas(word: str) -> frozenset[str]:
    """Every dictionary form that a word may have; a word unknown to the dictionary has one."""
    if len(word) > LONGEST:
        return frozenset({fold(word)})
    return frozenset({lemma(word), *(fold(r.lemma) for r in readings(word))})


@lru_cache(maxsize=1 << 12)
def _asked(phrase: str) -> tuple[frozenset[str], ...]:
    """The dictionary forms that each word of a phrase may have."""
    return tuple(_lemmas(w.text) for w in words(phrase))


class ReadyText:
    """A text made ready to look for phrases in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        return words(self.text)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for nth, word in enumerate(self.words):
            for each in _lemmas(word.text):
                places[each].append(nth)
        return places

    def spans(self, phrase: str) -> Iterator[tuple[int, int]]:
        """The places, in characters, where the words of a phrase stand in a row in any form.

        A phrase that begins with a capital is looked for with a capital.
        """
        asked = _asked(phrase)
        places = sorted({n for each in asked[0] for n in self._places.get(each, ())})
        for nth in places:
            row = self.words[nth : nth + len(asked)]
            if phrase[0].isupper() and not row[0].text[0].isupper():
                continue
            if len(row) == len(asked) and all(
                wanted & _lemmas(w.text) for wanted, w in zip(asked, row, strict=True)
            ):
                yield row[0].start, row[-1].end

    def says(self, phrase: str) -> bool:
        return any(True for _ in self.spans(phrase))

    def count(self, phrase: str) -> int:
        return sum(1 for _ in self.spans(phrase))


LARGE: Final = 300_000  # characters; of larger texts the last alone is kept, to spare memory


def ready(text: str) -> ReadyText:
    """A text made ready once: several checks ask of the same words."""
    return _ready(text) if len(text) < LARGE else _large(text)


@lru_cache(maxsize=64)
def _ready(text: str) -> ReadyText:
    return ReadyText(text)


@lru_cache(maxsize=1)
def _large(text: str) -> ReadyText:
    return ReadyText(text)
