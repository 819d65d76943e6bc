"""Structural units in running text: «подпунктом 3) пункта 4», «ст.12.п1», «частью четвертой».

In: the clean text in lower case and a position. Out: Elements, a unit word with its numbers, and
the connectors between them. What belongs to what is decided in kb.citation.chain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kb.citation.clean import Clean
from kb.norm.address import is_unit
from kb.words.days import MONTH
from kb.words.numbers import HYPHEN, NUMBER, hyphened, one_number, span
from kb.words.ordinals import PATTERN_RU, ordinal_cases, ordinals_ru
from kb.words.pointing import pattern_pointed_ru, pattern_pronoun_ru, pointed_ru
from kb.words.units import UNIT_RU, UnitName, forms_ru, pattern_ru

_MAX_ELEMENTS: Final = 100  # a longer phrase is cut here and read on as another


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a unit; `within` are the units named in brackets after it: «437 (часть 1)»."""

    number: str
    start: int
    end: int
    ranged: bool = False
    within: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """A unit word with its numbers; `link` is the connector before it: "", "," or "и"."""

    unit: UnitName
    values: tuple[Value, ...]
    start: int
    end: int
    link: str = ""


# --- Words ------------------------------------------------------------------------------------

# A unit's name or its shortening; the name of the group is the unit.
_UNIT: Final = rf"""(?x:
    (?P<spt>  {pattern_ru("spt")} | подп(?:\.|(?=\s)) | п/п | пп\.?(?=\s*[\d«"а]) | п\.\s?п\. )
  | (?P<pt>   {pattern_ru("pt")} | пунт(?:а|у|ом|е|ы|ов|ам|ами|ах)?(?!\w)  # a slip that texts have
            | п(?:\.|(?=\s{{0,9}}\d)) )
  | (?P<art>  {pattern_ru("art")} | ст\.?\s?ст\. | ст(?:\.|(?=\s{{0,9}}\d)) )
  | (?P<part> {pattern_ru("part")} | ч\.?\s?ч\. | ч\. )
  | (?P<abz>  {pattern_ru("abz")} | абз\. )
  | (?P<sent> {pattern_ru("sent")} )
  | (?P<par>  {pattern_ru("par")} | § )
  | (?P<ch>   {pattern_ru("ch")} | гл(?:\.|(?=\s{{0,9}}\d)) )
  | (?P<sec>  {pattern_ru("sec")} )
)"""
_SINGULAR: Final = re.compile(r"(?:статья|статье|статью|статьею|пункта?|пунктом|пункте|пункту)$")

# «пункты шестой и седьмой»; not «пункт второго раздела».
_ORDINAL: Final = rf"{PATTERN_RU}(?!\s+(?:раздел|глав|созыв|чтени))"
# «статьи двадцать первой»; of «статьи второй главы», «… второй инстанции» nobody knows whose word it is.
_WORDED: Final = (
    rf"{PATTERN_RU}(?!\s+(?:раздел|глав|част|параграф|абзац|пункт|подпункт|предложени|редакци|созыв|сесси|чтени|инстанци|категори"
    r"|групп|очеред|степен|стади|половин|необходимост))"
)
_LETTER: Final = r"[а-яa-z](?=\s?\))|[«\"„“][а-яa-z][»\"“”]"
_AGREEING: Final = frozenset({"sec", "ch", "par", "art"})
_ROMAN: Final = r"[ivxlc]{1,7}(?!\w)"
_NUMBERS: Final = {
    "art": re.compile(rf"{NUMBER}|{_WORDED}"),
    "pt": re.compile(rf"{NUMBER}|{_LETTER}|{_ORDINAL}"),
    "spt": re.compile(rf"(?:{NUMBER}|{_LETTER}|{_ORDINAL})"),
    "part": re.compile(rf"{NUMBER}|{PATTERN_RU}"),
    "abz": re.compile(rf"{NUMBER}|{PATTERN_RU}"),
    "sent": re.compile(rf"{NUMBER}|{PATTERN_RU}"),
    "par": re.compile(rf"{NUMBER}|{_WORDED}"),
    "ch": re.compile(rf"{NUMBER}|{_ROMAN}|{_WORDED}"),
    "sec": re.compile(rf"{NUMBER}|{_ROMAN}|{_WORDED}"),
}
# «согласно 89-й статье», «9 статье Закона»; not «15 статей» and not «2 статьи», which count.
_NTH_ARTICLE: Final = (
    r"(NUMBER\d{1,3}(?:-\d{1,2})?)(?P<art>(?:-(?:й|я|ю|ой|ей|ая|ую))?\s+(?:статья|статье|статьей|статью)"
    r"|-(?:й|ой|ей)\s+статьи)(?!\w)(?!\s*\d)"
)
# Where a citation may begin: a unit word before its number, or «вторая часть», «абзаца второго».
START: Final = (
    r"(?<!\Wт\.)(?<!\Wт\.\s)"  # «и т.п. 5», not «… маслихат. Пункт 5»
    rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _UNIT)}"
    rf"\s{{0,9}}(?=\d|[ivxlc]{{1,7}}(?!\w)|{_LETTER}|{PATTERN_RU}|с\s+\d)"
    rf"|{PATTERN_RU}\s+(?:част(?:ь|и|ью)|абзац(?:а|у|ем|е)?|предложени(?:ем|[еяюи])"
    r"|пункт(?:а|у|ом|е)?(?=\s+стат))(?!\w)"
    rf"|{_NTH_ARTICLE.replace('NUMBER', '?:').replace('?P<art>', '?:')})"
)

_POINTS: Final = re.compile(r"пп|п\.\s?п\.")
_POINT: Final = re.compile(r"\s*(?:пункт|п\.?\s{0,9}\d)")
_OWNER: Final = re.compile(r"\s*(?:пункт|част|стат|п\.|ч\.|ст\.)")
_SPACES: Final = re.compile(r"\s*")
_ELEMENT: Final = re.compile(_UNIT)
_BEFORE: Final = re.compile(
    rf"""
    (?P<ordinal>{PATTERN_RU}) \s+
    (?: (?P<part> част(?:ь|и|ью) ) | (?P<abz> абзац(?:а|у|ем|е)? ) | (?P<sent> предложени(?:ем|[еяюи]) )
      | (?P<pt> пункт(?:а|у|ом|е)?(?=\s+стат) ) ) (?!\w)                # a point alone counts nothing
  | {_NTH_ARTICLE.replace("NUMBER", "?P<digits>")}
    """,
    re.VERBOSE,
)
_ORDINALS: Final = frozenset(
    ["пе", "вт", "тр", "че", "пя", "ше", "се", "во", "де", "од", "дв", "со", "ст"]
)  # how ordinals begin
_PRONOUN: Final = re.compile(
    rf"(?P<pronoun>{pattern_pronoun_ru()})(?:\s+же)?\s+(?P<noun>{pattern_pointed_ru()})(?!\s*\d)"
)
_MORE: Final = re.compile(
    r"""
    \s*
    (?: (?P<dash> [–—−] | (?<=\s)- | -(?=\s) | (?<=[)⁰¹²³⁴-⁹])- )       # a hyphen inside is a number's
      | ,\s*(?:а\s+также\s+|и\s+|или\s+)?
      | (?<=\s)(?:и\s*\(или\)|и/или|или|либо|и|а\s+также)(?=\s) )
    \s*
    """,
    re.VERBOSE,
)
_FROM_TO: Final = re.compile(rf"с\s+({NUMBER})\)?\s+по\s+({NUMBER})")
# A number before one of these counts something and continues no list.
_QUANTITY: Final = re.compile(
    rf"""
    \s* (?:
        % | ° | №
      | (?: год(?:а|ов|у|ы|ом)? | лет | г | месяц(?:а|ев)? | недел[яьи] | дн(?:я|ей|и) | день | дней
          | час(?:а|ов)? | минут[аы]?                                              # time
          | тенге | руб(?:лей|ля)? | долларов | евро | тыс | млн | млрд | процент(?:а|ов)?   # money
          | раза? | человека? | депутат(?:а|ов) | кв | км
          | {MONTH} | (?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьюе] | март[уе]? | август[уе]?
        )(?!\w)
      | с\.(?!\w) | стр\. | [.:]\d
    )
    """,
    re.VERBOSE,
)
_PREPOSITION: Final = r"(?:в|во|к|ко|с|со|по|на|о|об|из|от|до|под|согласно|положениям|положения)\s+"
_LINK: Final = re.compile(
    rf"""
    (?P<and> \s* (?:,\s*)? (?: (?<=\s)(?: и\s*\(или\) | и/или | или | либо | и | а\s+также | равно\s+как\s+и )\s+ ))
        (?:{_PREPOSITION})?
    | (?P<comma> \s*,\s* ) (?:{_PREPOSITION})?
    | (?P<dot> \s*\.\s* )
    | (?P<space> \s* )
    """,
    re.VERBOSE,
)


def _skip(low: str, at: int) -> int:
    return _SPACES.match(low, at).end()  # type: ignore[union-attr]


# --- Numbers ----------------------------------------------------------------------------------


def _number(unit: UnitName, words: str, word: str = "") -> str:
    """A number without its marks: ordinals in figures, Roman numbers in capitals; "" for none.

    `word`: the unit's name before it, with which an article's ordinal agrees: «статья второго
    Закона» names no article.
    """
    words = words.strip('«»"„“”')
    if words[0].isdigit():
        return one_number(words)
    if words.isascii():
        return words.upper() if unit in ("ch", "sec") else words
    if len(words) == 1:
        return words
    words = " ".join(words.split())
    if unit not in _AGREEING or not word:
        return str(ordinals_ru().get(words, ""))
    number, cases = ordinal_cases(UNIT_RU[unit].gender).get(words, ("", frozenset()))
    printed = {case for form, case, _ in forms_ru(unit) if form == word}
    return str(number) if cases and (not printed or printed & cases) else ""


def _closes(low: str, at: int) -> bool:
    """Whether a bracket opened in the last 300 characters is still open."""
    since = max(0, at - 300)
    return low.rfind("(", since, at) > low.rfind(")", since, at)


def _from_to(low: str, at: int, unit: UnitName) -> tuple[list[Value], int] | None:
    """«с 5 по 7», «с 1) по 3)» at a position; None where it does not stand there."""
    from_to = _FROM_TO.match(low, at) if low.startswith("с", at) else None
    if from_to is None or unit in ("part", "abz", "sent"):
        return None
    ends = one_number(from_to[1]), one_number(from_to[2])
    end = from_to.end() + (unit == "spt" and low[from_to.end() : from_to.end() + 1] == ")")
    return [Value(n, at, end, True) for n in span(*ends) or list(ends)], end


def _values(low: str, at: int, unit: UnitName, word: str, nested: bool) -> tuple[list[Value], int]:
    """The numbers at a position, and where they end; none if there is no number."""
    if ranged := _from_to(low, at, unit):
        return ranged
    pattern = _NUMBERS[unit]
    values: list[Value] = []
    end, dash = at, False
    while True:
        match = pattern.match(low, at)
        if not match or _QUANTITY.match(low, match.end()):
            break
        number = _number(unit, match[0], word)
        if not number or (values and re.fullmatch(r"(?:19|20)\d\d", number)):
            break
        stop = match.end()
        marked = low[stop : stop + 1] == ")" or low[stop : stop + 2] == " )"
        if marked and not (unit == "spt" or (len(match[0]) == 1 and match[0].isalpha())):
            # «пункт 3) части второй» has its mark; «статьи 5, 2) статью 6» is an enumeration.
            marked = unit == "pt" and not _closes(low, at)
            if not marked and values and match[0].isdigit() and not _closes(low, at):
                break
        if marked:
            stop = low.index(")", stop) + 1
        if dash and values:
            last = values.pop()
            numbers = span(last.number, number) or [f"{last.number}-{number}"]  # «39–3»
            values += [Value(n, last.start, stop, len(numbers) > 1) for n in numbers]
        else:
            plain = re.search(rf"{HYPHEN}\d", match[0]) and unit != "spt" and not marked
            plural = bool(plain) and not _SINGULAR.search(word)
            numbers = hyphened(number, (v.number for v in values), plural=plural)
            within, stop = _within(low, stop, unit, nested)
            values += [Value(n, match.start(), stop, len(numbers) > 1, within) for n in numbers]
        end = stop
        more = _MORE.match(low, end)
        if not more:
            break
        dash = bool(more["dash"])
        at = more.end()
    return values, end


_OPENED: Final = re.compile(r"\s{0,9}\(\s{0,9}")
_CLOSED: Final = re.compile(r"\s*\)")
# What follows a remark that is passed over: the rest of the list, or the act. The law itself
# forgets to close some of these brackets, so one closed inside may be the last.
_REMARK: Final = re.compile(
    r"\s{0,9}\((?:[^()]|\([^()]{0,200}\)){0,400}?\)?(?<=\))(?=\s*(?:,\s*(?:\d|ORDINAL)"
    r"|и\s+(?:\d|ORDINAL)|настоящ|конституц|закона|(?:[а-я-]+\s+){0,3}кодекса))".replace(
        "ORDINAL", PATTERN_RU
    )
)


def _within(low: str, at: int, unit: str, nested: bool) -> tuple[tuple[Element, ...], int]:
    """The units in brackets after an article: «статьями 434, 437 (частями первой и второй)».

    A remark in brackets («(в части …)») is passed over where the list or its act follows.
    """
    opened = _OPENED.match(low, at) if "(" in low[at : at + 10] else None
    if not opened:
        return (), at
    inner: list[Element] = []
    if unit == "art" and not nested:
        inner = list(_chain(low, opened.end(), nested=True))
        closed = _CLOSED.match(low, inner[-1].end) if inner else None
        if closed and inner[0].unit in ("part", "pt", "spt", "abz"):
            at = closed.end()
        else:
            inner = []
    remark = _REMARK.match(low, at)
    return tuple(inner), remark.end() if remark else at


# --- Elements ---------------------------------------------------------------------------------


# What is named after its ordinal: «второй части».
_NTH: Final[tuple[UnitName, ...]] = ("art", "part", "abz", "sent", "pt")


def _element(low: str, at: int, link: str, owner: str, nested: bool) -> Element | None:
    """The unit and its numbers at a position; `owner` is the unit that stands just before it."""
    first = low[at : at + 2]
    before = _BEFORE.match(low, at) if first in _ORDINALS or first[:1].isdigit() else None
    if before:
        unit = next(u for u in _NTH if before[u])
        number = before["digits"] or _number(unit, before["ordinal"])
        if number:
            return Element(unit, (Value(number, at, before.end()),), at, before.end(), link)
    pronoun = _PRONOUN.match(low, at) if low[at : at + 1] in "нэдутв" else None
    if pronoun and (pointed := pointed_ru(pronoun["pronoun"], pronoun["noun"])):
        value = Value(pointed.number, at, pronoun.end())
        return Element(pointed.unit, (value,), at, pronoun.end(), link)
    match = _ELEMENT.match(low, at)
    name = match.lastgroup if match else None
    if match is None or name is None or not is_unit(name):
        return None
    unit, word = name, match[0]
    values, end = _values(low, _skip(low, match.end()), unit, word, nested)
    if not values:
        return None
    if _POINTS.match(word):
        # «пп. 1, 2 ст. 5» are points; «пп. 1) ст. 5», «пп. 1 п. 2» and «п. 2 пп. 1» subpoints.
        marked = low[end - 1] == ")"
        if not _POINT.match(low, end) and not (marked and _OWNER.match(low, end)):
            unit = "spt" if owner == "pt" else "pt"
            if marked:
                end -= 1
                values[-1] = replace(values[-1], end=end)
    return Element(unit, tuple(values), at, end, link)


def _chain(low: str, at: int, text: str = "", *, nested: bool = False) -> Iterator[Element]:
    """Elements joined by connectors; `nested` ones stand in brackets and open none themselves."""
    element = _element(low, at, "", "", nested)
    for _ in range(_MAX_ELEMENTS):
        if element is None:
            return
        yield element
        link = _LINK.match(low, element.end)
        parts = link and (link["dot"] or (link["space"] and "\n" in link["space"]))
        if link is None or (parts and text[link.end() : link.end() + 1].isupper()):
            return  # «… статьи 5. Пункт 2 …»: another sentence, or another line
        kind = "и" if link["and"] else "," if link["comma"] else ""
        element = _element(low, link.end(), kind, "" if kind else element.unit, nested)


def elements(clean: Clean, at: int) -> Iterator[Element]:
    """The elements of one citing phrase that begins at a position, joined by connectors."""
    return _chain(clean.low, at, clean.text)
