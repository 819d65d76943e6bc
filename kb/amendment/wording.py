"""Operations in the official wording of an amending act (Law on legal acts, art. 26).

One point for each act, acts by legal force and then date; within an act the author's order stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.amendment.operation import Kind, Occurrences, Operation, Scope
from kb.norm.act import FORCES, Act
from kb.norm.address import Step, Steps, words_ru
from kb.words.days import long_ru
from kb.words.ordinals import ordinal
from kb.words.units import UNIT_RU


@dataclass(frozen=True, slots=True)
class Command:
    """One command of an amending act: what to do with which unit.

    `kind`: as an operation's; `text`: the new wording or the words that come; `added`: for an
    insertion, the addresses of the new units; `old`, `after`, `scope`, `occurrences`: as an
    operation's, for words.
    """

    act: str
    kind: Kind
    steps: Steps
    text: str = ""
    added: tuple[Steps, ...] = ()
    old: str = ""
    after: str = ""
    scope: Scope = "text"
    occurrences: Occurrences = "one"


def of_operation(operation: Operation) -> Command:
    """The command that orders an operation."""
    return Command(
        act=operation.target.act,
        kind=operation.kind,
        steps=operation.target.steps,
        text=operation.new or "",
        old=operation.old or "",
        after=operation.after or "",
        scope=operation.scope,
        occurrences=operation.occurrences,
    )


def act_reference(act: Act) -> str:
    """«Закон Республики Казахстан от 23 января 2001 года «О …»» (art. 26 p. 2: title and date).

    In the accusative, as «внести в …» asks.
    """
    if act.force == "constitution":
        title = act.title.replace("Конституция", "Конституцию", 1)
        return f"{title}, принятую {long_ru(act.adopted)}"
    return f"{act.form} от {long_ru(act.adopted)} «{act.title}»"


def by_force(acts: Iterable[Act]) -> list[Act]:
    """Acts in the order of art. 26 p. 5: by legal force, then by date of adoption."""
    return sorted(acts, key=lambda a: (FORCES.index(a.force), a.adopted))


def command(what: Command, inside: Steps = ()) -> list[str]:
    """The lines of one command, without its number and final mark: the formula, then the text.

    `inside`: the unit of the lead-in above it, which the command does not name again.
    """
    steps = what.steps[len(inside) :]
    match what.kind:
        case "replace":
            formula = f"{words_ru(steps, 'acc')} изложить в следующей редакции:"
        case "insert":
            owner = words_ru(steps[:-1], "acc") if len(steps) > 1 else ""
            added = _added_words(what.added or (what.steps,))
            formula = f"{owner} дополнить {added} следующего содержания:".strip()
        case "repeal":
            return [f"{words_ru(steps, 'acc')} исключить"]
        case "substitute" | "insert_words" | "delete_words":
            return [_words(what, steps)]
        case _:
            raise ValueError(f"no formula for {what.kind}")
    return [formula, *quoted(what.text).split("\n")]


def quoted(text: str) -> str:
    """A text in quotation marks that it does not unbalance."""
    depth = 0
    for mark in text:
        depth += (mark == "«") - (mark == "»")
        if depth < 0:
            break
    return f"«{text}»" if depth == 0 else f"“{text}”"


def _words(what: Command, steps: Steps) -> str:
    """«в пункте 1 слово «X» заменить словом «Y»» and its kin."""
    case = "acc" if what.kind == "insert_words" else "loc"
    return f"{_where(what, steps, case)} {_change(what)}".strip()


def _change(what: Command) -> str:
    """What is done to the words, without the place: «слово «X» заменить словом «Y»»."""
    old, new = _noun(what.old, what.occurrences), _noun(what.text)
    after = f"после {_noun(what.after)[1]} {quoted(what.after)} " if what.after else ""
    if what.kind == "insert_words":
        return f"{after}дополнить {new[2]} {quoted(what.text)}"
    stop, by = _STOPS.get(what.old), _STOPS.get(what.text)
    if stop and not after and what.kind == "delete_words":
        return f"{stop[0]} исключить"
    if stop and by and not after:
        return f"{stop[0]} заменить {by[1]}"
    if what.kind == "delete_words":
        return f"{after}{old[0]} {quoted(what.old)} исключить"
    return f"{after}{old[0]} {quoted(what.old)} заменить {new[2]} {quoted(what.text)}"


def _where(what: Command, steps: Steps, case: str) -> str:
    preposition = "в " if case == "loc" else ""
    if what.scope == "act":
        return "по всему тексту"
    if what.scope == "both":
        unit = words_ru(steps, "gen")
        if not unit:
            return "в заголовке и по всему тексту"
        return f"{preposition}{words_ru((Step('heading'),), case)} и {'тексте' if case == 'loc' else 'текст'} {unit}"
    if what.scope == "heading":
        return f"{preposition}{words_ru((*steps, Step('heading')), case)}"
    return f"{preposition}{words_ru(steps, case)}" if steps else ""


# The mark at the end of a text by its name: in the accusative and the instrumental.
_STOPS: Final = {
    ".": ("точку", "точкой"),
    ";": ("точку с запятой", "точкой с запятой"),
    ":": ("двоеточие", "двоеточием"),
}


def _noun(words: str, occurrences: str = "one") -> tuple[str, str, str]:
    """What quoted words are called, in the accusative, genitive and instrumental."""
    if not re.search(r"\w", words):
        single = len(words.strip()) == 1
        many = ("знаки препинания", "знаков препинания", "знаками препинания")
        return ("знак препинания", "знака препинания", "знаком препинания") if single else many
    if re.fullmatch(r"[\d\s.,–-]+", words):
        return ("цифры", "цифр", "цифрами")
    if occurrences == "one" and re.fullmatch(r"\w+(?:-\w+)*", words):
        return ("слово", "слова", "словом")
    return ("слова", "слов", "словами")


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


_CHANGES: Final = {  # by case: one, several
    "acc": (("изменение", "изменения"), ("дополнение", "дополнения")),
    "gen": (("изменения", "изменений"), ("дополнения", "дополнений")),
}


def what_changes(commands: Sequence[Command], case: str = "acc") -> str:
    """«изменения и дополнение», as many as there are; «изменений» or «изменения» first (art. 26 p. 1)."""
    several = len({c.act for c in commands}) > 1
    counts = zip(_CHANGES[case], changes_and_additions(commands), strict=True)
    return " и ".join(words[several or n > 1] for words, n in counts if n)


def changes_and_additions(commands: Sequence[Command]) -> tuple[int, int]:
    """How many of each are ordered; units that one command adds are as many additions."""
    adding = [c for c in commands if c.kind in ("insert", "insert_words")]
    return len(commands) - len(adding), sum(max(1, len(c.added)) for c in adding)


def following(commands: Sequence[Command]) -> str:
    """«следующее дополнение», «следующие изменения и дополнение»."""
    single = sum(changes_and_additions(commands)) == 1
    return f"{'следующее' if single else 'следующие'} {what_changes(commands)}"


def title(commands: Sequence[Command], acts: Mapping[str, Act]) -> str:
    """The title of the amending act."""
    what = what_changes(commands, "gen")
    named = {c.act for c in commands}
    if len(named) == 1:
        act = acts[next(iter(named))]
        return f"О внесении {what} в {act.form} «{act.title}»"
    return f"О внесении {what} в некоторые законодательные акты Республики Казахстан"


def amending_text(commands: Sequence[Command], acts: Mapping[str, Act]) -> list[str]:
    """The operative part, a paragraph per line: a numbered point per act, a subpoint per command.

    One act is named in the opening words, as adopted laws do, and has no point of its own.
    """
    ordered = by_force(acts[a] for a in dict.fromkeys(c.act for c in commands))
    if len(ordered) == 1:
        [act] = ordered
        comma = "," if act.force == "constitution" else ""  # «Конституцию, принятую …, следующие»
        opening = f"Внести в {act_reference(act)}{comma} {following(commands)}:"
        return [opening, *numbered(commands)]
    lines = [
        f"Внести {what_changes(commands)} в следующие законодательные акты Республики Казахстан:"
    ]
    for nth, act in enumerate(ordered, start=1):
        lines.append(f"{nth}. В {act_reference(act)}:")
        lines.extend(numbered([c for c in commands if c.act == act.id]))
    return lines


def numbered(commands: Sequence[Command]) -> list[str]:
    """Commands to one act as subpoints; those to one article stand under its lead-in."""
    groups: list[list[Command]] = []
    for each in commands:
        article = _article(each)
        if groups and article and article == _article(groups[-1][0]):
            groups[-1].append(each)
        else:
            groups.append([each])
    lines: list[str] = []
    for number, group in enumerate(groups, start=1):
        mark = f"{number}) " if len(groups) > 1 else ""
        inside = _article(group[0]) if len(_sentences(group, ())) > 1 else ()
        body = [f"{mark}в {words_ru(inside, 'loc')}:"] if inside else []
        sentences = _sentences(group, inside)
        for nth, own in enumerate(sentences, start=1):
            if not inside:
                own[0] = f"{mark}{own[0]}"
            own[-1] += "." if number == len(groups) and nth == len(sentences) else ";"
            body += own
        lines += body
    return lines


def _sentences(group: Sequence[Command], inside: Steps) -> list[list[str]]:
    """The lines of each command; changes of words in one place are one sentence."""
    sentences: list[list[str]] = []
    last: Command | None = None
    for each in group:
        together = each.kind in _OF_WORDS and last is not None and last.kind in _OF_WORDS
        if together and last and (each.steps, each.scope) == (last.steps, last.scope):
            sentences[-1][0] += f", {_change(each)}"
        else:
            sentences.append(command(each, inside))
        last = each
    return sentences


_OF_WORDS = ("substitute", "insert_words", "delete_words")


def _article(what: Command) -> Steps:
    """The article inside which a command works; () where it takes or adds the whole article."""
    whole = len(what.steps) == 1 and what.kind in ("replace", "insert", "repeal")
    return what.steps[:1] if what.steps and what.steps[0].unit == "art" and not whole else ()
