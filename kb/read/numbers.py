"""Numbers of points and subpoints: which one follows which, and where a run of them has a gap."""

from __future__ import annotations

import re
from typing import Final

from kb.ground.saying import say
from kb.norm.address import Step, Steps, number_key
from kb.read.gathered import Gathered
from kb.read.node import Node

_LETTERS_RU: Final = "абвгдежзиклмнопрстуфхцчшщэюя"


def follows(previous: str | None, number: str) -> bool:
    """Whether `number` may stand right after `previous` in a run without a gap."""
    if previous is None:
        return number in ("1", "а", "a", "i", "1-1") or (
            number_key(number)[0][0] == 2 and number in "аәa"
        )
    mine, theirs = number_key(number), number_key(previous)
    if mine[0][0] == 2 or theirs[0][0] == 2:
        for letters in (
            _LETTERS_RU,
            "абвгдеёжзийклмнопрстуфхцчшщэюя",
            "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя",
            "abcdefghijklmnopqrstuvwxyz",
        ):
            found = letters.find(previous[0]), letters.find(number[0])
            if min(found) >= 0 and found[1] - found[0] in (0, 1):
                return True
        return False
    for depth, (new, old) in enumerate(zip(mine, theirs, strict=False)):
        if new[1] != old[1]:
            return new[1] == old[1] + 1 and len(mine) == depth + 1
    if len(mine) == len(theirs) + 1:
        return mine[-1][1] == 1
    return False


def marker_class(number: str) -> str:
    """`digit`, `roman` or `letter`: subpoints of one class stand in one run."""
    if number[0].isdigit():
        return "digit"
    return "roman" if re.fullmatch("[ivx]+", number) else "letter"


def check_numbers(root: Node, gathered: Gathered) -> None:
    """Doubts where a run of numbers has a gap without a stub, or repeats a number."""
    runs: dict[Steps, list[Node]] = {}
    for node in root.walk():
        for child in node.children:
            if child.unit in ("pt", "spt"):
                owner = child.steps[:-1] if child.through else node.steps
                runs.setdefault((*owner, Step(child.unit)), []).append(child)
    for run in runs.values():
        _check_run(run, gathered)
    articles = [n for n in root.walk() if n.unit == "art"]
    seen: set[str] = set()
    for article in articles:
        if article.number in seen:
            gathered.doubt(article.line, article, say("read.article_again", number=article.number))
        seen.add(article.number)


def _check_run(run: list[Node], gathered: Gathered) -> None:
    seen: set[str] = set()
    previous: str | None = None
    for node in run:
        if node.number in seen:
            gathered.doubt(node.line, node, say("read.number_again", mark=node.mark))
        elif not follows(previous, node.number):
            after = say("read.after", number=previous) if previous else say("read.first")
            gathered.doubt(node.line, node, say("read.number_gap", mark=node.mark, after=after))
        seen.add(node.number)
        previous = node.number
