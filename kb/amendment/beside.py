"""The two languages of one amending law side by side: what each orders, unit by unit.

Both are authentic and have to change the same units in the same way. How many words a substitution
lists may differ with the languages; which units are changed, and how, may not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.amendment.instruction import Instruction
from kb.amendment.operation import Kind, Operation
from kb.norm.address import Steps


@dataclass(frozen=True, slots=True)
class Beside:
    """What both texts order for one unit; an empty side orders nothing for it."""

    act: str
    steps: Steps
    ru: tuple[Operation, ...]
    kk: tuple[Operation, ...]

    @property
    def alike(self) -> bool:
        """Whether both order the same kinds of change."""
        return bool(self.ru) and kinds(self.ru) == kinds(self.kk)


def kinds(operations: Iterable[Operation]) -> tuple[Kind, ...]:
    """The kinds of some operations, each once."""
    return tuple(sorted({o.kind for o in operations}))


def beside(ru: Instruction, kk: Instruction) -> tuple[Beside, ...]:
    """Every unit that either text changes, in the order of the Russian one, then of the Kazakh one.

    The acts are paired in the order in which each text names them.
    """
    mine, theirs = _by_unit(ru), _by_unit(kk)
    acts = dict(enumerate(_acts(kk))) | dict(enumerate(_acts(ru)))
    return tuple(
        Beside(acts[nth], steps, mine.get((nth, steps), ()), theirs.get((nth, steps), ()))
        for nth, steps in dict.fromkeys((*mine, *theirs))
    )


def _acts(read: Instruction) -> list[str]:
    return list(dict.fromkeys(o.target.act for o in read.operations))


def _by_unit(read: Instruction) -> dict[tuple[int, Steps], tuple[Operation, ...]]:
    units: dict[tuple[int, Steps], tuple[Operation, ...]] = {}
    acts = _acts(read)
    for each in read.operations:
        if each.kind != "none":  # «текст на русском языке не изменяется»
            key = (acts.index(each.target.act), each.target.steps)
            units[key] = (*units.get(key, ()), each)
    return units
