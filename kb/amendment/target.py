"""The grammar of targets: «в пункте 2 статьи 1, пункте 3 статьи 2 и статье 6» → addresses.

Cases decide what belongs to what: a unit in the genitive owns the one before it, a unit in the case
of the first one stands beside it. Where a form allows both, nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Final

from kb.address import DIVISIONS, LAST, SPELLED, Step, Steps
from kb.amendment.quotation import Token
from kb.language import CASES, UNIT_RU, last_ru, ordinal

# Larger units first: what stands higher owns what stands lower.
RANK: Final = {
    unit: rank
    for rank, unit in enumerate(
        ("app", "sec", "ch", "par", "art", "note", "pt", "part", "spt", "abz", "sent")
    )
}
_BARE: Final = {"title": "title", "preamble": "preamble", "form": "form"}
_TEXT_FORMS: Final = {
    "текст": ("nom", "acc"),
    "текста": ("gen",),
    "тексту": ("dat",),
    "тексте": ("loc",),
}
_DASHES: Final = frozenset("-–—")
_ACT_WORDS: Final = frozenset(
    ("акта", "закона", "указа", "кодекса", "конституции", "закону", "указу", "кодексу")
)
_OF_IT: Final = frozenset(
    ("настоящего", "указанного", "данного", "настоящему", "указанному", "данному")
)


@dataclass(frozen=True, slots=True)
class Target:
    """A unit named by an instruction: steps from the largest; () is the act itself.

    `scope`: text, heading, both or act; `named`: whether the instruction says it in words.
    """

    steps: Steps
    scope: str = "text"
    named: bool = False

    @property
    def rank(self) -> int:
        """The rank of its largest unit; 0 for the act."""
        return RANK.get(self.steps[0].unit, 0) if self.steps else 0

    @property
    def last_rank(self) -> int:
        return RANK.get(self.steps[-1].unit, 0) if self.steps else -1


@dataclass(frozen=True, slots=True)
class Group:
    """«пунктов 1 и 2», «второе предложение»: a unit with its numbers and possible cases.

    A bare unit (заголовок, текст) has no numbers; `plural` is said by the noun.
    """

    unit: str
    numbers: tuple[str, ...]
    cases: frozenset[str]
    plural: bool = False


@cache
def _nouns() -> dict[str, list[tuple[str, frozenset[str], bool]]]:
    """Form of a unit's noun → its readings (unit, cases, plural)."""
    found: dict[str, dict[tuple[str, bool], set[str]]] = {}
    for unit, noun in UNIT_RU.items():
        if unit == "future":
            continue
        for plural, forms in ((False, noun.singular), (True, noun.plural)):
            for case, form in zip(CASES, forms, strict=True):
                found.setdefault(form, {}).setdefault((unit, plural), set()).add(case)
    for word in ("название", "наименование"):
        for case, ending in zip(CASES, ("е", "я", "ю", "е", "ем", "и"), strict=True):
            found.setdefault(word[:-1] + ending, {}).setdefault(("title", False), set()).add(case)
    for form, cases in _TEXT_FORMS.items():
        found[form] = {("text", False): set(cases)}
    found["статьею"] = {("art", False): {"ins"}}
    found["частию"] = {("part", False): {"ins"}}
    return {
        form: [(unit, frozenset(cases), plural) for (unit, plural), cases in readings.items()]
        for form, readings in found.items()
    }


@cache
def _ordinals() -> dict[str, tuple[str, frozenset[str]]]:
    """Form of an ordinal → (number, cases it may be in)."""
    found: dict[str, tuple[str, set[str]]] = {}
    for number in range(1, 100):
        for gender in "mfnp":
            for case in CASES:
                form = ordinal(number, gender, case)
                found.setdefault(form, (str(number), set()))[1].add(case)
    for gender in "mfn":
        for case in CASES:
            found.setdefault(last_ru(gender, case), (LAST, set()))[1].add(case)
    return {form: (number, frozenset(cases)) for form, (number, cases) in found.items()}


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def _ordinal(tokens: Sequence[Token], at: int) -> tuple[str, frozenset[str], int] | None:
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    two = f"{tokens[at].low} {_low(tokens, at + 1)}"
    if two in _ordinals():
        return (*_ordinals()[two], at + 2)
    one = _ordinals().get(tokens[at].low)
    return (*one, at + 1) if one else None


def _range(first: str, last: str) -> list[str] | None:
    """The numbers from first to last: «10» – «16», «2-1» – «2-3», «а» – «г»."""
    head, _, low = first.rpartition("-")
    head_last, _, high = last.rpartition("-")
    if head != head_last or not (low.isdigit() and high.isdigit()) or int(low) >= int(high):
        return None
    if int(high) - int(low) > 500:
        return None
    return [f"{head}-{n}" if head else str(n) for n in range(int(low), int(high) + 1)]


def _spelled_numbers(
    tokens: Sequence[Token], at: int
) -> tuple[list[str], frozenset[str], int] | None:
    """«второй», «шестом и седьмом», «вторую – четвертую»."""
    first = _ordinal(tokens, at)
    if first is None:
        return None
    numbers, cases, at = [first[0]], first[1], first[2]
    while at < len(tokens):
        joint = tokens[at].low
        more = _ordinal(tokens, at + 1)
        if more is None or joint not in (",", "и", *_DASHES) or not cases & more[1]:
            break
        if joint in _DASHES:
            between = _range(numbers[-1], more[0])
            if between is None:
                return None
            numbers += between[1:]
        else:
            numbers.append(more[0])
        cases, at = cases & more[1], more[2]
    return numbers, cases, at


def _digit_numbers(tokens: Sequence[Token], at: int) -> tuple[list[str], bool, int] | None:
    """«1 и 2», «10) – 16)», «2-1»: the numbers, and whether brackets follow them."""

    def number(place: int) -> str | None:
        if place >= len(tokens):
            return None
        token = tokens[place]
        roman = token.kind == "word" and token.text and set(token.text) <= set("IVXLC")
        return token.text if token.kind == "number" or roman else None

    first = number(at)
    if first is None:
        return None
    numbers, bracket, at = [first], tokens[at].bracket, at + 1
    while (joint := _low(tokens, at)) in (",", "и", *_DASHES) and joint:
        more = number(at + 1)
        # «в пункте 2, 3)»: brackets that come and go are no list.
        if more is None or tokens[at + 1].bracket != bracket:
            break
        if joint in _DASHES:
            between = _range(numbers[-1], more)
            if between is None:
                return None
            numbers += between[1:]
        else:
            numbers.append(more)
        at += 2
    return numbers, bracket, at


def group(
    tokens: Sequence[Token], at: int, wanted: frozenset[str] = frozenset()
) -> tuple[Group, int] | None:
    """A unit with its numbers at a place, and the place behind it.

    `wanted`: cases in which «статьи 3-9» is a range, the noun being plural only there.
    """
    if at >= len(tokens) or tokens[at].kind != "word":
        return None
    before = _spelled_numbers(tokens, at)
    if before is not None:  # «второе предложение», «первое и второе предложения»
        numbers, cases, at = before
        for unit, noun_cases, plural in _nouns().get(_low(tokens, at), ()):
            common = cases & noun_cases
            if unit in SPELLED and common:
                return Group(unit, tuple(numbers), common, plural), at + 1
        return None
    readings = _nouns().get(tokens[at].low)
    if not readings:
        return None
    unit = readings[0][0]
    at += 1
    if unit in ("title", "preamble", "form", "text"):
        cases = frozenset().union(*(r[1] for r in readings))
        return Group(unit, (), cases), act_words(tokens, at)
    if unit in SPELLED and (spelled := _spelled_numbers(tokens, at)):
        for _, noun_cases, plural in readings:
            common = noun_cases & spelled[1]
            if common and plural == (len(spelled[0]) > 1):
                return Group(unit, tuple(spelled[0]), common, plural), spelled[2]
        for _, noun_cases, plural in readings:
            if noun_cases & spelled[1]:
                return Group(unit, tuple(spelled[0]), noun_cases & spelled[1], plural), spelled[2]
        return None
    cases = frozenset().union(*(r[1] for r in readings))
    digits = _digit_numbers(tokens, at)
    if digits is None:
        return Group(unit, (), cases, readings[0][2]), at
    numbers, bracket, at = digits
    if unit == "pt" and bracket:
        unit = "spt"  # codes call «1)» a point
    several = frozenset().union(*(r[1] for r in readings if r[2])) & wanted
    one = frozenset().union(*(r[1] for r in readings if not r[2])) & wanted
    if len(numbers) == 1 and several and not one:
        between = _range(*numbers[0].split("-")) if numbers[0].count("-") == 1 else None
        return (Group(unit, tuple(between), several, True), at) if between else None
    fitting = [r for r in readings if r[2] == (len(numbers) > 1)]
    if len(numbers) == 1 and not fitting:
        return None  # «пункты 1-3»: a number or a range, nobody says
    cases = frozenset().union(*(r[1] for r in fitting or readings))
    return Group(unit, tuple(numbers), cases, len(numbers) > 1), at


@dataclass(frozen=True, slots=True)
class _Chain:
    """A head with the genitives that own it, the nearest first."""

    head: Group
    owners: tuple[Group, ...] = ()


def _chain(tokens: Sequence[Token], at: int, cases: frozenset[str]) -> tuple[_Chain, int] | None:
    found = group(tokens, at, cases)
    if found is None or not found[0].cases & cases:
        return None
    head, at = found
    owners: list[Group] = []
    while True:
        if _low(tokens, at) == "к" and (owner := group(tokens, at + 1)):
            if "dat" not in owner[0].cases:
                break
            owners.append(owner[0])
            at = owner[1]
            continue
        owner = group(tokens, at)
        if owner is None or "gen" not in owner[0].cases or not _may_own(owner[0], owners, head):
            break
        owners.append(owner[0])
        at = owner[1]
    return _Chain(head, tuple(owners)), act_words(tokens, at)


def _may_own(owner: Group, owners: Sequence[Group], head: Group) -> bool:
    below = owners[-1] if owners else head
    if owner.unit in ("title", "text", "form"):
        return False
    if below.unit in ("title", "text"):
        return owner.unit in RANK or owner.unit == "preamble"
    if owner.unit == "preamble":
        return True
    parts = below.unit in ("part", "abz") and owner.unit == "spt"  # a subpoint may have parts
    return RANK.get(owner.unit, 99) < RANK.get(below.unit, -1) or parts


def act_words(tokens: Sequence[Token], at: int) -> int:
    """Passes «настоящего Закона», «к указанному Указу»."""
    place = at + 1 if _low(tokens, at) == "к" else at
    if _low(tokens, place) in _OF_IT:
        place += 1
    return place + 1 if _low(tokens, place) in _ACT_WORDS else at


def targets(
    tokens: Sequence[Token], at: int, cases: frozenset[str]
) -> tuple[tuple[Target, ...], int] | None:
    """The targets named from a place on, and the place behind; None where none can be read.

    `cases`: those the first noun may be in — the locative after «в», else the accusative.
    """
    chains: list[_Chain] = []
    while True:
        found = _chain(tokens, at, cases)
        if found is None:
            return None if not chains else (_resolved(chains), at)
        chains.append(found[0])
        at = found[1]
        ahead = at
        if _low(tokens, ahead) == ",":
            ahead += 1
            ahead += 2 if (_low(tokens, ahead), _low(tokens, ahead + 1)) == ("а", "также") else 0
        elif _low(tokens, ahead) == "и":
            ahead += 1
        if ahead == at:
            return _resolved(chains), at
        if _low(tokens, ahead) == "в" and "loc" in cases:
            ahead += 1
        elif _low(tokens, ahead) == "по" and _low(tokens, ahead + 1) in ("всему", "тексту"):
            return (_resolved(chains), at)
        more = _chain(tokens, ahead, cases)
        if more is None:
            return _resolved(chains), at
        last = chains[-1].owners[-1] if chains[-1].owners else None
        beside = more[0].head
        if last and last.unit == beside.unit and "gen" in beside.cases:
            return None  # «абзаца части первой и части второй»: of both, or one more target?
        at = ahead


def _resolved(chains: Sequence[_Chain]) -> tuple[Target, ...]:
    """Addresses of chains: an owner named once at the end owns all that lack one."""
    complete: list[_Chain] = []
    shared: tuple[Group, ...] = ()
    for each in reversed(chains):
        top = each.owners[-1] if each.owners else each.head
        if top.unit == "title":
            missing = [g for g in shared if g.unit in ("art", "sec", "ch", "par")]
        elif top.unit in ("text", "preamble"):
            missing = list(shared) if top.unit == "text" else []
        else:
            missing = [g for g in shared if RANK.get(g.unit, 0) < RANK.get(top.unit, 0)]
        each = replace(each, owners=(*each.owners, *missing)) if top.unit != "art" else each
        complete.append(each)
        shared = each.owners
    found = [target for each in reversed(complete) for target in _addresses(each)]
    return tuple(_joined_scopes(found))


def _addresses(chain: _Chain) -> list[Target]:
    levels: list[list[Step]] = []
    for each in reversed(chain.owners):
        levels.append(_steps(each))
    head = chain.head
    scope = {"title": "heading", "text": "text"}.get(head.unit)
    if scope is None:
        levels.append(_steps(head))
    return [
        Target(absolute(tuple(steps)), scope or "text", scope is not None)
        for steps in product(*levels)
    ]


def _steps(group: Group) -> list[Step]:
    if group.unit in _BARE:
        return [Step(_BARE[group.unit])]
    return [Step(group.unit, number) for number in group.numbers] or [Step(group.unit)]


def absolute(steps: Steps) -> Steps:
    """Without the divisions that no article's address needs."""
    if any(s.unit == "art" for s in steps):
        return tuple(s for s in steps if s.unit not in DIVISIONS)
    return steps


def _joined_scopes(found: Sequence[Target]) -> list[Target]:
    """«заголовок и текст» of one unit is one target with both scopes."""
    result: list[Target] = []
    for each in found:
        twin = next(
            (
                i
                for i, other in enumerate(result)
                if other.steps == each.steps
                and {other.scope, each.scope} == {"heading", "text"}
                and other.named
                and each.named
            ),
            None,
        )
        if twin is None:
            result.append(each)
        else:
            result[twin] = replace(each, scope="both")
    return result


def within(context: Target, inner: Target) -> Target:
    """A target of a lead-in's unit: «в статье 3:» with «в пункте 1» is point 1 of article 3."""
    if inner.steps and inner.steps[0].unit in ("art", "sec", "title", "preamble", "form", "app"):
        return inner
    if not inner.steps and not inner.named:
        return context
    return replace(inner, steps=absolute((*context.steps, *inner.steps)))
