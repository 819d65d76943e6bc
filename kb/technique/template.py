"""What findings say, as data: templates of a rule in three languages, and the fields that fill them.

A template names its fields in braces: «{unit} уже есть». A field whose words depend on the language
(a unit, a list) is a frozen value that says itself in it. After a colon stands the form: a case
(«{unit:gen}»), or a choice of words by the field, one of which is written: by the unit's gender or
the number in Russian («{unit:исключен|исключена|исключено}», «{count:место|места|мест}»), by one or
several in Kazakh and English («{count:place|places}»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final, Protocol

from kb.ground.errors import KbError
from kb.ground.saying import LANGUAGES, Saying, in_language
from kb.norm.act import Act
from kb.norm.address import Steps, words_en, words_kk, words_ru
from kb.words.ordinals import ordinal, ordinal_kk
from kb.words.text import plural, short
from kb.words.units import CASES, UNIT_RU

PLURAL: Final = "plural"  # the form of a unit's bare name in several: «подпункты»
_CASES: Final = {"ru": (*CASES, PLURAL), "kk": ("nom", "loc"), "en": ()}
_CHOICES: Final = {"ru": ("one", "few", "many"), "kk": ("one", "many"), "en": ("one", "many")}
_GENDERS: Final = ("m", "f", "n")
_NAME: Final = re.compile(r"[a-z][a-z_]*")


class BadTemplate(KbError):
    """A template that cannot be filled; the message says what is wrong with it."""


class Field(Protocol):
    """A value that says itself in a language; `form` is a case or a choice, empty for neither."""

    def text(self, language: str, form: str = "", /) -> str: ...


Value = str | int | Field


# --- Fields ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unit:
    """A structural unit in words; without steps, the act as a whole."""

    steps: Steps

    def text(self, language: str, form: str = "", /) -> str:
        if "|" in form and language == "ru":
            return form.split("|")[_GENDERS.index(self._gender)]
        if "|" in form:
            raise BadTemplate(f"форма «{form}»: у единицы нет числа")
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
    unit: str

    def text(self, language: str, form: str = "", /) -> str:
        if language == "ru":
            return ordinal(self.number, UNIT_RU[self.unit].gender, form or "nom")
        return ordinal_kk(self.number) if language == "kk" else str(self.number)


def title_of(act: Act, limit: int = 1000) -> Saying:
    """The name of an act as a field, cut at a word past `limit` characters."""
    return Saying(*(short(act.name.in_language(x), limit) for x in LANGUAGES))


@dataclass(frozen=True, slots=True)
class Quoted:
    """A field between quotation marks."""

    of: Value

    def text(self, language: str, form: str = "", /) -> str:
        return f"«{said(self.of, language, form)}»"


_AND: Final = {"ru": "и", "kk": "және", "en": "and"}
_MORE: Final = {"ru": "и еще {}", "kk": "және тағы {}", "en": "and {} more"}


@dataclass(frozen=True, slots=True)
class Listed:
    """«1, 2 и 3»; past the limit «… и еще 5». With a `mark`, «1; 2; 3»."""

    members: tuple[Value, ...]
    limit: int = 12
    mark: str = ""

    def text(self, language: str, form: str = "", /) -> str:
        if "|" in form:
            return said(len(self.members), language, form)
        found = [said(m, language, form) for m in self.members]
        if len(found) > self.limit:
            more = _MORE[language].format(len(found) - self.limit)
            return f"{(self.mark or ', ').join(found[: self.limit])} {more}"
        if self.mark or len(found) < 2:
            return self.mark.join(found)
        return f"{', '.join(found[:-1])} {_AND[language]} {found[-1]}"


def listed(members: Iterable[Value], limit: int = 12, mark: str = "") -> Listed:
    """A list as a field."""
    return Listed(tuple(members), limit, mark)


def said(value: Value, language: str, form: str = "") -> str:
    """A field in a language: a Saying has its own words in each, other text stays as it is.

    Text and numbers have no cases; a choice needs a number.
    """
    if not isinstance(value, str | int):
        return value.text(language, form)
    if "|" not in form:
        return in_language(value, language) if isinstance(value, str) else str(value)
    if isinstance(value, str):
        raise BadTemplate(f"форма «{form}»: у текста нет числа")
    return form.split("|")[_CHOICES[language].index(plural(value, language))]


# --- Templates ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places for fields: pieces (words before, field, form) by language."""

    pieces: Mapping[str, tuple[tuple[str, str, str], ...]]

    @property
    def fields(self) -> frozenset[str]:
        """The names of its fields, the same in each language."""
        return _fields(self.pieces["ru"])

    def filled(self, language: str, values: Mapping[str, Value]) -> str:
        """The sentence; every field must have its value. Raises BadTemplate for a form that the
        value has not."""
        return "".join(
            before + (said(values[name], language, form) if name else "")
            for before, name, form in self.pieces[language]
        )


def template(texts: Mapping[str, str], at: Callable[[str], str]) -> Template:
    """A template from its texts by language; `at` gives file and line of a language's text.

    Raises BadTemplate where a text cannot be read or names other fields than the Russian one.
    """
    pieces = {language: _pieces(texts[language], language, at) for language in LANGUAGES}
    asked = _fields(pieces["ru"])
    for language in LANGUAGES[1:]:
        here = _fields(pieces[language])
        for name in sorted(asked - here):
            raise BadTemplate(
                f"{at(language)}: нет поля «{{{name}}}», которое есть в русском тексте"
            )
        for name in sorted(here - asked):
            raise BadTemplate(f"{at(language)}: поля «{{{name}}}» нет в русском тексте")
    return Template(pieces)


def _fields(pieces: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    return frozenset(name for _, name, _ in pieces if name)


def _pieces(text: str, language: str, at: Callable[[str], str]) -> tuple[tuple[str, str, str], ...]:
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise BadTemplate(f"{at(language)}: фигурные скобки не закрыты или лишние") from error
    found = []
    for before, name, form, conversion in parsed:
        if name is None:
            found.append((before, "", ""))
            continue
        if conversion or not _NAME.fullmatch(name):
            raise BadTemplate(f"{at(language)}: «{{{name[:40]}}}» – не имя поля")
        if not _is_form(form or "", language):
            raise BadTemplate(
                f"{at(language)}: у поля «{name}» форма «{(form or '')[:40]}» не из языка"
            )
        found.append((before, name, form or ""))
    return tuple(found)


def _is_form(form: str, language: str) -> bool:
    """Whether a form is a case of the language or has as many words to choose from as it asks."""
    if "|" in form:
        return len(form.split("|")) == len(_CHOICES[language]) and not re.search("[{}]", form)
    return not form or form in _CASES[language]
