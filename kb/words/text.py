"""Words of the two languages in a text: tokens, sentences, what counts as the same words, lemmas.

Everything here is a pure function of strings; pymorphy3 is imported only when lemmas are asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

_TOKEN = re.compile(r"\w+(?:-\w+)*|\s+|[^\w\s]")
WORD = re.compile(r"\w+(?:-\w+)*")


def tokens(text: str) -> list[str]:
    """Words, runs of space and single marks; joined they give the text back."""
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """The words of a text, lower case, ё as е: for measuring likeness, not for quoting."""
    return [w.replace("ё", "е") for w in WORD.findall(text.lower())]


_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_QUOTES = re.compile(r"[«»„“”‟\"]")


def squeeze(text: str) -> str:
    """One space for any run of white space (non-breaking ones too), none at the ends."""
    return " ".join(text.split())


def short(text: str, limit: int = 120) -> str:
    """A text for a message or a picture: on one line, cut at a word."""
    text = squeeze(text)
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


def same_words_key(text: str) -> str:
    """A key under which texts are equal that differ only in spaces, kinds of dash and of quote."""
    return squeeze(_QUOTES.sub('"', _DASHES.sub("-", text)))


# A full stop after these is an abbreviation's, not a sentence's.
_ABBREVIATIONS: Final = frozenset(
    [
        "ст",
        "п",
        "пп",
        "ч",
        "гл",
        "абз",
        "подп",
        "г",
        "гг",
        "т",
        "д",
        "е",
        "др",
        "руб",
        "тыс",
        "млн",
        "см",
        "им",
        "ред",
        "обл",
        "р",
        "им",
        "о",
    ]
)
# From the first mark of a run only: from the others of it nothing else can be found.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[»\"”)]*\s+(?=[«\"“(]?[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ0-9])")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) in characters, end after the closing mark."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = _word_before(text, start, match.start())
        if before.lower() in _ABBREVIATIONS or (len(before) == 1 and before.isupper()):
            continue
        end = start + len(text[start : match.end()].rstrip())
        spans.append((start, end))
        start = match.end()
    if text[start:].strip():
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


def _word_before(text: str, start: int, end: int) -> str:
    """The word that ends at a place, read back to `start` at most."""
    at = end
    while at > start and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
    return text[at:end]


_LOOKALIKE_KK: Final = str.maketrans({"i": "і", "I": "І"})


def fold(word: str) -> str:
    """A word as search sees it: lower case, ё as е, Latin i in a Cyrillic word as Kazakh і."""
    word = unicodedata.normalize("NFC", word).lower().replace("ё", "е")
    if re.search("[а-яәіңғүұқөһ]", word):
        word = word.translate(_LOOKALIKE_KK)
    return word


# Latin letters that print like Cyrillic ones; a letter for a letter, so that places stay.
LOOKALIKES: Final = str.maketrans("ABCEHKMOPTXYaceopxyiI", "АВСЕНКМОРТХУасеорхуіІ")


def lookalike_key(text: str) -> str:
    """A text in lower case, ё as е, Latin look-alikes as the Cyrillic letters that they print like."""
    return text.translate(LOOKALIKES).lower().replace("ё", "е")


# What prints as nothing inside a word: the soft hyphen, spaces of no width, joiners, a byte order mark.
MARKS: Final = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\ufeff"
_MARKS: Final = re.compile(f"[{MARKS}]")
_CYRILLIC: Final = re.compile("[а-яёәіңғүұқөһ]", re.IGNORECASE)
_ROMAN: Final = re.compile("[IVXLCDM]+")


def without_marks(text: str) -> tuple[str, Sequence[int]]:
    """A text without its invisible marks, and where in the text each character stands, its end last."""
    if not _MARKS.search(text):
        return text, range(len(text) + 1)
    places = [at for at, character in enumerate(text) if character not in MARKS]
    return "".join(text[at] for at in places), (*places, len(text))


def foreign_letters(text: str) -> list[tuple[str, str, str]]:
    """(word, letter, what it would be in Cyrillic) for each Latin look-alike in a Cyrillic word, or in one
    printed wholly with them («COBET»), and for each invisible mark, which would be nothing.

    A word with another Latin letter, a Roman number or two letters printed in Latin is no slip.
    """
    foreign: list[tuple[str, str, str]] = []
    for match in re.finditer(rf"[\w{MARKS}]+", text):
        word = match[0]
        clean = without_marks(word)[0]
        alike = len(clean) > 2 and all(ord(letter) in LOOKALIKES for letter in clean)
        slip = _CYRILLIC.search(word) or (alike and not _ROMAN.fullmatch(clean))
        for letter in dict.fromkeys(word):
            if letter in MARKS:
                foreign.append((word, letter, ""))
            elif slip and ord(letter) in LOOKALIKES:
                foreign.append((word, letter, letter.translate(LOOKALIKES)))
    return foreign


_PLAIN_KK: Final = str.maketrans("әғқңөұүһі", "агкноуухи")


def plain_kk(word: str) -> str:
    """A folded Kazakh word as it is typed where only the letters of Russian are at hand."""
    return word.translate(_PLAIN_KK)


@cache
def _morph() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


# Words of Kazakhstan's law that the dictionary does not know: it guesses anew for every case.
_LOCAL: Final = {
    f"{stem}{ending}": stem
    for stem in ("аким", "акимат", "маслихат", "кенес")
    for ending in ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
}


def local_stem(word: str) -> str:
    """The dictionary form of a word of Kazakhstan's law that the dictionary lacks, else ""."""
    return _LOCAL.get(fold(word), "")


@cache
def lemma(word: str) -> str:
    """The dictionary form of one Russian word; an unknown or Kazakh word is folded only."""
    folded = fold(word)
    if folded in _LOCAL:
        return _LOCAL[folded]
    if not re.fullmatch("[а-я-]+", folded):
        return folded
    return fold(_morph().parse(folded)[0].normal_form)


def lemmas(text: str, language: str = "ru") -> list[str]:
    """The words of a text in dictionary form (ru) or folded (other languages)."""
    tokens = WORD.findall(text)
    return [lemma(w) for w in tokens] if language == "ru" else [fold(w) for w in tokens]


def shapes(word: str) -> frozenset[tuple[str, str]]:
    """The (part of speech, case) pairs that a Russian word form may be; for telling lists apart."""
    return frozenset(
        (str(p.tag.POS), str(p.tag.case or p.tag.number or "")) for p in _morph().parse(fold(word))
    )


def parses(word: str) -> list[Parse]:
    """What the dictionary says a folded Russian form may be, likeliest first."""
    analyses: list[Parse] = _morph().parse(word)
    return analyses


@cache
def known(word: str) -> bool:
    """Whether the dictionary has the word in this form."""
    return bool(_morph().word_is_known(fold(word)))


@cache
def attributive(word: str) -> bool:
    """Whether the word is a full participle or a gerund: «не входящий» denies no predicate."""
    return any(p.tag.POS in ("PRTF", "GRND") for p in _morph().parse(fold(word)))
