"""The plain forms of citations in Kazakh: «5-баптың 3-тармағы», largest unit first.

The act stands before: «осы Заңның 26-бабы», «Қазақстан Республикасы Конституциясының 60-бабы».
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from kb.citation.chain import Path, largest_first
from kb.citation.clean import Clean
from kb.citation.find import By, Unresolved, above_unit, down_to
from kb.citation.names import Name, Names, adopted_in, narrowed
from kb.citation.units import Element, Value
from kb.words.numbers import NUMBER, SUFFIX, hyphened, one_number, span
from kb.words.ordinals import PATTERN_KK, ordinals_kk
from kb.words.pointing import OWN, OWN_KK, SAME, SAME_KK, pattern_pointed_kk
from kb.words.text import squeeze
from kb.words.units import UnitName

_ONE: Final = rf"(?:(?:{NUMBER}|[а-я](?=\)))\)?|{PATTERN_KK}(?!\w))"
_JOIN: Final = r"\s*(?:,|және|немесе|не|мен)\s*"
_ELEMENT: Final = re.compile(
    rf"""
    (?<![\w-])(?<!\d[.])
    (?: (?:(?P<own>{"|".join(OWN_KK)})|(?P<same>{"|".join(SAME_KK)}))\s+(?={pattern_pointed_kk()})
      | (?P<numbers>
            (?:{_ONE}(?:\s*[–—]\s*|{_JOIN})){{0,30}}     # «1, 2 және …»
            {_ONE} )
        \s?[-\u2010\u2011]?\s? )
    (?: (?P<spt>тармақша) | (?P<pt>тарма[қғ]) | (?P<art>ба[пб]) | (?P<part>бөлі[кг]) | (?P<abz>абзац|азатжол) )
    (?P<ending>[а-яәіңғүұқөһ]{{0,12}})(?!\w)
    """,
    re.VERBOSE,
)
_VALUE: Final = re.compile(rf"{NUMBER}|[а-я](?=\))|{PATTERN_KK}")
_PLURAL: Final = re.compile(r"[тдл][ае]р")
_DASH: Final = re.compile("[–—]")
_BETWEEN: Final = re.compile(rf"\s+|{_JOIN}")
_OWN_ACT: Final = re.compile(r"(?<!\w)осы\s+(?:заң|кодекс|конституция|конституциялық\s+заң)\w*\s*$")
_ACT: Final = re.compile(
    r"""
    (?: [«"“](?P<title>[^«»"“”]{3,300})[»"”](?:\s+туралы)?\s+           # «… туралы» заң
        (?:қазақстан\s+республикасы(?:ның)?\s+)?(?:конституциялық\s+)?(?:заң|кодекс)\w*
      | (?:(?P<year>\d{4})\s+жылғы\s+(?:\d{1,2}\s+\w+\s+)?)?
        (?:қазақстан\s+республикасы(?:ның)?\s+)?конституция\w* )
    \s*$
    """,
    re.VERBOSE,
)
# «ҚР 2009.02.09 N 126-IV (қолданысқа енгізілу тәртібін 2-баптан қараңыз)»: the amending law's.
_AMENDING: Final = re.compile(
    r"""
    (?P<law> (?:қр\s+)? \d{2,4}\.\d{2}\.\d{2,4} \s*[№n]\s*[\w-]+ )
    \s*\([^()]*тәртібін\s+$
    """,
    re.VERBOSE,
)
_HEADING: Final = re.compile(r"\.\s")
_LINE_START: Final = re.compile(r"(?:^|\n)[ \t\xa0>*#_]*$")
_BACK: Final = 400


def _values(low: str, start: int, end: int, plural: bool) -> list[Value]:
    """The numbers between two positions; «5 – 7» is all from the first to the last."""
    values: list[Value] = []
    for number in _VALUE.finditer(low, start, end):
        ordinal = ordinals_kk().get(number[0])
        printed = str(ordinal or one_number(number[0]).replace(".", "-"))
        ranged = None
        if values and _DASH.search(low, values[-1].end, number.start()):
            ranged = span(values[-1].number, printed)
        if ranged:
            first = values.pop().start
            values += [Value(n, first, number.end(), ranged=True) for n in ranged]
        else:
            # «21-21-3-баптар» is a range, «21-3-баптар» beside others is one number.
            several = plural and "-" in number[0]
            numbers = hyphened(printed, (v.number for v in values), plural=several)
            many = len(numbers) > 1
            values += [Value(n, number.start(), number.end(), ranged=many) for n in numbers]
    return values


_UNITS: Final[tuple[UnitName, ...]] = ("spt", "pt", "art", "part", "abz")


def _elements(low: str, first: re.Match[str]) -> list[Element]:
    """The chain that begins with a match: units joined by spaces, commas or «және»."""
    elements: list[Element] = []
    match: re.Match[str] | None = first
    link = ""
    while match:
        unit = next(u for u in _UNITS if match[u])
        pointed = OWN if match["own"] else SAME if match["same"] else ""
        at = match.start("own" if match["own"] else "same" if pointed else "numbers")
        if pointed:
            values: tuple[Value, ...] = (Value(pointed, at, match.end()),)
        else:
            plural = unit in ("art", "pt") and bool(_PLURAL.match(match["ending"]))
            values = tuple(_values(low, at, match.end("numbers"), plural))
        elements.append(Element(unit, values, at, match.end(), link))
        between = _BETWEEN.match(low, match.end())
        if not between:
            break
        link = "" if between[0].isspace() else ","
        match = _ELEMENT.match(low, between.end())
        if match and "\n" in between[0] and _HEADING.match(low, match.end()):
            break  # «6-бап. …» begins another article
        if match and match["same"]:
            break  # «…, сол тармақтың» begins anew: its owner is the one cited before
    return elements


_LINE_NUMBER: Final = re.compile(
    rf"(?:^|\n)[ \t\xa0>*#_]*(\d{{1,3}}(?:-\d{{1,3}})*{SUFFIX}?)([.)])\s"
)
_FURTHEST: Final = 20_000  # characters searched back for the point that holds the words


class _Around:
    """The units around a place in the text of an act, by its headings and its numbered lines."""

    def __init__(self, low: str) -> None:
        self.low = low
        self.article = ""
        self.since = 0
        numbers = list(_LINE_NUMBER.finditer(low))
        self.lines = [(m.start(1), one_number(m[1]).replace(".", "-"), m[2]) for m in numbers]
        self.starts = [at for at, _, _ in self.lines]

    def down_to(self, unit: str, at: int) -> Path:
        """The path of the unit asked for that holds a position, () where the text shows none."""
        if not self.article:
            return ()
        article: Path = (("art", self.article),)
        if unit == "art":
            return article
        subpoint: Path = ()
        for nth in range(bisect_right(self.starts, at) - 1, -1, -1):
            begins, number, mark = self.lines[nth]
            if begins < max(self.since, at - _FURTHEST):
                break
            if mark == ")" and not subpoint:
                subpoint = (("spt", number),)
            if mark == ".":
                point: Path = (*article, ("pt", number))
                if unit == "pt":
                    return point
                return (*point, *subpoint) if subpoint and unit == "spt" else ()
        return (*article, *subpoint) if subpoint and unit == "spt" else ()


def find(clean: Clean, names: Names, own: Name | None, start: int = 0) -> Iterator[Unresolved]:
    """The Kazakh citations of a text, in order."""
    # Latin «i» is common in Kazakh words of older texts.
    low = clean.low.replace("i", "і")
    at = start
    last: Path = ()
    last_act: Name | None = None
    last_own = False
    around = _Around(low)
    while match := _ELEMENT.search(low, at):
        chain = _elements(low, match)
        at = chain[-1].end
        line = low[max(0, match.start() - 9) : match.start()]
        if _HEADING.match(low, at) and _LINE_START.search(line):
            if chain[0].unit == "art" and chain[0].values[0].number not in (OWN, SAME):
                around.article, around.since, last = chain[0].values[0].number, at, ()
            continue
        act, begins, is_own = _act(clean, low, match.start(), names, own)
        for target in largest_first(chain):
            path, by = target.path, None
            if path[0][1] == OWN:
                above = around.down_to(path[0][0], match.start())
                if not above and len(path) == 1:
                    last = ()
                    continue
                path, by = (*above, *path[1:]), None if above else By.UNPLACED
                yield Unresolved(
                    target.start,
                    target.end,
                    (match.start(), at),
                    target.ranged,
                    path,
                    own,
                    True,
                    by,
                )
                # Where the text shows no article around them, nothing after them is of another one.
                last, last_act, last_own = path if above else (), own, True
                continue
            if path[0][1] == SAME:
                above = down_to(last, path[0][0]) if act is None else ()
                if not above:
                    continue  # nothing before it, or of another act: whose article, nobody says
                path = (*above, *path[1:])
                act, is_own, by = last_act, last_own, By.SAME_ARTICLE
            elif path[0][0] != "art":
                if path[0][0] in ("part", "abz") or not last:
                    continue
                path, by = (*above_unit(last, path[0][0]), *path), By.ARTICLE_BEFORE
                act = act or last_act
            elif act is None:
                act, is_own, by = (own, True, By.TEXT) if own else (last_act, False, None)
            last, last_act, last_own = path, act, is_own
            yield Unresolved(
                target.start, target.end, (begins, at), target.ranged, path, act, is_own, by
            )


def _act(
    clean: Clean, low: str, at: int, names: Names, own: Name | None
) -> tuple[Name | None, int, bool]:
    """The act named just before a position, where its name begins, whether it is the text's own."""
    since = max(0, at - _BACK)
    before = low[since:at]
    amending = _AMENDING.search(before)
    if amending:
        law = clean.text[since + amending.start("law") : since + amending.end("law")]
        return Name(squeeze(law), "закон"), at, False
    mine = _OWN_ACT.search(before)
    if mine:
        words = squeeze(clean.text[since + mine.start() : at])
        return own or Name(words, ""), since + mine.start(), True
    act = _ACT.search(before)
    if not act:
        return None, at, False
    begins = since + act.start()
    wanted = squeeze(act["title"] or "конституция")
    for form, name in names.kazakh.items():
        # «… туралы» stands inside the quotation marks or after them.
        if wanted.startswith(form.lower().replace("i", "і").removesuffix(" туралы")):
            if not act["year"]:
                return name, begins, False
            if acts := adopted_in(name, act["year"], names):
                return narrowed(name, acts), begins, False
    return Name(squeeze(clean.text[begins:at]), ""), begins, False
