"""What a clause asks of words: one operation for each unit and each pair of words.

Here lists meet: olds and news, «соответственно», ranges of figures, words before words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.amendment.asked import Asked
from kb.amendment.operation import Operation
from kb.amendment.target import Target
from kb.amendment.unreadable import Unreadable
from kb.ground.saying import say
from kb.norm.address import Address, Step, roman
from kb.words.inflected import same_forms

_MAX_OPERATIONS: Final = 5_000
# Units within which «слова» are meant wherever they stand.
_WIDE: Final = frozenset({"app", "sec", "ch", "par", "art", "preamble", "title"})


def operations_on_words(
    asked: Asked, where: Sequence[Target], act: Address, span: tuple[int, int]
) -> list[Operation]:
    asked = replace(
        asked,
        old=_rejoined(asked.old),
        new=_rejoined(asked.new),
        after=_rejoined(asked.after),
        before=_rejoined(asked.before),
    )
    if asked.verb == "insert_words" and asked.before and not asked.after:
        asked = _put_before(asked)
    pairs = _pairs(asked)
    if len(pairs) * len(where) > _MAX_OPERATIONS:
        raise Unreadable(say("amendment.too_many", words=str(len(pairs)), units=str(len(where))))
    if asked.inflected:
        _check_forms(asked, pairs)
    operations: list[Operation] = []
    for target in where:
        steps, scope = target.steps, target.scope
        if not steps and scope == "heading":
            steps, scope = (Step("title"),), "text"
        elif not steps and scope != "both":
            if not target.named:
                raise Unreadable(say("amendment.words_where"))
            scope = "act"
        wide = (
            bool(asked.inflected)
            or not steps
            or steps[-1].unit in _WIDE
            or (target.named and scope != "heading")
        )
        general = wide or (asked.verb != "insert_words" and not asked.singular)
        for old, new, after in pairs:
            operations.append(
                Operation(
                    asked.verb,
                    act.within(steps),
                    new=new,
                    old=old,
                    after=after,
                    scope=scope,
                    occurrences="all" if general else "one",
                    span=span,
                    named=target.named,
                    shared=len(where) > 1 and len(pairs) > 1,
                    inflected=asked.inflected,
                )
            )
    return operations


def _rejoined(quotes: Sequence[str]) -> tuple[str, ...]:
    """Quoted words on one line where a line broke in the middle of a sentence."""
    return tuple(re.sub(r"(?<![.;:])\n\s*", " ", words) for words in quotes)


def _put_before(asked: Asked) -> Asked:
    """«перед словом «A» дополнить словом «B»»: «A» becomes «B A»."""
    if asked.old or asked.behind or len(asked.new) not in (1, len(asked.before)):
        raise Unreadable(say("amendment.after_which"))
    news = asked.new if len(asked.new) > 1 else asked.new * len(asked.before)
    put = tuple(f"{new} {old}" for new, old in zip(news, asked.before, strict=True))
    singular = len(asked.before) == 1
    return replace(
        asked,
        verb="substitute",
        old=asked.before,
        new=put,
        before=(),
        singular=singular,
        respectively=asked.respectively or not singular,
    )


def _check_forms(asked: Asked, pairs: Sequence[tuple[str | None, str | None, str | None]]) -> None:
    """Refuses «в соответствующих падежах» of words that the dictionary does not decline."""
    for old, new, after in pairs:
        if asked.verb != "substitute" or after or not old or not new:
            raise Unreadable(say("amendment.forms_of_what"))
        if not same_forms(old, new, asked.language, numbers=asked.inflected == "numbers"):
            raise Unreadable(say("amendment.forms_unknown", old=old, new=new))


def _pairs(asked: Asked) -> list[tuple[str | None, str | None, str | None]]:
    """(old, new, after) of each change of words."""
    if asked.verb == "insert_words":
        anchors = asked.after
        if asked.behind or (asked.after and asked.before):
            raise Unreadable(say("amendment.after_which"))
        if asked.old:
            raise Unreadable(say("amendment.after_or_instead"))
        if not anchors:
            if len(asked.new) != 1:
                raise Unreadable(say("amendment.several_additions"))
            return [(None, asked.new[0], None)]
        news = _matched(anchors, asked.new, asked.respectively)
        return [(None, new, anchor) for anchor, new in zip(anchors, news, strict=True)]
    if asked.before or len(asked.after) > 1:
        raise Unreadable(say("amendment.place_quotation"))
    after = asked.after[0] if asked.after else None
    if asked.verb == "delete_words":
        return [(old, None, after) for old in asked.old]
    olds, yields = asked.old, asked.new
    if asked.respectively and len(olds) == len(yields) == 1:
        old_range, new_range = _figures(olds[0]), _figures(yields[0])
        if old_range and len(old_range) == len(new_range):
            olds, yields = old_range, new_range
    return [
        (old, new, after)
        for old, new in zip(olds, _matched(olds, yields, asked.respectively), strict=True)
    ]


def _matched(olds: Sequence[str], news: Sequence[str], respectively: bool) -> list[str | None]:
    """A new wording for each old one; None where lists of different length do not tell."""
    if len(news) == len(olds):
        return list(news)
    if len(news) == 1 and not respectively:
        return [news[0]] * len(olds)
    return [None] * len(olds)


def _figures(words: str) -> tuple[str, ...]:
    """«I – IV», «1 - 4» as the figures between; () for anything else."""
    match = re.fullmatch(r"(\d{1,3}|[IVXLC]{1,7})\s*[-–—]\s*(\d{1,3}|[IVXLC]{1,7})", words)
    if not match or match[1].isdigit() != match[2].isdigit():
        return ()
    if match[1].isdigit():
        return tuple(str(n) for n in range(int(match[1]), int(match[2]) + 1))
    return tuple(_roman(n) for n in range(roman(match[1]), roman(match[2]) + 1))


def _roman(number: int) -> str:
    result = ""
    for value, digits in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
        (1, "I"),
    ):  # fmt: skip
        while number >= value:
            result, number = result + digits, number - value
    return result
