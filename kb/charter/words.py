"""The words that a rule looks for: patterns over dictionary forms, found by spaCy's Matcher.

A pattern is written as plain words in any form: `избираются … всеобщего|прямого права`. `…` stands
for up to twelve words between, `…N` for up to N, `…N!а` for words but «а»; `|` separates words of which one must stand; `?`
after a word says that it may be missing; `<право>` is any word of a family, and words that say the same
in law stand for one another (both in synonyms.yaml); parts between which `&` stands come in any order,
up to eight words apart. Punctuation and case are ignored, a sentence is never left.

Whether the text affirms or denies what it says is read apart: «не» before a word of the pattern,
before the predicate of the sentence or of the line that introduces the list, or a ban.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.ground import yaml_file
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.words.text import attributive, fold, known, lemma, parses, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

GAP = 12
APART = "…8"  # what stands between parts that come in any order
SYNONYMS = Path(__file__).with_name("synonyms.yaml")
_WORD = re.compile(r"\w+(?:-\w+)*")
_STOP = re.compile(r"[,;:()–—]|\s-\s")
_GAP = re.compile(r"…(\d*)(?:!([а-яё|]+))?$")
_FAMILY = re.compile(r"<([^<>]*)>")
_ALTERNATIVES = re.compile(r"[а-яё-]+(?:\|[а-яё-]+)*\??$")

# Words of Kazakhstan's law that the dictionary of Russian does not decline.
_LOANWORDS = ("маслихат", "акимат", "аким")
_NOT = frozenset({"не", "ни"})
_WITHOUT = "без"
_BANS = frozenset(
    ["запрещать", "запрещаться", "запретить", "воспрещать", "воспрещаться", "нельзя",
     "недопустимый", "недопустимо", "запрет"]
)  # fmt: skip
# «не реже одного раза», «не только»: a measure, not a denial.
_MEASURES = frozenset(
    ["реже", "менее", "позднее", "более", "ранее", "чаще", "меньше", "больше", "выше", "ниже",
     "свыше", "позже", "только"]
)  # fmt: skip
_AUXILIARY = frozenset(["мочь", "должный", "должно", "быть", "являться"])
# What such a word opens is a clause of its own: «но не вправе», «если иное не предусмотрено».
_OPENERS = frozenset(
    ["но", "однако", "если", "который", "чтобы", "когда", "хотя", "причем", "кроме", "поскольку"]
)


class BadPattern(KbError):
    """A pattern that can find nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A match in a text, in characters: the words and their sentence; whether they are denied."""

    start: int
    end: int
    sentence: tuple[int, int]
    denied: bool


@lru_cache(maxsize=50_000)
def form(word: str) -> str:
    """The dictionary form under which patterns and texts meet."""
    folded = fold(word)
    for stem in _LOANWORDS:
        if folded.startswith(stem) and len(folded) - len(stem) <= 3:
            return stem
    return lemma(folded)


@cache
def synonyms(path: Path = SYNONYMS) -> dict[str, frozenset[str]]:
    """The dictionary forms that say the same as one, by it. Raises BadYaml or BadPattern with file
    and line for a word that stands in two groups."""
    data, lines = yaml_file.load(path, "charter_synonyms.json")
    groups: dict[str, frozenset[str]] = {}
    for nth, group in enumerate(data["groups"]):
        same = frozenset(map(form, group))
        if again := sorted(same & set(groups)):
            at = f"{path}:{lines[('groups', nth)]}"
            raise BadPattern(say("charter.synonym_again", at=at, word=again[0]))
        groups |= dict.fromkeys(same, same)
    return groups


def forms(word: str) -> frozenset[str]:
    """The dictionary forms by which a word of a pattern is known: its own and those that say the same."""
    own = form(word)
    same = synonyms().get(own) or frozenset((own,))
    return same | {voiced for each in same if (voiced := _other_voice(each))}


def _other_voice(verb: str) -> str:
    """«публиковаться» of «публиковать» and the other way round: who acts is told by the other words."""
    other = verb.removesuffix("ся") if verb.endswith("ться") else f"{verb}ся"
    return other if other.removesuffix("ся").endswith("ть") and known(other) else ""


@cache
def _families() -> dict[str, list[str]]:
    families: dict[str, list[str]] = yaml_file.load(SYNONYMS, "charter_synonyms.json")[0][
        "families"
    ]
    return families


@cache
def spelled(pattern: str) -> tuple[str, ...]:
    """The pattern with its families spelled out, once for each order of its parts. Raises BadPattern
    for a family that synonyms.yaml does not have."""
    families = _families()

    def words(match: re.Match[str]) -> str:
        if match[1] not in families:
            raise BadPattern(say("charter.pattern_unknown_family", word=match[1], pattern=pattern))
        return "|".join(families[match[1]])

    parts = _FAMILY.sub(words, pattern).split("&")
    return tuple(f" {APART} ".join(order) for order in permutations(parts))


def check(pattern: str) -> None:
    """Raises BadPattern when the pattern cannot be read or can never be found in a text."""
    for part in pattern.split("&"):
        _check(spelled(part)[0], pattern)


def _check(part: str, pattern: str) -> None:
    pieces = part.split()
    if not pieces:
        raise BadPattern(say("charter.pattern_empty"))
    for piece in pieces:
        if _GAP.fullmatch(piece):
            continue
        if not _ALTERNATIVES.fullmatch(piece.lower()):
            raise BadPattern(say("charter.pattern_not_word", piece=piece, pattern=pattern))
        for word in piece.rstrip("?").lower().split("|"):
            if not known(word) and form(word) not in (*_LOANWORDS, *synonyms()):
                raise BadPattern(say("charter.pattern_unknown_word", word=word, pattern=pattern))
    if _GAP.fullmatch(pieces[0]) or _GAP.fullmatch(pieces[-1]):
        raise BadPattern(say("charter.pattern_gap", pattern=pattern))
    if all(piece.endswith("?") for piece in pieces):
        raise BadPattern(say("charter.pattern_optional", pattern=pattern))


def find(pattern: str, text: str) -> list[Occurrence]:
    """Where the pattern stands in a text: the closest match of each sentence."""
    return [match for _, match in Index([text]).find(pattern)]


class Index:
    """Texts whose sentences are known by their words: hundreds of patterns are looked for in an act,
    and each is matched in the sentences alone that have all of its words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self._spans: list[tuple[int, int, int]] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        for nth, text in enumerate(self._texts):
            for span, forms in _forms(text):
                for each in forms:
                    self._having[each].append(len(self._spans))
                self._spans.append((nth, *span))

    def find(self, pattern: str) -> Iterator[tuple[int, Occurrence]]:
        """Each place of the pattern with the number of its text, in the order of the texts."""
        orders = spelled(pattern)
        sets = [
            set().union(*(self._having.get(form, ()) for form in piece))
            for piece in _needed(orders[0])
        ]
        for at in sorted(set.intersection(*sets)):
            nth, start, end = self._spans[at]
            matches = filter(None, (_match(o, self._texts[nth], start, end) for o in orders))
            if match := min(matches, key=lambda m: (m.end - m.start, m.start), default=None):
                yield nth, match


@lru_cache(maxsize=1 << 14)
def _forms(text: str) -> tuple[tuple[tuple[int, int], frozenset[str]], ...]:
    """The sentences of a text, each with the forms of its words: an edition that differs from another in
    one clause is read anew in this clause alone."""
    return tuple(
        (span, frozenset(map(form, _WORD.findall(text, *span)))) for span in sentences(text)
    )


def _match(pattern: str, text: str, start: int, end: int) -> Occurrence | None:
    """The closest match in the sentence that stands from `start` to `end` in a text."""
    gaps = _gaps(pattern)
    doc, offsets, own = _doc(text[start:end])
    matches = [
        (at + first, at + last, alignment)
        for at, words in _windows(pattern, doc)
        for _, first, last, alignment in _matcher(pattern)(words, with_alignments=True)
        if all(alignment.count(piece) <= most for piece, most in gaps.items())
    ]
    if not matches:
        return None
    first, last, alignment = min(matches, key=lambda m: (m[1] - m[0], m[0]))
    named = {first + i for i, piece in enumerate(alignment) if piece not in gaps}
    denied = _denied(doc, own, named)
    if denied and first and doc[first - 1].lemma_ in _NOT:
        first -= 1  # «не» decides as much as the words that it denies
    span = start + offsets[first][0], start + offsets[last - 1][1]
    return Occurrence(*span, (start, end), denied != _without(doc, named))


def _without(doc: Doc, named: set[int]) -> bool:
    """Whether a word at one of the positions is taken away by a «без» that the pattern does not name:
    «без согласия», «без предварительного согласия», and not «без доверенности представлять»; «не …
    без согласия» asks for it again."""
    return any(
        doc[at].lemma_ == _WITHOUT
        and at not in named
        and (at == i - 1 or _adjective(doc[i - 1].text))
        for i in named
        for at in (i - 1, i - 2)
        if at >= 0
    )


@lru_cache(maxsize=1 << 12)
def _adjective(word: str) -> bool:
    """Whether a word form is an adjective or a participle that stands before its noun."""
    return parses(fold(word))[0].tag.POS in ("ADJF", "PRTF")


def _windows(pattern: str, doc: Doc) -> Iterator[tuple[int, Doc | Span]]:
    """The sentence, or where it is long its overlapping stretches, each twice the longest match:
    the Matcher's time grows with the cube of what it is given when the words repeat."""
    longest = len(pattern.split()) + sum(_gaps(pattern).values())
    if len(doc) <= 2 * longest:
        yield 0, doc
        return
    for at in range(0, len(doc), longest):
        words = doc[at : at + 2 * longest]
        there = {token.lemma_ for token in words}
        if not any(there.isdisjoint(piece) for piece in _needed(pattern)):
            yield at, words


@lru_cache(maxsize=1 << 12)
def denies(line: str) -> bool:
    """Whether the last sentence of an introducing line denies what it introduces."""
    spans = sentences(line)
    if not spans:
        return False
    doc, _, own = _doc(line[slice(*spans[-1])])
    return _denied(doc, own, set())


def _denied(doc: Doc, own: list[bool], named: set[int]) -> bool:
    """Whether the sentence denies the words at the positions `named`.

    `own` marks the words that stand in a clause of their own, of which a denial is not the rule's.
    """
    for i, token in enumerate(doc):
        if i in named or (own[i] and i + 1 not in named):
            continue
        following = doc[i + 1] if i + 1 < len(doc) else None
        if token.lemma_ in _BANS and not (i and doc[i - 1].lemma_ in _NOT):
            return True
        if token.lemma_ not in _NOT or following is None or following.lemma_ in _BANS:
            continue
        if i + 1 in named:
            return True
        if not _measured(doc, i + 1) and not attributive(following.text):
            return True
    return False


def _measured(doc: Doc, at: int) -> bool:
    """Whether a measure begins at a word: «реже», «может быть меньше»."""
    while at < len(doc) and doc[at].lemma_ in _AUXILIARY:
        at += 1
    return at < len(doc) and doc[at].text.lower() in _MEASURES


@cache
def _gaps(pattern: str) -> dict[int, int]:
    """The pieces of a pattern that are gaps, and how many words each may hold."""
    gaps = ((i, _GAP.fullmatch(piece)) for i, piece in enumerate(pattern.split()))
    return {i: int(gap[1] or GAP) for i, gap in gaps if gap}


@cache
def _needed(pattern: str) -> tuple[frozenset[str], ...]:
    """For each word that must stand, the forms that may stand there."""
    return tuple(
        frozenset(known for w in piece.split("|") for known in forms(w))
        for piece in pattern.split()
        if not _GAP.fullmatch(piece) and not piece.endswith("?")
    )


@cache
def _vocabulary() -> Any:
    from spacy.vocab import Vocab

    return Vocab()


@lru_cache(maxsize=20_000)
def _doc(sentence: str) -> tuple[Doc, list[tuple[int, int]], list[bool]]:
    """The words of a sentence with their forms, where each stands, whether in a clause of its own."""
    from spacy.tokens import Doc

    spans = [m.span() for m in _WORD.finditer(sentence)]
    words = [sentence[start:end] for start, end in spans]
    lemmas = [form(w) for w in words]
    own: list[bool] = []
    for i, (start, _) in enumerate(spans):
        begins = not i or _STOP.search(sentence[spans[i - 1][1] : start])
        own.append(lemmas[i] in _OPENERS if begins else own[-1])
    return Doc(_vocabulary(), words=words, lemmas=lemmas), spans, own


@cache
def _matcher(pattern: str) -> Any:
    """spaCy's Matcher of one pattern (its stubs do not know what `with_alignments` gives)."""
    from spacy.matcher import Matcher

    _check(pattern, pattern)
    specification: list[dict[str, Any]] = []
    for piece in pattern.split():
        if gap := _GAP.fullmatch(piece):
            # `*` and not `{0,12}`: spaCy spells the latter out, in a time exponential in its length.
            barred = (
                sorted({known for w in gap[2].split("|") for known in forms(w)}) if gap[2] else []
            )
            specification.append({"LEMMA": {"NOT_IN": barred}, "OP": "*"})
            continue
        here = sorted({known for w in piece.rstrip("?").split("|") for known in forms(w)})
        token: dict[str, Any] = {"LEMMA": {"IN": here}}
        specification.append(token | ({"OP": "?"} if piece.endswith("?") else {}))
    matcher = Matcher(_vocabulary())
    matcher.add("words", [specification])
    return matcher
