"""What may have been meant, where nothing was found: the corpus's own words nearest to those typed, or
fewer of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from kb.library import Library
from kb.library.query import Wanted
from kb.search.entries import Entry
from kb.words.text import fold, lemma, parses

_ALIKE: Final = 75.0  # likeness, 0–100, from which a word may be another one mistyped
_SHORTEST: Final = 4  # letters: shorter words are like too many others
_MOST_LEFT_OUT: Final = 2
_MOST_WORDS: Final = 8  # of a query that is tried with fewer


def offered(
    library: Library, listed: Iterable[Entry], query: str, sought: tuple[Wanted, ...]
) -> Iterator[str]:
    """Queries that may have been meant, nearest first; whether they find anything is not known yet."""
    if corrected := _corrected(library, listed, query, sought):
        yield corrected
        return
    words = [phrase[0] for phrase in sought[0].needed]
    numbers = any(
        c.isdigit() for c in query
    )  # a citation of what is not there: no other is offered
    if len(sought) > 1 or not sought[0].plain or numbers or len(words) > _MOST_WORDS:
        return
    # The commonest word says least: it is left out first.
    common = sorted(words, key=lambda w: -known(library, w))
    for count in range(1, min(_MOST_LEFT_OUT, len(words) - 1) + 1):
        for less in combinations(common, count):
            yield " ".join(w for w in words if w not in less)


def _corrected(
    library: Library, listed: Iterable[Entry], query: str, sought: tuple[Wanted, ...]
) -> str:
    """The query with the words that no text has put right; "" where none can be."""
    typed = {word for wanted in sought for phrase in wanted.all for word in phrase}
    there = {word for entry in listed for words in entry.words for word in words}
    there.update(library.vocabulary())
    corrected = query
    for word in sorted(typed, key=len, reverse=True):
        if lemma(word) not in there and fold(word) not in there:
            better = _nearest(word, there)
            if not better:
                return ""
            corrected = corrected.replace(word, better)
    return corrected if corrected != query else ""


def known(library: Library, word: str) -> int:
    """In how many of the clauses searched a word stands, in any form."""
    return max(library.frequency(lemma(word)), library.frequency(fold(word)))


def _nearest(word: str, there: set[str]) -> str:
    """The corpus's word nearest to one typed, in the form nearest to it; "" for none."""
    from rapidfuzz import fuzz, process

    asked = fold(word)
    if len(asked) < _SHORTEST:
        return ""
    if begun := [w for w in there if w.startswith(asked)]:
        return min(begun, key=lambda w: (len(w), w))  # a word not typed to its end
    best = ""
    most = _ALIKE
    near = [w for w in there if abs(len(w) - len(asked)) <= 3 and not w.isdigit()]
    for typed in dict.fromkeys((asked, lemma(word))):
        best_match = process.extractOne(typed, near, scorer=fuzz.ratio, score_cutoff=most)
        if best_match:
            best, most = best_match[0], best_match[1]
    if not best:
        return ""
    forms = {form.word for parse in parses(best)[:1] for form in parse.lexeme} | {best}
    return min(forms, key=lambda form: (-fuzz.ratio(asked, form), form))
