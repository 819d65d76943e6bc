"""Styles and automatic numbers of a Word document, counted as Word counts them.

ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering): a style takes from the style that it is based on
what it does not say itself, the list and the level apart; lists of one definition count together, unless
one of them starts anew; a level that is passed over takes up its first number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kb.read.markup import Element
from kb.read.word_parts import W
from kb.words.text import squeeze

_LEVELS: Final = 9
_MAX_BASES: Final = 20  # styles one upon another


def value(element: Element | None, name: str) -> str:
    """The w:val of a child, or ""."""
    child = element.find(f"{W}{name}") if element is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def on(properties: Element | None, name: str) -> bool | None:
    """Whether a switch such as w:b is set; None where nothing is said."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return None if child is None else child.get(f"{W}val") not in ("0", "false", "none", "off")


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are set, as far as it matters to a reader; None is «not said»."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    height: str = ""  # superscript, subscript

    def over(self, base: Look) -> Look:
        """This look where it says something, else the base's."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.hidden if self.hidden is None else self.hidden,
            base.struck if self.struck is None else self.struck,
            self.height or base.height,
        )


def look(properties: Element | None) -> Look:
    """The look that w:rPr says."""
    struck = [on(properties, name) for name in ("strike", "dstrike")]
    return Look(
        on(properties, "b"),
        on(properties, "i"),
        on(properties, "vanish"),
        True if True in struck else False if False in struck else None,
        value(properties, "vertAlign"),
    )


@dataclass(frozen=True, slots=True)
class Style:
    id: str
    name: str
    base: str
    look: Look
    outline: str
    number: str  # numId of the style's own list
    level: str


@dataclass(frozen=True, slots=True)
class Styles:
    by_id: Mapping[str, Style]
    default: str  # the paragraph style where a paragraph names none

    def chain(self, name: str) -> Iterator[Style]:
        """A style and those that it is based on, nearest first."""
        for _ in range(_MAX_BASES):
            if (style := self.by_id.get(name)) is None:
                return
            yield style
            name = style.base

    def look(self, name: str) -> Look:
        result = Look()
        for style in self.chain(name):
            result = result.over(style.look)
        return result


def styles(parts: Iterable[Element]) -> Styles:
    by_id, default = {}, ""
    for style in (s for part in parts for s in part.iter(f"{W}style")):
        paragraph = style.find(f"{W}pPr")
        numbers = paragraph.find(f"{W}numPr") if paragraph is not None else None
        name = style.get(f"{W}styleId") or ""
        by_id[name] = Style(
            name,
            value(style, "name"),
            value(style, "basedOn"),
            look(style.find(f"{W}rPr")),
            value(paragraph, "outlineLvl"),
            value(numbers, "numId"),
            value(numbers, "ilvl"),
        )
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
            default = name
    return Styles(by_id, default)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its number is counted and printed («%1.», «%1)»)."""

    text: str
    form: str
    start: int
    restart: int  # 0 never; n: when a level before the nth is met
    legal: bool  # all numbers of the mark in digits
    close: bool  # no space between the mark and the words
    style: str


@dataclass(frozen=True, slots=True)
class List:
    """A numbered list (w:num): the definition that it counts with, and its levels."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # levels that this list starts anew


def _level(element: Element) -> tuple[int, Level]:
    at = whole(element.get(f"{W}ilvl") or "", 0)
    return at, Level(
        value(element, "lvlText"),
        value(element, "numFmt") or "decimal",
        whole(value(element, "start"), 0),
        whole(value(element, "lvlRestart"), at),
        bool(on(element, "isLgl")),
        value(element, "suff") == "nothing",
        value(element, "pStyle"),
    )


def lists(parts: Iterable[Element], known: Styles) -> dict[str, List]:
    """The lists of a document by their numId."""
    result: dict[str, List] = {}
    for root in parts:
        defined = {a.get(f"{W}abstractNumId") or "": a for a in root.iter(f"{W}abstractNum")}
        named = {n.get(f"{W}numId") or "": value(n, "abstractNumId") for n in root.iter(f"{W}num")}

        def of(
            name: str,
            *,
            defined: dict[str, Element] = defined,
            named: dict[str, str] = named,
        ) -> str:
            """The definition that holds the levels: one may lend them through a style."""
            for _ in range(_MAX_BASES):
                lent = value(defined.get(name), "numStyleLink")
                style = known.by_id.get(lent)
                if not lent or style is None or style.number not in named:
                    break
                name = named[style.number]
            return name

        for num in root.iter(f"{W}num"):
            definition = of(value(num, "abstractNumId"))
            holder = defined.get(definition)
            levels = dict(map(_level, holder.iter(f"{W}lvl"))) if holder is not None else {}
            starts = {}
            for change in num.iter(f"{W}lvlOverride"):
                at = whole(change.get(f"{W}ilvl") or "", 0)
                levels |= dict(map(_level, change.iter(f"{W}lvl")))
                if start := value(change, "startOverride"):
                    starts[at] = whole(start, 1)
            result[num.get(f"{W}numId") or ""] = List(definition, levels, starts)
    return result


@dataclass(slots=True)
class Counter:
    """One pass over the paragraphs of a document: the number that Word prints before each."""

    lists: Mapping[str, List]
    styles: Styles
    counts: dict[tuple[str, int], int] = field(default_factory=dict)  # by definition and level
    begun: set[tuple[str, int]] = field(default_factory=set)  # lists that have started anew

    def mark(self, properties: Element | None, style: str) -> str:
        """The mark of a paragraph with the space after it, or ""; counts it."""
        chain = list(self.styles.chain(style))
        numbers = properties.find(f"{W}numPr") if properties is not None else None
        own = value(numbers, "numId")
        number = own or next((s.number for s in chain if s.number), "")
        there = self.lists.get(number)
        if number == "0" or there is None:
            return ""
        linked = (n for s in chain for n, lv in there.levels.items() if lv.style == s.id)
        said = value(numbers, "ilvl") or next((s.level for s in chain if s.level), "")
        at = whole(said, -1) if said else next(linked, 0)
        level = there.levels.get(at)
        if level is None:
            return ""
        self._count(number, there, at)
        if level.form in ("bullet", "none") and "%" not in level.text:
            return "" if level.form == "bullet" else squeeze(level.text)

        def counted(match: re.Match[str]) -> str:
            nth = int(match[1]) - 1
            upper = there.levels.get(nth, level)
            form = "decimal" if level.legal else upper.form
            return printed(self.counts.get((there.definition, nth), upper.start), form)

        text = squeeze(re.sub(r"%([1-9])", counted, level.text))
        return text if level.close or not text else f"{text} "

    def _count(self, number: str, there: List, at: int) -> None:
        of = there.definition
        for upper in range(at):
            if upper in there.levels and (of, upper) not in self.counts:
                self.counts[of, upper] = self._start(number, there, upper)
        fresh = at in there.starts and (number, at) not in self.begun
        if fresh or (of, at) not in self.counts:
            self.counts[of, at] = self._start(number, there, at)
        else:
            self.counts[of, at] += 1
        for deeper in range(at + 1, _LEVELS):
            level = there.levels.get(deeper)
            if level is None or at < level.restart:
                self.counts.pop((of, deeper), None)

    def _start(self, number: str, there: List, at: int) -> int:
        self.begun.add((number, at))
        return there.starts.get(at, there.levels[at].start)


# --- Numbers in words and letters ----------------------------------------------------------------

_LETTERS: Final = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
}
_LETTERS_OF: Final = {
    **_LETTERS,
    "upperLetter": _LETTERS["lowerLetter"].upper(),
    "russianUpper": _LETTERS["russianLower"].upper(),
}
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def printed(number: int, form: str) -> str:
    """A list number as Word prints it; a form that is not known here is printed in digits."""
    if form in ("bullet", "none"):
        return ""
    if (letters := _LETTERS_OF.get(form)) and number > 0:
        times, nth = divmod(number - 1, len(letters))
        return letters[nth] * (times + 1) if times < 40 else str(number)
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for worth, sign in _ROMAN:
            count, number = divmod(number, worth)
            roman += sign * count
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    return f"({number})" if form == "decimalEnclosedParen" else str(number)
