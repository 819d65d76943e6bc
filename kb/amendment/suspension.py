"""Suspended and temporary wordings: shown with their term and their text, never put into the law.

«Приостановить до 1 января 2022 года действие абзаца одиннадцатого …, установив, что в период
приостановления данный абзац действует в следующей редакции: «…»».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.amendment.quotation import Token
from kb.amendment.target import targets
from kb.amendment.target_kk import targets_kk
from kb.ground.saying import Saying, joined, say
from kb.norm.address import unit_words
from kb.words.days import first_date
from kb.words.text import short


def temporary(tokens: Sequence[Token], words: str, *, suspended: bool) -> Saying:
    """What a temporary statement says: its term, its unit and the text that holds meanwhile.

    `words`: the statement as printed; `suspended`: whether it suspends what stands.
    """
    quote = next((t.text for t in tokens if t.kind == "quote"), "")
    outside = words.replace(quote, " ") if quote else words
    behind = re.search(r"\bдо\s+(.{6,40})", outside)
    until = first_date(behind[1] if behind else outside)
    parts = [say("amendment.suspended" if suspended else "amendment.temporary")]
    if until:
        parts.append(say("amendment.temporary_until", day=until))
    if suspended and (unit := _unit(tokens)):
        parts.append(unit)
    if quote:
        parts.append(say("amendment.temporary_text", text=short(quote, 300)))
    return joined("; ", parts)


def _unit(parts: Sequence[Token]) -> Saying | None:
    """The unit suspended: «действие пункта 1 статьи 1», «1-баптың 1-тармағының қолданысы»."""
    kazakh = targets_kk(parts, 0)
    if kazakh and kazakh[0]:
        return unit_words(kazakh[0][0].steps)
    for at, token in enumerate(parts):
        if token.low == "действие":
            named = targets(parts, at + 1, frozenset({"gen"}))
            return unit_words(named[0][0].steps) if named else None
    return None
