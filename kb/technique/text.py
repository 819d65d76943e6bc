"""Small words of the findings' messages: sentences, quotations that stay exact."""

from __future__ import annotations

from kb.words.text import sentences

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
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


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
