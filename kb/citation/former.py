"""Which of two acts of one name is meant by words about its time: «действовавшей до …», «прежней».

In: the clean text in lower case and the span of the name. Out: the acts that the words leave, all
of them where the words say nothing, none where they say a time at which none was in force.
"""

from __future__ import annotations

import re
from typing import Final

from kb.citation.names import Name, Names, adopted_in
from kb.words.days import DAY, iso

_TIME: Final = rf"(?:(?P<day>{DAY})|(?P<year>\d{{4}})(?!\d))"
# «прежней Конституции», «ранее действовавшей», «утратившей силу».
_OLD_WORD: Final = (
    r"(?:прежн|стар|бывш|предыдущ|предшествовавш|ранее\s+действовавш|прежде\s+действовавш"
    r"|действовавш|отмененн|утративш|прекративш)[а-я]{2,4}(?!\w)"
    r"(?:\s+(?:ранее|прежде|силу|(?:свое\s+)?действие))?"
)
_OLD_BEFORE: Final = re.compile(rf"(?<!\w){_OLD_WORD}\s+$")
_WORDING: Final = r"(?:в\s+)?ред(?:акци[ия]|\.),?\s+"
# The words after the name: a clause, a bracket, or «в редакции …».
_AFTER: Final = re.compile(
    rf"""
    (?:республики\s+казахстан|рк)?\s{{0,9}}[,(]?\s{{0,9}}
    (?:(?:ныне|уже|теперь|тогда|в\s+то\s+время)\s+)?
    (?:
      # «действующей с …», «введенной в действие с …»
      (?:котор[а-я]{{2}}\s+)?
      (?P<since> действу(?:ющ[а-я]{{2}}|ет) | вступи(?:вш[а-я]{{2}}|л[а-я]?)\s+в\s+силу
        | введенн[а-я]{{2}}\s+в\s+действие )
      \s+(?:с\s+|от\s+)?
      # «в редакции, действовавшей до …»
    | (?P<upto> (?:{_WORDING})? (?:(?:(?:котор[а-я]{{2}}\s+)?действовал[а-я]?|{_OLD_WORD})\s+)?
        (?:вплоть\s+)?до\s+ )
      # «в редакции от …», «по состоянию на …»
    | (?:{_WORDING})?(?:действовавш[а-я]{{2}}\s+)?
      (?P<at> (?:(?:принят|утвержденн?|от|на|в|по\s+состоянию\s+на)[а-я]{{0,3}}\s+){{0,2}} )
    )
    {_TIME}
    """,
    re.VERBOSE,
)
_OLD_AFTER: Final = re.compile(
    rf"""
    (?:республики\s+казахстан|рк)? \s{{0,9}}[,(]\s{{0,9}}
    (?:(?:ныне|уже|теперь|тогда)\s+)? (?:котор[а-я]{{2}}\s+)?
    (?:утратил[а-я]?\s+силу | в\s+прежней\s+редакции | {_OLD_WORD})
    """,
    re.VERBOSE,
)
# «Конституции, в 1998 году …» goes on with the sentence and says nothing of the act.
_OF_THE_ACT: Final = re.compile(r"\(|ред|действ|принят|утвержд|состояни|утрат|прежн|старой|сил[уы]")
_LOOK_BACK: Final = 40


def meant(name: Name, names: Names, low: str, start: int, end: int) -> tuple[str, ...]:
    """The acts of a name that words beside it leave (see the module)."""
    after = _AFTER.match(low, end)
    if after and _OF_THE_ACT.search(after[0]):
        return _at(name, names, after)
    if _OLD_BEFORE.search(low, max(0, start - _LOOK_BACK), start) or _OLD_AFTER.match(low, end):
        newest = max(name.acts, key=lambda act: names.adopted[act])
        return tuple(act for act in name.acts if act != newest)
    return name.acts


def _at(name: Name, names: Names, said: re.Match[str]) -> tuple[str, ...]:
    """The acts of a name in force at the time that the words say, the year's own act first."""
    if said["year"] and not (said["since"] or said["upto"]):
        if adopted := adopted_in(name, said["year"], names):
            return adopted
        return _binding(name, names, f"{said['year']}-12-31")
    if said["upto"]:
        day = iso(" ".join(said["day"].split())) if said["day"] else f"{said['year']}-01-01"
        return tuple(
            act for act in name.acts if names.terms[act][0] < day <= (names.terms[act][1] or day)
        )
    day = iso(" ".join(said["day"].split())) if said["day"] else f"{said['year']}-12-31"
    of_day = tuple(act for act in name.acts if names.adopted[act] == day)
    return of_day or _binding(name, names, day)


def _binding(name: Name, names: Names, day: str) -> tuple[str, ...]:
    terms = names.terms
    return tuple(a for a in name.acts if terms[a][0] <= day < (terms[a][1] or "9999"))
