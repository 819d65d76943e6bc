"""Figures: sums of quotas and shares, bounds that exclude each other, a number written twice.

What these checks cannot see: quotas told otherwise than by several «не менее N …», sums over lists
that are not of one whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kb.ground.saying import Value, say
from kb.norm.act import Clause, Edition
from kb.technique.draft import Draft, Proposal
from kb.technique.fields import Unit
from kb.technique.finding import Evidence, Finding
from kb.technique.said import Said, lowered, said
from kb.words.numerals import DIGITS, PATTERN, WORDS, value
from kb.words.text import lemmas, squeeze

# --- Lists --------------------------------------------------------------------------------------

_LINE: Final = re.compile(r"[^\n]+")
_MARK: Final = re.compile(r"\s*(?:\d+(?:-\d+)*|[а-яa-z])\)\s*")


@dataclass(frozen=True, slots=True)
class _List:
    """A run of numbered lines under a line that heads them; spans in characters of the text."""

    head: tuple[int, int]
    lines: tuple[tuple[int, int], ...]  # without their number marks


def _lists(low: str) -> Iterator[_List]:
    head: tuple[int, int] | None = None
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(low):
        mark = _MARK.match(low, match.start(), match.end())
        if mark:
            lines.append((mark.end(), match.end()))
            continue
        if head and lines:
            yield _List(head, tuple(lines))
        head, lines = match.span(), []
    if head and lines:
        yield _List(head, tuple(lines))


# --- Quotas against the number of seats -----------------------------------------------------------

_LEAST: Final = re.compile(
    rf"(?:не\s+менее|не\s+меньше|минимум|по\s+меньшей\s+мере)\s+(?:чем\s+)?({PATTERN})"
    r"(?!\s+(?:трет|четверт|процент|дн|календарн|рабоч|месяц|лет))"
)
_SENTENCE: Final = re.compile(r"[^.\n]+")
# A list makes up a body, and does not just name it: «должны состоять», «входят», «квоты».
_COMPOSED: Final = re.compile(
    r"(?<!\w)(?:состо(?:ять|ят|ит)|вход(?:ить|ят|ит)|избира(?:ть|ют|ет)ся|квот\w*)(?!\w)"
)
_SEATS: Final = re.compile(r"(?<!\w)числ[оаеу]м?\s+депутатов(?!\w)")
_MOST: Final = re.compile(
    rf"(?P<who>.{{3,300}}?),?\s+(?:до|не\s+более|не\s+свыше)\s+(?P<most>{PATTERN})"
    r"(?:\s+(?:депутатов|человек|членов|мест))?\s*"
)
_SMALL: Final = frozenset({"в", "и", "на", "из", "по", "для", "или", "следующий"})


@dataclass(frozen=True, slots=True)
class _Limit:
    """«в районном маслихате до двадцати пяти»: who, how many at most, and where it stands."""

    who: frozenset[str]
    most: int
    clause: Clause
    quote: str


def quotas(draft: Draft) -> Iterator[Finding]:
    """Lists of «не менее N …» summed, against the limit that the act sets for the same body.

    A limit of the same article is taken first; one of another article counts for words that make up
    a body («должны состоять»). A list whose heading names no such body, or with lines of another
    kind, is passed over.
    """
    for each in said(draft):
        lists = [(g, _parts(each.low, g)) for g in (*_lists(each.low), *_in_a_row(each.low))]
        groups = [(group, parts) for group, parts in lists if parts]
        if not groups:
            continue
        composed = bool(_COMPOSED.search(each.low))
        limits = list(_limits(each.proposal, draft))
        elsewhere = list(_limits_elsewhere(each.proposal, draft)) if composed else []
        for group, parts in groups:
            head = each.low[slice(*group.head)]
            limit = _limit_of(head, limits) or _limit_of(head, elsewhere)
            if limit:
                yield _quota(each, group, parts, limit)


def _in_a_row(low: str) -> Iterator[_List]:
    """«В районном маслихате должны состоять не менее трех …, не менее двух …»: a list unnumbered."""
    for sentence in _SENTENCE.finditer(low):
        starts = [m.start() for m in _LEAST.finditer(low, *sentence.span())]
        if len(starts) > 1 and _COMPOSED.search(low, sentence.start(), starts[0]):
            ends = (*starts[1:], sentence.end())
            yield _List((sentence.start(), starts[0]), tuple(zip(starts, ends, strict=True)))


def _parts(low: str, group: _List) -> list[int]:
    """The least numbers of a list's lines; none unless every line of at least two begins so."""
    matches = [_LEAST.match(low, *line) for line in group.lines]
    values = [value(m[1]) for m in matches if m]
    numbers = [v for v in values if v is not None]
    return numbers if len(numbers) == len(group.lines) > 1 else []


def _limits(proposal: Proposal, draft: Draft) -> Iterator[_Limit]:
    """The limits in the article that the proposal changes, the whole package carried out."""
    edition = draft.amended[proposal.item.target.act].edition
    article = edition.index.get(proposal.steps[:1])
    for clause in article.walk() if article else ():
        yield from _limits_of(clause)


def _limits_elsewhere(proposal: Proposal, draft: Draft) -> Iterator[_Limit]:
    """The limits in clauses of the act that set the number of deputies."""
    for clause in draft.amended[proposal.item.target.act].edition.walk():
        if clause.own_text and _SEATS.search(lowered(clause.own_text)):
            yield from _limits_of(clause)


def _limits_of(clause: Clause) -> Iterator[_Limit]:
    if clause.live and clause.own_text:
        for words in re.split("[.;:]", squeeze(clause.own_text)):
            match = _MOST.fullmatch(lowered(words)) if len(words) < 400 else None
            most = value(match["most"]) if match else None
            if match and most is not None:
                yield _Limit(_notions(match["who"]), most, clause, words.strip())


def _notions(words: str) -> frozenset[str]:
    return frozenset(lemmas(words)) - _SMALL


def _limit_of(head: str, limits: list[_Limit]) -> _Limit | None:
    """The only limit that speaks of the body which the heading names.

    More words than the limit's own are allowed to a heading that makes up the body.
    """
    wanted = _notions(head)
    if len(wanted) < 2:
        return None
    fitting = [x for x in limits if x.who == wanted] or [x for x in limits if wanted <= x.who]
    if not fitting and _COMPOSED.search(head):
        fitting = [x for x in limits if len(x.who) > 1 and x.who <= wanted]
    return fitting[0] if len({x.most for x in fitting}) == 1 else None


def _quota(each: Said, group: _List, parts: list[int], limit: _Limit) -> Finding:
    total = sum(parts)
    span = _trimmed(each.text, group.head)
    head = squeeze(each.text[slice(*span)]).rstrip(".:; ")
    rule = "figures-quota-over" if total > limit.most else "figures-quota"
    where, source = _source(each.proposal.before, limit, rule)
    counted: dict[str, Value] = {
        "head": head,
        "sum": " + ".join(map(str, parts)),
        "total": total,
        "most": limit.most,
        "where": where,
    }
    if total > limit.most:
        message = say(rule, over=total - limit.most, **counted)
    else:
        message = say(rule, share=100 * total // limit.most, **counted)
    return each.finding(message, span, (source,))


def _source(before: Edition, limit: _Limit, rule: str) -> tuple[Unit, Evidence]:
    """Where the limit stands, and the quotation at its address in the edition compared with;
    without an address if only the draft says it."""
    clauses = (c for c in before.walk() if c.live and limit.quote in squeeze(c.own_text))
    there = next(clauses, None)
    if there is None:
        where = Unit(limit.clause.steps)
        return where, Evidence("", limit.quote, say(f"{rule}.drafted", where=where))
    address = before.address(there.steps)
    return Unit(there.steps), Evidence(address, limit.quote, say(f"{rule}.limit"))


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


# --- Shares of a whole -----------------------------------------------------------------------------

_PERCENT: Final = rf"(?P<percent>{PATTERN})\s*(?:%|процент\w*)"
_FRACTION: Final = (
    rf"(?:(?P<top>{WORDS})\s+(?P<bottom>(?:трет|четверт)(?:ь|и|ей|ью|ям|ями|ях))"
    r"|(?P<half>половин[аыуе]|половиной))(?!\w)"
)
_SHARE: Final = re.compile(f"{_PERCENT}|{_FRACTION}")
_OF_A_WHOLE: Final = re.compile(
    r"""
    (?<!\w)
    (?: распредел\w+ | пропорци\w+ | дол[яиюей]+ | долях | квот\w* | из\s+них
      | состоит | состоят | состав
    )
    (?!\w)
    """,
    re.VERBOSE,
)
_OVER_WHOLE: Final = re.compile(
    rf"{_PERCENT}\s+(?:от|из)?\s*(?:общего\s+)?(?:числа|состава|количества)(?!\w)"
)
_OVER_ONE: Final = re.compile(_FRACTION)
_WHOLE: Final = Fraction(1)


def shares(draft: Draft) -> Iterator[Finding]:
    """Shares of one whole over 100 %: a single one, or a list under a heading that divides."""
    for each in said(draft):
        for match in _OVER_WHOLE.finditer(each.low):
            if _share(match) > _WHOLE:
                words = each.text[slice(*match.span())]
                yield each.finding(say("figures-share.share", words=words), match.span())
        for match in _OVER_ONE.finditer(each.low):
            if _share(match) > _WHOLE:
                words = each.text[slice(*match.span())]
                yield each.finding(say("figures-share.fraction", words=words), match.span())
        for group in _lists(each.low):
            yield from _divided(each, group)


def _divided(each: Said, group: _List) -> Iterator[Finding]:
    if len(group.lines) < 2 or not _OF_A_WHOLE.search(each.low, *group.head):
        return
    matches = [list(_SHARE.finditer(each.low, *line)) for line in group.lines]
    if any(len(line) != 1 for line in matches):
        return
    parts = [_share(line[0]) for line in matches]
    if sum(parts) > _WHOLE:
        counted = " + ".join(_percent(p) for p in parts)
        yield each.finding(
            say("figures-share.sum", sum=counted, total=_percent(sum(parts, Fraction()))),
            (matches[0][0].start(), matches[-1][0].end()),
        )


def _share(match: re.Match[str]) -> Fraction:
    """The share that a match of `_SHARE` names; 0 where its words are no number."""
    said = match.groupdict()
    if said.get("percent"):
        return Fraction(value(said["percent"]) or 0, 100)
    if said.get("half"):
        return Fraction(1, 2)
    return Fraction(value(said["top"]) or 0, 3 if said["bottom"].startswith("трет") else 4)


def _percent(share: Fraction) -> str:
    whole = share * 100
    return f"{whole} %" if whole.denominator == 1 else f"{share}"


# --- Bounds -----------------------------------------------------------------------------------------

_UNIT: Final = r"(?:\s+(?:календарных|рабочих|полных))?\s+(?P<{name}>[а-я]{{3,}})"
_BOUNDS: Final = re.compile(
    rf"""
    не\s+(?:менее|ниже|ранее|младше|моложе)\s+(?:чем\s+)?
    (?P<low>{PATTERN}) (?:{_UNIT.format(name="a")})?
    \s*,?\s*(?:и|но|а\s+также)?\s*,?\s*
    не\s+(?:более|свыше|выше|старше|позднее)\s+(?:чем\s+)?
    (?P<high>{PATTERN}) (?:{_UNIT.format(name="b")})?
    """,
    re.VERBOSE,
)
_FROM_TO: Final = re.compile(
    rf"(?<!\w)от\s+(?P<low>{PATTERN})(?P<a>)\s+до\s+(?P<high>{PATTERN}){_UNIT.format(name='b')}"
)
# Days that a term lasts at least and at most, so that «года» and «месяцев» can be compared.
_DAYS: Final[tuple[tuple[str, int, int], ...]] = (
    ("дн", 1, 1), ("день", 1, 1), ("недел", 7, 7), ("месяц", 28, 31), ("год", 365, 366),
    ("лет", 365, 366),
)  # fmt: skip
_COUNTED: Final = frozenset(
    {"день", "год", "лето", "месяц", "неделя", "час", "процент", "человек", "депутат", "член", "раз",
     "место", "сутки", "минута", "тысяча", "миллион", "показатель", "размер", "заседание"}
)  # fmt: skip


def bounds(draft: Draft) -> Iterator[Finding]:
    """«Не менее A, но не более B» with A above B; terms in different units are compared in days.

    Unlike units that have no common measure are passed over.
    """
    for each in said(draft):
        for pattern in (_BOUNDS, _FROM_TO):
            for match in pattern.finditer(each.low):
                if _crossed(match):
                    words = squeeze(each.text[slice(*match.span())])
                    yield each.finding(say("figures-bounds", words=words), match.span())


def _crossed(match: re.Match[str]) -> bool:
    low, high = value(match["low"]), value(match["high"])
    if low is None or high is None:
        return False
    mine, other = match["a"] or "", match["b"] or ""
    first, second = _days(mine or other), _days(other or mine)
    if first and second:
        return low * first[0] > high * second[1]
    if mine and other and not _same_unit(mine, other):
        return False
    return low > high and set(lemmas(f"{mine} {other}")) <= _COUNTED


def _same_unit(one: str, other: str) -> bool:
    return lemmas(one) == lemmas(other)


def _days(unit: str) -> tuple[int, int] | None:
    return next(((least, most) for stem, least, most in _DAYS if unit.startswith(stem)), None)


# --- A number written twice ---------------------------------------------------------------------------

_TWICE: Final = re.compile(
    rf"(?P<a>{DIGITS})\s*\(\s*(?P<b>{WORDS})\s*\)|(?P<c>{WORDS})\s*\(\s*(?P<d>\d{{1,9}})\s*\)"
)


def twice(draft: Draft) -> Iterator[Finding]:
    """«5 (шесть)»: the number in digits and the one in words differ."""
    for each in said(draft):
        for match in _TWICE.finditer(each.low):
            one = value(match["a"] or match["c"])
            other = value(match["b"] or match["d"])
            if one is not None and other is not None and one != other:
                words = squeeze(each.text[slice(*match.span())])
                message = say("figures-twice", words=words, one=one, other=other)
                yield each.finding(message, match.span())


CHECKS = (quotas, shares, bounds, twice)
