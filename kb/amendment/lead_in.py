"""Which act an amending act changes: «В Закон … от … № … «О …» (Ведомости …):» → an act.

In Kazakh the title and the day stand before the form: «… туралы» 2001 жылғы 23 қаңтардағы … Заңына. The
words between the act's name and the colon are a bibliography of up to thousands of characters that
quotes other titles: only what stands before its bracket speaks of the act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from kb.amendment.identity import (
    Identity,
    agree,
    conflicts,
    kind_of,
    number_key,
    of_act,
    title_key,
)
from kb.amendment.vocabulary import ORDERS
from kb.norm.act import Act
from kb.words.days import SPELLED, first_date, iso

_DATE = re.compile(rf"\b(?:{SPELLED}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b)")
_NUMBER = re.compile(r"(?:№|\bN)\s*(\d[\w-]*)")
# Where what is said of an act behind its title ends, before its changes are announced.
_BEHIND = re.compile(
    r"\b(?:следующ|изменени|дополнени|поправк|внести|опубликован|с\s+изменениями)", re.I
)
_NOT_THIS = r"(?!настоящ|указанн|данн|назван)"
_ADJECTIVES = rf"(?:{_NOT_THIS}[а-яё-]+(?:[иыо]й|ого|его|ое)\s+){{0,3}}"
_FORMS_ACC = r"(?:закон|кодекс|конституци[юя]|указ|приказ|постановление|решение|распоряжение)(?!\w)"
_FORMS_LOC = (
    r"(?:законе|кодексе|конституции|указе|приказе|постановлении|решении|распоряжении)(?!\w)"
)
_FORMS_GEN = (
    r"(?:закона|кодекса|конституции|указа|приказа|постановления|решения|распоряжения)(?!\w)"
)
_CHANGES = r"(?:следующ\w+\s+)?(?:изменени\w+|дополнени\w+|поправк\w+)[\s\w,]{0,60}?"
_ACT = re.compile(
    rf"""
    (?P<in> (?:внести\s+)? (?:{_CHANGES})? \s*\bв\s+ )?
    (?P<form> {_ADJECTIVES} (?:{_FORMS_ACC} | {_FORMS_LOC}) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «Внести в статью 11 Закона … следующие изменения:»: the units, then the act in the genitive.
_UNITS_OF_ACT = re.compile(
    rf"""
    (?:внести\s+)? (?:{_CHANGES})? \s*\bво?\s+
    (?P<units> (?!\s*{_ADJECTIVES} (?:{_FORMS_ACC} | {_FORMS_LOC}))     # else it is the act itself
       [^"«“„(:]{{3,300}}? )
    \s+ (?P<form> {_ADJECTIVES}{_FORMS_GEN} )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «в Правилах …, утвержденных указанным приказом:»
_RULES = re.compile(
    r"""
    (?:внести\s+)? в\s+
    (?P<form> правила\w* | положени\w+ | инструкци\w+ | методик\w+ | регламент\w* | типов\w+\s+\w+
            | требовани\w+ | стандарт\w* )
    \s+ (?P<title> [^"«“„(:]{3,400}? ) ,? \s+утвержденн\w+\s            # by an order that is named above
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «көрсетілген бұйрықпен бекітілген … қағидаларында:»
_RULES_KK = re.compile(
    r"""
    (?:көрсетілген|аталған)\s+ (?:бұйрық|шешім|қаулы)\w*\s+бекітілген\s+
    (?P<title> [^"«“„(:]{3,400}? ) \s+
    (?P<form> қағидалар | ереже | нұсқаулық | әдістеме | регламент | талаптар | стандарт )\w*
    (?:нда|нде|на|не)\b                                                # in them, or into them
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «Гражданский кодекс … (Общая часть)»: a bracket of the act's own name.
_PARTS = r"(?:[Оо]бщая|[Оо]собенная)\s"
_BIBLIOGRAPHY = re.compile(
    r"""
    \( (?: Ведомости | Собрани | САПП | опубликован | с[ ]изменениями | зарегистрирован
         | Қазақстан | Жаршы )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACTS = re.compile(
    r"""
    внести\b .{0,80}? \bв\s+ (?:следующие|некоторые)\s+
    (?:законодательные\s+ | нормативные\s+правовые\s+)? (?:акты|приказы|решения|постановления)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACTS_KK = re.compile(
    r"""
    (?:қазақстан\s+республикасының\s+)? (?:мына|кейбір|мынадай)\s+ (?:\w+\s+){0,3}
    (?:актілеріне|заңдарына|бұйрықтарына|шешімдеріне)\s
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FORM_KK = (
    r"(?P<form>(?:[А-ЯӘІҢҒҮҰҚӨҺа-яәіңғүұқөһi-]+\s+){0,4}?"
    r"(?:за[ңн]|кодекс|конституция|жарлы[ғқ]|бұйры[ғқ]|қаулы|шешім))"
)
# The act in the dative («Заңына»), and its units after the act in the genitive («Заңының 11-бабына»).
_ACT_KK = re.compile(
    rf"""
    (?: ["«“„](?P<title>.+?)[»"”] \s+ )?
    (?P<rest> (?:\d{{4}}\s+жылғы | Қазақстан\s | [А-ЯӘІҢҒҮҰҚӨҺ]) [^"«“„»”]{{0,400}}? )
    {_FORM_KK}
    (?P<case> (?:ы|і|сы|сі)?(?:на|не|ға|ге|нда|нде)\b                   # the dative, the locative
            | (?:ы|і|сы|сі)?ны?[ңi]\s?\b                                # a genitive of the old texts
            | (?:ы|і|сы|сі)(?:ның|нің)\b )
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class ActNamed:
    """An act as an amending act names it: `words` as printed, the rest read from them.

    `act` is its id in the corpus, or a name made of its date and number (`act-1995-04-07-2184`);
    `units`: words of the units of it that a lead-in names («статью 11»), `language` of these words.
    """

    words: str
    title: str = ""
    date: str = ""
    number: str = ""
    act: str = ""
    known: bool = False
    span: tuple[int, int] = (0, 0)
    form: str = ""
    units: str = ""
    language: str = "ru"

    @cached_property
    def identity(self) -> Identity:
        """What the words say of the act."""
        form = " ".join(self.form.split())
        kind = kind_of(form)
        titles = {title_key(self.title)} if self.title else set()
        if kind in ("code", "constitution") and not self.title:
            titles = {title_key(form)}
        return Identity(
            self.words,
            frozenset(filter(None, titles)),
            self.date,
            self.date[:4],
            number_key(self.number),
            kind,
        )


# «Закон дополнить статьей 5 …:» is a command, not a lead-in.
_ORDERS = re.compile(rf"\b(?:{ORDERS})\b", re.IGNORECASE)
_LEVELS = re.compile(
    r"""
    \s* (?: статья\s+\d+(?:-\d+)*\s*\.?\s* | \d+(?:-\d+)*-бап\s*\.?\s* )?
    (?: (?:[IVXLC]+\. | \d+(?:-\d+)*[.)]) \s* )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «Внести в Закон … следующие изменения» whose colon is lost.
_ANNOUNCED = re.compile(r"внести\s[^\n]*\s(?:изменени[ея]|дополнени[ея])\s*$", re.IGNORECASE)
_QUOTES = re.compile(r"[\"«“„]")


# The amending act's own title: its quotation marks are no commands'.
_OWN_TITLE = re.compile(
    r"""
    [#]?\s* (?: о\s+внесении\s[^:]{0,1000} | [^:]{3,1000}\s(?:енгізу|толықтыру)\s+туралы ) \s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_lead_in(line: str) -> bool:
    """Whether a line, numbers and all, names an act or announces several, or is the law's own title."""
    if _OWN_TITLE.match(line):
        return True
    levels = _LEVELS.match(line)
    words = line[levels.end() :] if levels else line
    if not words.rstrip().endswith(":") and not _ANNOUNCED.match(words):
        return False
    if _ACTS_KK.match(words) or _kazakh(words):
        return True
    if _ORDERS.search(re.split('["«“„(]', words)[0]):
        return False
    return any(p.match(words) for p in (_ACT, _ACTS, _UNITS_OF_ACT, _RULES))


def names_acts(text: str) -> bool:
    """Whether a lead-in announces several acts, naming none: «Внести … в следующие акты …:»."""
    return _ACTS.match(text) is not None or _ACTS_KK.match(text) is not None


def act_named(text: str, start: int, acts: Iterable[Act]) -> ActNamed | None:
    """The act a lead-in names (its words without the number before them), or None.

    `start`: where it stands in the instruction, in characters.
    """
    named = _kazakh(text) or _russian(text)
    if named is None:
        return None
    return identified(replace(named, span=(start, start + len(text))), acts)


def _russian(text: str) -> ActNamed | None:
    if rules := _RULES.match(text):
        title = f"{rules['form']} {rules['title']}"
        return ActNamed(" ".join(title.split()), title=title, form=rules["form"])
    match = _ACT.match(text)
    units = ""
    if not match:
        match = _UNITS_OF_ACT.match(text)
        if not match:
            return None
        units = match["units"].strip()
    head = text[match.start("form") :]
    return replace(described(head), units=units)


def described(head: str) -> ActNamed:
    """An act from its words in Russian: form, date, number, title, before the bibliography."""
    bracket = _BIBLIOGRAPHY.search(head) or re.search(rf"\((?!{_PARTS})", _QUOTES.split(head)[0])
    said = " ".join((head[: bracket.start()] if bracket else head).split())
    title = _title(said)
    plain = said.split(title)[0] if title else said
    if (
        title
    ):  # «в Закон … «О садах» от 5 июля 2010 года № 999-VII следующие …»: behind the title too
        plain += " " + _BEHIND.split(said.partition(title)[2])[0]
    number = _NUMBER.search(plain)
    form = re.split(
        rf"[\"«“„№,:]|\((?!{_PARTS})|\bот\b|\bN\b|\bпринят|\bв\s+следующ|\bследующ", said
    )[0]
    return ActNamed(
        words=re.split(r"\s+(?:внести\s+)?следующ|\s+(?:изменени|дополнени)\w+\s*:?$", said)[
            0
        ].rstrip(" :,"),
        title=title or ("Конституция" if "онституци" in form.split(" ")[0] else ""),
        date=_date(plain),
        number=number[1] if number else "",
        form=form.strip(),
    )


def _kazakh(text: str) -> ActNamed | None:
    """«… туралы» 2001 жылғы 23 қаңтардағы Қазақстан Республикасының Заңына (…)."""
    if rules := _RULES_KK.match(text):
        title = " ".join(f"{rules['title']} {rules['form']}".split())
        return ActNamed(title, title=title, form=rules["form"], language="kk")
    match = _ACT_KK.match(text)
    if not match:
        return None
    case = match["case"].strip().lower()
    units = ""
    if case.endswith("ң"):
        behind = re.split(r"\(|\bмынадай\b|\bкелесі\b|:", text[match.end() :])[0].strip(" ,")
        if not behind:
            return None
        units = behind
    plain = f"{match['rest']} {match['form']}"
    title = match["title"] or ""
    number = _NUMBER.search(plain)
    form = re.sub(
        r"\d{4}\s+жылғы\s+\d{1,2}\s+\w+|№\s*\S+|қазақстан\s+республикасының?",
        " ",
        plain,
        flags=re.I,
    )
    return ActNamed(
        words=" ".join(text[: match.end()].split()),
        title=title,
        date=first_date(plain),
        number=number[1] if number else "",
        form=" ".join(form.split()),
        units=units,
        language="kk",
    )


def _title(said: str) -> str:
    opening = _QUOTES.search(said)
    if not opening:
        return ""
    closing = max(said.rfind(mark) for mark in '"»”')
    end = closing if closing > opening.start() else len(said)
    return said[opening.end() : end].strip()


def _date(text: str) -> str:
    match = _DATE.search(text)
    return iso(match[0]) if match else ""


def identified(named: ActNamed, acts: Iterable[Act]) -> ActNamed:
    """The same with the act of the corpus that it must be, or a name of its own."""
    mine = named.identity
    fitting = [
        a.id
        for a, theirs in ((a, of_act(a)) for a in acts)
        if agree(mine, theirs) and not conflicts(mine, theirs)
    ]
    if len(fitting) == 1:
        return replace(named, act=fitting[0], known=True)
    pieces = [p for p in (named.date, re.sub(r"[^0-9A-Za-z-]", "", named.number)) if p]
    return replace(named, act="-".join(["act", *pieces]) if pieces else "act-unknown")
