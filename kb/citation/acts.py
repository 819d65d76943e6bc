"""Acts in running text: which act the words at a position name.

In: the clean text, a position, the names known. Out: a Mention with its span in the clean text.
An act outside the corpus is a Mention too: its own name where the names file has it, else the
words used. Nothing here looks back or ahead further than a title is long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kb.citation import former
from kb.citation.clean import Clean
from kb.citation.names import (
    FormStem,
    Introduced,
    Name,
    Names,
    Stems,
    adopted_in,
    kind_of,
    narrowed,
    stem,
    stems,
)
from kb.words.days import DAY, YEAR, iso
from kb.words.text import squeeze

_MAX_TITLE: Final = 700
_M: Final = r"(?:а|у|ом|е|ы|ов|ам|ами|ах)?(?!\w)"
_F: Final = r"(?:я|и|ю|ей|ею|й|ям|ями|ях)(?!\w)"
_N: Final = r"(?:е|я|ю|ем|и|й|ям|ями|ях)(?!\w)"
_SORT: Final = r"(?:(?:конституционн|нормативн|федеральн)[а-я]{2,3}\s+){0,2}"
_HEAD: Final = (
    rf"{_SORT}(?:(?:закон|кодекс|указ|пакт|договор|протокол"
    rf"|приказ|регламент|устав|стандарт|план){_M}|(?:конституци|харти|деклараци|конвенци|инструкци"
    rf"|концепци){_F}|(?:постановлени|соглашени|положени|послани){_N}|правил(?:а|ам|ами|ах)?(?!\w)"
    r"|методик[аиуе](?!\w)|программ[аыуе](?!\w))|(?:зрк|з\s+рк)(?!\w)"
)
_HEAD_AT: Final = re.compile(_HEAD)
# Where an act may be named outside a citation; the names of the file are added to these.
STARTS: Final = (
    rf"{_SORT}(?:(?:закон|кодекс|указ|пакт){_M}"
    rf"|(?:конституци|харти|деклараци|конвенци){_F}|постановлени{_N})|(?:зрк|з\s+рк)(?!\w)"
)
_POINTING: Final = re.compile(
    rf"""
    (?: (?P<own>настоящ) | эт | данн | указанн | названн | рассматриваем | обсуждаем | оспариваем
      | упомянут | вышеуказанн | т )
    (?: его | ого | ей | ой | им | ем | ому | ему | ых | их | ом | ым ) (?:\s+же)?\s+   # its case
    (?P<head>{_HEAD})
    """,
    re.VERBOSE,
)
_DETAIL: Final = re.compile(
    rf"""
    \s*(?:
      (?P<country> (?:республики\s+казахстан|рк)(?!\w) )
    | (?P<force> ,?\s*имеющ\w+\s+силу\s+(?:конституционного\s+)?закона,? )
    | ,?\s*(?:принят\w+\s+(?:на\s+республиканском\s+референдуме\s+)?)?(?:от\s+)?(?P<date>{DAY}){YEAR}
    | (?:от\s+)?(?P<year>\d{{4}})\s*(?:года|г\.?)(?!\w)
    | (?:№|n)\s*(?P<number>\d[\w/-]*)
    | (?P<part> \((?:общая|особенная)\s+часть\) )                  # of a code
    | (?P<issuer> (?:правительства|президента|верховного\s+суда|конституционного\s+(?:суда|совета)
        |парламента)(?!\w) )
    )
    """,
    re.VERBOSE,
)
# «Конституции 2026», «Конституция – 1995»: a year without «года», and not «2026-07-01».
_BARE_YEAR: Final = re.compile(
    r"(?:\s{1,3}|\s?[-–—]\s?)(?P<year>(?:19|20)\d{2})(?!\w|\s?[-–—./]\s?\d)(?P<on>\s+\w)?"
)
_ADJECTIVES: Final = re.compile(
    r"""
    (?:(?:ныне|ранее|прежде)\s+)?
    (?: (?: действующ | нов | прежн | стар | бывш | предыдущ | предшествовавш | действовавш
          | отмененн ) (?:ей|его|ого|ой)                               # in the genitive alone
      | утративш(?:ей|его)\s+силу ) \s+
    """,
    re.VERBOSE,
)
_NOW: Final = re.compile(r"(?<!\w)(?:действующ|нов)[а-я]{2,3}\s+$")
_CODE: Final = re.compile(r"(?:[а-я-]{4,40}(?:ого|его)\s+){1,3}кодекса(?!\w)")
_DIGITS: Final = re.compile(r"\d+")  # «148» and «148-II» are one number
_LONGEST: Final = 14  # words of a name or a title that are looked at
_WORD: Final = re.compile(r"[\s«»\"„“”()№]{0,4}(\w+(?:-\w+)*)")
# The phrase goes on or ends here: no act follows.
_GOES_ON: Final = re.compile(r"\s*(?:[,;:)]|(?:под)?пункт|стат|част|абзац|ст\.|п\.|$)")
_ABOUT: Final = re.compile(r"\s*Об?\s", re.I)  # a title always begins so
_DESCRIBED: Final = re.compile(
    r"(?<![\w-])(?:[а-я-]{3,40}(?:ый|ий|ой|ого|его|ому|ему|ом|ем|ым|им)\s+){1,3}$"
)
_NO_NAME: Final = re.compile(
    r"""
    (?: настоящ | эт | данн | указанн | назван | действующ | нов | прежн | соответствующ | рассматрив
      | оспарив | друг | ин | т ) [а-я]{0,5}\s
    """,
    re.VERBOSE,
)
# The owner of a unit stands in the genitive: «статьи 5 Закона», not «по статье 5 законом установлено».
_GENITIVE: Final = re.compile(r"(?:ния|ил|ра|(?<!прави)ла|на|мы|ии|та|ва|ки|за|са|рк)$")
_GAP: Final = re.compile(r"\s{0,9}\.?\s{0,9}")
_NEXT: Final = re.compile(r"\s*(\w+(?:-\w+)*)")
_MARK: Final = re.compile('[«»"„“”]')
INTRODUCED: Final = re.compile(
    r"""
    \s*\(\s*далее (?:\s+по\s+тексту)? (?:\s+также)? \s*[-–—:]{0,2}\s*
    (?P<form> [^()]{1,120} (?:\([^()]{1,60}\))? [^()]{0,40} ) \)       # a name may have a bracket
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An act named in the text.

    `own` is «настоящий Закон», with the words themselves in `said`; `titled` an act named by its
    own name, not by «Закон» alone; `timed` that words beside it tell which of two acts of the name.
    """

    name: Name
    start: int
    end: int
    own: bool = False
    titled: bool = False
    said: Name | None = None
    timed: bool = False


class Acts:
    """Reads mentions one after another, keeping what the text has introduced so far."""

    def __init__(self, clean: Clean, names: Names) -> None:
        self.clean = clean
        self.names = names
        self.introduced = Introduced()
        self.last: list[Name] = []
        self.years: dict[str, set[tuple[str, ...]]] = {}
        self._abbreviations = {exact.lower() for exact in names.exact}
        self._title_prefixes = {t[:n] for t in names.titles for n in range(1, len(t) + 1)}

    # -- what was said before --------------------------------------------------------------------

    def remember(self, mention: Mention) -> None:
        """The act becomes the one last named; its introduced name, if any follows, is learnt."""
        name = mention.name
        if name in self.last:
            self.last.remove(name)
        self.last.append(name)
        del self.last[:-12]
        if len(name.acts) == 1 and not mention.timed:
            self.years.setdefault(name.name, set()).add(name.acts)
        introduced = INTRODUCED.match(self.clean.low, mention.end)
        if introduced:
            self.introduce(introduced, name)

    def introduce(self, match: re.Match[str], name: Name) -> None:
        """Learns «(далее – КоАП)», also «(далее – Кодекс, КоАП)»."""
        start, end = match.span("form")
        for form in re.split(r",\s+|;\s*", self.clean.text[start:end]):
            self.introduced.add(squeeze(form), name)

    def last_of(self, kind: str) -> Name | None:
        """The act of a kind («закон», «кодекс») named last."""
        return next((n for n in reversed(self.last) if n.kind == kind), None)

    def fitting(self, article: str) -> Name | None:
        """The act named last that is long enough to have the article."""
        whole = int(article.partition("-")[0]) if article[:1].isdigit() else 0
        for name in reversed(self.last):
            if not name.last or any(whole <= last for _, last in name.last):
                return name
        return None

    def dated(self, name: Name) -> Name:
        """An undated name of two acts, told by the only year that the text has given it."""
        seen = self.years.get(name.name, set())
        return narrowed(name, next(iter(seen))) if len(name.acts) > 1 and len(seen) == 1 else name

    # -- reading -----------------------------------------------------------------------------------

    def after(self, at: int) -> Mention | None:
        """The act that a citation ending at a position belongs to: «статьи 5 | Закона о банках»."""
        low = self.clean.low
        if _GOES_ON.match(low, at):
            return None
        at = _GAP.match(low, at).end()  # type: ignore[union-attr]
        pointing = _POINTING.match(low, at)
        if pointing:
            kind = kind_of(pointing["head"])
            if pointing["own"]:
                said = self._named(at, pointing.end())
                return Mention(self.last_of(kind) or said, at, pointing.end(), True, said=said)
            known = self.last_of(kind)
            return Mention(known or self._named(at, pointing.end()), at, pointing.end())
        adjective = _ADJECTIVES.match(low, at)
        return self.read(adjective.end() if adjective else at, implied=True)

    def read(self, at: int, *, implied: bool = False) -> Mention | None:
        """The act named at a position; with `implied` a bare «Закона» is the one last named."""
        low = self.clean.low
        known = self._known(at)
        head = _HEAD_AT.match(low, at)
        if head and not (known and known[1] > head.end() and not self._titled(head.end())):
            mention = self._read_head(at, head)
            if mention:
                return mention
        if known:
            return self._with_details(known[0], at, known[1])
        if head and implied and not _GENITIVE.search(head[0]):
            return None
        if head and implied:
            before = self.last_of(kind_of(head[0]))
            return Mention(before or self._named(at, head.end()), at, head.end())
        code = _CODE.match(low, at)
        if code:
            end = self._details(code.end())[1]
            return Mention(self._named(at, end), at, end, titled=True)
        return None

    def unknown_code(self, at: int) -> Mention | None:
        """«в Семейном кодексе»: a code that the file does not know, by the words before it."""
        low = self.clean.low
        if not low.startswith("кодекс", at):
            return None
        head = _HEAD_AT.match(low, at)
        words = _DESCRIBED.search(low, max(0, at - 90), at)
        if not head or not words or _NO_NAME.match(words[0]):
            return None
        start, end = words.start(), self._details(head.end())[1]
        return Mention(self._named(start, end), start, end, titled=True)

    def may_mean(self, form: str, name: Name) -> bool:
        """Whether «(далее – …)» may stand for an act: «Закон» for a law, «ГК»; «Правила» for none."""
        kind = kind_of(form)
        return kind == name.kind if kind else form.strip() in self._abbreviations

    def _titled(self, at: int) -> bool:
        details, end = self._details(at)
        return self._title(end) is not None or "date" in details

    def _known(self, at: int) -> tuple[Name, int] | None:
        """The longest name, of the file or introduced, that begins at a position; and its end."""
        low, text = self.clean.low, self.clean.text
        first = _NEXT.match(low, at)
        if not first or first.start(1) != at:
            return None
        word = text[at : first.end()]
        exact = self.introduced.exact.get(word) or self.names.exact.get(word)
        best = (exact, first.end()) if exact else None
        for key, match in _growing(low, at):
            if key not in self.names.prefixes and key not in self.introduced.prefixes:
                if _may_be_country(low, match):
                    continue
                break
            introduced = self.introduced.words.get(key)
            if introduced and text[at].isupper():
                best = (introduced, self._closed(at, match.end()))
            elif key in self.names.words:
                best = (self.names.words[key], self._closed(at, match.end()))
        return best

    def _closed(self, start: int, end: int) -> int:
        """The end with a bracket or a quotation mark that the name opened: «ГК (Общая часть)»."""
        opened = self.clean.low[start:end]
        if "(" in opened and ")" not in opened and self.clean.low[end : end + 1] == ")":
            end += 1
        if _MARK.search(opened) and self.clean.low[end : end + 1] in ("»", '"', "”", "“"):
            end += 1
        return end

    def _read_head(self, at: int, head: re.Match[str]) -> Mention | None:
        """«Закона Республики Казахстан от 31 августа 1995 года № 2444 «О банках …»»."""
        kind = "закон" if "рк" in head[0] else kind_of(head[0])
        details, end = self._details(head.end())
        # Laws here are not federal: such a one is of another state, named or not.
        foreign = self._foreign(end) or (end if head[0].startswith("федеральн") else 0)
        if foreign:
            end = self._details(foreign)[1]
        title = self._title(end)
        if title:
            words, end = title
            more, end = self._details(end)
            after = self._foreign(end)
            end = after or end
            name = None if foreign or after else self.names.titles.get(stems(words))
            if name is None:
                return Mention(self._named(at, end, kind), at, end, titled=True)
            return self._of_year(name, details | more, at, end)
        if foreign:
            return Mention(self._named(at, end, kind), at, end, titled=True)
        if kind in ("конституц", "харт"):
            return None
        by_date = self._by_date(kind, details)
        if by_date:
            return Mention(by_date, at, end, titled=True)
        if "number" in details or "date" in details:
            return Mention(self._named(at, end, kind), at, end)
        return None

    def _by_date(self, kind: str, details: dict[str, str]) -> Name | None:
        """The act of that kind adopted on the date given; with another number it is another act.

        Of laws several are adopted on one day: one whose number is not known is not meant by a
        number.
        """
        named = self.names.dated.get((kind, details.get("date", "")))
        if named is None or "number" not in details:
            return named
        if not named.number:
            return named if kind != "закон" else None
        same = _DIGITS.match(named.number), _DIGITS.match(details["number"])
        return named if same[0] and same[1] and same[0][0] == same[1][0] else None

    def _with_details(self, name: Name, at: int, end: int) -> Mention:
        details, end = self._details(end)
        foreign = self._foreign(end)
        if foreign:
            return Mention(self._named(at, foreign), at, foreign, titled=True)
        bare = _BARE_YEAR.match(self.clean.low, end) if len(name.acts) > 1 else None
        # «Конституции 2000 граждан» is no year of the act; «Конституции 1978.» is, and of another act.
        if (
            bare
            and "year" not in details
            and (not bare["on"] or adopted_in(name, bare[1], self.names))
        ):
            details["year"], end = bare["year"], bare.end("year")
        return self._of_year(name, details, at, end)

    def _of_year(self, name: Name, details: dict[str, str], at: int, end: int) -> Mention:
        """A named act; of two of one name that of the year given, another act if neither is."""
        if len(name.acts) > 1 and "year" in details:
            acts = adopted_in(name, details["year"], self.names)
            name = narrowed(name, acts) if acts else self._named(at, end)
        if len(name.acts) < 2:
            return Mention(name, at, end, titled=True)
        left = former.meant(name, self.names, self.clean.low, at, end)
        now = bool(_NOW.search(self.clean.low, max(0, at - 20), at))
        timed = now or left != name.acts
        name = narrowed(name, left) if left else self._named(at, end)
        return Mention(name, at, end, titled=True, timed=timed)

    def _foreign(self, at: int) -> int:
        """The end of another state's name at a position, 0 if there is none."""
        key: Stems = ()
        position = at
        for _ in range(3):
            match = _NEXT.match(self.clean.low, position)
            if not match:
                return 0
            position = match.end()
            key = (*key, stem(match[1]))
            if key in self.names.foreign:
                return position
        return 0

    def _details(self, at: int) -> tuple[dict[str, str], int]:
        """«Республики Казахстан», «от 5 июля 2014 года», «№ 235-V» after a name, and their end."""
        details: dict[str, str] = {}
        for _ in range(6):
            match = _DETAIL.match(self.clean.low, at)
            if not match or match.lastgroup is None:
                break
            what = match.lastgroup
            if what in details:
                break
            details[what] = match[what]
            if what == "date":
                details["date"] = iso(" ".join(match["date"].split()))
                details["year"] = details["date"][:4]
            at = match.end()
        return details, at

    def _title(self, at: int) -> tuple[str, int] | None:
        """A title at a position, in quotation marks or one that is known without; and its end."""
        low = self.clean.low
        start = _NEXT.match(low, at)
        space = len(low[at : at + 9]) - len(low[at : at + 9].lstrip())
        opening = low[at + space : at + space + 1]
        if opening and opening in '«"„“':
            quoted = self._quoted(at + space)
            return quoted if quoted and _ABOUT.match(quoted[0]) else None
        if not start or start[1] not in ("о", "об"):
            return None
        best = 0
        for key, match in _growing(low, at):
            if key in self.names.titles:
                best = self._closed(start.start(1), match.end())
            elif key not in self._title_prefixes and not _may_be_country(low, match):
                break
        return (self.clean.text[start.start(1) : best], best) if best else None

    def _quoted(self, at: int) -> tuple[str, int] | None:
        """Words in quotation marks, with marks inside them: «О …, статуса «…»»."""
        low = self.clean.low
        straight = low[at] == '"'
        depth = 0
        for mark in _MARK.finditer(low, at, at + _MAX_TITLE):
            if straight:
                if mark[0] == '"' and mark.start() > at:
                    return self.clean.text[at + 1 : mark.start()], mark.end()
                continue
            depth += 1 if mark[0] in "«„" or mark.start() == at else -1 if mark[0] in "»”“" else 0
            if depth == 0:
                return self.clean.text[at + 1 : mark.start()], mark.end()
        return None

    def _named(self, start: int, end: int, kind: FormStem | Literal[""] = "") -> Name:
        """An act outside the names file goes by the words used."""
        words = squeeze(self.clean.text[start:end])
        return Name(words, kind or kind_of(words))


def _growing(low: str, at: int) -> Iterator[tuple[Stems, re.Match[str]]]:
    """The words from a position on as a key that grows by one, with the last word's match."""
    key: Stems = ()
    while len(key) < _LONGEST and (match := _WORD.match(low, at)):
        at = match.end()
        key = _longer(key, stem(match[1]))
        yield key, match


def _longer(key: Stems, word: str) -> Stems:
    """The key with one more word; «Республики Казахстан» and «РК» leave it as it was."""
    if word in ("рк", "қр"):
        return key
    if word == "казахстан" and key and key[-1] == "республик":
        return key[:-1]
    return (*key, word)


def _may_be_country(low: str, match: re.Match[str]) -> bool:
    return match[1].startswith("республик") and low.startswith("казахстан", match.end() + 1)
