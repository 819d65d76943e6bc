"""Small words of the findings' messages: agreement, sentences, quotations that stay exact."""

from __future__ import annotations

from collections.abc import Iterable

from kb.address import Steps
from kb.language import sentences
from kb.unit_names import UNIT_RU

_QUOTE_LIMIT = 400  # characters: a longer quotation is not read beside its finding
_TELLING = 40  # characters from which whole sentences tell what they quote: «3.» alone does not


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A message as one sentence: a large letter first, a full stop last."""
    return stopped(capital(text))


def stopped(text: str) -> str:
    """The text with a full stop, where it has no final mark."""
    return text if text.endswith((".", "!", "…")) else f"{text}."


def agreed(participle: str, steps: Steps) -> str:
    """«исключен», «исключена», «исключено»: a short participle in the gender of the unit."""
    gender = UNIT_RU[steps[-1].unit].gender if steps and steps[-1].unit in UNIT_RU else "m"
    return participle + {"m": "", "f": "а", "n": "о"}[gender]


def excerpt(text: str) -> str:
    """A piece of a text that begins it word for word: whole sentences, else whole words."""
    if len(text) <= _QUOTE_LIMIT:
        return text
    ends = [end for _, end in sentences(text) if end <= _QUOTE_LIMIT]
    return (
        text[: ends[-1]]
        if ends and ends[-1] >= _TELLING
        else text[:_QUOTE_LIMIT].rsplit(None, 1)[0]
    )


def listed(words: Iterable[str], limit: int = 12) -> str:
    """«1, 2 и 3»; past the limit «… и еще 5»."""
    found = list(words)
    if len(found) > limit:
        return f"{', '.join(found[:limit])} и еще {len(found) - limit}"
    return " и ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))
