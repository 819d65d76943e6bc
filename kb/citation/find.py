"""Finding: the citations of a Russian text, each with its act and path, before any is resolved.

One pass from left to right over the clean text. It stops at the beginnings of citations and of
acts' names, reads what stands there, and remembers the act and the article named last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from kb.citation import acts, setting, units
from kb.citation.acts import INTRODUCED, Acts, Mention
from kb.citation.chain import Path, Target, targets
from kb.citation.clean import Clean
from kb.citation.names import KINDS, Name, Names
from kb.words.numbers import SUFFIX, one_number
from kb.words.pointing import OWN, SAME
from kb.words.units import UnitName, is_larger


class By(StrEnum):
    """How the act of a citation was told where no words beside it name the act."""

    TEXT = "text"
    ARTICLE_BEFORE = "article_before"
    ARTICLE_AROUND = "article_around"
    SAME_ARTICLE = "same_article"
    ACT_BEFORE_BRACKETS = "act_before_brackets"
    ACT_AMENDED = "act_amended"
    ACT_BEFORE = "act_before"
    UNPLACED = "unplaced"  # «настоящей статьи» where the text shows no article around the words


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A target as the text names it: spans in the clean text, the act if any words tell it.

    `own` says that the act is the text's own («настоящего Закона»); `by` how the act was told
    where no words beside the citation name it, None where they do.
    """

    start: int
    end: int
    phrase: tuple[int, int]
    ranged: bool
    path: Path
    act: Name | None
    own: bool
    by: By | None


@dataclass(frozen=True, slots=True)
class _Above:
    """What a unit named alone stands in: the path above it and the act."""

    path: Path
    act: Name | None
    own: bool
    by: By | None


_LINE_NUMBER: Final = re.compile(
    rf"^[ \t\xa0>*#_]*(\d{{1,3}}(?:-\d{{1,3}})*{SUFFIX}?)([.)])\s", re.M
)
_BRACKET: Final = re.compile(r"\s{0,9}\(")
_BESIDE: Final = re.compile(r"\s*[,(:]?\s*(?:(?:в|по|от)\s+)?")
# «… статьи 5. Закон устанавливает»: an act in the nominative begins another sentence.
_NOMINATIVE: Final = re.compile(
    r"""
    (?: (?:закон|кодекс|указ|пакт|договор|протокол|приказ|регламент|устав|стандарт|план)ы?
      | ция | хартия | правила | методика | программа
      | ый | ий | ая | ое | ые | ие )$                                 # an adjective before its form
    """,
    re.VERBOSE,
)
_NEAR: Final = 600  # characters to which «п.12» still belongs to the article cited before it
_INSTRUCTION: Final = 20_000  # characters of new wording between two instructions to one article
_FURTHEST: Final = 300  # numbered lines searched back for the point that holds the words
_TREATIES: Final = frozenset({"харт", "пакт", "конвенц", "протокол", "договор", "соглашен"})
_NOT_NORMS: Final = frozenset({"план", "программ", "концепц", "послан"})
# Units that are not cited by themselves: «в первой части работы», «предложение 2», «глава 3».
_NEVER_ALONE: Final = frozenset({"part", "abz", "sent", "ch", "sec", "par"})

# --- One pass -----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _starts(stems: tuple[str, ...], abbreviations: tuple[str, ...]) -> re.Pattern[str]:
    """Where something may begin: a citation (cite), an act's name (act), «(далее» (alias)."""
    words = rf"(?:{'|'.join(map(re.escape, stems))})\w{{0,6}}" if stems else "(?!)"
    exact = "|".join(map(re.escape, abbreviations)) or "(?!)"
    return re.compile(
        rf"(?<!\w)(?:(?P<cite>{units.START})|(?P<act>{acts.STARTS}|(?:{words}|{exact})(?!\w))"
        r"|(?P<alias>(?<=\()далее(?!\w)))"
    )


def _pattern(names: Names) -> re.Pattern[str]:
    return _starts(
        tuple(sorted({key[0] for key in names.words} - set(KINDS))),
        tuple(sorted({form.lower() for form in names.exact})),
    )


class Finder:
    """The state of the pass: the acts named, the article cited last, the article being read."""

    def __init__(self, clean: Clean, names: Names, own: Name | None) -> None:
        self.clean = clean
        self.names = names
        self.own = own
        self.acts = Acts(clean, names)
        self.mention: Mention | None = None
        self.last: Unresolved | None = None
        self.article = ""
        self.article_at = 0
        self.amended: Name | None = None
        self.bracketed: tuple[int, int, Name] | None = None
        numbers = list(_LINE_NUMBER.finditer(clean.low))
        self.lines = [(m.start(1), one_number(m[1]).replace(".", "-"), m[2]) for m in numbers]
        self.line_starts = [at for at, _, _ in self.lines]

    def run(self, start: int) -> Iterator[Unresolved]:
        """The citations from a position on, in the order of the text."""
        pattern = _pattern(self.names)
        low = self.clean.low
        at = start
        while match := pattern.search(low, at):
            kind = match.lastgroup
            if kind == "cite":
                end = yield from self._phrase(match.start())
                at = max(end, match.end("cite"))
            elif kind == "act":
                at = self._act(match.start()) or match.end()
            else:
                self._alias(match.start())
                at = match.end()

    # -- acts ------------------------------------------------------------------------------------

    def _act(self, at: int) -> int:
        """Remembers the act named at a position; the position after it, 0 if none is."""
        mention = self.acts.read(at) or self.acts.unknown_code(at)
        if mention is None:
            return 0
        self.mention = mention
        opened = _BRACKET.match(self.clean.low, mention.end)
        if opened:
            close = self.clean.low.find(")", opened.end(), opened.end() + 400)
            self.bracketed = (opened.end(), close, mention.name) if close > 0 else None
        if mention.titled:
            self.acts.remember(mention)
            low = self.clean.low
            if not self.own and setting.is_amended(low, at):
                self.amended = mention.name
        return mention.end

    def _alias(self, at: int) -> None:
        """«Правила …, утвержденные приказом … (далее – Правила)»: the name of the act before it."""
        match = INTRODUCED.match(self.clean.low, at - 1)
        mention = self.mention
        if not match or mention is None or match.start() - mention.end > 300:
            return
        between = self.clean.low[mention.end : match.start()]
        if self.acts.may_mean(match["form"], mention.name) and ". " not in between:
            self.acts.introduce(match, mention.name)

    # -- citations -------------------------------------------------------------------------------

    def _phrase(self, at: int) -> Generator[Unresolved, None, int]:
        """The citations of the phrase at a position; returns the position after it."""
        elements: list[units.Element] = []
        mention = None
        for element in units.elements(self.clean, at):
            elements.append(element)
            mention = self.acts.after(element.end)
            if mention and not self._is_genitive(element, mention):
                mention = None
            if mention:
                break
        if not elements:
            return at
        end = elements[-1].end
        if setting.in_journal(self.clean.low, at):
            return end
        named = targets(elements)
        if elements[0].unit == "art" and named and setting.heads_unit(self.clean, at, named[0].end):
            self.article, self.article_at = named[0].path[0][1], at
            return end
        phrase = (at, mention.end if mention else end)
        if mention:
            self.mention = mention
        beside = None if mention else self._beside(at)
        if beside and self.last and self.last.phrase[1] == beside.end:
            # «статьей 86 Конституции (п. 2)»: the act closes the citation before this one.
            beside = None
        if beside and beside.start >= 0:
            phrase = (beside.start, end)
        for target in named:
            whose = mention or beside
            if any(number == SAME for _, number in target.path) and (
                mention is None or target.end < end
            ):
                whose = None  # «той же статьи и статьей 11 настоящего Закона»
            cited = self._cited(target, phrase, whose)
            if cited:
                self.last = cited
                yield cited
        if mention and not mention.own and mention.name.kind not in _NOT_NORMS:
            self.acts.remember(mention)
        return phrase[1]

    def _beside(self, at: int) -> Mention | None:
        """The act that stands just before a citation: «Закону о МСУ ст. 12», «КоАП (статья 15)».

        Also «Законом …, статьей 5 которого».
        """
        law = setting.amending_law(self.clean, at)
        if law:
            return Mention(Name(f"Закон РК {law}", "закон"), -1, at)
        mention = self.mention
        if mention is None or at - mention.end > 40 or mention.end > at:
            return None
        return mention if _BESIDE.fullmatch(self.clean.low, mention.end, at) else None

    def _is_genitive(self, element: units.Element, mention: Mention) -> bool:
        """After a full stop only «ст.1. Закона» goes on; «… статьи 5. Закон устанавливает» does not."""
        between = self.clean.text[element.end : mention.start]
        if "." not in between:
            return True
        word = self.clean.low[mention.start : mention.end].split()[0]
        return not _NOMINATIVE.search(word)

    def _cited(
        self, target: Target, phrase: tuple[int, int], mention: Mention | None
    ) -> Unresolved | None:
        """The target with its act and the numbers that words like «этой же статьи» stand for."""
        path = self._filled(_plain(target.path, mention), target.start)
        if path is None:
            rest = target.path[1:]
            if target.path[0][1] != OWN or not (self.own and rest) or self.article:
                return None
            return Unresolved(
                target.start, target.end, phrase, target.ranged, rest, self.own, True, By.UNPLACED
            )

        def here(
            act: Name | None, by: By | None = None, *, own: bool = False, at: Path = path
        ) -> Unresolved:
            return Unresolved(target.start, target.end, phrase, target.ranged, at, act, own, by)

        unit = path[0][0]
        if mention:
            if mention.name.kind in _NOT_NORMS:
                return None
            if SAME in (number for _, number in target.path) and not self._of_last(mention):
                return None
            if mention.own and (self.own or self.article):
                return here(self.own or mention.said, own=True)
            name = mention.name if mention.timed else self.acts.dated(mention.name)
            return here(name, own=mention.own)
        if unit in _NEVER_ALONE and not (self.amended and is_larger("art", unit)):
            return None
        if unit != "art":
            above = self._continued(unit, target.start)
            if above is None:
                return None
            return here(above.act, above.by, own=above.own, at=(*above.path, *path))
        numbers = [number for _, number in target.path]
        if OWN in numbers and self.article:
            return here(self.own, own=True)
        if SAME in numbers and self.last:
            return here(self.last.act, By.SAME_ARTICLE, own=self.last.own)
        act, by = self._implied(path[0][1], target.start)
        return here(act, by, own=by is By.TEXT)

    def _of_last(self, mention: Mention) -> bool:
        """Whether «той же статьи» of the act named is of the act cited last, so that it is known."""
        last = self.last
        if last is None or (mention.own and (self.own or self.article)):
            return last is not None and last.own
        return last.act is not None and last.act.name == mention.name.name

    def _filled(self, path: Path, at: int) -> Path | None:
        """The path with numbers in the place of OWN and SAME; None if nothing tells them."""
        if not any(n in (OWN, SAME) for _, n in path):
            return path
        unit, number = path[0]
        if number == OWN and self.article:
            above = self._above(unit, at)
        elif self.last and (number == SAME or self.amended or not self.own):
            above = down_to(self.last.path, unit)
        else:
            return None
        return (*above, *path[1:]) if above else None

    def _above(self, unit: str, at: int) -> Path:
        """The units around a place in the text of an act itself, down to the unit asked for."""
        path: Path = (("art", self.article),)
        if unit == "art":
            return path
        nth = bisect_right(self.line_starts, at) - 1
        furthest = max(0, nth - _FURTHEST)
        while nth >= furthest and self.line_starts[nth] > self.article_at:
            _, number, mark = self.lines[nth]
            if mark == "." and unit == "pt":
                return (*path, ("pt", number))
            if mark == ")" and unit == "spt":
                return (*path, ("spt", number))
            nth -= 1
        return path if unit == "part" else ()

    def _continued(self, unit: str, at: int) -> _Above | None:
        """«согласно п.12» after a citation: a unit of the article cited last, near and before it.

        In the text of an act a number alone is an example («например: пункты 2-1, 2-2»), except in
        a note, where it is of the article that the note follows.
        """
        last = self.last
        reach = _INSTRUCTION if self.amended else _NEAR
        near = last is not None and at - last.phrase[1] <= reach
        itself = self.article and not self.amended
        if last and near and not (itself and setting.parted(self.clean.low, last.phrase[1], at)):
            path = above_unit(last.path, unit)
            return _Above(path, last.act, last.own, By.ARTICLE_BEFORE) if path else None
        if not itself or not setting.in_note(self.clean.low, at):
            return None
        point = self._above("pt", at) if unit == "spt" else ()
        return _Above(point or (("art", self.article),), self.own, True, By.ARTICLE_AROUND)

    def _implied(self, article: str, at: int) -> tuple[Name | None, By | None]:
        """The act of an article named without one, and how it was told.

        In brackets after an act it is that act's; in an instruction, of the act amended; else the
        text's own, or of the act named last.
        """
        if self.bracketed and self.bracketed[0] <= at < self.bracketed[1]:
            return self.acts.dated(self.bracketed[2]), By.ACT_BEFORE_BRACKETS
        if self.amended:
            return self.acts.dated(self.amended), By.ACT_AMENDED
        if self.own or self.article:
            return self.own, By.TEXT
        name = self.acts.fitting(article)
        return (self.acts.dated(name), By.ACT_BEFORE) if name else (None, None)


def _plain(path: Path, mention: Mention | None) -> Path:
    """Numbers with a full stop: «ст. 3.2 Хартии» is point 2 of article 3, «п.9.1» is 9-1."""
    treaty = mention is not None and mention.name.kind in _TREATIES
    steps: list[tuple[UnitName, str]] = []
    for unit, number in path:
        whole, _, rest = number.partition(".")
        if rest and unit == "art" and treaty:
            steps += [(unit, whole), ("pt", rest)]
        else:
            steps.append((unit, number.replace(".", "-")))
    return tuple(steps)


def down_to(path: Path, unit: str) -> Path:
    """The path down to a unit, () where it has none."""
    for nth, (each, _) in enumerate(path):
        if each == unit:
            return path[: nth + 1]
    return ()


def above_unit(path: Path, unit: str) -> Path:
    """The units of a path that a unit named alone stands in: «п.12» in the article, and so on."""
    return tuple(s for s in path if is_larger(s[0], unit)) if path[0][0] == "art" else ()


def find(clean: Clean, names: Names, own: Name | None = None, start: int = 0) -> list[Unresolved]:
    """The citations of a text, in order. `own` is the act that the text is, if it is one."""
    return list(Finder(clean, names, own).run(start))
