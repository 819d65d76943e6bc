"""Replaying real amendments: instruction applied to the text before, compared with the text after.

A case is exact, refused or wrong, as the documentation of the cases says; nothing is forgiven but
the pairs of spellings that the case itself lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kb.amendment.apply import Applied, Refused, apply
from kb.amendment.instruction import Instruction, parse
from kb.amendment.quotation import tokens
from kb.amendment.target import Target, targets
from kb.amendment.tree import standing
from kb.amendment.units import DIVISION
from kb.ground.errors import KbError
from kb.ground.saying import Saying, joined, say
from kb.ground.yaml_file import read_text
from kb.norm.act import UNDATED, Clause, Edition
from kb.norm.address import Step, Steps
from kb.norm.marks import word_segments
from kb.read.lines import SourceLine
from kb.read.structure import read
from kb.read.tables import gathered


class BadCases(KbError):
    """A file of cases that cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Case:
    """One real amendment (replay/README.md); `target` in words, `pairs`: editorial differences."""

    id: str
    lead_in: str
    instruction: str
    target: str
    before: str
    after: str
    excerpt: bool = False
    pairs: tuple[tuple[str, str], ...] = ()


Status = Literal["exact", "refused", "wrong"]


@dataclass(frozen=True, slots=True)
class Result:
    """`status`: exact, refused or wrong; `reason` says why it is not exact."""

    id: str
    status: Status
    reason: str
    text: str
    instruction: Instruction
    applied: Applied


def load(path: Path) -> list[Case]:
    """Cases from JSON lines. Raises BadCases."""
    cases: list[Case] = []
    for number, line in enumerate(read_text(path, 200_000_000).split("\n"), start=1):
        if line.strip():
            try:
                cases.append(_case(json.loads(line)))
            except KeyError as error:
                field = str(error.args[0])
                raise BadCases(
                    say("amendment.case_lacks", path=path, number=number, field=field)
                ) from None
            except (ValueError, TypeError, AttributeError, RecursionError):
                raise BadCases(say("amendment.case_unread", path=path, number=number)) from None
    if not cases:
        raise BadCases(say("amendment.no_cases", path=path))
    return cases


def _case(data: dict[str, Any]) -> Case:
    return Case(
        id=str(data["id"]),
        lead_in=str(data.get("act_lead_in") or ""),
        instruction=str(data["instruction"]),
        target=str(data.get("target") or ""),
        before=str(data.get("before") or ""),
        after=str(data.get("after") or ""),
        excerpt=bool(data.get("excerpt")),
        pairs=tuple((str(a), str(b)) for a, b in data.get("editorial_diffs") or ()),
    )


def replay(case: Case) -> Result:
    """Parses, applies, compares."""
    instruction = parse(case.instruction, lead_in=case.lead_in)
    before, after = sides(case, instruction)
    held = _held(case.target)
    applied = apply(before, instruction.operations)
    text = "\n".join(standing(applied.edition.root))
    for wrong, right in case.pairs:
        text = text.replace(wrong, right)
    expected = "\n".join(standing(after.root))
    refused = [r for r in applied.refused if _in_scope(r, case, held)]
    reasons = [u.reason for u in instruction.unread] + [r.reason for r in refused]
    status: Status
    reason: str
    if reasons:
        status, reason = "refused", joined("; ", reasons)
    elif not instruction.operations:
        status, reason = "refused", say("amendment.no_command")
    elif text == expected:
        status, reason = "exact", ""
    else:
        status, reason = "wrong", _first_difference(text, expected)
    return Result(case.id, status, reason, text, instruction, applied)


def sides(case: Case, instruction: Instruction) -> tuple[Edition, Edition]:
    """The texts before and after as editions of the act that the parsed instruction names.

    They hold the units that the case shows and no others; their date is a stand-in.
    """
    act = instruction.operations[0].target.act if instruction.operations else "act"
    held = _held(case.target)
    before = _edition(case, case.before, act, held)
    return before, _edition(case, case.after, act, held)


def _held(target: str) -> tuple[Target, ...]:
    """The units that the case shows, from its target in words: «статья 5, пункты 1 и 2»."""
    whole = re.sub(r"\s*\(.*?\)\s*$", "", target)
    article, _, below = whole.partition(",")
    named = targets(tokens(article), 0, frozenset({"nom"}))
    if not named:
        return ()
    inner = targets(tokens(below), 0, frozenset({"nom"})) if below.strip() else None
    if not inner:
        return named[0]
    return tuple(Target((*named[0][0].steps, *t.steps)) for t in inner[0])


def _edition(case: Case, text: str, act: str, held: tuple[Target, ...]) -> Edition:
    printed = (
        SourceLine(n, t.strip(), heading=2 if DIVISION.match(t.strip()) else 0)
        for n, t in enumerate(text.split("\n"), start=1)
        if t.strip()
    )
    lines = [*gathered(printed)]
    of_act = not re.search("стать|глав|раздел|параграф", case.target)
    if of_act and re.search("заголов|форма", case.target):
        return _named(act, lines)
    root = read(lines).root
    # A new article has its place here; a form or title that the text does not show has none.
    units = {t.steps[0] for t in held if t.steps and t.steps[0].unit == "art"}
    units |= {c.steps[-1] for c in root.children if c.kind in ("title", "preamble")}
    units |= {c.steps[0] for c in root.walk() if c.kind == "article"}
    return Edition(act, UNDATED, "ru", "", root, held=tuple(sorted(units)))


def _named(act: str, lines: list[SourceLine]) -> Edition:
    """An act shown by its title alone, or by its form and title on two lines."""
    forms: tuple[Literal["form", "title"], ...] = ("form", "title")
    kinds = forms[2 - len(lines) :] if len(lines) < 3 else ()
    children = tuple(
        Clause((Step(kind),), kind, own_text=line.text)
        for kind, line in zip(kinds, lines, strict=False)
    )
    held = tuple(c.steps[0] for c in children) or (Step("title"),)
    return Edition(act, UNDATED, "ru", "", Clause((), "act", children=children), held=held)


def _in_scope(refused: Refused, case: Case, held: tuple[Target, ...]) -> bool:
    """Whether a refusal counts: not where the case does not show the unit."""
    if refused.outside:
        return False
    steps = refused.operation.target.steps
    if not case.excerpt or not steps:
        return True
    return any(_touches(steps, t.steps) for t in held if t.steps)


def _touches(asked: Steps, shown: Steps) -> bool:
    """Whether one unit holds the other; parts that an address may leave out are passed over."""
    first = [s for s in asked if s != Step("part", "1")]
    second = [s for s in shown if s != Step("part", "1")]
    return all(a == b for a, b in zip(first, second, strict=False))


def _first_difference(got: str, expected: str) -> Saying:
    theirs = expected.split("\n")
    for nth, line in enumerate(got.split("\n")):
        other = theirs[nth] if nth < len(theirs) else ""
        if line != other:
            changed = [(op, t.strip()) for op, t in word_segments(other, line) if op != "="]
            parts = [f"{op}«{words[:80]}»" for op, words in changed if words]
            words = " ".join(parts[:4]) or say("amendment.case_spaces")
            return say("amendment.case_line", line=nth + 1, words=words)
    return say("amendment.case_lines", lines=got.count("\n") + 1, expected=len(theirs))


def counts(results: Iterable[Result]) -> dict[str, int]:
    """How many cases are exact, refused and wrong."""
    numbers = {"exact": 0, "refused": 0, "wrong": 0}
    for each in results:
        numbers[each.status] += 1
    return numbers
