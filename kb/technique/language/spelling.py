"""Faults of writing that need no grammar: marks, spaces, alphabets, doubled and unknown words.

Each function takes a text and yields its faults. None looks at sense, and none asks for a comma:
where a comma belongs is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from kb.ground.saying import Listed, Saying, listed, say
from kb.technique.finding import rules
from kb.technique.language.fault import Fault
from kb.technique.language.lexicon import lexicon
from kb.words.morphology import LONGEST, words
from kb.words.text import fold, known, local_stem

_PAIRS: Final = {'"': '"', "(": ")", "[": "]", "«": "»", "“": "”", "„": "“"}
_CLOSING: Final = frozenset(")]»”")
# «1)», «3-1)», «а)», «ii)» open a list or are cited as a number: the bracket closes nothing.
_ENUMERATED: Final = re.compile(
    r"(?<![^\s(\"«])(?:\d+(?:-\d+)*|[а-яa-zәіңғүұқөһ]|[ivx]{1,5})\)", re.IGNORECASE
)
_STRAIGHT: Final = re.compile(r'(?P<opens>(?<![^\s(\["«]))?"')


@dataclass(frozen=True, slots=True)
class _Lone:
    """A mark that has no other half on its line."""

    at: int
    mark: str
    opens: bool


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with the character at which each begins."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def unbalanced(text: str) -> Iterator[Fault]:
    """A bracket or a quotation mark without its other half.

    Pairs are sought on a line, then between lines, since a quoted wording may run over several.
    Nested quotations that end together are printed with one mark and left alone.
    """
    waiting: list[_Lone] = []
    for start, line in lines(text):
        for lone in sorted((*_lone_straight(line), *_lone_paired(line)), key=lambda x: x.at):
            lone = replace(lone, at=lone.at + start)
            before = waiting[-1] if waiting else None
            if not lone.opens and before and before.opens and _PAIRS[before.mark] == lone.mark:
                waiting.pop()
            else:
                waiting.append(lone)
    for lone in waiting:
        near = _near(text, lone)
        said = (
            say("speech-unbalanced.opens", mark=lone.mark, near=near)
            if lone.opens
            else say("speech-unbalanced.closes", mark=lone.mark, near=near)
        )
        yield Fault(said, lone.at, lone.at + 1)


def _near(text: str, lone: _Lone) -> Saying:
    """«перед «в части»» or «после «в части»»: the words by which to find a mark."""
    following = " ".join(text[lone.at + 1 : lone.at + 60].split()[:3])
    preceding = " ".join(text[max(0, lone.at - 60) : lone.at].split()[-3:])
    if following and (lone.opens or not preceding):
        return say("speech-unbalanced.before", words=following)
    return say("speech-unbalanced.after", words=preceding)


def _lone_straight(line: str) -> Iterator[_Lone]:
    marks = list(_STRAIGHT.finditer(line))
    nested = any(a["opens"] is not None and b["opens"] is not None for a, b in pairwise(marks))
    if len(marks) % 2 and not nested:
        opens = marks[-1]["opens"] is not None
        yield _Lone((marks[-1] if opens else marks[0]).start(), '"', opens)


def _lone_paired(line: str) -> Iterator[_Lone]:
    numbers = [m.end() - 1 for m in _ENUMERATED.finditer(line)]
    skipped = set(numbers)
    opened: list[int] = []
    for at, mark in enumerate(line):
        closes_low = mark == "“" and opened and line[opened[-1]] == "„"
        if mark in _PAIRS and mark != '"' and not closes_low:
            opened.append(at)
        elif (mark in _CLOSING or mark == "“") and at not in skipped:
            if opened and _PAIRS[line[opened[-1]]] == mark:
                opened.pop()
            else:
                yield _Lone(at, mark, False)
    for at in reversed(opened):
        if line[at] == "(" and numbers and numbers[-1] > at:
            numbers.pop()  # «(ETS № 122)»: the bracket of a number closes after all
        elif not (line[at] == "«" and line.find("«", at + 1) > 0):
            yield _Lone(at, line[at], True)


_CYRILLIC: Final = re.compile(r"[А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_KAZAKH: Final = re.compile(r"[әіңғүұқөһ]", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LOOKALIKES: Final = str.maketrans("ABCEHKMOPTXYaceopxyuniІіi", "АВСЕНКМОРТХУасеорхуипіИии")
_MIXED: Final = "speech-mixed-alphabets"
_ALONE: Final = frozenset("acoCOAKkuyY")  # Latin letters that pass for Russian words: в, о, с, к …


def mixed_alphabets(text: str, language: str = "ru") -> Iterator[Fault]:
    """A word of Russian or Kazakh letters with Latin ones among them, or a Latin letter that
    stands alone where a Russian word of one letter would.

    Wholly Latin words («COVID») and Roman numbers are left alone, and so is a Roman number with
    a Kazakh «І» in it, since the bank prints them so.
    """
    matches = list(_LETTERS.finditer(text))
    for nth, word in enumerate(matches):
        said = word.group()
        latin = _LATIN.findall(said)
        if not latin:
            if language == "ru" and _KAZAKH.search(said) and known(_russian(said)):
                letter = _KAZAKH.findall(said)[0]
                yield Fault(say(f"{_MIXED}.kazakh-letter", word=said, letter=letter), *word.span())
            continue
        if _CYRILLIC.search(said):
            if set(said) <= set("IVXLCDMІ"):
                continue
            letters = _quoted(dict.fromkeys(latin))
            kazakh_i = language == "kk" and set(latin) <= {"i", "I"}
            rule = "speech-latin-i" if kazakh_i else _MIXED
            yield Fault(say(f"{rule}.latin", word=said, letters=letters), *word.span())
        elif len(said) == 1 and said in _ALONE and language == "ru":
            around = [matches[n].group() for n in (nth - 1, nth + 1) if 0 <= n < len(matches)]
            between = text[word.end() : word.end() + 1] == " "
            if (
                between
                and len(around) == 2
                and all(re.fullmatch("[А-Яа-яё]{2,}", a) for a in around)
            ):
                yield Fault(say(f"{_MIXED}.alone", word=said), *word.span())


def _quoted(words_: Iterable[str]) -> Listed:
    """«а», «о»: words or letters quoted, one after another."""
    return listed((f"«{w}»" for w in words_), mark=", ")


def _russian(word: str) -> str:
    return word.translate(_LOOKALIKES)


_DOUBLED: Final = re.compile(r"\b([^\W\d_]{2,})[ \t]+\1\b(?!-)", re.IGNORECASE)


def doubled(text: str) -> Iterator[Fault]:
    """The same word twice in a row, parted by a space alone.

    Kazakh doubles words on purpose, so only Russian texts are to be read so.
    """
    for match in _DOUBLED.finditer(text):
        if text[match.start() - 1 : match.start()] != "-":
            yield Fault(say("speech-doubled", word=match[1].lower()), *match.span())


_EMPTY_CELL: Final = re.compile(r"(?<=\|)[ \t]+(?=\|)")


def spacing(text: str) -> Iterator[Fault]:
    """Spaces too many or too few around words and marks; line breaks are not spaces, and an empty
    cell of a table is no words."""
    empty = {at for cell in _EMPTY_CELL.finditer(text) for at in range(*cell.span())}
    for name, pattern in rules()["speech-spacing"].patterns.items():
        for match in pattern.finditer(text):
            if not empty.isdisjoint(range(*match.span())):
                continue
            yield Fault(say(f"speech-spacing.{name}"), *match.span())


_WORD: Final = re.compile(r"[а-яё]+", re.IGNORECASE)
_MIN_LETTERS: Final = 4
_LONG: Final = 6  # letters from which a neighbour in the dictionary means a slip
# First parts with which Russian freely makes words that no dictionary lists.
_FIRST_PARTS: Final = re.compile(
    """
    ^(?: не|само|меж|внутри|вне|сверх|анти|контр|пост|со|пере|под|об?ще|много|мало
       | дву?х|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти|едино|взаимо      # how many
       | авто|видео|теле|аудио|кибер|микро|макро|мега|мини|мульти|био|эко|гео|гидро|электро|энерго
       | агро|нано|онлайн|интернет                                                       # sciences
       | гос|евро|супер|обл|рай|гор|суб|транс|псевдо|квази
       | человеко|фондо|право|законо|земле|водо|бюджето )                                # of the law
    """,
    re.VERBOSE,
)


def unknown(
    text: str, held: Callable[[Collection[str]], Collection[str]] = lambda _: ()
) -> Iterator[Fault]:
    """A word that the dictionary lacks, with the nearest words that it has.

    `held` gives those of a set of folded words that the library's texts use: they are no faults.
    Names (a capital inside a sentence), abbreviations and short words are left alone, and so are
    compounds whose last part is known («межбюджетный») and parts of hyphened words.
    """
    strange = [m for m in _WORD.finditer(text) if _strange(text, m)]
    pardoned = held({fold(m.group()) for m in strange}) if strange else ()
    for word in strange:
        if fold(word.group()) in pardoned:
            continue
        near = nearest(word.group().lower()) if len(word.group()) >= _LONG else ()
        said = (
            say("speech-misspelt", word=word.group(), near=_quoted(near))
            if near
            else say("speech-unknown-word", word=word.group())
        )
        yield Fault(said, *word.span())


def _strange(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    before, after = (
        text[max(0, match.start() - 1) : match.start()],
        text[match.end() : match.end() + 1],
    )
    if (
        not _MIN_LETTERS <= len(word) <= LONGEST
        or "-" in (before, after)
        or before.isalnum()
        or after.isalnum()
    ):
        return False
    broken = text[max(0, match.start() - 8) : match.start()].rstrip().endswith("-")
    if broken or _has(word):  # «управ-» at the end of a line, «ления» on the next
        return False
    if word[0].isupper() and (word.isupper() or _a_name(text, match)):
        return False
    folded = fold(word)
    return not any(known(rest) for rest in (*_remainders(folded), *_derived(folded)))


_INITIALS: Final = re.compile(r"(?<!\w)[А-ЯЁ]\.\s*$")
_OF_PLACES: Final = re.compile(r"ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")


def _a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a capital says that the word is a name: inside a sentence, behind initials, or on an
    adjective of places («Атырауской»), which may open a line."""
    before = text[max(0, match.start() - 8) : match.start()]
    opened = before.rstrip(' \t"«(')[-1:]
    opens = not opened or opened in "\n.!?"
    return not opens or bool(_INITIALS.search(before) or _OF_PLACES.search(match.group()))


def _remainders(word: str) -> Iterator[str]:
    while first := _FIRST_PARTS.match(word):
        word = word[first.end() :]
        if len(word) < _MIN_LETTERS:
            return
        yield word


_VERB_PREFIX: Final = re.compile("^(?:за|на|по|про|до|от|вы|об|раз|рас|при|у|недо)(?=.{8})")
_QUALITY: Final = re.compile(r"((?:нн|м|т|ив)н?)ост(?:ь|и|ью|ей|ям|ями|ях)$")


def _derived(word: str) -> Iterator[str]:
    """Words of which this one may be made by rule: «демократически», «проработанность»."""
    if word.endswith("ски"):
        yield f"{word}й"
    if prefix := _VERB_PREFIX.match(word):
        yield word[prefix.end() :]
    if _QUALITY.search(word):
        yield _QUALITY.sub(r"\1ый", word)


_ALPHABET: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def nearest(word: str, most: int = 3) -> tuple[str, ...]:
    """Known words one slip away: a letter more, less, other, two swapped, or a space forgotten.

    At most `most`, two whole words first; folded, in alphabetical order.
    """
    word = fold(word)
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    apart = [f"{a} {b}" for a, b in cuts if len(b) > 2 and _has(a) and _has(b) and _join(a, b)]
    slips = _slips(cuts)
    return tuple(dict.fromkeys([*apart, *sorted(s for s in slips if _has(s))]))[:most]


def _join(first: str, second: str) -> bool:
    """Whether two words may stand side by side: a preposition or an adjective and its noun."""
    one, two = words(f"{first} {second}")
    if one.only("PREP", "CONJ", "PRCL") and len(first) > 1:
        return bool(two.readings)
    adjective = {(r.case, r.number) for r in one.of("ADJF", "PRTF")}
    return bool(adjective & {(r.case, r.number) for r in two.of("NOUN", "ADJF")})


def _slips(cuts: Iterable[tuple[str, str]]) -> set[str]:
    cuts = list(cuts)
    shorter = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + c + b[1:] for a, b in cuts if b for c in _ALPHABET}
    longer = {a + c + b for a, b in cuts for c in _ALPHABET}
    return shorter | swapped | other | longer


def _has(word: str) -> bool:
    return known(word) or bool(local_stem(word)) or fold(word) in lexicon().words
