"""The draft of an amending act: its head, its title, the commands in the order of the law, its entry into
force. A package that changes a constitutional law and a law gives a draft for each (art. 10 of the Law on
legal acts: they differ in force, and so does the way in which they are passed).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.amendment import kazakh as formulas_kk
from kb.amendment import wording as formulas_ru
from kb.amendment.wording import Command
from kb.compare.table import Comparison
from kb.ground.saying import say
from kb.norm.act import Act
from kb.papers.labels import labels_in
from kb.write.paper import Block, FormLine, Wording


@dataclass(frozen=True, slots=True)
class Bill:
    """One draft: the amendments in it, its title and the lines of its operative part, none where no
    amendment has a text to carry out."""

    comparison: Comparison
    title: str
    lines: tuple[str, ...]


def commands(comparison: Comparison) -> list[Command]:
    """The commands of the amendments that can be applied, in the order of the table."""
    return [c for e in comparison.entries if not e.refused for c in e.commands]


def bills(comparison: Comparison, acts: Mapping[str, Act], language: str = "ru") -> list[Bill]:
    """The drafts of a package in a language, the one of greatest force first."""
    apart = comparison.by_bill()
    return [_bill(each, acts, language, alone=len(apart) == 1) for each in apart]


def _bill(comparison: Comparison, acts: Mapping[str, Act], language: str, *, alone: bool) -> Bill:
    """`alone`: the package gives no other draft, so its author's title is this one's."""
    package, ordered = comparison.package, commands(comparison)
    own = ""
    if package.bill and alone:
        own = package.bill.title_kk if language == "kk" else package.bill.title
    formula = formulas_kk.title if language == "kk" else formulas_ru.title
    title = own or (formula(ordered, acts) if ordered else package.title_in(language))
    return Bill(comparison, title, tuple(_operative(comparison, acts, ordered, language)))


def _operative(
    comparison: Comparison, acts: Mapping[str, Act], ordered: Sequence[Command], language: str
) -> Iterator[str]:
    """The lines of the amending act; with an entry into force it has two articles."""
    if not ordered:
        return
    bill, labels = comparison.package.bill, labels_in(language)
    formula = formulas_kk.amending_text if language == "kk" else formulas_ru.amending_text
    lines = formula(ordered, acts)
    when = (bill.in_force_kk if language == "kk" else bill.in_force) if bill else ""
    if not when:
        yield from lines
        return
    yield f"{labels('article_one')} {lines[0]}"
    yield from lines[1:]
    in_force = say(f"papers.in_force_{_kind(comparison)}", when="{when}").in_language(language)
    yield f"{labels('article_two')} {_entry_into_force(when.strip().rstrip('.'), in_force)}"


def _kind(comparison: Comparison) -> str:
    """What the amending act itself is: a constitutional law changes a constitutional law."""
    forces = {e.act.force for e in comparison.entries}
    return "constitutional" if forces == {"constitutional_law"} else "law"


def _entry_into_force(when: str, formula: str) -> str:
    """The formula's sentence with the day in it, whatever of that sentence the author wrote too
    («вводится в действие с …», «Настоящий Закон вступает в силу …»)."""
    before, after = formula.split("{when}")
    verb = after.strip(" .") or "вводится в действие"
    law = before.removesuffix(f"{verb} ").split()
    if when.startswith(law[0]) and not when.endswith(verb):
        return f"{when}."
    when = when.removeprefix(" ".join(law)).strip()
    when = when.removeprefix(verb).removesuffix(verb).strip()
    return formula.format(when=when)


def draft_blocks(bill: Bill, language: str) -> tuple[Block, ...]:
    """The draft as it is filed."""
    labels = labels_in(language)
    return (
        FormLine(labels("draft_mark"), "right"),
        FormLine(labels(f"draft_head_{_kind(bill.comparison)}"), "centre"),
        FormLine(bill.title, "title"),
        Wording(bill.lines),
        FormLine(labels("signature"), "left"),
    )
