"""Names of acts: corpus/names.yaml, matched in any case, and the names that a text introduces.

A name is a row of stems («закон о банк»), so that every form of the words is the same name;
abbreviations («КоАП») are matched letter by letter. «Республика Казахстан» and «РК» never
distinguish an act here and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from kb.ground import yaml_file
from kb.norm.act import Act

Stems = tuple[str, ...]


# The stem of an act's form.
FormStem = Literal[
    "закон", "кодекс", "конституц", "харт", "указ", "постановлен", "декларац", "конвенц", "пакт",
    "договор", "соглашен", "протокол", "правил", "положен", "приказ", "регламент", "инструкц",
    "устав", "методик", "стандарт", "концепц", "программ", "план", "послан",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """An act as texts name it.

    `acts` are its ids in the corpus: none for an act outside, two for the Constitution until a
    date or a number tells them apart. `last` is the number of its last article, by which an
    unnamed act is not taken for one too short; `kind` the stem of its form («закон», «кодекс»).
    """

    name: str
    kind: FormStem | Literal[""]
    acts: tuple[str, ...] = ()
    adopted: str = ""
    number: str = ""
    last: tuple[tuple[str, int], ...] = ()


# --- Stems ------------------------------------------------------------------------------------

# What ends in a consonant; vowels and «й» are cut off every word.
_ENDING: Final = re.compile(
    r"(?:ыми|ими|ого|его|ому|ему|ами|ями|иям|иях|ых|их|ом|ем|ым|им|ам|ям|ах|ях|ов|ев)$"
)
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_PASSED: Final = frozenset({"рк", "қр"})


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A lower-case word without its ending: «кодекса» → «кодекс», «хартией» → «харт»."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return word
    return _ENDING.sub("", word).rstrip("аеиоуыэюяйь")


def stems(text: str) -> Stems:
    """The stems of a name, without «Республики Казахстан»."""
    words = [stem(w) for w in _WORD.findall(text.lower().replace("ё", "е"))]
    key: list[str] = []
    for word in words:
        if word in _PASSED:
            continue
        if word == "казахстан" and key and key[-1] == "республик":
            key.pop()
            continue
        key.append(word)
    return tuple(key)


def kind_of(words: str) -> FormStem | Literal[""]:
    """The stem of the form in a name: «Конституционный закон» → «закон»."""
    return next((k for w in stems(words) for k in KINDS if w == k), "")


KINDS: Final[tuple[FormStem, ...]] = get_args(FormStem)


# --- The table of names -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Names:
    """All names by their stems, titles apart («о банках …» after «Закон Республики Казахстан»)."""

    words: Mapping[Stems, Name]
    prefixes: frozenset[Stems]
    exact: Mapping[str, Name]
    titles: Mapping[Stems, Name]
    dated: Mapping[tuple[str, str], Name]
    foreign: frozenset[Stems]
    kazakh: Mapping[str, Name] = field(default_factory=dict)
    adopted: Mapping[str, str] = field(default_factory=dict)
    # The days from and until which an act is in force; "" for no end.
    terms: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def load(folders: Iterable[Path], acts: Mapping[str, Act]) -> Names:
    """The names of all names.yaml files, a user's after the built-in, and of the acts themselves.

    Raises BadYaml with file and line for a file that does not fit kb/schemas/names.json.
    """
    entries: list[dict[str, Any]] = []
    foreign: list[str] = []
    for folder in folders:
        path = folder / "names.yaml"
        if path.exists():
            data, _ = yaml_file.load(path, "names.json")
            entries += data["names"]
            foreign += data.get("foreign", [])
    named = {a for e in entries for a in e.get("acts", [])}
    entries += [_of_act(act) for act in acts.values() if act.id not in named]
    return _table(entries, foreign, acts)


def _of_act(act: Act) -> dict[str, Any]:
    """An act of the corpus that no names file mentions goes by its own title and short name."""
    return {
        "name": f"{act.form} «{act.title}»",
        "acts": [act.id],
        "titles": [act.title],
        "also": [act.short] if act.short else [],
    }


def _table(entries: list[dict[str, Any]], foreign: list[str], acts: Mapping[str, Act]) -> Names:
    words: dict[Stems, Name] = {}
    exact: dict[str, Name] = {}
    titles: dict[Stems, Name] = {}
    dated: dict[tuple[str, str], list[Name]] = {}
    kazakh: dict[str, Name] = {}
    for entry in entries:
        known = [acts[a] for a in entry.get("acts", []) if a in acts]
        name = Name(
            name=entry["name"],
            kind=kind_of(entry["name"]),
            acts=tuple(a.id for a in known),
            adopted=entry.get("adopted") or (known[0].adopted if len(known) == 1 else ""),
            number=entry.get("number") or (known[0].number if len(known) == 1 else ""),
            last=tuple(entry.get("last_article", {}).items()),
        )
        for form in (entry["name"], *entry.get("also", [])):
            if _is_abbreviation(form):
                exact.setdefault(form, name)
            else:
                words.setdefault(stems(form), name)
        for title in entry.get("titles", []):
            titles.setdefault(stems(title), name)
        for form in entry.get("kazakh", []):
            kazakh.setdefault(form, name)
        if name.adopted:
            dated.setdefault((name.kind, name.adopted), []).append(name)
    return Names(
        words,
        frozenset(_prefixes(words)),
        exact,
        titles,
        {key: names[0] for key, names in dated.items() if len(names) == 1},
        frozenset(stems(f) for f in foreign),
        kazakh,
        {a.id: a.adopted for a in acts.values()},
        {a.id: (a.in_force_from or a.adopted, a.ceased) for a in acts.values()},
    )


def _prefixes(keys: Iterable[Stems]) -> Iterable[Stems]:
    for key in keys:
        for size in range(1, len(key) + 1):
            yield key[:size]


def _is_abbreviation(form: str) -> bool:
    """«КоАП», «ГК», «АППК РК»: matched with its letters as they stand."""
    return bool(re.fullmatch(r"[А-ЯЁA-Z][а-яё]?[А-ЯЁA-Z]\w*", form))


# --- Names that a text introduces ----------------------------------------------------------------


class Introduced:
    """The names that the text read so far has introduced: «(далее – Закон о банках)»."""

    def __init__(self) -> None:
        self.words: dict[Stems, Name] = {}
        self.prefixes: set[Stems] = set()
        self.exact: dict[str, Name] = {}

    def add(self, form: str, name: Name) -> None:
        """From here on `form` names the act; a later introduction replaces an earlier one."""
        form = form.strip(' «»"„“”.')
        key = stems(form)
        if not key or len(key) > 12:
            return
        if _is_abbreviation(form):
            self.exact[form] = name
        else:
            self.words[key] = name
            self.prefixes.update(_prefixes([key]))


def adopted_in(name: Name, year: str, names: Names) -> tuple[str, ...]:
    """Those of a name's acts that were adopted in a year: «Конституция 1995 года»."""
    return tuple(a for a in name.acts if names.adopted[a].startswith(year))


def narrowed(name: Name, acts: tuple[str, ...]) -> Name:
    """The name told to mean only some of its acts."""
    return replace(name, acts=acts) if acts != name.acts else name
