"""Several amending laws, applied to one edition in the order of their dates.

A law that cannot be read, or that was given before, is left out with its reason; the others are applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.amendment.apply import Applied, apply
from kb.amendment.instruction import BadInstruction, Instruction, parse
from kb.amendment.meant import meant
from kb.ground.saying import say
from kb.norm.act import Act, Edition
from kb.read.requisites import first_date

# The line of a law's head or foot that dates it: «Астана, 30 июня 2021 года № 60-VII ЗРК».
_DATED = re.compile(
    r"^(?=.{0,160}$)(?:.*\d{4}\s*(?:года|г\.|жыл|ж\.).*|\d{1,2}\.\d{1,2}\.\d{4}.*)$", re.M
)
_NUMBER = re.compile(r"(?:№|\bN)\s*(\d+(?:-[IVXІХ]+)?(?:\s+(?:ЗРК|ҚРЗ))?)")
_BODY = re.compile(r"^(?:#+\s*)?(?:Статья\s+1\b|1-бап|[IV1]\.\s|\s*(?:Внести|В)\s)", re.M)


@dataclass(frozen=True, slots=True)
class Law:
    """An amending law as a file gives it: its date and number where its head or foot says them."""

    name: str
    text: str
    date: str = ""
    number: str = ""

    @classmethod
    def of(cls, name: str, text: str) -> Law:
        """A law from its text."""
        body = _BODY.search(text)
        head = text[: body.start()] if body else text[:2_000]
        for piece in (head, text[-600:]):
            for line in _DATED.finditer(piece):
                if date := first_date(line[0]):
                    number = _NUMBER.search(line[0])
                    return cls(name, text, date, number[1] if number else "")
        return cls(name, text)


@dataclass(frozen=True, slots=True)
class Link:
    """What one law did: what was read of it, what came of each command; why it was left out, if it was."""

    law: Law
    read: Instruction
    result: Applied | None
    remarks: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The edition after all laws, and each of them in the order applied."""

    edition: Edition
    links: tuple[Link, ...] = field(default_factory=tuple)


def chain(edition: Edition, laws: Sequence[Law], acts: Iterable[Act] = ()) -> Chain:
    """Applies laws in the order of their dates; those without a date keep their place."""
    known = tuple(acts)
    links: list[Link] = []
    seen: set[str] = set()
    first = edition
    for law in in_order(laws):
        nothing = Instruction((), (), ())
        key = " ".join(law.text.split())
        if key in seen:
            links.append(Link(law, nothing, None, left_out=say("amendment.law_twice")))
            continue
        seen.add(key)
        try:
            read = parse(law.text, acts=known, act=edition.act)
        except BadInstruction as error:
            links.append(Link(law, nothing, None, left_out=error.said))
            continue
        to = meant(read, first, known)
        result = apply(edition, to.instruction.operations, to.others)
        remarks = list(to.remarks)
        if law.date and first.date > "0001-01-01" and law.date < first.date:
            remarks.append(say("amendment.law_before", law=law.date, edition=first.date))
        edition = result.edition
        links.append(Link(law, to.instruction, result, tuple(remarks)))
    return Chain(edition, tuple(links))


def in_order(laws: Sequence[Law]) -> list[Law]:
    """Laws by date; one without a date stays behind the one before it."""
    keyed: list[tuple[str, int, Law]] = []
    last = ""
    for nth, law in enumerate(laws):
        last = law.date or last
        keyed.append((last, nth, law))
    return [law for _, _, law in sorted(keyed, key=lambda k: k[:2])]
