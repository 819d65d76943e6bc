"""Notes of the bank: the unit that a note names, else the clause before it, and what it says of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from kb.norm.act import Note
from kb.norm.address import Step, Steps
from kb.read.lines import NUMBER, SourceLine
from kb.read.node import Node
from kb.words.ordinals import ordinals_kk, ordinals_ru

_SAYS_EXCLUDED = re.compile(r"\b(?:исключен[аоы]?|алып тасталды)", re.IGNORECASE)
_SAYS_LIMITED = re.compile(
    r"^(?:сноска\s*\.\s*)?(?:данная редакция|часть|пункт|подпункт|абзац|статья)\b[^;]{0,60}?"
    r"(?:действует\s+(?:с\s+[\d.]+\s+для|до\s)|исключен[аоы]?\s+с\s+[\d.]+\s+для|"
    r"вводится\s+в\s+действие\s+с\s+[\d.]+\s+для)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:(?P<part>част[ьи]|абзац[аы]?)\s+(?P<ord>[а-яё]+(?:\s+[а-яё]+)?)"
    rf"|(?P<spt>подпункт[а]?)\s+(?P<s>{NUMBER})\)"
    rf"|(?P<pt>пункт[а]?)\s+(?P<p>{NUMBER})"
    rf"|(?P<art>стать[яиею]+)\s+(?P<a>{NUMBER})"
    rf"|(?P<ch>глав[аыой]+)\s+(?P<c>{NUMBER}))(?!\w)\s*",
    re.IGNORECASE,
)

# «Сноска.», «Примечание.», and the bank's own notices, which stand above the unit that they name.
_OPENING = re.compile(
    r"^(?:(?:сноска|примечание|ескерту)\s*\."
    r"|(?:примечание\s+(?:изпи|рцпи)|(?:рқао|зқаи)-ның\s+ескертпес[іi])\s*[!.:]?)\s*",
    re.IGNORECASE,
)
_KAZAKH_UNITS = {"бап": "art", "тарау": "ch", "тармақ": "pt"}


def named_units(said: str) -> Steps:
    """The unit that a note's first words name, largest first; () when they name none."""
    kazakh = re.match(rf"(?P<n>{NUMBER})-(?P<unit>бап|тарау|тармақ(?!ша))", said)
    if kazakh:
        return (Step(_KAZAKH_UNITS[kazakh["unit"]], kazakh["n"]),)
    said = re.sub(r"^(?:данная редакция|в)\s+", "", said, flags=re.IGNORECASE)
    added = re.match(
        r"(?:закон\s+|конституция\s+|(?:глава|статья|раздел)\s+(?:[\d-]+\s+)?)?дополнен[аоы]?\s+",
        said,
        re.IGNORECASE,
    )
    if added:
        said = re.sub(r"стать[её]й", "статьи", said[added.end() :], flags=re.IGNORECASE)
        said = re.sub(r"^пунктом", "пункта", re.sub(r"^главой", "главы", said))
    steps: list[Step] = []
    at = 0
    while found := _NAMED.match(said, at):
        at = found.end()
        if found["part"]:
            spelled = found["ord"].lower()
            number = ordinals_ru().get(spelled) or ordinals_ru().get(spelled.split()[0])
            number = number or ordinals_kk().get(spelled)
            if not number:
                break
            if not ordinals_ru().get(spelled) and " " in spelled:
                at = found.start("ord") + len(found["ord"].split()[0]) + 1
            steps.append(
                Step("part" if found["part"].lower().startswith("ч") else "abz", str(number))
            )
        elif found["spt"]:
            steps.append(Step("spt", found["s"]))
        elif found["pt"]:
            steps.append(Step("pt", found["p"]))
        elif found["art"]:
            steps.append(Step("art", found["a"]))
        else:
            steps.append(Step("ch", found["c"]))
    return tuple(reversed(steps))


def place_notes(root: Node, notes: list[tuple[Node, list[SourceLine]]]) -> None:
    """Gives each note to its unit; `notes`: each with the last clause before it."""
    units = _Units(root)
    for host, lines in notes:
        text = "\n".join(line.text for line in lines)
        owner, about = units.owner(host, lines[0].number, text)
        owner.notes.append(Note(text, about, tuple(line.layout for line in lines)))
        if about == "unit":
            if _SAYS_EXCLUDED.search(text) and not owner.own_text and not owner.children:
                owner.note_only = True
            if _SAYS_LIMITED.search(text):
                owner.limited = True


def _line(node: Node) -> int:
    return node.line


class _Units:
    """The units of an act in the order of the text, and its divisions by name."""

    def __init__(self, root: Node) -> None:
        self.root = root
        walked = list(root.walk())
        self.units = [n for n in walked if n.unit not in ("act", "future")]
        self.ordered = all(a.line <= b.line for a, b in pairwise(self.units))
        # The first of a name.
        self.divisions = {(n.unit, n.number): n for n in reversed(walked)}

    def owner(self, host: Node, line: int, text: str) -> tuple[Node, str]:
        """The unit a note names, else the clause before it; and whether it is about a heading."""
        said = _OPENING.sub("", text)
        article = host
        while article.unit not in ("art", "act") and article.parent is not None:
            article = article.parent
        if re.match(r"по всему тексту", said, re.IGNORECASE):
            return self.root, "unit"
        if re.match(r"заголовок", said, re.IGNORECASE):
            headed = host
            while headed.parent is not None and not headed.heading and headed.unit != "title":
                headed = headed.parent
            if headed.unit == "act" and self.root.children[0].unit == "title":
                return self.root.children[0], "unit"
            return headed, "heading"
        if re.match(r"преамбула", said, re.IGNORECASE):
            for node in self.root.children:
                if node.unit == "preamble":
                    return node, "unit"
        named = named_units(said)
        if named:
            found = self.named(named, article, line)
            if found:
                return found, "unit"
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
            found = self.divisions.get((named[0].unit, named[0].number))
            if found is None:
                return None
            scope, rest = found, named[1:]
        for step in rest:
            inside = [
                n
                for n in scope.walk()
                if n is not scope and n.unit == step.unit and n.number == step.number
            ]
            above = [n for n in inside if n.line <= line]
            if inside:
                scope = (above or inside)[-1 if above else 0]
            elif str(step) != "part_1":
                return None
        return scope
