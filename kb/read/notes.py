"""Notes of the bank: the unit that a note names, else the clause before it, and what it says of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from kb.norm.act import About, Note
from kb.norm.address import Step, Steps
from kb.read.lines import NUMBER, SourceLine
from kb.read.node import Node
from kb.words.ordinals import ordinals_kk, ordinals_ru
from kb.words.units import UnitName

_SAYS_EXCLUDED = re.compile(r"\b(?:исключен[аоы]?|ал(?:ын)?ып тасталды)", re.IGNORECASE)
_SAYS_LIMITED = re.compile(
    r"""
    ^ (?:сноска\s*\.\s*)? (?:данная\ редакция|часть|пункт|подпункт|абзац|статья)\b [^;]{0,60}?
    (?: действует\s+(?:с\s+[\d.]+\s+для|до\s)
      | исключен[аоы]?\s+с\s+[\d.]+\s+для
      | вводится\s+в\s+действие\s+с\s+[\d.]+\s+для )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «… халық саны екі мың адамнан көп … үшін - 01.01.2018 бастап қолданысқа енгізілді (алып тасталды)»,
# «… осы редакциясы … 01.01.2025 дейін қолданыста болады».
_DAY_KK = r"(?:\d{2}\.\d{2}\.\d{4}|\d{4}\.\d{2}\.\d{2}|\d{4}\s+жылғы\s+\d{1,2}\s+\w+)"
_SAYS_LIMITED_KK = re.compile(
    rf"""
    ^ (?:ескерту|ескертпе)\s*\. [^;]{{0,200}}?
    (?: үшін\s*[-–—]\s*{_DAY_KK}\s+бастап\s+(?:қолданысқа\s+енг[іi]з[іi]л|ал(?:ын)?ып\s+тасталды)
      | {_DAY_KK}\s+дейін\s+қолдан )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(
    rf"""
    (?: (?P<part>част[ьи]|абзац[аы]?)\s+(?P<ord>[а-яё]+(?:\s+[а-яё]+)?)
      | (?P<spt>подпункт[а]?)\s+(?P<s>{NUMBER})\)
      | (?P<pt>пункт[а]?)\s+(?P<p>{NUMBER})
      | (?P<art>стать[яиею]+)\s+(?P<a>{NUMBER})
      | (?P<ch>глав[аыой]+)\s+(?P<c>{NUMBER}) )
    (?!\w)\s*
    """,
    re.IGNORECASE | re.VERBOSE,
)

# «Сноска.», «Примечание.», and the bank's own notices, which stand above the unit that they name.
_OPENING = re.compile(
    r"""
    ^(?: (?:сноска|примечание|ескерту|ескертпе)\s*\.
       | (?: примечание\s+(?:изпи|рцпи) | (?:рқао|зқаи)-ның\s+ескертпес[іi] )\s*[!.:]?
    )\s*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# «4-баптың 2-тармағының екінші бөлігі», «2-1) тармақша», «Заң 32-1-баппен», «3-тарау 29-1-баппен».
_NAMED_KK = re.compile(
    rf"""
    (?: (?P<n>{NUMBER})-(?P<unit>бап|баб|тарау|тармақ(?!ша)|тармағ)
      | (?P<s>{NUMBER})\)\s*тармақша
      | (?P<ord>[а-яёәіiңғүұқөһ]+(?:\s+[а-яёәіiңғүұқөһ]+)?) \s+ (?P<part>бөл[іi]г|абзац)
    )\w*\s*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KAZAKH_UNITS: Final[Mapping[str, UnitName]] = {
    "бап": "art",
    "баб": "art",
    "тарау": "ch",
    "тармақ": "pt",
    "тармағ": "pt",
}
_ACT_KK = re.compile(r"(?:конституциялық\s+заң|заң|кодекс|конституция)\s+", re.IGNORECASE)


def _kazakh_units(said: str) -> Steps:
    steps: list[Step] = []
    begun = _ACT_KK.match(said)
    at = begun.end() if begun else 0
    while match := _NAMED_KK.match(said, at):
        if match["n"]:
            step = Step(_KAZAKH_UNITS[match["unit"].lower()], match["n"])
        elif match["s"]:
            step = Step("spt", match["s"])
        else:
            number = ordinals_kk().get(match["ord"].lower().replace("i", "і").replace("ұш", "үш"))
            if not number:
                break
            step = Step("part" if match["part"].lower().startswith("бөл") else "abz", str(number))
        if steps and steps[-1].unit == "ch":
            steps.clear()  # «3-тарау 29-1-баппен толықтырылды»: the note is the article's
        steps.append(step)
        at = match.end()
    return tuple(steps)


def named_units(said: str) -> Steps:
    """The unit that a note's first words name, largest first; () when they name none."""
    if kazakh := _kazakh_units(said):
        return kazakh
    said = re.sub(r"^(?:данная редакция|в)\s+", "", said, flags=re.IGNORECASE)
    added = re.match(
        r"(?:(?:конституционный\s+)?закон\s+|конституция\s+|кодекс\s+"
        r"|(?:глава|статья|раздел|параграф)\s+(?:[\dIVXLC-]+\s+)?)?дополнен[аоы]?\s+",
        said,
        re.IGNORECASE,
    )
    if added:
        said = re.sub(r"стать[её]й", "статьи", said[added.end() :], flags=re.IGNORECASE)
        said = re.sub(r"^пунктом", "пункта", re.sub(r"^главой", "главы", said))
    steps: list[Step] = []
    at = 0
    while match := _NAMED.match(said, at):
        at = match.end()
        if match["part"]:
            spelled = match["ord"].lower()
            number = ordinals_ru().get(spelled) or ordinals_ru().get(spelled.split()[0])
            number = number or ordinals_kk().get(spelled)
            if not number:
                break
            if not ordinals_ru().get(spelled) and " " in spelled:
                at = match.start("ord") + len(match["ord"].split()[0]) + 1
            steps.append(
                Step("part" if match["part"].lower().startswith("ч") else "abz", str(number))
            )
        elif match["spt"]:
            steps.append(Step("spt", match["s"]))
        elif match["pt"]:
            steps.append(Step("pt", match["p"]))
        elif match["art"]:
            steps.append(Step("art", match["a"]))
        else:
            steps.append(Step("ch", match["c"]))
    return tuple(reversed(steps))


_LISTED = re.compile(
    rf"(?:подпункт\w*\s+|пп?\.\s*|,\s*|\sи\s+){NUMBER}\)|{NUMBER}\)(?=\s*(?:тармақша|,|және))",
    re.IGNORECASE,
)


def broken_bracket(text: str) -> bool:
    """Whether a note of amendments opens a bracket that it does not close, or closes one that it
    does not open."""
    if not re.match(r"сноска|ескерту", text, re.IGNORECASE):
        return False
    bare = _LISTED.sub("", text)
    return bare.count("(") != bare.count(")")


def place_notes(root: Node, notes: list[tuple[Node, list[SourceLine]]]) -> list[tuple[int, Node]]:
    """Gives each note to its unit; `notes`: each with the last clause before it.

    What comes back are the notes with a broken bracket: their lines and units.
    """
    broken = []
    units = _Units(root)
    for host, lines in notes:
        text = "\n".join(line.text for line in lines)
        owner, about = units.owner(host, lines[0].number, text)
        owner.notes += (Note(text, about, tuple(line.layout for line in lines)),)
        if broken_bracket(text):
            broken.append((lines[0].number, owner))
        if about == "unit":
            if _SAYS_EXCLUDED.search(text) and not owner.own_text and not owner.children:
                owner.note_only = True
            if _SAYS_LIMITED.search(text) or _SAYS_LIMITED_KK.search(text):
                owner.limited = True
    return broken


def _line(node: Node) -> int:
    return node.line


def _spans(walked: list[Node]) -> dict[int, tuple[int, int]]:
    """Where each node (by its id) stands in the order of the text, and where what is in it ends."""
    spans: dict[int, tuple[int, int]] = {}
    for place in reversed(range(len(walked))):
        node = walked[place]
        ends = spans[id(node.children[-1])][1] if node.children else place + 1
        spans[id(node)] = place, ends
    return spans


class _Units:
    """The units of an act in the order of the text, and its divisions by name."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.walked = walked = list(root.walk())
        self.places: dict[tuple[str, str], list[int]] = {}  # of the units of a name among them
        for place, node in enumerate(walked):
            self.places.setdefault((node.unit, node.number), []).append(place)
        self.spans = _spans(walked)
        self.units = [n for n in walked if n.unit not in ("act", "future")]
        self.ordered = all(a.line <= b.line for a, b in pairwise(self.units))
        # The first of a name.
        self.divisions = {(n.unit, n.number): n for n in reversed(walked)}

    def owner(self, host: Node, line: int, text: str) -> tuple[Node, About]:
        """The unit a note names, else the clause before it; and whether it is about a heading."""
        said = _OPENING.sub("", text)
        article = host
        while article.unit not in ("art", "act") and article.parent is not None:
            article = article.parent
        if re.match(r"по всему тексту|в тексте\s+слов|бүкіл мәтін|мәтінде", said, re.IGNORECASE):
            return self.root, "unit"
        if re.match(rf"заголовок|(?:{NUMBER}-(?:бап|тарау)\w*\s+)?тақыры[пб]", said, re.I):
            headed = host
            while headed.parent is not None and not headed.heading and headed.unit != "title":
                headed = headed.parent
            if headed.unit == "act" and (titles := self.root.of("title")):
                return titles[0], "unit"
            return headed, "heading"
        if re.match(r"преамбула|кіріспе", said, re.IGNORECASE):
            for node in self.root.children:
                if node.unit == "preamble":
                    return node, "unit"
        named = named_units(said)
        if named:
            unit = self.named(named, article, line)
            if unit:
                return unit, "unit"
        return self.above(line), "unit"

    def above(self, line: int) -> Node:
        """The last unit, in the order of the text, that does not begin after a line."""
        if self.ordered:
            at = bisect_right(self.units, line, key=_line)
            return self.units[at - 1] if at else self.root
        return next((n for n in reversed(self.units) if n.line <= line), self.root)

    def named(self, named: Steps, article: Node, line: int) -> Node | None:
        """The node with these steps, nearest above the note (in its own article, or the act)."""
        scope = article
        rest = named
        if named[0].unit in ("art", "ch", "sec"):
            node = self.divisions.get((named[0].unit, named[0].number))
            if node is None:
                return None
            scope, rest = node, named[1:]
        for step in rest:
            if (inside := self.inside(scope, step, line)) is not None:
                scope = inside
            elif str(step) != "part_1":
                return None
        return scope

    def inside(self, scope: Node, step: Step, line: int) -> Node | None:
        """The unit of this name inside a node, nearest above a line, else the first. Looked up, not
        searched for: an act of points may have a note at each of thousands."""
        places = self.places.get((step.unit, step.number), [])
        begin, end = self.spans[id(scope)]
        at, ends = bisect_right(places, begin), bisect_left(places, end)
        if at == ends:
            return None
        if self.ordered:
            above = bisect_right(places, line, at, ends, key=lambda place: self.walked[place].line)
        else:
            lines = (self.walked[place].line for place in places[at:ends])
            above = max((n for n, each in enumerate(lines, at + 1) if each <= line), default=at)
        return self.walked[places[max(above - 1, at)]]
