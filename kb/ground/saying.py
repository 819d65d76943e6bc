"""What the program says: one engine for its sentences, in the three languages of the interface.

A sentence stands in a catalogue, `sayings/<room>.yaml`, under its name, in Russian, Kazakh and English,
with places for fields in braces: «{unit} уже есть». `say("room.name", unit=…)` fills them and gives a
Saying: the Russian sentence, which commands, JSON and papers print, and which knows itself in the other
languages too; a page asks it in its own. What a drafting rule says stands beside the rule, in the
same form, and is asked for in the same way: `say("rule-id.name", …)`.

After a colon stands the form of a field: a case («{unit:gen}»), or a choice of words by the field, one
of which is written: by a unit's gender or by a number in Russian («{unit:исключен|исключена|исключено}»,
«{count:место|места|мест}»), by one or several in Kazakh and English («{count:place|places}»).
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path, PurePath
from string import Formatter
from typing import Any, Final, Literal, Protocol, Self

from kb.ground.errors import KbError

LANGUAGES: Final = ("ru", "kk", "en")
FOLDER: Final = Path(__file__).with_name("sayings")
MESSAGE: Final = "message"  # the sentence that `say("rule-id")` asks for
CASES: Final = ("nom", "gen", "dat", "acc", "ins", "loc")  # of a Russian noun
PLURAL: Final = "plural"  # the form of a unit's bare name in several: «подпункты»
_FORMS: Final = {"ru": (*CASES, PLURAL), "kk": ("nom", "loc"), "en": ()}
_CHOICES: Final = {"ru": ("one", "few", "many"), "kk": ("one", "many"), "en": ("one", "many")}
_NAME: Final = re.compile(r"[a-z][a-z_]*")


# --- A sentence -----------------------------------------------------------------------------------


class Saying(str):
    """A Russian sentence with its Kazakh and English ones.

    `key` and `fields`: the sentence of a catalogue that it is, and what fills it; empty for words that
    stand in none (a name in three languages, parts put together).
    """

    __slots__ = ("en", "fields", "key", "kk")
    kk: str
    en: str
    key: str
    fields: tuple[tuple[str, Value], ...]

    def __new__(
        cls, ru: str, kk: str, en: str, *, key: str = "", fields: tuple[tuple[str, Value], ...] = ()
    ) -> Self:
        saying = super().__new__(cls, ru)
        saying.kk, saying.en, saying.key, saying.fields = kk, en, key, fields
        return saying

    def __reduce__(self) -> tuple[type[Saying], tuple[str, str, str], tuple[None, dict[str, Any]]]:
        """What a copy is made of: the words in each language; then where they stand."""
        words = str(self), self.kk, self.en
        return type(self), words, (None, {"key": self.key, "fields": self.fields})

    @property
    def room(self) -> str:
        """The room, or the drafting rule, whose sentence it is."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """The name of the sentence in its room or rule."""
        return self.key.partition(".")[2] or MESSAGE

    def in_language(self, language: str) -> str:
        """The sentence in `ru`, `kk` or `en`."""
        return {"ru": str(self), "kk": self.kk, "en": self.en}[language]


def in_language(text: str, language: str) -> str:
    """A text in a language: a Saying's own, any other as it is (a quotation, a name, a number)."""
    return text.in_language(language) if isinstance(text, Saying) else text


def joined(separator: str, parts: Iterable[str]) -> Saying:
    """Parts one after another, in each language."""
    listed = list(parts)
    return Saying(*(separator.join(in_language(p, la) for p in listed) for la in LANGUAGES))


# --- Fields ---------------------------------------------------------------------------------------


class BadTemplate(KbError):
    """A sentence that cannot be read or filled; the message says what is wrong with it."""


class Field(Protocol):
    """A value that says itself in a language; `form` is a case or a choice, empty for neither."""

    def text(self, language: str, form: str = "", /) -> str: ...


Value = str | int | PurePath | Field


def said(value: Value, language: str, form: str = "") -> str:
    """A field in a language: a Saying has its own words in each, other text stays as it is.

    Text and numbers have no cases; a choice needs a number, or a field that can choose.
    """
    if not isinstance(value, str | int | PurePath):
        return value.text(language, form)
    if "|" not in form:
        return in_language(value, language) if isinstance(value, str) else str(value)
    if not isinstance(value, int):
        raise _bad(_NO_NUMBER, form=form)
    return form.split("|")[_CHOICES[language].index(plural(value, language))]


def plural(number: int, language: str) -> Literal["one", "few", "many"]:
    """Which form of a noun stands with a number: three in Russian (1 место, 2 места, 5 мест), two in
    Kazakh and English."""
    if language != "ru":
        return "one" if number == 1 else "many"
    tens, ones = number % 100 // 10, number % 10
    if tens != 1 and ones == 1:
        return "one"
    return "few" if tens != 1 and 2 <= ones <= 4 else "many"


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
        members = [said(m, language, form) for m in self.members]
        if len(members) > self.limit:
            more = _MORE[language].format(len(members) - self.limit)
            return f"{(self.mark or ', ').join(members[: self.limit])} {more}"
        if self.mark or len(members) < 2:
            return self.mark.join(members)
        return f"{', '.join(members[:-1])} {_AND[language]} {members[-1]}"


def listed(members: Iterable[Value], limit: int = 12, mark: str = "") -> Listed:
    """A list as a field."""
    return Listed(tuple(members), limit, mark)


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
        """The sentence in a language. Raises BadTemplate for a field that is not given, and for a form
        that its value has not."""
        try:
            return "".join(
                before + (said(values[name], language, form) if name else "")
                for before, name, form in self.pieces[language]
            )
        except KeyError as error:
            raise _bad(_NOT_GIVEN, name=str(error.args[0])) from error

    def saying(self, values: Mapping[str, Value]) -> Saying:
        """The sentence in every language. Raises BadTemplate as `filled` does."""
        return Saying(*(self.filled(language, values) for language in LANGUAGES))


def template(texts: Any, at: Callable[[str], str]) -> Template:
    """A template from its texts by language; `at` gives file and line of a language's text.

    Raises BadTemplate where a language is missing, a text cannot be read or names other fields than
    the Russian one.
    """
    if not isinstance(texts, dict):
        raise _bad(_NOT_TEXTS, at=at("ru"))
    for language in LANGUAGES:
        text = texts.get(language)
        if not isinstance(text, str) or not text.strip():
            raise _bad(_NO_LANGUAGE, at=at(language), language=language)
    if more := sorted(texts.keys() - set(LANGUAGES)):
        raise _bad(_NO_SUCH_LANGUAGE, at=at(more[0]), language=more[0])
    pieces = {language: _pieces(texts[language], language, at) for language in LANGUAGES}
    asked = _fields(pieces["ru"])
    for language in LANGUAGES[1:]:
        here = _fields(pieces[language])
        for name in sorted(asked - here):
            raise _bad(_FIELD_LOST, at=at(language), name=name)
        for name in sorted(here - asked):
            raise _bad(_FIELD_ADDED, at=at(language), name=name)
    return Template(pieces)


def _fields(pieces: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    return frozenset(name for _, name, _ in pieces if name)


def _pieces(text: str, language: str, at: Callable[[str], str]) -> tuple[tuple[str, str, str], ...]:
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise _bad(_BRACES, at=at(language)) from error
    pieces = []
    for before, name, form, conversion in parsed:
        if name is None:
            pieces.append((before, "", ""))
            continue
        if conversion or not _NAME.fullmatch(name):
            raise _bad(_NOT_A_NAME, at=at(language), name=name[:40])
        if not _is_form(form or "", language):
            raise _bad(_NOT_A_FORM, at=at(language), name=name, form=(form or "")[:40])
        pieces.append((before, name, form or ""))
    return tuple(pieces)


def _is_form(form: str, language: str) -> bool:
    """Whether a form is a case of the language or has as many words to choose from as it asks."""
    if "|" in form:
        return len(form.split("|")) == len(_CHOICES[language]) and not re.search("[{}]", form)
    return not form or form in _FORMS[language]


# --- The catalogues -------------------------------------------------------------------------------


def say(key: str, /, **values: Value) -> Saying:
    """The sentence «room.name» with its places filled; only the file of that room is read.

    «rule-id.name» is what a drafting rule says; without a name, its message. Raises BadTemplate,
    naming the sentence, where it asks for a field that is not given, or for a form that its value has not.
    """
    try:
        words = sentence(key).saying(values)
    except BadTemplate as error:
        raise BadTemplate(joined(": ", (key, error.said))) from error
    return Saying(str(words), words.kk, words.en, key=key, fields=tuple(values.items()))


def brief(text: str, most: int = 200) -> str:
    """A sentence whose fields are one line each, of at most `most` characters: what was read from a
    file, a name, an address or its bytes, may be a megabyte."""

    def cut(value: Value) -> Value:
        if not isinstance(value, str):
            return value
        if isinstance(value, Saying) and value.fields:
            return brief(value, most)
        line = " ".join(value.split()) if len(value) > most or "\n" in value else value
        return line if len(line) <= most else line[:most] + "…"

    if not isinstance(text, Saying) or not text.key:
        return text
    return say(text.key, **{name: cut(value) for name, value in text.fields})


def sentence(key: str) -> Template:
    """The sentence «room.name» with its places. KeyError where there is none: a mistake in the code."""
    room, _, name = key.partition(".")
    if "-" in room:
        return _of_rules[0](room, name or MESSAGE)
    return catalogue(FOLDER / f"{room}.yaml")[name]


_of_rules: Final[list[Callable[[str, str], Template]]] = []


def rules_say(sentence_of: Callable[[str, str], Template]) -> None:
    """Tells where the sentences of drafting rules are had, by rule and name: the rules stand in a room
    above this one."""
    _of_rules[:] = [sentence_of]


@cache
def catalogue(path: Path) -> Mapping[str, Template]:
    """The sentences of a file by name. Raises BadYaml or BadTemplate with file and line.

    It is compiled beside the file, as Python compiles a module: to import the reader of YAML takes
    longer than most commands.
    """
    texts = _compiled(path)
    if texts is not None:
        return {name: template(each, lambda _: str(path)) for name, each in texts.items()}
    from kb.ground import yaml_file  # which says its own errors with sentences

    stamp = _stamp(path)
    data, lines = yaml_file.load(path)
    if not isinstance(data, dict):
        raise _bad(_NOT_TEXTS, at=f"{path}:1")

    def at(name: str, language: str) -> str:
        return f"{path}:{lines.get((name, language), lines[(name,)])}"

    made = {name: template(texts, partial(at, name)) for name, texts in data.items()}
    _compile(path, stamp, data)
    return made


Stamp = tuple[int, int]  # of a file: when it was changed, in ns, and its size


def _stamp(path: Path) -> Stamp:
    told = path.stat()
    return told.st_mtime_ns, told.st_size


def _beside(path: Path) -> Path:
    return path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.sayings"


def _compiled(path: Path) -> dict[str, dict[str, str]] | None:
    """The texts of a file as they were compiled; None where they are not, or the file has changed."""
    try:
        stamp, texts = marshal.loads(_beside(path).read_bytes())
        return texts if stamp == _stamp(path) else None
    except (OSError, ValueError, TypeError, EOFError):
        return None


def _compile(path: Path, stamp: Stamp, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Keeps the texts, where the folder can be written to: whole, or not at all."""
    target = _beside(path)
    fresh = target.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        target.parent.mkdir(exist_ok=True)
        fresh.write_bytes(marshal.dumps((stamp, dict(texts))))
        fresh.replace(target)


# What is wrong with a catalogue cannot be said from a catalogue.
_NO_NUMBER: Final = Saying(
    "форма «{form}»: у значения нет числа",
    "«{form}» формасы: мәннің саны жоқ",
    "form «{form}»: the value has no number",
)
_NOT_GIVEN: Final = Saying(
    "поле «{{{name}}}» не заполнено",
    "«{{{name}}}» өрісі толтырылмаған",
    "field «{{{name}}}» is not filled",
)
_NOT_TEXTS: Final = Saying(
    "{at}: нужно: предложение на трех языках (ru, kk, en)",
    "{at}: үш тілдегі сөйлем қажет (ru, kk, en)",
    "{at}: a sentence in three languages is needed (ru, kk, en)",
)
_NO_LANGUAGE: Final = Saying(
    "{at}: не хватает поля «{language}»",
    "{at}: «{language}» өрісі жетіспейді",
    "{at}: field «{language}» is missing",
)
_NO_SUCH_LANGUAGE: Final = Saying(
    "{at}: неизвестное поле «{language}»",
    "{at}: белгісіз өріс «{language}»",
    "{at}: unknown field «{language}»",
)
_FIELD_LOST: Final = Saying(
    "{at}: нет поля «{{{name}}}», которое есть в русском тексте",
    "{at}: орысша мәтінде бар «{{{name}}}» өрісі жоқ",
    "{at}: field «{{{name}}}» of the Russian text is missing",
)
_FIELD_ADDED: Final = Saying(
    "{at}: поля «{{{name}}}» нет в русском тексте",
    "{at}: «{{{name}}}» өрісі орысша мәтінде жоқ",
    "{at}: field «{{{name}}}» is not in the Russian text",
)
_BRACES: Final = Saying(
    "{at}: фигурные скобки не закрыты или лишние",
    "{at}: фигуралы жақшалар жабылмаған немесе артық",
    "{at}: braces are not closed, or superfluous",
)
_NOT_A_NAME: Final = Saying(
    "{at}: «{{{name}}}» – не имя поля",
    "{at}: «{{{name}}}» – өріс атауы емес",
    "{at}: «{{{name}}}» is not the name of a field",
)
_NOT_A_FORM: Final = Saying(
    "{at}: у поля «{name}» форма «{form}» не из языка",
    "{at}: «{name}» өрісінің «{form}» формасы бұл тілде жоқ",
    "{at}: form «{form}» of field «{name}» is not of the language",
)


def _bad(what: Saying, **values: str) -> BadTemplate:
    return BadTemplate(Saying(*(what.in_language(la).format(**values) for la in LANGUAGES)))
