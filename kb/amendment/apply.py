"""Applying operations to an edition: all or nothing for each, and a report of both.

Nothing is tidied silently: what an author leaves out (a number, a heading) is taken from the target
and said in a remark; what a new wording loses is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.act import Clause, Edition, Status
from kb.address import Step, Steps, number_key, words_ru
from kb.amendment.operation import Operation
from kb.errors import Ambiguous, KbError, NotFound, NotHeld
from kb.read.structure import SourceLine, read, read_body


@dataclass(frozen=True, slots=True)
class Done:
    """An operation carried out, with what had to be decided on the way."""

    operation: Operation
    remarks: tuple[str, ...]
    steps: Steps


@dataclass(frozen=True, slots=True)
class Refused:
    operation: Operation
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The new edition, and what was and was not done to get it."""

    edition: Edition
    applied: tuple[Done, ...]
    refused: tuple[Refused, ...]


class Refusal(KbError):
    """Why an operation cannot be carried out; becomes a Refused in the report."""


def apply(edition: Edition, operations: Iterable[Operation]) -> Applied:
    """Carries out operations in their order; one that fails changes nothing and is listed."""
    done: list[Done] = []
    refused: list[Refused] = []
    for operation in operations:
        try:
            edition, remarks, steps = _carry_out(edition, operation)
        except (Refusal, NotFound, NotHeld, Ambiguous) as error:
            refused.append(Refused(operation, str(error)))
        else:
            done.append(Done(operation, tuple(remarks), steps))
    return Applied(edition, tuple(done), tuple(refused))


def _carry_out(edition: Edition, operation: Operation) -> tuple[Edition, list[str], Steps]:
    steps = operation.target.steps
    if operation.target.act != edition.act:
        raise Refusal(f"поправка к другому акту: {operation.target.act}, а не {edition.act}")
    match operation.kind:
        case "replace":
            old = _live(edition, steps)
            new, remarks = _reworded(old, operation.new or "")
            return _put(edition, old.steps, new), remarks, old.steps
        case "insert":
            return _insert(edition, steps, operation.new or "")
        case "repeal":
            old = _live(edition, steps)
            stub = replace(
                old, own_text="(исключено)", status=Status.EXCLUDED, children=(), notes=old.notes
            )
            return _put(edition, old.steps, stub), [], old.steps
        case _:
            raise Refusal(f"операция «{operation.kind}» не выполняется")


def _live(edition: Edition, steps: Steps) -> Clause:
    """The clause to be reworded or repealed."""
    found = edition.resolve(steps)
    if not found.live:
        raise Refusal(f"{words_ru(found.steps)} не действует: изменять и исключать нечего")
    return found


# --- New wordings -----------------------------------------------------------------------------


def _lines(text: str) -> list[SourceLine]:
    lines = [
        SourceLine(nth, " ".join(line.split()))
        for nth, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    ]
    if not lines:
        raise Refusal("новая редакция пуста")
    return lines


def _number_mark(step: Step) -> str:
    match step.unit:
        case "art":
            return f"Статья {step.number}."
        case "pt":
            return f"{step.number}."
        case "spt":
            return f"{step.number})"
        case _:
            return ""


def _reworded(old: Clause, text: str) -> tuple[Clause, list[str]]:
    """The clause `old` in a new wording, with the remarks."""
    last = old.steps[-1] if old.steps else None
    if last is None or last.unit in ("sec", "ch", "par", "heading", "sent"):
        raise Refusal(f"новая редакция единицы «{words_ru(old.steps)}» не поддерживается")
    lines = _lines(text)
    remarks: list[str] = []
    if last.unit == "art":
        new = _article(lines, old, remarks)
    elif last.unit in ("pt", "spt"):
        marked, said = _marked(lines, last, old.mark)
        remarks.extend(said)
        new = _single(marked, old)
    else:
        children, own = read_body(lines, old.steps)
        if any(c.steps[-1].unit not in _INSIDE.get(last.unit, ()) for c in children):
            raise Refusal(f"новая редакция не читается как одна единица «{words_ru(old.steps)}»")
        new = replace(old, own_text=own, children=children)
    new = replace(new, steps=old.steps, notes=old.notes)
    new = replace(new, status=old.status if old.live else Status.IN_FORCE)
    remarks.extend(_losses(old, new))
    return new, remarks


# What may stand directly inside the units that have no number mark of their own.
_INSIDE = {"part": ("spt", "abz"), "preamble": ("part", "spt", "abz")}


def _article(lines: list[SourceLine], old: Clause, remarks: list[str]) -> Clause:
    first = read([replace(lines[0], heading=0)]).root.children
    if first and first[0].kind == "article":
        new = read(lines).root.children[0]
        if new.number != old.number:
            raise Refusal(
                f"новая редакция начинается с «{lines[0].text[:40]}», а цель — {old.mark}"
            )
        if not new.heading and old.heading:
            remarks.append(f"заголовок «{old.heading}» взят из действующей редакции")
            new = replace(new, heading=old.heading, heading_lines=old.heading_lines)
        return new
    children, own = read_body(lines, old.steps)
    if old.heading:
        remarks.append(
            f"номер и заголовок «{old.heading_text}» автор не приводит: взяты из действующей редакции"
        )
    else:
        remarks.append(f"номер «{old.mark}» автор не приводит: взят из действующей редакции")
    return replace(old, own_text=own, children=children)


def _marked(lines: list[SourceLine], step: Step, mark: str) -> tuple[list[SourceLine], list[str]]:
    """Lines that begin with the unit's own number mark, supplied where the author leaves it out."""
    host = (Step("art", "1"),) if step.unit == "pt" else (Step("art", "1"), Step("pt", "1"))
    children, _ = read_body(lines[:1], host)
    if children and children[0].steps[-1].unit == step.unit:
        number = children[0].steps[-1].number
        if number != step.number:
            raise Refusal(f"текст начинается с номера {number}, а цель — номер {step.number}")
        return lines, []
    first = replace(lines[0], text=f"{mark} {lines[0].text}")
    return [first, *lines[1:]], [f"номер «{mark}» автор не приводит: взят из цели"]


def _single(lines: list[SourceLine], old: Clause) -> Clause:
    children, _ = read_body(lines, _host(old.steps))
    same = [c for c in children if c.steps[-1].unit == old.steps[-1].unit]
    if len(same) != 1 or len(children) != 1:
        raise Refusal(f"новая редакция не читается как одна единица «{words_ru(old.steps)}»")
    return rebased(same[0], old.steps)


def _host(steps: Steps) -> Steps:
    """A unit that may hold these as its body: a point for subpoints, else the article."""
    return steps[:-1]


def _losses(old: Clause, new: Clause) -> list[str]:
    """Parts, points and subpoints of the old wording that the new one does not have."""
    kept = {c.steps for c in new.walk()}
    if not any(c.steps[-1].unit == "part" for c in new.walk()):
        kept |= {(*old.steps, Step("part", "1"))}
    lost = [
        c
        for c in old.walk()
        if c.live and c.own_text and c.steps not in kept and c.steps[-1].unit != "abz"
    ]
    return [f"исчезает {words_ru(c.steps)}: «{_short(c.own_text)}»" for c in lost]


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"


# --- Insertions -------------------------------------------------------------------------------


def _insert(edition: Edition, steps: Steps, text: str) -> tuple[Edition, list[str], Steps]:
    if not steps:
        raise Refusal("не сказано, какой единицей дополняется акт")
    last = steps[-1]
    existing = edition.find(steps) if last.unit != "part" else edition.index.get(steps)
    if existing is not None:
        stub = " (место исключенной единицы)" if existing.status == Status.EXCLUDED else ""
        raise Refusal(f"номер занят: {words_ru(existing.steps)} уже есть{stub}")
    lines = _lines(text)
    if last.unit == "art":
        return _insert_article(edition, last, lines)
    owner = edition.resolve(steps[:-1])
    if not owner.live:
        raise Refusal(f"{words_ru(owner.steps)} не действует: дополнять нечего")
    if last.unit in ("part", "abz"):
        if not last.number.isdecimal():
            raise Refusal(f"{words_ru(steps)}: части и абзацы считают по порядку, номер – целый")
        return _insert_parts(edition, owner, last, lines)
    remarks: list[str] = []
    lines, said = _marked(lines, last, _number_mark(last))
    remarks.extend(said)
    children, own = read_body(lines, owner.steps)
    if own or any(c.steps[-1].unit != last.unit for c in children):
        raise Refusal(f"текст дополнения не читается как {words_ru(steps)}")
    taken = {c.steps for c in owner.children} & {c.steps for c in children}
    if taken:
        raise Refusal(f"номер занят: {', '.join(words_ru(s) for s in taken)}")
    updated = replace(owner, children=_sorted_in(owner.children, children))
    return _put(edition, owner.steps, updated), remarks, children[0].steps


def _sorted_in(old: tuple[Clause, ...], new: Iterable[Clause]) -> tuple[Clause, ...]:
    """New siblings at the place of their numbers, after everything with a lower one."""
    result = list(old)
    for clause in new:
        last = clause.steps[-1]
        at = len(result)
        for i, sibling in enumerate(result):
            theirs = sibling.steps[-1]
            later = theirs.unit == last.unit and number_key(theirs.number) > number_key(last.number)
            if later:
                at = i
                break
        result.insert(at, clause)
    return tuple(result)


def _insert_article(
    edition: Edition, step: Step, lines: list[SourceLine]
) -> tuple[Edition, list[str], Steps]:
    if not edition.holds((step,)):
        raise NotHeld(f"{edition.name}: место статьи {step.number} вне удерживаемых частей")
    remarks = []
    if not lines[0].text.lower().startswith("статья"):
        remarks.append(f"номер «Статья {step.number}.» автор не приводит: взят из цели")
        lines = [SourceLine(0, f"Статья {step.number}."), *lines]
    articles = [c for c in read(lines).root.children if c.kind == "article"]
    if not articles or articles[0].number != step.number:
        raise Refusal(f"текст дополнения не читается как статья {step.number}")
    key = number_key(step.number)
    before = [c for c in edition.walk() if c.kind == "article" and number_key(c.number) < key]
    neighbour = before[-1] if before else None
    owner = next((c for c in edition.root.walk() if neighbour in c.children), edition.root)
    updated = replace(owner, children=_sorted_in(owner.children, articles))
    return _put(edition, owner.steps, updated), remarks, articles[0].steps


def _insert_parts(
    edition: Edition, owner: Clause, last: Step, lines: list[SourceLine]
) -> tuple[Edition, list[str], Steps]:
    """Further parts (or paragraphs) of a unit: its body is read again with the new lines in place."""
    own = [c for c in owner.children if c.steps[-1].unit == last.unit]
    if last.unit == "part" and not own:
        body = [owner.own_text, *(x for c in owner.children for x in c.lines())]
        before, after = [body], []
        count = 1
    else:
        chunks = [c.lines() for c in owner.children]
        before = [[owner.own_text]] if owner.own_text else []
        wanted = int(last.number)
        numbers = [
            int(c.steps[-1].number) if c.steps[-1].unit == last.unit else 0 for c in owner.children
        ]
        cut = next((i for i, n in enumerate(numbers) if n >= wanted), len(chunks))
        before += chunks[:cut]
        after = chunks[cut:]
        count = max([n for n in numbers[:cut] if n] or [1 if owner.own_text else 0])
    if int(last.number) != count + 1:
        raise Refusal(
            f"{words_ru((*owner.steps, last))} не может следовать за {count}-й по счету единицей"
        )
    texts = [t for chunk in before for t in chunk], [t for chunk in after for t in chunk]
    body_lines = [SourceLine(0, t) for t in texts[0] if t]
    body_lines += lines
    body_lines += [SourceLine(0, t) for t in texts[1] if t]
    children, own_text = read_body(body_lines, owner.steps)
    updated = replace(owner, children=children, own_text=own_text)
    if (*owner.steps, last) not in {c.steps for c in updated.walk()}:
        raise Refusal(f"текст дополнения не читается как {words_ru((*owner.steps, last))}")
    kept = [c.own_text for c in owner.walk() if c.own_text]
    now = [c.own_text for c in updated.walk() if c.own_text]
    if [t for t in now if t in kept] != kept:
        raise Refusal("дополнение нельзя прочитать отдельно от действующего текста")
    return _put(edition, owner.steps, updated), [], (*owner.steps, last)


# --- The tree ---------------------------------------------------------------------------------


def rebased(clause: Clause, steps: Steps) -> Clause:
    """The same clause at another address, with everything below it."""
    cut = len(clause.steps)

    def move(each: Clause) -> Clause:
        return replace(
            each,
            steps=(*steps, *each.steps[cut:]),
            children=tuple(move(c) for c in each.children),
        )

    return move(clause)


def _put(edition: Edition, steps: Steps, new: Clause) -> Edition:
    """The edition with the clause at `steps` replaced."""

    def visit(clause: Clause) -> Clause:
        if clause.steps == steps:
            return new
        if not clause.children:
            return clause
        children = tuple(visit(c) for c in clause.children)
        same = all(a is b for a, b in zip(children, clause.children, strict=True))
        return clause if same else replace(clause, children=children)

    return replace(edition, root=new if not steps else visit(edition.root))
