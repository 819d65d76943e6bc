"""HTML made of fixed templates and escaped texts: forgetting to escape is a type error.

`html("<b>{}</b>", words)` escapes `words`; a value that is `Html` already goes in as it is. What draws
a fragment takes `Html` alone, so an f-string or a plain text does not pass mypy. The templates are
written out in the code (tests/test_html.py checks it).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from string import Formatter
from typing import Final

from kb.ground.safe import visible

# The longest template is a page's frame; how many there are is how often `html(` stands in the code.
_TEMPLATES: Final = 2000


class Html(str):
    """A fragment whose texts are escaped. Made by the functions of this file only."""

    __slots__ = ()

    def __add__(self, other: str) -> Html:
        return Html(str.__add__(self, escaped(other)))

    def __radd__(self, other: str) -> Html:
        return Html(str.__add__(escaped(other), self))


NONE = Html("")


def escaped(value: str) -> Html:
    """Text for an element or a quoted attribute; Html as it is. Hidden characters are written out."""
    return value if isinstance(value, Html) else Html(escape(visible(value), quote=True))


def html(template: str, *values: str | float, **named: str | float) -> Html:
    """The template with each place, `{}`, `{0}` or `{name}`, filled by an escaped value; a number as its
    place says (`{:.1%}`).

    In a quoted attribute a fragment is a value like any text (a picture that a button keeps): its own
    quotes would end the attribute.
    """
    pieces, texts = [], iter(values)
    for literal, name, form, quoted in _places(template):
        pieces.append(literal)
        if name is None:
            continue
        value = values[int(name)] if name.isdigit() else named[name] if name else next(texts)
        if isinstance(value, str):
            pieces.append(escape(visible(value), quote=True) if quoted else escaped(value))
        else:
            pieces.append(format(value, form))
    return Html("".join(pieces))


@lru_cache(_TEMPLATES)
def _places(template: str) -> tuple[tuple[str, str | None, str, bool], ...]:
    """The template's pieces: a literal, the name of the place after it and the form of its number,
    whether it is in an attribute."""
    places, before = [], ""
    for literal, name, form, _ in Formatter().parse(template):
        before += literal
        tag = before[before.rfind("<") :] if before.rfind("<") > before.rfind(">") else ""
        quoted = bool(tag) and (tag.count("'") % 2 or tag.count('"') % 2) == 1
        places.append((literal, name, form or "", quoted))
    return tuple(places)


def lines(text: str) -> Html:
    """Text whose lines stay lines."""
    return together((escaped(line) for line in text.split("\n")), Html("<br>"))


def together(parts: Iterable[Html], between: str = "") -> Html:
    """Fragments one after another, `between` (escaped) in the middle."""
    return Html(escaped(between).join(parts))
