"""Whole units in a new wording, and the stubs of excluded ones.

Nothing is tidied silently: what an author leaves out (a number, a heading) is taken from the target
and said in a remark; what a new wording loses is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.amendment.tree import rebased
from kb.ground.errors import KbError
from kb.ground.saying import Saying, say
from kb.norm.act import Clause, Line, Status
from kb.norm.address import DIVISIONS, Step, Steps, unit_words
from kb.read.lines import SourceLine
from kb.read.structure import read, read_body
from kb.read.tables import gathered
from kb.words.text import short
from kb.words.units import UNIT_RU


class Refusal(KbError):
    """Why an operation cannot be carried out; becomes a Refused in the report."""


_FINAL = (".", ";", ":", ",", "!", "?", "»", '"', "”", ")")
# A line that heads a section, a chapter or a paragraph: a number, and no final mark.
DIVISION = re.compile(r"(?:раздел|глава|параграф)\s+(?:\d+(?:-\d+)*|[IVXLC]+)\b.*[^.;:,]$", re.I)
_BANK_NOTE = re.compile(r"(?:Сноска|Ескерту|Примечание ИЗПИ)\s?[.!]")


def wording_lines(text: str) -> list[SourceLine]:
    """The lines of a wording that carry words. Raises Refusal for none, and for a bank's note."""
    printed = (
        SourceLine(nth, " ".join(line.split()))
        for nth, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    )
    lines = [*gathered(printed)]
    if not lines:
        raise Refusal(say("amendment.empty"))
    for line in lines:
        if _BANK_NOTE.match(line.text):
            raise Refusal(say("amendment.bank_note", words=short(line.text, 40)))
    return lines


def reworded(old: Clause, text: str) -> tuple[Clause, list[str]]:
    """The clause `old` in a new wording, with the remarks. Raises Refusal."""
    last = old.steps[-1] if old.steps else None
    if last is None or last.unit in ("heading", "sent"):
        raise Refusal(say("amendment.no_new_wording", unit=unit_words(old.steps)))
    lines = wording_lines(text)
    remarks: list[str] = []
    if last.unit in ("part", "abz"):
        check_unnumbered(lines, old.steps)
    if last.unit in DIVISIONS:
        new = _division(lines, old)
    elif last.unit == "art":
        new = _article(lines, old, remarks)
    elif last.unit in ("pt", "spt"):
        lines, said = marked(lines, last, old.mark)
        remarks.extend(said)
        new = _single(lines, old)
    else:
        if last.unit == "abz":
            children, own = _further_lines(lines[1:], old.steps), lines[0].text
        else:
            children, own = read_body(lines, old.steps)
        if any(c.steps[-1].unit == last.unit for c in children):
            remarks.append(say("amendment.counted_as_one"))
        new = replace(old, own_text=own, children=children)
    new = replace(new, steps=old.steps, notes=old.notes)
    if old.status == Status.EXCLUDED:
        gender = UNIT_RU[last.unit].gender
        remarks.insert(
            0,
            say(
                "amendment.restored",
                unit=unit_words(old.steps),
                repealed=Saying(
                    f"{_WAS[gender]} {_EXCLUDED[gender]}", "алып тасталған еді", "was repealed"
                ),
                it=Saying(_IT[gender], "оны", "it"),
            ),
        )
    new = replace(new, status=old.status if old.live else Status.IN_FORCE)
    remarks.extend(_losses(old, new))
    return new, remarks


def _division(lines: list[SourceLine], old: Clause) -> Clause:
    """A chapter in a new wording, with all that is in it; one inside another division is refused."""
    inner = (replace(x, heading=2 if DIVISION.match(x.text) else 0) for x in lines[1:])
    units = read([replace(lines[0], heading=2), *inner]).root.children
    if len(units) != 1 or units[0].steps != old.steps or not units[0].children:
        raise Refusal(say("amendment.no_new_wording", unit=unit_words(old.steps)))
    return units[0]


def check_unnumbered(lines: Iterable[SourceLine], steps: Steps) -> None:
    """Refuses a wording of a counted unit that begins with a point's or an article's number."""
    first = next(iter(lines))
    read_as = read([replace(first, heading=0)]).root.children
    inside, _ = read_body([first], (Step("art", "1"),))
    units = {c.steps[-1].unit for c in (*read_as, *inside)}
    if units & {"art", "pt", *DIVISIONS}:
        raise Refusal(
            say("amendment.not_one_unit", words=short(first.text, 40), unit=unit_words(steps))
        )


def _further_lines(lines: list[SourceLine], steps: Steps) -> tuple[Clause, ...]:
    """Lines of a new paragraph beyond its first, as paragraphs inside it."""
    return tuple(
        Clause((*steps, Step("abz", str(n))), "paragraph", str(n), own_text=line.text)
        for n, line in enumerate(lines, start=2)
    )


def without_mark(text: str, mark: str) -> str:
    """A first line without the number mark of its unit, which an author may repeat before it."""
    match = _MARKED.match(text) if mark else None
    return text[match.end() :] if match and _mark_key(match[0]) == _mark_key(mark) else text


def heading_line(clause: Clause, text: str) -> str:
    """A new heading on one line, without the unit's own mark before it.

    Raises Refusal where it begins with another unit's number, or holds a line of text besides.
    """
    lines = wording_lines(text)
    if len(lines) > 1 and any(line.text.endswith(_FINAL[:4]) for line in lines):
        raise Refusal(say("amendment.heading_lines", words=short(lines[-1].text, 40)))
    line = without_mark(" ".join(x.text for x in lines), clause.mark)
    if match := _OTHER_MARK.match(line):
        raise Refusal(say("amendment.begins_otherwise", words=match[0].strip(), mark=clause.mark))
    return line


_OTHER_MARK = re.compile(
    r"""
    (?: (?:статья|глава|раздел|параграф)\s+(?:\d|[IVXLC]+\b)
      | \d+(?:-\d+)*\s?[.)](?!\d)                                      # not «5.3»
      | \d+(?:-\d+)*-(?:бап|тарау|бөлім) ) [^\s]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKED = re.compile(
    r"""
    \s* (?:(?:Статья|Глава|Раздел|Параграф)\s+)?
    [\w-]+ (?:\s?-\s?(?:бап|тарау|бөлім|параграф))? \s?[.)]?\s+
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _mark_key(mark: str) -> str:
    return "".join(mark.split()).rstrip(".").lower()


def headed(lines: list[SourceLine], mark: str) -> tuple[list[SourceLine], list[str]]:
    """An article's lines without their number («Статья 5.»), under `mark`; and the remark of it.

    A first line with a capital, without a number or a final mark, can only be the heading: words of
    the text would end in a mark, those before a list in a colon. Anything else stands below `mark`.
    """
    children, _ = read_body(lines[:1], (Step("art", "1"),))
    first = lines[0].text
    if len(lines) > 1 and not children and first[:1].isupper() and not first.endswith(_FINAL):
        remark = say("amendment.first_line_heading", words=short(first))
        return [replace(lines[0], text=f"{mark} {first}"), *lines[1:]], [remark]
    return [SourceLine(0, mark), *lines], []


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
    remark = say("amendment.heading_of_lines", count=str(end), words=short(heading))
    return [replace(lines[0], text=heading), *lines[end:]], [remark]


def _article(lines: list[SourceLine], old: Clause, remarks: list[str]) -> Clause:
    first = read([replace(lines[0], heading=0)]).root.children
    if old.heading and not (first and first[0].kind == "article"):
        under, said = headed(lines, old.mark)
        if said:
            lines, remarks[:] = under, [*remarks, *said]
    lines, said = joined_heading(lines)
    remarks += said
    first = read([replace(lines[0], heading=0)]).root.children
    if first and first[0].kind == "article":
        new, *more = read(lines).root.children
        if more:
            raise Refusal(
                say(
                    "amendment.also_has",
                    unit=unit_words(old.steps),
                    words=short(more[0].heading_text or more[0].text, 40),
                )
            )
        if new.number != old.number:
            raise Refusal(
                say("amendment.begins_otherwise", words=lines[0].text[:40], mark=old.mark)
            )
        if not new.heading and old.heading:
            remarks.append(say("amendment.heading_from_law", heading=old.heading))
            new = replace(new, heading=old.heading, heading_lines=old.heading_lines)
        return new
    children, own = read_body(lines, old.steps)
    if old.heading:
        remarks.append(say("amendment.number_and_heading_from_law", heading=old.heading_text))
    else:
        remarks.append(say("amendment.number_from_law", mark=old.mark))
    return replace(old, own_text=own, children=children)


def marked(lines: list[SourceLine], step: Step, mark: str) -> tuple[list[SourceLine], list[str]]:
    """Lines that begin with the unit's own number mark, supplied where the author leaves it out."""
    host = (Step("art", "1"),) if step.unit == "pt" else (Step("art", "1"), Step("pt", "1"))
    _check_no_article(lines, step)
    children, _ = read_body(lines[:1], host)
    if children and children[0].steps[-1].unit == step.unit:
        number = children[0].steps[-1].number
        if number != step.number:
            raise Refusal(
                say("amendment.number_otherwise", number=short(number, 40), target=step.number)
            )
        return lines, []
    if match := _NUMBERED.match(lines[0].text):
        raise Refusal(
            say("amendment.number_otherwise", number=match[0].strip(), target=step.number)
        )
    first = replace(lines[0], text=f"{mark} {lines[0].text}")
    return [first, *lines[1:]], [say("amendment.number_from_target", number=mark)]


# What looks like a number before a text: «2)», «2. », «З.» with a letter for the figure, «2 Акимы».
_NUMBERED = re.compile(
    r"(?:\d+(?:-\d+)*|[ЗОЗ]|[IVX]+)\s?[.)](?!\d)|\d+(?:-\d+)*\s+(?=[А-ЯЁӘІҢҒҮҰҚӨҺ])"
)


def _check_no_article(lines: Iterable[SourceLine], step: Step) -> None:
    """Refuses a point's wording that holds an article or a chapter of its own."""
    for line in lines:
        read_as = read([replace(line, heading=0)]).root.children
        if read_as and read_as[0].kind == "article":
            raise Refusal(
                say("amendment.not_one_unit", words=short(line.text, 40), unit=unit_words((step,)))
            )


def _single(lines: list[SourceLine], old: Clause) -> Clause:
    children, _ = read_body(lines, old.steps[:-1])
    same = [c for c in children if c.steps[-1].unit == old.steps[-1].unit]
    if len(same) == len(children) == 1:
        return rebased(same[0], old.steps)
    if old.steps[-1].unit == "spt" and (alone := as_subpoint(lines, old.steps)):
        return replace(alone, mark=old.mark)
    raise Refusal(say("amendment.not_read_one_unit", unit=unit_words(old.steps)))


def as_subpoint(lines: list[SourceLine], steps: Steps) -> Clause | None:
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
    return [
        say("amendment.vanishes", unit=unit_words(c.steps), words=short(c.own_text, 160))
        for c in lost
    ]


_EXCLUDED = {"m": "исключен", "f": "исключена", "n": "исключено"}
_WAS = {"m": "был", "f": "была", "n": "было"}
_IT = {"m": "его", "f": "ее", "n": "его"}
_EXCLUDED_KK = "алып тасталды"


def stub(old: Clause, language: str) -> Clause:
    """An excluded unit: it keeps its number and is marked «(исключен)»."""
    last = old.steps[-1]
    if not old.live:
        raise Refusal(say("amendment.not_in_force_already", unit=unit_words(old.steps)))
    said = _EXCLUDED_KK if language == "kk" else _EXCLUDED[UNIT_RU[last.unit].gender]
    words = f"({said})"
    bare = replace(old, status=Status.EXCLUDED, children=(), own_text=words)
    if last.unit == "art":
        return replace(bare, heading_lines=old.heading_lines or (Line(0),))
    if last.unit in DIVISIONS:
        return replace(bare, heading=words, own_text="")
    return bare
