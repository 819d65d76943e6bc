"""Which unit belongs to which: from the elements of a citing phrase to its targets.

«пунктами 1 и 2 статьи 14, пунктом 1 статьи 27» is smallest first: a unit stands before its owner
and nothing parts them. «статья 103, пункт 9» and «ст.89 п.2» are largest first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from kb.citation.units import Element, Value
from kb.norm.address import DIVISIONS
from kb.words.pointing import OWN, SAME
from kb.words.units import UnitName, may_hold

Path = tuple[tuple[UnitName, str], ...]  # (unit, number), the largest unit first

_DEEPEST: Final = 6  # units above one another: from the article to the sentence
# Two lists in one chain («подпункты 1) и 2) пунктов 3 и 4») mean every pair, up to this many.
_MAX_PAIRS: Final = 100


@dataclass(frozen=True, slots=True)
class Target:
    """One unit named by a phrase: its own span in the clean text, and its path."""

    start: int
    end: int
    path: Path
    ranged: bool = False


def _may_own(owner: Element, part: Element) -> bool:
    """Whether a unit may stand inside another (art. 23 of the Law on legal acts)."""
    if part.values[0].number in (OWN, SAME):
        return False  # «настоящего пункта» is in its own article
    return may_hold(owner.unit, part.unit)


def _prune(owners: list[Element], part: Element) -> list[Element]:
    while owners and not _may_own(owners[-1], part):
        owners = owners[:-1]
    return owners


def _paths(owners: list[Element]) -> list[Path]:
    """The paths of a chain of owners, largest first; every pair where an owner is a list."""
    lists = [[(e.unit, v.number) for v in e.values] for e in owners]
    count = 1
    for values in lists:
        count *= len(values)
    if count > _MAX_PAIRS:
        lists = [values[-1:] for values in lists]
    return [tuple(path) for path in product(*lists)]


def _within(value: Value, path: Path) -> Iterator[Target]:
    """The units in brackets after an article's number, or the article itself."""
    if not value.within:
        yield Target(value.start, value.end, path, value.ranged)
        return
    for target in targets(list(value.within)):
        yield Target(target.start, target.end, path + target.path, target.ranged)


def _emit(element: Element, paths: list[Path], start: int, end: int) -> Iterator[Target]:
    """A target for each number; the unit word goes to the first, the owners' words to the last."""
    last = len(element.values) - 1
    for nth, value in enumerate(element.values):
        for path in paths:
            for target in _within(value, (*path, (element.unit, value.number))):
                yield Target(
                    start if nth == 0 and not value.within else target.start,
                    end if nth == last and not value.within else target.end,
                    target.path,
                    target.ranged,
                )


def _upward(run: list[Element], owner: Element | None) -> Iterator[Target]:
    """Smallest first: each element belongs to the next one when nothing parts them."""
    whole = [*run, *([owner] if owner else [])]
    owners: list[list[Element]] = [[] for _ in whole]
    owned: set[int] = set()
    ends = [e.end for e in whole]
    for nth in range(len(whole) - 2, -1, -1):
        follows = whole[nth + 1]
        chained = follows.link == "" and len(owners[nth + 1]) < _DEEPEST
        if chained and _may_own(follows, whole[nth]):
            owners[nth] = [*owners[nth + 1], follows]
            ends[nth] = ends[nth + 1]
        else:
            # «пункты 1, 2, статьи 89»: a stray comma before the article parts nothing.
            stray = follows is owner and follows.link == ","
            beside = owners[nth + 1] or ([follows] if stray else [])
            owners[nth] = _prune(beside, whole[nth])
        owned.update(map(id, owners[nth]))
    for nth, element in enumerate(whole):
        if id(element) not in owned:
            yield from _emit(element, _paths(owners[nth]), element.start, ends[nth])


def _downward(owner: Element, run: list[Element]) -> Iterator[Target]:
    """Largest first: each element belongs to the nearest larger one before it."""
    if not run:
        yield from _emit(owner, [()], owner.start, owner.end)
        return
    last = owner
    if len(owner.values) > 1:  # «статьи 5, 6, пункт 2»: the point is of the last
        others = replace(owner, values=owner.values[:-1])
        yield from _emit(others, [()], owner.start, others.values[-1].end)
        last = Element(owner.unit, owner.values[-1:], owner.values[-1].start, owner.end)
    owners: list[Element] = [last]
    pending: tuple[Element, list[Element], int] | None = None
    start = last.start
    for element in run:
        owners = _prune(owners, element)
        if pending and pending[0] not in owners:
            yield from _emit(pending[0], _paths(pending[1]), pending[2], pending[0].end)
            start = element.start
        pending = (element, owners, start)
        owners = [*owners, element]
    if pending:
        yield from _emit(pending[0], _paths(pending[1]), pending[2], pending[0].end)


def _groups(elements: list[Element]) -> Iterator[tuple[Element | None, list[Element], bool]]:
    """(article or None, its smaller units, whether they stand before it) in the order of the phrase.

    Units between two articles go to the one from which no comma or «и» parts them; where neither
    is parted they are cut at the first connector between them.
    """
    articles = [n for n, e in enumerate(elements) if e.unit == "art"]
    if not articles:
        yield None, elements, True
        return
    before = elements[: articles[0]]
    for nth, at in enumerate(articles):
        following = articles[nth + 1] if nth + 1 < len(articles) else None
        between = elements[at + 1 : following]
        cut = len(between)
        if following is not None and between and elements[following].link == "":
            parted = [n for n, e in enumerate(between) if e.link]
            cut = parted[0] if parted else 0
        if before:
            yield elements[at], before, True
            if between[:cut]:
                yield elements[at], between[:cut], False
        else:
            yield elements[at], between[:cut], False
        before = between[cut:]


def largest_first(elements: list[Element]) -> Iterator[Target]:
    """The targets of a phrase in Kazakh, where the larger unit always stands first."""
    begins = [0, *(n for n, e in enumerate(elements) if n and e.unit == "art")]
    for begin, end in zip(begins, [*begins[1:], len(elements)], strict=True):
        yield from _downward(elements[begin], elements[begin + 1 : end])


def targets(elements: list[Element]) -> list[Target]:
    """The targets of a phrase, in the order of the text."""
    return sorted(
        (target for run in _parted(elements) for target in _of_run(run)), key=lambda t: t.start
    )


def _parted(elements: list[Element]) -> Iterator[list[Element]]:
    """A phrase cut before each run that a pointing word closes: «пункт 2 статьи 5 и часть вторая того же
    пункта» is of that point, and not of the article before it."""
    begin = 0
    for nth, element in enumerate(elements):
        since = nth
        while since > begin and elements[since].link == "":
            since -= 1
        if element.unit != "art" and element.values[0].number in (OWN, SAME) and since > begin:
            yield elements[begin:since]
            begin = since
    yield elements[begin:]


def _of_run(elements: list[Element]) -> list[Target]:
    """The targets of a run of elements.

    A division beside an article («ст.1.гл 1. п.11») adds nothing and is left out; one that stands
    apart is a target of its own.
    """
    plain: list[Element] = []
    result: list[Target] = []
    for element, follows in zip(elements, (*elements[1:], None), strict=False):
        if element.unit == "par" and follows and follows.unit == "art" and follows.link == "":
            plain.append(replace(element, unit="pt"))  # «параграф 2 статьи 3» of a treaty
        elif element.unit not in DIVISIONS:
            plain.append(element)
        elif not (element.link == "" and plain) and not (follows and follows.link == ""):
            result += _emit(element, [()], element.start, element.end)
    if not plain:
        return result
    for article, run, before in _groups(plain):
        if article is None or before:
            result += _upward(run, article)
        else:
            result += _downward(article, run)
    return result
