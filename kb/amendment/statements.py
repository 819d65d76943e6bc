"""Statements of an instruction, and the lead-ins above each of them.

Statements stand on lines; numbers («1.», «2)») tell levels apart, and without numbers the ranks of
the units do: «в пункте 2» leaves the lead-in «в пункте 1:», but not «в статье 3:».
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from kb.amendment.operation import Kind
from kb.amendment.quotation import Token, tokens
from kb.amendment.target import MAX_TARGETS, Target, targets, within
from kb.amendment.target_kk import targets_kk
from kb.amendment.vocabulary import KK, RU
from kb.norm.address import number_key
from kb.words.cases_kk import unit_forms_kk
from kb.words.units import UNIT_RU, forms_ru

LevelName = Literal["article", "roman", "point", "subpoint", "letter"]
LEVELS: Final[tuple[LevelName, ...]] = get_args(LevelName)


@dataclass(frozen=True, slots=True)
class Level:
    """A number of the amending act itself, before a statement."""

    unit: LevelName
    number: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A line with its numbers taken off, and the quotations that stand on lines below it."""

    levels: tuple[Level, ...]
    tokens: tuple[Token, ...]
    rejoined: bool = False  # its sentence was broken into lines

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def _lines(parts: Sequence[Token]) -> Iterable[list[Token]]:
    line: list[Token] = []
    for token in parts:
        if token.kind == "line":
            if line:
                yield line
            line = []
        else:
            line.append(token)
    if line:
        yield line


def _numbered(line: Sequence[Token]) -> tuple[tuple[Level, ...], int]:
    """The numbers before a statement: levels, and how many tokens they take."""
    levels: list[Level] = []
    at = 0
    while at + 1 < len(line):
        token, behind = line[at], line[at + 1]
        if token.text in ("Статья", "СТАТЬЯ") and behind.kind == "number":
            levels.append(Level("article", behind.text))
            at += 2
            at += at < len(line) and line[at].text == "."
        elif token.kind == "number" and _article_kk(line, at):
            levels.append(Level("article", token.text))
            at += 4
        elif token.kind == "number" and token.bracket and _names_unit(line, at):
            break
        elif token.kind == "number" and token.bracket:
            digits = token.text[0].isdigit()
            levels.append(Level("subpoint" if digits else "letter", token.text))
            at += 1
        elif token.kind == "number" and behind.text == "." and token.text[0].isdigit():
            levels.append(Level("point", token.text))
            at += 2
        elif token.kind == "word" and set(token.text) <= set("IVXLC") and behind.text == ".":
            levels.append(Level("roman", token.text))
            at += 2
        else:
            break
    return tuple(levels), at


def _names_unit(line: Sequence[Token], at: int) -> bool:
    """«4) тармақша …», «1), 2) және 3) тармақшалар»: numbers of units, not of the statement."""
    while at < len(line) and (
        (line[at].kind == "number" and line[at].bracket)
        or line[at].low in (",", "және", "-", "–", "—")
    ):
        at += 1
        if at < len(line) and line[at].low.startswith("тармақша"):
            return True
        if at < len(line) and line[at].kind == "number" and line[at - 1].kind == "number":
            return False  # «1) 2) тармақша»: the first is the statement's
    return False


def _article_kk(line: Sequence[Token], at: int) -> bool:
    """«1-бап.»: the amending act's own article; «1-бап мынадай редакцияда …» is a command."""
    words = [t.low for t in line[at + 1 : at + 4]]
    return words[:2] == ["-", "бап"] and (words[2:] == ["."] or len(line) == at + 3)


def statements(parts: Sequence[Token]) -> list[Statement]:
    result: list[tuple[tuple[Level, ...], list[Token]]] = []
    rejoined: set[int] = set()
    above: tuple[Level, ...] = ()  # «Статья 1.» on a line of its own
    for line in _lines(parts):
        while len(line) > 1 and line[0].text in _BEFORE:
            line = line[1:]
        # In Kazakh a command may begin with its words: ««А» деген сөз алып тасталсын».
        begins = any(token.low == "деген" for token in line)
        quoted = line[0].kind in ("quote", "broken") and not begins
        if quoted and result and result[-1][1][0].kind != "whole":
            result[-1][1].extend(line)
            continue
        if line[0].kind == "whole":
            numbers = tokens(line[0].text[:40])
            levels, at = _numbered(numbers)
            begin = line[0].start + (numbers[at].start if at < len(numbers) else 0)
            result.append(((*above, *levels), [replace(line[0], start=begin)]))
            above = ()
            continue
        levels, at = _numbered(line)
        if result and not levels and not above and _goes_on(result[-1][1], line):
            result[-1][1].extend(line)
            rejoined.add(len(result) - 1)
            continue
        if at < len(line):
            result.append(((*above, *levels), line[at:]))
            above = ()
        else:
            above = (*above, *levels)
    return [
        Statement(levels, tuple(line), nth in rejoined) for nth, (levels, line) in enumerate(result)
    ]


_BEFORE: Final = frozenset("#-–—•·*")  # a heading of Markdown, a member of a list without numbers
_GOES_ON: Final = (RU.by | KK.by | KK.what | KK.behind) | {
    "соответственно", "тиісінше", "следующего", "следующей", "новой", "содержания", "редакции", "деген",
    "редакцияда", "мазмұндағы",
}  # fmt: skip
_VERBS: Final = frozenset(verb[0] for words in (RU, KK) for verb in (*words.verbs, *words.linking))


def _goes_on(above: Sequence[Token], line: Sequence[Token]) -> bool:
    """Whether a line is the rest of the sentence above it, broken where no sentence ends: that one orders
    nothing yet, or these words can begin nothing."""
    first, last = line[0], above[-1]
    if (
        above[0].kind in ("whole", "broken")
        or last.kind == "broken"
        or last.text in (";", ".", ":")
    ):
        return False
    ordered = any(t.low in _VERBS for t in above if t.kind == "word")
    kazakh = any(t.low in unit_forms_kk() and t.low not in _BEGIN for t in above)
    within = first.low == "в" and len(line) > 1
    if first.low in _GOES_ON or (within and line[1].low in _GOES_ON):
        return ordered or kazakh or above[0].low in _BEGIN
    if ordered or _address(above):
        return False
    if kazakh:
        return first.kind in ("number", "quote") or first.text[:1].islower()
    plain = first.text[:1].islower() and first.low not in ("в", "во")
    return plain and above[0].low in _BEGIN


def _address(line: Sequence[Token]) -> bool:
    """Whether a line is an address and nothing else: a lead-in that has lost its colon, it may be."""
    if line[0].low in ("в", "во"):
        russian = targets(line, 1, frozenset({"loc"}))
        return russian is not None and russian[1] == len(line)
    kazakh = targets_kk(line, 0)
    return kazakh is not None and kazakh[2] == len(line) and "loc" in kazakh[1]


_BEGIN: Final = frozenset(
    {"в", "во", "дополнить", "слова", "слово"}
    | {f for u in UNIT_RU if u != "future" for f, _, _ in forms_ru(u)}
)


@dataclass(slots=True)
class _Frame:
    """An open lead-in: the units it names (None: it was not read), the verb that it says for all below
    it («исключить:»), and its first child's rank."""

    targets: tuple[Target, ...] | None
    numbered: bool
    rank: int
    verb: Kind | None = None
    child: int | None = None


@dataclass(slots=True)
class Contexts:
    """The lead-ins above a statement. Numbers say the level; without them, the units' ranks do."""

    frames: list[_Frame] = field(default_factory=list)
    depths: dict[str, int] = field(default_factory=dict)  # level → how many frames it stands under
    numbers: dict[str, str] = field(default_factory=dict)  # level → the last number met at it
    fresh: bool = False  # the line above is a lead-in: this one stands under it

    def enter(self, levels: Sequence[Level]) -> None:
        """Closes the lead-ins that a numbered statement leaves.

        Numbers that begin anew where no lead-in says so stand under words that were not read: what
        they belong to, nobody knows.
        """
        for level in levels:
            again = self._again(level)
            unread = self.fresh and self.frames[-1].targets is None and not self.frames[-1].numbered
            if self.fresh and (level.unit not in self.depths or (again and unread)):
                depth = len(self.frames)
            elif level.unit in self.depths:
                depth = min(self.depths[level.unit], len(self.frames))
            else:
                outer = LEVELS[: LEVELS.index(level.unit)]
                above = [self.depths[unit] for unit in outer if unit in self.depths]
                depth = min(max(above) + 1, len(self.frames)) if above else 0
            del self.frames[depth:]
            if again and not self.fresh:
                self.frames.append(_Frame(None, True, -1))
                depth += 1
            self.depths = {u: d for u, d in self.depths.items() if d <= depth}
            inner = LEVELS[LEVELS.index(level.unit) + 1 :]
            self.depths = {u: d for u, d in self.depths.items() if u not in inner}
            self.numbers = {u: n for u, n in self.numbers.items() if u not in inner}
            self.depths[level.unit] = depth
            self.numbers[level.unit] = level.number
            self.fresh = False

    def _again(self, level: Level) -> bool:
        last = self.numbers.get(level.unit)
        if not last or not level.number:
            return False
        mine, theirs = number_key(level.number), number_key(last)
        return mine < theirs or (mine == theirs and level.number in ("1", "а", "I"))

    def settle(self, rank: int | None) -> None:
        """Closes the unnumbered lead-ins that cannot own a unit of this rank (None: no unit)."""
        while self.frames and rank is not None and not self.fresh:
            frame = self.frames[-1]
            if frame.numbered or frame.targets is None or frame.rank < rank:
                break
            # A part may be a subpoint's own; another subpoint stands beside it.
            if frame.child is not None and rank >= frame.child and rank != frame.rank:
                break
            self.frames.pop()
        if self.fresh and self.frames and self.frames[-1].child is None:
            self.frames[-1].child = rank
        self.fresh = False

    def open(
        self, targets: tuple[Target, ...] | None, numbered: bool, verb: Kind | None = None
    ) -> None:
        rank = max((t.last_rank for t in targets or ()), default=-1)
        self.frames.append(_Frame(targets, numbered, rank, verb))
        self.fresh = True

    @property
    def verb(self) -> Kind | None:
        """The verb of the innermost lead-in, if it has one."""
        return self.frames[-1].verb if self.frames else None

    def targets(self) -> tuple[Target, ...] | None:
        """The units of the innermost lead-in, each within those around it; None if unread."""
        targets: tuple[Target, ...] = (Target(()),)
        for frame in self.frames:
            if frame.targets is None:
                return None
            if len(targets) * len(frame.targets) > MAX_TARGETS:
                return None
            targets = tuple(within(outer, inner) for outer in targets for inner in frame.targets)
        return targets
