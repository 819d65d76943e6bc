"""The model: an Edition of an Act is a tree of Clauses; Notes hang on the clause they name.

All values are immutable. A clause keeps the words exactly as printed and, apart from them, the
layout of its source lines, so that the source can be written back (kb.read.markdown).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal, get_args

from kb.ground.errors import Ambiguous, NotFound, NotHeld
from kb.ground.saying import Saying, joined, say
from kb.norm.address import (
    BARE,
    DIVISIONS,
    Address,
    Step,
    Steps,
    full,
    number_key,
    steps_text,
    unit_words,
)
from kb.words.text import sentences

UNDATED: Final = "0001-01-01"  # the day of an edition whose file gives none


class Status(StrEnum):
    """Whether a clause binds: see «Status of a clause» in the documentation of the corpus."""

    IN_FORCE = "in_force"
    EXCLUDED = "excluded"
    FUTURE = "future"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Line:
    """A source line as layout: its number from 1 and the marks around its words.

    `escaped`: a backslash stands before the sign of the number that the words begin with («35\\)»).
    """

    number: int
    before: str = ""
    after: str = ""
    escaped: bool = False


# What a clause is, in words for programs; the names of units in addresses are shorter.
ClauseKind = Literal[
    "act",
    "title",
    "preamble",
    "form",
    "section",
    "chapter",
    "paragraph_division",
    "article",
    "point",
    "subpoint",
    "part",
    "paragraph",
    "sentence",
    "table",
    "note",
    "appendix",
    "future_wording",
    "heading",
    "text",
]
About = Literal["unit", "heading"]  # of a note: the whole unit, or its heading


@dataclass(frozen=True, slots=True)
class Note:
    """A сноска: a bank's or editor's remark; `about` is `heading` when it speaks of a heading."""

    text: str
    about: About = "unit"
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that was read under doubt: what was decided there, and why it may be otherwise."""

    line: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A structural unit. `own_text` holds its own words only, without its number mark."""

    steps: Steps
    kind: ClauseKind
    number: str = ""
    mark: str = ""
    heading: str = ""
    own_text: str = ""
    status: Status = Status.IN_FORCE
    notes: tuple[Note, ...] = ()
    children: tuple[Clause, ...] = ()
    heading_lines: tuple[Line, ...] = ()
    text_line: Line | None = None
    row_lines: tuple[Line, ...] = ()  # of a table: its source lines as they stand, in `before`

    def walk(self) -> Iterator[Clause]:
        """The clause and everything below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def live(self) -> bool:
        """Whether its wording counts as the law's text: not excluded, not printed ahead."""
        return self.status in (Status.IN_FORCE, Status.LIMITED)

    @property
    def heading_text(self) -> str:
        """The heading line as printed: «Статья 9. Регламент маслихата»."""
        return " ".join(filter(None, (self.mark, self.heading))) if self.heading_lines else ""

    def lines(self) -> list[str]:
        """The unit as printed: number mark and descendants, a line per unit, without notes."""
        result: list[str] = []
        mark = self.mark
        if self.heading_lines:
            result.append(self.heading_text)
            mark = ""
        if self.own_text:
            result.append(f"{mark} {self.own_text}" if mark else self.own_text)
            mark = ""
        for child in self.children:
            if child.steps[-1].unit == "future":
                continue
            below = child.lines()
            if mark and below:
                below[0] = f"{mark} {below[0]}"
                mark = ""
            result.extend(below)
        return [mark, *result] if mark else result

    @property
    def text(self) -> str:
        return "\n".join(self.lines())


@dataclass(frozen=True)
class Edition:
    """An act's text as of a date, in one language.

    `held` lists the units held (articles, whole divisions, `title`, `preamble`); empty means that
    the whole act is held. `divisions` gives, for each division held whole, its first and last
    article, so that an article missing between them is known not to exist. `file`: where it was read
    from, for a file that a person named.
    """

    act: str
    date: str
    language: str
    title: str
    root: Clause
    front: dict[str, object] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    held: tuple[Step, ...] = ()
    divisions: tuple[tuple[Step, str, str], ...] = ()
    file: str = ""

    def address(self, steps: Steps) -> str:
        """The address in full of one of its units."""
        return full(self.act, self.date, self.language, steps)

    def place(self, steps: Steps) -> Address:
        """The same address as a value."""
        return Address(self.act, self.date, self.language, steps)

    @property
    def name(self) -> str:
        return full(self.act, self.date, self.language, ())

    @property
    def signature(self) -> tuple[str, ...]:
        """Who signed the act, a line each; no norm."""
        lines = self.front.get("signature")
        return tuple(map(str, lines)) if isinstance(lines, list) else ()

    @property
    def shown(self) -> str:
        """The edition as a sentence names it: a file that gives no day of its own by its name."""
        return self.file if self.file and self.date == UNDATED else self.name

    @cached_property
    def marks(self) -> dict[str, str]:
        """Number marks as printed before a unit's words, by address; a heading's is «Статья 9.».

        A point whose words stand in its parts prints its number before the first of them.
        """
        marks: dict[str, str] = {}

        def visit(clause: Clause, inherited: str) -> None:
            mark = " ".join(filter(None, (inherited, clause.mark)))
            if clause.heading_lines:
                marks[f"{self.address(clause.steps)}.heading"] = clause.mark
                mark = ""
            if clause.own_text:
                marks[self.address(clause.steps)] = mark
                mark = ""
            for child in clause.children:
                visit(child, mark)
                mark = ""

        visit(self.root, "")
        return marks

    @cached_property
    def index(self) -> dict[Steps, Clause]:
        """Every clause by its steps (a repeated address keeps the first)."""
        index: dict[Steps, Clause] = {}
        for clause in self.root.walk():
            index.setdefault(clause.steps, clause)
        return index

    @cached_property
    def _by_last(self) -> dict[Step, list[Clause]]:
        """Clauses by the last step of an address that may name them, in the order of the index."""
        named: dict[Step, list[Clause]] = {}
        for steps, clause in self.index.items():
            if steps:
                named.setdefault(steps[-1], []).append(clause)
                if "~" in steps[-1].number:
                    named.setdefault(steps[-1].printed, []).append(clause)
        return named

    def walk(self) -> Iterator[Clause]:
        """Every clause below the act itself, in the order of the text."""
        for child in self.root.children:
            yield from child.walk()

    def holds(self, steps: Steps) -> bool:
        """Whether the unit's text would stand here if the law had it."""
        unit = governing(steps)
        if unit is None or not self.held or unit in self.held:
            return True
        if (unit,) in self.index or steps[: steps.index(unit) + 1] in self.index:
            return True
        if unit.unit != "art":
            return False
        key = number_key(unit.number)
        return any(
            step in self.held and number_key(low) <= key <= number_key(high)
            for step, low, high in self.divisions
        )

    def resolve(self, steps: Steps) -> Clause:
        """The clause an address names.

        A redundant `part_1` is accepted, so is a short form where it is unique; `abz_1`, `sent_N`
        and `.heading` give the words of a clause as a clause of their own. Raises Ambiguous with
        the candidates, NotHeld for a unit outside the excerpts, NotFound with the nearest names.
        """
        if not steps:
            return self.root
        clause = self.find(steps)
        if clause:
            return clause
        if not self.holds(steps):
            held = joined(", ", (unit_words((part,)) for part in self.held))
            unit = unit_words(steps[:1])
            raise NotHeld(say("norm.unit_not_held", edition=self.shown, unit=unit, held=held))
        raise NotFound(
            say(
                "norm.unit_absent",
                edition=self.shown,
                unit=unit_words(steps),
                steps=steps_text(steps),
                nearest=", ".join(self.nearest(steps)),
            )
        )

    def find(self, steps: Steps) -> Clause | None:
        """As `resolve`, but None where there is no such unit; still raises Ambiguous."""
        if steps in self.index:
            return self.index[steps]
        last = steps[-1]
        owner = self.find(steps[:-1]) if len(steps) > 1 else None
        if (owner and last.unit in ("heading", "sent")) or (owner and str(last) == "abz_1"):
            return _derived(owner, last)
        without = tuple(s for s in steps if str(s) != "part_1")
        if without != steps and without in self.index:
            first = Step("part", "1")
            parts = {c.steps[:-1] for c in self.index.values() if c.steps and c.steps[-1] == first}
            dropped = {steps[:i] for i, s in enumerate(steps) if s == first}
            if not dropped & parts:
                return self.index[without]
        candidates = [c for c in self._by_last.get(last, ()) if _subsequence(steps, c.steps)]
        if len(candidates) > 1:
            names = tuple(steps_text(c.steps) for c in candidates)
            raise Ambiguous(
                say(
                    "norm.unit_ambiguous",
                    edition=self.shown,
                    steps=steps_text(steps),
                    names=", ".join(names),
                ),
                tuple(self.address(c.steps) for c in candidates),
            )
        return candidates[0] if candidates else None

    def nearest(self, steps: Steps) -> list[str]:
        """Up to five addresses that stand where the asked one should."""
        for cut in range(len(steps) - 1, 0, -1):
            owner = self.index.get(steps[:cut])
            if owner and owner.children:
                near = _closest([c.steps for c in owner.children], steps[cut])
                return [steps_text(s) for s in near]
        articles = [s for s in self.index if s and s[-1].unit == steps[0].unit]
        return [steps_text(s) for s in _closest(articles or list(self.index)[1:], steps[0])]


def governing(steps: Steps) -> Step | None:
    """The unit by which excerpts are held: the article, else the division, title or preamble."""
    for step in steps:
        if step.unit == "art":
            return step
    held = [s for s in steps if s.unit in DIVISIONS or (s.unit in BARE and s.unit != "heading")]
    return held[-1] if held else (steps[0] if steps else None)


def _names(asked: Step, step: Step) -> bool:
    """Whether a step is the one asked for; a bare number names each unit printed under it."""
    return asked == step or ("~" in step.number and asked == step.printed)


def _subsequence(short: Steps, long: Steps) -> bool:
    rest = iter(long)
    return all(any(_names(step, other) for other in rest) for step in short)


def _closest(places: list[Steps], wanted: Step) -> list[Steps]:
    """The five found whose last number is nearest to the wanted one, in the order of the law."""

    def distance(steps: Steps) -> tuple[bool, int]:
        mine, theirs = number_key(wanted.number or "0"), number_key(steps[-1].number or "0")
        return (steps[-1].unit != wanted.unit, abs(mine[0][1] - theirs[0][1]))

    best = sorted(places, key=distance)[:5]
    return [s for s in places if s in best]


def _derived(owner: Clause, last: Step) -> Clause | None:
    steps = (*owner.steps, last)
    if last.unit == "heading":
        if not owner.heading:
            return None
        notes = tuple(n for n in owner.notes if n.about == "heading")
        return Clause(steps, "heading", own_text=owner.heading, status=owner.status, notes=notes)
    if last.unit == "abz":
        return replace(owner, steps=steps, kind="paragraph", number="1", mark="", children=())
    spans = sentences(owner.own_text)
    if not last.number.isdigit() or not 1 <= int(last.number) <= len(spans):
        return None
    start, end = spans[int(last.number) - 1]
    return Clause(
        steps, "sentence", last.number, own_text=owner.own_text[start:end], status=owner.status
    )


# --- What is known of an act, held or not -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition known to exist: its bank date, the amending law, when the change takes effect.

    `text_since`: a day before the bank's date from which the units held already read so, as the
    notes under them show. `held` maps a language to the units held whole; an edition without it is only known.
    """

    date: str
    cause: str = ""
    takes_effect: str = ""
    held: tuple[tuple[str, tuple[Step, ...]], ...] = ()
    text_since: str = ""

    @property
    def begins(self) -> str:
        """The first day for which its text is known."""
        return self.text_since or self.date

    def units(self, language: str) -> tuple[Step, ...]:
        return dict(self.held).get(language, ())


Force = Literal["treaty", "constitution", "constitutional_law", "code", "law", "bylaw"]
FORCES: Final[tuple[Force, ...]] = get_args(Force)


@dataclass(frozen=True, slots=True)
class Act:
    """An act and its known editions, oldest first (corpus/acts.yaml).

    `force` is one of FORCES, in the order of art. 10 of the Law on legal acts; `complete` says
    whether every edition that exists is listed.
    """

    id: str
    title: str
    form: str
    force: Force
    adopted: str
    short: str = ""
    short_kk: str = ""
    short_en: str = ""
    title_kk: str = ""
    number: str = ""
    in_force_from: str = ""
    ceased: str = ""
    successor: str = ""
    label: str = ""
    label_kk: str = ""
    label_en: str = ""
    complete: bool = False
    divisions: tuple[tuple[Step, str, str], ...] = ()
    editions: tuple[KnownEdition, ...] = ()

    @property
    def name(self) -> Saying:
        """The act as a reader names it; what it is not called in a language, it is in Russian."""
        name = self.short or self.title
        return Saying(name, self.short_kk or self.title_kk or name, self.short_en or name)

    @property
    def labelled(self) -> Saying:
        """What its texts are, where they are not the official ones; in Russian where not given."""
        return Saying(self.label, self.label_kk or self.label, self.label_en or self.label)

    def edition(self, date: str) -> KnownEdition | None:
        return next((e for e in self.editions if e.date == date), None)

    def in_force(self, date: str) -> bool:
        """Whether its edition of a date is the law in force: the last one known, of an act that stands."""
        return not self.ceased and bool(self.editions) and date == self.editions[-1].date

    def held_dates(self, language: str) -> list[str]:
        return [e.date for e in self.editions if language in dict(e.held)]


def mixes_forces(changed: Iterable[str], acts: Mapping[str, Act]) -> bool:
    """Whether a constitutional law is changed together with an act of another force; ids of acts."""
    forces = {acts[a].force for a in changed if a in acts}
    return "constitutional_law" in forces and len(forces) > 1
