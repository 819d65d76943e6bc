"""Words inside a text: finding those that an instruction quotes, and changing them.

Words match whole, up to spaces and kinds of dash and quotation mark. A change touches its words and
the spaces and commas beside them that the rules of `deletion` and `substitution` name; no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kb.ground.saying import say
from kb.words.text import LOOKALIKES, MARKS, shapes, short, without_marks

Span = tuple[int, int]

# Letters stand on both sides of these as inside one word: hyphens, apostrophes, what prints as nothing.
_WITHIN: Final = f"\u2019\u02bc'{MARKS}"
_PIECE = re.compile(r"\w+|[^\w\s]")
_DASH: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_QUOTE: Final = '"«»“”„‟'
_FINAL: Final = ".;:,"


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a text and what comes in its place."""

    start: int
    end: int
    new: str


class Enumeration(Exception):
    """Words between commas that look like a member of a list, not like an inserted phrase."""


class TwoStops(Exception):
    """New words end in another final mark than the text they come before."""


@lru_cache(maxsize=2048)
def _pattern(words: str) -> re.Pattern[str]:
    """Words as a pattern over a text without invisible marks, whose look-alike letters are Cyrillic."""
    words = without_marks(words)[0].translate(LOOKALIKES)
    pieces = list(_PIECE.finditer(words))
    parts: list[str] = []
    for nth, piece in enumerate(pieces):
        if nth:
            both = piece[0][0].isalnum() and pieces[nth - 1][0][-1].isalnum()
            parts.append(r"\s+" if both else r"\s*")
        text = piece[0]
        if text in _DASH:
            parts.append(f"[{_DASH}]")
        elif text in _QUOTE:
            parts.append(f"[{_QUOTE}]")
        else:
            parts.append(re.escape(text))
    first, last = (pieces[0][0], pieces[-1][0]) if pieces else ("", "")
    if first[:1].isalnum():
        parts.insert(0, rf"(?<!\w)(?<!\w[{_DASH}{_WITHIN}])")
    if first.isdigit():
        # «500» of «1 500 000», «5» of «2,5» are no numbers of their own.
        parts.insert(0, r"(?<!\d[.,])" + (r"(?<!\d[ \u00a0])" if len(first) == 3 else ""))
    if last[-1:].isalnum():
        parts.append(rf"(?!\w)(?![{_DASH}{_WITHIN}]\w)")
    if last.isdigit():
        parts.append(r"(?![.,]\d)(?![ \u00a0]\d{3}(?!\d))")
    return re.compile("".join(parts) if pieces else r"(?!)")


def occurrences(text: str, words: str, after: str | None = None) -> list[Span]:
    """Where the words stand in a text; with `after`, those right behind these words.

    Behind them but not at once, words count only if they stand there once. Marks that no eye sees,
    in the words or in the text, are passed over.
    """
    clear, places = without_marks(text)
    spans = _spans(clear.translate(LOOKALIKES), words, after)
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def _spans(text: str, words: str, after: str | None) -> list[Span]:
    """`occurrences` in a text without marks whose look-alike letters are Cyrillic."""
    spans = [m.span() for m in _pattern(words).finditer(text)]
    if after is None:
        return spans
    anchors = {m.end() for m in _pattern(after).finditer(text)}
    next_to = [
        s for s in spans if any(not text[a : s[0]].strip(" ,") and a <= s[0] for a in anchors)
    ]
    if next_to or not anchors:
        return next_to
    behind = [s for s in spans if s[0] >= min(anchors)]
    return behind if len(behind) == 1 and len(anchors) == 1 else []


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits that do not overlap carried out."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: e.start):
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def moved(spans: Sequence[Span], edits: Sequence[Edit]) -> list[Span]:
    """Spans of a text where they stand after edits, and the spans that the edits made."""
    ordered = sorted(edits, key=lambda e: e.start)
    result: list[Span] = []
    for start, end in spans:
        shift = sum(len(e.new) - (e.end - e.start) for e in ordered if e.end <= start)
        result.append((start + shift, end + shift))
    shift = 0
    for edit in ordered:
        start = edit.start + shift
        result.append((start, start + len(edit.new)))
        shift += len(edit.new) - (edit.end - edit.start)
    return result


def substitution(text: str, span: Span, new: str) -> Edit:
    """New words in the place of old ones, with the space that a comma at either side asks for."""
    start, end = span
    new = _without_comma(text, end, new)
    if new[:1] in ",.;:)" and text[start] not in ",.;:":
        while start and text[start - 1] == " ":
            start -= 1
    elif text[start] in ",;:" and start and text[start - 1] != " " and new[:1] not in ",.;:)":
        new = f" {new}"
    if text[end - 1] in ",;:" and new[-1:].isalnum() and text[end : end + 1].isalnum():
        new = f"{new} "
    return Edit(start, _without_double_stop(text, end, new), new)


def insertion(text: str, anchor: Span, new: str) -> Edit:
    """New words behind the anchor."""
    end = anchor[1]
    new = _without_comma(text, end, new)
    space = "" if new[:1] in ",.;:)" else " "
    tail = "" if not text[end : end + 1].isalnum() else " "
    return Edit(end, _without_double_stop(text, end, new), f"{space}{new}{tail}")


def addition(text: str, new: str) -> Edit:
    """New words at the end, before the final mark."""
    end = len(text.rstrip())
    mark = end - 1 if text[:end].endswith(tuple(_FINAL)) else end
    space = "" if new[:1] in ",.;:)" else " "
    return Edit(mark, _without_double_stop(text, mark, new), f"{space}{new}")


def _without_comma(text: str, end: int, new: str) -> str:
    """New words without the comma that closes them in the middle of a sentence, where another mark follows."""
    return new[:-1] if new.endswith(",") and text[end : end + 1] in tuple(",.;:") else new


def _without_double_stop(text: str, end: int, new: str) -> int:
    """The end of the edit: beyond a final mark of the text that the new words already have.

    Raises TwoStops where the marks differ: which of them ends the text, nobody says.
    """
    rest = text[end:].strip()
    if rest not in (".", ";", ":") or not new.endswith((".", ";", ":")):
        return end
    if not new.endswith(rest):
        raise TwoStops
    return len(text)


def deletion(text: str, span: Span) -> tuple[Edit, str]:
    """Words taken out, and a remark.

    Words between their own two commas take both with them. Raises Enumeration where the words look
    like one member of a list: then one comma must stay, and the instruction does not say which.
    """
    start, end = span
    left, right = text[:start].rstrip(), text[end:].lstrip()
    remark = ""
    if (
        (not left or left.endswith((".", "!", "?")))
        and right[:1] == "."
        and text[end - 1] not in ".!?"
    ):
        # A sentence quoted without its full stop goes with it.
        right = right[1:].lstrip()
        remark = say("amendment.stop_gone")
    if left.endswith(",") and right.startswith(",") and text[start] != "," and text[end - 1] != ",":
        if _listed(left[:-1], text[start:end], right[1:]):
            raise Enumeration
        left, right = left[:-1].rstrip(), right[1:].lstrip()
        remark = say("amendment.commas_gone", words=short(text[start:end]))
    elif left.endswith(",") and right[:1] in (".", ";", ":", ","):
        remark = say("amendment.comma_left", mark=right[0])
    first_of_list = right.startswith(",") and not left.endswith(",") and text[end - 1] != ","
    if first_of_list and _alike(text[start:end], right[1:]):
        raise Enumeration
    begin, stop = len(left), len(text) - len(right)
    joint = "" if not left or not right or right[0] in ",.;:)" or left[-1] == "(" else " "
    if joint and begin == start and stop == end:
        joint = ""
    return Edit(begin, stop, joint), remark


def _alike(words: str, right: str) -> bool:
    """Whether words and what follows their comma are two members of one list: «бюджет, план»."""
    first = re.match(r"\s*(\w+(?:-\w+)*)", words)
    behind = re.match(r"\s*(\w+(?:-\w+)*)", right)
    if not first or not behind or first[1].lower() in ("и", "или", "либо", "а", "но", "которые"):
        return False
    second = shapes(behind[1])
    small = any(pos in ("PREP", "CONJ", "PRCL", "NPRO") for pos, _ in second)
    return not small and any(pos == "NOUN" for pos, _ in shapes(first[1]) & second)


def _listed(left: str, words: str, right: str) -> bool:
    """Whether words between two commas have the shape of what stands beyond the commas."""
    first = re.search(r"\w+(?:-\w+)*", words)
    behind = re.match(r"\s*(?:(?:и|или|а также)\s+)?(\w+(?:-\w+)*)", right)
    before = re.search(r"(\w+(?:-\w+)*)\s*$", left)
    if not first or not behind:
        return False
    shape = shapes(first[0])
    alike = shape & shapes(behind[1])
    return (
        bool(alike)
        and bool(before)
        and bool({s for s, _ in shape} & {"NOUN", "VERB", "INFN", "ADJF"})
    )
