"""Whether two descriptions are of one act: its title, date, number and form laid side by side.

An act is named by an amending law, by a file's front matter and by the corpus, each in its own words:
titles are compared whole, without case, quotation marks, spaces, look-alike letters and the form's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from kb.norm.act import Act, Edition
from kb.words.text import lookalike_key, squeeze

# What an act is, by the words of its form; the first that fits, so that the longer names stand first.
ActKind = Literal[
    "constitutional_law",
    "constitution",
    "code",
    "decree",
    "law",
    "order",
    "resolution",
    "decision",
    "rules",
]
_KINDS: Final[tuple[tuple[ActKind, str], ...]] = (
    ("constitutional_law", r"конституционн\w+\s+закон\w*|конституциялық\s+заң\w*"),
    ("constitution", r"конституци(?:я|ю|и|ей|ясы\w*)"),
    ("code", r"кодекс\w*"),
    ("decree", r"указ(?:а|у|е|ом)?\b|жарлы[ғқ]\w*"),
    ("law", r"закон(?!одат)\w*|заң(?!нама)\w*"),
    ("order", r"приказ\w*|бұйры[ғқ]\w*"),
    ("resolution", r"постановлени\w+|қаулы\w*"),
    ("decision", r"решени\w+|шешім\w*"),
    ("rules", r"правил\w*|положени\w+|инструкци\w+|методик\w+|регламент\w*|қағида\w*|ереже\w*"),
)
_BY_FORCE: Final[dict[str, ActKind]] = {
    "constitution": "constitution",
    "constitutional_law": "constitutional_law",
    "code": "code",
    "law": "law",
}
# The bank's own ids: a letter of the form, two figures of the year, the number («Z010000148_»).
_BANK_ID = re.compile(r"([A-Z])(\d{2})(\d{7,8})_?$")
_BANK_KINDS: Final[dict[str, ActKind]] = {
    "Z": "law",
    "K": "code",
    "U": "decree",
    "P": "resolution",
    "V": "order",
}
_FORM_BEFORE = re.compile(
    r"""
    ^(?: (?:конституционн\w+\s+)? (?:закон\w*|указ\w*|приказ\w*|постановлени\w+|решени\w+)
         (?:\s+президента)? (?:\s+республики\s+казахстан)?
       | (?:правил|положени|инструкци|методик|регламент)\w* )
    \s+(?=\S)                                        # a title follows: the form alone is no title
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FORM_BEHIND = re.compile(
    r"""
    \s+ (?:қазақстан\s+республикасының?\s+)? (?:конституциялық\s+)?
    (?:заңы|жарлығы|бұйрығы)\w* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COUNTRY = re.compile(r"\bреспублик[иа]\s+казахстан\b|\bқазақстан\s+республикасы(?:ның)?\b", re.I)
_CONSTITUTION = re.compile(
    r"""
    конституц\w+ (?:\s+республики\s+казахстан)?
  | (?:қазақстан\s+республикасының\s+)? конституциясы\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TITLED = re.compile(r"(?P<form>[^\"«“„»”]{3,120}?)\s*[\"«“„](?P<title>.{3,600})[\"»”]$")


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of an act; "" where nothing is. `titles`: keys of its titles, of both languages."""

    name: str
    titles: frozenset[str] = frozenset()
    date: str = ""
    year: str = ""
    number: str = ""
    kind: ActKind | None = None


def kind_of(words: str) -> ActKind | None:
    """What an act is by the words of its form, None where they do not say."""
    return next((k for k, form in _KINDS if re.search(rf"\b(?:{form})", words, re.I)), None)


def title_key(title: str) -> str:
    """A key under which an act's title equals itself in another print; "" for no title."""
    text = squeeze(re.sub(r"[«»“”„\"]", " ", lookalike_key(title)))
    if re.search(r"\bкодекс", text, re.I):
        text = squeeze(_COUNTRY.sub(" ", text))
        text = re.sub(
            r"(?:ого|ому|ым|ом)\b", "ый", re.sub(r"\bкодекс\w*", "кодекс", text, flags=re.I)
        )
    elif _CONSTITUTION.fullmatch(text):
        text = "конституция"
    else:
        text = _FORM_BEHIND.sub("", _FORM_BEFORE.sub("", text))
    return re.sub(r"[\W_]+", "", text)


def of_act(act: Act) -> Identity:
    """An act of the corpus."""
    titles = frozenset(filter(None, (title_key(act.title), title_key(act.title_kk))))
    kind = _BY_FORCE.get(act.force)
    date = act.adopted
    return Identity(f"«{act.title}»", titles, date, date[:4], _number(act.number), kind)


def of_edition(edition: Edition, acts: Iterable[Act] = ()) -> Identity:
    """The act of a file: as its front matter and its first lines name it, and the corpus if it knows."""
    front = edition.front
    titles = [edition.title, *_said_titles(edition)]
    shown = next(filter(None, titles), "")
    date = str(front.get("adopted") or "")
    kinds = [kind_of(str(front.get("form") or "")), *map(_kind_of_title, titles)]
    identity = Identity(
        f"«{shown}»" if shown else edition.act,
        frozenset(filter(None, map(title_key, titles))),
        date,
        date[:4],
        _number(str(front.get("number") or "")),
        next(filter(None, kinds), None),
    )
    if bank := _BANK_ID.match(edition.act):
        century = "19" if int(bank[2]) > 80 else "20"
        identity = replace(
            identity,
            year=identity.year or century + bank[2],
            number=identity.number or str(int(bank[3])),
            kind=identity.kind or _BANK_KINDS.get(bank[1]),
        )
    for act in acts:
        known = of_act(act)
        if act.id == edition.act or (agree(identity, known) and not conflicts(identity, known)):
            return replace(
                identity,
                name=identity.name if identity.titles else known.name,
                titles=identity.titles | known.titles,
                date=identity.date or known.date,
                year=identity.year or known.year,
                number=identity.number or known.number,
                kind=identity.kind or known.kind,
            )
    return identity


def _said_titles(edition: Edition) -> list[str]:
    """The title clause, or a first line «Закон Республики Казахстан «О пробах»»."""
    titles: list[str] = []
    for clause in edition.root.children[:3]:
        if clause.kind == "title":
            titles.append(clause.own_text)
        elif clause.kind in ("preamble", "form"):
            first = (clause.lines() or [""])[0]
            titled = _TITLED.match(first)
            if titled and kind_of(titled["form"]):
                titles.append(first)
    return titles


def _kind_of_title(title: str) -> ActKind | None:
    """«Уголовный кодекс …», «Закон … «О …»»: a title that names its form; «О кодексе …» does not."""
    titled = _TITLED.match(title)
    if titled:
        return kind_of(titled["form"])
    if re.match(r"(?:\w+[ыи]й\s+){1,3}кодекс\b", title, re.I) or re.search(
        r"\bкодексі\w*$", title, re.I
    ):
        return "code"
    return "constitution" if title_key(title) == "конституция" else None


def _number(number: str) -> str:
    """«148», «60-VII ЗРК», «№ 70-ІV» as «148», «60-VII», «70-IV»; "" for none («б/н»)."""
    text = number.upper().translate(str.maketrans("ІХСМУ", "IXCMV"))
    match = re.search(r"\d+(?:-[A-Z0-9]+)*", text)
    return match[0] if match else ""


def number_key(number: str) -> str:
    """A number as Identity keeps it."""
    return _number(number)


def same_number(first: str, second: str) -> bool:
    """«167» and «167-I» are one number, «167-I» and «167-II» two."""
    short, long = sorted((first, second), key=len)
    return short == long or ("-" not in short and long.split("-")[0] == short)


def agree(first: Identity, second: Identity) -> bool:
    """Whether anything says that the two are one act: the title, or the day (year) and the number."""
    if first.titles & second.titles:
        return True
    numbers = bool(first.number and second.number) and same_number(first.number, second.number)
    if first.date and second.date:
        dates = first.date == second.date
        untitled = not (first.titles and second.titles)
        kinds = bool(first.kind) and first.kind == second.kind
        return dates and (numbers or (untitled and kinds))
    years = bool(first.year) and first.year == second.year
    return numbers and years and bool(first.kind) and first.kind == second.kind


def conflicts(first: Identity, second: Identity) -> tuple[str, ...]:
    """What says that they are two acts: date, number, kind, title. A title that has changed since is
    outweighed by the day and the number together."""
    unlike: list[str] = []
    days = bool(first.date and second.date)
    mine, theirs = (first.date, second.date) if days else (first.year, second.year)
    if mine and theirs and mine != theirs:
        unlike.append("date")
    numbers = bool(first.number and second.number)
    if numbers and not same_number(first.number, second.number):
        unlike.append("number")
    if first.kind and second.kind and first.kind != second.kind:
        unlike.append("kind")
    titles = bool(first.titles and second.titles) and not first.titles & second.titles
    if titles and (unlike or not (days and numbers)):
        unlike.append("title")
    return tuple(unlike)
