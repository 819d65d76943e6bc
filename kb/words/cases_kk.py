"""Cases of Kazakh nouns: the endings follow the last sound and its harmony.

The names of structural units need them in full: «баптың», «2-тармағындағы», «тармақшалармен».
"""

from __future__ import annotations

from functools import cache
from typing import Final

from kb.words.units import UnitName

# `att`: what stands in it, «бапта-ғы»; `abl`: from, after; `ins`: with, by.
CASES_KK: Final = ("nom", "gen", "dat", "acc", "loc", "abl", "ins", "att")
_VOWELS: Final = "аәеёиоөұүуыіэюя"
_BACK: Final = "аоұыуя"
_VOICELESS: Final = "пткқсшщцчфх"


def _back(word: str) -> bool:
    """Whether the last vowel that tells harmony is a back one; «и», «у» take that of the word."""
    for letter in reversed(word):
        if letter in "аоұыя":
            return True
        if letter in "әеөүіэ":
            return False
    return letter in _BACK


def declined(word: str, *, possessive: bool = False) -> dict[str, str]:
    """A noun in each of CASES_KK; `possessive`: it ends in the possessive of the third person."""
    back = _back(word)
    a, y = ("а", "ы") if back else ("е", "і")
    last = word[-1]
    if possessive:
        return {
            "nom": word,
            "gen": f"{word}н{y}ң",
            "dat": f"{word}н{a}",
            "acc": f"{word}н",
            "loc": f"{word}нд{a}",
            "abl": f"{word}н{a}н",
            "ins": f"{word}мен",
            "att": f"{word}нд{a}{'ғы' if back else 'гі'}",
        }
    hard = last in _VOICELESS
    vowel = last in "аәеёиоөұүыіэюя"
    nasal = last in "мнң"
    d = "т" if hard else "д"
    return {
        "nom": word,
        "gen": f"{word}{'н' if vowel or nasal else d}{y}ң",
        "dat": f"{word}{('қ' if back else 'к') if hard else ('ғ' if back else 'г')}{a}",
        "acc": f"{word}{'н' if vowel else d}{y}",
        "loc": f"{word}{d}{a}",
        "abl": f"{word}{'н' if nasal else d}{a}н",
        "ins": f"{word}{'пен' if hard else 'бен' if last in 'зжбвгд' else 'мен'}",
        "att": f"{word}{d}{a}{'ғы' if back else 'гі'}",
    }


# Letters that only borrowed words have; how these are declined their spelling does not tell.
_BORROWED: Final = frozenset("вфцщъьэёюя")
_POSSESSIVE: Final = "ыі"


def same_forms_kk(old: str, new: str) -> dict[str, tuple[str, ...]]:
    """Each case of the old phrase with that of the new one; {} where the forms are not certain.

    Both stand in the nominative; a phrase declines its last word. Not certain: a word that may be a
    possessive («тізілімі»), a borrowed one, an end of two consonants, a harmony that no letter tells.
    """
    mine, theirs = (_phrase(words.lower()) for words in (old, new))
    if not mine or not theirs:
        return {}
    return {mine[case]: (theirs[case],) for case in CASES_KK}


def _phrase(words: str) -> dict[str, str]:
    before, _, last = words.rpartition(" ")
    vowels = [letter for letter in last if letter in "аәеоөұүыі"]
    certain = (
        last.isalpha()
        and vowels
        and not _BORROWED & set(last)
        and last[-1] not in _POSSESSIVE
        and (last[-1] in _VOWELS or last[-2:-1] in _VOWELS)
    )
    if not certain:
        return {}
    return {case: f"{before} {form}".strip() for case, form in declined(last).items()}


# Bare, possessive, plural, possessive of the plural.
UNIT_FORMS_KK: Final[dict[UnitName, tuple[tuple[str, str, str, str], ...]]] = {
    "sec": (("бөлім", "бөлімі", "бөлімдер", "бөлімдері"),),
    "ch": (("тарау", "тарауы", "тараулар", "тараулары"),),
    "par": (("параграф", "параграфы", "параграфтар", "параграфтары"),),
    "art": (("бап", "бабы", "баптар", "баптары"),),
    "pt": (("тармақ", "тармағы", "тармақтар", "тармақтары"),),
    "spt": (("тармақша", "тармақшасы", "тармақшалар", "тармақшалары"),),
    "part": (("бөлік", "бөлігі", "бөліктер", "бөліктері"),),
    "abz": (
        ("абзац", "абзацы", "абзацтар", "абзацтары"),
        ("азатжол", "азатжолы", "азатжолдар", "азатжолдары"),
    ),
    "sent": (("сөйлем", "сөйлемі", "сөйлемдер", "сөйлемдері"),),
    "app": (("қосымша", "қосымшасы", "қосымшалар", "қосымшалары"),),
    "note": (("ескертпе", "ескертпесі", "ескертпелер", "ескертпелері"),),
    "title": (
        ("тақырып", "тақырыбы", "тақырыптар", "тақырыптары"),
        ("атау", "атауы", "атаулар", "атаулары"),
    ),
    "preamble": (("кіріспе", "кіріспесі", "кіріспелер", "кіріспелері"),
                 ("преамбула", "преамбуласы", "преамбулалар", "преамбулалары")),
    "form": (("нысан", "нысаны", "нысандар", "нысандары"),),
    "text": (("мәтін", "мәтіні", "мәтіндер", "мәтіндері"),),
}  # fmt: skip


@cache
def unit_forms_kk() -> dict[str, tuple[tuple[UnitName, str, bool, bool], ...]]:
    """Form of a unit's noun → its readings: unit, case, whether plural, whether possessive."""
    forms: dict[str, list[tuple[UnitName, str, bool, bool]]] = {}
    for unit, nouns in UNIT_FORMS_KK.items():
        for noun in nouns:
            for nth, word in enumerate(noun):
                owned, plural = nth in (1, 3), nth > 1
                for case, form in declined(word, possessive=owned).items():
                    reading = (unit, case, plural, owned)
                    if reading not in forms.setdefault(form, []):
                        forms[form].append(reading)
    return {form: tuple(readings) for form, readings in forms.items()}
