"""«Уже внесено»: commands of a law that the notes of their unit name already.

The bank's note «Статья 8 с изменениями, внесенными Законом РК от 30.06.2021 № 60-VII» says that the text
is after that law. Its commands there are refused: carried out again they would change it twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.amendment.identity import number_key, same_number
from kb.amendment.operation import Operation
from kb.ground.saying import Saying, say
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.norm.dates import changes
from kb.words.text import short


def already(
    edition: Edition, operations: Sequence[Operation], date: str, number: str
) -> dict[int, Saying]:
    """The commands of the law of that date and number that the edition has already, by their place in
    `operations`, each with the reason; a law without both is looked for in no note."""
    mine = number_key(number)
    if not date or not mine:
        return {}
    remarks: dict[int, Saying] = {}
    for nth, operation in enumerate(operations):
        if operation.target.act != edition.act or operation.kind == "none":
            continue
        for clause in _around(edition, operation.target.steps):
            note = next((n.text for n in clause.notes if _names(n.text, date, mine)), "")
            if note:
                remarks[nth] = say("amendment.already", note=short(note, 160))
                break
    return remarks


def laws_of(edition: Edition, steps: Steps) -> list[tuple[str, str]]:
    """Day and number of each law that the notes of a unit and of those around it name."""
    notes = (note for clause in _around(edition, steps) for note in clause.notes)
    return list(dict.fromkeys(law for note in notes for law in _named(note.text)))


def _around(edition: Edition, steps: Steps) -> Iterator[Clause]:
    """The unit at an address and those around it, whose notes speak of it; the act for the act."""
    if not steps:
        yield edition.root
        return
    for end in range(1, len(steps) + 1):
        clause = edition.index.get(steps[:end])
        if clause is not None:
            yield clause


def _named(words: str) -> Iterator[tuple[str, str]]:
    """Day and number of each law that a note says to have made a change."""
    for law in changes(words):
        if law.number:
            yield law.date, number_key(law.number)


def _names(words: str, date: str, number: str) -> bool:
    return any(day == date and same_number(theirs, number) for day, theirs in _named(words))
