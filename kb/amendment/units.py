"""Whole units of a tree: read in a new wording, added in their place.

Nothing is tidied silently: what an author leaves out (a number, a heading) is taken from the target
and said in a remark; what a new wording loses is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kb.act import Clause, Edition, Line, Status
from kb.address import DIVISIONS, LAST, Step, Steps, number_key, words_ru
from kb.amendment.tree import put, rebased, renumbered
from kb.amendment.words import short
from kb.errors import KbError, NotHeld
from kb.language import UNIT_RU
from kb.read.structure import SourceLine, read, read_body


class Refusal(KbError):
    """Why an operation cannot be carried out; becomes a Refused in the report."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An edition with new units in it.

    `added`: the new clauses; `shifted`: (owner, unit, number, by) where later siblings of that unit
    moved on.
    """

    edition: Edition
    steps: Steps
    added: tuple[Clause, ...]
    remarks: tuple[str, ...] = ()
    shifted: tuple[Steps, str, int, int] | None = None


# --- New wordings -----------------------------------------------------------------------------


_FINAL = (".", ";", ":", ",", "!", "?", "»", '"', "”", ")")


_BANK_NOTE = re.compile(r"(?:Сноска|Ескерту|Примечание ИЗПИ)\s?[.!]")


def _lines(text: str) -> list[SourceLine]:
    lines = [
        SourceLine(nth, " ".join(line.split()))
        for nth, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    ]
    if not lines:
        raise Refusal("новая редакция пуста")
    for line in lines:
        if _BANK_NOTE.match(line.text):
            raise Refusal(f"сноска банка — не текст нормы: «{short(line.text, 40)}»")
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


def reworded(old: Clause, text: str) -> tuple[Clause, list[str]]:
    """The clause `old` in a new wording, with the remarks. Raises Refusal."""
    last = old.steps[-1] if old.steps else None
    if last is None or last.unit in DIVISIONS or last.unit in ("heading", "sent"):
        raise Refusal(f"новая редакция единицы «{words_ru(old.steps)}» не поддерживается")
    lines = _lines(text)
    remarks: list[str] = []
    if last.unit in ("part", "abz"):
        check_unnumbered(lines, old.steps)
    if last.unit == "art":
        new = _article(lines, old, remarks)
    elif last.unit in ("pt", "spt"):
        marked, said = _marked(lines, last, old.mark)
        remarks.extend(said)
        new = _single(marked, old)
    else:
        if last.unit == "abz":
            children, own = _further_lines(lines[1:], old.steps), lines[0].text
        else:
            children, own = read_body(lines, old.steps)
        if any(c.steps[-1].unit == last.unit for c in children):
            remarks.append("новая редакция из нескольких единиц: команды считают ее одной")
        new = replace(old, own_text=own, children=children)
    new = replace(new, steps=old.steps, notes=old.notes)
    if old.status == Status.EXCLUDED:
        gender = UNIT_RU[last.unit].gender
        remarks.insert(
            0,
            f"{words_ru(old.steps)} {_WAS[gender]} {_EXCLUDED[gender]}: "
            f"новая редакция {_IT[gender]} восстанавливает",
        )
    new = replace(new, status=old.status if old.live else Status.IN_FORCE)
    remarks.extend(_losses(old, new))
    return new, remarks


def check_unnumbered(lines: Iterable[SourceLine], steps: Steps) -> None:
    """Refuses a wording of a counted unit that begins with a point's or an article's number."""
    first = next(iter(lines))
    read_as = read([replace(first, heading=0)]).root.children
    inside, _ = read_body([first], (Step("art", "1"),))
    units = {c.steps[-1].unit for c in (*read_as, *inside)}
    if units & {"art", "pt", *DIVISIONS}:
        raise Refusal(
            f"новая редакция начинается с «{short(first.text, 40)}» и не читается "
            f"как одна единица «{words_ru(steps)}»"
        )


def _further_lines(lines: list[SourceLine], steps: Steps) -> tuple[Clause, ...]:
    """Lines of a new paragraph beyond its first, as paragraphs inside it."""
    return tuple(
        Clause((*steps, Step("abz", str(n))), "paragraph", str(n), own_text=line.text)
        for n, line in enumerate(lines, start=2)
    )


def without_mark(text: str, mark: str) -> str:
    """A first line without the number mark of its unit, which an author may repeat before it."""
    found = _MARKED.match(text) if mark else None
    return text[found.end() :] if found and _mark_key(found[0]) == _mark_key(mark) else text


_MARKED = re.compile(r"\s*(?:(?:Статья|Глава|Раздел|Параграф)\s+)?[\w-]+\s?[.)]?\s+", re.IGNORECASE)


def _mark_key(mark: str) -> str:
    return "".join(mark.split()).rstrip(".").lower()


def joined_heading(lines: list[SourceLine]) -> tuple[list[SourceLine], list[str]]:
    """An article's lines with a heading that runs over several of them on one line.

    What stands under «Статья N. …» without a final mark goes on with the heading, as long as lines
    of the text itself follow.
    """
    begins = read([replace(lines[0], heading=0)]).root.children
    headed = bool(begins) and begins[0].kind == "article" and bool(begins[0].heading)
    end = 1
    while headed and end < len(lines) - 1 and not lines[end].text.endswith(_FINAL):
        end += 1
    if end == 1:
        return lines, []
    heading = " ".join(line.text for line in lines[:end])
    remark = f"заголовок собран из {end} строк: «{short(heading)}»"
    return [replace(lines[0], text=heading), *lines[end:]], [remark]


def _article(lines: list[SourceLine], old: Clause, remarks: list[str]) -> Clause:
    lines, said = joined_heading(lines)
    remarks += said
    first = read([replace(lines[0], heading=0)]).root.children
    if first and first[0].kind == "article":
        new, *more = read(lines).root.children
        if more:
            raise Refusal(
                f"новая редакция не читается как одна единица «{words_ru(old.steps)}»: "
                f"в тексте есть и «{short(more[0].heading_text or more[0].text, 40)}»"
            )
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
    children, _ = read_body(lines, old.steps[:-1])
    same = [c for c in children if c.steps[-1].unit == old.steps[-1].unit]
    if len(same) == len(children) == 1:
        return rebased(same[0], old.steps)
    if old.steps[-1].unit == "spt" and (alone := _subpoint(lines, old.steps)):
        return replace(alone, mark=old.mark)
    raise Refusal(f"новая редакция не читается как одна единица «{words_ru(old.steps)}»")


def _subpoint(lines: list[SourceLine], steps: Steps) -> Clause | None:
    """Lines as one subpoint with parts and paragraphs of its own; None where they hold another."""
    last = steps[-1]
    mark = f"{last.number})"
    first = replace(lines[0], text=without_mark(lines[0].text, mark))
    children, own = read_body([first, *lines[1:]], steps)
    beside = [c for c in children if c.steps[-1].unit == "spt"]
    if any(c.number[:1].isdigit() == last.number[:1].isdigit() for c in beside):
        return None
    return Clause(steps, "subpoint", last.number, mark, own_text=own, children=children)


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
    return [f"исчезает {words_ru(c.steps)}: «{short(c.own_text, 160)}»" for c in lost]


# --- Stubs ------------------------------------------------------------------------------------

_EXCLUDED = {"m": "исключен", "f": "исключена", "n": "исключено"}
_WAS = {"m": "был", "f": "была", "n": "было"}
_IT = {"m": "его", "f": "ее", "n": "его"}
_EXCLUDED_KK = "алып тасталды"


def stub(old: Clause, language: str) -> Clause:
    """An excluded unit: it keeps its number and is marked «(исключен)»."""
    last = old.steps[-1]
    if not old.live:
        raise Refusal(f"{words_ru(old.steps)} уже не действует")
    said = _EXCLUDED_KK if language == "kk" else _EXCLUDED[UNIT_RU[last.unit].gender]
    words = f"({said})"
    bare = replace(old, status=Status.EXCLUDED, children=(), own_text=words)
    if last.unit == "art":
        return replace(bare, heading="", heading_lines=old.heading_lines or (Line(0),))
    if last.unit in DIVISIONS:
        return replace(bare, heading=words, own_text="")
    return bare


# --- Additions --------------------------------------------------------------------------------


def inserted(edition: Edition, steps: Steps, text: str) -> Placed:
    """The edition with new units at `steps` (the address of the first of them). Raises Refusal."""
    if not steps:
        raise Refusal("не сказано, какой единицей дополняется акт")
    last = steps[-1]
    _check_holder(steps)
    if last.unit in ("part", "abz"):
        return _insert_lines(edition, steps, _lines(text))
    existing = edition.find(steps[-1:] if last.unit == "art" else steps)
    if existing is not None:
        place = " (место исключенной единицы)" if existing.status == Status.EXCLUDED else ""
        raise Refusal(f"номер занят: {words_ru(existing.steps)} уже есть{place}")
    match last.unit:
        case "art":
            return _insert_article(edition, steps, _lines(text))
        case "sec" | "ch" | "par":
            return _insert_division(edition, last, _lines(text))
        case "pt" | "spt":
            return _insert_numbered(edition, steps, _lines(text))
        case "note" | "preamble":
            return _insert_bare(edition, steps, _lines(text))
        case _:
            raise Refusal(f"дополнение единицей «{words_ru((last,))}» не поддерживается")


# What a new unit may stand in; articles and divisions name their divisions at will.
_HOLDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "pt": ("art", "app"),
    "spt": ("art", "pt", "part", "spt", "app", "note", "preamble"),
    "part": ("art", "pt", "spt", "app", "note", "preamble"),
    "abz": ("art", "pt", "part", "spt", "app", "note", "preamble"),
    "art": tuple(DIVISIONS),
}


def _check_holder(steps: Steps) -> None:
    """Refuses a unit that stands in nothing, or in a unit that cannot hold it."""
    *above, last = steps
    holders = _HOLDERS.get(last.unit)
    if holders is None or (last.unit == "art" and not above):
        return
    if not above:
        raise Refusal(f"не сказано, какая единица дополняется: {words_ru(steps)}")
    if above[-1].unit not in holders:
        raise Refusal(
            f"неясно, какая единица дополняется: {words_ru(tuple(above))} не дополняется единицей "
            f"«{words_ru((last,))}»"
        )


def _live_owner(edition: Edition, steps: Steps) -> Clause:
    owner = edition.resolve(steps)
    if not owner.live:
        raise Refusal(f"{words_ru(owner.steps)} не действует: дополнять нечего")
    return owner


def _insert_numbered(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """Points and subpoints, which carry their numbers."""
    last = steps[-1]
    owner = _live_owner(edition, steps[:-1])
    if last.unit == "spt":
        owner = _list_owner(owner)
    lines, remarks = _marked(lines, last, _number_mark(last))
    children, own = read_body(lines, owner.steps)
    alone = _subpoint(lines, steps) if last.unit == "spt" else None
    if alone is not None and (own or any(c.steps[-1].unit != "spt" for c in children)):
        children, own = (alone,), ""
    if own or not children or any(c.steps[-1].unit != last.unit for c in children):
        raise Refusal(f"текст дополнения не читается как {words_ru(steps)}")
    children = tuple(rebased(c, (*owner.steps, c.steps[-1])) for c in children)
    taken = {c.steps for c in owner.children} & {c.steps for c in children}
    if taken:
        raise Refusal(f"номер занят: {', '.join(words_ru(s) for s in taken)}")
    updated = replace(owner, children=_sorted_in(owner.children, children))
    return Placed(put(edition, owner.steps, updated), children[0].steps, children, tuple(remarks))


def _list_owner(owner: Clause) -> Clause:
    """Where a unit keeps its subpoints: itself, or the only part that has any."""
    parts = [c for c in owner.children if c.steps[-1].unit == "part"]
    if not parts:
        return owner
    lists = [p for p in parts if any(c.steps[-1].unit == "spt" for c in p.children)]
    if len(lists) != 1:
        raise Refusal(
            f"{words_ru(owner.steps)}: частей с подпунктами {len(lists)}, место подпункта не названо"
        )
    return lists[0]


def _sorted_in(old: tuple[Clause, ...], new: Iterable[Clause]) -> tuple[Clause, ...]:
    """New siblings at the place of their numbers, after everything with a lower one."""
    result = list(old)
    for clause in new:
        last = clause.steps[-1]
        at = len(result)
        for i, sibling in enumerate(result):
            theirs = sibling.steps[-1]
            if theirs.unit == last.unit and number_key(theirs.number) > number_key(last.number):
                at = i
                break
        result.insert(at, clause)
    return tuple(result)


def _insert_article(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """An article after the one before it in number, in the division named, if one is."""
    step = steps[-1]
    if not edition.holds((step,)):
        raise NotHeld(f"{edition.name}: место статьи {step.number} вне удерживаемых частей")
    remarks = []
    begins = read(lines[:1]).root.children
    if not begins or begins[0].kind != "article":
        remarks.append(f"номер «Статья {step.number}.» автор не приводит: взят из цели")
        lines = [SourceLine(0, f"Статья {step.number}."), *lines]
    lines, said = joined_heading(lines)
    remarks += said
    read_as = read(lines).root.children
    articles = [c for c in read_as if c.kind == "article"]
    if len(articles) != len(read_as) or not articles or articles[0].number != step.number:
        raise Refusal(f"текст дополнения не читается как статья {step.number}")
    taken = [c for each in articles for c in each.walk() if c.steps in edition.index]
    if taken:
        raise Refusal(f"номер занят: {words_ru(taken[0].steps)} уже есть")
    key = number_key(step.number)
    before = [c for c in edition.walk() if c.kind == "article" and number_key(c.number) < key]
    neighbour = before[-1] if before else None
    owner = next((c for c in edition.root.walk() if neighbour in c.children), edition.root)
    if len(steps) > 1:
        owner = _division(edition, steps, owner)
    updated = replace(owner, children=_sorted_in(owner.children, articles))
    return Placed(
        put(edition, owner.steps, updated), articles[0].steps, tuple(articles), tuple(remarks)
    )


def _division(edition: Edition, steps: Steps, nearest: Clause) -> Clause:
    """The division that is to hold a new article; refused where its number has no place there."""
    named, key = _live_owner(edition, steps[:-1]), number_key(steps[-1].number)
    if named is nearest or nearest in named.walk():
        return nearest
    later = [c for c in edition.walk() if c.kind == "article" and number_key(c.number) > key]
    if not later or later[0] not in named.children:
        raise Refusal(
            f"по номеру место статьи {steps[-1].number} не в единице «{words_ru(steps[:-1])}»"
        )
    return named


def _insert_division(edition: Edition, step: Step, lines: list[SourceLine]) -> Placed:
    """A chapter (section, paragraph) with its articles, after the one before it in number."""
    new = read([replace(lines[0], heading=2), *lines[1:]]).root.children
    if len(new) != 1 or new[0].steps[-1] != step:
        raise Refusal(f"текст дополнения не читается как {words_ru((step,))}")
    taken = [c for c in new[0].walk() if c.steps in edition.index]
    if taken:
        raise Refusal(f"номер занят: {words_ru(taken[0].steps)} уже есть")
    siblings = [c for c in edition.walk() if c.steps[-1].unit == step.unit]
    owner = next((c for c in edition.root.walk() if any(s in c.children for s in siblings)), None)
    if owner is None:
        raise Refusal(f"в акте нет единиц вида «{words_ru((step,))}», место не определено")
    updated = replace(owner, children=_sorted_in(owner.children, new))
    return Placed(put(edition, owner.steps, updated), new[0].steps, tuple(new))


def _insert_bare(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """A preamble after the title, a note at the end of its unit."""
    last = steps[-1]
    children, own = read_body(lines, (last,))
    kind = "preamble" if last.unit == "preamble" else "note"
    owner = edition.resolve(steps[:-1])
    placed = (*owner.steps, last)
    new = rebased(Clause((last,), kind, last.number, own_text=own, children=children), placed)
    at = len(owner.children)
    if kind == "preamble":
        at = next((i for i, c in enumerate(owner.children) if c.kind != "title"), at)
    updated = replace(owner, children=(*owner.children[:at], new, *owner.children[at:]))
    return Placed(put(edition, owner.steps, updated), placed, (new,))


def printed_lines(owner: Clause) -> list[Clause] | None:
    """The clauses that print the unit's lines, one each; None where some carry numbers.

    The introductory line counts: абзац первый is what the unit itself says.
    """
    found: list[Clause] = []
    for each in owner.walk():
        if each is not owner and each.steps[-1].unit not in ("part", "abz"):
            return None
        if each.own_text:
            found.append(each)
    return found


def _insert_lines(edition: Edition, steps: Steps, lines: list[SourceLine]) -> Placed:
    """Parts or paragraphs, which are counted; those behind them move on."""
    owner, last = _live_owner(edition, steps[:-1]), steps[-1]
    if last.unit == "part":
        return _insert_parts(edition, owner, last.number, lines)
    printed = printed_lines(owner)
    if printed is None or not printed:
        raise Refusal(f"{words_ru(owner.steps)}: счет абзацев неясен, есть подпункты или пункты")
    number = _position(owner, last, len(printed))
    if len(lines) != 1:
        raise Refusal(f"абзац один, а строк в тексте {len(lines)}")
    check_unnumbered(lines, steps)
    above = printed[number - 2]
    follows = printed[number - 1] if number <= len(printed) else None
    finished = not above.own_text.endswith((",", ";", ":"))
    new_part = lines[0].text[:1].isupper() and finished
    parts = [c for c in owner.children if c.steps[-1].unit == "part"]
    if new_part and (follows is None or follows in parts):
        at = parts.index(follows) + 1 if follows in parts else len(parts) + 1
        return _insert_parts(edition, owner, str(max(at, 2)), lines)
    holder = above
    if above.steps[-1].unit == "abz" and above is not owner:
        holder = edition.resolve(above.steps[:-1])
    siblings = [c for c in holder.children if c.steps[-1].unit == "abz"]
    cut = siblings.index(above) + 1 if above in siblings else 0
    new = Clause((*holder.steps, Step("abz", "0")), "paragraph", "0", own_text=lines[0].text)
    first = 2 if holder.own_text else 1
    children = renumbered([*siblings[:cut], new, *siblings[cut:]], holder.steps, "abz", first)
    placed = put(edition, holder.steps, replace(holder, children=tuple(children)))
    shifted = (owner.steps, "abz", number, 1) if follows else None
    added = children[cut]
    return Placed(placed, added.steps, (added,), (), shifted)


def _position(owner: Clause, last: Step, count: int) -> int:
    """The number of a counted new unit, after `count` existing ones."""
    if last.number != LAST and not last.number.isdigit():
        raise Refusal(
            f"{words_ru((last,))}: такие единицы считаются по порядку, без дробных номеров"
        )
    number = count + 1 if last.number == LAST else int(last.number)
    if not 2 <= number <= count + 1:
        raise Refusal(
            f"{words_ru((*owner.steps, last))} не может следовать за {count}-й по счету единицей"
        )
    return number


def _insert_parts(edition: Edition, owner: Clause, number: str, lines: list[SourceLine]) -> Placed:
    if any(c.steps[-1].unit in ("pt", "art") for c in owner.children):
        raise Refusal(f"{words_ru(owner.steps)} делится на пункты: место части неясно")
    parts = [c for c in owner.children if c.steps[-1].unit == "part"]
    if not parts:
        whole = replace(owner, heading="", heading_lines=(), mark="", notes=(), number="1")
        parts = [replace(rebased(whole, (*owner.steps, Step("part", "1"))), kind="part")]
    at = _position(owner, Step("part", number), len(parts))
    if at <= len(parts) and not parts[at - 1].live:
        raise Refusal(f"номер занят: {words_ru(parts[at - 1].steps)} (место исключенной единицы)")
    children, own = read_body(lines, owner.steps)
    if any(c.steps[-1].unit in ("pt", "art") for each in children for c in each.walk()):
        raise Refusal(
            f"текст дополнения не читается как {words_ru((*owner.steps, Step('part', number)))}"
        )
    new = [c for c in children if c.steps[-1].unit == "part"]
    if not new and not own:
        raise Refusal(
            f"текст дополнения не читается как {words_ru((*owner.steps, Step('part', number)))}"
        )
    if not new:
        only = Clause((*owner.steps, Step("part", "1")), "part", "1", own_text=own)
        new = [
            replace(only, children=tuple(rebased(c, (*only.steps, c.steps[-1])) for c in children))
        ]
    elif len(new) != len(children):
        raise Refusal(
            f"текст дополнения не читается как {words_ru((*owner.steps, Step('part', number)))}"
        )
    together = renumbered([*parts[: at - 1], *new, *parts[at - 1 :]], owner.steps, "part", 1)
    updated = replace(owner, own_text="", text_line=None, children=tuple(together))
    added = tuple(together[at - 1 : at - 1 + len(new)])
    shifted = (owner.steps, "part", at, len(new)) if at <= len(parts) else None
    return Placed(put(edition, owner.steps, updated), added[0].steps, added, (), shifted)
