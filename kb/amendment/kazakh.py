"""The Kazakh formulas of amending acts, both ways: «… деген сөздермен ауыстырылсын».

The verb stands last and the largest unit first, so each formula is one pattern over a sentence in
which the quotations are replaced by marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kb.amendment.asked import Asked, Unreadable
from kb.amendment.group import Group
from kb.amendment.operation import Kind
from kb.amendment.quotation import Token
from kb.amendment.target import Target
from kb.amendment.wording import Command, by_force, quoted
from kb.ground.errors import KbError
from kb.ground.saying import say
from kb.norm.act import Act
from kb.norm.address import LAST, SPELLED, Step, Steps, parse_words_kk, words_kk
from kb.words.ordinals import ordinal_kk, ordinals_kk
from kb.words.units import INSTRUMENTAL_KK, UNIT_KK

_VERB = re.compile(r"\b(?:жазылсын|толықтырылсын|ауыстырылсын|алып\s+тасталсын)\b", re.IGNORECASE)
_WHOLE_TEXT: Final = "бүкіл мәтін бойынша"


def is_kazakh(said: str) -> bool:
    """Whether words end in a Kazakh verb of command."""
    return _VERB.search(said) is not None


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


# --- Reading ----------------------------------------------------------------------------------

_Q = r"§\d+§"
_QS = rf"{_Q}(?: ?(?:,|және) ?{_Q})*"
_BLOCKS = rf"{_Q}(?:[ ;,]*{_Q})*"
_NOUN = r"(?:сөз|сөздер|цифр|цифрлар|сан|сандар)"
_BY = r"(?:сөзбен|сөздермен|цифрмен|цифрлармен|санмен|сандармен)"
_FROM = r"(?:сөзден|сөздерден|цифрдан|цифрлардан|саннан|сандардан)"
_FORMULAS: Final[tuple[tuple[Kind, str], ...]] = (
    ("replace", rf"(?P<t>.+?) мынадай редакцияда жазылсын ?:? ?(?P<new>{_BLOCKS})"),
    (
        "insert",
        rf"(?:(?P<t>.+?) )?мынадай мазмұндағы (?P<u>.+?) толықтырылсын ?:? ?"
        rf"(?P<new>{_BLOCKS})",
    ),
    (
        "substitute",
        rf"(?P<t>[^§]*?) ?(?P<old>{_QS}) деген (?:тиісінше )?{_NOUN} "
        rf"(?P<respectively>тиісінше )?(?P<new>{_QS}) деген {_BY} ауыстырылсын",
    ),
    ("delete_words", rf"(?P<t>[^§]*?) ?(?P<old>{_QS}) деген {_NOUN} алып тасталсын"),
    (
        "insert_words",
        rf"(?P<t>[^§]*?) ?(?:(?P<after>{_QS}) деген {_FROM} кейін )?"
        rf"(?:тиісінше )?(?P<new>{_QS}) деген {_BY} толықтырылсын",
    ),
    ("repeal", r"(?P<t>[^§]+?) алып тасталсын"),
)


def sentences(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Asked, tuple[int, int]]]:
    """What a Kazakh statement asks, clause by clause, each with its span. Raises Unreadable."""
    quotes: list[str] = []
    pieces: list[str] = []
    start = at = tokens[0].start
    for token in [*tokens, Token("mark", ";", tokens[-1].end, tokens[-1].end)]:
        if token.kind == "quote":
            pieces.append(f"{text[at : token.start]}§{len(quotes)}§")
            quotes.append(token.text)
        elif token.kind == "mark" and token.text == ";":
            pieces.append(text[at : token.start])
            said = " ".join("".join(pieces).split()).rstrip(" .;,")
            if said and is_kazakh(said) and not said.endswith(":"):
                yield _asked(said, quotes), (start, token.start)
            elif said:
                raise Unreadable(say("amendment.kk_formula_unread", words=said[:60]))
            pieces, start = [], token.end
        else:
            continue
        at = token.end


def _asked(said: str, quotes: Sequence[str]) -> Asked:
    for verb, pattern in _FORMULAS:
        found = re.fullmatch(pattern, said)
        if not found:
            continue
        parts = found.groupdict()
        old, after = _quotes(parts.get("old"), quotes), _quotes(parts.get("after"), quotes)
        return Asked(
            verb,
            targets=_targets(parts.get("t") or ""),
            old=old,
            new=_quotes(parts.get("new"), quotes),
            after=after,
            units=_units(parts["u"]) if verb == "insert" else None,
            singular=" деген сөз " in said and len(old) == 1,
            respectively=bool(parts.get("respectively")),
        )
    raise Unreadable(say("amendment.kk_formula_unread", words=said[:60]))


def _quotes(found: str | None, quotes: Sequence[str]) -> tuple[str, ...]:
    return tuple(quotes[int(n)] for n in re.findall(r"§(\d+)§", found or ""))


def _targets(words: str) -> tuple[Target, ...]:
    words = words.strip().rstrip(",")
    if not words:
        return ()
    if words.lower() == _WHOLE_TEXT:
        return (Target((), "act", True),)
    try:
        steps = parse_words_kk(words)
    except (KbError, ValueError) as error:
        raise Unreadable(error.said if isinstance(error, KbError) else str(error)) from error
    if steps[-1].unit == "heading":
        return (Target(steps[:-1], "heading", True),)
    return (Target(steps),)


def lead_in(words: str) -> tuple[Target, ...] | None:
    """«9-бапта:» as the units it names; None for anything else."""
    try:
        return _targets(words.rstrip(" :"))
    except Unreadable:
        return None


_BY_UNITS = frozenset({"ins"})


def _between(first: str, last: str, words: str, ranged: bool) -> tuple[str, ...]:
    """The numbers from the first to the last; of two named ones nothing stands between."""
    ends = [str(ordinals_kk().get(n.lower(), n.removesuffix(")"))) for n in (first, last)]
    if not ranged:
        return tuple(ends)
    if not all(n.isdecimal() for n in ends) or int(ends[0]) >= int(ends[1]):
        raise Unreadable(say("amendment.kk_unit_unread", words=words[:60]))
    return tuple(str(n) for n in range(int(ends[0]), int(ends[1]) + 1))


def _units(words: str) -> Group:
    """«3-тармақпен», «екінші бөлікпен», «2-1) тармақшамен», «4 және 5-тармақтармен»."""
    for unit, (_, plural) in SEVERAL_KK.items():
        found = re.fullmatch(rf"(.+?)( және | – )(.+?)[- ]{plural}", words)
        if found:
            return Group(unit, _between(found[1], found[3], words, found[2] == " – "), _BY_UNITS)
    for unit, noun in INSTRUMENTAL_KK.items():
        found = re.fullmatch(rf"(?:(?P<n>[\w-]+)\)\s+|(?P<h>[\w-]+)-|(?P<o>.+?)\s+)?{noun}", words)
        if not found:
            continue
        number = found["n"] or found["h"] or ""
        if found["o"]:
            number = str(ordinals_kk().get(found["o"].lower(), ""))
            if not number:
                break
        return Group(unit, (number,) if number else (), _BY_UNITS)
    raise Unreadable(say("amendment.kk_unit_unread", words=words[:60]))


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
    place = _WHOLE_TEXT if what.scope == "act" else words_kk(steps, "loc")
    formula = f"{place} {quoted(what.old)} деген {noun}"
    if what.kind == "delete_words":
        return f"{formula} алып тасталсын"
    return f"{formula} {quoted(what.text)} деген {by} ауыстырылсын"


def _noun(words: str) -> tuple[str, str, str]:
    """What quoted words are called: bare, instrumental («by …») and ablative («after …»)."""
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


def long_date(date: str) -> str:
    """`2001-01-23` as «2001 жылғы 23 қаңтардағы»."""
    year, month, day = date.split("-")
    return f"{year} жылғы {int(day)} {_OF_MONTHS[int(month) - 1]}"


_OF_MONTHS: Final = [
    "қаңтардағы",
    "ақпандағы",
    "наурыздағы",
    "сәуірдегі",
    "мамырдағы",
    "маусымдағы",
    "шілдедегі",
    "тамыздағы",
    "қыркүйектегі",
    "қазандағы",
    "қарашадағы",
    "желтоқсандағы",
]


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
    named = f"{long_date(act.adopted)} Қазақстан Республикасының {form[1]}"
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
    """«өзгерістер мен толықтырулар», as many as there are; «өзгерістер» first."""
    additions = [c for c in commands if c.kind in ("insert", "insert_words")]
    if len(additions) == len(commands):
        return "толықтырулар"
    return "өзгерістер мен толықтырулар" if additions else "өзгерістер"


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
