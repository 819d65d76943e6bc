"""Which of the acts that an instruction names is the text it is applied to.

The title, day, number and form that an amending law gives are laid beside those of the text. Where
nothing of the text speaks of an act and the law amends one only, that one is meant, with a remark;
where they disagree, the commands are to another act, and both are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.amendment.identity import Identity, agree, conflicts, of_edition
from kb.amendment.instruction import Instruction
from kb.ground.saying import Saying, joined, say
from kb.norm.act import Act, Edition


@dataclass(frozen=True, slots=True)
class Meant:
    """An instruction whose commands to the text's act name it; why the others are not to it."""

    instruction: Instruction
    remarks: tuple[str, ...]
    others: Mapping[str, Saying]


def _untold(theirs: Identity, own: Identity) -> list[Saying]:
    """What an amending law says of its act and the text, taken by its title alone, does not."""
    pairs = (
        ("date", theirs.date, own.date or own.year),
        ("number", theirs.number, own.number),
        ("kind", "" if theirs.kind == "law" else theirs.kind, own.kind),
    )
    untold = [what for what, said, known in pairs if said and not known]
    return [say(f"amendment.differs_{what}") for what in untold]


def meant(read: Instruction, edition: Edition, acts: Iterable[Act] = ()) -> Meant:
    """The commands of an instruction that are to the act of an edition, as commands to it.

    `acts`: those of the corpus, which may know the text's act by another of its names.
    """
    own = of_edition(edition, acts)
    named = {a.act: a for a in read.acts}
    same: list[str] = []
    others: dict[str, Saying] = {}
    remarks: list[str] = []
    for act in read.acts:
        theirs = act.identity
        against = conflicts(theirs, own)
        # The corpus may know an act by its title alone: what the text says of itself is asked as well.
        if not against and (act.act == edition.act or agree(theirs, own)):
            same.append(act.act)
            if untold := _untold(theirs, own):
                what = joined(", ", untold)
                remarks.append(
                    say("amendment.act_by_title", named=act.words, target=own.name, what=what)
                )
        elif not against and not own.titles and not own.date and len(named) == 1:
            same.append(act.act)
            remarks.append(say("amendment.act_taken", named=act.words, target=edition.act))
        else:
            disagree = joined(", ", (say(f"amendment.differs_{what}") for what in against))
            key = "amendment.act_differs" if against else "amendment.act_untold"
            others[act.act] = say(key, named=act.words, own=own.name, what=disagree)
    taken = set(same)
    operations = tuple(
        replace(o, target=replace(o.target, act=edition.act)) if o.target.act in taken else o
        for o in read.operations
    )
    return Meant(replace(read, operations=operations), tuple(dict.fromkeys(remarks)), others)
