"""Russian word forms in their place: what each word of a text may be, by the dictionary alone.

Nothing is guessed from the context: a word carries every reading that the dictionary gives it, and
whoever asks decides only where no reading fits. Pure functions of strings; no models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.words.text import fold, known, local_stem, parses

# Second genitive, locative and accusative stand for the first: «в году», «из лесу».
_CASES: Final = {
    "nomn": "nom",
    "gent": "gen",
    "gen1": "gen",
    "gen2": "gen",
    "datv": "dat",
    "accs": "acc",
    "acc2": "acc",
    "ablt": "ins",
    "loct": "loc",
    "loc1": "loc",
    "loc2": "loc",
    "voct": "nom",
}

# What kb.words.text knows of Kazakhstan's law declines as these words, which the dictionary has.
_MODELS: Final = {"аким": "министр", "акимат": "аппарат", "маслихат": "аппарат", "кенес": "интерес"}

NOMINAL: Final = frozenset({"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"})
ADJECTIVES: Final = frozenset({"ADJF", "PRTF"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a form may be; `pos` and `tags` as OpenCorpora names them, `case` as in
    kb.words.text.CASES, `number` sing or plur; empty where the word has none."""

    pos: str
    case: str = ""
    number: str = ""
    gender: str = ""
    lemma: str = ""
    tags: frozenset[str] = frozenset()

    @property
    def form(self) -> tuple[str, str, str]:
        """Case, number and (of a singular) gender: what an adjective and its noun share."""
        return (self.case, self.number, self.gender if self.number == "sing" else "")


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a text: a word, a number or a single mark, at characters `start`–`end`."""

    text: str
    start: int
    end: int

    @property
    def mark(self) -> bool:
        """Whether it is a mark of punctuation and not a word."""
        return not (self.text[0].isalnum() or self.text[0] == "_")

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All that it may be; none for a mark, a number or a word without Russian letters."""
        return readings(self.text)

    def of(self, *pos: str) -> tuple[Reading, ...]:
        """The readings that are one of these parts of speech."""
        return tuple(r for r in self.readings if r.pos in pos)

    def only(self, *pos: str) -> bool:
        """Whether it can be nothing else than one of these parts of speech."""
        read = self.readings
        return bool(read) and all(r.pos in pos for r in read)

    def cases(self, *pos: str) -> frozenset[str]:
        """The cases it may stand in (as one of these parts of speech, else as any)."""
        return frozenset(r.case for r in self.readings if r.case and (not pos or r.pos in pos))


LONGEST: Final = 60  # letters; what is longer is no word, and the dictionary is not asked
# A word cut at the end of a line («управ-») keeps its hyphen, so that no dictionary reads it.
_TOKEN = re.compile(r"\w+(?:[-–]\w+)*-?|[^\w\s]")
_RUSSIAN = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)


def words(text: str) -> list[Word]:
    """The words and marks of a text, in order."""
    return [Word(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


@lru_cache(maxsize=1 << 18)
def readings(word: str) -> tuple[Reading, ...]:
    """What a form may be by the dictionary; nothing for a form that the dictionary lacks.

    A guess at an unknown word would make faults of names, so there is none.
    """
    if len(word) > LONGEST:
        return ()
    folded = fold(word)
    if not _RUSSIAN.fullmatch(folded):
        return ()
    stem = local_stem(folded)
    model = _MODELS[stem] + folded.removeprefix(stem) if stem else folded
    if not known(model):
        return ()
    possible = parses(model)
    if len(folded) == 1:
        # The dictionary also has «в» and «с» as abbreviations of nouns.
        possible = [p for p in possible if p.tag.POS in ("PREP", "CONJ", "PRCL")]
    return tuple(
        Reading(
            pos=str(p.tag.POS or ""),
            case=_CASES.get(str(p.tag.case or ""), ""),
            number=str(p.tag.number or ""),
            gender=str(p.tag.gender or ""),
            lemma=stem or str(p.normal_form),
            tags=frozenset(map(str, p.tag.grammemes)),
        )
        for p in possible
    )
