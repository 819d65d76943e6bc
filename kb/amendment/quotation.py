"""Tokens of an instruction, its quotations among them: nested, mixed, even unbalanced marks.

A straight quotation mark says nothing of its side, so the characters around it decide. One pass
over the text: a quotation is read once, and one that cannot be closed is said to be broken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kb.amendment.vocabulary import ORDERS, ORDERS_KK
from kb.words.numbers import HYPHEN, SURE_SUFFIX, one_number

OPENING: Final = "«“„"
CLOSING: Final = "»”"


# «broken»: a quotation without an end.
TokenKind = Literal["word", "number", "quote", "broken", "mark", "line", "whole"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, quotation, mark or line end, with its place in characters.

    `text`: as printed, for a quotation the words inside; `low`: the same in lower case, ё as е. `bracket`:
    whether «)» follows a number («4)»).
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    bracket: bool = False

    @property
    def low(self) -> str:
        return self.text.lower().replace("ё", "е")


_TOKEN = re.compile(
    rf"""
    (?P<space> [^\S\n]+ )
  | (?P<line> \n )
  | (?P<number> \d+(?:{HYPHEN}\d+)*{SURE_SUFFIX}?
      | (?<![^\W_])[^\W\d_](?:-\d+)*(?=\)) ) (?P<bracket>\))?          # «а)», «б-1)»: letters that count
  | (?P<quote> ["«“„] )
  | (?P<word> [^\W\d_]+(?:-[^\W\d_]+)* )
  | (?P<mark> . )
    """,
    re.VERBOSE,
)


def tokens(text: str, whole: Callable[[str], bool] | None = None) -> list[Token]:
    """The tokens of a text, spaces left out; linear in its length.

    A line for which `whole` is true becomes one token of the kind whole: quotations in it, which
    a bibliography may leave unbalanced, are not read.
    """
    parts: list[Token] = []
    at = 0
    begins = True
    breaks = [m.start() for m in _BREAK.finditer(text)]
    while at < len(text):
        if begins and whole is not None:
            end = text.find("\n", at)
            line = text[at:] if end < 0 else text[at:end]
            if whole(line):
                parts.append(Token("whole", line, at, at + len(line)))
                at += len(line)
        match = _TOKEN.match(text, at)
        if match is None:
            break
        begins = match.lastgroup == "line"
        at = match.end()
        if match.lastgroup == "space":
            continue
        if match["quote"]:
            inner, at, closed = _quotation(text, match.start(), breaks)
            inner = _BLANK_LINES.sub("\n", inner).strip()
            parts.append(Token("quote" if closed else "broken", inner, match.start(), at))
        else:
            parts += _plain(match)
    return parts


def _plain(match: re.Match[str]) -> Iterator[Token]:
    """The token that is no quotation; two of words that a lost space joined."""
    start, end = match.span()
    if match["number"]:
        yield Token("number", one_number(match["number"]), start, end, bool(match["bracket"]))
    elif match["word"] and (glued := _GLUED.match(match[0])):
        middle = start + glued.end(1)
        yield Token("word", glued[1], start, middle)
        yield Token("word", glued[2], middle, end)
    else:
        kind: TokenKind = "line" if match["line"] else "word" if match["word"] else "mark"
        yield Token(kind, match[0], start, end)


# What may stand behind a closed quotation in an instruction; anything else is still inside it.
_BEHIND = re.compile(
    rf"""
    [^\S\n]*
    (?: $ | [,;.:()\n] | [-–—]\s | ["«“„]
      | (?:и|или|а|в|во|по|из|с|на|және)\s
      | соответственно | {ORDERS} | слов | цифр | числ | знак | букв | в\s+соответств
      | аббревиатур | после | перед | следующ | деген | деп | тиісінше | сөз | {ORDERS_KK}
      | \d{{4}}\s+жылғы | қазақстан\s+республикасы )                    # an act's title is closed
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A verb that orders, or the Kazakh «деген», closes what stands before it, whatever is left open inside.
_ORDERED = re.compile(
    rf"[^\S\n]*,?[^\S\n]*(?:(?:соответственно\s+)?(?:{ORDERS})\b|дегенн?\s|деп\s+(?:ауыс|өзг))",
    re.I,
)
_LINE_END = re.compile(r"[^\S\n]*[;.,]?[^\S\n]*(?:\n|$)")
# A line that can only be the next command or lead-in, never a line of a new wording.
_UNIT = (
    r"(?:(?:под)?пункт\w*|част[ьиея]\w*|абзац\w*|стать\w+|заголов\w+|преамбул\w+|глав[уеы]|раздел\w*"
    r"|параграф\w*|предложени\w+|приложени\w+|примечани\w+|текст\w*|форму)"
)
_COMMAND = re.compile(
    rf"""
    \s* (?: (?:[IVX]+\. | \d+(?:-\d+)*[.)] | [а-я]\)) \s* )?            # its number
    (?: # «пункт 2 статьи 5 … изложить»
        (?:во?\s+)? (?:(?:перв|втор|трет|четверт|пят|последн)\w+\s+)? {_UNIT}\s
        [^\n]{{0,400}}? (?:{ORDERS})
      | # «в статье 5:»
        во?\s+{_UNIT}\s[^\n;.]{{0,200}}:[^\S\n]*(?:\n|$)
      | (?:дополнить | слов[оа]\s | цифр\w+\s | после\s+слов | по\s+всему\s+тексту) [^\n]{{0,400}}
      | # «Внести в Закон …»
        (?:в|внести)\s[^\n]{{0,80}} (?:закон|указ|кодекс|конституци) [^\n]{{0,400}}
      | # «5-баптың 2-тармағы алып тасталсын», «… деген сөздер», «5-бапта:»
        [^\n«"“„]{{0,400}}? (?:{ORDERS_KK})
      | [^\n«"“„]{{0,200}} деген\s
      | [^\n«"“„]{{0,120}} (?:бапта|тармағында|тармақта|бөлігінде|бөлікте|тармақшасында)
        \s*:[^\S\n]*(?:\n|$)
      | мынадай\s+(?:мазмұн|редакц) [^\n]{{0,400}} )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A line that is a command, a lead-in or the commencement beyond any doubt: no quotation runs over it.
_NUMBER_BEFORE = r"[^\S\n]*(?:(?:[IVX]+\.|\d+(?:-\d+)*[.)]|[а-я]\))[^\S\n]*)?"
_BREAK = re.compile(
    rf"""
    ^{_NUMBER_BEFORE}
    (?: # A command: «пункт 2 статьи 5 изложить в следующей редакции», «слова «…» заменить»
        (?:во?\s+)? (?:(?:перв|втор|трет|четверт|пят|последн)\w+\s+)? {_UNIT}\s
        [^\n]{{0,300}}? \b(?:{ORDERS})
        (?= \s*[;.,]?[^\S\n]*$
          | \s+(?: в\s+(?:следующ|нов|ин) | слов | цифр | абзац | част | пункт | подпункт | стать
                 | предложени | соответственно ) )
      | слов[оа]\s+[«"“„][^\n]{{1,400}}?[»"”]\s*,?\s* (?:соответственно\s+)? (?:{ORDERS})\b
      | [^\n«"“„]{{0,300}} (?:{ORDERS_KK}) \s*[:;.]?[^\S\n]*$
      | [^\n«"“„]{{1,120}}[«"“„][^\n]{{1,600}}\bдеген\s[^\n]{{0,600}} (?:{ORDERS_KK})
      | # A lead-in to an act: «Внести в Закон … следующие изменения:», «В Указ … от 5 мая …:»
        (?:статья\s+\d+\s?\.?\s+)? внести\s[^\n]{{0,400}}
        (?:закон|кодекс|конституц|указ|приказ|решени)\w*\s [^\n]*:[^\S\n]*$
      | во?\s+(?:\w+\s+){{0,3}} (?:закон|кодекс|указ|приказ)\s [^\n]{{0,160}}?\sот\s+\d[^\n]*:[^\S\n]*$
      | (?:\d+-бап\.\s*)? [«"“„][^\n]{{3,500}}[»"”]\s+ \d{{4}}\s+жылғы\s[^\n]{{0,200}}
        (?:заңына|кодексіне|жарлығына|бұйрығына|шешіміне)[^\n]*:[^\S\n]*$
      | # A lead-in to a unit: «в пункте 2 статьи 5:», «5-баптың 2-тармағында:»
        во?\s+ (?:(?:перв|втор|трет|четверт|пят|последн)\w+\s+)? {_UNIT}\s
        [\w \t,()–—-]{{0,120}}:[^\S\n]*$
      | \d[\w \t,()–—-]{{0,80}}
        (?:бапта|баптарда|тармағында|тармақта|бөлігінде|бөлікте|тармақшасында|тарауда)\s*:[^\S\n]*$
      | # The commencement
        статья\s+\d+\s?\.?\s+настоящ\w+\s+ (?:\w+\s+)? (?:закон|кодекс|указ|конституц)\w*\s+ввод
      | \d+-бап\.\s*осы\s[^\n]{{0,200}}қолданысқа\s+енгіз )
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# The bank's copies lose spaces where a line was broken: «дополнитьсловами».
_GLUED = re.compile(
    r"""
    ( (?:из|до|за|ис)(?:ложить|полнить|менить|ключить) )
    ( (?: слов | цифр | соответственно | част | (?:под)?пункт | абзац | стать | предложени )\w* ) $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BLANK_LINES = re.compile(r"[^\S\n]*\n\s*")
_NOTHING = re.compile(r"\s*\Z")
_MAX_DEPTH: Final = 32


def _quotation(text: str, start: int, breaks: Sequence[int]) -> tuple[str, int, bool]:
    """(words inside, end, closed) of the quotation that opens at `start`; none runs over `breaks`.

    Where an inner quotation is left open, the last mark closes it and the outer one counts as
    omitted. A quotation without any end takes what stands before the next break.
    """
    nth = bisect_right(breaks, start)
    limit = breaks[nth] if nth < len(breaks) else len(text)
    if text[start] == "“" and (end := _paired(text, start, limit)):
        return text[start + 1 : end], end + 1, True
    depth = 1
    line_ends: list[int] = []  # closing marks at the end of a line
    for mark in _MARKS.finditer(text, start + 1, limit):
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
        elif "\n" not in text[start : min(at, start + 2_000)] and _ORDERED.match(text, at + 1):
            return text[start + 1 : at + 1], at + 1, True
        elif ends_line:
            behind = ends_line.end()
            if _NOTHING.match(text, behind, limit) or _COMMAND.match(text, behind):
                # A finished sentence before the mark: it closes the wording, not a title in it.
                kept = at if text[at - 1] in ".;:" else at + 1
                return text[start + 1 : kept], at + 1, True
            line_ends.append(at)
    if line_ends and not text[line_ends[-1] + 1 : limit].strip(" \t\n;.,"):
        kept = line_ends[-1] if text[line_ends[-1] - 1] in ".;:" else line_ends[-1] + 1
        return text[start + 1 : kept], line_ends[-1] + 1, True
    if line_ends and limit == len(text):
        return text[start + 1 : line_ends[0] + 1], line_ends[0] + 1, False
    end = limit - 1 if text[limit - 1 : limit] == "\n" else limit
    return text[start + 1 : end], end, False


def _paired(text: str, start: int, limit: int) -> int:
    """Where the curly mark that closes a curly one stands, whatever marks of other kinds are between;
    0 for none."""
    depth = 1
    for mark in _CURLY.finditer(text, start + 1, limit):
        depth += 1 if mark[0] == "“" else -1
        if depth == 0:
            return mark.start() if _BEHIND.match(text, mark.end()) else 0
    return 0


_CURLY = re.compile("[“”]")
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
