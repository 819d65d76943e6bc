"""A command that names its act itself: «В пункте 2 статьи 10 Закона … «О …» слова … заменить …».

The words of the act are taken out of the command, which is then read as any other, alone: nothing above
it speaks of that act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kb.amendment.lead_in import ActNamed, act_named, described, identified
from kb.amendment.quotation import Token
from kb.norm.act import Act

_FORMS: Final = frozenset(
    ["закона", "кодекса", "указа", "приказа", "постановления", "решения", "конституции"]
)
_THIS: Final = frozenset(
    ["настоящего", "указанного", "данного", "этого", "настоящей", "указанной", "названного"]
)
_KK_FORM = re.compile(
    r"(?:заң|кодекс|конституция|жарлығ|бұйрығ|қаулысы|шешім)\w*(?:ның|нің)$", re.I
)
_WITHIN: Final = 24  # tokens of an act's name between its title and its form
_NAMED: Final = frozenset(["республики", "казахстан", "президента", "года", "г", "от", "рк", "министра",
                           "правительства", "маслихата", "акима"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inside:
    """The act that a command names, and the command without its words."""

    named: ActNamed
    rest: tuple[Token, ...]


def act_inside(tokens: Sequence[Token], text: str, acts: Iterable[Act]) -> Inside | None:
    """The act named inside a command; None where none is."""
    return _russian(tokens, text, acts) or _kazakh(tokens, text, acts)


def _russian(tokens: Sequence[Token], text: str, acts: Iterable[Act]) -> Inside | None:
    for at, token in enumerate(tokens):
        if token.kind == "quote" or token.text == ":":
            return None
        if token.low not in _FORMS or at == 0 or tokens[at - 1].low in _THIS:
            continue
        begin = at
        while begin and tokens[begin - 1].kind == "word" and tokens[begin - 1].low.endswith(
            ("ного", "вого", "ского", "ной")
        ) and tokens[begin - 1].low not in _THIS:  # fmt: skip
            begin -= 1
        end = _end(tokens, at + 1)
        if end == at + 1 and begin == at:
            return None  # «статьи 5 Закона исключить»: the act of the lead-in
        words = text[tokens[begin].start : tokens[end - 1].end]
        named = replace(described(words), span=(tokens[begin].start, tokens[end - 1].end))
        return Inside(identified(named, acts), (*tokens[:begin], *tokens[end:]))
    return None


def _end(tokens: Sequence[Token], at: int) -> int:
    """The place behind an act's name: country, day, number, title, a bibliography in brackets."""
    titled = False
    while at < len(tokens):
        token = tokens[at]
        if token.low in _NAMED or token.kind == "number" or token.text in ("№", "N"):
            at += 1
        elif (
            token.kind == "word"
            and tokens[at - 1].kind == "number"
            and token.low.endswith(("я", "а"))
        ):
            at += 1  # a month
        elif token.kind == "quote" and not titled:
            titled = True
            at += 1
        elif token.text == "(" and titled:
            while at < len(tokens) and tokens[at].text != ")":
                at += 1
            at += 1
        elif token.text == "." and tokens[at - 1].low == "г":
            at += 1
        else:
            break
    return min(at, len(tokens))


def _kazakh(tokens: Sequence[Token], text: str, acts: Iterable[Act]) -> Inside | None:
    if not tokens or tokens[0].kind != "quote" or len(tokens) < 3:
        return None
    for at in range(1, min(len(tokens), _WITHIN)):
        token = tokens[at]
        if token.kind == "quote" or token.low == "деген":
            return None
        if _KK_FORM.search(token.low):
            words = text[tokens[0].start : token.end]
            named = act_named(f"{words} x", tokens[0].start, acts)
            if named is None:
                return None
            return Inside(
                replace(named, units="", span=(tokens[0].start, token.end)), tuple(tokens[at + 1 :])
            )
    return None
