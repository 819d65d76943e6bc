"""The norms of a text one by one, and how alike two of them are: for collisions and losses.

    norms(clause)      each sentence that is a norm, with the lines that introduce it
    content(text)      its words that carry meaning; figures and modal words stand apart
    Norms              the norms of an edition, found by their rarest words

Russian only: a text in another language has no dictionary forms here, so callers stay silent on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from kb.ground import yaml_file
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.words import numerals
from kb.words.text import fold, lemma, lemmas, sentences, shapes

PLACES: Final = 12  # places listed in a finding; its message gives their number
WORDS: Final = Path(__file__).with_name("norm.yaml")


# --- Words ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Modality:
    """A way in which a norm binds: a duty, a ban, a right …; its words in dictionary form."""

    id: str
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of norm.yaml, in dictionary form; `bounds` as printed, for «более» and «менее»
    are forms of other words."""

    modality: tuple[Modality, ...]
    empty: frozenset[str]
    fractions: frozenset[str]
    bounds: frozenset[str]
    only: frozenset[str]
    held: frozenset[str]
    defers: frozenset[str]
    papers: frozenset[str]


@cache
def vocabulary(path: Path = WORDS) -> Words:
    """The words by which norms are known. Raises BadYaml with file and line."""
    data, _ = yaml_file.load(path, "norm_words.json")

    def singles(name: str) -> frozenset[str]:
        return frozenset(lemma(w) for w in data[name])

    return Words(
        tuple(
            Modality(m["id"], tuple(tuple(lemmas(w)) for w in m["words"])) for m in data["modality"]
        ),
        singles("empty"),
        singles("fractions"),
        frozenset(data["bounds"]),
        singles("only"),
        singles("held"),
        singles("defers"),
        singles("papers"),
    )


_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_NEAR: Final = 4  # words behind «может» within which «исключительно» speaks of it


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a norm in dictionary form: what it is about, its figures, how it binds.

    `figures` keep their bounds («не менее», «2», «треть»), `said` has them as printed; `modality`
    maps each kind found to its words as printed.
    """

    words: frozenset[str]
    figures: tuple[str, ...]
    said: tuple[str, ...]
    modality: tuple[tuple[str, str], ...]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.modality)


@lru_cache(maxsize=50_000)
def content(text: str) -> Content:
    """What a Russian text says, by its words; pure."""
    printed = _WORD.findall(text)
    forms = [lemma(w) for w in printed]
    modality, taken = _modal(printed, forms)
    known = vocabulary()
    words: set[str] = set()
    figures: list[str] = []
    said: list[str] = []
    for i, form in enumerate(forms):
        if figure := _figure(printed[i]):
            bound = _bound(printed, i)
            figures += [*bound, figure]
            said += [*bound, printed[i]]
        elif (
            i not in taken
            and fold(printed[i]) not in known.bounds
            and form not in known.empty
            and len(form) > 2
        ):
            words.add(form)
    return Content(frozenset(words), tuple(figures), tuple(said), modality)


@lru_cache(maxsize=50_000)
def _figure(word: str) -> str:
    """One word of a number: «двух» as 2, «третей» in dictionary form; empty for other words."""
    number = numerals.value(word)
    if number is not None:
        return str(number)
    return form if (form := lemma(word)) in vocabulary().fractions else ""


def _bound(printed: list[str], at: int) -> list[str]:
    """What bounds the figure at a place: «не позднее» in «не позднее чем за десять»."""
    for i in range(at - 1, max(at - 4, -1), -1):
        word = fold(printed[i])
        if _figure(word):
            return []
        if word in vocabulary().bounds:
            return [f"не {word}" if i and fold(printed[i - 1]) == "не" else word]
    return []


@cache
def _modal_words() -> dict[str, list[tuple[int, tuple[str, ...], str]]]:
    """The modal expressions by their first word: (place among all, longest first, words, kind)."""
    known = sorted(
        ((w, m.id) for m in vocabulary().modality for w in m.words),
        key=lambda each: -len(each[0]),
    )
    by_first: dict[str, list[tuple[int, tuple[str, ...], str]]] = defaultdict(list)
    for nth, (words, kind) in enumerate(known):
        by_first[words[0]].append((nth, words, kind))
    return by_first


def _modal(
    printed: list[str], forms: list[str]
) -> tuple[tuple[tuple[str, str], ...], frozenset[int]]:
    """The modal expressions, longest first, and the words that they take."""
    known = _modal_words()
    places = [
        (nth, i, words, kind)
        for i, form in enumerate(forms)
        for nth, words, kind in known.get(form, ())
        if tuple(forms[i : i + len(words)]) == words
    ]
    modals: list[tuple[int, str, str]] = []
    taken: set[int] = set()
    for _, i, words, kind in sorted(places):
        span = range(i, i + len(words))
        if not taken.intersection(span):
            taken.update(span)
            modals.append((i, kind, " ".join(printed[i : i + len(words)])))
    # «Могут рассматриваться исключительно …» gives no right: it shuts out all else.
    only = vocabulary().only
    modals = [
        (i, "ban" if kind == "right" and only & set(forms[i + 1 : i + _NEAR]) else kind, said)
        for i, kind, said in modals
    ]
    # A competence is told by its verb, which says as well what is done: it stays a word.
    modal = {i for i, kind, _ in modals if kind != "competence"}
    kept = frozenset(i for i in taken if any(i in range(m, m + 3) for m in modal))
    return tuple((kind, said) for _, kind, said in sorted(modals)), kept


_ALTERNATE: Final = re.compile(r"(?<=[а-я])(?:вед|нес)")


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """The beginning of a dictionary form that its verb and its noun share: «заслушивание» meets
    «заслушивать», «проведение» meets «проводиться»."""
    even = _ALTERNATE.sub(lambda m: {"вед": "вод", "нес": "нос"}[m[0]], word)
    return even[: max(4, min(6, len(word) - 4))]


# --- Norms ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Norm:
    """A sentence of a clause, or an item of a list with the lines that introduce it (`lead`).

    `owner` is the clause whose line opens the list, or the clause itself.
    """

    clause: Clause
    text: str
    lead: str = ""
    owner: Clause | None = None

    @property
    def whole(self) -> str:
        return f"{self.lead} {self.text}" if self.lead else self.text


def norms(clause: Clause, lead: str = "", owner: Clause | None = None) -> Iterator[Norm]:
    """The norms of a clause that is law and of all below it, in the order of the text."""
    if not clause.live or (clause.steps and clause.steps[-1].unit == "future"):
        return
    text = clause.own_text
    spans = sentences(text)
    opens = bool(clause.children) and text.rstrip().endswith(":")
    for start, end in spans[:-1] if opens else spans:
        yield Norm(clause, text[start:end], lead, owner)
    if opens and spans:
        last = text[slice(*spans[-1])].rstrip(": ")
        lead, owner = f"{lead} {last}".strip(), owner or clause
    for child in clause.children:
        yield from norms(child, lead, owner)


def norms_in(edition: Edition, clause: Clause) -> Iterator[Norm]:
    """The norms of a clause with the lines of the units around it that introduce it."""
    lead, owner = "", None
    for cut in range(1, len(clause.steps)):
        above = edition.index.get(clause.steps[:cut])
        if above is not None and above.own_text.rstrip().endswith(":"):
            spans = sentences(above.own_text)
            last = above.own_text[slice(*spans[-1])].rstrip(": ")
            lead, owner = f"{lead} {last}".strip(), owner or above
    yield from norms(clause, lead, owner)


def inside(clause: Clause, steps: Steps) -> bool:
    """Whether a clause is the unit or stands in it."""
    return clause.steps[: len(steps)] == steps


def standing(before: Edition, clause: Clause) -> str:
    """The address in the law of a clause of the draft: the clause itself, or what will hold it."""
    same = before.index.get(clause.steps)
    if same is None or same.own_text != clause.own_text:
        same = next((c for c in before.walk() if c.own_text == clause.own_text), None)
    steps = same.steps if same else clause.steps
    while steps and steps not in before.index:
        steps = steps[:-1]
    return before.address(steps)


@lru_cache(maxsize=50_000)
def lemma_key(text: str) -> str:
    """The words of a text in dictionary form, in their order."""
    return " ".join(lemmas(text))


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """A norm's words without its marks, under which a reprinted norm equals itself."""
    return " ".join(fold(w) for w in _WORD.findall(text))


@dataclass(slots=True)
class Norms:
    """Norms that can be asked for those that share rare words; built once, in linear time."""

    all: tuple[Norm, ...]
    _by_word: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, every: Iterable[Norm]) -> Norms:
        listed = tuple(every)
        by_word: dict[str, list[int]] = defaultdict(list)
        for i, norm in enumerate(listed):
            for word in content(norm.text).words:
                by_word[word].append(i)
        return cls(listed, by_word)

    def near(self, words: frozenset[str], *, rare: int = 4, most: int = 60) -> list[Norm]:
        """The norms that share one of the rarest `rare` of the words; a word of more than `most`
        norms tells nothing."""
        asked = sorted((len(self._by_word.get(w, ())), w) for w in words)
        places: dict[int, None] = {}
        for count, word in [a for a in asked if a[0]][:rare]:
            if count <= most:
                places |= dict.fromkeys(self._by_word[word])
        return [self.all[i] for i in places]


# --- How often --------------------------------------------------------------------------------

_OFTEN: Final = re.compile(
    rf"""
    (?P<bound> не\s+(?:реже|менее|чаще|более)(?:\s+чем)?\s+ )?
    (?P<times>{numerals.PATTERN})\s+раза?\s+в\s+
    (?P<period> год | полугодие | квартал | месяц | неделю )\b
    """,
    re.VERBOSE,
)
_YEARLY: Final = {"год": 1, "полугодие": 2, "квартал": 4, "месяц": 12, "неделю": 52}


@dataclass(frozen=True, slots=True)
class Often:
    """How often something is held: «не реже четырех раз в год» is at least (`bound`) 4 a year.

    `which`: the adjective before it («внеочередная»), empty when there is none.
    """

    what: tuple[str, ...]
    which: str
    bound: str
    yearly: int
    said: str


@lru_cache(maxsize=50_000)
def often(text: str) -> Often | None:
    """How often the subject of a sentence is held; None when the sentence does not say it plainly.

    The subject is a noun in the nominative with the noun that it owns («сессия маслихата»); the
    verb must be one of holding, so that «отчитываются раз в год» is another thing.
    """
    low = text.lower().replace("ё", "е")
    match = _OFTEN.search(low) if " в " in low else None
    times = numerals.value(match["times"]) if match else None
    if not match or not times:
        return None
    before = _WORD.findall(low[: match.start()])
    if not any(lemma(w) in vocabulary().held for w in before):
        return None
    at = next((i for i, word in enumerate(before) if ("NOUN", "nomn") in shapes(word)), None)
    if at is None:
        return None
    owned = [w for w in before[at + 1 : at + 2] if ("NOUN", "gent") in shapes(w)]
    which = [w for w in before[:at][-1:] if ("ADJF", "nomn") in shapes(w)]
    return Often(
        tuple(lemma(w) for w in (before[at], *owned)),
        lemma(which[0]) if which else "",
        " ".join((match["bound"] or "").split()[:2]),
        times * _YEARLY[match["period"]],
        " ".join(match[0].split()),
    )
