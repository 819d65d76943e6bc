"""The two halves of a package: does the Kazakh text do what the Russian one does.

Both are equal by law (art. 24 p. 3 part 3, art. 29 p. 1 part 2 of the Law on legal acts). What is
compared is what a reader can compare without translating: number marks, lines, figures, dates,
numbers in words, what the title says is done.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kb.ground.saying import Quoted, Saying, Value, listed, say
from kb.norm.address import Step
from kb.technique.draft import Draft, Proposal, finding
from kb.technique.fields import Unit
from kb.technique.finding import Finding
from kb.technique.proposed import lines
from kb.words.counted import (
    MONTH_KK,
    MONTH_RU,
    counted_kk,
    counted_ru,
    may_mean_kk,
    may_mean_ru,
    months,
)
from kb.words.text import fold, short, squeeze

_MARKS = re.compile(
    r"""
    (?P<art> (?: Статья\s+(?P<ru>\d+(?:-\d+)*) | (?P<kk>\d+(?:-\d+)*)-бап ) \.? )
  | (?P<number> \d+(?:-\d+)* ) (?P<end> [.)] ) \s
    """,
    re.IGNORECASE | re.VERBOSE,
)


def halves(draft: Draft) -> Iterator[Finding]:
    """Items whose Kazakh text has other units, figures or numbers than the Russian one.

    Items without a Kazakh text are `papers`' matter.
    """
    for each in draft.proposals:
        half = each.item.kazakh
        russian, kazakh = each.item.proposed or "", (half.proposed or "") if half else ""
        if not russian.strip() or not kazakh.strip():
            continue
        if _not_kazakh(russian, kazakh):
            yield _said(each, say("halves-language"))
            continue
        yield from _units(each, russian, kazakh)
        yield from _figures(each, russian, kazakh)


def quotations(draft: Draft) -> Iterator[Finding]:
    """Items of which one half alone quotes the wording in force."""
    for each in draft.proposals:
        half = each.item.kazakh
        if half is None or not half.proposed or each.item.operation == "insert":
            continue
        if bool(each.item.quoted) != bool(half.quoted):
            which = (
                say("halves-quoted.russian") if each.item.quoted else say("halves-quoted.kazakh")
            )
            yield _said(each, which)


def bill(draft: Draft) -> Iterator[Finding]:
    """The title and the entry into force in both languages."""
    bill = draft.package.bill
    if bill is None:
        return
    if bill.title and bill.title_kk:
        for russian, kazakh, what in (
            ("изменени", "өзгеріс", say("halves-title.changes")),
            ("дополнени", "толықтыр", say("halves-title.additions")),
        ):
            here, there = russian in bill.title.lower(), kazakh in fold(bill.title_kk)
            if here != there:
                told = (
                    say("halves-title.russian", what=what)
                    if here
                    else say("halves-title.kazakh", what=what)
                )
                yield finding(told, words=bill.title_kk)
    if bill.in_force and bill.in_force_kk:
        differ = _differences(bill.in_force, bill.in_force_kk)
        if differ:
            told = say("halves-in-force", differences=listed(differ, len(differ), ", "))
            yield finding(told, words=bill.in_force)


# --- What is compared -----------------------------------------------------------------------------

_KAZAKH_LETTERS = re.compile("[әіңғүұқөһ]")
_LONG = 80  # characters of Kazakh in which one of its own letters always stands


def _not_kazakh(russian: str, kazakh: str) -> bool:
    """Whether the text is the Russian one again, or has no letter of the Kazakh alphabet."""
    if squeeze(russian) == squeeze(kazakh):
        return bool(re.search("[а-яё]", russian, re.I))
    return len(kazakh) >= _LONG and not _KAZAKH_LETTERS.search(" ".join(map(fold, kazakh.split())))


def _units(each: Proposal, russian: str, kazakh: str) -> Iterator[Finding]:
    ours, theirs = _marks(russian), _marks(kazakh)
    if ours != theirs:
        only = _shown((ours - theirs).elements()), _shown((theirs - ours).elements())
        yield _said(each, say("halves-units", russian=only[0], kazakh=only[1]))
        return
    counts = len(lines(russian)), len(lines(kazakh))
    if counts[0] != counts[1]:
        yield _said(each, say("halves-units.lines", russian=counts[0], kazakh=counts[1]))


def _marks(text: str) -> Counter[Value]:
    """The number marks that lines begin with, the unit's own first one apart."""
    marks: Counter[Value] = Counter()
    for nth, line in enumerate(lines(text)):
        mark = _MARKS.match(line.text)
        if mark and nth:
            number = mark["ru"] or mark["kk"]
            article = Unit((Step("art", number),)) if number else None
            marks[article or f"{mark['number']}{mark['end']}"] += 1
    return marks


def _shown(marks: Iterable[Value]) -> Value:
    values = tuple(marks)
    return listed(map(Quoted, values), 6) if values else say("halves-units.none")


def _figures(each: Proposal, russian: str, kazakh: str) -> Iterator[Finding]:
    differ = _differences(russian, kazakh)
    if differ:
        told = say("halves-figures", differences=listed(differ, len(differ), ", "))
        yield _said(each, told)


def _differences(russian: str, kazakh: str) -> list[Saying]:
    """The figures and numbers in words that one text alone has."""
    ours, theirs = _digits(russian), _digits(kazakh)
    said = []
    if ours - theirs:
        said.append(say("halves-figures.russian", numbers=_shown((ours - theirs).elements())))
    if theirs - ours:
        said.append(say("halves-figures.kazakh", numbers=_shown((theirs - ours).elements())))
    if said:
        return said
    named_months = months(MONTH_RU, russian), months(MONTH_KK, kazakh)
    if len(named_months[0]) == len(named_months[1]) and sorted(named_months[0]) != sorted(
        named_months[1]
    ):
        named = (listed(map(Quoted, half.values()), 12, ", ") for half in named_months)
        return [say("halves-figures.months", russian=next(named), kazakh=next(named))]
    words_ru, words_kk = counted_ru(russian), counted_kk(kazakh)
    figures = {int(d) for d in ours}
    mine = set(words_ru) - may_mean_kk(kazakh) - figures
    other = set(words_kk) - may_mean_ru(russian) - figures
    said += [say("halves-figures.russian", numbers=Quoted(words_ru[n])) for n in sorted(mine)]
    said += [say("halves-figures.kazakh", numbers=Quoted(words_kk[n])) for n in sorted(other)]
    return said


def _digits(text: str) -> Counter[str]:
    """The figures of a text; the number of a single unit may stand in one half only."""
    body = "\n".join(
        _MARKS.sub("", line.text, count=1) if _MARKS.match(line.text) else line.text
        for line in lines(text)
    )
    return Counter(
        d.lstrip("0") or "0"
        for d in re.findall(r"\d+", re.sub(r"(?<=\d)[ \xa0](?=\d{3}\b)", "", body))
    )


def _said(each: Proposal, told: Saying) -> Finding:
    half = each.item.kazakh
    words = short((half.proposed if half else "") or "", 80)
    return finding(told, each, words=words)


CHECKS = (halves, quotations, bill)
