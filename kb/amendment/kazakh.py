"""The Kazakh formulas of amending acts, both ways: «… деген сөздермен ауыстырылсын».

The verb stands last and the largest unit first, so each formula is one pattern over a sentence in
which the quotations are replaced by marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kb.address import LAST, SPELLED, Step, Steps, parse_words_kk, words_kk
from kb.amendment.asked import Asked, Unreadable
from kb.amendment.group import Group
from kb.amendment.quotation import Token
from kb.amendment.target import Target
from kb.amendment.wording import Command, quoted
from kb.errors import KbError
from kb.ordinals import ordinal_kk, ordinals_kk
from kb.unit_names import INSTRUMENTAL_KK

_VERB = re.compile(r"\b(?:жазылсын|толықтырылсын|ауыстырылсын|алып\s+тасталсын)\b", re.IGNORECASE)
_WHOLE_TEXT: Final = "бүкіл мәтін бойынша"


def is_kazakh(said: str) -> bool:
    """Whether words end in a Kazakh verb of command."""
    return _VERB.search(said) is not None


# --- Reading ----------------------------------------------------------------------------------

_Q = r"§\d+§"
_QS = rf"{_Q}(?:\s*(?:,|және)\s*{_Q})*"
_BLOCKS = rf"{_Q}(?:[\s;,]*{_Q})*"
_NOUN = r"(?:сөз|сөздер|цифр|цифрлар|сан|сандар)"
_BY = r"(?:сөзбен|сөздермен|цифрмен|цифрлармен|санмен|сандармен)"
_FROM = r"(?:сөзден|сөздерден|цифрдан|цифрлардан|саннан|сандардан)"
_FORMULAS: Final = tuple(
    (verb, re.compile(pattern))
    for verb, pattern in (
        ("replace", rf"(?P<t>.+?)\s+мынадай\s+редакцияда\s+жазылсын\s*:?\s*(?P<new>{_BLOCKS})"),
        (
            "insert",
            rf"(?:(?P<t>.+?)\s+)??мынадай\s+мазмұндағы\s+(?P<u>.+?)\s+толықтырылсын\s*:?\s*"
            rf"(?P<new>{_BLOCKS})",
        ),
        (
            "substitute",
            rf"(?P<t>[^§]*?)\s*(?P<old>{_QS})\s+деген\s+(?:тиісінше\s+)?{_NOUN}\s+"
            rf"(?P<respectively>тиісінше\s+)?(?P<new>{_QS})\s+деген\s+{_BY}\s+ауыстырылсын",
        ),
        ("delete_words", rf"(?P<t>[^§]*?)\s*(?P<old>{_QS})\s+деген\s+{_NOUN}\s+алып\s+тасталсын"),
        (
            "insert_words",
            rf"(?P<t>[^§]*?)\s*(?:(?P<after>{_QS})\s+деген\s+{_FROM}\s+кейін\s+)?"
            rf"(?:тиісінше\s+)?(?P<new>{_QS})\s+деген\s+{_BY}\s+толықтырылсын",
        ),
        ("repeal", r"(?P<t>[^§]+?)\s+алып\s+тасталсын"),
    )
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
                raise Unreadable(f"қазақша формула оқылмады: «{said[:60]}»")
            pieces, start = [], token.end
        else:
            continue
        at = token.end


def _asked(said: str, quotes: Sequence[str]) -> Asked:
    for verb, pattern in _FORMULAS:
        found = pattern.fullmatch(said)
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
    raise Unreadable(f"қазақша формула оқылмады: «{said[:60]}»")


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
        raise Unreadable(str(error)) from error
    if steps[-1].unit in ("heading", "title"):
        return (Target(steps[:-1], "heading", True),)
    return (Target(steps),)


def lead_in(words: str) -> tuple[Target, ...] | None:
    """«9-бапта:» as the units it names; None for anything else."""
    try:
        return _targets(words.rstrip(" :"))
    except Unreadable:
        return None


def _units(words: str) -> Group:
    """«3-тармақпен», «екінші бөлікпен», «2-1) тармақшамен»."""
    for unit, noun in INSTRUMENTAL_KK.items():
        found = re.fullmatch(rf"(?:(?P<n>[\w-]+)\)\s+|(?P<h>[\w-]+)-|(?P<o>.+?)\s+)?{noun}", words)
        if not found:
            continue
        number = found["n"] or found["h"] or ""
        if found["o"]:
            number = str(ordinals_kk().get(found["o"].lower(), ""))
            if not number:
                break
        return Group(unit, (number,) if number else (), frozenset({"ins"}))
    raise Unreadable(f"қосылатын бірлік оқылмады: «{words[:60]}»")


# --- Writing ----------------------------------------------------------------------------------


def command(what: Command) -> list[str]:
    """The lines of one command in Kazakh, without its number and final mark."""
    match what.kind:
        case "replace":
            formula = f"{words_kk(what.steps)} мынадай редакцияда жазылсын:"
        case "insert":
            owner = words_kk(what.steps[:-1])
            formula = f"{owner} мынадай мазмұндағы {_added(what.steps[-1])} толықтырылсын:".strip()
        case "repeal":
            return [f"{words_kk(what.steps)} алып тасталсын"]
        case "substitute" | "insert_words" | "delete_words":
            return [_words(what)]
        case _:
            raise ValueError(f"no formula for {what.kind}")
    return [formula, *quoted(what.text).split("\n")]


def _added(step: Step) -> str:
    noun = INSTRUMENTAL_KK[step.unit]
    if step.unit in SPELLED:
        return noun if step.number == LAST else f"{ordinal_kk(int(step.number))} {noun}"
    return f"{step.number}) {noun}" if step.unit == "spt" else f"{step.number}-{noun}"


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
