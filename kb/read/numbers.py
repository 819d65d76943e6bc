"""Numbers of points and subpoints: which one follows which, and where a run of them has a gap."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from kb.ground.saying import say
from kb.norm.address import Step, Steps, number_key
from kb.read.gathered import Gathered
from kb.read.lines import inside
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
            places = letters.find(previous[0]), letters.find(number[0])
            if min(places) >= 0 and places[1] - places[0] in (0, 1):
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
    articles = [n for n in root.walk() if n.unit == "art"]
    _tell_apart(articles)
    for run in runs.values():
        _check_run(run, gathered)
    for article in articles:
        if article.copy > 1:
            gathered.doubt(article.line, article, say("read.article_again", number=article.number))


def check_inside(root: Node, gathered: Gathered) -> None:
    """Doubts where a subpoint begins inside the paragraph of another unit: it has no address."""
    for node in root.walk():
        if node.unit in ("table", "future", "abz") or not node.own_text:
            continue
        last = node.number if node.unit == "spt" else None
        for match in inside(node.own_text):
            if follows(last, match["n"]):
                gathered.doubt(node.line, node, say("read.inside", mark=f"{match['n']})"))
                last = match["n"]


def _tell_apart(nodes: list[Node]) -> None:
    """Counts the units printed under one number, so that each has an address of its own."""
    counts = Counter(node.number for node in nodes)
    seen: Counter[str] = Counter()
    for node in nodes:
        if counts[node.number] > 1:
            seen[node.number] += 1
            node.copy = seen[node.number]


def _check_run(run: list[Node], gathered: Gathered) -> None:
    _tell_apart(run)
    previous: str | None = None
    for node in run:
        if node.copy > 1:
            gathered.doubt(node.line, node, say("read.number_again", mark=node.mark))
        elif not follows(previous, node.number):
            after = say("read.after", number=previous) if previous else say("read.first")
            gathered.doubt(node.line, node, say("read.number_gap", mark=node.mark, after=after))
        previous = node.number
