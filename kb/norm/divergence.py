"""Where the two authentic texts of one edition differ, as far as that shows without translating.

What is compared: the units that each language has, their statuses, the figures, numbers in words,
days and references in them, the amending laws in their notes, a missing verb. A finding says what
it is certain of; which of the two texts is right it never says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from kb.ground.saying import Saying, say
from kb.norm import dates, table
from kb.norm.act import Clause, Edition
from kb.norm.address import Steps
from kb.norm.parallel import Pair, parallel
from kb.words.counted import (
    MONTH_KK,
    MONTH_RU,
    counted_kk,
    counted_ru,
    may_mean_kk,
    may_mean_ru,
    months,
)
from kb.words.text import fold, short

SHOWN: Final = 300  # characters of a text that a finding quotes


Kind = Literal[
    "unit", "numbering", "paragraphs", "status", "name", "number", "date", "reference", "sum", "term",
    "note", "verb",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Divergence:
    """A difference of two texts: the unit, its kind, what stands in each (""): nothing.

    `certain`: what the comparison is certain of, in three languages.
    """

    steps: Steps
    kind: Kind
    ru: str
    kk: str
    certain: Saying


def divergences(russian: Edition, kazakh: Edition, steps: Steps = ()) -> tuple[Divergence, ...]:
    """What differs between two languages of one edition, in the order of the text.

    Raises KbError for different acts and for editions of different days, and as Edition.resolve does.
    """
    differences: list[Divergence] = []
    kazakh, renumbered = _as_russian(russian, kazakh)
    differences += [each for each in renumbered if each.steps[: len(steps)] == steps]
    pairs = _whole(parallel(russian, kazakh, steps).pairs, differences)
    missing: set[Steps] = set()
    for pair in pairs:
        if any(pair.steps[:cut] in missing for cut in range(1, len(pair.steps))):
            continue
        if pair.left is None or pair.right is None:
            missing.add(pair.steps)
            differences.append(_alone(pair))
            continue
        differences += _pair(pair.steps, pair.left, pair.right)
    differences += _verbs(kazakh, steps)
    order = {key: nth for nth, key in enumerate(p.steps for p in pairs)}

    def place(differences: Divergence) -> int:
        bare = _bare(differences.steps)
        return next((order[bare[:n]] for n in range(len(bare), 0, -1) if bare[:n] in order), 0)

    return tuple(sorted(differences, key=place))


def _bare(steps: Steps) -> Steps:
    return tuple(s for s in steps if str(s) != "part_1")


def _alone(pair: Pair) -> Divergence:
    clause = pair.left or pair.right
    assert clause is not None
    text = short(" ".join(clause.lines()), SHOWN)
    if pair.right is None:
        return Divergence(pair.steps, "unit", text, "", say("norm.parallel_no_kk"))
    return Divergence(pair.steps, "unit", "", text, say("norm.parallel_no_ru"))


# --- Units that are the same and numbered otherwise ----------------------------------------------


def _as_russian(russian: Edition, kazakh: Edition) -> tuple[Edition, list[Divergence]]:
    """The Kazakh text with an article's sole point taken away where the Russian one has no points."""
    differences: list[Divergence] = []
    articles = {c.steps: c for c in russian.root.walk() if c.kind == "article"}

    def lifted(clause: Clause) -> Clause:
        if clause.kind != "article":
            return replace(clause, children=tuple(map(lifted, clause.children)))
        theirs = articles.get(clause.steps)
        points = [c for c in clause.children if c.kind == "point"]
        if theirs is None or len(points) != 1 or any(c.kind == "point" for c in theirs.children):
            return clause
        (point,) = points
        mark = point.mark or point.number
        certain = say("norm.parallel_numbering", mark=mark)
        differences.append(Divergence(point.steps, "numbering", "", mark, certain))
        return replace(
            clause,
            own_text=clause.own_text or point.own_text,
            notes=(*clause.notes, *point.notes),
            children=tuple(_moved(c, point.steps, clause.steps) for c in point.children),
        )

    return replace(kazakh, root=lifted(kazakh.root)), differences


def _moved(clause: Clause, old: Steps, new: Steps) -> Clause:
    children = tuple(_moved(c, old, new) for c in clause.children)
    return replace(clause, steps=(*new, *clause.steps[len(old) :]), children=children)


_INNER: Final = ("part", "abz")


def _whole(pairs: Iterable[Pair], differences: list[Divergence]) -> list[Pair]:
    """The pairs, with units whose paragraphs are counted otherwise joined into one text.

    A language may break a paragraph where the other does not; the words are compared all the same.
    """
    pairs = list(pairs)
    uneven: set[Steps] = set()
    listed: set[Steps] = set()  # with paragraphs: Kazakh may end a list with the words before it
    for pair in pairs:
        if pair.steps[-1].unit == "abz":
            listed.add(pair.steps[:-1])
        if (pair.left is None) != (pair.right is None) and pair.steps[-1].unit in _INNER:
            owner = pair.steps[:-1]
            while owner and owner[-1].unit in _INNER:
                owner = owner[:-1]
            uneven.add(owner)
    by_steps = {p.steps: p for p in pairs}
    result = []
    for pair in pairs:
        inside = next((o for o in uneven if pair.steps[: len(o)] == o and pair.steps != o), None)
        if inside is not None and all(s.unit in _INNER for s in pair.steps[len(inside) :]):
            continue
        if pair.steps[-1].unit == "abz" and pair.steps[:-1] in by_steps:
            continue
        if pair.steps in listed - uneven and pair.left and pair.right:
            left, right = (
                replace(side, own_text=" ".join((side.own_text, *(c.own_text for c in _abz(side)))))
                for side in (pair.left, pair.right)
            )
            pair = replace(pair, left=left, right=right)
        if pair.steps in uneven and pair.left and pair.right:
            counts = (
                _paragraphs(by_steps, pair.steps, "left"),
                _paragraphs(by_steps, pair.steps, "right"),
            )
            differences.append(
                Divergence(
                    pair.steps,
                    "paragraphs",
                    short(_joined(pair.left), SHOWN),
                    short(_joined(pair.right), SHOWN),
                    say("norm.parallel_paragraphs", ru=counts[0], kk=counts[1]),
                )
            )
            pair = replace(
                pair,
                left=replace(pair.left, own_text=_joined(pair.left)),
                right=replace(pair.right, own_text=_joined(pair.right)),
            )
        result.append(pair)
    return result


def _abz(clause: Clause) -> list[Clause]:
    return [c for c in clause.children if c.steps[-1].unit == "abz"]


def _joined(clause: Clause) -> str:
    """The words of a unit with those of its parts and paragraphs, without its subpoints'."""
    below = [c for c in clause.children if c.steps[-1].unit in _INNER]
    return " ".join(filter(None, (clause.own_text, *map(_joined, below))))


def _paragraphs(pairs: dict[Steps, Pair], owner: Steps, side: str) -> int:
    """How many lines of its own a unit has in one language."""
    return sum(
        getattr(pair, side) is not None and bool(getattr(pair, side).own_text)
        for steps, pair in pairs.items()
        if steps[: len(owner)] == owner and all(s.unit in _INNER for s in steps[len(owner) :])
    )


# --- Two units that answer each other -------------------------------------------------------------


def _pair(steps: Steps, left: Clause, right: Clause) -> Iterator[Divergence]:
    if left.status != right.status:
        certain = say("norm.parallel_status", ru=left.status.value, kk=right.status.value)
        yield Divergence(steps, "status", left.own_text, right.own_text, certain)
    if left.live and right.live:
        yield from _texts(steps, left.own_text, right.own_text)
    yield from _laws(steps, left, right)


_NUMBER = re.compile(r"\d+(?:[-–.,]\d+)*")
_KINDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        "date",
        re.compile(r"\d+\s+(?:год|жыл|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)", re.I),
    ),
    ("sum", re.compile(r"\d[\d\s]*\s*(?:тенге|теңге|мрп|айлық|процент|пайыз|%)", re.I)),
    ("term", re.compile(r"\d+\s*(?:\w+\s+){0,2}(?:дн|сут|месяц|час|күн|ай|сағат)", re.I)),
    (
        "reference",
        re.compile(
            r"(?:стать|пункт|част|глав|№)\D{0,12}\d|\d[\d-]*\)?\s*-?\s*(?:бап|баб|тарм|тарау)", re.I
        ),
    ),
)


def _texts(steps: Steps, russian: str, kazakh: str) -> Iterator[Divergence]:
    if table.is_table(russian) and table.is_table(kazakh):
        yield from _tables(steps, russian, kazakh)
        return
    named = _names(russian), _names(kazakh)
    if named[0] != named[1]:
        certain = say("norm.parallel_names", ru=named[0], kk=named[1])
        yield Divergence(steps, "name", short(russian, SHOWN), short(kazakh, SHOWN), certain)
    ours, theirs = _figures(russian), _figures(kazakh)
    only = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
    if any(only):
        kind = _kind(russian, only[0]) or _kind(kazakh, only[1]) or "number"
        certain = say("norm.parallel_figures", ru=_named(only[0]), kk=_named(only[1]))
        yield Divergence(steps, kind, short(russian, SHOWN), short(kazakh, SHOWN), certain)
        return
    days = months(MONTH_RU, russian), months(MONTH_KK, kazakh)
    if len(days[0]) == len(days[1]) and sorted(days[0]) != sorted(days[1]):
        certain = say(
            "norm.parallel_figures", ru=_named(days[0].values()), kk=_named(days[1].values())
        )
        yield Divergence(steps, "date", short(russian, SHOWN), short(kazakh, SHOWN), certain)
    figures = {int(n) for n in re.findall(r"\d{1,9}", f"{russian} {kazakh}")}
    words_ru, words_kk = counted_ru(russian), counted_kk(kazakh)
    mine = sorted(set(words_ru) - may_mean_kk(kazakh) - figures)
    other = sorted(set(words_kk) - may_mean_ru(russian) - figures)
    if mine or other:
        said = [words_ru[n] for n in mine], [words_kk[n] for n in other]
        kind = _kind_of_words(russian, kazakh, said)
        certain = say("norm.parallel_figures", ru=_named(said[0]), kk=_named(said[1]))
        yield Divergence(steps, kind, short(russian, SHOWN), short(kazakh, SHOWN), certain)


def _tables(steps: Steps, russian: str, kazakh: str) -> Iterator[Divergence]:
    """Two tables cell by cell: the figures of each."""
    ours, theirs = table.cells(russian), table.cells(kazakh)
    sizes = [f"{len(t)} × {max(map(len, t))}" for t in (ours, theirs)]
    if sizes[0] != sizes[1]:
        certain = say("norm.parallel_table", ru=sizes[0], kk=sizes[1])
        yield Divergence(steps, "paragraphs", sizes[0], sizes[1], certain)
        return
    for row_ru, row_kk in zip(ours, theirs, strict=True):
        for cell_ru, cell_kk in zip(row_ru, row_kk, strict=True):
            yield from _texts(steps, cell_ru, cell_kk)


_NAME = re.compile(r"[«“„]|(?<![\w»”])\"(?=\w)")


def _names(text: str) -> int:
    """How many names in quotation marks a text has, by the marks that open them."""
    return len(_NAME.findall(text))


def _figures(text: str) -> Counter[str]:
    """The numbers in digits of a text, grouped thousands as one number."""
    return Counter(n.replace("–", "-") for n in _NUMBER.findall(_grouped(text)))


def _grouped(text: str) -> str:
    """The text with thousands written together: «100 000» is one number."""
    return re.sub(r"(?<=\d)[ \xa0](?=\d{3}\b)", "", text)


def _kind(text: str, numbers: list[str]) -> Kind | Literal[""]:
    text = _grouped(text)
    for name, pattern in _KINDS:
        if any(n in match[0] for match in pattern.finditer(text) for n in numbers):
            return name
    return ""


def _kind_of_words(russian: str, kazakh: str, said: tuple[list[str], list[str]]) -> Kind:
    for text, words in ((russian, said[0]), (kazakh, said[1])):
        for word in words:
            if re.search(
                rf"{re.escape(word)}\w*\s+(?:\w+\s+){{0,2}}(?:дн|месяц|час|лет|год|күн|ай\b|айда|сағат|жыл)",
                text,
                re.I,
            ):
                return "term"
    return "number"


def _named(words: Iterable[str]) -> str:
    return ", ".join(words) or "–"


def _laws(steps: Steps, left: Clause, right: Clause) -> Iterator[Divergence]:
    """Amending laws that the notes of one language alone name."""
    ours, theirs = _amending(left), _amending(right)
    known = _short(ours), _short(theirs)
    only = (
        [law for law in ours if _short([law]) - known[1]],
        [law for law in theirs if _short([law]) - known[0]],
    )
    if (only[0] or only[1]) and ours and theirs:
        said = tuple("; ".join(f"{day} № {number}" for day, number in laws) for laws in only)
        certain = say("norm.parallel_laws", ru=said[0] or "–", kk=said[1] or "–")
        yield Divergence(steps, "note", said[0], said[1], certain)


def _short(laws: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Laws without the number of the parliament, which older notes leave out: «№ 126», «№ 126-IV»."""
    return {(day, number.partition("-")[0]) for day, number in laws}


def _amending(clause: Clause) -> list[tuple[str, str]]:
    texts = [n.text for n in clause.notes if not dates.foreseen(n.text)]
    texts += [clause.own_text] if not clause.live else []
    return [(law.date, law.number) for text in texts for law in dates.changes(text) if law.number]


# --- A list whose items end in verbs --------------------------------------------------------------

# The present tense in the third person: «жүзеге асырады», «бекітеді» (after a vowel or «й» no other
# form ends so), and what stands in its place: «құқылы», «құқығы бар».
_FINITE = re.compile(r"(?:[аеиійуюя](?:ды|ді)|құқылы|бар|жоқ|тиіс|мүмкін)\W*$")
_MOST: Final = 0.8  # of the items of a list that have what the others lack


def _verbs(kazakh: Edition, steps: Steps) -> Iterator[Divergence]:
    """Items without a finite verb in lists nearly all of whose items have one."""
    for clause in kazakh.resolve(steps).walk():
        items = [c for c in clause.children if c.kind == "subpoint" and c.live]
        if len(items) < 5:
            continue
        without = [c for c in items if not any(_FINITE.search(fold(x)) for x in c.lines())]
        if without and len(without) <= (1 - _MOST) * len(items):
            for item in without:
                text = short(" ".join(item.lines()), SHOWN)
                yield Divergence(item.steps, "verb", "", text, say("norm.parallel_verb"))
