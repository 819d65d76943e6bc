"""A Russian phrase in its cases, and what another phrase is in the same ones: «реестра» → «списка».

The head is the first noun; the adjectives before it agree with it, what stands behind it stays. Forms
are the dictionary's; a phrase with a word that it does not know has none.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Any, Final

from kb.words.cases_kk import same_forms_kk
from kb.words.text import fold, known, parses

_CASES: Final = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_NUMBERS: Final = ("sing", "plur")
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
Forms = dict[tuple[str, str], str]  # (number, case) → the phrase


def same_forms(
    old: str, new: str, language: str = "ru", *, numbers: bool = False
) -> dict[str, tuple[str, ...]]:
    """Each form of the old phrase, ё as е, with the forms of the new one that may answer it: several where the
    old form is that of two cases or numbers whose new forms differ. {} where the dictionary does not tell.

    Both stand in the nominative; `numbers`: in either number, otherwise in that of the old phrase.
    """
    if language == "kk":
        return same_forms_kk(old, new)
    mine, theirs = _forms(old), _forms(new)
    if not mine or not theirs:
        return {}
    number = next((n for n in _NUMBERS if fold(mine.get((n, "nomn"), "")) == fold(old)), "")
    if not number:
        return {}
    forms: dict[str, dict[str, None]] = {}
    meant = {fold(form) for key, form in mine.items() if numbers or key[0] == number}
    for key, form in mine.items():
        if fold(form) not in meant:
            continue
        if key not in theirs:
            return {}
        answer = theirs[key] if "ё" in new.lower() else theirs[key].replace("ё", "е")
        forms.setdefault(fold(form), {})[answer] = None
    return {form: tuple(answers) for form, answers in forms.items()}


def _forms(phrase: str) -> Forms:
    """A phrase given in the nominative in each number and case; {} for one that is not so read."""
    words = phrase.lower().split()
    if not words or not all(_WORD.fullmatch(w) for w in words):
        return {}
    for at, word in enumerate(words):
        if not known(word):
            return {}
        head = _reading(word, "NOUN")
        if head is not None:
            return _declined(words[:at], head, words[at + 1 :])
        if _reading(word, "ADJF", "PRTF") is None:
            return {}
    return {}


def _reading(word: str, *kinds: str) -> Any:
    """The likeliest reading of a word in the nominative as one of these parts of speech."""
    return next(
        (p for p in parses(fold(word)) if p.tag.POS in kinds and p.tag.case == "nomn"), None
    )


def _declined(before: list[str], head: Any, behind: list[str]) -> Forms:
    forms: Forms = {}
    for number, case in product(_NUMBERS, _CASES):
        noun = head.inflect({number, case})
        agreeing = [_agreeing(_reading(w, "ADJF", "PRTF"), head, number, case) for w in before]
        if noun is None or None in agreeing:
            continue
        forms[(number, case)] = " ".join([*map(str, agreeing), noun.word, *behind])
    return forms


def _agreeing(adjective: Any, head: Any, number: str, case: str) -> str | None:
    wanted = {number, case}
    if number == "sing":
        wanted.add(head.tag.gender or "masc")
    if case == "accs" and (number == "plur" or head.tag.gender == "masc"):
        wanted.add(head.tag.animacy or "inan")
    form = adjective.inflect(wanted) if adjective else None
    return form.word if form else None
