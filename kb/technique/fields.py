"""Fields of what findings say: a unit, an ordinal, the name of an act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kb.ground.saying import LANGUAGES, PLURAL, Saying, said
from kb.norm.act import Act
from kb.norm.address import Steps, words_en, words_kk, words_ru
from kb.words.ordinals import ordinal, ordinal_kk
from kb.words.text import short
from kb.words.units import UNIT_RU, UnitName

_GENDERS: Final = ("m", "f", "n")


@dataclass(frozen=True, slots=True)
class Unit:
    """A structural unit in words; without steps, the act as a whole."""

    steps: Steps

    def text(self, language: str, form: str = "", /) -> str:
        if "|" in form and language == "ru":
            return form.split("|")[_GENDERS.index(self._gender)]
        if "|" in form:
            return said("", language, form)  # a unit has no number
        if form == PLURAL and self.steps:
            return UNIT_RU[self.steps[-1].unit].form("nom", plural=True)
        case = form or "nom"
        if not self.steps:
            return {"ru": "акт", "kk": "акт", "en": "the act"}[language]
        if language == "en":
            return words_en(self.steps)
        return words_kk(self.steps, case) if language == "kk" else words_ru(self.steps, case)

    @property
    def _gender(self) -> str:
        noun = UNIT_RU.get(self.steps[-1].unit) if self.steps else None
        return noun.gender if noun else "m"


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number of a unit that texts number in words («частях второй и третьей»)."""

    number: int
    unit: UnitName

    def text(self, language: str, form: str = "", /) -> str:
        if language == "ru":
            return ordinal(self.number, UNIT_RU[self.unit].gender, form or "nom")
        return ordinal_kk(self.number) if language == "kk" else str(self.number)


def title_of(act: Act, limit: int = 1000) -> Saying:
    """The name of an act as a field, cut at a word past `limit` characters."""
    return Saying(*(short(act.name.in_language(x), limit) for x in LANGUAGES))
