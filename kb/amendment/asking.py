"""From what a clause asks to operations: one for each unit and each pair of words.

Here lists meet: units and their wordings. What is asked of words stands in asking_words.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.amendment.asked import Asked
from kb.amendment.asking_words import operations_on_words
from kb.amendment.group import Group
from kb.amendment.operation import Operation
from kb.amendment.target import MAX_TARGETS, Target
from kb.amendment.units import joined_heading
from kb.amendment.unreadable import Unreadable
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.address import (
    BARE,
    DIVISIONS,
    LAST,
    SPELLED,
    Address,
    Step,
    Steps,
    number_key,
    parse_steps,
)
from kb.read.lines import SourceLine
from kb.read.structure import read_body
from kb.words.numbers import RAISED, one_number
from kb.words.text import short
from kb.words.units import RANK

# Characters that print as nothing, or turn the line round: no law's words hold them.
_UNSEEN = re.compile("[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def operations_of(
    asked: Asked, where: Sequence[Target], named: bool, act: Address, span: tuple[int, int]
) -> list[Operation]:
    """The operations of a clause. `where`: the units it speaks of, `named` if it names them itself.

    Raises Unreadable where the lists do not fit each other.
    """
    if asked.behind and asked.verb != "insert":
        raise Unreadable(say("amendment.after_unit"))
    if not all(w.strip() for w in (*asked.old, *asked.new, *asked.after, *asked.before)):
        raise Unreadable(say("amendment.empty_quotation"))
    if any(_UNSEEN.search(w) for w in asked.new):
        raise Unreadable(say("amendment.unseen_characters"))
    if len(where) > MAX_TARGETS:
        raise Unreadable(say("amendment.too_many_targets", count=str(MAX_TARGETS)))
    match asked.verb:
        case "substitute" | "insert_words" | "delete_words":
            return operations_on_words(asked, where, act, span)
        case "repeal":
            return [Operation("repeal", act.within(s), span=span) for s in _from_the_last(where)]
        case "replace":
            return _wordings(asked, where, act, span)
        case "insert":
            return _additions(asked, where, named, act, span)
        case "renumber":
            return _renumberings(asked, where, act, span)
        case _:
            raise Unreadable(say("amendment.verb", verb=asked.verb))


def _unit(target: Target) -> Steps:
    """The unit that a whole-unit command works on: «заголовок» is a unit of its own."""
    if target.scope == "heading":
        return (*target.steps, Step("heading")) if target.steps else (Step("title"),)
    if target.named or not target.steps:
        raise Unreadable(say("amendment.which_unit"))
    return target.steps


def _from_the_last(where: Sequence[Target]) -> list[Steps]:
    """Units to exclude; sentences, which leave no stub, from the last on: all are counted as they stood."""
    units = [_unit(t) for t in where]
    if any(steps[-1].unit != "sent" for steps in units):
        return units
    return sorted(
        units, key=lambda s: (s[-1].number == LAST, number_key(s[-1].number)), reverse=True
    )


def _renumberings(
    asked: Asked, where: Sequence[Target], act: Address, span: tuple[int, int]
) -> list[Operation]:
    """«пункт 3 считать пунктом 4»: a new number for each unit, in order."""
    units = asked.units
    assert units is not None
    steps = [_unit(t) for t in where]
    kinds = {units.unit, *(s[-1].unit for s in steps)}
    converted = kinds == {"pt", "part"} and len({s[:-1] for s in steps}) == 1
    if len(units.numbers) != len(steps) or (len(kinds) != 1 and not converted):
        raise Unreadable(say("amendment.renumber_unclear"))
    if converted:  # «части первую и вторую обозначить пунктами 1 и 2»: of one owner, together
        old = " ".join(str(s[-1]) for s in steps)
        new = " ".join(f"{units.unit}_{number}" for number in units.numbers)
        return [Operation("renumber", act.within(steps[0][:-1]), new=new, old=old, span=span)]
    made = [
        Operation("renumber", act.within(s), new=number, span=span)
        for s, number in zip(steps, units.numbers, strict=True)
    ]
    # Those that move up make room from the last one on.
    up = number_key(units.numbers[0]) > number_key(steps[0][-1].number)
    return made[::-1] if up else made


# --- Wordings of whole units ------------------------------------------------------------------


def _wordings(
    asked: Asked, where: Sequence[Target], act: Address, span: tuple[int, int]
) -> list[Operation]:
    blocks, remarks = _plain_marks(asked.new)
    units: list[Steps] = []
    for target in where:
        if target.scope == "both":
            raise Unreadable(say("amendment.heading_and_text"))
        units.append(_unit(target))
    texts = _apart(blocks, units)
    return [
        Operation("replace", act.within(steps), new=text, span=span, remarks=remarks)
        for steps, text in zip(units, texts, strict=True)
    ]


_SMALL_MARK = re.compile(rf"(?m)^(\s*(?:Статья\s+)?)(\d+{RAISED})(?![\w^])")


def _plain_marks(blocks: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Wordings with their units' numbers written out («Статья 3¹.» → «Статья 3-1.»), and the remarks."""
    remarks: list[str] = []

    def plain(match: re.Match[str]) -> str:
        mark = f"{match[1]}{one_number(match[2])}"
        remarks.append(say("amendment.number_lowered", old=match[0].strip(), new=mark.strip()))
        return mark

    lowered_blocks = tuple(_SMALL_MARK.sub(plain, block) for block in blocks)
    return lowered_blocks, (*remarks, *_unfinished(blocks))


_MIDDLE = re.compile(r"(?m)^(?!\s*\|)([^\n]*[^\W_])[^\S\n]*\n\s*(?=[^\W\d_A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^)\n])")


_HEADING = re.compile(r"\s*(?:Статья\s+\d|\d[\d-]*-бап)")


def _unfinished(blocks: Sequence[str]) -> Iterator[str]:
    """A remark for each line of a wording that no mark ends and a small letter follows: is it one sentence
    broken in two, or two units? An article's heading has no mark, and goes on by itself."""
    for block in blocks:
        for line in _MIDDLE.finditer(block):
            if _HEADING.match(line[1]):
                continue
            yield say("amendment.line_unfinished", words=short(line[1][-60:]))


def _apart(blocks: Sequence[str], units: Sequence[Steps]) -> list[str]:
    """The wording of each unit, from quotations apart or shared: the numbers inside tell which units
    each holds."""
    if len(blocks) == len(units):
        return list(blocks)
    kinds = [s[-1].unit for s in units]
    if len(blocks) == 1 and set(kinds) == {"form", "title"}:
        return _form_and_title(blocks[0], kinds)
    if len(blocks) > len(units):
        raise Unreadable(say("amendment.quotations", units=str(len(units)), texts=str(len(blocks))))
    if len(blocks) > 1 and kinds[-1] in SPELLED:
        raise Unreadable(say("amendment.quotations", units=str(len(units)), texts=str(len(blocks))))
    lines = [line for block in blocks for line in block.split("\n")]
    if kinds[0] == "heading" and len(units) > 1 and "heading" not in kinds[1:]:
        heading, rest = _heading_apart(lines, kinds[1])
        if len(units) == 2 and kinds[1] in ("part", "abz"):
            return [heading, "\n".join(rest)]
        return [heading, *_apart(["\n".join(rest)], units[1:])]
    if len(set(kinds)) == 1 and (len({s[:-1] for s in units}) == 1 or kinds[0] in ("art", "ch")):
        return _split("\n".join(lines), [s[-1] for s in units], units[0][:-1])
    raise Unreadable(say("amendment.units_of_kinds"))


def _heading_apart(lines: Sequence[str], unit: str) -> tuple[str, list[str]]:
    """A heading, of one line or more, and the lines of what follows it in one quotation."""
    if unit in ("pt", "spt"):
        number = re.compile(r"\s*\d+(?:-\d+)*\s?" + (r"\.(?!\d)" if unit == "pt" else r"\)"))
        first = next((n for n, line in enumerate(lines) if number.match(line)), 0)
        if first:
            return " ".join(line.strip() for line in lines[:first]), list(lines[first:])
        raise Unreadable(say("amendment.heading_line"))
    numbered = [SourceLine(n, t.strip()) for n, t in enumerate(lines)]
    heading, *rest = joined_heading(numbered)[0]
    if not rest:
        raise Unreadable(say("amendment.heading_line"))
    return heading.text, [line.text for line in rest]


def _form_and_title(block: str, kinds: Sequence[str]) -> list[str]:
    """«Закон Республики Казахстан «О …»»: the form, then the title in its own marks."""
    match = re.fullmatch(r"([^\"«“„]+?)\s*[\"«“„](.+)[\"»”]\s*", block, re.DOTALL)
    if not match:
        raise Unreadable(say("amendment.form_and_heading"))
    by_kind = {"form": match[1], "title": match[2].strip()}
    return [by_kind[kind] for kind in kinds]


def _mark(step: Step) -> str:
    """A pattern of the mark that begins the unit's text."""
    number = re.escape(step.number)
    return {
        "art": rf"Статья\s+{number}(?![\d-])|{number}\s?-\s?бап",
        "pt": rf"{number}\s?\.(?!\d)",
        "spt": rf"{number}\s?\)",
        "ch": rf"Глава\s+{number}(?![\d-])|{number}-тарау",
        "note": r"Примечание",
    }.get(step.unit, "")


def _split(block: str, steps: Sequence[Step], owner: Steps) -> list[str]:
    """A shared wording cut where each unit begins."""
    lines = block.split("\n")
    if steps[0].unit in ("part", "abz"):
        return _paragraphs(lines, len(steps), steps[0].unit, owner)
    starts: list[int] = []
    for step in steps:
        pattern = re.compile(_mark(step) or r"(?!)", re.IGNORECASE)
        begin = starts[-1] + 1 if starts else 0
        at = next((i for i in range(begin, len(lines)) if pattern.match(lines[i].strip())), None)
        if at is None or (not starts and at != 0):
            raise Unreadable(say("amendment.number_absent", number=step.number))
        starts.append(at)
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def _paragraphs(lines: Sequence[str], count: int, unit: str, owner: Steps) -> list[str]:
    """Lines as so many parts or paragraphs."""
    if len(lines) == count:
        return list(lines)
    if unit == "part":
        children, _ = read_body(
            [SourceLine(nth, line.strip()) for nth, line in enumerate(lines)],
            owner or (Step("art", "1"),),
        )
        parts = [c for c in children if c.steps[-1].unit == "part"]
        if len(parts) == count and len(parts) == len(children):
            return [c.text for c in parts]
    raise Unreadable(say("amendment.units_and_lines", units=str(count), lines=str(len(lines))))


# --- Additions --------------------------------------------------------------------------------


def _additions(
    asked: Asked, where: Sequence[Target], named: bool, act: Address, span: tuple[int, int]
) -> list[Operation]:
    units = asked.units
    assert units is not None
    if asked.after or asked.before:
        raise Unreadable(say("amendment.unit_after_words"))
    if len(where) != 1:
        raise Unreadable(say("amendment.one_for_several"))
    if where[0].scope != "text" or where[0].named:
        raise Unreadable(say("amendment.not_a_unit"))
    owner = _owner(where[0].steps, units.unit, named)
    blocks, remarks = _plain_marks(asked.new)
    steps = _new_steps(replace(asked, new=blocks), units)
    texts = _texts(blocks, steps, owner)
    return [
        Operation("insert", act.within((*owner, step)), new=text, span=span, remarks=remarks)
        for step, text in zip(steps, texts, strict=True)
    ]


def _owner(steps: Steps, unit: str, named: bool) -> Steps:
    """The unit that takes the addition: the one named, else the nearest of its context."""
    if unit in ("art", "ch", "sec", "par", "preamble", "app"):
        if unit == "art":  # its number is the act's, its place is in the division named
            return tuple(s for s in steps if s.unit in DIVISIONS)
        return tuple(s for s in steps if RANK.get(s.unit, 0) < RANK.get(unit, 0))
    if named and steps and steps[-1].unit != unit:
        return steps
    rank = RANK.get(unit, 0)
    kept = [s for s in steps if RANK.get(s.unit, 0) < rank]
    if not kept:
        raise Unreadable(say("amendment.what_to_add"))
    return tuple(kept)


def _new_steps(asked: Asked, units: Group) -> list[Step]:
    if units.unit in BARE:
        return [Step(units.unit)]
    if asked.behind:
        if len(asked.behind) != 1 or units.numbers:
            if not units.numbers:
                raise Unreadable(say("amendment.place_one_unit"))
            return [Step(units.unit, n) for n in units.numbers]
        last = asked.behind[0].steps[-1]
        if last.unit != units.unit or not last.number.isdigit() or len(asked.new) != 1:
            raise Unreadable(say("amendment.number_unnamed"))
        if units.unit not in ("part", "abz", "sent"):
            return [_numbered(asked.new[0], units.unit)]
        return [Step(units.unit, str(int(last.number) + 1))]
    if units.numbers:
        return [Step(units.unit, n) for n in units.numbers]
    if units.unit in ("part", "abz", "sent"):
        return [Step(units.unit, LAST)]
    if units.unit == "note":
        return [Step("note", "1")]
    return [_numbered(asked.new[0], units.unit)]


def _numbered(block: str, unit: str) -> Step:
    """The number that a new unit's own text gives it."""
    forms = {
        "art": r"(?:Статья\s+)?(\d+(?:-\d+)*)(?:\s?-\s?бап)?",
        "pt": r"(\d+(?:-\d+)*)\s?\.",
        "spt": r"(\w+(?:-\d+)*)\s?\)",
    }
    match = re.match(forms.get(unit, r"(?!)()"), block.strip(), re.IGNORECASE)
    if not match:
        raise Unreadable(say("amendment.number_nowhere"))
    try:
        return parse_steps(f"{unit}_{match[1].lower()}")[0]
    except KbError as error:
        raise Unreadable(error.said) from error


def _texts(blocks: Sequence[str], steps: Sequence[Step], owner: Steps) -> list[str]:
    if len(blocks) == len(steps):
        return list(blocks)
    if len(blocks) > len(steps) or (len(blocks) > 1 and steps[0].unit in SPELLED):
        raise Unreadable(say("amendment.quotations", units=str(len(steps)), texts=str(len(blocks))))
    if steps[0].unit == "sent":
        raise Unreadable(say("amendment.sentences_apart"))
    return _split("\n".join(blocks), steps, owner)
