"""The Kazakh formulas of amending acts, written: «… деген сөздермен ауыстырылсын»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kb.amendment.wording import Command, by_force, changes_and_additions, quoted
from kb.norm.act import Act
from kb.norm.address import LAST, SPELLED, Step, Steps, words_kk
from kb.words.days import long_kk
from kb.words.ordinals import ordinal_kk
from kb.words.units import INSTRUMENTAL_KK, UNIT_KK

_WHOLE_TEXT: Final = "бүкіл мәтін бойынша"


# Several units: the possessive («бөліктері»), the instrumental («бөліктермен»).
SEVERAL_KK: Final[dict[str, tuple[str, str]]] = {
    "sec": ("бөлімдері", "бөлімдермен"),
    "ch": ("тараулары", "тараулармен"),
    "par": ("параграфтары", "параграфтармен"),
    "art": ("баптар", "баптармен"),
    "pt": ("тармақтары", "тармақтармен"),
    "spt": ("тармақшалары", "тармақшалармен"),
    "part": ("бөліктері", "бөліктермен"),
    "abz": ("абзацтары", "абзацтармен"),
    "sent": ("сөйлемдері", "сөйлемдермен"),
}


# --- Writing ----------------------------------------------------------------------------------


def command(what: Command) -> list[str]:
    """The lines of one command in Kazakh, without its number and final mark."""
    match what.kind:
        case "replace":
            formula = f"{words_kk(what.steps)} мынадай редакцияда жазылсын:"
        case "insert":
            owner = words_kk(what.steps[:-1])
            new = _added([s[-1] for s in what.added or (what.steps,)])
            formula = f"{owner} мынадай мазмұндағы {new} толықтырылсын:".strip()
        case "repeal":
            return [f"{words_kk(what.steps)} алып тасталсын"]
        case "substitute" | "insert_words" | "delete_words":
            return [_words(what)]
        case _:
            raise ValueError(f"no formula for {what.kind}")
    return [formula, *quoted(what.text).split("\n")]


def _added(new: Sequence[Step]) -> str:
    """«3-тармақпен», «екінші – бесінші бөліктермен»: what is added, in the instrumental."""
    step = new[0]
    if len(new) > 1:
        return f"{_numbers(new)}{SEVERAL_KK[step.unit][1]}"
    noun = INSTRUMENTAL_KK[step.unit]
    if step.unit in SPELLED:
        return noun if step.number == LAST else f"{ordinal_kk(int(step.number))} {noun}"
    return f"{step.number}) {noun}" if step.unit == "spt" else f"{step.number}-{noun}"


def _numbers(steps: Sequence[Step]) -> str:
    """«3 және 4-», «2) – 5) », «екінші – бесінші »: what stands before the noun."""
    unit = steps[0].unit
    if unit in SPELLED:
        said = [ordinal_kk(int(s.number)) for s in steps]
    else:
        said = [f"{s.number})" if unit == "spt" else s.number for s in steps]
    joined = (" және " if len(said) == 2 else " – ").join(dict.fromkeys((said[0], said[-1])))
    return f"{joined}{' ' if unit in SPELLED or unit == 'spt' else '-'}"


def several(steps: Sequence[Steps]) -> str:
    """«5-баптың 3-тармағының екінші – бесінші бөліктері»: neighbouring units in words."""
    if len(steps) == 1:
        return words_kk(steps[0])
    last = [s[-1] for s in steps]
    one = words_kk(steps[0])  # ends in the first number and the noun
    bare, possessive, _ = UNIT_KK[last[0].unit]
    noun = possessive if one.endswith(possessive) else bare
    owner = one.removesuffix(noun).removesuffix(_numbers(last[:1]))
    return f"{owner}{_numbers(last)}{SEVERAL_KK[last[0].unit][0]}"


def _words(what: Command) -> str:
    steps: Steps = what.steps
    if what.scope == "heading":
        steps = (*steps, Step("heading"))
    noun, by, behind = _noun(what.old)[0], _noun(what.text)[1], _noun(what.after)[2]
    if what.occurrences == "all" and noun == "сөз":
        noun = "сөздер"
    if what.kind == "insert_words":
        place = words_kk(steps)
        after = f"{quoted(what.after)} деген {behind} кейін " if what.after else ""
        return f"{place} {after}{quoted(what.text)} деген {by} толықтырылсын".strip()
    place = _WHOLE_TEXT if what.scope == "act" else attributive(words_kk(steps, "loc"))
    stop, instead = _STOPS.get(what.old), _STOPS.get(what.text)
    if stop and what.kind == "delete_words":
        return f"{place} {stop[0]} алып тасталсын"
    if stop and instead and what.kind == "substitute":
        return f"{place} {stop[0]} {instead[1]} ауыстырылсын"
    formula = f"{place} {quoted(what.old)} деген {noun}"
    if what.kind == "delete_words":
        return f"{formula} алып тасталсын"
    return f"{formula} {quoted(what.text)} деген {by} ауыстырылсын"


def attributive(locative: str) -> str:
    """«11-баптың 2-тармағында» as official texts say it before a noun: «… тармағындағы»."""
    return f"{locative}{'ғы' if locative.endswith('а') else 'гі'}"


# The mark at the end of a text by its name, bare and in the instrumental.
_STOPS: Final = {
    ".": ("нүкте", "нүктемен"),
    ";": ("нүктелі үтір", "нүктелі үтірмен"),
    ":": ("қос нүкте", "қос нүктемен"),
}


def _noun(words: str) -> tuple[str, str, str]:
    """What quoted words are called: bare, instrumental («by …») and ablative («after …»)."""
    if words and not re.search(r"\w", words):
        return ("тыныс белгісі", "тыныс белгісімен", "тыныс белгісінен")
    if re.fullmatch(r"[\d\s.,–-]+", words):
        return ("цифрлар", "цифрлармен", "цифрлардан")
    if re.fullmatch(r"\w+(?:-\w+)*", words):
        return ("сөз", "сөзбен", "сөзден")
    return ("сөздер", "сөздермен", "сөздерден")


def numbered(commands: Sequence[Command]) -> list[str]:
    """Commands as subpoints, a line each and the lines of their texts."""
    lines: list[str] = []
    for number, each in enumerate(commands, start=1):
        own = command(each)
        if len(commands) > 1:
            own[0] = f"{number}) {own[0]}"
        own[-1] += "." if number == len(commands) else ";"
        lines += own
    return lines


# --- The amending act ---------------------------------------------------------------------------

# The form of an act by its legal force: bare and in the dative («енгізілсін»).
_FORMS: Final = {
    "constitutional_law": ("Конституциялық заңы", "Конституциялық заңына"),
    "constitution": ("Конституциясы", "Конституциясына"),
    "code": ("Кодексі", "Кодексіне"),
    "law": ("Заңы", "Заңына"),
}


def act_reference(act: Act) -> str | None:
    """«… туралы» 2001 жылғы 23 қаңтардағы Қазақстан Республикасының Заңына, in the dative; None for
    an act whose Kazakh title or form is not known."""
    form = _FORMS.get(act.force)
    if form is None:
        return None
    if act.force == "constitution":
        return f"Қазақстан Республикасының {form[1]}"
    if not act.title_kk:
        return None
    named = f"{long_kk(act.adopted)} Қазақстан Республикасының {form[1]}"
    return f"«{act.title_kk}» {named}"


def act_words(act: Act) -> str:
    """«… туралы» Қазақстан Республикасының Заңы; an act without a Kazakh title keeps its own."""
    form = _FORMS.get(act.force)
    if form and act.force == "constitution":
        return f"Қазақстан Республикасының {form[0]}"
    if act.title_kk and form:
        return f"«{act.title_kk}» Қазақстан Республикасының {form[0]}"
    return f"{act.form} «{act.title}»"


def what_changes(commands: Sequence[Command]) -> str:
    """«өзгерістер мен толықтыру», as many as there are; «өзгерістер» first."""
    changes, additions = changes_and_additions(commands)
    several = len({c.act for c in commands}) > 1
    change, joint = ("өзгерістер", "мен") if several or changes > 1 else ("өзгеріс", "пен")
    addition = "толықтырулар" if several or additions > 1 else "толықтыру"
    if not changes:
        return addition
    return f"{change} {joint} {addition}" if additions else change


def title(commands: Sequence[Command], acts: Mapping[str, Act]) -> str:
    """The title of the amending act in Kazakh."""
    named = {c.act for c in commands}
    only = acts[next(iter(named))] if len(named) == 1 else None
    form = _FORMS.get(only.force) if only else None
    if only and form and only.title_kk:
        where = f"«{only.title_kk}» Қазақстан Республикасының {form[1]}"
    else:
        where = "Қазақстан Республикасының кейбір заңнамалық актілеріне"
    return f"{where} {what_changes(commands)} енгізу туралы"


def amending_text(commands: Sequence[Command], acts: Mapping[str, Act]) -> list[str]:
    """The operative part in Kazakh, a paragraph per line: a point per act, a subpoint per command.

    One act is named in the opening words. An act whose Kazakh title is not held is named by its
    Russian one.
    """
    what = what_changes(commands)
    ordered = by_force(acts[a] for a in dict.fromkeys(c.act for c in commands))
    named = [act_reference(act) or f"«{act.title}» актісіне" for act in ordered]
    if len(ordered) == 1:
        return [f"{named[0]} мынадай {what} енгізілсін:", *numbered(commands)]
    lines = [f"Қазақстан Республикасының мына заңнамалық актілеріне {what} енгізілсін:"]
    for nth, (act, name) in enumerate(zip(ordered, named, strict=True), start=1):
        lines.append(f"{nth}. {name}:")
        lines.extend(numbered([c for c in commands if c.act == act.id]))
    return lines
