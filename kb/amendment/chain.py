"""Several amending laws, applied to one edition in the order of their dates.

A law that cannot be read, or that was given before, is left out with its reason; the others are applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kb.amendment.already import already
from kb.amendment.apply import Applied, Refused, apply
from kb.amendment.identity import ActKind, kind_of
from kb.amendment.instruction import BadInstruction, Instruction, parse
from kb.amendment.meant import Meant, meant
from kb.ground.errors import KbError
from kb.ground.saying import Saying, say
from kb.norm.act import UNDATED, Act, Edition
from kb.words.days import first_date

# The line of a law's head or foot that dates it: «Астана, 30 июня 2021 года № 60-VII ЗРК».
_DATED = re.compile(
    r"""
    ^(?=.{0,160}$)                    # a longer line is no line of a head
    (?: .*\d{4}\s*(?:года|г\.|жыл|ж\.).* | \d{1,2}\.\d{1,2}\.\d{4}.* ) $
    """,
    re.MULTILINE | re.VERBOSE,
)
# A line at the foot that is no signature: it names another act or a day of commencement.
_TELLS = re.compile(
    r"""
    ["«“„»”] | [:;]\s*$                                                       # a title, a lead-in
  | \b(?:внести|закон[ае]?|кодекс\w*|указ[ае]?|действи[ея]|в\s+силу)\b | заңы | енгізіл | күшіне
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"(?:№|\bN)\s*(\d+(?:-[IVXІХ]+)?(?:\s+(?:ЗРК|ҚРЗ))?)")
_KAZAKH = re.compile("[әғқңөұүһ]", re.IGNORECASE)
_OWN_TITLE = re.compile(r"\bо\s+внесении\b|(?:енгізу|толықтыру)\s+туралы", re.IGNORECASE)
# A line that begins with the law's own form or place; what names another act before its day or, in
# Kazakh, behind it.
_OWN_LINE = re.compile(
    r"""
    [\s#*>]*
    (?: (?:Конституционный\s+)?закон | кодекс | указ | приказ | решение | постановление   # the form
      | г\. | город | [А-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+\s*, ) (?!\w)                                  # the place
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHERS = re.compile(
    r"""
    \bо\s+внесении\b
  | \b(?:в|во)\s+ (?:\w+\s+){0,3} (?:закон|кодекс|указ|приказ|решение|постановление)\b
    # A form in the genitive or the locative is of the act spoken of, never of the law that speaks.
  | \b(?: закона | законе | кодекса | кодексе | указа | указе | приказа | приказе
        | решения | решении | постановления | постановлении )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHERS_KK = re.compile(
    r"""
    \b (?:заң|кодекс|жарлы[ғқ]|бұйры[ғқ]|шешім|қаулы) (?:ы|і|сы|сі)
    н(?:ың|ің|а|е|да|де)\b                           # the genitive, the dative, the locative
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BODY = re.compile(r"^(?:#+\s*)?(?:Статья\s+1\b|1-бап|[IV1]\.\s|\s*(?:Внести|В)\s)", re.M)

_LEAD_IN = re.compile(r"^[^\n]*:[^\S\n]*$", re.M)


@dataclass(frozen=True, slots=True)
class Law:
    """An amending law as a file gives it: its date, number and form where its head or foot says them;
    `broken`: why the file gives no text, so that the law is left out of its chain."""

    name: str
    text: str
    date: str = ""
    number: str = ""
    kind: ActKind | Literal["act"] = "act"
    broken: str = ""

    @classmethod
    def given(cls, name: str, words: Callable[[], str]) -> Law:
        """A law from what gives its text; one that cannot be read is broken, and says why."""
        try:
            return cls.of(name, words())
        except KbError as error:
            return cls(name, "", broken=error.said)

    @classmethod
    def of(cls, name: str, text: str) -> Law:
        """A law from its text."""
        body = _BODY.search(text) or _LEAD_IN.search(text)
        head = text[: body.start()] if body else text[:2_000]
        foot = text[max(len(head), text.rfind("\n", 0, max(0, len(text) - 600)) + 1) :]
        for piece in (head, foot):
            for line in _DATED.finditer(piece):
                if (piece is foot and _TELLS.search(line[0])) or _anothers(piece, line):
                    continue
                if date := first_date(line[0]):
                    number = _NUMBER.search(line[0])
                    said = number[1] if number else ""
                    return cls(name, text, date, said, _kind(head, said))
        return cls(name, text)


def _anothers(piece: str, line: re.Match[str]) -> bool:
    """Whether the day in a line is of the act that is changed: «О внесении изменений в решение маслихата
    от 5 мая 2020 года», «статьи 26 Закона от 6 апреля 2016 года»."""
    since = max(piece.rfind("\n\n", 0, line.start()), line.start() - 600, 0)
    said = line[0] if _OWN_LINE.match(line[0]) else piece[since : line.end()]
    year = re.search(r"\d{4}", line[0])
    before = said[: len(said) - len(line[0]) + (year.start() if year else 0)]
    unquoted = re.sub(r"[«\"“].*[»\"”]", "", line[0])
    return bool(_ANOTHERS.search(re.sub(r"«[^«»]*»", "", before)) or _ANOTHERS_KK.search(unquoted))


def _kind(head: str, number: str) -> ActKind | Literal["act"]:
    """What the law itself is, by its head above its title, or by its number: «60-VII»."""
    own = (x for x in head.split("\n") if len(x) < 160 and not _OWN_TITLE.search(x))
    for kind in map(kind_of, own):
        if kind is not None:
            return kind
    return "law" if re.search(r"-[IVXІХ]+(?:\s|$)", number) else "act"


@dataclass(frozen=True, slots=True)
class Link:
    """What one law did: what was read of it, what came of each command; why it was left out, if it was."""

    law: Law
    read: Instruction
    result: Applied | None
    remarks: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The edition after all laws, and each of them in the order applied."""

    edition: Edition
    links: tuple[Link, ...] = field(default_factory=tuple)


def chain(edition: Edition, laws: Sequence[Law], acts: Iterable[Act] = ()) -> Chain:
    """Applies laws in the order of their dates; those without a date keep their place."""
    known = tuple(acts)
    links: list[Link] = []
    seen: set[str] = set()
    given: set[tuple[str, str, bool]] = set()
    first = edition
    for law in in_order(laws):
        nothing = Instruction((), (), ())
        if law.broken:
            links.append(Link(law, nothing, None, left_out=law.broken))
            continue
        key = " ".join(law.text.split())
        if key in seen:
            links.append(Link(law, nothing, None, left_out=say("amendment.law_twice")))
            continue
        seen.add(key)
        one = (law.date, law.number, bool(_KAZAKH.search(law.text)))
        if law.date and law.number and one in given:
            said = say("amendment.law_given", date=law.date, number=law.number)
            links.append(Link(law, nothing, None, left_out=said))
            continue
        given.add(one)
        try:
            read = parse(law.text, acts=known, act=edition.act)
        except BadInstruction as error:
            links.append(Link(law, nothing, None, left_out=error.said))
            continue
        to = meant(read, first, known)
        result = _applied(
            edition, to, already(first, to.instruction.operations, law.date, law.number)
        )
        remarks = list(to.remarks)
        if law.date and first.date > UNDATED and law.date < first.date:
            remarks.append(say("amendment.law_before", law=law.date, edition=first.date))
        edition = result.edition
        links.append(Link(law, to.instruction, result, tuple(remarks)))
    return Chain(edition, tuple(links))


def _applied(edition: Edition, to: Meant, ready: Mapping[int, Saying]) -> Applied:
    """The commands carried out; those that the edition has already are refused."""
    asked = to.instruction.operations
    done = apply(edition, [o for n, o in enumerate(asked) if n not in ready], to.others)
    rest = iter(done.results)
    results = (Refused(o, ready[n]) if n in ready else next(rest) for n, o in enumerate(asked))
    return Applied(done.edition, tuple(results))


def in_order(laws: Sequence[Law]) -> list[Law]:
    """Laws by date; one without a date stays behind the one before it."""
    keyed: list[tuple[str, int, Law]] = []
    last = ""
    for nth, law in enumerate(laws):
        last = law.date or last
        keyed.append((last, nth, law))
    return [law for _, _, law in sorted(keyed, key=lambda k: k[:2])]
