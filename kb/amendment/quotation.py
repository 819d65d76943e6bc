"""Tokens of an instruction, its quotations among them: nested, mixed, even unbalanced marks.

A straight quotation mark says nothing of its side, so the characters around it decide. One pass
over the text: a quotation is read once, and one that cannot be closed is said to be broken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kb.amendment.vocabulary import ORDERS

OPENING: Final = "«“„"
CLOSING: Final = "»”"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, quotation, mark or line end, with its place in characters.

    `kind`: word, number, quote, broken (a quotation without an end), mark, line or whole. `text`: as
    printed, for a quotation the words inside; `low`: the same in lower case, ё as е. `bracket`:
    whether «)» follows a number («4)»).
    """

    kind: str
    text: str
    start: int
    end: int
    bracket: bool = False

    @property
    def low(self) -> str:
        return self.text.lower().replace("ё", "е")


_TOKEN = re.compile(
    r"(?P<space>[^\S\n]+)|(?P<line>\n)"
    r"|(?P<number>\d+(?:-\d+)*|(?<![^\W_])[^\W\d_](?:-\d+)*(?=\)))(?P<bracket>\))?"
    r"|(?P<quote>[\"«“„])|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)|(?P<mark>.)"
)


def tokens(text: str, whole: Callable[[str], bool] | None = None) -> list[Token]:
    """The tokens of a text, spaces left out; linear in its length.

    A line for which `whole` is true becomes one token of the kind whole: quotations in it, which
    a bibliography may leave unbalanced, are not read.
    """
    found: list[Token] = []
    at = 0
    begins = True
    while at < len(text):
        if begins and whole is not None:
            end = text.find("\n", at)
            line = text[at:] if end < 0 else text[at:end]
            if whole(line):
                found.append(Token("whole", line, at, at + len(line)))
                at += len(line)
        match = _TOKEN.match(text, at)
        if match is None:
            break
        kind = match.lastgroup or ""
        begins = kind == "line"
        at = match.end()
        if kind == "space":
            continue
        if match["number"]:
            found.append(
                Token("number", match["number"], match.start(), at, bool(match["bracket"]))
            )
        elif kind == "quote":
            inner, at, closed = _quotation(text, match.start())
            kind = "quote" if closed else "broken"
            inner = _BLANK_LINES.sub("\n", inner).strip()
            found.append(Token(kind, inner, match.start(), at))
        elif kind == "word" and (glued := _GLUED.match(match[0])):
            middle = match.start() + glued.end(1)
            found.append(Token(kind, glued[1], match.start(), middle))
            found.append(Token(kind, glued[2], middle, at))
        else:
            found.append(Token(kind, match[0], match.start(), at))
    return found


# What may stand behind a closed quotation in an instruction; anything else is still inside it.
_BEHIND = re.compile(
    r"[^\S\n]*(?:$|[,;.:()\n]|[-–—]\s|[\"«“„]|(?:и|или|а|в|во|по|из|с|на|және)\s"
    rf"|соответственно|{ORDERS}|слов|цифр|числ|знак|букв"
    r"|аббревиатур|после|перед|следующ|деген|сөз|цифр|алып|толықтыр|ауыстыр)",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"[^\S\n]*[;.,]?[^\S\n]*(?:\n|$)")
# A line that can only be the next command or lead-in, never a line of a new wording.
_UNIT = (
    r"(?:(?:под)?пункт\w*|част[ьиея]\w*|абзац\w*|стать\w+|заголов\w+|преамбул\w+|глав[уеы]|раздел\w*"
    r"|параграф\w*|предложени\w+|приложени\w+|примечани\w+|текст\w*|форму)"
)
_COMMAND = re.compile(
    r"\s*(?:(?:[IVX]+\.|\d+(?:-\d+)*[.)]|[а-я]\))\s*)?(?:"
    rf"(?:во?\s+)?(?:(?:перв|втор|трет|четверт|пят|последн)\w+\s+)?{_UNIT}\s[^\n]{{0,400}}?"
    rf"(?:{ORDERS})"
    rf"|во?\s+{_UNIT}\s[^\n;.]{{0,200}}:[^\S\n]*(?:\n|$)"
    r"|(?:дополнить|слов[оа]\s|цифр\w+\s|после\s+слов|по\s+всему\s+тексту)[^\n]{0,400}"
    r"|(?:в|внести)\s[^\n]{0,80}(?:закон|указ|кодекс|конституци)[^\n]{0,400}"
    r"|\d+(?:-\d+)*-(?:бап|тарау)\w*[^\n]{0,400}?сын\b)",
    re.IGNORECASE,
)
# The bank's copies lose spaces where a line was broken: «дополнитьсловами».
_GLUED = re.compile(
    r"((?:из|до|за|ис)(?:ложить|полнить|менить|ключить))((?:слов|цифр|соответственно|част|(?:под)?пункт"
    r"|абзац|стать|предложени)\w*)$",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"[^\S\n]*\n\s*")
_NOTHING = re.compile(r"\s*\Z")
_MAX_DEPTH: Final = 32


def _quotation(text: str, start: int) -> tuple[str, int, bool]:
    """(words inside, end, closed) of the quotation that opens at `start`.

    Where an inner quotation is left open, the last mark closes it and the outer one counts as
    omitted. A quotation without any end takes the rest of the text.
    """
    depth = 1
    line_ends: list[int] = []  # closing marks at the end of a line
    for mark in _MARKS.finditer(text, start + 1):
        at = mark.start()
        if _opens(text, at, start):
            depth += 1
            if depth > _MAX_DEPTH:
                break
            continue
        depth -= 1
        ends_line = _LINE_END.match(text, at + 1)
        if depth == 0:
            if _BEHIND.match(text, at + 1):
                return text[start + 1 : at], at + 1, True
            depth = 1  # a mark too many inside
        elif ends_line:
            behind = ends_line.end()
            if _NOTHING.match(text, behind) or _COMMAND.match(text, behind):
                return text[start + 1 : at + 1], at + 1, True
            line_ends.append(at)
    if line_ends:
        return text[start + 1 : line_ends[0] + 1], line_ends[0] + 1, False
    return text[start + 1 :], len(text), False


_MARKS = re.compile(f'["{OPENING}{CLOSING}]')


def _opens(text: str, at: int, start: int) -> bool:
    if text[at] in OPENING:
        return True
    if text[at] in CLOSING:
        return False
    before, after = text[at - 1], text[at + 1 : at + 2]
    if not after or after.isspace() or after in ".,;:)":
        return False
    return before.isspace() or before in f"([{OPENING}" or (before == '"' and at - 1 == start)
