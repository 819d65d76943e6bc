"""The edition as it stands while an instruction is applied: where targets are, what was written.

Every operation speaks of the text before the instruction, so what another operation has written is
remembered, and so is where counting by order has been shifted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from kb.amendment.identity import of_edition
from kb.amendment.insertion import Placed, Shifted, printed_lines
from kb.amendment.tree import put
from kb.amendment.units import Refusal
from kb.amendment.words import Edit, Span, apply_edits, moved
from kb.ground.errors import Ambiguous, NotFound
from kb.ground.saying import say
from kb.norm.act import Clause, Edition
from kb.norm.address import DIVISIONS, LAST, Step, Steps, number_key, unit_words
from kb.words.text import sentences

Key = tuple[Steps, str]  # a clause, and which of its texts: text or heading
_EVERYTHING: Span = (0, 1 << 62)


Part = Literal["unit", "own", "heading", "sentence"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a target's words stand: a clause, and which of its texts.

    `part`: unit (with all below), own (its own words), heading or sentence (`span` of own words).
    """

    clause: Clause
    part: Part = "unit"
    span: Span = (0, 0)


@dataclass
class Working:
    """One application.

    `touched`: spans that operations have written, by clause and text; `shifts`: for an owner and a
    unit counted by order, the number from which its siblings have moved; `moved`: each such move; `others`: why commands to an
    act of this name are not to the edition's.
    """

    edition: Edition
    others: Mapping[str, str] = field(default_factory=dict)
    touched: dict[Key, list[Span]] = field(default_factory=dict)
    shifts: dict[tuple[Steps, str], int] = field(default_factory=dict)
    moved: list[Shifted] = field(default_factory=list)

    # -- places ----------------------------------------------------------------------------------

    def place(self, steps: Steps, *, adding: bool = False) -> Place:
        """The place that steps name. Raises as Edition.resolve does, and Refusal."""
        steps = self.numbered_parts(steps)
        self.check_named(steps)
        self.check_count(steps, adding=adding)
        last = steps[-1] if steps else Step("act")
        if last.unit == "heading":
            return Place(self.edition.resolve(steps[:-1]), "heading")
        if last.unit == "sent":
            return self.sentence(steps)
        if last.unit == "abz":
            return self.paragraph(steps)
        if last == Step("part", LAST):
            owner = self.edition.resolve(steps[:-1])
            parts = [c for c in owner.children if c.steps[-1].unit == "part"]
            return Place(parts[-1] if parts else owner)
        clause = self.edition.resolve(steps)
        if str(last) == "part_1" and clause.steps != steps and has(clause, "pt"):
            raise Refusal(say("amendment.first_part_unclear", unit=unit_words(clause.steps)))
        return Place(clause, "own" if last.unit in ("title", "form") else "unit")

    @cached_property
    def _begin(self) -> frozenset[Step]:
        """The units with which an address of this act may begin."""
        used = {c.steps[0] for c in self.edition.root.walk() if c.steps}
        return frozenset(used) | {Step("title"), Step("form"), Step("heading")}

    @cached_property
    def printed_twice(self) -> frozenset[Steps]:
        """Numbers that stand at two units: which of them is meant, no address tells."""
        counted = Counter(c.steps for c in self.edition.root.walk())
        return frozenset(steps for steps, times in counted.items() if times > 1)

    def check_named(self, steps: Steps) -> None:
        """Refuses an address that does not say from the act down which unit is meant.

        A unit whose article the words do not name is not looked for in the whole act; only a part may
        be left out, where one alone holds the unit.
        """
        if not steps:
            return
        first = steps[0]
        free = first.unit in ("pt", "spt", "part", "abz", "sent")
        if free and first not in self._begin:
            raise Refusal(say("amendment.owner_unnamed", unit=unit_words(steps)))
        for end in range(1, len(steps) + 1):
            if steps[:end] in self.printed_twice:
                raise Refusal(say("amendment.printed_twice", unit=unit_words(steps[:end])))
        try:
            clause = self.edition.find(steps)
        except Ambiguous:
            return
        if clause is None or clause.steps == steps:
            return
        named = [s for s in steps if s.unit not in ("part", *DIVISIONS)]
        real = [s for s in clause.steps if s.unit not in ("part", *DIVISIONS)]
        if named != real or (steps[-1].unit == "part" and clause.steps[-1] != steps[-1]):
            raise Refusal(
                say(
                    "amendment.between_unnamed",
                    unit=unit_words(steps),
                    found=unit_words(clause.steps),
                )
            )
        if steps[-1].unit == "part" and clause.steps[:-1] != steps[:-1]:
            raise Refusal(
                say(
                    "amendment.between_unnamed",
                    unit=unit_words(steps),
                    found=unit_words(clause.steps),
                )
            )

    @cached_property
    def _code(self) -> bool:
        """Whether the act is a code: its articles' numbered units are called parts."""
        return of_edition(self.edition).kind == "code"

    def numbered_parts(self, steps: Steps) -> Steps:
        """In codes the parts of an article are its numbered points (art. 23 of the Law on legal
        acts): where an article has points and no parts, «часть вторая» is point 2."""
        if not self._code or len(steps) < 2 or steps[1].unit != "part" or steps[0].unit != "art":
            return steps
        article = self.edition.find(steps[:1])
        units = {c.steps[-1].unit for c in article.children} if article else set()
        if article is None or article.own_text or units != {"pt"} or steps[1].number == LAST:
            return steps
        return (steps[0], Step("pt", steps[1].number), *steps[2:])

    def check_count(self, steps: Steps, *, adding: bool) -> None:
        """Refuses a number counted by order after this instruction has shifted the order."""
        for at, step in enumerate(steps):
            first = self.shifts.get((steps[:at], step.unit))
            counted = step.number.isdigit() or step.number == LAST
            if first is None or not counted or (adding and at == len(steps) - 1):
                continue
            if step.number == LAST or int(step.number) >= first:
                raise Refusal(say("amendment.count_shifted", unit=unit_words((*steps[:at], step))))

    def paragraph(self, steps: Steps) -> Place:
        """An абзац: counted below its unit, or by lines where these carry no numbers."""
        last = steps[-1]
        owner = self.edition.resolve(steps[:-1])
        exact = self.edition.index.get((*owner.steps, last))
        if exact is not None:
            return Place(exact, "own")
        printed = printed_lines(owner)
        if last.number == "1":
            first = next((c for c in owner.walk() if c.own_text), None)
            if first is None or (
                first is not owner and first.steps[-1].unit not in ("part", "abz")
            ):
                raise NotFound(
                    say(
                        "amendment.no_first_paragraph",
                        edition=self.edition.shown,
                        unit=unit_words(owner.steps),
                    )
                )
            return Place(first, "own")
        number = len(printed or ()) if last.number == LAST else counted(last)
        if printed and 1 <= number <= len(printed):
            return Place(printed[number - 1], "own")
        raise NotFound(say("amendment.no_unit", edition=self.edition.shown, unit=unit_words(steps)))

    def sentence(self, steps: Steps) -> Place:
        last = steps[-1]
        place = self.place(steps[:-1])
        clause = place.clause
        if place.part == "unit" and clause.children and not clause.own_text:
            raise Refusal(say("amendment.sentence_part", unit=unit_words(clause.steps)))
        spans = sentences(clause.own_text)
        if last.number == LAST and place.part == "unit" and clause.children:
            raise Refusal(say("amendment.last_sentence_unclear", unit=unit_words(clause.steps)))
        number = len(spans) if last.number == LAST else counted(last)
        if not 1 <= number <= len(spans):
            raise NotFound(
                say(
                    "amendment.sentences_fewer",
                    edition=self.edition.shown,
                    count=str(len(spans)),
                    unit=unit_words(steps),
                )
            )
        return Place(clause, "sentence", spans[number - 1])

    # -- writing ---------------------------------------------------------------------------------

    def put(self, clause: Clause, *, fresh: bool = True) -> None:
        """Puts a clause in the place of the one at its address; all its words are new."""
        self.edition = put(self.edition, clause.steps, clause)
        if fresh:
            self.mark(clause)

    def mark(self, clause: Clause) -> None:
        for each in clause.walk():
            self.touched[(each.steps, "text")] = [_EVERYTHING]
            self.touched[(each.steps, "heading")] = [_EVERYTHING]

    def edit(self, key: Key, edits: Sequence[Edit]) -> None:
        steps, part = key
        clause = self.edition.index[steps]
        text = clause.own_text if part == "text" else clause.heading
        new = apply_edits(text, edits)
        if not new.strip():
            raise Refusal(say("amendment.nothing_left", unit=unit_words(steps)))
        self.touched[key] = moved(self.touched.get(key, ()), edits)
        changed = replace(clause, own_text=new) if part == "text" else replace(clause, heading=new)
        self.edition = put(self.edition, steps, changed)

    def untouched(self, clause: Clause) -> None:
        """Refuses a whole-unit change of words that another operation has changed."""
        for each in clause.walk():
            if (each.steps, "text") in self.touched:
                raise Refusal(say("amendment.unit_touched", unit=unit_words(each.steps)))

    def free(self, key: Key, span: Span) -> None:
        for start, end in self.touched.get(key, ()):
            if start < span[1] and span[0] < end:
                raise Refusal(say("amendment.words_touched", unit=unit_words(key[0])))

    def is_touched(self, key: Key, span: Span) -> bool:
        return any(a < span[1] and span[0] < b for a, b in self.touched.get(key, ()))

    def put_heading(self, clause: Clause, heading: str) -> None:
        """A new heading; refused where another operation has changed the old one."""
        key = (clause.steps, "heading")
        self.free(key, (0, len(clause.heading)))
        self.touched[key] = [_EVERYTHING]
        self.edition = put(self.edition, clause.steps, replace(clause, heading=heading))

    def rename(self, old: Steps, new: Steps) -> None:
        """What was written in a unit moves with it to its new number."""
        self.touched = {
            ((*new, *key[0][len(old) :]) if key[0][: len(old)] == old else key[0], key[1]): spans
            for key, spans in self.touched.items()
        }

    def shift(self, placed: Placed) -> None:
        """Takes an edition with new units: what was written moves with its clauses."""
        self.edition = placed.edition
        if placed.shifted:
            owner, unit, number, _ = placed.shifted
            self.moved.append(placed.shifted)
            self.shifts[(owner, unit)] = min(number, self.shifts.get((owner, unit), number))
            self.touched = {
                (moved_on(steps, placed.shifted), part): spans
                for (steps, part), spans in self.touched.items()
            }
        for each in placed.added:
            self.mark(each)


def has(clause: Clause, unit: str) -> bool:
    return any(c.steps[-1].unit == unit for c in clause.children)


def moved_on(steps: Steps, shifted: Shifted) -> Steps:
    """An address after siblings have moved."""
    owner, unit, number, by = shifted
    at = len(owner)
    if steps[:at] != owner or len(steps) <= at or steps[at].unit != unit:
        return steps
    if number_key(steps[at].number) < number_key(str(number)):
        return steps
    moved_step = Step(unit, str(int(steps[at].number) + by))
    return (*steps[:at], moved_step, *steps[at + 1 :])


def counted(step: Step) -> int:
    """The number of a unit counted by order, 0 for one that no order has («2-1»)."""
    return int(step.number) if step.number.isdigit() else 0
