"""Suspended and temporary wordings: shown with their term and their text, never put into the law.

«Приостановить до 1 января 2022 года действие абзаца одиннадцатого …, установив, что в период
приостановления данный абзац действует в следующей редакции: «…»».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.amendment.instruction import Temporary
from kb.amendment.quotation import Token
from kb.amendment.target import targets
from kb.amendment.target_kk import targets_kk
from kb.ground.saying import Saying, joined, say
from kb.norm.address import Steps, unit_words
from kb.words.days import first_date
from kb.words.text import short


def temporary(told: Sequence[Token], words: str, *, suspends: bool) -> Temporary:
    """What a temporary statement says. `words`: as printed; `suspends`: whether it suspends what stands."""
    quote = next((t.text for t in told if t.kind == "quote"), "")
    outside = words.replace(quote, " ") if quote else words
    behind = re.search(r"\bдо\s+(.{6,40})", outside)
    until = first_date(behind[1] if behind else outside)
    return Temporary(suspends, _unit(told) if suspends else (), until, quote)


def shown(wording: Temporary) -> Saying:
    """The same in words: what it is, its term, its unit, the text that holds meanwhile."""
    parts = [say("amendment.suspended" if wording.suspends else "amendment.temporary")]
    if wording.until:
        parts.append(say("amendment.temporary_until", day=wording.until))
    if wording.steps:
        parts.append(unit_words(wording.steps))
    if wording.text:
        parts.append(say("amendment.temporary_text", text=short(wording.text, 300)))
    return joined("; ", parts)


def _unit(parts: Sequence[Token]) -> Steps:
    """The unit suspended: «действие пункта 1 статьи 1», «1-баптың 1-тармағының қолданысы»."""
    kazakh = targets_kk(parts, 0)
    if kazakh and kazakh[0]:
        return () if kazakh[0][0].pointed else kazakh[0][0].steps
    for at, token in enumerate(parts):
        if token.low == "действие":
            named = targets(parts, at + 1, frozenset({"gen"}))
            return named[0][0].steps if named and not named[0][0].pointed else ()
    return ()
