"""HTML made of fixed templates and escaped texts: forgetting to escape is a type error.

`html("<b>{}</b>", words)` escapes `words`; a value that is `Html` already goes in as it is. What draws
a fragment takes `Html` alone, so an f-string or a plain text does not pass mypy. The templates are
written out in the code (tests/test_docs.py checks it).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from kb.ground.safe import visible


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
    """The template with each place, `{}` or `{name}`, filled by an escaped value."""
    texts = (escaped(v) if isinstance(v, str) else v for v in values)
    return Html(
        template.format(
            *texts, **{k: escaped(v) if isinstance(v, str) else v for k, v in named.items()}
        )
    )


def lines(text: str) -> Html:
    """Text whose lines stay lines."""
    return together((escaped(line) for line in text.split("\n")), Html("<br>"))


def together(parts: Iterable[Html], between: str = "") -> Html:
    """Fragments one after another, `between` (escaped) in the middle."""
    return Html(escaped(between).join(parts))
