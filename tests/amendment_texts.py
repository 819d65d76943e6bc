"""Random laws for property tests: structures of the genre as lines, and edits of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from kb.norm.act import Edition
from kb.read.lines import SourceLine
from kb.read.structure import read

WORDS = [
    "аким",
    "маслихат",
    "книга",
    "сад",
    "река",
    "выборы",
    "депутат",
    "закон",
    "бюджет",
    "область",
    "город",
    "село",
    "решение",
    "срок",
    "порядок",
    "орган",
    "сессия",
    "аппарат",
    "житель",
    "совет",
]


@dataclass(frozen=True)
class Unit:
    """A unit of a random law: a number («» for a part or paragraph), its words, what is below."""

    kind: str
    number: str = ""
    words: str = ""
    below: tuple[Unit, ...] = field(default=())


words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
sentence = words.map(lambda w: w.capitalize() + ".")
norms = st.lists(sentence, min_size=1, max_size=3).map(" ".join)


def _listed(kind: str, items: list[str], intro: str) -> tuple[str, tuple[Unit, ...]]:
    numbers = [f"{n})" if kind == "spt" else "" for n in range(1, len(items) + 1)]
    ends = [";"] * (len(items) - 1) + ["."]
    below = tuple(Unit(kind, n, w + e) for n, w, e in zip(numbers, items, ends, strict=True))
    return intro.capitalize() + ":", below


lists = st.builds(
    _listed, st.sampled_from(["spt", "abz"]), st.lists(words, min_size=1, max_size=4), words
)


def _body(kind: str, number: str, choice: object) -> Unit:
    if isinstance(choice, str):
        return Unit(kind, number, choice)
    if isinstance(choice, tuple):
        return Unit(kind, number, choice[0], choice[1])
    assert isinstance(choice, list)
    return Unit(kind, number, "", tuple(Unit("part", "", text) for text in choice))


bodies = st.one_of(norms, lists, st.lists(norms, min_size=2, max_size=3))
points = st.lists(bodies, min_size=1, max_size=4).map(
    lambda found: tuple(_body("pt", f"{n}.", b) for n, b in enumerate(found, start=1))
)


def _article(heading: str, content: object) -> Unit:
    if isinstance(content, tuple) and content and isinstance(content[0], Unit):
        return Unit("art", "", heading.capitalize(), content)
    body = _body("body", "", content)
    return Unit("art", "", heading.capitalize(), (body,))


articles = st.builds(_article, words, st.one_of(points, bodies))
laws = st.lists(articles, min_size=1, max_size=4)


def lines(unit: Unit, number: int = 0) -> list[str]:
    """A unit as the law prints it."""
    if unit.kind == "art":
        return [f"Статья {number}. {unit.words}", *(x for u in unit.below for x in lines(u))]
    below = [x for u in unit.below for x in lines(u)]
    if not unit.words:
        below[0] = f"{unit.number} {below[0]}".strip()
        return below
    return [f"{unit.number} {unit.words}".strip(), *below]


def edition(law: list[Unit]) -> Edition:
    text = [x for n, a in enumerate(law, start=1) for x in lines(a, n)]
    return Edition(
        "law", "2001-01-01", "ru", "", read([SourceLine(*p) for p in enumerate(text)]).root
    )


@st.composite
def edited(draw: st.DrawFn, law: list[Unit]) -> list[Unit]:
    """The law after random changes of words, points, parts, list items and whole articles."""
    result = list(law)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(result) - 1))
        what = draw(st.sampled_from(["words", "heading", "add", "rewrite", "article"]))
        article = result[at]
        if what == "heading":
            result[at] = replace(article, words=draw(words).capitalize())
        elif what == "article":
            result.append(draw(articles))
        elif what == "rewrite":
            result[at] = draw(articles)
        else:
            result[at] = _changed(draw, article, what)
    return result


def _changed(draw: st.DrawFn, unit: Unit, what: str) -> Unit:
    """The unit with one change somewhere below it."""
    if unit.below and (unit.kind == "art" or draw(st.booleans())):
        last = unit.below[-1]
        if what == "add" and last.kind in ("pt", "part"):
            number = f"{len(unit.below) + 1}." if last.kind == "pt" else ""
            return replace(unit, below=(*unit.below, Unit(last.kind, number, draw(norms))))
        nth = draw(st.integers(0, len(unit.below) - 1))
        below = list(unit.below)
        below[nth] = _changed(draw, below[nth], what)
        return replace(unit, below=tuple(below))
    if not unit.words:
        return unit
    found = unit.words.split(" ")
    nth = draw(st.integers(0, len(found) - 1))
    new = draw(st.sampled_from(WORDS))
    tail = found[nth][-1] if found[nth][-1] in ".;:" else ""
    head = new.capitalize() if found[nth][0].isupper() else new
    return replace(unit, words=" ".join([*found[:nth], head + tail, *found[nth + 1 :]]))
