"""One pass over the statements of an instruction: which act, which lead-ins, which commands.

What is not read closes off what stands below it: no command is carried to another unit or another act
than the words above it name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kb.amendment import commencement
from kb.amendment.act_inside import act_inside
from kb.amendment.asked import Asked
from kb.amendment.asking import operations_of
from kb.amendment.clause import Clauses
from kb.amendment.clause_kk import ClausesKk
from kb.amendment.gathering import Reading
from kb.amendment.instruction import Deferred, Instruction, Temporary, Unread
from kb.amendment.lead_in import ActNamed, act_named, is_lead_in, names_acts
from kb.amendment.operation import Kind, Operation
from kb.amendment.owners import continued, numbered, owner_of, pointed_at, spoken_of
from kb.amendment.quotation import Token, tokens
from kb.amendment.statements import LEVELS, Contexts, Level, LevelName, Statement, statements
from kb.amendment.suspension import shown, temporary
from kb.amendment.target import Target, targets, within
from kb.amendment.target_kk import low_kk, targets_kk
from kb.amendment.unreadable import Unreadable
from kb.amendment.vocabulary import KK, ORDERS, ORDERS_KK, RU
from kb.ground.saying import say
from kb.norm.act import Act
from kb.norm.address import Address, Step, Steps
from kb.words.cases_kk import unit_forms_kk
from kb.words.units import RANK, UnitName

# What stands before the commands of an amending act, and after them.
_FRONT = re.compile(
    r"""
    [#]?\s*
    (?: (?: (?:конституционный\s+)?(?:закон|кодекс|указ) | приказ | решение | постановление )\b
        [^\n]{0,200}                                                   # the form
      | қазақстан\s+республикасының\s+(?:конституциялық\s+)?за[ңн]ы[^\n]{0,200}
      | о\s+внесении\s[^\n]{0,600}                                     # the title
      | [^\n]{3,600}\s(?:енгізу|толықтыру)\s+туралы\s*
      | (?:г\.\s*)?(?:астана|алматы|нур-султан)[^\n]{0,120}             # the place
      | №\s*[\w-]+(?:\s+зрк)?[^\n]{0,20}                               # the number
    )$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE = re.compile(
    r"""
    (?: президент\s*республики[^\n]{0,120}
      | (?:қазақстан\s+)?республикасының\s*президенті[^\n]{0,120}
      | [А-ЯЁӘІҢҒҮҰҚӨҺ]\.\s*[А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+                       # «К. Токаев», «К. К. Токаев»
      | [А-ЯЁ]\.\s*[А-ЯЁ]\.\s*[\w-]+
      | астана,\s[^\n]{0,80} | №\s*[\w-]+(?:\s+(?:зрк|қрз))? )$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ORDERS = re.compile(rf"\b(?:{ORDERS}|{ORDERS_KK})", re.IGNORECASE)
# «внести … следующие изменения и дополнения»: words of a lead-in that name no unit.
_CHANGES: Final = frozenset(
    ["внести", "следующие", "следующее", "изменения", "изменение", "дополнения", "дополнение"]
)
_CHANGES_KK: Final = frozenset(
    ["мынадай", "өзгерістер", "өзгеріс", "толықтырулар", "толықтыру", "енгізілсін", "мен", "және"]
)
_OTHER_LANGUAGE: Final = ("на государственном языке", "на казахском языке")
_UNCHANGED = re.compile(r"на русском языке (?:не (?:измен|меня)\w+|остав\w+ без изменени\w+)")
_SUSPENDED = re.compile(r"\bприостанов\w+|\bтоқтатыла\s+тұрсын|\bтоқтата\s+тұр")
# «…, действующей до 1 января 2031 года»: a wording with a term.
_UNTIL = re.compile(
    r"""
    \bдейству(?:ет|ют|ющ\w+)\s+(?:до|по)\s | \bдейств\w*\s+до\s
  | \sдейін\s+(?:қолданылады|қолданыста|күшінде)
    """,
    re.VERBOSE,
)
_KAZAKH_LETTERS = re.compile("[әғқңөұүһ]", re.IGNORECASE)
# Nouns of units that only Kazakh has: «абзац» is a word of both.
_KAZAKH_NOUNS: Final = frozenset(
    f for f, r in unit_forms_kk().items() if r[0][0] not in ("abz", "par")
)


def is_kazakh(line: Sequence[Token]) -> bool:
    """Whether a statement is in Kazakh, by its words outside quotations."""
    return any(
        t.kind == "word"
        and (_KAZAKH_LETTERS.search(t.low) or t.low in _KAZAKH_NOUNS or t.low == "деген")
        for t in line
    )


class Reader:
    """Holds the place in the amending act and what was read so far."""

    def __init__(self, text: str, acts: tuple[Act, ...], act: str) -> None:
        self.text = text
        self.known = acts
        self.act = act
        self.act_level: int | None = None  # the level of the lead-in that names the act
        self.acts: list[ActNamed] = []
        self.contexts = Contexts()
        self.operations: list[Operation] = []
        self.places: list[Steps] = []
        self.unread: list[Unread] = []
        self.deferred: list[Deferred] = []
        self.numbers: dict[LevelName, Level] = {}
        self.last: tuple[Target, ...] = ()  # the units of the command before: «той же статьи»

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

    def miss(self, start: int, end: int, reason: str, wording: Temporary | None = None) -> None:
        self.last = ()  # what unread words name, nobody knows
        self.unread.append(Unread(start, end, self.text[start:end], reason, wording))

    def take_act(self, named: ActNamed, levels: Sequence[Level] = ()) -> None:
        """The commands that follow are to this act, until its level ends."""
        self.acts.append(named)
        self.act = named.act
        self.act_level = LEVELS.index(levels[-1].unit) if levels else 0
        self.contexts, self.last = Contexts(), ()

    def statement(self, statement: Statement) -> None:
        words = self.text[statement.start : statement.end]
        self.number(statement.levels)
        self.leave_act(statement.levels)
        if self.names_act(statement, words):
            return
        begun = bool(self.operations or self.contexts.frames)
        around = _SIGNATURE if begun else _FRONT
        if around.match(words) and not _ORDERS.search(words):
            return
        # Words outside quotations: a law may be told to say anything inside them.
        said = " ".join(t.low for t in statement.tokens if t.kind == "word")
        if commencement.is_commencement(said) and not _ORDERS.search(said):
            self.contexts, self.last = Contexts(), ()
            self.deferred += commencement.deferred(words, statement.start)
            return
        self.contexts.enter(statement.levels)
        try:
            self.told(statement, said)
        except Unreadable as error:
            self.contexts.open(None, bool(statement.levels))
            self.miss(statement.start, statement.end, error.said)
        if any(t.kind == "broken" for t in statement.tokens):
            # It may have run over the lead-ins of what follows.
            self.contexts.open(None, False)

    def told(self, statement: Statement, said: str) -> None:
        """A lead-in or a command; `said`: its words outside quotations."""
        kazakh = is_kazakh(statement.tokens)
        if _SUSPENDED.search(said) or _UNTIL.search(said):
            self.contexts.settle(None)
            words = self.text[statement.start : statement.end]
            wording = temporary(statement.tokens, words, suspends=bool(_SUSPENDED.search(said)))
            self.miss(statement.start, statement.end, shown(wording), wording)
            if statement.tokens[-1].text == ":":
                self.contexts.open(None, bool(statement.levels))
        elif any(w in said for w in _OTHER_LANGUAGE):
            self.other_language(statement, said)
        elif (inline := self.inline_lead_in(statement, kazakh)) is not None:
            self.lead_in(Statement(statement.levels, statement.tokens[:inline]), kazakh)
            self.commands(Statement((), statement.tokens[inline:]), kazakh)
        elif statement.tokens[-1].text == ":" and (verb := self.bare_verb(statement, kazakh)):
            self.contexts.settle(None)
            self.contexts.open((Target(()),), bool(statement.levels), verb)
        elif statement.tokens[-1].text == ":" and not _ORDERS.search(said):
            self.lead_in(statement, kazakh)
        elif self.contexts.verb and not _ORDERS.search(said):
            self.listed(statement, kazakh)
        else:
            self.commands(statement, kazakh)
            if statement.tokens[-1].text == ":":  # a text without quotation marks may follow
                self.contexts.open(None, bool(statement.levels))

    def number(self, levels: Sequence[Level]) -> None:
        """Keeps the place in the amending act: article, point, subpoint."""
        for level in levels:
            inner = LEVELS[LEVELS.index(level.unit) :]
            self.numbers = {u: s for u, s in self.numbers.items() if u not in inner}
            self.numbers[level.unit] = level

    def place(self) -> Steps:
        units: dict[LevelName, UnitName] = {"article": "art", "point": "pt", "subpoint": "spt"}
        return tuple(
            Step(units[u], s.number) for u, s in self.numbers.items() if u in units and s.number
        )

    # -- the act ---------------------------------------------------------------------------------

    def leave_act(self, levels: Sequence[Level]) -> None:
        """The next article or point of the amending act leaves the act that the one before it named."""
        if self.act_level is None or not levels:
            return
        if min(LEVELS.index(level.unit) for level in levels) <= self.act_level:
            self.act, self.act_level = "", None
            self.contexts, self.last = Contexts(), ()

    def names_act(self, statement: Statement, words: str) -> bool:
        if statement.tokens[0].kind != "whole":
            return False
        if names_acts(words):  # each of them is named below
            self.act, self.act_level, self.contexts, self.last = "", None, Contexts(), ()
            return True
        named = act_named(words, statement.start, self.known)
        if named is None:
            return False
        self.take_act(named, statement.levels)
        if named.units:
            self.units_of_act(statement, named)
        return True

    def units_of_act(self, statement: Statement, named: ActNamed) -> None:
        """«Внести в статью 11 Закона … следующие изменения:»: a lead-in to the units too."""
        parts = tokens(named.units)
        units: tuple[Target, ...] | None = None
        if named.language == "kk":
            read_kk = targets_kk(parts, 0)
            if read_kk and read_kk[2] == len(parts):
                units = read_kk[0]
        else:
            read_ru = targets(parts, 0, frozenset({"loc", "acc"}))
            if read_ru and read_ru[1] == len(parts):
                units = read_ru[0]
        if units is None:
            self.miss(statement.start, statement.end, say("amendment.lead_in_no_address"))
        self.contexts.open(units, True)

    # -- lead-ins --------------------------------------------------------------------------------

    def lead_in(self, statement: Statement, kazakh: bool) -> None:
        """«в статье 3:», «внести в пункт 1 следующие изменения:», «3-бапта:»."""
        named = self.lead_in_kk(statement) if kazakh else self.lead_in_ru(statement)
        if named is None:
            self.contexts.settle(None)
            self.contexts.open(None, bool(statement.levels))
            self.miss(statement.start, statement.end, say("amendment.lead_in_no_address"))
            return
        self.contexts.settle(min(t.rank for t in named))
        if any(t.pointed for t in named):
            named = pointed_at(named, (self.last,), self.contexts.targets() or ())
        self.last = ()
        self.contexts.open(named, bool(statement.levels))

    def lead_in_ru(self, statement: Statement) -> tuple[Target, ...] | None:
        kept = [t for t in statement.tokens if t.low not in _CHANGES]
        while kept and kept[-1].text in (":", "и", ","):
            kept.pop()
        named = None
        if kept and kept[0].low in ("в", "во"):
            named = targets(kept, 1, frozenset({"loc", "acc"}))
        elif kept and kept[0].low == "по" and [t.low for t in kept[1:]] == ["всему", "тексту"]:
            named = (Target((), "act", True),), len(kept)
        return named[0] if named and named[1] == len(kept) else None

    def lead_in_kk(self, statement: Statement) -> tuple[Target, ...] | None:
        kept = [t for t in statement.tokens if t.low not in _CHANGES_KK]
        while kept and kept[-1].text in (":", ","):
            kept.pop()
        if [t.low for t in kept] == ["бүкіл", "мәтін", "бойынша"]:
            return (Target((), "act", True),)
        named = targets_kk(kept, 0)
        if named is None or named[2] < len(kept) or not named[1] & {"loc", "dat"}:
            return None
        return named[0]

    def inline_lead_in(self, statement: Statement, kazakh: bool) -> int | None:
        """How many tokens «в статье 3:» takes when its command goes on in the same line."""
        parts = statement.tokens
        if kazakh:
            named_kk = targets_kk(parts, 0)
            if named_kk is None or "loc" not in named_kk[1]:
                return None
            at = named_kk[2]
        else:
            if parts[0].low not in ("в", "во"):
                return None
            named = targets(parts, 1, frozenset({"loc"}))
            if named is None:
                return None
            at = named[1]
        return at + 1 if at + 1 < len(parts) and parts[at].text == ":" else None

    def bare_verb(self, statement: Statement, kazakh: bool) -> Kind | None:
        """«признать утратившими силу:», «исключить:»: a verb for all that is listed below; else None."""
        lows = [low_kk(statement.tokens, i) for i in range(len(statement.tokens) - 1)]
        if kazakh and lows[:1] in (["мыналардың"], ["мыналар"], ["мына"]):
            lows = lows[1:]
        return "repeal" if (KK if kazakh else RU).verbs.get(tuple(lows)) == "repeal" else None

    def listed(self, statement: Statement, kazakh: bool) -> None:
        """A member of a list below a verb: its units, nothing else."""
        parts = statement.tokens
        end = len(parts)
        while end and parts[end - 1].text in (";", ".", ",", "и", "және"):
            end -= 1
        named: tuple[Target, ...] | None = None
        try:
            if kazakh:
                read_kk = targets_kk(parts[:end], 0)
                named = read_kk[0] if read_kk and read_kk[2] == end else None
            else:
                read_ru = targets(parts[:end], 0, frozenset({"nom", "acc"}))
                named = read_ru[0] if read_ru and read_ru[1] == end else None
            if named is None:
                raise Unreadable(say("amendment.list_member"))
            asked = Asked("repeal", named)
            span = (statement.start, parts[end - 1].end)
            self.add_all(self.asked_of(asked, (), span)[0], kazakh)
        except Unreadable as error:
            self.miss(statement.start, statement.end, error.said)

    def other_language(self, statement: Statement, said: str) -> None:
        """«текст на русском языке не изменяется»: nothing to do in the Russian text."""
        self.contexts.settle(None)
        if not _UNCHANGED.search(said) or any(t.kind == "quote" for t in statement.tokens):
            self.miss(statement.start, statement.end, say("amendment.text_of_other_language"))
            return
        target = Address(self.act or "act")
        for at, token in enumerate(statement.tokens):
            if token.low in ("текст", "тексты"):
                named = targets(statement.tokens, at + 1, frozenset({"gen"}))
                if named and not named[0][0].pointed:
                    target = target.within(named[0][0].steps)
                break
        self.add_all([Operation("none", target, span=(statement.start, statement.end))], False)

    # -- commands --------------------------------------------------------------------------------

    def commands(self, statement: Statement, kazakh: bool) -> None:
        """The sentences of a statement; one that is not read whole is unread."""
        inside = act_inside(statement.tokens, self.text, self.known)
        act, contexts = self.act, self.contexts
        if inside is not None:
            self.acts.append(inside.named)
            self.act, self.contexts, self.last = inside.named.act, Contexts(), ()
            statement = Statement((), inside.rest)
        self.sentences(statement, kazakh)
        if inside is not None:
            self.act, self.contexts, self.last = act, contexts, ()

    def sentences(self, statement: Statement, kazakh: bool) -> None:
        clauses: Reading = ClausesKk(statement.tokens) if kazakh else Clauses(statement.tokens)
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
                if (
                    first
                    and (
                        statement.levels
                        or statement.rejoined  # one of its lines may be a lead-in that lost its colon
                        or not _ORDERS.search(self.text[statement.start : statement.end])
                    )
                ):
                    # Words that order nothing: what stands below them belongs to nobody knows what.
                    self.contexts.open(None, bool(statement.levels))
                return
            self.add_all(asked, kazakh)
            first = False

    def sentence(
        self, clauses: Reading, inherited: tuple[Target, ...], first: bool
    ) -> tuple[list[Operation], tuple[Target, ...]]:
        """The clauses up to a semicolon, all or none."""
        operations: list[Operation] = []
        while True:
            begin = clauses.tokens[clauses.at].start
            asked = clauses.next()
            span = (begin, clauses.tokens[clauses.at - 1].end)
            if first:
                self.contexts.settle(_rank(asked))
                first = False
            made, inherited = self.asked_of(asked, inherited, span)
            operations += made
            while clauses.low() in (",", "и", "және"):
                clauses.at += 1
            if clauses.at >= len(clauses.tokens) or clauses.low() in (";", "."):
                return operations, inherited

    def asked_of(
        self, asked: Asked, inherited: tuple[Target, ...], span: tuple[int, int]
    ) -> tuple[list[Operation], tuple[Target, ...]]:
        """The operations of a clause, and the units that the next clause goes on with.

        A unit without its own article continues the address of the clause before it, else that of
        the lead-ins; it is looked for nowhere else.
        """
        context = self.contexts.targets()
        if context is None:
            raise Unreadable(say("amendment.lead_in_unread"))
        if not self.act:
            raise Unreadable(say("amendment.act_unnamed"))
        before = (inherited, self.last)
        own = pointed_at(asked.targets, before, context)
        asked = replace(
            asked, targets=own, behind=pointed_at(asked.behind, (own, *before), context)
        )
        named = tuple(
            numbered(t, inherited if asked.units else ()) for t in own or owner_of(asked.behind)
        )
        if named:
            above = continued(inherited, named) or context
            inherited = tuple(within(o, t) for o in above for t in named)
        where = inherited or context
        self.last = spoken_of(asked, where)
        return operations_of(asked, where, bool(named), Address(self.act), span), inherited

    def add_all(self, operations: Iterable[Operation], kazakh: bool) -> None:
        for operation in operations:
            self.operations.append(operation.said_in("kk" if kazakh else "ru"))
            self.places.append(self.place())


def _rank(asked: Asked) -> int | None:
    """The rank of the largest unit that a clause names, or adds; None where it names none."""
    if any(t.pointed for t in asked.targets):
        return None  # «той же статьи» leaves no lead-in: it speaks of what stands above
    if asked.targets:
        return min(t.rank if t.steps else 99 for t in asked.targets)
    if asked.units is not None:
        return RANK.get(asked.units.unit, 0)
    return None
