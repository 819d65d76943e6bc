"""Applying operations to an edition: all or nothing for each, and a report of both.

Every operation speaks of the text before the instruction: what another operation of the same
instruction has written is not touched again. Changes of the whole act's text come last, for the
others quote the text as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kb.act import Clause, Edition
from kb.address import LAST, Step, Steps, number_key, steps_text, words_ru
from kb.amendment.operation import Operation
from kb.amendment.tree import put, unfolded
from kb.amendment.units import Refusal, inserted, printed_lines, reworded, stub, without_mark
from kb.amendment.words import (
    Edit,
    Enumeration,
    Span,
    TwoStops,
    addition,
    apply_edits,
    deletion,
    insertion,
    moved,
    occurrences,
    short,
    substitution,
)
from kb.errors import Ambiguous, NotFound, NotHeld
from kb.language import sentences


@dataclass(frozen=True, slots=True)
class Done:
    """An operation carried out, with what had to be decided on the way."""

    operation: Operation
    remarks: tuple[str, ...]
    steps: Steps


@dataclass(frozen=True, slots=True)
class Refused:
    """An operation not carried out. `outside`: it speaks of another act, of a unit that the edition
    does not hold, or of words of the whole act that stand nowhere in the edition."""

    operation: Operation
    reason: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """The new edition, and what was and was not done to get it."""

    edition: Edition
    applied: tuple[Done, ...]
    refused: tuple[Refused, ...]


class NotThere(Refusal):
    """The words that an operation quotes do not stand in its target."""


def apply(edition: Edition, operations: Iterable[Operation]) -> Applied:
    """Carries out operations; one that fails changes nothing and is listed with its reason."""
    asked = list(operations)
    run = _Run(edition)
    results: dict[int, Done | Refused] = {}
    absent: list[int] = []
    wide = [i for i, o in enumerate(asked) if _wide(o)]
    order = [i for i in range(len(asked)) if i not in set(wide)] + wide
    for i in order:
        try:
            results[i] = run.carry_out(asked[i])
        except NotThere as error:
            results[i] = Refused(asked[i], str(error), outside=_wide(asked[i]))
            absent.append(i)
        except NotHeld as error:
            results[i] = Refused(asked[i], str(error), outside=True)
        except (Refusal, NotFound, Ambiguous) as error:
            results[i] = Refused(asked[i], str(error))
    # Words may be quoted as the act-wide changes leave them.
    for i in absent if wide else ():
        if not _wide(asked[i]):
            try:
                results[i] = run.carry_out(asked[i])
            except (Refusal, NotFound, Ambiguous):
                continue
    for i in absent:
        if asked[i].shared and isinstance(results[i], Refused):
            results[i] = _shared(asked[i], results[i], results)
    ordered = [results[i] for i in range(len(asked))]
    root = unfolded(run.edition.root)
    return Applied(
        run.edition if root is run.edition.root else replace(run.edition, root=root),
        tuple(r for r in ordered if isinstance(r, Done)),
        tuple(r for r in ordered if isinstance(r, Refused)),
    )


def _wide(operation: Operation) -> bool:
    return operation.of_words and not operation.target.steps


def _shared(
    operation: Operation, refused: Done | Refused, results: dict[int, Done | Refused]
) -> Done | Refused:
    """Words of a list for several units need not stand in each of them, but in one at least."""
    done = [
        r.operation
        for r in results.values()
        if isinstance(r, Done) and r.operation.span == operation.span
    ]
    pair = any(
        (o.old, o.new, o.after) == (operation.old, operation.new, operation.after) for o in done
    )
    if pair and any(o.target == operation.target for o in done):
        return Done(operation, ("этих слов перечня в единице нет",), operation.target.steps)
    return refused


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a target's words stand: a clause, and which of its texts.

    `part`: unit (with all below), own (its own words), heading or sentence (`span` of own words).
    """

    clause: Clause
    part: str = "unit"
    span: Span = (0, 0)


_EVERYTHING: Span = (0, 1 << 62)
Key = tuple[Steps, str]


@dataclass(slots=True)
class _Run:
    """One application: the edition as it stands, and what operations have written into it."""

    edition: Edition
    touched: dict[Key, list[Span]] = field(default_factory=dict)
    shifts: dict[tuple[Steps, str], int] = field(default_factory=dict)

    def carry_out(self, operation: Operation) -> Done:
        target = operation.target
        if target.act != self.edition.act:
            raise NotHeld(f"поправка к другому акту: {target.act}, а не {self.edition.act}")
        match operation.kind:
            case "none":
                return Done(operation, ("текст на этом языке не изменяется",), target.steps)
            case "replace":
                remarks, steps = self.replace(operation)
            case "insert":
                remarks, steps = self.insert(operation)
            case "repeal":
                remarks, steps = self.repeal(operation)
            case "substitute" | "insert_words" | "delete_words":
                remarks, steps = self.words(operation)
            case _:
                raise Refusal(f"операция «{operation.kind}» не выполняется")
        return Done(operation, tuple(remarks), steps)

    # -- places ----------------------------------------------------------------------------------

    def place(self, steps: Steps, *, adding: bool = False) -> _Place:
        """The place that steps name. Raises as Edition.resolve does, and Refusal."""
        steps = self.numbered_parts(steps)
        self.check_count(steps, adding=adding)
        last = steps[-1] if steps else Step("act")
        if last.unit == "heading":
            return _Place(self.edition.resolve(steps[:-1]), "heading")
        if last.unit == "sent":
            return self.sentence(steps)
        if last.unit == "abz":
            return self.paragraph(steps)
        if last == Step("part", LAST):
            owner = self.edition.resolve(steps[:-1])
            parts = [c for c in owner.children if c.steps[-1].unit == "part"]
            return _Place(parts[-1] if parts else owner)
        clause = self.edition.resolve(steps)
        if str(last) == "part_1" and clause.steps != steps and _has(clause, "pt"):
            raise Refusal(f"{words_ru(clause.steps)} делится на пункты: часть первая неясна")
        return _Place(clause, "own" if last.unit in ("title", "form") else "unit")

    def numbered_parts(self, steps: Steps) -> Steps:
        """In codes the parts of an article are its numbered points (art. 23 of the Law on legal
        acts): where an article has points and no parts, «часть вторая» is point 2."""
        if len(steps) < 2 or steps[1].unit != "part" or steps[0].unit != "art":
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
                raise Refusal(
                    f"{words_ru((*steps[:at], step))}: счет сдвинут другой командой этой же "
                    "инструкции, по какому счету названа единица, не сказано"
                )

    def paragraph(self, steps: Steps) -> _Place:
        """An абзац: counted below its unit, or by lines where these carry no numbers."""
        last = steps[-1]
        owner = self.edition.resolve(steps[:-1])
        exact = self.edition.index.get((*owner.steps, last))
        if exact is not None:
            return _Place(exact, "own")
        printed = printed_lines(owner)
        if last.number == "1":
            first = next((c for c in owner.walk() if c.own_text), None)
            if first is None or (
                first is not owner and first.steps[-1].unit not in ("part", "abz")
            ):
                raise NotFound(f"{self.edition.name}: нет абзаца первого — {words_ru(owner.steps)}")
            return _Place(first, "own")
        number = len(printed or ()) if last.number == LAST else int(last.number)
        if printed and 1 <= number <= len(printed):
            return _Place(printed[number - 1], "own")
        raise NotFound(f"{self.edition.name}: нет такой единицы — {words_ru(steps)}")

    def sentence(self, steps: Steps) -> _Place:
        last = steps[-1]
        place = self.place(steps[:-1])
        clause = place.clause
        if place.part == "unit" and clause.children and not clause.own_text:
            raise Refusal(f"{words_ru(clause.steps)}: в какой части предложение, не сказано")
        spans = sentences(clause.own_text)
        if last.number == LAST and place.part == "unit" and clause.children:
            raise Refusal(
                f"{words_ru(clause.steps)}: последнее предложение неясно, ниже есть единицы"
            )
        number = len(spans) if last.number == LAST else int(last.number)
        if not 1 <= number <= len(spans):
            raise NotFound(
                f"{self.edition.name}: предложений {len(spans)}, а названо {words_ru(steps)}"
            )
        return _Place(clause, "sentence", spans[number - 1])

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
            raise Refusal(f"от текста ничего не остается: {words_ru(steps)}")
        self.touched[key] = moved(self.touched.get(key, ()), edits)
        changed = replace(clause, own_text=new) if part == "text" else replace(clause, heading=new)
        self.edition = put(self.edition, steps, changed)

    def untouched(self, clause: Clause) -> None:
        """Refuses a whole-unit change of words that another operation has changed."""
        for each in clause.walk():
            if (each.steps, "text") in self.touched:
                raise Refusal(
                    f"слова этой единицы уже изменила другая операция: {words_ru(each.steps)}"
                )

    # -- whole units -----------------------------------------------------------------------------

    def replace(self, operation: Operation) -> tuple[list[str], Steps]:
        text = operation.new or ""
        place = self.place(operation.target.steps)
        clause = place.clause
        if place.part == "heading":
            return self.new_heading(clause, text)
        if place.part == "unit":
            self.untouched(clause)
            if clause.steps[-1:] and clause.steps[-1].unit == "part":
                text = self.first_line_without_mark(clause, text)
            new, remarks = reworded(clause, text)
            self.put(new)
            return remarks, clause.steps
        line = " ".join(text.split("\n")).strip()
        if place.part == "own":
            if "\n" in text.strip():
                return self.new_paragraph(place, text)
            line = self.first_line_without_mark(clause, line)
            span = (0, len(clause.own_text))
        else:
            span = place.span
        self.free((clause.steps, "text"), span)
        self.edit((clause.steps, "text"), [Edit(*span, line)])
        return [], clause.steps

    def new_paragraph(self, place: _Place, text: str) -> tuple[list[str], Steps]:
        """A new wording of several lines in the place of one."""
        clause = place.clause
        if clause.steps[-1].unit != "abz" or clause.children:
            raise Refusal("текст из нескольких строк, а цель — одна")
        self.untouched(clause)
        new, remarks = reworded(clause, text)
        self.put(new)
        return remarks, clause.steps

    def first_line_without_mark(self, clause: Clause, text: str) -> str:
        """A unit's first line repeats in print the mark of what it opens («2. Акимы …»)."""
        steps = clause.steps
        while steps and (owner := self.edition.index.get(steps)):
            if owner.mark:
                return without_mark(text, owner.mark)
            if str(steps[-1]) not in ("part_1", "abz_1"):
                break
            steps = steps[:-1]
        return text

    def free(self, key: Key, span: Span) -> None:
        for start, end in self.touched.get(key, ()):
            if start < span[1] and span[0] < end:
                raise Refusal(f"эти слова уже изменила другая операция: {words_ru(key[0])}")

    def new_heading(self, clause: Clause, text: str) -> tuple[list[str], Steps]:
        line = without_mark(" ".join(text.split()), clause.mark)
        if not clause.heading_lines:
            raise Refusal(f"{words_ru(clause.steps)}: заголовка нет")
        self.free((clause.steps, "heading"), (0, len(clause.heading)))
        self.touched[(clause.steps, "heading")] = [_EVERYTHING]
        self.edition = put(self.edition, clause.steps, replace(clause, heading=line))
        return [], (*clause.steps, Step("heading"))

    def insert(self, operation: Operation) -> tuple[list[str], Steps]:
        steps, text = self.numbered_parts(operation.target.steps), operation.new or ""
        if steps and steps[-1].unit == "sent":
            return self.insert_sentence(steps, text)
        self.check_count(steps, adding=True)
        placed = inserted(self.edition, steps, text)
        self.edition = placed.edition
        if placed.shifted:
            owner, unit, number, by = placed.shifted
            self.shifts[(owner, unit)] = min(number, self.shifts.get((owner, unit), number))
            self.touched = {
                (_shifted(key[0], owner, unit, number, by), key[1]): spans
                for key, spans in self.touched.items()
            }
        for each in placed.added:
            self.mark(each)
        return list(placed.remarks), placed.steps

    def insert_sentence(self, steps: Steps, text: str) -> tuple[list[str], Steps]:
        place = self.place(steps[:-1])
        clause, last = place.clause, steps[-1]
        if place.part == "unit" and clause.children:
            raise Refusal(f"{words_ru(clause.steps)}: в какой из единиц предложение, не сказано")
        if not clause.live:
            raise Refusal(f"{words_ru(clause.steps)} не действует: дополнять нечего")
        own, spans = clause.own_text, sentences(clause.own_text)
        number = len(spans) + 1 if last.number == LAST else int(last.number)
        if not 1 <= number <= len(spans) + 1:
            raise Refusal(f"предложений {len(spans)}, новое не может быть {number}-м")
        line = " ".join(text.split())
        if number == len(spans) + 1:
            if own.rstrip().endswith((";", ",", ":")):
                raise Refusal("текст кончается не точкой: предложение после него не встает")
            edit = Edit(len(own.rstrip()), len(own), f" {line}")
        else:
            start = spans[number - 1][0]
            edit = Edit(start, start, f"{line} ")
            self.shifts[(steps[:-1], "sent")] = number
        self.edit((clause.steps, "text"), [edit])
        return [], clause.steps

    def repeal(self, operation: Operation) -> tuple[list[str], Steps]:
        steps = operation.target.steps
        place = self.place(steps)
        clause = place.clause
        if place.part == "heading":
            if not clause.heading:
                raise Refusal(f"{words_ru(clause.steps)}: заголовка нет")
            self.edition = put(self.edition, clause.steps, replace(clause, heading=""))
        elif place.part == "sentence":
            self.free((clause.steps, "text"), place.span)
            edit, _ = deletion(clause.own_text, place.span)
            self.edit((clause.steps, "text"), [edit])
            spans = sentences(clause.own_text)
            self.shifts[(steps[:-1], "sent")] = spans.index(place.span) + 1
        elif not clause.steps or clause.steps[-1].unit in ("title", "form"):
            raise Refusal("заголовок и форма акта не исключаются")
        elif place.part == "own" and clause.children:
            raise Refusal(f"{words_ru(clause.steps)}: исключается строка, за которой идет перечень")
        else:
            self.untouched(clause)
            self.put(stub(clause, self.edition.language))
        return [], clause.steps

    # -- words -----------------------------------------------------------------------------------

    def words(self, operation: Operation) -> tuple[list[str], Steps]:
        place = self.place(operation.target.steps)
        if operation.kind == "insert_words" and operation.after is None:
            return self.add_words(operation, place)
        anchor = operation.after if operation.kind == "insert_words" else operation.old
        after = None if operation.kind == "insert_words" else operation.after
        if anchor is None or not anchor.strip():
            raise Refusal("не сказано, какие слова менять")
        found: list[tuple[Key, Span]] = []
        busy = done = 0
        for key, text, window in self.texts(operation, place):
            spans = _final_mark(text, anchor) or occurrences(text, anchor, after)
            spans = [s for s in spans if window[0] <= s[0] and s[1] <= window[1]]
            standing = self.standing(operation, text, spans)
            done += len(spans) - len(standing)
            open_ = [s for s in standing if not self.is_touched(key, s)]
            busy += len(standing) - len(open_)
            found += [(key, span) for span in open_]
        if not found:
            raise self.absence(operation, anchor, busy, done)
        found = self.chosen(operation, found)
        if operation.kind == "substitute" and operation.new is None:
            raise Refusal(f"чем заменить «{short(anchor)}», не сказано: перечни разной длины")
        if operation.kind == "insert_words" and operation.new is None:
            raise Refusal(f"чем дополнить «{short(anchor)}», не сказано: перечни разной длины")
        remarks = self.write(operation, found)
        if len(found) > 1:
            remarks.append(f"мест: {len(found)} — {self.where(found)}")
        if busy:
            remarks.append(f"еще {busy} в тексте других операций не тронуто")
        if done:
            remarks.append(f"еще {done} уже стоит в новом виде и не тронуто")
        return remarks, place.clause.steps

    def texts(self, operation: Operation, place: _Place) -> Iterable[tuple[Key, str, Span]]:
        """The texts in which words are looked for: key, text, and the window in it."""
        clause, scope = place.clause, operation.scope
        if place.part == "heading" or scope == "heading":
            if not clause.heading:
                raise NotThere(f"заголовка нет: {words_ru(clause.steps)}")
            yield (clause.steps, "heading"), clause.heading, (0, len(clause.heading))
            return
        if not clause.live:
            raise Refusal(f"{words_ru(clause.steps)} не действует")
        if place.part == "sentence":
            yield (clause.steps, "text"), clause.own_text, place.span
            return
        for each in [clause] if place.part == "own" else _live(clause):
            if each.kind == "title" and scope != "both" and not clause.steps:
                continue
            # A unit's own heading is another element unless the instruction speaks of both.
            own = each is clause and clause.steps and scope != "both" and operation.named
            if each.heading and not own and place.part != "own":
                yield (each.steps, "heading"), each.heading, (0, len(each.heading))
            if each.own_text:
                yield (each.steps, "text"), each.own_text, (0, len(each.own_text))

    def standing(self, operation: Operation, text: str, spans: list[Span]) -> list[Span]:
        """Occurrences that the operation has still to change: not those that already read anew."""
        new = operation.new
        if not new:
            return spans
        if operation.kind == "insert_words":
            ready = {s[0] for s in occurrences(text, new)}
            return [s for s in spans if not any(0 <= r - s[1] <= 1 for r in ready)]
        if operation.old and len(new) > len(operation.old):
            wide = occurrences(text, new)
            return [s for s in spans if not any(w[0] <= s[0] and s[1] <= w[1] for w in wide)]
        return spans

    def is_touched(self, key: Key, span: Span) -> bool:
        return any(a < span[1] and span[0] < b for a, b in self.touched.get(key, ()))

    def absence(self, operation: Operation, anchor: str, busy: int, done: int) -> Refusal:
        where = words_ru(operation.target.steps) or "акт"
        if done:
            return Refusal(
                f"{where}: слова уже стоят в новом виде, редакция, видимо, уже изменена: «{short(anchor)}»"
            )
        if busy:
            return Refusal(
                f"{where}: слова «{short(anchor)}» стоят только в тексте другой операции этой инструкции"
            )
        note = ""
        if operation.new and operation.target.steps:
            texts = (t for _, t, _ in self.texts(operation, self.place(operation.target.steps)))
            if any(occurrences(t, operation.new) for t in texts):
                note = "; новые слова уже стоят, редакция, видимо, уже изменена"
        return NotThere(f"{where}: нет слов «{short(anchor)}»{note}")

    def chosen(self, operation: Operation, found: list[tuple[Key, Span]]) -> list[tuple[Key, Span]]:
        """All places, or a refusal where the instruction leaves open which of them it means."""
        steps = operation.target.steps
        headings = [f for f in found if f[0][1] == "heading" and f[0][0] == steps]
        if steps and operation.scope == "text" and headings and len(headings) < len(found):
            raise Refusal(
                f"{words_ru(steps)}: слова стоят и в заголовке, и в тексте, а что имеется в виду, не сказано"
            )
        if len(found) > 1 and operation.occurrences != "all":
            raise Refusal(
                f"{words_ru(steps)}: слова стоят в {len(found)} местах, какое из них, не сказано — "
                f"{self.where(found)}"
            )
        return found

    def where(self, found: Sequence[tuple[Key, Span]]) -> str:
        places = [
            f"{steps_text(key[0])}{'.heading' if key[1] == 'heading' else ''}:{span[0]}"
            for key, span in found[:12]
        ]
        return ", ".join(places) + (" …" if len(found) > 12 else "")

    def write(self, operation: Operation, found: Sequence[tuple[Key, Span]]) -> list[str]:
        """Makes the edits of one operation; checks all before the first is written."""
        remarks: list[str] = []
        by_key: dict[Key, list[Edit]] = {}
        for key, span in found:
            clause = self.edition.index[key[0]]
            text = clause.own_text if key[1] == "text" else clause.heading
            try:
                edit, said = _edit(operation, text, span)
            except Enumeration:
                raise Refusal(
                    f"{words_ru(key[0])}: «{short(text[span[0] : span[1]])}» стоит между запятыми "
                    "как член перечня: какую запятую исключить, не сказано"
                ) from None
            except TwoStops:
                raise Refusal(_TWO_STOPS.format(words_ru(key[0]))) from None
            remarks += [said] if said else []
            by_key.setdefault(key, []).append(edit)
        for key, edits in by_key.items():
            ordered = sorted(edits, key=lambda e: e.start)
            if any(a.end > b.start for a, b in pairwise(ordered)):
                raise Refusal(f"{words_ru(key[0])}: места замены перекрываются")
            clause = self.edition.index[key[0]]
            text = clause.own_text if key[1] == "text" else clause.heading
            if not apply_edits(text, ordered).strip():
                raise Refusal(f"от текста ничего не остается: {words_ru(key[0])}")
        for key, edits in by_key.items():
            self.edit(key, edits)
        return remarks

    def add_words(self, operation: Operation, place: _Place) -> tuple[list[str], Steps]:
        clause, new = place.clause, operation.new or ""
        if place.part == "heading" or operation.scope == "heading":
            key: Key = (clause.steps, "heading")
            text = clause.heading
        else:
            if place.part == "unit" and (clause.children or not clause.steps):
                raise Refusal(
                    f"{words_ru(clause.steps) or 'акт'}: несколько строк, в какую добавить слова, не сказано"
                )
            key, text = (clause.steps, "text"), clause.own_text
        if not clause.live or not text:
            raise Refusal(f"{words_ru(clause.steps)} не действует: дополнять нечего")
        start, end = place.span if place.part == "sentence" else (0, len(text))
        try:
            edit = addition(text[start:end], new)
        except TwoStops:
            raise Refusal(_TWO_STOPS.format(words_ru(key[0]))) from None
        edit = Edit(edit.start + start, edit.end + start, edit.new)
        self.edit(key, [edit])
        return [], clause.steps


_TWO_STOPS = "{}: новые слова кончаются одним знаком, текст — другим, какой остается, не сказано"


def _edit(operation: Operation, text: str, span: Span) -> tuple[Edit, str]:
    """The edit of one place, and a remark. Raises Enumeration and TwoStops."""
    if operation.kind == "substitute":
        return substitution(text, span, operation.new or ""), ""
    if operation.kind == "insert_words":
        return insertion(text, span, operation.new or ""), ""
    return deletion(text, span)


def _has(clause: Clause, unit: str) -> bool:
    return any(c.steps[-1].unit == unit for c in clause.children)


def _live(clause: Clause) -> Iterable[Clause]:
    """The clause and what is in force below it."""
    yield clause
    for child in clause.children:
        if child.live:
            yield from _live(child)


def _final_mark(text: str, words: str) -> list[Span]:
    """«точку заменить точкой с запятой»: a lone mark means the one at the end."""
    end = len(text.rstrip())
    if words.strip() not in tuple(".;:"):
        return []
    return [(end - 1, end)] if text[:end].endswith(words.strip()) else []


def _shifted(steps: Steps, owner: Steps, unit: str, number: int, by: int) -> Steps:
    """An address after siblings from `number` on have moved by so many."""
    at = len(owner)
    if steps[:at] != owner or len(steps) <= at or steps[at].unit != unit:
        return steps
    if number_key(steps[at].number) < number_key(str(number)):
        return steps
    moved_step = Step(unit, str(int(steps[at].number) + by))
    return (*steps[:at], moved_step, *steps[at + 1 :])
