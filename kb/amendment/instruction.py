"""The text of an amending act → typed operations, each with its span, and what was not read.

Statements stand on lines, lead-ins («в статье 3:») above what they govern, numbers («1.», «2)») tell
the levels apart. A sentence that the grammar does not cover whole is an unread span, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.amendment import kazakh
from kb.amendment.asked import Asked, Unreadable
from kb.amendment.asking import operations_of
from kb.amendment.clause import Clauses
from kb.amendment.lead_in import ActNamed, act_named, is_lead_in, names_acts
from kb.amendment.operation import Operation
from kb.amendment.quotation import tokens
from kb.amendment.statements import LEVELS, Contexts, Statement, statements
from kb.amendment.target import RANK, Target, targets, within
from kb.amendment.vocabulary import ORDERS
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Act, Edition
from kb.norm.address import Address, Step, Steps
from kb.words.text import MONTHS_RU, same_words_key

MAX_CHARACTERS: Final = 5_000_000


class BadInstruction(KbError):
    """A text that cannot be read as an instruction at all."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that the grammar does not cover: their place in characters, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """«… вводится в действие с …»: the words, the day if they give one, the parts they name."""

    start: int
    end: int
    text: str
    date: str = ""
    places: tuple[Steps, ...] = ()


@dataclass(frozen=True, slots=True)
class Instruction:
    """What an instruction asks.

    `places`: for each operation, where the amending act orders it (article, point, subpoint);
    `acts`: the acts it names, in order; `deferred`: what it says of the day of its commencement.
    """

    operations: tuple[Operation, ...]
    places: tuple[Steps, ...]
    unread: tuple[Unread, ...]
    acts: tuple[ActNamed, ...] = ()
    deferred: tuple[Deferred, ...] = ()

    def day(self, nth: int) -> str:
        """The day from which the nth operation works, if the act gives it one of its own."""
        place = self.places[nth]
        for each in self.deferred:
            if each.date and any(_holds(p, place) for p in each.places):
                return each.date
        return ""


def _holds(outer: Steps, inner: Steps) -> bool:
    rest = iter(inner)
    return bool(outer) and all(step in rest for step in outer)


def parse(
    text: str, *, lead_in: str = "", acts: Iterable[Act] = (), act: str = "act"
) -> Instruction:
    """Reads an instruction.

    `lead_in`: words of the amending act that stand before it and name the act; `acts`: those that
    may be meant; `act`: the id for commands that stand under no act's name. Raises BadInstruction
    for a text of more than MAX_CHARACTERS or a binary one.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadInstruction(say("amendment.instruction_too_long", most=MAX_CHARACTERS))
    if "\0" in text:
        raise BadInstruction(say("amendment.instruction_binary"))
    reader = _Reader(text, tuple(acts), act)
    if lead_in.strip():
        above = parse(lead_in, acts=acts, act=act)
        if above.acts:
            reader.acts.append(above.acts[-1])
            reader.act = above.acts[-1].act
    return reader.read()


def bound(found: Instruction, edition: Edition) -> Instruction:
    """The commands to the act of a text that the corpus does not know, as commands to that text.

    The text's title says which of the acts named it is; a text without a title is the act when the
    instruction names only one. Commands to other acts keep their names.
    """
    titles = [edition.title, *(c.own_text for c in edition.root.children if c.kind == "title")]
    keys = [same_words_key(t).lower() for t in titles if t]
    unknown = [a for a in found.acts if not a.known]
    same = {a.act for a in unknown if any(same_words_key(a.title).lower() in k for k in keys)}
    if not keys and len({a.act for a in found.acts}) == 1:
        same = {a.act for a in unknown}
    operations = tuple(
        replace(o, target=replace(o.target, act=edition.act)) if o.target.act in same else o
        for o in found.operations
    )
    return replace(found, operations=operations)


# --- The reader -------------------------------------------------------------------------------

_COMMENCEMENT = re.compile(
    r"(?:настоящ\w+\s+(?:конституционн\w+\s+)?(?:закон|кодекс|указ)\b|(?:под)?пункт\w*\s|абзац\w*\s"
    r"|стать\w+\s)[^\n]{0,4000}?ввод(?:ится|ятся)\s+в\s+действие",
    re.IGNORECASE,
)
_DAY: Final = re.compile(rf"с\s+(\d{{1,2}})\s+({'|'.join(MONTHS_RU)})\s+(\d{{4}})")
# What stands before the commands of an amending act, and after them.
_FRONT = re.compile(
    r"(?:(?:конституционный\s+)?(?:закон|кодекс|указ)\b[^\n]{0,200}|о\s+внесении\s[^\n]{0,600}"
    r"|(?:г\.\s*)?(?:астана|алматы|нур-султан)[^\n]{0,120}|№\s*[\w-]+(?:\s+зрк)?[^\n]{0,20})$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:президент\s*республики[^\n]{0,120}|[А-ЯЁ]\.\s*[А-ЯЁ][\w-]+|[А-ЯЁ]\.\s*[А-ЯЁ]\.\s*[\w-]+)$",
    re.IGNORECASE,
)
_ORDERS = re.compile(rf"\b(?:{ORDERS})", re.IGNORECASE)
# «внести … следующие изменения и дополнения»: words of a lead-in that name no unit.
_CHANGES: Final = frozenset(
    ["внести", "следующие", "следующее", "изменения", "изменение", "дополнения", "дополнение"]
)
_OTHER_LANGUAGE: Final = ("на государственном языке", "на казахском языке")
_UNCHANGED = re.compile(r"на русском языке (?:не (?:измен|меня)\w+|остав\w+ без изменени\w+)")
_SUSPENDED = re.compile(r"\bприостанов\w+")


class _Reader:
    """One pass over the statements of an instruction."""

    def __init__(self, text: str, acts: tuple[Act, ...], act: str) -> None:
        self.text = text
        self.known = acts
        self.act = act
        self.acts: list[ActNamed] = []
        self.contexts = Contexts()
        self.operations: list[Operation] = []
        self.places: list[Steps] = []
        self.unread: list[Unread] = []
        self.deferred: list[Deferred] = []
        self.numbers: dict[str, Step] = {}

    def read(self) -> Instruction:
        for statement in statements(tokens(self.text, is_lead_in)):
            self.statement(statement)
        return Instruction(
            tuple(self.operations),
            tuple(self.places),
            tuple(self.unread),
            tuple(self.acts),
            tuple(self.deferred),
        )

    def miss(self, start: int, end: int, reason: str) -> None:
        self.unread.append(Unread(start, end, self.text[start:end], reason))

    def statement(self, statement: Statement) -> None:
        words = self.text[statement.start : statement.end]
        self.number(statement.levels)
        if self.names_act(statement, words):
            return
        begun = bool(self.operations or self.contexts.frames)
        around = _SIGNATURE if begun else _FRONT
        if around.match(words) and not _ORDERS.search(words):
            return
        # Words outside quotations: a law may be told to say anything inside them.
        said = " ".join(t.low for t in statement.tokens if t.kind == "word")
        if _COMMENCEMENT.match(said) and not _ORDERS.search(said):
            self.contexts = Contexts()
            self.commencement(statement, words)
            return
        self.contexts.enter(statement.levels)
        if _SUSPENDED.search(said):
            self.contexts.settle(None)
            self.miss(statement.start, statement.end, say("amendment.suspended"))
            if statement.tokens[-1].text == ":":
                self.contexts.open(None, bool(statement.levels))
        elif kazakh.is_kazakh(said):
            self.kazakh(statement)
        elif any(w in said for w in _OTHER_LANGUAGE):
            self.other_language(statement, said)
        elif (inline := self.inline_lead_in(statement)) is not None:
            self.lead_in(Statement(statement.levels, statement.tokens[:inline]))
            self.commands(Statement((), statement.tokens[inline:]))
        elif statement.tokens[-1].text == ":" and not _ORDERS.search(said):
            self.lead_in(statement)
        else:
            self.commands(statement)
            if statement.tokens[-1].text == ":":  # a text without quotation marks may follow
                self.contexts.open(None, bool(statement.levels))

    def number(self, levels: Sequence[Step]) -> None:
        """Keeps the place in the amending act: article, point, subpoint."""
        for level in levels:
            inner = LEVELS[LEVELS.index(level.unit) :]
            self.numbers = {u: s for u, s in self.numbers.items() if u not in inner}
            self.numbers[level.unit] = level

    def place(self) -> Steps:
        units = {"article": "art", "point": "pt", "subpoint": "spt"}
        return tuple(
            Step(units[u], s.number) for u, s in self.numbers.items() if u in units and s.number
        )

    # -- lead-ins --------------------------------------------------------------------------------

    def names_act(self, statement: Statement, words: str) -> bool:
        if statement.tokens[0].kind != "whole":
            return False
        if names_acts(words):
            self.contexts = Contexts()
            return True
        named = act_named(words, statement.start, self.known)
        if named is None:
            return False
        self.acts.append(named)
        self.act = named.act
        self.contexts = Contexts()
        return True

    def lead_in(self, statement: Statement) -> None:
        """«в статье 3:», «внести в пункт 1 следующие изменения:»."""
        kept = [t for t in statement.tokens if t.low not in _CHANGES]
        while kept and kept[-1].text in (":", "и"):
            kept.pop()
        found = None
        if kept and kept[0].low in ("в", "во"):
            found = targets(kept, 1, frozenset({"loc", "acc"}))
        elif kept and kept[0].low == "по" and [t.low for t in kept[1:]] == ["всему", "тексту"]:
            found = (Target((), "act", True),), len(kept)
        words = self.text[statement.start : statement.end]
        if found is None and (units := kazakh.lead_in(words)):
            found = units, len(kept)
        if found is None or found[1] < len(kept):
            self.contexts.settle(None)
            self.contexts.open(None, bool(statement.levels))
            self.miss(statement.start, statement.end, say("amendment.lead_in_no_address"))
            return
        self.contexts.settle(min(t.rank for t in found[0]))
        self.contexts.open(found[0], bool(statement.levels))

    def inline_lead_in(self, statement: Statement) -> int | None:
        """How many tokens «в статье 3:» takes when its command goes on in the same line."""
        found = statement.tokens
        if found[0].low not in ("в", "во"):
            return None
        named = targets(found, 1, frozenset({"loc"}))
        if named is None or named[1] + 1 >= len(found) or found[named[1]].text != ":":
            return None
        return named[1] + 1

    def other_language(self, statement: Statement, said: str) -> None:
        """«текст на русском языке не изменяется»: nothing to do in the Russian text."""
        self.contexts.settle(None)
        if not _UNCHANGED.search(said) or any(t.kind == "quote" for t in statement.tokens):
            self.miss(statement.start, statement.end, say("amendment.text_of_other_language"))
            return
        target = Address(self.act)
        for at, token in enumerate(statement.tokens):
            if token.low in ("текст", "тексты"):
                found = targets(statement.tokens, at + 1, frozenset({"gen"}))
                if found:
                    target = target.within(found[0][0].steps)
                break
        self.add(Operation("none", target, span=(statement.start, statement.end)))

    def commencement(self, statement: Statement, words: str) -> None:
        """Splits «…, за исключением …, который вводится в действие с …» into dated parts."""
        at = 0
        for found in re.finditer(r"ввод(?:ится|ятся)\s+в\s+действие[^;,]*", words):
            part = words[at : found.end()]
            day = _DAY.search(found[0])
            date = f"{day[3]}-{MONTHS_RU.index(day[2]) + 1:02}-{int(day[1]):02}" if day else ""
            named = tuple(_own_places(part)) if date else ()
            start = statement.start + at
            self.deferred.append(Deferred(start, start + len(part), part, date, named))
            at = found.end()

    # -- commands --------------------------------------------------------------------------------

    def kazakh(self, statement: Statement) -> None:
        """A statement in Kazakh: its formulas name their units in full or under a lead-in."""
        found: list[Operation] = []
        try:
            for asked, span in kazakh.sentences(self.text, statement.tokens):
                self.contexts.settle(_rank(asked))
                context = self.contexts.targets()
                if context is None:
                    raise Unreadable(say("amendment.lead_in_unread"))
                where = tuple(within(o, t) for o in context for t in asked.targets) or context
                act = Address(self.act)
                found += operations_of(asked, where, bool(asked.targets), act, span)
        except Unreadable as error:
            self.contexts.settle(None)
            self.miss(statement.start, statement.end, error.said)
            return
        for operation in found:
            self.add(operation)

    def commands(self, statement: Statement) -> None:
        """The sentences of a statement; one that is not read whole is unread."""
        clauses = Clauses(statement.tokens)
        inherited: tuple[Target, ...] = ()
        first = True
        while not clauses.over:
            begin = clauses.at
            try:
                asked, inherited = self.sentence(clauses, inherited, first)
            except Unreadable as error:
                if first:
                    self.contexts.settle(None)
                self.miss(statement.tokens[begin].start, statement.end, error.said)
                return
            for operation in asked:
                self.add(operation)
            first = False

    def sentence(
        self, clauses: Clauses, inherited: tuple[Target, ...], first: bool
    ) -> tuple[list[Operation], tuple[Target, ...]]:
        """The clauses up to a semicolon, all or none."""
        found: list[Operation] = []
        while True:
            begin = clauses.tokens[clauses.at].start
            asked = clauses.next()
            span = (begin, clauses.tokens[clauses.at - 1].end)
            if first:
                self.contexts.settle(_rank(asked))
                first = False
            context = self.contexts.targets()
            named = asked.targets
            if context is None:
                raise Unreadable(say("amendment.lead_in_unread"))
            if named:
                inherited = tuple(within(o, t) for o in context for t in named)
            where = inherited or context
            found += operations_of(asked, where, bool(named), Address(self.act), span)
            while clauses.low() in (",", "и"):
                clauses.at += 1
            if clauses.at >= len(clauses.tokens) or clauses.low() in (";", "."):
                return found, inherited

    def add(self, operation: Operation) -> None:
        self.operations.append(operation)
        self.places.append(self.place())


def _rank(asked: Asked) -> int | None:
    """The rank of the largest unit that a clause names, or adds; None where it names none."""
    if asked.targets:
        return min(t.rank if t.steps else 99 for t in asked.targets)
    if asked.units is not None:
        return RANK.get(asked.units.unit, 0)
    return None


def _own_places(words: str) -> Iterable[Steps]:
    """The parts of the amending act itself that a commencement names: «пункта 3 статьи 1»."""
    found = tokens(words)
    at = 0
    while at < len(found):
        named = targets(found, at, frozenset({"gen", "nom"}))
        if named is None:
            at += 1
            continue
        yield from (t.steps for t in named[0] if t.steps and t.steps[0].unit == "art")
        at = max(named[1], at + 1)
