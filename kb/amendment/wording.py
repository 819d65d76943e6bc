"""Operations in the official wording of an amending act (Law on legal acts, art. 26).

One point for each act, acts by legal force and then date; within an act the author's order stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.act import FORCES, Act
from kb.address import Steps, words_ru
from kb.language import UNIT_RU, ordinal

_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


@dataclass(frozen=True, slots=True)
class Command:
    """One command of an amending act: what to do with which unit, and the new wording.

    `kind`: replace, insert or repeal; `added`: for an insertion, the addresses of the new units.
    """

    act: str
    kind: str
    steps: Steps
    text: str = ""
    added: tuple[Steps, ...] = ()


def long_date(date: str) -> str:
    """`2001-01-23` as «23 января 2001 года»."""
    year, month, day = date.split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year} года"


def act_reference(act: Act) -> str:
    """«Закон Республики Казахстан от 23 января 2001 года «О …»» (art. 26 p. 2: title and date)."""
    if act.force == "constitution":
        return act.title
    return f"{act.form} от {long_date(act.adopted)} «{act.title}»"


def by_force(acts: Iterable[Act]) -> list[Act]:
    """Acts in the order of art. 26 p. 5: by legal force, then by date of adoption."""
    return sorted(acts, key=lambda a: (FORCES.index(a.force), a.adopted))


def command(what: Command) -> list[str]:
    """The lines of one command, without its number and final mark: the formula, then the text."""
    match what.kind:
        case "replace":
            formula = f"{words_ru(what.steps, 'acc')} изложить в следующей редакции:"
        case "insert":
            owner = words_ru(what.steps[:-1], "acc") if len(what.steps) > 1 else ""
            added = _added_words(what.added or (what.steps,))
            formula = f"{owner} дополнить {added} следующего содержания:".strip()
        case "repeal":
            return [f"{words_ru(what.steps, 'acc')} исключить"]
        case _:
            raise ValueError(f"no formula for {what.kind}")
    lines = what.text.split("\n")
    lines[0] = f"«{lines[0]}"
    lines[-1] = f"{lines[-1]}»"
    return [formula, *lines]


def _added_words(added: Sequence[Steps]) -> str:
    """«пунктом 4», «частями второй – пятой»: what is added, in the instrumental."""
    last = [s[-1] for s in added]
    noun = UNIT_RU[last[0].unit]

    def number(text: str) -> str:
        if last[0].unit in ("part", "abz", "sent"):
            return ordinal(int(text), noun.gender, "ins")
        return f"{text})" if last[0].unit == "spt" else text

    if len(last) == 1:
        return f"{noun.form('ins')} {number(last[0].number)}"
    joint = " и " if len(last) == 2 else " – "
    numbers = f"{number(last[0].number)}{joint}{number(last[-1].number)}"
    return f"{noun.form('ins', plural=True)} {numbers}"


def title(commands: Sequence[Command], acts: Mapping[str, Act]) -> str:
    """The title of the amending act; «изменений» first (art. 26 p. 1)."""
    kinds = {c.kind for c in commands}
    changes = bool(kinds - {"insert"})
    additions = "insert" in kinds
    what = " и ".join(
        word for word, wanted in (("изменений", changes), ("дополнений", additions)) if wanted
    )
    named = {c.act for c in commands}
    if len(named) == 1:
        act = acts[next(iter(named))]
        return f"О внесении {what} в {act.form} «{act.title}»"
    return f"О внесении {what} в некоторые законодательные акты Республики Казахстан"


def amending_text(commands: Sequence[Command], acts: Mapping[str, Act]) -> list[str]:
    """The operative part, a paragraph per line: a numbered point per act, a subpoint per command."""
    kinds = {c.kind for c in commands}
    what = " и ".join(
        word
        for word, wanted in (
            ("изменения", bool(kinds - {"insert"})),
            ("дополнения", "insert" in kinds),
        )
        if wanted
    )
    lines = [f"Внести в следующие законодательные акты Республики Казахстан {what}:"]
    ordered = by_force(acts[a] for a in dict.fromkeys(c.act for c in commands))
    for nth, act in enumerate(ordered, start=1):
        own = [c for c in commands if c.act == act.id]
        lines.append(f"{nth}. В {act_reference(act)}:")
        for number, each in enumerate(own, start=1):
            body = command(each)
            if len(own) > 1:
                body[0] = f"{number}) {body[0]}"
            body[-1] += "." if number == len(own) else ";"
            lines.extend(body)
    return lines
